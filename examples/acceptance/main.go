// Acceptance offers a service to many accounts, connects those that have signed, and lets the
// others wait. When its stack is deleted, who is still connected is rejected before, since AWS
// would refuse the deletion otherwise.
//
//	npx cdk deploy -a "go run ./examples/acceptance"
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkfunctions"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStacks(app)
	app.Synth(nil)
}

// invited are the accounts that may ask for a connection, and signed those that get one.
var (
	invited = []privatelink.Principal{privatelink.Account("444455556666"), privatelink.Account("777788889999")}
	signed  = []string{"444455556666"}
)

func newStacks(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("AcceptanceProvider"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
	orders := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:    443,
			Targets: []privatelink.Target{privatelink.IPTarget("10.0.0.10", 8443)},
		}},
		AllowedPrincipals: invited,
		PublishOutputs:    true,
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY,
	})
	privatelinkfunctions.NewAcceptance(stack, "Acceptance", &privatelinkfunctions.AcceptanceProps{
		Service:  orders,
		Accounts: signed,
		EventBus: awsevents.EventBus_FromEventBusName(stack, jsii.String("Bus"), jsii.String("default")),
	})
	privatelinkfunctions.NewRejection(stack, "Rejection", &privatelinkfunctions.RejectionProps{Service: orders})
}
