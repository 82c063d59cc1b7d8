package network

import (
	"net/netip"
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// workloads are the types of what sends and receives packets by itself.
var workloads = []string{Instance, Function, EcsService, ScalingGroup}

// Parties are all that may be clients: workloads and security groups.
func (m *Model) Parties() []*Party {
	var all []*Party
	for _, of := range append(workloads, SecurityGroup) {
		for _, r := range m.All(of) {
			if r.isThere() {
				all = append(all, m.party(r))
			}
		}
	}
	return all
}

// isThere reports whether it isn't merely what a macro may make.
func (r *Resource) isThere() bool { return r.Source != nil || !r.Uncertain }

// Range is a party at every address of a range.
func (m *Model) Range(r netip.Prefix) *Party {
	return &Party{Name: r.String(), spots: []spot{{fixed: []netip.Prefix{r}}}, declared: true,
		guard: guard{others: doubt{true, "the security groups of what is in " + r.String()}}}
}

// Within puts a range into the VPC of an endpoint, if it lies in that VPC's ranges; outside
// tells that it surely doesn't.
func (p *Party) Within(e *Resource) (there *Party, outside bool) {
	m := e.model
	var ranges []netip.Prefix
	if d := m.alone(func() { ranges = append(e.Vpc().Ranges4(), e.Vpc().Ranges6()...) }); d.is {
		return p, false
	}
	for _, fixed := range p.spots[0].fixed {
		if whole, _ := covered(fixed, ranges); !whole {
			return p, true
		}
	}
	inside := *p
	inside.vpc, inside.place = e.Value("VpcId"), e.Place
	inside.spots = []spot{{vpc: m.findQuietly(inside.vpc, VPC, e.Place), fixed: p.spots[0].fixed}}
	return &inside, false
}

// IsRange reports whether it is nothing but addresses.
func (p *Party) IsRange() bool { return p.Resource == nil }

// IPv6 reports whether a range has IPv6 addresses.
func (p *Party) IPv6() bool {
	return p.IsRange() && len(p.spots) > 0 && len(p.spots[0].fixed) > 0 && p.spots[0].fixed[0].Addr().Is6()
}

// IsIn reports whether a party may be in the VPC of an endpoint.
func (p *Party) IsIn(e *Resource) bool {
	is := true
	d := e.model.alone(func() { is = e.model.same(p.vpc, p.place, e.Value("VpcId"), e.Place) })
	return is || d.is
}

// InterfaceEndpoints are those that packets may go through: to services, and to resources.
func (m *Model) InterfaceEndpoints() []*Resource {
	var all []*Resource
	for _, e := range m.All(Endpoint) {
		if is := false; e.isThere() && (!m.sure(func() { is = e.isInterface() || e.Text("VpcEndpointType") == "Resource" }) || is) {
			all = append(all, e)
		}
	}
	m.doubted = false
	return all
}

// Services are those that take interface endpoints, and resource configurations that are
// reached by themselves.
func (m *Model) Services() []*Resource {
	all := slices.Concat(m.All(EndpointService), m.All(ResourceConfiguration))
	return slices.DeleteFunc(all, func(s *Resource) bool {
		isChild := false
		m.alone(func() { isChild = s.Type == ResourceConfiguration && s.kind() == child })
		return !s.isThere() || isChild || len(s.at("GatewayLoadBalancerArns")) > 0
	})
}

// Serves is what is known of an endpoint's service: one of the model's, or of AWS's own;
// nil where it is another.
func (m *Model) Serves(e *Resource) (offer *Offer) {
	m.alone(func() { offer = e.OfferTo() })
	return offer
}

// ClientsOf are those that an endpoint's security groups let in: the workloads of the
// groups that they name, these themselves where no workload is known, and ranges within
// its VPC.
func (m *Model) ClientsOf(e *Resource) []*Party {
	var all []*Party
	add := func(p *Party) {
		if !slices.ContainsFunc(all, func(other *Party) bool { return other.Name == p.Name }) {
			all = append(all, p)
		}
	}
	for _, group := range m.guardOf(e).groups {
		var rules []GroupRule
		m.alone(func() { rules = group.Rules("Ingress") })
		for _, r := range rules {
			var from *Resource
			var ranges []netip.Prefix
			m.alone(func() {
				if value := r.Value("SourceSecurityGroupId"); value != nil {
					from = m.find(value, SecurityGroup, r.place)
				}
				ranges = append(r.prefixes("CidrIp"), r.prefixes("CidrIpv6")...)
			})
			if from != nil {
				for _, p := range m.usersOf(from) {
					add(p)
				}
			}
			for _, admitted := range ranges {
				add(m.inVpcOf(e, admitted))
			}
			if vpc := m.findQuietly(e.Value("VpcId"), VPC, e.Place); vpc != nil && r.isOfIPv6(vpc) {
				add(&Party{Name: "the VPC's IPv6 addresses", spots: []spot{{vpc: vpc}}, vpc: vpc.Self(), place: vpc.Place, onlyIPv6: true,
					guard: guard{others: doubt{true, "the security groups of what is in " + vpc.String()}}})
			}
		}
	}
	m.doubted = false
	return all
}

// isOfIPv6 reports whether a rule is for the IPv6 range that AWS chooses for a VPC.
func (r GroupRule) isOfIPv6(vpc *Resource) bool {
	for _, from := range assembly.ReferencesIn(r.Properties["CidrIpv6"]) {
		if from.Attribute == "Ipv6CidrBlocks" && r.model.bySource[from.Resource] == vpc {
			return true
		}
	}
	return false
}

// usersOf are the workloads that surely have a security group; the group itself if none is
// known.
func (m *Model) usersOf(group *Resource) []*Party {
	var all []*Party
	for _, of := range workloads {
		for _, path := range nics[of].groups {
			for _, r := range m.Naming(of, path, group) {
				all = append(all, m.party(r))
			}
		}
	}
	if len(all) == 0 {
		all = append(all, m.party(group))
	}
	return all
}

// inVpcOf is whoever is at one of a range's addresses in the VPC of an endpoint.
func (m *Model) inVpcOf(e *Resource, admitted netip.Prefix) *Party {
	p := m.Range(admitted)
	p.declared, p.vpc, p.place = false, e.Value("VpcId"), e.Place
	m.alone(func() {
		for _, own := range append(e.Vpc().Ranges4(), e.Vpc().Ranges6()...) {
			if admitted.Bits() <= own.Bits() && admitted.Contains(own.Addr()) {
				p.spots, p.Name = []spot{{vpc: e.Vpc(), fixed: []netip.Prefix{own}}}, "the VPC's "+own.String()
				break
			}
		}
	})
	return p
}

// PortsOf are the ports that a service listens on, or is known for; those that an
// endpoint's groups admit where nothing is known of it. Of a range it is the first and the
// last. One port without a number stands for those that aren't known.
func (m *Model) PortsOf(e, s *Resource, offer *Offer) (all []Ports) {
	add := func(p Ports) {
		if p.From > 0 && p.From <= 65535 && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	switch {
	case s != nil && s.Type == ResourceConfiguration:
		m.alone(func() {
			for _, ports := range s.PortRanges() {
				add(Ports{ports.From, ports.From, "tcp"})
				add(Ports{ports.To, ports.To, "tcp"})
			}
		})
	case s != nil:
		var balancers []*Resource
		m.alone(func() { balancers = s.Balancers() })
		for _, l := range m.listenersOfAny(balancers) {
			m.sure(func() {
				n, _ := l.Number("Port")
				for _, transport := range transports(l.protocol()) {
					add(Ports{n, n, transport})
				}
			})
		}
	case offer != nil && len(offer.Ports) > 0:
		for _, p := range offer.Ports {
			add(Ports{p.From, p.From, p.Transport})
			add(Ports{p.To, p.To, p.Transport})
		}
	}
	if len(all) == 0 && e != nil && (s == nil || s.Type == ResourceConfiguration) {
		for _, group := range m.guardOf(e).groups {
			m.alone(func() {
				for _, r := range group.Rules("Ingress") {
					for _, transport := range []string{"tcp", "udp"} {
						from, _ := r.Number("FromPort")
						if r.Text("IpProtocol") == transport && from > 0 {
							add(Ports{from, from, transport})
						}
					}
				}
			})
		}
	}
	m.doubted = false
	if len(all) == 0 {
		return []Ports{{0, 0, "tcp"}}
	}
	return all
}

// FamiliesOf tells which families of addresses the ways through an endpoint have: IPv6 or
// not. Without one that of the service's, if it has but one.
func (m *Model) FamiliesOf(e, s *Resource) (six []bool, known bool) {
	kind := "ipv4"
	if e == nil && s.Type == ResourceConfiguration {
		return []bool{false}, true // Between client and endpoint, of which nothing is known.
	}
	if e == nil {
		var families []string
		known = m.sure(func() { families = s.Texts("SupportedIpAddressTypes") }) && len(families) < 2
		return []bool{len(families) == 1 && families[0] == "ipv6"}, known
	}
	known = m.sure(func() { kind = e.Or("IpAddressType", "ipv4") })
	switch kind {
	case "ipv6":
		return []bool{true}, known
	case "dualstack":
		return []bool{false, true}, known
	}
	return []bool{false}, known
}

// Lacks reports whether a client surely has no addresses of a family.
func (p *Party) Lacks(six bool) bool {
	if p.onlyIPv6 {
		return !six
	}
	if len(p.spots) == 0 || p.elsewhere.is {
		return false
	}
	for _, at := range p.spots {
		switch {
		case at.subnet != nil:
			has := true
			sure := at.subnet.model.sure(func() {
				if has = at.subnet.HasRange4(); six {
					has = at.subnet.HasRange6()
				}
			})
			if !sure || has {
				return false
			}
		case at.fixed == nil || at.fixed[0].Addr().Is6() == six:
			return false
		}
	}
	return true
}

// NameOf is the name of an endpoint's service, or the ARN of its resource; empty where it isn't known.
func (m *Model) NameOf(e *Resource) (name string) {
	m.alone(func() { name = e.Text("ServiceName") })
	if name == "" {
		m.alone(func() { name = e.Text("ResourceConfigurationArn") })
	}
	return name
}
