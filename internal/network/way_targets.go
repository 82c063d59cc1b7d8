package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// target is what a load balancer sends packets to.
type target struct {
	*Party
	port string
	// group is the target group that has it.
	group *Resource
	// unsure is the doubt whether it gets any packets, or what it is.
	unsure doubt
	// zones are those that it may be in; spread: in any of them, as far as is known.
	zones  []Zone
	spread bool
	// never: there never is one.
	never bool
}

// stretch is the part of a way from a listener to the targets behind it.
type stretch struct {
	branches map[string][]branch
	// unsure are those of targets, or whole load balancers, of which nothing is known, by the
	// prefix of the codes.
	unsure map[string][]branch
	// targets are their names and ports, by the prefix of the codes.
	targets map[string][]string
	proxy   bool
	zones   []zoneBranch
}

func (s *stretch) add(code string, branches ...branch) {
	s.branches[code] = append(s.branches[code], branches...)
}

// zoneBranch is what becomes of connections in a zone of a load balancer.
type zoneBranch struct {
	Zone
	branch
}

// follow finds the hops behind a listener of a Network Load Balancer.
func (w *Walker) follow(l *Resource, transport string) *stretch {
	s := &stretch{branches: map[string][]branch{}, unsure: map[string][]branch{}, targets: map[string][]string{}}
	w.forward(s, "", l, l.Balancer(), transport)
	return s
}

// codes of the hops behind a listener; those behind an Application Load Balancer that is a
// target have ones of their own.
func codesBehind(prefix string) (targets, out, healthOut, in, healthIn, acl string) {
	if prefix == "" {
		return "targets", "load-balancer-out", "health-out", "target-in", "health-in", "acl-target"
	}
	return prefix + "targets", prefix + "out", prefix + "health-out", prefix + "target-in", prefix + "health-in", prefix + "acl"
}

// forward adds the hops from a load balancer to the targets of a listener.
func (w *Walker) forward(s *stretch, prefix string, l, balancer *Resource, transport string) {
	m := w.m
	targetsCode, out, healthOut, in, healthIn, acl := codesBehind(prefix)
	targets, branches := w.targets(l, transport)
	if len(branches) == 0 {
		s.add(targetsCode, open(l, "%s answers by itself: it forwards to no target group", l))
		return
	}
	s.add(targetsCode, branches...)
	from := m.party(balancer)
	for _, to := range targets {
		t := traffic{transport: w.transportOf(to, transport), port: to.port, family: to.family(m)}
		if to.Party == nil {
			if prefix == "" { // An Application Load Balancer may answer by itself.
				s.add(out, w.anyOut(from, unsure(to.group, to.unsure)))
			}
			s.unsure[prefix] = append(s.unsure[prefix], unsure(to.group, to.unsure))
			continue
		}
		s.targets[prefix] = append(s.targets[prefix], to.Name+":"+to.port)
		s.add(out, to.weighed(w.out(from, to, t, "traffic"))...)
		s.add(in, to.weighed(w.in(from, to, t, false))...)
		health, known := w.health(to)
		switch {
		case !known.is && health.transport == t.transport && health.port == t.port:
		case known.is:
			s.add(healthOut, unsure(to.group, known))
			s.add(healthIn, unsure(to.group, known))
		default:
			s.add(healthOut, to.weighed(degrading(w.out(from, to, health, "health checks")))...)
			s.add(healthIn, to.weighed(degrading(w.in(from, to, health, true)))...)
		}
		s.add(acl, to.weighed(w.acls(from, to.Party, t.family, leg{transport: t.transport, to: port(t.port)}, leg{transport: t.transport, to: answers, back: true}))...)
		if prefix == "" {
			m.alone(func() {
				if value, _ := to.group.Setting(attributesOf, "proxy_protocol_v2.enabled"); value == "true" {
					s.proxy = true
				}
			})
			if to.Resource != nil && to.Type == LoadBalancer {
				w.throughAlb(s, to)
			}
		}
	}
	if prefix == "" {
		s.zones = append(s.zones, w.zonesBehind(l, balancer, targets)...)
	}
}

