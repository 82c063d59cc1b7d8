package plan

// Consumer is a ConsumerEndpoint that is to be made, and the service that it connects
// to.
type Consumer struct {
	// NoScope: there is no construct to make it in. HasVpc and HasService are false when
	// none was given.
	NoScope, HasVpc, HasService bool
	// Region and Account of the VPC; tokens where the stack does not fix them.
	Region, Account string
	Service         Service

	// Clients is how many are named, and MissingClients the positions of nil ones.
	Clients        int
	MissingClients []int
	// ClientProblems are CDK's answers, by position, where a client can't be connected.
	ClientProblems map[int]string
	// VpcCidrs are the VPC's ranges that are admitted for want of clients. NoClients:
	// none is known.
	VpcCidrs  []Range
	NoClients bool
	// VpcElsewhere: the VPC is in another stack.
	VpcElsewhere bool

	// Zones are those of the selected subnets, one entry a subnet, by name or ID. Taken
	// are the positions of those that the endpoint has an interface in, and LeftOut the
	// zones that it has none in, because the service doesn't serve them.
	Zones   []string
	Taken   []int
	LeftOut []string
	// SubnetsProblem is CDK's answer when the subnets could not be selected.
	SubnetsProblem string
	// BothSubnets: subnets were selected, and named by zone as well.
	BothSubnets bool
	// ZoneIds say which ID a zone name has in the consumer's account.
	ZoneIds map[string]string
	// MinimumZones as given.
	MinimumZones int
	// Pending: the VPC is being looked up, and its zones are made up until then.
	Pending bool

	// IpAddressType is empty for AWS's default, IPv4.
	IpAddressType string
	// HasSecurityGroup: one was given. FixedGroup: it took no rules.
	HasSecurityGroup, FixedGroup bool
	// SecurityGroupName and -Description are of the endpoint's own.
	SecurityGroupName, SecurityGroupDescription string
	// OtherGroups is how many are attached beside it, MissingOtherGroups the positions of
	// those that are nil.
	OtherGroups        int
	MissingOtherGroups []int
	// HasPolicy: an endpoint policy was given; of PolicySize characters, as far as
	// that is known.
	HasPolicy           bool
	PolicySize          int
	OnlyInboundResolver bool
	Dns                 Dns
	Tags                map[string]string
}

// Complete applies the defaults.
func (c *Consumer) Complete() {
	c.Service.complete(c.Region)
	c.Dns.complete(c.Service)
	if c.SecurityGroupDescription == "" && !c.HasSecurityGroup {
		c.SecurityGroupDescription = "Interface endpoint of a PrivateLink service"
	}
	c.chooseSubnets()
}

// HasIpv4: the endpoint has IPv4 addresses.
func (c Consumer) HasIpv4() bool { return c.IpAddressType != Ipv6 }

// HasIpv6: the endpoint has IPv6 addresses.
func (c Consumer) HasIpv6() bool { return c.IpAddressType == Ipv6 || c.IpAddressType == DualStack }

// IsElsewhere reports whether the service is known to be in another Region.
func (c Consumer) IsElsewhere() bool {
	return Known(c.Service.Region) && Known(c.Region) && c.Service.Region != c.Region
}

// IsForeign reports whether the service is known to be another account's.
func (c Consumer) IsForeign() bool {
	return Known(c.Service.Account) && Known(c.Account) && c.Service.Account != c.Account
}

// OpenedPort is the port that the endpoint's L2 opens its own group on, to the VPC's
// first range, by itself: the lowest of TCP that is a single one; 0 for none.
func (c Consumer) OpenedPort() int {
	if len(c.VpcCidrs) == 0 || c.VpcCidrs[0].OfVpcIpv6 || c.HasSecurityGroup || c.OtherGroups > 0 || c.VpcElsewhere {
		return 0
	}
	lowest := 0
	for _, port := range c.Service.Ports {
		if Transport(port.Protocol) != Udp && port.Port == port.EndPort && (lowest == 0 || port.Port < lowest) {
			lowest = port.Port
		}
	}
	return lowest
}
