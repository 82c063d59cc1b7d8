// Command base is an app as it is without this library.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Stack"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), nil)
	awselasticloadbalancingv2.NewNetworkLoadBalancer(stack, jsii.String("LoadBalancer"), &awselasticloadbalancingv2.NetworkLoadBalancerProps{Vpc: vpc})
	app.Synth(nil)
}
