package rules

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

var targetGroupRules = []row[plan.Provider]{
	{demand.TargetsRequired, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if len(g.Targets) == 0 && !g.Existing && (g.TargetType == "" || g.Port == 0) {
			broken(field("Targets"), "is empty")
		}
	})},
	{demand.TargetMissing, eachTarget(func(_ plan.Provider, _ plan.TargetGroup, t plan.Target, field string, broken report) {
		switch {
		case t.Missing:
			broken(field, "names no target: it is nil")
		case t.Kind == "":
			broken(field, "names no target: it is the zero value")
		case t.Problem != "":
			broken(field, "cannot be used: %s", t.Problem)
		}
	})},
	{demand.TargetPortRange, eachTarget(func(_ plan.Provider, _ plan.TargetGroup, t plan.Target, field string, broken report) {
		if t.Kind != "" && !t.Missing && !validPort(t.Port) {
			broken(field+".Port", "%s", noPort(t.Port))
		}
	})},
	{demand.TargetGroupPort, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.Port != 0 && !validPort(g.Port) {
			broken(field("Port"), "%s", noPort(g.Port))
			return
		}
		for i, t := range g.Targets {
			if (t.RegistersItself || t.Kind == plan.AlbTarget) && validPort(t.Port) && t.Port != g.Port {
				broken(field(at("Targets", i, "Port")), "is %d, but the target group's port is %d", t.Port, g.Port)
			}
		}
	})},
	{demand.TargetKindsMixed, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		kinds := []string{}
		if g.TargetType != "" {
			kinds = append(kinds, g.TargetType)
		}
		for _, t := range g.Targets {
			if t.Kind != plan.OtherTarget && t.Kind != "" && !slices.Contains(kinds, t.Kind) {
				kinds = append(kinds, t.Kind)
			}
		}
		if len(kinds) > 1 {
			broken(field("Targets"), "has targets of several kinds: %s", strings.Join(kinds, ", "))
		}
	})},
	{demand.TargetType, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		switch {
		case g.TargetType == "", g.TargetType == plan.InstanceTarget, g.TargetType == plan.IpTarget, g.TargetType == plan.AlbTarget, plan.Unknown(g.TargetType):
		default:
			broken(field("TargetType"), "%q is not a valid type of targets", g.TargetType)
		}
	})},
	{demand.TargetDuplicate, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		for i, t := range g.Targets {
			if t.Repeats > 0 && t.Kind != "" && !t.Missing {
				broken(field(at("Targets", i, "")), "is the same as %s", field(at("Targets", i-t.Repeats, "")))
			}
		}
	})},
	{demand.TargetAddress, eachTarget(func(_ plan.Provider, g plan.TargetGroup, t plan.Target, field string, broken report) {
		if t.Kind != plan.IpTarget || plan.Unknown(t.Address) {
			return
		}
		ip, err := netip.ParseAddr(t.Address)
		switch {
		case err != nil:
			broken(field+".Address", "%q is not an IP address", t.Address)
		case g.IsIpv6() && ip.Is4():
			broken(field+".Address", "%s is an IPv4 address in an IPv6 group", t.Address)
		case g.IsIpv4() && !ip.Is4():
			broken(field+".Address", "%s is not an IPv4 address", t.Address)
		case g.IsIpv6() && !isIPv6(ip):
			broken(field+".Address", "%s is not a plain IPv6 address", t.Address)
		}
	})},
	{advised(demand.TargetZoneUnknown), eachTarget(func(p plan.Provider, _ plan.TargetGroup, t plan.Target, field string, broken report) {
		if t.Zone == "" && !p.VpcMade && p.Outside(t) {
			broken(field, "%s is outside of %s, and the VPC's other ranges are not known", t.Address, strings.Join(p.VpcCidrs, ", "))
		}
	})},
	{demand.TargetEgressUnknown, eachGroup(func(p plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if !p.HasVpc || len(p.VpcCidrs) > 0 || p.LoadBalancer.Security.Kind == plan.NoGroup {
			return
		}
		if len(g.Targets) == 0 && !g.Guarded && (g.TargetType != "" || g.Existing) {
			broken(field("Targets"), "are registered later, and the VPC's range is not known: nothing is sent to them")
		}
		for i, t := range g.Targets {
			if (t.Kind == plan.OtherTarget || t.Kind == plan.AlbTarget) && !t.Guarded && !t.Missing {
				broken(field(at("Targets", i, "")), "has no known groups, and the VPC's range is not known: nothing is sent to it")
			}
		}
	})},
	{demand.TargetGroupGuarded, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.Guarded && len(g.Targets) > 0 {
			broken(field("GuardedBy"), "is set beside Targets, which name their own groups")
		}
	})},
	{demand.TargetAdmissionUnknown, eachTarget(func(p plan.Provider, g plan.TargetGroup, t plan.Target, field string, broken report) {
		known := p.LoadBalancer.Security.Kind == plan.FromCidrs ||
			len(p.LoadBalancer.SubnetCidrs) > 0 && g.IsIpv4() || p.VpcIpv6Cidr != "" && g.IsIpv6()
		if p.HasVpc && p.LoadBalancer.SubnetsProblem == "" && len(p.ExistingLoadBalancers) == 0 && t.Guarded && !known {
			broken(field, "does not admit the load balancer's addresses: the ranges of its subnets are not known")
		}
	})},
	{demand.ListenerTargetProtocol, eachGroup(func(_ plan.Provider, l plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		allowed, ok := forwards[l.Protocol]
		if ok && !g.Existing && !plan.Unknown(g.Protocol) && !slices.Contains(allowed, g.Protocol) {
			broken(field("Protocol"), "a %s listener cannot forward to %s targets", l.Protocol, g.Protocol)
		}
	})},
	{demand.TargetGroupExisting, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.ExistingAndMore {
			broken(field("Existing"), "is set beside settings of a new group")
		}
		if g.Existing && g.Port == 0 {
			broken(field("Port"), "is required for an existing group")
		}
		if g.Existing && g.ExistingPort != 0 && g.Port != 0 && g.Port != g.ExistingPort {
			broken(field("Port"), "is %d, but the group's is %d", g.Port, g.ExistingPort)
		}
	})},
	{demand.TargetGroupId, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.Id != "" && !constructID.MatchString(g.Id) {
			broken(field("Id"), "%q is not a valid Id", g.Id)
		} else if g.Id != "" && g.Repeats > 0 {
			broken(field("Id"), "%q is the Id of another group", g.Id)
		}
	})},
	{demand.TargetGroupName, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if problem := nameProblem(g.Name); problem != "" {
			broken(field("Name"), "%q %s", g.Name, problem)
		}
	})},
	{demand.TargetGroupNameTwice, func(p plan.Provider, broken report) {
		seen := map[string]bool{}
		eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
			if plan.Known(g.Name) && seen[g.Name] {
				broken(field("Name"), "%q is the name of another group", g.Name)
			}
			seen[g.Name] = true
		})(p, broken)
	}},
	{demand.TargetGroupWeight, eachListener(func(_ plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		for i, g := range l.TargetGroups {
			if g.Weight < 0 || g.Weight > 999 {
				broken(field(at("TargetGroups", i, "Weight")), "%d is out of range", g.Weight)
			}
		}
	})},
	{demand.TargetGroupWeightTls, eachListener(func(_ plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		for i, g := range l.TargetGroups {
			if l.Protocol == "TLS" && !g.Existing && !l.TargetGroups[0].Existing && g.Protocol != l.TargetGroups[0].Protocol {
				broken(field(at("TargetGroups", i, "Protocol")), "is %s, but that of the first group %s", g.Protocol, l.TargetGroups[0].Protocol)
			}
		}
	})},
	{demand.AlbTarget, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.Kind() != plan.AlbTarget {
			return
		}
		for i, t := range g.Targets {
			if plan.Known(t.Arn) && !applicationArn.MatchString(t.Arn) {
				broken(field(at("Targets", i, "")), "%q is not the ARN of an Application Load Balancer", t.Arn)
			}
		}
		if len(g.Targets) > 1 {
			broken(field("Targets"), "has %d targets beside an Application Load Balancer", len(g.Targets)-1)
		}
		if g.Protocol != "TCP" && !plan.Unknown(g.Protocol) {
			broken(field("Protocol"), "is %s, but an Application Load Balancer takes TCP", g.Protocol)
		}
	})},
	{demand.AlbAttributes, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.Kind() != plan.AlbTarget || g.Existing {
			return
		}
		for _, a := range g.Attributes() {
			if demand.IsAlbSetting(a.Key, a.Value) {
				broken(field(a.Field), "sets %s to %s, but the target is an Application Load Balancer", a.Key, a.Value)
			}
		}
	})},
	{demand.AlbHealthProtocol, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.Kind() == plan.AlbTarget && g.HealthCheck.Protocol == "TCP" {
			broken(field("HealthCheck.Protocol"), "is TCP, but the target is an Application Load Balancer")
		}
	})},
	{demand.DualStackUdp, eachGroup(func(p plan.Provider, l plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if p.LoadBalancer.IsDualStack() && (l.Protocol == "UDP" || l.Protocol == "TCP_UDP") && g.IsIpv4() && !g.Existing {
			broken(field("IpAddressType"), "is not Ipv6, but the load balancer is dual-stack and the listener speaks %s", l.Protocol)
		}
	})},
	{demand.Ipv6Targets, eachGroup(func(p plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.IsIpv6() && p.LoadBalancer.IsIpv4() && len(p.ExistingLoadBalancers) == 0 {
			broken(field("IpAddressType"), "is set, but the load balancer is IPv4 only")
		}
		if g.IsIpv6() && g.Kind() == plan.AlbTarget {
			broken(field("IpAddressType"), "is set, but Application Load Balancers are reached by IPv4")
		}
	})},
	{demand.TargetsQuota, func(p plan.Provider, broken report) {
		most, alb := 500, 100
		if !p.LoadBalancer.CrossZone {
			most, alb = 3000, 50
		}
		counts := make([]int, len(p.EachBalancer()))
		eachGroup(func(_ plan.Provider, l plan.Listener, g plan.TargetGroup, _ fieldNamer, _ report) {
			for _, t := range g.Targets {
				if t.Kind == plan.AlbTarget {
					counts[l.Balancer] += alb
				} else {
					counts[l.Balancer]++
				}
			}
		})(p, broken)
		for b, targets := range counts {
			if targets > most {
				broken(listenersOf(p, b), "have %d targets", targets)
			}
		}
	}},
	{demand.QuicServerId, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		seen := map[string]bool{}
		for i, t := range g.Targets {
			id, target := t.QuicServerId, field(at("Targets", i, ""))
			switch {
			case !isQUIC(g.Protocol) && id != "":
				broken(target, "has a QUIC server ID, but the group speaks %s", g.Protocol)
			case !isQUIC(g.Protocol), plan.Unknown(id):
			case id == "" && !t.RegistersItself && t.Kind != "":
				broken(target, "has no QUIC server ID")
			case id != "" && !quicServerID.MatchString(id):
				broken(target, "%q is not a QUIC server ID", id)
			case id != "" && seen[id]:
				broken(target, "%q is the QUIC server ID of another target", id)
			}
			seen[id] = true
		}
	})},
	{demand.QuicAttributes, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if !isQUIC(g.Protocol) {
			return
		}
		if g.ProxyProtocolV2 {
			broken(field("ProxyProtocolV2"), "is set, but the group speaks %s", g.Protocol)
		}
		if g.Stickiness {
			broken(field("Stickiness"), "is set, but the group speaks %s", g.Protocol)
		}
		if g.DeregistrationDelay != 0 {
			broken(field("DeregistrationDelay"), "is set, but the group speaks %s", g.Protocol)
		}
	})},
	{demand.StickinessTls, eachGroup(func(_ plan.Provider, l plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.Stickiness && (l.Protocol == "TLS" || g.Protocol == "TLS") {
			broken(field("Stickiness"), "is set, but the listener speaks TLS")
		}
	})},
	{demand.PreserveClientIpUdp, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.PreserveClientIp == plan.Off && slices.Contains(plan.Transports(g.Protocol), plan.Udp) {
			broken(field("PreserveClientIp"), "is off, but the group speaks %s", g.Protocol)
		}
	})},
	{demand.DeregistrationDelay, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		if g.DeregistrationDelay != plan.Immediately {
			durationWithin(g.DeregistrationDelay, 1, 3600, field("DeregistrationDelay"), broken)
		}
	})},
	{demand.UnhealthyDraining, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		durationWithin(g.UnhealthyDraining, 1, 360000, field("UnhealthyDraining"), broken)
		if g.UnhealthyDraining != 0 && !g.KeepUnhealthyConnections {
			broken(field("UnhealthyDraining"), "is set, but connections to unhealthy targets are ended at once")
		}
	})},
	{demand.TargetGroupHealth, eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		for _, count := range []int{g.Health.DnsCount, g.Health.RoutingCount} {
			if count < 0 {
				broken(field("Health"), "%d is not a valid count", count)
			}
		}
		for _, percentage := range []int{g.Health.DnsPercentage, g.Health.RoutingPercentage} {
			if percentage < 0 || percentage > 100 {
				broken(field("Health"), "%d is not a valid percentage", percentage)
			}
		}
	})},
}

