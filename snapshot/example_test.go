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

// The way of a packet, in a test.
func ExampleFlows() {
	_ = func(t *testing.T) {
		app := snapshot.NewApp(t, nil)
		newTopicStack(app, "Orders") // The app's own stacks, for example.
		snapshot.Flows(t, app, check.Question{From: "Consumer/Client", To: "Provider/Orders", Port: 443}, "acceptance")
	}
}
