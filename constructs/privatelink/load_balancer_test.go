package privatelink_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// existing is a service of a load balancer that someone else makes in the same app.
type existing struct {
	stack        awscdk.Stack
	vpc          awsec2.IVpc
	loadBalancer awselasticloadbalancingv2.NetworkLoadBalancer
	service      *privatelink.ProviderService
}

// newExisting makes a load balancer with a security group that admits nobody and
// lets nothing out, as the CDK does by default, without listeners.
func newExisting(app awscdk.App) existing {
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	b := existing{stack: stack, vpc: vpc}
	b.loadBalancer = awselasticloadbalancingv2.NewNetworkLoadBalancer(stack, jsii.String("Nlb"), &awselasticloadbalancingv2.NetworkLoadBalancerProps{
		Vpc: vpc,
		SecurityGroups: &[]awsec2.ISecurityGroup{awsec2.NewSecurityGroup(stack, jsii.String("Group"), &awsec2.SecurityGroupProps{
			Vpc: vpc, AllowAllOutbound: jsii.Bool(false),
		})},
	})
	b.service = privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc, Listeners: []privatelink.Listener{{Port: 443}},
		ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{LoadBalancer: b.loadBalancer}},
	})
	return b
}

func (b existing) listen(port float64) awselasticloadbalancingv2.NetworkListener {
	return b.loadBalancer.AddListener(jsii.String(fmt.Sprint("Listener", port)), &awselasticloadbalancingv2.BaseNetworkListenerProps{
		Port: &port, DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{newTargetGroup(b.stack, b.vpc)},
	})
}

// open lets the load balancer send to its targets, and everyone in 10.0.0.0/8 in.
func (b existing) open() {
	b.loadBalancer.Connections().AllowTo(awsec2.Peer_Ipv4(jsii.String("10.0.0.0/16")), awsec2.Port_Tcp(jsii.Number(8443)), nil)
	b.loadBalancer.Connections().AllowFrom(awsec2.Peer_Ipv4(jsii.String("10.0.0.0/8")), awsec2.Port_Tcp(jsii.Number(443)), nil)
}

