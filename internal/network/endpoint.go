package network

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/awsservice"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
)

// Offer is a service that endpoints may be made to, as the consumer sees it.
type Offer struct {
	// Service is nil for one that is not of the model, and Resource for what isn't a resource
	// configuration of the model.
	Service, Resource *Resource
	// Own is the short name of one of AWS's own services, such as ssm.
	Own string
	// What follows is only told of services that are not of the model, where it is known:
	// all of it in a closed one.
	Name, Region string
	// Types are those of endpoints; empty: Interface.
	Types []string
	// Regions are the others that it may be used from.
	Regions []string
	// Zones are the IDs of the zones that it is in; empty: all of its Region's.
	Zones []string
	// Families are ipv4 and ipv6; empty: ipv4.
	Families []string
	// PrivateDnsName is empty where it has none.
	PrivateDnsName string
	Unverified     bool
	Acceptance     bool
	// Policies: endpoints may have one.
	Policies bool
	// Account is the owner's, and Ports are those that the service is reached on, as its
	// contract says.
	Account string
	Ports   []Ports
}

// Ports are those of a service, from one to another.
type Ports struct {
	From, To  int
	Transport string
}

// serviceName is the name of an endpoint service: com.amazonaws.vpce.us-east-1.vpce-svc-….
var serviceName = regexp.MustCompile(`^(?:[a-z0-9]+\.)+vpce\.([a-z0-9-]+)\.vpce-svc-[0-9a-f]{8,17}$`)

