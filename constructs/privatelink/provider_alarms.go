package privatelink

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// ProviderAlarms say when a service's alarms go off, and what they do. Thresholds are named
// for AWS's metrics, and are of a minute; an alarm goes off after five minutes above its
// threshold, and where health is at stake after three.
//
// An alarm costs 10 US cents a month; that of RstPacketsSent as much for each zone.
type ProviderAlarms struct {
	// Actions are taken when an alarm goes off: [AlarmAction], or those of
	// awscloudwatchactions. Five at most.
	// Default: none; the alarms are seen in the console, and on a [Dashboard].
	Actions []awscloudwatch.IAlarmAction

	// OkActions are taken when it is over. Five at most.
	// Default: none.
	OkActions []awscloudwatch.IAlarmAction

	// RstPacketsSent is how many resets a minute the service may send in one zone: above,
	// targets refuse connections, or break them. AWS recommends this alarm and leaves the
	// number to you, for some resets are normal: begin above a quiet minute.
	// Required, unless Without lists it.
	RstPacketsSent int

	// HealthyHostCount is how many healthy targets each target group has to have. Requires
	// a load balancer that isn't an existing one.
	// Default: 1.
	HealthyHostCount int

	// TcpElbResetCount is how many resets a minute the load balancer may send by itself, to
	// connections that were idle for too long or whose target is gone.
	// Default: no alarm; they are normal, and AWS recommends none.
	TcpElbResetCount int

	// ClientTlsNegotiationErrorCount is how many TLS handshakes a minute may fail between
	// clients and the load balancer. Requires a TLS listener.
	// Default: no alarm; one client of a wrong configuration would raise it.
	ClientTlsNegotiationErrorCount int

	// Without are metrics that no alarm is made of, by AWS's names: "UnHealthyHostCount".
	// Default: all of the above, and UnHealthyHostCount, ZonalHealthStatus,
	// PortAllocationErrorCount, SecurityGroupBlockedFlowCount and
	// TargetTLSNegotiationErrorCount, each above, or below, what is never right.
	Without []string
}

// AddAlarms makes the alarms of the service: of resets, healthy targets and zones, blocked
// connections, ports of the load balancer that run out, and TLS; also for listeners that are
// added later. Each has its reason, and the link to what to do, in its description. Alarms
// of what AWS doesn't measure here are left out: of targets that are Application Load
// Balancers, and of existing load balancers all but resets, zones and ports.
//
// It panics with an [*Error] if a rule is broken, or if it was called before.
func (p *ProviderService) AddAlarms(wanted ProviderAlarms) {
	planned := plan.Alarms{
		Again:            p.alarms != nil,
		Thresholds:       wanted.thresholds(),
		Without:          append([]string(nil), wanted.Without...),
		Actions:          len(wanted.Actions),
		OkActions:        len(wanted.OkActions),
		MissingActions:   nilActions(wanted.Actions),
		MissingOkActions: nilActions(wanted.OkActions),
	}
	err, findings := site{kind: "ProviderService", scope: p}.decide(rules.CheckProviderAlarms(rules.ProviderAlarms{Alarms: planned, Provider: p.plan}))
	if err != nil {
		panic(err)
	}
	p.alarms = &providerAlarms{alarms{actions: wanted.Actions, okActions: wanted.OkActions}, planned}
	note(p, findings)
	p.makeAlarms()
}

func (a ProviderAlarms) thresholds() map[string]int {
	return map[string]int{
		plan.RstPacketsSent:                 a.RstPacketsSent,
		plan.HealthyHostCount:               a.HealthyHostCount,
		plan.TcpElbResetCount:               a.TcpElbResetCount,
		plan.ClientTlsNegotiationErrorCount: a.ClientTlsNegotiationErrorCount,
	}
}

// providerAlarms are those that were asked for.
type providerAlarms struct {
	alarms
	planned plan.Alarms
}

// makeAlarms makes the alarms that are asked for, and that aren't there.
func (p *ProviderService) makeAlarms() {
	if p.alarms == nil {
		return
	}
	p.alarmOfResets()
	for i, metrics := range p.Metrics().LoadBalancers() {
		p.alarmOfLoadBalancer(p.tellApart(i), metrics)
	}
	for _, group := range p.measuredGroups() {
		p.alarmOfTargets(group)
	}
}

// alarm makes an alarm of a metric, if it is wanted.
func (p *ProviderService) alarm(metric string, planned alarm) {
	if p.alarms.planned.Has(metric) {
		p.Alarms = append(p.Alarms, p.alarms.make(p, planned)...)
	}
}

// alarmOfResets asks for each zone and load balancer that there is, as AWS recommends to:
// the form of the zone is not documented, and an alarm of a wrong one never goes off.
func (p *ProviderService) alarmOfResets() {
	threshold := p.alarms.planned.Thresholds[plan.RstPacketsSent]
	if threshold == 0 {
		return // Which was acknowledged, or is left out.
	}
	p.alarm(plan.RstPacketsSent, alarm{
		id: plan.RstPacketsSent,
		of: query(`SELECT SUM(RstPacketsSent) FROM SCHEMA("` + servicesNamespace + `", "Az", "Load Balancer Arn", "Service Id")` +
			` WHERE "Service Id" = '` + p.ServiceId() + `' GROUP BY "Az", "Load Balancer Arn" ORDER BY SUM() DESC`),
		threshold: threshold, minutes: 5,
		reason: "the service resets connections in a zone: targets refuse them, or break them.", section: "connections-are-reset",
	})
}

