package snapshot_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// What deploying one template over another would do.
func ExampleDiff() {
	deployed, _ := snapshot.ParseTemplate([]byte(`{"Resources": {
		"Orders": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"ServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1", "VpcId": "vpc-1"}},
		"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"Port": 443}}
	}}`))
	changed, _ := snapshot.ParseTemplate([]byte(`{"Resources": {
		"Orders": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"ServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-2", "VpcId": "vpc-1"}},
		"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"Port": 8443}}
	}}`))
	for _, change := range snapshot.Diff(deployed, changed) {
		fmt.Println(change.Effect, change.ID)
		for _, difference := range change.Differences {
			fmt.Println("   ", difference)
		}
	}
	// Output:
	// REPLACE Orders
	//     ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-1" → "com.amazonaws.vpce.us-east-1.vpce-svc-2"
	// update Listener
	//     Port: 443 → 8443
}

func newTopicStack(app awscdk.App, id string) awscdk.Stack {
	stack := awscdk.NewStack(app, &id, nil)
	awscdk.NewCfnResource(stack, jsii.String("Topic"), &awscdk.CfnResourceProps{
		Type: jsii.String("AWS::SNS::Topic"), Properties: &map[string]any{"DisplayName": "Orders"},
	})
	return stack
}

// Questions to a template, in a test.
func ExampleTemplate_Has() {
	_ = func(t *testing.T) {
		template := snapshot.FromStack(t, newTopicStack(snapshot.NewApp(t, nil), "Topics"))
		template.Has(t, "AWS::SNS::Topic", snapshot.Props{
			"DisplayName": snapshot.Matches("^Ord"),
			"TopicName":   snapshot.None(),
		})
		template.HasCount(t, 1, "AWS::SNS::Topic", nil)
	}
}

// A golden template in both flag worlds.
func ExampleMatch() {
	_ = func(t *testing.T) {
		snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
			newTopicStack(app, "Topics")
			snapshot.Match(t, app)
		})
	}
}

// Tests of one app, with flags and context of one's own.
func ExampleNewApp() {
	_ = func(t *testing.T) {
		app := snapshot.NewApp(t, map[string]any{"@aws-cdk/core:defaultCrossStackReferences": "weak"})
		newTopicStack(app, "Topics")
		for name, template := range snapshot.Synth(t, app) {
			t.Log(name, "has", len(template.Resources), "resources")
		}
	}
}

// The same test in an app without feature flags, and in one with those of cdk init.
func ExampleBothWorlds() {
	_ = func(t *testing.T) {
		snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
			template := snapshot.FromStack(t, newTopicStack(app, "Topics"))
			template.HasCount(t, 1, "AWS::SNS::Topic", nil)
		})
	}
}

// A package's tests, which then tell of golden templates that belong to nothing any more.
func ExampleMain() {
	_ = func(m *testing.M) { snapshot.Main(m) } // func TestMain(m *testing.M) { snapshot.Main(m) }
}

// The templates of all stacks of an app.
func ExampleSynth() {
	_ = func(t *testing.T) {
		app := snapshot.NewApp(t, nil)
		newTopicStack(app, "Topics")
		for name, template := range snapshot.Synth(t, app) {
			if len(template.OfType("AWS::IAM::Role")) > 0 {
				t.Errorf("%s has a role", name)
			}
		}
	}
}

// The template of one stack.
func ExampleFromStack() {
	_ = func(t *testing.T) {
		template := snapshot.FromStack(t, newTopicStack(snapshot.NewApp(t, nil), "Topics"))
		id, topic := template.Only(t, "AWS::SNS::Topic")
		if topic.Value("DisplayName") != "Orders" {
			t.Errorf("%s has another name", template.Path(id))
		}
	}
}

// A template that something else wrote, such as cdk synth.
func ExampleReadTemplate() {
	_ = func(t *testing.T) {
		template := snapshot.ReadTemplate(t, "../cdk.out/Topics.template.json")
		template.HasCount(t, 1, "AWS::SNS::Topic", nil)
	}
}

// What refers to what, in whatever intrinsic functions, and lists of which one element counts.
func ExampleRefersTo() {
	_ = func(t *testing.T) {
		template := snapshot.ReadTemplate(t, "../cdk.out/Orders.template.json")
		service, _ := template.Only(t, "AWS::EC2::VPCEndpointService")
		template.Has(t, "AWS::EC2::VPCEndpointServicePermissions", snapshot.Props{
			"ServiceId":         snapshot.RefersTo(service),
			"AllowedPrincipals": snapshot.With("arn:aws:iam::111122223333:root"),
		})
	}
}

// One element of a list, whatever else is in it.
func ExampleWith() {
	problem := snapshot.With("b")([]any{"a", "b", "c"})
	fmt.Printf("%q\n", problem)
	// Output: ""
}

// The template of a stack that is deployed, as aws cloudformation get-template prints it.
func ExampleParseTemplate() {
	template, err := snapshot.ParseTemplate([]byte(`{"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "Orders"}}}}`))
	fmt.Println(template.Resources["Topic"].Value("DisplayName"), err)
	// Output: Orders <nil>
}

// A value that CloudFormation computes, as one string.
func ExampleText() {
	fmt.Println(snapshot.Text(map[string]any{"Fn::Join": []any{".", []any{"com.amazonaws.vpce.us-east-1", map[string]any{"Ref": "Service"}}}}))
	// Output: com.amazonaws.vpce.us-east-1.${Service}
}

// What replaces an endpoint.
func ExampleFixedProperties() {
	for _, property := range snapshot.FixedProperties("AWS::EC2::VPCEndpoint") {
		if property == "ServiceName" || property == "VpcId" {
			fmt.Println(property)
		}
	}
	// Unordered output:
	// ServiceName
	// VpcId
}

// The flags of cdk init, for an app of one's own.
func ExampleCdkInitFlags() {
	flags := snapshot.CdkInitFlags()
	app := awscdk.NewApp(&awscdk.AppProps{Context: &flags})
	fmt.Println(app.Node().TryGetContext(jsii.String("@aws-cdk/core:validateAgainstDefaultRules")))
	// Output: true
}

// The way of a packet, in a test.
func ExampleFlows() {
	_ = func(t *testing.T) {
		app := snapshot.NewApp(t, nil)
		newTopicStack(app, "Orders") // The app's own stacks, for example.
		snapshot.Flows(t, app, check.Question{From: "Consumer/Client", To: "Provider/Orders", Port: 443}, "acceptance")
	}
}
