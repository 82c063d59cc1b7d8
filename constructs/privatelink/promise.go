package privatelink

import (
	"encoding/json"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
)

// promises are the ways that the constructs of a stack promise: package check follows
// packets over them once the templates are made. They stand in the stack's metadata, and
// in no template. Which clients they are for stands in the rules of the endpoint's security
// group, and on which ports in the provider's listeners, or in the contract.
//
// One entry for a stack, which is written when the app is synthesized, costs three messages
// to jsii; one for each construct would cost each of them two.
type promises struct {
	list []any
}

// Produce is called by the CDK when it writes the metadata.
func (p *promises) Produce() any { return p.list }

// promise notes what a construct with an ID in a scope promises: of a consumer the contract
// of its service, unless the provider is in the same app.
func promise(scope constructs.Construct, id, side string, contract *Contract) {
	stack := stackOf(scope)
	if kept.promises[stack] == nil {
		kept.promises[stack] = &promises{}
		producer := awscdk.Lazy_Any(kept.promises[stack], nil)
		stack.Node().AddMetadata(jsii.String(check.PromisedType), producer, nil)
	}
	noted := map[string]any{"side": side, "id": id}
	if _, isStack := scope.(awscdk.Stack); !isStack {
		noted["scope"] = *scope.Node().Path()
	}
	if contract != nil {
		var fields map[string]any
		if text, err := json.Marshal(contract); err == nil && json.Unmarshal(text, &fields) == nil {
			noted["contract"] = fields
		}
	}
	kept.promises[stack].list = append(kept.promises[stack].list, noted)
}

// foreign is the contract of a service of another app; nil where its provider is at hand.
func (c Contract) foreign() *Contract {
	if c.provider != nil || c.pending || c.ServiceName == "" {
		return nil
	}
	return &c
}
