package privatelinkfunctions

import (
	"cmp"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// VerificationProps say whose private DNS name is verified.
type VerificationProps struct {
	// Service whose [privatelink.PrivateDns] is verified. Requires a Name; the TXT record has
	// to be public: that of its HostedZone, of the provider of its stack that it is
	// VerifiedWith, or one that is published by other means.
	// Required.
	Service *privatelink.ProviderService

	// Timeout is how long a deployment waits for the verification: whole seconds, from one
	// minute to 14 minutes.
	// Default: 14 minutes.
	Timeout time.Duration
}

// Validate returns a [*privatelink.Error] with everything that is wrong with these props, or
// nil. It builds nothing; [NewVerification] checks the same.
func (props *VerificationProps) Validate() error {
	return validate("VerificationProps", props.facts(nil))
}

func (props *VerificationProps) facts(scope constructs.Construct) rules.Function {
	if props == nil {
		props = &VerificationProps{}
	}
	facts := ofService(scope, props.Service)
	facts.Timeout = props.Timeout
	if facts.Missing {
		return facts
	}
	facts.Unnamed = props.Service.VerificationRecord().Name == ""
	if record := props.Service.VerificationRecordSet(); record != nil {
		facts.RecordElsewhere = awscdk.Stack_Of(record) != awscdk.Stack_Of(props.Service)
	}
	return facts
}

// Verification has AWS verify a service's private DNS name, and a deployment wait until it
// has: consumers of the app, which wait for it, can use [privatelink.ServiceDnsName] in the
// same deployment. Where the time is over, the deployment fails, and names the TXT record that
// AWS looks for.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html
type Verification struct {
	constructs.Construct

	// Function that does it.
	Function *Function
}

// NewVerification makes a verification. It panics with a [*privatelink.Error] that lists
// everything that is wrong, before anything is built.
func NewVerification(scope constructs.Construct, id string, props *VerificationProps) *Verification {
	refuse("Verification", scope, id, props.facts(scope))
	v, service := &Verification{}, props.Service
	constructs.NewConstruct_Override(v, scope, &id)
	f := newFunction(v, scope)
	v.Function = f
	wait, serviceID, record := cmp.Or(props.Timeout, longest), service.ServiceId(), service.VerificationRecord()
	f.make(asks{
		code: "verification", description: "Has a private DNS name verified", wait: wait,
		statements: []map[string]any{
			f.describe("ec2:DescribeVpcEndpointServiceConfigurations"),
			f.manage("vpc-endpoint-service", serviceID, "ec2:StartVpcEndpointServicePrivateDnsVerification"),
			f.ownStack(),
		},
	})
	f.deploy("Verification", map[string]any{"ServiceId": serviceID, "RecordName": record.Name, "RecordValue": record.Value})
	if record := service.VerificationRecordSet(); record != nil {
		f.Resource.Node().AddDependency(record)
	}
	service.ConsumersWaitFor(f.Resource)
	return v
}

// State is the name's when the last deployment that ran the function was done with it:
// verified, but for a rollback.
func (v *Verification) State() string { return v.Function.attribute("State") }
