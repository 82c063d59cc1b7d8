package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// order has the service be made after what its traffic passes, and deleted before it: a
// deletion that AWS refuses, since endpoints are connected, then leaves all of it there.
func (p *ProviderService) order() {
	if len(p.before) > 0 {
		p.EndpointService.Node().AddDependency(p.before...)
		p.before = nil
	}
}

// keep has CloudFormation leave alone what consumers hold on to, and what their traffic
// passes, when it is removed. What of it is left after a first deployment that failed
// would be in the way of the next one: see RetainExceptOnCreate.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
func (p *ProviderService) keep() {
	props := &awscdk.RemovalPolicyProps{ApplyToResourceTypes: jsii.Strings(
		"AWS::EC2::VPCEndpointService", "AWS::EC2::VPCEndpointServicePermissions", "AWS::Route53::RecordSet",
		"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::TargetGroup",
		"AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress",
	)}
	switch p.plan.RemovalPolicy {
	case plan.Keep:
		awscdk.RemovalPolicies_Of(p).Retain(props)
	case plan.KeepOnceMade:
		awscdk.RemovalPolicies_Of(p).RetainOnUpdateOrDelete(props)
	}
}
