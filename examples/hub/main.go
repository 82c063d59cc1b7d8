// Hub keeps all endpoints in one VPC, for several spoke VPCs to use: their names
// resolve in the spokes too. The way from spoke to hub, by peering or a transit
// gateway, is not part of the example.
package main

import (
	"maps"
	"slices"

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

// services are those of a vendor, by the names that programs call them by.
var services = map[string]string{
	"billing":  "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
	"shipping": "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef1",
}

func newStacks(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("Hub"), &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("us-east-1")},
	})
	hub := newVpc(stack, "Hub", "10.0.0.0/16")
	spokes := []awsec2.IVpc{newVpc(stack, "SpokeA", "10.1.0.0/16"), newVpc(stack, "SpokeB", "10.2.0.0/16")}

	for _, name := range slices.Sorted(maps.Keys(services)) {
		dns := privatelink.PrivateZone(name + ".internal")
		dns.Vpcs = spokes
		privatelink.NewConsumerEndpoint(stack, name, &privatelink.ConsumerEndpointProps{
			Vpc:     hub,
			Service: privatelink.Contract{ServiceName: services[name], Ports: []privatelink.ServicePort{{Port: 443}}},
			Clients: []awsec2.IConnectable{awsec2.Peer_Ipv4(jsii.String("10.0.0.0/14"))}, // Hub and spokes.
			Dns:     dns,
		})
	}
	// AWS's own services, behind one security group.
	group := awsec2.NewSecurityGroup(stack, jsii.String("AwsServices"), &awsec2.SecurityGroupProps{
		Vpc: hub, Description: jsii.String("Endpoints of AWS services"), AllowAllOutbound: jsii.Bool(false),
	})
	for _, name := range []string{"ssm", "ssmmessages"} {
		privatelink.NewConsumerEndpoint(stack, "aws-"+name, &privatelink.ConsumerEndpointProps{
			Vpc: hub, Service: privatelink.AWSService(name), Dns: privatelink.ServiceDnsName(), SecurityGroup: group,
		})
	}
}

func newVpc(stack awscdk.Stack, id, cidr string) awsec2.Vpc {
	return awsec2.NewVpc(stack, &id, &awsec2.VpcProps{
		IpAddresses: awsec2.IpAddresses_Cidr(&cidr), MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
}
