package privatelink_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestUnknownValues: what is only known at deploy is no mistake.
func TestUnknownValues(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := awscdk.NewStack(app, jsii.String("Unknown"), nil)
	parameter := func(id string) string {
		return *awscdk.NewCfnParameter(stack, &id, nil).ValueAsString()
	}
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0), RestrictDefaultSecurityGroup: jsii.Bool(false)})
	props := minimalProvider(vpc)
	props.Listeners[0].Targets = []privatelink.Target{privatelink.IPTarget(parameter("Address"), 80)}
	props.Listeners[0].Protocol = privatelink.TLS
	props.Listeners[0].Certificates = []string{parameter("Certificate")}
	props.Listeners[0].HealthCheck = privatelink.HealthCheck{Protocol: privatelink.HTTP, Path: parameter("Path"), HealthyCodes: parameter("Codes")}
	props.AllowedPrincipals = []privatelink.Principal{
		privatelink.Account(parameter("Account")), privatelink.IamRole(parameter("Account2"), parameter("Name")), privatelink.PrincipalArn(parameter("Arn")),
	}
	props.Tags = map[string]string{"team": parameter("Team")}
	privatelink.NewProviderService(stack, "Orders", props)
	privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{
		Vpc: vpc,
		Service: privatelink.Contract{
			ServiceName: parameter("ServiceName"), Region: parameter("Region"), Account: parameter("Owner"),
			Ports: []privatelink.ServicePort{{Port: 443}}, Zones: []string{parameter("Zone")}, PrivateDnsName: parameter("PrivateName"),
		},
		Dns: privatelink.PrivateZone(parameter("ZoneName")),
	})
	app.Synth(nil)
}

// TestUnknownProtocols: a protocol that is only known at deploy gets there.
func TestUnknownProtocols(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	protocol := privatelink.Protocol(*awscdk.NewCfnParameter(stack, jsii.String("Protocol"), nil).ValueAsString())
	privatelink.NewProviderService(stack, "Orders", listeners(newVpc(stack, "us-east-1a"), privatelink.Listener{
		Port: 443, Protocol: protocol, Certificates: []string{certificate}, TargetProtocol: protocol,
		Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 443)}, HealthCheck: privatelink.HealthCheck{Protocol: privatelink.HealthCheckProtocol(protocol)},
	}))
	template := snapshot.Synth(t, app)["Provider"]
	_, listener := template.Only(t, "AWS::ElasticLoadBalancingV2::Listener")
	_, group := template.Only(t, "AWS::ElasticLoadBalancingV2::TargetGroup")
	want := map[string]any{"Ref": "Protocol"}
	for property, got := range map[string]any{
		"listener's": listener.Properties["Protocol"], "group's": group.Properties["Protocol"], "health check's": group.Properties["HealthCheckProtocol"],
	} {
		if !equalJSON(got, want) {
			t.Errorf("the %s protocol is %v", property, got)
		}
	}
}

// TestUnknownEnums: what isn't known yet reaches the template as it is.
func TestUnknownEnums(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Both", providerAccount, region)
	parameter := func(id string) string { return *awscdk.NewCfnParameter(stack, &id, nil).ValueAsString() }
	vpc := newVpc(stack, "us-east-1a")
	privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port: 443, Protocol: privatelink.TLS, Certificates: []string{certificate}, AlpnPolicy: privatelink.AlpnPolicy(parameter("Alpn")),
			TargetGroups: []privatelink.TargetGroup{{TargetType: privatelink.TargetType(parameter("Kind")), Port: 443}},
		}},
		LoadBalancer: privatelink.LoadBalancerOptions{ClientRoutingPolicy: privatelink.ClientRoutingPolicy(parameter("Routing"))},
	})
	contract := vendorContract()
	contract.IpAddressTypes = []privatelink.IpAddressType{privatelink.IpAddressType(parameter("Types"))}
	privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Service: contract, IpAddressType: privatelink.IpAddressType(parameter("Family")),
		Dns: privatelink.Dns{ZoneName: "orders.internal", Names: []string{parameter("Name"), parameter("Name2")}},
	})
	template := snapshot.FromStack(t, stack)
	template.Has(t, "AWS::ElasticLoadBalancingV2::Listener", snapshot.Props{"AlpnPolicy": snapshot.With(snapshot.RefersTo("Alpn"))})
	template.Has(t, "AWS::ElasticLoadBalancingV2::TargetGroup", snapshot.Props{"TargetType": snapshot.RefersTo("Kind")})
	template.Has(t, "AWS::ElasticLoadBalancingV2::LoadBalancer", snapshot.Props{"LoadBalancerAttributes": snapshot.With(map[string]any{"Value": snapshot.RefersTo("Routing")})})
	template.Has(t, "AWS::EC2::VPCEndpoint", snapshot.Props{"IpAddressType": snapshot.RefersTo("Family")})
	template.HasCount(t, 2, "AWS::Route53::RecordSet", nil)
}
