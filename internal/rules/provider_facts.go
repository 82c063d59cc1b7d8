package rules

import (
	"net/netip"
	"time"
)

// Provider is what the rules need to know of a ProviderService, with every
// default applied.
type Provider struct {
	// NoScope: there is no construct to make it in.
	NoScope bool
	// HasVpc is false when no VPC was given.
	HasVpc bool
	// VpcCidrs are the VPC's IPv4 ranges; one that is not known is a token.
	VpcCidrs []string
	// VpcMade: the VPC is made in the app, so that its templates tell its ranges.
	VpcMade bool
	// Region and Account of the service; tokens where the stack does not fix them.
	Region, Account string
	// Pending: the VPC is being looked up, and its zones are made up until then.
	Pending bool
	// ZonesAlone: Zones were given without load balancers that exist.
	ZonesAlone   bool
	LoadBalancer LoadBalancer
	// Existing are the load balancers that were brought.
	Existing []ExistingLoadBalancer
	// Zones are the zones of the load balancer's subnets, one entry a subnet.
	Zones []string
	// Listeners in the order given.
	Listeners []Listener
	// Principals in the order given.
	Principals []Principal
	// AcceptanceRequired is false when every allowed principal is let in at once.
	AcceptanceRequired bool
	// AcknowledgePublic: everyone without acceptance is meant.
	AcknowledgePublic bool
	PrivateDNS        PrivateDNS
	// ParameterName that the contract is published under.
	ParameterName string
	// SupportedRegions as given.
	SupportedRegions []string
	// IPAddressTypes as given.
	IPAddressTypes []string
	// ZoneIDs say which ID a zone name has in the provider's account.
	ZoneIDs map[string]string
	// TagKeys are the keys of the tags.
	TagKeys []string
}

// LoadBalancer is what the load balancer that is to be made is like.
type LoadBalancer struct {
	// IsSet: anything was asked of it.
	IsSet bool
	// HasSubnets: subnets were selected.
	HasSubnets bool
	// SubnetsProblem is CDK's answer when the subnets could not be selected.
	SubnetsProblem string
	// SubnetCidrs are the ranges that the load balancer's own addresses lie in;
	// empty where they are not known, or where no target needs them.
	SubnetCidrs []string
	// HasCidr6: the VPC's IPv6 range is known, or isn't needed.
	HasCidr6            bool
	Mappings            []SubnetMapping
	Security            Security
	Name                string
	DualStack           bool
	WithoutCrossZone    bool
	SecondaryAddresses  int
	CapacityUnits       int
	WaitsForCapacity    bool
	ClientRoutingPolicy string
	// LogPrefixAlone: a prefix of access logs without their bucket.
	LogPrefixAlone bool
	LogPrefix      string
}

// SubnetMapping is a subnet with fixed addresses.
type SubnetMapping struct {
	// Missing: no subnet was given.
	Missing                           bool
	IPv4Address, IPv6Address, Prefix6 string
	// Cidr is the subnet's range; empty where not known, or not needed.
	Cidr string
}

// Security kinds; the empty one admits PrivateLink traffic only.
const (
	FromCidrs = "cidrs"
	OwnGroups = "groups"
	NoGroup   = "none"
)

// Security is who may reach the load balancer.
type Security struct {
	Kind  string
	Cidrs []string
	// Groups is how many groups were brought, MissingGroups which of them are nil.
	Groups        int
	MissingGroups []int
}

// ExistingLoadBalancer was made elsewhere.
type ExistingLoadBalancer struct {
	// Arn is empty for one that is given as an object.
	Arn string
	// Missing: the object is nil.
	Missing bool
	// Repeats says how many positions before this one the same one stands.
	Repeats int
}

// PrivateDNS is the service's own name.
type PrivateDNS struct {
	Name string
	// Domain that is verified: the name or a parent of it.
	Domain string
	// ZoneName of the hosted zone that the TXT record goes into; empty without one.
	ZoneName string
	// PrivateZone: that zone is known to be private.
	PrivateZone bool
}

