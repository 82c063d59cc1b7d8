package privatelink

import (
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/blindness"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestUnknownFields replaces every string of valid props by one that isn't known
// yet, wherever it stands, so that a new field can't be forgotten. What is unknown
// may hide a mistake, but never is one.
func TestUnknownFields(t *testing.T) {
	stack := awscdk.NewStack(snapshot.NewApp(t, nil), jsii.String("Stack"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")},
	})
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"),
		AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"),
		PrivateSubnetIds:  jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
	})
	lattice := func() *ConsumerEndpointProps {
		props := fullConsumer(vpc)
		props.Service = LatticeResource("arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0", ServicePort{Port: 5432})
		props.Dns = Dns{ServiceDnsName: true, Preference: SpecifiedDomainsOnly, SpecifiedDomains: []string{"a.example.com"}}
		return props
	}
	// The contract hides in an interface: its fields are replaced in its own right.
	contract := func() *Contract {
		c := fullConsumer(vpc).Service.(Contract)
		return &c
	}
	validate := func(c *Contract) error {
		props := fullConsumer(vpc)
		props.Service = *c
		return props.Validate()
	}

	// As does that of a resource.
	resource := func() *Contract {
		c := *contract()
		c.ServiceName, c.ResourceConfigurationArn = "", "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0"
		return &c
	}

	for _, service := range []Service{AWSService("${Token[TOKEN.1]}"), LatticeResource("${Token[TOKEN.1]}", ServicePort{Port: 5432}), LatticeServiceNetwork("${Token[TOKEN.1]}", ServicePort{Port: 443})} {
		props := &ConsumerEndpointProps{Vpc: vpc, Service: service}
		if err := props.Validate(); err != nil {
			t.Errorf("an unknown name: %v", err)
		}
	}
	replaced := blindness.Test(t, func() *ProviderServiceProps { return fullProvider(vpc) }, (*ProviderServiceProps).Validate)
	logs := awss3.Bucket_FromBucketName(stack, jsii.String("Logs"), jsii.String("logs"))
	zone := awsroute53.PublicHostedZone_FromPublicHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.PublicHostedZoneAttributes{
		HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"), ZoneName: jsii.String("example.com"),
	})
	replaced = append(replaced, blindness.Test(t, func() *ProviderServiceProps { return dualStackProvider(vpc, logs, zone) }, (*ProviderServiceProps).Validate)...)
	replaced = append(replaced, blindness.Test(t, func() *ProviderServiceProps { return existingProvider(vpc) }, (*ProviderServiceProps).Validate)...)
	replaced = append(replaced, blindness.Test(t, func() *ProviderServiceProps { return zonalProvider(vpc) }, (*ProviderServiceProps).Validate)...)
	replaced = append(replaced, blindness.Test(t, func() *ConsumerEndpointProps { return fullConsumer(vpc) }, (*ConsumerEndpointProps).Validate)...)
	replaced = append(replaced, blindness.Test(t, lattice, (*ConsumerEndpointProps).Validate)...)
	replaced = append(replaced, blindness.Test(t, contract, validate)...)
	replaced = append(replaced, blindness.Test(t, resource, func(c *Contract) error {
		props := fullConsumer(vpc)
		props.Service, props.Dns = *c, Dns{ServiceDnsName: true}
		return props.Validate()
	})...)
	blindness.Complete[ProviderServiceProps](t, replaced)
	blindness.Complete[ConsumerEndpointProps](t, replaced)
	blindness.Complete[Contract](t, replaced)
}

// dualStackProvider sets what only goes with IPv6, with a bucket or with a zone.
func dualStackProvider(vpc awsec2.IVpc, logs awss3.IBucket, zone awsroute53.IHostedZone) *ProviderServiceProps {
	return &ProviderServiceProps{
		Vpc: vpc,
		Listeners: []Listener{{Port: 53, TargetGroups: []TargetGroup{{
			IpAddressType: Ipv6, Port: 53, Protocol: UDP, Targets: []Target{IPTarget("2001:db8::5", 53)},
		}}, Protocol: UDP}},
		LoadBalancer: LoadBalancerOptions{
			IpAddressType: DualStack, InternetFacing: true,
			AccessLogs: AccessLogs{Bucket: logs, Prefix: "orders"},
			SubnetMappings: []SubnetMapping{{
				Subnet: (*vpc.PrivateSubnets())[0], AllocationId: "eipalloc-0123456789abcdef0", Ipv6Address: "2001:db8::10", SourceNatIpv6Prefix: "2001:db8:0:1:1::/80",
			}},
		},
		PrivateDns: PrivateDns{Name: "orders.example.com", HostedZone: zone, OtherValues: []string{"vpce:a"}},
	}
}

