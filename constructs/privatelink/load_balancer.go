package privatelink

import (
	"reflect"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// LoadBalancerOptions say what the Network Load Balancer of a service is like.
type LoadBalancerOptions struct {
	// Subnets that it is placed in; their zones are those in which consumers can
	// have endpoints. At most one a zone. Excludes SubnetMappings.
	// Default: one private subnet in each zone, or isolated or public ones where
	// the VPC has no others; public ones with InternetFacing.
	Subnets *awsec2.SubnetSelection

	// SubnetMappings are the subnets one by one, with fixed addresses. Excludes
	// Subnets.
	// Default: AWS chooses the addresses.
	SubnetMappings []SubnetMapping

	// Security says who may reach it.
	// Default: [PrivateLinkOnly].
	Security Security

	// SecurityGroupName of its own group. A group that has one can't be replaced by an
	// update. Excludes [ExistingSecurityGroups] and [NoSecurityGroup].
	// Default: CloudFormation makes one up.
	SecurityGroupName string

	// SecurityGroupDescription of its own group. Changing it replaces the group. Excludes
	// [ExistingSecurityGroups] and [NoSecurityGroup].
	// Default: that it is the group of the load balancer of a PrivateLink service.
	SecurityGroupDescription string

	// InternetFacing gives it public addresses as well, for a service that is offered to the
	// internet and to PrivateLink: in public subnets, and with Elastic IPs by SubnetMappings.
	// Its own group lets nobody in from the internet until [ProviderService.Connections] is
	// told to. Synthesis warns of it. Changing it replaces the load balancer.
	// Default: false; internal.
	InternetFacing bool

	// CrossZone sends connections to the targets of all zones. [Off] keeps them in the
	// zone that they arrive in, so that a zone whose targets are all unhealthy is dead
	// to its consumers.
	// Default: On.
	CrossZone Switch

	// DeletionProtection has AWS refuse to delete the load balancer, whoever asks. With it,
	// a first deployment that fails can't be rolled back, and a stack that deletes its
	// service (see [ProviderServiceProps.RemovalPolicy]) can't be deleted.
	// Default: Off.
	DeletionProtection Switch

	// IpAddressType of the load balancer: [Ipv4] or [DualStack]. DualStack gives it IPv6
	// beside IPv4, and the service both; it requires subnets with IPv6 ranges. For UDP
	// listeners the load balancer then gets a prefix for IPv6 source addresses in each
	// subnet.
	// Default: Ipv4.
	IpAddressType IpAddressType

	// SecondaryAddresses are further addresses in each subnet, up to 7, for more
	// than 55,000 connections at a time to one target. They can't be made fewer.
	// Default: 0.
	SecondaryAddresses int

	// CapacityUnits are reserved over all zones: 2,750-45,000 for each subnet.
	// Excludes TLS listeners. Default: none; AWS scales by need.
	CapacityUnits int

	// WaitForCapacity holds the deployment until AWS has reserved the units, an
	// hour at most times, and fails it where AWS can't. Requires CapacityUnits.
	// Default: false; the deployment ends at once, and the units come later, or not.
	WaitForCapacity bool

	// ZonalShift lets Amazon Application Recovery Controller move traffic out of a
	// zone.
	// Default: false.
	ZonalShift bool

	// ClientRoutingPolicy of the load balancer's DNS name, which endpoints don't
	// use.
	// Default: any zone.
	ClientRoutingPolicy ClientRoutingPolicy

	// AccessLogs are written for TLS listeners.
	// Default: none.
	AccessLogs AccessLogs

	// Name of at most 32 letters, digits and hyphens. A load balancer that has one
	// can't be replaced by an update.
	// Default: CloudFormation makes one up.
	Name string
}

// ZonalLoadBalancer is one of several load balancers of a service, for one zone.
type ZonalLoadBalancer struct {
	// Id tells it from the others in logical IDs: letters, digits and hyphens, such as a
	// or broker1. Another Id replaces the load balancer.
	// Required.
	Id string
	// Subnet that it is placed in, in a zone that no other one is in.
	// Required.
	Subnet awsec2.ISubnet
	// Listeners, with targets of the zone: those of other zones get no traffic. All load
	// balancers should have the same ports, because consumers may reach each of them by
	// the endpoint's name.
	// Required.
	Listeners []Listener
}

// SubnetMapping places the load balancer in a subnet, with fixed addresses.
type SubnetMapping struct {
	// Subnet of the provider's VPC.
	// Required.
	Subnet awsec2.ISubnet
	// AllocationId of an Elastic IP. Requires InternetFacing.
	// Default: AWS chooses a public address.
	AllocationId string
	// PrivateIpv4Address within the subnet. Excludes InternetFacing.
	// Default: AWS chooses one.
	PrivateIpv4Address string
	// Ipv6Address within the subnet. Requires IpAddressType [DualStack].
	// Default: AWS chooses one.
	Ipv6Address string
	// SourceNatIpv6Prefix is an /80 of the subnet for the source addresses of UDP
	// over IPv6. Requires IpAddressType [DualStack] and a UDP or TCPUDP listener.
	// Default: AWS chooses one.
	SourceNatIpv6Prefix string
}

// ClientRoutingPolicy says which zones a load balancer's DNS name gives a client.
type ClientRoutingPolicy string

const (
	// AnyZone gives all zones alike.
	AnyZone ClientRoutingPolicy = "any_availability_zone"
	// SameZone gives the client's own zone.
	SameZone ClientRoutingPolicy = "availability_zone_affinity"
	// MostlySameZone gives the client's own zone in 85 % of cases.
	MostlySameZone ClientRoutingPolicy = "partial_availability_zone_affinity"
)

// AccessLogs say where a load balancer writes its logs.
type AccessLogs struct {
	// Bucket in the load balancer's Region. Its policy is extended so that AWS may
	// write; an imported bucket needs that done by hand.
	// Default: no logs.
	Bucket awss3.IBucket
	// Prefix of the objects. Requires Bucket.
	// Default: none.
	Prefix string
}

// ExistingLoadBalancer is an internal Network Load Balancer that was made elsewhere,
// listeners and all: one of its two fields is set.
type ExistingLoadBalancer struct {
	// LoadBalancer of this app, or an imported one. Excludes Arn.
	LoadBalancer awselasticloadbalancingv2.INetworkLoadBalancer
	// Arn of a load balancer. Excludes LoadBalancer.
	Arn string
}

// reference is what an endpoint service takes.
func (e ExistingLoadBalancer) reference() any {
	if e.Arn != "" {
		return e.Arn
	}
	return e.LoadBalancer
}

func (e ExistingLoadBalancer) plan() plan.ExistingLoadBalancer {
	isNil := cdk.IsNil(e.LoadBalancer)
	return plan.ExistingLoadBalancer{Arn: e.Arn, Missing: e.Arn == "" && isNil, Both: e.Arn != "" && !isNil}
}

// subnets are those asked for, in any of the forms.
func (props *ProviderServiceProps) subnets() *awsec2.SubnetSelection {
	o := props.LoadBalancer
	var subnets []awsec2.ISubnet
	for _, m := range o.SubnetMappings {
		subnets = append(subnets, m.Subnet)
	}
	for _, z := range props.ZonalLoadBalancers {
		subnets = append(subnets, z.Subnet)
	}
	switch {
	case len(subnets) > 0:
		subnets = slices.DeleteFunc(subnets, func(s awsec2.ISubnet) bool { return cdk.IsNil(s) })
		return &awsec2.SubnetSelection{Subnets: &subnets}
	case o.Subnets == nil && o.InternetFacing:
		return &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC}
	}
	return o.Subnets
}

