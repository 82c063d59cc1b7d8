package privatelink_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

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

// TestSharedSecurityGroup: endpoints that share a group share its rules.
func TestSharedSecurityGroup(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	group := awsec2.NewSecurityGroup(stack, jsii.String("Shared"), &awsec2.SecurityGroupProps{Vpc: vpc, AllowAllOutbound: jsii.Bool(false)})
	for _, name := range []string{"ssm", "ssmmessages", "ec2messages"} {
		privatelink.NewConsumerEndpoint(stack, name, &privatelink.ConsumerEndpointProps{
			Vpc: vpc, Service: privatelink.AWSService(name), Dns: privatelink.ServiceDnsName(), SecurityGroup: group,
		})
	}
	_, shared := snapshot.Synth(t, app)["Consumer"].Only(t, "AWS::EC2::SecurityGroup")
	if rules := shared.Properties["SecurityGroupIngress"].([]any); len(rules) != 1 {
		t.Errorf("rules: %v", rules)
	}
}

// TestGroupsTwice: a group that is handed in twice is listed once, as CloudFormation wants it.
func TestGroupsTwice(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Both", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	group := awsec2.NewSecurityGroup(stack, jsii.String("Group"), &awsec2.SecurityGroupProps{Vpc: vpc})
	provider := minimalProvider(vpc)
	provider.LoadBalancer.Security = privatelink.ExistingSecurityGroups(group, group)
	privatelink.NewProviderService(stack, "Provider", provider)
	privatelink.NewConsumerEndpoint(stack, "Consumer", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Service: vendorContract(), SecurityGroup: group, OtherSecurityGroups: []awsec2.ISecurityGroup{group, group},
	})
	template := snapshot.FromStack(t, stack)
	_, balancer := template.Only(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")
	_, endpoint := template.Only(t, "AWS::EC2::VPCEndpoint")
	for _, listed := range []any{balancer.Properties["SecurityGroups"], endpoint.Properties["SecurityGroupIds"]} {
		if groups := listed.([]any); len(groups) != 1 {
			t.Errorf("groups: %v", groups)
		}
	}
}

// TestSecondaryRanges: all of the VPC's ranges are admitted.
func TestSecondaryRanges(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0), IpAddresses: awsec2.IpAddresses_Cidr(jsii.String("10.0.0.0/16"))})
	awsec2.NewCfnVPCCidrBlock(vpc, jsii.String("More"), &awsec2.CfnVPCCidrBlockProps{VpcId: vpc, CidrBlock: jsii.String("10.1.0.0/16")})
	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()})
	id := resolve(stack, *endpoint.SecurityGroup.Node().DefaultChild().(awscdk.CfnResource).LogicalId()).(string)
	template := snapshot.FromStack(t, stack)
	vpcID, _ := template.Only(t, "AWS::EC2::VPC")
	var cidrs []string
	for _, rule := range template.Resources[id].Properties["SecurityGroupIngress"].([]any) {
		cidrs = append(cidrs, snapshot.Text(rule.(map[string]any)["CidrIp"]))
	}
	slices.Sort(cidrs)
	if fmt.Sprint(cidrs) != "[${"+vpcID+".CidrBlock} 10.1.0.0/16]" {
		t.Errorf("admitted: %v", cidrs)
	}
}

// TestClientsInAnotherStack: the endpoint's stack depends on the clients', never
// the other way round as well.
func TestClientsInAnotherStack(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	clients := newStack(app, "Clients", consumerAccount, region)
	endpoints := newStack(app, "Endpoints", consumerAccount, region)
	vpc := newVpc(clients, "us-east-1a")
	client := newInstance(clients, "Client", vpc)
	privatelink.NewConsumerEndpoint(endpoints, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Service: vendorContract(), Clients: []awsec2.IConnectable{client},
	})
	template := snapshot.Synth(t, app)["Endpoints"]
	_, egress := template.Only(t, "AWS::EC2::SecurityGroupEgress")
	if egress.Properties["ToPort"] != 443.0 {
		t.Errorf("the client's egress: %v", egress.Properties)
	}
	if dependencies := *clients.Dependencies(); len(dependencies) != 0 {
		t.Errorf("the clients' stack depends on %d stacks", len(dependencies))
	}
}

