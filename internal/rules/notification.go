package rules

import (
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Notification is what the rules need to know of a connection notification.
type Notification struct {
	HasService, HasEndpoint bool
	Events                  []string
	// FixedTopic: the topic that was brought takes no policy from here.
	FixedTopic bool
}

// CheckNotification returns what AWS would refuse of a connection notification.
func CheckNotification(facts Notification) []Finding { return check(notificationRules, facts) }

var notificationRules = []row[Notification]{
	{demand.NotificationOfOne, func(n Notification, broken report) {
		switch {
		case n.HasService && n.HasEndpoint:
			broken("Endpoint", "is set beside Service")
		case !n.HasService && !n.HasEndpoint:
			broken("Service", "is required, but nil")
		}
	}},
	{demand.NotificationEvent, func(n Notification, broken report) {
		for i, event := range n.Events {
			switch event {
			case "Accept", "Connect", "Delete", "Reject":
			default:
				if !plan.Unknown(event) {
					broken(at("Events", i, ""), "%q is not a connection event", event)
				}
			}
		}
	}},
	{demand.NotificationTopicPolicy, func(n Notification, broken report) {
		if n.FixedTopic {
			broken("Topic", "is imported, so its policy is not extended here")
		}
	}},
}
