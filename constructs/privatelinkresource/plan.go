package privatelinkresource

import (
	"reflect"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// resourceObjects are the CDK's objects that a provider is made with.
type resourceObjects struct {
	vpc *cdk.Vpc
	// subnets are the gateway's; none with that of another provider.
	subnets []awsec2.ISubnet
	other   *ResourceProvider
	// groups of the resources, at their positions; nil where they aren't known.
	groups []awsec2.IConnectable
}

// planResource decides what is made of props in a scope; nil where that isn't known.
func planResource(props *ResourceProviderProps, scope constructs.Construct) (plan.ResourceProvider, resourceObjects) {
	p := plan.ResourceProvider{
		NoScope: cdk.IsNil(scope),
		HasVpc:  !cdk.IsNil(props.Vpc),
		Member:  plan.Member{Resource: props.Resource.planned, Ports: portsOf(props.Ports)},

		HasResource: props.Resource.planned.Kind != "",
		HasPorts:    len(props.Ports) > 0,

		Name: props.Name, DomainName: props.DomainName, DomainVerificationId: props.DomainVerificationId, AuthType: string(props.AuthType),
		AllowSharableNetworks:   props.AllowSharableNetworks,
		Gateway:                 props.Gateway.plan(),
		Share:                   props.Share.plan(),
		ShareWithConsumersOfApp: props.ShareWithConsumersOfApp,
		ZoneIds:                 props.ZoneIds,
		RemovalPolicy:           string(props.RemovalPolicy),
		PublishOutputs:          props.PublishOutputs,
		PublishParameter:        props.PublishParameter,
		Tags:                    props.Tags,
	}
	objects := resourceObjects{vpc: cdk.VpcOf(props.Vpc)}
	for _, m := range props.Members {
		p.Members = append(p.Members, m.plan())
		objects.groups = append(objects.groups, m.Resource.groups)
	}
	if !p.IsGroup() {
		objects.groups = []awsec2.IConnectable{props.Resource.groups}
	}
	for _, network := range props.ServiceNetworks {
		p.ServiceNetworks = append(p.ServiceNetworks, plan.ServiceNetwork(network))
	}
	for _, principal := range props.ShareWith {
		p.ShareWith = append(p.ShareWith, principal.planned)
	}
	if other := props.GatewayOf; other != nil && other.Gateway != nil {
		p.Gateway = other.plan.Gateway
		p.Gateway.OfOther, p.Gateway.BesideOther = true, !reflect.ValueOf(props.Gateway).IsZero()
		p.Gateway.SecurityGroupDescription = ""
		p.Region, p.Account = other.plan.Region, other.plan.Account
		p.VpcCidrs, p.VpcIpv6Cidr = other.plan.VpcCidrs, other.plan.VpcIpv6Cidr
		if len(p.ZoneIds) == 0 {
			p.ZoneIds = other.plan.ZoneIds
		}
		objects.other = other
		if !p.HasVpc {
			objects.vpc = other.objects.vpc
		}
	} else if p.HasVpc {
		place := objects.vpc.Place()
		p.Region, p.Account = place.Region, place.Account
		subnets := objects.vpc.Select(props.Gateway.Subnets)
		p.Gateway.Zones, p.Gateway.Pending, p.Gateway.SubnetsProblem = subnets.Zones, subnets.Pending, subnets.Problem
		objects.subnets = subnets.All
		p.VpcCidrs = objects.vpc.Cidrs()
		if p.Gateway.HasIpv6() {
			p.VpcIpv6Cidr = objects.vpc.Ipv6Cidr()
		}
	}
	p.Complete()
	return p, objects
}
