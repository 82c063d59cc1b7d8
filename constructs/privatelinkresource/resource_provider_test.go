package privatelinkresource_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	resource "github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkresource"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/schemas"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// featured are providers by what they show, each with a golden template.
var featured = map[string]func(stack awscdk.Stack, vpc awsec2.IVpc) *resource.ResourceProviderProps{
	"minimal": func(_ awscdk.Stack, vpc awsec2.IVpc) *resource.ResourceProviderProps { return minimal(vpc) },
	"guarded": func(stack awscdk.Stack, vpc awsec2.IVpc) *resource.ResourceProviderProps {
		props := minimal(vpc)
		props.Resource = props.Resource.GuardedBy(newGroup(stack, vpc))
		return props
	},
	"address": func(_ awscdk.Stack, vpc awsec2.IVpc) *resource.ResourceProviderProps {
		return &resource.ResourceProviderProps{
			Vpc: vpc, Resource: resource.IPAddress("10.0.1.5"), Ports: []privatelink.ServicePort{{Port: 443}, {Port: 8000, EndPort: 8010}},
			Gateway: resource.GatewayOptions{
				Name: "appliances", SecurityGroupName: "appliances", SecurityGroupDescription: "Appliances", AddressesPerInterface: 4, DnsResolution: resource.Public,
				Subnets: &awsec2.SubnetSelection{Subnets: &[]awsec2.ISubnet{(*vpc.PrivateSubnets())[0]}},
			},
		}
	},
	"database": func(stack awscdk.Stack, vpc awsec2.IVpc) *resource.ResourceProviderProps {
		return &resource.ResourceProviderProps{
			Vpc: vpc, Resource: resource.DatabaseArn(databaseArn).GuardedBy(newGroup(stack, vpc)), Ports: postgres,
			ShareWith:     []resource.Principal{resource.Account(consumerAccount), resource.Organization(organization), resource.OrganizationalUnit(unit)},
			RemovalPolicy: awscdk.RemovalPolicy_RETAIN,
		}
	},
	"shared": func(_ awscdk.Stack, vpc awsec2.IVpc) *resource.ResourceProviderProps {
		props := minimal(vpc)
		props.Name, props.DomainName, props.DomainVerificationId = "orders", "orders.example.com", "dv-0123456789abcdef0"
		props.ShareWith = []resource.Principal{resource.Account(consumerAccount), resource.Account(consumerAccount)}
		props.Share = resource.ShareOptions{
			Name: "Orders", WithinOrganization: true, KeepAccountsThatLeave: true,
			PermissionArns: []string{"arn:aws:ram:us-east-1:111122223333:permission/orders"},
		}
		props.ServiceNetworks = []resource.ServiceNetwork{{Id: network, PrivateDns: true}, {Id: "sn-0123456789abcdef1"}}
		props.AllowSharableNetworks, props.AuthType = true, resource.IamAuth
		props.ZoneIds = map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2"}
		props.PublishOutputs, props.PublishParameter = true, "/orders/contract"
		props.RemovalPolicy = awscdk.RemovalPolicy_DESTROY
		props.Tags = map[string]string{"team": "orders"}
		return props
	},
	"group": func(stack awscdk.Stack, vpc awsec2.IVpc) *resource.ResourceProviderProps {
		group := newGroup(stack, vpc)
		return &resource.ResourceProviderProps{
			Vpc: vpc, DomainName: "db.example.com",
			Members: []resource.Member{
				{Id: "Writer", Resource: resource.DomainName(databaseName).GuardedBy(group), Ports: postgres, DomainName: "writer.db.example.com", Name: "orders-writer"},
				{Id: "Reader", Resource: resource.DomainName("ro." + databaseName).GuardedBy(group), Ports: postgres, DomainName: "reader.db.example.com"},
				{Id: "Cache", Resource: resource.IPAddress("10.0.0.9"), Ports: []privatelink.ServicePort{{Port: 6379}}},
			},
		}
	},
	"outside": func(_ awscdk.Stack, vpc awsec2.IVpc) *resource.ResourceProviderProps {
		props := minimal(vpc)
		props.Resource = resource.DomainName("mainframe.example.com").Within("172.20.0.0/16", "192.168.7.0/24").WithIpAddressType(privatelink.Ipv4)
		return props
	},
}

func TestFeatures(t *testing.T) {
	for name, feature := range featured {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				stack := newStack(app, "Provider", providerAccount, region)
				resource.NewResourceProvider(stack, "Orders", feature(stack, newVpc(stack)))
				snapshot.Match(t, app)
			})
		})
	}
}

