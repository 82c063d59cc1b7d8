// Package cases has the system that the suites of a hundred cases test.
package cases

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

// NewSystem makes a provider and a consumer, each in a stack of its own.
func NewSystem(app awscdk.App, port int) (provider, consumer awscdk.Stack) {
	provider, consumer = awscdk.NewStack(app, jsii.String("Provider"), nil), awscdk.NewStack(app, jsii.String("Consumer"), nil)
	orders := privatelink.NewProviderService(provider, "Orders", &privatelink.ProviderServiceProps{
		Vpc:        importVpc(provider),
		Listeners:  []privatelink.Listener{{Port: port, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}}},
		AutoAccept: true,
	})
	privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: importVpc(consumer), Service: orders, Dns: privatelink.PrivateZone("orders.internal"),
	})
	return provider, consumer
}

func importVpc(scope constructs.Construct) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(scope, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"),
		AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"), PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"),
	})
}
