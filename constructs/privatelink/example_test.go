package privatelink_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check/rule"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

// A server in one VPC, and a client of it in another.
func Example() {
	app := awscdk.NewApp(nil)
	stack := newStack(app, "System", "111122223333", "us-east-1")
	providerVpc := awsec2.NewVpc(stack, jsii.String("ProviderVpc"), nil)
	consumerVpc := awsec2.NewVpc(stack, jsii.String("ConsumerVpc"), nil)
	server := newInstance(stack, "Server", providerVpc)
	web := newInstance(stack, "Web", consumerVpc)

	orders := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: providerVpc,
		Listeners: []privatelink.Listener{{
			Port:    443,
			Targets: []privatelink.Target{privatelink.InstanceTarget(server, 8443)},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account("111122223333")},
	})
	endpoint := privatelink.NewConsumerEndpoint(stack, "OrdersEndpoint", &privatelink.ConsumerEndpointProps{
		Vpc:     consumerVpc,
		Service: orders,
		Clients: []awsec2.IConnectable{web},
		Dns:     privatelink.PrivateZone("orders.internal"),
	})

	fmt.Println("clients call", endpoint.DnsName())
	// Output: clients call orders.internal
}

// A vendor tells the service's name, its ports, and the zones that it is in.
func ExampleNewConsumerEndpoint_vendor() {
	stack := newStack(awscdk.NewApp(nil), "Consumer", "111122223333", "us-east-1")
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")

	endpoint := privatelink.NewConsumerEndpoint(stack, "Database", &privatelink.ConsumerEndpointProps{
		Vpc: vpc,
		Service: privatelink.Contract{
			ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:       []privatelink.ServicePort{{Port: 1024, EndPort: 65535}},
			Zones:       []string{"us-east-1a"},
		},
		Dns: privatelink.PrivateZone("database.internal"),
	})

	fmt.Println("programs call", endpoint.DnsName())
	// Output: programs call database.internal
}

// A TLS service with health checks over HTTP.
func ExampleNewProviderService_tls() {
	stack := newStack(awscdk.NewApp(nil), "Provider", "111122223333", "us-east-1")
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")

	orders := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:         443,
			Protocol:     privatelink.TLS,
			Certificates: []string{"arn:aws:acm:us-east-1:111122223333:certificate/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"},
			Targets:      []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8080)},
			HealthCheck:  privatelink.HealthCheck{Protocol: privatelink.HTTP, Path: "/healthz"},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.IamRole("444455556666", "deployer")},
	})

	fmt.Println(orders.Contract().Zones)
	// Output: [us-east-1a us-east-1b]
}

// Everything that is wrong is said at once.
func ExampleError() {
	stack := newStack(awscdk.NewApp(nil), "Provider", "111122223333", "us-east-1")
	props := &privatelink.ProviderServiceProps{
		Vpc: newVpc(stack, "us-east-1a"),
		Listeners: []privatelink.Listener{{
			Port:    70000,
			Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8080)},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.PrincipalArn("111122223333")},
	}

	var err *privatelink.Error
	if errors.As(props.Validate(), &err) {
		for _, finding := range err.Findings {
			fmt.Println(finding.Field, "-", finding.Problem)
		}
	}
	// Output:
	// Listeners[0].Port - 70000 is not a valid port
	// AllowedPrincipals[0] - "111122223333" is an account: use Account("111122223333")
}

// A contract that another app published.
func ExampleReadContract() {
	contract, err := privatelink.ReadContract(strings.NewReader(`{
		"version": 1,
		"serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
		"ports": [{"port": 443}]
	}`))
	fmt.Println(contract.ServiceName, contract.Ports[0].Port, err)
	// Output: com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0 443 <nil>
}

// A load balancer that exists, with its listeners, is offered as it is.
func ExampleNewProviderService_existingLoadBalancer() {
	stack := newStack(awscdk.NewApp(nil), "Provider", "111122223333", "us-east-1")

	orders := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: newVpc(stack, "us-east-1a", "us-east-1b"),
		ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{
			Arn: "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/orders/0123456789abcdef",
		}},
		Listeners:         []privatelink.Listener{{Port: 443}}, // What it has: consumers are told of it.
		Zones:             []string{"us-east-1a", "us-east-1b"},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account("444455556666")},
	})

	fmt.Println("consumers call port", orders.Contract().Ports[0].Port)
	// Output: consumers call port 443
}

