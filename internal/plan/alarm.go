package plan

import "slices"

// Metrics that are alarmed of, by AWS's names.
const (
	RstPacketsSent                 = "RstPacketsSent"
	HealthyHostCount               = "HealthyHostCount"
	UnHealthyHostCount             = "UnHealthyHostCount"
	ZonalHealthStatus              = "ZonalHealthStatus"
	PortAllocationErrorCount       = "PortAllocationErrorCount"
	SecurityGroupBlockedFlowCount  = "SecurityGroupBlockedFlowCount"
	TcpElbResetCount               = "TCP_ELB_Reset_Count"
	ClientTlsNegotiationErrorCount = "ClientTLSNegotiationErrorCount"
	TargetTlsNegotiationErrorCount = "TargetTLSNegotiationErrorCount"

	PacketsDropped     = "PacketsDropped"
	RstPacketsReceived = "RstPacketsReceived"
)

// ProviderMetrics are those that a provider's alarms are of, and ConsumerMetrics those of a
// consumer's.
var (
	ProviderMetrics = []string{
		RstPacketsSent, HealthyHostCount, UnHealthyHostCount, ZonalHealthStatus, PortAllocationErrorCount,
		SecurityGroupBlockedFlowCount, TcpElbResetCount, ClientTlsNegotiationErrorCount, TargetTlsNegotiationErrorCount,
	}
	ConsumerMetrics = []string{PacketsDropped, RstPacketsReceived}
)

// Alarms are those that are to be made of one side.
type Alarms struct {
	// Again: there are some already.
	Again bool
	// Thresholds by metric, as they are given: 0 where none is.
	Thresholds map[string]int
	// Without are the metrics that are left out.
	Without []string
	// Actions and OkActions are how many there are, MissingActions and MissingOkActions the
	// positions of nil ones, and of those without an ARN.
	Actions, OkActions               int
	MissingActions, MissingOkActions []int
}

// Has reports whether alarms of a metric are wanted: it isn't left out.
func (a Alarms) Has(metric string) bool { return !slices.Contains(a.Without, metric) }

// HasThreshold reports whether alarms of a metric are wanted that are made only with a
// threshold.
func (a Alarms) HasThreshold(metric string) bool { return a.Has(metric) && a.Thresholds[metric] > 0 }

// SpeaksTls reports whether a listener may be of TLS: one is, or isn't known.
func (p Provider) SpeaksTls() bool {
	return p.Exists() || slices.ContainsFunc(p.Listeners, func(l Listener) bool { return l.Protocol == Tls || Unknown(l.Protocol) })
}

// TargetsSpeakTls reports whether a target group is known to be of TLS.
func (p Provider) TargetsSpeakTls() bool {
	return slices.ContainsFunc(p.Listeners, func(l Listener) bool {
		return slices.ContainsFunc(l.TargetGroups, func(g TargetGroup) bool { return g.Protocol == Tls && !g.Existing })
	})
}

// BlocksOutbound are the transports of which security groups may block traffic from the
// load balancer to the targets: none without a group, or where the load balancer exists.
func (p Provider) BlocksOutbound() []string {
	if p.Exists() || p.LoadBalancer.Security.Kind == NoGroup {
		return nil
	}
	return p.transports()
}

// BlocksInbound are those of which security groups may block PrivateLink traffic: only
// where their inbound rules apply to it.
func (p Provider) BlocksInbound() []string {
	if p.Exists() || p.LoadBalancer.Security.Kind != FromCidrs {
		return nil
	}
	return p.transports()
}

// transports are those of the listeners, TCP before UDP.
func (p Provider) transports() []string {
	var all []string
	for _, l := range p.Listeners {
		all = append(all, Transports(l.Protocol)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
