package privatelink_test

import (
	"fmt"
	"strings"
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

// listeners makes props of listeners alone.
func listeners(vpc awsec2.IVpc, all ...privatelink.Listener) *privatelink.ProviderServiceProps {
	return &privatelink.ProviderServiceProps{Vpc: vpc, Listeners: all}
}

// TestProviderFeatures compares the template of each thing that a provider can
// be asked for.
func TestProviderFeatures(t *testing.T) {
	for name, props := range map[string]func(awscdk.Stack, awsec2.IVpc) *privatelink.ProviderServiceProps{
		// UDP, and TCP and UDP on one port: rules for both, health checks by TCP.
		"udp": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			server := newInstance(stack, "Server", vpc)
			return listeners(vpc,
				privatelink.Listener{Port: 514, Protocol: privatelink.UDP, Targets: []privatelink.Target{privatelink.InstanceTarget(server, 5514)}},
				privatelink.Listener{Port: 53, Protocol: privatelink.TCPUDP, Targets: []privatelink.Target{privatelink.InstanceTarget(server, 53)}})
		},
		"quic": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			server := privatelink.InstanceTarget(newInstance(stack, "Server", vpc), 443).WithQuicServerId("0x0000000000000001")
			props := listeners(vpc, privatelink.Listener{Port: 443, Protocol: privatelink.TCPQUIC, Targets: []privatelink.Target{server}})
			props.LoadBalancer.Security = privatelink.NoSecurityGroup()
			return props
		},
		"quic-alone": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			server := privatelink.IPTarget("10.0.1.5", 443).WithQuicServerId("0x0000000000000001")
			props := listeners(vpc, privatelink.Listener{Port: 443, Protocol: privatelink.QUIC, Targets: []privatelink.Target{server}})
			props.LoadBalancer.Security = privatelink.NoSecurityGroup()
			return props
		},
		"ipv6-mappings": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			subnets := *vpc.PrivateSubnets()
			props := listeners(vpc, privatelink.Listener{Port: 514, Protocol: privatelink.UDP, TargetGroups: []privatelink.TargetGroup{{
				IpAddressType: privatelink.Ipv6, Targets: []privatelink.Target{privatelink.IPTarget("2001:db8:0:1::5", 5514)},
			}}})
			props.LoadBalancer.IpAddressType = privatelink.DualStack
			props.LoadBalancer.SubnetMappings = []privatelink.SubnetMapping{
				{Subnet: subnets[0], Ipv6Address: "2001:db8:0:1::10", SourceNatIpv6Prefix: "2001:db8:0:1:1::/80"},
				{Subnet: subnets[1], Ipv6Address: "2001:db8:0:2::10", SourceNatIpv6Prefix: "2001:db8:0:2:1::/80"},
			}
			return props
		},
		"listener-settings": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			return listeners(vpc,
				privatelink.Listener{Port: 80, IdleTimeout: 10 * time.Minute, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 80)}},
				privatelink.Listener{Port: 443, Protocol: privatelink.TLS, Certificates: []string{certificate}, AlpnPolicy: privatelink.HTTP2Preferred,
					Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 80)}})
		},
		"target-group-attributes": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			return listeners(vpc, privatelink.Listener{Port: 443, TargetGroups: []privatelink.TargetGroup{{
				Targets:                  []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)},
				Name:                     "orders",
				ProxyProtocolV2:          true,
				PreserveClientIp:         privatelink.Off,
				Stickiness:               true,
				DeregistrationDelay:      privatelink.Immediately,
				ConnectionTermination:    privatelink.On,
				CrossZone:                privatelink.Off,
				Health:                   privatelink.TargetGroupHealth{DnsCount: 2, DnsPercentage: 50, RoutingCount: 3, RoutingPercentage: 60},
				KeepUnhealthyConnections: true,
				UnhealthyDraining:        time.Minute,
			}}})
		},
		"weighted-and-existing": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			existing := awselasticloadbalancingv2.NewNetworkTargetGroup(stack, jsii.String("Existing"), &awselasticloadbalancingv2.NetworkTargetGroupProps{
				Vpc: vpc, Port: jsii.Number(9000), TargetType: awselasticloadbalancingv2.TargetType_IP,
			})
			return listeners(vpc, privatelink.Listener{Port: 443, TargetGroups: []privatelink.TargetGroup{
				{Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}, Weight: 90, DeregistrationDelay: time.Minute},
				{Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.6", 8443)}, Weight: 9, Id: "Canary"},
				{Existing: existing, Port: 9000, Weight: 1},
			}})
		},
		"alb": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			alb := awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("Alb"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{
				Vpc: vpc,
				SecurityGroup: awsec2.NewSecurityGroup(stack, jsii.String("AlbGroup"), &awsec2.SecurityGroupProps{
					Vpc: vpc, Description: jsii.String("ALB"), AllowAllOutbound: jsii.Bool(false),
				}),
			})
			listener := alb.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
				Port: jsii.Number(80), Protocol: awselasticloadbalancingv2.ApplicationProtocol_HTTP, Open: jsii.Bool(false),
				DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(204), nil),
			})
			return listeners(vpc, privatelink.Listener{Port: 80, Targets: []privatelink.Target{privatelink.ALBListenerTarget(listener)}})
		},
		"targets-later": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			return listeners(vpc, privatelink.Listener{Port: 443, TargetGroups: []privatelink.TargetGroup{{Port: 8443, TargetType: privatelink.Addresses}}})
		},
		"guarded-by": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			group := awsec2.NewSecurityGroup(stack, jsii.String("Guard"), &awsec2.SecurityGroupProps{Vpc: vpc, Description: jsii.String("Guard"), AllowAllOutbound: jsii.Bool(false)})
			return listeners(vpc, privatelink.Listener{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443).GuardedBy(group)}})
		},
		"ports-of-a-broker": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			return listeners(vpc, privatelink.PortRange(9092, 9094, func(port int) privatelink.Listener {
				return privatelink.Listener{Targets: []privatelink.Target{privatelink.IPTarget(fmt.Sprint("10.0.0.", port-9082), 9092)}}
			})...)
		},
		"security-from-cidrs": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			props := listeners(vpc,
				privatelink.Listener{Port: 443, Targets: []privatelink.Target{privatelink.InstanceTarget(newInstance(stack, "Server", vpc), 8443)}})
			props.LoadBalancer.Security = privatelink.PrivateLinkFrom("10.0.0.0/8", "2001:db8::/32")
			return props
		},
		"security-own-groups": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			group := awsec2.NewSecurityGroup(stack, jsii.String("Own"), &awsec2.SecurityGroupProps{Vpc: vpc, Description: jsii.String("Own"), AllowAllOutbound: jsii.Bool(false)})
			props := listeners(vpc,
				privatelink.Listener{Port: 443, Targets: []privatelink.Target{privatelink.InstanceTarget(newInstance(stack, "Server", vpc), 8443)}})
			props.LoadBalancer.Security = privatelink.ExistingSecurityGroups(group)
			return props
		},
		"security-none": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			props := listeners(vpc, privatelink.Listener{
				Port: 443, Targets: []privatelink.Target{privatelink.InstanceTarget(newInstance(stack, "Server", vpc), 8443)},
				HealthCheck: privatelink.HealthCheck{Port: 8080},
			})
			props.LoadBalancer.Security = privatelink.NoSecurityGroup()
			return props
		},
		"load-balancer-options": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			subnets := *vpc.PrivateSubnets()
			props := minimalProvider(vpc)
			props.LoadBalancer = privatelink.LoadBalancerOptions{
				SubnetMappings: []privatelink.SubnetMapping{
					{Subnet: subnets[0], PrivateIpv4Address: "10.0.0.10"}, {Subnet: subnets[1], PrivateIpv4Address: "10.0.1.10"},
				},
				Name: "orders", SecondaryAddresses: 3, CapacityUnits: 5500, WaitForCapacity: true, ZonalShift: true,
				ClientRoutingPolicy: privatelink.SameZone,
				AccessLogs:          privatelink.AccessLogs{Bucket: newLogBucket(stack), Prefix: "orders"},
			}
			return props
		},
		"existing-load-balancers": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			own := awselasticloadbalancingv2.NewNetworkLoadBalancer(stack, jsii.String("Own"), &awselasticloadbalancingv2.NetworkLoadBalancerProps{
				Vpc: vpc, DisableSecurityGroups: jsii.Bool(true), IpAddressType: awselasticloadbalancingv2.IpAddressType_DUAL_STACK,
			})
			own.AddListener(jsii.String("Tls"), &awselasticloadbalancingv2.BaseNetworkListenerProps{
				Port:                jsii.Number(443),
				Certificates:        &[]awselasticloadbalancingv2.IListenerCertificate{awselasticloadbalancingv2.ListenerCertificate_FromArn(jsii.String(certificate))},
				SslPolicy:           awselasticloadbalancingv2.SslPolicy_RECOMMENDED_TLS,
				DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{newTargetGroup(stack, vpc)},
			})
			return &privatelink.ProviderServiceProps{
				Vpc:       vpc,
				Listeners: []privatelink.Listener{{Port: 443, Protocol: privatelink.TLS}},
				ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{
					privatelink.ExistingLoadBalancer{LoadBalancer: own},
					privatelink.ExistingLoadBalancer{Arn: "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/orders/0123456789abcdef"},
				},
				Zones:          []string{"us-east-1a", "us-east-1b"},
				IpAddressTypes: []privatelink.IpAddressType{"ipv4", "ipv6"},
			}
		},
		"service-options": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			props := minimalProvider(vpc)
			props.SupportedRegions = []string{"eu-west-1", "us-east-1"}
			props.ContributorInsights = true
			props.OwnerPaysIrreversibly = true
			props.AllowedPrincipals = []privatelink.Principal{privatelink.ServicePrincipal("vpce.amazonaws.com"), privatelink.Everyone()}
			props.AutoAccept, props.AcknowledgePublic = true, true
			props.PublishOutputs = true
			props.PublishParameter = "/orders/contract"
			return props
		},
	} {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				stack := newStack(app, "Provider", providerAccount, region)
				privatelink.NewProviderService(stack, "Orders", props(stack, newVpc(stack, "us-east-1a", "us-east-1b")))
				snapshot.Match(t, app)
			})
		})
	}
}