var applicationArn = regexp.MustCompile(`^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer/app/`)

var constructID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

var quicServerID = regexp.MustCompile(`^0x[0-9a-f]{16}$`)

// fieldOf is the path of a field of a listener's target group, from the listener on.
func fieldOf(g plan.TargetGroup, group int, name string) string {
	switch {
	case g.InPlace && name == "Protocol":
		return "TargetProtocol"
	case g.InPlace && (strings.HasPrefix(name, "Targets") || strings.HasPrefix(name, "HealthCheck")):
		return name
	case g.InPlace:
		return "TargetGroup." + name
	}
	return at("TargetGroups", group, name)
}

// eachGroup runs a check on every target group. Groups that only describe the
// listener of an existing load balancer are passed over.
func eachGroup(check func(p plan.Provider, l plan.Listener, g plan.TargetGroup, field fieldNamer, broken report)) func(plan.Provider, report) {
	return func(p plan.Provider, broken report) {
		if len(p.ExistingLoadBalancers) > 0 {
			return
		}
		eachListener(func(p plan.Provider, l plan.Listener, field fieldNamer, broken report) {
			for i, g := range l.TargetGroups {
				check(p, l, g, func(name string) string { return field(fieldOf(g, i, name)) }, broken)
			}
		})(p, broken)
	}
}

func eachTarget(check func(p plan.Provider, g plan.TargetGroup, t plan.Target, field string, broken report)) func(plan.Provider, report) {
	return eachGroup(func(p plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
		for i, t := range g.Targets {
			check(p, g, t, field(at("Targets", i, "")), broken)
		}
	})
}
