package cdk

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
)

// Sides of what is promised.
const (
	ProviderSide = "provider"
	ConsumerSide = "consumer"
)

// promises are the ways that the constructs of a stack promise: package check follows
// packets over them once the templates are made. They stand in the stack's metadata, and
// in no template. Which clients they are for stands in the rules of the endpoint's security
// group, and on which ports in the provider's listeners, or in the contract.
//
// One entry for a stack, which is written when the app is synthesized, costs four messages
// to jsii; one for each construct would cost each of them two.
type promises struct {
	list []any
}

// Produce is called by the CDK when it writes the metadata.
func (p *promises) Produce() any { return p.list }

var promised = map[awscdk.Stack]*promises{}

// Promise notes what a construct with an ID in a scope promises: of a consumer the contract
// of its service, unless the provider is in the same app.
func Promise(scope constructs.Construct, id, side string, contract map[string]any) {
	stack := StackOf(scope)
	if promised[stack] == nil {
		promised[stack] = &promises{}
		stack.Node().AddMetadata(jsii.String(check.PromisedType), awscdk.Lazy_Any(promised[stack], nil), nil)
	}
	noted := map[string]any{"side": side, "id": id}
	if _, isStack := scope.(awscdk.Stack); !isStack {
		noted["scope"] = PathOf(scope)
	}
	if contract != nil {
		noted["contract"] = contract
	}
	promised[stack].list = append(promised[stack].list, noted)
}