// A name of the service's own, which consumers use as it is.
func ExampleNewProviderService_privateDnsName() {
	stack := newStack(awscdk.NewApp(nil), "Provider", "111122223333", "us-east-1")
	zone := awsroute53.HostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
		HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"), ZoneName: jsii.String("example.com"),
	})

	orders := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: newVpc(stack, "us-east-1a", "us-east-1b"),
		Listeners: []privatelink.Listener{{
			Port:    443,
			Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account("444455556666")},
		// The TXT record is made in the zone. Start the verification once it is deployed.
		PrivateDns: privatelink.PrivateDns{Name: "orders.example.com", HostedZone: zone},
	})

	fmt.Println(orders.Contract().PrivateDnsName)
	// Output: orders.example.com
}

// Without acceptance: the allowed accounts are in at once. And a service that is deleted with
// its stack.
func ExampleNewProviderService_autoAccept() {
	stack := newStack(awscdk.NewApp(nil), "Provider", "111122223333", "us-east-1")

	orders := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: newVpc(stack, "us-east-1a", "us-east-1b"),
		Listeners: []privatelink.Listener{{
			Port:    443,
			Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account("444455556666")},
		AutoAccept:        true,
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY,
	})
	orders.AllowPrincipals(privatelink.Account("777788889999"))

	fmt.Println("acceptance required:", orders.Contract().AcceptanceRequired)
	// Output: acceptance required: false
}

// Only clients in these ranges of their own VPCs get through.
func ExamplePrivateLinkFrom() {
	stack := newStack(awscdk.NewApp(nil), "Provider", "111122223333", "us-east-1")

	orders := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: newVpc(stack, "us-east-1a", "us-east-1b"),
		Listeners: []privatelink.Listener{{
			Port:    443,
			Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account("444455556666")},
		LoadBalancer:      privatelink.LoadBalancerOptions{Security: privatelink.PrivateLinkFrom("10.50.0.0/16")},
	})

	fmt.Println("guarded by a group of its own:", orders.SecurityGroup != nil)
	// Output: guarded by a group of its own: true
}

// A port for each of a broker's nodes.
func ExamplePortRange() {
	nodes := []string{"10.0.0.11", "10.0.1.11", "10.0.2.11"}
	listeners := privatelink.PortRange(9092, 9094, func(port int) privatelink.Listener {
		return privatelink.Listener{Targets: []privatelink.Target{privatelink.IPTarget(nodes[port-9092], 9092)}}
	})

	for _, listener := range listeners {
		fmt.Println(listener.Port)
	}
	// Output:
	// 9092
	// 9093
	// 9094
}

// One of AWS's own services, under the name that the SDKs call.
func ExampleAWSService() {
	stack := newStack(awscdk.NewApp(nil), "Consumer", "111122223333", "us-east-1")

	endpoint := privatelink.NewConsumerEndpoint(stack, "Secrets", &privatelink.ConsumerEndpointProps{
		Vpc:     newVpc(stack, "us-east-1a", "us-east-1b"),
		Service: privatelink.AWSService("secretsmanager"),
	})

	fmt.Println("its group opens for port", *endpoint.Connections().DefaultPort().ToString())
	// Output: its group opens for port 443
}

// A database that another account shares by VPC Lattice, without a load balancer.
func ExampleLatticeResource() {
	stack := newStack(awscdk.NewApp(nil), "Consumer", "111122223333", "us-east-1")
	const shared = "arn:aws:vpc-lattice:us-east-1:444455556666:resourceconfiguration/rcfg-0123456789abcdef0"

	endpoint := privatelink.NewConsumerEndpoint(stack, "Database", &privatelink.ConsumerEndpointProps{
		Vpc:     newVpc(stack, "us-east-1a", "us-east-1b"),
		Service: privatelink.LatticeResource(shared, privatelink.ServicePort{Port: 5432}),
		Dns:     privatelink.ServiceDnsName(),
	})

	fmt.Println("its group opens for port", *endpoint.Connections().DefaultPort().ToString())
	// Output: its group opens for port 5432
}

// All that is in a service network.
func ExampleLatticeServiceNetwork() {
	stack := newStack(awscdk.NewApp(nil), "Consumer", "111122223333", "us-east-1")
	const network = "arn:aws:vpc-lattice:us-east-1:444455556666:servicenetwork/sn-0123456789abcdef0"

	endpoint := privatelink.NewConsumerEndpoint(stack, "Network", &privatelink.ConsumerEndpointProps{
		Vpc:     newVpc(stack, "us-east-1a", "us-east-1b"),
		Service: privatelink.LatticeServiceNetwork(network, privatelink.ServicePort{Port: 443}),
	})

	fmt.Println("names of a hosted zone:", len(endpoint.Records))
	// Output: names of a hosted zone: 0
}

