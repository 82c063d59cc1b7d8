package privatelink

import (
	"fmt"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// build makes the provider's children, each after what it refers to.
func (p *ProviderService) build() {
	if len(p.plan.props.ExistingLoadBalancers) == 0 {
		p.makeSecurityGroup()
		p.makeLoadBalancer()
	}
	p.makeEndpointService()
	p.contract = p.makeContract()
	for i := range p.plan.props.Listeners {
		p.makeListener(i)
	}
	p.setPrincipals()
	p.makeVerificationRecord()
}

// makeSecurityGroup makes the load balancer's group, unless it has others.
func (p *ProviderService) makeSecurityGroup() {
	security := p.plan.props.LoadBalancer.Security.facts
	if security.Kind == rules.OwnGroups || security.Kind == rules.NoGroup {
		return
	}
	p.SecurityGroup = awsec2.NewSecurityGroup(p, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              p.plan.props.Vpc,
		Description:      jsii.String("Network Load Balancer of a PrivateLink service"),
		AllowAllOutbound: jsii.Bool(false),
	})
}

func (p *ProviderService) makeLoadBalancer() {
	options := p.plan.props.LoadBalancer
	props := &awselasticloadbalancingv2.NetworkLoadBalancerProps{
		Vpc:                 p.plan.props.Vpc,
		InternetFacing:      jsii.Bool(false),
		LoadBalancerName:    optional(options.Name),
		CrossZoneEnabled:    jsii.Bool(!options.WithoutCrossZone),
		DeletionProtection:  jsii.Bool(!options.WithoutDeletionProtection),
		ClientRoutingPolicy: clientRoutingPolicies[options.ClientRoutingPolicy],
		SubnetMappings:      subnetMappings(options.SubnetMappings),
	}
	if props.SubnetMappings == nil {
		props.VpcSubnets = &awsec2.SubnetSelection{Subnets: &p.plan.network.subnets}
	}
	if options.ZonalShift {
		props.ZonalShift = jsii.Bool(true)
	}
	if options.DualStack {
		props.IpAddressType = awselasticloadbalancingv2.IpAddressType_DUAL_STACK
	}
	if p.plan.facts.NeedsSourcePrefixes() {
		props.EnablePrefixForIpv6SourceNat = jsii.Bool(true)
	}
	secure(props, options.Security, p.SecurityGroup)
	p.LoadBalancer = awselasticloadbalancingv2.NewNetworkLoadBalancer(p, jsii.String("LoadBalancer"), props)

	if policy := string(options.ClientRoutingPolicy); rules.Unknown(policy) {
		p.LoadBalancer.SetAttribute(jsii.String("dns_record.client_routing_policy"), &policy)
	}
	if n := options.SecondaryAddresses; n > 0 {
		p.LoadBalancer.SetAttribute(jsii.String("secondary_ips.auto_assigned.per_subnet"), jsii.String(strconv.Itoa(n)))
	}
	if options.CapacityUnits > 0 {
		// On the resource, because the L2 divides by the zones of the whole VPC and
		// not of the chosen subnets.
		p.loadBalancerResource().SetMinimumLoadBalancerCapacity(
			&awselasticloadbalancingv2.CfnLoadBalancer_MinimumLoadBalancerCapacityProperty{CapacityUnits: jsii.Number(options.CapacityUnits)})
	}
	if options.WaitForCapacity {
		p.loadBalancerResource().SetEnableCapacityReservationProvisionStabilize(true)
	}
	p.writeAccessLogs()
}

func (p *ProviderService) loadBalancerResource() awselasticloadbalancingv2.CfnLoadBalancer {
	return p.LoadBalancer.Node().DefaultChild().(awselasticloadbalancingv2.CfnLoadBalancer)
}

// secure gives the load balancer its groups, and says whether their inbound rules
// are applied to PrivateLink traffic.
//
// They are by default, and see the client's own address, in a VPC that the
// provider doesn't know: every packet is dropped in silence.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
func secure(props *awselasticloadbalancingv2.NetworkLoadBalancerProps, security Security, own awsec2.SecurityGroup) {
	switch security.facts.Kind {
	case rules.NoGroup:
		props.DisableSecurityGroups = jsii.Bool(true)
		return
	case rules.OwnGroups:
		props.SecurityGroups = &security.groups
	default:
		props.SecurityGroups = &[]awsec2.ISecurityGroup{own}
	}
	props.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = jsii.Bool(security.facts.Kind == rules.FromCidrs)
}

