package privatelink_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestConsumerEndpoint compares the templates of consumers of a vendor's service,
// each alone in a stack.
func TestConsumerEndpoint(t *testing.T) {
	for name, props := range map[string]func(awscdk.Stack, awsec2.IVpc) *privatelink.ConsumerEndpointProps{
		"minimal": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()}
		},
		"private-zone": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			return &privatelink.ConsumerEndpointProps{
				Vpc: vpc, Service: vendorContract(),
				Dns:  privatelink.PrivateZone("orders.internal"),
				Tags: map[string]string{"team": "shop"},
			}
		},
		"service-dns-name": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.PrivateDnsName = "api.vendor.example"
			return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract, Dns: privatelink.ServiceDnsName()}
		},
		"clients": func(stack awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			return &privatelink.ConsumerEndpointProps{
				Vpc: vpc, Service: vendorContract(),
				Clients: []awsec2.IConnectable{
					newInstance(stack, "Client", vpc),
					awsec2.Peer_Ipv4(jsii.String("10.0.1.0/24")),
					awsec2.Peer_PrefixList(jsii.String("pl-0123456789abcdef0")),
				},
			}
		},
		"ranges-and-udp": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.Ports = []privatelink.ServicePort{
				{Port: 1024, EndPort: 65535},
				{Port: 53, Protocol: privatelink.TCPUDP},
				{Port: 514, Protocol: privatelink.UDP},
			}
			return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract}
		},
		"fewer-zones": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.Zones = []string{"us-east-1b", "us-east-1d"}
			return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract, MinimumZones: 1}
		},
		"other-region": func(_ awscdk.Stack, vpc awsec2.IVpc) *privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.ServiceName = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"
			contract.Zones = []string{"eu-west-1a", "eu-west-1b"}
			return &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: contract}
		},
	} {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				stack := newStack(app, "Consumer", consumerAccount, region)
				vpc := newVpc(stack, "us-east-1a", "us-east-1b")
				privatelink.NewConsumerEndpoint(stack, "Orders", props(stack, vpc))
				snapshot.Match(t, app)
			})
		})
	}
}

