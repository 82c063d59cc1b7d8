package plan

// Opening is a way that security groups are opened for: from the load balancer to a
// target, on one range of ports.
//
// The load balancer's group stands for it in health checks, and for PrivateLink traffic
// that its inbound rules are applied to. Without that, and without a group, the targets
// must admit the load balancer's addresses: of those, the subnets' ranges are known now.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups
type Opening struct {
	// Target is a position in the group; -1 for targets that register later, or have
	// done so.
	Target      int
	Ports       PortRange
	Description string
	// ToGroups: the load balancer's groups let out to the target's, which admit them.
	// FromTarget: the rules start from the target's side, whose stack refers to the
	// provider's already; the other way round they would wait for each other.
	ToGroups, FromTarget bool
	// To is what the load balancer's groups let out to otherwise; empty where they let
	// out nothing, or everything.
	To Range
	// Admitted are the ranges that the target's groups admit, besides.
	Admitted []Range
}

// Openings are those that a target group needs.
func (p Provider) Openings(g TargetGroup) []Opening {
	if len(g.Targets) == 0 {
		return p.openingsOf(g, Target{Port: g.Port, Guarded: g.Guarded}, -1)
	}
	var all []Opening
	for i, t := range g.Targets {
		all = append(all, p.openingsOf(g, t, i)...)
	}
	return all
}

// OpensGroupsOnly reports whether all that the load balancer's groups let out to is
// groups, and that there is any.
func (p Provider) OpensGroupsOnly() bool {
	any := false
	for _, l := range p.Listeners {
		for _, g := range l.TargetGroups {
			for _, o := range p.Openings(g) {
				if o.To.Cidr != "" {
					return false
				}
				any = any || o.ToGroups
			}
		}
	}
	return any
}

func (p Provider) openingsOf(g TargetGroup, t Target, position int) []Opening {
	var all []Opening
	open := func(ports PortRange, description string, admitsSubnets bool) {
		o := Opening{Target: position, Ports: ports, Description: description}
		p.letOut(&o, g, t)
		if t.Guarded && admitsSubnets {
			o.Admitted = p.addresses()
		}
		all = append(all, o)
	}
	traffic := ServicePort{Port: t.Port, EndPort: t.Port, Protocol: Transport(g.Protocol)}
	if t.Dynamic {
		traffic.Port, traffic.EndPort = firstDynamicPort, lastPort
	}
	for _, ports := range traffic.Ranges() {
		open(ports, "Load balancer to target", true)
	}
	if port, apart := g.healthPort(t); apart {
		open(PortRange{Tcp, port, port}, "Health checks of target", p.LoadBalancer.Security.Kind == NoGroup)
	}
	return all
}

// The range that ECS takes dynamic ports from.
//
// Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
const firstDynamicPort, lastPort = 32768, 65535

// healthPort is the port that health checks go to, always by TCP; apart if the traffic
// doesn't open it.
func (g TargetGroup) healthPort(t Target) (port int, apart bool) {
	port = g.HealthCheck.Port
	carriesTcp := Transport(g.Protocol) != Udp
	switch {
	case port == 0 && t.Dynamic: // Checked on the traffic port.
		return 0, false
	case port == 0:
		return t.Port, !carriesTcp
	}
	return port, port != t.Port || !carriesTcp
}

// letOut says how the load balancer's groups let traffic out to a target.
func (p Provider) letOut(o *Opening, g TargetGroup, t Target) {
	switch {
	case p.LoadBalancer.Security.Kind == NoGroup: // It may send anywhere.
	case t.Guarded:
		o.ToGroups, o.FromTarget = true, t.RegistersItself
	case t.Kind == IpTarget && g.IsIpv6():
		o.To = Range{Cidr: t.Address + "/128"}
	case t.Kind == IpTarget:
		o.To = Range{Cidr: t.Address + "/32"}
	case g.IsIpv6() && p.VpcIpv6Cidr != "":
		o.To = Range{p.VpcIpv6Cidr, true}
	case !g.IsIpv6() && len(p.VpcCidrs) > 0:
		o.To = Range{Cidr: p.VpcCidrs[0]}
	}
}

// addresses are the ranges that the load balancer's own addresses lie in.
func (p Provider) addresses() []Range {
	var ranges []Range
	for _, cidr := range p.LoadBalancer.SubnetCidrs {
		ranges = append(ranges, Range{Cidr: cidr})
	}
	if p.VpcIpv6Cidr != "" && p.LoadBalancer.Security.AdmitsBySubnets() {
		ranges = append(ranges, Range{p.VpcIpv6Cidr, true})
	}
	return ranges
}
