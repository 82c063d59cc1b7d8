package main

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
)

func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{NewStacks: func(app awscdk.App) { newSystem(app, "us-east-1") }})
}
