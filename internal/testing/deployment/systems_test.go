package deployment

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkresource"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinksns"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { snapshot.Main(m) }

func newStack(app awscdk.App, id, account, region string) awscdk.Stack {
	return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Account: &account, Region: &region}})
}

// newVpc makes a VPC with two isolated subnets in each of the Region's zones a and b.
func newVpc(stack awscdk.Stack, id, cidr string) awsec2.Vpc {
	zone := func(letter string) string { return *stack.Region() + letter }
	isolated := awsec2.SubnetType_PRIVATE_ISOLATED
	return awsec2.NewVpc(stack, &id, &awsec2.VpcProps{
		IpAddresses: awsec2.IpAddresses_Cidr(&cidr), AvailabilityZones: jsii.Strings(zone("a"), zone("b")),
		RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
			{Name: jsii.String("One"), SubnetType: isolated}, {Name: jsii.String("Two"), SubnetType: isolated},
		},
	})
}

func newServer(stack awscdk.Stack, vpc awsec2.IVpc) awsec2.Instance {
	return awsec2.NewInstance(stack, jsii.String("Server"), &awsec2.InstanceProps{
		Vpc: vpc, VpcSubnets: &awsec2.SubnetSelection{SubnetGroupName: jsii.String("One")},
		InstanceType: awsec2.NewInstanceType(jsii.String("t4g.nano")), MachineImage: awsec2.MachineImage_LatestAmazonLinux2023(&awsec2.AmazonLinux2023ImageSsmParameterProps{CpuType: awsec2.AmazonLinuxCpuType_ARM_64}),
		AllowAllOutbound: jsii.Bool(false),
	})
}

// one selects one of the two subnets of each zone.
var one = &awsec2.SubnetSelection{SubnetGroupName: jsii.String("One")}

func listening(listeners ...privatelink.Listener) *privatelink.ProviderServiceProps {
	return &privatelink.ProviderServiceProps{
		Listeners: listeners, AutoAccept: true, RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
		AllowedPrincipals: []privatelink.Principal{privatelink.Account(Home.Account), privatelink.Account(Partner)},
		LoadBalancer:      privatelink.LoadBalancerOptions{Subnets: one},
	}
}

func listener(port int, targets ...privatelink.Target) privatelink.Listener {
	if len(targets) == 0 {
		targets = []privatelink.Target{privatelink.IPTarget("10.0.0.10", 8443)}
	}
	return privatelink.Listener{Port: port, Targets: targets}
}

func newProvider(app awscdk.App, props *privatelink.ProviderServiceProps) *privatelink.ProviderService {
	stack := newStack(app, "Provider", Home.Account, Home.Region)
	props.Vpc = newVpc(stack, "Vpc", "10.0.0.0/16")
	return privatelink.NewProviderService(stack, "Orders", props)
}

func newConsumer(app awscdk.App, account, region string, service privatelink.Service, dns privatelink.Dns) *privatelink.ConsumerEndpoint {
	stack := newStack(app, "Consumer", account, region)
	return privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(stack, "Vpc", "10.1.0.0/16"), Subnets: one, Service: service, Dns: dns,
	})
}

var inZone = privatelink.PrivateZone("orders.internal")

// pair is a provider of two TCP listeners and its consumer.
func pair(app awscdk.App) {
	orders := newProvider(app, listening(listener(443), listener(8443)))
	newConsumer(app, Home.Account, Home.Region, orders, inZone)
}

// servers are behind instances, with health checks over HTTP.
func servers(app awscdk.App) {
	stack := newStack(app, "Provider", Home.Account, Home.Region)
	vpc := newVpc(stack, "Vpc", "10.0.0.0/16")
	props := listening(listener(443, privatelink.InstanceTarget(newServer(stack, vpc), 8443)))
	props.Vpc = vpc
	props.Listeners[0].HealthCheck = privatelink.HealthCheck{Protocol: privatelink.HTTP, Path: "/healthz"}
	privatelink.NewProviderService(stack, "Orders", props)
}

