package privatelink

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawscloudwatch"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// DashboardProps say what a [Dashboard] shows.
type DashboardProps struct {
	// Services whose side is shown, with the alarms that they have by then.
	// Required, or Endpoints.
	Services []*ProviderService

	// Endpoints whose side is shown, with the alarms that they have by then.
	// Required, or Services.
	Endpoints []*ConsumerEndpoint

	// Name of the dashboard. One that has a name can't be replaced by an update.
	// Default: CloudFormation makes one up.
	Name string
}

// Validate returns an [*Error] with everything that is wrong with these props, or nil. It
// builds nothing; [NewDashboard] checks the same.
func (props *DashboardProps) Validate() error {
	if err, _ := (site{kind: "DashboardProps"}).decide(rules.CheckDashboard(cdk.OwnCopy(props).facts())); err != nil {
		return err
	}
	return nil
}

func (props *DashboardProps) facts() rules.Dashboard {
	facts := rules.Dashboard{Name: props.Name, Parts: len(props.Services) + len(props.Endpoints)}
	for i, service := range props.Services {
		if service == nil || service.EndpointService == nil {
			facts.MissingServices = append(facts.MissingServices, i)
		}
	}
	for i, endpoint := range props.Endpoints {
		if endpoint == nil || endpoint.Endpoint == nil {
			facts.MissingEndpoints = append(facts.MissingEndpoints, i)
		}
	}
	return facts
}

// Dashboard is one page of services and endpoints, for the night that something breaks: is
// it reachable, who uses it, and where does it break. It finds zones and consumers by
// itself, also those that come later.
//
// It refers to what it shows, so one in another stack keeps that from being taken away: give
// each side's stack a page of its own. AWS gives three dashboards of up to 50 metrics for
// nothing; others cost 3 US dollars a month.
type Dashboard struct {
	constructs.Construct

	// Dashboard is the page itself.
	Dashboard awscloudwatch.Dashboard
}

// NewDashboard makes a dashboard. It panics with an [*Error] that lists every broken rule,
// before anything is built.
func NewDashboard(scope constructs.Construct, id string, props *DashboardProps) *Dashboard {
	props = cdk.OwnCopy(props)
	if err, _ := (site{"Dashboard", scope, id}).decide(rules.CheckDashboard(props.facts())); err != nil {
		panic(err)
	}
	d := &Dashboard{}
	constructs.NewConstruct_Override(d, scope, &id)
	d.Dashboard = awscloudwatch.NewDashboard(d, jsii.String("Dashboard"), &awscloudwatch.DashboardProps{
		DashboardName:   cdk.Optional(props.Name),
		DefaultInterval: awscdk.Duration_Hours(jsii.Number(3)),
		PeriodOverride:  awscloudwatch.PeriodOverride_INHERIT,
	})
	for _, service := range props.Services {
		d.addService(service)
	}
	for _, endpoint := range props.Endpoints {
		d.addEndpoint(endpoint)
	}
	return d
}

// Url is where the page is, in the console.
func (d *Dashboard) Url() string {
	region := *awscdk.Stack_Of(d).Region()
	host, known := consoles[partition.Of(region)]
	if !known {
		host = consoles["aws"]
	}
	return "https://" + host + "/cloudwatch/home?region=" + region + "#dashboards/dashboard/" + *d.Dashboard.DashboardName()
}

// consoles are the hosts of CloudWatch's consoles by partition.
//
// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/multi-time-series-alarm.html, the same page of
// https://docs.amazonaws.cn, and https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cw.html
var consoles = map[string]string{
	"aws": "console.aws.amazon.com", "aws-us-gov": "console.amazonaws-us-gov.com", "aws-cn": "console.amazonaws.cn",
}

// The page is a grid of 24 columns.
const (
	wholeWidth  = 24
	rowHeight   = 6
	titleHeight = 2
)

