package main

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

var consumer = map[string]string{"Consumer": "111122223333"}

func TestDeploys(t *testing.T) {
	deployment.Deploys(t, deployment.Setting{NewStacks: newStacks, Parameters: consumer, Given: func(world *resources.World) {
		world.Publish(resources.Offer{Name: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", Region: "us-east-1"})
	}})
}

// TestHandover hands the contract over that the provider's stack has published.
func TestHandover(t *testing.T) {
	world := deployment.NewWorld(t)
	cloud := cloudformation.New(world, 1)
	provider := deployment.Synth(t, nil, func(app awscdk.App) { newProviderStack(app) }).Stacks[0]
	if _, err := cloud.Deploy(provider.Place, provider.Name, provider.Template, consumer); err != nil {
		t.Fatal(err)
	}
	published := ordersContract
	t.Cleanup(func() { ordersContract = published })
	ordersContract = cloud.Stack(provider.Place, provider.Name).Output("OrdersContract")
	received := deployment.Synth(t, nil, func(app awscdk.App) { newConsumerStack(app) }).Stacks[0]
	if _, err := cloud.Deploy(received.Place, received.Name, received.Template, nil); err != nil {
		t.Fatal(err)
	}
	if endpoints := world.All("AWS::EC2::VPCEndpoint"); len(endpoints) != 1 || endpoints[0].State != resources.PendingAcceptance {
		t.Errorf("endpoints: %v", endpoints)
	}
}
