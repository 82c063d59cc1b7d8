// Crossregion is a provider in one Region and a consumer in another, in one app
// and account. The service supports the consumer's Region by itself, and its ID
// crosses as a stack output.
//
//	npx cdk deploy -a "go run ./examples/crossregion" --all
//
// Whoever deploys it needs the permission vpce:AllowMultiRegion.
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
	provider, consumer := newStack(app, "CrossRegionProvider", "us-east-1"), newStack(app, "CrossRegionConsumer", "eu-west-1")

	orders := privatelink.NewProviderService(provider, "Orders", &privatelink.ProviderServiceProps{
		Vpc: newIsolatedVpc(provider),
		Listeners: []privatelink.Listener{{
			Port:         443,
			TargetGroups: []privatelink.TargetGroup{{TargetType: privatelink.Addresses, Port: 8443}},
		}},
		AllowConsumersOfApp: true,
		AutoAccept:          true,
		RemovalPolicy:       awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})
	privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc:     newIsolatedVpc(consumer),
		Service: orders,
		Dns:     privatelink.PrivateZone("orders.internal"),
	})
}

func newStack(app awscdk.App, id, region string) awscdk.Stack {
	return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Region: &region}})
}

func newIsolatedVpc(stack awscdk.Stack) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
}
