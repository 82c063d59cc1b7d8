package privatelink_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// newDualStackVpc makes a VPC of both families.
func newDualStackVpc(stack awscdk.Stack) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{IpProtocol: awsec2.IpProtocol_DUAL_STACK, NatGateways: jsii.Number(0)})
}

// TestPropsAreACopy: props that are changed for the next construct leave the one
// before as it is, also when something is added to it.
func TestPropsAreACopy(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	props := minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))
	orders := privatelink.NewProviderService(stack, "Orders", props)
	props.Listeners[0].Port = 1
	props.AllowedPrincipals = []privatelink.Principal{privatelink.Everyone()}
	props.AutoAccept = true
	orders.AllowPrincipals(privatelink.Account(consumerAccount))
	if got := *orders.Permissions.AllowedPrincipals(); len(got) != 1 || *got[0] != "arn:aws:iam::444455556666:root" {
		t.Errorf("%d principals are allowed, the first %s", len(got), *got[0])
	}
	orders.AddListener(privatelink.Listener{Port: 1, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.6", 1)}})
}

// TestContractIsACopy: what is done to a contract stays with it, and reaches
// neither its provider nor another one in the same VPC.
func TestContractIsACopy(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	first := privatelink.NewProviderService(stack, "First", minimalProvider(vpc))
	changed := first.Contract()
	changed.Zones[0], changed.Ports[0].Port = "us-east-1f", 1
	second := privatelink.NewProviderService(stack, "Second", minimalProvider(vpc))
	for _, provider := range []*privatelink.ProviderService{first, second} {
		if c := provider.Contract(); c.Zones[0] != "us-east-1a" || c.Ports[0].Port != 443 {
			t.Errorf("%s: %v", *provider.Node().Path(), c)
		}
	}
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

// TestContractThatWasTakenBefore: what is added to a service reaches those who
// took its contract before, and what is published.
func TestContractThatWasTakenBefore(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Both", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	props := minimalProvider(vpc)
	props.PublishOutputs, props.PublishParameter = true, "/orders/contract"
	orders := privatelink.NewProviderService(stack, "Orders", props)
	before := orders.Contract()
	orders.AddListener(privatelink.Listener{Port: 9999, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 9999)}})
	privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: before})

	template := snapshot.Synth(t, app)["Both"]
	if published := fmt.Sprint(template.Outputs["OrdersContract"].Value); !strings.Contains(published, `"port":9999`) {
		t.Errorf("output: %s", published)
	}
	written := 0
	for _, parameter := range template.OfType("AWS::SSM::Parameter") {
		if strings.Contains(fmt.Sprint(parameter.Properties["Value"]), `"port":9999`) {
			written++
		}
	}
	if written != 1 {
		t.Errorf("%d parameters hold the new port", written)
	}
	admitted := 0
	for _, group := range template.OfType("AWS::EC2::SecurityGroup") {
		rules, _ := group.Properties["SecurityGroupIngress"].([]any)
		admitted += len(rules)
	}
	if admitted != 2 {
		t.Errorf("%d ports admitted, want 2", admitted)
	}
}