// TestExistingLoadBalancers: what the app makes of a load balancer that was existing
// is known at synthesis, and only then; what isn't known is no mistake.
func TestExistingLoadBalancers(t *testing.T) {
	const (
		inbound  = "privatelink::existing-load-balancer-inbound"
		outbound = "privatelink::existing-load-balancer-outbound"
	)
	for name, c := range map[string]struct {
		finish func(b existing)
		want   []string
	}{
		"nothing is done": {func(existing) {}, []string{outbound}},
		"all is well":     {func(b existing) { b.listen(443); b.open() }, nil},
		"another port":    {func(b existing) { b.listen(80); b.open() }, []string{inbound}},
		"no group rules":  {func(b existing) { b.listen(443) }, []string{inbound, outbound}},
		"not enforced": {func(b existing) {
			b.listen(443)
			b.loadBalancer.Node().DefaultChild().(awselasticloadbalancingv2.CfnLoadBalancer).SetEnforceSecurityGroupInboundRulesOnPrivateLinkTraffic(jsii.String("off"))
			b.loadBalancer.Connections().AllowToAnyIpv4(awsec2.Port_Tcp(jsii.Number(8443)), nil)
		}, nil},
		"a group as source": {func(b existing) {
			b.listen(443)
			b.loadBalancer.Connections().AllowFrom(newInstance(b.stack, "Client", b.vpc), awsec2.Port_Tcp(jsii.Number(443)), nil)
			b.loadBalancer.Connections().AllowToAnyIpv4(awsec2.Port_Tcp(jsii.Number(8443)), nil)
		}, []string{inbound}},
		"a prefix list as source": {func(b existing) {
			b.listen(443)
			b.loadBalancer.Connections().AllowFrom(awsec2.Peer_PrefixList(jsii.String("pl-0123456789abcdef0")), awsec2.Port_TcpRange(jsii.Number(440), jsii.Number(450)), nil)
			b.loadBalancer.Connections().AllowToAnyIpv4(awsec2.Port_Tcp(jsii.Number(8443)), nil)
		}, nil},
		"rules as resources": {func(b existing) {
			b.listen(443)
			group := (*b.loadBalancer.Connections().SecurityGroups())[0].SecurityGroupId()
			awsec2.NewCfnSecurityGroupIngress(b.stack, jsii.String("In"), &awsec2.CfnSecurityGroupIngressProps{
				GroupId: group, IpProtocol: jsii.String("-1"), CidrIp: jsii.String("10.0.0.0/8"),
			})
			awsec2.NewCfnSecurityGroupEgress(b.stack, jsii.String("Out"), &awsec2.CfnSecurityGroupEgressProps{
				GroupId: group, IpProtocol: jsii.String("-1"), CidrIp: jsii.String("10.0.0.0/8"),
			})
		}, nil},
		"rules of an unknown group": {func(b existing) {
			b.listen(443)
			group := awscdk.NewCfnParameter(b.stack, jsii.String("GroupId"), nil).ValueAsString()
			awsec2.NewCfnSecurityGroupIngress(b.stack, jsii.String("In"), &awsec2.CfnSecurityGroupIngressProps{GroupId: group, IpProtocol: jsii.String("-1"), CidrIp: jsii.String("10.0.0.0/8")})
		}, []string{outbound}},
		"listener of an unknown load balancer": {func(b existing) {
			b.open()
			listener := b.listen(444).Node().DefaultChild().(awselasticloadbalancingv2.CfnListener)
			listener.SetLoadBalancerArn(awscdk.NewCfnParameter(b.stack, jsii.String("Arn"), nil).ValueAsString())
		}, nil},
		"an imported group beside": {func(b existing) {
			b.listen(443)
			b.loadBalancer.Connections().AddSecurityGroup(awsec2.SecurityGroup_FromSecurityGroupId(b.stack, jsii.String("Imported"), jsii.String("sg-0123456789abcdef0"), nil))
		}, nil},
		"a listener by its resource, without attributes": {func(b existing) {
			b.open()
			awselasticloadbalancingv2.NewCfnListener(b.stack, jsii.String("Listener"), &awselasticloadbalancingv2.CfnListenerProps{
				LoadBalancerArn: b.loadBalancer.Node().DefaultChild().(awselasticloadbalancingv2.CfnLoadBalancer).AttrLoadBalancerArn(),
				Port:            jsii.Number(443), Protocol: jsii.String("TCP"),
				DefaultActions: []any{map[string]any{"type": "forward", "targetGroupArn": newTargetGroup(b.stack, b.vpc).TargetGroupArn()}},
			})
		}, nil},
		"generic resources": {func(b existing) {
			awscdk.NewCfnResource(b.stack, jsii.String("Listener"), &awscdk.CfnResourceProps{Type: jsii.String("AWS::ElasticLoadBalancingV2::Listener")})
			awscdk.NewCfnResource(b.stack, jsii.String("In"), &awscdk.CfnResourceProps{Type: jsii.String("AWS::EC2::SecurityGroupIngress")})
		}, []string{outbound}},
		"ports that aren't known": {func(b existing) {
			b.listen(443)
			port := awscdk.NewCfnParameter(b.stack, jsii.String("Port"), &awscdk.CfnParameterProps{Type: jsii.String("Number")}).ValueAsNumber()
			b.loadBalancer.Connections().AllowFrom(awsec2.Peer_PrefixList(jsii.String("pl-0123456789abcdef0")), awsec2.Port_Tcp(port), nil)
			b.loadBalancer.Connections().AllowToAnyIpv4(awsec2.Port_Tcp(jsii.Number(8443)), nil)
		}, nil},
		"rules by other attributes": {func(b existing) {
			b.listen(443)
			group := (*b.loadBalancer.Connections().SecurityGroups())[0].Node().DefaultChild().(awsec2.CfnSecurityGroup)
			awsec2.NewCfnSecurityGroupIngress(b.stack, jsii.String("In"), &awsec2.CfnSecurityGroupIngressProps{
				GroupId: group.Ref(), IpProtocol: jsii.String("-1"), CidrIp: jsii.String("10.0.0.0/8"),
			})
			awsec2.NewCfnSecurityGroupEgress(b.stack, jsii.String("Out"), &awsec2.CfnSecurityGroupEgressProps{
				GroupId: group.AttrId(), IpProtocol: jsii.String("-1"), CidrIp: jsii.String("10.0.0.0/8"),
			})
		}, nil},
		"a listener in a parent stack": {func(b existing) {
			b.open()
			nested := awscdk.NewNestedStack(b.stack, jsii.String("Nested"), nil)
			awselasticloadbalancingv2.NewNetworkListener(nested, jsii.String("Listener"), &awselasticloadbalancingv2.NetworkListenerProps{
				LoadBalancer: b.loadBalancer, Port: jsii.Number(443),
				DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{newTargetGroup(nested, b.vpc)},
			})
		}, nil},
		"another protocol": {func(b existing) {
			b.listen(443).Node().DefaultChild().(awselasticloadbalancingv2.CfnListener).SetProtocol(jsii.String("TCP_UDP"))
			b.open()
		}, []string{"privatelink::listener-target-protocol", inbound}},
		"idle timeout": {func(b existing) {
			b.listen(443).Node().DefaultChild().(awselasticloadbalancingv2.CfnListener).SetListenerAttributes([]any{
				&awselasticloadbalancingv2.CfnListener_ListenerAttributeProperty{Key: jsii.String("tcp.idle_timeout.seconds"), Value: jsii.String("600")},
			})
			b.open()
			b.service.SupportRegions("eu-west-1")
		}, []string{"privatelink::idle-timeout-regions"}},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			c.finish(newExisting(app))
			checkSynthesis(t, app, c.want)
		})
	}
}

