package network

import (
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// names asks whether the client's VPC resolves the names that lead to the endpoint: a
// service's own, and those of records. Without any, programs use the endpoint's own,
// which is public.
func (w *Walker) names(way *Way, f family) []branch {
	m, e := w.m, way.Endpoint
	var all []branch
	private := false
	switch d := m.alone(func() { private = e.Bool("PrivateDnsEnabled") }); {
	case d.is:
		all = append(all, unsure(e, d))
	case private:
		all = append(all, w.ownName(way))
	}
	others := 0
	for _, record := range m.leading(e) {
		switch is, known := record.isOfFamily(f); {
		case !known:
			all = append(all, unknown(record, "whether %s is for the family of the endpoint's addresses isn't known", record))
		case is:
			b := w.recordName(way, record)
			b.passed = append(b.passed, record)
			if zone := m.findQuietly(record.Value("HostedZoneId"), HostedZone, record.Place); zone != nil {
				b.passed = append(b.passed, zone)
			}
			all = append(all, b)
		default:
			others++
		}
	}
	for _, record := range w.stray {
		all = append(all, unknown(record, "where %s leads is only known at deploy", record))
	}
	switch {
	case len(all) > 0:
		return all
	case others > 0:
		return []branch{blocked(demand.ClientIpAddressType, e, "", "no record for the family of addresses leads to the endpoint")}
	}
	return []branch{open(e, "no private name: programs call the endpoint by its own")}
}

// isOfFamily reports whether a record gives addresses of a family.
func (record *Resource) isOfFamily(f family) (is, known bool) {
	kind := ""
	known = record.model.sure(func() { kind = record.Text("Type") })
	return kind == "CNAME" || kind == map[bool]string{false: "A", true: "AAAA"}[f.six], known && (kind == "CNAME" || !f.unsure.is)
}

// mayLeadAnywhere reports whether nothing at all is known of where a record leads.
func (record *Resource) mayLeadAnywhere() bool {
	values := append(record.at("AliasTarget.DNSName"), record.at("ResourceRecords")...)
	return slices.ContainsFunc(values, func(value any) bool {
		unknown, ok := value.(assembly.Unknown)
		return ok && len(unknown.From) == 0
	})
}

// ownName is the service's own name, which AWS has resolve in the endpoint's VPC.
func (w *Walker) ownName(way *Way) branch {
	m, e := w.m, way.Endpoint
	vpc := m.findQuietly(e.Value("VpcId"), VPC, e.Place)
	attributes := m.decide(open(e, "the service's own name leads to the endpoint"),
		blocked(demand.DnsVpcAttributes, orElse(vpc, e), "EnableDnsHostnames", "the DNS attributes of %s are not both on: private DNS does not resolve there", shown(e.Value("VpcId"))),
		func() bool { return e.Vpc().resolves() })
	switch {
	case attributes.state != Open || way.Service == nil:
		return attributes
	case way.isOfResource():
		return w.resourceName(way)
	}
	if way.Service.isVerified() {
		return attributes
	}
	return m.decide(unknown(way.Service, "the service's own name resolves once its domain is verified"),
		blocked(demand.DnsServiceName, e, "PrivateDnsEnabled", "private DNS is on, but the service has no private DNS name"),
		func() bool { return way.Service.Has("PrivateDnsName") })
}

// recordName is the name of a record that leads to the endpoint.
func (w *Walker) recordName(way *Way, record *Resource) branch {
	m := w.m
	vpc, place := way.Endpoint.Value("VpcId"), way.Endpoint.Place
	if way.Client != nil && way.Client.vpc != nil {
		vpc, place = way.Client.vpc, way.Client.place
	}
	var zone *Resource
	var name string
	isPrivate := false
	if d := m.alone(func() { zone, name = record.HostedZone(), record.name(); isPrivate = zone.isPrivate() }); d.is {
		return unsure(record, d)
	}
	if !isPrivate {
		return open(record, "%s is a public name of the endpoint", name)
	}
	associated := m.decide(open(record, "%s leads to the endpoint", name),
		blocked(demand.DnsZoneVpc, zone, "VPCs", "%s does not resolve in the client's VPC: the zone is not associated with it", name),
		func() bool {
			return some(m, zone.Objects("VPCs"), func(of Object) bool { return m.same(of.Value("VPCId"), zone.associated(of), vpc, place) })
		})
	if associated.state != Open {
		return associated
	}
	in := m.findQuietly(vpc, VPC, place)
	attributes := m.decide(associated,
		blocked(demand.DnsVpcAttributes, orElse(in, zone), "EnableDnsHostnames", "%s does not resolve: the DNS attributes of %s are not both on", name, shown(vpc)),
		func() bool {
			at := m.find(vpc, VPC, place)
			return at != nil && at.resolves()
		})
	if attributes.state != Open {
		return attributes
	}
	var by zoneHolder
	shadowed := m.decide(blocked(demand.DnsNameShadowed, record, "Name", "%s is answered by a more specific zone of the VPC, which does not hold it", name), associated,
		func() bool {
			var is bool
			by, is = w.shadowing(zone, name, vpc, place)
			return is
		})
	if shadowed.state == Blocked {
		shadowed.why = name + " is answered by " + by.String() + ", the more specific zone " + by.name + " of the VPC, which does not hold it"
	}
	return shadowed
}

// orElse is a resource, or another one instead of none.
func orElse(one, otherwise *Resource) *Resource {
	if one != nil {
		return one
	}
	return otherwise
}

// findQuietly finds a resource, without a doubt where there is none.
func (m *Model) findQuietly(value any, of string, place Place) (r *Resource) {
	m.alone(func() { r = m.find(value, of, place) })
	return r
}

// shadowing finds a zone of a VPC that is more specific than another for a name, and
// doesn't hold it. What may be one leaves a doubt.
//
// Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
func (w *Walker) shadowing(zone *Resource, name string, vpc any, place Place) (by zoneHolder, is bool) {
	m := w.m
	shadows := func(other zoneHolder) bool {
		return isWithin(other.name, zone.name()) && other.name != zone.name() && isWithin(name, other.name) && !other.holds(name)
	}
	for _, other := range m.zonesIn(vpc, place, zone) {
		d := m.alone(func() { is = shadows(other) })
		if is && !d.is {
			return other, true
		}
		m.keep(d)
	}
	for _, other := range w.hosted[""] {
		m.keep(m.alone(func() { other.name() }))
	}
	for longer := name; longer != zone.name() && longer != ""; { // Those whose VPCs may not be known.
		for _, other := range w.hosted[longer] {
			m.keep(m.alone(func() {
				some(m, other.Objects("VPCs"), func(of Object) bool { return m.same(of.Value("VPCId"), other.associated(of), vpc, place) })
			}))
		}
		_, longer, _ = strings.Cut(longer, ".")
	}
	for _, rule := range m.All(ResolverRule) {
		m.keep(m.alone(func() {
			if domain := folded(rule.Text("DomainName")); isWithin(name, strings.TrimPrefix(domain, ".")) {
				m.doubtOf("the resolver rule " + rule.String() + ", which may answer for " + name)
			}
		}))
	}
	return zoneHolder{}, false
}