// TestConsumers: a consumer of the app takes a resource as it does a service. In one stack its
// endpoint waits for configuration and share; of another account it is shared with.
func TestConsumers(t *testing.T) {
	for name, account := range map[string]string{"one-stack": "", "one-account": providerAccount, "two-accounts": consumerAccount} {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				stack := newStack(app, "Provider", providerAccount, region)
				props := minimal(newVpc(stack))
				props.ShareWithConsumersOfApp = true
				database := resource.NewResourceProvider(stack, "Orders", props)
				there := stack
				if account != "" {
					there = newStack(app, "Consumer", account, region)
				}
				privatelink.NewConsumerEndpoint(there, "Database", &privatelink.ConsumerEndpointProps{
					Vpc: newConsumerVpc(there), Service: database, Clients: []awsec2.IConnectable{awsec2.Peer_Ipv4(jsii.String("10.1.0.0/16"))},
				})
				if (database.Share != nil) != (account == consumerAccount) {
					t.Errorf("there is a share: %t", database.Share != nil)
				}
				snapshot.Match(t, app)
			})
		})
	}
}

// newConsumerVpc has a zone that the provider's hasn't.
func newConsumerVpc(stack awscdk.Stack) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(stack, jsii.String("ConsumerVpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef1"), VpcCidrBlock: jsii.String("10.1.0.0/16"), AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b", "us-east-1c"),
		PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef4", "subnet-0123456789abcdef5", "subnet-0123456789abcdef6"),
	})
}

// TestZones: an endpoint has interfaces in the zones of the gateway.
func TestZones(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Stack", providerAccount, region)
	database := resource.NewResourceProvider(stack, "Orders", minimal(newVpc(stack)))
	props := &privatelink.ConsumerEndpointProps{Vpc: newConsumerVpc(stack), Service: database}
	privatelink.NewConsumerEndpoint(stack, "Consumer", props)
	_, endpoint := snapshot.FromStack(t, stack).Only(t, "AWS::EC2::VPCEndpoint")
	if subnets := endpoint.Properties["SubnetIds"]; !reflect.DeepEqual(subnets, []any{"subnet-0123456789abcdef4", "subnet-0123456789abcdef5"}) {
		t.Errorf("the endpoint is in %v", subnets)
	}
	props.Subnets = &awsec2.SubnetSelection{AvailabilityZones: jsii.Strings("us-east-1c")}
	if err := props.Validate(); err == nil || !strings.Contains(err.Error(), "privatelink::zones-disjoint") {
		t.Errorf("a consumer in another zone: %v", err)
	}
}

// TestOtherRegion: a resource is reached from its own Region.
func TestOtherRegion(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	database := resource.NewResourceProvider(newStack(app, "Provider", providerAccount, region), "Orders", minimal(newVpc(newStack(app, "Network", providerAccount, region))))
	elsewhere := newStack(app, "Consumer", consumerAccount, "eu-west-1")
	props := &privatelink.ConsumerEndpointProps{Vpc: newVpc(elsewhere, "eu-west-1a", "eu-west-1b"), Service: database}
	if err := props.Validate(); err == nil || !strings.Contains(err.Error(), "privatelink::resource-region") {
		t.Errorf("a consumer in another Region: %v", err)
	}
}

// TestNames: consumers ask for the domain name of a resource.
func TestNames(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Stack", providerAccount, region)
	props := minimal(newVpc(stack))
	props.DomainName, props.DomainVerificationId = "orders.example.com", "dv-0123456789abcdef0"
	database := resource.NewResourceProvider(stack, "Orders", props)
	consumer := privatelink.NewConsumerEndpoint(stack, "Consumer", &privatelink.ConsumerEndpointProps{Vpc: newConsumerVpc(stack), Service: database, Dns: privatelink.ServiceDnsName()})
	if consumer.DnsName() != "orders.example.com" {
		t.Errorf("it is called %s", consumer.DnsName())
	}
	_, endpoint := snapshot.FromStack(t, stack).Only(t, "AWS::EC2::VPCEndpoint")
	if endpoint.Properties["PrivateDnsEnabled"] != true || endpoint.Properties["VpcEndpointType"] != "Resource" {
		t.Errorf("the endpoint is %v", endpoint.Properties)
	}
}

