package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{NewStacks: newStacks, Given: func(world *resources.World) {
		deployment.GiveVpc(world, deployment.Home, "vpc-0123456789abcdef0", map[string]string{
			"subnet-0123456789abcdef0": "us-east-1a", "subnet-0123456789abcdef1": "us-east-1b",
		})
		deployment.GiveVpc(world, deployment.Home, "vpc-0123456789abcdef1", map[string]string{
			"subnet-0123456789abcdef2": "us-east-1a", "subnet-0123456789abcdef3": "us-east-1b",
		})
	}})
}
