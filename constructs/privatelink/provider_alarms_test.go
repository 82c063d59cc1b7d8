package privatelink_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

const pager = "arn:aws:sns:us-east-1:111122223333:pager"

var page = []awscloudwatch.IAlarmAction{privatelink.AlarmAction(pager)}

// tlsToTheTargets has a listener of TLS whose targets speak TLS, too.
func tlsToTheTargets() privatelink.Listener {
	return privatelink.Listener{
		Port: 443, Protocol: privatelink.TLS, Certificates: []string{certificate}, TargetProtocol: privatelink.TLS,
		Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)},
	}
}

// udp has a listener of UDP.
func udp() privatelink.Listener {
	return privatelink.Listener{Port: 514, Protocol: privatelink.UDP, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 5514)}}
}

// TestProviderAlarms compares the alarms of services of each kind.
func TestProviderAlarms(t *testing.T) {
	for name, c := range map[string]struct {
		props  func(awsec2.IVpc) *privatelink.ProviderServiceProps
		alarms privatelink.ProviderAlarms
	}{
		"minimal": {minimalProvider, privatelink.ProviderAlarms{RstPacketsSent: 100, Actions: page}},
		"everything": {func(vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			props := listeners(vpc, tlsToTheTargets(), udp())
			props.LoadBalancer.Security = privatelink.PrivateLinkFrom("10.0.0.0/8")
			return props
		}, privatelink.ProviderAlarms{RstPacketsSent: 100, HealthyHostCount: 2, TcpElbResetCount: 1000, ClientTlsNegotiationErrorCount: 50, Actions: page, OkActions: page}},
		"existing": {func(vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			return &privatelink.ProviderServiceProps{ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{Arn: balancerArn}}}
		}, privatelink.ProviderAlarms{RstPacketsSent: 100}},
		"zonal": {func(vpc awsec2.IVpc) *privatelink.ProviderServiceProps {
			props := &privatelink.ProviderServiceProps{Vpc: vpc}
			for i, subnet := range *vpc.PrivateSubnets() {
				props.ZonalLoadBalancers = append(props.ZonalLoadBalancers, privatelink.ZonalLoadBalancer{
					Id: fmt.Sprint("b", i+1), Subnet: subnet,
					Listeners: []privatelink.Listener{{Port: 9092, Targets: []privatelink.Target{privatelink.IPTarget(fmt.Sprintf("10.0.%d.10", i), 9094)}}},
				})
			}
			return props
		}, privatelink.ProviderAlarms{RstPacketsSent: 100}},
	} {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				stack := newStack(app, "Provider", providerAccount, region)
				privatelink.NewProviderService(stack, "Orders", c.props(newVpc(stack, "us-east-1a", "us-east-1b"))).AddAlarms(c.alarms)
				snapshot.Match(t, app)
			})
		})
	}
}

// alarmsOf are the IDs of a service's alarms, without what the CDK appends.
func alarmsOf(alarms []awscloudwatch.Alarm) []string {
	var ids []string
	for _, alarm := range alarms {
		ids = append(ids, strings.TrimPrefix(*alarm.Node().Id(), "Alarm"))
	}
	return slices.Sorted(slices.Values(ids))
}