// tls has two certificates, and two groups that are forwarded to by weight.
func tls(app awscdk.App) {
	other := certificate[:len(certificate)-1] + "2"
	group := func(id string, weight int) privatelink.TargetGroup {
		return privatelink.TargetGroup{Id: id, TargetType: privatelink.Addresses, Port: 8443, Weight: weight}
	}
	newProvider(app, listening(privatelink.Listener{
		Port: 443, Protocol: privatelink.TLS, Certificates: []string{certificate, other},
		TargetGroups: []privatelink.TargetGroup{group("Blue", 1), group("Green", 2)},
	}))
}

// udp has a group that targets are registered with later.
func udp(app awscdk.App) {
	newProvider(app, listening(privatelink.Listener{
		Port: 514, Protocol: privatelink.UDP, TargetGroups: []privatelink.TargetGroup{{TargetType: privatelink.Addresses, Port: 5514}},
	}))
}

func quic(app awscdk.App) {
	props := listening(privatelink.Listener{Port: 443, Protocol: privatelink.QUIC, Targets: []privatelink.Target{
		privatelink.IPTarget("10.0.0.10", 443).WithQuicServerId("0x0000000000000001"),
	}}, listener(8443))
	props.LoadBalancer.Security = privatelink.NoSecurityGroup()
	newProvider(app, props)
}

// alb stands before an Application Load Balancer.
func alb(app awscdk.App) {
	stack := newStack(app, "Provider", Home.Account, Home.Region)
	vpc := newVpc(stack, "Vpc", "10.0.0.0/16")
	web := awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("Web"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{Vpc: vpc, VpcSubnets: one})
	http := web.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
		Port: jsii.Number(80), Open: jsii.Bool(false), DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(404), nil),
	})
	props := listening(privatelink.Listener{Port: 80, Targets: []privatelink.Target{privatelink.ALBListenerTarget(http)}})
	props.Vpc = vpc
	privatelink.NewProviderService(stack, "Orders", props)
}

func newDualStackVpc(stack awscdk.Stack, cidr string) awsec2.Vpc {
	zones := jsii.Strings(*stack.Region()+"a", *stack.Region()+"b")
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		IpProtocol: awsec2.IpProtocol_DUAL_STACK, IpAddresses: awsec2.IpAddresses_Cidr(&cidr), AvailabilityZones: zones, RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("One"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
}

// dual speaks IPv4 and IPv6 on both sides, and UDP; a second consumer has IPv4 alone.
func dual(app awscdk.App) {
	stack := newStack(app, "Provider", Home.Account, Home.Region)
	props := listening(privatelink.Listener{Port: 514, Protocol: privatelink.UDP, TargetGroups: []privatelink.TargetGroup{{
		TargetType: privatelink.Addresses, Port: 5514, IpAddressType: privatelink.Ipv6,
	}}})
	props.Vpc, props.LoadBalancer.IpAddressType = newDualStackVpc(stack, "10.0.0.0/16"), privatelink.DualStack
	props.IpAddressTypes = []privatelink.IpAddressType{privatelink.Ipv4, privatelink.Ipv6}
	orders := privatelink.NewProviderService(stack, "Orders", props)
	consumer := newStack(app, "Consumer", Home.Account, Home.Region)
	privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newDualStackVpc(consumer, "10.1.0.0/16"), Subnets: one, Service: orders, IpAddressType: privatelink.DualStack,
	})
	privatelink.NewConsumerEndpoint(consumer, "Plain", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(consumer, "Plain-Vpc", "10.2.0.0/16"), Subnets: one, Service: orders,
	})
}

// regions is a pair across Regions.
func regions(app awscdk.App) {
	newConsumer(app, Home.Account, "eu-west-1", newProvider(app, listening(listener(443))), inZone)
}

// accounts is a pair across accounts.
func accounts(app awscdk.App) {
	newConsumer(app, Partner, Home.Region, newProvider(app, listening(listener(443))), inZone)
}

// named is a pair that uses the service's own name.
func named(app awscdk.App) {
	props := listening(listener(443))
	props.PrivateDns = privatelink.PrivateDns{Name: "orders.example.com"}
	newConsumer(app, Home.Account, Home.Region, newProvider(app, props), privatelink.ServiceDnsName())
}

