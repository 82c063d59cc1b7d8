package network

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// folded is a name as Route 53 compares it: it folds case, and knows no dot at the end. An
// asterisk may be written as its code.
//
// Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
func folded(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSuffix(name, ".")), `\052`, "*")
}

// name is that of a zone or record.
func (o Object) name() string { return folded(o.Text("Name")) }

// records are those of a zone, by themselves and in groups, with a doubt where there may be
// others.
func (zone *Resource) records() []Object {
	var records []Object
	for _, record := range zone.model.NamingOnly(RecordSet, "HostedZoneId", zone) {
		records = append(records, record.Object)
	}
	for _, group := range zone.model.NamingOnly(RecordSetGroup, "HostedZoneId", zone) {
		records = append(records, group.Objects("RecordSets")...)
	}
	return records
}

// Zone is the hosted zone of a record.
func (record *Resource) HostedZone() *Resource { return record.The("HostedZoneId", HostedZone) }

// isWithin reports whether a name is another one, or lies below it.
func isWithin(name, parent string) bool {
	return name == parent || strings.HasSuffix(name, "."+parent)
}

// privateName is the private DNS name that an endpoint brings to its VPC; empty for none.
func (e *Resource) privateName() string {
	if !e.Bool("PrivateDnsEnabled") {
		return ""
	}
	switch o := e.OfferTo(); {
	case o == nil:
		return ""
	case o.Service != nil:
		return folded(o.Service.Text("PrivateDnsName"))
	case o.PrivateDnsName == "":
		o.unknown(e.model)
		return ""
	default:
		return folded(o.PrivateDnsName)
	}
}

// zoneHolder is a zone of a VPC: a private hosted zone, or the one that AWS hides for an
// endpoint's private name.
type zoneHolder struct {
	*Resource
	name string
}

// zonesIn are the zones that a VPC surely has, but for those of one resource.
func (m *Model) zonesIn(vpc any, place Place, but *Resource) []zoneHolder {
	k, ok := m.key(vpc, place)
	if !ok {
		m.Doubt()
		return nil
	}
	all, known := m.zones[k]
	if !known {
		all = m.zonesOf(vpc, place)
		if m.Elsewhere == nil {
			if m.zones == nil {
				m.zones = map[key][]zoneHolder{}
			}
			m.zones[k] = all
		}
	}
	i := slices.IndexFunc(all, func(z zoneHolder) bool { return z.Resource == but })
	if i < 0 {
		return all
	}
	return slices.Concat(all[:i], all[i+1:])
}

func (m *Model) zonesOf(vpc any, place Place) []zoneHolder {
	var zones []zoneHolder
	add := func(r *Resource, name func() string) {
		var text string
		if sure := m.sure(func() { text = name() }); sure && text != "" {
			zones = append(zones, zoneHolder{r, text})
		}
	}
	k, _ := m.key(vpc, place)
	for _, zone := range m.hosted()[k] {
		add(zone, zone.name)
	}
	for _, e := range m.Having(Endpoint, "VpcId", vpc, place) {
		add(e, func() string { return strings.TrimPrefix(e.privateName(), "*.") })
	}
	return zones
}

// hosted are the private hosted zones by their VPCs, which may be of other Regions.
func (m *Model) hosted() map[key][]*Resource {
	if m.hostedZones != nil {
		return m.hostedZones
	}
	m.hostedZones = map[key][]*Resource{}
	for _, zone := range m.All(HostedZone) {
		for _, vpc := range zone.Objects("VPCs") {
			if k, ok := m.key(vpc.Value("VPCId"), zone.associated(vpc)); ok && !slices.Contains(m.hostedZones[k], zone) {
				m.hostedZones[k] = append(m.hostedZones[k], zone)
			}
		}
	}
	return m.hostedZones
}

// associated is the place of a VPC that a zone is associated with.
func (zone *Resource) associated(vpc Object) Place {
	place := zone.Place
	if region, ok := vpc.Value("VPCRegion").(string); ok {
		place.Region = region
	}
	return place
}

// isPrivate reports whether a zone is known to be a private one.
func (zone *Resource) isPrivate() bool { return zone.Has("VPCs") }

// leadsTo are the endpoints that a record surely leads to.
func (record *Resource) leadsTo() []*Resource {
	var endpoints []*Resource
	for _, value := range append(record.at("AliasTarget.DNSName"), record.at("ResourceRecords")...) {
		source, _ := assembly.SourceOf(value)
		if r := record.model.bySource[source.Resource]; r != nil && r.Type == Endpoint && !slices.Contains(endpoints, r) {
			endpoints = append(endpoints, r)
		}
	}
	return endpoints
}

