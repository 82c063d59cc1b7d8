package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
)

// published is what was made known of the service.
type published struct {
	serviceName string
	contract    awscdk.CfnOutput
}

// publish makes the outputs and parameters that are asked for.
func (p *ProviderService) publish(id string) {
	if p.plan.PublishOutputs {
		cdk.Output(p, id, "ServiceName", p.ServiceName())
		cdk.Output(p, id, "ServiceId", p.ServiceId())
		p.published.contract = cdk.Output(p, id, "Contract", p.Contract().String())
	}
	if name := p.plan.PublishParameter; name != "" {
		p.Parameter = cdk.Parameter(p, "Contract", name, "a PrivateLink service", p.Contract().String())
		p.NameParameter = cdk.Parameter(p, "ServiceName", name+"/service-name", "a PrivateLink service", p.ServiceName())
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
