package rules

import "testing"

func validNotification() Notification {
	return Notification{HasService: true, Events: []string{"Accept", "Connect", "Delete", "Reject"}}
}

var notificationCases = []ruleCase[Notification]{
	{"", "", func(n *Notification) { n.HasService, n.HasEndpoint = false, true }},
	{"notification-of-one", "Service", func(n *Notification) { n.HasService = false }},
	{"notification-of-one", "Endpoint", func(n *Notification) { n.HasEndpoint = true }},
	{"notification-event", "Events[1]", func(n *Notification) { n.Events[1] = "connect" }},
	{"notification-topic-policy", "Topic", func(n *Notification) { n.FixedTopic = true }},
}

func TestNotificationRules(t *testing.T) {
	testRules(t, notificationRules, validNotification, func(*Notification) {}, notificationCases)
}
