// Command app has two mistakes: one that the CDK's validation finds, and one that the
// library does.
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
	stack := awscdk.NewStack(app, jsii.String("Stack"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2), NatGateways: jsii.Number(0)})
	vpc.Node().DefaultChild().(awsec2.CfnVPC).AddPropertyOverride(jsii.String("Cidr"), "10.0.0.0/16")
	orders := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: vpc,
		Service: privatelink.Contract{
			ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:       []privatelink.ServicePort{{Port: 443}},
		},
	})
	orders.Endpoint.Node().DefaultChild().(awsec2.CfnVPCEndpoint).SetIpAddressType(jsii.String("ipv5"))
	app.Synth(nil)
}
