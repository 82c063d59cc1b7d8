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

var zoneIDs = map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2", "us-east-1c": "use1-az4"}

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

// TestZoneIDsOfContext: the names of the account's zones may come from context,
// and those of the account itself come first.
func TestZoneIDsOfContext(t *testing.T) {
	app := awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{
		"privatelink:zone-ids:" + consumerAccount: map[string]any{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2"},
		"privatelink:zone-ids":                    map[string]any{"us-east-1a": "use1-az6"},
	}})
	stack := newStack(app, "Consumer", consumerAccount, region)
	contract := vendorContract()
	contract.Account, contract.Zones = providerAccount, []string{"use1-az1"}
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a", "us-east-1b"), Service: contract})
	_, endpoint := snapshot.Synth(t, app)["Consumer"].Only(t, "AWS::EC2::VPCEndpoint")
	if got := fmt.Sprint(endpoint.Properties["SubnetIds"]); got != "[subnet-0123456789abcdef0]" {
		t.Errorf("subnets: %s", got)
	}
}

// TestOtherRegion: a pair in two Regions of one account, without the Lambda
// functions that CDK would carry the service's ID by.
func TestOtherRegion(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		provider, consumer := newStack(app, "Provider", providerAccount, region), newStack(app, "Consumer", providerAccount, "eu-west-1")
		props := minimalProvider(newVpc(provider, "us-east-1a", "us-east-1b"))
		props.AllowConsumersOfApp = true
		orders := privatelink.NewProviderService(provider, "Orders", props)
		privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
			Vpc: newVpc(consumer, "eu-west-1a", "eu-west-1b"), Service: orders, Dns: privatelink.PrivateZone("orders.internal"),
		})
		snapshot.Match(t, app)

		templates := snapshot.Synth(t, app)
		_, service := templates["Provider"].Only(t, "AWS::EC2::VPCEndpointService")
		if got := fmt.Sprint(service.Properties["SupportedRegions"]); got != "[us-east-1 eu-west-1]" {
			t.Errorf("supported Regions: %s", got)
		}
		for name, template := range templates {
			for id, resource := range template.Resources {
				if strings.HasPrefix(resource.Type, "AWS::Lambda") || strings.HasPrefix(resource.Type, "AWS::IAM") || strings.HasPrefix(resource.Type, "Custom::") {
					t.Errorf("%s has %s, a %s", name, id, resource.Type)
				}
			}
		}
	})
}

// TestOtherAccount: CDK makes a role in the provider's account, which is said.
func TestOtherAccount(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	provider, consumer := newStack(app, "Provider", providerAccount, region), newStack(app, "Consumer", consumerAccount, region)
	props := minimalProvider(newVpc(provider, "us-east-1a", "us-east-1b"))
	props.AllowConsumersOfApp = true
	orders := privatelink.NewProviderService(provider, "Orders", props)
	privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(consumer, "us-east-1a", "us-east-1b", "us-east-1c"), Service: orders,
	})
	templates := snapshot.Synth(t, app)
	templates["Consumer"].HasMessage(t, snapshot.Info, "Consumer/Orders", "by a role that CDK makes there")
	_, permissions := templates["Provider"].Only(t, "AWS::EC2::VPCEndpointServicePermissions")
	if got := fmt.Sprint(permissions.Properties["AllowedPrincipals"]); got != "[arn:aws:iam::444455556666:root]" {
		t.Errorf("allowed: %s", got)
	}
	// Zone names mean nothing across accounts: all three subnets stay.
	_, endpoint := templates["Consumer"].Only(t, "AWS::EC2::VPCEndpoint")
	if subnets := endpoint.Properties["SubnetIds"].([]any); len(subnets) != 3 {
		t.Errorf("subnets: %v", subnets)
	}
}

