// Alb offers an Application Load Balancer as a service: PrivateLink reaches it
// by way of a Network Load Balancer, and its rules route by path.
//
//	npx cdk deploy -a "go run ./examples/alb" --parameters Consumer=111122223333
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStacks(app)
	app.Synth(nil)
}

func newStacks(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("AlbProvider"), nil)
	consumer := awscdk.NewCfnParameter(stack, jsii.String("Consumer"), &awscdk.CfnParameterProps{
		Description: jsii.String("ID of the consumer's account"),
	})
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})

	privatelink.NewProviderService(stack, "Web", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:        80,
			Targets:     []privatelink.Target{privatelink.ALBListenerTarget(newListener(stack, vpc))},
			HealthCheck: privatelink.HealthCheck{Path: "/healthz"},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account(*consumer.ValueAsString())},
		PublishOutputs:    true,
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})
}

// newListener answers one path itself, and refuses all others.
func newListener(stack awscdk.Stack, vpc awsec2.IVpc) awselasticloadbalancingv2.ApplicationListener {
	alb := awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("Alb"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{
		Vpc: vpc,
		SecurityGroup: awsec2.NewSecurityGroup(stack, jsii.String("AlbSecurityGroup"), &awsec2.SecurityGroupProps{
			Vpc: vpc, Description: jsii.String("Application Load Balancer"), AllowAllOutbound: jsii.Bool(false),
		}),
	})
	listener := alb.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
		Port:          jsii.Number(80),
		Protocol:      awselasticloadbalancingv2.ApplicationProtocol_HTTP,
		Open:          jsii.Bool(false), // To whom, the provider says.
		DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(404), nil),
	})
	listener.AddAction(jsii.String("Health"), &awselasticloadbalancingv2.AddApplicationActionProps{
		Priority:   jsii.Number(1),
		Conditions: &[]awselasticloadbalancingv2.ListenerCondition{awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings("/healthz"))},
		Action:     awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(200), nil),
	})
	return listener
}
