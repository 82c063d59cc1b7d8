package deployment

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// connecting are the hops that decide whether AWS connects an endpoint to its service.
var connecting = []string{"family", "region", "permission", "acceptance", "zones", "listener"}

// TestWhatConnectsIsOpen deploys systems, and golden templates, and follows packets through
// what exists then: nothing is blocked that connects. Nor is it in the systems' templates,
// where less is known.
func TestWhatConnectsIsOpen(t *testing.T) {
	need(t)
	connected := 0
	for name, system := range systems {
		t.Run(name, func(t *testing.T) {
			world := NewWorld(t)
			givenToSystems(world)
			assembly := Synth(t, nil, system)
			Setting{}.deployAll(t, cloudformation.New(world, 1), assembly)
			connected += connect(t, world)

			ways, err := check.Path(check.Question{Account: Home.Account, Region: Home.Region}, assembly.Directory)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range ways {
				if blocked := w.In(check.Blocked); len(blocked) > 0 {
					t.Errorf("the templates deploy, but %s", w)
				}
			}
		})
	}
	constructs := filepath.Join(module(), "constructs")
	for folder, stacks := range goldenFolders(t, constructs) {
		name, err := filepath.Rel(constructs, folder)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			cloud := goldenCloud(t, name)
			if _, err := cloud.Deploy(resources.Place{Account: Partner, Region: "us-east-1"}, "Network", exporting, nil); err != nil {
				t.Fatal(err)
			}
			for _, stack := range stacks {
				if _, err := cloud.Deploy(goldenPlace(name, stack), stack, golden(t, folder, stack, "no-flags"), nil); err != nil {
					t.Error(err)
				}
			}
			connected += connect(t, cloud.World)
		})
	}
	if connected < 12 {
		t.Errorf("only %d ways connect", connected)
	}
}

// connect follows packets from the clients of each endpoint that is connected to the targets
// of its service, and returns how many ways that are.
func connect(t *testing.T, world *resources.World) (ways int) {
	m := world.Model()
	walker := m.Walker()
	for _, e := range world.All(network.Endpoint) {
		offer := m.Serves(e.Resource)
		if offer == nil || offer.Service == nil {
			continue
		}
		isAccepted := e.State == resources.PendingAcceptance
		if isAccepted { // By hand, which no template says.
			world.Accept(e)
		}
		families, _ := m.FamiliesOf(e.Resource, nil)
		for _, client := range append(m.ClientsOf(e.Resource), nil)[:1] {
			for _, port := range m.PortsOf(e.Resource, offer.Service, nil) {
				way := &network.Way{Client: client, Endpoint: e.Resource, Service: offer.Service, Transport: port.Transport, Port: port.From, IPv6: families[0]}
				walker.Walk(way)
				ways++
				for _, h := range way.Hops {
					isOpen := h.State == network.Open || h.Code == "acceptance" && isAccepted
					if h.State == network.Blocked || !isOpen && slices.Contains(connecting, h.Code) {
						t.Errorf("%s connects, but %s is %s: %s", e.ID, h.Code, h.State, h.Why)
					}
				}
			}
		}
	}
	return ways
}