// TestConsumerFeatures compares the template of each thing that a consumer can be
// asked for. Its VPC is in zones a, b and c.
func TestConsumerFeatures(t *testing.T) {
	of := func(service privatelink.Service) privatelink.ConsumerEndpointProps {
		return privatelink.ConsumerEndpointProps{Service: service}
	}
	for name, props := range map[string]func(awscdk.Stack, awsec2.IVpc) privatelink.ConsumerEndpointProps{
		// A service that is described by zone IDs, in zones a and c of this account.
		"zone-ids": func(awscdk.Stack, awsec2.IVpc) privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.Account, contract.Zones = providerAccount, []string{"use1-az1", "use1-az4", "use1-az6"}
			props := of(contract)
			props.ZoneIds = zoneIDs
			return props
		},
		"subnet-by-zone": func(_ awscdk.Stack, vpc awsec2.IVpc) privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.Zones = []string{"use1-az1", "use1-az2"}
			subnets := *vpc.PrivateSubnets()
			props := of(contract)
			props.SubnetByZone = map[string]awsec2.ISubnet{"use1-az2": subnets[1], "use1-az1": subnets[0]}
			return props
		},
		"subnets-by-id": func(stack awscdk.Stack, _ awsec2.IVpc) privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.Zones = []string{"us-east-1a"}
			props := of(contract)
			props.Subnets = &awsec2.SubnetSelection{Subnets: &[]awsec2.ISubnet{
				awsec2.Subnet_FromSubnetId(stack, jsii.String("One"), jsii.String("subnet-0123456789abcdef3")),
				awsec2.Subnet_FromSubnetId(stack, jsii.String("Two"), awscdk.Fn_ImportValue(jsii.String("Subnet"))),
			}}
			return props
		},
		// A broker of a vendor: a wildcard, and each zone by its ID.
		"zonal-names": func(awscdk.Stack, awsec2.IVpc) privatelink.ConsumerEndpointProps {
			contract := vendorContract()
			contract.Zones = []string{"use1-az1", "use1-az2"}
			props := of(contract)
			props.ZoneIds = zoneIDs
			props.Dns = privatelink.PrivateZone("abc123.us-east-1.aws.vendor.example")
			props.Dns.Names = []string{"*"}
			props.Dns.ZonalNames = map[string]string{"use1-az1": "*.use1-az1", "use1-az2": "*.use1-az2", "use1-az4": "*.use1-az4"}
			return props
		},
		"shared-zone": func(stack awscdk.Stack, _ awsec2.IVpc) privatelink.ConsumerEndpointProps {
			props := of(vendorContract())
			props.Dns = privatelink.PrivateZone("orders.internal")
			props.Dns.Names = []string{"", "api"}
			props.Dns.Vpcs = []awsec2.IVpc{newVpcNamed(stack, "Spoke")}
			props.Dns.ProfileId = "rp-0123456789abcdef0"
			return props
		},
		"existing-zone": func(stack awscdk.Stack, _ awsec2.IVpc) privatelink.ConsumerEndpointProps {
			props := of(vendorContract())
			props.Dns = privatelink.ExistingPrivateZone(awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
				HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"), ZoneName: jsii.String("internal"),
			}), "orders", "*.orders")
			return props
		},
		"profile-of-endpoint": func(awscdk.Stack, awsec2.IVpc) privatelink.ConsumerEndpointProps {
			props := of(privatelink.AWSService("ssm"))
			props.Dns = privatelink.ServiceDnsName()
			props.Dns.ProfileId = "rp-0123456789abcdef0"
			return props
		},
		"security-group-brought": func(stack awscdk.Stack, vpc awsec2.IVpc) privatelink.ConsumerEndpointProps {
			props := of(vendorContract())
			props.SecurityGroup = awsec2.NewSecurityGroup(stack, jsii.String("Shared"), &awsec2.SecurityGroupProps{
				Vpc: vpc, Description: jsii.String("Endpoints"), AllowAllOutbound: jsii.Bool(false),
			})
			return props
		},
		"policy": func(awscdk.Stack, awsec2.IVpc) privatelink.ConsumerEndpointProps {
			props := of(privatelink.AWSService("execute-api"))
			props.Dns = privatelink.ServiceDnsName()
			props.Policy = awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{Statements: &[]awsiam.PolicyStatement{
				awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
					Principals: &[]awsiam.IPrincipal{awsiam.NewAccountPrincipal(jsii.String(consumerAccount))},
					Actions:    jsii.Strings("execute-api:Invoke"), Resources: jsii.Strings("*"),
				}),
			}})
			return props
		},
		"inbound-resolver": func(awscdk.Stack, awsec2.IVpc) privatelink.ConsumerEndpointProps {
			props := of(privatelink.AWSService("s3"))
			props.Dns = privatelink.ServiceDnsName()
			props.OnlyInboundResolver = true
			return props
		},
		"lattice-resource": func(awscdk.Stack, awsec2.IVpc) privatelink.ConsumerEndpointProps {
			return of(privatelink.LatticeResource("arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0", privatelink.ServicePort{Port: 5432}))
		},
		"lattice-domains": func(awscdk.Stack, awsec2.IVpc) privatelink.ConsumerEndpointProps {
			props := of(privatelink.LatticeResource("arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0", privatelink.ServicePort{Port: 5432}))
			props.Dns = privatelink.ServiceDnsName()
			props.Dns.Preference, props.Dns.SpecifiedDomains = privatelink.SpecifiedDomainsOnly, []string{"database.example.com"}
			return props
		},
		"lattice-service-network": func(awscdk.Stack, awsec2.IVpc) privatelink.ConsumerEndpointProps {
			return of(privatelink.LatticeServiceNetwork("arn:aws:vpc-lattice:us-east-1:111122223333:servicenetwork/sn-0123456789abcdef0", privatelink.ServicePort{Port: 443}))
		},
		// The name is in an SSM parameter of this Region; nothing else is known.
		"name-from-parameter": func(stack awscdk.Stack, _ awsec2.IVpc) privatelink.ConsumerEndpointProps {
			return of(privatelink.Contract{
				ServiceName: *awsssm.StringParameter_ValueForStringParameter(stack, jsii.String("/orders/service-name"), nil),
				Ports:       []privatelink.ServicePort{{Port: 443}},
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				stack := newStack(app, "Consumer", consumerAccount, region)
				vpc := newVpc(stack, "us-east-1a", "us-east-1b", "us-east-1c")
				p := props(stack, vpc)
				p.Vpc = vpc
				privatelink.NewConsumerEndpoint(stack, "Orders", &p)
				snapshot.Match(t, app)
			})
		})
	}
}

