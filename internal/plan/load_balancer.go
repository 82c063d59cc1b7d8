package plan

// LoadBalancer is what the load balancer that is to be made is like.
type LoadBalancer struct {
	// IsSet: anything was asked of it.
	IsSet bool
	// HasSubnets: subnets were selected. SubnetsProblem is CDK's answer when they could
	// not be.
	HasSubnets     bool
	SubnetsProblem string
	// SubnetCidrs are the ranges that the load balancer's own addresses lie in; empty
	// where they are not known, or where no target needs them.
	SubnetCidrs    []string
	SubnetMappings []SubnetMapping
	Security       Security
	// SecurityGroupName and -Description are of its own group.
	SecurityGroupName, SecurityGroupDescription string
	InternetFacing                              bool
	CrossZone                                   bool
	DeletionProtection                          bool
	IpAddressType                               string
	SecondaryAddresses                          int
	CapacityUnits                               int
	WaitForCapacity                             bool
	ZonalShift                                  bool
	ClientRoutingPolicy                         string
	AccessLogs                                  AccessLogs
	Name                                        string
}

// ZonalLoadBalancer is one of several load balancers, for one zone.
type ZonalLoadBalancer struct {
	Id            string
	MissingSubnet bool
}

// AccessLogs are where the load balancer writes its logs.
type AccessLogs struct {
	HasBucket bool
	Prefix    string
}

// SubnetMapping is a subnet with fixed addresses.
type SubnetMapping struct {
	// Missing: no subnet was given.
	Missing                                                            bool
	AllocationId, PrivateIpv4Address, Ipv6Address, SourceNatIpv6Prefix string
	// Cidr is the subnet's range; empty where not known, or not needed.
	Cidr string
}

// Kinds of security; the empty one admits PrivateLink traffic only.
const (
	FromCidrs      = "cidrs"
	ExistingGroups = "groups"
	NoGroup        = "none"
)

// Security is who may reach the load balancer.
type Security struct {
	Kind  string
	Cidrs []string
	// Groups is how many groups were given, MissingGroups which of them are nil.
	Groups        int
	MissingGroups []int
}

// MakesGroup: the load balancer has a group of its own.
func (s Security) MakesGroup() bool { return s.Kind != ExistingGroups && s.Kind != NoGroup }

// AdmitsBySubnets reports whether targets admit PrivateLink traffic from the addresses
// of the load balancer's subnets, and not only from its group.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups
func (s Security) AdmitsBySubnets() bool { return s.Kind != FromCidrs }

// ExistingLoadBalancer was made elsewhere.
type ExistingLoadBalancer struct {
	// Arn is empty for one that is given as an object.
	Arn string
	// Missing: neither was given. Both: both were.
	Missing, Both bool
	// Repeats says how many positions before this one the same one stands.
	Repeats int
}

// IsDualStack: it is known to have IPv6 addresses, too.
func (l LoadBalancer) IsDualStack() bool { return l.IpAddressType == DualStack }

// IsIpv4 is known to have no IPv6 addresses.
func (l LoadBalancer) IsIpv4() bool { return l.IpAddressType == "" || l.IpAddressType == Ipv4 }

// NeedsSourcePrefixes reports whether there is UDP over IPv6, for which the load
// balancer needs prefixes for its source addresses.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-network-load-balancer.html
func (p Provider) NeedsSourcePrefixes() bool {
	for _, l := range p.Listeners {
		if p.LoadBalancer.IsDualStack() && (l.Protocol == Udp || l.Protocol == TcpUdp) {
			return true
		}
	}
	return false
}
