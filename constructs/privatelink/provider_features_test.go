package privatelink_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
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

func newLogBucket(stack awscdk.Stack) awss3.Bucket {
	return awss3.NewBucket(stack, jsii.String("Logs"), &awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(), Encryption: awss3.BucketEncryption_S3_MANAGED,
	})
}

// TestDualStack: UDP over IPv6 to instances of a VPC with both families.
func TestDualStack(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("Provider"), nil)
		vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
			IpProtocol: awsec2.IpProtocol_DUAL_STACK, RestrictDefaultSecurityGroup: jsii.Bool(false), MaxAzs: jsii.Number(2),
			SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
		})
		server := newInstance(stack, "Server", vpc)
		privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
			Vpc: vpc,
			Listeners: []privatelink.Listener{
				{Port: 443, Targets: []privatelink.Target{privatelink.InstanceTarget(server, 8443)}},
				{Port: 514, Protocol: privatelink.UDP, TargetGroups: []privatelink.TargetGroup{{
					IpAddressType: privatelink.Ipv6, Targets: []privatelink.Target{privatelink.InstanceTarget(server, 5514)},
				}}},
			},
			LoadBalancer: privatelink.LoadBalancerOptions{IpAddressType: privatelink.DualStack},
		})
		snapshot.Match(t, app)
	})
}

// TestAccessLogsWithoutRegion: the L2 refuses them in a stack of no fixed Region.
func TestAccessLogsWithoutRegion(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := awscdk.NewStack(app, jsii.String("Provider"), nil)
	props := minimalProvider(newVpc(stack, "us-east-1a"))
	props.LoadBalancer.AccessLogs.Bucket = newLogBucket(stack)
	privatelink.NewProviderService(stack, "Orders", props)
	template := snapshot.Synth(t, app)["Provider"]
	policy, _ := template.Only(t, "AWS::S3::BucketPolicy")
	_, loadBalancer := template.Only(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")
	if !slices.Contains(loadBalancer.DependsOn, policy) {
		t.Errorf("the load balancer waits for %v, not for %s", loadBalancer.DependsOn, policy)
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
		if len(endpoint.DependsOn) != 3 { // Two listeners and the permissions.
			t.Errorf("the endpoint waits for %v", endpoint.DependsOn)
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

// TestPrivateDns: the name, and the record that proves the domain's ownership. No
// golden template, because cfn-lint doesn't know the property yet:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-vpcendpointservice-privatednsnameconfiguration.html
func TestPrivateDns(t *testing.T) {
	for name, c := range map[string]struct {
		dns    privatelink.PrivateDns
		domain string
	}{
		"name":     {privatelink.PrivateDns{Name: "orders.example.com"}, "orders.example.com"},
		"wildcard": {privatelink.PrivateDns{Name: "*.orders.example.com"}, "orders.example.com"},
		"parent":   {privatelink.PrivateDns{Name: "orders.example.com", Domain: "example.com"}, "example.com"},
	} {
		for _, withZone := range []bool{false, true} {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Provider", providerAccount, region)
			vpc := newVpc(stack, "us-east-1a")
			props := minimalProvider(vpc)
			props.PrivateDns = c.dns
			if withZone {
				props.PrivateDns.HostedZone = awsroute53.PublicHostedZone_FromPublicHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.PublicHostedZoneAttributes{
					HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"), ZoneName: jsii.String("example.com"),
				})
			}
			orders := privatelink.NewProviderService(stack, "Orders", props)
			client := privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders, Dns: privatelink.ServiceDnsName()})
			record := orders.VerificationRecord()
			gotName, gotValue := resolve(stack, record.Name), resolve(stack, record.Value)

			template := snapshot.Synth(t, app)["Provider"]
			id, service := template.Only(t, "AWS::EC2::VPCEndpointService")
			attribute := func(name string) any {
				return map[string]any{"Fn::GetAtt": []any{id, "PrivateDnsNameConfiguration." + name}}
			}
			if service.Properties["PrivateDnsName"] != c.dns.Name || client.DnsName() != c.dns.Name {
				t.Errorf("%s: the service is named %v, clients call %s", name, service.Properties["PrivateDnsName"], client.DnsName())
			}
			if want := (map[string]any{"Fn::Join": []any{"", []any{attribute("Name"), "." + c.domain}}}); !equalJSON(gotName, want) || !equalJSON(gotValue, attribute("Value")) {
				t.Errorf("%s: record %v %v, want %v", name, gotName, gotValue, want)
			}
			records := template.OfType("AWS::Route53::RecordSet")
			if !withZone {
				if len(records) != 0 {
					t.Errorf("%s: records without a zone: %v", name, records)
				}
				continue
			}
			txt, got := template.Only(t, "AWS::Route53::RecordSet")
			want := map[string]any{
				"HostedZoneId": "Z0123456789ABCDEFGHIJ", "TTL": "1800", "Type": "TXT",
				"Name":            map[string]any{"Fn::Join": []any{"", []any{attribute("Name"), "." + c.domain + "."}}},
				"ResourceRecords": []any{map[string]any{"Fn::Join": []any{"", []any{"\"", attribute("Value"), "\""}}}},
			}
			if !equalJSON(got.Properties, want) {
				t.Errorf("%s: record %v, want %v", name, got.Properties, want)
			}
			_, endpoint := template.Only(t, "AWS::EC2::VPCEndpoint")
			if endpoint.Properties["PrivateDnsEnabled"] != true || !slices.Contains(endpoint.DependsOn, txt) {
				t.Errorf("%s: the endpoint waits for %v, not for %s", name, endpoint.DependsOn, txt)
			}
		}
	}
}

// TestZonesOfAddresses: an address outside of the VPC needs a zone, which nobody can
// guess: the VPC may have been given the range.
func TestZonesOfAddresses(t *testing.T) {
	for zone, want := range map[string][]string{"": {"privatelink::target-zone-unknown"}, "all": nil, "us-east-1a": nil} {
		app := snapshot.NewApp(t, lookedUp)
		stack := newStack(app, "Provider", providerAccount, region)
		vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
			IpAddresses: awsec2.IpAddresses_Cidr(jsii.String("10.1.0.0/16")), NatGateways: jsii.Number(0), MaxAzs: jsii.Number(1),
		})
		outside := privatelink.IPTarget("192.168.1.5", 443)
		if zone != "" {
			outside = outside.InZone(zone)
		}
		privatelink.NewProviderService(stack, "Orders", listeners(vpc, privatelink.Listener{Port: 443, Targets: []privatelink.Target{
			privatelink.IPTarget("10.1.0.5", 443), outside,
		}}))
		checkSynthesis(t, app, want)
	}
}