// TestManyConsumers: one statement, checked as a whole before anything is built,
// and a number of resources that grows with the endpoints and no faster.
func TestManyConsumers(t *testing.T) {
	perEndpoint := map[string]int{
		"AWS::EC2::VPCEndpoint":     1, // The endpoint.
		"AWS::EC2::SecurityGroup":   1, // It guards the endpoint, rule inline.
		"AWS::Route53::HostedZone":  1, // Its domain.
		"AWS::Route53::RecordSet":   1, // The alias.
		"AWS::IAM::Role":            0,
		"AWS::CloudFormation::Init": 0,
	}
	for _, n := range []int{1, 100} {
		app := snapshot.NewApp(t, nil)
		stack := newStack(app, "Consumer", consumerAccount, region)
		vpc := newVpc(stack, "us-east-1a", "us-east-1b")
		for i := range n {
			privatelink.NewConsumerEndpoint(stack, fmt.Sprint("Service", i), &privatelink.ConsumerEndpointProps{
				Vpc: vpc, Service: vendorContract(), Dns: privatelink.PrivateZone(fmt.Sprintf("service%d.internal", i)),
			})
		}
		template, total := snapshot.Synth(t, app)["Consumer"], 0
		for resourceType, each := range perEndpoint {
			total += each * n
			if got := len(template.OfType(resourceType)); got != each*n {
				t.Errorf("%d endpoints: %d of %s, want %d", n, got, resourceType, each*n)
			}
		}
		if len(template.Resources) != total {
			t.Errorf("%d endpoints: %d resources, want %d", n, len(template.Resources), total)
		}
	}
}

// TestDefaultPort: Connections speak the first port's own protocol.
func TestDefaultPort(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	contract := vendorContract()
	contract.Ports = []privatelink.ServicePort{{Port: 5000, EndPort: 5010, Protocol: privatelink.UDP}}
	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(stack, "us-east-1a"), Service: contract, Clients: []awsec2.IConnectable{awsec2.Peer_Ipv4(jsii.String("10.9.0.0/16"))},
	})
	endpoint.Connections().AllowDefaultPortFrom(awsec2.Peer_Ipv4(jsii.String("10.8.0.0/16")), jsii.String("Later"))
	_, group := snapshot.Synth(t, app)["Consumer"].Only(t, "AWS::EC2::SecurityGroup")
	for _, rule := range group.Properties["SecurityGroupIngress"].([]any) {
		if r := rule.(map[string]any); r["IpProtocol"] != "udp" || r["FromPort"] != 5000.0 || r["ToPort"] != 5010.0 {
			t.Errorf("rule %v", r)
		}
	}
}

// TestConnectable: both constructs are IConnectables.
func TestConnectable(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Both", consumerAccount, region)
	orders, endpoint := newPair(stack, stack)
	bastion := newInstance(stack, "Bastion", newVpcNamed(stack, "BastionVpc"))
	bastion.Connections().AllowTo(orders, awsec2.Port_Tcp(jsii.Number(443)), jsii.String("Bastion to load balancer"))
	bastion.Connections().AllowToDefaultPort(endpoint, jsii.String("Bastion to endpoint"))

	var descriptions []string
	for _, rule := range snapshot.Synth(t, app)["Both"].OfType("AWS::EC2::SecurityGroupIngress") {
		descriptions = append(descriptions, rule.Properties["Description"].(string))
	}
	slices.Sort(descriptions)
	if !slices.Equal(descriptions, []string{"Bastion to endpoint", "Bastion to load balancer"}) {
		t.Errorf("ingress rules: %v", descriptions)
	}
}

