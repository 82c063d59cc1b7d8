package privatelink_test

import (
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// pinned are the types whose replacement cuts off users' consumers, or names.
var pinned = []string{
	"AWS::EC2::VPCEndpointService",
	"AWS::EC2::VPCEndpoint",
	"AWS::ElasticLoadBalancingV2::LoadBalancer",
	"AWS::ElasticLoadBalancingV2::TargetGroup",
	"AWS::EC2::VPCEndpointServicePermissions",
	"AWS::Route53::HostedZone",
}

// pin is what must stay of a resource for CloudFormation to keep it.
type pin struct {
	Type string
	// Fixed are the properties that cannot be updated, by path.
	Fixed map[string]any
}

const pinFile = "upgrade_pins.json"

var addPins = flag.Bool("pin", false, "add what is new to "+pinFile+"; what is there is never changed")

// TestUpgrade: deploying this version over an earlier one replaces nothing that
// consumers hang on. The pins are never rewritten by a flag: whoever must break
// one edits the file by hand, and says so in CHANGELOG.md.
func TestUpgrade(t *testing.T) {
	pins := readPins(t)
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		world := filepath.Base(t.Name())
		newEverything(app)
		now := pinsOf(snapshot.Synth(t, app))
		for _, problem := range broken(pins[world], now) {
			t.Error(problem)
		}
		for _, name := range slices.Sorted(maps.Keys(now)) {
			if _, ok := pins[world][name]; ok {
				continue
			}
			if !*addPins {
				t.Errorf("%s isn't pinned yet: go test -run TestUpgrade -pin adds it to %s", name, pinFile)
				continue
			}
			if pins[world] == nil {
				pins[world] = map[string]pin{}
			}
			pins[world][name] = now[name]
		}
	})
	if *addPins {
		writePins(t, pins)
	}
}

// TestUpgradeNotices: the pins do find what they are for.
func TestUpgradeNotices(t *testing.T) {
	before := map[string]pin{"Stack/Endpoint1": {"AWS::EC2::VPCEndpoint", map[string]any{"ServiceName": "a"}}}
	for name, now := range map[string]map[string]pin{
		"another service name": {"Stack/Endpoint1": {"AWS::EC2::VPCEndpoint", map[string]any{"ServiceName": "b"}}},
		"another logical ID":   {"Stack/Endpoint2": before["Stack/Endpoint1"]},
		"another type":         {"Stack/Endpoint1": {"AWS::EC2::VPCEndpointService", map[string]any{"ServiceName": "a"}}},
		"one property more":    {"Stack/Endpoint1": {"AWS::EC2::VPCEndpoint", map[string]any{"ServiceName": "a", "ServiceRegion": "eu-west-1"}}},
	} {
		if problems := broken(before, now); len(problems) != 1 || !strings.Contains(problems[0], "cut off") {
			t.Errorf("%s: %q", name, problems)
		}
	}
	if problems := broken(before, before); len(problems) != 0 {
		t.Errorf("the same: %q", problems)
	}
}

// broken says which pins no longer hold.
func broken(pins, now map[string]pin) []string {
	const consequence = ": CloudFormation would replace it, and users' consumers would be cut off. " +
		"Keep it, or edit " + pinFile + " by hand and say so under Templates in CHANGELOG.md"
	var problems []string
	for _, name := range slices.Sorted(maps.Keys(pins)) {
		was, is := pins[name], now[name]
		switch {
		case is.Type == "":
			problems = append(problems, name+" ("+was.Type+") is gone, or has another logical ID"+consequence)
		case !reflect.DeepEqual(was, is):
			problems = append(problems, name+" ("+was.Type+") has other properties that cannot be updated: "+
				compact(is)+", was "+compact(was)+consequence)
		}
	}
	return problems
}