// TestZonesOfContract: by ID where that is known of all, for consumers in other
// accounts.
func TestZonesOfContract(t *testing.T) {
	for want, ids := range map[string]map[string]string{
		"[use1-az1 use1-az2]":     zoneIDs,
		"[us-east-1a us-east-1b]": {"us-east-1a": "use1-az1"},
	} {
		stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
		props := minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))
		props.ZoneIds = ids
		if got := fmt.Sprint(privatelink.NewProviderService(stack, "Orders", props).Contract().Zones); got != want {
			t.Errorf("zones %s, want %s", got, want)
		}
	}
}

// TestLoadBalancerBehindTwoServices: AWS takes a load balancer for one service.
func TestLoadBalancerBehindTwoServices(t *testing.T) {
	const arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/orders/0123456789abcdef"
	for range 2 { // Another app may use the same ARN.
		app := snapshot.NewApp(t, nil)
		stack := newStack(app, "Provider", providerAccount, region)
		props := &privatelink.ProviderServiceProps{
			Vpc: newVpc(stack, "us-east-1a"), Listeners: []privatelink.Listener{{Port: 443}},
			ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{Arn: arn}},
		}
		first := privatelink.NewProviderService(stack, "First", props)
		first.AllowPrincipals(privatelink.Account(consumerAccount)) // Its own load balancer is no one else's.
		privatelink.NewProviderService(stack, "Second", props)
		checkSynthesis(t, app, []string{"privatelink::existing-load-balancer-taken"})
	}
}
