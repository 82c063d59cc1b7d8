// Vendor connects to a service as a vendor of Kafka clusters describes it: a
// service name, zone IDs, one subnet in each, a wildcard name and a name for each
// zone. All values are made up.
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

// kafka is what the vendor tells.
var kafka = privatelink.Contract{
	ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
	Ports:       []privatelink.ServicePort{{Port: 443}, {Port: 9092}},
	Zones:       []string{"use1-az1", "use1-az2", "use1-az6"},
}

func newStacks(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("VendorConsumer"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")},
	})
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId:                      jsii.String("vpc-0123456789abcdef0"),
		VpcCidrBlock:               jsii.String("10.0.0.0/16"),
		AvailabilityZones:          jsii.Strings("us-east-1a", "us-east-1b", "us-east-1c"),
		PrivateSubnetIds:           jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1", "subnet-0123456789abcdef2"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1", "rtb-0123456789abcdef2"),
	})

	dns := privatelink.PrivateZone("lkc-0abcde.us-east-1.aws.vendor.example")
	dns.Names = []string{"*"}
	dns.ZonalNames = map[string]string{
		"use1-az1": "*.use1-az1",
		"use1-az2": "*.use1-az2",
		"use1-az6": "*.use1-az6",
	}
	privatelink.NewConsumerEndpoint(stack, "Kafka", &privatelink.ConsumerEndpointProps{
		Vpc:     vpc,
		Service: kafka,
		Dns:     dns,
		// aws ec2 describe-availability-zones tells which name is which ID here.
		ZoneIds: map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2", "us-east-1c": "use1-az4"},
	})
}
