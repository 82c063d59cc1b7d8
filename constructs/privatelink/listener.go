package privatelink

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// DefaultSslPolicy is the security policy of a TLS listener that names none:
// TLS 1.3 and 1.2 with forward secrecy, and post-quantum key exchange for
// clients that can.
//
// It is AWS's recommendation and the console's default; CloudFormation's own
// default is a policy of 2016.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html
const DefaultSslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"

// AlpnPolicy says which application protocol a TLS listener negotiates.
type AlpnPolicy string

// The policies that AWS has.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html#alpn-policies
const (
	// HTTP1Only negotiates HTTP/1.1 or HTTP/1.0.
	HTTP1Only AlpnPolicy = "HTTP1Only"
	// HTTP2Only negotiates HTTP/2.
	HTTP2Only AlpnPolicy = "HTTP2Only"
	// HTTP2Optional prefers HTTP/1 to HTTP/2.
	HTTP2Optional AlpnPolicy = "HTTP2Optional"
	// HTTP2Preferred prefers HTTP/2 to HTTP/1.
	HTTP2Preferred AlpnPolicy = "HTTP2Preferred"
)

// Listener is a port of the service, and what stands behind it: one target group, by
// Targets, TargetProtocol, HealthCheck and TargetGroup, or several TargetGroups.
type Listener struct {
	// Port that consumers connect to: 1-65535, no two listeners the same.
	// Required.
	Port int

	// Targets that connections are forwarded to, all of one kind. The first one's
	// port is the target group's; it may differ from Port.
	// Required, but for TargetGroup with a Port and a TargetType, or TargetGroups.
	Targets []Target

	// Protocol that consumers speak: TCP, TLS, UDP, TCPUDP, QUIC or TCPQUIC.
	// Default: TCP.
	Protocol Protocol

	// Certificates are the ARNs of the ACM or IAM certificates of a TLS listener:
	// the first is the default one, the others are chosen by the name that the
	// client asks for (SNI). At most 25 over all listeners, beside the default
	// ones. Required for Protocol TLS, excluded otherwise.
	// Default: none.
	Certificates []string

	// SslPolicy is the name of a TLS listener's security policy. Requires
	// Protocol TLS.
	// Default: [DefaultSslPolicy].
	SslPolicy string

	// AlpnPolicy of a TLS listener. Requires Protocol TLS.
	// Default: no negotiation.
	AlpnPolicy AlpnPolicy

	// IdleTimeout closes TCP connections that nothing was sent on: 60-6000
	// seconds. Requires Protocol TCP. A service with a custom one cannot be
	// offered to other Regions.
	// Default: 350 seconds.
	IdleTimeout time.Duration

	// TargetProtocol is what the load balancer speaks with Targets. Excludes
	// TargetGroups.
	// Default: TCP for TCP and TLS listeners, otherwise the listener's.
	TargetProtocol Protocol

	// HealthCheck of Targets. Excludes TargetGroups.
	// Default: a TCP connection to the traffic port every 30 seconds.
	HealthCheck HealthCheck

	// TargetGroup has further settings of the one target group, such as its name or
	// attributes, for Targets; or all of it. Excludes TargetGroups, and what is set here
	// already: Targets, TargetProtocol and HealthCheck.
	// Default: AWS's.
	TargetGroup TargetGroup

	// TargetGroups are several that share the connections by weight. Excludes Targets,
	// TargetProtocol, HealthCheck and TargetGroup.
	// Default: one, from Targets and TargetGroup.
	TargetGroups []TargetGroup
}

// plan is the listener as it is given.
func (l Listener) plan() plan.Listener {
	settings := !reflect.ValueOf(l.TargetGroup).IsZero()
	inPlace := len(l.Targets) > 0 || l.TargetProtocol != "" || l.HealthCheck != HealthCheck{} || settings
	planned := plan.Listener{
		Port:         l.Port,
		Protocol:     string(l.Protocol),
		Certificates: l.Certificates,
		SslPolicy:    l.SslPolicy,
		AlpnPolicy:   string(l.AlpnPolicy),
		IdleTimeout:  l.IdleTimeout,
		HasTargets:   len(l.Targets) > 0 || len(l.TargetGroups) > 0 || settings,
		Described:    reflect.DeepEqual(l, Listener{Port: l.Port, Protocol: l.Protocol}),
		BothForms:    inPlace && len(l.TargetGroups) > 0,
	}
	for field, twice := range map[string]bool{
		"Targets":     len(l.Targets) > 0 && len(l.TargetGroup.Targets) > 0,
		"Protocol":    l.TargetProtocol != "" && l.TargetGroup.Protocol != "",
		"HealthCheck": l.HealthCheck != HealthCheck{} && l.TargetGroup.HealthCheck != HealthCheck{},
	} {
		if twice {
			planned.SetTwice = append(planned.SetTwice, field)
		}
	}
	slices.Sort(planned.SetTwice)
	groups := l.groups()
	for i, g := range groups {
		group := g.plan()
		group.InPlace = len(l.TargetGroups) == 0
		group.Repeats = i - slices.IndexFunc(groups, func(other TargetGroup) bool { return other.Id == g.Id })
		planned.TargetGroups = append(planned.TargetGroups, group)
	}
	return planned
}

// groups are the listener's target groups, the one described in place among them.
func (l Listener) groups() []TargetGroup {
	if len(l.TargetGroups) > 0 {
		return l.TargetGroups
	}
	g := l.TargetGroup
	if len(l.Targets) > 0 {
		g.Targets = l.Targets
	}
	if l.HealthCheck != (HealthCheck{}) {
		g.HealthCheck = l.HealthCheck
	}
	g.Protocol = cmp.Or(l.TargetProtocol, g.Protocol)
	return []TargetGroup{g}
}

// PortRange makes a listener for each port from first to last, for services such
// as brokers that have a port for each of their nodes. The ports are filled in;
// without a function, nothing else is.
func PortRange(first, last int, listener func(port int) Listener) []Listener {
	var listeners []Listener
	for port := first; port <= last; port++ {
		var l Listener
		if listener != nil {
			l = listener(port)
		}
		l.Port = port
		listeners = append(listeners, l)
	}
	return listeners
}
