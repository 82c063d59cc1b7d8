package privatelink

import (
	"reflect"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// providerPlan is what a provider is made of, with every default applied.
type providerPlan struct {
	props   *ProviderServiceProps
	network network
	// subnetCidrs are the IPv4 ranges that the load balancer's traffic comes from.
	subnetCidrs []string
	// vpcCidr is where targets may be that are not known any closer.
	vpcCidr string
	// vpcMade: the VPC is made in this app.
	vpcMade bool
	// vpcCidr6 is the VPC's IPv6 range, for IPv6 targets.
	vpcCidr6 string
	// groups are the target groups of each listener.
	groups [][]groupPlan
	facts  rules.Provider
	// noted are the findings that are told already.
	noted []rules.Finding
}

// groupPlan is a target group with its facts.
type groupPlan struct {
	TargetGroup
	facts rules.TargetGroup
}

func planProvider(props *ProviderServiceProps) providerPlan {
	props = ownCopy(props)
	plan := providerPlan{props: props}
	if len(props.ExistingLoadBalancers) > 0 {
		plan.network = readPlace(props.Vpc)
		plan.network.zones = props.Zones
	} else {
		plan.network = readNetwork(props.Vpc, props.LoadBalancer.subnets())
	}
	plan.gather()
	return plan
}

// subnets are those asked for, in either form.
func (o LoadBalancerOptions) subnets() *awsec2.SubnetSelection {
	if len(o.SubnetMappings) == 0 {
		return o.Subnets
	}
	var subnets []awsec2.ISubnet
	for _, m := range o.SubnetMappings {
		if !isNil(m.Subnet) {
			subnets = append(subnets, m.Subnet)
		}
	}
	return &awsec2.SubnetSelection{Subnets: &subnets}
}

// gather reads what depends on the listeners, and puts the facts together.
func (plan *providerPlan) gather() {
	props := plan.props
	plan.readRanges()
	plan.facts = rules.Provider{
		HasVpc:             !isNil(props.Vpc),
		Region:             plan.network.region,
		Account:            plan.network.account,
		Pending:            plan.network.pending,
		ZonesAlone:         len(props.Zones) > 0 && len(props.ExistingLoadBalancers) == 0,
		LoadBalancer:       plan.loadBalancerFacts(),
		Zones:              plan.network.zones,
		AcceptanceRequired: !props.WithoutAcceptance,
		AcknowledgePublic:  props.AcknowledgePublic,
		PrivateDNS:         props.PrivateDns.facts(),
		SupportedRegions:   props.SupportedRegions,
		IPAddressTypes:     props.IpAddressTypes,
		ParameterName:      props.PublishParameter,
		ZoneIDs:            props.ZoneIds,
		TagKeys:            sortedKeys(props.Tags),
		VpcMade:            plan.vpcMade,
	}
	if plan.vpcCidr != "" {
		plan.facts.VpcCidrs = []string{plan.vpcCidr}
	}
	for _, principal := range props.AllowedPrincipals {
		plan.facts.Principals = append(plan.facts.Principals, principal.facts)
	}
	for i, e := range props.ExistingLoadBalancers {
		plan.facts.Existing = append(plan.facts.Existing, rules.ExistingLoadBalancer{
			Arn: e.arn, Missing: e.arn == "" && isNil(e.loadBalancer),
			Repeats: i - slices.Index(props.ExistingLoadBalancers, e),
		})
	}
	plan.groups = nil
	for _, l := range props.Listeners {
		plan.addListener(l)
	}
}

func (plan *providerPlan) loadBalancerFacts() rules.LoadBalancer {
	o := plan.props.LoadBalancer
	facts := rules.LoadBalancer{
		IsSet:               !reflect.ValueOf(o).IsZero(),
		HasSubnets:          o.Subnets != nil,
		SubnetsProblem:      plan.network.problem,
		SubnetCidrs:         plan.subnetCidrs,
		HasCidr6:            plan.vpcCidr6 != "",
		Security:            o.Security.facts,
		Name:                o.Name,
		DualStack:           o.DualStack,
		WithoutCrossZone:    o.WithoutCrossZone,
		SecondaryAddresses:  o.SecondaryAddresses,
		CapacityUnits:       o.CapacityUnits,
		WaitsForCapacity:    o.WaitForCapacity,
		ClientRoutingPolicy: string(o.ClientRoutingPolicy),
		LogPrefix:           o.AccessLogs.Prefix,
		LogPrefixAlone:      o.AccessLogs.Prefix != "" && isNil(o.AccessLogs.Bucket),
	}
	for _, m := range o.SubnetMappings {
		mapping := rules.SubnetMapping{
			Missing: isNil(m.Subnet), IPv4Address: m.PrivateIPv4Address, IPv6Address: m.IPv6Address, Prefix6: m.SourceNatIpv6Prefix,
		}
		if m.PrivateIPv4Address != "" && !mapping.Missing {
			if cidrs, known := cidrsOfSubnets([]awsec2.ISubnet{m.Subnet}); known {
				mapping.Cidr = cidrs[0]
			}
		}
		facts.Mappings = append(facts.Mappings, mapping)
	}
	return facts
}

func (d PrivateDns) facts() rules.PrivateDNS {
	facts := rules.PrivateDNS{Name: d.Name, Domain: or(d.Domain, trimWildcard(d.Name))}
	if !isNil(d.HostedZone) {
		facts.ZoneName = zoneNameOf(d.HostedZone)
		resource, ok := d.HostedZone.Node().DefaultChild().(awsroute53.CfnHostedZone)
		facts.PrivateZone = ok && awscdk.Stack_Of(resource).Resolve(resource.Vpcs()) != nil // Public ones have a list that comes to nothing.
	}
	return facts
}

// readRanges reads the address ranges that the security groups' rules need, and
// no others: each costs a message to jsii.
func (plan *providerPlan) readRanges() {
	props := plan.props
	if isNil(props.Vpc) || len(props.ExistingLoadBalancers) > 0 {
		return
	}
	var guarded, unguarded, ipv6 bool
	for _, l := range props.Listeners {
		for _, g := range l.groups() {
			unguarded = unguarded || len(g.Targets) == 0
			ipv6 = ipv6 || g.IPv6
			for _, t := range g.Targets {
				guarded = guarded || t.groups != nil
				unguarded = unguarded || t.groups == nil
			}
		}
	}
	all := true
	if guarded && plan.subnetCidrs == nil && props.LoadBalancer.Security.admitsBySubnets() {
		plan.subnetCidrs, all = cidrsOfSubnets(plan.network.subnets)
	}
	if (unguarded || !all) && plan.vpcCidr == "" {
		plan.vpcCidr = cidrOfVpc(props.Vpc)
	}
	if plan.hasTargetOutside() {
		plan.vpcMade = resourceOf(props.Vpc) != nil
	}
	if !all && plan.vpcCidr != "" {
		plan.subnetCidrs = []string{plan.vpcCidr}
	}
	if ipv6 && plan.vpcCidr6 == "" {
		plan.vpcCidr6 = cidr6OfVpc(props.Vpc)
	}
}

// hasTargetOutside reports whether an address is outside of the VPC's first range.
func (plan *providerPlan) hasTargetOutside() bool {
	facts := rules.Provider{VpcCidrs: []string{plan.vpcCidr}}
	for _, l := range plan.props.Listeners {
		for _, g := range l.groups() {
			if slices.ContainsFunc(g.Targets, func(t Target) bool { return facts.Outside(t.facts) }) {
				return true
			}
		}
	}
	return false
}

// admitsBySubnets reports whether targets admit PrivateLink traffic from the
// addresses of the load balancer's subnets, and not only from its group.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups
func (s Security) admitsBySubnets() bool { return s.facts.Kind != rules.FromCidrs }

func (plan *providerPlan) addListener(l Listener) {
	facts := rules.Listener{
		Port:         l.Port,
		Protocol:     string(orTCP(l.Protocol)),
		Certificates: l.Certificates,
		SslPolicy:    l.SslPolicy,
		AlpnPolicy:   string(l.AlpnPolicy),
		IdleTimeout:  l.IdleTimeout,
		HasTargets:   len(l.Targets) > 0 || len(l.TargetGroups) > 0,
		Described:    reflect.DeepEqual(l, Listener{Port: l.Port, Protocol: l.Protocol}),
	}
	inPlace := len(l.Targets) > 0 || l.TargetProtocol != "" || l.HealthCheck != HealthCheck{}
	facts.BothForms = inPlace && len(l.TargetGroups) > 0

	var groups []groupPlan
	for i, g := range l.groups() {
		group := groupPlan{TargetGroup: g, facts: groupFacts(g, orTCP(l.Protocol))}
		group.facts.Repeats = i - slices.IndexFunc(l.groups(), func(other TargetGroup) bool { return other.Id == g.Id })
		group.facts.InPlace = len(l.TargetGroups) == 0
		facts.Groups = append(facts.Groups, group.facts)
		groups = append(groups, group)
	}
	plan.groups = append(plan.groups, groups)
	plan.facts.Listeners = append(plan.facts.Listeners, facts)
}

func groupFacts(g TargetGroup, listener Protocol) rules.TargetGroup {
	facts := rules.TargetGroup{
		ID:                  g.Id,
		Existing:            !isNil(g.Existing),
		Type:                string(g.TargetType),
		Port:                g.Port,
		Protocol:            string(g.Protocol),
		Weight:              g.Weight,
		Name:                g.Name,
		IPv6:                g.IPv6,
		ProxyProtocol:       g.ProxyProtocolV2,
		ClientIPOff:         g.PreserveClientIp == Off,
		Stickiness:          g.Stickiness,
		DeregistrationDelay: g.DeregistrationDelay,
		KeepUnhealthy:       g.KeepUnhealthyConnections,
		UnhealthyDraining:   g.UnhealthyDraining,
		Counts:              []int{g.Health.DnsCount, g.Health.RoutingCount},
		Percentages:         []int{g.Health.DnsPercentage, g.Health.RoutingPercentage},
		HealthCheck: rules.HealthCheck{
			Protocol:           string(g.HealthCheck.Protocol),
			Port:               g.HealthCheck.Port,
			Path:               g.HealthCheck.Path,
			HealthyCodes:       g.HealthCheck.HealthyCodes,
			Interval:           g.HealthCheck.Interval,
			Timeout:            g.HealthCheck.Timeout,
			HealthyThreshold:   g.HealthCheck.HealthyThreshold,
			UnhealthyThreshold: g.HealthCheck.UnhealthyThreshold,
		},
	}
	if facts.Existing {
		rest := g
		rest.Existing, rest.Port, rest.Weight, rest.Id, rest.HealthCheck.Port = nil, 0, 0, "", 0
		facts.ExistingAndMore = !reflect.ValueOf(rest).IsZero()
		facts.ExistingPort, facts.Protocol = settingsOf(g.Existing)
	}
	if facts.Port == 0 && len(g.Targets) > 0 {
		facts.Port = g.Targets[0].facts.Port
	}
	if facts.Protocol == "" {
		facts.Protocol = string(listener)
		if listener == TLS {
			facts.Protocol = string(TCP)
		}
	}
	for i, t := range g.Targets {
		t.facts.Repeats = i - slices.IndexFunc(g.Targets, t.isSameAs)
		facts.Targets = append(facts.Targets, t.facts)
	}
	if facts.HealthCheck.Protocol == "" {
		facts.HealthCheck.Protocol = string(defaultCheck(facts))
	}
	return facts
}

// settingsOf are the port and protocol of a target group that is made in this app,
// as far as they are known.
func settingsOf(group awselasticloadbalancingv2.INetworkTargetGroup) (port int, protocol string) {
	resource, ok := group.Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup)
	if !ok {
		return 0, ""
	}
	if known := resource.Port(); known != nil && *known > 0 { // Number tokens are negative.
		port = int(*known)
	}
	if known := resource.Protocol(); known != nil {
		protocol = *known
	}
	return port, protocol
}

