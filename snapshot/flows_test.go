package snapshot_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// newEndpoint makes an endpoint to a service elsewhere, with a client.
func newEndpoint(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("Consumer"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(1), NatGateways: jsii.Number(0)})
	endpoint := awsec2.NewInterfaceVpcEndpoint(stack, jsii.String("Orders"), &awsec2.InterfaceVpcEndpointProps{
		Vpc: vpc, Service: awsec2.NewInterfaceVpcEndpointService(jsii.String("com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"), jsii.Number(443)),
		PrivateDnsEnabled: jsii.Bool(false), Open: jsii.Bool(false),
		Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC},
	})
	client := awsec2.NewSecurityGroup(stack, jsii.String("Client"), &awsec2.SecurityGroupProps{Vpc: vpc})
	endpoint.Connections().AllowDefaultPortFrom(client, nil)
}

func TestFlows(t *testing.T) {
	beyond := []string{"permission", "acceptance", "zones", "family", "listener"}
	for name, c := range map[string]struct {
		question check.Question
		unknown  []string
		failure  string
	}{
		"what lies beyond is listed":   {check.Question{To: "Consumer/Orders"}, beyond, ""},
		"and nothing else is":          {check.Question{To: "Consumer/Orders"}, beyond[1:], "packets may not flow:"},
		"a port that nobody may call":  {check.Question{To: "Consumer/Orders", Port: 80}, beyond, "blocked  endpoint-in"},
		"a client that isn't there":    {check.Question{From: "Consumer/Nobody"}, beyond, `"Consumer/Nobody" names no client`},
		"a client, by its construct":   {check.Question{From: "Consumer/Client", Port: 443}, beyond, ""},
		"by protocol, which is closed": {check.Question{Port: 443, Protocol: "udp"}, beyond, "blocked  endpoint-in"},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			newEndpoint(app)
			r := &recorder{TB: t, name: t.Name()}
			snapshot.Flows(r, app, c.question, c.unknown...)
			failures := r.failed
			if c.failure == "" && len(failures) > 0 || c.failure != "" && !strings.Contains(strings.Join(failures, "\n"), c.failure) {
				t.Errorf("failures are %q, not %q", failures, c.failure)
			}
		})
	}
}

// TestFlowsAnywhere: stacks that fix neither account nor Region, but import from each other,
// are deployed to the same ones: then it is known who is allowed, and which zones are shared.
func TestFlowsAnywhere(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	isolated := &awsec2.VpcProps{MaxAzs: jsii.Number(2), NatGateways: jsii.Number(0), SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
		{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
	}}
	provider := awscdk.NewStack(app, jsii.String("Provider"), nil)
	orders := privatelink.NewProviderService(provider, "Orders", &privatelink.ProviderServiceProps{
		Vpc: awsec2.NewVpc(provider, jsii.String("Vpc"), isolated), AllowConsumersOfApp: true, AutoAccept: true,
		Listeners: []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.0.5", 8443), privatelink.IPTarget("10.0.128.5", 8443)}}},
	})
	consumer := awscdk.NewStack(app, jsii.String("Consumer"), nil)
	privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: awsec2.NewVpc(consumer, jsii.String("Vpc"), isolated), Service: orders, Dns: privatelink.PrivateZone("orders.internal"),
	})
	// What guards clients and targets that are addresses isn't known.
	snapshot.Flows(t, app, check.Question{Via: "Consumer/Orders", To: "Provider/Orders", Port: 443}, "client-out", "target-in")
}
