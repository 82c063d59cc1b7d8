package rules

import (
	"cmp"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

var loadBalancerRules = []row[plan.Provider]{
	{demand.ScopeRequired, func(p plan.Provider, broken report) {
		if p.NoScope {
			broken("scope", "is nil")
		}
	}},
	{demand.ProviderVpcRequired, func(p plan.Provider, broken report) {
		if !p.HasVpc && !p.Exists() {
			broken("Vpc", "is required, but nil")
		}
	}},
	{demand.VpcCidr, func(p plan.Provider, broken report) { vpcCidrs(p.VpcCidrs, broken) }},
	{demand.ProviderSubnetsSelectable, func(p plan.Provider, broken report) {
		if p.LoadBalancer.SubnetsProblem != "" {
			broken("LoadBalancer.Subnets", "%s", p.LoadBalancer.SubnetsProblem)
		}
	}},
	{demand.ProviderSubnetPerZone, func(p plan.Provider, broken report) {
		if len(p.ExistingLoadBalancers) == 0 {
			field := "LoadBalancer.Subnets"
			if len(p.Zonal) > 0 {
				field = "ZonalLoadBalancers"
			}
			duplicateZones(field, p.Zones, broken)
		}
	}},
	{demand.ZonalLoadBalancers, func(p plan.Provider, broken report) {
		if len(p.Zonal) == 0 {
			return
		}
		for _, other := range []struct {
			field string
			isSet bool
		}{
			{"Listeners", p.ListenersBesideZonal},
			{"ExistingLoadBalancers", p.Exists()},
			{"LoadBalancer.Subnets", p.LoadBalancer.HasSubnets},
			{"LoadBalancer.SubnetMappings", len(p.LoadBalancer.SubnetMappings) > 0},
			{"LoadBalancer.Name", p.LoadBalancer.Name != ""},
		} {
			if other.isSet {
				broken(other.field, "is set beside ZonalLoadBalancers")
			}
		}
		ids := map[string]bool{}
		for i, z := range p.Zonal {
			switch {
			case !constructID.MatchString(z.Id):
				broken(at("ZonalLoadBalancers", i, "Id"), "%q is not a valid Id", z.Id)
			case ids[z.Id]:
				broken(at("ZonalLoadBalancers", i, "Id"), "%q is the Id of another load balancer", z.Id)
			}
			ids[z.Id] = true
			if z.MissingSubnet {
				broken(at("ZonalLoadBalancers", i, "Subnet"), "is required, but nil")
			}
			if len(p.EachBalancer()[i]) == 0 {
				broken(at("ZonalLoadBalancers", i, "Listeners"), "is empty")
			}
		}
	}},
	{demand.SubnetMappings, func(p plan.Provider, broken report) {
		if p.LoadBalancer.HasSubnets && len(p.LoadBalancer.SubnetMappings) > 0 {
			broken("LoadBalancer.SubnetMappings", "is set beside Subnets")
		}
		for i, m := range p.LoadBalancer.SubnetMappings {
			if m.Missing {
				broken(at("LoadBalancer.SubnetMappings", i, "Subnet"), "is required, but nil")
			}
		}
	}},
	{demand.SubnetMappingAddress, func(p plan.Provider, broken report) {
		for i, m := range p.LoadBalancer.SubnetMappings {
			field := func(name string) string { return at("LoadBalancer.SubnetMappings", i, name) }
			if ip, err := netip.ParseAddr(m.PrivateIpv4Address); plan.Known(m.PrivateIpv4Address) && (err != nil || !ip.Is4()) {
				broken(field("PrivateIpv4Address"), "%q is not an IPv4 address", m.PrivateIpv4Address)
			}
			if ip, err := netip.ParseAddr(m.Ipv6Address); plan.Known(m.Ipv6Address) && (err != nil || !isIPv6(ip)) {
				broken(field("Ipv6Address"), "%q is not an IPv6 address", m.Ipv6Address)
			}
			if m.AllocationId != "" && !p.LoadBalancer.InternetFacing {
				broken(field("AllocationId"), "is set, but the load balancer is internal")
			}
			if m.PrivateIpv4Address != "" && p.LoadBalancer.InternetFacing {
				broken(field("PrivateIpv4Address"), "is set, but the load balancer is internet-facing")
			}
			if ip, err := netip.ParseAddr(m.PrivateIpv4Address); err == nil && outside(ip, m.Cidr) {
				broken(field("PrivateIpv4Address"), "%s is not in %s, the subnet's range", m.PrivateIpv4Address, m.Cidr)
			}
			if prefix, err := netip.ParsePrefix(m.SourceNatIpv6Prefix); plan.Known(m.SourceNatIpv6Prefix) && (err != nil || !prefix.Addr().Is6() || prefix.Bits() != 80) {
				broken(field("SourceNatIpv6Prefix"), "%q is not an IPv6 prefix of 80 bits", m.SourceNatIpv6Prefix)
			}
		}
	}},
	{demand.LoadBalancerPublic, func(p plan.Provider, broken report) {
		if p.LoadBalancer.InternetFacing {
			broken("LoadBalancer.InternetFacing", "gives the load balancer public addresses")
		}
	}},
	{demand.SubnetMappingIpv6, func(p plan.Provider, broken report) {
		for i, m := range p.LoadBalancer.SubnetMappings {
			if m.Ipv6Address != "" && p.LoadBalancer.IsIpv4() {
				broken(at("LoadBalancer.SubnetMappings", i, "Ipv6Address"), "is set, but the load balancer is IPv4 only")
			}
			if m.SourceNatIpv6Prefix != "" && !p.NeedsSourcePrefixes() && (p.LoadBalancer.IsIpv4() || p.LoadBalancer.IsDualStack() && !hasUnknownProtocol(p)) {
				broken(at("LoadBalancer.SubnetMappings", i, "SourceNatIpv6Prefix"), "is set, but there is no UDP over IPv6")
			}
		}
	}},
	{demand.IpAddressTypeValue, func(p plan.Provider, broken report) {
		if of := p.LoadBalancer; !of.IsIpv4() && !of.IsDualStack() && !plan.Unknown(of.IpAddressType) {
			broken("LoadBalancer.IpAddressType", "%q is not one that a load balancer can have", of.IpAddressType)
		}
		eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
			if !g.IsIpv4() && !g.IsIpv6() && !plan.Unknown(g.IpAddressType) {
				broken(field("IpAddressType"), "%q is not one that a target group can have", g.IpAddressType)
			}
		})(p, broken)
	}},
	{demand.LoadBalancerName, func(p plan.Provider, broken report) {
		name := p.LoadBalancer.Name
		if problem := nameProblem(name); problem != "" {
			broken("LoadBalancer.Name", "%q %s", name, problem)
		} else if strings.HasPrefix(name, "internal-") {
			broken("LoadBalancer.Name", "%q starts with internal-", name)
		}
	}},
	{demand.SecurityCidrs, func(p plan.Provider, broken report) {
		if p.LoadBalancer.Security.Kind != plan.FromCidrs {
			return
		}
		if len(p.LoadBalancer.Security.Cidrs) == 0 {
			broken("LoadBalancer.Security", "admits nobody")
		}
		for _, cidr := range p.LoadBalancer.Security.Cidrs {
			if prefix, err := netip.ParsePrefix(cidr); !plan.Unknown(cidr) && (err != nil || !prefix.Addr().Is4() && !isIPv6(prefix.Addr())) {
				broken("LoadBalancer.Security", "%q is not an address range", cidr)
			}
		}
	}},
	{demand.ExistingSecurityGroups, func(p plan.Provider, broken report) {
		s := p.LoadBalancer.Security
		if s.Kind == plan.ExistingGroups && s.Groups == 0 {
			broken("LoadBalancer.Security", "names no group")
		}
		for _, i := range s.MissingGroups {
			broken("LoadBalancer.Security", "group [%d] is nil", i)
		}
	}},
	{demand.SecurityGroupCount, func(p plan.Provider, broken report) {
		if n := p.LoadBalancer.Security.Groups; n > 5 {
			broken("LoadBalancer.Security", "has %d groups", n)
		}
	}},
	{demand.SecurityGroupName, func(p plan.Provider, broken report) {
		name, security := p.LoadBalancer.SecurityGroupName, p.LoadBalancer.Security
		if problem := demand.SecurityGroupNameProblem(name); problem != "" && !plan.Unknown(name) {
			broken("LoadBalancer.SecurityGroupName", "%q %s", name, problem)
		} else if name != "" && !security.MakesGroup() {
			broken("LoadBalancer.SecurityGroupName", "is set, but no security group is made")
		}
	}},
	{demand.GroupDescription, func(p plan.Provider, broken report) {
		groupDescription("LoadBalancer.SecurityGroupDescription", p.LoadBalancer.SecurityGroupDescription, p.LoadBalancer.Security.MakesGroup(), broken)
	}},
	{demand.SecurityGroupRules, func(p plan.Provider, broken report) {
		if p.LoadBalancer.Security.Kind == plan.NoGroup || p.LoadBalancer.Security.Kind == plan.ExistingGroups || len(p.ExistingLoadBalancers) > 0 {
			return
		}
		if n := inboundRules(p); n > maxRulesOfGroup {
			broken("LoadBalancer.Security", "makes %d inbound rules: one for each range on each listener's port", n)
		}
		if n := outboundRules(p); n > maxRulesOfGroup {
			broken("Listeners", "make %d outbound rules: one for each address and port of their targets", n)
		}
	}},
	{demand.SecondaryAddresses, func(p plan.Provider, broken report) {
		if n := p.LoadBalancer.SecondaryAddresses; n < 0 || n > 7 {
			broken("LoadBalancer.SecondaryAddresses", "%d is out of range", n)
		}
	}},
	{demand.CapacityUnits, func(p plan.Provider, broken report) {
		units, subnets := p.LoadBalancer.CapacityUnits, len(p.Zones)
		if len(p.Zonal) > 0 {
			subnets = 1 // Of each.
		}
		if units == 0 || subnets == 0 || p.Pending {
			return
		}
		if units < 2750*subnets || units > 45000*subnets {
			broken("LoadBalancer.CapacityUnits", "%d is not within %d-%d: that is, 2750-45000 a subnet, of which there are %d", units, 2750*subnets, 45000*subnets, subnets)
		}
	}},
	{demand.CapacityTls, func(p plan.Provider, broken report) {
		isTLS := func(l plan.Listener) bool { return l.Protocol == "TLS" }
		if p.LoadBalancer.CapacityUnits > 0 && slices.ContainsFunc(p.Listeners, isTLS) {
			broken("LoadBalancer.CapacityUnits", "is set beside a TLS listener")
		}
	}},
	{demand.CapacityWait, func(p plan.Provider, broken report) {
		if p.LoadBalancer.WaitForCapacity && p.LoadBalancer.CapacityUnits == 0 {
			broken("LoadBalancer.WaitForCapacity", "is set without CapacityUnits")
		}
	}},
	{demand.ClientRoutingPolicy, func(p plan.Provider, broken report) {
		switch policy := p.LoadBalancer.ClientRoutingPolicy; {
		case policy == "", plan.Unknown(policy), policy == "any_availability_zone", policy == "availability_zone_affinity", policy == "partial_availability_zone_affinity":
		default:
			broken("LoadBalancer.ClientRoutingPolicy", "%q is not a valid policy", policy)
		}
	}},
	{demand.AccessLogsBucket, func(p plan.Provider, broken report) {
		if p.LoadBalancer.AccessLogs.Prefix != "" && !p.LoadBalancer.AccessLogs.HasBucket {
			broken("LoadBalancer.AccessLogs.Bucket", "is required for a prefix, but nil")
		}
	}},
	{demand.AccessLogsPrefix, func(p plan.Provider, broken report) {
		prefix := p.LoadBalancer.AccessLogs.Prefix
		if plan.Known(prefix) && (strings.Contains(prefix, "AWSLogs") || strings.Trim(prefix, "/") != prefix) {
			broken("LoadBalancer.AccessLogs.Prefix", "%q is not a valid prefix", prefix)
		}
	}},
}

