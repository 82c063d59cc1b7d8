package rules

import (
	"strconv"
	"strings"
	"time"
)

var healthRules = []row[Provider]{
	{Rule{
		ID: "privatelink/health-protocol", Severity: Error,
		Summary: "Health checks speak TCP, HTTP or HTTPS.",
		Source:  docHealth,
		Fix:     "use TCP, HTTP or HTTPS",
	}, eachHealthCheck(func(h HealthCheck, field fieldNamer, broken report) {
		switch {
		case h.Protocol == "TCP", h.Protocol == "HTTP", h.Protocol == "HTTPS", Unknown(h.Protocol):
		default:
			broken(field("Protocol"), "%q is no protocol of a health check", h.Protocol)
		}
	})},
	{Rule{
		ID: "privatelink/health-http-only", Severity: Error,
		Summary: "Path and HealthyCodes belong to HTTP and HTTPS health checks.",
		Source:  docCfnTarget,
		Fix:     "set the health check's Protocol to HTTP or HTTPS, or drop the field",
	}, eachHealthCheck(func(h HealthCheck, field fieldNamer, broken report) {
		if h.Protocol != "TCP" {
			return
		}
		if h.Path != "" {
			broken(field("Path"), "is set, but the health check speaks TCP")
		}
		if h.HealthyCodes != "" {
			broken(field("HealthyCodes"), "is set, but the health check speaks TCP")
		}
	})},
	{Rule{
		ID: "privatelink/health-path", Severity: Error,
		Summary: "A health check's path starts with / and has at most 1,024 characters.",
		Source:  docCfnTarget,
		Fix:     "use a path such as /healthz",
	}, eachHealthCheck(func(h HealthCheck, field fieldNamer, broken report) {
		switch {
		case !Known(h.Path):
		case !strings.HasPrefix(h.Path, "/"):
			broken(field("Path"), "%q does not start with /", h.Path)
		case len(h.Path) > 1024:
			broken(field("Path"), "has %d characters", len(h.Path))
		}
	})},
	{Rule{
		ID: "privatelink/health-codes", Severity: Error,
		Summary: "HealthyCodes are HTTP codes from 200 to 599: one, a list or a range.",
		Source:  docCfnTarget,
		Fix:     "use codes such as 200, 200,204 or 200-399",
	}, eachHealthCheck(func(h HealthCheck, field fieldNamer, broken report) {
		if Known(h.HealthyCodes) && !validCodes(h.HealthyCodes) {
			broken(field("HealthyCodes"), "%q is no list of codes from 200 to 599", h.HealthyCodes)
		}
	})},
	{Rule{
		ID: "privatelink/health-port", Severity: Error,
		Summary: "A health check's port is 1-65535.",
		Source:  docHealth,
		Fix:     "use a port from 1 to 65535, or leave it unset for the traffic port",
	}, eachHealthCheck(func(h HealthCheck, field fieldNamer, broken report) {
		if h.Port != 0 && !validPort(h.Port) {
			broken(field("Port"), "%s", noPort(h.Port))
		}
	})},
	{Rule{
		ID: "privatelink/health-interval", Severity: Error,
		Summary: "A health check's interval is 5-300 whole seconds.",
		Source:  docHealth,
		Fix:     "use 5 to 300 whole seconds",
	}, eachHealthCheck(func(h HealthCheck, field fieldNamer, broken report) {
		durationWithin(h.Interval, 5, 300, field("Interval"), broken)
	})},
	{Rule{
		ID: "privatelink/health-timeout", Severity: Error,
		Summary: "A health check's timeout is 2-120 whole seconds.",
		Source:  docHealth,
		Fix:     "use 2 to 120 whole seconds",
	}, eachHealthCheck(func(h HealthCheck, field fieldNamer, broken report) {
		durationWithin(h.Timeout, 2, 120, field("Timeout"), broken)
	})},
	{Rule{
		ID: "privatelink/health-timeout-interval", Severity: Error,
		Summary: "A health check's timeout is not longer than its interval.",
		Source:  "https://github.com/aws/aws-cdk/pull/26031",
		Fix:     "lengthen Interval, or set a shorter Timeout",
	}, eachHealthCheck(func(h HealthCheck, field fieldNamer, broken report) {
		interval, timeout := h.Interval, h.Timeout
		if interval == 0 {
			interval = defaultInterval
		}
		if timeout == 0 {
			timeout = defaultTimeout(h.Protocol)
		}
		if timeout > interval {
			broken(field("Interval"), "%s is shorter than the timeout of %s", interval, timeout)
		}
	})},
	{Rule{
		ID: "privatelink/health-threshold", Severity: Error,
		Summary: "A health check's thresholds are 2-10 checks.",
		Source:  docHealth,
		Fix:     "use 2 to 10",
	}, eachHealthCheck(func(h HealthCheck, field fieldNamer, broken report) {
		for _, t := range []struct {
			name  string
			value int
		}{{"HealthyThreshold", h.HealthyThreshold}, {"UnhealthyThreshold", h.UnhealthyThreshold}} {
			if t.value != 0 && (t.value < 2 || t.value > 10) {
				broken(field(t.name), "%d is out of range", t.value)
			}
		}
	})},
}

// defaultInterval and defaultTimeout are AWS's.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
const defaultInterval = 30 * time.Second

func defaultTimeout(protocol string) time.Duration {
	if protocol == "HTTP" {
		return 6 * time.Second
	}
	return 10 * time.Second
}

func eachHealthCheck(check func(h HealthCheck, field fieldNamer, broken report)) func(Provider, report) {
	return eachGroup(func(_ Provider, _ Listener, g TargetGroup, field fieldNamer, broken report) {
		if !g.Existing {
			check(g.HealthCheck, func(name string) string { return field("HealthCheck." + name) }, broken)
		}
	})
}

// validCodes accepts 200, 200,204 and 200-399, and mixtures.
func validCodes(codes string) bool {
	for _, part := range strings.Split(codes, ",") {
		low, high, isRange := strings.Cut(part, "-")
		if !isRange {
			high = low
		}
		l, errL := strconv.Atoi(low)
		h, errH := strconv.Atoi(high)
		if len(low) != 3 || len(high) != 3 || errL != nil || errH != nil || l < 200 || h > 599 || l > h {
			return false
		}
	}
	return true
}
