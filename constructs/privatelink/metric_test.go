package privatelink_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// published is what AWS's page says of a metric: the sets of dimensions that it is
// published with, as they stand there, and the statistics that it calls the most useful.
type published struct{ dimensions, statistics []string }

// Sets of dimensions that several metrics have.
var (
	ofService = []string{
		"Service Id", "Az, Service Id", "Load Balancer Arn, Service Id", "Az, Load Balancer Arn, Service Id", "Service Id, VPC Endpoint Id",
	}
	ofEndpoint = []string{
		"Endpoint Type, Service Name, VPC Endpoint Id, VPC Id", "Endpoint Type, Service Name, Subnet Id, VPC Endpoint Id, VPC Id",
	}
	ofBalancer = []string{"LoadBalancer", "AvailabilityZone, LoadBalancer"}
	ofTargets  = []string{"LoadBalancer, TargetGroup", "AvailabilityZone, LoadBalancer, TargetGroup"}
)

// awsPages are two pages of AWS's, row by row, as they were read on 2026-11-28:
// https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html and
// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
var awsPages = map[string]published{
	"AWS/PrivateLinkServices ActiveConnections": {ofService, []string{"Average", "Maximum"}},
	"AWS/PrivateLinkServices BytesProcessed":    {ofService, []string{"Average", "Sum", "Maximum"}},
	"AWS/PrivateLinkServices EndpointsCount":    {[]string{"Service Id"}, []string{"Average", "Maximum"}},
	"AWS/PrivateLinkServices NewConnections":    {ofService, []string{"Average", "Sum", "Maximum"}},
	"AWS/PrivateLinkServices RstPacketsSent":    {ofService, []string{"Average", "Sum", "Maximum"}},

	"AWS/PrivateLinkEndpoints ActiveConnections":  {ofEndpoint, []string{"Average", "Maximum", "Minimum"}},
	"AWS/PrivateLinkEndpoints BytesProcessed":     {ofEndpoint, []string{"Average", "Sum", "Maximum", "Minimum"}},
	"AWS/PrivateLinkEndpoints NewConnections":     {ofEndpoint, []string{"Average", "Sum", "Maximum", "Minimum"}},
	"AWS/PrivateLinkEndpoints PacketsDropped":     {ofEndpoint, []string{"Average", "Sum", "Maximum"}},
	"AWS/PrivateLinkEndpoints RstPacketsReceived": {ofEndpoint, []string{"Average", "Sum", "Maximum"}},

	"AWS/NetworkELB ClientTLSNegotiationErrorCount":             {[]string{"LoadBalancer"}, []string{"Sum"}},
	"AWS/NetworkELB HealthyHostCount":                           {ofTargets, []string{"Maximum", "Minimum"}},
	"AWS/NetworkELB PortAllocationErrorCount":                   {ofBalancer, []string{"Sum"}},
	"AWS/NetworkELB RejectedFlowCount":                          {ofBalancer, []string{"Average", "Maximum", "Minimum"}},
	"AWS/NetworkELB SecurityGroupBlockedFlowCount_Inbound_TCP":  {ofBalancer, []string{"Sum"}},
	"AWS/NetworkELB SecurityGroupBlockedFlowCount_Inbound_UDP":  {ofBalancer, []string{"Sum"}},
	"AWS/NetworkELB SecurityGroupBlockedFlowCount_Outbound_TCP": {ofBalancer, []string{"Sum"}},
	"AWS/NetworkELB SecurityGroupBlockedFlowCount_Outbound_UDP": {ofBalancer, []string{"Sum"}},
	"AWS/NetworkELB TargetTLSNegotiationErrorCount":             {[]string{"LoadBalancer"}, []string{"Sum"}},
	"AWS/NetworkELB TCP_Client_Reset_Count":                     {ofBalancer, []string{"Sum"}},
	"AWS/NetworkELB TCP_ELB_Reset_Count":                        {ofBalancer, []string{"Sum"}},
	"AWS/NetworkELB TCP_Target_Reset_Count":                     {ofBalancer, []string{"Sum"}},
	"AWS/NetworkELB UnHealthyHostCount":                         {ofTargets, []string{"Maximum", "Minimum"}},
	"AWS/NetworkELB ZonalHealthStatus":                          {ofBalancer, []string{"Maximum", "Minimum"}},
}

// called is a metric, and the call that gives it.
type called struct {
	call   string
	metric awscloudwatch.Metric
}

// connectionMetrics are those of a service, told apart in some way.
func connectionMetrics(prefix string, m privatelink.ConnectionMetrics) []called {
	return []called{
		{prefix + "ActiveConnections()", m.ActiveConnections()}, {prefix + "BytesProcessed()", m.BytesProcessed()},
		{prefix + "NewConnections()", m.NewConnections()}, {prefix + "RstPacketsSent()", m.RstPacketsSent()},
	}
}