// holds reports whether a zone answers for a name, with a doubt where it may.
func (z zoneHolder) holds(name string) bool {
	if z.Type == Endpoint {
		own := z.privateName()
		return own == name || strings.HasPrefix(own, "*.") && isWithin(name, z.name)
	}
	return some(z.model, z.records(), func(record Object) bool {
		own := record.name()
		return own == name || strings.HasPrefix(own, "*.") && strings.HasSuffix(name, own[1:])
	})
}

// isDomainName reports whether a name of a zone or record is one for Route 53: labels of up to 63
// characters, other than a blank, or of their octal codes.
//
// Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
func isDomainName(name string) bool {
	plain := octalCode.ReplaceAllString(name, "x")
	return domainName.MatchString(plain) && len(plain) <= 255
}

var (
	octalCode  = regexp.MustCompile(`\\[0-3][0-7]{2}`)
	domainName = regexp.MustCompile(`^([!-\-/-~]{1,63}\.)*[!-\-/-~]{1,63}\.?$`)
)

// named is a rule on endpoints with private DNS and their services.
func named(d *demand.Demand, check func(c *Case, o *Offer)) rule {
	return offered(d, func(c *Case, o *Offer) {
		if c.Bool("PrivateDnsEnabled") {
			check(c, o)
		}
	})
}

// resolves reports whether a VPC resolves private names: support is on unless it is turned
// off, hostnames are off unless they are turned on.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
func (vpc *Resource) resolves() bool {
	vpc.unsettled()
	return vpc.Or("EnableDnsSupport", "true") == "true" && vpc.Bool("EnableDnsHostnames")
}

