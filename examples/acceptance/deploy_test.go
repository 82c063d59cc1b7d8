package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{NewStacks: newStacks, Functions: true})
}

// TestCustomers: who has signed is connected, who hasn't waits; and neither is in the way when
// the service is given up.
func TestCustomers(t *testing.T) {
	assembly := deployment.Synth(t, snapshot.CdkInitFlags(), newStacks)
	world := deployment.NewWorld(t)
	cli := deployment.NewCLI(t, world, assembly.Places()...)
	functions := deployment.Functions(t, cli.CloudFormation)
	cli.Must(t, assembly, "deploy", "--all", "--require-approval=never")
	stack := cli.CloudFormation.Stack(deployment.Home, "AcceptanceProvider")

	name := "com.amazonaws.vpce.us-east-1." + world.All("AWS::EC2::VPCEndpointService")[0].ID
	want := map[string]string{"444455556666": "available", "777788889999": "pendingAcceptance"}
	endpoints := map[string]*resources.Resource{}
	for account := range want {
		place := resources.Place{Account: account, Region: "us-east-1"}
		deployment.GiveVpc(world, place, "vpc-0123456789abcdef0", map[string]string{"subnet-0123456789abcdef0": "us-east-1a"})
		endpoint, err := world.Create(place, "AWS::EC2::VPCEndpoint", "Orders", resources.Properties{
			"VpcEndpointType": "Interface", "VpcId": "vpc-0123456789abcdef0", "SubnetIds": []any{"subnet-0123456789abcdef0"}, "ServiceName": name,
		})
		if err != nil {
			t.Fatal(err)
		}
		endpoints[account] = endpoint
		if run := functions.Notify(functions.Function(stack, "Acceptance"), `{"eventType": "Connect"}`); run.Error != "" {
			t.Fatal(run.Error)
		}
	}
	for account, state := range want {
		if endpoints[account].State != state {
			t.Errorf("the endpoint of %s is %s, should be %s", account, endpoints[account].State, state)
		}
	}
	if len(functions.Events) != 2 {
		t.Errorf("%d events", len(functions.Events))
	}

	cli.Must(t, assembly, "destroy", "--all", "--force")
	for account, endpoint := range endpoints {
		if endpoint.State != resources.Rejected {
			t.Errorf("the endpoint of %s is %s", account, endpoint.State)
		}
	}
	if left := world.All("AWS::EC2::VPCEndpointService"); len(left) > 0 {
		t.Error("the service is still there")
	}
}
