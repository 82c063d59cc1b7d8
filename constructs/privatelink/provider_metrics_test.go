package privatelink_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

const balancerArn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/orders/0123456789abcdef"

// TestProviderMetrics: the dimensions have the values that AWS gives them.
func TestProviderMetrics(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	metrics := privatelink.NewProviderService(stack, "Orders", minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))).Metrics()
	service, balancer, targets := ref("OrdersEndpointService3BB7AAF7"), "OrdersLoadBalancerB992A266", "OrdersTargetGroup443B3D62AAC"

	checkDimensions(t, stack, metrics.EndpointsCount(), map[string]any{"Service Id": service})
	checkDimensions(t, stack, metrics.InZone("use1-az1").RstPacketsSent(), map[string]any{"Service Id": service, "Az": "use1-az1"})
	checkDimensions(t, stack, metrics.OfEndpoint("vpce-1").BytesProcessed(), map[string]any{"Service Id": service, "VPC Endpoint Id": "vpce-1"})
	first := metrics.LoadBalancers()[0]
	checkDimensions(t, stack, first.ZonalHealthStatus(), map[string]any{"LoadBalancer": getAtt(balancer, "LoadBalancerFullName")})
	checkDimensions(t, stack, first.InZone("us-east-1a").ZonalHealthStatus(), map[string]any{"LoadBalancer": getAtt(balancer, "LoadBalancerFullName"), "AvailabilityZone": "us-east-1a"})
	checkDimensions(t, stack, first.Service.InZone("use1-az1").RstPacketsSent(), map[string]any{"Service Id": service, "Az": "use1-az1", "Load Balancer Arn": ref(balancer)})
	checkDimensions(t, stack, metrics.TargetGroups()[0].HealthyHostCount(), map[string]any{
		"LoadBalancer": getAtt(balancer, "LoadBalancerFullName"), "TargetGroup": getAtt(targets, "TargetGroupFullName"),
	})
}

// TestMetricsMakeNothing: a template is the same with and without a look at the metrics.
func TestMetricsMakeNothing(t *testing.T) {
	template := func(look bool) snapshot.Template {
		stack := newStack(snapshot.NewApp(t, nil), "Stack", providerAccount, region)
		service, endpoint := newPair(stack, stack)
		if look {
			everyMetric(service, endpoint)
		}
		return snapshot.FromStack(t, stack)
	}
	if changes := snapshot.Diff(template(false), template(true)); len(changes) > 0 {
		t.Errorf("got %v", changes)
	}
}

// TestMetricsOfExisting: load balancers that exist are told apart by the end of their ARN,
// also of one that isn't known yet; their target groups aren't known.
func TestMetricsOfExisting(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	parameter := awscdk.NewCfnParameter(stack, jsii.String("Arn"), nil)
	imported := awselasticloadbalancingv2.NetworkLoadBalancer_FromNetworkLoadBalancerAttributes(stack, jsii.String("Imported"), &awselasticloadbalancingv2.NetworkLoadBalancerAttributes{
		LoadBalancerArn: jsii.String(balancerArn + "0"),
	})
	made := awselasticloadbalancingv2.NewNetworkLoadBalancer(stack, jsii.String("Made"), &awselasticloadbalancingv2.NetworkLoadBalancerProps{Vpc: newVpc(stack, "us-east-1a")})
	metrics := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{Arn: balancerArn}, {Arn: *parameter.ValueAsString()}, {LoadBalancer: imported}, {LoadBalancer: made}},
	}).Metrics()
	want := []struct{ arn, fullName any }{
		{balancerArn, "net/orders/0123456789abcdef"},
		{ref("Arn"), map[string]any{"Fn::Select": []any{1, map[string]any{"Fn::Split": []any{":loadbalancer/", ref("Arn")}}}}},
		{balancerArn + "0", "net/orders/0123456789abcdef0"},
		{ref("MadeC17AB48A"), getAtt("MadeC17AB48A", "LoadBalancerFullName")},
	}
	all := metrics.LoadBalancers()
	if len(all) != len(want) || len(metrics.TargetGroups()) != 0 {
		t.Fatalf("%d load balancers, %d target groups", len(all), len(metrics.TargetGroups()))
	}
	for i, balancer := range all {
		checkDimensions(t, stack, balancer.PortAllocationErrorCount(), map[string]any{"LoadBalancer": want[i].fullName})
		checkDimensions(t, stack, balancer.Service.NewConnections(), map[string]any{"Load Balancer Arn": want[i].arn, "Service Id": ref("OrdersEndpointService3BB7AAF7")})
	}
}

// TestMetricsOfTargetGroups: AWS counts no Application Load Balancers, whoever registers
// them; what exists is counted, once.
func TestMetricsOfTargetGroups(t *testing.T) {
	const groupArn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/orders/0123456789abcdef"
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	existing := awselasticloadbalancingv2.NetworkTargetGroup_FromTargetGroupAttributes(stack, jsii.String("Imported"), &awselasticloadbalancingv2.TargetGroupAttributes{TargetGroupArn: jsii.String(groupArn)})
	balancers := awselasticloadbalancingv2.NewNetworkTargetGroup(stack, jsii.String("Balancers"), &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc: vpc, Port: jsii.Number(80), TargetType: awselasticloadbalancingv2.TargetType_ALB,
	})
	groups := privatelink.NewProviderService(stack, "Orders", listeners(vpc,
		privatelink.Listener{Port: 80, TargetGroups: []privatelink.TargetGroup{{Port: 80, TargetType: privatelink.ApplicationLoadBalancers}}},
		privatelink.Listener{Port: 81, TargetGroups: []privatelink.TargetGroup{{Existing: balancers, Port: 80}}},
		privatelink.Listener{Port: 443, TargetGroups: []privatelink.TargetGroup{
			{Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}, Weight: 9}, {Existing: existing, Port: 8443, Weight: 1},
		}},
		privatelink.Listener{Port: 444, TargetGroups: []privatelink.TargetGroup{{Existing: existing, Port: 8443}}},
	)).Metrics().TargetGroups()
	if len(groups) != 2 {
		t.Fatalf("%d groups", len(groups))
	}
	balancer := getAtt("OrdersLoadBalancerB992A266", "LoadBalancerFullName")
	checkDimensions(t, stack, groups[0].UnHealthyHostCount(), map[string]any{"LoadBalancer": balancer, "TargetGroup": getAtt("OrdersTargetGroup443B3D62AAC", "TargetGroupFullName")})
	checkDimensions(t, stack, groups[1].UnHealthyHostCount(), map[string]any{"LoadBalancer": balancer, "TargetGroup": "targetgroup/orders/0123456789abcdef"})
}

// TestMetricsElsewhere: an alarm or a dashboard of another Region says where the metric is.
func TestMetricsElsewhere(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	metric := privatelink.NewProviderService(stack, "Orders", minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))).Metrics().NewConnections()
	if config := metric.ToMetricConfig().MetricStat; *config.Region != region || *config.Account != providerAccount {
		t.Errorf("it is in %s and %s", *config.Account, *config.Region)
	}
}
