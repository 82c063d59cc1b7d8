package privatelink_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestFamilies: one switch sets endpoint, records and security group.
func TestFamilies(t *testing.T) {
	for _, family := range []privatelink.IpAddressType{privatelink.Ipv4, privatelink.Ipv6, privatelink.DualStack} {
		t.Run(string(family), func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				stack := awscdk.NewStack(app, jsii.String("Consumer"), nil)
				vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
					IpProtocol: awsec2.IpProtocol_DUAL_STACK, RestrictDefaultSecurityGroup: jsii.Bool(false), MaxAzs: jsii.Number(2),
					SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
				})
				if family == privatelink.Ipv6 {
					withoutIPv4(vpc)
				}
				contract := vendorContract()
				contract.IpAddressTypes = []privatelink.IpAddressType{"ipv4", "ipv6"}
				privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
					Vpc: vpc, Service: contract, IpAddressType: family, Dns: privatelink.PrivateZone("orders.internal"),
				})
				snapshot.Match(t, app)
			})
		})
	}
}

// withoutIPv4 makes a VPC's subnets IPv6-only ones.
func withoutIPv4(vpc awsec2.Vpc) {
	for _, subnet := range *vpc.IsolatedSubnets() {
		resource := subnet.Node().DefaultChild().(awsec2.CfnSubnet)
		resource.SetIpv6Native(true)
		resource.SetCidrBlock(nil)
	}
}

// newDualStackVpc makes a VPC of both families.
func newDualStackVpc(stack awscdk.Stack) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{IpProtocol: awsec2.IpProtocol_DUAL_STACK, NatGateways: jsii.Number(0)})
}