// Several names in a zone that is made for the VPC, the zone's own and a wildcard among them.
func ExamplePrivateZone() {
	stack := newStack(awscdk.NewApp(nil), "Consumer", "111122223333", "us-east-1")
	names := privatelink.PrivateZone("orders.internal")
	names.Names = []string{"", "api", "*"}

	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(stack, "us-east-1a", "us-east-1b"),
		Service: privatelink.Contract{
			ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:       []privatelink.ServicePort{{Port: 443}},
		},
		Dns: names,
	})

	fmt.Println(endpoint.DnsName(), "and", len(endpoint.Records), "records")
	// Output: orders.internal and 3 records
}

// A name in a private zone that is there, beside those of other services.
func ExampleExistingPrivateZone() {
	stack := newStack(awscdk.NewApp(nil), "Consumer", "111122223333", "us-east-1")
	zone := awsroute53.PrivateHostedZone_FromHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
		HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"), ZoneName: jsii.String("services.internal"),
	})

	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(stack, "us-east-1a", "us-east-1b"),
		Service: privatelink.Contract{
			ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:       []privatelink.ServicePort{{Port: 443}},
		},
		Dns: privatelink.ExistingPrivateZone(zone, "orders"),
	})

	fmt.Println("programs call", endpoint.DnsName())
	// Output: programs call orders.services.internal
}

// The name that the provider has verified, as its contract tells it.
func ExampleServiceDnsName() {
	stack := newStack(awscdk.NewApp(nil), "Consumer", "111122223333", "us-east-1")

	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(stack, "us-east-1a", "us-east-1b"),
		Service: privatelink.Contract{
			ServiceName:    "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:          []privatelink.ServicePort{{Port: 443}},
			PrivateDnsName: "orders.example.com",
		},
		Dns: privatelink.ServiceDnsName(),
	})

	fmt.Println("programs call", endpoint.DnsName())
	// Output: programs call orders.example.com
}

// A contract that another team's app published as a stack output (PublishOutputs), in a file
// of this app.
func ExampleLoadContract() {
	contract, err := privatelink.LoadContract("../../examples/handover/orders.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("port", contract.Ports[0].Port, "in", contract.Region)
	// Output: port 443 in us-east-1
}

// A contract that another app of the account keeps in a parameter (PublishParameter).
func ExampleLookupContract() {
	stack := newStack(awscdk.NewApp(nil), "Consumer", "111122223333", "us-east-1")

	contract, err := privatelink.LookupContract(stack, "/services/orders")
	if err != nil {
		fmt.Println(err)
		return
	}
	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(stack, "us-east-1a", "us-east-1b"), Service: contract, Dns: privatelink.PrivateZone("orders.internal"),
	})

	fmt.Println("programs call", endpoint.DnsName())
	// Output: programs call orders.internal
}

// What AWS takes, though a rule says otherwise, is acknowledged with a reason before the
// construct is made.
func ExampleFinding() {
	stack := newStack(awscdk.NewApp(nil), "Provider", "111122223333", "us-east-1")
	awscdk.Validations_Of(stack).Acknowledge(&awscdk.Acknowledgment{
		Id: jsii.String(rule.PrincipalEveryone), Reason: jsii.String("our catalogue is for everyone"),
	})

	catalogue := privatelink.NewProviderService(stack, "Catalogue", &privatelink.ProviderServiceProps{
		Vpc: newVpc(stack, "us-east-1a", "us-east-1b"),
		Listeners: []privatelink.Listener{{
			Port:    443,
			Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Everyone()},
		AutoAccept:        true,
	})

	fmt.Println("it is made:", catalogue.EndpointService != nil)
	// Output: it is made: true
}

// Both sides are watched, and seen on one page.
func ExampleNewDashboard() {
	stack := newStack(awscdk.NewApp(nil), "System", "111122223333", "us-east-1")
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	orders := privatelink.NewProviderService(stack, "Orders", minimalProvider(vpc))
	endpoint := privatelink.NewConsumerEndpoint(stack, "OrdersEndpoint", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders})

	orders.AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 100})
	endpoint.AddAlarms(privatelink.ConsumerAlarms{PacketsDropped: 10, RstPacketsReceived: 100})
	privatelink.NewDashboard(stack, "Dashboard", &privatelink.DashboardProps{
		Services:  []*privatelink.ProviderService{orders},
		Endpoints: []*privatelink.ConsumerEndpoint{endpoint},
	})

	fmt.Println("resets, a zone, ports, targets, blocked connections:", len(orders.Alarms), "alarms")
	// Output: resets, a zone, ports, targets, blocked connections: 6 alarms
}
