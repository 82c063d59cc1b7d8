// Package suite is what a user's snapshot tests look like: a hundred cases, each a
// provider and a consumer in two stacks, with two golden templates and six
// questions. Build it with go test -c, and time the binary.
package suite

import (
	"fmt"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { snapshot.Main(m) }

func TestCases(t *testing.T) {
	for i := range 100 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			newSystem(app, 1000+i)
			snapshot.Match(t, app)

			templates := snapshot.Synth(t, app)
			provider, consumer := templates["Provider"], templates["Consumer"]
			provider.Has(t, "AWS::ElasticLoadBalancingV2::Listener", snapshot.Props{"Port": 1000 + i, "Protocol": "TCP"})
			provider.Has(t, "AWS::ElasticLoadBalancingV2::TargetGroup", snapshot.Props{"TargetType": "ip"})
			provider.Has(t, "AWS::EC2::VPCEndpointService", snapshot.Props{"AcceptanceRequired": false})
			group, _ := consumer.Only(t, "AWS::EC2::SecurityGroup")
			consumer.Has(t, "AWS::EC2::VPCEndpoint", snapshot.Props{"SecurityGroupIds": snapshot.With(snapshot.RefersTo(group))})
			consumer.HasCount(t, 1, "AWS::Route53::RecordSet", nil)
		})
	}
}

func newSystem(app awscdk.App, port int) {
	provider, consumer := awscdk.NewStack(app, jsii.String("Provider"), nil), awscdk.NewStack(app, jsii.String("Consumer"), nil)
	orders := privatelink.NewProviderService(provider, "Orders", &privatelink.ProviderServiceProps{
		Vpc:               newVpc(provider),
		Listeners:         []privatelink.Listener{{Port: port, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}}},
		WithoutAcceptance: true,
	})
	privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(consumer), Service: orders, Dns: privatelink.PrivateZone("orders.internal"),
	})
}

func newVpc(scope constructs.Construct) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(scope, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"),
		AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"), PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"),
	})
}