// TestAlarmsOfWhatIsMeasured: an alarm is made only where AWS measures something, and only
// of what matters there.
func TestAlarmsOfWhatIsMeasured(t *testing.T) {
	always := []string{"PortAllocationErrorCount", "RstPacketsSent", "ZonalHealthStatus"}
	targets := func(name string) []string { return []string{"HealthyHostCount" + name, "UnHealthyHostCount" + name} }
	blocked := func(ways ...string) []string {
		for i, way := range ways {
			ways[i] = "SecurityGroupBlockedFlowCount" + way
		}
		return ways
	}
	for name, c := range map[string]struct {
		spoil func(*privatelink.ProviderServiceProps)
		want  []string
	}{
		"minimal": {func(*privatelink.ProviderServiceProps) {}, slices.Concat(targets("443"), blocked("OutboundTcp"))},
		"no security group": {func(p *privatelink.ProviderServiceProps) {
			p.LoadBalancer.Security = privatelink.NoSecurityGroup()
		}, targets("443")},
		"enforced for PrivateLink": {func(p *privatelink.ProviderServiceProps) {
			p.LoadBalancer.Security = privatelink.PrivateLinkFrom("10.0.0.0/8")
		}, slices.Concat(targets("443"), blocked("InboundTcp", "OutboundTcp"))},
		"UDP": {func(p *privatelink.ProviderServiceProps) {
			p.Listeners = []privatelink.Listener{udp()}
		}, slices.Concat(targets("514"), blocked("OutboundUdp"))},
		"Application Load Balancer": {func(p *privatelink.ProviderServiceProps) {
			p.Listeners = []privatelink.Listener{{Port: 80, TargetGroups: []privatelink.TargetGroup{{Port: 80, TargetType: privatelink.ApplicationLoadBalancers}}}}
		}, blocked("OutboundTcp")},
		"targets of TLS": {func(p *privatelink.ProviderServiceProps) {
			p.Listeners = []privatelink.Listener{tlsToTheTargets()}
		}, slices.Concat(targets("443"), blocked("OutboundTcp"), []string{"TargetTlsNegotiationErrorCount"})},
		"two target groups": {func(p *privatelink.ProviderServiceProps) {
			p.Listeners = []privatelink.Listener{{Port: 443, TargetGroups: []privatelink.TargetGroup{
				{Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}},
				{Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.6", 8443)}, Id: "Green"},
			}}}
		}, slices.Concat(targets("443"), targets("443Green"), blocked("OutboundTcp"))},
		"existing": {func(p *privatelink.ProviderServiceProps) {
			*p = privatelink.ProviderServiceProps{ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{Arn: balancerArn}, {Arn: balancerArn + "0"}}}
		}, []string{"PortAllocationErrorCount-2", "ZonalHealthStatus-2"}},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
			props := minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))
			c.spoil(props)
			service := privatelink.NewProviderService(stack, "Orders", props)
			service.AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 1})
			if got, want := alarmsOf(service.Alarms), slices.Sorted(slices.Values(slices.Concat(always, c.want))); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// TestAlarmsWithout: each metric can be left out, by AWS's name.
func TestAlarmsWithout(t *testing.T) {
	wanted := privatelink.ProviderAlarms{RstPacketsSent: 1, TcpElbResetCount: 1, ClientTlsNegotiationErrorCount: 1}
	made := func(without ...string) []string {
		stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
		service := privatelink.NewProviderService(stack, "Orders", listeners(newVpc(stack, "us-east-1a"), tlsToTheTargets()))
		wanted.Without = without
		service.AddAlarms(wanted)
		return alarmsOf(service.Alarms)
	}
	all := made()
	for metric, id := range map[string]string{
		"RstPacketsSent": "RstPacketsSent", "HealthyHostCount": "HealthyHostCount443", "UnHealthyHostCount": "UnHealthyHostCount443",
		"ZonalHealthStatus": "ZonalHealthStatus", "PortAllocationErrorCount": "PortAllocationErrorCount",
		"SecurityGroupBlockedFlowCount": "SecurityGroupBlockedFlowCountOutboundTcp", "TCP_ELB_Reset_Count": "TcpElbResetCount",
		"ClientTLSNegotiationErrorCount": "ClientTlsNegotiationErrorCount", "TargetTLSNegotiationErrorCount": "TargetTlsNegotiationErrorCount",
	} {
		want := slices.DeleteFunc(slices.Clone(all), func(other string) bool { return other == id })
		if got := made(metric); !slices.Equal(got, want) || len(want) != len(all)-1 {
			t.Errorf("without %s: %q", metric, got)
		}
	}
}

