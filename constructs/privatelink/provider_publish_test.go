package privatelink_test

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestOutputsOfLikeIDs: IDs that the CDK makes one of still have outputs each.
func TestOutputsOfLikeIDs(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	for _, id := range []string{"my-orders", "myorders"} {
		props := minimalProvider(vpc)
		props.PublishOutputs = true
		privatelink.NewProviderService(stack, id, props)
	}
	if outputs := snapshot.FromStack(t, stack).Outputs; len(outputs) != 6 {
		t.Errorf("%d outputs", len(outputs))
	}
}
