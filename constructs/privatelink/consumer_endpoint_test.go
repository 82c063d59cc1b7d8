package privatelink_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestConsumerEndpoint compares the templates of consumers of a vendor's service,
// each alone in a stack.
func TestConsumerEndpoint(t *testing.T) {
	for name, props := range map[string]func(awscdk.Stack, awsec2.IVpc) *privatelink.ConsumerEndpointProps{
		"minimal": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()}
		},
		"private-zone": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			return &privatelink.ConsumerEndpointProps{
				Vpc: vpc, Service: vendorContract(),
				Dns:  privatelink.PrivateZone("orders.internal"),
				Tags: map[string]string{"team": "shop"},
			}
		},
		"service-dns-name": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.PrivateDnsName = "api.vendor.example"
			return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract, Dns: privatelink.ServiceDnsName()}
		},
		"clients": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			return &privatelink.ConsumerEndpointProps{
				Vpc: vpc, Service: vendorContract(),
				Clients: []awsec2.IConnectable{
					newInstance(stack, "Client", vpc),
					awsec2.Peer_Ipv4(jsii.String("10.0.1.0/24")),
					awsec2.Peer_PrefixList(jsii.String("pl-0123456789abcdef0")),
				},
			}
		},
		"ranges-and-udp": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.Ports = []privatelink.ServicePort{
				{Port: 1024, EndPort: 65535},
				{Port: 53, Protocol: privatelink.TCPUDP},
				{Port: 514, Protocol: privatelink.UDP},
			}
			return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract}
		},
		"fewer-zones": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.Zones = []string{"us-east-1b", "us-east-1d"}
			return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract, MinimumZones: 1}
		},
		"other-region": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.ServiceName = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"
			contract.Zones = []string{"eu-west-1a", "eu-west-1b"}
			return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract}
		},
	} {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				stack := newStack(app, "Consumer", consumerAccount, region)
				vpc := newVpc(stack, "us-east-1a", "us-east-1b")
				privatelink.NewConsumerEndpoint(stack, "Orders", props(stack, vpc))
				snapshot.Match(t, app)
			})
		})
	}
}

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

func TestConsumerNames(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	contract := vendorContract()
	contract.PrivateDnsName = "api.vendor.example"
	regional := func(i float64) any {
		return map[string]any{"Fn::Select": []any{i, map[string]any{"Fn::Split": []any{":", map[string]any{
			"Fn::Select": []any{0.0, map[string]any{"Fn::GetAtt": []any{"PlainEndpoint", "DnsEntries"}}}}}}}}
	}
	plain := privatelink.NewConsumerEndpoint(stack, "Plain", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract})
	zone := privatelink.NewConsumerEndpoint(stack, "Zone", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract, Dns: privatelink.PrivateZone("orders.internal.")})
	verified := privatelink.NewConsumerEndpoint(stack, "Verified", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract, Dns: privatelink.ServiceDnsName()})
	// A logical ID without its hash, to be written down above.
	plain.Endpoint.Node().DefaultChild().(awsec2.CfnVPCEndpoint).OverrideLogicalId(jsii.String("PlainEndpoint"))

	for name, c := range map[string]struct {
		got  string
		want any
	}{
		"of the endpoint":      {plain.DnsName(), regional(1)},
		"regional":             {plain.RegionalDnsName(), regional(1)},
		"hosted zone of it":    {plain.RegionalHostedZoneId(), regional(0)},
		"of the private zone":  {zone.DnsName(), "orders.internal"},
		"the service's own":    {verified.DnsName(), "api.vendor.example"},
		"regional beside zone": {zone.RegionalDnsName()[:8], "${Token["},
	} {
		if got := resolve(stack, c.got); !equalJSON(got, c.want) && c.got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