// privateDnsRules are about a service's own name in the VPC of an endpoint.
var privateDnsRules = []rule{
	{Demand: demand.DnsVpcAttributes, of: Endpoint, check: func(c *Case) {
		if vpc := c.Vpc(); c.Bool("PrivateDnsEnabled") && !vpc.resolves() {
			c.brokenSaying([]any{vpc}, "PrivateDnsEnabled", "is set, but the DNS attributes of %s are not both on", vpc)
		}
	}},
	named(demand.DnsServiceName, func(c *Case, o *Offer) {
		none := o.PrivateDnsName == ""
		if o.Service != nil {
			none = !o.Service.Has("PrivateDnsName")
			o.Service.unsettled() // As the CDK's VpcEndpointServiceDomainName says it, by a custom resource.
		} else if none && o.unknown(c.model) {
			return
		}
		if none && !c.isLattice() {
			c.brokenSaying([]any{c.Value("ServiceName")}, "PrivateDnsEnabled", "is set, but the service has no private DNS name")
		}
	}),
	// DynamoDB's page says that it has none, but the CDK asks for it by default: it is advice.
	//
	// Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html,
	// https://github.com/aws/aws-cdk/pull/30162
	{Demand: demand.DnsServiceName, of: Endpoint, advice: true, accepted: true, check: func(c *Case) {
		if o := c.OfferTo(); o != nil && o.Own == "dynamodb" && c.isInterface() && c.Bool("PrivateDnsEnabled") {
			c.brokenSaying([]any{c.Value("ServiceName")}, "PrivateDnsEnabled", "is set, but DynamoDB may have no private DNS name")
		}
	}},
	named(demand.DnsVerification, func(c *Case, o *Offer) {
		if o.Service == nil || o.Service.isVerified() {
			return
		}
		o.Service.unsettled() // By what has the name verified.
		if o.Service.Has("PrivateDnsName") && c.Source != nil {
			c.brokenSaying([]any{c.Value("ServiceName")}, "PrivateDnsEnabled", "is set, but the name of %s has to be verified before", o.Service)
		}
	}),
	named(demand.DnsAcceptance, func(c *Case, o *Offer) {
		if o.Service != nil && c.Source != nil && o.Service.RequiresAcceptance() {
			c.broken("PrivateDnsEnabled", "is set, but the provider of %s has to accept the endpoint before", o.Service)
		}
	}),
	named(demand.DnsNameTaken, func(c *Case, o *Offer) {
		name := strings.TrimPrefix(c.privateName(), "*.")
		for _, taken := range c.model.zonesIn(c.Value("VpcId"), c.Place, c.Resource) {
			if taken.name == name {
				c.brokenSaying([]any{name, c.Vpc()}, "PrivateDnsEnabled", "brings %q to the VPC, which is the domain of %s already", name, taken)
			}
		}
	}),
	{Demand: demand.DnsNameTaken, of: Endpoint, check: func(c *Case) {
		if !c.isInterface() || !c.Bool("PrivateDnsEnabled") || c.Value("ServiceName") == nil {
			return
		}
		if c.model.sure(func() { c.privateName() }) {
			return // It is known by name.
		}
		for _, other := range c.twins("VpcId") { // Of the same service, whatever its name.
			c.model.sure(func() {
				if other.Bool("PrivateDnsEnabled") && other.isInterface() && other.Value("ServiceName") != nil &&
					c.model.same(other.Value("ServiceName"), other.Place, c.Value("ServiceName"), c.Place) {
					c.brokenSaying(nil, "PrivateDnsEnabled", "is set for the service of %s in the same VPC, too", other)
				}
			})
		}
	}},
	named(demand.OnlyInboundResolver, func(c *Case, o *Offer) {
		if !c.namesForInboundResolvers(o) {
			return
		}
		hasGateway := some(c.model, c.model.HavingOnly(Endpoint, "VpcId", c.Value("VpcId"), c.Place), c.isGatewayOfSame)
		if c.Vpc().Source == nil && !c.model.Closed {
			c.model.Doubt()
		}
		if !hasGateway {
			c.brokenSaying([]any{c.Vpc()}, "DnsOptions", "enable private DNS for inbound resolvers only, but %s has no gateway endpoint for the service", c.Vpc())
		}
	}),
	named(demand.GatewayEndpointOrder, func(c *Case, o *Offer) {
		if !c.namesForInboundResolvers(o) || c.Source == nil {
			return
		}
		each(c, c.model.Having(Endpoint, "VpcId", c.Value("VpcId"), c.Place), func(other *Resource) {
			if other.Source != nil && other.Source.Stack == c.Source.Stack && c.isGatewayOfSame(other) && !c.Source.WaitsFor(other.Source) {
				c.broken("DnsOptions", "enable private DNS for inbound resolvers only, and nothing has %s be made before", other)
			}
		})
	}),
	{Demand: demand.DnsPreference, of: Endpoint, check: func(c *Case) {
		preference := c.Text("DnsOptions.PrivateDnsPreference")
		specified := preference == "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS" || preference == "SPECIFIED_DOMAINS_ONLY"
		lattice := slices.Contains([]string{"Resource", "ServiceNetwork"}, c.Text("VpcEndpointType"))
		if preference != "" && (!lattice || !c.Bool("PrivateDnsEnabled")) {
			c.broken("DnsOptions", "have a PrivateDnsPreference, which is for endpoints of VPC Lattice with private DNS")
		} else if c.Has("DnsOptions.PrivateDnsSpecifiedDomains") != specified {
			c.broken("DnsOptions", "have specified domains, or the preference %q, without the other", preference)
		}
	}},
	{Demand: demand.DnsAwsOff, of: Endpoint, check: func(c *Case) {
		o := c.OfferTo()
		if o == nil || o.Own == "" || !c.isInterface() || c.Bool("PrivateDnsEnabled") || o.Own == "dynamodb" {
			return
		}
		for _, zone := range c.model.zonesIn(c.Value("VpcId"), c.Place, nil) {
			if strings.HasSuffix(zone.name, ".amazonaws.com") || strings.HasSuffix(zone.name, ".aws") {
				return // It is named so.
			}
		}
		if c.model.isNamed(c.Resource) {
			return // Programs are told another name.
		}
		c.broken("PrivateDnsEnabled", "is off, so the SDKs' names of %s still lead past the endpoint", o.Own)
	}},
}

// leading are the records that surely lead to an endpoint.
func (m *Model) leading(e *Resource) []*Resource {
	m.findLeads()
	return m.leads[e]
}

// isNamed reports whether a record, or a group of such, names an endpoint, and may lead to it.
func (m *Model) isNamed(e *Resource) bool {
	m.findLeads()
	return m.named[e]
}

func (m *Model) findLeads() {
	if m.leads != nil {
		return
	}
	m.leads, m.named = map[*Resource][]*Resource{}, map[*Resource]bool{}
	for _, record := range slices.Concat(m.All(RecordSet), m.All(RecordSetGroup)) {
		for _, reference := range assembly.ReferencesIn(record.Properties) {
			if to := m.bySource[reference.Resource]; to != nil {
				m.named[to] = true
			}
		}
		for _, to := range record.leadsTo() {
			m.leads[to] = append(m.leads[to], record)
		}
	}
}

