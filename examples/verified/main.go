// Verified offers a service under a name of its own, and uses it by that name, in one
// deployment: a function has AWS verify that the domain is the provider's, and the consumer
// waits for it. The zone has to be public, and yours.
//
//	npx cdk deploy --all -a "go run ./examples/verified" --parameters VerifiedProvider:HostedZoneId=Z…
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
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

// domain is that of the hosted zone.
const domain = "example.com"

func newStacks(app awscdk.App) {
	provider := awscdk.NewStack(app, jsii.String("VerifiedProvider"), nil)
	zoneID := awscdk.NewCfnParameter(provider, jsii.String("HostedZoneId"), &awscdk.CfnParameterProps{
		Description: jsii.String("ID of the public hosted zone of " + domain),
	})
	orders := privatelink.NewProviderService(provider, "Orders", &privatelink.ProviderServiceProps{
		Vpc: newVpc(provider, "10.0.0.0/16"),
		Listeners: []privatelink.Listener{{
			Port:    443,
			Targets: []privatelink.Target{privatelink.IPTarget("10.0.0.10", 8443)},
		}},
		PrivateDns: privatelink.PrivateDns{
			Name: "orders." + domain,
			HostedZone: awsroute53.HostedZone_FromHostedZoneAttributes(provider, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
				HostedZoneId: zoneID.ValueAsString(), ZoneName: jsii.String(domain),
			}),
		},
		AllowConsumersOfApp: true,
		AutoAccept:          true,
		RemovalPolicy:       awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})
	privatelinkfunctions.NewVerification(provider, "Verification", &privatelinkfunctions.VerificationProps{Service: orders})

	consumer := awscdk.NewStack(app, jsii.String("VerifiedConsumer"), nil)
	endpoint := privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc:     newVpc(consumer, "10.1.0.0/16"),
		Service: orders,
		Dns:     privatelink.ServiceDnsName(),
	})
	awscdk.NewCfnOutput(consumer, jsii.String("Url"), &awscdk.CfnOutputProps{Value: jsii.String("https://" + endpoint.DnsName())})
}

func newVpc(stack awscdk.Stack, cidr string) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		IpAddresses:                  awsec2.IpAddresses_Cidr(&cidr),
		MaxAzs:                       jsii.Number(2),
		RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration:          &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
}