// TestProviderGrows: what is added after construction reaches the template, and
// the consumers in the app.
func TestProviderGrows(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		stack := newStack(app, "Both", consumerAccount, region)
		vpc := newVpc(stack, "us-east-1a", "us-east-1b")
		props := minimalProvider(vpc)
		props.AllowConsumersOfApp = true
		orders := privatelink.NewProviderService(stack, "Orders", props)
		client := privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders})
		client.AllowFrom(awsec2.Peer_Ipv4(jsii.String("192.168.0.0/16")))

		orders.AddListener(privatelink.Listener{Port: 9092, Protocol: privatelink.UDP, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.9", 9092)}})
		orders.AllowPrincipals(privatelink.Account(providerAccount), privatelink.Account(consumerAccount))
		orders.SupportRegions("eu-west-1")
		snapshot.Match(t, app)

		if ports := orders.Contract().Ports; len(ports) != 2 || ports[1] != (privatelink.ServicePort{Port: 9092, Protocol: privatelink.UDP}) {
			t.Errorf("the contract's ports: %v", ports)
		}
		template := snapshot.Synth(t, app)["Both"]
		_, permissions := template.Only(t, "AWS::EC2::VPCEndpointServicePermissions")
		if got := fmt.Sprint(permissions.Properties["AllowedPrincipals"]); got != "[arn:aws:iam::444455556666:root arn:aws:iam::111122223333:root]" {
			t.Errorf("allowed: %s", got)
		}
		_, endpoint := template.Only(t, "AWS::EC2::VPCEndpoint")
		_, service := template.Only(t, "AWS::EC2::VPCEndpointService")
		if len(endpoint.DependsOn) != 1 || len(service.DependsOn) != 3 { // The permissions; two listeners and the group.
			t.Errorf("the endpoint waits for %v, the service for %v", endpoint.DependsOn, service.DependsOn)
		}
	})
}