var clientRoutingPolicies = map[ClientRoutingPolicy]awselasticloadbalancingv2.ClientRoutingPolicy{
	AnyZone:        awselasticloadbalancingv2.ClientRoutingPolicy_ANY_AVAILABILITY_ZONE,
	SameZone:       awselasticloadbalancingv2.ClientRoutingPolicy_AVAILABILITY_ZONE_AFFINITY,
	MostlySameZone: awselasticloadbalancingv2.ClientRoutingPolicy_PARTIAL_AVAILABILITY_ZONE_AFFINITY,
}

func subnetMappings(mappings []SubnetMapping) *[]*awselasticloadbalancingv2.SubnetMapping {
	if len(mappings) == 0 {
		return nil
	}
	var all []*awselasticloadbalancingv2.SubnetMapping
	for _, m := range mappings {
		mapping := &awselasticloadbalancingv2.SubnetMapping{
			Subnet:             m.Subnet,
			PrivateIpv4Address: optional(m.PrivateIPv4Address),
			Ipv6Address:        optional(m.IPv6Address),
		}
		if m.SourceNatIpv6Prefix != "" {
			mapping.SourceNatIpv6Prefix = awselasticloadbalancingv2.SourceNatIpv6Prefix_FromIpv6Prefix(&m.SourceNatIpv6Prefix)
		}
		all = append(all, mapping)
	}
	return &all
}

// makeListener makes a listener with its target groups, and opens the way from
// the load balancer to the targets.
func (p *ProviderService) makeListener(i int) {
	if p.LoadBalancer == nil {
		return // It exists.
	}
	listener, facts := p.plan.props.Listeners[i], p.plan.facts.Listeners[i]
	if i > 0 && p.plan.facts.NeedsSourcePrefixes() { // A listener that was added may be the first to.
		p.loadBalancerResource().SetEnablePrefixForIpv6SourceNat(jsii.String("on"))
	}
	var groups []awselasticloadbalancingv2.INetworkTargetGroup
	for j, group := range p.plan.groups[i] {
		groups = append(groups, p.makeTargetGroup(listener.Port, j, group))
		p.connectTargets(group, facts)
	}
	props := &awselasticloadbalancingv2.NetworkListenerProps{
		LoadBalancer:   p.LoadBalancer,
		Port:           jsii.Number(listener.Port),
		Protocol:       l2Protocol(facts.Protocol, len(listener.Certificates) > 0),
		AlpnPolicy:     alpnPolicies[listener.AlpnPolicy],
		TcpIdleTimeout: seconds(listener.IdleTimeout),
	}
	if len(groups) == 1 { // It takes all; several share by weight.
		props.DefaultTargetGroups = &groups
	} else {
		props.DefaultAction = forwardByWeight(groups, p.plan.groups[i])
	}
	if len(listener.Certificates) > 0 {
		certificates := make([]awselasticloadbalancingv2.IListenerCertificate, len(listener.Certificates))
		for i, arn := range listener.Certificates {
			certificates[i] = awselasticloadbalancingv2.ListenerCertificate_FromArn(jsii.String(arn))
		}
		props.Certificates = &certificates
	}
	l := awselasticloadbalancingv2.NewNetworkListener(p, jsii.String(fmt.Sprint("Listener", listener.Port)), props)
	if facts.Protocol == string(TLS) {
		// On the resource, because the L2 knows the policies of its own release
		// only, and a feature flag chooses its default.
		resourceOfListener(l).SetSslPolicy(jsii.String(or(listener.SslPolicy, DefaultSslPolicy)))
	}
	if string(props.Protocol) != facts.Protocol {
		resourceOfListener(l).SetProtocol(&facts.Protocol)
	}
	if rules.Unknown(facts.AlpnPolicy) {
		resourceOfListener(l).SetAlpnPolicy(jsii.Strings(facts.AlpnPolicy))
	}
	p.Listeners = append(p.Listeners, l)
	p.contract.provider.wait(l)
}

