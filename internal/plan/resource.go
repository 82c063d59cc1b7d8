package plan

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
)

// Kinds of what a resource is known by.
const (
	DomainResource  = "domain"
	AddressResource = "address"
	ArnResource     = "arn"
)

// Types of resource configurations, as AWS names them.
const (
	SingleConfiguration = "SINGLE"
	GroupConfiguration  = "GROUP"
	ArnConfiguration    = "ARN"
)

// Ways in which a resource gateway resolves the names of its resources.
const (
	InVpc  = "IN_VPC"
	Public = "PUBLIC"
)

// ResourceProvider is a ResourceProvider that is to be made.
type ResourceProvider struct {
	// NoScope: there is no construct to make it in.
	NoScope, HasVpc bool
	// Region and Account of the VPC; tokens where the stack does not fix them.
	Region, Account string

	// Member is the one that is offered by itself; HasResource and HasPorts say what of it
	// was given. Members are those of a group.
	Member                Member
	HasResource, HasPorts bool
	Members               []Member

	Name, DomainName, DomainVerificationId, AuthType string
	AllowSharableNetworks                            bool
	Gateway                                          Gateway
	ServiceNetworks                                  []ServiceNetwork
	ShareWith                                        []SharePrincipal
	Share                                            Share
	ShareWithConsumersOfApp                          bool
	ZoneIds                                          map[string]string
	RemovalPolicy                                    string
	PublishOutputs                                   bool
	PublishParameter                                 string
	Tags                                             map[string]string

	// VpcCidrs are the VPC's ranges, as far as they are known: resources lie there, unless
	// they say otherwise. VpcIpv6Cidr is a token.
	VpcCidrs    []string
	VpcIpv6Cidr string
}

// Gateway is the resource gateway.
type Gateway struct {
	// OfOther: it is another provider's, which has said all of what follows. BesideOther: it
	// was said here, too.
	OfOther, BesideOther bool
	Name                 string
	// Zones are those of its subnets, by name or ID.
	Zones          []string
	SubnetsProblem string
	// Pending: the VPC is being looked up, and its zones are made up until then.
	Pending                                     bool
	SecurityGroupName, SecurityGroupDescription string
	// IpAddressType is empty for AWS's default, IPv4.
	IpAddressType string
	// AddressesPerInterface is 0 for AWS's default.
	AddressesPerInterface int
	DnsResolution         string
}

// HasIpv4 and HasIpv6 say which addresses it has.
func (g Gateway) HasIpv4() bool { return g.IpAddressType != Ipv6 }
func (g Gateway) HasIpv6() bool { return g.IpAddressType == Ipv6 || g.IpAddressType == DualStack }

// Member is a resource with its ports.
type Member struct {
	Id, Name, DomainName string
	Resource             Resource
	Ports                []ServicePort
}

// Resource is a database, an address or a name. The zero value is none.
type Resource struct {
	Kind string
	// Value is its name, address or ARN.
	Value string
	// IpAddressType is that of a name's addresses; empty for that of the gateway.
	IpAddressType string
	// Guarded: its security groups are known. Within are the ranges that it lies in, if
	// that is said.
	Guarded, Missing bool
	Problem          string
	Within           []string
}

// SharePrincipal is somebody that the configuration is shared with: an account by its
// digits, or an organization or unit by its ARN. Kind is empty for the zero value.
type SharePrincipal struct{ Kind, Value string }

// Kinds of those that are shared with, beside AccountPrincipal.
const (
	OrganizationPrincipal = "organization"
	UnitPrincipal         = "organizational unit"
)

// Share is the RAM share.
type Share struct {
	Name                                      string
	WithinOrganization, KeepAccountsThatLeave bool
	PermissionArns                            []string
}

// ServiceNetwork is one that the configuration is associated with.
type ServiceNetwork struct {
	Id         string
	PrivateDns bool
}