// TestOneIDInTwoScopes: both publish, the second under a longer name.
func TestOneIDInTwoScopes(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	for _, scope := range []string{"A", "B"} {
		props := minimalProvider(vpc)
		props.PublishOutputs = true
		privatelink.NewProviderService(constructs.NewConstruct(stack, &scope), "Orders", props)
	}
	if outputs := snapshot.Synth(t, app)["Provider"].Outputs; len(outputs) != 6 {
		t.Errorf("%d outputs", len(outputs))
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

// TestPendingContract: nothing is asked of a contract that is still being looked
// up.
func TestPendingContract(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newDualStackVpc(stack), Service: lookedUpContract(t, stack, "/orders/contract"),
		IpAddressType: privatelink.DualStack, Dns: privatelink.ServiceDnsName(),
	})
	app.Synth(nil)
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

// TestRegionThatIsRefused: the provider's rules are asked before the consumer is
// built.
func TestRegionThatIsRefused(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	provider, consumer := newStack(app, "Provider", providerAccount, region), newStack(app, "Consumer", providerAccount, "eu-west-1")
	props := minimalProvider(newVpc(provider, "us-east-1a", "us-east-1b"))
	props.Listeners[0].IdleTimeout = time.Minute
	orders := privatelink.NewProviderService(provider, "Orders", props)
	err := recovered(t, func() {
		privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(consumer, "eu-west-1a", "eu-west-1b"), Service: orders})
	})
	if !strings.Contains(err.Error(), `"Provider/Orders": Listeners[0].IdleTimeout: is set, but the service is offered to eu-west-1`) || consumer.Node().TryFindChild(jsii.String("Orders")) != nil {
		t.Errorf("got %s", err)
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

// TestOutputsOfLikeIDs: IDs that the CDK makes one of still have outputs each.
func TestOutputsOfLikeIDs(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	for _, id := range []string{"my-orders", "myorders"} {
		props := minimalProvider(vpc)
		props.PublishOutputs = true
		privatelink.NewProviderService(stack, id, props)
	}
	if outputs := snapshot.FromStack(t, stack).Outputs; len(outputs) != 6 {
		t.Errorf("%d outputs", len(outputs))
	}
}

// TestWarningsOfGrowth: a listener that is added is warned of as one of the props.
func TestWarningsOfGrowth(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	service := privatelink.NewProviderService(stack, "Orders", minimalProvider(newVpc(stack, "us-east-1a")))
	many := privatelink.Listener{Port: 80}
	for i := range 61 {
		many.Targets = append(many.Targets, privatelink.IPTarget(fmt.Sprintf("10.0.1.%d", i+1), 80))
	}
	service.AddListener(many)
	service.AddListener(privatelink.Listener{Port: 81, Targets: []privatelink.Target{privatelink.IPTarget("10.0.2.1", 81)}})
	snapshot.FromStack(t, stack).HasMessage(t, snapshot.Warning, "Provider/Orders", "privatelink::security-group-rules")
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
	checkLines(t, err, `privatelink: ConsumerEndpoint "Both/Client": `, []string{"Clients[0]: cannot be connected: Only VPC-associated Lambda Functions have security groups"})
	endpoint := privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()})
	if err := recovered(t, func() { endpoint.AllowFrom(outside) }); len(err.Findings) != 1 {
		t.Error(err)
	}
	props := minimalProvider(vpc)
	props.Listeners[0].Targets[0] = props.Listeners[0].Targets[0].GuardedBy(outside)
	if err := props.Validate(); err == nil || !strings.Contains(err.Error(), "Listeners[0].Targets[0]: cannot be opened: Only VPC-associated") {
		t.Errorf("got %v", err)
	}
}

// myStack is a stack of a user's own.
type myStack struct {
	awscdk.Stack
	name string
}

func (s *myStack) ToString() *string { return &s.name }

// TestOwnStack: a stack of one's own is the same by whatever value it is passed as
// the scope, so that the endpoint waits for the service's listener.
func TestOwnStack(t *testing.T) {
	own := &myStack{name: "own"}
	awscdk.NewStack_Override(own, snapshot.NewApp(t, nil), jsii.String("Both"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String(providerAccount), Region: jsii.String(region)},
	})
	vpc := newVpc(own, "us-east-1a", "us-east-1b")
	orders := privatelink.NewProviderService(own.Stack, "Orders", minimalProvider(vpc))
	privatelink.NewConsumerEndpoint(own, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders})
	template := snapshot.FromStack(t, own.Stack)
	listener, _ := template.Only(t, "AWS::ElasticLoadBalancingV2::Listener")
	if _, endpoint := template.Only(t, "AWS::EC2::VPCEndpoint"); !slices.Contains(endpoint.DependsOn, listener) {
		t.Errorf("the endpoint waits for %v", endpoint.DependsOn)
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

// TestNothingOfJsii: what is missing, or can't be connected, gets an error of ours.
func TestNothingOfJsii(t *testing.T) {
	app := snapshot.NewApp(t, lookedUp)
	stack := newStack(app, "Consumer", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	elsewhere := awscdk.NewStack(awscdk.NewStage(app, jsii.String("Stage"), nil), jsii.String("Clients"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String(consumerAccount), Region: jsii.String(region)},
	})
	for name, c := range map[string]struct {
		do   func()
		want string
	}{
		"provider without a scope": {func() { privatelink.NewProviderService(nil, "Orders", minimalProvider(vpc)) }, "scope: is nil; pass the stack"},
		"consumer without a scope": {func() {
			privatelink.NewConsumerEndpoint(nil, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()})
		}, "scope: is nil; pass the stack"},
		"a client of another stage": {func() {
			c := privatelink.NewConsumerEndpoint(stack, "Late", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()})
			c.AllowFrom(newInstance(elsewhere, "Web", newVpc(elsewhere, "us-east-1a")))
		}, "Clients[0]: cannot be connected: "},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				text := fmt.Sprint(recover())
				if !strings.HasPrefix(text, "privatelink: ") || !strings.Contains(text, c.want) || strings.Contains(text, "\n") {
					t.Errorf("panicked with %q", text)
				}
			}()
			c.do()
		})
	}
	if listeners := privatelink.PortRange(1, 2, nil); len(listeners) != 2 || listeners[1].Port != 2 {
		t.Errorf("the listeners are %v", listeners)
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
