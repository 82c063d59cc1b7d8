package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{
		NewStacks: newStacks, Functions: true, Addresses: map[string][]string{endpoint: {"10.0.0.11"}},
		Given: given,
	})
}

// given is what the database's own stack made.
func given(world *resources.World) {
	deployment.GiveVpc(world, deployment.Home, "vpc-0123456789abcdef0", map[string]string{
		"subnet-0123456789abcdef0": "us-east-1a", "subnet-0123456789abcdef1": "us-east-1b",
	})
	world.Give(deployment.Home, "AWS::EC2::SecurityGroup", securityGroup, resources.Properties{"VpcId": "vpc-0123456789abcdef0", "GroupDescription": "Database"})
}

// TestFailover: what the name leads to is registered, and what it doesn't any more is not.
func TestFailover(t *testing.T) {
	assembly := deployment.Synth(t, snapshot.CdkInitFlags(), newStacks)
	world := deployment.NewWorld(t)
	given(world)
	cli := deployment.NewCLI(t, world, assembly.Places()...)
	functions := deployment.Functions(t, cli.CloudFormation)
	functions.Addresses[endpoint] = []string{"10.0.0.11"}
	cli.Must(t, assembly, "deploy", "--all", "--require-approval=never")
	stack := cli.CloudFormation.Stack(deployment.Home, "DatabaseProvider")
	group := world.All("AWS::ElasticLoadBalancingV2::TargetGroup")[0]
	for _, step := range []struct{ addresses, registered string }{{"10.0.0.11", "10.0.0.11:5432"}, {"10.0.0.12", "10.0.0.12:5432"}, {"", "10.0.0.12:5432"}} {
		functions.Addresses[endpoint] = strings.Fields(step.addresses)
		if run := functions.Schedule(functions.Function(stack, "Targets")); (run.Error == "") != (step.addresses != "") {
			t.Error(run.Error)
		}
		if registered := functions.Registered(group); !slices.Equal(registered, []string{step.registered}) {
			t.Errorf("with %q, %v are registered", step.addresses, registered)
		}
	}
	cli.Must(t, assembly, "destroy", "--all", "--force")
}