// TestAlarmsOfLaterListeners: a listener that is added later is watched, too.
func TestAlarmsOfLaterListeners(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	service := privatelink.NewProviderService(stack, "Orders", minimalProvider(newVpc(stack, "us-east-1a")))
	service.AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 1})
	before := alarmsOf(service.Alarms)
	service.AddListener(udp())
	want := slices.Sorted(slices.Values(append(before, "HealthyHostCount514", "UnHealthyHostCount514", "SecurityGroupBlockedFlowCountOutboundUdp")))
	if got := alarmsOf(service.Alarms); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestProviderAlarmErrors: what is wrong is said at once, and nothing is made.
func TestProviderAlarmErrors(t *testing.T) {
	for name, c := range map[string]struct {
		alarms privatelink.ProviderAlarms
		want   []string
	}{
		"nothing":     {privatelink.ProviderAlarms{}, []string{"alarm-threshold at RstPacketsSent"}},
		"negative":    {privatelink.ProviderAlarms{RstPacketsSent: 1, HealthyHostCount: -1}, []string{"alarm-threshold at HealthyHostCount"}},
		"no such":     {privatelink.ProviderAlarms{Without: []string{"RstPacketsSent", "RstPacketsReceived"}}, []string{"alarm-metric at Without[1]"}},
		"without TLS": {privatelink.ProviderAlarms{RstPacketsSent: 1, ClientTlsNegotiationErrorCount: 1}, []string{"alarm-metric at ClientTlsNegotiationErrorCount"}},
		"nil action": {privatelink.ProviderAlarms{RstPacketsSent: 1, Actions: []awscloudwatch.IAlarmAction{nil}, OkActions: []awscloudwatch.IAlarmAction{page[0], nil}},
			[]string{"alarm-action at Actions[0]", "alarm-action at OkActions[1]"}},
		"all at once": {privatelink.ProviderAlarms{TcpElbResetCount: -5, Without: []string{"x"}},
			[]string{"alarm-threshold at RstPacketsSent", "alarm-threshold at TcpElbResetCount", "alarm-metric at Without[0]"}},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
			service := privatelink.NewProviderService(stack, "Orders", minimalProvider(newVpc(stack, "us-east-1a")))
			err := recovered(t, func() { service.AddAlarms(c.alarms) })
			checkFindings(t, err, `ProviderService "Provider/Orders"`, c.want)
			if len(service.Alarms) > 0 {
				t.Error("an alarm was made")
			}
			service.AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 1}) // Nothing is in the way.
			checkFindings(t, recovered(t, func() { service.AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 1}) }),
				`ProviderService "Provider/Orders"`, []string{"alarms-once at Alarms"})
		})
	}
}

// TestAlarmErrorsOfExisting: the targets of existing load balancers aren't known.
func TestAlarmErrorsOfExisting(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	service := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{Arn: balancerArn}}})
	err := recovered(t, func() { service.AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 1, HealthyHostCount: 2}) })
	checkFindings(t, err, `ProviderService "Provider/Orders"`, []string{"alarm-metric at HealthyHostCount"})
	service.AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 1, ClientTlsNegotiationErrorCount: 1}) // They may have TLS.
	if !slices.Contains(alarmsOf(service.Alarms), "ClientTlsNegotiationErrorCount") {
		t.Errorf("got %q", alarmsOf(service.Alarms))
	}
}