// published has a public zone for the proof of its name, a parameter with its contract,
// and notifications.
func published(app awscdk.App) {
	stack := newStack(app, "Provider", Home.Account, Home.Region)
	zone := newPublicZone(stack)
	props := listening(listener(443))
	props.Vpc = newVpc(stack, "Vpc", "10.0.0.0/16")
	props.PrivateDns = privatelink.PrivateDns{Name: "orders.example.com", HostedZone: zone}
	props.PublishParameter = "/orders/contract"
	orders := privatelink.NewProviderService(stack, "Orders", props)
	privatelinksns.NewNotification(stack, "Notification", &privatelinksns.NotificationProps{Service: orders})
}

// amazon has endpoints to AWS's own services.
func amazon(app awscdk.App) {
	stack := newStack(app, "Consumer", Home.Account, Home.Region)
	vpc := newVpc(stack, "Vpc", "10.1.0.0/16")
	for _, name := range []string{"ssm", "s3"} {
		dns := privatelink.Dns{}
		if name == "ssm" {
			dns = privatelink.ServiceDnsName()
		}
		privatelink.NewConsumerEndpoint(stack, name, &privatelink.ConsumerEndpointProps{Vpc: vpc, Subnets: one, Service: privatelink.AWSService(name), Dns: dns})
	}
	privatelink.NewConsumerEndpoint(stack, "sts", &privatelink.ConsumerEndpointProps{Vpc: vpc, Subnets: one, Service: privatelink.AWSService("sts"), Dns: inZone})
}

// lattice has an endpoint to a VPC Lattice resource.
func lattice(app awscdk.App) {
	newConsumer(app, Home.Account, Home.Region, privatelink.LatticeResource(latticeARN, privatelink.ServicePort{Port: 5432}), privatelink.Dns{})
}

// offered has a database that a partner's endpoint leads to, and a group of two addresses by
// the same gateway. All of it goes when its stack does.
func offered(app awscdk.App) {
	stack := newStack(app, "Provider", Home.Account, Home.Region)
	vpc := newVpc(stack, "Vpc", "10.0.0.0/16")
	ports := []privatelink.ServicePort{{Port: 5432}}
	database := privatelinkresource.NewResourceProvider(stack, "Database", &privatelinkresource.ResourceProviderProps{
		Vpc: vpc, Resource: privatelinkresource.DomainName("orders.example.com").GuardedBy(newServer(stack, vpc)), Ports: ports,
		Gateway: privatelinkresource.GatewayOptions{Subnets: one}, ShareWithConsumersOfApp: true, RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
		ServiceNetworks: []privatelinkresource.ServiceNetwork{{Id: "sn-0123456789abcdef0"}},
	})
	privatelinkresource.NewResourceProvider(stack, "Group", &privatelinkresource.ResourceProviderProps{
		GatewayOf: database, DomainName: "db.example.com", RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
		Members: []privatelinkresource.Member{
			{Id: "A", Resource: privatelinkresource.IPAddress("10.0.0.9"), Ports: ports, DomainName: "a.db.example.com"},
			{Id: "B", Resource: privatelinkresource.IPAddress("10.0.0.10"), Ports: ports},
		},
		ShareWith: []privatelinkresource.Principal{privatelinkresource.Account(Partner)},
	})
	newConsumer(app, Partner, Home.Region, database, privatelink.Dns{})
}

const latticeARN = "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0"

// brought has two services before load balancers that the app has made itself.
func brought(app awscdk.App) {
	stack := newStack(app, "Provider", Home.Account, Home.Region)
	vpc := newVpc(stack, "Vpc", "10.0.0.0/16")
	for _, id := range []string{"First", "Second"} {
		balancer := awselasticloadbalancingv2.NewNetworkLoadBalancer(stack, jsii.String(id+"-Nlb"), &awselasticloadbalancingv2.NetworkLoadBalancerProps{
			Vpc: vpc, VpcSubnets: one, DisableSecurityGroups: jsii.Bool(true),
		})
		group := awselasticloadbalancingv2.NewNetworkTargetGroup(stack, jsii.String(id+"-Targets"), &awselasticloadbalancingv2.NetworkTargetGroupProps{
			Vpc: vpc, Port: jsii.Number(8443), TargetType: awselasticloadbalancingv2.TargetType_IP,
		})
		balancer.AddListener(jsii.String("Listener"), &awselasticloadbalancingv2.BaseNetworkListenerProps{
			Port: jsii.Number(443), DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{group},
		})
		privatelink.NewProviderService(stack, id, &privatelink.ProviderServiceProps{
			RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
			Vpc:           vpc, Listeners: []privatelink.Listener{{Port: 443}}, ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{privatelink.ExistingLoadBalancer{LoadBalancer: balancer}},
			AllowedPrincipals: []privatelink.Principal{privatelink.Account(Partner)}, SupportedRegions: []string{"eu-west-1"},
		})
	}
}

