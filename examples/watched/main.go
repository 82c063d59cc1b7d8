// Watched is a provider and a consumer, each with alarms that page somebody, and with a
// page for the night. docs/operating.md says what to do when an alarm goes off.
//
//	npx cdk deploy -a "go run ./examples/watched" --all
//	aws sns subscribe --topic-arn <PagerArn> --protocol email --notification-endpoint you@example.com
package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStacks(app)
	app.Synth(nil)
}

func newStacks(app awscdk.App) {
	newConsumerStack(app, newProviderStack(app))
}

func newProviderStack(app awscdk.App) *privatelink.ProviderService {
	stack := newStack(app, "WatchedProvider")
	vpc := newIsolatedVpc(stack)
	orders := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc:                 vpc,
		Listeners:           []privatelink.Listener{{Port: 80, Targets: newServers(stack, vpc)}},
		AllowConsumersOfApp: true,
		AutoAccept:          true,
		RemovalPolicy:       awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})

	orders.AddAlarms(privatelink.ProviderAlarms{
		Actions:          newPager(stack),
		RstPacketsSent:   100, // A minute in one zone: above what a quiet minute has.
		HealthyHostCount: 2,
	})
	// Any other alarm is made of the same metrics: here of a service that nobody calls.
	awscloudwatch.NewAlarm(stack, jsii.String("Quiet"), &awscloudwatch.AlarmProps{
		Metric:             orders.Metrics().NewConnections(),
		AlarmDescription:   jsii.String("Nobody has called for an hour."),
		Threshold:          jsii.Number(1),
		ComparisonOperator: awscloudwatch.ComparisonOperator_LESS_THAN_THRESHOLD,
		EvaluationPeriods:  jsii.Number(60),
		TreatMissingData:   awscloudwatch.TreatMissingData_BREACHING,
	})
	page := privatelink.NewDashboard(stack, "Dashboard", &privatelink.DashboardProps{Services: []*privatelink.ProviderService{orders}})
	output(stack, "Page", page.Url())
	return orders
}

func newConsumerStack(app awscdk.App, orders *privatelink.ProviderService) {
	stack := newStack(app, "WatchedConsumer")
	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newIsolatedVpc(stack), Service: orders, Dns: privatelink.PrivateZone("orders.internal"),
	})

	endpoint.AddAlarms(privatelink.ConsumerAlarms{
		Actions:            newPager(stack),
		PacketsDropped:     10, // A minute in one subnet.
		RstPacketsReceived: 100,
	})
	page := privatelink.NewDashboard(stack, "Dashboard", &privatelink.DashboardProps{Endpoints: []*privatelink.ConsumerEndpoint{endpoint}})
	output(stack, "Page", page.Url())
}

// newPager makes a topic that alarms go to.
func newPager(stack awscdk.Stack) []awscloudwatch.IAlarmAction {
	topic := awssns.NewTopic(stack, jsii.String("Pager"), nil)
	output(stack, "PagerArn", *topic.TopicArn())
	return []awscloudwatch.IAlarmAction{privatelink.AlarmAction(*topic.TopicArn())}
}

// newServers makes a web server in each zone, of what Amazon Linux brings along.
func newServers(stack awscdk.Stack, vpc awsec2.Vpc) []privatelink.Target {
	var targets []privatelink.Target
	for i, subnet := range *vpc.IsolatedSubnets() {
		userData := awsec2.UserData_ForLinux(nil)
		userData.AddCommands(jsii.String("systemd-run --unit=orders --property=DynamicUser=yes --property=Restart=always python3 -m http.server 8080 --directory /usr/share/doc"))
		server := awsec2.NewInstance(stack, jsii.String(fmt.Sprint("Server", i+1)), &awsec2.InstanceProps{
			Vpc: vpc, VpcSubnets: &awsec2.SubnetSelection{Subnets: &[]awsec2.ISubnet{subnet}},
			InstanceType: awsec2.NewInstanceType(jsii.String("t4g.nano")),
			MachineImage: awsec2.MachineImage_LatestAmazonLinux2023(&awsec2.AmazonLinux2023ImageSsmParameterProps{CpuType: awsec2.AmazonLinuxCpuType_ARM_64}),
			SecurityGroup: awsec2.NewSecurityGroup(stack, jsii.String(fmt.Sprint("Server", i+1, "SecurityGroup")), &awsec2.SecurityGroupProps{
				Vpc: vpc, Description: jsii.String("Order server"), AllowAllOutbound: jsii.Bool(false),
			}),
			UserData: userData, UserDataCausesReplacement: jsii.Bool(true), HttpTokens: awsec2.HttpTokens_REQUIRED,
		})
		targets = append(targets, privatelink.InstanceTarget(server, 8080))
	}
	return targets
}

func newStack(app awscdk.App, id string) awscdk.Stack {
	return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Region: jsii.String("us-east-1")}})
}

func newIsolatedVpc(stack awscdk.Stack) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
}

func output(stack awscdk.Stack, id, value string) {
	awscdk.NewCfnOutput(stack, &id, &awscdk.CfnOutputProps{Value: &value})
}