func compact(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// pinsOf are the pins that hold for templates.
func pinsOf(templates map[string]snapshot.Template) map[string]pin {
	pins := map[string]pin{}
	for stack, template := range templates {
		for id, resource := range template.Resources {
			if !slices.Contains(pinned, resource.Type) {
				continue
			}
			p := pin{Type: resource.Type, Fixed: map[string]any{}}
			for _, path := range snapshot.FixedProperties(resource.Type) {
				name, _, _ := strings.Cut(path, ".")
				if value, ok := resource.Properties[name]; ok {
					p.Fixed[name] = value
				}
			}
			pins[stack+"/"+id] = p
		}
	}
	return pins
}

// newEverything makes each construct in each form that has logical IDs of its own.
func newEverything(app awscdk.App) {
	provider, consumer := newStack(app, "Provider", providerAccount, region), newStack(app, "Consumer", providerAccount, region)
	vpc, consumerVpc := newVpc(provider, "us-east-1a", "us-east-1b"), newVpc(consumer, "us-east-1a", "us-east-1b")

	orders := privatelink.NewProviderService(provider, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{
			{Port: 80, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8080)}},
			{Port: 443, Protocol: privatelink.TLS, Certificates: []string{certificate}, Targets: []privatelink.Target{privatelink.InstanceTarget(newInstance(provider, "Server", vpc), 8443)}},
			{Port: 53, Protocol: privatelink.UDP, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 53)}},
			{Port: 8080, TargetGroups: []privatelink.TargetGroup{
				{Id: "Blue", TargetType: privatelink.Addresses, Port: 8080}, {TargetType: privatelink.Addresses, Port: 8081},
			}},
		},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account(consumerAccount)},
	})
	orders.AddListener(privatelink.Listener{Port: 9092, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.6", 9092)}})
	privatelink.NewProviderService(provider, "Existing", &privatelink.ProviderServiceProps{
		Vpc: vpc, Listeners: []privatelink.Listener{{Port: 443}},
		ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{
			privatelink.ExistingLoadBalancer{Arn: "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/orders/0123456789abcdef"},
		},
	})

	privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: consumerVpc, Service: orders, Dns: privatelink.PrivateZone("orders.internal"),
	})
	privatelink.NewConsumerEndpoint(consumer, "Vendor", &privatelink.ConsumerEndpointProps{Vpc: consumerVpc, Service: vendorContract()})
	privatelink.NewConsumerEndpoint(consumer, "Ssm", &privatelink.ConsumerEndpointProps{
		Vpc: consumerVpc, Service: privatelink.AWSService("ssm"), Dns: privatelink.ServiceDnsName(),
	})
	privatelink.NewConsumerEndpoint(consumer, "Database", &privatelink.ConsumerEndpointProps{
		Vpc:     consumerVpc,
		Service: privatelink.LatticeResource("arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0", privatelink.ServicePort{Port: 5432}),
	})

	elsewhere := newStack(app, "Elsewhere", providerAccount, "eu-west-1")
	privatelink.NewConsumerEndpoint(elsewhere, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(elsewhere, "eu-west-1a", "eu-west-1b"), Service: orders, Dns: privatelink.Dns{ZoneName: "orders.internal", Names: []string{"api", "*"}},
	})
	awscdk.NewCfnOutput(provider, jsii.String("Name"), &awscdk.CfnOutputProps{Value: jsii.String(orders.ServiceName())})
}

// readPins reads the pins by flag world, and within one by stack and logical ID.
func readPins(t *testing.T) map[string]map[string]pin {
	t.Helper()
	pins := map[string]map[string]pin{}
	text, err := os.ReadFile(pinFile)
	if errors.Is(err, fs.ErrNotExist) && *addPins {
		return pins
	}
	if err == nil {
		err = json.Unmarshal(text, &pins)
	}
	if err != nil {
		t.Fatal(err)
	}
	return pins
}

func writePins(t *testing.T, pins map[string]map[string]pin) {
	t.Helper()
	text, err := json.MarshalIndent(pins, "", "  ")
	if err == nil {
		err = os.WriteFile(pinFile, append(text, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