func vpcCidrs(cidrs []string, broken report) {
	for _, cidr := range cidrs {
		if _, err := netip.ParsePrefix(cidr); err != nil && plan.Known(cidr) {
			broken("Vpc", "has %q for its address range", cidr)
		}
	}
}

// groupDescription checks that of a side's own group.
func groupDescription(field, description string, own bool, broken report) {
	switch {
	case description != "" && !own:
		broken(field, "is set, but no security group is made")
	case !plan.Unknown(description) && !demand.SecurityGroupText.MatchString(description):
		broken(field, "%q has other characters, or more than 255", description)
	}
}

var namePiece = regexp.MustCompile(`^[A-Za-z0-9-]+$`)

// nameProblem says why a load balancer or target group cannot be named so, or "".
func nameProblem(name string) string {
	switch {
	case !plan.Known(name):
		return ""
	case len(name) > 32:
		return "is longer than 32 characters"
	case !namePiece.MatchString(name):
		return "is not only letters, digits and hyphens"
	case strings.HasPrefix(name, "-") || strings.HasSuffix(name, "-"):
		return "has a hyphen at its end"
	default:
		return ""
	}
}

func hasUnknownProtocol(p plan.Provider) bool {
	return slices.ContainsFunc(p.Listeners, func(l plan.Listener) bool { return plan.Unknown(l.Protocol) })
}