// existingProvider sets what only goes with load balancers that exist.
func existingProvider(vpc awsec2.IVpc) *ProviderServiceProps {
	return &ProviderServiceProps{
		Vpc:                   vpc,
		Listeners:             []Listener{{Port: 443}},
		ExistingLoadBalancers: []ExistingLoadBalancer{{Arn: "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/a/0123456789abcdef"}},
		Zones:                 []string{"us-east-1a", "us-east-1b"},
	}
}

func zonalProvider(vpc awsec2.IVpc) *ProviderServiceProps {
	props := &ProviderServiceProps{Vpc: vpc}
	for i, subnet := range *vpc.PrivateSubnets() {
		props.ZonalLoadBalancers = append(props.ZonalLoadBalancers, ZonalLoadBalancer{
			Id: string(rune('a' + i)), Subnet: subnet,
			Listeners: []Listener{{Port: 443, Targets: []Target{IPTarget("10.0.1.5", 8443)}}},
		})
	}
	return props
}

// fullProvider sets every string there is.
func fullProvider(vpc awsec2.IVpc) *ProviderServiceProps {
	return &ProviderServiceProps{
		Vpc: vpc,
		Listeners: []Listener{{
			Port: 443, Protocol: TLS, SslPolicy: DefaultSslPolicy, AlpnPolicy: HTTP2Only,
			Certificates:   []string{"arn:aws:acm:us-east-1:111122223333:certificate/0b1c", "arn:aws:iam::111122223333:server-certificate/a"},
			Targets:        []Target{IPTarget("10.0.0.5", 8443).InZone("us-east-1a")},
			TargetProtocol: TCP,
			HealthCheck:    HealthCheck{Protocol: HTTP, Path: "/healthz", HealthyCodes: "200", Interval: 10 * time.Second, Timeout: 5 * time.Second},
		}, {
			Port: 80, TargetGroups: []TargetGroup{{
				TargetType: Addresses, Port: 80, Id: "Web", Name: "web", Protocol: TCP, HealthCheck: HealthCheck{Protocol: HTTP, Path: "/"},
			}},
		}},
		AllowedPrincipals: []Principal{Account("111122223333"), IamRole("111122223333", "a"), IamUser("111122223333", "b"), PrincipalArn("arn:aws:iam::111122223333:root"), ServicePrincipal("vpce.amazonaws.com")},
		LoadBalancer: LoadBalancerOptions{
			Name: "orders", SecurityGroupName: "orders", SecurityGroupDescription: "orders", ClientRoutingPolicy: SameZone, Security: PrivateLinkFrom("10.0.0.0/8"),
			SubnetMappings: []SubnetMapping{{Subnet: (*vpc.PrivateSubnets())[0], PrivateIpv4Address: "10.0.0.10"}, {Subnet: (*vpc.PrivateSubnets())[1], PrivateIpv4Address: "10.0.1.10"}},
		},
		PrivateDns:       PrivateDns{Name: "orders.example.com", Domain: "example.com"},
		SupportedRegions: []string{"eu-west-1"},
		ZoneIds:          map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2"},
		IpAddressTypes:   []IpAddressType{"ipv4"},
		PublishParameter: "/orders",
		RemovalPolicy:    awscdk.RemovalPolicy_DESTROY,
		Tags:             map[string]string{"team": "orders"},
	}
}

// fullConsumer sets every string there is.
func fullConsumer(vpc awsec2.IVpc) *ConsumerEndpointProps {
	return &ConsumerEndpointProps{
		Vpc: vpc,
		Service: Contract{
			ServiceName:      "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:            []ServicePort{{Port: 443, Protocol: TCP}},
			Region:           "us-east-1",
			Account:          "111122223333",
			Zones:            []string{"us-east-1a", "us-east-1b"},
			PrivateDnsName:   "orders.example.com",
			IpAddressTypes:   []IpAddressType{"ipv4", "ipv6"},
			SupportedRegions: []string{"us-east-1"},
		},
		Dns: Dns{
			ZoneName: "orders.internal", Names: []string{"api"}, ZonalNames: map[string]string{"us-east-1a": "a"}, ProfileId: "rp-1",
		},
		Clients:           []awsec2.IConnectable{awsec2.Peer_AnyIpv4()},
		IpAddressType:     DualStack,
		MinimumZones:      2,
		SecurityGroupName: "orders", SecurityGroupDescription: "orders",
		ZoneIds: map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2"},
		Tags:    map[string]string{"team": "shop"},
	}
}
