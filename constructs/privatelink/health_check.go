package privatelink

import (
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// HealthCheckProtocol is what a health check speaks.
type HealthCheckProtocol string

const (
	// TCPConnection only connects.
	TCPConnection HealthCheckProtocol = "TCP"
	// HTTP asks for a path.
	HTTP HealthCheckProtocol = "HTTP"
	// HTTPS asks for a path; the target's certificate is not verified.
	HTTPS HealthCheckProtocol = "HTTPS"
)

// HealthCheck says when a target gets connections. The zero value is AWS's
// default: a TCP connection to the traffic port.
type HealthCheck struct {
	// Protocol is [TCPConnection], [HTTP] or [HTTPS]; Application Load Balancers take
	// the latter two only.
	// Default: TCPConnection; for Application Load Balancers HTTPS on port 443, else
	// HTTP.
	Protocol HealthCheckProtocol

	// Port that is checked, 1-65535. The targets' security groups are opened for
	// the load balancer's.
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

func (h HealthCheck) plan() plan.HealthCheck {
	return plan.HealthCheck{
		Protocol:           string(h.Protocol),
		Port:               h.Port,
		Path:               h.Path,
		HealthyCodes:       h.HealthyCodes,
		Interval:           h.Interval,
		Timeout:            h.Timeout,
		HealthyThreshold:   h.HealthyThreshold,
		UnhealthyThreshold: h.UnhealthyThreshold,
	}
}
