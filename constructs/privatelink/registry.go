package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// What AWS only grants once must be known across constructs, as names are (see
// taken_names.go). All of it is keyed by objects of CDK's, so that apps in one
// process keep apart.
var (
	// endpointsOf counts the consumers of a VPC, by what counts alike for AWS.
	endpointsOf = map[quota]int{}
	// servicesOf are the providers that load balancers stand behind and that existing
	// target groups belong to, by their app and then by what the other one is known by.
	servicesOf = map[constructs.IConstruct]map[any]*ProviderService{}
)

// quota is what a VPC may have so many endpoints of.
type quota struct {
	vpc  awsec2.IVpc
	kind rules.EndpointType
}

// quota that the endpoint counts towards: interface endpoints to AWS's services
// and to others count alike.
func (plan consumerPlan) quota() quota {
	kind := plan.contract.endpointType()
	if kind == rules.AWSEndpoint {
		kind = rules.ServiceEndpoint
	}
	return quota{plan.props.Vpc, kind}
}

// register notes what a consumer has.
func (c *ConsumerEndpoint) register() {
	endpointsOf[c.plan.quota()]++
	if zone := c.plan.zone(func() string { return *c.Node().Path() }); zone != nil {
		zone.object = func() awsroute53.IHostedZone { return c.HostedZone }
		for _, vpc := range c.plan.vpcs() {
			zonesOf[identityOf(vpc)] = append(zonesOf[identityOf(vpc)], *zone)
		}
	}
	c.plan.eachName(func(place any, name string) {
		if namesOf[place] == nil {
			namesOf[place] = map[string]*ConsumerEndpoint{}
		}
		namesOf[place][name] = c
	})
}

// register notes which load balancers and existing target groups a provider has.
func (p *ProviderService) register() {
	app := p.plan.app()
	if servicesOf[app] == nil {
		servicesOf[app] = map[any]*ProviderService{}
	}
	if p.LoadBalancer != nil {
		servicesOf[app][p.LoadBalancer] = p
	}
	for _, existing := range p.plan.props.ExistingLoadBalancers {
		if identity := existing.identity(); identity != nil {
			servicesOf[app][identity] = p
		}
	}
	for _, groups := range p.plan.groups {
		for _, group := range groups {
			if group.facts.Existing {
				servicesOf[app][group.Existing] = p
			}
		}
	}
}

// identity is what a load balancer is known by in all of an app: its ARN where
// that is plain text, the object otherwise; nil for an ARN that isn't known.
func (e ExistingLoadBalancer) identity() any {
	arn := e.arn
	if e.loadBalancer != nil && resourceOfLoadBalancer(e.loadBalancer) == nil {
		arn = *e.loadBalancer.LoadBalancerArn()
	}
	switch {
	case rules.Known(arn):
		return arn
	case e.loadBalancer != nil:
		return e.loadBalancer
	default:
		return nil
	}
}

// takenBy is the path of the service that a load balancer stands behind already.
func (plan providerPlan) takenBy(existing ExistingLoadBalancer) string {
	identity := existing.identity()
	if identity == nil {
		return ""
	}
	if other := servicesOf[plan.app()][identity]; other != nil {
		return *other.Node().Path()
	}
	return ""
}

// groupTakenBy is the path of another service that an existing target group
// belongs to.
func (plan providerPlan) groupTakenBy(group TargetGroup) string {
	if isNil(group.Existing) {
		return ""
	}
	if other := servicesOf[plan.app()][group.Existing]; other != nil && other != plan.service {
		return *other.Node().Path()
	}
	return ""
}

func (plan providerPlan) app() constructs.IConstruct {
	if isNil(plan.props.Vpc) {
		return nil
	}
	return rootOf(plan.props.Vpc)
}
