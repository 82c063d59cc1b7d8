package privatelinkfunctions

import (
	"cmp"
	"time"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// RejectionProps say whose connections are rejected.
type RejectionProps struct {
	// Service whose connections are rejected. Requires RemovalPolicy
	// awscdk.RemovalPolicy_DESTROY: one that is kept should keep its consumers.
	// Required.
	Service *privatelink.ProviderService

	// Timeout is how long the deletion of the stack waits until the connections are gone:
	// whole seconds, from one minute to 14 minutes.
	// Default: 14 minutes.
	Timeout time.Duration
}

// Validate returns a [*privatelink.Error] with everything that is wrong with these props, or
// nil. It builds nothing; [NewRejection] checks the same.
func (props *RejectionProps) Validate() error { return validate("RejectionProps", props.facts(nil)) }

func (props *RejectionProps) facts(scope constructs.Construct) rules.Function {
	if props == nil {
		props = &RejectionProps{}
	}
	facts := ofService(scope, props.Service)
	facts.Timeout = props.Timeout
	return facts
}

// Rejection rejects all connections to a service before it is deleted together with its stack,
// since AWS refuses to delete a service with connections. Nothing else rejects any: neither an
// update of the stack, nor to take this construct, or the service, out of the app.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/delete-endpoint-service.html
type Rejection struct {
	constructs.Construct

	// Function that does it.
	Function *Function
}

// NewRejection makes a rejection. It panics with a [*privatelink.Error] that lists everything
// that is wrong, before anything is built.
func NewRejection(scope constructs.Construct, id string, props *RejectionProps) *Rejection {
	refuse("Rejection", scope, id, props.facts(scope))
	r := &Rejection{}
	constructs.NewConstruct_Override(r, scope, &id)
	f := newFunction(r, scope)
	r.Function = f
	wait, serviceID := cmp.Or(props.Timeout, longest), props.Service.ServiceId()
	f.make(asks{
		code: "rejection", description: "Rejects the connections of an endpoint service that is deleted", wait: wait,
		statements: []map[string]any{
			f.describe("ec2:DescribeVpcEndpointConnections"),
			f.manage("vpc-endpoint-service", serviceID, "ec2:RejectVpcEndpointConnections"),
			f.ownStack(),
		},
	})
	f.deploy("Rejection", map[string]any{"ServiceId": serviceID})
	return r
}

// FunctionArn is the ARN of the function.
func (r *Rejection) FunctionArn() string { return r.Function.Arn() }
