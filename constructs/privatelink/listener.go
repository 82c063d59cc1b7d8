package privatelink

import "time"

// Protocol is what a listener, a target group, a health check or a service's
// port speaks.
type Protocol string

const (
	// TCP is a listener that hands connections through, or the health check that
	// only connects.
	TCP Protocol = "TCP"
	// TLS is a listener that ends the clients' TLS with its certificate.
	TLS Protocol = "TLS"
	// UDP is a port of a service described by a [Contract].
	UDP Protocol = "UDP"
	// TCPUDP is a port of a service described by a [Contract] that takes both.
	TCPUDP Protocol = "TCP_UDP"
	// HTTP is a health check.
	HTTP Protocol = "HTTP"
	// HTTPS is a health check; the target's certificate is not verified.
	HTTPS Protocol = "HTTPS"
)

// DefaultSslPolicy is the security policy of a TLS listener that names none:
// TLS 1.3 and 1.2 with forward secrecy, and post-quantum key exchange for
// clients that can.
//
// It is AWS's recommendation and the console's default; CloudFormation's own
// default is a policy of 2016.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html
const DefaultSslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"

// Listener is a port of the service, with the target group behind it.
type Listener struct {
	// Port that consumers connect to: 1-65535, no two listeners the same.
	// Required.
	Port int

	// Targets that connections are forwarded to, all instances or all addresses.
	// The first one's port is the target group's; it may differ from Port.
	// Required: at least one.
	Targets []Target

	// Protocol that consumers speak: TCP or TLS. TLS requires Certificates.
	// Default: TCP.
	Protocol Protocol

	// Certificates are the ARNs of the ACM or IAM certificates of a TLS listener:
	// the first is the default one, the others are chosen by the name that the
	// client asks for (SNI). Requires Protocol TLS, and excludes TCP.
	// Default: none.
	Certificates []string

	// SslPolicy is the name of a TLS listener's security policy. Requires
	// Protocol TLS.
	// Default: [DefaultSslPolicy].
	SslPolicy string

	// TargetProtocol is what the load balancer speaks with the targets: TCP, or,
	// behind a TLS listener, TLS to encrypt again.
	// Default: TCP.
	TargetProtocol Protocol

	// HealthCheck of the targets.
	// Default: a TCP connection to the traffic port every 30 seconds.
	HealthCheck HealthCheck
}

// HealthCheck says when a target gets connections. The zero value is AWS's
// default: a TCP connection to the traffic port.
type HealthCheck struct {
	// Protocol is TCP, HTTP or HTTPS.
	// Default: TCP.
	Protocol Protocol

	// Port that is checked, 1-65535. The targets' security groups are opened for
	// it as for the traffic port.
	// Default: each target's traffic port.
	Port int

	// Path that is requested, starting with "/". Requires Protocol HTTP or HTTPS.
	// Default: "/".
	Path string

	// HealthyCodes are the HTTP codes of a healthy target, such as "200" or
	// "200-204,301". Requires Protocol HTTP or HTTPS.
	// Default: "200-399".
	HealthyCodes string

	// Interval between checks: 5-300 seconds, not shorter than Timeout.
	// Default: 30 seconds.
	Interval time.Duration

	// Timeout of a check: 2-120 seconds.
	// Default: 6 seconds for HTTP, 10 for TCP and HTTPS.
	Timeout time.Duration

	// HealthyThreshold is how many checks in a row must pass: 2-10.
	// Default: 5.
	HealthyThreshold int

	// UnhealthyThreshold is how many checks in a row must fail: 2-10.
	// Default: 2.
	UnhealthyThreshold int
}
