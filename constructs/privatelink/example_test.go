package privatelink_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

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
