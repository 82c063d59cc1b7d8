package plugin_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2targets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// plainPair is a provider and a consumer on nothing but the CDK's own constructs, as its
// guides have them, and what mends it.
type plainPair struct {
	balancer awselasticloadbalancingv2.NetworkLoadBalancer
	server   awsec2.Instance
}

func newPlainPair(app awscdk.App) plainPair {
	isolated := &awsec2.VpcProps{MaxAzs: jsii.Number(2), NatGateways: jsii.Number(0), RestrictDefaultSecurityGroup: jsii.Bool(false), SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
		{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
	}}
	instance := func(stack awscdk.Stack, id string, vpc awsec2.Vpc) awsec2.Instance {
		return awsec2.NewInstance(stack, &id, &awsec2.InstanceProps{
			Vpc: vpc, InstanceType: awsec2.NewInstanceType(jsii.String("t4g.nano")), VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
			MachineImage: awsec2.MachineImage_GenericLinux(&map[string]*string{"us-east-1": jsii.String("ami-0123456789abcdef0")}, nil),
		})
	}
	provider := awscdk.NewStack(app, jsii.String("Provider"), &awscdk.StackProps{Env: here})
	vpc := awsec2.NewVpc(provider, jsii.String("Vpc"), isolated)
	server := instance(provider, "Server", vpc)
	balancer := awselasticloadbalancingv2.NewNetworkLoadBalancer(provider, jsii.String("LoadBalancer"), &awselasticloadbalancingv2.NetworkLoadBalancerProps{
		Vpc: vpc, CrossZoneEnabled: jsii.Bool(true), VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
	})
	listener := balancer.AddListener(jsii.String("Listener"), &awselasticloadbalancingv2.BaseNetworkListenerProps{Port: jsii.Number(443)})
	listener.AddTargets(jsii.String("Targets"), &awselasticloadbalancingv2.AddNetworkTargetsProps{
		Port: jsii.Number(8443), Targets: &[]awselasticloadbalancingv2.INetworkLoadBalancerTarget{awselasticloadbalancingv2targets.NewInstanceTarget(server, jsii.Number(8443))},
	})
	service := awsec2.NewVpcEndpointService(provider, jsii.String("Service"), &awsec2.VpcEndpointServiceProps{
		VpcEndpointServiceLoadBalancers: &[]awsec2.IVpcEndpointServiceLoadBalancer{balancer}, AcceptanceRequired: jsii.Bool(false),
		AllowedPrincipals: &[]awsiam.ArnPrincipal{awsiam.NewArnPrincipal(jsii.String("arn:aws:iam::111122223333:root"))},
	})

	consumer := awscdk.NewStack(app, jsii.String("Consumer"), &awscdk.StackProps{Env: here})
	consumerVpc := awsec2.NewVpc(consumer, jsii.String("Vpc"), isolated)
	client := instance(consumer, "Client", consumerVpc)
	endpoint := awsec2.NewInterfaceVpcEndpoint(consumer, jsii.String("Endpoint"), &awsec2.InterfaceVpcEndpointProps{
		Vpc: consumerVpc, Service: awsec2.NewInterfaceVpcEndpointService(service.VpcEndpointServiceName(), jsii.Number(443)),
		Subnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}, PrivateDnsEnabled: jsii.Bool(false), Open: jsii.Bool(false),
	})
	endpoint.Connections().AllowDefaultPortFrom(client, nil)
	return plainPair{balancer, server}
}

// withZones are the flags of cdk init, and what the CLI looks up.
func withZones() map[string]any {
	context := snapshot.CdkInitFlags()
	context["availability-zones:account=111122223333:region=us-east-1"] = []string{"us-east-1a", "us-east-1b"}
	return context
}

var plainQuestion = check.Question{From: "Consumer/Client", To: "Provider/Service", Port: 443}

// fixes are what the hops say to do.
var fixes = map[string]func(plainPair){
	"load-balancer-in": func(p plainPair) {
		p.balancer.Connections().AllowFrom(awsec2.Peer_Ipv4(jsii.String("10.0.0.0/16")), awsec2.Port_Tcp(jsii.Number(443)), nil)
	},
	"load-balancer-out": func(p plainPair) {
		group := (*p.balancer.Connections().SecurityGroups())[0]
		group.AddEgressRule(awsec2.Peer_SecurityGroupId((*p.server.Connections().SecurityGroups())[0].SecurityGroupId(), nil), awsec2.Port_Tcp(jsii.Number(8443)), nil, nil)
	},
	"target-in": func(p plainPair) {
		group := (*p.server.Connections().SecurityGroups())[0]
		group.AddIngressRule(awsec2.Peer_SecurityGroupId((*p.balancer.Connections().SecurityGroups())[0].SecurityGroupId(), nil), awsec2.Port_Tcp(jsii.Number(8443)), nil, nil)
	},
}

