// Handover is two apps of two teams, made by one program for the sake of the
// example: all that goes from the first to the second is orders.json, the
// contract that the provider publishes.
//
//	npx cdk deploy -a "go run ./examples/handover" HandoverProvider --parameters Consumer=111122223333
//	aws cloudformation describe-stacks --stack-name HandoverProvider --output text \
//	  --query "Stacks[0].Outputs[?OutputKey=='OrdersContract'].OutputValue" > examples/handover/orders.json
//	npx cdk deploy -a "go run ./examples/handover" HandoverConsumer
package main

import (
	_ "embed"
	"strings"

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
	newProviderStack(app)
	newConsumerStack(app)
}

// newProviderStack is the provider team's.
func newProviderStack(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("HandoverProvider"), &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("us-east-1")},
	})
	consumer := awscdk.NewCfnParameter(stack, jsii.String("Consumer"), &awscdk.CfnParameterProps{
		Description: jsii.String("ID of the consumer's account"),
	})
	privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: newIsolatedVpc(stack),
		Listeners: []privatelink.Listener{{
			Port:         443,
			TargetGroups: []privatelink.TargetGroup{{TargetType: privatelink.Addresses, Port: 8443}},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account(*consumer.ValueAsString())},
		PublishOutputs:    true,
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})
}

//go:embed orders.json
var ordersContract string

// newConsumerStack is the consumer team's. It knows the service by its contract.
func newConsumerStack(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("HandoverConsumer"), &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("us-east-1")},
	})
	orders, err := privatelink.ReadContract(strings.NewReader(ordersContract))
	if err != nil {
		panic(err)
	}
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc:     newIsolatedVpc(stack),
		Service: orders,
		Dns:     privatelink.PrivateZone("orders.internal"),
	})
}

func newIsolatedVpc(stack awscdk.Stack) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
}
