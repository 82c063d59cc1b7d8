package network

import (
	"fmt"
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// A resource of VPC Lattice has no load balancer: behind the endpoint come its configuration,
// the gateway, and the resource itself.

// isOfResource reports whether a way leads to a resource configuration, of the model or not.
func (way *Way) isOfResource() bool {
	if way.Service != nil {
		return way.Service.Type == ResourceConfiguration
	}
	return way.Endpoint != nil && way.Endpoint.Properties["ResourceConfigurationArn"] != nil
}

// toResource adds the hops behind the endpoint to a resource of the model.
func (w *Walker) toResource(way *Way, t traffic, add func(code string, branches ...branch)) {
	m := w.m
	add("permission", w.shared(way))
	add("acceptance", w.invited(way))
	if way.Endpoint != nil {
		add("zones", w.gatewayZones(way))
	}
	admits, resources, perhaps := w.configured(way, t)
	add("configuration", admits)
	var gateway *Resource
	found := m.alone(func() { gateway = way.Service.ResourceGateway() })
	if found.is {
		for _, code := range []string{"gateway-out", "resource-in"} {
			add(code, unsure(way.Service, found))
		}
		return
	}
	way.Balancers = append(way.Balancers, gateway)
	from := m.party(gateway)
	var out, in, acl []branch
	for _, of := range resources {
		its := w.behindGateway(from, of, t)
		out, in, acl = append(out, its.out...), append(in, its.in...), append(acl, its.acl...)
		if its.to != nil {
			way.Targets = append(way.Targets, its.to.Name+":"+t.port)
		}
	}
	out, in = append(out, perhaps...), append(in, perhaps...)
	if len(out) == 0 {
		out = append(out, unknown(way.Service, "no resource is known that takes %s", t))
		in = out
	}
	add("gateway-out", out...)
	add("resource-in", in...)
	if acl != nil {
		add("acl-resource", acl...)
	}
}

// shared asks whether the consumer's account may use the configuration.
func (w *Walker) shared(way *Way) branch {
	m, e, s := w.m, way.Endpoint, way.Service
	switch {
	case e == nil:
		return unknown(s, "who the consumers are isn't in these templates; the resource is shared with %s", m.sharers(s))
	case e.Place == s.Place, e.hasAccount() && s.hasAccount() && e.Account == s.Account:
		return open(s, "endpoint and resource are of one account")
	case !e.hasAccount() || !s.hasAccount():
		return unknown(s, "the accounts of the stacks are only known at deploy; the resource is shared with %s", m.sharers(s))
	}
	return m.decide(open(s, "the resource is shared with %s", m.sharers(s)),
		blocked(demand.ResourceShared, s, "", "the resource is not shared with account %s, only with %s", e.Account, m.sharers(s)),
		func() bool { return s.SharedWith(e.Account) })
}

// sharers are those that a configuration is shared with, for people to read.
func (m *Model) sharers(configuration *Resource) string {
	return m.listed(ResourceShare, "ResourceArns", configuration, "Principals")
}

// invited asks whether somebody has to accept the share. Within an organization nobody has to,
// if sharing there is on; which accounts those are isn't known.
//
// Source: https://docs.aws.amazon.com/ram/latest/userguide/working-with-shared-invitations.html
func (w *Walker) invited(way *Way) branch {
	e, s := way.Endpoint, way.Service
	if e != nil && (e.Place == s.Place || e.hasAccount() && s.hasAccount() && e.Account == s.Account) {
		return open(s, "an account needs no invitation to its own resources")
	}
	return unknown(s, "an account that is not of the organization, or where sharing within it is off, must accept the share's invitation by hand before its endpoint is made")
}

// gatewayZones compares the zones of endpoint and gateway: they share one at least.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
func (w *Walker) gatewayZones(way *Way) branch {
	m, e := w.m, way.Endpoint
	return m.decide(open(e, "endpoint and gateway share a zone"),
		blocked(demand.ResourceZones, e, "SubnetIds", "endpoint and gateway share no zone"), func() bool {
			theirs := zonesOf(way.Service.ResourceGateway().Subnets())
			return some(m, m.party(e).everywhere(), func(at spot) bool {
				if at.subnet == nil {
					m.keep(at.unknown)
					return false
				}
				return some(m, theirs, func(z Zone) bool { return m.sameZone(z, at.subnet.ZoneOf()) })
			})
		})
}

// configured asks whether the configuration takes the port, and returns those that do, of a
// group its children, and a branch for each that may. Of an ARN, AWS knows the ports.
func (w *Walker) configured(way *Way, t traffic) (b branch, found []*Resource, perhaps []branch) {
	m, s := w.m, way.Service
	var resources []*Resource
	isGroup := false
	others := m.alone(func() { isGroup = s.kind() == group; resources = s.resources() })
	takes := func(of *Resource) bool {
		if of.kind() == byArn {
			return true
		}
		m.keep(t.unsurePort)
		ranges := of.at("PortRanges")
		return t.transport == "tcp" && some(m, ranges, func(value any) bool {
			from, to, ok := portRange(of.text(value))
			port, _, isPort := portRange(t.port)
			return ok && isPort && from <= port && port <= to
		})
	}
	for _, of := range resources {
		is := !isGroup
		switch d := m.alone(func() { is = is || takes(of) }); {
		case d.is:
			perhaps = append(perhaps, unsure(of, d))
		case is:
			found = append(found, of)
		}
	}
	if isGroup {
		return m.decide(open(s, "members of %s take %s", s, t),
			blocked(demand.ResourcePortClosed, s, "", "no member of %s takes %s", s, t),
			func() bool {
				is := some(m, resources, takes)
				if !is {
					m.keep(others)
				}
				return is
			}), found, perhaps
	}
	return m.decide(open(s, "%s takes %s", s, t),
		blocked(demand.ResourcePortClosed, s, "PortRanges", "%s does not take %s", s, t),
		func() bool {
			m.keep(others)
			return takes(s)
		}), found, perhaps
}

// lastStretch is from a gateway to a resource.
type lastStretch struct {
	to           *Party
	out, in, acl []branch
}

// behindGateway asks whether the gateway may send to a resource, and whether the resource
// admits it, whose addresses its traffic comes from.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
func (w *Walker) behindGateway(from *Party, of *Resource, t traffic) lastStretch {
	m := w.m
	to, t, d := w.resourceOf(from, of, t)
	if d.is {
		b := unsure(of, d)
		at := guardAt(from.guard, from.Resource)
		out := m.decide(b, blocked(demand.ResourceOutbound, at, "SecurityGroupEgress", "the security groups of %s let nothing out", from.Name), func() bool {
			m.keep(from.guard.others)
			return some(m, from.guard.groups, (*Resource).leadsSomewhere)
		})
		return lastStretch{out: []branch{out}, in: []branch{b}}
	}
	its := lastStretch{to: to}
	at := guardAt(from.guard, from.Resource)
	for _, spot := range to.everywhere() {
		b := m.decide(open(at, "%s may send to %s on %s", from.Name, to.Name, t),
			blocked(demand.ResourceOutbound, at, "SecurityGroupEgress", "the security groups of %s let nothing out to %s on %s%s", from.Name, to.Name, t, w.only(from.guard, "Egress", t)),
			func() bool { return m.lets(from.guard, "Egress", t, to.peer(m, spot, t.family, true)) })
		b.passed = append(b.passed, from.Resource, of)
		its.out = append(its.out, b)
	}
	at = guardAt(to.guard, orElse(to.Resource, of))
	for _, spot := range from.everywhere() {
		b := m.decide(open(at, "%s admits %s on %s", to.Name, from.Name, t),
			blocked(demand.ResourceInbound, at, "SecurityGroupIngress", "the security groups of %s do not admit %s on %s%s", to.Name, from.Name, t, w.only(to.guard, "Ingress", t)),
			func() bool { return m.lets(to.guard, "Ingress", t, from.peer(m, spot, t.family, true)) })
		if to.Resource != nil {
			b.passed = append(b.passed, to.Resource)
		}
		its.in = append(its.in, b)
	}
	its.acl = w.acls(from, to, t.family, leg{transport: t.transport, to: port(t.port), unsure: t.unsurePort}, leg{transport: t.transport, to: answers, back: true})
	return its
}

// resourceOf is what a configuration defines: what its name, address or ARN is an attribute of.
func (w *Walker) resourceOf(from *Party, of *Resource, t traffic) (to *Party, as traffic, d doubt) {
	m := w.m
	as = t
	d = m.alone(func() {
		const in = "ResourceConfigurationDefinition."
		for _, path := range []string{in + "DnsResource.DomainName", in + "IpResource", in + "ArnResource"} {
			value := of.Value(path)
			if value == nil {
				continue
			}
			if source, ok := assembly.SourceOf(value); ok {
				if r := m.bySource[source.Resource]; r != nil && slices.Contains(ends, r.Type) {
					to = m.party(r)
				}
			}
			if a, ok := address(fmt.Sprint(value)); ok && path == in+"IpResource" {
				to, as.family = w.addressed(from.Value("VpcIdentifier"), from.place, a), family{six: a.Is6()}
				return
			}
			if to == nil {
				m.doubtOf(value)
			}
			switch {
			case path == in+"DnsResource.DomainName":
				as.family = family{six: of.Text(in+"DnsResource.IpAddressType") == "IPV6"}
			case from.Resource.Or("IpAddressType", "IPV4") == "DUALSTACK":
				as.family = family{unsure: doubt{true, "which family of addresses the gateway uses"}}
			default:
				as.family = family{six: from.Resource.Text("IpAddressType") == "IPV6"}
			}
			return
		}
		m.doubtOf("what " + of.String() + " defines")
	})
	return to, as, d
}

// ends are the types of resources whose attributes configurations are defined by.
var ends = []string{Instance, DBInstance, DBCluster}

// resourceName is whether a resource's own name leads to the endpoint. By default AWS gives
// only names of verified domains.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
func (w *Walker) resourceName(way *Way) branch {
	m, e, s := w.m, way.Endpoint, way.Service
	var kind, preference string
	var hasName, isVerified bool
	if d := m.alone(func() {
		kind, preference = s.kind(), e.Or("DnsOptions.PrivateDnsPreference", "VERIFIED_DOMAINS_ONLY")
		hasName = s.Has("CustomDomainName") || s.Has("GroupDomain")
		isVerified = s.Has("DomainVerificationId")
	}); d.is {
		return unsure(e, d)
	}
	switch {
	case kind == byArn:
		return open(e, "the database's own names lead to the endpoint")
	case !hasName:
		return open(e, "the resource has no domain name: programs call the endpoint's association by its own")
	case preference == "ALL_DOMAINS":
		return open(e, "the resource's domain name leads to the endpoint")
	case preference == "SPECIFIED_DOMAINS_ONLY":
		return unknown(e, "names lead to the endpoint that are specified")
	case isVerified:
		return unknown(e, "the resource's domain name resolves once its domain is verified")
	}
	return unknown(e, "the resource's domain isn't verified, and its name leads to the endpoint only if it is specified")
}

// best is the branch that is passed, or else one that may be: of a resource one zone is enough.
func best(branches []branch) branch {
	found := branches[0]
	for _, b := range branches {
		if b.state == Open || b.state == Unknown && found.state == Blocked {
			found = b
		}
	}
	if found.state == Blocked {
		found.demand, found.why = demand.ResourceZones, "endpoint and gateway share no zone"
	}
	return found
}