// Complete applies the defaults.
func (p *ResourceProvider) Complete() {
	if p.RemovalPolicy == "" {
		p.RemovalPolicy = KeepOnceMade
	}
	if !p.Gateway.OfOther && p.Gateway.SecurityGroupDescription == "" {
		p.Gateway.SecurityGroupDescription = "Resource gateway of VPC Lattice"
	}
	p.Member.complete(p.Gateway)
	for i := range p.Members {
		p.Members[i].complete(p.Gateway)
	}
	if isDomain := func(m Member) bool { return m.Resource.Kind == DomainResource }; p.Gateway.DnsResolution == "" && !p.Gateway.OfOther && slices.ContainsFunc(p.All(), isDomain) {
		p.Gateway.DnsResolution = InVpc
	}
}

func (m *Member) complete(g Gateway) {
	for i, port := range m.Ports {
		if port.EndPort == 0 {
			m.Ports[i].EndPort = port.Port
		}
		if port.Protocol == "" {
			m.Ports[i].Protocol = Tcp
		}
	}
	if m.Resource.Kind == DomainResource && m.Resource.IpAddressType == "" {
		m.Resource.IpAddressType = Ipv4
		if !g.HasIpv4() {
			m.Resource.IpAddressType = Ipv6
		}
	}
}

// IsGroup: it has members.
func (p ResourceProvider) IsGroup() bool { return len(p.Members) > 0 && !p.HasResource }

// All are the resources: one, or those of the group.
func (p ResourceProvider) All() []Member {
	if p.IsGroup() {
		return p.Members
	}
	return []Member{p.Member}
}

// Type is that of the resource configuration.
func (p ResourceProvider) Type() string {
	switch {
	case p.IsGroup():
		return GroupConfiguration
	case p.Member.Resource.Kind == ArnResource:
		return ArnConfiguration
	}
	return SingleConfiguration
}

// Ports are those of all resources, each once.
func (p ResourceProvider) Ports() []ServicePort {
	var all []ServicePort
	for _, m := range p.All() {
		for _, port := range m.Ports {
			if !slices.Contains(all, port) {
				all = append(all, port)
			}
		}
	}
	return all
}

// ServedZones are the gateway's: by their IDs where all of them have one.
func (p ResourceProvider) ServedZones() []string {
	if p.Gateway.Pending || slices.ContainsFunc(p.Gateway.Zones, Unknown) || slices.Contains(p.Gateway.Zones, "") {
		return nil
	}
	var ids []string
	for _, zone := range p.Gateway.Zones {
		if id := p.ZoneIds[zone]; id != "" {
			ids = append(ids, id)
		} else if partition.IsZoneID(zone) {
			ids = append(ids, zone)
		}
	}
	if len(ids) == len(p.Gateway.Zones) {
		return ids
	}
	return slices.Clone(p.Gateway.Zones)
}

// PortRanges are ports as VPC Lattice writes them: 5432, 1-1024.
func PortRanges(ports []ServicePort) []string {
	var ranges []string
	for _, port := range ports {
		text := strconv.Itoa(port.Port)
		if port.EndPort != port.Port {
			text += "-" + strconv.Itoa(port.EndPort)
		}
		if !slices.Contains(ranges, text) {
			ranges = append(ranges, text)
		}
	}
	return ranges
}

// Reach are the ranges that a resource without known groups lies in, as far as they are
// known: its own, or the VPC's.
func (p ResourceProvider) Reach(r Resource) []Range {
	var ranges []Range
	switch address, err := netip.ParseAddr(r.Value); {
	case len(r.Within) > 0:
		for _, cidr := range r.Within {
			ranges = append(ranges, Range{Cidr: cidr})
		}
	case r.Kind == AddressResource && err == nil:
		ranges = append(ranges, Range{Cidr: netip.PrefixFrom(address, address.BitLen()).String()})
	case r.Kind == AddressResource:
		ranges = append(ranges, Range{Cidr: r.Value + "/32"}) // An attribute, such as an instance's.
	default:
		if p.Gateway.HasIpv4() && r.IpAddressType != Ipv6 {
			for _, cidr := range p.VpcCidrs {
				ranges = append(ranges, Range{Cidr: cidr})
			}
		}
		if p.Gateway.HasIpv6() && r.IpAddressType != Ipv4 && p.VpcIpv6Cidr != "" {
			ranges = append(ranges, Range{Cidr: p.VpcIpv6Cidr, OfVpcIpv6: true})
		}
	}
	return ranges
}
