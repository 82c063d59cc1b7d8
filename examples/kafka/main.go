// Kafka puts a load balancer in front of each broker, in the broker's zone, and all of
// them behind one service. A client reaches any broker by the bootstrap name, and each by
// the name of its zone, which the brokers are to advertise: b1.kafka.internal:9092.
// All values are made up.
//
//	npx cdk deploy --all -a "go run ./examples/kafka"
package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

const (
	port       = 9092 // Of the service, in each zone.
	brokerPort = 9094 // Of each broker.
)

// brokers are the addresses of the brokers, by zone.
var brokers = []string{"10.0.0.10", "10.0.1.10"}

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStacks(app)
	app.Synth(nil)
}

func newStacks(app awscdk.App) {
	provider, consumer := newStack(app, "KafkaProvider"), newStack(app, "KafkaConsumer")
	vpc := newVpc(provider, "vpc-0123456789abcdef0", "10.0.0.0/16", "subnet-0123456789abcdef0", "subnet-0123456789abcdef1")
	props := &privatelink.ProviderServiceProps{
		Vpc: vpc, AutoAccept: true, AllowConsumersOfApp: true,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	}
	dns := privatelink.PrivateZone("kafka.internal")
	dns.Names = []string{"bootstrap"}
	dns.ZonalNames = map[string]string{}
	for i, subnet := range *vpc.PrivateSubnets() {
		id := fmt.Sprint("b", i+1)
		props.ZonalLoadBalancers = append(props.ZonalLoadBalancers, privatelink.ZonalLoadBalancer{
			Id:     id,
			Subnet: subnet,
			Listeners: []privatelink.Listener{{
				Port: port, Targets: []privatelink.Target{privatelink.IPTarget(brokers[i], brokerPort)},
			}},
		})
		dns.ZonalNames[*subnet.AvailabilityZone()] = id
	}
	privatelink.NewConsumerEndpoint(consumer, "Kafka", &privatelink.ConsumerEndpointProps{
		Vpc:     newVpc(consumer, "vpc-0123456789abcdef1", "10.1.0.0/16", "subnet-0123456789abcdef2", "subnet-0123456789abcdef3"),
		Service: privatelink.NewProviderService(provider, "Kafka", props),
		Dns:     dns,
	})
}

func newStack(app awscdk.App, id string) awscdk.Stack {
	return awscdk.NewStack(app, &id, &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")},
	})
}

// newVpc names a VPC that exists, with a private subnet in each of two zones.
func newVpc(stack awscdk.Stack, id, cidr string, subnets ...string) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: &id, VpcCidrBlock: &cidr, AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"), PrivateSubnetIds: jsii.Strings(subnets...),
	})
}
