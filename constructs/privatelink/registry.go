package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// What AWS only grants once must be known across constructs. All of it is keyed
// by objects of CDK's, so that apps in one process keep apart.
var (
	// namesOf are the domains that the consumers of a VPC have.
	namesOf = map[awsec2.IVpc]map[string]*ConsumerEndpoint{}
	// endpointsOf counts the consumers of a VPC.
	endpointsOf = map[awsec2.IVpc]int{}
	// servicesOf are the providers that load balancers stand behind, by their app
	// and then by object or ARN.
	servicesOf = map[constructs.IConstruct]map[any]*ProviderService{}
)

// register notes what a consumer has.
func (c *ConsumerEndpoint) register() {
	endpointsOf[c.plan.props.Vpc]++
	for _, vpc := range c.plan.vpcs() {
		for _, name := range c.plan.ownNames() {
			if namesOf[vpc] == nil {
				namesOf[vpc] = map[string]*ConsumerEndpoint{}
			}
			namesOf[vpc][name] = c
		}
	}
}

// takenNames lists those of the names that other consumers of the VPCs have.
func (plan consumerPlan) takenNames() []rules.TakenName {
	var taken []rules.TakenName
	for _, vpc := range plan.vpcs() {
		for _, name := range plan.ownNames() {
			if other := namesOf[vpc][name]; other != nil {
				taken = append(taken, rules.TakenName{Name: name, By: *other.Node().Path()})
			}
		}
	}
	return taken
}

// register notes which load balancers a provider has.
func (p *ProviderService) register() {
	for _, existing := range p.plan.props.ExistingLoadBalancers {
		app := p.plan.app()
		if servicesOf[app] == nil {
			servicesOf[app] = map[any]*ProviderService{}
		}
		servicesOf[app][existing.reference()] = p
	}
}

// takenBy is the path of the service that a load balancer stands behind already.
func (plan providerPlan) takenBy(existing ExistingLoadBalancer) string {
	if other := servicesOf[plan.app()][existing.reference()]; other != nil {
		return *other.Node().Path()
	}
	return ""
}

func (plan providerPlan) app() constructs.IConstruct {
	if isNil(plan.props.Vpc) {
		return nil
	}
	return plan.props.Vpc.Node().Root()
}
