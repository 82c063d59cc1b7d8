package privatelinkfunctions_test

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkfunctions"
)

// Provider and consumer use the service's own name in one deployment.
func ExampleNewVerification() {
	stack, orders := newService(awscdk.NewApp(nil), named)

	verification := privatelinkfunctions.NewVerification(stack, "Verification", &privatelinkfunctions.VerificationProps{Service: orders})

	fmt.Println("has an alarm:", verification.Function.Alarm != nil)
	// Output: has an alarm: true
}

// The connections of two customers are accepted; those of others wait for somebody.
func ExampleNewAcceptance() {
	stack, orders := newService(awscdk.NewApp(nil), nil)

	acceptance := privatelinkfunctions.NewAcceptance(stack, "Acceptance", &privatelinkfunctions.AcceptanceProps{
		Service:  orders,
		Accounts: []string{"222233334444", "333344445555"},
	})

	fmt.Println("is told by a topic of its own:", acceptance.Topic != nil)
	// Output: is told by a topic of its own: true
}

// The service's own name is turned on within the hour after the provider has accepted.
func ExampleNewPrivateDns() {
	stack, vpc := newStack(awscdk.NewApp(nil), "Consumer")
	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: vpc,
		Service: privatelink.Contract{
			ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:       []privatelink.ServicePort{{Port: 443}},
		},
	})

	dns := privatelinkfunctions.NewPrivateDns(stack, "PrivateDns", &privatelinkfunctions.PrivateDnsProps{Endpoint: endpoint})

	fmt.Println("has an alarm:", dns.Function.Alarm != nil)
	// Output: has an alarm: true
}

// A subnet that is added to the load balancer makes its zone one of the service's.
func ExampleNewZones() {
	stack, orders := newService(awscdk.NewApp(nil), nil)

	zones := privatelinkfunctions.NewZones(stack, "Zones", &privatelinkfunctions.ZonesProps{Service: orders})

	awscdk.NewCfnOutput(stack, jsii.String("MissingZones"), &awscdk.CfnOutputProps{Value: jsii.String(zones.Missing())})
	fmt.Println("has an alarm:", zones.Function.Alarm != nil)
	// Output: has an alarm: true
}

// cdk destroy takes a service with connected consumers away.
func ExampleNewRejection() {
	stack, orders := newService(awscdk.NewApp(nil), func(_ awscdk.Stack, props *privatelink.ProviderServiceProps) {
		props.RemovalPolicy = awscdk.RemovalPolicy_DESTROY
	})

	rejection := privatelinkfunctions.NewRejection(stack, "Rejection", &privatelinkfunctions.RejectionProps{Service: orders})

	fmt.Println("has an alarm:", rejection.Function.Alarm != nil)
	// Output: has an alarm: true
}

// A database is behind the service, whose address is another one after a failover.
func ExampleNewTargets() {
	stack, orders := newService(awscdk.NewApp(nil), func(_ awscdk.Stack, props *privatelink.ProviderServiceProps) {
		props.Listeners = []privatelink.Listener{{
			Port:        5432,
			TargetGroup: privatelink.TargetGroup{Port: 5432, TargetType: privatelink.Addresses},
		}}
	})

	targets := privatelinkfunctions.NewTargets(stack, "Targets", &privatelinkfunctions.TargetsProps{
		TargetGroup: orders.TargetGroups[0],
		DnsNames:    []string{"orders.cluster-0123456789ab.us-east-1.rds.amazonaws.com"},
	})

	fmt.Println("has an alarm:", targets.Function.Alarm != nil)
	// Output: has an alarm: true
}
