package rules

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

const (
	maxListeners    = 50
	maxCertificates = 25
)

var listenerRules = []row[plan.Provider]{
	{demand.ListenersRequired, func(p plan.Provider, broken report) {
		if len(p.Listeners) == 0 && !p.Exists() && len(p.Zonal) == 0 {
			broken("Listeners", "is empty")
		}
	}},
	{demand.ListenerCount, func(p plan.Provider, broken report) {
		for b, listeners := range p.EachBalancer() {
			if n := len(listeners); n > maxListeners {
				broken(listenersOf(p, b), "has %d listeners, at most %d are possible", n, maxListeners)
			}
		}
	}},
	{demand.ListenerPortRange, eachListener(func(_ plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		if !validPort(l.Port) {
			broken(field("Port"), "%s", noPort(l.Port))
		}
	})},
	{demand.ListenerPortDuplicate, func(p plan.Provider, broken report) {
		for b, listeners := range p.EachBalancer() {
			first := map[int]int{}
			for i, l := range listeners {
				if j, taken := first[l.Port]; taken && validPort(l.Port) {
					broken(at(listenersOf(p, b), i, "Port"), "%d is the port of %s already", l.Port, at(listenersOf(p, b), j, ""))
					continue
				}
				first[l.Port] = i
			}
		}
	}},
	{demand.ListenerProtocol, eachListener(func(_ plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		if _, ok := forwards[l.Protocol]; !ok && !plan.Unknown(l.Protocol) {
			broken(field("Protocol"), "%q is not a valid protocol of a listener", l.Protocol)
		}
	})},
	{demand.TlsCertificateRequired, eachListener(func(p plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		if l.Protocol == "TLS" && len(l.Certificates) == 0 && len(p.ExistingLoadBalancers) == 0 {
			broken(field("Certificates"), "is empty, but the listener speaks TLS")
		}
	})},
	{demand.TlsOnlySettings, eachListener(func(_ plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		if l.Protocol == "TLS" || plan.Unknown(l.Protocol) {
			return
		}
		if len(l.Certificates) > 0 {
			broken(field("Certificates"), "is set, but the listener speaks %s", l.Protocol)
		}
		if l.SslPolicy != "" {
			broken(field("SslPolicy"), "is set, but the listener speaks %s", l.Protocol)
		}
		if l.AlpnPolicy != "" {
			broken(field("AlpnPolicy"), "is set, but the listener speaks %s", l.Protocol)
		}
	})},
	{demand.TlsCertificateArn, eachListener(func(_ plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		for i, arn := range l.Certificates {
			if !plan.Unknown(arn) && !certificateArn.MatchString(arn) {
				broken(field(at("Certificates", i, "")), "%q is not the ARN of a certificate", arn)
			}
		}
	})},
	{demand.TlsCertificateRegion, eachListener(func(p plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		for i, arn := range l.Certificates {
			if parts := strings.Split(arn, ":"); certificateArn.MatchString(arn) && parts[2] == "acm" && plan.Known(p.Region) && parts[3] != p.Region {
				broken(field(at("Certificates", i, "")), "is in %s, but the service in %s", parts[3], p.Region)
			}
		}
	})},
	{demand.TlsCertificateCount, func(p plan.Provider, broken report) {
		for b, listeners := range p.EachBalancer() {
			more := 0
			for _, l := range listeners {
				more += max(0, len(l.Certificates)-1)
			}
			if more > maxCertificates {
				broken(listenersOf(p, b), "have %d certificates beside the default ones", more)
			}
		}
	}},
	{demand.TlsAlpn, eachListener(func(_ plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		switch l.AlpnPolicy {
		case "", "None", "HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred":
		default:
			if !plan.Unknown(l.AlpnPolicy) {
				broken(field("AlpnPolicy"), "%q is not a valid policy", l.AlpnPolicy)
			}
		}
	})},
	{demand.IdleTimeout, eachListener(func(_ plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		if l.IdleTimeout != 0 && l.Protocol != "TCP" && !plan.Unknown(l.Protocol) {
			broken(field("IdleTimeout"), "is set, but the listener speaks %s", l.Protocol)
			return
		}
		durationWithin(l.IdleTimeout, 60, 6000, field("IdleTimeout"), broken)
	})},
	{demand.IdleTimeoutRegions, eachListener(func(p plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		if l.IdleTimeout != 0 && len(p.OtherRegions()) > 0 {
			broken(field("IdleTimeout"), "is set, but the service is offered to %s", p.OtherRegions()[0])
		}
	})},
	{demand.ListenerOneForm, eachListener(func(_ plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		if l.BothForms {
			broken(field("TargetGroups"), "is set beside Targets, TargetProtocol, HealthCheck or TargetGroup")
		}
		for _, name := range l.SetTwice {
			broken(field("TargetGroup."+name), "is set for the listener, too")
		}
	})},
	{demand.ListenerExists, eachListener(func(p plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		switch {
		case len(p.ExistingLoadBalancers) == 0:
		case l.HasTargets:
			broken(field("Targets"), "is set, but the load balancer exists already")
		case !l.Described:
			broken(field("Port"), "is not all that is set, but the load balancer exists already")
		}
	})},
	{demand.QuicAlone, func(p plan.Provider, broken report) {
		for b, listeners := range p.EachBalancer() {
			first := slices.IndexFunc(listeners, func(l plan.Listener) bool { return isQUIC(l.Protocol) })
			if first < 0 {
				continue
			}
			quic := at(listenersOf(p, b), first, "")
			for i, l := range listeners {
				switch {
				case isQUIC(l.Protocol) && i != first:
					broken(at(listenersOf(p, b), i, "Protocol"), "%s is the second QUIC listener after %s", l.Protocol, quic)
				case l.Protocol == "UDP" || l.Protocol == "TCP_UDP":
					broken(at(listenersOf(p, b), i, "Protocol"), "%s cannot stand beside QUIC in %s", l.Protocol, quic)
				}
			}
		}
	}},
	{demand.QuicLoadBalancer, eachListener(func(p plan.Provider, l plan.Listener, field fieldNamer, broken report) {
		if !isQUIC(l.Protocol) || len(p.ExistingLoadBalancers) > 0 {
			return
		}
		if p.LoadBalancer.Security.Kind != plan.NoGroup {
			broken(field("Protocol"), "%s needs a load balancer without security groups", l.Protocol)
		}
		if p.LoadBalancer.IsDualStack() {
			broken(field("Protocol"), "%s needs a load balancer without IPv6", l.Protocol)
		}
	})},
}

