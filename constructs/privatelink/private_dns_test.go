package privatelink_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestPrivateDns: the name, and the record that proves the domain's ownership. No
// golden template, because cfn-lint doesn't know the property yet:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-vpcendpointservice-privatednsnameconfiguration.html
func TestPrivateDns(t *testing.T) {
	for name, c := range map[string]struct {
		dns    privatelink.PrivateDns
		domain string
	}{
		"name":     {privatelink.PrivateDns{Name: "orders.example.com"}, "orders.example.com"},
		"wildcard": {privatelink.PrivateDns{Name: "*.orders.example.com"}, "orders.example.com"},
		"parent":   {privatelink.PrivateDns{Name: "orders.example.com", Domain: "example.com"}, "example.com"},
	} {
		for _, withZone := range []bool{false, true} {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Provider", providerAccount, region)
			vpc := newVpc(stack, "us-east-1a")
			props := minimalProvider(vpc)
			props.PrivateDns = c.dns
			if withZone {
				props.PrivateDns.HostedZone = awsroute53.PublicHostedZone_FromPublicHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.PublicHostedZoneAttributes{
					HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"), ZoneName: jsii.String("example.com"),
				})
			}
			orders := privatelink.NewProviderService(stack, "Orders", props)
			client := privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders, Dns: privatelink.ServiceDnsName()})
			record := orders.VerificationRecord()
			gotName, gotValue := resolve(stack, record.Name), resolve(stack, record.Value)

			template := snapshot.Synth(t, app)["Provider"]
			id, service := template.Only(t, "AWS::EC2::VPCEndpointService")
			attribute := func(name string) any {
				return map[string]any{"Fn::GetAtt": []any{id, "PrivateDnsNameConfiguration." + name}}
			}
			if service.Properties["PrivateDnsName"] != c.dns.Name || client.DnsName() != c.dns.Name {
				t.Errorf("%s: the service is named %v, clients call %s", name, service.Properties["PrivateDnsName"], client.DnsName())
			}
			if want := (map[string]any{"Fn::Join": []any{"", []any{attribute("Name"), "." + c.domain}}}); !equalJSON(gotName, want) || !equalJSON(gotValue, attribute("Value")) {
				t.Errorf("%s: record %v %v, want %v", name, gotName, gotValue, want)
			}
			records := template.OfType("AWS::Route53::RecordSet")
			if !withZone {
				if len(records) != 0 {
					t.Errorf("%s: records without a zone: %v", name, records)
				}
				continue
			}
			txt, got := template.Only(t, "AWS::Route53::RecordSet")
			want := map[string]any{
				"HostedZoneId": "Z0123456789ABCDEFGHIJ", "TTL": "1800", "Type": "TXT",
				"Name":            map[string]any{"Fn::Join": []any{"", []any{attribute("Name"), "." + c.domain + "."}}},
				"ResourceRecords": []any{map[string]any{"Fn::Join": []any{"", []any{"\"", attribute("Value"), "\""}}}},
			}
			if !equalJSON(got.Properties, want) {
				t.Errorf("%s: record %v, want %v", name, got.Properties, want)
			}
			_, endpoint := template.Only(t, "AWS::EC2::VPCEndpoint")
			if endpoint.Properties["PrivateDnsEnabled"] != true || !slices.Contains(endpoint.DependsOn, txt) {
				t.Errorf("%s: the endpoint waits for %v, not for %s", name, endpoint.DependsOn, txt)
			}
		}
	}
}

// TestPublicZoneOfApp: a public zone that the app makes holds the TXT record; a zone
// with VPCs doesn't.
func TestPublicZoneOfApp(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	provider := func(zone awsroute53.IHostedZone) error {
		props := minimalProvider(vpc)
		props.PrivateDns = privatelink.PrivateDns{Name: "orders.example.com", HostedZone: zone}
		return props.Validate()
	}
	name := jsii.String("example.com")
	public := map[string]awsroute53.IHostedZone{
		"PublicHostedZone": awsroute53.NewPublicHostedZone(stack, jsii.String("Public"), &awsroute53.PublicHostedZoneProps{ZoneName: name}),
		"HostedZone":       awsroute53.NewHostedZone(stack, jsii.String("Plain"), &awsroute53.HostedZoneProps{ZoneName: name}),
	}
	for kind, zone := range public {
		if err := provider(zone); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	private := awsroute53.NewHostedZone(stack, jsii.String("Private"), &awsroute53.HostedZoneProps{ZoneName: name, Vpcs: &[]awsec2.IVpc{vpc}})
	if err := provider(private); err == nil || !strings.Contains(err.Error(), "is a private zone") {
		t.Errorf("a zone with a VPC: %v", err)
	}
}

// TestRecordOfTwoServices: one record has the values of all services of a domain, and
// consumers of each wait for it, unless two stacks would wait for each other.
func TestRecordOfTwoServices(t *testing.T) {
	for _, stacks := range []int{1, 2} {
		app := snapshot.NewApp(t, nil)
		stack := newStack(app, "Provider", providerAccount, region)
		ours := newVpc(stack, "us-east-1a")
		other, vpc := stack, ours
		if stacks == 2 {
			other = newStack(app, "Other", providerAccount, region)
			vpc = newVpc(other, "us-east-1a")
		}
		zone := awsroute53.PublicHostedZone_FromPublicHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.PublicHostedZoneAttributes{
			HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"), ZoneName: jsii.String("example.com"),
		})
		props := minimalProvider(ours)
		props.PrivateDns = privatelink.PrivateDns{
			Name: "orders.example.com", Domain: "example.com", HostedZone: zone, OtherValues: []string{"vpce:l6p0ERxlTt45jevFwOCp"},
		}
		orders := privatelink.NewProviderService(stack, "Orders", props)

		props = minimalProvider(vpc)
		props.PrivateDns = privatelink.PrivateDns{Name: "billing.example.com", Domain: "example.com", VerifiedWith: orders}
		billing := privatelink.NewProviderService(other, "Billing", props)
		privatelink.NewConsumerEndpoint(other, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: billing, Dns: privatelink.ServiceDnsName()})

		values := []any{"\"vpce:l6p0ERxlTt45jevFwOCp\""}
		own := resolve(stack, orders.VerificationRecord().Value)
		values = append([]any{map[string]any{"Fn::Join": []any{"", []any{"\"", own, "\""}}}}, values...)
		templates := snapshot.Synth(t, app)
		txt, record := templates["Provider"].Only(t, "AWS::Route53::RecordSet")
		got := record.Properties["ResourceRecords"].([]any)
		if len(got) != 3 || !equalJSON(got[:2], values) || equalJSON(got[2], got[0]) {
			t.Errorf("%d stacks: values %v, want %v and Billing's", stacks, got, values)
		}
		if billing.VerificationTxt != nil {
			t.Errorf("%d stacks: a second record", stacks)
		}
		home := templates["Provider"]
		if stacks == 2 {
			home = templates["Other"]
		}
		_, endpoint := home.Only(t, "AWS::EC2::VPCEndpoint")
		if waits := slices.Contains(endpoint.DependsOn, txt); waits != (stacks == 1) {
			t.Errorf("%d stacks: the endpoint waits for %v", stacks, endpoint.DependsOn)
		}
	}
}
