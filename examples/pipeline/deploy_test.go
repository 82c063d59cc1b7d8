package main

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// TestDeploys deploys the stages by hand, into VPCs that are there. The pipeline would do
// the same, but there is none here to run it.
func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{NewStacks: func(app awscdk.App) { newStages(app) }, Given: func(world *resources.World) {
		for _, account := range []string{staging.account, production.account} {
			place := resources.Place{Account: account, Region: region}
			deployment.GiveVpc(world, place, "vpc-0123456789abcdef0", map[string]string{"subnet-0123456789abcdef0": "us-east-1a", "subnet-0123456789abcdef1": "us-east-1b"})
			deployment.GiveVpc(world, place, "vpc-0123456789abcdef1", map[string]string{"subnet-0123456789abcdef2": "us-east-1a", "subnet-0123456789abcdef3": "us-east-1b"})
		}
	}})
}
