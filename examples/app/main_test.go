package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/lint"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
	_ "github.com/cdk-privatelink/cdk-privatelink-go/snapshot/validation"
)

// This package's tests keep CDK's validation on, where the library's turn it off.
func TestMain(m *testing.M) { snapshot.Main(m) }

func TestTemplates(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		newSystem(app, "us-east-1")
		snapshot.Match(t, app)
	})
}

// TestFlagsChangeReferencesOnly lists what the flags of cdk init mean to change:
// how the service's ID gets from one stack to the other. All else is the same.
func TestFlagsChangeReferencesOnly(t *testing.T) {
	var worlds []map[string]snapshot.Template
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		newSystem(app, "us-east-1")
		worlds = append(worlds, snapshot.Synth(t, app))
	})
	for i, reference := range []string{"Fn::ImportValue", "Fn::GetStackOutput"} {
		_, endpoint := worlds[i]["Consumer"].Only(t, "AWS::EC2::VPCEndpoint")
		parts := endpoint.Properties["ServiceName"].(map[string]any)["Fn::Join"].([]any)[1].([]any)
		if parts[0] != "com.amazonaws.vpce.us-east-1." {
			t.Errorf("the service's name starts with %v", parts[0])
		}
		if _, ok := parts[1].(map[string]any)[reference]; !ok {
			t.Errorf("the service's ID is %v, want %s", parts[1], reference)
		}
		delete(endpoint.Properties, "ServiceName")
	}
	for _, stack := range []string{"Provider", "Consumer"} {
		none, _ := json.Marshal(worlds[0][stack].Resources)
		init, _ := json.Marshal(worlds[1][stack].Resources)
		if string(none) != string(init) {
			t.Errorf("%s differs:\n%s\n%s", stack, none, init)
		}
	}
}