var nameRules = []rule{
	{Demand: demand.DnsZoneName, of: HostedZone, check: func(c *Case) {
		if name := c.Text("Name"); !isDomainName(name) || strings.HasPrefix(name, "*") {
			c.broken("Name", "%q is not a domain name", name)
		}
	}},
	{Demand: demand.ZoneVpc, of: HostedZone, check: func(c *Case) {
		each(c, c.Objects("VPCs"), func(vpc Object) {
			value := vpc.Value("VPCId")
			if of := c.model.bySourceOf(value); of != nil && of.hasAccount() && c.hasAccount() && of.Account != c.Account {
				c.brokenSaying([]any{of}, "VPCs", "has %s of account %s, but the zone is of %s", of, of.Account, c.Account)
				return
			}
			if c.model.find(value, VPC, Place{c.Account, vpc.Text("VPCRegion")}) == nil {
				c.brokenSaying([]any{value}, "VPCs", "has %v, which is not there", value)
			}
		})
	}},
	{Demand: demand.ZoneVpcTwice, of: HostedZone, check: func(c *Case) {
		if c.model.repeats(c.at("VPCs.VPCId"), c.Place) {
			c.broken("VPCs", "lists a VPC twice")
		}
	}},
	{Demand: demand.DnsVpcAttributes, of: HostedZone, accepted: true, check: func(c *Case) {
		each(c, c.Objects("VPCs"), func(vpc Object) {
			if of := c.model.find(vpc.Value("VPCId"), VPC, Place{c.Account, c.Region}); of != nil && !of.resolves() {
				c.broken("VPCs", "has %s, whose DNS attributes are not both on: the names don't resolve there", of)
			}
		})
	}},
	{Demand: demand.DnsZoneTaken, of: HostedZone, check: func(c *Case) {
		each(c, c.Objects("VPCs"), func(vpc Object) {
			for _, taken := range c.model.zonesIn(vpc.Value("VPCId"), c.associated(vpc), c.Resource) {
				if taken.name == c.name() {
					c.brokenSaying([]any{vpc.Value("VPCId"), vpc.Value("VPCRegion"), taken.name}, "VPCs", "has a VPC in which %q is the domain of %s already", taken.name, taken)
				}
			}
		})
	}},
	{Demand: demand.DnsRecordName, of: RecordSet, check: func(c *Case) {
		if name := c.Text("Name"); !isDomainName(name) {
			c.brokenSaying([]any{name}, "Name", "%q is not a name for a record", name)
		}
	}},
	{Demand: demand.RecordOutsideZone, of: RecordSet, check: func(c *Case) {
		if zone := c.HostedZone(); zone.Has("Name") && !isWithin(c.name(), zone.name()) {
			c.brokenSaying([]any{c.name(), zone.name()}, "Name", "%q is not in the zone %q", c.name(), zone.name())
		}
	}},
	{Demand: demand.RecordApex, of: RecordSet, check: func(c *Case) {
		if zone := c.HostedZone(); c.Text("Type") == "CNAME" && c.name() == zone.name() {
			c.brokenSaying([]any{c.name(), zone.name()}, "Type", "is CNAME, but %q is the zone itself", c.name())
		}
	}},
	{Demand: demand.RecordTaken, of: RecordSet, check: func(c *Case) {
		for _, other := range c.twins("HostedZoneId") {
			c.model.sure(func() {
				if other.name() == c.name() && other.Text("Type") == c.Text("Type") && !c.Has("SetIdentifier") && !other.Has("SetIdentifier") {
					c.brokenSaying([]any{c.name(), c.Text("Type")}, "Name", "%q is the name of %s too, of the same type", c.name(), other)
				}
			})
		}
	}},
	{Demand: demand.VerificationRecordTwice, of: RecordSet, check: func(c *Case) {
		service, rest := c.verifies()
		if service == nil {
			return
		}
		for _, other := range c.twins("HostedZoneId") {
			if its, theirs := other.verifies(); its != nil && its != service && rest == theirs {
				c.broken("Name", "verifies %q for %s, and %s does so for %s", strings.TrimPrefix(rest, "."), service, other, its)
			}
		}
	}},
	{Demand: demand.RecordForm, of: RecordSet, check: func(c *Case) {
		alias, records := c.Has("AliasTarget"), c.Has("ResourceRecords")
		if alias == records || records && !c.Has("TTL") || alias && c.Has("TTL") {
			c.broken("ResourceRecords", "and AliasTarget are both set, or neither is, or the TTL does not go with it")
			return
		}
		each(c, c.at("ResourceRecords"), func(value any) {
			first, last := value, value
			if text, ok := value.(assembly.Text); ok {
				first, last = text[0], text[len(text)-1]
			}
			if c.Text("Type") == "TXT" && !(strings.HasPrefix(c.text(first), `"`) && strings.HasSuffix(c.text(last), `"`)) {
				c.broken("ResourceRecords", "has a text that is not in quotation marks")
			}
		})
	}},
	{Demand: demand.DnsNameShadowed, of: RecordSet, check: func(c *Case) {
		zone, name := c.HostedZone(), c.name()
		if len(c.leadsTo()) == 0 || strings.HasPrefix(name, "*") {
			return
		}
		each(c, zone.Objects("VPCs"), func(vpc Object) {
			for _, other := range c.model.zonesIn(vpc.Value("VPCId"), zone.Place, zone) {
				c.model.sure(func() {
					if isWithin(other.name, zone.name()) && other.name != zone.name() && isWithin(name, other.name) && !other.holds(name) {
						c.broken("Name", "%q is answered by %s, the more specific zone %q of the same VPC, which does not hold it", name, other, other.name)
					}
				})
			}
		})
	}},
	{Demand: demand.DnsZoneVpc, of: RecordSet, check: func(c *Case) {
		zone := c.HostedZone()
		if !zone.isPrivate() {
			return
		}
		for _, e := range c.leadsTo() {
			associated := some(c.model, zone.at("VPCs.VPCId"), func(vpc any) bool { return c.model.same(vpc, zone.Place, e.Value("VpcId"), e.Place) })
			if !associated {
				c.broken("HostedZoneId", "names a zone that the VPC of %s is not associated with", e)
			}
		}
	}},
	{Demand: demand.CertificateName, of: RecordSet, check: func(c *Case) { c.checkCertificate() }},
}

