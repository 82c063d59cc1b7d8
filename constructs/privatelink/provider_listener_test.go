package privatelink_test

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestListenersKeepTheirIDs: listeners in another order are the same listeners.
func TestListenersKeepTheirIDs(t *testing.T) {
	listeners := func(order ...int) []map[string]snapshot.Resource {
		app := snapshot.NewApp(t, nil)
		stack := newStack(app, "Provider", providerAccount, region)
		props := minimalProvider(newVpc(stack, "us-east-1a"))
		props.Listeners = nil
		for _, port := range order {
			props.Listeners = append(props.Listeners, privatelink.Listener{
				Port: port, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", port)},
			})
		}
		privatelink.NewProviderService(stack, "Orders", props)
		template := snapshot.Synth(t, app)["Provider"]
		return []map[string]snapshot.Resource{
			template.OfType("AWS::ElasticLoadBalancingV2::Listener"),
			template.OfType("AWS::ElasticLoadBalancingV2::TargetGroup"),
		}
	}
	if !equalJSON(listeners(443, 9092), listeners(9092, 443)) {
		t.Error("the order of listeners changes listeners or target groups")
	}
}