// addService adds the rows of a service, one for each question.
func (d *Dashboard) addService(p *ProviderService) {
	metrics, find := p.Metrics(), finder{p.plan.Region, servicesNamespace, "Service Id", p.ServiceId()}
	d.title("Service "+cdk.PathOf(p), "`"+p.ServiceName()+"`", p.Alarms)

	health := graph{title: "Reachable? Healthy targets"}
	unhealthy := graph{title: "Reachable? Unhealthy targets"}
	for _, group := range p.measuredGroups() {
		of := metrics.targetGroup(group)
		health.addAs("target group "+group.name, of.HealthyHostCount())
		unhealthy.addAs("target group "+group.name, of.UnHealthyHostCount())
	}
	zones := graph{title: "Reachable? All zones healthy (1), or not (0)"}
	breaks := graph{title: "Breaks? Resets, by sender"}
	blocked := graph{title: "Breaks? Blocked, rejected, dropped"}
	tls := graph{title: "Breaks? TLS handshakes that fail"}
	for _, balancer := range metrics.LoadBalancers() {
		zones.add(balancer.ZonalHealthStatus())
		breaks.add(balancer.TcpElbResetCount(), balancer.TcpTargetResetCount(), balancer.TcpClientResetCount())
		blocked.add(balancer.RejectedFlowCount(), balancer.PortAllocationErrorCount())
		for _, transport := range p.plan.BlocksInbound() {
			blocked.add(balancer.blocked("Inbound", transport))
		}
		for _, transport := range p.plan.BlocksOutbound() {
			blocked.add(balancer.blocked("Outbound", transport))
		}
		if p.plan.SpeaksTls() {
			tls.add(balancer.ClientTlsNegotiationErrorCount(), balancer.TargetTlsNegotiationErrorCount())
		}
	}
	connected := graph{title: "Reachable? Connected endpoints", metrics: []awscloudwatch.IMetric{metrics.EndpointsCount()}}
	d.row(connected, health, unhealthy, zones)
	d.row(
		graph{title: "Who? New connections, by endpoint", metrics: find.by("NewConnections", "Sum", "VPC Endpoint Id")},
		graph{title: "Who? Active connections, by endpoint", metrics: find.by("ActiveConnections", "Maximum", "VPC Endpoint Id")},
		graph{title: "Who? Bytes, by endpoint", metrics: find.by("BytesProcessed", "Sum", "VPC Endpoint Id")},
	)
	d.row(
		graph{title: "Breaks? Resets sent, by zone", metrics: find.by("RstPacketsSent", "Sum", "Az", "Load Balancer Arn")},
		graph{title: "Breaks? Resets sent, by endpoint", metrics: find.by("RstPacketsSent", "Sum", "VPC Endpoint Id")},
		breaks, blocked, tls,
	)
}

// addEndpoint adds the rows of an endpoint.
func (d *Dashboard) addEndpoint(c *ConsumerEndpoint) {
	id := "`" + *c.Endpoint.VpcEndpointId() + "`"
	if len(rules.CheckMetrics(c.plan)) > 0 {
		d.title("Endpoint "+cdk.PathOf(c), id+", of which AWS publishes no metrics in "+endpointsNamespace+".", nil)
		return
	}
	d.title("Endpoint "+cdk.PathOf(c), id, c.Alarms)
	opened := graph{title: "Reachable? New connections, by subnet"}
	active := graph{title: "Who? Active connections, by subnet"}
	bytes := graph{title: "Who? Bytes, by subnet"}
	dropped := graph{title: "Breaks? Packets dropped, by subnet"}
	resets := graph{title: "Breaks? Resets received, by subnet"}
	for i, subnet := range c.Metrics().Subnets() {
		zone := c.plan.Zones[c.plan.Taken[i]]
		opened.addAs(zone, subnet.NewConnections())
		active.addAs(zone, subnet.ActiveConnections())
		bytes.addAs(zone, subnet.BytesProcessed())
		dropped.addAs(zone, subnet.PacketsDropped())
		resets.addAs(zone, subnet.RstPacketsReceived())
	}
	d.row(opened, active, bytes)
	d.row(dropped, resets)
}