// ServiceRegion returns the Region within an endpoint service's name, and whether the
// name is one.
func ServiceRegion(name string) (region string, ok bool) {
	m := serviceName.FindStringSubmatch(name)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// ownService is the name of one of AWS's own services, of a Region.
var ownService = regexp.MustCompile(`^(?:cn\.)?com\.amazonaws\.([a-z]{2,5}(?:-[a-z]+)+-\d+)\.([a-z0-9][a-z0-9._-]*)$`)

// OfferTo is the service that an endpoint is for. It is nil, with a doubt, where nothing
// is known of it; without one, where there is none by that name.
func (e *Resource) OfferTo() *Offer {
	for _, path := range []string{"ServiceName", "ResourceConfigurationArn", "ServiceNetworkArn"} {
		value := e.Value(path)
		if value == nil {
			continue
		}
		if source, ok := assembly.SourceOf(value); ok {
			r := e.model.bySource[source.Resource]
			switch {
			case r != nil && r.Type == EndpointService:
				return &Offer{Service: r}
			case r != nil && r.Type == ResourceConfiguration && path == "ResourceConfigurationArn":
				return &Offer{Resource: r}
			}
		}
		if e.model.Elsewhere != nil {
			return e.model.Elsewhere(e)
		}
		if name, ok := value.(string); ok && path == "ServiceName" {
			if m := ownService.FindStringSubmatch(name); m != nil && !strings.Contains(name, ".vpce.") {
				return &Offer{Own: m[2], Name: name, Region: m[1]}
			}
		}
		break
	}
	if e.model.Elsewhere != nil {
		return e.model.Elsewhere(e)
	}
	e.model.Doubt()
	return nil
}

// place has the Region of the service.
func (o *Offer) place() Place {
	switch {
	case o.Service != nil:
		return o.Service.Place
	case o.Resource != nil:
		return o.Resource.Place
	}
	return Place{Region: o.Region}
}

// unknown leaves a doubt for what is not known of a service.
func (o *Offer) unknown(m *Model) bool {
	if o.Service == nil && m.Elsewhere == nil {
		m.Doubt()
		return true
	}
	return false
}

// isInterface: the endpoint has network interfaces, and names.
func (e *Resource) isInterface() bool { return e.Or("VpcEndpointType", "Gateway") == "Interface" }

func (e *Resource) isLattice() bool {
	return e.Has("ResourceConfigurationArn") || e.Has("ServiceNetworkArn")
}

// served are the zones that a service is in, for an endpoint of its Region; nil for all.
func (c *Case) served(o *Offer) []Zone {
	if o.Service != nil {
		return o.Service.Zones()
	}
	if o.unknown(c.model) {
		return nil
	}
	var zones []Zone
	for _, id := range o.Zones {
		zones = append(zones, Zone{c.Place, id})
	}
	return zones
}

// families are those that a service's endpoints may have.
func (c *Case) families(o *Offer) []string {
	families := o.Families
	if o.Resource != nil { // The gateway's have nothing to do with the endpoint's.
		return []string{"ipv4", "ipv6"}
	}
	if o.Service != nil {
		families = o.Service.Texts("SupportedIpAddressTypes")
		o.Service.unsettled()
	} else if o.unknown(c.model) {
		return nil
	}
	if len(families) == 0 {
		return []string{"ipv4"}
	}
	return families
}

// ipAddressType is ipv4 where an endpoint doesn't say it, as far as its service surely has
// that: AWS doesn't say what becomes of the others.
func (c *Case) ipAddressType() string {
	kind := c.Text("IpAddressType")
	if o := c.OfferTo(); kind == "" && o != nil && o.Own == "" && !slices.Contains(c.families(o), "ipv4") {
		c.model.Doubt()
	}
	return cmp.Or(kind, "ipv4")
}

// offered is a rule on an endpoint and its service.
func offered(d *demand.Demand, check func(c *Case, o *Offer)) rule {
	return rule{Demand: d, of: Endpoint, check: func(c *Case) {
		if o := c.OfferTo(); o != nil {
			check(c, o)
		}
	}}
}

var families = map[string][]string{"ipv4": {"ipv4"}, "ipv6": {"ipv6"}, "dualstack": {"ipv4", "ipv6"}}

var endpointRules = []rule{
	{Demand: demand.ServiceMissing, of: Endpoint, check: func(c *Case) {
		if o := c.OfferTo(); o == nil {
			c.brokenSaying([]any{c.Value("ServiceName")}, "ServiceName", "names no service that is there for this account and Region")
		}
	}},
	{Demand: demand.ServiceNameForm, of: Endpoint, check: func(c *Case) {
		if name := c.Text("ServiceName"); strings.Contains(name, "vpce-svc") && !serviceName.MatchString(name) {
			c.broken("ServiceName", "%q is not the name of an endpoint service", name)
		}
	}},
	{Demand: demand.ServiceNameRegion, of: Endpoint, check: func(c *Case) {
		name := c.Text("ServiceName")
		in, ok := ServiceRegion(name)
		if m := ownService.FindStringSubmatch(name); !ok && m != nil {
			in, ok = m[1], true
		}
		if asked := c.Or("ServiceRegion", c.Region); ok && (c.hasRegion() || asked != c.Region) && asked != in {
			c.brokenSaying([]any{name}, "ServiceRegion", "is %s, but the service is of %s", asked, in)
		}
	}},
	offered(demand.ServiceNameRegion, func(c *Case, o *Offer) {
		if o.Service == nil || !o.Service.hasRegion() || !c.hasRegion() {
			return
		}
		if asked := c.Or("ServiceRegion", c.Region); asked != o.Service.Region {
			c.broken("ServiceRegion", "is %s, but %s is in %s", asked, o.Service, o.Service.Region)
		}
	}),
	{Demand: demand.AwsServiceName, of: Endpoint, check: func(c *Case) {
		m := ownService.FindStringSubmatch(c.Text("ServiceName"))
		if m != nil && awsservice.Of(m[2]).IsGlobal {
			c.broken("ServiceName", "%q names a Region, but %s is a service of no Region: %s", c.Text("ServiceName"), m[2], awsservice.Of(m[2]).Name(""))
		}
		if m != nil && strings.HasPrefix(m[2], "com.amazonaws.") {
			c.broken("ServiceName", "%q has the Region's part twice", c.Text("ServiceName"))
		}
	}},
	offered(demand.ServiceRegionSupported, func(c *Case, o *Offer) {
		if o.Service == nil || !c.hasRegion() || !o.Service.hasRegion() || c.Region == o.Service.Region {
			return
		}
		o.Service.unsettled()
		if !some(c.model, o.Service.at("SupportedRegions"), func(region any) bool { return c.text(region) == c.Region }) {
			c.broken("ServiceName", "is of %s, which does not support %s", o.Service, c.Region)
		}
	}),
	offered(demand.ServicePartition, func(c *Case, o *Offer) {
		if of := o.place(); c.hasRegion() && of.hasRegion() && partition.Of(of.Region) != partition.Of(c.Region) {
			c.broken("ServiceName", "is of partition %s, the endpoint of %s", partition.Of(of.Region), partition.Of(c.Region))
		}
	}),
	offered(demand.PrincipalMissing, func(c *Case, o *Offer) {
		// Whether an account needs to allow itself isn't settled: what AWS says of it can be read both ways.
		if o.Service == nil || !c.hasAccount() || !o.Service.hasAccount() || c.Account == o.Service.Account {
			return
		}
		if !o.Service.Permits(c.Account) {
			c.broken("ServiceName", "is of %s, which allows nobody of account %s", o.Service, c.Account)
		}
	}),
	{Demand: demand.EndpointType, of: Endpoint, check: func(c *Case) {
		o := c.OfferTo()
		kind := c.Or("VpcEndpointType", "Gateway")
		switch {
		case o == nil:
		case o.Service != nil:
			want := "Interface"
			if o.Service.Has("GatewayLoadBalancerArns") {
				want = "GatewayLoadBalancer"
			}
			if kind != want {
				c.brokenSaying([]any{kind, want}, "VpcEndpointType", "is %s, but %s takes %s", kind, o.Service, want)
			}
		case o.Resource != nil:
			if kind != "Resource" {
				c.brokenSaying([]any{kind, "Resource"}, "VpcEndpointType", "is %s, but %s takes Resource", kind, o.Resource)
			}
		case !o.unknown(c.model):
			types := o.Types
			if len(types) == 0 {
				types = []string{"Interface"}
			}
			if !slices.Contains(types, kind) {
				c.brokenSaying([]any{kind, strings.Join(types, ", ")}, "VpcEndpointType", "is %s, but the service takes %s", kind, strings.Join(types, ", "))
			}
		}
	}},
	{Demand: demand.EndpointSubnets, of: Endpoint, check: func(c *Case) {
		if c.isInterface() && !c.Has("SubnetIds") && !c.isLattice() {
			c.broken("SubnetIds", "is not set, so the endpoint has no interface")
		}
	}},
	{Demand: demand.EndpointSubnetsVpc, of: Endpoint, check: func(c *Case) {
		each(c, c.at("SubnetIds"), func(value any) {
			if subnet := c.model.find(value, Subnet, c.Place); subnet != nil && c.model.differentVpcs(subnet, c.Resource) {
				c.brokenSaying([]any{subnet, c.Value("VpcId")}, "SubnetIds", "%s is not of the endpoint's VPC", subnet)
			}
		})
	}},
	{Demand: demand.EndpointGroupsVpc, of: Endpoint, check: func(c *Case) {
		each(c, c.at("SecurityGroupIds"), func(value any) {
			if group := c.model.find(value, SecurityGroup, c.Place); group != nil && group.belongsElsewhere(c.Value("VpcId"), c.Place) {
				c.brokenSaying([]any{group, c.Value("VpcId")}, "SecurityGroupIds", "%s is not of the endpoint's VPC", group)
			}
		})
	}},
	{Demand: demand.ConsumerSubnetPerZone, of: Endpoint, check: func(c *Case) {
		if c.model.repeats(c.at("SubnetIds"), c.Place) {
			c.broken("SubnetIds", "lists a subnet twice")
			return
		}
		c.model.sure(func() {
			if a, b := c.model.inSameZone(c.knownSubnets()); a != nil {
				c.broken("SubnetIds", "%s and %s lie in one zone", a, b)
			}
		})
	}},
	offered(demand.ZonesDisjoint, func(c *Case, o *Offer) {
		zones := c.served(o)
		if len(zones) == 0 || o.place().Region != c.Region || c.model.doubts() {
			return
		}
		for _, subnet := range c.knownSubnets() {
			c.model.sure(func() {
				if !some(c.model, zones, func(zone Zone) bool { return c.model.sameZone(zone, subnet.ZoneOf()) }) {
					c.brokenSaying([]any{c.Value("ServiceName"), subnet}, "SubnetIds", "%s is in %s, which the service is not in", subnet, subnet.ZoneOf())
				}
			})
		}
	}),
	offered(demand.RemoteAccessZones, func(c *Case, o *Offer) {
		if of := o.place(); !c.hasRegion() || !of.hasRegion() || of.Region == c.Region {
			return
		}
		for _, subnet := range c.knownSubnets() {
			c.model.sure(func() {
				if c.model.lacksRemoteAccess(subnet.ZoneOf()) {
					c.broken("SubnetIds", "%s is in a zone that other Regions are not reached from", subnet)
				}
			})
		}
	}),
	offered(demand.IpAddressType, func(c *Case, o *Offer) {
		supported := c.families(o)
		if len(supported) == 0 {
			return
		}
		for _, family := range families[c.ipAddressType()] {
			if !slices.Contains(supported, family) {
				c.broken("IpAddressType", "needs %s, but the service supports %s", family, strings.Join(supported, ", "))
			}
		}
	}),
	{Demand: demand.IpAddressType, of: Endpoint, check: func(c *Case) {
		if kind := c.Text("IpAddressType"); kind != "" && families[kind] == nil {
			c.broken("IpAddressType", "%q is not ipv4, ipv6 or dualstack", kind)
		}
	}},
	{Demand: demand.IpAddressTypeSubnets, of: Endpoint, check: func(c *Case) {
		if !c.isInterface() && !c.Has("IpAddressType") {
			return
		}
		kind := c.ipAddressType()
		if c.model.doubts() {
			return
		}
		for _, subnet := range c.knownSubnets() {
			c.model.sure(func() {
				v4, v6 := subnet.HasRange4(), subnet.HasRange6()
				if fits, known := map[string]bool{"ipv4": v4, "ipv6": v6 && !v4, "dualstack": v4 && v6}[kind]; known && !fits {
					c.broken("SubnetIds", "%s does not have the addresses of an endpoint of type %q", subnet, kind)
				}
			})
		}
	}},
	{Demand: demand.DnsRecordType, of: Endpoint, check: func(c *Case) {
		// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
		if !c.isInterface() { // A gateway's are those of the service.
			return
		}
		records, kind := c.Text("DnsOptions.DnsRecordIpType"), c.ipAddressType()
		fits, known := map[string][]string{
			"": {"ipv4", "ipv6", "dualstack"}, "not-specified": {"ipv4", "ipv6", "dualstack"},
			"ipv4": {"ipv4", "dualstack"}, "ipv6": {"ipv6", "dualstack"}, "dualstack": {"dualstack"}, "service-defined": {"dualstack"},
		}[records]
		if known && families[kind] != nil && !slices.Contains(fits, kind) {
			c.broken("DnsOptions", "have records of type %s, but the endpoint has %s", records, kind)
		}
	}},
	{Demand: demand.SecurityGroupCount, of: Endpoint, check: func(c *Case) {
		if n := c.AtLeast("SecurityGroupIds"); n > 5 {
			c.broken("SecurityGroupIds", "are %d", n)
		}
	}},
	{Demand: demand.EndpointCount, of: Endpoint, check: func(c *Case) {
		kind := c.Or("VpcEndpointType", "Gateway")
		before := 0
		for _, other := range c.model.Having(Endpoint, "VpcId", c.Value("VpcId"), c.Place) {
			if other == c.Resource {
				break // One of them tells it.
			}
			if other.Or("VpcEndpointType", "Gateway") == kind {
				before++
			}
		}
		most := map[string]int{"Interface": 50, "Resource": 200, "ServiceNetwork": 50, "GatewayLoadBalancer": 50, "Gateway": 20}[kind]
		if before == most || before > most && c.model.Closed {
			c.broken("VpcId", "names a VPC with %d such endpoints besides", before)
		}
	}},
	offered(demand.EndpointPolicy, func(c *Case, o *Offer) {
		if takes := o.Policies; c.Has("PolicyDocument") && (o.Service != nil || !o.unknown(c.model) && !takes) {
			c.broken("PolicyDocument", "is set, but the service takes none")
		}
	}),
	{Demand: demand.EndpointPolicySize, of: Endpoint, check: func(c *Case) {
		document := c.Value("PolicyDocument")
		if !assembly.IsKnown(document) {
			return
		}
		if n := len([]rune(written(document))); n > 20480 {
			c.broken("PolicyDocument", "has %d characters", n)
		}
	}},
	{Demand: demand.ClientsUnknown, of: Endpoint, advice: true, check: func(c *Case) {
		if !c.isInterface() || !c.Has("SecurityGroupIds") {
			return
		}
		groups := c.groups("SecurityGroupIds")
		if !some(c.model, groups, func(group *Resource) bool { return len(group.Rules("Ingress")) > 0 }) {
			c.broken("SecurityGroupIds", "admit nobody")
		}
	}},
	{Demand: demand.ClientIpAddressType, of: Endpoint, check: func(c *Case) {
		kind := c.ipAddressType()
		if !c.isInterface() || kind == "dualstack" {
			return
		}
		want, other := "CidrIp", "CidrIpv6"
		if kind == "ipv6" {
			want, other = other, want
		}
		admitted := 0
		for _, group := range c.groups("SecurityGroupIds") {
			for _, r := range group.Rules("Ingress") {
				if admitted++; r.Has(want) || !r.Has(other) {
					return
				}
			}
		}
		if admitted > 0 {
			c.broken("IpAddressType", "is %s, but all clients that are admitted have addresses of the other family", kind)
		}
	}},
	offered(demand.EndpointPortClosed, func(c *Case, o *Offer) {
		if o.Service == nil || !c.Has("SecurityGroupIds") {
			return
		}
		groups := c.groups("SecurityGroupIds")
		if c.model.doubts() {
			return
		}
		for _, balancer := range o.Service.Balancers() {
			for _, l := range c.model.Naming(Listener, "LoadBalancerArn", balancer) {
				c.model.sure(func() {
					for _, transport := range transports(l.protocol()) {
						open := some(c.model, groups, func(group *Resource) bool {
							return some(c.model, group.Rules("Ingress"), func(r GroupRule) bool { return r.covers(transport, l.Text("Port")) })
						})
						if !open {
							c.broken("SecurityGroupIds", "admit nobody on %s port %s of %s", transport, l.Text("Port"), l)
						}
					}
				})
			}
		}
	}),
	offered(demand.AcceptancePending, func(c *Case, o *Offer) {
		if o.Service != nil && c.Source != nil && o.Service.RequiresAcceptance() {
			c.broken("ServiceName", "is of %s, whose provider must accept the endpoint by hand", o.Service)
		}
	}),
	offered(demand.ClientRangeAdmitted, func(c *Case, o *Offer) {
		if o.Service == nil {
			return
		}
		clients := c.clients4()
		if c.model.doubts() {
			return
		}
		for _, balancer := range o.Service.Balancers() {
			c.model.sure(func() {
				if !balancer.enforces() {
					return
				}
				var admitted []netip.Prefix
				for _, group := range balancer.groups("SecurityGroups") {
					for _, r := range group.Rules("Ingress") {
						if r.Has("CidrIpv6") || r.Has("SourcePrefixListId") {
							return
						}
						admitted = append(admitted, r.prefixes("CidrIp")...)
					}
				}
				if len(admitted) > 0 && len(clients) > 0 && !overlaps(clients, admitted) {
					c.broken("ServiceName", "is of %s, whose load balancer admits %s, but the clients are in %s", o.Service, listed(admitted), listed(clients))
				}
			})
		}
	}),
}

// written is a value as JSON.
func written(value any) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return ""
	}
	return strings.TrimSpace(text.String())
}

