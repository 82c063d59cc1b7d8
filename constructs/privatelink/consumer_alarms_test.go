package privatelink_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestConsumerAlarms compares the alarms of an endpoint.
func TestConsumerAlarms(t *testing.T) {
	for name, alarms := range map[string]privatelink.ConsumerAlarms{
		"minimal":    {PacketsDropped: 10},
		"everything": {PacketsDropped: 10, RstPacketsReceived: 100, Actions: page, OkActions: page},
	} {
		t.Run(name, func(t *testing.T) {
			snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
				stack := newStack(app, "Consumer", consumerAccount, region)
				privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
					Vpc: newVpc(stack, "us-east-1a", "us-east-1b"), Service: vendorContract(),
				}).AddAlarms(alarms)
				snapshot.Match(t, app)
			})
		})
	}
}

// TestAlarmsOfSubnets: there is one of each interface, by its zone, or by its position
// where the zone isn't known.
func TestAlarmsOfSubnets(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
	made := func(id string, props privatelink.ConsumerEndpointProps, alarms privatelink.ConsumerAlarms) []string {
		props.Service = vendorContract()
		endpoint := privatelink.NewConsumerEndpoint(stack, id, &props)
		endpoint.AddAlarms(alarms)
		return alarmsOf(endpoint.Alarms)
	}
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	var byID []awsec2.ISubnet
	for _, id := range []string{"subnet-0123456789abcdef3", "subnet-0123456789abcdef4"} {
		byID = append(byID, awsec2.Subnet_FromSubnetId(stack, jsii.String(id), jsii.String(id)))
	}
	for name, c := range map[string]struct{ got, want []string }{
		"zones": {made("Zones", privatelink.ConsumerEndpointProps{Vpc: vpc}, privatelink.ConsumerAlarms{PacketsDropped: 1}),
			[]string{"PacketsDropped-us-east-1a", "PacketsDropped-us-east-1b"}},
		"no zones known": {made("NoZones", privatelink.ConsumerEndpointProps{Vpc: vpc, Subnets: &awsec2.SubnetSelection{Subnets: &byID}}, privatelink.ConsumerAlarms{PacketsDropped: 1}),
			[]string{"PacketsDropped", "PacketsDropped-2"}},
		"without": {made("Without", privatelink.ConsumerEndpointProps{Vpc: vpc}, privatelink.ConsumerAlarms{Without: []string{"PacketsDropped"}, RstPacketsReceived: 1}),
			[]string{"RstPacketsReceived-us-east-1a", "RstPacketsReceived-us-east-1b"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: got %q, want %q", name, c.got, c.want)
		}
	}
}

// TestConsumerAlarmErrors: what is wrong is said at once, and nothing is made.
func TestConsumerAlarmErrors(t *testing.T) {
	for name, c := range map[string]struct {
		alarms privatelink.ConsumerAlarms
		want   []string
	}{
		"nothing":  {privatelink.ConsumerAlarms{}, []string{"alarm-threshold at PacketsDropped"}},
		"negative": {privatelink.ConsumerAlarms{PacketsDropped: 1, RstPacketsReceived: -1}, []string{"alarm-threshold at RstPacketsReceived"}},
		"no such":  {privatelink.ConsumerAlarms{PacketsDropped: 1, Without: []string{"packetsDropped"}}, []string{"alarm-metric at Without[0]"}},
		"no ARN":   {privatelink.ConsumerAlarms{PacketsDropped: 1, Actions: []awscloudwatch.IAlarmAction{privatelink.AlarmAction("")}}, []string{"alarm-action at Actions[0]"}},
		"six":      {privatelink.ConsumerAlarms{PacketsDropped: 1, OkActions: make([]awscloudwatch.IAlarmAction, 6), Actions: slices.Repeat(page, 5)}, []string{"alarm-action at OkActions[0]", "alarm-action at OkActions[1]", "alarm-action at OkActions[2]", "alarm-action at OkActions[3]", "alarm-action at OkActions[4]", "alarm-action at OkActions[5]", "alarm-action at OkActions"}},
		"nil":      {privatelink.ConsumerAlarms{PacketsDropped: 1, OkActions: []awscloudwatch.IAlarmAction{nil}}, []string{"alarm-action at OkActions[0]"}},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
			endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a"), Service: vendorContract()})
			checkFindings(t, recovered(t, func() { endpoint.AddAlarms(c.alarms) }), `ConsumerEndpoint "Consumer/Orders"`, c.want)
			if len(endpoint.Alarms) > 0 {
				t.Error("an alarm was made")
			}
			endpoint.AddAlarms(privatelink.ConsumerAlarms{PacketsDropped: 1})
			checkFindings(t, recovered(t, func() { endpoint.AddAlarms(privatelink.ConsumerAlarms{PacketsDropped: 1}) }),
				`ConsumerEndpoint "Consumer/Orders"`, []string{"alarms-once at Alarms"})
		})
	}
}

// TestAcknowledgedThreshold: whoever wants no alarm there gets none.
func TestAcknowledgedThreshold(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
	awscdk.Validations_Of(stack).Acknowledge(&awscdk.Acknowledgment{Id: jsii.String("privatelink::alarm-threshold"), Reason: jsii.String("we count in the clients")})
	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a"), Service: vendorContract()})
	endpoint.AddAlarms(privatelink.ConsumerAlarms{RstPacketsReceived: 1})
	if got := alarmsOf(endpoint.Alarms); !slices.Equal(got, []string{"RstPacketsReceived-us-east-1a"}) {
		t.Errorf("got %q", got)
	}
}
