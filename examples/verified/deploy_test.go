package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{
		NewStacks: newStacks, Functions: true, Parameters: map[string]string{"HostedZoneId": "Z0123456789ABCDEFGHIJ"},
		Given: func(world *resources.World) {
			world.Give(deployment.Home, "AWS::Route53::HostedZone", "Z0123456789ABCDEFGHIJ", resources.Properties{"Name": "example.com"})
		},
	})
}