// alarmOfLoadBalancer makes the alarms of one load balancer behind the service.
func (p *ProviderService) alarmOfLoadBalancer(number string, metrics LoadBalancerMetrics) {
	p.alarm(plan.ZonalHealthStatus, alarm{
		id: plan.ZonalHealthStatus + number, of: metrics.ZonalHealthStatus(), threshold: 1, below: true, minutes: 3,
		reason: "the load balancer holds a zone for unhealthy: its consumers there get no answer, or are sent elsewhere.", section: "a-zone-is-unhealthy",
	})
	p.alarm(plan.PortAllocationErrorCount, alarm{
		id: plan.PortAllocationErrorCount + number, of: metrics.PortAllocationErrorCount(), minutes: 5,
		reason: "the load balancer has no ports left to a target, and drops connections.", section: "ports-run-out",
	})
	if threshold := p.alarms.planned.Thresholds[plan.TcpElbResetCount]; threshold > 0 {
		p.alarm(plan.TcpElbResetCount, alarm{
			id: "TcpElbResetCount" + number, of: metrics.TcpElbResetCount(), threshold: threshold, minutes: 5,
			reason: "the load balancer resets connections: they were idle for too long, or their target is gone.", section: "connections-are-reset",
		})
	}
	p.alarmOfBlocked(number, metrics)
	p.alarmOfTls(number, metrics)
}

// alarmOfBlocked makes the alarms of what the load balancer's security groups block.
func (p *ProviderService) alarmOfBlocked(number string, metrics LoadBalancerMetrics) {
	ways := map[string]struct {
		transports []string
		reason     string
	}{
		"Inbound":  {p.plan.BlocksInbound(), "the load balancer's security groups block connections that come in."},
		"Outbound": {p.plan.BlocksOutbound(), "the load balancer's security groups block its connections to targets."},
	}
	names := map[string]string{plan.Tcp: "Tcp", plan.Udp: "Udp"}
	for _, direction := range []string{"Inbound", "Outbound"} {
		for _, transport := range ways[direction].transports {
			p.alarm(plan.SecurityGroupBlockedFlowCount, alarm{
				id: plan.SecurityGroupBlockedFlowCount + direction + names[transport] + number, of: metrics.blocked(direction, transport), minutes: 5,
				reason: ways[direction].reason, section: "connections-are-blocked",
			})
		}
	}
}

// alarmOfTls makes the alarms of TLS handshakes that fail.
func (p *ProviderService) alarmOfTls(number string, metrics LoadBalancerMetrics) {
	if threshold := p.alarms.planned.Thresholds[plan.ClientTlsNegotiationErrorCount]; threshold > 0 {
		p.alarm(plan.ClientTlsNegotiationErrorCount, alarm{
			id: "ClientTlsNegotiationErrorCount" + number, of: metrics.ClientTlsNegotiationErrorCount(), threshold: threshold, minutes: 5,
			reason: "TLS handshakes between clients and the load balancer fail.", section: "tls-fails",
		})
	}
	if p.plan.TargetsSpeakTls() {
		p.alarm(plan.TargetTlsNegotiationErrorCount, alarm{
			id: "TargetTlsNegotiationErrorCount" + number, of: metrics.TargetTlsNegotiationErrorCount(), minutes: 5,
			reason: "TLS handshakes between the load balancer and targets fail.", section: "tls-fails",
		})
	}
}

// alarmOfTargets makes the alarms of a target group. Without data no target is registered,
// and nobody is served.
func (p *ProviderService) alarmOfTargets(group measuredGroup) {
	metrics := p.Metrics().targetGroup(group)
	p.alarm(plan.HealthyHostCount, alarm{
		id: plan.HealthyHostCount + group.name, of: metrics.HealthyHostCount(),
		threshold: max(1, p.alarms.planned.Thresholds[plan.HealthyHostCount]), below: true, minutes: 3, alsoSilent: true,
		reason: "too few targets are healthy.", section: "targets-are-unhealthy",
	})
	p.alarm(plan.UnHealthyHostCount, alarm{
		id: plan.UnHealthyHostCount + group.name, of: metrics.UnHealthyHostCount(), minutes: 5,
		reason: "a target is not healthy.", section: "targets-are-unhealthy",
	})
}

// tellApart tells the alarms of a load balancer from those of the others.
func (p *ProviderService) tellApart(balancer int) string {
	if len(p.plan.Zonal) > 0 {
		return "-" + p.plan.Zonal[balancer].Id
	}
	return numbered("", balancer)
}

// numbered tells the second and further ones apart.
func numbered(name string, position int) string {
	if position == 0 {
		return name
	}
	return name + "-" + strconv.Itoa(position+1)
}
