package rules

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// ProviderAlarms are the alarms of a provider that is there.
type ProviderAlarms struct {
	plan.Alarms
	Provider plan.Provider
}

// ConsumerAlarms are the alarms of a consumer that is there.
type ConsumerAlarms struct {
	plan.Alarms
	Consumer plan.Consumer
}

// Dashboard is what a dashboard is to show.
type Dashboard struct {
	// Name is empty where CloudFormation makes one up.
	Name string
	// Parts is how many services and endpoints there are.
	Parts int
	// MissingServices and MissingEndpoints are the positions of nil ones.
	MissingServices, MissingEndpoints []int
}

// CheckProviderAlarms returns what can't be alarmed of a provider.
func CheckProviderAlarms(facts ProviderAlarms) []Finding { return check(providerAlarmRules, facts) }

// CheckConsumerAlarms returns what can't be alarmed of a consumer.
func CheckConsumerAlarms(facts ConsumerAlarms) []Finding {
	return append(CheckMetrics(facts.Consumer), check(consumerAlarmRules, facts)...)
}

// CheckMetrics returns why AWS has no metrics of a consumer's endpoint.
func CheckMetrics(facts plan.Consumer) []Finding { return check(metricRules, facts) }

// CheckDashboard returns what a dashboard can't show.
func CheckDashboard(facts Dashboard) []Finding { return check(dashboardRules, facts) }

var metricRules = []row[plan.Consumer]{
	{demand.MetricsLattice, func(c plan.Consumer, broken report) {
		if c.Service.IsLattice() {
			broken("Service", "is one of VPC Lattice")
		}
	}},
	{demand.MetricsRegion, func(c plan.Consumer, broken report) {
		if c.IsElsewhere() {
			broken("Service.Region", "is %s, but the consumer is in %s", c.Service.Region, c.Region)
		}
	}},
}

var providerAlarmRules = []row[ProviderAlarms]{
	{demand.AlarmsOnce, func(a ProviderAlarms, broken report) { once(a.Alarms, broken) }},
	{demand.AlarmThreshold, func(a ProviderAlarms, broken report) { thresholds(a.Alarms, plan.RstPacketsSent, broken) }},
	{demand.AlarmMetric, func(a ProviderAlarms, broken report) {
		without(a.Alarms, plan.ProviderMetrics, broken)
		if a.Thresholds[plan.ClientTlsNegotiationErrorCount] > 0 && !a.Provider.SpeaksTls() {
			broken("ClientTlsNegotiationErrorCount", "is set, but the service has no TLS listener")
		}
		if a.Thresholds[plan.HealthyHostCount] > 0 && a.Provider.Exists() {
			broken("HealthyHostCount", "is set, but the target groups of existing load balancers are not known")
		}
	}},
	{demand.AlarmAction, func(a ProviderAlarms, broken report) { actions(a.Alarms, broken) }},
}

var consumerAlarmRules = []row[ConsumerAlarms]{
	{demand.AlarmsOnce, func(a ConsumerAlarms, broken report) { once(a.Alarms, broken) }},
	{demand.AlarmThreshold, func(a ConsumerAlarms, broken report) { thresholds(a.Alarms, plan.PacketsDropped, broken) }},
	{demand.AlarmMetric, func(a ConsumerAlarms, broken report) { without(a.Alarms, plan.ConsumerMetrics, broken) }},
	{demand.AlarmAction, func(a ConsumerAlarms, broken report) { actions(a.Alarms, broken) }},
}

var dashboardRules = []row[Dashboard]{
	{demand.DashboardParts, func(d Dashboard, broken report) {
		if d.Parts == 0 {
			broken("Services", "is required, or Endpoints, but both are empty")
		}
		missing("Services", d.MissingServices, broken)
		missing("Endpoints", d.MissingEndpoints, broken)
	}},
	{demand.DashboardName, func(d Dashboard, broken report) {
		if plan.Known(d.Name) && !dashboardName.MatchString(d.Name) {
			broken("Name", "%q is not such a name", d.Name)
		}
	}},
}

var dashboardName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`)

func once(a plan.Alarms, broken report) {
	if a.Again {
		broken("Alarms", "are there already")
	}
}

// thresholds looks at those that are given, and at the one that has to be.
func thresholds(a plan.Alarms, required string, broken report) {
	for _, metric := range slices.Sorted(maps.Keys(a.Thresholds)) {
		switch n := a.Thresholds[metric]; {
		case n < -1<<53:
			broken(thresholdField(metric), "is a number token in an int: CDK can't fill it in here")
		case n < 0:
			broken(thresholdField(metric), "%d is not a threshold", n)
		case n == 0 && metric == required && a.Has(metric):
			broken(thresholdField(metric), "is required, but 0")
		}
	}
}

// thresholdField is the field that holds a metric's threshold, in the CDK's spelling.
func thresholdField(metric string) string {
	return strings.NewReplacer("_", "", "TCP", "Tcp", "ELB", "Elb", "TLS", "Tls").Replace(metric)
}

func without(a plan.Alarms, known []string, broken report) {
	for i, metric := range a.Without {
		if !slices.Contains(known, metric) && !plan.Unknown(metric) {
			broken(at("Without", i, ""), "%q is not among them: %s", metric, strings.Join(known, ", "))
		}
	}
}

func actions(a plan.Alarms, broken report) {
	for _, list := range []struct {
		field   string
		count   int
		missing []int
	}{{"Actions", a.Actions, a.MissingActions}, {"OkActions", a.OkActions, a.MissingOkActions}} {
		for _, i := range list.missing {
			broken(at(list.field, i, ""), "is nil, or has no ARN")
		}
		if list.count > 5 {
			broken(list.field, "are %d", list.count)
		}
	}
}

func missing(list string, positions []int, broken report) {
	for _, i := range positions {
		broken(at(list, i, ""), "is nil")
	}
}
