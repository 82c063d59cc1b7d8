package demand

// Demands about health checks.
var (
	HealthProtocol = about(HealthChecks, Demand{
		ID: "health-protocol", Severity: Error, Needed: true,
		Summary: "Health checks speak TCP, HTTP or HTTPS.",
		Code:    "ValidationError",
		Source:  docHealth,
		Fix:     "use TCPConnection, HTTP or HTTPS",
	})
	HealthHttpOnly = about(HealthChecks, Demand{
		ID: "health-http-only", Severity: Error, Needed: true,
		Summary: "Path and HealthyCodes belong to HTTP and HTTPS health checks.",
		Code:    "InvalidConfigurationRequest",
		Source:  docCfnTarget,
		Fix:     "set the health check's Protocol to HTTP or HTTPS, or drop the field",
	})
	HealthPath = about(HealthChecks, Demand{
		ID: "health-path", Severity: Error,
		Summary: "A health check's path starts with / and has at most 1,024 characters.",
		Code:    "ValidationError",
		Source:  docCfnTarget,
		Fix:     "use a path such as /healthz",
	})
	HealthCodes = about(HealthChecks, Demand{
		ID: "health-codes", Severity: Error,
		Summary: "HealthyCodes are HTTP codes from 200 to 599: one, a list or a range.",
		Code:    "ValidationError",
		Source:  docCfnTarget,
		Fix:     "use codes such as \"200\", \"200,204\" or \"200-399\"",
	})
	HealthPort = about(HealthChecks, Demand{
		ID: "health-port", Severity: Error,
		Summary: "A health check's port is 1-65535.",
		Code:    "ValidationError",
		Source:  docHealth,
		Fix:     "use a port from 1 to 65535, or leave it unset for the traffic port",
	})
	HealthInterval = about(HealthChecks, Demand{
		ID: "health-interval", Severity: Error, Needed: true,
		Summary: "A health check's interval is 5-300 whole seconds.",
		Code:    "ValidationError",
		Source:  docHealth,
		Fix:     "use 5 to 300 whole seconds",
	})
	HealthTimeout = about(HealthChecks, Demand{
		ID: "health-timeout", Severity: Error, Needed: true,
		Summary: "A health check's timeout is 2-120 whole seconds.",
		Code:    "ValidationError",
		Source:  docHealth,
		Fix:     "use 2 to 120 whole seconds",
	})
	HealthTimeoutInterval = about(HealthChecks, Demand{
		ID: "health-timeout-interval", Severity: Error, Needed: true,
		Summary: "A health check's timeout is not longer than its interval.",
		Code:    "ValidationError",
		AWS:     "Health check timeout '…' must be smaller than or equal to the interval '…'",
		Source:  "https://github.com/aws/aws-cdk/pull/26031",
		Fix:     "lengthen Interval, or set a shorter Timeout",
	})
	HealthThreshold = about(HealthChecks, Demand{
		ID: "health-threshold", Severity: Error, Needed: true,
		Summary: "A health check's thresholds are 2-10 checks.",
		Code:    "ValidationError",
		Source:  docHealth,
		Fix:     "use 2 to 10",
	})
	AlbHealthProtocol = about(HealthChecks, Demand{
		ID: "alb-health-protocol", Severity: Error,
		Summary: "Application Load Balancers are checked by HTTP or HTTPS.",
		Code:    "InvalidConfigurationRequest",
		Source:  docALB,
		Fix:     "use HTTP or HTTPS, or leave it unset",
	})
	HealthUdp = about(HealthChecks, Demand{
		ID: "health-udp", Severity: Warning,
		Summary: "Health checks never speak UDP: unless a target answers TCP on the same port, it is never healthy.",
		Source:  docHealth,
		Fix:     "name a port that the targets answer TCP or HTTP on: HealthCheck.Port",
	})
)
