package privatelinkfunctions

import (
	"cmp"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// AcceptanceProps say whose connections are accepted.
type AcceptanceProps struct {
	// Service whose connections are accepted. Excludes AutoAccept, which accepts all of them.
	// Required.
	Service *privatelink.ProviderService

	// Accounts whose endpoints are accepted, by their IDs. They have to be allowed to find the
	// service, too: [privatelink.ProviderServiceProps.AllowedPrincipals].
	// Required, or Endpoints.
	Accounts []string

	// Endpoints that are accepted, by their IDs: vpce-….
	// Required, or Accounts.
	Endpoints []string

	// TopicArn is an SNS topic that is told of the service's connections already, as package
	// privatelinksns has it done. One with an order (FIFO) can't run a function.
	// Default: a new topic, that AWS tells of Connect, and with EventBus of all.
	TopicArn string

	// Every is how often the function looks for itself, since notifications can be late, or
	// lost: whole minutes.
	// Default: an hour.
	Every time.Duration

	// EventBus gets an event of each notification, since AWS tells EventBridge of no
	// connection: with source privatelink, detail type "VPC endpoint connection", the
	// service's ID and AWS's message, as it is, in the detail. An event may come twice.
	// Default: none.
	EventBus awsevents.IEventBus
}

const (
	// EventSource is the source of the events that are put on [AcceptanceProps.EventBus].
	EventSource = "privatelink"
	// EventDetailType is their detail type.
	EventDetailType = "VPC endpoint connection"
)

// Validate returns a [*privatelink.Error] with everything that is wrong with these props, or
// nil. It builds nothing; [NewAcceptance] checks the same.
func (props *AcceptanceProps) Validate() error { return validate("AcceptanceProps", props.facts(nil)) }

func (props *AcceptanceProps) facts(scope constructs.Construct) rules.Function {
	if props == nil {
		props = &AcceptanceProps{}
	}
	facts := ofService(scope, props.Service)
	facts.Accepts, facts.Accounts, facts.Endpoints, facts.Every, facts.TopicArn = true, props.Accounts, props.Endpoints, props.Every, props.TopicArn
	if !facts.Missing {
		facts.AcceptsAll = props.Service.EndpointService.AcceptanceRequired() == false
	}
	return facts
}

// Acceptance accepts the connections of some accounts, or some endpoints; others stay pending,
// until someone accepts or rejects them. It looks at all that are pending when the service
// tells of a connection, on a schedule, and in each deployment that changes it; what it decided
// stands in its log, a line for each connection. It never rejects, and cuts nobody off: whoever
// is taken off the list stays connected.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
type Acceptance struct {
	constructs.Construct

	// Function that does it.
	Function *Function

	// Topic is the AWS::SNS::Topic that is told of connections, and TopicPolicy lets AWS do
	// so; nil for one that is given.
	Topic, TopicPolicy awscdk.CfnResource
	// Notification has the topic told; nil for one that is given.
	Notification awsec2.CfnVPCEndpointConnectionNotification
	// Subscription has the topic run the function.
	Subscription awscdk.CfnResource

	topicArn string
}

// NewAcceptance makes an acceptance. It panics with a [*privatelink.Error] that lists
// everything that is wrong, before anything is built.
func NewAcceptance(scope constructs.Construct, id string, props *AcceptanceProps) *Acceptance {
	refuse("Acceptance", scope, id, props.facts(scope))
	a, serviceID := &Acceptance{}, props.Service.ServiceId()
	constructs.NewConstruct_Override(a, scope, &id)
	f := newFunction(a, scope)
	a.Function = f
	accounts, endpoints := joined(props.Accounts), joined(props.Endpoints)
	asked := asks{
		code: "acceptance", description: "Accepts connections to an endpoint service",
		environment: map[string]any{"SERVICE": serviceID, "ACCOUNTS": accounts, "ENDPOINTS": endpoints},
	}
	asked.statements = []map[string]any{
		f.describe("ec2:DescribeVpcEndpointConnections"),
		f.manage("vpc-endpoint-service", serviceID, "ec2:AcceptVpcEndpointConnections"),
	}
	if bus := props.EventBus; !cdk.IsNil(bus) {
		asked.environment["EVENT_BUS"] = bus.EventBusArn()
		asked.environment["EVENT_SOURCE"], asked.environment["EVENT_TYPE"] = EventSource, EventDetailType
		asked.statements = append(asked.statements, allow(bus.EventBusArn(), map[string]any{"StringEquals": map[string]any{
			"events:source": EventSource, "events:detail-type": EventDetailType,
		}}, "events:PutEvents"))
	}
	f.make(asked)
	if a.topicArn = props.TopicArn; a.topicArn == "" {
		a.topicArn = a.makeTopic(serviceID, props.EventBus)
	}
	permission := f.permit("TopicPermission", "sns.amazonaws.com", a.topicArn)
	a.Subscription = f.resource("Subscription", "AWS::SNS::Subscription", map[string]any{
		"Protocol": "lambda", "TopicArn": a.topicArn, "Endpoint": f.Arn(),
	})
	a.Subscription.Node().AddDependency(permission)
	f.repeat(cmp.Or(props.Every, time.Hour))
	// What waits already is accepted once all later ones are told of.
	f.deploy("Acceptance", map[string]any{"ServiceId": serviceID, "Accounts": accounts, "Endpoints": endpoints})
	f.Resource.Node().AddDependency(a.Subscription)
	return a
}

// makeTopic makes a topic that is told of connections. It has no key: the one that SNS brings
// lets nobody else publish, one of its own costs a dollar a month, and what AWS says here is
// that it is worth to look.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/create-notification-endpoint-service.html
func (a *Acceptance) makeTopic(serviceID string, bus awsevents.IEventBus) string {
	f := a.Function
	a.Topic = f.resource("Topic", "AWS::SNS::Topic", map[string]any{})
	topic := *a.Topic.Ref()
	a.TopicPolicy = f.resource("TopicPolicy", "AWS::SNS::TopicPolicy", map[string]any{
		"Topics": []any{topic},
		"PolicyDocument": document(map[string]any{
			"Effect": "Allow", "Action": "sns:Publish", "Resource": topic, "Principal": map[string]any{"Service": "vpce.amazonaws.com"},
			"Condition": map[string]any{
				"ArnLike":      map[string]any{"aws:SourceArn": f.ec2Arn("vpc-endpoint-service", serviceID)},
				"StringEquals": map[string]any{"aws:SourceAccount": f.stack.Account()},
			},
		}),
	})
	events := jsii.Strings("Connect")
	if !cdk.IsNil(bus) {
		events = jsii.Strings("Accept", "Connect", "Delete", "Reject")
	}
	a.Notification = awsec2.NewCfnVPCEndpointConnectionNotification(a, jsii.String("Notification"), &awsec2.CfnVPCEndpointConnectionNotificationProps{
		ServiceId: &serviceID, ConnectionNotificationArn: &topic, ConnectionEvents: events,
	})
	a.Notification.Node().AddDependency(a.TopicPolicy)
	return topic
}

// TopicArn is the ARN of the topic that is told of connections.
func (a *Acceptance) TopicArn() string { return a.topicArn }