// throughAlb goes on behind an Application Load Balancer.
func (w *Walker) throughAlb(s *stretch, alb target) {
	m := w.m
	var listeners []*Resource
	listens := m.decide(open(alb.Resource, "%s listens on port %s", alb.Name, alb.port),
		blocked(demand.AlbListener, alb.Resource, "", "%s has no listener on port %s", alb.Name, alb.port), func() bool {
			var all []*Resource
			d := m.alone(func() { all = alb.Listeners() })
			is := some(m, all, func(l *Resource) bool {
				takes := l.Text("Port") == alb.port
				if takes {
					listeners = append(listeners, l)
				}
				return takes
			})
			if !is {
				m.keep(d)
			}
			return is
		})
	listens.passed = append(listens.passed, alb.group)
	s.add("alb-listener", alb.weighed([]branch{listens})...)
	if listens.state != Open {
		listens.state = Unknown
		s.unsure["alb-"] = append(s.unsure["alb-"], listens)
		return
	}
	w.forward(s, "alb-", listeners[0], alb.Resource, "tcp")
}

// weighed has what a target blocks be in doubt, where it is in doubt whether the target
// gets any packets.
func (to target) weighed(branches []branch) []branch {
	if to.unsure.is {
		for i, b := range branches {
			if b.state == Blocked {
				branches[i] = unsure(b.at, to.unsure)
			}
		}
	}
	return branches
}

func degrading(branches []branch) []branch {
	for i := range branches {
		branches[i].degrades = true
	}
	return branches
}

// family is that of the addresses of the group's targets.
func (to target) family(m *Model) (f family) {
	f.unsure = m.alone(func() { f.six = to.group.Text("IpAddressType") == "ipv6" })
	return f
}

// transportOf is what the load balancer speaks to a target.
func (w *Walker) transportOf(to target, transport string) string {
	var its []string
	w.m.alone(func() { its = transports(to.group.protocol()) })
	if len(its) > 0 && !slices.Contains(its, transport) {
		return its[0]
	}
	return transport
}

// health is the traffic of health checks, which speak TCP.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
func (w *Walker) health(to target) (traffic, doubt) {
	t := traffic{transport: "tcp", port: to.port, family: to.family(w.m)}
	d := w.m.alone(func() {
		if port := to.group.Or("HealthCheckPort", "traffic-port"); port != "traffic-port" {
			t.port = port
		}
	})
	return t, d
}

// targets are what a listener's groups have, with the branches that say so.
func (w *Walker) targets(l *Resource, transport string) (all []target, branches []branch) {
	m := w.m
	var groups []*Resource
	if d := m.alone(func() { groups = w.groupsOf(l) }); d.is {
		branches = append(branches, unsure(l, d))
		all = append(all, target{group: l, unsure: d})
	}
	for _, group := range groups {
		its := w.targetsOf(group)
		weight := w.weightOf(l, group)
		if weight.is && weight.why == noWeight {
			continue
		}
		if len(its) == 0 {
			its = append(its, target{group: group, unsure: doubt{true, "targets that may be registered later: these templates register none"}})
		}
		fits := w.fits(l, group)
		var names []string
		var there []branch
		for i, to := range its {
			if !to.unsure.is {
				its[i].unsure = weight
			}
			switch {
			case to.Party == nil || to.unsure.is:
				there = append(there, unsure(group, to.unsure))
			case to.never:
				there = append(there, blocked(demand.TargetsRequired, to.Resource, "MaxSize", "%s never has an instance", to.Name))
			default:
				names = append(names, to.Name+" on port "+to.port)
			}
		}
		if len(names) > 0 {
			there = append(there, open(group, "%s", strings.Join(names, ", ")))
		}
		for i := range there {
			there[i] = together(there[i], fits)
		}
		branches = append(branches, target{unsure: weight}.weighed(there)...)
		all = append(all, its...)
	}
	return all, branches
}

