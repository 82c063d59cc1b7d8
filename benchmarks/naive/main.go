// Command naive is W(n) in Go on the CDK's L2 constructs, as one would write it
// down.
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	elbtargets "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2targets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53targets"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/benchmarks/workload"
)

func main() {
	defer jsii.Close()
	endpoints, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	app := awscdk.NewApp(nil)

	provider := awscdk.NewStack(app, jsii.String("Provider"), nil)
	vpc := workload.NewVpc(provider)
	group := awsec2.NewSecurityGroup(provider, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc: vpc, Description: jsii.String("Network Load Balancer of a PrivateLink service"), AllowAllOutbound: jsii.Bool(false),
	})
	group.AddEgressRule(awsec2.Peer_Ipv4(jsii.String("10.0.1.5/32")), awsec2.Port_Tcp(jsii.Number(8443)), jsii.String("Load balancer to target"), nil)
	loadBalancer := elb.NewNetworkLoadBalancer(provider, jsii.String("LoadBalancer"), &elb.NetworkLoadBalancerProps{
		Vpc: vpc, InternetFacing: jsii.Bool(false), CrossZoneEnabled: jsii.Bool(true), DeletionProtection: jsii.Bool(false),
		VpcSubnets:     &awsec2.SubnetSelection{Subnets: vpc.IsolatedSubnets()},
		SecurityGroups: &[]awsec2.ISecurityGroup{group},
		EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: jsii.Bool(false),
	})
	targetGroup := elb.NewNetworkTargetGroup(provider, jsii.String("TargetGroup"), &elb.NetworkTargetGroupProps{
		Vpc: vpc, Port: jsii.Number(8443), Protocol: elb.Protocol_TCP, TargetType: elb.TargetType_IP,
		HealthCheck: &elb.HealthCheck{Protocol: elb.Protocol_TCP},
		Targets:     &[]elb.INetworkLoadBalancerTarget{elbtargets.NewIpTarget(jsii.String("10.0.1.5"), jsii.Number(8443), nil)},
	})
	elb.NewNetworkListener(provider, jsii.String("Listener"), &elb.NetworkListenerProps{
		LoadBalancer: loadBalancer, Port: jsii.Number(443), Protocol: elb.Protocol_TCP,
		DefaultTargetGroups: &[]elb.INetworkTargetGroup{targetGroup},
	})
	var principals []awsiam.ArnPrincipal
	for _, account := range workload.Accounts {
		principals = append(principals, awsiam.NewArnPrincipal(jsii.String("arn:"+*awscdk.Aws_PARTITION()+":iam::"+account+":root")))
	}
	service := awsec2.NewVpcEndpointService(provider, jsii.String("Service"), &awsec2.VpcEndpointServiceProps{
		VpcEndpointServiceLoadBalancers: &[]awsec2.IVpcEndpointServiceLoadBalancer{loadBalancer},
		AcceptanceRequired:              jsii.Bool(false),
		AllowedPrincipals:               &principals,
	})

	workload.EachStack(app, endpoints, func(stack awscdk.Stack, consumerVpc awsec2.Vpc, i int) {
		securityGroup := awsec2.NewSecurityGroup(stack, jsii.String(fmt.Sprint("SecurityGroup", i)), &awsec2.SecurityGroupProps{
			Vpc: consumerVpc, Description: jsii.String("Interface endpoint of a PrivateLink service"), AllowAllOutbound: jsii.Bool(false),
		})
		endpoint := awsec2.NewInterfaceVpcEndpoint(stack, jsii.String(fmt.Sprint("Endpoint", i)), &awsec2.InterfaceVpcEndpointProps{
			Vpc:               consumerVpc,
			Service:           awsec2.NewInterfaceVpcEndpointService(service.VpcEndpointServiceName(), jsii.Number(443)),
			Subnets:           &awsec2.SubnetSelection{Subnets: consumerVpc.IsolatedSubnets()},
			SecurityGroups:    &[]awsec2.ISecurityGroup{securityGroup},
			PrivateDnsEnabled: jsii.Bool(false),
			Open:              jsii.Bool(false),
		})
		securityGroup.Connections().AllowFrom(awsec2.Peer_Ipv4(consumerVpc.VpcCidrBlock()), awsec2.Port_Tcp(jsii.Number(443)), nil)
		zone := awsroute53.NewPrivateHostedZone(stack, jsii.String(fmt.Sprint("Zone", i)), &awsroute53.PrivateHostedZoneProps{
			Vpc: consumerVpc, ZoneName: jsii.String(workload.ZoneName(i)),
		})
		awsroute53.NewARecord(stack, jsii.String(fmt.Sprint("Record", i)), &awsroute53.ARecordProps{
			Zone:   zone,
			Target: awsroute53.RecordTarget_FromAlias(awsroute53targets.NewInterfaceVpcEndpointTarget(endpoint)),
		})
	})
	app.Synth(nil)
}
