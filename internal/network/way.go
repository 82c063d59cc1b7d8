package network

import (
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// Way is that of a packet: from a client through an endpoint to a service's targets, on
// one port. Either half may lie outside of the model.
type Way struct {
	// Client is nil where nothing is known of who connects.
	Client *Party
	// Endpoint is nil for what a service offers to consumers that aren't in the model, and
	// Service for one that isn't. It is an endpoint service, or a resource configuration.
	Endpoint, Service *Resource
	// Offer is what is known of the service, if it isn't the model's; nil for nothing.
	Offer *Offer
	// Transport is tcp or udp. Port is 0 where it isn't known.
	Transport string
	Port      int
	// IPv6: between client and load balancer; the targets may speak the other family.
	IPv6 bool
	// FamilyUnknown: it isn't known whether it is.
	FamilyUnknown bool
	Hops          []Hop
	// Balancers are the service's, as far as they listen on the port, or the gateway of a
	// resource. Targets are what they
	// send packets to, with the ports, and Behind what Application Load Balancers among these
	// send them on to.
	Balancers       []*Resource
	Targets, Behind []string
	// Proxy: targets get each connection with a header of proxy protocol in front.
	Proxy bool
}

// Walker follows packets through a model that doesn't change meanwhile.
type Walker struct {
	m *Model
	// behind are the hops behind the listeners that it has come by.
	behind map[passage]*stretch
	// stray are records of which nothing tells where they lead; hosted are zones by
	// their names, and by "" those whose names aren't known.
	stray  []*Resource
	hosted map[string][]*Resource
}

// passage is where packets of a transport leave a load balancer.
type passage struct {
	listener  *Resource
	transport string
}

// Walker returns one.
func (m *Model) Walker() *Walker {
	w := &Walker{m: m, behind: map[passage]*stretch{}, hosted: map[string][]*Resource{}}
	for _, record := range m.All(RecordSet) {
		if record.mayLeadAnywhere() {
			w.stray = append(w.stray, record)
		}
	}
	for _, zone := range m.All(HostedZone) {
		name := ""
		if !m.sure(func() { name = zone.name() }) {
			name = ""
		}
		w.hosted[name] = append(w.hosted[name], zone)
	}
	return w
}

// Codes are those of all hops, in the order of the packet.
var Codes = []string{
	"name", "route", "family", "client-out", "acl-out", "endpoint-in", "region", "permission", "acceptance", "zones",
	"configuration", "gateway-out", "resource-in", "acl-resource", "listener",
	"load-balancer-in", "acl-service", "targets", "target-zones", "load-balancer-out", "health-out", "target-in", "health-in", "acl-target",
	"alb-listener", "alb-targets", "alb-out", "alb-health-out", "alb-target-in", "alb-health-in", "alb-acl",
	"acl-back",
}

// Walk finds the hops of a way.
func (w *Walker) Walk(way *Way) {
	m := w.m
	m.doubted = false
	t := traffic{transport: way.Transport, port: strconv.Itoa(way.Port), family: family{six: way.IPv6}}
	if way.Port == 0 {
		t.unsurePort = doubt{true, "the port"}
	}
	if way.FamilyUnknown {
		t.unsure = doubt{true, "the family of the endpoint's addresses"}
	}
	add := func(code string, branches ...branch) { way.Hops = append(way.Hops, hops(code, branches...)...) }
	if e := way.Endpoint; e != nil {
		from := m.party(e)
		add("name", w.names(way, t.family)...)
		add("route", w.route(way))
		add("family", w.families(way, t.family)...)
		add("client-out", w.clientOut(way, from, t)...)
		add("acl-out", w.acls(way.Client, from, t.family, leg{transport: t.transport, to: port(t.port), unsure: t.unsurePort})...)
		add("endpoint-in", w.endpointIn(way, from, t)...)
		if way.Service != nil {
			add("region", w.region(way))
		}
	}
	if way.Service != nil && way.isOfResource() {
		w.toResource(way, t, add)
	} else {
		w.toService(way, t, add)
	}
	if e := way.Endpoint; e != nil {
		add("acl-back", w.acls(way.Client, m.party(e), t.family, leg{transport: t.transport, to: answers, back: true})...)
	}
	m.doubted = false
}

// toService adds the hops behind the endpoint to an endpoint service, or to what isn't the
// model's.
func (w *Walker) toService(way *Way, t traffic, add func(code string, branches ...branch)) {
	add("permission", w.permission(way))
	add("acceptance", w.acceptance(way))
	if zones := []branch(nil); way.Endpoint != nil {
		if zones = w.zones(way); way.isOfResource() {
			zones = []branch{best(zones)}
		}
		add("zones", together(zones...))
	}
	listens, listeners := w.listeners(way, t)
	if way.isOfResource() {
		add("configuration", listens...)
		return
	}
	add("listener", listens...)
	if way.Service != nil {
		add("load-balancer-in", w.loadBalancerIn(way, t)...)
		add("acl-service", w.serviceAcls(way, t)...)
		w.goBehind(way, t, listens, listeners)
	}
}

// goBehind adds the hops behind the listeners of all load balancers.
func (w *Walker) goBehind(way *Way, t traffic, listens []branch, listeners []*Resource) {
	found, lost := map[string][]branch{}, map[string][]branch{}
	for _, b := range listens {
		if b.state == Unknown || len(listeners) == 0 {
			b.state, b.why = Unknown, "no listener is known that leads to the targets"
			lost[""] = append(lost[""], b)
		}
	}
	for _, l := range listeners {
		key := passage{l, t.transport}
		if w.behind[key] == nil {
			w.behind[key] = w.follow(l, t.transport)
		}
		behind := w.behind[key]
		for code, branches := range behind.branches {
			found[code] = append(found[code], branches...)
		}
		for prefix, branches := range behind.unsure {
			lost[prefix] = append(lost[prefix], branches...)
		}
		found["target-zones"] = append(found["target-zones"], w.targetZones(way, behind)...)
		way.Balancers = append(way.Balancers, l.Balancer())
		way.Targets = append(way.Targets, behind.targets[""]...)
		way.Behind = append(way.Behind, behind.targets["alb-"]...)
		way.Proxy = way.Proxy || behind.proxy
	}
	for prefix, branches := range lost { // They may be blocked, or not, at each of the hops.
		targets, out, healthOut, in, healthIn, acl := codesBehind(prefix)
		for _, code := range []string{targets, out, in} {
			found[code] = append(found[code], branches...)
		}
		further := []string{healthOut, healthIn, acl}
		if prefix == "" {
			further = append(further, "target-zones", "alb-listener", "alb-targets", "alb-out", "alb-health-out", "alb-target-in", "alb-health-in", "alb-acl")
		}
		for _, code := range further {
			if found[code] != nil {
				found[code] = append(found[code], branches...)
			}
		}
	}
	for _, code := range Codes {
		if found[code] != nil {
			way.Hops = append(way.Hops, hops(code, found[code]...)...)
		}
	}
}

// clients are the spots of a way's client; one of which nothing is known without one.
func (way *Way) clients() []spot {
	if way.Client == nil {
		return []spot{{unknown: doubt{true, "the addresses of the clients"}}}
	}
	return way.Client.everywhere()
}

func (w *Walker) route(way *Way) branch {
	e := way.Endpoint
	if way.Client == nil || way.Client.vpc == nil {
		return unknown(e, "nothing tells how the clients reach the endpoint's VPC")
	}
	elsewhere := unknown(e, "the client is in another VPC: peering, transit gateways and route tables aren't looked at")
	return w.m.decide(open(e, "client and endpoint are in one VPC"), elsewhere, func() bool {
		return w.m.same(way.Client.vpc, way.Client.place, e.Value("VpcId"), e.Place)
	})
}

// families compares the family of addresses with the client's and the service's.
func (w *Walker) families(way *Way, f family) []branch {
	m, e := w.m, way.Endpoint
	if f.unsure.is {
		return []branch{unsure(e, f.unsure)}
	}
	name, has := "ipv4", (*Resource).HasRange4
	if way.IPv6 {
		name, has = "ipv6", (*Resource).HasRange6
	}
	service := m.decide(open(e, "the endpoint and the service have %s addresses", name),
		blocked(demand.IpAddressType, e, "IpAddressType", "the service does not support %s", name),
		func() bool { return slices.Contains(w.serviceFamilies(way), name) })
	var all []branch
	for _, at := range way.clients() {
		where := e
		if at.subnet != nil {
			where = at.subnet
		}
		all = append(all, together(service, m.decide(open(where, "%s has %s addresses", at, name),
			blocked(demand.ClientIpAddressType, where, "", "%s has no %s addresses", at, name), func() bool {
				m.keep(at.unknown)
				switch {
				case at.subnet != nil:
					return has(at.subnet)
				case at.vpc != nil:
					return !f.six || at.vpc.hasRange6()
				}
				return true
			})))
	}
	return all
}

func (w *Walker) serviceFamilies(way *Way) []string {
	var families []string
	switch {
	case way.isOfResource(): // The gateway's have nothing to do with the endpoint's.
		return []string{"ipv4", "ipv6"}
	case way.Service != nil:
		families = way.Service.Texts("SupportedIpAddressTypes")
	case way.Offer != nil && way.Offer.Own == "":
		families = way.Offer.Families
	default:
		w.m.doubtOf("which families of addresses the service supports")
	}
	if len(families) == 0 {
		return []string{"ipv4"}
	}
	return families
}

func (w *Walker) clientOut(way *Way, to *Party, t traffic) []branch {
	if way.Client == nil {
		return []branch{unknown(nil, "nothing is known of the clients")}
	}
	at := guardAt(way.Client.guard, way.Client.Resource)
	var all []branch
	for _, spot := range to.everywhere() {
		all = append(all, w.m.decide(open(at, "%s may send %s to the endpoint", way.Client.Name, t),
			blocked(demand.ClientOutbound, at, "SecurityGroupEgress", "the security groups of %s let no %s out to the endpoint%s",
				way.Client.Name, t, w.only(way.Client.guard, "Egress", t)),
			func() bool { return w.m.lets(way.Client.guard, "Egress", t, to.peer(w.m, spot, t.family, true)) }))
	}
	return all
}

// only says whom a guard lets through, if it is anybody.
func (w *Walker) only(g guard, direction string, t traffic) string {
	if whom := w.m.whom(g, direction, t); whom != "" {
		return ", only " + map[string]string{"Ingress": "from ", "Egress": "to "}[direction] + whom
	}
	return ""
}

// guardAt is where a guard is changed: its first group, or what has it.
func guardAt(g guard, otherwise *Resource) *Resource {
	if len(g.groups) > 0 {
		return g.groups[0]
	}
	return otherwise
}

func (w *Walker) endpointIn(way *Way, e *Party, t traffic) []branch {
	at := guardAt(e.guard, e.Resource)
	name := "anybody in the VPC"
	if way.Client != nil {
		name = way.Client.Name
	}
	broken := demand.ClientInbound
	if w.m.whom(e.guard, "Ingress", t) == "" {
		broken = demand.EndpointPortClosed
	}
	var all []branch
	for _, spot := range way.clients() {
		p := peer{others: doubt{true, "who connects"}, ranges: func() []netip.Prefix { return spot.ranges(w.m, t.family) }}
		if way.Client != nil {
			p = way.Client.peer(w.m, spot, t.family, true)
		}
		b := w.m.decide(open(at, "the endpoint admits %s on %s", name, t),
			blocked(broken, at, "SecurityGroupIngress", "the security groups of the endpoint do not admit %s on %s%s", name, t, w.only(e.guard, "Ingress", t)),
			func() bool { return w.m.lets(e.guard, "Ingress", t, p) })
		b.passed = append(b.passed, e.Resource)
		all = append(all, b)
	}
	return all
}

func (w *Walker) region(way *Way) branch {
	m, e, s := w.m, way.Endpoint, way.Service
	switch {
	case e.Region == s.Region && !s.hasRegion():
		return open(s, "endpoint and service are deployed to one Region")
	case e.Region == s.Region:
		return open(s, "endpoint and service are in %s", s.Region)
	case !e.hasRegion() || !s.hasRegion():
		return unknown(s, "the Regions of the stacks are only known at deploy")
	case s.Type == ResourceConfiguration && s.hasAccount() && e.hasAccount() && s.Account != e.Account:
		return blocked(demand.ResourceRegion, e, "ResourceConfigurationArn", "the resource is in %s, the endpoint in %s", s.Region, e.Region)
	case s.Type == ResourceConfiguration:
		return unknown(e, "the resource is in %s, the endpoint in %s", s.Region, e.Region)
	}
	return m.decide(open(s, "the service is offered to %s", e.Region),
		blocked(demand.ServiceRegionSupported, s, "SupportedRegions", "the service of %s is not offered to %s", s.Region, e.Region),
		func() bool {
			return some(m, s.at("SupportedRegions"), func(r any) bool { return s.text(r) == e.Region })
		})
}

func (w *Walker) permission(way *Way) branch {
	m, e, s := w.m, way.Endpoint, way.Service
	switch {
	case s == nil && way.Offer != nil && way.Offer.Own != "":
		return open(e, "AWS lets every account use %s", way.Offer.Own)
	case s == nil:
		return unknown(e, "whom the provider allows isn't in these templates")
	}
	account := "?"
	if e != nil {
		account = e.Account
	}
	allowed := m.decide(open(s, "the service allows %s", m.permitted(s)),
		blocked(demand.PrincipalMissing, s, "", "the service allows nobody of account %s, only %s", account, m.permitted(s)),
		func() bool { return s.Permits(account) })
	switch {
	case allowed.state == Open:
		return allowed
	case allowed.state == Unknown && m.permitted(s) != "nobody":
		return unknown(s, "the service allows %s: who that is, is only known at deploy", m.permitted(s))
	case allowed.state == Unknown:
		return allowed
	case e == nil:
		return unknown(s, "who the consumers are isn't in these templates; the service allows %s", m.permitted(s))
	case !e.hasAccount():
		return unknown(s, "the consumer's account is only known at deploy; the service allows %s", m.permitted(s))
	case !s.hasAccount():
		return unknown(s, "the service may be of account %s, too; it allows %s", account, m.permitted(s))
	case s.Account == account:
		return unknown(s, "the service allows nobody of its own account %s; AWS doesn't say whether that is needed", account)
	}
	return allowed
}

// permitted are the principals of a service, for people to read.
func (m *Model) permitted(s *Resource) string {
	return m.listed(Permissions, "ServiceId", s, "AllowedPrincipals")
}

// listed is whom those list at a path that name a resource, for people to read.
func (m *Model) listed(of, naming string, named *Resource, path string) string {
	var all []string
	m.alone(func() {
		for _, r := range m.Naming(of, naming, named) {
			for _, value := range r.at(path) {
				all = append(all, shown(value))
			}
		}
	})
	if len(all) == 0 {
		return "nobody"
	}
	return strings.Join(all, ", ")
}

func (w *Walker) acceptance(way *Way) branch {
	at := way.Service
	required := func() bool { return at.RequiresAcceptance() }
	if at == nil {
		at = way.Endpoint
		switch {
		case way.Offer == nil:
			return unknown(at, "whether the provider must accept the endpoint isn't in these templates")
		case way.Offer.Own != "":
			return open(at, "AWS accepts every endpoint to %s", way.Offer.Own)
		}
		required = func() bool { return way.Offer.Acceptance }
	}
	if way.Service != nil && way.Endpoint != nil && way.Service.accepts(way.Endpoint.Account) {
		return open(at, "a function accepts the endpoints of %s", way.Endpoint.Account)
	}
	return w.m.decide(unknown(at, "the provider must accept the endpoint by hand: no packet passes until then"),
		open(at, "endpoints are accepted at once"), required)
}

// zones compares the zones of the endpoint's subnets with those of the service: AWS makes
// no endpoint with a subnet in another one.
func (w *Walker) zones(way *Way) []branch {
	m, e := w.m, way.Endpoint
	var all []branch
	isRemote := way.Service != nil && way.Service.hasRegion() && e.hasRegion() && way.Service.Region != e.Region
	for _, at := range m.party(e).everywhere() {
		if at.subnet == nil {
			all = append(all, unsure(e, at.unknown))
			continue
		}
		zone := at.subnet.ZoneOf()
		if isRemote {
			all = append(all, m.decide(blocked(demand.RemoteAccessZones, e, "SubnetIds", "%s is in a zone that other Regions are not reached from", at),
				open(e, "%s reaches other Regions", shown(zone.value)), func() bool { return m.lacksRemoteAccess(zone) }))
			continue
		}
		all = append(all, m.decide(open(e, "the service is in %s, too", shown(zone.value)),
			blocked(demand.ZonesDisjoint, e, "SubnetIds", "%s is in %s, and the service is not", at, shown(zone.value)),
			func() bool { return some(m, w.served(way), func(z Zone) bool { return m.sameZone(z, zone) }) }))
	}
	return all
}

// served are the zones of a way's service.
func (w *Walker) served(way *Way) []Zone {
	switch {
	case way.Service != nil:
		return way.Service.Zones()
	case way.Offer == nil || len(way.Offer.Zones) == 0:
		w.m.doubtOf("the zones that the service is in")
		return nil
	}
	place := way.Endpoint.Place
	if way.Offer.Account != "" {
		place.Account = way.Offer.Account
	}
	if way.Offer.Region != "" {
		place.Region = way.Offer.Region
	}
	var zones []Zone
	for _, name := range way.Offer.Zones {
		zones = append(zones, Zone{place, name})
	}
	return zones
}

// listeners looks for a listener on the port on every load balancer of the service, and
// returns those that it finds. Where the endpoint reaches one, load balancers of zones that
// it has no interface in don't matter.
func (w *Walker) listeners(way *Way, t traffic) (all []branch, found []*Resource) {
	m, s := w.m, way.Service
	if s == nil {
		return []branch{w.offered(way, t)}, nil
	}
	var balancers []*Resource
	if d := m.alone(func() { balancers = s.Balancers() }); d.is {
		all = append(all, unsure(s, d))
	}
	of := map[*Resource]branch{}
	listening := map[*Resource]*Resource{}
	for _, balancer := range balancers {
		var its []*Resource
		b := m.decide(open(balancer, "%s listens on %s", balancer, t),
			blocked(demand.ExistingListenerMissing, balancer, "", "%s does not listen on %s", balancer, t),
			func() bool {
				m.keep(t.unsurePort)
				var listeners []*Resource
				d := m.alone(func() { listeners = balancer.Listeners() })
				is := some(m, listeners, func(l *Resource) bool {
					takes := l.Text("Port") == t.port && slices.Contains(transports(l.protocol()), t.transport)
					if takes {
						its = append(its, l)
					}
					return takes
				})
				if !is {
					m.keep(d)
				}
				return is
			})
		if b.state == Open {
			listening[balancer] = its[0]
		}
		of[balancer] = b
	}
	if reached := w.reached(way, balancers); slices.ContainsFunc(reached, func(one *Resource) bool { return listening[one] != nil }) {
		balancers = reached
	}
	for _, balancer := range balancers {
		b := of[balancer]
		if b.state == Blocked && len(listening) > 0 && !slices.ContainsFunc(slices.Collect(maps.Keys(listening)), func(other *Resource) bool { return m.mayShareZone(balancer, other) }) {
			b.demand = demand.ZonalPortMissing
		}
		if l := listening[balancer]; l != nil {
			found = append(found, l)
		}
		all = append(all, b)
	}
	return all, found
}

// reached are the load balancers that may be in a zone of the way's endpoint: its interface
// is tied to one there.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html
func (w *Walker) reached(way *Way, balancers []*Resource) []*Resource {
	e := way.Endpoint
	if e == nil || isElsewhere(Place{Region: e.Region}, Place{Region: way.Service.Region}) {
		return balancers
	}
	return slices.DeleteFunc(slices.Clone(balancers), func(balancer *Resource) bool {
		return !slices.ContainsFunc(w.m.party(e).everywhere(), func(at spot) bool {
			return at.subnet == nil || w.m.may(func() bool {
				return some(w.m, balancer.Subnets(), func(its *Resource) bool { return w.m.sameZone(its.ZoneOf(), at.subnet.ZoneOf()) })
			})
		})
	})
}

// offered compares the port with those of a service that isn't the model's.
func (w *Walker) offered(way *Way, t traffic) branch {
	e := way.Endpoint
	if way.Offer == nil || len(way.Offer.Ports) == 0 {
		return unknown(e, "what is behind the endpoint isn't in these templates")
	}
	for _, ports := range way.Offer.Ports {
		if ports.From <= way.Port && way.Port <= ports.To && ports.Transport == t.transport {
			return open(e, "the service's contract has %s; what is behind it isn't in these templates", t)
		}
	}
	if way.isOfResource() {
		return blocked(demand.ResourcePortClosed, e, "ResourceConfigurationArn", "the resource's contract has no %s", t)
	}
	return blocked(demand.ExistingListenerMissing, e, "ServiceName", "the service's contract has no %s", t)
}

func (w *Walker) loadBalancerIn(way *Way, t traffic) []branch {
	m := w.m
	var balancers []*Resource
	var all []branch
	if d := m.alone(func() { balancers = way.Service.Balancers() }); d.is {
		all = append(all, unsure(way.Service, d))
	}
	for _, balancer := range balancers {
		for _, client := range way.clients() {
			b := w.admits(way, balancer, client, t)
			b.passed = append(b.passed, balancer)
			all = append(all, b)
		}
	}
	return all
}

// admits asks whether a load balancer's security groups let a client in. They see its own
// address, and no group, unless they don't apply to PrivateLink traffic at all.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
func (w *Walker) admits(way *Way, balancer *Resource, client spot, t traffic) branch {
	m := w.m
	g := m.guardOf(balancer)
	at := guardAt(g, balancer)
	applied := false
	if d := m.alone(func() { applied = balancer.enforces() }); d.is {
		return unsure(balancer, d)
	}
	if !applied {
		return open(balancer, "its security groups' inbound rules don't apply to PrivateLink traffic")
	}
	broken := blocked(demand.ExistingLoadBalancerInbound, at, "SecurityGroupIngress",
		"the security groups of %s admit no address on %s, and apply to PrivateLink traffic", balancer, t)
	if whom := m.whom(g, "Ingress", t); whom != "" {
		broken = blocked(demand.ClientRangeAdmitted, at, "SecurityGroupIngress",
			"the security groups of %s admit only %s on %s, and see the clients' own addresses", balancer, whom, t)
		if way.Client != nil {
			broken.why += ": those of " + way.Client.Name
		}
	}
	p := peer{ranges: func() []netip.Prefix { return client.ranges(m, t.family) }, whole: way.Client != nil && way.Client.declared}
	return m.decide(open(at, "%s admits the clients' addresses on %s", balancer, t), broken, func() bool { return m.lets(g, "Ingress", t, p) })
}

// serviceAcls looks at the network ACLs of the load balancers' subnets. Whether they are
// applied to what comes through PrivateLink, no page of AWS's says: one that would stop it
// leaves that open.
func (w *Walker) serviceAcls(way *Way, t traffic) []branch {
	var balancers []*Resource
	var all []branch
	if d := w.m.alone(func() { balancers = way.Service.Balancers() }); d.is {
		all = append(all, unsure(way.Service, d))
	}
	for _, balancer := range balancers {
		for _, at := range w.m.party(balancer).everywhere() {
			for _, client := range way.clients() {
				b := together(w.acl(at, client, false, leg{transport: t.transport, to: port(t.port), unsure: t.unsurePort}, t.family),
					w.acl(at, client, true, leg{transport: t.transport, to: answers}, t.family))
				if b.state == Blocked {
					b = unknown(b.at, "the network ACL of %s would stop the clients' packets; AWS doesn't say whether it applies to what comes through PrivateLink", at)
				}
				all = append(all, b)
			}
		}
	}
	return all
}

// leg is what goes from one end to the other, or back.
type leg struct {
	transport string
	to        ports
	back      bool
	unsure    doubt
}

// acls looks at the network ACLs of the subnets that packets leave, and that they enter.
// Within a subnet there is none.
func (w *Walker) acls(from, to *Party, f family, legs ...leg) []branch {
	if from == nil || to == nil {
		return []branch{unknown(nil, "the subnets of the clients aren't known")}
	}
	var all []branch
	for _, a := range from.everywhere() {
		for _, b := range to.everywhere() {
			pair := []branch{open(nil, "no network ACL is in the way")}
			for _, leg := range legs {
				here, there := a, b
				if leg.back {
					here, there = b, a
				}
				if a.subnet == nil || a.subnet != b.subnet {
					pair = append(pair, w.acl(here, there, true, leg, f), w.acl(there, here, false, leg, f))
				}
			}
			all = append(all, together(pair...))
		}
	}
	return all
}

// acl looks at the ACL of one end's subnet.
func (w *Walker) acl(here, there spot, egress bool, leg leg, f family) branch {
	m := w.m
	direction := map[bool]string{true: "to", false: "from"}[egress]
	if here.subnet == nil {
		return m.decide(open(nil, "no network ACL is in the way"), unknown(nil, "where in %s packets %s go through isn't known, and there are network ACLs", here, map[bool]string{true: "out", false: "in"}[egress]),
			func() bool {
				if here.vpc == nil && !m.Closed {
					m.keep(here.unknown)
					if !here.unknown.is {
						m.doubtOf("the subnets of " + here.String())
					}
				}
				return len(m.All(NetworkAcl))+len(m.All(NetworkAclEntry))+len(m.All(NetworkAclAssociation)) == 0
			})
	}
	acl := here.subnet
	m.alone(func() {
		if own := here.subnet.acl(); own != nil {
			acl = own
		}
	})
	return m.decide(open(nil, "no network ACL is in the way"),
		blocked(demand.NetworkAcl, acl, "", "the network ACL of %s stops packets %s %s on %s %s", here, direction, there, leg.transport, leg.to),
		func() bool {
			if acl != here.subnet {
				m.keep(leg.unsure)
			}
			return here.subnet.passes(egress, leg.transport, leg.to, func() []netip.Prefix { return there.ranges(m, f) })
		})
}

func (p ports) String() string {
	if p.from == p.to {
		return "port " + strconv.Itoa(p.from)
	}
	return "ports " + strconv.Itoa(p.from) + "-" + strconv.Itoa(p.to)
}
