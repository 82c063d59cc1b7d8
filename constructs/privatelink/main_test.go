package privatelink_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func newVpcNamed(scope constructs.Construct, id string) awsec2.IVpc {
	return newVpcOf("vpc-0123456789abcdef1", constructs.NewConstruct(scope, &id), "us-east-1a")
}

func TestMain(m *testing.M) { snapshot.Main(m) }

const (
	region          = "us-east-1"
	providerAccount = "111122223333"
	consumerAccount = "444455556666"
	certificate     = "arn:aws:acm:us-east-1:111122223333:certificate/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
	vendorService   = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"
)

func newStack(app awscdk.App, id, account, region string) awscdk.Stack {
	return awscdk.NewStack(app, &id, &awscdk.StackProps{
		Env: &awscdk.Environment{Account: &account, Region: &region},
	})
}

// newVpc imports a VPC with a private subnet in each zone: its zones are known
// in every stack, and it adds nothing to the template.
func newVpc(scope constructs.Construct, zones ...string) awsec2.IVpc {
	return newVpcOf("vpc-0123456789abcdef0", scope, zones...)
}

func newVpcOf(id string, scope constructs.Construct, zones ...string) awsec2.IVpc {
	n := len(zones)
	return awsec2.Vpc_FromVpcAttributes(scope, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId:                       &id,
		VpcCidrBlock:                jsii.String("10.0.0.0/16"),
		AvailabilityZones:           jsii.Strings(zones...),
		PrivateSubnetIds:            jsii.Strings([]string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1", "subnet-0123456789abcdef2"}[:n]...),
		PrivateSubnetIpv4CidrBlocks: jsii.Strings([]string{"10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"}[:n]...),
		PrivateSubnetRouteTableIds:  jsii.Strings([]string{"rtb-0123456789abcdef0", "rtb-0123456789abcdef1", "rtb-0123456789abcdef2"}[:n]...),
	})
}

// lookedUp is context that the CLI would have looked up.
var lookedUp = map[string]any{"availability-zones:account=" + providerAccount + ":region=" + region: []string{"us-east-1a", "us-east-1b"}}

// newInstance makes an instance with a security group that CDK manages both ways.
func newInstance(scope constructs.Construct, id string, vpc awsec2.IVpc) awsec2.Instance {
	instance := awsec2.NewInstance(scope, &id, &awsec2.InstanceProps{
		Vpc:          vpc,
		InstanceType: awsec2.NewInstanceType(jsii.String("t4g.nano")),
		MachineImage: awsec2.MachineImage_GenericLinux(&map[string]*string{
			region: jsii.String("ami-0123456789abcdef0"),
		}, nil),
		SecurityGroup: awsec2.NewSecurityGroup(scope, jsii.String(id+"Group"), &awsec2.SecurityGroupProps{
			Vpc: vpc, Description: jsii.String("Instance"), AllowAllOutbound: jsii.Bool(false),
		}),
	})
	// The subnet says it too, and cfn-lint warns of zones in so many words.
	instance.Instance().AddPropertyDeletionOverride(jsii.String("AvailabilityZone"))
	return instance
}

// newTargetGroup makes a group of addresses, without any yet.
func newTargetGroup(scope constructs.Construct, vpc awsec2.IVpc) awselasticloadbalancingv2.NetworkTargetGroup {
	return awselasticloadbalancingv2.NewNetworkTargetGroup(scope, jsii.String("Targets"), &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc: vpc, Port: jsii.Number(8443), TargetType: awselasticloadbalancingv2.TargetType_IP,
	})
}

// warns reports whether something in a stack has warned so.
func warns(t *testing.T, stack awscdk.Stack, text string) bool {
	t.Helper()
	return slices.ContainsFunc(snapshot.FromStack(t, stack).Messages, func(m snapshot.Message) bool {
		return m.Level == snapshot.Warning && strings.Contains(m.Text, text)
	})
}

// minimalProvider is the smallest valid provider.
func minimalProvider(vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
	return &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:    443,
			Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)},
		}},
	}
}

// vendorContract is the contract of a service that someone else runs.
func vendorContract() privatelink.Contract {
	return privatelink.Contract{
		ServiceName: vendorService,
		Ports:       []privatelink.ServicePort{{Port: 443}},
	}
}

// resolve gives what a token becomes in a template.
func resolve(stack awscdk.Stack, value string) any { return stack.Resolve(jsii.String(value)) }

func equalJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