// TestAccountThatIsNotAllowed: whether a provider allows its consumer's account
// is known at synthesis only, since principals may be added until then.
func TestAccountThatIsNotAllowed(t *testing.T) {
	for name, c := range map[string]struct {
		account string
		later   []privatelink.Principal
		refused bool
	}{
		"nobody allowed":       {consumerAccount, nil, true},
		"another allowed":      {consumerAccount, []privatelink.Principal{privatelink.Account("999988887777")}, true},
		"account allowed":      {consumerAccount, []privatelink.Principal{privatelink.Account(consumerAccount)}, false},
		"role allowed":         {consumerAccount, []privatelink.Principal{privatelink.IamRole(consumerAccount, "Deploy")}, false},
		"everyone allowed":     {consumerAccount, []privatelink.Principal{privatelink.Everyone()}, false},
		"the provider's own":   {providerAccount, nil, false},
		"a token that is last": {consumerAccount, []privatelink.Principal{privatelink.PrincipalArn(*awscdk.Fn_ImportValue(jsii.String("role")))}, false},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			provider := newStack(app, "Provider", providerAccount, region)
			consumer := newStack(app, "Consumer", c.account, region)
			orders := privatelink.NewProviderService(provider, "Orders", minimalProvider(newVpc(provider, "us-east-1a", "us-east-1b")))
			privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
				Vpc: newVpc(consumer, "us-east-1a", "us-east-1b"), Service: orders,
			})
			if len(c.later) > 0 {
				orders.AllowPrincipals(c.later...)
			}
			var want []string
			if c.refused {
				want = []string{"privatelink::principal-missing"}
			}
			checkSynthesis(t, app, want)
		})
	}
}

// TestTakenNames: a domain belongs to one endpoint of a VPC.
func TestTakenNames(t *testing.T) {
	withOwnName := vendorContract()
	withOwnName.PrivateDnsName = "orders.internal"
	for name, c := range map[string]struct {
		first, second privatelink.ConsumerEndpointProps
		want          []string
	}{
		"two zones":                   {privatelink.ConsumerEndpointProps{Service: vendorContract(), Dns: privatelink.PrivateZone("orders.internal")}, privatelink.ConsumerEndpointProps{Service: vendorContract(), Dns: privatelink.PrivateZone("orders.internal.")}, []string{"privatelink::dns-zone-taken"}},
		"zone and service's own name": {privatelink.ConsumerEndpointProps{Service: vendorContract(), Dns: privatelink.PrivateZone("orders.internal")}, privatelink.ConsumerEndpointProps{Service: withOwnName, Dns: privatelink.ServiceDnsName()}, nil}, // The templates don't tell the vendor's name.
		"own name twice":              {privatelink.ConsumerEndpointProps{Service: withOwnName, Dns: privatelink.ServiceDnsName()}, privatelink.ConsumerEndpointProps{Service: withOwnName, Dns: privatelink.ServiceDnsName()}, []string{"privatelink::dns-name-taken"}},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Consumer", consumerAccount, region)
			c.first.Vpc = newVpc(stack, "us-east-1a")
			c.second.Vpc = c.first.Vpc
			privatelink.NewConsumerEndpoint(stack, "First", &c.first)
			privatelink.NewConsumerEndpoint(stack, "Second", &c.second)
			c.second.Vpc = newVpcNamed(stack, "Other")
			privatelink.NewConsumerEndpoint(stack, "Elsewhere", &c.second)
			checkSynthesis(t, app, c.want)
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

// TestSharedSecurityGroup: endpoints that share a group share its rules.
func TestSharedSecurityGroup(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	group := awsec2.NewSecurityGroup(stack, jsii.String("Shared"), &awsec2.SecurityGroupProps{Vpc: vpc, AllowAllOutbound: jsii.Bool(false)})
	for _, name := range []string{"ssm", "ssmmessages", "ec2messages"} {
		privatelink.NewConsumerEndpoint(stack, name, &privatelink.ConsumerEndpointProps{
			Vpc: vpc, Service: privatelink.AWSService(name), Dns: privatelink.ServiceDnsName(), SecurityGroup: group,
		})
	}
	_, shared := snapshot.Synth(t, app)["Consumer"].Only(t, "AWS::EC2::SecurityGroup")
	if rules := shared.Properties["SecurityGroupIngress"].([]any); len(rules) != 1 {
		t.Errorf("rules: %v", rules)
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

// TestSecondaryRanges: all of the VPC's ranges are admitted.
func TestSecondaryRanges(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0), IpAddresses: awsec2.IpAddresses_Cidr(jsii.String("10.0.0.0/16"))})
	awsec2.NewCfnVPCCidrBlock(vpc, jsii.String("More"), &awsec2.CfnVPCCidrBlockProps{VpcId: vpc, CidrBlock: jsii.String("10.1.0.0/16")})
	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()})
	id := resolve(stack, *endpoint.SecurityGroup.Node().DefaultChild().(awscdk.CfnResource).LogicalId()).(string)
	template := snapshot.FromStack(t, stack)
	vpcID, _ := template.Only(t, "AWS::EC2::VPC")
	var cidrs []string
	for _, rule := range template.Resources[id].Properties["SecurityGroupIngress"].([]any) {
		cidrs = append(cidrs, snapshot.Text(rule.(map[string]any)["CidrIp"]))
	}
	slices.Sort(cidrs)
	if fmt.Sprint(cidrs) != "[${"+vpcID+".CidrBlock} 10.1.0.0/16]" {
		t.Errorf("admitted: %v", cidrs)
	}
}

