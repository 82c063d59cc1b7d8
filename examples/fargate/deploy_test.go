package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
)

func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{NewStacks: newStacks, Parameters: map[string]string{
		"Consumer": "111122223333", "CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
	}, Refused: map[string]string{
		"AWS::ElasticLoadBalancingV2::LoadBalancer MinimumLoadBalancerCapacity": "capacity-tls",
	}})
}