// mapped has fixed addresses.
func mapped(app awscdk.App) {
	stack := newStack(app, "Provider", Home.Account, Home.Region)
	vpc := newVpc(stack, "Vpc", "10.0.0.0/16")
	subnets := *vpc.SelectSubnets(one).Subnets
	props := listening(listener(443))
	props.Vpc = vpc
	props.LoadBalancer = privatelink.LoadBalancerOptions{Name: "orders", SubnetMappings: []privatelink.SubnetMapping{
		{Subnet: subnets[0], PrivateIpv4Address: "10.0.0.20"}, {Subnet: subnets[1], PrivateIpv4Address: "10.0.64.20"},
	}}
	props.Listeners[0].TargetGroups, props.Listeners[0].Targets = []privatelink.TargetGroup{{Name: "orders", Targets: props.Listeners[0].Targets}}, nil
	privatelink.NewProviderService(stack, "Orders", props)
}

// logged writes access logs to a bucket, and has two services whose names differ.
func logged(app awscdk.App) {
	stack := newStack(app, "Provider", Home.Account, Home.Region)
	vpc := newVpc(stack, "Vpc", "10.0.0.0/16")
	bucket := awss3.NewBucket(stack, jsii.String("Logs"), nil)
	for _, id := range []string{"Orders", "Billing"} {
		props := listening(privatelink.Listener{Port: 443, Protocol: privatelink.TLS, Certificates: []string{certificate}, TargetGroups: []privatelink.TargetGroup{
			{Name: id, TargetType: privatelink.Addresses, Port: 8443},
		}})
		props.Vpc, props.LoadBalancer.Name = vpc, id
		props.LoadBalancer.AccessLogs = privatelink.AccessLogs{Bucket: bucket, Prefix: id}
		privatelink.NewProviderService(stack, id, props)
	}
}

// imported is a consumer in a VPC that is there already.
func imported(app awscdk.App) {
	stack := newStack(app, "Consumer", Home.Account, Home.Region)
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"), AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"),
		PrivateSubnetIds:           jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"),
	})
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: privatelink.AWSService("ssm")})
}

// givenToSystems is what is there before all of them.
func givenToSystems(world *resources.World) {
	GiveVpc(world, Home, "vpc-0123456789abcdef0", map[string]string{
		"subnet-0123456789abcdef0": "us-east-1a", "subnet-0123456789abcdef1": "us-east-1b",
	})
	world.Publish(resources.Offer{Name: latticeARN, Region: Home.Region, Types: []string{"Resource"}})
}

func newPublicZone(stack awscdk.Stack) awsroute53.IHostedZone {
	return awsroute53.NewPublicHostedZone(stack, jsii.String("Zone"), &awsroute53.PublicHostedZoneProps{ZoneName: jsii.String("example.com")})
}

// systems are all of the above, each of which AWS would take as it is.
var systems = map[string]func(awscdk.App){
	"pair": pair, "servers": servers, "tls": tls, "udp": udp, "quic": quic, "alb": alb, "dual": dual, "regions": regions, "accounts": accounts,
	"published": published, "amazon": amazon, "lattice": lattice, "offered": offered, "brought": brought, "mapped": mapped, "logged": logged, "imported": imported,
}

func TestSystemsDeploy(t *testing.T) {
	for name, system := range systems {
		t.Run(name, func(t *testing.T) {
			need(t)
			setting := Setting{NewStacks: system, Given: givenToSystems}
			for _, flags := range []map[string]any{nil, snapshot.CdkInitFlags()} {
				setting.lifetime(t, Synth(t, flags, system), 1)
			}
		})
	}
}
