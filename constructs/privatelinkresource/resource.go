package privatelinkresource

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Resource is what is offered: made by [DomainName], [IPAddress] or [DatabaseArn]. The zero
// value is refused.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
type Resource struct {
	planned plan.Resource
	// groups of the resource; nil where they aren't known.
	groups awsec2.IConnectable
}

// DomainName is a resource by its name, such as a database's endpoint: VPC Lattice resolves
// it for each connection, so that it may fail over. A name that leads out of the VPC needs
// [Resource.Within], and to leave AWS a NAT gateway.
func DomainName(name string) Resource {
	return Resource{planned: plan.Resource{Kind: plan.DomainResource, Value: name}}
}

// IPAddress is a resource by its address: a private one of IPv4, in the VPC or in a network
// that the VPC reaches, or one of IPv6 in the VPC.
func IPAddress(address string) Resource {
	return Resource{planned: plan.Resource{Kind: plan.AddressResource, Value: address}}
}

// DatabaseArn is an instance or a cluster of Amazon RDS by its ARN, which must not be publicly
// accessible. Consumers call it by the names that AWS gave it; of a cluster all instances
// are reached. It is offered by itself, and not as a member of a group.
func DatabaseArn(arn string) Resource {
	return Resource{planned: plan.Resource{Kind: plan.ArnResource, Value: arn}}
}

// GuardedBy names what has the security groups of the resource: the gateway's group may
// send to them, and to nothing else, and they admit it.
// Default: the gateway may send to the resource's address, or to the whole VPC where it
// isn't known; what guards the resource must admit the gateway's group itself.
func (r Resource) GuardedBy(groups awsec2.IConnectable) Resource {
	if cdk.IsNil(groups) {
		r.planned.Missing = true
		return r
	}
	r.planned.Problem = cdk.Attempt(func() { groups.Connections() })
	r.planned.Guarded, r.groups = true, groups
	return r
}

// Within says which ranges the addresses of the resource lie in, in CIDR notation: the
// gateway may then send there.
// Default: the resource's address, or the VPC's ranges.
func (r Resource) Within(cidrs ...string) Resource {
	r.planned.Within = slices.Clone(cidrs)
	return r
}

// WithIpAddressType says which addresses a name is resolved to: [privatelink.Ipv4] or
// [privatelink.Ipv6].
// Default: Ipv4, or Ipv6 where the gateway has no others.
func (r Resource) WithIpAddressType(family privatelink.IpAddressType) Resource {
	r.planned.IpAddressType = string(family)
	return r
}

// Member is one of the resources of a group.
type Member struct {
	// Id tells the members of a group apart; it is part of logical IDs: letters, digits and
	// hyphens.
	// Required.
	Id string

	// Resource that is offered.
	// Required.
	Resource Resource

	// Ports that it is reached on: TCP.
	// Required: at least one.
	Ports []privatelink.ServicePort

	// DomainName that consumers may call it by, below that of the group. Changing it
	// replaces the member.
	// Default: none.
	DomainName string

	// Name of its resource configuration: 3 to 40 lower-case letters, digits and hyphens.
	// Default: one made of the construct's path.
	Name string
}

func (m Member) plan() plan.Member {
	return plan.Member{Id: m.Id, Name: m.Name, DomainName: m.DomainName, Resource: m.Resource.planned, Ports: portsOf(m.Ports)}
}

func portsOf(ports []privatelink.ServicePort) []plan.ServicePort {
	var planned []plan.ServicePort
	for _, p := range ports {
		planned = append(planned, plan.ServicePort{Port: p.Port, EndPort: p.EndPort, Protocol: string(p.Protocol)})
	}
	return planned
}