func resourceOfListener(l awselasticloadbalancingv2.NetworkListener) awselasticloadbalancingv2.CfnListener {
	return l.Node().DefaultChild().(awselasticloadbalancingv2.CfnListener)
}

var alpnPolicies = map[AlpnPolicy]awselasticloadbalancingv2.AlpnPolicy{
	HTTP1Only:      awselasticloadbalancingv2.AlpnPolicy_HTTP1_ONLY,
	HTTP2Only:      awselasticloadbalancingv2.AlpnPolicy_HTTP2_ONLY,
	HTTP2Optional:  awselasticloadbalancingv2.AlpnPolicy_HTTP2_OPTIONAL,
	HTTP2Preferred: awselasticloadbalancingv2.AlpnPolicy_HTTP2_PREFERRED,
}

// l2Protocol is the protocol as the L2 takes it. Those that it refuses, though
// AWS has them, and those that aren't known yet must be set on the resource.
func l2Protocol(protocol string, tls bool) awselasticloadbalancingv2.Protocol {
	switch p := Protocol(protocol); {
	case p == TCP, p == TLS, p == UDP, p == TCPUDP:
		return awselasticloadbalancingv2.Protocol(protocol)
	case p == QUIC, p == TCPQUIC:
		return awselasticloadbalancingv2.Protocol_UDP
	case tls:
		return awselasticloadbalancingv2.Protocol_TLS
	default:
		return awselasticloadbalancingv2.Protocol_TCP
	}
}

func forwardByWeight(groups []awselasticloadbalancingv2.INetworkTargetGroup, plans []groupPlan) awselasticloadbalancingv2.NetworkListenerAction {
	weighted := false
	for _, plan := range plans {
		weighted = weighted || plan.Weight > 0
	}
	var shares []*awselasticloadbalancingv2.NetworkWeightedTargetGroup
	for i, group := range groups {
		weight := plans[i].Weight
		if !weighted {
			weight = 1
		}
		shares = append(shares, &awselasticloadbalancingv2.NetworkWeightedTargetGroup{TargetGroup: group, Weight: jsii.Number(weight)})
	}
	return awselasticloadbalancingv2.NetworkListenerAction_WeightedForward(&shares, nil)
}

func (p *ProviderService) makeEndpointService() {
	props := p.plan.props
	service := &awsec2.CfnVPCEndpointServiceProps{
		AcceptanceRequired: p.plan.facts.AcceptanceRequired,
		PrivateDnsName:     optional(props.PrivateDns.Name),
		SupportedRegions:   stringList(p.plan.supportedRegions()),
	}
	if p.LoadBalancer != nil {
		service.NetworkLoadBalancerArns = &[]any{p.LoadBalancer}
	} else {
		var all []any
		for _, existing := range props.ExistingLoadBalancers {
			all = append(all, existing.reference())
		}
		service.NetworkLoadBalancerArns = &all
	}
	if props.LoadBalancer.DualStack || len(props.IpAddressTypes) > 0 {
		service.SupportedIpAddressTypes = stringList(p.plan.ipAddressTypes())
	}
	if props.ContributorInsights {
		service.ContributorInsightsEnabled = true
	}
	if props.OwnerPaysIrreversibly {
		service.PayerResponsibility = jsii.String("ServiceOwner")
	}
	p.EndpointService = awsec2.NewCfnVPCEndpointService(p, jsii.String("EndpointService"), service)
}

// setPrincipals lists the allowed principals, of the props and of consumers.
func (p *ProviderService) setPrincipals() {
	p.principals = distinct(append(p.principals, arnsOf(p.plan.props.AllowedPrincipals, p.plan.network.region)...)...)
	if len(p.principals) == 0 {
		return
	}
	if p.Permissions != nil {
		p.Permissions.SetAllowedPrincipals(stringList(p.principals))
		return
	}
	p.Permissions = awsec2.NewCfnVPCEndpointServicePermissions(p, jsii.String("Permissions"), &awsec2.CfnVPCEndpointServicePermissionsProps{
		ServiceId:         p.EndpointService,
		AllowedPrincipals: stringList(p.principals),
	})
	p.contract.provider.wait(p.Permissions)
}

