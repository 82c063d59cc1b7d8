package privatelink

import (
	"regexp"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"
)

// published is what was made known of the service.
type published struct {
	serviceName string
	contract    awscdk.CfnOutput
}

// publish makes the outputs and parameters that are asked for.
func (p *ProviderService) publish(id string) {
	if p.plan.PublishOutputs {
		p.output(id, "ServiceName", p.ServiceName())
		p.output(id, "ServiceId", p.ServiceId())
		p.published.contract = p.output(id, "Contract", p.Contract().String())
	}
	if name := p.plan.PublishParameter; name != "" {
		p.Parameter = p.parameter("Contract", name, p.Contract().String())
		p.NameParameter = p.parameter("ServiceName", name+"/service-name", p.ServiceName())
	}
}

// republish updates what is published of a contract that has changed.
func (p *ProviderService) republish() {
	if p.published.contract != nil {
		p.published.contract.SetValue(jsii.String(p.Contract().String()))
	}
	if p.Parameter != nil {
		p.Parameter.Node().DefaultChild().(awsssm.CfnParameter).SetValue(jsii.String(p.Contract().String()))
	}
}

var nonAlphanumeric = regexp.MustCompile(`[^A-Za-z0-9]`)

// output makes an output of the stack by a name that can be told beforehand,
// unless another provider of the same ID has it.
func (p *ProviderService) output(id, name, value string) awscdk.CfnOutput {
	stack := awscdk.Stack_Of(p)
	outputID := nonAlphanumeric.ReplaceAllString(id, "") + name // As CDK would make it, so that others are found.
	if stack.Node().TryFindChild(&outputID) != nil {
		outputID = *awscdk.Names_UniqueId(p) + name
	}
	return awscdk.NewCfnOutput(stack, &outputID, &awscdk.CfnOutputProps{Value: &value})
}

func (p *ProviderService) parameter(id, name, value string) awsssm.StringParameter {
	return awsssm.NewStringParameter(p, &id, &awsssm.StringParameterProps{
		ParameterName: &name,
		SimpleName:    jsii.Bool(false),
		Description:   jsii.String(id + " of a PrivateLink service"),
		StringValue:   &value,
	})
}
