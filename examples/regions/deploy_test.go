package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
)

func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{NewStacks: newStacks, Parameters: map[string]string{"Consumer": "111122223333"}, Refused: map[string]string{
		"AWS::ElasticLoadBalancingV2::Listener ListenerAttributes": "idle-timeout-regions",
	}})
}