// TestGrowingBreaksRules: additions are checked as props are, and a refused one
// changes nothing.
func TestGrowingBreaksRules(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	orders := privatelink.NewProviderService(stack, "Orders", minimalProvider(newVpc(stack, "us-east-1a")))
	for want, grow := range map[string]func(){
		`"Provider/Orders": Listeners[1].Port: 443 is the port of Listeners[0] already`: func() {
			orders.AddListener(privatelink.Listener{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.6", 1)}})
		},
		`"Provider/Orders": AllowedPrincipals[0]: "*" is everyone`:                                                 func() { orders.AllowPrincipals(privatelink.PrincipalArn("*")) },
		`"Provider/Orders": SupportedRegions: is set, but other Regions reach only 1 of the load balancer's zones`: func() { orders.SupportRegions("eu-west-1") },
		`"Provider/Orders": Listeners[1].Targets[0].Port: is a number token in an int: CDK can't`: func() {
			orders.AddListener(privatelink.Listener{Port: 1, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.6", int(*awscdk.Token_AsNumber(awscdk.Fn_Ref(jsii.String("X")))))}})
		},
	} {
		if err := recovered(t, grow); !strings.Contains(err.Error(), want) {
			t.Errorf("got %s, want %s", err, want)
		}
	}
	snapshot.Synth(t, app)["Provider"].Only(t, "AWS::ElasticLoadBalancingV2::Listener")
}

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
			props.LoadBalancer.DeletionProtection = privatelink.On
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

// TestWarningsOfGrowth: a listener that is added is warned of as one of the props.
func TestWarningsOfGrowth(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	service := privatelink.NewProviderService(stack, "Orders", minimalProvider(newVpc(stack, "us-east-1a")))
	many := privatelink.Listener{Port: 80}
	for i := range 61 {
		many.Targets = append(many.Targets, privatelink.IPTarget(fmt.Sprintf("10.0.1.%d", i+1), 80))
	}
	service.AddListener(many)
	service.AddListener(privatelink.Listener{Port: 81, Targets: []privatelink.Target{privatelink.IPTarget("10.0.2.1", 81)}})
	snapshot.FromStack(t, stack).HasMessage(t, snapshot.Warning, "Provider/Orders", "privatelink::security-group-rules")
}

// TestGroupStaysClosed: a listener that is added, whose rules are resources apart, leaves the
// load balancer's group with an outbound rule of its own.
func TestGroupStaysClosed(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{ // Of unknown addresses.
		VpcId: jsii.String("vpc-0123456789abcdef0"), AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"),
		PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
	})
	later := privatelink.TargetGroup{TargetType: privatelink.Addresses, Port: 8443}
	service := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc, Listeners: []privatelink.Listener{{Port: 443, TargetGroup: later}},
	})
	later.GuardedBy = awsec2.NewSecurityGroup(stack, jsii.String("Targets"), &awsec2.SecurityGroupProps{Vpc: vpc})
	service.AddListener(privatelink.Listener{Port: 444, TargetGroup: later})
	snapshot.FromStack(t, stack).Has(t, "AWS::EC2::SecurityGroup", snapshot.Props{
		"SecurityGroupEgress": []any{snapshot.Props{"Description": "Nothing but to targets"}},
	})
}
