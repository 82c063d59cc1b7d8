package privatelink_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// brought is a service of a load balancer that someone else makes in the same app.
type brought struct {
	stack        awscdk.Stack
	vpc          awsec2.IVpc
	loadBalancer awselasticloadbalancingv2.NetworkLoadBalancer
	service      *privatelink.ProviderService
}

// newBrought makes a load balancer with a security group that admits nobody and
// lets nothing out, as the CDK does by default, without listeners.
func newBrought(app awscdk.App) brought {
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	b := brought{stack: stack, vpc: vpc}
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

func (b brought) listen(port float64) awselasticloadbalancingv2.NetworkListener {
	return b.loadBalancer.AddListener(jsii.String(fmt.Sprint("Listener", port)), &awselasticloadbalancingv2.BaseNetworkListenerProps{
		Port: &port, DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{newTargetGroup(b.stack, b.vpc)},
	})
}

// open lets the load balancer send to its targets, and everyone in 10.0.0.0/8 in.
func (b brought) open() {
	b.loadBalancer.Connections().AllowTo(awsec2.Peer_Ipv4(jsii.String("10.0.0.0/16")), awsec2.Port_Tcp(jsii.Number(8443)), nil)
	b.loadBalancer.Connections().AllowFrom(awsec2.Peer_Ipv4(jsii.String("10.0.0.0/8")), awsec2.Port_Tcp(jsii.Number(443)), nil)
}

// TestBroughtLoadBalancer: what the app makes of a load balancer that was brought
// is known at synthesis, and only then; what isn't known is no mistake.
func TestBroughtLoadBalancer(t *testing.T) {
	const (
		inbound  = "privatelink::existing-load-balancer-inbound"
		outbound = "privatelink::existing-load-balancer-outbound"
	)
	for name, c := range map[string]struct {
		finish func(b brought)
		want   []string
	}{
		"nothing is done": {func(brought) {}, []string{outbound}},
		"all is well":     {func(b brought) { b.listen(443); b.open() }, nil},
		"another port":    {func(b brought) { b.listen(80); b.open() }, []string{inbound}},
		"no group rules":  {func(b brought) { b.listen(443) }, []string{inbound, outbound}},
		"not enforced": {func(b brought) {
			b.listen(443)
			b.loadBalancer.Node().DefaultChild().(awselasticloadbalancingv2.CfnLoadBalancer).SetEnforceSecurityGroupInboundRulesOnPrivateLinkTraffic(jsii.String("off"))
			b.loadBalancer.Connections().AllowToAnyIpv4(awsec2.Port_Tcp(jsii.Number(8443)), nil)
		}, nil},
		"a group as source": {func(b brought) {
			b.listen(443)
			b.loadBalancer.Connections().AllowFrom(newInstance(b.stack, "Client", b.vpc), awsec2.Port_Tcp(jsii.Number(443)), nil)
			b.loadBalancer.Connections().AllowToAnyIpv4(awsec2.Port_Tcp(jsii.Number(8443)), nil)
		}, []string{inbound}},
		"a prefix list as source": {func(b brought) {
			b.listen(443)
			b.loadBalancer.Connections().AllowFrom(awsec2.Peer_PrefixList(jsii.String("pl-0123456789abcdef0")), awsec2.Port_TcpRange(jsii.Number(440), jsii.Number(450)), nil)
			b.loadBalancer.Connections().AllowToAnyIpv4(awsec2.Port_Tcp(jsii.Number(8443)), nil)
		}, nil},
		"rules as resources": {func(b brought) {
			b.listen(443)
			group := (*b.loadBalancer.Connections().SecurityGroups())[0].SecurityGroupId()
			awsec2.NewCfnSecurityGroupIngress(b.stack, jsii.String("In"), &awsec2.CfnSecurityGroupIngressProps{
				GroupId: group, IpProtocol: jsii.String("-1"), CidrIp: jsii.String("10.0.0.0/8"),
			})
			awsec2.NewCfnSecurityGroupEgress(b.stack, jsii.String("Out"), &awsec2.CfnSecurityGroupEgressProps{
				GroupId: group, IpProtocol: jsii.String("-1"), CidrIp: jsii.String("10.0.0.0/8"),
			})
		}, nil},
		"rules of an unknown group": {func(b brought) {
			b.listen(443)
			group := awscdk.NewCfnParameter(b.stack, jsii.String("GroupId"), nil).ValueAsString()
			awsec2.NewCfnSecurityGroupIngress(b.stack, jsii.String("In"), &awsec2.CfnSecurityGroupIngressProps{GroupId: group, IpProtocol: jsii.String("-1"), CidrIp: jsii.String("10.0.0.0/8")})
		}, []string{outbound}},
		"listener of an unknown load balancer": {func(b brought) {
			b.open()
			listener := b.listen(444).Node().DefaultChild().(awselasticloadbalancingv2.CfnListener)
			listener.SetLoadBalancerArn(awscdk.NewCfnParameter(b.stack, jsii.String("Arn"), nil).ValueAsString())
		}, nil},
		"an imported group beside": {func(b brought) {
			b.listen(443)
			b.loadBalancer.Connections().AddSecurityGroup(awsec2.SecurityGroup_FromSecurityGroupId(b.stack, jsii.String("Imported"), jsii.String("sg-0123456789abcdef0"), nil))
		}, nil},
		"a listener by its resource, without attributes": {func(b brought) {
			b.open()
			awselasticloadbalancingv2.NewCfnListener(b.stack, jsii.String("Listener"), &awselasticloadbalancingv2.CfnListenerProps{
				LoadBalancerArn: b.loadBalancer.Node().DefaultChild().(awselasticloadbalancingv2.CfnLoadBalancer).AttrLoadBalancerArn(),
				Port:            jsii.Number(443), Protocol: jsii.String("TCP"),
				DefaultActions: []any{map[string]any{"type": "forward", "targetGroupArn": newTargetGroup(b.stack, b.vpc).TargetGroupArn()}},
			})
		}, nil},
		"generic resources": {func(b brought) {
			awscdk.NewCfnResource(b.stack, jsii.String("Listener"), &awscdk.CfnResourceProps{Type: jsii.String("AWS::ElasticLoadBalancingV2::Listener")})
			awscdk.NewCfnResource(b.stack, jsii.String("In"), &awscdk.CfnResourceProps{Type: jsii.String("AWS::EC2::SecurityGroupIngress")})
		}, []string{outbound}},
		"ports that aren't known": {func(b brought) {
			b.listen(443)
			port := awscdk.NewCfnParameter(b.stack, jsii.String("Port"), &awscdk.CfnParameterProps{Type: jsii.String("Number")}).ValueAsNumber()
			b.loadBalancer.Connections().AllowFrom(awsec2.Peer_PrefixList(jsii.String("pl-0123456789abcdef0")), awsec2.Port_Tcp(port), nil)
			b.loadBalancer.Connections().AllowToAnyIpv4(awsec2.Port_Tcp(jsii.Number(8443)), nil)
		}, nil},
		"rules by other attributes": {func(b brought) {
			b.listen(443)
			group := (*b.loadBalancer.Connections().SecurityGroups())[0].Node().DefaultChild().(awsec2.CfnSecurityGroup)
			awsec2.NewCfnSecurityGroupIngress(b.stack, jsii.String("In"), &awsec2.CfnSecurityGroupIngressProps{
				GroupId: group.Ref(), IpProtocol: jsii.String("-1"), CidrIp: jsii.String("10.0.0.0/8"),
			})
			awsec2.NewCfnSecurityGroupEgress(b.stack, jsii.String("Out"), &awsec2.CfnSecurityGroupEgressProps{
				GroupId: group.AttrId(), IpProtocol: jsii.String("-1"), CidrIp: jsii.String("10.0.0.0/8"),
			})
		}, nil},
		"a listener in a parent stack": {func(b brought) {
			b.open()
			nested := awscdk.NewNestedStack(b.stack, jsii.String("Nested"), nil)
			awselasticloadbalancingv2.NewNetworkListener(nested, jsii.String("Listener"), &awselasticloadbalancingv2.NetworkListenerProps{
				LoadBalancer: b.loadBalancer, Port: jsii.Number(443),
				DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{newTargetGroup(nested, b.vpc)},
			})
		}, nil},
		"another protocol": {func(b brought) {
			b.listen(443).Node().DefaultChild().(awselasticloadbalancingv2.CfnListener).SetProtocol(jsii.String("TCP_UDP"))
			b.open()
		}, []string{"privatelink::listener-target-protocol", inbound}},
		"idle timeout": {func(b brought) {
			b.listen(443).Node().DefaultChild().(awselasticloadbalancingv2.CfnListener).SetListenerAttributes([]any{
				&awselasticloadbalancingv2.CfnListener_ListenerAttributeProperty{Key: jsii.String("tcp.idle_timeout.seconds"), Value: jsii.String("600")},
			})
			b.open()
			b.service.SupportRegions("eu-west-1")
		}, []string{"privatelink::idle-timeout-regions"}},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			c.finish(newBrought(app))
			checkSynthesis(t, app, c.want)
		})
	}
}

