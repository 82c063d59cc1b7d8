package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
)

// LoadBalancerOptions say what the Network Load Balancer of a service is like.
type LoadBalancerOptions struct {
	// Subnets that it is placed in; their zones are those in which consumers can
	// have endpoints. At most one a zone. Excludes SubnetMappings.
	// Default: one private subnet in each zone, or isolated or public ones where
	// the VPC has no others.
	Subnets *awsec2.SubnetSelection

	// SubnetMappings are the subnets one by one, with fixed addresses. Excludes
	// Subnets.
	// Default: AWS chooses the addresses.
	SubnetMappings []SubnetMapping

	// Security says who may reach it.
	// Default: [PrivateLinkOnly].
	Security Security

	// WithoutCrossZone keeps connections in the zone that they arrive in, so that
	// a zone whose targets are all unhealthy is dead to its consumers.
	// Default: false; every zone reaches every target.
	WithoutCrossZone bool

	// WithoutDeletionProtection lets it be deleted with the stack.
	// Default: false; AWS refuses to delete it, and with it the stack.
	WithoutDeletionProtection bool

	// DualStack gives it IPv6 beside IPv4, and the service both. Requires subnets
	// with IPv6 ranges. For UDP listeners the load balancer then gets a prefix for
	// IPv6 source addresses in each subnet.
	// Default: false; IPv4.
	DualStack bool

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

// SubnetMapping places the load balancer in a subnet, with fixed addresses.
type SubnetMapping struct {
	// Subnet of the provider's VPC.
	// Required.
	Subnet awsec2.ISubnet
	// PrivateIPv4Address within the subnet.
	// Default: AWS chooses one.
	PrivateIPv4Address string
	// IPv6Address within the subnet. Requires DualStack.
	// Default: AWS chooses one.
	IPv6Address string
	// SourceNatIpv6Prefix is an /80 of the subnet for the source addresses of UDP
	// over IPv6. Requires DualStack and a UDP or TCPUDP listener.
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

// ExistingLoadBalancer is an internal Network Load Balancer that was made
// elsewhere, listeners and all: made by [LoadBalancer] or [LoadBalancerArn].
type ExistingLoadBalancer struct {
	loadBalancer awselasticloadbalancingv2.INetworkLoadBalancer
	arn          string
}

// LoadBalancer names a load balancer of this app, or an imported one.
func LoadBalancer(loadBalancer awselasticloadbalancingv2.INetworkLoadBalancer) ExistingLoadBalancer {
	return ExistingLoadBalancer{loadBalancer: loadBalancer}
}

// LoadBalancerArn names a load balancer by its ARN.
func LoadBalancerArn(arn string) ExistingLoadBalancer { return ExistingLoadBalancer{arn: arn} }

// reference is what an endpoint service takes.
func (e ExistingLoadBalancer) reference() any {
	if e.arn != "" {
		return e.arn
	}
	return e.loadBalancer
}
