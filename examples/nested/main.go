// Nested keeps both sides in nested stacks: of one stack, which is deployed, updated and
// rolled back as a whole, and may have more resources than the 500 of a template. The
// nested stacks hand each other what they need through it, by themselves.
//
//	npx cdk deploy -a "go run ./examples/nested"
//
// What is deployed is Nested; its parts show as stacks of their own, and are changed
// through it only.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
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
	stack := awscdk.NewStack(app, jsii.String("Nested"), &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("us-east-1")},
	})
	orders := newProvider(awscdk.NewNestedStack(stack, jsii.String("Provider"), nil))
	newConsumer(awscdk.NewNestedStack(stack, jsii.String("Consumer"), nil), orders)
}

func newProvider(scope constructs.Construct) *privatelink.ProviderService {
	vpc := newIsolatedVpc(scope)
	return privatelink.NewProviderService(scope, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:    443,
			Targets: []privatelink.Target{privatelink.InstanceTarget(newInstance(scope, "Server", vpc), 8443)},
		}},
		AllowConsumersOfApp: true,
		AutoAccept:          true,
		RemovalPolicy:       awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})
}

func newConsumer(scope constructs.Construct, orders privatelink.Service) {
	vpc := newIsolatedVpc(scope)
	privatelink.NewConsumerEndpoint(scope, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc:     vpc,
		Service: orders,
		Clients: []awsec2.IConnectable{newInstance(scope, "Client", vpc)},
		Dns:     privatelink.PrivateZone("orders.internal"),
	})
}

func newIsolatedVpc(scope constructs.Construct) awsec2.Vpc {
	return awsec2.NewVpc(scope, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
}

// newInstance makes an instance. What runs on it is not the point here.
func newInstance(scope constructs.Construct, id string, vpc awsec2.IVpc) awsec2.Instance {
	return awsec2.NewInstance(scope, &id, &awsec2.InstanceProps{
		Vpc:        vpc,
		VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		SecurityGroup: awsec2.NewSecurityGroup(scope, jsii.String(id+"SecurityGroup"), &awsec2.SecurityGroupProps{
			Vpc: vpc, Description: &id, AllowAllOutbound: jsii.Bool(false),
		}),
		InstanceType: awsec2.NewInstanceType(jsii.String("t4g.nano")),
		MachineImage: awsec2.MachineImage_LatestAmazonLinux2023(&awsec2.AmazonLinux2023ImageSsmParameterProps{
			CpuType: awsec2.AmazonLinuxCpuType_ARM_64,
		}),
		HttpTokens: awsec2.HttpTokens_REQUIRED,
	})
}
