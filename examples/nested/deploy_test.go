package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
)

func TestDeploys(t *testing.T) { deployment.Deploys(t, deployment.Setting{NewStacks: newStacks}) }