// Listener is one port of the load balancer with the target groups behind it.
type Listener struct {
	Port         int
	Protocol     string
	Certificates []string
	// SslPolicy and AlpnPolicy are as given: empty when the default is to be used.
	SslPolicy   string
	AlpnPolicy  string
	IdleTimeout time.Duration
	// BothForms: target groups were given, and one described in place too.
	BothForms bool
	// HasTargets: targets or target groups were given.
	HasTargets bool
	// Described: no more than a description was given.
	Described bool
	Groups    []TargetGroup
}

// TargetGroup is a target group of a listener.
type TargetGroup struct {
	// ID as given, and Repeats: how many positions before this one a group has it
	// too.
	ID      string
	Repeats int
	// InPlace: described by the listener's own fields.
	InPlace bool
	// Existing was made elsewhere; ExistingAndMore if other fields are set as well.
	// ExistingPort is its own, where that is known.
	Existing, ExistingAndMore bool
	ExistingPort              int
	// Type is instance, ip or alb, as given; else that of the targets.
	Type     string
	Port     int
	Protocol string
	Targets  []Target
	Weight   int
	Name     string
	IPv6     bool

	HealthCheck         HealthCheck
	ProxyProtocol       bool
	ClientIPOff         bool
	Stickiness          bool
	DeregistrationDelay time.Duration
	KeepUnhealthy       bool
	UnhealthyDraining   time.Duration
	// Counts and Percentages of healthy targets, as given.
	Counts, Percentages []int
}

// field is the path of a field of the group.
func (g TargetGroup) field(listener, group int, name string) string {
	if g.InPlace {
		if name == "Protocol" {
			name = "TargetProtocol"
		}
		return at("Listeners", listener, name)
	}
	return at("Listeners", listener, at("TargetGroups", group, name))
}

// Kinds of targets.
const (
	InstanceTarget = "instance"
	IPTarget       = "ip"
	ALBTarget      = "alb"
	// OtherTarget tells its kind to CDK, not to us.
	OtherTarget = "other"
)

// Target is one member of a target group.
type Target struct {
	Kind string
	Port int
	// Address of an IP target.
	Address string
	// Zone of a target outside of the VPC.
	Zone string
	// QuicServerID of a target of QUIC.
	QuicServerID string
	// Secure: an Application Load Balancer's listener that speaks HTTPS.
	Secure bool
	// RegistersItself, on the group's port.
	RegistersItself bool
	// Repeats says how many positions before this one the same target stands; 0 if
	// none does.
	Repeats int
	// Missing: the instance or target object is nil. Problem is CDK's answer where its
	// security groups can't be had.
	Missing bool
	Problem string
	// Guarded: the target's security groups are known, and opened by us.
	Guarded bool
}

// Outside reports whether a target is an address outside of the VPC's ranges as
// far as they are known.
func (p Provider) Outside(t Target) bool {
	vpc, all := prefixes(p.VpcCidrs)
	ip, err := netip.ParseAddr(t.Address)
	return t.Kind == IPTarget && err == nil && ip.Is4() && all && len(vpc) > 0 && !within(ip, vpc)
}

// HealthCheck is a target group's health check. Zero numbers were not given.
type HealthCheck struct {
	Protocol           string
	Port               int
	Path               string
	HealthyCodes       string
	Interval           time.Duration
	Timeout            time.Duration
	HealthyThreshold   int
	UnhealthyThreshold int
}

// Principal kinds.
const (
	AccountPrincipal  = "account"
	RolePrincipal     = "role"
	UserPrincipal     = "user"
	ArnPrincipal      = "arn"
	ServicePrincipal  = "service"
	EveryonePrincipal = "everyone"
)

// Principal may create endpoints to the service.
type Principal struct {
	// Kind is empty for the zero value, which names nobody.
	Kind string
	// Account of an account, role or user.
	Account string
	// Name of a role or user, with its path, or of a service.
	Name string
	// Arn of an ARN principal.
	Arn string
}