// fits asks whether a group takes what a listener forwards.
func (w *Walker) fits(l, group *Resource) branch {
	return w.m.decide(open(group, "%s takes what %s forwards", group, l),
		blocked(demand.ListenerTargetProtocol, l, "DefaultActions", "%s forwards to %s, which speaks another protocol", l, group), func() bool {
			allowed, ok := forwards[l.protocol()]
			return !ok || group.Text("TargetType") == "lambda" || slices.Contains(allowed, group.protocol())
		})
}

// groupsOf are the groups that a listener forwards to, by itself and by its rules.
func (w *Walker) groupsOf(l *Resource) []*Resource {
	groups := l.TargetGroups()
	for _, rule := range w.m.NamingOnly(ListenerRule, "ListenerArn", l) {
		for _, group := range rule.TargetGroups() {
			if !slices.Contains(groups, group) {
				groups = append(groups, group)
			}
		}
	}
	return groups
}

// noWeight is why a group gets no packets.
const noWeight = "a weight of 0"

// weightOf is the doubt whether a listener forwards anything to one of its groups.
func (w *Walker) weightOf(l, group *Resource) doubt {
	m := w.m
	return m.alone(func() {
		for _, share := range l.Objects("DefaultActions.ForwardConfig.TargetGroups") {
			if m.same(share.Value("TargetGroupArn"), l.Place, group.Self(), group.Place) && share.Or("Weight", "1") == "0" {
				m.doubtOf(noWeight)
			}
		}
	})
}

// targetsOf are a group's: those that it lists, and what registers itself.
func (w *Walker) targetsOf(group *Resource) []target {
	m := w.m
	var all []target
	kind, portOf := "", ""
	if d := m.alone(func() { kind, portOf = group.Or("TargetType", "instance"), group.Text("Port") }); d.is {
		return []target{{group: group, unsure: d}}
	}
	var listed []Object
	if d := m.alone(func() { listed = group.Objects("Targets") }); d.is {
		all = append(all, target{group: group, unsure: d})
	}
	for _, object := range listed {
		to := target{group: group}
		to.unsure = m.alone(func() {
			to.port = object.Or("Port", portOf)
			to.Party = w.listed(group, kind, object)
		})
		if to.unsure.is {
			to.Party = nil
		}
		if to.Party != nil {
			m.alone(func() {
				to.zones = (&Resource{Object: Object{model: m, Properties: Properties{"Targets": []any{object.Properties}, "TargetType": kind, "VpcId": group.Value("VpcId")}}, Type: TargetGroup, Place: group.Place}).targetZones()
			})
		}
		all = append(all, to)
	}
	for _, self := range m.Naming(ScalingGroup, "TargetGroupARNs", group) {
		to := target{group: group, Party: m.party(self), port: portOf}
		to.unsure = m.alone(func() {
			size, ok := self.Number("MaxSize")
			to.never = ok && size == 0
		})
		all = append(all, m.scaled(to))
	}
	for _, self := range m.Naming(EcsService, "LoadBalancers.TargetGroupArn", group) {
		to := target{group: group, Party: m.party(self)}
		to.unsure = m.alone(func() {
			for _, of := range self.Objects("LoadBalancers") {
				if m.same(of.Value("TargetGroupArn"), self.Place, group.Self(), group.Place) {
					to.port = of.Or("ContainerPort", portOf)
				}
			}
			if kind != "ip" {
				m.doubtOf("the ports and groups of the instances that the tasks run on")
			}
		})
		if to.unsure.is {
			to.Party = nil
		}
		all = append(all, m.scaled(to))
	}
	for of, path := range map[string]string{ScalingGroup: "TargetGroupARNs", EcsService: "LoadBalancers.TargetGroupArn"} {
		if m.indexOf(of, path).perhaps {
			all = append(all, target{group: group, unsure: doubt{true, "what each " + of + " registers with"}})
		}
	}
	return all
}

// scaled gives a target the zones of all its subnets: it may run in any of them.
func (m *Model) scaled(to target) target {
	if to.Party != nil {
		for _, at := range to.spots {
			to.zones = append(to.zones, at.subnet.ZoneOf())
		}
		to.spread = len(to.zones) != 1 || to.elsewhere.is
	}
	return to
}

