package cdk

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Consumers is what a provider knows of the consumers in its app.
type Consumers struct {
	// Scope that the provider is made in.
	Scope constructs.Construct

	// ready is what must be deployed before an endpoint can be made: parts of it until a
	// consumer asks.
	ready constructs.DependencyGroup
	parts []constructs.IDependable
	// waiting are the stacks that wait for the provider's.
	waiting map[awscdk.Stack]bool
	onPort  []func(plan.ServicePort)
}

// Need has endpoints wait for a part of the provider.
func (c *Consumers) Need(part constructs.IDependable) {
	c.parts = append(c.parts, part)
	if c.ready != nil {
		c.ready.Add(part)
	}
}

// Tell tells of a further port.
func (c *Consumers) Tell(port plan.ServicePort) {
	for _, hear := range c.onPort {
		hear(port)
	}
}

// OtherStage reports whether a consumer in a scope is in another stage of the app.
func (c *Consumers) OtherStage(scope constructs.Construct) bool {
	return StackOf(c.Scope) != StackOf(scope) && StageOf(c.Scope) != StageOf(scope)
}

// Connect has an endpoint of the same stack wait for the provider's parts, also where its
// stack is nested in the provider's, and another stack for the provider's. Nested stacks
// of one stack need not be told: the service's name, which one hands to the other, has
// the other wait for all of it. The consumer hears of further ports.
func (c *Consumers) Connect(endpoint constructs.Construct, stack awscdk.Stack, onPort func(plan.ServicePort)) {
	c.onPort = append(c.onPort, onPort)
	here := StackOf(c.Scope)
	switch {
	case slices.Contains(Around(stack), here):
		if c.ready == nil {
			c.ready = constructs.NewDependencyGroup(c.parts...)
		}
		endpoint.Node().AddDependency(c.ready)
	case Outermost(stack) == Outermost(here):
	case !c.waiting[stack]:
		Put(&c.waiting, stack, true)
		stack.AddStackDependency(here, nil)
	}
}

// ResourceProvider is a provider of a VPC Lattice resource in this app, as its consumers
// know it.
type ResourceProvider interface {
	// Consumers is what it knows of them.
	Consumers() *Consumers
	// Expect is told of a consumer before it is made.
	Expect(consumer Place)
}