// TestBroughtALB: an Application Load Balancer that is a target needs a listener
// on the target's port, which may be made after the service.
func TestBroughtALB(t *testing.T) {
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

// checkSynthesis synthesizes an app, and checks which rules it says are broken.
func checkSynthesis(t *testing.T, app awscdk.App, want []string) {
	t.Helper()
	var got []string
	for _, f := range judged(t, app).Errors() {
		if !slices.Contains(got, f.ID) {
			got = append(got, f.ID)
		}
	}
	slices.Sort(got)
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// judged is what is found of an app's templates, whose synthesis fails if there are errors.
func judged(t *testing.T, app awscdk.App) *check.Report {
	t.Helper()
	var failure any
	func() {
		defer func() { failure = recover() }()
		app.Synth(nil)
	}()
	report, err := check.Directory(*app.Outdir())
	if err != nil {
		t.Fatal(err)
	}
	if (failure != nil) != (len(report.Errors()) > 0) {
		t.Errorf("the synthesis said %v, but these are found:\n%s", failure, report)
	}
	return report
}

// TestFixedSecurityGroup: a group that takes no rules is warned of, and none other.
func TestFixedSecurityGroup(t *testing.T) {
	for name, c := range map[string]struct {
		group func(stack awscdk.Stack, vpc awsec2.IVpc) awsec2.ISecurityGroup
		fixed bool
	}{
		"of the app": {func(stack awscdk.Stack, vpc awsec2.IVpc) awsec2.ISecurityGroup {
			return awsec2.NewSecurityGroup(stack, jsii.String("Group"), &awsec2.SecurityGroupProps{Vpc: vpc})
		}, false},
		"imported": {func(stack awscdk.Stack, _ awsec2.IVpc) awsec2.ISecurityGroup {
			return awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Group"), jsii.String("sg-0123456789abcdef0"), nil)
		}, false},
		"imported as not mutable": {func(stack awscdk.Stack, _ awsec2.IVpc) awsec2.ISecurityGroup {
			return awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Group"), jsii.String("sg-0123456789abcdef0"),
				&awsec2.SecurityGroupImportOptions{Mutable: jsii.Bool(false)})
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Consumer", consumerAccount, region)
			vpc := newVpc(stack, "us-east-1a")
			privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
				Vpc: vpc, Service: vendorContract(), SecurityGroup: c.group(stack, vpc),
			})
			if warned := warns(t, stack, "privatelink::security-group-fixed"); warned != c.fixed {
				t.Errorf("warned: %v", warned)
			}
		})
	}
}
