package rules

// Notification is what the rules need to know of a connection notification.
type Notification struct {
	HasService, HasEndpoint bool
	Events                  []string
	// FixedTopic: the topic that was brought takes no policy from here.
	FixedTopic bool
}

const docNotify = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-notification-endpoint-service.html"

// CheckNotification returns what AWS would refuse of a connection notification.
func CheckNotification(facts Notification) []Finding { return check(notificationRules, facts) }

var notificationRules = []row[Notification]{
	{Rule{
		ID: "privatelink/notification-of-one", Severity: Error,
		Summary: "A notification is of one service or of one endpoint.",
		Source:  docNotify,
		Fix:     "set Service or Endpoint",
	}, func(n Notification, broken report) {
		switch {
		case n.HasService && n.HasEndpoint:
			broken("Endpoint", "is set beside Service")
		case !n.HasService && !n.HasEndpoint:
			broken("Service", "is required, but nil")
		}
	}},
	{Rule{
		ID: "privatelink/notification-event", Severity: Error,
		Summary: "Connection events are Accept, Connect, Delete and Reject.",
		Source:  docNotify,
		Fix:     "use Accept, Connect, Delete or Reject, or leave Events unset for all",
	}, func(n Notification, broken report) {
		for i, event := range n.Events {
			switch event {
			case "Accept", "Connect", "Delete", "Reject":
			default:
				if !Unknown(event) {
					broken(at("Events", i, ""), "%q is no event", event)
				}
			}
		}
	}},
	{Rule{
		ID: "privatelink/notification-topic-policy", Severity: Warning,
		Summary: "An imported topic's policy is not extended: unless it lets vpce.amazonaws.com publish, and its key lets it encrypt, notifications are lost in silence.",
		Source:  docNotify,
		Fix:     "see that the topic's policy allows it, or leave Topic unset",
	}, func(n Notification, broken report) {
		if n.FixedTopic {
			broken("Topic", "is imported, so its policy is not extended here")
		}
	}},
}
