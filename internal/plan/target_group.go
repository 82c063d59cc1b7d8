package plan

import (
	"strconv"
	"time"
)

// TargetGroup is a target group of a listener.
type TargetGroup struct {
	// Repeats says how many positions before this one a group has the Id too.
	Id      string
	Repeats int
	// InPlace: described by the listener's own fields.
	InPlace bool
	// Existing was made elsewhere; ExistingAndMore if other fields are set as well.
	// ExistingPort is its own, where that is known.
	Existing, ExistingAndMore bool
	ExistingPort              int
	// Guarded: the security groups of targets that register later are known.
	Guarded bool
	// TargetType is as given: see [TargetGroup.Kind].
	TargetType    string
	Port          int
	Protocol      string
	Targets       []Target
	Weight        int
	Name          string
	IpAddressType string

	HealthCheck              HealthCheck
	ProxyProtocolV2          bool
	PreserveClientIp         Switch
	Stickiness               bool
	DeregistrationDelay      time.Duration
	ConnectionTermination    Switch
	CrossZone                Switch
	Health                   TargetGroupHealth
	KeepUnhealthyConnections bool
	UnhealthyDraining        time.Duration
}

// Switch is on, off, or as AWS has it by default.
type Switch int

const (
	AsDefault Switch = iota
	On
	Off
)

// Immediately is a duration of zero where zero itself means the default.
const Immediately time.Duration = -1

// TargetGroupHealth says when a zone has too few healthy targets.
type TargetGroupHealth struct {
	DnsCount          int
	DnsPercentage     int
	RoutingCount      int
	RoutingPercentage int
}

// HealthCheck is a target group's health check. What is zero is AWS's default.
type HealthCheck struct {
	Protocol           string
	Port               int
	Path               string
	HealthyCodes       string
	Interval           time.Duration
	Timeout            time.Duration
	HealthyThreshold   int
	UnhealthyThreshold int
}

// Kinds of targets.
const (
	InstanceTarget = "instance"
	IpTarget       = "ip"
	AlbTarget      = "alb"
	// OtherTarget tells its kind to CDK, not to us.
	OtherTarget = "other"
)

// Target is one member of a target group.
type Target struct {
	Kind string
	Port int
	// Dynamic: its ports are chosen when it starts.
	Dynamic bool
	// Address of an IP target.
	Address string
	// Arn of an Application Load Balancer that is known by it alone.
	Arn string
	// Zone of a target outside of the VPC.
	Zone string
	// QuicServerId of a target of QUIC.
	QuicServerId string
	// Secure: an Application Load Balancer's listener that speaks HTTPS.
	Secure bool
	// RegistersItself, on the group's port.
	RegistersItself bool
	// Repeats says how many positions before this one the same target stands; 0 if
	// none does.
	Repeats int
	// Missing: the instance or target object is nil. Problem is CDK's answer where its
	// security groups can't be had.
	Missing bool
	Problem string
	// Guarded: the target's security groups are known, and opened by us.
	Guarded bool
}

func (g *TargetGroup) complete(listener string) {
	if g.Port == 0 && len(g.Targets) > 0 {
		g.Port = g.Targets[0].Port
	}
	if g.Protocol == "" {
		g.Protocol = listener
		if listener == Tls {
			g.Protocol = Tcp
		}
	}
	if g.HealthCheck.Protocol == "" {
		g.HealthCheck.Protocol = g.defaultCheck()
	}
}

// defaultCheck is the protocol of health checks that name none: AWS's default, which is
// right for each, where nothing tells what the targets are.
func (g TargetGroup) defaultCheck() string {
	switch {
	case g.Kind() == "" && len(g.Targets) > 0 && !g.Targets[0].Guarded:
		return ""
	case g.Kind() != AlbTarget:
		return Tcp
	case g.Port == 443, len(g.Targets) > 0 && g.Targets[0].Secure:
		return Https
	default:
		return Http
	}
}

// Kind is the type of the group's targets, where it is known: targets that register
// themselves say theirs to CDK.
func (g TargetGroup) Kind() string {
	for _, t := range g.Targets {
		if t.Kind != OtherTarget {
			return t.Kind
		}
	}
	return g.TargetType
}

// IsIpv6: the targets are known to have IPv6 addresses.
func (g TargetGroup) IsIpv6() bool { return g.IpAddressType == Ipv6 }

// IsIpv4: the targets are known to have IPv4 addresses.
func (g TargetGroup) IsIpv4() bool { return g.IpAddressType == "" || g.IpAddressType == Ipv4 }

// Attribute is one of a target group's, with the field that it comes from.
type Attribute struct{ Key, Value, Field string }

// Attributes are those that are set.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-elasticloadbalancingv2-targetgroup-targetgroupattribute.html
func (g TargetGroup) Attributes() []Attribute {
	var all []Attribute
	set := func(when bool, key, value, field string) {
		if when {
			all = append(all, Attribute{key, value, field})
		}
	}
	toggle := func(s Switch, key, field string) { set(s != AsDefault, key, strconv.FormatBool(s == On), field) }
	number := func(n int, key, field string) { set(n > 0, key, strconv.Itoa(n), field) }
	seconds := func(d time.Duration, key, field string) { number(int(d/time.Second), key, field) }

	set(g.ProxyProtocolV2, "proxy_protocol_v2.enabled", "true", "ProxyProtocolV2")
	toggle(g.PreserveClientIp, "preserve_client_ip.enabled", "PreserveClientIp")
	set(g.Stickiness, "stickiness.enabled", "true", "Stickiness")
	set(g.Stickiness, "stickiness.type", "source_ip", "Stickiness")
	set(g.DeregistrationDelay == Immediately, "deregistration_delay.timeout_seconds", "0", "DeregistrationDelay")
	seconds(g.DeregistrationDelay, "deregistration_delay.timeout_seconds", "DeregistrationDelay")
	toggle(g.ConnectionTermination, "deregistration_delay.connection_termination.enabled", "ConnectionTermination")
	toggle(g.CrossZone, "load_balancing.cross_zone.enabled", "CrossZone")
	number(g.Health.DnsCount, "target_group_health.dns_failover.minimum_healthy_targets.count", "Health.DnsCount")
	number(g.Health.DnsPercentage, "target_group_health.dns_failover.minimum_healthy_targets.percentage", "Health.DnsPercentage")
	number(g.Health.RoutingCount, "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "Health.RoutingCount")
	number(g.Health.RoutingPercentage, "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "Health.RoutingPercentage")
	set(g.KeepUnhealthyConnections, "target_health_state.unhealthy.connection_termination.enabled", "false", "KeepUnhealthyConnections")
	seconds(g.UnhealthyDraining, "target_health_state.unhealthy.draining_interval_seconds", "UnhealthyDraining")
	return all
}