func (f fixed) path(t *testing.T) check.Ways {
	t.Helper()
	app, directory := newApp(t, withZones())
	pair := newPlainPair(app)
	for _, hop := range f {
		fixes[hop](pair)
	}
	if failure := synth(app); failure != "" {
		t.Fatal(failure)
	}
	ways, err := check.Path(plainQuestion, directory)
	if err != nil || len(ways) != 1 {
		t.Fatalf("%v: %v", err, ways)
	}
	return ways
}

// fixed are the hops that are mended.
type fixed []string

// TestPlainPair: the CDK's own constructs, with the flags of cdk init, synthesize a pair
// through which no packet passes. Each fix opens its hop, and all of them the way.
func TestPlainPair(t *testing.T) {
	all := []string{"load-balancer-in", "load-balancer-out", "target-in"}
	for _, mended := range append([]fixed{nil, all}, fixed{all[0]}, fixed{all[1]}, fixed{all[2]}) {
		ways := mended.path(t)
		var blocked []string
		for _, h := range ways[0].In(check.Blocked) {
			blocked = append(blocked, h.Code)
			if h.Fix == "" || h.Source == "" || h.ID == "" || h.LogicalID == "" {
				t.Errorf("what to do? %+v", h)
			}
		}
		var want []string
		for _, hop := range all {
			if !slices.Contains(mended, hop) {
				want = append(want, hop)
			}
		}
		if !slices.Equal(blocked, want) || len(want) == 0 && ways.State() != check.Open {
			t.Errorf("with %v mended, %v are blocked, not %v:\n%s", mended, blocked, want, ways)
		}
	}
}

// TestPlainPairFiles keeps the pair's assembly for package check, which does without the
// CDK.
func TestPlainPairFiles(t *testing.T) {
	app, directory := newApp(t, withZones())
	newPlainPair(app)
	if failure := synth(app); failure != "" {
		t.Fatal(failure)
	}
	for _, stack := range []string{"Provider", "Consumer"} {
		for _, kind := range []string{".template.json", ".metadata.json"} {
			file := filepath.Join("..", "testdata", "plain", stack+kind)
			got := indented(t, filepath.Join(directory, stack+kind))
			if flag.Lookup("update").Value.String() == "true" {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want, err := os.ReadFile(file); err != nil || string(want) != string(got) {
				t.Errorf("%s is not what the CDK makes (%v): go test ./check/plugin -update", file, err)
			}
		}
	}
}

// indented is the JSON of a file, without what differs from one machine to another.
func indented(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var content map[string]any
	if err := json.Unmarshal(text, &content); err != nil {
		t.Fatal(err)
	}
	for path, entries := range content {
		list, ok := entries.([]any)
		if !ok {
			continue
		}
		content[path] = slices.DeleteFunc(list, func(entry any) bool { return entry.(map[string]any)["type"] != "aws:cdk:logicalId" })
		for _, entry := range content[path].([]any) {
			delete(entry.(map[string]any), "trace")
		}
	}
	encoded, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(encoded, '\n')
}

// newPromisedPair is a provider and a consumer of this library's, each within a construct of
// the user's, in a stage or not.
func newPromisedPair(scope constructs.Construct) (server awsec2.Instance, endpoint *privatelink.ConsumerEndpoint) {
	isolated := &awsec2.VpcProps{
		NatGateways: jsii.Number(0), RestrictDefaultSecurityGroup: jsii.Bool(false), AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	}
	provider := awscdk.NewStack(scope, jsii.String("Provider"), &awscdk.StackProps{Env: here})
	vpc := awsec2.NewVpc(provider, jsii.String("Vpc"), isolated)
	server = awsec2.NewInstance(provider, jsii.String("Server"), &awsec2.InstanceProps{
		Vpc: vpc, InstanceType: awsec2.NewInstanceType(jsii.String("t4g.nano")), VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		MachineImage: awsec2.MachineImage_GenericLinux(&map[string]*string{"us-east-1": jsii.String("ami-0123456789abcdef0")}, nil),
	})
	orders := privatelink.NewProviderService(constructs.NewConstruct(provider, jsii.String("Team")), "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc, AutoAccept: true, AllowedPrincipals: []privatelink.Principal{privatelink.Account("111122223333")},
		Listeners: []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.InstanceTarget(server, 8443)}}},
	})
	consumer := awscdk.NewStack(scope, jsii.String("Consumer"), &awscdk.StackProps{Env: here})
	consumerVpc := awsec2.NewVpc(consumer, jsii.String("Vpc"), isolated)
	client := awsec2.NewSecurityGroup(consumer, jsii.String("Client"), &awsec2.SecurityGroupProps{Vpc: consumerVpc, AllowAllOutbound: jsii.Bool(false)})
	endpoint = privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: consumerVpc, Service: orders, Clients: []awsec2.IConnectable{client}, Dns: privatelink.PrivateZone("orders.internal"),
	})
	privatelink.NewConsumerEndpoint(consumer, "Vendor", &privatelink.ConsumerEndpointProps{
		Vpc: consumerVpc, Clients: []awsec2.IConnectable{client}, Service: privatelink.Contract{
			ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", Ports: []privatelink.ServicePort{{Port: 8443}}, IpAddressTypes: []privatelink.IpAddressType{"ipv4"},
		},
	})
	return server, endpoint
}

