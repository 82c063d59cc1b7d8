package main

import (
	"os"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/lint"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
	_ "github.com/cdk-privatelink/cdk-privatelink-go/snapshot/novalidation"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func TestTemplates(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		newStacks(app)
		snapshot.Match(t, app)
	})
}

func TestLint(t *testing.T) { lint.Templates(t) }
