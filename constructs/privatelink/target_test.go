package privatelink_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestALBOfTargets: an Application Load Balancer that is a target needs a listener
// on the target's port, which may be made after the service.
func TestALBOfTargets(t *testing.T) {
	for name, c := range map[string]struct {
		port float64
		want []string
	}{
		"the target's port": {80, []string{"privatelink::alb-listener-order"}},
		"another port":      {81, []string{"privatelink::alb-listener"}},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Provider", providerAccount, region)
			vpc := newVpc(stack, "us-east-1a", "us-east-1b")
			alb := awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("Alb"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{Vpc: vpc})
			props := minimalProvider(vpc)
			props.Listeners[0].Targets = []privatelink.Target{privatelink.ALBTarget(alb, 80)}
			privatelink.NewProviderService(stack, "Orders", props)
			alb.AddListener(jsii.String("Listener"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
				Port: &c.port, Protocol: awselasticloadbalancingv2.ApplicationProtocol_HTTP, Open: jsii.Bool(false),
				DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(200), nil),
			})
			checkSynthesis(t, app, c.want)
		})
	}
}

// TestZonesOfAddresses: an address outside of the VPC needs a zone, which nobody can
// guess: the VPC may have been given the range.
func TestZonesOfAddresses(t *testing.T) {
	for zone, want := range map[string][]string{"": {"privatelink::target-zone-unknown"}, "all": nil, "us-east-1a": nil} {
		app := snapshot.NewApp(t, lookedUp)
		stack := newStack(app, "Provider", providerAccount, region)
		vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
			IpAddresses: awsec2.IpAddresses_Cidr(jsii.String("10.1.0.0/16")), NatGateways: jsii.Number(0), MaxAzs: jsii.Number(1),
		})
		outside := privatelink.IPTarget("192.168.1.5", 443)
		if zone != "" {
			outside = outside.InZone(zone)
		}
		privatelink.NewProviderService(stack, "Orders", listeners(vpc, privatelink.Listener{Port: 443, Targets: []privatelink.Target{
			privatelink.IPTarget("10.1.0.5", 443), outside,
		}}))
		checkSynthesis(t, app, want)
	}
}

// TestSecureALBListener: an HTTPS listener is checked by HTTPS, on any port.
func TestSecureALBListener(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	alb := awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("Alb"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{Vpc: vpc})
	listener := alb.AddListener(jsii.String("Https"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
		Port: jsii.Number(8443), Protocol: awselasticloadbalancingv2.ApplicationProtocol_HTTPS, Open: jsii.Bool(false),
		Certificates:  &[]awselasticloadbalancingv2.IListenerCertificate{awselasticloadbalancingv2.ListenerCertificate_FromArn(jsii.String(certificate))},
		DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(204), nil),
	})
	privatelink.NewProviderService(stack, "Orders", listeners(vpc, privatelink.Listener{Port: 443, Targets: []privatelink.Target{privatelink.ALBListenerTarget(listener)}}))
	_, group := snapshot.Synth(t, app)["Provider"].Only(t, "AWS::ElasticLoadBalancingV2::TargetGroup")
	if got := group.Properties["HealthCheckProtocol"]; got != "HTTPS" {
		t.Errorf("checked by %v", got)
	}
}

// TestFormsOfIPv6: addresses may be written as AWS takes them.
func TestFormsOfIPv6(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	props := &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{Port: 443, TargetGroups: []privatelink.TargetGroup{{
			IpAddressType: privatelink.Ipv6, Targets: []privatelink.Target{privatelink.IPTarget("2001:DB8:0::1", 443)},
		}}}},
		LoadBalancer: privatelink.LoadBalancerOptions{IpAddressType: privatelink.DualStack, Security: privatelink.PrivateLinkFrom("2001:DB8:0::/32")},
	}
	privatelink.NewProviderService(stack, "Orders", props)
	snapshot.FromStack(t, stack).Has(t, "AWS::ElasticLoadBalancingV2::TargetGroup", snapshot.Props{"Targets": snapshot.With(map[string]any{"Id": "2001:db8::1"})})
	for _, address := range []string{"::ffff:10.0.0.5", "fe80::1%eth0"} {
		props.Listeners[0].TargetGroups[0].Targets[0] = privatelink.IPTarget(address, 443)
		if props.Validate() == nil {
			t.Errorf("%s is accepted", address)
		}
	}
}

// TestALBArnTarget: a load balancer that is known by its ARN alone is sent to within the VPC.
func TestALBArnTarget(t *testing.T) {
	arn := "arn:aws:elasticloadbalancing:us-east-1:" + providerAccount + ":loadbalancer/app/web/0123456789abcdef"
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	privatelink.NewProviderService(stack, "Orders", listeners(newVpc(stack, "us-east-1a", "us-east-1b"), privatelink.Listener{
		Port: 443, Targets: []privatelink.Target{privatelink.ALBArnTarget(arn, 443)},
	}))
	template := snapshot.FromStack(t, stack)
	template.Has(t, "AWS::ElasticLoadBalancingV2::TargetGroup", snapshot.Props{
		"TargetType": "alb", "HealthCheckProtocol": "HTTPS", "Targets": []any{map[string]any{"Id": arn, "Port": 443}},
	})
	_, group := template.Only(t, "AWS::EC2::SecurityGroup")
	if rules := group.Properties["SecurityGroupEgress"].([]any); len(rules) != 1 {
		t.Errorf("the load balancer may send to %v", rules)
	}
}
