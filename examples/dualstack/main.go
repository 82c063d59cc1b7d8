// Dualstack is a provider and a consumer that speak IPv4 and IPv6.
//
//	npx cdk deploy -a "go run ./examples/dualstack" --all
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
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
	provider, consumer := newStack(app, "DualStackProvider"), newStack(app, "DualStackConsumer")

	orders := privatelink.NewProviderService(provider, "Orders", &privatelink.ProviderServiceProps{
		Vpc: newDualStackVpc(provider),
		Listeners: []privatelink.Listener{{
			Port:         443, // Consumers of both families reach IPv4 targets.
			TargetGroups: []privatelink.TargetGroup{{TargetType: privatelink.Addresses, Port: 8443}},
		}},
		LoadBalancer:        privatelink.LoadBalancerOptions{IpAddressType: privatelink.DualStack},
		AllowConsumersOfApp: true,
		AutoAccept:          true,
		RemovalPolicy:       awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})
	privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc:           newDualStackVpc(consumer),
		Service:       orders,
		IpAddressType: privatelink.DualStack,
		Dns:           privatelink.PrivateZone("orders.internal"),
	})
}

func newStack(app awscdk.App, id string) awscdk.Stack {
	return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Region: jsii.String("us-east-1")}})
}

func newDualStackVpc(stack awscdk.Stack) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		IpProtocol: awsec2.IpProtocol_DUAL_STACK, MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
}