func duplicateZones(field string, zones []string, broken report) {
	first := map[string]int{}
	for i, zone := range zones {
		if !plan.Known(zone) {
			continue
		}
		if j, taken := first[zone]; taken {
			broken(field, "subnets [%d] and [%d] both lie in %s", j, i, zone)
			continue
		}
		first[zone] = i
	}
}

const maxRulesOfGroup = 60

// inboundRules counts those that PrivateLinkFrom makes.
func inboundRules(p plan.Provider) int {
	ports := 0
	for _, l := range p.Listeners {
		ports += len(plan.Transports(l.Protocol))
	}
	return ports * len(p.LoadBalancer.Security.Cidrs)
}

// outboundRules counts those that addresses of targets make.
func outboundRules(p plan.Provider) int {
	type destination struct {
		address, transport string
		port               int
	}
	rules := map[destination]bool{}
	for _, l := range p.Listeners {
		for _, g := range l.TargetGroups {
			for _, t := range g.Targets {
				if t.Kind != plan.IpTarget || t.Guarded {
					continue
				}
				for _, transport := range plan.Transports(g.Protocol) {
					rules[destination{t.Address, transport, t.Port}] = true
				}
				if health := g.HealthCheck.Port; health != 0 || !slices.Contains(plan.Transports(g.Protocol), plan.Tcp) {
					rules[destination{t.Address, plan.Tcp, cmp.Or(health, t.Port)}] = true
				}
			}
		}
	}
	return len(rules)
}
