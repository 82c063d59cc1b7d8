package privatelinkfunctions

import (
	"cmp"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// ZonesProps say whose zones follow its load balancer's.
type ZonesProps struct {
	// Service whose load balancers may gain zones. Existing ones need Zones: nothing else of
	// theirs tells when to run again.
	// Required.
	Service *privatelink.ProviderService

	// Timeout is how long a deployment waits for the zones: whole seconds, from one minute to
	// 14 minutes. What is missing by then is no failure: see [Zones.Missing].
	// Default: 14 minutes.
	Timeout time.Duration
}

// Validate returns a [*privatelink.Error] with everything that is wrong with these props, or
// nil. It builds nothing; [NewZones] checks the same.
func (props *ZonesProps) Validate() error { return validate("ZonesProps", props.facts(nil)) }

func (props *ZonesProps) facts(scope constructs.Construct) rules.Function {
	if props == nil {
		props = &ZonesProps{}
	}
	facts := ofService(scope, props.Service)
	facts.Timeout = props.Timeout
	return facts
}

// Zones makes a zone that the service's load balancers gained one of the service: AWS looks at
// them again only when the service is modified. It runs in each deployment that changes the
// load balancer's subnets, or the Zones of existing ones; consumers of the app wait for it. A
// deployment never fails of it, since to take the subnets back is what AWS refuses once
// endpoints are connected.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
type Zones struct {
	constructs.Construct

	// Function that does it.
	Function *Function
}

// NewZones makes zones. It panics with a [*privatelink.Error] that lists everything that is
// wrong, before anything is built.
func NewZones(scope constructs.Construct, id string, props *ZonesProps) *Zones {
	refuse("Zones", scope, id, props.facts(scope))
	z, service := &Zones{}, props.Service
	constructs.NewConstruct_Override(z, scope, &id)
	f := newFunction(z, scope)
	z.Function = f
	wait, serviceID := cmp.Or(props.Timeout, longest), service.ServiceId()
	f.make(asks{
		code: "zones", description: "Makes new zones of load balancers those of their endpoint service", wait: wait,
		statements: []map[string]any{
			f.describe("ec2:DescribeVpcEndpointServiceConfigurations", "elasticloadbalancing:DescribeLoadBalancers"),
			f.manage("vpc-endpoint-service", serviceID, "ec2:ModifyVpcEndpointServiceConfiguration"),
		},
	})
	f.deploy("Zones", map[string]any{"ServiceId": serviceID, "Follows": follows(service)})
	service.ConsumersWaitFor(f.Resource)
	return z
}

// follows is what changes with the zones of a service's load balancers. Those of one zone
// each have subnets, and no mappings.
func follows(service *privatelink.ProviderService) any {
	if service.LoadBalancer == nil {
		return service.Contract().Zones
	}
	var subnets []*string
	for _, balancer := range service.LoadBalancers {
		resource := balancer.Node().DefaultChild().(awselasticloadbalancingv2.CfnLoadBalancer)
		if resource.Subnets() == nil {
			return resource.SubnetMappings()
		}
		subnets = append(subnets, *resource.Subnets()...)
	}
	return subnets
}

// Missing are the zones of the load balancers that the service was not in when the last
// deployment that ran the function was done with it, with blanks between them; or none.
func (z *Zones) Missing() string { return z.Function.attribute("Missing") }
