package plugin_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodecommit"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/pipelines"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/check/plugin"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { snapshot.Main(m) }

var here = &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")}

// endpointIn makes a stack with a VPC and an endpoint of a service by plain CDK.
func endpointIn(scope constructs.Construct, id string, env *awscdk.Environment, service string) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, &awscdk.StackProps{Env: env})
	awsec2.NewCfnVPCEndpoint(stack, jsii.String("Endpoint"), &awsec2.CfnVPCEndpointProps{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcEndpointType: jsii.String("Interface"), SubnetIds: &[]any{"subnet-0123456789abcdef0"},
		ServiceName: &service, IpAddressType: jsii.String("ipv5"),
	})
	return stack
}

const ssm = "com.amazonaws.us-east-1.ssm"

// broken has an address type that doesn't exist.
func broken(scope constructs.Construct, env *awscdk.Environment) awscdk.Stack {
	return endpointIn(scope, "Consumer", env, ssm)
}

const brokenRule = "privatelink::ip-address-type"

// consumer makes a consumer of a vendor's service, with our construct.
func consumer(scope constructs.Construct, id string) *privatelink.ConsumerEndpoint {
	stack := awscdk.NewStack(scope, &id, &awscdk.StackProps{Env: here})
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"), AvailabilityZones: jsii.Strings("us-east-1a"),
		PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef0"),
	})
	return privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: privatelink.Contract{
		ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", Ports: []privatelink.ServicePort{{Port: 443}},
	}})
}

// unsettle changes a consumer's endpoint behind its back.
func unsettle(c *privatelink.ConsumerEndpoint) {
	c.Endpoint.Node().DefaultChild().(awsec2.CfnVPCEndpoint).SetIpAddressType(jsii.String("ipv5"))
}

func newApp(t *testing.T, context map[string]any) (awscdk.App, string) {
	directory := t.TempDir()
	return awscdk.NewApp(&awscdk.AppProps{Outdir: &directory, Context: &context, AnalyticsReporting: jsii.Bool(false)}), directory
}

// synth synthesizes an app, and returns what that panicked with.
func synth(app awscdk.App) (failure string) {
	defer func() {
		if r := recover(); r != nil {
			failure = fmt.Sprint(r)
		}
	}()
	app.Synth(nil)
	return ""
}

