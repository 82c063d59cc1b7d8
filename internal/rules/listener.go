package rules

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	maxListeners    = 50
	maxCertificates = 25
)

var listenerRules = []row[Provider]{
	{Rule{
		ID: "privatelink/listeners-required", Severity: Error,
		Summary: "A service needs at least one listener: without one no connection is ever accepted.",
		Source:  docListeners,
		Fix:     "add a Listener with its Port and Targets",
	}, func(p Provider, broken report) {
		if len(p.Listeners) == 0 {
			broken("Listeners", "is empty")
		}
	}},
	{Rule{
		ID: "privatelink/listener-count", Severity: Error,
		Summary: "A Network Load Balancer has at most 50 listeners, and PrivateLink takes no more.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/load-balancer-vpc-endpoints.html",
		Fix:     "split the ports over two services",
	}, func(p Provider, broken report) {
		if n := len(p.Listeners); n > maxListeners {
			broken("Listeners", "has %d listeners, at most %d are possible", n, maxListeners)
		}
	}},
	{Rule{
		ID: "privatelink/listener-port-range", Severity: Error,
		Summary: "A listener's port is 1-65535.",
		Source:  docListeners,
		Fix:     "use a port from 1 to 65535",
	}, eachListener(func(_ Provider, l Listener, field fieldNamer, broken report) {
		if !validPort(l.Port) {
			broken(field("Port"), "%s", noPort(l.Port))
		}
	})},
	{Rule{
		ID: "privatelink/listener-port-duplicate", Severity: Error,
		Summary: "No two listeners of a load balancer share a port.",
		AWS:     "DuplicateListener: A listener with the specified port already exists.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
		Fix:     "give each listener a port of its own; TCPUDP takes both protocols on one",
	}, func(p Provider, broken report) {
		first := map[int]int{}
		for i, l := range p.Listeners {
			if j, taken := first[l.Port]; taken && validPort(l.Port) {
				broken(at("Listeners", i, "Port"), "%d is the port of %s already", l.Port, at("Listeners", j, ""))
				continue
			}
			first[l.Port] = i
		}
	}},
	{Rule{
		ID: "privatelink/listener-protocol", Severity: Error,
		Summary: "A listener's protocol is TCP, TLS, UDP, TCP_UDP, QUIC or TCP_QUIC.",
		Source:  docListeners,
		Fix:     "use one of these protocols",
	}, eachListener(func(_ Provider, l Listener, field fieldNamer, broken report) {
		if _, ok := forwards[l.Protocol]; !ok && !Unknown(l.Protocol) {
			broken(field("Protocol"), "%q is no protocol of a listener", l.Protocol)
		}
	})},
	{Rule{
		ID: "privatelink/tls-certificate-required", Severity: Error,
		Summary: "A TLS listener has a default certificate.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html",
		Fix:     "name an ACM certificate of the service's Region in Certificates",
	}, eachListener(func(p Provider, l Listener, field fieldNamer, broken report) {
		if l.Protocol == "TLS" && len(l.Certificates) == 0 && len(p.Existing) == 0 {
			broken(field("Certificates"), "is empty, but the listener speaks TLS")
		}
	})},
	{Rule{
		ID: "privatelink/tls-only-settings", Severity: Error,
		Summary: "Certificates, security policies and ALPN belong to TLS listeners.",
		Source:  docCfnListener,
		Fix:     "set Protocol to TLS, or drop the field",
	}, eachListener(func(_ Provider, l Listener, field fieldNamer, broken report) {
		if l.Protocol == "TLS" || Unknown(l.Protocol) {
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
	{Rule{
		ID: "privatelink/tls-certificate-arn", Severity: Error,
		Summary: "A certificate is named by its ARN in ACM or IAM.",
		AWS:     "CertificateNotFound: The specified certificate does not exist.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
		Fix:     "use the certificate's ARN, such as arn:aws:acm:us-east-1:111122223333:certificate/…",
	}, eachListener(func(_ Provider, l Listener, field fieldNamer, broken report) {
		for i, arn := range l.Certificates {
			if !Unknown(arn) && !certificateArn.MatchString(arn) {
				broken(field(at("Certificates", i, "")), "%q is no certificate ARN", arn)
			}
		}
	})},
	{Rule{
		ID: "privatelink/tls-certificate-region", Severity: Error,
		Summary: "A listener's certificates in ACM are of its own Region.",
		AWS:     "CertificateNotFound: The specified certificate does not exist.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html",
		Fix:     "request or import the certificate in the service's Region",
	}, eachListener(func(p Provider, l Listener, field fieldNamer, broken report) {
		for i, arn := range l.Certificates {
			if parts := strings.Split(arn, ":"); certificateArn.MatchString(arn) && parts[2] == "acm" && Known(p.Region) && parts[3] != p.Region {
				broken(field(at("Certificates", i, "")), "is in %s, but the service in %s", parts[3], p.Region)
			}
		}
	})},
	{Rule{
		ID: "privatelink/tls-certificate-count", Severity: Error,
		Summary: "A load balancer has at most 25 certificates beside its listeners' default ones.",
		Source:  docLimits,
		Fix:     "use certificates with several names, or have the quota raised and split the listeners",
	}, func(p Provider, broken report) {
		more := 0
		for _, l := range p.Listeners {
			more += max(0, len(l.Certificates)-1)
		}
		if more > maxCertificates {
			broken("Listeners", "have %d certificates beside the default ones", more)
		}
	}},
	{Rule{
		ID: "privatelink/tls-alpn", Severity: Error,
		Summary: "An ALPN policy is one of AWS's.",
		Source:  docListeners,
		Fix:     "use HTTP1Only, HTTP2Only, HTTP2Optional or HTTP2Preferred",
	}, eachListener(func(_ Provider, l Listener, field fieldNamer, broken report) {
		switch l.AlpnPolicy {
		case "", "None", "HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred":
		default:
			if !Unknown(l.AlpnPolicy) {
				broken(field("AlpnPolicy"), "%q is no policy", l.AlpnPolicy)
			}
		}
	})},
	{Rule{
		ID: "privatelink/idle-timeout", Severity: Error,
		Summary: "The idle timeout of a TCP listener is 60-6000 whole seconds; that of others is fixed.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html",
		Fix:     "use 60 to 6000 whole seconds on TCP listeners only",
	}, eachListener(func(_ Provider, l Listener, field fieldNamer, broken report) {
		if l.IdleTimeout != 0 && l.Protocol != "TCP" && !Unknown(l.Protocol) {
			broken(field("IdleTimeout"), "is set, but the listener speaks %s", l.Protocol)
			return
		}
		durationWithin(l.IdleTimeout, 60, 6000, field("IdleTimeout"), broken)
	})},
	{Rule{
		ID: "privatelink/idle-timeout-regions", Severity: Error,
		Summary: "A service with a custom idle timeout cannot be offered to other Regions.",
		Source:  docShare,
		Fix:     "leave IdleTimeout unset, and have clients send keepalives",
	}, eachListener(func(p Provider, l Listener, field fieldNamer, broken report) {
		if l.IdleTimeout != 0 && len(p.OtherRegions()) > 0 {
			broken(field("IdleTimeout"), "is set, but the service is offered to %s", p.OtherRegions()[0])
		}
	})},
	{Rule{
		ID: "privatelink/listener-one-form", Severity: Error,
		Summary: "A listener's target group is described in place or within TargetGroups, not both.",
		Source:  docListeners,
		Fix:     "move Targets, TargetProtocol and HealthCheck into TargetGroups",
	}, eachListener(func(_ Provider, l Listener, field fieldNamer, broken report) {
		if l.BothForms {
			broken(field("TargetGroups"), "is set beside Targets, TargetProtocol or HealthCheck")
		}
	})},
	{Rule{
		ID: "privatelink/listener-exists", Severity: Error,
		Summary: "Existing load balancers bring their listeners along: here they are only described.",
		Source:  docService,
		Fix:     "give Port and Protocol only; add the listener to the load balancer itself",
	}, eachListener(func(p Provider, l Listener, field fieldNamer, broken report) {
		switch {
		case len(p.Existing) == 0:
		case l.HasTargets:
			broken(field("Targets"), "is set, but the load balancer exists already")
		case !l.Described:
			broken(field("Port"), "is not all that is set, but the load balancer exists already")
		}
	})},
	{Rule{
		ID: "privatelink/quic-alone", Severity: Error,
		Summary: "A load balancer has one QUIC or TCP_QUIC listener, and then none for UDP or TCP_UDP.",
		Source:  docNewListener,
		Fix:     "offer the other ports by a second service",
	}, func(p Provider, broken report) {
		quic := -1
		for i, l := range p.Listeners {
			if !isQUIC(l.Protocol) {
				continue
			}
			if quic >= 0 {
				broken(at("Listeners", i, "Protocol"), "%s is the second QUIC listener after %s", l.Protocol, at("Listeners", quic, ""))
				continue
			}
			quic = i
		}
		for i, l := range p.Listeners {
			if quic >= 0 && (l.Protocol == "UDP" || l.Protocol == "TCP_UDP") {
				broken(at("Listeners", i, "Protocol"), "%s cannot stand beside QUIC in %s", l.Protocol, at("Listeners", quic, ""))
			}
		}
	}},
	{Rule{
		ID: "privatelink/quic-load-balancer", Severity: Error,
		Summary: "QUIC needs a load balancer without security groups and without IPv6.",
		Source:  docNewListener,
		Fix:     "set LoadBalancer.Security to NoSecurityGroup() and leave DualStack off, or use UDP",
	}, eachListener(func(p Provider, l Listener, field fieldNamer, broken report) {
		if !isQUIC(l.Protocol) || len(p.Existing) > 0 {
			return
		}
		if p.LoadBalancer.Security.Kind != NoGroup {
			broken(field("Protocol"), "%s needs a load balancer without security groups", l.Protocol)
		}
		if p.LoadBalancer.DualStack {
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

// OtherRegions are the supported Regions that are known not to be the service's
// own.
func (p Provider) OtherRegions() []string {
	return slices.DeleteFunc(slices.Clone(p.SupportedRegions), func(region string) bool {
		return !Known(region) || !Known(p.Region) || region == p.Region
	})
}

// fieldNamer gives the path of a field.
type fieldNamer func(name string) string

// eachListener runs a check on every listener.
func eachListener(check func(p Provider, l Listener, field fieldNamer, broken report)) func(Provider, report) {
	return func(p Provider, broken report) {
		for i, l := range p.Listeners {
			check(p, l, func(name string) string { return at("Listeners", i, name) }, broken)
		}
	}
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
