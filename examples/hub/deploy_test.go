package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{NewStacks: newStacks, Given: func(world *resources.World) {
		for _, service := range services {
			world.Publish(resources.Offer{Name: service, Region: "us-east-1"})
		}
	}})
}