// told lists the rules that the CDK's report of a synthesis names, and those that were
// acknowledged.
func told(t *testing.T, directory string) (violations, acknowledged []string) {
	t.Helper()
	encoded, err := os.ReadFile(filepath.Join(directory, "validation-report.json"))
	if os.IsNotExist(err) {
		return nil, nil
	}
	var report struct {
		PluginReports []struct {
			PluginName           string
			Violations           []struct{ RuleName string }
			SuppressedViolations []struct{ AcknowledgedID string }
		}
	}
	if err == nil {
		err = json.Unmarshal(encoded, &report)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, plugin := range report.PluginReports {
		for _, v := range plugin.Violations {
			violations = append(violations, plugin.PluginName+"::"+v.RuleName)
		}
		for _, v := range plugin.SuppressedViolations {
			acknowledged = append(acknowledged, v.AcknowledgedID)
		}
	}
	return violations, acknowledged
}

func TestSynthesis(t *testing.T) {
	attach := func(app awscdk.App) { awscdk.Validations_Of(app).AddPlugins(plugin.New()) }
	acknowledge := func(scope constructs.Construct) {
		awscdk.Validations_Of(scope).Acknowledge(&awscdk.Acknowledgment{Id: jsii.String(brokenRule), Reason: jsii.String("AWS has it now")})
	}
	ours := func(app awscdk.App) {
		c := consumer(app, "Consumer")
		unsettle(c)
	}
	for name, c := range map[string]struct {
		context map[string]any
		build   func(app awscdk.App)
		// fails is how many times the rule is told; 0 for a synthesis that goes well.
		fails int
		// acknowledged is whether it is told as such.
		acknowledged bool
	}{
		"plain CDK":           {build: func(app awscdk.App) { attach(app); broken(app, here) }, fails: 1},
		"without the plugin":  {build: func(app awscdk.App) { broken(app, here) }},
		"a setter after ours": {build: ours, fails: 1},
		"no environment":      {build: func(app awscdk.App) { attach(app); broken(app, nil) }, fails: 1},
		"in a stage":          {build: func(app awscdk.App) { attach(app); broken(awscdk.NewStage(app, jsii.String("Prod"), nil), here) }, fails: 1},
		"ours in a stage in a stage": {build: func(app awscdk.App) {
			stage := awscdk.NewStage(awscdk.NewStage(app, jsii.String("Prod"), nil), jsii.String("Eu"), nil)
			unsettle(consumer(stage, "Consumer"))
		}, fails: 1},
		"in two stages": {build: func(app awscdk.App) {
			attach(app)
			for _, id := range []string{"Test", "Prod"} {
				broken(awscdk.NewStage(app, &id, nil), here)
			}
		}, fails: 2},
		"in a nested stack": {build: func(app awscdk.App) {
			attach(app)
			stack := awscdk.NewStack(app, jsii.String("Outer"), &awscdk.StackProps{Env: here})
			nested := awscdk.NewNestedStack(stack, jsii.String("Inner"), nil)
			awsec2.NewCfnVPCEndpoint(nested, jsii.String("Endpoint"), &awsec2.CfnVPCEndpointProps{VpcId: jsii.String("vpc-0123456789abcdef0"), VpcEndpointType: jsii.String("Interface"), SubnetIds: &[]any{"subnet-0123456789abcdef0"}, ServiceName: jsii.String(ssm), IpAddressType: jsii.String("ipv5")})
		}, fails: 1},
		"in a pipeline": {build: func(app awscdk.App) {
			attach(app)
			pipeline(app, func(stage awscdk.Stage) { broken(stage, here) }, "Prod")
		}, fails: 1},
		"ours in two stages of a pipeline": {build: func(app awscdk.App) {
			pipeline(app, func(stage awscdk.Stage) { unsettle(consumer(stage, "Consumer")) }, "Test", "Prod")
		}, fails: 2},
		"ours in a pipeline, which all is well with": {build: func(app awscdk.App) {
			pipeline(app, func(stage awscdk.Stage) { consumer(stage, "Consumer") }, "Test", "Prod")
		}},
		"acknowledged in a pipeline's stage": {build: func(app awscdk.App) {
			attach(app)
			pipeline(app, func(stage awscdk.Stage) { acknowledge(broken(stage, here)) }, "Prod")
		}, acknowledged: true},
		"many of ours": {build: func(app awscdk.App) {
			for i := range 3 {
				unsettle(consumer(app, fmt.Sprint("Consumer", i)))
			}
		}, fails: 3},
		"turned off":                {context: map[string]any{plugin.Off: true}, build: ours},
		"turned off by -c":          {context: map[string]any{plugin.Off: "true"}, build: ours},
		"not turned off":            {context: map[string]any{plugin.Off: "false"}, build: ours, fails: 1},
		"acknowledged in the stack": {build: func(app awscdk.App) { attach(app); acknowledge(broken(app, here)) }, acknowledged: true},
		"acknowledged in the app":   {build: func(app awscdk.App) { attach(app); acknowledge(app); broken(app, here) }, acknowledged: true},
		"another one is acknowledged": {build: func(app awscdk.App) {
			attach(app)
			broken(app, here)
			awscdk.Validations_Of(app).Acknowledge(&awscdk.Acknowledgment{Id: jsii.String("privatelink::endpoint-count"), Reason: jsii.String("asked")})
		}, fails: 1},
		"nothing of PrivateLink": {build: func(app awscdk.App) {
			attach(app)
			awsec2.NewVpc(awscdk.NewStack(app, jsii.String("Stack"), nil), jsii.String("Vpc"), nil)
		}},
		"lookups to be done": {build: func(app awscdk.App) {
			attach(app)
			awsec2.Vpc_FromLookup(broken(app, here), jsii.String("Vpc"), &awsec2.VpcLookupOptions{VpcName: jsii.String("shop")})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			app, directory := newApp(t, c.context)
			c.build(app)
			failure := synth(app)
			violations, acknowledged := told(t, directory)
			if (failure != "") != (c.fails > 0) {
				t.Errorf("failed with %q", failure)
			}
			if count := strings.Count(strings.Join(violations, " "), brokenRule); count != c.fails {
				t.Errorf("told %v", violations)
			}
			if (len(acknowledged) == 1 && acknowledged[0] == brokenRule) != c.acknowledged {
				t.Errorf("acknowledged are %v", acknowledged)
			}
			// The check of what was written says the same.
			report, err := check.Directory(directory)
			if err != nil {
				t.Fatal(err)
			}
			if name == "without the plugin" || c.context[plugin.Off] == true || c.context[plugin.Off] == "true" {
				if len(report.Errors()) != 1 {
					t.Errorf("afterwards, the check finds %v", report)
				}
				return
			}
			if len(report.Errors()) != c.fails {
				t.Errorf("the check finds %v", report)
			}
			if infos := strings.Count(report.String(), "acknowledged: AWS has it now"); (infos == 1) != c.acknowledged {
				t.Errorf("the check tells %v", report)
			}
		})
	}
}

// pipeline is one that deploys stages, which it synthesizes when they are added.
func pipeline(app awscdk.App, makeStage func(awscdk.Stage), stages ...string) {
	stack := awscdk.NewStack(app, jsii.String("Pipeline"), &awscdk.StackProps{Env: here})
	repository := awscodecommit.Repository_FromRepositoryName(stack, jsii.String("Repository"), jsii.String("shop"))
	p := pipelines.NewCodePipeline(stack, jsii.String("Pipeline"), &pipelines.CodePipelineProps{
		Synth: pipelines.NewShellStep(jsii.String("Synth"), &pipelines.ShellStepProps{
			Input: pipelines.CodePipelineSource_CodeCommit(repository, jsii.String("main"), nil), Commands: jsii.Strings("npx cdk synth"),
		}),
	})
	for _, id := range stages {
		stage := awscdk.NewStage(app, &id, nil)
		makeStage(stage)
		p.AddStage(stage, nil)
	}
}

// TestTwoApps: apps of one process are judged each by itself, whenever they are made.
func TestTwoApps(t *testing.T) {
	first, firstOut := newApp(t, nil)
	second, secondOut := newApp(t, nil)
	a, b := consumer(first, "Consumer"), consumer(second, "Consumer")
	unsettle(b)
	if failure := synth(first); failure != "" {
		t.Errorf("the good app fails: %s", failure)
	}
	if failure := synth(second); failure == "" {
		t.Error("the broken app goes well")
	}
	if violations, _ := told(t, firstOut); len(violations) != 0 {
		t.Errorf("of the good app, %v is told", violations)
	}
	if violations, _ := told(t, secondOut); len(violations) != 1 {
		t.Errorf("of the broken app, %v is told", violations)
	}
	// Synthesized again, with what was changed in between.
	unsettle(a)
	failure := func() (failure string) {
		defer func() {
			if r := recover(); r != nil {
				failure = fmt.Sprint(r)
			}
		}()
		first.Synth(&awscdk.StageSynthesisOptions{Force: jsii.Bool(true)})
		return ""
	}()
	if failure == "" {
		t.Error("what was changed after the first synthesis isn't seen by the second")
	}
}

// TestAdvice: what is only advice is told, and nothing fails.
func TestAdvice(t *testing.T) {
	app, directory := newApp(t, nil)
	stack := awscdk.NewStack(app, jsii.String("Consumer"), &awscdk.StackProps{Env: here})
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"), AvailabilityZones: jsii.Strings("us-east-1a"),
		PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef0"),
	})
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Dns: privatelink.ServiceDnsName(),
		Service: privatelink.Contract{
			ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", Ports: []privatelink.ServicePort{{Port: 443}},
			PrivateDnsName: "orders.example.com", AcceptanceRequired: true,
		},
	})
	if failure := synth(app); failure != "" {
		t.Fatal(failure)
	}
	violations, _ := told(t, directory)
	if strings.Count(strings.Join(violations, " "), "privatelink::dns-acceptance") != 1 {
		t.Errorf("told %v", violations)
	}
}
