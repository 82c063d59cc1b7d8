// Command functions is the same app with functions that operate a service.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkfunctions"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Stack"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), nil)
	awselasticloadbalancingv2.NewNetworkLoadBalancer(stack, jsii.String("LoadBalancer"), &awselasticloadbalancingv2.NetworkLoadBalancerProps{Vpc: vpc})
	endpoint := privatelink.NewConsumerEndpoint(stack, "Ssm", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: privatelink.AWSService("ssm")})
	privatelinkfunctions.NewPrivateDns(stack, "PrivateDns", &privatelinkfunctions.PrivateDnsProps{Endpoint: endpoint})
	app.Synth(nil)
}
