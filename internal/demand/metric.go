package demand

// Demands about metrics, alarms and dashboards.
var (
	MetricsLattice = about(Metrics, Demand{
		ID: "metrics-lattice", Severity: Error, Needed: true,
		Summary: "AWS publishes metrics of interface endpoints in AWS/PrivateLinkEndpoints, and those of VPC Lattice in AWS/VpcLattice.",
		Source:  docMetrics,
		Fix:     "watch AWS/VpcLattice instead, by awscloudwatch.NewMetric",
	})
	MetricsRegion = about(Metrics, Demand{
		ID: "metrics-region", Severity: Error,
		Summary: "AWS publishes no metrics of endpoints to services of other Regions.",
		Source:  docMetrics,
		Fix:     "watch the service where it is, by its provider's Metrics, or count in the clients",
	})
	AlarmsOnce = about(Metrics, Demand{
		ID: "alarms-once", Severity: Error, Needed: true,
		Summary: "The alarms of a service or an endpoint are made once.",
		Source:  docAlarms,
		Fix:     "call AddAlarms once, and make others of Metrics, such as orders.Metrics().NewConnections().CreateAlarm",
	})
	AlarmThreshold = about(Metrics, Demand{
		ID: "alarm-threshold", Severity: Error,
		Summary: "An alarm that AWS recommends, and whose threshold it leaves to the user, has one: more than 0, of a minute.",
		Source:  docAlarms,
		Fix:     "set what a quiet minute stays below, such as 100, and lower it once its graph is known; or list the metric in Without",
	})
	AlarmMetric = about(Metrics, Demand{
		ID: "alarm-metric", Severity: Error,
		Summary: "An alarm is of a metric that AWS publishes of the service or endpoint; of another one, it never goes off.",
		Source:  docMetrics,
		Fix:     "leave it out",
	})
	AlarmAction = about(Metrics, Demand{
		ID: "alarm-action", Severity: Error, Needed: true,
		Summary: "An alarm's actions are there, and five at most.",
		Source:  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
		Fix:     "pass AlarmAction with the ARN of a topic, one of awscloudwatchactions, or none; have a topic tell more than five",
	})
	DashboardName = about(Metrics, Demand{
		ID: "dashboard-name", Severity: Error, Needed: true,
		Summary: "A dashboard's name is of letters, digits, - and _, 255 at most.",
		Source:  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
		Fix:     "use such a name, or leave Name unset",
	})
	DashboardParts = about(Metrics, Demand{
		ID: "dashboard-parts", Severity: Error, Needed: true,
		Summary: "A dashboard shows a service or an endpoint at least.",
		Source:  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html",
		Fix:     "list services or endpoints of this app, and no nil",
	})
)