// TestStacksOfClients: an app's stack uses the network's, which holds VPC and
// endpoint, and is a client of it: at once, or added later.
func TestStacksOfClients(t *testing.T) {
	for name, admit := range map[string]func(props *privatelink.ConsumerEndpointProps, network awscdk.Stack, client awsec2.IConnectable){
		"at once": func(props *privatelink.ConsumerEndpointProps, network awscdk.Stack, client awsec2.IConnectable) {
			props.Clients = []awsec2.IConnectable{client}
			privatelink.NewConsumerEndpoint(network, "Orders", props)
		},
		"later": func(props *privatelink.ConsumerEndpointProps, network awscdk.Stack, client awsec2.IConnectable) {
			props.Clients = []awsec2.IConnectable{awsec2.Peer_Ipv4(jsii.String("10.9.0.0/16"))}
			privatelink.NewConsumerEndpoint(network, "Orders", props).AllowFrom(client)
		},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			network, apps := newStack(app, "Network", consumerAccount, region), newStack(app, "Apps", consumerAccount, region)
			vpc := awsec2.NewVpc(network, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0)})
			client := awsec2.NewSecurityGroup(apps, jsii.String("Client"), &awsec2.SecurityGroupProps{Vpc: vpc, AllowAllOutbound: jsii.Bool(false)})
			admit(&privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()}, network, client)
			template := snapshot.Synth(t, app)["Apps"]
			template.Only(t, "AWS::EC2::SecurityGroupIngress")
			template.Only(t, "AWS::EC2::SecurityGroupEgress")
		})
	}
}

func TestAllowFromNil(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a"), Service: vendorContract()})
	if err := recovered(t, func() { endpoint.AllowFrom(nil) }); !strings.Contains(err.Error(), `"Consumer/Orders": Clients[0]: is nil`) {
		t.Errorf("got %s", err)
	}
}

// TestSecondaryRangeOfStack: a range that is added to a VPC anywhere in its stack
// may hold a target.
func TestSecondaryRangeOfStack(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0)})
	awsec2.NewCfnVPCCidrBlock(stack, jsii.String("More"), &awsec2.CfnVPCCidrBlockProps{VpcId: vpc, CidrBlock: jsii.String("198.19.0.0/16")})
	privatelink.NewProviderService(stack, "Orders", listeners(vpc, privatelink.Listener{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("198.19.0.5", 443)}}))
	_, group := snapshot.Synth(t, app)["Provider"].Only(t, "AWS::ElasticLoadBalancingV2::TargetGroup")
	if zone := group.Properties["Targets"].([]any)[0].(map[string]any)["AvailabilityZone"]; zone != nil {
		t.Errorf("the target is in %v", zone)
	}
}

// TestIPv6RangeBesideVpc: a VPC's IPv6 range may be a resource of its own, and come later.
func TestIPv6RangeBesideVpc(t *testing.T) {
	for _, given := range []bool{false, true} {
		app := snapshot.NewApp(t, lookedUp)
		stack := newStack(app, "Provider", providerAccount, region)
		vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0)})
		props := minimalProvider(vpc)
		props.LoadBalancer.IpAddressType = privatelink.DualStack
		privatelink.NewProviderService(stack, "Orders", props)
		if !given {
			checkSynthesis(t, app, []string{"privatelink::load-balancer-ipv6"})
			continue
		}
		awsec2.NewCfnVPCCidrBlock(stack, jsii.String("Ipv6"), &awsec2.CfnVPCCidrBlockProps{VpcId: vpc.VpcId(), AmazonProvidedIpv6CidrBlock: true})
		for _, subnet := range *vpc.PrivateSubnets() {
			subnet.Node().DefaultChild().(awsec2.CfnSubnet).SetIpv6CidrBlock(jsii.String("2001:db8::/64"))
		}
		for _, subnet := range *vpc.IsolatedSubnets() {
			subnet.Node().DefaultChild().(awsec2.CfnSubnet).SetIpv6CidrBlock(jsii.String("2001:db8::/64"))
		}
		checkSynthesis(t, app, nil)
	}
}

// TestUnconnectable: what the CDK can't connect, such as a Lambda function outside of
// a VPC, is refused before anything is built.
func TestUnconnectable(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Both", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	outside := awslambda.NewFunction(stack, jsii.String("Function"), &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_NODEJS_22_X(), Handler: jsii.String("index.handler"), Code: awslambda.Code_FromInline(jsii.String("x")),
	})
	err := recovered(t, func() {
		privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract(), Clients: []awsec2.IConnectable{outside}})
	})
	checkFindings(t, err, `ConsumerEndpoint "Both/Client"`, []string{"client-missing at Clients[0]"})
	endpoint := privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()})
	if err := recovered(t, func() { endpoint.AllowFrom(outside) }); len(err.Findings) != 1 {
		t.Error(err)
	}
	props := minimalProvider(vpc)
	props.Listeners[0].Targets[0] = props.Listeners[0].Targets[0].GuardedBy(outside)
	if err := props.Validate(); err == nil || !strings.Contains(err.Error(), "Listeners[0].Targets[0]: cannot be used: Only VPC-associated") {
		t.Errorf("got %v", err)
	}
}

