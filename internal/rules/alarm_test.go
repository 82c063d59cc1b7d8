package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// found are findings as "rule at Field".
func found(findings []Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, strings.TrimPrefix(f.ID, "privatelink::")+" at "+f.Field)
	}
	return all
}

// TestProviderAlarms: what is wrong with alarms of a provider, and what isn't.
func TestProviderAlarms(t *testing.T) {
	tls := plan.Provider{Listeners: []plan.Listener{{Protocol: plan.Tls}}}
	unknown := plan.Provider{Listeners: []plan.Listener{{Protocol: "${Token[TOKEN.1]}"}}}
	existing := plan.Provider{ExistingLoadBalancers: make([]plan.ExistingLoadBalancer, 1)}
	with := func(metric string, n int) plan.Alarms {
		return plan.Alarms{Thresholds: map[string]int{plan.RstPacketsSent: 1, metric: n}}
	}
	for name, c := range map[string]struct {
		alarms   plan.Alarms
		provider plan.Provider
		want     []string
	}{
		"fine":             {with(plan.RstPacketsSent, 1), plan.Provider{}, nil},
		"no threshold":     {with(plan.RstPacketsSent, 0), plan.Provider{}, []string{"alarm-threshold at RstPacketsSent"}},
		"left out":         {plan.Alarms{Thresholds: map[string]int{plan.RstPacketsSent: 0}, Without: []string{plan.RstPacketsSent}}, plan.Provider{}, nil},
		"negative":         {with(plan.TcpElbResetCount, -1), plan.Provider{}, []string{"alarm-threshold at TcpElbResetCount"}},
		"number token":     {with(plan.HealthyHostCount, -1<<62), plan.Provider{}, []string{"alarm-threshold at HealthyHostCount"}},
		"no TLS":           {with(plan.ClientTlsNegotiationErrorCount, 1), plan.Provider{}, []string{"alarm-metric at ClientTlsNegotiationErrorCount"}},
		"TLS":              {with(plan.ClientTlsNegotiationErrorCount, 1), tls, nil},
		"unknown protocol": {with(plan.ClientTlsNegotiationErrorCount, 1), unknown, nil},
		"TLS of existing":  {with(plan.ClientTlsNegotiationErrorCount, 1), existing, nil},
		"targets unknown":  {with(plan.HealthyHostCount, 1), existing, []string{"alarm-metric at HealthyHostCount"}},
		"again":            {plan.Alarms{Again: true, Without: []string{plan.RstPacketsSent}}, plan.Provider{}, []string{"alarms-once at Alarms"}},
		"unknown metric":   {plan.Alarms{Without: []string{plan.RstPacketsSent, "${Token[TOKEN.1]}", "Rst"}}, plan.Provider{}, []string{"alarm-metric at Without[2]"}},
		"six actions":      {plan.Alarms{Without: []string{plan.RstPacketsSent}, Actions: 6, OkActions: 5}, plan.Provider{}, []string{"alarm-action at Actions"}},
		"nil actions":      {plan.Alarms{Without: []string{plan.RstPacketsSent}, MissingActions: []int{1}, MissingOkActions: []int{0}}, plan.Provider{}, []string{"alarm-action at Actions[1]", "alarm-action at OkActions[0]"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := found(CheckProviderAlarms(ProviderAlarms{c.alarms, c.provider})); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestConsumerAlarms: the same of a consumer, and where AWS has no metrics.
func TestConsumerAlarms(t *testing.T) {
	fine := plan.Alarms{Thresholds: map[string]int{plan.PacketsDropped: 1}}
	elsewhere := plan.Consumer{Region: "us-east-1", Service: plan.Service{Region: "eu-west-1"}}
	for name, c := range map[string]struct {
		alarms   plan.Alarms
		consumer plan.Consumer
		want     []string
	}{
		"fine":           {fine, plan.Consumer{Region: "us-east-1", Service: plan.Service{Region: "us-east-1"}}, nil},
		"unknown Region": {fine, plan.Consumer{Region: "${Token[TOKEN.1]}", Service: plan.Service{Region: "us-east-1"}}, nil},
		"other Region":   {fine, elsewhere, []string{"metrics-region at Service.Region"}},
		"VPC Lattice":    {fine, plan.Consumer{Service: plan.Service{Type: plan.ResourceEndpoint}}, []string{"metrics-lattice at Service"}},
		"no threshold":   {plan.Alarms{Thresholds: map[string]int{plan.PacketsDropped: 0}}, plan.Consumer{}, []string{"alarm-threshold at PacketsDropped"}},
		"both":           {plan.Alarms{Thresholds: map[string]int{plan.PacketsDropped: 0}}, elsewhere, []string{"metrics-region at Service.Region", "alarm-threshold at PacketsDropped"}},
		"a provider's":   {plan.Alarms{Without: []string{plan.RstPacketsSent}, Thresholds: fine.Thresholds}, plan.Consumer{}, []string{"alarm-metric at Without[0]"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := found(CheckConsumerAlarms(ConsumerAlarms{c.alarms, c.consumer})); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
