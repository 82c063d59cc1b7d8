package privatelink_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func fullContract() privatelink.Contract {
	return privatelink.Contract{
		ServiceName:        vendorService,
		Ports:              []privatelink.ServicePort{{Port: 443, Protocol: privatelink.TCP}, {Port: 1024, EndPort: 65535}},
		Region:             region,
		Account:            providerAccount,
		Zones:              []string{"use1-az1", "use1-az2"},
		PrivateDnsName:     "api.vendor.example",
		IpAddressTypes:     []privatelink.IpAddressType{"ipv4", "ipv6"},
		SupportedRegions:   []string{"us-east-1", "eu-west-1"},
		AcceptanceRequired: true,
	}
}

// TestContractOfProvider: what a provider tells consumers is what they need.
func TestContractOfProvider(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	orders := privatelink.NewProviderService(stack, "Orders", minimalProvider(vpc))
	var got any
	text, err := json.Marshal(resolve(stack, orders.Contract().String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	serviceID := resolve(stack, *orders.EndpointService.Ref())
	want := map[string]any{"Fn::Join": []any{"", []any{
		`{"version":1,"serviceName":"com.amazonaws.vpce.us-east-1.`, serviceID,
		`","ports":[{"port":443,"protocol":"TCP"}],"region":"us-east-1","account":"111122223333",` +
			`"zones":["us-east-1a","us-east-1b"],"ipAddressTypes":["ipv4"],"supportedRegions":["us-east-1"],"acceptanceRequired":true}`}}}
	if !equalJSON(got, want) {
		t.Errorf("contract: %v, want %v", got, want)
	}
}

// TestZonesOfContract: by ID where that is known of all, for consumers in other
// accounts.
func TestZonesOfContract(t *testing.T) {
	for want, ids := range map[string]map[string]string{
		"[use1-az1 use1-az2]":     zoneIDs,
		"[us-east-1a us-east-1b]": {"us-east-1a": "use1-az1"},
	} {
		stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
		props := minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))
		props.ZoneIds = ids
		if got := fmt.Sprint(privatelink.NewProviderService(stack, "Orders", props).Contract().Zones); got != want {
			t.Errorf("zones %s, want %s", got, want)
		}
	}
}

// TestContractIsACopy: what is done to a contract stays with it, and reaches
// neither its provider nor another one in the same VPC.
func TestContractIsACopy(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	first := privatelink.NewProviderService(stack, "First", minimalProvider(vpc))
	changed := first.Contract()
	changed.Zones[0], changed.Ports[0].Port = "us-east-1f", 1
	second := privatelink.NewProviderService(stack, "Second", minimalProvider(vpc))
	for _, provider := range []*privatelink.ProviderService{first, second} {
		if c := provider.Contract(); c.Zones[0] != "us-east-1a" || c.Ports[0].Port != 443 {
			t.Errorf("%s: %v", *provider.Node().Path(), c)
		}
	}
}

// TestContractThatWasTakenBefore: what is added to a service reaches those who
// took its contract before, and what is published.
func TestContractThatWasTakenBefore(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Both", consumerAccount, region)
	vpc := newVpc(stack, "us-east-1a")
	props := minimalProvider(vpc)
	props.PublishOutputs, props.PublishParameter = true, "/orders/contract"
	orders := privatelink.NewProviderService(stack, "Orders", props)
	before := orders.Contract()
	orders.AddListener(privatelink.Listener{Port: 9999, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 9999)}})
	privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: before})

	template := snapshot.Synth(t, app)["Both"]
	if published := fmt.Sprint(template.Outputs["OrdersContract"].Value); !strings.Contains(published, `"port":9999`) {
		t.Errorf("output: %s", published)
	}
	written := 0
	for _, parameter := range template.OfType("AWS::SSM::Parameter") {
		if strings.Contains(fmt.Sprint(parameter.Properties["Value"]), `"port":9999`) {
			written++
		}
	}
	if written != 1 {
		t.Errorf("%d parameters hold the new port", written)
	}
	admitted := 0
	for _, group := range template.OfType("AWS::EC2::SecurityGroup") {
		rules, _ := group.Properties["SecurityGroupIngress"].([]any)
		admitted += len(rules)
	}
	if admitted != 2 {
		t.Errorf("%d ports admitted, want 2", admitted)
	}
}
