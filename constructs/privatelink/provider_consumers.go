package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// providerInApp is what a consumer asks of a provider in its app, beside the contract.
type providerInApp interface {
	variant
	// Contract is the contract as it is now.
	Contract() Contract
	// otherStage reports whether a consumer in a scope is in another stage of the app.
	otherStage(scope constructs.Construct) bool
	// expect is told of a consumer before it is made. It panics with an [*Error] if the
	// provider can't serve it.
	expect(consumer cdk.Place)
	// connect is told of a consumer that is made: of its endpoint, which then waits for
	// what it needs of the provider, and of what is to hear of further ports.
	connect(endpoint constructs.Construct, stack awscdk.Stack, onPort func(plan.ServicePort))
	// nameElsewhere is the service's name for stacks in other Regions.
	nameElsewhere() string
}

// ConsumersWaitFor has the endpoints of this app's consumers be made after something of the
// provider's stack: what verifies its private DNS name, as package privatelinkfunctions does,
// or what else has to be there before anyone connects. Those of other stacks wait for the whole
// stack.
func (p *ProviderService) ConsumersWaitFor(parts ...constructs.IDependable) {
	for _, part := range parts {
		p.consumers.Need(part)
	}
}

func (p *ProviderService) describe(service *plan.Service) { service.InApp = true }

func (p *ProviderService) otherStage(scope constructs.Construct) bool {
	return p.consumers.OtherStage(scope)
}

func (p *ProviderService) expect(consumer cdk.Place) {
	if plan.Known(consumer.Region) && plan.Known(p.plan.Region) && consumer.Region != p.plan.Region {
		p.SupportRegions(consumer.Region)
	}
	if p.plan.AllowConsumersOfApp {
		p.allow(Account(consumer.Account).planned.In(cdk.PartitionOf(p.plan.Region)))
		p.setPrincipals()
	}
}

func (p *ProviderService) connect(endpoint constructs.Construct, stack awscdk.Stack, onPort func(plan.ServicePort)) {
	p.consumers.Connect(endpoint, stack, onPort)
}

// nameElsewhere has other stacks read the ID from this stack's outputs, where the CDK
// would by default make a Lambda function on either side to carry it.
func (p *ProviderService) nameElsewhere() string {
	return p.nameWith(*awscdk.Stack_ConsumeReference(p.EndpointService.Ref(), awscdk.ReferenceStrength_WEAK))
}

// resourceInApp is a resource whose provider is in this app.
type resourceInApp struct {
	contract Contract
	provider cdk.ResourceProvider
}

// ProvidedBy is the contract of a resource whose provider is in this app. It is for package
// privatelinkresource; others have no use for it.
func (c Contract) ProvidedBy(provider cdk.ResourceProvider) Contract {
	c.of = nil
	c.of = &resourceInApp{c, provider}
	return c
}

func (r *resourceInApp) describe(service *plan.Service) { service.InApp = true }

func (r *resourceInApp) Contract() Contract {
	c := r.contract
	c.of = r
	return c
}

func (r *resourceInApp) otherStage(scope constructs.Construct) bool {
	return r.provider.Consumers().OtherStage(scope)
}

func (r *resourceInApp) expect(consumer cdk.Place) { r.provider.Expect(consumer) }

func (r *resourceInApp) connect(endpoint constructs.Construct, stack awscdk.Stack, onPort func(plan.ServicePort)) {
	r.provider.Consumers().Connect(endpoint, stack, onPort)
}

// nameElsewhere is empty: a resource is reached by its ARN.
func (r *resourceInApp) nameElsewhere() string { return "" }