func flowMetrics(prefix string, m privatelink.FlowMetrics) []called {
	return []called{
		{prefix + "PortAllocationErrorCount()", m.PortAllocationErrorCount()}, {prefix + "RejectedFlowCount()", m.RejectedFlowCount()},
		{prefix + "SecurityGroupBlockedFlowCountInboundTcp()", m.SecurityGroupBlockedFlowCountInboundTcp()},
		{prefix + "SecurityGroupBlockedFlowCountInboundUdp()", m.SecurityGroupBlockedFlowCountInboundUdp()},
		{prefix + "SecurityGroupBlockedFlowCountOutboundTcp()", m.SecurityGroupBlockedFlowCountOutboundTcp()},
		{prefix + "SecurityGroupBlockedFlowCountOutboundUdp()", m.SecurityGroupBlockedFlowCountOutboundUdp()},
		{prefix + "TcpClientResetCount()", m.TcpClientResetCount()}, {prefix + "TcpElbResetCount()", m.TcpElbResetCount()},
		{prefix + "TcpTargetResetCount()", m.TcpTargetResetCount()}, {prefix + "ZonalHealthStatus()", m.ZonalHealthStatus()},
	}
}

func targetMetrics(prefix string, m privatelink.TargetGroupMetrics) []called {
	return []called{{prefix + "HealthyHostCount()", m.HealthyHostCount()}, {prefix + "UnHealthyHostCount()", m.UnHealthyHostCount()}}
}

func endpointMetrics(prefix string, m privatelink.EndpointMetrics) []called {
	return []called{
		{prefix + "ActiveConnections()", m.ActiveConnections()}, {prefix + "BytesProcessed()", m.BytesProcessed()},
		{prefix + "NewConnections()", m.NewConnections()}, {prefix + "PacketsDropped()", m.PacketsDropped()},
		{prefix + "RstPacketsReceived()", m.RstPacketsReceived()},
	}
}

// everyMetric is every metric of a service and an endpoint.
func everyMetric(service *privatelink.ProviderService, endpoint *privatelink.ConsumerEndpoint) []called {
	m, c := service.Metrics(), endpoint.Metrics()
	balancer, group := m.LoadBalancers()[0], m.TargetGroups()[0]
	return slices.Concat(
		[]called{{"orders.Metrics().EndpointsCount()", m.EndpointsCount()}},
		connectionMetrics("orders.Metrics().", m.ConnectionMetrics),
		connectionMetrics("….InZone(az).", m.InZone("use1-az1")),
		connectionMetrics("….OfEndpoint(id).", m.OfEndpoint("vpce-0123456789abcdef0")),
		connectionMetrics("….LoadBalancers()[0].Service.", balancer.Service.ConnectionMetrics),
		connectionMetrics("….LoadBalancers()[0].Service.InZone(az).", balancer.Service.InZone("use1-az1")),
		[]called{
			{"….LoadBalancers()[0].ClientTlsNegotiationErrorCount()", balancer.ClientTlsNegotiationErrorCount()},
			{"….LoadBalancers()[0].TargetTlsNegotiationErrorCount()", balancer.TargetTlsNegotiationErrorCount()},
		},
		flowMetrics("….LoadBalancers()[0].", balancer.FlowMetrics),
		flowMetrics("….LoadBalancers()[0].InZone(zone).", balancer.InZone("us-east-1a")),
		targetMetrics("….TargetGroups()[0].", group),
		targetMetrics("….TargetGroups()[0].InZone(zone).", group.InZone("us-east-1a")),
		endpointMetrics("endpoint.Metrics().", c.EndpointMetrics),
		endpointMetrics("….Subnets()[0].", c.Subnets()[0]),
	)
}

// TestMetricsAreAWSs: each metric has a set of dimensions that AWS publishes it with, one
// of the statistics that it calls useful, and its period; and each such set is had.
func TestMetricsAreAWSs(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Stack", providerAccount, region)
	service, endpoint := newPair(stack, stack)
	had := map[string][]string{}
	for _, one := range everyMetric(service, endpoint) {
		key := *one.metric.Namespace() + " " + *one.metric.MetricName()
		set := strings.Join(slices.Sorted(maps.Keys(*one.metric.Dimensions())), ", ")
		had[key] = append(had[key], set)
		page, known := awsPages[key]
		switch {
		case !known:
			t.Errorf("%s: AWS has no %s", one.call, key)
		case !slices.Contains(page.dimensions, set):
			t.Errorf("%s: AWS doesn't publish %s with %s", one.call, key, set)
		case !slices.Contains(page.statistics, *one.metric.Statistic()):
			t.Errorf("%s: the %s of %s is of little use", one.call, *one.metric.Statistic(), key)
		}
		period := 60.0
		if *one.metric.MetricName() == "EndpointsCount" {
			period = 300
		}
		if got := *one.metric.Period().ToSeconds(nil); got != period {
			t.Errorf("%s: a period of %v", one.call, got)
		}
	}
	for key, page := range awsPages {
		for _, set := range page.dimensions {
			if !slices.Contains(had[key], set) {
				t.Errorf("nothing gives %s with %s", key, set)
			}
		}
	}
}

// dimensionsOf are a metric's, as they become in the template.
func dimensionsOf(stack awscdk.Stack, metric awscloudwatch.Metric) map[string]any {
	values := map[string]any{}
	for name, value := range *metric.Dimensions() {
		values[name] = resolve(stack, fmt.Sprint(value))
	}
	return values
}

// checkDimensions compares a metric's dimensions.
func checkDimensions(t *testing.T, stack awscdk.Stack, metric awscloudwatch.Metric, want map[string]any) {
	t.Helper()
	if got := dimensionsOf(stack, metric); !equalJSON(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func getAtt(id, attribute string) any { return map[string]any{"Fn::GetAtt": []any{id, attribute}} }
func ref(id string) any               { return map[string]any{"Ref": id} }
