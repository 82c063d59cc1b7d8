package privatelink_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestDualStack: UDP over IPv6 to instances of a VPC with both families.
func TestDualStack(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("Provider"), nil)
		vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
			IpProtocol: awsec2.IpProtocol_DUAL_STACK, RestrictDefaultSecurityGroup: jsii.Bool(false), MaxAzs: jsii.Number(2),
			SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
		})
		server := newInstance(stack, "Server", vpc)
		privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
			Vpc: vpc,
			Listeners: []privatelink.Listener{
				{Port: 443, Targets: []privatelink.Target{privatelink.InstanceTarget(server, 8443)}},
				{Port: 514, Protocol: privatelink.UDP, TargetGroups: []privatelink.TargetGroup{{
					IpAddressType: privatelink.Ipv6, Targets: []privatelink.Target{privatelink.InstanceTarget(server, 5514)},
				}}},
			},
			LoadBalancer: privatelink.LoadBalancerOptions{IpAddressType: privatelink.DualStack},
		})
		snapshot.Match(t, app)
	})
}

// TestUDPThatIsAddedToDualStack: the first UDP listener may come later, and its
// targets later still.
func TestUDPThatIsAddedToDualStack(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	props := minimalProvider(newDualStackVpc(stack))
	props.LoadBalancer.IpAddressType = privatelink.DualStack
	orders := privatelink.NewProviderService(stack, "Orders", props)
	orders.AddListener(privatelink.Listener{Port: 514, Protocol: privatelink.UDP, TargetGroups: []privatelink.TargetGroup{{
		IpAddressType: privatelink.Ipv6, TargetType: privatelink.Addresses, Port: 5514,
	}}})
	template := snapshot.Synth(t, app)["Provider"]
	_, loadBalancer := template.Only(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")
	if got := loadBalancer.Properties["EnablePrefixForIpv6SourceNat"]; got != "on" {
		t.Errorf("EnablePrefixForIpv6SourceNat is %v", got)
	}
	var families []string
	for _, group := range template.OfType("AWS::EC2::SecurityGroup") {
		rules, _ := group.Properties["SecurityGroupEgress"].([]any)
		for _, rule := range rules {
			r := rule.(map[string]any)
			families = append(families, fmt.Sprint(r["IpProtocol"], r["CidrIpv6"] != nil))
		}
	}
	if got := fmt.Sprint(families); got != "[tcpfalse udptrue tcptrue]" {
		t.Errorf("egress by protocol and IPv6: %s", got)
	}
}

// TestZoneWithoutTargets: a load balancer that doesn't cross zones is warned of
// where a zone is known to have no target.
func TestZoneWithoutTargets(t *testing.T) {
	address := func(a string) func(awscdk.Stack, awsec2.IVpc) privatelink.Target {
		return func(awscdk.Stack, awsec2.IVpc) privatelink.Target { return privatelink.IPTarget(a, 8443) }
	}
	for name, c := range map[string]struct {
		target    func(stack awscdk.Stack, vpc awsec2.IVpc) privatelink.Target
		crossZone privatelink.Switch
		warned    bool
	}{
		"address in the first zone": {address("10.0.0.5"), privatelink.AsDefault, true},
		"address in another subnet": {address("10.0.9.5"), privatelink.AsDefault, false},
		"group that crosses zones":  {address("10.0.0.5"), privatelink.On, false},
		"instance": {func(stack awscdk.Stack, vpc awsec2.IVpc) privatelink.Target {
			return privatelink.InstanceTarget(newInstance(stack, "Server", vpc), 8443)
		}, privatelink.AsDefault, true},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(snapshot.NewApp(t, lookedUp), "Provider", providerAccount, region)
			props := minimalProvider(awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
				IpAddresses: awsec2.IpAddresses_Cidr(jsii.String("10.0.0.0/20")), NatGateways: jsii.Number(0), SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
					{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED, CidrMask: jsii.Number(24)},
				},
			}))
			props.LoadBalancer.CrossZone = privatelink.Off
			props.Listeners[0].Targets = nil
			props.Listeners[0].TargetGroups = []privatelink.TargetGroup{{Targets: []privatelink.Target{c.target(stack, props.Vpc)}, CrossZone: c.crossZone}}
			privatelink.NewProviderService(stack, "Orders", props)
			if warned := warns(t, stack, "target-zone-empty"); warned != c.warned {
				t.Errorf("warned: %v", warned)
			}
		})
	}
}

// TestInternetFacing: public addresses are made when they are asked for, in public subnets,
// and told; nobody from the internet is let in by that.
func TestInternetFacing(t *testing.T) {
	app := snapshot.NewApp(t, lookedUp)
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2), NatGateways: jsii.Number(0)})
	props := minimalProvider(vpc)
	props.LoadBalancer.InternetFacing = true
	for i, subnet := range *vpc.PublicSubnets() {
		address := awsec2.NewCfnEIP(stack, jsii.String(fmt.Sprint("Address", i)), nil)
		props.LoadBalancer.SubnetMappings = append(props.LoadBalancer.SubnetMappings, privatelink.SubnetMapping{Subnet: subnet, AllocationId: *address.AttrAllocationId()})
	}
	orders := privatelink.NewProviderService(stack, "Orders", props)
	template := snapshot.FromStack(t, stack)
	_, balancer := template.Has(t, "AWS::ElasticLoadBalancingV2::LoadBalancer", snapshot.Props{"Scheme": "internet-facing"})
	for i := range 2 {
		if id, _, _ := template.Target(balancer.Value(fmt.Sprintf("SubnetMappings[%d].AllocationId", i))); !strings.HasPrefix(id, "Address") {
			t.Errorf("mapping %d has the address of %q", i, id)
		}
	}
	group, _, _ := template.Target(stack.Resolve(orders.SecurityGroup.SecurityGroupId()))
	if template.Resources[group].Properties["SecurityGroupIngress"] != nil {
		t.Error("the group lets somebody in")
	}
	template.HasMessage(t, snapshot.Warning, "Orders", "[privatelink::load-balancer-public]")

	other := newStack(snapshot.NewApp(t, lookedUp), "Provider", providerAccount, region)
	props = minimalProvider(awsec2.NewVpc(other, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2), NatGateways: jsii.Number(0)}))
	props.LoadBalancer.InternetFacing = true
	privatelink.NewProviderService(other, "Orders", props)
	if id, _, _ := snapshot.FromStack(t, other).Target(snapshot.FromStack(t, other).OfType("AWS::ElasticLoadBalancingV2::LoadBalancer")["OrdersLoadBalancerB992A266"].Value("Subnets[0]")); !strings.HasPrefix(id, "VpcPublic") {
		t.Errorf("it is in %q", id)
	}
}
