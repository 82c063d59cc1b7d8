package privatelink

import (
	"slices"

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

// consumersInApp is what a provider knows of the consumers in its app.
type consumersInApp struct {
	// scope that the provider is made in.
	scope constructs.Construct
	// ready is what must be deployed before an endpoint can be made: parts of it until a
	// consumer asks.
	ready constructs.DependencyGroup
	parts []constructs.IDependable
	// waiting are the stacks that wait for the provider's.
	waiting map[awscdk.Stack]bool
	onPort  []func(plan.ServicePort)
}

// need has endpoints wait for a part of the provider.
func (c *consumersInApp) need(part constructs.IDependable) {
	c.parts = append(c.parts, part)
	if c.ready != nil {
		c.ready.Add(part)
	}
}

// ConsumersWaitFor has the endpoints of this app's consumers be made after something of the
// provider's stack: what verifies its private DNS name, as package privatelinkfunctions does,
// or what else has to be there before anyone connects. Those of other stacks wait for the whole
// stack.
func (p *ProviderService) ConsumersWaitFor(parts ...constructs.IDependable) {
	for _, part := range parts {
		p.consumers.need(part)
	}
}

// tell tells of a further port.
func (c *consumersInApp) tell(port plan.ServicePort) {
	for _, hear := range c.onPort {
		hear(port)
	}
}

func (p *ProviderService) describe(service *plan.Service) { service.InApp = true }

func (p *ProviderService) otherStage(scope constructs.Construct) bool {
	here := p.consumers.scope
	return cdk.StackOf(here) != cdk.StackOf(scope) && cdk.StageOf(here) != cdk.StageOf(scope)
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

// connect has an endpoint of the same stack wait for the provider's parts, also where its
// stack is nested in the provider's, and another stack for the provider's. Nested stacks
// of one stack need not be told: the service's name, which one hands to the other, has
// the other wait for all of it.
func (p *ProviderService) connect(endpoint constructs.Construct, stack awscdk.Stack, onPort func(plan.ServicePort)) {
	c := &p.consumers
	c.onPort = append(c.onPort, onPort)
	here := cdk.StackOf(c.scope)
	switch {
	case slices.Contains(cdk.Around(stack), here):
		if c.ready == nil {
			c.ready = constructs.NewDependencyGroup(c.parts...)
		}
		endpoint.Node().AddDependency(c.ready)
	case cdk.Outermost(stack) == cdk.Outermost(here):
	case !c.waiting[stack]:
		cdk.Put(&c.waiting, stack, true)
		stack.AddStackDependency(here, nil)
	}
}

// nameElsewhere has other stacks read the ID from this stack's outputs, where the CDK
// would by default make a Lambda function on either side to carry it.
func (p *ProviderService) nameElsewhere() string {
	return p.nameWith(*awscdk.Stack_ConsumeReference(p.EndpointService.Ref(), awscdk.ReferenceStrength_WEAK))
}