// TestConsumerFoundAgain: what FindChild returns is of use as it is.
func TestConsumerFoundAgain(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Both", consumerAccount, region)
	newPair(stack, stack)
	found := stack.Node().FindChild(jsii.String("Client")).(*privatelink.ConsumerEndpoint)
	if found.DnsName() != "orders.internal" {
		t.Errorf("found %v", found)
	}
}

// TestOneIDInTwoScopes: both publish, the second under a longer name.
func TestOneIDInTwoScopes(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	for _, scope := range []string{"A", "B"} {
		props := minimalProvider(vpc)
		props.PublishOutputs = true
		privatelink.NewProviderService(constructs.NewConstruct(stack, &scope), "Orders", props)
	}
	if outputs := snapshot.Synth(t, app)["Provider"].Outputs; len(outputs) != 6 {
		t.Errorf("%d outputs", len(outputs))
	}
}

// TestOwnStack: a stack of one's own is the same by whatever value it is passed as
// the scope, so that the endpoint waits for the service's permissions.
func TestOwnStack(t *testing.T) {
	own := &myStack{name: "own"}
	awscdk.NewStack_Override(own, snapshot.NewApp(t, nil), jsii.String("Both"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String(providerAccount), Region: jsii.String(region)},
	})
	vpc := newVpc(own, "us-east-1a", "us-east-1b")
	props := minimalProvider(vpc)
	props.AllowedPrincipals = []privatelink.Principal{privatelink.Account(consumerAccount)}
	orders := privatelink.NewProviderService(own.Stack, "Orders", props)
	privatelink.NewConsumerEndpoint(own, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders})
	template := snapshot.FromStack(t, own.Stack)
	permissions, _ := template.Only(t, "AWS::EC2::VPCEndpointServicePermissions")
	if _, endpoint := template.Only(t, "AWS::EC2::VPCEndpoint"); !slices.Contains(endpoint.DependsOn, permissions) {
		t.Errorf("the endpoint waits for %v", endpoint.DependsOn)
	}
}

// TestNothingOfJsii: what is missing, or can't be connected, gets an error of ours.
func TestNothingOfJsii(t *testing.T) {
	app := snapshot.NewApp(t, lookedUp)
	stack := newStack(app, "Consumer", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	elsewhere := awscdk.NewStack(awscdk.NewStage(app, jsii.String("Stage"), nil), jsii.String("Clients"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String(consumerAccount), Region: jsii.String(region)},
	})
	for name, c := range map[string]struct {
		do   func()
		want string
	}{
		"provider without a scope": {func() { privatelink.NewProviderService(nil, "Orders", minimalProvider(vpc)) }, "scope: is nil; pass the stack"},
		"consumer without a scope": {func() {
			privatelink.NewConsumerEndpoint(nil, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()})
		}, "scope: is nil; pass the stack"},
		"a client of another stage": {func() {
			c := privatelink.NewConsumerEndpoint(stack, "Late", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()})
			c.AllowFrom(newInstance(elsewhere, "Web", newVpc(elsewhere, "us-east-1a")))
		}, "Clients[0]: cannot be connected: "},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				text := fmt.Sprint(recover())
				if !strings.HasPrefix(text, "privatelink: ") || !strings.Contains(text, c.want) || strings.Contains(text, "\n") {
					t.Errorf("panicked with %q", text)
				}
			}()
			c.do()
		})
	}
	if listeners := privatelink.PortRange(1, 2, nil); len(listeners) != 2 || listeners[1].Port != 2 {
		t.Errorf("the listeners are %v", listeners)
	}
}

// visitor is an aspect that notes where it has been.
type visitor struct{ paths []string }

func (v *visitor) Visit(node constructs.IConstruct) { v.paths = append(v.paths, *node.Node().Path()) }

// myStack is a stack of a user's own.
type myStack struct {
	awscdk.Stack
	name string
}

func (s *myStack) ToString() *string { return &s.name }