// makeVerificationRecord publishes that the provider owns the domain.
func (p *ProviderService) makeVerificationRecord() {
	zone := p.plan.props.PrivateDns.HostedZone
	if isNil(zone) {
		return
	}
	record := p.VerificationRecord()
	p.VerificationTxt = awsroute53.NewCfnRecordSet(p, jsii.String("VerificationRecord"), &awsroute53.CfnRecordSetProps{
		HostedZoneId:    zone.HostedZoneId(),
		Name:            jsii.String(record.Name + "."),
		Type:            jsii.String("TXT"),
		Ttl:             jsii.String("1800"),
		ResourceRecords: jsii.Strings(`"` + record.Value + `"`),
	})
	p.contract.provider.wait(p.VerificationTxt)
}

func (p *ProviderService) makeContract() Contract {
	ports := make([]ServicePort, len(p.plan.props.Listeners))
	for i, l := range p.plan.props.Listeners {
		ports[i] = portOf(l)
	}
	region := p.plan.network.region
	return Contract{
		Ports:              ports,
		Region:             region,
		Account:            p.plan.network.account,
		Zones:              p.plan.zones(),
		PrivateDnsName:     p.plan.props.PrivateDns.Name,
		SupportedRegions:   p.plan.servedRegions(),
		IpAddressTypes:     p.plan.ipAddressTypes(),
		AcceptanceRequired: p.plan.facts.AcceptanceRequired,
		provider:           &providerSide{connect: p.connect, nameElsewhere: p.nameElsewhere, contract: p.Contract, stage: p.stage, stack: p.stack},
	}
}

func (p *ProviderService) serviceName(id string) string {
	region := p.plan.network.region
	return partition.ServiceNamePrefix(region) + "." + region + "." + id
}

// nameElsewhere is the service's name for stacks in other Regions: they read the
// ID from this stack's outputs, where CDK would by default make a Lambda function
// on either side to carry it.
func (p *ProviderService) nameElsewhere() string {
	return p.serviceName(*awscdk.Stack_ConsumeReference(p.EndpointService.Ref(), awscdk.ReferenceStrength_WEAK))
}

// connect is told of each consumer in the same app.
func (p *ProviderService) connect(account, region string) {
	here := p.plan.network.region
	if rules.Known(region) && rules.Known(here) && region != here {
		p.SupportRegions(region)
	}
	if p.plan.props.AllowConsumersOfApp {
		p.principals = append(p.principals, Account(account).arn(partitionOf(here)))
		p.setPrincipals()
	}
}

func (p *ProviderService) stage() awscdk.Stage { return stageOf(p.scope) }
func (p *ProviderService) stack() awscdk.Stack { return stackOf(p.scope) }

// portOf is what a listener looks like to consumers.
func portOf(l Listener) ServicePort {
	return ServicePort{Port: l.Port, Protocol: orTCP(l.Protocol).transport()}
}

// providerSide is how a contract reaches the provider that it is of, within one
// app.
type providerSide struct {
	// ready is what must be deployed before an endpoint can be made; nil until a
	// consumer asks.
	ready constructs.DependencyGroup
	parts []constructs.IDependable
	// onPort are told of each port that is added.
	onPort []func(ServicePort)
	// connect tells the provider of a consumer.
	connect func(account, region string)
	// contract is the contract as it is now.
	contract func() Contract
	// stage and stack that the provider is deployed with.
	stage func() awscdk.Stage
	stack func() awscdk.Stack
	// awaitedBy are the stacks that are known to wait for that stack.
	awaitedBy map[awscdk.Stack]bool
	// nameElsewhere is the service's name for consumers in other Regions.
	nameElsewhere func() string
}

// wait has endpoints wait for a part of the provider.
func (s *providerSide) wait(part constructs.IDependable) {
	s.parts = append(s.parts, part)
	if s.ready != nil {
		s.ready.Add(part)
	}
}

// dependency is everything that endpoints wait for, now and later.
func (s *providerSide) dependency() constructs.IDependable {
	if s.ready == nil {
		s.ready = constructs.NewDependencyGroup(s.parts...)
	}
	return s.ready
}