// TestGatewayOf: a gateway serves several providers, and lets both through.
func TestGatewayOf(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		stack := newStack(app, "Provider", providerAccount, region)
		first := resource.NewResourceProvider(stack, "Orders", minimal(newVpc(stack)))
		second := resource.NewResourceProvider(stack, "Cache", &resource.ResourceProviderProps{
			GatewayOf: first, Resource: resource.IPAddress("10.0.0.9"), Ports: []privatelink.ServicePort{{Port: 6379}},
		})
		if second.Gateway != first.Gateway || second.SecurityGroup != first.SecurityGroup {
			t.Error("the gateway is another")
		}
		snapshot.Match(t, app)
	})
}

// TestErrors: everything that is wrong is told at once, and nothing is built.
func TestErrors(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	vpc := newVpc(stack)
	for name, c := range map[string]struct {
		spoil func(*resource.ResourceProviderProps)
		want  []string
	}{
		"nothing": {func(p *resource.ResourceProviderProps) { *p = resource.ResourceProviderProps{} }, []string{"resource-vpc-required", "resource-required"}},
		"several": {func(p *resource.ResourceProviderProps) { p.Ports, p.Name = nil, "Orders" }, []string{"resource-ports", "resource-name"}},
		"UDP": {func(p *resource.ResourceProviderProps) {
			p.Ports = []privatelink.ServicePort{{Port: 53, Protocol: privatelink.UDP}}
		}, []string{"resource-ports"}},
		"public":     {func(p *resource.ResourceProviderProps) { p.Resource = resource.IPAddress("8.8.8.8") }, []string{"resource-address"}},
		"nil groups": {func(p *resource.ResourceProviderProps) { p.Resource = p.Resource.GuardedBy(nil) }, []string{"resource-required"}},
		"with port":  {func(p *resource.ResourceProviderProps) { p.Resource = resource.DomainName("db.example.com:5432") }, []string{"resource-domain"}},
		"a bucket":   {func(p *resource.ResourceProviderProps) { p.Resource = resource.DatabaseArn("arn:aws:s3:::orders") }, []string{"resource-arn"}},
		"nobody":     {func(p *resource.ResourceProviderProps) { p.ShareWith = []resource.Principal{{}} }, []string{"share-principal"}},
		"both": {func(p *resource.ResourceProviderProps) {
			p.Members = []resource.Member{{Id: "A", Resource: resource.IPAddress("10.0.0.1"), Ports: postgres}}
		}, []string{"resource-required"}},
		"six and four":  {func(p *resource.ResourceProviderProps) { p.Resource = resource.IPAddress("2001:db8::1") }, []string{"gateway-family"}},
		"unknown range": {func(p *resource.ResourceProviderProps) { p.Vpc = bare(stack) }, []string{"resource-range"}},
	} {
		props := minimal(vpc)
		c.spoil(props)
		var refused *privatelink.Error
		if err := props.Validate(); !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var ids []string
		for _, f := range refused.Findings {
			ids = append(ids, strings.TrimPrefix(f.ID, "privatelink::"))
		}
		if !slices.Equal(ids, c.want) {
			t.Errorf("%s: %v, want %v", name, ids, c.want)
		}
		before := len(*stack.Node().Children())
		func() {
			defer func() {
				if err, ok := recover().(*privatelink.Error); !ok || !strings.HasPrefix(err.Construct, `ResourceProvider "Provider/`) {
					t.Errorf("%s: it panics with %v", name, err)
				}
			}()
			resource.NewResourceProvider(stack, "Wrong", props)
		}()
		if after := len(*stack.Node().Children()); after != before {
			t.Errorf("%s: something was built", name)
		}
	}
}

// bare is a VPC whose range isn't known.
func bare(stack awscdk.Stack) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Bare"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef2"), AvailabilityZones: jsii.Strings("us-east-1a"), PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef7"),
	})
}

// TestAcknowledged: an error that doesn't keep it from being built can be acknowledged.
func TestAcknowledged(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	awscdk.Validations_Of(stack).Acknowledge(&awscdk.Acknowledgment{Id: jsii.String("privatelink::resource-arn"), Reason: jsii.String("AWS supports it by now")})
	props := minimal(newVpc(stack))
	props.Resource = resource.DatabaseArn("arn:aws:redshift:us-east-1:111122223333:cluster:orders")
	resource.NewResourceProvider(stack, "Orders", props)
}