// TestUnknownAlarms: what isn't known is no mistake.
func TestUnknownAlarms(t *testing.T) {
	stack := awscdk.NewStack(snapshot.NewApp(t, nil), jsii.String("Provider"), nil)
	parameter := awscdk.NewCfnParameter(stack, jsii.String("Name"), nil)
	props := minimalProvider(newVpc(stack, "us-east-1a"))
	props.Listeners[0].Protocol = privatelink.Protocol(*parameter.ValueAsString())
	service := privatelink.NewProviderService(stack, "Orders", props)
	service.AddAlarms(privatelink.ProviderAlarms{
		RstPacketsSent: 1, ClientTlsNegotiationErrorCount: 1, Without: []string{*parameter.ValueAsString()},
		Actions: []awscloudwatch.IAlarmAction{privatelink.AlarmAction(*parameter.ValueAsString())},
	})
	endpoint := privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: props.Vpc, Service: vendorContract()})
	endpoint.AddAlarms(privatelink.ConsumerAlarms{PacketsDropped: 1, Without: []string{*parameter.ValueAsString()}})
	for id, alarm := range snapshot.FromStack(t, stack).OfType("AWS::CloudWatch::Alarm") {
		if actions := alarm.Properties["AlarmActions"]; strings.HasPrefix(id, "Orders") && !equalJSON(actions, []any{ref("Name")}) {
			t.Errorf("%s does %v", id, actions)
		}
	}
}

// TestResetsByZone: the alarm asks for the dimensions that AWS recommends, and for each of
// their values by itself; which zones there are need not be known.
func TestResetsByZone(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	privatelink.NewProviderService(stack, "Orders", minimalProvider(newVpc(stack, "us-east-1a"))).AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 7})
	for id, alarm := range snapshot.FromStack(t, stack).OfType("AWS::CloudWatch::Alarm") {
		if !strings.HasPrefix(id, "OrdersAlarmRstPacketsSent") {
			continue
		}
		want := map[string]any{"Fn::Join": []any{"", []any{
			`SELECT SUM(RstPacketsSent) FROM SCHEMA("AWS/PrivateLinkServices", "Az", "Load Balancer Arn", "Service Id") WHERE "Service Id" = '`,
			ref("OrdersEndpointService3BB7AAF7"), `' GROUP BY "Az", "Load Balancer Arn" ORDER BY SUM() DESC`,
		}}}
		if got := alarm.Properties["Metrics"].([]any)[0].(map[string]any)["Expression"]; !equalJSON(got, want) {
			t.Errorf("got %v", got)
		}
		return
	}
	t.Error("there is no such alarm")
}

// TestAlarmDescriptions: each alarm says why, and leads to what to do.
func TestAlarmDescriptions(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Stack", providerAccount, region)
	for id, alarm := range everyAlarm(t, stack) {
		text := fmt.Sprint(alarm.Properties["AlarmDescription"])
		why, where, found := strings.Cut(text, " https://github.com/cdk-privatelink/cdk-privatelink-go/blob/main/docs/operating.md#")
		if !found || !strings.HasPrefix(why, "Stack/") || !strings.HasSuffix(why, ".") || len(text) > 1024 {
			t.Errorf("%s: %s", id, text)
		}
		if !slices.Contains(sectionsOf(t, "operating.md"), where) {
			t.Errorf("%s: docs/operating.md has no section %s", id, where)
		}
	}
}

// everyAlarm makes a service and an endpoint with every alarm that there is.
func everyAlarm(t *testing.T, stack awscdk.Stack) map[string]snapshot.Resource {
	t.Helper()
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	props := listeners(vpc, tlsToTheTargets(), udp())
	props.LoadBalancer.Security = privatelink.PrivateLinkFrom("10.0.0.0/8")
	privatelink.NewProviderService(stack, "Orders", props).AddAlarms(privatelink.ProviderAlarms{
		RstPacketsSent: 100, TcpElbResetCount: 1000, ClientTlsNegotiationErrorCount: 50, Actions: page,
	})
	privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract()}).
		AddAlarms(privatelink.ConsumerAlarms{PacketsDropped: 10, RstPacketsReceived: 100, Actions: page})
	all := map[string]snapshot.Resource{}
	maps.Copy(all, snapshot.FromStack(t, stack).OfType("AWS::CloudWatch::Alarm"))
	return all
}