// listed is a target that a group lists.
func (w *Walker) listed(group *Resource, kind string, object Object) *Party {
	m := w.m
	switch kind {
	case "instance":
		if instance := m.find(object.Value("Id"), Instance, group.Place); instance != nil {
			return m.party(instance)
		}
	case "alb":
		if alb := m.find(object.Value("Id"), LoadBalancer, group.Place); alb != nil {
			return m.party(alb)
		}
	case "ip":
		if a, ok := address(object.Text("Id")); ok {
			return w.addressed(group.Value("VpcId"), group.Place, a)
		}
	}
	m.doubtOf(object.Value("Id"))
	return nil
}

// addressed is whatever has an address: which resource that is, and so its security
// groups, nobody says.
func (w *Walker) addressed(vpc any, place Place, a netip.Addr) *Party {
	at := spot{fixed: []netip.Prefix{netip.PrefixFrom(a, a.BitLen())}}
	w.m.alone(func() {
		at.vpc = w.m.findQuietly(vpc, VPC, place)
		if at.vpc == nil {
			return
		}
		for _, subnet := range w.m.NamingOnly(Subnet, "VpcId", at.vpc) {
			if contains(append(subnet.prefixes("CidrBlock"), subnet.prefixes("Ipv6CidrBlock")...), a) {
				at.subnet = subnet
			}
		}
	})
	p := &Party{Name: a.String(), place: place, spots: []spot{at}}
	p.guard.others = doubt{true, fmt.Sprintf("the security groups of %s, which no resource of these templates is known to have", a)}
	return p
}

// anyOut asks whether a load balancer lets anything out, where nothing is known of the
// target.
func (w *Walker) anyOut(from *Party, otherwise branch) branch {
	at := guardAt(from.guard, from.Resource)
	return w.m.decide(otherwise,
		blocked(demand.ExistingLoadBalancerOutbound, at, "SecurityGroupEgress", "the security groups of %s let nothing out", from.Name), func() bool {
			w.m.keep(from.guard.others)
			return from.guard.none || some(w.m, from.guard.groups, (*Resource).leadsSomewhere)
		})
}

// out asks whether a load balancer's groups let packets out to a target.
func (w *Walker) out(from *Party, to target, t traffic, what string) []branch {
	m := w.m
	at := guardAt(from.guard, from.Resource)
	var all []branch
	for _, spot := range to.everywhere() {
		b := m.decide(open(at, "%s may send %s to %s on %s", from.Name, what, to.Name, t),
			blocked(demand.ExistingLoadBalancerOutbound, at, "SecurityGroupEgress", "the security groups of %s let no %s out to %s on %s%s",
				from.Name, what, to.Name, t, w.only(from.guard, "Egress", t)),
			func() bool { return m.lets(from.guard, "Egress", t, to.peer(m, spot, t.family, true)) })
		b.passed = append(b.passed, from.Resource)
		all = append(all, b)
	}
	return all
}

// in asks whether a target's groups admit a load balancer. Where its inbound rules don't
// apply to PrivateLink traffic, AWS documents its addresses as the source, and not its
// group; health checks aside.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups
func (w *Walker) in(from *Party, to target, t traffic, health bool) []branch {
	m := w.m
	at := guardAt(to.guard, to.Resource)
	if to.guard.none {
		return []branch{open(at, "%s has no security groups", to.Name)}
	}
	exempt := false
	if !health && from.Resource != nil && !from.guard.none {
		isALB, enforces := false, false
		isALB = m.sure(func() { isALB = from.Or("Type", "application") == "application" }) && isALB
		enforces = m.sure(func() { enforces = from.enforces() }) && enforces
		exempt = !isALB && !enforces
	}
	what := "traffic"
	if health {
		what = "health checks"
	}
	var all []branch
	for _, spot := range from.everywhere() {
		p := from.peer(m, spot, t.family, !from.guard.none)
		if exempt {
			p.undocumented = "whether a rule with the group of " + from.Name + " holds: AWS documents rules with its addresses where its inbound rules don't apply to PrivateLink traffic"
		}
		b := m.decide(open(at, "%s admits %s on %s", to.Name, from.Name, t),
			blocked(demand.TargetInbound, at, "SecurityGroupIngress", "the security groups of %s do not admit %s of %s on %s%s", to.Name, what, from.Name, t, w.only(to.guard, "Ingress", t)),
			func() bool { return m.lets(to.guard, "Ingress", t, p) })
		if to.Resource != nil {
			b.passed = append(b.passed, to.Resource)
		}
		all = append(all, b)
	}
	return all
}

