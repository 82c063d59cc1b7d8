package rules

import (
	"cmp"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

var loadBalancerRules = []row[Provider]{
	{Rule{
		ID: "privatelink/provider-vpc-required", Severity: Error,
		Summary: "A provider needs the VPC that holds its load balancer and targets.",
		Source:  docService,
		Fix:     "set Vpc",
	}, func(p Provider, broken report) {
		if !p.HasVpc {
			broken("Vpc", "is required, but nil")
		}
	}},
	{vpcCidrRule, func(p Provider, broken report) { vpcCidrs(p.VpcCidrs, broken) }},
	{Rule{
		ID: "privatelink/provider-subnets-selectable", Severity: Error,
		Summary: "The subnets that are asked for must exist in the VPC.",
		Source:  docService,
		Fix:     "choose subnets of this VPC, or leave Subnets unset for its private ones",
	}, func(p Provider, broken report) {
		if p.LoadBalancer.SubnetsProblem != "" {
			broken("LoadBalancer.Subnets", "%s", p.LoadBalancer.SubnetsProblem)
		}
	}},
	{Rule{
		ID: "privatelink/provider-subnet-per-zone", Severity: Error,
		Summary: "A load balancer takes one subnet in each zone.",
		AWS:     "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
		Fix:     "give one subnet a zone",
	}, func(p Provider, broken report) {
		if len(p.Existing) == 0 {
			duplicateZones("LoadBalancer.Subnets", p.Zones, broken)
		}
	}},
	{Rule{
		ID: "privatelink/subnet-mappings", Severity: Error,
		Summary: "Subnets are selected or mapped one by one, and each mapping names its subnet.",
		Source:  docCfnBalancer,
		Fix:     "use Subnets or SubnetMappings, and set each mapping's Subnet",
	}, func(p Provider, broken report) {
		if p.LoadBalancer.HasSubnets && len(p.LoadBalancer.Mappings) > 0 {
			broken("LoadBalancer.SubnetMappings", "is set beside Subnets")
		}
		for i, m := range p.LoadBalancer.Mappings {
			if m.Missing {
				broken(at("LoadBalancer.SubnetMappings", i, "Subnet"), "is required, but nil")
			}
		}
	}},
	{Rule{
		ID: "privatelink/subnet-mapping-address", Severity: Error,
		Summary: "A mapping's fixed addresses are an IPv4 address, an IPv6 address and an IPv6 /80.",
		Source:  docCfnBalancer,
		Fix:     "use an address of the subnet, such as 10.0.1.10, or a prefix such as 2001:db8:0:1:1::/80",
	}, func(p Provider, broken report) {
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
	{Rule{
		ID: "privatelink/subnet-mapping-ipv6", Severity: Error,
		Summary: "IPv6 addresses need a dual-stack load balancer, source prefixes a UDP listener on it as well.",
		Source:  docCfnBalancer,
		Fix:     "set DualStack (and add a UDP or TCPUDP listener), or drop the field",
	}, func(p Provider, broken report) {
		for i, m := range p.LoadBalancer.Mappings {
			if m.IPv6Address != "" && !p.LoadBalancer.DualStack {
				broken(at("LoadBalancer.SubnetMappings", i, "IPv6Address"), "is set, but the load balancer is IPv4 only")
			}
			if m.Prefix6 != "" && !p.NeedsSourcePrefixes() && !(p.LoadBalancer.DualStack && p.hasUnknownProtocol()) {
				broken(at("LoadBalancer.SubnetMappings", i, "SourceNatIpv6Prefix"), "is set, but there is no UDP over IPv6")
			}
		}
	}},
	{Rule{
		ID: "privatelink/load-balancer-name", Severity: Error,
		Summary: "A load balancer's name has at most 32 letters, digits and hyphens, no hyphen at its ends, and does not start with internal-.",
		Source:  docCfnBalancer,
		Fix:     "choose another name, or leave it to CloudFormation",
	}, func(p Provider, broken report) {
		name := p.LoadBalancer.Name
		if problem := nameProblem(name); problem != "" {
			broken("LoadBalancer.Name", "%q %s", name, problem)
		} else if strings.HasPrefix(name, "internal-") {
			broken("LoadBalancer.Name", "%q starts with internal-", name)
		}
	}},
	{Rule{
		ID: "privatelink/security-cidrs", Severity: Error,
		Summary: "PrivateLinkFrom names at least one range: with none, every packet is dropped in silence.",
		Source:  docSecurity,
		Fix:     "name ranges such as 10.0.0.0/8 or 2001:db8::/32, or use PrivateLinkOnly()",
	}, func(p Provider, broken report) {
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
	{Rule{
		ID: "privatelink/security-groups", Severity: Error,
		Summary: "OwnSecurityGroups names at least one group.",
		AWS:     "A security group must be specified",
		Source:  "https://github.com/aws/aws-cdk/pull/28494",
		Fix:     "pass the groups that were made, or use NoSecurityGroup()",
	}, func(p Provider, broken report) {
		s := p.LoadBalancer.Security
		if s.Kind == OwnGroups && s.Groups == 0 {
			broken("LoadBalancer.Security", "names no group")
		}
		for _, i := range s.MissingGroups {
			broken("LoadBalancer.Security", "group %d is nil", i+1)
		}
	}},
	{Rule{
		ID: "privatelink/security-group-count", Severity: Warning,
		Summary: "A network interface has at most five security groups, unless the quota is raised.",
		AWS:     "SecurityGroupsPerInterfaceLimitExceeded",
		Source:  docVpcLimits,
		Fix:     "put the rules into fewer groups, or have the quota raised",
	}, func(p Provider, broken report) {
		if n := p.LoadBalancer.Security.Groups; n > 5 {
			broken("LoadBalancer.Security", "has %d groups", n)
		}
	}},
	{securityGroupRulesRule, func(p Provider, broken report) {
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
	{Rule{
		ID: "privatelink/secondary-addresses", Severity: Error,
		Summary: "A load balancer has 0-7 secondary addresses in each subnet.",
		Source:  "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-elasticloadbalancingv2-loadbalancer-loadbalancerattribute.html",
		Fix:     "use 0 to 7",
	}, func(p Provider, broken report) {
		if n := p.LoadBalancer.SecondaryAddresses; n < 0 || n > 7 {
			broken("LoadBalancer.SecondaryAddresses", "%d is out of range", n)
		}
	}},
	{Rule{
		ID: "privatelink/capacity-units", Severity: Error,
		Summary: "Reserved capacity is 2,750-45,000 units for each of the load balancer's subnets.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/capacity-unit-reservation.html",
		Fix:     "multiply the units of a subnet with the number of subnets",
	}, func(p Provider, broken report) {
		units, subnets := p.LoadBalancer.CapacityUnits, len(p.Zones)
		if units == 0 || subnets == 0 || p.Pending {
			return
		}
		if units < 2750*subnets || units > 45000*subnets {
			broken("LoadBalancer.CapacityUnits", "%d is not within %d-%d for %d subnets", units, 2750*subnets, 45000*subnets, subnets)
		}
	}},
	{Rule{
		ID: "privatelink/capacity-tls", Severity: Error,
		Summary: "A load balancer with a TLS listener can't reserve capacity.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/request-capacity-unit-reservation.html",
		Fix:     "drop CapacityUnits, or let the targets end TLS behind a TCP listener",
	}, func(p Provider, broken report) {
		isTLS := func(l Listener) bool { return l.Protocol == "TLS" }
		if p.LoadBalancer.CapacityUnits > 0 && slices.ContainsFunc(p.Listeners, isTLS) {
			broken("LoadBalancer.CapacityUnits", "is set beside a TLS listener")
		}
	}},
	{Rule{
		ID: "privatelink/capacity-wait", Severity: Error,
		Summary: "There is no wait for capacity that isn't reserved.",
		Source:  docCfnBalancer,
		Fix:     "set CapacityUnits, or drop WaitForCapacity",
	}, func(p Provider, broken report) {
		if p.LoadBalancer.WaitsForCapacity && p.LoadBalancer.CapacityUnits == 0 {
			broken("LoadBalancer.WaitForCapacity", "is set without CapacityUnits")
		}
	}},
	{Rule{
		ID: "privatelink/client-routing-policy", Severity: Error,
		Summary: "The client routing policy is one of AWS's three.",
		Source:  docCfnBalancer,
		Fix:     "use AnyZone, SameZone or MostlySameZone",
	}, func(p Provider, broken report) {
		switch policy := p.LoadBalancer.ClientRoutingPolicy; {
		case policy == "", Unknown(policy), policy == "any_availability_zone", policy == "availability_zone_affinity", policy == "partial_availability_zone_affinity":
		default:
			broken("LoadBalancer.ClientRoutingPolicy", "%q is no policy", policy)
		}
	}},
	{Rule{
		ID: "privatelink/access-logs-bucket", Severity: Error,
		Summary: "Access logs need a bucket.",
		Source:  docCfnBalancer,
		Fix:     "set AccessLogs.Bucket, or drop the prefix",
	}, func(p Provider, broken report) {
		if p.LoadBalancer.LogPrefixAlone {
			broken("LoadBalancer.AccessLogs.Bucket", "is required for a prefix, but nil")
		}
	}},
	{Rule{
		ID: "privatelink/access-logs-prefix", Severity: Error,
		Summary: "A prefix of access logs does not hold AWSLogs, which AWS adds, and has no slash at its ends.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html",
		Fix:     "use a prefix such as orders",
	}, func(p Provider, broken report) {
		prefix := p.LoadBalancer.LogPrefix
		if Known(prefix) && (strings.Contains(prefix, "AWSLogs") || strings.Trim(prefix, "/") != prefix) {
			broken("LoadBalancer.AccessLogs.Prefix", "%q is no prefix", prefix)
		}
	}},
	{Rule{
		ID: "privatelink/load-balancer-ipv6", Severity: Error,
		Summary: "A dual-stack load balancer needs a VPC with an IPv6 range.",
		Source:  docService,
		Fix:     "give the VPC and its subnets IPv6 ranges (IpProtocol_DUAL_STACK), or leave DualStack off",
	}, func(p Provider, broken report) {
		if !p.LoadBalancer.DualStack {
			return
		}
		if p.VpcHasIPv6 != nil && !*p.VpcHasIPv6 {
			broken("LoadBalancer.DualStack", "is set, but the VPC has no IPv6 range")
			return
		}
		for i, families := range p.SubnetFamilies {
			if Known(families) && families != "dualstack" {
				broken("LoadBalancer.DualStack", "is set, but subnet %d is %s only", i+1, families)
			}
		}
	}},
}

// vpcCidrRule stands in the tables of provider and consumer.
var vpcCidrRule = Rule{
	ID: "privatelink/vpc-cidr", Severity: Error,
	Summary: "A VPC's address range is an IPv4 range.",
	Source:  "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
	Fix:     "import the VPC with a range such as 10.0.0.0/16",
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

// securityGroupRulesRule stands in the tables of provider and consumer.
var securityGroupRulesRule = Rule{
	ID: "privatelink/security-group-rules", Severity: Warning,
	Summary: "A security group has at most 60 rules in each direction, unless the quota is raised.",
	AWS:     "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.",
	Source:  docVpcLimits,
	Fix:     "have the quota raised, name fewer and wider ranges, or split the ports over two services",
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
