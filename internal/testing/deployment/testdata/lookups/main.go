// The app of TestLookups: two of each kind of lookup.
package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Lookups"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")},
	})
	for i := range 2 {
		id := func(name string) *string { return jsii.String(fmt.Sprint(name, i)) }
		vpc := awsec2.Vpc_FromLookup(stack, id("Vpc"), &awsec2.VpcLookupOptions{VpcName: id("shop")})
		group := awsec2.SecurityGroup_FromLookupByName(stack, id("Group"), id("clients"), vpc)
		zone := awsroute53.HostedZone_FromLookup(stack, id("Zone"), &awsroute53.HostedZoneProviderProps{
			DomainName: jsii.String(fmt.Sprintf("shop%d.internal", i)), PrivateZone: jsii.Bool(true),
		})
		existing := awselasticloadbalancingv2.NetworkLoadBalancer_FromLookup(stack, id("Balancer"), &awselasticloadbalancingv2.NetworkLoadBalancerLookupOptions{
			LoadBalancerTags: &map[string]*string{"name": id("shop")},
		})
		service := awsssm.StringParameter_ValueFromLookup(stack, jsii.String(fmt.Sprint("/payments/service-name", i)), nil, nil)

		privatelink.NewProviderService(stack, *id("Made"), &privatelink.ProviderServiceProps{
			Vpc: vpc, Listeners: []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.0.10", 8443)}}},
		})
		privatelink.NewProviderService(stack, *id("Existing"), &privatelink.ProviderServiceProps{
			Vpc: vpc, Listeners: []privatelink.Listener{{Port: 443}},
			ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{privatelink.ExistingLoadBalancer{LoadBalancer: existing}},
		})
		consumer := privatelink.NewConsumerEndpoint(stack, *id("Payments"), &privatelink.ConsumerEndpointProps{
			Vpc:     vpc,
			Service: privatelink.Contract{ServiceName: *service, Ports: []privatelink.ServicePort{{Port: 443}}},
			Clients: []awsec2.IConnectable{group},
			Dns:     privatelink.ExistingPrivateZone(zone, "payments"),
		})
		// Both VPCs may have a zone of this name.
		privatelink.NewConsumerEndpoint(stack, *id("Orders"), &privatelink.ConsumerEndpointProps{
			Vpc:     vpc,
			Service: privatelink.Contract{ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", Ports: []privatelink.ServicePort{{Port: 443}}},
			Dns:     privatelink.PrivateZone("orders.internal"),
		})
		_ = consumer.DnsName()
	}
	app.Synth(nil)
}
