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
// The first is noted by one message to jsii. Others share an entry that is written when the
// app is synthesized, which costs four once, for they may be hundreds.
type promises struct {
	others []any
}

// Produce is called by the CDK when it writes the metadata.
func (p *promises) Produce() any { return p.others }

var promised = map[awscdk.Stack]*promises{}

// Promise notes what a construct with an ID in a scope promises: of a consumer the contract
// of its service, unless the provider is in the same app.
func Promise(scope constructs.Construct, id, side string, contract map[string]any) {
	noted := map[string]any{"side": side, "id": id}
	if _, isStack := scope.(awscdk.Stack); !isStack {
		noted["scope"] = PathOf(scope)
	}
	if contract != nil {
		noted["contract"] = contract
	}
	stack := StackOf(scope)
	of := promised[stack]
	if of == nil {
		promised[stack] = &promises{}
		notePromises(stack, []any{noted})
		return
	}
	if len(of.others) == 0 {
		notePromises(stack, awscdk.Lazy_Any(of, nil))
	}
	of.others = append(of.others, noted)
}

func notePromises(stack awscdk.Stack, promises any) {
	NodeOf(stack).AddMetadata(jsii.String(check.PromisedType), promises, nil)
}
