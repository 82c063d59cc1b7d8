// Package privatelinksns tells an SNS topic of connections to a service, or of
// one endpoint. It stands beside package privatelink so that only those who
// import it compile the SNS constructs.
package privatelinksns

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// Event is something that happens to a connection.
type Event string

const (
	// Connect is a consumer asking for a connection.
	Connect Event = "Connect"
	// Accept is the provider accepting it.
	Accept Event = "Accept"
	// Reject is the provider rejecting it.
	Reject Event = "Reject"
	// Delete is the consumer deleting its endpoint.
	Delete Event = "Delete"
)

// NotificationProps say what is notified of what.
type NotificationProps struct {
	// Service whose connections are reported. Excludes Endpoint.
	// Required, or Endpoint.
	Service *privatelink.ProviderService

	// Endpoint whose connection is reported, to the consumer. Excludes Service.
	// Required, or Service.
	Endpoint *privatelink.ConsumerEndpoint

	// Topic that is told. Its policy, and that of its key if it has one, are
	// extended so that AWS may publish; those of imported ones must allow it
	// already.
	// Default: a new topic, encrypted with a new key that AWS may use.
	Topic awssns.ITopic

	// Events that are reported.
	// Default: all four.
	Events []Event
}

// Notification tells an SNS topic of connections.
type Notification struct {
	constructs.Construct

	// Topic that is told.
	Topic awssns.ITopic
	// Key of the topic; nil for a topic that was handed in.
	Key awskms.Key
	// Resource is the notification itself.
	Resource awsec2.CfnVPCEndpointConnectionNotification
}

// NewNotification makes a notification. It panics with a [*privatelink.Error] that lists
// every broken rule, before anything is built.
func NewNotification(scope constructs.Construct, id string, props *NotificationProps) *Notification {
	if props == nil {
		props = &NotificationProps{}
	}
	if findings := props.check(); len(findings) > 0 {
		panic(&privatelink.Error{Construct: `Notification "` + *scope.Node().Path() + "/" + id + `"`, Findings: findings})
	}
	n := &Notification{Topic: props.Topic}
	constructs.NewConstruct_Override(n, scope, &id)
	n.build(props)
	return n
}

// TopicArn is the ARN of the topic that is told.
func (n *Notification) TopicArn() string { return *n.Topic.TopicArn() }

// Validate returns a [*privatelink.Error] with everything that AWS would refuse of
// these props, or nil. It builds nothing; [NewNotification] checks the same.
func (props *NotificationProps) Validate() error {
	if findings := props.check(); len(findings) > 0 {
		return &privatelink.Error{Construct: "NotificationProps", Findings: findings}
	}
	return nil
}

// check returns what the constructor refuses.
func (props *NotificationProps) check() []privatelink.Finding {
	var findings []privatelink.Finding
	for _, f := range rules.CheckNotification(props.facts()) {
		findings = append(findings, privatelink.Finding{ID: f.ID, Field: f.Field, Problem: f.Problem, AWS: f.AWS, Fix: f.Fix, Source: f.Source})
	}
	return findings
}

func (props *NotificationProps) facts() rules.Notification {
	if props == nil {
		props = &NotificationProps{}
	}
	facts := rules.Notification{
		HasService:  props.Service != nil && props.Service.EndpointService != nil,
		HasEndpoint: props.Endpoint != nil && props.Endpoint.Endpoint != nil,
	}
	for _, event := range props.Events {
		facts.Events = append(facts.Events, string(event))
	}
	return facts
}

// warnOfTopic warns of a topic whose policy could not be extended.
func (n *Notification) warnOfTopic(props *NotificationProps) {
	facts := props.facts()
	facts.FixedTopic = true
	for _, f := range rules.CheckNotification(facts) {
		cdk.Note(n, f)
	}
}

func (n *Notification) build(props *NotificationProps) {
	source, stack := sourceOf(props), awscdk.Stack_Of(n)
	region := *stack.Region()
	partition := partition.Of(region)
	if !plan.Known(region) {
		partition = *stack.Partition()
	}
	arn := "arn:" + partition + ":ec2:" + region + ":" + *stack.Account() + ":" + source.kind + "/" + source.id
	if n.Topic == nil {
		n.Key = awskms.NewKey(n, jsii.String("Key"), &awskms.KeyProps{
			EnableKeyRotation: jsii.Bool(true),
			Description:       jsii.String("PrivateLink connection notifications"),
		})
		n.Topic = awssns.NewTopic(n, jsii.String("Topic"), &awssns.TopicProps{MasterKey: n.Key})
	}
	if key := n.Topic.MasterKey(); key != nil {
		// Unconditionally: SNS asks for the key, and isn't documented to say for whom.
		// The topic's policy is bound to the source.
		key.AddToResourcePolicy(allow("*", nil, "kms:GenerateDataKey*", "kms:Decrypt"), nil)
	}
	policy := n.Topic.AddToResourcePolicy(allow(*n.Topic.TopicArn(), &map[string]any{
		"ArnLike":      map[string]any{"aws:SourceArn": arn},
		"StringEquals": map[string]any{"aws:SourceAccount": stack.Account()},
	}, "sns:Publish"))
	if !*policy.StatementAdded {
		n.warnOfTopic(props)
	}

	events := props.Events
	if len(events) == 0 {
		events = []Event{Accept, Connect, Delete, Reject}
	}
	names := make([]string, len(events))
	for i, event := range events {
		names[i] = string(event)
	}
	resource := &awsec2.CfnVPCEndpointConnectionNotificationProps{
		ConnectionEvents:          jsii.Strings(names...),
		ConnectionNotificationArn: n.Topic,
	}
	if props.Service != nil {
		resource.ServiceId = &source.id
	} else {
		resource.VpcEndpointId = &source.id
	}
	n.Resource = awsec2.NewCfnVPCEndpointConnectionNotification(n, jsii.String("Resource"), resource)
	if policy.PolicyDependable != nil {
		n.Resource.Node().AddDependency(policy.PolicyDependable)
	}
}

// source is what the notification is of.
type source struct{ kind, id string }

func sourceOf(props *NotificationProps) source {
	if props.Service != nil {
		return source{"vpc-endpoint-service", props.Service.ServiceId()}
	}
	return source{"vpc-endpoint", *props.Endpoint.Endpoint.VpcEndpointId()}
}

// allow lets AWS's endpoint service act on a resource.
func allow(resource string, conditions *map[string]any, actions ...string) awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("vpce.amazonaws.com"), nil)},
		Actions:    jsii.Strings(actions...),
		Resources:  jsii.Strings(resource),
		Conditions: conditions,
	})
}