// zonesBehind tells for each zone of a load balancer whether connections in it find a
// target: in the zone itself, unless they cross zones.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-cross-zone.html
func (w *Walker) zonesBehind(l, balancer *Resource, targets []target) []zoneBranch {
	m := w.m
	var all []zoneBranch
	groups := map[*Resource][]target{}
	var order []*Resource
	for _, to := range targets {
		if groups[to.group] == nil {
			order = append(order, to.group)
		}
		groups[to.group] = append(groups[to.group], to)
	}
	for _, group := range order {
		crosses := m.decide(open(balancer, "connections cross zones"), open(balancer, "stay"), func() bool {
			if group.Type != TargetGroup {
				m.doubtOf("the target groups of " + l.String())
			}
			cross, set := group.Setting(attributesOf, "load_balancing.cross_zone.enabled")
			if set && cross != "use_load_balancer_configuration" {
				return cross == "true"
			}
			return balancer.crossesZones()
		})
		for _, at := range m.party(balancer).everywhere() {
			switch {
			case at.subnet == nil:
				b := unsure(balancer, at.unknown)
				if crosses.state == Open && crosses.why != "stay" {
					b = crosses
				}
				all = append(all, zoneBranch{branch: b})
			case crosses.state == Unknown || crosses.why != "stay":
				all = append(all, zoneBranch{at.subnet.ZoneOf(), crosses})
			default:
				all = append(all, zoneBranch{at.subnet.ZoneOf(), w.inZone(group, groups[group], at.subnet)})
			}
		}
	}
	return all
}

func (w *Walker) inZone(group *Resource, targets []target, subnet *Resource) branch {
	m, zone := w.m, subnet.ZoneOf()
	is := func(to target) bool {
		if to.Party == nil || to.unsure.is {
			m.keep(to.unsure)
			return false
		}
		in := some(m, to.zones, func(z Zone) bool { return m.sameZone(z, zone) })
		switch {
		case len(to.zones) == 0:
			m.doubtOf("the zone of " + to.Name)
		case in && to.spread:
			m.doubtOf("which of its zones " + to.Name + " runs in")
		}
		m.keep(to.elsewhere)
		return in
	}
	return m.decide(open(group, "there are targets in %s", shown(zone.value)),
		blocked(demand.TargetZoneEmpty, group, "Targets", "%s has no targets in %s, the zone of %s, and connections stay in their zone", group, shown(zone.value), subnet),
		func() bool { return some(m, targets, is) })
}

// targetZones are the branches of the zones that a way's endpoint is in; of all of the load
// balancer's without one.
func (w *Walker) targetZones(way *Way, behind *stretch) []branch {
	m := w.m
	var all, its []branch
	for _, z := range behind.zones {
		all = append(all, z.branch)
		if way.Endpoint == nil {
			continue
		}
		is := false
		d := m.alone(func() {
			if z.value == nil {
				m.doubtOf("the zones of the load balancer")
			}
			var mine []Zone
			own := m.alone(func() { mine = zonesOf(way.Endpoint.Subnets()) })
			if is = some(m, mine, func(zone Zone) bool { return m.sameZone(zone, z.Zone) }); !is {
				m.keep(own)
			}
		})
		switch {
		case d.is && z.state == Blocked:
			its = append(its, unsure(z.at, d))
		case d.is || is:
			its = append(its, z.branch)
		}
	}
	if len(its) == 0 { // Of another Region, or refused.
		return all
	}
	return its
}