// TestContract: what is published is read again, and leads to the same endpoint.
func TestContract(t *testing.T) {
	const arn = "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0"
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	props := minimal(newVpc(stack))
	props.DomainName, props.Ports = "orders.example.com", []privatelink.ServicePort{{Port: 5432}, {Port: 6000, EndPort: 6010}}
	database := resource.NewResourceProvider(stack, "Orders", props)
	contract := database.Contract()
	contract.ResourceConfigurationArn = arn // As it is once it is deployed.
	text, err := json.Marshal(contract)
	if err != nil {
		t.Fatal(err)
	}
	read, err := privatelink.ReadContract(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	want := privatelink.Contract{
		ResourceConfigurationArn: arn, Region: region, Account: providerAccount, Zones: []string{"us-east-1a", "us-east-1b"}, PrivateDnsName: "orders.example.com",
		Ports: []privatelink.ServicePort{{Port: 5432, Protocol: privatelink.TCP}, {Port: 6000, EndPort: 6010, Protocol: privatelink.TCP}},
	}
	if !reflect.DeepEqual(read, want) {
		t.Errorf("%+v was read of %s", read, text)
	}
}

// TestEveryProperty: each property of the resource types is set by a field, which the golden
// templates show, or there is a reason.
func TestEveryProperty(t *testing.T) {
	all, err := schemas.Read("../..")
	if err != nil {
		t.Skip(err)
	}
	set := map[string]bool{}
	for _, feature := range featured {
		stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
		resource.NewResourceProvider(stack, "Orders", feature(stack, newVpc(stack)))
		for _, r := range snapshot.FromStack(t, stack).Resources {
			note(set, all, r.Type, r.Type, all[r.Type].Properties, r.Properties)
		}
	}
	for _, of := range []string{"AWS::VpcLattice::ResourceGateway", "AWS::VpcLattice::ResourceConfiguration", "AWS::RAM::ResourceShare", "AWS::VpcLattice::ServiceNetworkResourceAssociation"} {
		for _, property := range paths(of, all[of].Properties) {
			if reason := notSet[property]; set[property] == (reason != "") {
				t.Errorf("%s is set: %t; %s", property, set[property], reason)
			}
		}
	}
}

// notSet are the properties that no field sets, and why.
var notSet = map[string]string{
	"AWS::VpcLattice::ResourceGateway.IpAddressType":                                                 "set in TestFamilies: the VPC here has no IPv6",
	"AWS::VpcLattice::ResourceConfiguration.ResourceConfigurationDefinition.CidrResource":            "neither VPC Lattice's API nor a page of AWS's knows ranges as resources, and awscdk 2.270 has no such property",
	"AWS::VpcLattice::ResourceConfiguration.ResourceConfigurationDefinition.CidrResource.CidrRanges": "as CidrResource",
	"AWS::RAM::ResourceShare.Sources":                                                                "for shares with AWS services, which make no endpoints",
	"AWS::RAM::ResourceShare.ResourceShareConfiguration.ExclusiveAccountAccess":                      "RAM's API doesn't have it, and no page says what it does",
}

// note tells the properties that a resource has.
func note(set map[string]bool, all schemas.Schemas, of, path string, known map[string]schemas.Property, values map[string]any) {
	for name, value := range values {
		set[path+"."+name] = true
		if inner, ok := value.(map[string]any); ok {
			note(set, all, of, path+"."+name, known[name].Type.Properties(), inner)
		}
	}
}

// paths are those of all properties of a type.
func paths(path string, properties map[string]schemas.Property) []string {
	var found []string
	for name, property := range properties {
		found = append(found, path+"."+name)
		found = append(found, paths(path+"."+name, property.Type.Properties())...)
	}
	slices.Sort(found)
	return found
}

// TestFamilies: gateways have IPv4 addresses, IPv6 ones, or both, and names are resolved to
// what they have.
func TestFamilies(t *testing.T) {
	for family, want := range map[privatelink.IpAddressType][2]any{
		"": {nil, "IPV4"}, privatelink.Ipv4: {"IPV4", "IPV4"}, privatelink.Ipv6: {"IPV6", "IPV6"}, privatelink.DualStack: {"DUALSTACK", "IPV4"},
	} {
		stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
		props := minimal(newVpc(stack))
		props.Resource = props.Resource.Within("10.0.0.0/16", "2001:db8::/56")
		props.Gateway.IpAddressType = family
		resource.NewResourceProvider(stack, "Orders", props)
		template := snapshot.FromStack(t, stack)
		_, gateway := template.Only(t, "AWS::VpcLattice::ResourceGateway")
		_, configuration := template.Only(t, "AWS::VpcLattice::ResourceConfiguration")
		definition := configuration.Properties["ResourceConfigurationDefinition"].(map[string]any)["DnsResource"].(map[string]any)
		if gateway.Properties["IpAddressType"] != want[0] || definition["IpAddressType"] != want[1] {
			t.Errorf("%q: the gateway has %v, the name is resolved to %v", family, gateway.Properties["IpAddressType"], definition["IpAddressType"])
		}
	}
}
