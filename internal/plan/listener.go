package plan

import "time"

// DefaultSslPolicy is that of TLS listeners that name none.
const DefaultSslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"

// Listener is one port of the load balancer with the target groups behind it.
type Listener struct {
	// Balancer is the position of the load balancer that it is of.
	Balancer     int
	Port         int
	Protocol     string
	Certificates []string
	SslPolicy    string
	AlpnPolicy   string
	IdleTimeout  time.Duration
	// BothForms: target groups were given, and one described in place too.
	BothForms bool
	// SetTwice are the settings of the one target group that are given in two places.
	SetTwice []string
	// HasTargets: targets or target groups were given.
	HasTargets bool
	// Described: no more than a description was given.
	Described    bool
	TargetGroups []TargetGroup
}

func (l *Listener) complete() {
	if l.Protocol == "" {
		l.Protocol = Tcp
	}
	if l.Protocol == Tls && l.SslPolicy == "" {
		l.SslPolicy = DefaultSslPolicy
	}
	weighted := false
	for i := range l.TargetGroups {
		l.TargetGroups[i].complete(l.Protocol)
		weighted = weighted || l.TargetGroups[i].Weight != 0
	}
	for i := range l.TargetGroups {
		if !weighted {
			l.TargetGroups[i].Weight = 1
		}
	}
}

// ServicePort is what the listener looks like to consumers.
func (l Listener) ServicePort() ServicePort {
	return ServicePort{Port: l.Port, EndPort: l.Port, Protocol: Transport(l.Protocol)}
}