func lookedUpContract(t *testing.T, scope constructs.Construct, parameter string) privatelink.Contract {
	t.Helper()
	contract, err := privatelink.LookupContract(scope, parameter)
	if err != nil {
		t.Fatal(err)
	}
	return contract
}

// TestLookupContractErrors: what can't be looked up is told without jsii's words.
func TestLookupContractErrors(t *testing.T) {
	app := snapshot.NewApp(t, map[string]any{"ssm:account=444455556666:parameterName=/orders/none:region=us-east-1": "None"})
	stack := newStack(app, "Consumer", consumerAccount, region)
	for name, c := range map[string]struct {
		scope           constructs.Construct
		parameter, want string
	}{
		"no scope":    {nil, "/orders", "scope is nil; pass the stack"},
		"no name":     {stack, "", "parameterName is empty"},
		"no place":    {awscdk.NewStack(app, jsii.String("Anywhere"), nil), "/orders", "account/region are not specified"},
		"no contract": {stack, "/orders/none", "as the AWS CLI prints for an output that isn't there"},
	} {
		if _, err := privatelink.LookupContract(c.scope, c.parameter); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLookupContract: a placeholder until the CLI has looked the parameter up.
func TestLookupContract(t *testing.T) {
	key := "ssm:account=444455556666:parameterName=/orders/contract:region=us-east-1"
	for name, c := range map[string]struct {
		context map[string]any
		want    string
	}{
		"not yet": {nil, "dummy-value-for-/orders/contract"},
		"found":   {map[string]any{key: vendorContract().String()}, vendorService},
	} {
		app := awscdk.NewApp(&awscdk.AppProps{Context: &c.context})
		stack := newStack(app, "Consumer", consumerAccount, region)
		contract := lookedUpContract(t, stack, "/orders/contract")
		privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a"), Service: contract})
		if contract.ServiceName != c.want {
			t.Errorf("%s: %s", name, contract.ServiceName)
		}
		app.Synth(nil)
	}
}

// TestPendingLookup: nothing is an error while a VPC is still being looked up.
func TestPendingLookup(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Both", consumerAccount, region)
	vpc := awsec2.Vpc_FromLookup(stack, jsii.String("Vpc"), &awsec2.VpcLookupOptions{IsDefault: jsii.Bool(true)})
	props := minimalProvider(vpc)
	props.Listeners[0].Targets = []privatelink.Target{privatelink.IPTarget("8.8.8.8", 80)}
	privatelink.NewProviderService(stack, "Orders", props)
	contract := vendorContract()
	contract.Zones = []string{"us-east-1e"}
	privatelink.NewConsumerEndpoint(constructs.NewConstruct(stack, jsii.String("Scope")), "Client", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Service: contract, Clients: []awsec2.IConnectable{awsec2.Peer_Ipv4(jsii.String("10.0.0.0/8"))},
	})
	app.Synth(nil)
}
