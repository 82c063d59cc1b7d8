package privatelinkfunctions_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkfunctions"
	_ "github.com/cdk-privatelink/cdk-privatelink-go/direct"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/lint"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { snapshot.Main(m) }

// newStack has a VPC that is there already.
func newStack(app awscdk.App, id string) (awscdk.Stack, awsec2.IVpc) {
	stack := awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")}})
	return stack, awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"), AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"),
		PrivateSubnetIds:           jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"),
	})
}

func newService(app awscdk.App, change func(awscdk.Stack, *privatelink.ProviderServiceProps)) (awscdk.Stack, *privatelink.ProviderService) {
	stack, vpc := newStack(app, "Provider")
	props := &privatelink.ProviderServiceProps{
		Vpc:                 vpc,
		Listeners:           []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 443)}}},
		AllowConsumersOfApp: true,
	}
	if change != nil {
		change(stack, props)
	}
	return stack, privatelink.NewProviderService(stack, "Orders", props)
}

// named gives the service a private DNS name, whose TXT record is in a zone of the stack.
func named(stack awscdk.Stack, props *privatelink.ProviderServiceProps) {
	props.AutoAccept = true
	props.PrivateDns = privatelink.PrivateDns{Name: "orders.example.com", HostedZone: awsroute53.NewPublicHostedZone(stack, jsii.String("Zone"), &awsroute53.PublicHostedZoneProps{
		ZoneName: jsii.String("example.com"),
	})}
}

func destroyed(_ awscdk.Stack, props *privatelink.ProviderServiceProps) {
	props.RemovalPolicy = awscdk.RemovalPolicy_DESTROY
}

// constructs are apps with one of the constructs each.
var apps = map[string]func(awscdk.App){
	"verification": func(app awscdk.App) {
		stack, orders := newService(app, named)
		privatelinkfunctions.NewVerification(stack, "Verification", &privatelinkfunctions.VerificationProps{Service: orders})
		consumer, vpc := newStack(app, "Consumer")
		privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders, Dns: privatelink.ServiceDnsName()})
	},
	"acceptance": func(app awscdk.App) {
		stack, orders := newService(app, nil)
		privatelinkfunctions.NewAcceptance(stack, "Acceptance", &privatelinkfunctions.AcceptanceProps{Service: orders, Accounts: []string{"444455556666"}})
	},
	"acceptance-with-events": func(app awscdk.App) {
		stack, orders := newService(app, nil)
		privatelinkfunctions.NewAcceptance(stack, "Acceptance", &privatelinkfunctions.AcceptanceProps{
			Service: orders, Endpoints: []string{"vpce-0123456789abcdef0"}, EventBus: awsevents.NewEventBus(stack, jsii.String("Bus"), nil),
		})
	},
	"acceptance-with-topic": func(app awscdk.App) {
		stack, orders := newService(app, nil)
		privatelinkfunctions.NewAcceptance(stack, "Acceptance", &privatelinkfunctions.AcceptanceProps{
			Service: orders, Accounts: []string{"444455556666"}, TopicArn: "arn:aws:sns:us-east-1:111122223333:topic",
		})
	},
	"private-dns": func(app awscdk.App) {
		_, orders := newService(app, named)
		consumer, vpc := newStack(app, "Consumer")
		endpoint := privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders})
		privatelinkfunctions.NewPrivateDns(consumer, "PrivateDns", &privatelinkfunctions.PrivateDnsProps{Endpoint: endpoint})
	},
	"zones": func(app awscdk.App) {
		stack, orders := newService(app, nil)
		zones := privatelinkfunctions.NewZones(stack, "Zones", &privatelinkfunctions.ZonesProps{Service: orders})
		awscdk.NewCfnOutput(stack, jsii.String("MissingZones"), &awscdk.CfnOutputProps{Value: jsii.String(zones.Missing())})
	},
	"rejection": func(app awscdk.App) {
		stack, orders := newService(app, destroyed)
		privatelinkfunctions.NewRejection(stack, "Rejection", &privatelinkfunctions.RejectionProps{Service: orders})
	},
	"targets": func(app awscdk.App) {
		stack, orders := newService(app, func(_ awscdk.Stack, props *privatelink.ProviderServiceProps) {
			props.Listeners = []privatelink.Listener{{Port: 5432, TargetGroups: []privatelink.TargetGroup{{TargetType: privatelink.Addresses, Port: 5432}}}}
		})
		privatelinkfunctions.NewTargets(stack, "Targets", &privatelinkfunctions.TargetsProps{
			TargetGroup: orders.TargetGroups[0], DnsNames: []string{"db.example.com"},
		})
	},
}

func TestTemplates(t *testing.T) {
	for name, newStacks := range apps {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				newStacks(app)
				snapshot.Match(t, app)
			})
		})
	}
}

func TestLint(t *testing.T) { lint.Templates(t) }