// TestPromises: what the constructs promise is followed at each synthesis, and what an
// escape hatch closes is an error, in stages and within the user's own constructs too.
func TestPromises(t *testing.T) {
	for name, c := range map[string]struct {
		breaks  func(awsec2.Instance, *privatelink.ConsumerEndpoint)
		rule    string
		blocked []string
	}{
		"nothing is closed": {func(awsec2.Instance, *privatelink.ConsumerEndpoint) {}, "", nil},
		"the server's group": {func(server awsec2.Instance, _ *privatelink.ConsumerEndpoint) {
			group := (*server.Connections().SecurityGroups())[0]
			for _, child := range *group.Node().Children() {
				if rule, ok := child.(awsec2.CfnSecurityGroupIngress); ok {
					rule.SetFromPort(jsii.Number(1))
					rule.SetToPort(jsii.Number(1))
				}
			}
			group.Node().DefaultChild().(awsec2.CfnSecurityGroup).SetSecurityGroupIngress([]any{})
		}, "privatelink::target-inbound", []string{"target-in"}},
		"the endpoint's group": {func(_ awsec2.Instance, endpoint *privatelink.ConsumerEndpoint) {
			for _, child := range *endpoint.SecurityGroup.Node().Children() {
				if rule, ok := child.(awsec2.CfnSecurityGroupIngress); ok {
					rule.SetFromPort(jsii.Number(80))
				}
				if rule, ok := child.(awsec2.CfnSecurityGroupIngress); ok {
					rule.SetToPort(jsii.Number(80))
				}
			}
		}, "", []string{"endpoint-in"}},
	} {
		for _, staged := range []bool{false, true} {
			t.Run(fmt.Sprint(name, staged), func(t *testing.T) {
				app, directory := newApp(t, withZones())
				prefix, scope := "", constructs.Construct(app)
				if staged {
					scope, prefix = awscdk.NewStage(app, jsii.String("Prod"), nil), "Prod/"
				}
				c.breaks(newPromisedPair(scope))
				failure := synth(app)
				if (failure != "") != (c.rule != "") {
					t.Errorf("synthesis: %s", failure)
				}
				if rules, _ := told(t, directory); c.rule != "" && !slices.Contains(rules, c.rule) {
					t.Errorf("%q doesn't tell %s", rules, c.rule)
				}
				ways, err := check.Path(check.Question{To: prefix + "Provider/Team/Orders"}, directory)
				if err != nil || len(ways) != 1 || ways[0].Via != prefix+"Consumer/Orders" || ways[0].To != prefix+"Provider/Team/Orders" {
					t.Fatalf("%v\n%s", err, ways)
				}
				var blocked []string
				for _, h := range ways[0].In(check.Blocked) {
					blocked = append(blocked, h.Code)
				}
				if !slices.Equal(blocked, c.blocked) {
					t.Errorf("%v are blocked, not %v:\n%s", blocked, c.blocked, ways)
				}
				vendor, err := check.Path(check.Question{To: prefix + "Consumer/Vendor"}, directory)
				if err != nil || len(vendor) != 1 || vendor[0].Port != 8443 || len(vendor[0].In(check.Blocked)) > 0 {
					t.Fatalf("%v\n%s", err, vendor)
				}
				for _, h := range vendor[0].In(check.Unknown) {
					if !slices.Contains([]string{"permission", "zones"}, h.Code) {
						t.Errorf("the contract tells, but %s: %s", h.Code, h.Why)
					}
				}
			})
		}
	}
}
