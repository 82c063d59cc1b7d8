package privatelinksns_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinksns"
	_ "github.com/cdk-privatelink/cdk-privatelink-go/direct"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/blindness"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/lint"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { snapshot.Main(m) }

func newPair(app awscdk.App) (awscdk.Stack, *privatelink.ProviderService, *privatelink.ConsumerEndpoint) {
	stack := awscdk.NewStack(app, jsii.String("Orders"), &awscdk.StackProps{Env: &awscdk.Environment{Region: jsii.String("us-east-1")}})
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"), AvailabilityZones: jsii.Strings("us-east-1a"),
		PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef0"), PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0"),
	})
	orders := privatelink.NewProviderService(stack, "Service", &privatelink.ProviderServiceProps{
		Vpc:                 vpc,
		Listeners:           []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 443)}}},
		AllowConsumersOfApp: true,
	})
	return stack, orders, privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders})
}

func TestNotification(t *testing.T) {
	for name, notify := range map[string]func(awscdk.Stack, *privatelink.ProviderService, *privatelink.ConsumerEndpoint){
		"service-with-own-topic": func(stack awscdk.Stack, orders *privatelink.ProviderService, _ *privatelink.ConsumerEndpoint) {
			privatelinksns.NewNotification(stack, "Notification", &privatelinksns.NotificationProps{Service: orders})
		},
		"endpoint-with-topic-of-app": func(stack awscdk.Stack, _ *privatelink.ProviderService, client *privatelink.ConsumerEndpoint) {
			privatelinksns.NewNotification(stack, "Notification", &privatelinksns.NotificationProps{
				Endpoint: client, Topic: awssns.NewTopic(stack, jsii.String("Topic"), &awssns.TopicProps{MasterKey: awskms.NewKey(stack, jsii.String("Key"), nil)}),
				Events: []privatelinksns.Event{privatelinksns.Accept, privatelinksns.Reject},
			})
		},
		"imported-topic": func(stack awscdk.Stack, orders *privatelink.ProviderService, _ *privatelink.ConsumerEndpoint) {
			privatelinksns.NewNotification(stack, "Notification", &privatelinksns.NotificationProps{
				Service: orders, Topic: awssns.Topic_FromTopicArn(stack, jsii.String("Topic"), jsii.String("arn:aws:sns:us-east-1:111122223333:topic")),
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				notify(newPair(app))
				snapshot.Match(t, app)
			})
		})
	}
}

func TestNotificationErrors(t *testing.T) {
	stack := awscdk.NewStack(snapshot.NewApp(t, nil), jsii.String("Orders"), nil)
	defer func() {
		var err *privatelink.Error
		if asError, ok := recover().(error); !ok || !errors.As(asError, &err) {
			t.Fatal("no *privatelink.Error")
		}
		lines := strings.Split(err.Error(), "\n")
		if len(lines) != 2 || !strings.HasPrefix(lines[0], `privatelink: Notification "Orders/N": Service: is required`) ||
			!strings.HasPrefix(lines[1], `privatelink: Notification "Orders/N": Events[0]: "connect" is not a connection event`) {
			t.Errorf("got %s", err)
		}
	}()
	privatelinksns.NewNotification(stack, "N", &privatelinksns.NotificationProps{Events: []privatelinksns.Event{"connect"}})
}

// TestTopicPolicy: only a topic whose policy can't be extended is warned of.
func TestTopicPolicy(t *testing.T) {
	for name, c := range map[string]struct {
		topic  func(awscdk.Stack) awssns.ITopic
		warned bool
	}{
		"own": {func(awscdk.Stack) awssns.ITopic { return nil }, false},
		"imported": {func(stack awscdk.Stack) awssns.ITopic {
			return awssns.Topic_FromTopicArn(stack, jsii.String("Topic"), jsii.String("arn:aws:sns:us-east-1:111122223333:topic"))
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			stack, orders, _ := newPair(snapshot.NewApp(t, nil))
			props := &privatelinksns.NotificationProps{Service: orders, Topic: c.topic(stack)}
			if err := props.Validate(); err != nil {
				t.Error(err)
			}
			privatelinksns.NewNotification(stack, "Notification", props)
			warned := slices.ContainsFunc(snapshot.FromStack(t, stack).Messages, func(m snapshot.Message) bool {
				return strings.Contains(m.Text, "privatelink::notification-topic-policy")
			})
			if warned != c.warned {
				t.Errorf("warned: %v", warned)
			}
		})
	}
}

func TestNilProps(t *testing.T) {
	if err := (*privatelinksns.NotificationProps)(nil).Validate(); err == nil {
		t.Error("accepted")
	}
}

// TestUnknownEvents: what isn't known yet is no mistake.
func TestUnknownEvents(t *testing.T) {
	_, orders, _ := newPair(snapshot.NewApp(t, nil))
	replaced := blindness.Test(t, func() *privatelinksns.NotificationProps {
		return &privatelinksns.NotificationProps{Service: orders, Events: []privatelinksns.Event{privatelinksns.Accept}}
	}, (*privatelinksns.NotificationProps).Validate)
	blindness.Complete[privatelinksns.NotificationProps](t, replaced)
}

func TestLint(t *testing.T) { lint.Templates(t) }
