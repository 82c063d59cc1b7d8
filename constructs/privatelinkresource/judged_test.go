package privatelinkresource_test

import (
	"slices"
	"testing"

	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	resource "github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkresource"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestJudged: what setters break is found at the synthesis, and named by the field that it
// comes from.
func TestJudged(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	props := featured["group"](stack, newVpc(stack))
	props.ShareWith = []resource.Principal{resource.Account(consumerAccount)}
	provider := resource.NewResourceProvider(stack, "Orders", props)
	provider.Gateway.SetIpv4AddressesPerEni(jsii.Number(63))
	provider.Configuration.SetName(jsii.String("Orders"))
	provider.Members[0].SetPortRanges(jsii.Strings("5432-80"))
	provider.Share.SetPrincipals(jsii.Strings("orders"))

	func() {
		defer func() {
			if recover() == nil {
				t.Error("the synthesis succeeded")
			}
		}()
		app.Synth(nil)
	}()
	report, err := check.Directory(*app.Outdir())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range report.Errors() {
		got = append(got, f.Field)
	}
	slices.Sort(got)
	if want := []string{"Gateway.AddressesPerInterface", "Members[Writer].Ports", "Name", "ShareWith"}; !slices.Equal(got, want) {
		t.Errorf("fields %q, want %q:\n%s", got, want, report)
	}
}