// clients4 are the IPv4 ranges that clients are in: those that the endpoint's groups admit,
// which may lie beyond the VPC, behind a transit gateway for example. The members of a group
// of the VPC are in its own ranges.
func (c *Case) clients4() []netip.Prefix {
	if !c.Has("SecurityGroupIds") { // The VPC's default group admits its own members.
		return c.Vpc().Ranges4()
	}
	var ranges []netip.Prefix
	for _, group := range c.groups("SecurityGroupIds") {
		for _, r := range group.Rules("Ingress") {
			switch {
			case r.Has("CidrIp"):
				ranges = append(ranges, r.prefixes("CidrIp")...)
			case r.Has("SourceSecurityGroupId"):
				if peer := c.model.find(r.Value("SourceSecurityGroupId"), SecurityGroup, c.Place); peer != nil {
					ranges = append(ranges, peer.Vpc().Ranges4()...)
				}
			case !r.Has("CidrIpv6"):
				c.model.Doubt()
			}
		}
	}
	return ranges
}

func listed(ranges []netip.Prefix) string {
	var texts []string
	for _, r := range ranges {
		texts = append(texts, r.String())
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	if len(texts) > 5 {
		texts = append(texts[:5], "and "+strconv.Itoa(len(texts)-5)+" more")
	}
	return strings.Join(texts, ", ")
}

// knownSubnets are those of an endpoint or load balancer that are the model's: the others
// don't matter to what is wrong with these.
func (r *Resource) knownSubnets() []*Resource {
	var subnets []*Resource
	r.model.sure(func() { subnets = r.Subnets() })
	return subnets
}

// listenersOfAny are the listeners that load balancers surely have.
func (m *Model) listenersOfAny(balancers []*Resource) []*Resource {
	var all []*Resource
	for _, balancer := range balancers {
		all = append(all, m.Naming(Listener, "LoadBalancerArn", balancer)...)
	}
	return all
}
