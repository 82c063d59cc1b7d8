package rules

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"
)

var targetGroupRules = []row[Provider]{
	{Rule{
		ID: "privatelink/targets-required", Severity: Error,
		Summary: "A listener forwards to at least one target, or to a group whose type and port are known.",
		Source:  docTargets,
		Fix:     "add a target, such as InstanceTarget(server, 8080); for targets that come later give a TargetGroup with TargetType and Port",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if len(g.Targets) == 0 && !g.Existing && (g.Type == "" || g.Port == 0) {
			broken(field("Targets"), "is empty")
		}
	})},
	{Rule{
		ID: "privatelink/target-missing", Severity: Error,
		Summary: "A target names what it sends traffic to.",
		Source:  docTargets,
		Fix:     "pass the instance, group or target that was created",
	}, eachTarget(func(_ Provider, _ TargetGroup, t Target, field string, broken report) {
		switch {
		case t.Missing:
			broken(field, "names no target: it is nil")
		case t.Kind == "":
			broken(field, "names no target: it is the zero value")
		case t.Problem != "":
			broken(field, "cannot be opened: %s", t.Problem)
		}
	})},
	{Rule{
		ID: "privatelink/target-port-range", Severity: Error,
		Summary: "A target's port is 1-65535.",
		Source:  docTargets,
		Fix:     "use a port from 1 to 65535",
	}, eachTarget(func(_ Provider, _ TargetGroup, t Target, field string, broken report) {
		if t.Kind != "" && !t.Missing && !validPort(t.Port) {
			broken(field+".Port", "%s", noPort(t.Port))
		}
	})},
	{Rule{
		ID: "privatelink/target-group-port", Severity: Error,
		Summary: "A group has one port; a first target of another port, or a target that registers itself, cannot differ from it.",
		Source:  "https://docs.aws.amazon.com/autoscaling/ec2/userguide/attach-load-balancer-asg.html",
		Fix:     "give the targets of the group the same port, or split them over two groups",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if g.Port != 0 && !validPort(g.Port) {
			broken(field("Port"), "%s", noPort(g.Port))
			return
		}
		for i, t := range g.Targets {
			if (t.RegistersItself || t.Kind == ALBTarget) && validPort(t.Port) && t.Port != g.Port {
				broken(field(at("Targets", i, "Port")), "is %d, but the target group's port is %d", t.Port, g.Port)
			}
		}
	})},
	{Rule{
		ID: "privatelink/target-kinds-mixed", Severity: Error,
		Summary: "The targets of one group are of one kind.",
		Source:  docTargets,
		Fix:     "give each kind a target group of its own",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		kinds := []string{}
		if g.Type != "" {
			kinds = append(kinds, g.Type)
		}
		for _, t := range g.Targets {
			if t.Kind != OtherTarget && t.Kind != "" && !slices.Contains(kinds, t.Kind) {
				kinds = append(kinds, t.Kind)
			}
		}
		if len(kinds) > 1 {
			broken(field("Targets"), "mixes kinds: %s", strings.Join(kinds, ", "))
		}
	})},
	{Rule{
		ID: "privatelink/target-type", Severity: Error,
		Summary: "A target group is of instances, addresses or an Application Load Balancer.",
		Source:  docTargets,
		Fix:     "use Instances, Addresses or ApplicationLoadBalancers",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		switch {
		case g.Type == "", g.Type == InstanceTarget, g.Type == IPTarget, g.Type == ALBTarget, Unknown(g.Type):
		default:
			broken(field("TargetType"), "%q is no type of a target", g.Type)
		}
	})},
	{Rule{
		ID: "privatelink/target-duplicate", Severity: Error,
		Summary: "A group lists a target and port once.",
		Source:  docTargets,
		Fix:     "drop the repetition",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		for i, t := range g.Targets {
			if t.Repeats > 0 && t.Kind != "" && !t.Missing {
				broken(field(at("Targets", i, "")), "is %s again", field(at("Targets", i-t.Repeats, "")))
			}
		}
	})},
	{Rule{
		ID: "privatelink/target-address", Severity: Error,
		Summary: "An IP target is an address of the group's family.",
		AWS:     "InvalidTarget: The specified target does not exist, is not in the same VPC as the target group, or has an unsupported instance type.",
		Source:  docTargets,
		Fix:     "use an address such as 10.0.1.5, or set IPv6 for a group of IPv6 addresses",
	}, eachTarget(func(_ Provider, g TargetGroup, t Target, field string, broken report) {
		if t.Kind != IPTarget || Unknown(t.Address) {
			return
		}
		ip, err := netip.ParseAddr(t.Address)
		switch {
		case err != nil:
			broken(field+".Address", "%q is no IP address", t.Address)
		case g.IPv6 && ip.Is4():
			broken(field+".Address", "%s is an IPv4 address in an IPv6 group", t.Address)
		case !g.IPv6 && !ip.Is4():
			broken(field+".Address", "%s is no IPv4 address", t.Address)
		case g.IPv6 && !isIPv6(ip):
			broken(field+".Address", "%s is no plain IPv6 address", t.Address)
		}
	})},
	{Rule{
		ID: "privatelink/target-address-range", Severity: Error,
		Summary: "An IP target lies in the VPC, or in 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 or 192.168.0.0/16.",
		Source:  docTargets,
		Fix:     "use a private address that the VPC can reach; public addresses cannot be targets",
	}, eachTarget(func(p Provider, _ TargetGroup, t Target, field string, broken report) {
		ip, err := netip.ParseAddr(t.Address)
		if err == nil && p.VpcCidrsComplete && p.Outside(t) && !within(ip, reachableRanges) {
			broken(field+".Address", "%s is neither in the VPC nor private", t.Address)
		}
	})},
	{Rule{
		ID: "privatelink/target-zone-unknown", Severity: Warning,
		Summary: "An address outside of the VPC needs a zone, or \"all\".",
		AWS:     "The Availability Zone is required for IP address '…' because it is not in the VPC",
		Source:  "https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/1862",
		Fix:     "add InZone(\"all\") to the target unless it lies in a secondary range of the VPC",
	}, eachTarget(func(p Provider, _ TargetGroup, t Target, field string, broken report) {
		if t.Zone == "" && !p.VpcCidrsComplete && p.Outside(t) {
			broken(field, "%s is outside of %s, and the VPC's other ranges are not known", t.Address, strings.Join(p.VpcCidrs, ", "))
		}
	})},
	{Rule{
		ID: "privatelink/target-egress-unknown", Severity: Warning,
		Summary: "The load balancer may send only where its security group lets it: to targets whose groups or addresses are known, else to the VPC's range.",
		Source:  docSecurity,
		Fix:     "name the target's groups with GuardedBy, or import the VPC with its CIDR block",
	}, eachGroup(func(p Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if !p.HasVpc || len(p.VpcCidrs) > 0 || p.LoadBalancer.Security.Kind == NoGroup {
			return
		}
		if len(g.Targets) == 0 && (g.Type != "" || g.Existing) {
			broken(field("Targets"), "are registered later, and the VPC's range is not known: nothing is sent to them")
		}
		for i, t := range g.Targets {
			if t.Kind == OtherTarget && !t.Guarded && !t.Missing {
				broken(field(at("Targets", i, "")), "has no known groups, and the VPC's range is not known: nothing is sent to it")
			}
		}
	})},
	{Rule{
		ID: "privatelink/target-admission-unknown", Severity: Warning,
		Summary: "Targets admit PrivateLink traffic from the load balancer's addresses, whose ranges must be known.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups",
		Fix:     "import the VPC with its CIDR block, or the subnets with theirs, or admit the load balancer's subnets on the targets yourself",
	}, eachTarget(func(p Provider, g TargetGroup, t Target, field string, broken report) {
		known := p.LoadBalancer.Security.Kind == FromCidrs ||
			len(p.LoadBalancer.SubnetCidrs) > 0 && !g.IPv6 || p.LoadBalancer.HasCidr6 && g.IPv6
		if p.HasVpc && p.LoadBalancer.SubnetsProblem == "" && len(p.Existing) == 0 && t.Guarded && !known {
			broken(field, "does not admit the load balancer's addresses: the ranges of its subnets are not known")
		}
	})},
	{Rule{
		ID: "privatelink/listener-target-protocol", Severity: Error,
		Summary: "A listener forwards to TCP or TCP_UDP from TCP, to TCP or TLS from TLS, to UDP or TCP_UDP from UDP, and to its own protocol from TCP_UDP, QUIC and TCP_QUIC.",
		AWS:     "IncompatibleProtocols: The specified configuration is not valid with this protocol.",
		Source:  docTargets,
		Fix:     "leave the target protocol unset, or use one that the listener's protocol allows",
	}, eachGroup(func(_ Provider, l Listener, g TargetGroup, field fieldNamer, broken report) {
		allowed, ok := forwards[l.Protocol]
		if ok && !g.Existing && !Unknown(g.Protocol) && !slices.Contains(allowed, g.Protocol) {
			broken(field("Protocol"), "a %s listener cannot forward to %s targets", l.Protocol, g.Protocol)
		}
	})},
	{Rule{
		ID: "privatelink/target-group-existing", Severity: Error,
		Summary: "An existing target group keeps its own settings; its port must be told.",
		Source:  docTargets,
		Fix:     "set Existing, Port, HealthCheck.Port and Weight only",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
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
	{Rule{
		ID: "privatelink/target-group-taken", Severity: Error,
		Summary: "A target group belongs to one load balancer.",
		AWS:     "TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/22005",
		Fix:     "give each service a target group of its own; targets may be in several",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if g.TakenBy != "" {
			broken(field("Existing"), "belongs to %q already", g.TakenBy)
		}
	})},
	{Rule{
		ID: "privatelink/target-group-id", Severity: Error,
		Summary: "A target group's Id starts with a letter, is of letters, digits and hyphens, and is no other's of the listener.",
		Source:  "https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html",
		Fix:     "use Ids such as Blue and Green",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if g.ID != "" && !groupID.MatchString(g.ID) {
			broken(field("Id"), "%q is no Id", g.ID)
		} else if g.ID != "" && g.Repeats > 0 {
			broken(field("Id"), "%q is the Id of another group", g.ID)
		}
	})},
	{Rule{
		ID: "privatelink/target-group-name", Severity: Error,
		Summary: "A target group's name has at most 32 letters, digits and hyphens, and no hyphen at its ends.",
		Source:  docCfnTarget,
		Fix:     "choose another name, or leave it to CloudFormation",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if problem := nameProblem(g.Name); problem != "" {
			broken(field("Name"), "%q %s", g.Name, problem)
		}
	})},
	{Rule{
		ID: "privatelink/target-group-name-twice", Severity: Error,
		Summary: "No two target groups of an account and Region share a name.",
		AWS:     "DuplicateTargetGroupName: A target group with the specified name already exists.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
		Fix:     "choose another name, or leave it to CloudFormation",
	}, func(p Provider, broken report) {
		seen := map[string]bool{}
		eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
			if Known(g.Name) && seen[g.Name] {
				broken(field("Name"), "%q is the name of another group", g.Name)
			}
			seen[g.Name] = true
		})(p, broken)
	}},
	{Rule{
		ID: "privatelink/target-group-weight", Severity: Error,
		Summary: "The groups of a listener have weights of 0-999, all of them or none.",
		Source:  docListeners,
		Fix:     "give every group a weight from 0 to 999, one of them more than 0",
	}, eachListener(func(_ Provider, l Listener, field fieldNamer, broken report) {
		for i, g := range l.Groups {
			if g.Weight < 0 || g.Weight > 999 {
				broken(field(at("TargetGroups", i, "Weight")), "%d is out of range", g.Weight)
			}
		}
	})},
	{Rule{
		ID: "privatelink/target-group-weight-tls", Severity: Error,
		Summary: "All target groups of a TLS listener speak the same protocol.",
		Source:  docListeners,
		Fix:     "use TCP for all, or TLS for all",
	}, eachListener(func(_ Provider, l Listener, field fieldNamer, broken report) {
		for i, g := range l.Groups {
			if l.Protocol == "TLS" && !g.Existing && !l.Groups[0].Existing && g.Protocol != l.Groups[0].Protocol {
				broken(field(at("TargetGroups", i, "Protocol")), "is %s, but that of the first group %s", g.Protocol, l.Groups[0].Protocol)
			}
		}
	})},
	{Rule{
		ID: "privatelink/alb-target", Severity: Error,
		Summary: "A group of an Application Load Balancer has that one target and speaks TCP.",
		Source:  docALB,
		Fix:     "make the Application Load Balancer the only target of a TCP group",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if g.kind() != ALBTarget {
			return
		}
		if len(g.Targets) > 1 {
			broken(field("Targets"), "has %d targets beside an Application Load Balancer", len(g.Targets)-1)
		}
		if g.Protocol != "TCP" && !Unknown(g.Protocol) {
			broken(field("Protocol"), "is %s, but an Application Load Balancer takes TCP", g.Protocol)
		}
	})},
	{Rule{
		ID: "privatelink/alb-health-protocol", Severity: Error,
		Summary: "Application Load Balancers are checked by HTTP or HTTPS.",
		Source:  docALB,
		Fix:     "use HTTP or HTTPS, or leave it unset",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if g.kind() == ALBTarget && g.HealthCheck.Protocol == "TCP" {
			broken(field("HealthCheck.Protocol"), "is TCP, but the target is an Application Load Balancer")
		}
	})},
	{Rule{
		ID: "privatelink/dual-stack-udp", Severity: Error,
		Summary: "A UDP listener of a dual-stack load balancer needs IPv6 targets.",
		Source:  docNewListener,
		Fix:     "set IPv6 on the target group and use IPv6 addresses, or leave DualStack off",
	}, eachGroup(func(p Provider, l Listener, g TargetGroup, field fieldNamer, broken report) {
		if p.LoadBalancer.DualStack && (l.Protocol == "UDP" || l.Protocol == "TCP_UDP") && !g.IPv6 && !g.Existing {
			broken(field("IPv6"), "is off, but the load balancer is dual-stack and the listener speaks %s", l.Protocol)
		}
	})},
	{Rule{
		ID: "privatelink/ipv6-targets", Severity: Error,
		Summary: "IPv6 targets need a dual-stack load balancer, and are instances or addresses.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-target-group.html",
		Fix:     "set LoadBalancer.DualStack, or drop IPv6",
	}, eachGroup(func(p Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if g.IPv6 && !p.LoadBalancer.DualStack && len(p.Existing) == 0 {
			broken(field("IPv6"), "is set, but the load balancer is IPv4 only")
		}
		if g.IPv6 && g.kind() == ALBTarget {
			broken(field("IPv6"), "is set, but Application Load Balancers are reached by IPv4")
		}
	})},
	{Rule{
		ID: "privatelink/targets-quota", Severity: Warning,
		Summary: "A load balancer has at most 500 targets across zones, or 3,000 without crossing them (500 a zone), unless the quota is raised; an Application Load Balancer counts as 100 or 50.",
		Source:  docLimits,
		Fix:     "have the quota raised, or spread the targets over services",
	}, func(p Provider, broken report) {
		targets := 0
		eachTarget(func(p Provider, _ TargetGroup, t Target, _ string, _ report) {
			if targets++; t.Kind == ALBTarget && p.LoadBalancer.WithoutCrossZone {
				targets += 49
			} else if t.Kind == ALBTarget {
				targets += 99
			}
		})(p, broken)
		most := 500
		if p.LoadBalancer.WithoutCrossZone {
			most = 3000
		}
		if targets > most {
			broken("Listeners", "have %d targets", targets)
		}
	}},
	{Rule{
		ID: "privatelink/target-zone-empty", Severity: Warning,
		Summary: "A load balancer that keeps connections in their zone is dead to consumers in a zone without targets.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-cross-zone.html",
		Fix:     "run targets in the zone, or let the load balancer cross zones",
	}, eachGroup(func(p Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		placed := map[string]bool{}
		for _, t := range g.Targets {
			placed[t.PlacedIn] = true
		}
		if !g.KeepsInZone || len(g.Targets) == 0 || placed[""] {
			return
		}
		for _, zone := range p.Zones {
			if Known(zone) && !placed[zone] {
				broken(field("Targets"), "has none in %s", zone)
			}
		}
	})},
	{Rule{
		ID: "privatelink/alb-listener", Severity: Error,
		Summary: "An Application Load Balancer that is a target has a listener on the target group's port.",
		Source:  docALB,
		Fix:     "add the listener, or use ALBListenerTarget(listener)",
	}, eachTarget(func(_ Provider, _ TargetGroup, t Target, field string, broken report) {
		if t.NoListener {
			broken(field, "has no listener on port %d", t.Port)
		}
	})},
	{Rule{
		ID: "privatelink/quic-server-id", Severity: Error,
		Summary: "Targets of QUIC have a server ID of 0x and sixteen hexadecimal digits, each its own; others have none.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html",
		Fix:     "add WithQuicServerId(\"0x0000000000000001\") to the target, or drop it",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		seen := map[string]bool{}
		for i, t := range g.Targets {
			id, target := t.QuicServerID, field(at("Targets", i, ""))
			switch {
			case !isQUIC(g.Protocol) && id != "":
				broken(target, "has a QUIC server ID, but the group speaks %s", g.Protocol)
			case !isQUIC(g.Protocol), Unknown(id):
			case id == "" && !t.RegistersItself && t.Kind != "":
				broken(target, "has no QUIC server ID")
			case id != "" && !quicServerID.MatchString(id):
				broken(target, "%q is no QUIC server ID", id)
			case id != "" && seen[id]:
				broken(target, "%q is the QUIC server ID of another target", id)
			}
			seen[id] = true
		}
	})},
	{Rule{
		ID: "privatelink/quic-attributes", Severity: Error,
		Summary: "QUIC groups have no proxy protocol, no stickiness, and a fixed deregistration delay.",
		Source:  docAttributes,
		Fix:     "drop the field",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if !isQUIC(g.Protocol) {
			return
		}
		if g.ProxyProtocol {
			broken(field("ProxyProtocolV2"), "is set, but the group speaks %s", g.Protocol)
		}
		if g.Stickiness {
			broken(field("Stickiness"), "is set, but the group speaks %s", g.Protocol)
		}
		if g.DeregistrationDelay != 0 {
			broken(field("DeregistrationDelay"), "is set, but the group speaks %s", g.Protocol)
		}
	})},
	{Rule{
		ID: "privatelink/stickiness-tls", Severity: Error,
		Summary: "Stickiness does not go with TLS.",
		Source:  docAttributes,
		Fix:     "drop Stickiness, or use a TCP listener",
	}, eachGroup(func(_ Provider, l Listener, g TargetGroup, field fieldNamer, broken report) {
		if g.Stickiness && (l.Protocol == "TLS" || g.Protocol == "TLS") {
			broken(field("Stickiness"), "is set, but the listener speaks TLS")
		}
	})},
	{Rule{
		ID: "privatelink/preserve-client-ip-udp", Severity: Error,
		Summary: "Groups of UDP and QUIC always preserve the client's address.",
		Source:  docAttributes,
		Fix:     "leave PreserveClientIp unset",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if g.ClientIPOff && slices.Contains(transports(g.Protocol), "udp") {
			broken(field("PreserveClientIp"), "is off, but the group speaks %s", g.Protocol)
		}
	})},
	{Rule{
		ID: "privatelink/deregistration-delay", Severity: Error,
		Summary: "The deregistration delay is 0-3600 whole seconds.",
		Source:  docAttributes,
		Fix:     "use 1 to 3600 seconds, or Immediately",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if g.DeregistrationDelay != immediately {
			durationWithin(g.DeregistrationDelay, 1, 3600, field("DeregistrationDelay"), broken)
		}
	})},
	{Rule{
		ID: "privatelink/unhealthy-draining", Severity: Error,
		Summary: "Unhealthy targets drain for up to 360,000 whole seconds, and only if their connections are kept.",
		Source:  docAttributes,
		Fix:     "set KeepUnhealthyConnections, and 1 to 360000 seconds",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		durationWithin(g.UnhealthyDraining, 1, 360000, field("UnhealthyDraining"), broken)
		if g.UnhealthyDraining != 0 && !g.KeepUnhealthy {
			broken(field("UnhealthyDraining"), "is set, but connections to unhealthy targets are ended at once")
		}
	})},
	{Rule{
		ID: "privatelink/target-group-health", Severity: Error,
		Summary: "Counts of healthy targets are at least 1, percentages 1-100.",
		Source:  docAttributes,
		Fix:     "use counts from 1 and percentages from 1 to 100",
	}, eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		for _, count := range g.Counts {
			if count < 0 {
				broken(field("Health"), "%d is no count", count)
			}
		}
		for _, percentage := range g.Percentages {
			if percentage < 0 || percentage > 100 {
				broken(field("Health"), "%d is no percentage", percentage)
			}
		}
	})},
}

