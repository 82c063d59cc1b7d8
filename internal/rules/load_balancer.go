package rules

import (
	"cmp"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

var loadBalancerRules = []row[Provider]{
	{demand.ScopeRequired, func(p Provider, broken report) {
		if p.NoScope {
			broken("scope", "is nil")
		}
	}},
	{demand.ProviderVpcRequired, func(p Provider, broken report) {
		if !p.HasVpc {
			broken("Vpc", "is required, but nil")
		}
	}},
	{demand.VpcCidr, func(p Provider, broken report) { vpcCidrs(p.VpcCidrs, broken) }},
	{demand.ProviderSubnetsSelectable, func(p Provider, broken report) {
		if p.LoadBalancer.SubnetsProblem != "" {
			broken("LoadBalancer.Subnets", "%s", p.LoadBalancer.SubnetsProblem)
		}
	}},
	{demand.ProviderSubnetPerZone, func(p Provider, broken report) {
		if len(p.Existing) == 0 {
			duplicateZones("LoadBalancer.Subnets", p.Zones, broken)
		}
	}},
	{demand.SubnetMappings, func(p Provider, broken report) {
		if p.LoadBalancer.HasSubnets && len(p.LoadBalancer.Mappings) > 0 {
			broken("LoadBalancer.SubnetMappings", "is set beside Subnets")
		}
		for i, m := range p.LoadBalancer.Mappings {
			if m.Missing {
				broken(at("LoadBalancer.SubnetMappings", i, "Subnet"), "is required, but nil")
			}
		}
	}},
	{demand.SubnetMappingAddress, func(p Provider, broken report) {
		for i, m := range p.LoadBalancer.Mappings {
			field := func(name string) string { return at("LoadBalancer.SubnetMappings", i, name) }
			if ip, err := netip.ParseAddr(m.IPv4Address); Known(m.IPv4Address) && (err != nil || !ip.Is4()) {
				broken(field("PrivateIPv4Address"), "%q is no IPv4 address", m.IPv4Address)
			}
			if ip, err := netip.ParseAddr(m.IPv6Address); Known(m.IPv6Address) && (err != nil || !isIPv6(ip)) {
				broken(field("IPv6Address"), "%q is no IPv6 address", m.IPv6Address)
			}
			if ip, err := netip.ParseAddr(m.IPv4Address); err == nil && outside(ip, m.Cidr) {
				broken(field("PrivateIPv4Address"), "%s is not in %s, the subnet's range", m.IPv4Address, m.Cidr)
			}
			if prefix, err := netip.ParsePrefix(m.Prefix6); Known(m.Prefix6) && (err != nil || !prefix.Addr().Is6() || prefix.Bits() != 80) {
				broken(field("SourceNatIpv6Prefix"), "%q is no IPv6 prefix of 80 bits", m.Prefix6)
			}
		}
	}},
	{demand.SubnetMappingIpv6, func(p Provider, broken report) {
		for i, m := range p.LoadBalancer.Mappings {
			if m.IPv6Address != "" && !p.LoadBalancer.DualStack {
				broken(at("LoadBalancer.SubnetMappings", i, "IPv6Address"), "is set, but the load balancer is IPv4 only")
			}
			if m.Prefix6 != "" && !p.NeedsSourcePrefixes() && !(p.LoadBalancer.DualStack && p.hasUnknownProtocol()) {
				broken(at("LoadBalancer.SubnetMappings", i, "SourceNatIpv6Prefix"), "is set, but there is no UDP over IPv6")
			}
		}
	}},
	{demand.LoadBalancerName, func(p Provider, broken report) {
		name := p.LoadBalancer.Name
		if problem := nameProblem(name); problem != "" {
			broken("LoadBalancer.Name", "%q %s", name, problem)
		} else if strings.HasPrefix(name, "internal-") {
			broken("LoadBalancer.Name", "%q starts with internal-", name)
		}
	}},
	{demand.SecurityCidrs, func(p Provider, broken report) {
		if p.LoadBalancer.Security.Kind != FromCidrs {
			return
		}
		if len(p.LoadBalancer.Security.Cidrs) == 0 {
			broken("LoadBalancer.Security", "admits nobody")
		}
		for _, cidr := range p.LoadBalancer.Security.Cidrs {
			if prefix, err := netip.ParsePrefix(cidr); !Unknown(cidr) && (err != nil || !prefix.Addr().Is4() && !isIPv6(prefix.Addr())) {
				broken("LoadBalancer.Security", "%q is no address range", cidr)
			}
		}
	}},
	{demand.OwnSecurityGroups, func(p Provider, broken report) {
		s := p.LoadBalancer.Security
		if s.Kind == OwnGroups && s.Groups == 0 {
			broken("LoadBalancer.Security", "names no group")
		}
		for _, i := range s.MissingGroups {
			broken("LoadBalancer.Security", "group %d is nil", i+1)
		}
	}},
	{demand.SecurityGroupCount, func(p Provider, broken report) {
		if n := p.LoadBalancer.Security.Groups; n > 5 {
			broken("LoadBalancer.Security", "has %d groups", n)
		}
	}},
	{demand.SecurityGroupRules, func(p Provider, broken report) {
		if p.LoadBalancer.Security.Kind == NoGroup || p.LoadBalancer.Security.Kind == OwnGroups || len(p.Existing) > 0 {
			return
		}
		if n := p.inboundRules(); n > maxRulesOfGroup {
			broken("LoadBalancer.Security", "makes %d inbound rules: one for each range on each listener's port", n)
		}
		if n := p.outboundRules(); n > maxRulesOfGroup {
			broken("Listeners", "make %d outbound rules: one for each address and port of their targets", n)
		}
	}},
	{demand.SecondaryAddresses, func(p Provider, broken report) {
		if n := p.LoadBalancer.SecondaryAddresses; n < 0 || n > 7 {
			broken("LoadBalancer.SecondaryAddresses", "%d is out of range", n)
		}
	}},
	{demand.CapacityUnits, func(p Provider, broken report) {
		units, subnets := p.LoadBalancer.CapacityUnits, len(p.Zones)
		if units == 0 || subnets == 0 || p.Pending {
			return
		}
		if units < 2750*subnets || units > 45000*subnets {
			broken("LoadBalancer.CapacityUnits", "%d is not within %d-%d for %d subnets", units, 2750*subnets, 45000*subnets, subnets)
		}
	}},
	{demand.CapacityTls, func(p Provider, broken report) {
		isTLS := func(l Listener) bool { return l.Protocol == "TLS" }
		if p.LoadBalancer.CapacityUnits > 0 && slices.ContainsFunc(p.Listeners, isTLS) {
			broken("LoadBalancer.CapacityUnits", "is set beside a TLS listener")
		}
	}},
	{demand.CapacityWait, func(p Provider, broken report) {
		if p.LoadBalancer.WaitsForCapacity && p.LoadBalancer.CapacityUnits == 0 {
			broken("LoadBalancer.WaitForCapacity", "is set without CapacityUnits")
		}
	}},
	{demand.ClientRoutingPolicy, func(p Provider, broken report) {
		switch policy := p.LoadBalancer.ClientRoutingPolicy; {
		case policy == "", Unknown(policy), policy == "any_availability_zone", policy == "availability_zone_affinity", policy == "partial_availability_zone_affinity":
		default:
			broken("LoadBalancer.ClientRoutingPolicy", "%q is no policy", policy)
		}
	}},
	{demand.AccessLogsBucket, func(p Provider, broken report) {
		if p.LoadBalancer.LogPrefixAlone {
			broken("LoadBalancer.AccessLogs.Bucket", "is required for a prefix, but nil")
		}
	}},
	{demand.AccessLogsPrefix, func(p Provider, broken report) {
		prefix := p.LoadBalancer.LogPrefix
		if Known(prefix) && (strings.Contains(prefix, "AWSLogs") || strings.Trim(prefix, "/") != prefix) {
			broken("LoadBalancer.AccessLogs.Prefix", "%q is no prefix", prefix)
		}
	}},
}

func vpcCidrs(cidrs []string, broken report) {
	for _, cidr := range cidrs {
		if _, err := netip.ParsePrefix(cidr); err != nil && Known(cidr) {
			broken("Vpc", "has %q for its address range", cidr)
		}
	}
}

var namePiece = regexp.MustCompile(`^[A-Za-z0-9-]+$`)

// nameProblem says why a load balancer or target group cannot be named so, or "".
func nameProblem(name string) string {
	switch {
	case !Known(name):
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

// NeedsSourcePrefixes reports whether there is UDP over IPv6, for which the load
// balancer needs prefixes for its source addresses.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-network-load-balancer.html
func (p Provider) NeedsSourcePrefixes() bool {
	if !p.LoadBalancer.DualStack {
		return false
	}
	for _, l := range p.Listeners {
		if l.Protocol == "UDP" || l.Protocol == "TCP_UDP" {
			return true
		}
	}
	return false
}

func (p Provider) hasUnknownProtocol() bool {
	return slices.ContainsFunc(p.Listeners, func(l Listener) bool { return Unknown(l.Protocol) })
}

func duplicateZones(field string, zones []string, broken report) {
	first := map[string]int{}
	for i, zone := range zones {
		if !Known(zone) {
			continue
		}
		if j, taken := first[zone]; taken {
			broken(field, "subnets %d and %d both lie in %s", j+1, i+1, zone)
			continue
		}
		first[zone] = i
	}
}

const maxRulesOfGroup = 60

// inboundRules counts those that PrivateLinkFrom makes.
func (p Provider) inboundRules() int {
	ports := 0
	for _, l := range p.Listeners {
		ports += len(transports(l.Protocol))
	}
	return ports * len(p.LoadBalancer.Security.Cidrs)
}

// outboundRules counts those that addresses of targets make.
func (p Provider) outboundRules() int {
	type destination struct {
		address, transport string
		port               int
	}
	rules := map[destination]bool{}
	for _, l := range p.Listeners {
		for _, g := range l.Groups {
			for _, t := range g.Targets {
				if t.Kind != IPTarget || t.Guarded {
					continue
				}
				for _, transport := range transports(g.Protocol) {
					rules[destination{t.Address, transport, t.Port}] = true
				}
				if health := g.HealthCheck.Port; health != 0 || !slices.Contains(transports(g.Protocol), "tcp") {
					rules[destination{t.Address, "tcp", cmp.Or(health, t.Port)}] = true
				}
			}
		}
	}
	return len(rules)
}

// isIPv6 reports whether an address is a plain IPv6 one, as CDK and AWS take it:
// not an IPv4 one in IPv6's clothes, and without a zone.
func isIPv6(ip netip.Addr) bool { return ip.Is6() && !ip.Is4In6() && ip.Zone() == "" }

// outside reports whether an address is known not to lie in a range.
func outside(ip netip.Addr, cidr string) bool {
	prefix, err := netip.ParsePrefix(cidr)
	return err == nil && !prefix.Contains(ip)
}

// transports that a protocol of listeners and target groups runs over, as
// security groups name them.
func transports(protocol string) []string {
	switch protocol {
	case "UDP", "QUIC":
		return []string{"udp"}
	case "TCP_UDP", "TCP_QUIC":
		return []string{"tcp", "udp"}
	default:
		return []string{"tcp"}
	}
}
