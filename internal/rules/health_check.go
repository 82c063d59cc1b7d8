package rules

import (
	"strconv"
	"strings"
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

var healthRules = []row[plan.Provider]{
	{demand.HealthProtocol, eachHealthCheck(func(h plan.HealthCheck, field fieldNamer, broken report) {
		switch {
		case h.Protocol == "", h.Protocol == "TCP", h.Protocol == "HTTP", h.Protocol == "HTTPS", plan.Unknown(h.Protocol):
		default:
			broken(field("Protocol"), "%q is not a valid protocol of a health check", h.Protocol)
		}
	})},
	{demand.HealthHttpOnly, eachHealthCheck(func(h plan.HealthCheck, field fieldNamer, broken report) {
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
	{demand.HealthPath, eachHealthCheck(func(h plan.HealthCheck, field fieldNamer, broken report) {
		switch {
		case !plan.Known(h.Path):
		case !strings.HasPrefix(h.Path, "/"):
			broken(field("Path"), "%q does not start with /", h.Path)
		case len(h.Path) > 1024:
			broken(field("Path"), "has %d characters", len(h.Path))
		}
	})},
	{demand.HealthCodes, eachHealthCheck(func(h plan.HealthCheck, field fieldNamer, broken report) {
		if plan.Known(h.HealthyCodes) && !validCodes(h.HealthyCodes) {
			broken(field("HealthyCodes"), "%q is not a list of codes from 200 to 599", h.HealthyCodes)
		}
	})},
	{demand.HealthPort, eachHealthCheck(func(h plan.HealthCheck, field fieldNamer, broken report) {
		if h.Port != 0 && !validPort(h.Port) {
			broken(field("Port"), "%s", noPort(h.Port))
		}
	})},
	{demand.HealthInterval, eachHealthCheck(func(h plan.HealthCheck, field fieldNamer, broken report) {
		durationWithin(h.Interval, 5, 300, field("Interval"), broken)
	})},
	{demand.HealthTimeout, eachHealthCheck(func(h plan.HealthCheck, field fieldNamer, broken report) {
		durationWithin(h.Timeout, 2, 120, field("Timeout"), broken)
	})},
	{demand.HealthTimeoutInterval, eachHealthCheck(func(h plan.HealthCheck, field fieldNamer, broken report) {
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
	{demand.HealthThreshold, eachHealthCheck(func(h plan.HealthCheck, field fieldNamer, broken report) {
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
	if protocol == "HTTP" || !plan.Known(protocol) { // The shorter one is no mistake.
		return 6 * time.Second
	}
	return 10 * time.Second
}

func eachHealthCheck(check func(h plan.HealthCheck, field fieldNamer, broken report)) func(plan.Provider, report) {
	return eachGroup(func(_ plan.Provider, _ plan.Listener, g plan.TargetGroup, field fieldNamer, broken report) {
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
