// Broker offers a cluster whose every node must be reached by itself, as Kafka's
// brokers must: a bootstrap port in front of all, and a port for each of them.
//
//	npx cdk deploy -a "go run ./examples/broker" --parameters Consumer=111122223333
package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

const (
	brokers       = 3
	brokerPort    = 9092 // Of each broker.
	bootstrapPort = 9092 // Of the service, to all brokers.
	firstPort     = 9093 // Of the service, to the first broker.
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStacks(app)
	app.Synth(nil)
}

func newStacks(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("BrokerProvider"), nil)
	consumer := awscdk.NewCfnParameter(stack, jsii.String("Consumer"), &awscdk.CfnParameterProps{
		Description: jsii.String("ID of the consumer's account"),
	})
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
	targets := newBrokers(stack, vpc)

	bootstrap := privatelink.Listener{Port: bootstrapPort, Targets: targets}
	each := privatelink.PortRange(firstPort, firstPort+brokers-1, func(port int) privatelink.Listener {
		return privatelink.Listener{Targets: targets[port-firstPort : port-firstPort+1]}
	})
	privatelink.NewProviderService(stack, "Broker", &privatelink.ProviderServiceProps{
		Vpc:               vpc,
		Listeners:         append(each, bootstrap),
		AllowedPrincipals: []privatelink.Principal{privatelink.Account(*consumer.ValueAsString())},
		PublishOutputs:    true,
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})
}

// newBrokers makes an instance for each broker. What runs on them is not the
// point here.
func newBrokers(stack awscdk.Stack, vpc awsec2.Vpc) []privatelink.Target {
	group := awsec2.NewSecurityGroup(stack, jsii.String("BrokerSecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc: vpc, Description: jsii.String("Brokers"), AllowAllOutbound: jsii.Bool(false),
	})
	subnets := *vpc.IsolatedSubnets()
	var targets []privatelink.Target
	for i := range brokers {
		instance := awsec2.NewInstance(stack, jsii.String(fmt.Sprint("Broker", i+1)), &awsec2.InstanceProps{
			Vpc:           vpc,
			VpcSubnets:    &awsec2.SubnetSelection{Subnets: &[]awsec2.ISubnet{subnets[i%len(subnets)]}},
			SecurityGroup: group,
			InstanceType:  awsec2.NewInstanceType(jsii.String("t4g.small")),
			MachineImage: awsec2.MachineImage_LatestAmazonLinux2023(&awsec2.AmazonLinux2023ImageSsmParameterProps{
				CpuType: awsec2.AmazonLinuxCpuType_ARM_64,
			}),
			HttpTokens: awsec2.HttpTokens_REQUIRED,
		})
		targets = append(targets, privatelink.InstanceTarget(instance, brokerPort))
	}
	return targets
}
