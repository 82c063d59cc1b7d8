package privatelink_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestProviderPicksOneSubnetPerZone: a VPC with two groups of private subnets has
// two in each zone, which a load balancer cannot take.
func TestProviderPicksOneSubnetPerZone(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
			{Name: jsii.String("App"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
			{Name: jsii.String("Data"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		},
	})
	privatelink.NewProviderService(stack, "Orders", minimalProvider(vpc))
	_, loadBalancer := snapshot.Synth(t, app)["Provider"].Only(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")
	if subnets := loadBalancer.Properties["Subnets"].([]any); len(subnets) != 2 {
		t.Errorf("subnets: %v, want one in each of two zones", subnets)
	}
}

// TestProviderWithoutKnownSubnetRanges: where subnets don't tell their ranges, the
// VPC's stands in, and where that isn't known either it is said.
func TestProviderWithoutKnownSubnetRanges(t *testing.T) {
	for name, c := range map[string]struct {
		cidr    *string
		ingress int
		warned  bool
	}{
		"VPC's range":   {jsii.String("10.0.0.0/16"), 1, false},
		"nothing known": {nil, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Provider", providerAccount, region)
			vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
				VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: c.cidr,
				AvailabilityZones: jsii.Strings("us-east-1a"), PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef0"),
			})
			privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
				Vpc: vpc,
				Listeners: []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{
					privatelink.InstanceTarget(newInstance(stack, "Server", vpc), 8443),
				}}},
			})
			for _, group := range snapshot.Synth(t, app)["Provider"].OfType("AWS::EC2::SecurityGroup") {
				if group.Properties["GroupDescription"] != "Instance" {
					continue
				}
				if rules, _ := group.Properties["SecurityGroupIngress"].([]any); len(rules) != c.ingress {
					t.Errorf("ingress of the instance: %v, want %d", rules, c.ingress)
				}
			}
			if warned := warns(t, stack, "privatelink::target-"); warned != c.warned {
				t.Errorf("warned: %v", warned)
			}
		})
	}
}