func (o LoadBalancerOptions) plan() plan.LoadBalancer {
	planned := plan.LoadBalancer{
		IsSet:                    !reflect.ValueOf(o).IsZero(),
		HasSubnets:               o.Subnets != nil,
		Security:                 o.Security.planned,
		SecurityGroupName:        o.SecurityGroupName,
		SecurityGroupDescription: o.SecurityGroupDescription,
		InternetFacing:           o.InternetFacing,
		CrossZone:                o.CrossZone.or(true),
		DeletionProtection:       o.DeletionProtection.or(false),
		IpAddressType:            string(o.IpAddressType),
		SecondaryAddresses:       o.SecondaryAddresses,
		CapacityUnits:            o.CapacityUnits,
		WaitForCapacity:          o.WaitForCapacity,
		ZonalShift:               o.ZonalShift,
		ClientRoutingPolicy:      string(o.ClientRoutingPolicy),
		AccessLogs:               plan.AccessLogs{HasBucket: !cdk.IsNil(o.AccessLogs.Bucket), Prefix: o.AccessLogs.Prefix},
		Name:                     o.Name,
	}
	for _, m := range o.SubnetMappings {
		planned.SubnetMappings = append(planned.SubnetMappings, m.plan())
	}
	return planned
}

func (m SubnetMapping) plan() plan.SubnetMapping {
	planned := plan.SubnetMapping{
		Missing:             cdk.IsNil(m.Subnet),
		AllocationId:        m.AllocationId,
		PrivateIpv4Address:  m.PrivateIpv4Address,
		Ipv6Address:         m.Ipv6Address,
		SourceNatIpv6Prefix: m.SourceNatIpv6Prefix,
	}
	if m.PrivateIpv4Address != "" && !planned.Missing {
		if cidrs, known := cdk.CidrsOf([]awsec2.ISubnet{m.Subnet}); known {
			planned.Cidr = cidrs[0]
		}
	}
	return planned
}
