package privatelink_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// newPair makes a provider and a consumer of it.
func newPair(providerStack, consumerStack awscdk.Stack) (*privatelink.ProviderService, *privatelink.ConsumerEndpoint) {
	providerVpc := newVpc(providerStack, "us-east-1a", "us-east-1b")
	consumerVpc := providerVpc
	if consumerStack != providerStack {
		consumerVpc = newVpc(consumerStack, "us-east-1b", "us-east-1c")
	}
	props := minimalProvider(providerVpc)
	props.AllowedPrincipals = []privatelink.Principal{privatelink.Account(consumerAccount)}
	orders := privatelink.NewProviderService(providerStack, "Orders", props)
	return orders, privatelink.NewConsumerEndpoint(consumerStack, "Client", &privatelink.ConsumerEndpointProps{
		Vpc: consumerVpc, Service: orders, Dns: privatelink.PrivateZone("orders.internal"), MinimumZones: 1,
	})
}

func TestPairInOneStack(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		stack := newStack(app, "Both", consumerAccount, region)
		newPair(stack, stack)
		snapshot.Match(t, app)

		template := snapshot.Synth(t, app)["Both"]
		listener, _ := template.Only(t, "AWS::ElasticLoadBalancingV2::Listener")
		permissions, _ := template.Only(t, "AWS::EC2::VPCEndpointServicePermissions")
		_, endpoint := template.Only(t, "AWS::EC2::VPCEndpoint")
		for _, id := range []string{listener, permissions} {
			if !slices.Contains(endpoint.DependsOn, id) {
				t.Errorf("the endpoint does not wait for %s, only for %v", id, endpoint.DependsOn)
			}
		}
	})
}

func TestPairInTwoStacks(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		newPair(newStack(app, "Provider", consumerAccount, region), newStack(app, "Consumer", consumerAccount, region))
		snapshot.Match(t, app)
	})
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

// TestTwoAppsInOneProcess: nothing is remembered from one app to the next.
func TestTwoAppsInOneProcess(t *testing.T) {
	var bodies []string
	for range 2 {
		app := snapshot.NewApp(t, nil)
		newPair(newStack(app, "Provider", consumerAccount, region), newStack(app, "Consumer", consumerAccount, region))
		bodies = append(bodies, rawTemplates(t, app))
	}
	if bodies[0] != bodies[1] {
		t.Error("two runs of one app give different templates")
	}
}

// TestListenersKeepTheirIDs: listeners in another order are the same listeners.
func TestListenersKeepTheirIDs(t *testing.T) {
	listeners := func(order ...int) []map[string]snapshot.Resource {
		app := snapshot.NewApp(t, nil)
		stack := newStack(app, "Provider", providerAccount, region)
		props := minimalProvider(newVpc(stack, "us-east-1a"))
		props.Listeners = nil
		for _, port := range order {
			props.Listeners = append(props.Listeners, privatelink.Listener{
				Port: port, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", port)},
			})
		}
		privatelink.NewProviderService(stack, "Orders", props)
		template := snapshot.Synth(t, app)["Provider"]
		return []map[string]snapshot.Resource{
			template.OfType("AWS::ElasticLoadBalancingV2::Listener"),
			template.OfType("AWS::ElasticLoadBalancingV2::TargetGroup"),
		}
	}
	if !equalJSON(listeners(443, 9092), listeners(9092, 443)) {
		t.Error("the order of listeners changes listeners or target groups")
	}
}

// TestClientsInAnotherStack: the endpoint's stack depends on the clients', never
// the other way round as well.
func TestClientsInAnotherStack(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	clients := newStack(app, "Clients", consumerAccount, region)
	endpoints := newStack(app, "Endpoints", consumerAccount, region)
	vpc := newVpc(clients, "us-east-1a")
	client := newInstance(clients, "Client", vpc)
	privatelink.NewConsumerEndpoint(endpoints, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Service: vendorContract(), Clients: []awsec2.IConnectable{client},
	})
	template := snapshot.Synth(t, app)["Endpoints"]
	_, egress := template.Only(t, "AWS::EC2::SecurityGroupEgress")
	if egress.Properties["ToPort"] != 443.0 {
		t.Errorf("the client's egress: %v", egress.Properties)
	}
	if dependencies := *clients.Dependencies(); len(dependencies) != 0 {
		t.Errorf("the clients' stack depends on %d stacks", len(dependencies))
	}
}

// resolve gives what a token becomes in a template.
func resolve(stack awscdk.Stack, value string) any { return stack.Resolve(jsii.String(value)) }

func equalJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
