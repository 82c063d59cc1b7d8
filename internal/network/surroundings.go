package network

import (
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// surroundingRules are about what services and endpoints hand things to, or are tagged
// with.
var surroundingRules = []rule{
	{Demand: demand.TagKey, check: func(c *Case) {
		if _, isList := c.Properties["Tags"].([]any); !isList {
			return
		}
		if c.model.repeats(c.at("Tags.Key"), Place{}) {
			c.broken("Tags", "have a key twice")
		}
		each(c, c.at("Tags.Key"), func(value any) {
			if key := c.text(value); strings.HasPrefix(strings.ToLower(key), "aws:") || key == "" || len([]rune(key)) > 128 {
				c.broken("Tags", "have the key %q", key)
			}
		})
	}},
	{Demand: demand.TagValue, check: func(c *Case) {
		if _, isList := c.Properties["Tags"].([]any); !isList {
			return
		}
		each(c, c.at("Tags.Value"), func(value any) {
			if n := len([]rune(c.text(value))); n > 256 {
				c.broken("Tags", "have a value of %d characters", n)
			}
		})
	}},
	{Demand: demand.TagCount, check: func(c *Case) {
		if n := c.AtLeast("Tags"); n > 50 {
			c.broken("Tags", "are %d", n)
		}
	}},
	{Demand: demand.NotificationTopicPolicy, of: Notification, check: func(c *Case) {
		topic := c.model.bySourceOf(c.Value("ConnectionNotificationArn"))
		if topic != nil && topic.Type == Topic && !topic.admits("vpce.amazonaws.com") {
			c.broken("ConnectionNotificationArn", "names %s, whose policy does not let vpce.amazonaws.com publish", topic)
		}
	}},
	{Demand: demand.NotificationTopicKey, of: Notification, check: func(c *Case) {
		topic := c.model.bySourceOf(c.Value("ConnectionNotificationArn"))
		if topic == nil {
			return
		}
		if key := assembly.Format(topic.Value("KmsMasterKeyId")); strings.HasSuffix(key, "alias/aws/sns") {
			c.broken("ConnectionNotificationArn", "names %s, which is encrypted with AWS's own key", topic)
		}
	}},
	{Demand: demand.ParameterName, of: Parameter, check: func(c *Case) {
		name := c.Text("Name")
		if c.model.Closed && name == "" {
			name = c.ID
		}
		lower := strings.ToLower(name)
		if strings.HasPrefix(lower, "/aws") || strings.HasPrefix(lower, "/ssm") || strings.Count(name, "/") > 15 || strings.HasSuffix(name, "/") {
			c.broken("Name", "%q is not a name for a parameter", name)
		}
	}},
	{Demand: demand.ParameterTaken, of: Parameter, check: func(c *Case) {
		for _, other := range c.twins("Name") {
			c.brokenSaying([]any{c.Text("Name")}, "Name", "%q is the name of %s too", c.Text("Name"), other)
		}
	}},
}
