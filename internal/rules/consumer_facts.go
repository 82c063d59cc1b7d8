package rules

import (
	"maps"
	"slices"
)

// Consumer is what the rules need to know of a ConsumerEndpoint and of the
// service that it connects to, with every default applied.
type Consumer struct {
	// NoScope: there is no construct to make it in.
	NoScope bool
	// HasVpc and HasService are false when none was given.
	HasVpc, HasService bool
	// Region and Account of the VPC; tokens where the stack does not fix them.
	Region, Account string
	// VpcCidrs are the VPC's ranges that are admitted for want of clients.
	VpcCidrs []string
	// SubnetsProblem is CDK's answer when the subnets could not be selected.
	SubnetsProblem string
	// BothSubnets: subnets were selected, and named by zone as well.
	BothSubnets bool
	// Zones are those of the selected subnets, one entry a subnet, by name or ID.
	Zones []string
	// ZoneIDs say which ID a zone name has in the consumer's account.
	ZoneIDs map[string]string
	// Pending: the VPC is being looked up, and its zones are made up until then.
	Pending bool
	// MinimumZones as given.
	MinimumZones int
	// Family of addresses, as given: empty for IPv4.
	Family string
	// NoClients: none are named, and the VPC's range, which would be admitted
	// instead, is not known.
	NoClients bool
	// Clients is how many are named, and MissingClients the positions of nil ones.
	Clients        int
	MissingClients []int
	// ClientProblems are CDK's answers, by position, where a client can't be connected.
	ClientProblems map[int]string
	// FixedGroup: the security group that was brought takes no rules from here.
	FixedGroup bool
	// HasPolicy: an endpoint policy was given; of PolicySize characters, as far as
	// that is known.
	HasPolicy           bool
	PolicySize          int
	OnlyInboundResolver bool
	// Service is the contract.
	Service Service
	// DNS is how the service is named within the VPC.
	DNS DNS
	// TagKeys are the keys of the tags.
	TagKeys []string
}

// EndpointType is what kind of endpoint leads to a service.
type EndpointType string

const (
	// ServiceEndpoint leads to an endpoint service.
	ServiceEndpoint EndpointType = "Interface"
	// AWSEndpoint leads to one of AWS's own services.
	AWSEndpoint EndpointType = "AWS"
	// ResourceEndpoint leads to a VPC Lattice resource configuration.
	ResourceEndpoint EndpointType = "Resource"
	// ServiceNetworkEndpoint leads to a VPC Lattice service network.
	ServiceNetworkEndpoint EndpointType = "ServiceNetwork"
)

// Service is what a contract says of a service.
type Service struct {
	Type        EndpointType
	ServiceName string
	// Arn of a VPC Lattice service.
	Arn                string
	Region             string
	Account            string
	Ports              []PortRange
	Zones              []string
	PrivateDNSName     string
	IPAddressTypes     []string
	SupportedRegions   []string
	AcceptanceRequired bool
	// InApp: the provider is in the same app, and is told of its consumers.
	InApp bool
	// OtherStage: the provider is in another stage of the app.
	OtherStage bool
	// Pending: nothing is known until a lookup has been done.
	Pending bool
}

// PortRange is one port of a service, or all from Port to EndPort.
type PortRange struct {
	Protocol      string
	Port, EndPort int
}

// DNS is how a consumer names a service.
type DNS struct {
	// ServiceName: by the service's own private DNS name.
	ServiceName bool
	// ZoneName: by the name of a private hosted zone that is made.
	ZoneName string
	// Existing: in a hosted zone that exists.
	Existing bool
	// Preference and Domains of VPC Lattice.
	Preference string
	Domains    []string
	// Unnamed: the name of the zone that exists is not known.
	Unnamed bool
	// Names within the zone, and zonal ones by zone.
	Names      []string
	ZonalNames map[string]string
	// Shared: with further VPCs; MissingVpcs are the positions of nil ones.
	Shared      bool
	MissingVpcs []int
}

// isLattice: the endpoint leads to VPC Lattice.
func (s Service) isLattice() bool {
	return s.Type == ResourceEndpoint || s.Type == ServiceNetworkEndpoint
}

func (d DNS) hasZone() bool { return d.ZoneName != "" || d.Existing }

// excludedRemotely are the zone IDs whose subnets cannot reach services of other
// Regions, and which other Regions cannot reach.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
var excludedRemotely = []string{"use1-az3", "usw1-az2", "apne1-az3", "apne2-az2", "apne2-az4"}

// IsElsewhere reports whether the service is known to be in another Region.
func (c Consumer) IsElsewhere() bool {
	return Known(c.Service.Region) && Known(c.Region) && c.Service.Region != c.Region
}

// IsForeign reports whether the service is known to be another account's.
func (c Consumer) IsForeign() bool {
	return Known(c.Service.Account) && Known(c.Account) && c.Service.Account != c.Account
}

// zoneID is the ID of a zone that is given by name or ID; empty if not known.
func (c Consumer) zoneID(zone string) string {
	if IsZoneID(zone) {
		return zone
	}
	return c.ZoneIDs[zone]
}

// Serves reports whether the service may have an interface in a zone of the
// consumer: always, unless it is known that it does not.
//
// Zone names mean different zones in different accounts, so they compare only
// within one: https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
func (c Consumer) Serves(zone string) bool {
	s := c.Service
	if c.IsElsewhere() { // Zones need not match then, but some are left out.
		return !slices.Contains(excludedRemotely, c.zoneID(zone))
	}
	if len(s.Zones) == 0 || !Known(zone) || s.Region != "" && s.Region != c.Region {
		return true
	}
	sameNames := s.Account == "" || s.Account == c.Account
	id := c.zoneID(zone)
	for _, served := range s.Zones {
		switch {
		case served == zone, !Known(served):
			return true
		case IsZoneID(served):
			if id == "" || id == served {
				return true
			}
		case IsZoneID(zone): // A name against an ID.
			if !sameNames || c.ZoneIDs[served] == "" || c.ZoneIDs[served] == id {
				return true
			}
		case !sameNames:
			return true
		}
	}
	return false
}

// ZoneHere is the name of a zone, given by name or ID, if it is among the zones
// of the endpoint.
func (c Consumer) ZoneHere(zone string, zones []string) (name string, ok bool) {
	for _, here := range zones {
		if here == zone || c.zoneID(zone) != "" && c.zoneID(here) == c.zoneID(zone) {
			return c.zoneName(here), Known(c.zoneName(here))
		}
	}
	return "", false
}

// zoneName is the name of a zone that is given by name or ID.
func (c Consumer) zoneName(zone string) string {
	if !IsZoneID(zone) {
		return zone
	}
	for _, name := range slices.Sorted(maps.Keys(c.ZoneIDs)) {
		if c.ZoneIDs[name] == zone {
			return name
		}
	}
	return ""
}
