package cdk

import (
	"regexp"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

var nonAlphanumeric = regexp.MustCompile(`[^A-Za-z0-9]`)

// Output makes an output of the stack of a construct with an ID, by a name that can be told
// beforehand, unless another construct of the same ID has it.
func Output(construct constructs.Construct, id, name, value string) awscdk.CfnOutput {
	stack := awscdk.Stack_Of(construct)
	outputID := nonAlphanumeric.ReplaceAllString(id, "") + name // As CDK would make it, so that others are found.
	if stack.Node().TryFindChild(&outputID) != nil {
		outputID = *awscdk.Names_UniqueId(construct) + name
	}
	return awscdk.NewCfnOutput(stack, &outputID, &awscdk.CfnOutputProps{Value: &value})
}

// Parameter makes an SSM parameter in a construct, which tells something of what it is.
func Parameter(construct constructs.Construct, id, name, of, value string) awsssm.StringParameter {
	return awsssm.NewStringParameter(construct, &id, &awsssm.StringParameterProps{
		ParameterName: &name,
		SimpleName:    jsii.Bool(false),
		Description:   jsii.String(id + " of " + of),
		StringValue:   &value,
	})
}