// TestLoadBalancerBehindTwoServices: AWS takes a load balancer for one service.
func TestLoadBalancerBehindTwoServices(t *testing.T) {
	const arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/orders/0123456789abcdef"
	for range 2 { // Another app may use the same ARN.
		app := snapshot.NewApp(t, nil)
		stack := newStack(app, "Provider", providerAccount, region)
		props := &privatelink.ProviderServiceProps{
			Vpc: newVpc(stack, "us-east-1a"), Listeners: []privatelink.Listener{{Port: 443}},
			ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{Arn: arn}},
		}
		first := privatelink.NewProviderService(stack, "First", props)
		first.AllowPrincipals(privatelink.Account(consumerAccount)) // Its own load balancer is no one else's.
		privatelink.NewProviderService(stack, "Second", props)
		checkSynthesis(t, app, []string{"privatelink::existing-load-balancer-taken"})
	}
}

// TestExistingByArn: a service in front of a load balancer that is known by its ARN alone
// needs neither a VPC nor listeners; its name has the Region of its stack.
func TestExistingByArn(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	arn := "arn:aws:elasticloadbalancing:us-east-1:" + providerAccount + ":loadbalancer/net/orders/0123456789abcdef"
	orders := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{Arn: arn}}, PublishOutputs: true,
	})
	if name := orders.ServiceName(); !strings.HasPrefix(name, "com.amazonaws.vpce.us-east-1.") {
		t.Errorf("the service is called %s", name)
	}
	orders.AllowPrincipals(privatelink.Account(consumerAccount))
	snapshot.FromStack(t, stack).Has(t, "AWS::EC2::VPCEndpointService", snapshot.Props{"NetworkLoadBalancerArns": []any{arn}})
}

// TestZonalIds: the target groups of load balancers whose Ids begin alike are told apart, and
// so are their alarms.
func TestZonalIds(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b", "us-east-1c")
	target := []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}
	props := &privatelink.ProviderServiceProps{Vpc: vpc}
	for i, id := range []string{"a", "a-2", "ab"} {
		props.ZonalLoadBalancers = append(props.ZonalLoadBalancers, privatelink.ZonalLoadBalancer{
			Id: id, Subnet: (*vpc.PrivateSubnets())[i],
			Listeners: []privatelink.Listener{{Port: 443, TargetGroups: []privatelink.TargetGroup{
				{Targets: target, Weight: 1}, {Targets: target, Weight: 1}, {Id: "b", Targets: target, Weight: 1},
			}}},
		})
	}
	privatelink.NewProviderService(stack, "Orders", props).AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 1})
	snapshot.FromStack(t, stack).HasCount(t, 9, "AWS::ElasticLoadBalancingV2::TargetGroup", nil)
}

// TestPortOfOneZone: a port that the load balancer of one zone has alone is told as that, once,
// and not as a listener that the others have to have, whichever zones a consumer is in.
func TestPortOfOneZone(t *testing.T) {
	for name, zones := range map[string][]int{"in both zones": {0, 1}, "in its zone": {1}} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, map[string]any{"availability-zones:account=" + providerAccount + ":region=" + region: []string{"us-east-1a", "us-east-1b"}})
			stack := newStack(app, "Both", providerAccount, region)
			vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
				AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"), NatGateways: jsii.Number(0),
			})
			subnets := *vpc.IsolatedSubnets()
			target := []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}
			service := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
				Vpc: vpc, AllowConsumersOfApp: true, AutoAccept: true,
				ZonalLoadBalancers: []privatelink.ZonalLoadBalancer{
					{Id: "a", Subnet: subnets[0], Listeners: []privatelink.Listener{{Port: 443, Targets: target}}},
					{Id: "b", Subnet: subnets[1], Listeners: []privatelink.Listener{{Port: 443, Targets: target}, {Port: 444, Targets: target}}},
				},
			})
			var own []awsec2.ISubnet
			for _, i := range zones {
				own = append(own, subnets[i])
			}
			privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{
				Vpc: vpc, Service: service, Subnets: &awsec2.SubnetSelection{Subnets: &own},
			})
			var told []string
			for _, m := range snapshot.FromStack(t, stack).Messages {
				if m.Level == snapshot.Warning && strings.HasPrefix(m.Path, "Both/Orders") {
					told = append(told, m.Text)
				}
			}
			if len(told) != 1 || !strings.Contains(told[0], "privatelink::zonal-port-missing") {
				t.Errorf("told: %q", told)
			}
		})
	}
}
