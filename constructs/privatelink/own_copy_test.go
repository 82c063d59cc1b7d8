package privatelink_test

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestPropsAreACopy: props that are changed for the next construct leave the one
// before as it is, also when something is added to it.
func TestPropsAreACopy(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	props := minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))
	orders := privatelink.NewProviderService(stack, "Orders", props)
	props.Listeners[0].Port = 1
	props.AllowedPrincipals = []privatelink.Principal{privatelink.Everyone()}
	props.AutoAccept = true
	orders.AllowPrincipals(privatelink.Account(consumerAccount))
	if got := *orders.Permissions.AllowedPrincipals(); len(got) != 1 || *got[0] != "arn:aws:iam::444455556666:root" {
		t.Errorf("%d principals are allowed, the first %s", len(got), *got[0])
	}
	orders.AddListener(privatelink.Listener{Port: 1, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.6", 1)}})
}
