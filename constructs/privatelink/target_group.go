package privatelink

import (
	"reflect"
	"slices"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// TargetType is what the members of a target group are.
type TargetType string

const (
	// Instances are EC2 instances, named by their IDs.
	Instances TargetType = "instance"
	// Addresses are IP addresses.
	Addresses TargetType = "ip"
	// ApplicationLoadBalancers is a group of one Application Load Balancer.
	ApplicationLoadBalancers TargetType = "alb"
)

// Immediately is a duration of zero where zero itself means the default.
const Immediately time.Duration = -1

// TargetGroup is a target group with all its attributes. The zero value of each
// is AWS's default.
type TargetGroup struct {
	// Targets, all of one kind. The first one's port is the group's.
	// Default: none yet; someone registers them at run time. Requires Port and
	// TargetType then.
	Targets []Target

	// Port of the group, 1-65535. Excludes another port on the first of Targets.
	// Default: the first target's.
	Port int

	// TargetType of the group. Requires Targets of that type.
	// Default: that of Targets.
	TargetType TargetType

	// GuardedBy are the security groups that guard targets which register later, or have
	// done so: a function's, or those that an autoscaler of pods gives. They are opened for
	// the load balancer. Excludes Targets, which name their own.
	// Default: not known; the load balancer may send to the whole VPC on Port.
	GuardedBy awsec2.IConnectable

	// Existing is a target group that was made elsewhere; the load balancer may
	// send to GuardedBy, or else to the whole VPC, on Port, and on HealthCheck.Port.
	// Requires Port; excludes Targets and every other attribute but these and Weight.
	// Default: a new group.
	Existing awselasticloadbalancingv2.INetworkTargetGroup

	// Weight is the share of new connections that this group gets among the
	// listener's: 0-999. All groups of a listener have a weight, or none.
	// Default: all the same.
	Weight int

	// Id distinguishes the groups of one listener, within the construct tree and
	// so in the template: a letter, then letters, digits and hyphens. Give one where
	// groups come and go.
	// Default: none for the first group, its position for the others.
	Id string

	// Protocol that the load balancer speaks with the targets.
	// Default: TCP for TCP and TLS listeners, otherwise the listener's.
	Protocol Protocol

	// HealthCheck of the targets.
	// Default: a TCP connection to the traffic port every 30 seconds.
	HealthCheck HealthCheck

	// Name of the group: at most 32 letters, digits and hyphens. A group that has
	// one can't be replaced by an update.
	// Default: CloudFormation makes one up.
	Name string

	// IpAddressType of the targets: [Ipv4] or [Ipv6]. Ipv6 requires a load balancer that
	// is [DualStack].
	// Default: Ipv4.
	IpAddressType IpAddressType

	// ProxyProtocolV2 tells the targets who the client is, in front of each
	// connection and health check; they must understand it. With PrivateLink it is
	// the only way to the client's address and the endpoint's ID. Excludes QUIC.
	// Default: false.
	ProxyProtocolV2 bool

	// PreserveClientIp keeps the client's address as the source. It has no effect
	// on PrivateLink traffic. Can't be Off for UDP and TCPUDP.
	// Default: off for addresses with TCP or TLS, otherwise on.
	PreserveClientIp Switch

	// Stickiness sends connections from one address to the same target. All of
	// PrivateLink's come from few addresses, so it rarely helps. Excludes TLS
	// listeners and QUIC.
	// Default: false.
	Stickiness bool

	// DeregistrationDelay is how long a target that leaves keeps its connections:
	// 1-3600 seconds, or [Immediately]. Excludes QUIC.
	// Default: 300 seconds.
	DeregistrationDelay time.Duration

	// ConnectionTermination ends what connections are left after the
	// DeregistrationDelay.
	// Default: on for UDP and TCPUDP, otherwise off.
	ConnectionTermination Switch

	// CrossZone sends connections to targets in all zones.
	// Default: as the load balancer does.
	CrossZone Switch

	// Health says how many targets must be healthy.
	// Default: at least one.
	Health TargetGroupHealth

	// KeepUnhealthyConnections leaves connections to a target that becomes
	// unhealthy open; UDP and TCPUDP always do.
	// Default: false; they are ended.
	KeepUnhealthyConnections bool

	// UnhealthyDraining is how long a target that becomes unhealthy keeps its
	// connections: up to 360000 seconds. Requires KeepUnhealthyConnections.
	// Default: no time.
	UnhealthyDraining time.Duration
}

// TargetGroupHealth says when a zone has too few healthy targets.
type TargetGroupHealth struct {
	// DnsCount takes a zone with fewer healthy targets out of the load balancer's
	// DNS name. Endpoints don't use that name.
	// Default: 1.
	DnsCount int
	// DnsPercentage is the same as a share of the targets, 1-100.
	// Default: off.
	DnsPercentage int
	// RoutingCount sends to all targets, unhealthy ones too, when fewer are
	// healthy.
	// Default: 1.
	RoutingCount int
	// RoutingPercentage is the same as a share of the targets, 1-100.
	// Default: off.
	RoutingPercentage int
}

// plan is the group as it is given.
func (g TargetGroup) plan() plan.TargetGroup {
	planned := plan.TargetGroup{
		Id:                       g.Id,
		Existing:                 !cdk.IsNil(g.Existing),
		Guarded:                  !cdk.IsNil(g.GuardedBy),
		TargetType:               string(g.TargetType),
		Port:                     g.Port,
		Protocol:                 string(g.Protocol),
		Weight:                   g.Weight,
		Name:                     g.Name,
		IpAddressType:            string(g.IpAddressType),
		HealthCheck:              g.HealthCheck.plan(),
		ProxyProtocolV2:          g.ProxyProtocolV2,
		PreserveClientIp:         plan.Switch(g.PreserveClientIp),
		Stickiness:               g.Stickiness,
		DeregistrationDelay:      g.DeregistrationDelay,
		ConnectionTermination:    plan.Switch(g.ConnectionTermination),
		CrossZone:                plan.Switch(g.CrossZone),
		Health:                   plan.TargetGroupHealth(g.Health),
		KeepUnhealthyConnections: g.KeepUnhealthyConnections,
		UnhealthyDraining:        g.UnhealthyDraining,
	}
	if planned.Existing {
		rest := g
		rest.Existing, rest.GuardedBy, rest.Port, rest.Weight, rest.Id, rest.HealthCheck.Port = nil, nil, 0, 0, "", 0
		planned.ExistingAndMore = !reflect.ValueOf(rest).IsZero()
		planned.ExistingPort, planned.Protocol = cdk.SettingsOf(g.Existing)
	}
	for i, t := range g.Targets {
		target := t.planned
		target.Repeats = i - slices.IndexFunc(g.Targets, t.isSameAs)
		planned.Targets = append(planned.Targets, target)
	}
	return planned
}
