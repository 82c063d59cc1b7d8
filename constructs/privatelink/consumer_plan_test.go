package privatelink_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestDroppedSubnetsAreSaid: the construct notes which zones have no interface.
func TestDroppedSubnetsAreSaid(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	contract := vendorContract()
	contract.Zones = []string{"us-east-1b"}
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(stack, "us-east-1a", "us-east-1b", "us-east-1c"), Service: contract,
	})
	want := "no interface in us-east-1a, us-east-1c: the service is only in us-east-1b"
	snapshot.FromStack(t, stack).HasMessage(t, snapshot.Info, "Consumer/Orders", want)
}

// TestZoneIDsOfContext: the names of the account's zones may come from context,
// and those of the account itself come first.
func TestZoneIDsOfContext(t *testing.T) {
	app := awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{
		"privatelink:zone-ids:" + consumerAccount: map[string]any{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2"},
		"privatelink:zone-ids":                    map[string]any{"us-east-1a": "use1-az6"},
	}})
	stack := newStack(app, "Consumer", consumerAccount, region)
	contract := vendorContract()
	contract.Account, contract.Zones = providerAccount, []string{"use1-az1"}
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a", "us-east-1b"), Service: contract})
	_, endpoint := snapshot.Synth(t, app)["Consumer"].Only(t, "AWS::EC2::VPCEndpoint")
	if got := fmt.Sprint(endpoint.Properties["SubnetIds"]); got != "[subnet-0123456789abcdef0]" {
		t.Errorf("subnets: %s", got)
	}
}

// TestPendingLookup: nothing is an error while a VPC is still being looked up.
func TestPendingLookup(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Both", consumerAccount, region)
	vpc := awsec2.Vpc_FromLookup(stack, jsii.String("Vpc"), &awsec2.VpcLookupOptions{IsDefault: jsii.Bool(true)})
	props := minimalProvider(vpc)
	props.Listeners[0].Targets = []privatelink.Target{privatelink.IPTarget("8.8.8.8", 80)}
	privatelink.NewProviderService(stack, "Orders", props)
	contract := vendorContract()
	contract.Zones = []string{"us-east-1e"}
	privatelink.NewConsumerEndpoint(constructs.NewConstruct(stack, jsii.String("Scope")), "Client", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Service: contract, Clients: []awsec2.IConnectable{awsec2.Peer_Ipv4(jsii.String("10.0.0.0/8"))},
	})
	app.Synth(nil)
}

// TestPendingLookupByDefault: while a VPC is being looked up, its zones and range
// are made up; what they would break is no mistake, so that the lookup takes place.
func TestPendingLookupByDefault(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Both", consumerAccount, region)
	vpc := awsec2.Vpc_FromLookup(stack, jsii.String("Vpc"), &awsec2.VpcLookupOptions{IsDefault: jsii.Bool(true)})
	props := minimalProvider(vpc)
	props.LoadBalancer.CapacityUnits = 120000
	privatelink.NewProviderService(stack, "Orders", props)
	privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract(), MinimumZones: 3})
}

var zoneIDs = map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2", "us-east-1c": "use1-az4"}