// title adds a heading with the link to what to do, and the alarms' states.
func (d *Dashboard) title(heading, text string, alarms []awscloudwatch.Alarm) {
	d.Dashboard.AddWidgets(awscloudwatch.NewTextWidget(&awscloudwatch.TextWidgetProps{
		Markdown: jsii.String("## " + heading + "\n" + text + " [What to do](" + operating + ")"),
		Width:    jsii.Number(wholeWidth), Height: jsii.Number(titleHeight),
	}))
	for part := range slices.Chunk(alarms, mostAlarms) {
		var shown []interfacesawscloudwatch.IAlarmRef
		for _, one := range part {
			shown = append(shown, one)
		}
		const inARow = 4
		d.Dashboard.AddWidgets(awscloudwatch.NewAlarmStatusWidget(&awscloudwatch.AlarmStatusWidgetProps{
			Title: jsii.String("Alarms"), Alarms: &shown,
			Width: jsii.Number(wholeWidth), Height: jsii.Number(1 + (len(shown)+inARow-1)/inARow),
		}))
	}
}

// mostAlarms is how many alarms one widget shows.
//
// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
const mostAlarms = 100

// graph is a picture of metrics over time.
type graph struct {
	title   string
	metrics []awscloudwatch.IMetric
}

func (g *graph) add(metrics ...awscloudwatch.Metric) {
	for _, metric := range metrics {
		g.metrics = append(g.metrics, metric)
	}
}

// addAs adds a metric by a label; by CloudWatch's own, its dimensions, where that isn't
// known.
func (g *graph) addAs(label string, metric awscloudwatch.Metric) {
	if plan.Known(label) {
		metric = metric.With(&awscloudwatch.MetricOptions{Label: &label})
	}
	g.metrics = append(g.metrics, metric)
}

// row adds graphs side by side, but for those that show nothing.
func (d *Dashboard) row(graphs ...graph) {
	var shown []graph
	for _, g := range graphs {
		if len(g.metrics) > 0 {
			shown = append(shown, g)
		}
	}
	var widgets []awscloudwatch.IWidget
	for _, g := range shown {
		metrics := g.metrics
		widgets = append(widgets, awscloudwatch.NewGraphWidget(&awscloudwatch.GraphWidgetProps{
			Title: jsii.String(g.title), Left: &metrics,
			LeftYAxis: &awscloudwatch.YAxisProps{Min: jsii.Number(0), ShowUnits: jsii.Bool(false)},
			Width:     jsii.Number(wholeWidth / len(shown)), Height: jsii.Number(rowHeight),
		}))
	}
	d.Dashboard.AddWidgets(widgets...)
}

// finder finds metrics of a namespace by the value of one dimension, whatever the others
// are: consumers and zones that nobody has to list.
type finder struct{ region, namespace, dimension, value string }

// by finds those of a metric that have just these dimensions besides.
//
// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
func (f finder) by(metric, statistic string, others ...string) []awscloudwatch.IMetric {
	schema := []string{f.namespace}
	for _, name := range append(others, f.dimension) {
		schema = append(schema, `"`+name+`"`)
	}
	props := &awscloudwatch.SearchExpressionProps{
		Expression: jsii.String(fmt.Sprintf(`SEARCH('{%s} MetricName="%s" "%s"="%s"', '%s', 60)`,
			strings.Join(schema, ","), metric, f.dimension, f.value, statistic)),
		Label:  jsii.String(""),
		Period: awscdk.Duration_Seconds(jsii.Number(time.Minute.Seconds())),
	}
	if plan.Known(f.region) {
		props.SearchRegion = &f.region
	}
	return []awscloudwatch.IMetric{awscloudwatch.NewSearchExpression(props)}
}
