package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/check/plugin"
)

// kept is what is known of the CDK's objects from one construct to the next, to ask for it
// once: each question is a message to jsii, and the Go values of these objects have no room
// for it. It holds what never changes, and decides nothing. Apps in one process keep apart,
// since their objects do.
var kept = struct {
	stages   map[constructs.Construct]awscdk.Stage
	stacks   map[constructs.Construct]awscdk.Stack
	vpcs     map[awsec2.IVpc]*vpcFacts
	attached map[constructs.IConstruct]bool
	promises map[awscdk.Stack]*promises
}{
	map[constructs.Construct]awscdk.Stage{}, map[constructs.Construct]awscdk.Stack{}, map[awsec2.IVpc]*vpcFacts{}, map[constructs.IConstruct]bool{},
	map[awscdk.Stack]*promises{},
}

// stackOf is the stack that a construct in a scope is in: always the same value for
// a stack, where a user's own has several.
func stackOf(scope constructs.Construct) awscdk.Stack {
	if kept.stacks[scope] == nil {
		kept.stacks[scope] = awscdk.Stack_Of(scope)
	}
	return kept.stacks[scope]
}

// stageOf is the stage of the app that a construct is deployed with.
func stageOf(scope constructs.Construct) awscdk.Stage {
	if kept.stages[scope] == nil {
		kept.stages[scope] = awscdk.Stage_Of(scope)
	}
	return kept.stages[scope]
}

// judge has the app of a scope judged when it is synthesized: by one plugin, however many
// constructs ask for it. What has no app around it, as in some tests, isn't.
func judge(scope constructs.Construct) {
	if kept.attached[scope] {
		return
	}
	kept.attached[scope] = true
	root := scope.Node().Root()
	if kept.attached[root] && root != constructs.IConstruct(scope) {
		return
	}
	kept.attached[root] = true
	_ = attempt(func() { awscdk.Validations_Of(root).AddPlugins(plugin.New()) })
}
