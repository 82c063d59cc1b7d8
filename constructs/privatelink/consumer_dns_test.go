package privatelink_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

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

// TestTakenNames: a domain belongs to one endpoint of a VPC.
func TestTakenNames(t *testing.T) {
	withOwnName := vendorContract()
	withOwnName.PrivateDnsName = "orders.internal"
	for name, c := range map[string]struct {
		first, second privatelink.ConsumerEndpointProps
		want          []string
	}{
		"two zones":                   {privatelink.ConsumerEndpointProps{Service: vendorContract(), Dns: privatelink.PrivateZone("orders.internal")}, privatelink.ConsumerEndpointProps{Service: vendorContract(), Dns: privatelink.PrivateZone("orders.internal.")}, []string{"privatelink::dns-zone-taken"}},
		"zone and service's own name": {privatelink.ConsumerEndpointProps{Service: vendorContract(), Dns: privatelink.PrivateZone("orders.internal")}, privatelink.ConsumerEndpointProps{Service: withOwnName, Dns: privatelink.ServiceDnsName()}, nil}, // The templates don't tell the vendor's name.
		"own name twice":              {privatelink.ConsumerEndpointProps{Service: withOwnName, Dns: privatelink.ServiceDnsName()}, privatelink.ConsumerEndpointProps{Service: withOwnName, Dns: privatelink.ServiceDnsName()}, []string{"privatelink::dns-name-taken"}},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Consumer", consumerAccount, region)
			c.first.Vpc = newVpc(stack, "us-east-1a")
			c.second.Vpc = c.first.Vpc
			privatelink.NewConsumerEndpoint(stack, "First", &c.first)
			privatelink.NewConsumerEndpoint(stack, "Second", &c.second)
			c.second.Vpc = newVpcNamed(stack, "Other")
			privatelink.NewConsumerEndpoint(stack, "Elsewhere", &c.second)
			checkSynthesis(t, app, c.want)
		})
	}
}

// TestNamesInOneZone: two endpoints may share a zone, not a name in it.
func TestNamesInOneZone(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	zone := awsroute53.NewPrivateHostedZone(stack, jsii.String("Zone"), &awsroute53.PrivateHostedZoneProps{Vpc: vpc, ZoneName: jsii.String("internal")})
	consumer := func(names ...string) *privatelink.ConsumerEndpointProps {
		return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract(), Dns: privatelink.ExistingPrivateZone(zone, names...)}
	}
	privatelink.NewConsumerEndpoint(stack, "First", consumer("orders"))
	privatelink.NewConsumerEndpoint(stack, "Second", consumer("billing"))
	privatelink.NewConsumerEndpoint(stack, "Third", consumer("billing"))
	checkSynthesis(t, app, []string{"privatelink::record-taken"})
}

// TestZoneWithoutName: a zone that was imported by its ID can't hold our names,
// and can hold the TXT record of a private DNS name.
func TestZoneWithoutName(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Both", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	zone := awsroute53.HostedZone_FromHostedZoneId(stack, jsii.String("Zone"), jsii.String("Z0123456789ABCDEFGHIJ"))
	err := recovered(t, func() {
		privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract(), Dns: privatelink.ExistingPrivateZone(zone)})
	})
	if !strings.Contains(err.Error(), "Dns.HostedZone: has no known name") {
		t.Errorf("got %s", err)
	}
	props := minimalProvider(vpc)
	props.PrivateDns = privatelink.PrivateDns{Name: "orders.example.com", HostedZone: zone}
	privatelink.NewProviderService(stack, "Orders", props)
	snapshot.Synth(t, app)["Both"].Only(t, "AWS::Route53::RecordSet")
}

// TestZoneIsAssociatedOnce: Route 53 refuses a zone that lists a VPC twice.
func TestZoneIsAssociatedOnce(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	dns := privatelink.PrivateZone("orders.internal")
	dns.Vpcs = []awsec2.IVpc{vpc, vpc}
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract(), Dns: dns})
	_, zone := snapshot.Synth(t, app)["Consumer"].Only(t, "AWS::Route53::HostedZone")
	if vpcs := zone.Properties["VPCs"].([]any); len(vpcs) != 1 {
		t.Errorf("VPCs: %v", vpcs)
	}
}

// TestLatticeNames: endpoints of VPC Lattice have no DNS entries, so that neither a
// record nor a name of theirs can be had.
func TestLatticeNames(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	props := func(dns privatelink.Dns) *privatelink.ConsumerEndpointProps {
		return &privatelink.ConsumerEndpointProps{
			Vpc: vpc, Dns: dns,
			Service: privatelink.LatticeResource("arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0", privatelink.ServicePort{Port: 5432}),
		}
	}
	if err := props(privatelink.PrivateZone("database.internal")).Validate(); err == nil || !strings.Contains(err.Error(), "privatelink::dns-lattice") {
		t.Errorf("a private zone: %v", err)
	}
	endpoint := privatelink.NewConsumerEndpoint(stack, "Database", props(privatelink.ServiceDnsName()))
	for name, ask := range map[string]func(){
		"RegionalDnsName": func() { endpoint.RegionalDnsName() }, "RegionalHostedZoneId": func() { endpoint.RegionalHostedZoneId() },
		"ZonalDnsName": func() { endpoint.ZonalDnsName("us-east-1a") }, "DnsName": func() { endpoint.DnsName() },
	} {
		if err := recovered(t, ask); !strings.Contains(err.Error(), "privatelink::dns-lattice") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestZonalNamesByID: a subnet that is given by its zone's ID tells the zone's name.
func TestZonalNamesByID(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	subnets := *vpc.PrivateSubnets()
	dns := privatelink.PrivateZone("orders.internal")
	dns.ZonalNames = map[string]string{"use1-az4": "a", "use1-az6": "b"}
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Service: vendorContract(), Dns: dns,
		SubnetByZone: map[string]awsec2.ISubnet{"use1-az4": subnets[0], "use1-az6": subnets[1]},
	})
	template := snapshot.FromStack(t, stack)
	records := 0
	for _, r := range template.Resources {
		if r.Type == "AWS::Route53::RecordSet" {
			records++
		}
	}
	if records != 2 {
		t.Errorf("%d records", records)
	}
}

// TestRecordForms: records are aliases, or CNAMEs of a time to live, as is asked for.
func TestRecordForms(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*privatelink.Dns)
		want   snapshot.Props
	}{
		"alias": {func(*privatelink.Dns) {}, snapshot.Props{"Type": "A", "TTL": snapshot.None()}},
		"alias with health": {func(d *privatelink.Dns) { d.EvaluateTargetHealth = true }, snapshot.Props{
			"Type": "A", "AliasTarget": map[string]any{"EvaluateTargetHealth": true},
		}},
		"CNAME": {func(d *privatelink.Dns) { d.Cname = true }, snapshot.Props{
			"Name": "api.orders.internal.", "Type": "CNAME", "TTL": "60", "AliasTarget": snapshot.None(), "ResourceRecords": snapshot.Any(),
		}},
		"CNAME of an hour": {func(d *privatelink.Dns) { d.Cname, d.Ttl = true, time.Hour }, snapshot.Props{"Type": "CNAME", "TTL": "3600"}},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
			dns := privatelink.PrivateZone("orders.internal")
			dns.Names = []string{"api"}
			c.change(&dns)
			privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
				Vpc: newVpc(stack, "us-east-1a", "us-east-1b"), Service: vendorContract(), Dns: dns,
			})
			snapshot.FromStack(t, stack).Has(t, "AWS::Route53::RecordSet", c.want)
		})
	}
}
