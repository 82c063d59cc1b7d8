package privatelinkfunctions

import (
	"cmp"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// PrivateDnsProps say whose private DNS is turned on.
type PrivateDnsProps struct {
	// Endpoint whose private DNS is turned on. It is made without: leave its Dns unset.
	// Required.
	Endpoint *privatelink.ConsumerEndpoint

	// Timeout is how long a deployment waits for the connection to be accepted: whole seconds,
	// from one minute to 14 minutes. What isn't accepted by then is no failure: the schedule
	// goes on looking.
	// Default: 14 minutes.
	Timeout time.Duration

	// Every is how often the function looks for itself: whole minutes.
	// Default: an hour.
	Every time.Duration
}

// Validate returns a [*privatelink.Error] with everything that is wrong with these props, or
// nil. It builds nothing; [NewPrivateDns] checks the same.
func (props *PrivateDnsProps) Validate() error { return validate("PrivateDnsProps", props.facts(nil)) }

func (props *PrivateDnsProps) facts(scope constructs.Construct) rules.Function {
	if props == nil {
		props = &PrivateDnsProps{}
	}
	facts := rules.Function{
		Of: "Endpoint", Missing: props.Endpoint == nil || props.Endpoint.Endpoint == nil, Timeout: props.Timeout, Every: props.Every,
	}
	if !facts.Missing && !cdk.IsNil(scope) {
		facts.OtherStack = cdk.StackOf(scope) != awscdk.Stack_Of(props.Endpoint)
	}
	if !facts.Missing {
		resource, ok := props.Endpoint.Endpoint.Node().DefaultChild().(awsec2.CfnVPCEndpoint)
		facts.PrivateDnsOn = ok && resource.PrivateDnsEnabled() == true
	}
	return facts
}

// PrivateDns turns the private DNS of an endpoint on once the provider has accepted it, which
// AWS refuses before: the service's own name then leads to the endpoint. Where the provider
// accepts at once, one deployment does it all; where a person does, it is on within [PrivateDnsProps.Every]
// of that. CloudFormation goes on thinking that it is off: if an update of the endpoint turns
// it off, the schedule turns it on again.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
type PrivateDns struct {
	constructs.Construct

	// Function that does it.
	Function *Function
}

// NewPrivateDns makes a private DNS. It panics with a [*privatelink.Error] that lists
// everything that is wrong, before anything is built.
func NewPrivateDns(scope constructs.Construct, id string, props *PrivateDnsProps) *PrivateDns {
	refuse("PrivateDns", scope, id, props.facts(scope))
	p, endpoint := &PrivateDns{}, *props.Endpoint.Endpoint.VpcEndpointId()
	constructs.NewConstruct_Override(p, scope, &id)
	f := newFunction(p, scope)
	p.Function = f
	wait := cmp.Or(props.Timeout, longest)
	f.make(asks{
		code: "private_dns", description: "Turns the private DNS of an endpoint on", wait: wait,
		environment: map[string]any{"ENDPOINT": endpoint},
		statements: []map[string]any{
			f.describe("ec2:DescribeVpcEndpoints"),
			f.manage("vpc-endpoint", endpoint, "ec2:ModifyVpcEndpoint"),
			f.ownStack(),
		},
	})
	f.repeat(cmp.Or(props.Every, time.Hour))
	f.deploy("PrivateDns", map[string]any{"EndpointId": endpoint})
	return p
}

// State is the endpoint's when the last deployment that ran the function was done with it:
// available, or what it was waiting in.
func (p *PrivateDns) State() string { return p.Function.attribute("State") }
