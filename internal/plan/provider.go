package plan

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Provider is a ProviderService that is to be made.
type Provider struct {
	// NoScope: there is no construct to make it in. HasVpc is false without a VPC.
	NoScope, HasVpc bool
	// Region and Account of the service; tokens where the stack does not fix them.
	Region, Account string
	// VpcCidrs are the VPC's IPv4 ranges, as far as they are needed; one that is not
	// known is a token. VpcIpv6Cidr is its IPv6 range.
	VpcCidrs    []string
	VpcIpv6Cidr string
	// VpcMade: the VPC is made in the app, so that its templates tell its ranges.
	VpcMade bool

	Listeners           []Listener
	AllowedPrincipals   []Principal
	AllowConsumersOfApp bool
	AcceptanceRequired  bool
	AcknowledgePublic   bool
	LoadBalancer        LoadBalancer
	// Zonal are the load balancers, if there is one for each zone. ListenersBesideZonal:
	// some were given that belong to none of them.
	Zonal                 []ZonalLoadBalancer
	ListenersBesideZonal  bool
	ExistingLoadBalancers []ExistingLoadBalancer
	// Zones are those of the load balancer's subnets, one entry a subnet; those given
	// for existing load balancers. ZonesAlone: some were given without these.
	Zones      []string
	ZonesAlone bool
	// Pending: the VPC is being looked up, and its zones are made up until then.
	Pending               bool
	ZoneIds               map[string]string
	IpAddressTypes        []string
	PrivateDns            PrivateDns
	SupportedRegions      []string
	ContributorInsights   bool
	OwnerPaysIrreversibly bool
	RemovalPolicy         string
	PublishOutputs        bool
	PublishParameter      string
	Tags                  map[string]string
}

// PrivateDns is the service's own name.
type PrivateDns struct {
	Name string
	// Domain that is verified.
	Domain string
	// HasHostedZone: the TXT record is made in one, of this name; empty where it isn't
	// known. IsPrivate: it is known to be a private one.
	HasHostedZone  bool
	HostedZoneName string
	IsPrivate      bool
	Ttl            time.Duration
	// OtherValues join the record; or the service's own joins the record of another
	// provider, which has this for its name.
	OtherValues  []string
	VerifiedWith *PrivateDns
}

// Complete applies the defaults.
func (p *Provider) Complete() {
	if p.RemovalPolicy == "" {
		p.RemovalPolicy = KeepOnceMade
	}
	if p.LoadBalancer.SecurityGroupDescription == "" && p.LoadBalancer.Security.MakesGroup() {
		p.LoadBalancer.SecurityGroupDescription = "Network Load Balancer of a PrivateLink service"
	}
	if p.PrivateDns.Ttl == 0 && p.PrivateDns.HasHostedZone {
		p.PrivateDns.Ttl = 30 * time.Minute
	}
	if p.PrivateDns.Domain == "" {
		p.PrivateDns.Domain = strings.TrimPrefix(p.PrivateDns.Name, "*.")
	}
	for i := range p.Listeners {
		p.Listeners[i].complete()
	}
}

// Removal policies, as the CDK names them.
const (
	Delete       = "DESTROY"
	Keep         = "RETAIN"
	KeepOnceMade = "RETAIN_ON_UPDATE_OR_DELETE"
)

// Exists: existing load balancers stand behind the service.
func (p Provider) Exists() bool { return len(p.ExistingLoadBalancers) > 0 }

// OtherRegions are the supported Regions that are known not to be the service's own.
func (p Provider) OtherRegions() []string {
	return slices.DeleteFunc(slices.Clone(p.SupportedRegions), func(region string) bool {
		return !Known(region) || !Known(p.Region) || region == p.Region
	})
}

// ListedRegions are those that AWS is told of: none for the service's own alone.
func (p Provider) ListedRegions() []string {
	if len(p.SupportedRegions) == 0 {
		return nil
	}
	return p.ServedRegions()
}

// ServedRegions are those whose consumers may connect, as far as they are known.
func (p Provider) ServedRegions() []string {
	if !Known(p.Region) {
		return p.SupportedRegions
	}
	return distinct(append([]string{p.Region}, p.SupportedRegions...))
}

// ListedIpAddressTypes are those that AWS is told of: none for its default, IPv4.
func (p Provider) ListedIpAddressTypes() []string {
	if p.LoadBalancer.IsDualStack() || len(p.IpAddressTypes) > 0 {
		return p.ServedIpAddressTypes()
	}
	return nil
}

// ServedIpAddressTypes are those that consumers may use.
func (p Provider) ServedIpAddressTypes() []string {
	switch {
	case len(p.IpAddressTypes) > 0:
		return p.IpAddressTypes
	case p.LoadBalancer.IsDualStack():
		return []string{Ipv4, Ipv6}
	}
	return []string{Ipv4}
}

// ServedZones are those of the load balancer if all of them are known, by ID where that
// is known of all.
func (p Provider) ServedZones() []string {
	var ids []string
	for _, zone := range p.Zones {
		if !Known(zone) {
			return nil
		}
		if id := p.ZoneIds[zone]; id != "" {
			ids = append(ids, id)
		}
	}
	if len(ids) == len(p.Zones) {
		return ids
	}
	return p.Zones
}

// Ports are those that consumers connect to, each once.
func (p Provider) Ports() []ServicePort {
	var ports []ServicePort
	for _, l := range p.Listeners {
		ports = append(ports, l.ServicePort())
	}
	return distinct(ports)
}

// IdOf tells a listener and its target groups from the others. It is the port, so that
// listeners can be reordered without replacing anything.
func (p Provider) IdOf(l Listener) string {
	id := strconv.Itoa(l.Port)
	if len(p.Zonal) > 0 {
		id += "-" + p.Zonal[l.Balancer].Id
	}
	return id
}

// EachBalancer lists the listeners by load balancer.
func (p Provider) EachBalancer() [][]Listener {
	if len(p.Zonal) == 0 {
		return [][]Listener{p.Listeners}
	}
	all := make([][]Listener, len(p.Zonal))
	for _, l := range p.Listeners {
		all[l.Balancer] = append(all[l.Balancer], l)
	}
	return all
}

// PrincipalArns are the allowed principals as AWS takes them, each once, in the order
// given.
func (p Provider) PrincipalArns(partition string) []string {
	var arns []string
	for _, principal := range p.AllowedPrincipals {
		arns = append(arns, principal.In(partition))
	}
	return distinct(arns)
}

func distinct[T comparable](values []T) []T {
	var unique []T
	for _, value := range values {
		if !slices.Contains(unique, value) {
			unique = append(unique, value)
		}
	}
	return unique
}