// TestSecurityGroups: the groups of both sides are named and described as is asked for,
// and others guard the endpoint besides.
func TestSecurityGroups(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Both", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	props := minimalProvider(vpc)
	props.LoadBalancer.SecurityGroupName, props.LoadBalancer.SecurityGroupDescription = "orders-load-balancer", "Load balancer of orders"
	orders := privatelink.NewProviderService(stack, "Orders", props)
	audit := awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Audit"), jsii.String("sg-0123456789abcdef0"), nil)
	endpoint := privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Service: orders, SecurityGroupName: "orders-endpoint", SecurityGroupDescription: "Clients of orders",
		OtherSecurityGroups: []awsec2.ISecurityGroup{audit},
	})
	endpoint.AllowFrom(awsec2.Peer_Ipv4(jsii.String("10.9.0.0/16")))

	template := snapshot.FromStack(t, stack)
	for name, description := range map[string]string{"orders-load-balancer": "Load balancer of orders", "orders-endpoint": "Clients of orders"} {
		template.HasCount(t, 1, "AWS::EC2::SecurityGroup", snapshot.Props{"GroupName": name, "GroupDescription": description})
	}
	id, _ := template.Has(t, "AWS::EC2::SecurityGroup", snapshot.Props{"GroupName": "orders-endpoint"})
	template.Has(t, "AWS::EC2::VPCEndpoint", snapshot.Props{"SecurityGroupIds": []any{
		map[string]any{"Fn::GetAtt": []any{id, "GroupId"}}, "sg-0123456789abcdef0",
	}})
	template.HasCount(t, 0, "AWS::EC2::SecurityGroupIngress", snapshot.Props{"GroupId": "sg-0123456789abcdef0"})
}

// TestGatewayEndpointFirst: AWS wants it before names for inbound resolvers alone.
func TestGatewayEndpointFirst(t *testing.T) {
	for first, want := range map[bool]int{true: 0, false: 1} {
		stack := newStack(snapshot.NewApp(t, lookedUp), "Consumer", providerAccount, region)
		vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0), RestrictDefaultSecurityGroup: jsii.Bool(false)})
		props := &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: privatelink.AWSService("s3"), Dns: privatelink.ServiceDnsName(), OnlyInboundResolver: true}
		gateway := vpc.AddGatewayEndpoint(jsii.String("S3Gateway"), &awsec2.GatewayVpcEndpointOptions{Service: awsec2.GatewayVpcEndpointAwsService_S3()})
		if first {
			props.GatewayEndpoint = gateway
		}
		privatelink.NewConsumerEndpoint(stack, "S3", props)
		template := snapshot.FromStack(t, stack)
		if got := count(template.Messages, "gateway-endpoint-order"); got != want {
			t.Errorf("%v: %d findings: %v", first, got, template.Messages)
		}
	}
}

// TestGatewayEndpointElsewhere: one that is imported is there, and that no template has it is no
// error.
func TestGatewayEndpointElsewhere(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, lookedUp), "Consumer", providerAccount, region)
	privatelink.NewConsumerEndpoint(stack, "S3", &privatelink.ConsumerEndpointProps{
		Vpc:     awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0), RestrictDefaultSecurityGroup: jsii.Bool(false)}),
		Service: privatelink.AWSService("s3"), Dns: privatelink.ServiceDnsName(), OnlyInboundResolver: true,
		GatewayEndpoint: awsec2.GatewayVpcEndpoint_FromGatewayVpcEndpointId(stack, jsii.String("Gateway"), jsii.String("vpce-0123456789abcdef0")),
	})
	snapshot.FromStack(t, stack).HasMessage(t, snapshot.Info, "Consumer/S3/Endpoint/Resource", "privatelink::only-inbound-resolver")
}

// count is how many messages hold a text.
func count(messages []snapshot.Message, text string) (n int) {
	for _, m := range messages {
		if strings.Contains(fmt.Sprint(m), text) {
			n++
		}
	}
	return n
}