// immediately is the duration that stands for zero.
const immediately time.Duration = -1

// reachableRanges are the address ranges that an IP target may lie in, besides
// those of the VPC itself.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html#target-type
var reachableRanges = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"),
}

var groupID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

var quicServerID = regexp.MustCompile(`^0x[0-9a-f]{16}$`)

// kind is the type of the group, as given or as its first target's.
func (g TargetGroup) kind() string {
	if g.Type == "" && len(g.Targets) > 0 {
		return g.Targets[0].Kind
	}
	return g.Type
}

// eachGroup runs a check on every target group. Groups that only describe the
// listener of an existing load balancer are passed over.
func eachGroup(check func(p Provider, l Listener, g TargetGroup, field fieldNamer, broken report)) func(Provider, report) {
	return func(p Provider, broken report) {
		if len(p.Existing) > 0 {
			return
		}
		for i, l := range p.Listeners {
			for j, g := range l.Groups {
				check(p, l, g, func(name string) string { return g.field(i, j, name) }, broken)
			}
		}
	}
}

func eachTarget(check func(p Provider, g TargetGroup, t Target, field string, broken report)) func(Provider, report) {
	return eachGroup(func(p Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		for i, t := range g.Targets {
			check(p, g, t, field(at("Targets", i, "")), broken)
		}
	})
}
