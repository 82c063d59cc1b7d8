// Regions offers a service to consumers in other Regions.
//
//	npx cdk deploy -a "go run ./examples/regions" --parameters Consumer=111122223333
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
	stack := awscdk.NewStack(app, jsii.String("RegionsProvider"), &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("us-east-1")},
	})
	consumer := awscdk.NewCfnParameter(stack, jsii.String("Consumer"), &awscdk.CfnParameterProps{
		Description: jsii.String("ID of the consumer's account"),
	})
	// Other Regions are only served from two zones or more.
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})

	privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port: 443,
			// Targets that register themselves at run time.
			TargetGroups: []privatelink.TargetGroup{{TargetType: privatelink.Addresses, Port: 8443}},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account(*consumer.ValueAsString())},
		SupportedRegions:  []string{"eu-west-1", "ap-southeast-2"},
		PublishOutputs:    true,
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})
}
