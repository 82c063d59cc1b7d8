package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// What is asked of a scope is asked once. It is keyed by objects of CDK's, so that
// apps in one process keep apart.
var (
	stagesOf = map[constructs.Construct]awscdk.Stage{}
	stacksOf = map[constructs.Construct]awscdk.Stack{}
)

// stackOf is the stack that a construct in a scope is in: always the same value for
// a stack, where a user's own has several.
func stackOf(scope constructs.Construct) awscdk.Stack {
	if stacksOf[scope] == nil {
		stacksOf[scope] = awscdk.Stack_Of(scope)
	}
	return stacksOf[scope]
}

// stageOf is the stage of the app that a construct is deployed with.
func stageOf(scope constructs.Construct) awscdk.Stage {
	if stagesOf[scope] == nil {
		stagesOf[scope] = awscdk.Stage_Of(scope)
	}
	return stagesOf[scope]
}