// TestOpenGroup: a group that lets everything out needs no rule, and CDK need not say that
// it ignores one.
func TestOpenGroup(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	props := minimalProvider(vpc)
	props.LoadBalancer.Security = privatelink.ExistingSecurityGroups(
		awsec2.NewSecurityGroup(stack, jsii.String("Open"), &awsec2.SecurityGroupProps{Vpc: vpc, Description: jsii.String("Open")}),
		awsec2.NewSecurityGroup(stack, jsii.String("Closed"), &awsec2.SecurityGroupProps{Vpc: vpc, Description: jsii.String("Closed"), AllowAllOutbound: jsii.Bool(false)}),
	)
	client := awsec2.NewSecurityGroup(stack, jsii.String("Client"), &awsec2.SecurityGroupProps{Vpc: vpc, Description: jsii.String("Client")})
	privatelink.NewConsumerEndpoint(stack, "Client2", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Service: privatelink.NewProviderService(stack, "Orders", props), Clients: []awsec2.IConnectable{client},
	})
	template := snapshot.FromStack(t, stack)
	if got := count(template.Messages, "gnoring"); got != 0 {
		t.Errorf("%v", template.Messages)
	}
	template.Has(t, "AWS::EC2::SecurityGroup", snapshot.Props{"GroupDescription": "Closed", "SecurityGroupEgress": snapshot.With(map[string]any{
		"CidrIp": "10.0.1.5/32", "FromPort": 8443, "ToPort": 8443, "IpProtocol": "tcp",
	})})
}

// TestSharedGroup: clients that are in the endpoint's own group may be called from it, and
// call: the CDK's own AllowFrom opens but one direction of a group to itself.
func TestSharedGroup(t *testing.T) {
	for name, admit := range map[string]func(props *privatelink.ConsumerEndpointProps, stack awscdk.Stack, group awsec2.ISecurityGroup){
		"at once": func(props *privatelink.ConsumerEndpointProps, stack awscdk.Stack, group awsec2.ISecurityGroup) {
			props.Clients = []awsec2.IConnectable{group}
			privatelink.NewConsumerEndpoint(stack, "Orders", props)
		},
		"later": func(props *privatelink.ConsumerEndpointProps, stack awscdk.Stack, group awsec2.ISecurityGroup) {
			props.Clients = []awsec2.IConnectable{awsec2.Peer_Ipv4(jsii.String("10.9.0.0/16"))}
			privatelink.NewConsumerEndpoint(stack, "Orders", props).AllowFrom(group)
		},
		"an instance in it": func(props *privatelink.ConsumerEndpointProps, stack awscdk.Stack, group awsec2.ISecurityGroup) {
			props.Clients = []awsec2.IConnectable{awsec2.NewInstance(stack, jsii.String("Client"), &awsec2.InstanceProps{
				Vpc: props.Vpc, InstanceType: awsec2.NewInstanceType(jsii.String("t4g.nano")), SecurityGroup: group,
				MachineImage: awsec2.MachineImage_GenericLinux(&map[string]*string{"us-east-1": jsii.String("ami-0123456789abcdef0")}, nil),
			})}
			privatelink.NewConsumerEndpoint(stack, "Orders", props)
		},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
			vpc := newVpc(stack, "us-east-1a")
			group := awsec2.NewSecurityGroup(stack, jsii.String("Shared"), &awsec2.SecurityGroupProps{Vpc: vpc, AllowAllOutbound: jsii.Bool(false)})
			admit(&privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract(), SecurityGroup: group}, stack, group)
			template := snapshot.FromStack(t, stack)
			id := resolve(stack, *group.Node().DefaultChild().(awscdk.CfnResource).LogicalId()).(string)
			itself := map[string]any{"Fn::GetAtt": []any{id, "GroupId"}}
			template.HasCount(t, 1, "AWS::EC2::SecurityGroupIngress", snapshot.Props{"GroupId": itself, "SourceSecurityGroupId": itself, "FromPort": 443})
			template.HasCount(t, 1, "AWS::EC2::SecurityGroupEgress", snapshot.Props{"GroupId": itself, "DestinationSecurityGroupId": itself, "FromPort": 443})
		})
	}
	// One that lets everything out needs no rule, and the CDK need not say so.
	stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	group := awsec2.NewSecurityGroup(stack, jsii.String("Shared"), &awsec2.SecurityGroupProps{Vpc: vpc})
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract(), SecurityGroup: group, Clients: []awsec2.IConnectable{group}})
	template := snapshot.FromStack(t, stack)
	template.HasCount(t, 0, "AWS::EC2::SecurityGroupEgress", nil)
	if got := count(template.Messages, "gnoring"); got != 0 {
		t.Errorf("%v", template.Messages)
	}
}