// isSameAs reports whether two targets would be registered as one.
func (t Target) isSameAs(other Target) bool {
	return t.facts.Port == other.facts.Port && t.facts.Address == other.facts.Address && t.object == other.object
}

// defaultCheck is the protocol of health checks that name none.
func defaultCheck(g rules.TargetGroup) Protocol {
	alb := g.Type == rules.ALBTarget || len(g.Targets) > 0 && g.Targets[0].Kind == rules.ALBTarget
	switch {
	case !alb:
		return TCP
	case g.Port == 443, len(g.Targets) > 0 && g.Targets[0].Secure:
		return HTTPS
	default:
		return HTTP
	}
}

// supportedRegions are those that the service lists: none for its own alone.
func (plan providerPlan) supportedRegions() []string {
	others := plan.facts.SupportedRegions
	if len(others) == 0 || !rules.Known(plan.network.region) {
		return others
	}
	return distinct(append([]string{plan.network.region}, others...)...)
}

// servedRegions are those whose consumers may connect, as far as known.
func (plan providerPlan) servedRegions() []string {
	if !rules.Known(plan.network.region) {
		return plan.facts.SupportedRegions
	}
	return distinct(append([]string{plan.network.region}, plan.facts.SupportedRegions...)...)
}

// zones are those of the load balancer if all of them are known, by ID where that
// is known of all.
func (plan providerPlan) zones() []string {
	var ids []string
	for _, zone := range plan.network.zones {
		if !rules.Known(zone) {
			return nil
		}
		if id := plan.props.ZoneIds[zone]; id != "" {
			ids = append(ids, id)
		}
	}
	if len(ids) == len(plan.network.zones) {
		return ids
	}
	return plan.network.zones
}

// ipAddressTypes that the service supports.
func (plan providerPlan) ipAddressTypes() []string {
	if len(plan.props.IpAddressTypes) > 0 {
		return plan.props.IpAddressTypes
	}
	if plan.props.LoadBalancer.DualStack {
		return []string{"ipv4", "ipv6"}
	}
	return []string{"ipv4"}
}

// check runs the rules over the plan.
func (plan providerPlan) check(at site) (*Error, []rules.Finding) {
	return at.decide(rules.CheckProvider(plan.facts))
}