// forwards lists the protocols of target groups that a listener may forward to.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html#target-group-routing-configuration
var forwards = map[string][]string{
	"TCP":      {"TCP", "TCP_UDP"},
	"TLS":      {"TCP", "TLS"},
	"UDP":      {"UDP", "TCP_UDP"},
	"TCP_UDP":  {"TCP_UDP"},
	"QUIC":     {"QUIC", "TCP_QUIC"},
	"TCP_QUIC": {"TCP_QUIC"},
}

var certificateArn = regexp.MustCompile(`^arn:[a-z-]+:(acm:[a-z0-9-]+:\d{12}:certificate|iam::\d{12}:server-certificate)/.+$`)

func isQUIC(protocol string) bool { return protocol == "QUIC" || protocol == "TCP_QUIC" }

// fieldNamer gives the path of a field.
type fieldNamer func(name string) string

// eachListener runs a check on every listener.
func eachListener(check func(p plan.Provider, l plan.Listener, field fieldNamer, broken report)) func(plan.Provider, report) {
	return func(p plan.Provider, broken report) {
		for b, listeners := range p.EachBalancer() {
			for i, l := range listeners {
				check(p, l, func(name string) string { return at(listenersOf(p, b), i, name) }, broken)
			}
		}
	}
}

// listenersOf is the path of the listeners of a load balancer.
func listenersOf(p plan.Provider, balancer int) string {
	if len(p.Zonal) > 0 {
		return at("ZonalLoadBalancers", balancer, "Listeners")
	}
	return "Listeners"
}

func durationWithin(d time.Duration, min, max int, field string, broken report) {
	switch {
	case d == 0:
	case d%time.Second != 0:
		broken(field, "%s is not a whole number of seconds", d)
	case d < time.Duration(min)*time.Second || d > time.Duration(max)*time.Second:
		broken(field, "%s is out of range", d)
	}
}
