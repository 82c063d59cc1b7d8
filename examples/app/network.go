package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// newIsolatedVpc makes a VPC of two zones without any way to the internet. Both
// VPCs of this app have the same addresses: PrivateLink doesn't mind.
func newIsolatedVpc(stack awscdk.Stack) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		IpAddresses: awsec2.IpAddresses_Cidr(jsii.String("10.0.0.0/16")),
		MaxAzs:      jsii.Number(2),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{
			Name:       jsii.String("Isolated"),
			SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED,
			CidrMask:   jsii.Number(24),
		}},
		// Emptying the default group, as a flag of cdk init asks for, takes a
		// Lambda function. Nothing here uses that group.
		RestrictDefaultSecurityGroup: jsii.Bool(false),
	})
}

// newInstance makes a small Amazon Linux 2023 instance.
func newInstance(scope constructs.Construct, id string, vpc awsec2.IVpc, subnet awsec2.ISubnet, group awsec2.ISecurityGroup, userData awsec2.UserData) awsec2.Instance {
	return awsec2.NewInstance(scope, &id, &awsec2.InstanceProps{
		Vpc:           vpc,
		VpcSubnets:    &awsec2.SubnetSelection{Subnets: &[]awsec2.ISubnet{subnet}},
		SecurityGroup: group,
		InstanceType:  awsec2.NewInstanceType(jsii.String("t4g.nano")),
		MachineImage: awsec2.MachineImage_LatestAmazonLinux2023(&awsec2.AmazonLinux2023ImageSsmParameterProps{
			CpuType: awsec2.AmazonLinuxCpuType_ARM_64,
		}),
		UserData:   userData,
		HttpTokens: awsec2.HttpTokens_REQUIRED,
		BlockDevices: &[]*awsec2.BlockDevice{{
			DeviceName: jsii.String("/dev/xvda"),
			Volume: awsec2.BlockDeviceVolume_Ebs(jsii.Number(8), &awsec2.EbsDeviceOptions{
				Encrypted:  jsii.Bool(true),
				VolumeType: awsec2.EbsDeviceVolumeType_GP3,
			}),
		}},
	})
}

// newSecurityGroup makes a group that lets nothing in and nothing out until a
// rule says so.
func newSecurityGroup(scope constructs.Construct, id, description string, vpc awsec2.IVpc) awsec2.SecurityGroup {
	return awsec2.NewSecurityGroup(scope, &id, &awsec2.SecurityGroupProps{
		Vpc:              vpc,
		Description:      &description,
		AllowAllOutbound: jsii.Bool(false),
	})
}
