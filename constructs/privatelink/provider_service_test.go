package privatelink_test

import (
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestProviderService compares the templates of providers, each alone in a stack.
func TestProviderService(t *testing.T) {
	for name, props := range map[string]func(awscdk.Stack, awsec2.IVpc) *privatelink.ProviderServiceProps{
		"minimal": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			return minimalProvider(vpc)
		},
		"switched-off": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			props := minimalProvider(vpc)
			props.AutoAccept = true
			props.LoadBalancer.CrossZone = privatelink.Off
			props.LoadBalancer.DeletionProtection = privatelink.Off
			return props
		},
		"principals-and-tags": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			props := minimalProvider(vpc)
			props.AllowedPrincipals = []privatelink.Principal{
				privatelink.Account(consumerAccount),
				privatelink.IamRole(consumerAccount, "service/reader"),
				privatelink.IamUser(consumerAccount, "jo"),
				privatelink.PrincipalArn("arn:aws:iam::444455556666:root"), // The first again.
				privatelink.Everyone(),
			}
			props.Tags = map[string]string{"team": "orders", "stage": "test"}
			return props
		},
		// Traffic to the instances on their own ports, health checks on another.
		"instances": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			return &privatelink.ProviderServiceProps{
				Vpc: vpc,
				Listeners: []privatelink.Listener{{
					Port: 443,
					Targets: []privatelink.Target{
						privatelink.InstanceTarget(newInstance(stack, "Server1", vpc), 8443),
						privatelink.InstanceTarget(newInstance(stack, "Server2", vpc), 9443),
					},
					HealthCheck: privatelink.HealthCheck{
						Protocol: privatelink.HTTP, Port: 8080, Path: "/healthz", HealthyCodes: "200",
						Interval: 10 * time.Second, Timeout: 5 * time.Second,
						HealthyThreshold: 2, UnhealthyThreshold: 3,
					},
				}},
			}
		},
		"tls": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			ends := privatelink.IPTarget("10.0.1.5", 8080)
			return &privatelink.ProviderServiceProps{
				Vpc: vpc,
				Listeners: []privatelink.Listener{
					{Port: 443, Protocol: privatelink.TLS, Certificates: []string{certificate, certificate + "1"}, Targets: []privatelink.Target{ends}},
					{Port: 8443, Protocol: privatelink.TLS, Certificates: []string{certificate}, TargetProtocol: privatelink.TLS,
						SslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06", Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.6", 8443)}},
				},
			}
		},
		"auto-scaling-group": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			group := awsautoscaling.NewAutoScalingGroup(stack, jsii.String("Servers"), &awsautoscaling.AutoScalingGroupProps{
				Vpc: vpc,
				LaunchTemplate: awsec2.NewLaunchTemplate(stack, jsii.String("Template"), &awsec2.LaunchTemplateProps{
					InstanceType: awsec2.NewInstanceType(jsii.String("t4g.nano")),
					MachineImage: awsec2.MachineImage_GenericLinux(&map[string]*string{region: jsii.String("ami-0123456789abcdef0")}, nil),
					SecurityGroup: awsec2.NewSecurityGroup(stack, jsii.String("ServersGroup"), &awsec2.SecurityGroupProps{
						Vpc: vpc, Description: jsii.String("Servers"),
					}),
				}),
			})
			return &privatelink.ProviderServiceProps{
				Vpc:       vpc,
				Listeners: []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.AutoScalingGroupTarget(group, 8443)}}},
			}
		},
		"custom-target": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			return &privatelink.ProviderServiceProps{
				Vpc:       vpc,
				Listeners: []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.LoadBalancerTarget(&customTarget{id: "10.0.1.7"}, 8443)}}},
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				stack := newStack(app, "Provider", providerAccount, region)
				vpc := newVpc(stack, "us-east-1a", "us-east-1b")
				privatelink.NewProviderService(stack, "Orders", props(stack, vpc))
				snapshot.Match(t, app)
			})
		})
	}
}

// customTarget is a target of a user's own making.
type customTarget struct{ id string }

func (c *customTarget) AttachToNetworkTargetGroup(awselasticloadbalancingv2.INetworkTargetGroup) *awselasticloadbalancingv2.LoadBalancerTargetProps {
	return &awselasticloadbalancingv2.LoadBalancerTargetProps{
		TargetType: awselasticloadbalancingv2.TargetType_IP,
		TargetJson: map[string]any{"id": c.id},
	}
}

// TestProviderInUnknownEnvironment: a stack that fixes neither account nor
// Region is deployed wherever the CLI points.
func TestProviderInUnknownEnvironment(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("Provider"), nil)
		vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
			NatGateways: jsii.Number(0), RestrictDefaultSecurityGroup: jsii.Bool(false),
		})
		props := minimalProvider(vpc)
		props.AllowedPrincipals = []privatelink.Principal{privatelink.Account(consumerAccount)}
		orders := privatelink.NewProviderService(stack, "Orders", props)
		if zones := orders.Contract().Zones; zones != nil {
			t.Errorf("zones are made up: %v", zones)
		}
		snapshot.Match(t, app)
	})
}

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