// TestTrafficFlows follows a connection from the client to a server, hop by hop.
func TestTrafficFlows(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	newSystem(app, "us-east-1")
	templates := snapshot.Synth(t, app)
	provider, consumer := templates["Provider"], templates["Consumer"]

	// Client to endpoint, on the service's port.
	endpointID, endpoint := consumer.Only(t, "AWS::EC2::VPCEndpoint")
	if endpoint.Properties["VpcEndpointType"] != "Interface" {
		t.Errorf("endpoint: %v", endpoint.Properties)
	}
	endpointGroup := groupID("OrdersSecurityGroup2E5456CF")
	clientGroup := groupID("ClientSecurityGroupE3B38CB0")
	assertRule(t, consumer, "AWS::EC2::SecurityGroupEgress", clientGroup, "DestinationSecurityGroupId", endpointGroup, 80)
	assertRule(t, consumer, "AWS::EC2::SecurityGroupIngress", endpointGroup, "SourceSecurityGroupId", clientGroup, 80)

	// Endpoint to load balancer: the same zones, one subnet in each, and no
	// inbound rules in the way.
	_, loadBalancer := provider.Only(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")
	for property, want := range map[string]string{
		"Type": "network", "Scheme": "internal", "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "off",
	} {
		if loadBalancer.Properties[property] != want {
			t.Errorf("load balancer: %s is %v, want %s", property, loadBalancer.Properties[property], want)
		}
	}
	served := zonesOf(t, provider, loadBalancer.Properties["Subnets"])
	used := zonesOf(t, consumer, endpoint.Properties["SubnetIds"])
	if len(used) != 2 || used[0] == used[1] || !slices.Equal(served, used) {
		t.Errorf("the endpoint is in %v, the load balancer in %v", used, served)
	}
	_, service := provider.Only(t, "AWS::EC2::VPCEndpointService")
	if service.Properties["AcceptanceRequired"] != false {
		t.Errorf("service: %v", service.Properties)
	}
	provider.Only(t, "AWS::EC2::VPCEndpointServicePermissions")

	// Load balancer to servers: by group, and by the subnets' addresses.
	balancerGroup := groupID("OrdersSecurityGroup2E5456CF")
	serverGroup := groupID("ServerSecurityGroup11086851")
	assertRule(t, provider, "AWS::EC2::SecurityGroupEgress", balancerGroup, "DestinationSecurityGroupId", serverGroup, serverPort)
	assertRule(t, provider, "AWS::EC2::SecurityGroupIngress", serverGroup, "SourceSecurityGroupId", balancerGroup, serverPort)
	var admitted []string
	for _, rule := range provider.Resources["ServerSecurityGroup11086851"].Properties["SecurityGroupIngress"].([]any) {
		admitted = append(admitted, rule.(map[string]any)["CidrIp"].(string))
	}
	if !slices.Equal(admitted, []string{"10.0.0.0/24", "10.0.1.0/24"}) {
		t.Errorf("the servers admit %v", admitted)
	}

	// The name leads to the endpoint's regional entry, the first.
	_, zone := consumer.Only(t, "AWS::Route53::HostedZone")
	if vpcs := zone.Properties["VPCs"].([]any); len(vpcs) != 1 || text(vpcs[0].(map[string]any)["VPCId"]) != `{"Ref":"Vpc8378EB38"}` {
		t.Errorf("the zone is tied to %v", vpcs)
	}
	_, record := consumer.Only(t, "AWS::Route53::RecordSet")
	regional := `{"Fn::Split":[":",{"Fn::Select":[0,{"Fn::GetAtt":["` + endpointID + `","DnsEntries"]}]}]}`
	if got, want := text(record.Properties["AliasTarget"]), `{"DNSName":{"Fn::Select":[1,`+regional+`]},"HostedZoneId":{"Fn::Select":[0,`+regional+`]}}`; got != want {
		t.Errorf("the record is an alias of %s, want %s", got, want)
	}
}

// TestNothingIsPublic: no way in from the internet, and nothing that costs or
// runs without need.
func TestNothingIsPublic(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	newSystem(app, "us-east-1")
	for name, template := range snapshot.Synth(t, app) {
		for _, unwanted := range []string{
			"AWS::Lambda::Function", "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::EIP",
		} {
			if found := template.OfType(unwanted); len(found) > 0 {
				t.Errorf("%s has %s", name, unwanted)
			}
		}
		if all := text(template.Resources); strings.Contains(all, "0.0.0.0/0") || strings.Contains(all, "::/0") {
			t.Errorf("%s speaks of the whole internet", name)
		}
	}
}

// TestValidation synthesizes with CDK's default rules as errors. What they find
// beside errors counts too, as a planted fault shows.
func TestValidation(t *testing.T) {
	if os.Getenv("CDK_VALIDATION") == "false" {
		t.Skip("CDK_VALIDATION=false turns off what this tests")
	}
	if violations := validate(t, func(awscdk.App) {}); len(violations) > 0 {
		t.Errorf("violations: %s", text(violations))
	}
	planted := validate(t, func(app awscdk.App) {
		provider := app.Node().FindChild(jsii.String("Provider"))
		listener := provider.Node().FindChild(jsii.String("Orders")).(*privatelink.ProviderService).Listeners[0]
		listener.Node().DefaultChild().(awscdk.CfnResource).AddPropertyOverride(jsii.String("Protocol"), "TCPX")
	})
	if len(planted) == 0 {
		t.Error("a listener of protocol TCPX passes: validation is off")
	}
}

// validate returns what validation-report.json says of the app after a change.
func validate(t *testing.T, change func(awscdk.App)) (violations []any) {
	t.Helper()
	flags := snapshot.CdkInitFlags()
	if flags["@aws-cdk/core:validateAgainstDefaultRules"] != true {
		t.Fatal("cdk init's flags no longer turn the default rules on")
	}
	app := awscdk.NewApp(&awscdk.AppProps{Context: &flags})
	newSystem(app, "us-east-1")
	change(app)
	func() {
		defer func() { _ = recover() }() // The report says why it fails.
		app.Synth(nil)
	}()
	report, err := os.ReadFile(filepath.Join(*app.Outdir(), "validation-report.json"))
	if err != nil {
		t.Fatalf("no validation took place: %v", err)
	}
	var findings struct {
		PluginReports []struct{ Violations []any }
	}
	if err := json.Unmarshal(report, &findings); err != nil {
		t.Fatal(err)
	}
	for _, plugin := range findings.PluginReports {
		violations = append(violations, plugin.Violations...)
	}
	return violations
}

func TestLint(t *testing.T) { lint.Templates(t) }

// TestCdkJson: the app runs with the flags that the tests know.
func TestCdkJson(t *testing.T) {
	file, err := os.ReadFile("../../cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	var cdk struct {
		App     string
		Context map[string]any
	}
	if err := json.Unmarshal(file, &cdk); err != nil {
		t.Fatal(err)
	}
	if cdk.App != "go run ./examples/app" || text(cdk.Context) != text(snapshot.CdkInitFlags()) {
		t.Error("cdk.json has another app, or other flags than snapshot/cdk-init.json")
	}
}

func groupID(logicalID string) string { return `{"Fn::GetAtt":["` + logicalID + `","GroupId"]}` }

// assertRule looks for a rule of one group that names another, on one TCP port.
func assertRule(t *testing.T, template snapshot.Template, ruleType, group, side, other string, port float64) {
	t.Helper()
	for _, rule := range template.OfType(ruleType) {
		p := rule.Properties
		if text(p["GroupId"]) == group && text(p[side]) == other && p["IpProtocol"] == "tcp" && p["FromPort"] == port && p["ToPort"] == port {
			return
		}
	}
	t.Errorf("no %s of %s with %s on port %v", ruleType, group, other, port)
}

// zonesOf lists the zones of subnets that are named by reference.
func zonesOf(t *testing.T, template snapshot.Template, subnets any) []string {
	t.Helper()
	var zones []string
	for _, subnet := range subnets.([]any) {
		id := subnet.(map[string]any)["Ref"].(string)
		zones = append(zones, text(template.Resources[id].Properties["AvailabilityZone"]))
	}
	return zones
}

func text(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}
