package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// TestDeploys has the load balancer there as the controller would have made it.
func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{NewStacks: newFoundStacks, Given: func(world *resources.World) {
		deployment.GiveVpc(world, deployment.Home, vpcId, map[string]string{
			"subnet-0123456789abcdef0": "us-east-1a", "subnet-0123456789abcdef1": "us-east-1b",
		})
		world.Give(deployment.Home, "AWS::EC2::SecurityGroup", groupId, resources.Properties{"VpcId": vpcId})
		world.Give(deployment.Home, "AWS::ElasticLoadBalancingV2::LoadBalancer", loadBalancerArn, resources.Properties{
			"Type": "network", "Scheme": "internal", "Subnets": []any{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
			"SecurityGroups": []any{groupId}, "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "off",
		})
	}})
}
