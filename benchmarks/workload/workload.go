// Package workload is what the programs of W(n) have in common: a provider, and n
// endpoints to it, a hundred in a stack.
package workload

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Accounts that the service allows.
var Accounts = []string{"111122223333", "444455556666"}

const perStack = 100 // CloudFormation takes 500 resources.

// NewVpc makes a VPC with an isolated subnet in each of two zones.
func NewVpc(scope constructs.Construct) awsec2.Vpc {
	return awsec2.NewVpc(scope, jsii.String("Vpc"), &awsec2.VpcProps{
		NatGateways: jsii.Number(0), MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
}

// EachStack makes the stacks of consumers, and calls back for each endpoint.
func EachStack(app awscdk.App, endpoints int, newEndpoint func(stack awscdk.Stack, vpc awsec2.Vpc, i int)) {
	for first := 0; first < endpoints; first += perStack {
		stack := awscdk.NewStack(app, jsii.String(fmt.Sprint("Consumer", first/perStack)), nil)
		vpc := NewVpc(stack)
		for i := first; i < min(first+perStack, endpoints); i++ {
			newEndpoint(stack, vpc, i)
		}
	}
}

// ZoneName is the name of an endpoint's private zone.
func ZoneName(i int) string { return fmt.Sprintf("orders%d.internal", i) }
