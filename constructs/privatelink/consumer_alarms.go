package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// ConsumerAlarms say when an endpoint's alarms go off, and what they do. Thresholds are
// named for AWS's metrics, and are of a minute in one subnet; an alarm goes off after five
// minutes above its threshold.
//
// An alarm costs 10 US cents a month. There is one of each metric for each subnet.
type ConsumerAlarms struct {
	// Actions are taken when an alarm goes off: [AlarmAction], or those of
	// awscloudwatchactions. Five at most.
	// Default: none; the alarms are seen in the console, and on a [Dashboard].
	Actions []awscloudwatch.IAlarmAction

	// OkActions are taken when it is over. Five at most.
	// Default: none.
	OkActions []awscloudwatch.IAlarmAction

	// PacketsDropped is how many packets a minute the endpoint may drop in one subnet:
	// above, it or the service isn't healthy, or clients send packets of more than 8,500
	// bytes. AWS recommends this alarm and leaves the number to you.
	// Required, unless Without lists it.
	PacketsDropped int

	// RstPacketsReceived is how many resets a minute the endpoint may receive in one subnet.
	// Default: no alarm; some are normal, and AWS recommends none.
	RstPacketsReceived int

	// Without are metrics that no alarm is made of, by AWS's names: "PacketsDropped".
	// Default: none.
	Without []string
}

// AddAlarms makes the alarms of the endpoint: of packets that it drops, and of resets. Each
// has its reason, and the link to what to do, in its description.
//
// It panics with an [*Error] if a rule is broken, where AWS has no metrics of the endpoint
// (see [ConsumerEndpoint.Metrics]), or if it was called before.
func (c *ConsumerEndpoint) AddAlarms(wanted ConsumerAlarms) {
	planned := plan.Alarms{
		Again:            c.alarms != nil,
		Thresholds:       map[string]int{plan.PacketsDropped: wanted.PacketsDropped, plan.RstPacketsReceived: wanted.RstPacketsReceived},
		Without:          append([]string(nil), wanted.Without...),
		Actions:          len(wanted.Actions),
		OkActions:        len(wanted.OkActions),
		MissingActions:   nilActions(wanted.Actions),
		MissingOkActions: nilActions(wanted.OkActions),
	}
	err, findings := site{kind: "ConsumerEndpoint", scope: c}.decide(rules.CheckConsumerAlarms(rules.ConsumerAlarms{Alarms: planned, Consumer: c.plan}))
	if err != nil {
		panic(err)
	}
	c.alarms = &alarms{actions: wanted.Actions, okActions: wanted.OkActions}
	note(c, findings)
	subnets := c.Metrics().Subnets()
	for i, metrics := range subnets {
		c.alarm(planned, plan.PacketsDropped, alarm{
			id: plan.PacketsDropped + c.zoneOf(i), of: metrics.PacketsDropped(),
			reason: "the endpoint drops packets in a subnet: it or the service isn't healthy, or packets are too large.", section: "packets-are-dropped",
		})
	}
	for i, metrics := range subnets {
		c.alarm(planned, plan.RstPacketsReceived, alarm{
			id: plan.RstPacketsReceived + c.zoneOf(i), of: metrics.RstPacketsReceived(),
			reason: "the service resets connections that come by way of a subnet.", section: "connections-are-reset",
		})
	}
}

// alarm makes an alarm of a metric, if it is wanted.
func (c *ConsumerEndpoint) alarm(wanted plan.Alarms, metric string, planned alarm) {
	if !wanted.HasThreshold(metric) {
		return
	}
	planned.threshold, planned.minutes = wanted.Thresholds[metric], 5
	c.Alarms = append(c.Alarms, c.alarms.make(c, planned)...)
}

// zoneOf tells the alarms of a subnet apart: by its zone where that is known, and no other
// subnet is in it.
func (c *ConsumerEndpoint) zoneOf(position int) string {
	zone := c.plan.Zones[c.plan.Taken[position]]
	if !plan.Known(zone) {
		return numbered("", position)
	}
	return "-" + zone
}