// verifies is the service whose private DNS name a TXT record verifies, and what follows
// the name's first label.
func (record *Resource) verifies() (service *Resource, rest string) {
	text, ok := record.Properties["Name"].(assembly.Text)
	if !ok || record.Properties["Type"] != "TXT" {
		return nil, ""
	}
	reference, ok := text[0].(assembly.Reference)
	if !ok || reference.Attribute != "PrivateDnsNameConfiguration.Name" {
		return nil, ""
	}
	return record.model.bySource[reference.Resource], folded(assembly.Format(text[1:]))
}

// checkCertificate compares the name that clients call with the certificates of the
// listeners behind it.
func (c *Case) checkCertificate() {
	name := c.name()
	if strings.HasPrefix(name, "*") || c.model.doubts() {
		return
	}
	for _, e := range c.leadsTo() {
		o := e.OfferTo()
		if o == nil || o.Service == nil {
			continue
		}
		for _, l := range c.model.listenersOfAny(o.Service.Balancers()) {
			c.model.sure(func() { c.checkCertificatesOf(l, name) })
		}
	}
}

func (c *Case) checkCertificatesOf(l *Resource, name string) {
	if l.protocol() != "TLS" {
		return
	}
	certificates := l.at("Certificates.CertificateArn")
	for _, more := range c.model.NamingOnly(ListenerCertificate, "ListenerArn", l) {
		certificates = append(certificates, more.at("Certificates.CertificateArn")...)
	}
	covered := some(c.model, certificates, func(arn any) bool {
		certificate := c.model.bySourceOf(arn)
		if certificate == nil || certificate.Type != Certificate {
			c.model.Doubt()
			return false
		}
		return some(c.model, append(certificate.at("DomainName"), certificate.at("SubjectAlternativeNames")...), func(of any) bool {
			return covers(folded(c.text(of)), name)
		})
	})
	if !covered {
		c.broken("Name", "%q is in no certificate of %s", name, l)
	}
}

// covers reports whether a certificate's name is for a host: a wildcard stands for one
// label.
//
// Source: https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html#concept-wildcard
func covers(certificate, host string) bool {
	if certificate == host {
		return true
	}
	_, rest, _ := strings.Cut(host, ".")
	return certificate == "*."+rest
}

// namesForInboundResolvers reports whether an endpoint's names are for inbound resolvers
// alone, as S3's are unless something else is said.
func (c *Case) namesForInboundResolvers(o *Offer) bool {
	option := c.Text("DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint")
	return option == "OnlyInboundResolver" || o.Own == "s3" && slices.Contains([]string{"", "NotSpecified"}, option)
}

// isGatewayOfSame reports whether another endpoint is a gateway endpoint of the same service.
func (c *Case) isGatewayOfSame(other *Resource) bool {
	return other.Or("VpcEndpointType", "Gateway") == "Gateway" && c.model.same(other.Value("ServiceName"), other.Place, c.Value("ServiceName"), c.Place)
}
