package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
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

// way is that of a request, in whichever account the app is deployed to.
var way = check.Question{From: "Consumer/Client", To: "Provider/Orders", Port: 80}

// TestTrafficFlows follows a connection from the client to the servers, hop by hop.
func TestTrafficFlows(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	newSystem(app, "us-east-1")
	snapshot.Flows(t, app, way)
}

// TestPicture: the README's picture is of this app. go test ./examples/app -update draws it
// anew.
func TestPicture(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	newSystem(app, "us-east-1")
	picture := snapshot.Flows(t, app, way).SVG()
	const file = "../../docs/app.svg"
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(file, []byte(picture), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if drawn, err := os.ReadFile(file); err != nil || string(drawn) != picture {
		t.Errorf("%s is not of this app (%v): go test ./examples/app -update", file, err)
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

func text(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}
