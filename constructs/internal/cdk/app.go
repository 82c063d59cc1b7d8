package cdk

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/check/plugin"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

var (
	stacks   = map[constructs.Construct]awscdk.Stack{}
	stages   = map[constructs.Construct]awscdk.Stage{}
	attached = map[constructs.IConstruct]bool{}
)

// StackOf is the stack that a construct in a scope is in: always the same value for a
// stack, where a user's own has several.
func StackOf(scope constructs.Construct) awscdk.Stack {
	if stacks[scope] == nil {
		stacks[scope] = awscdk.Stack_Of(scope)
	}
	return stacks[scope]
}

// Around are a stack and those that it is nested in, from the inside out.
func Around(stack awscdk.Stack) []awscdk.Stack {
	all := []awscdk.Stack{stack}
	for {
		nested, ok := stack.(awscdk.NestedStack)
		if !ok {
			return all
		}
		stack = StackOf(nested.NestedStackParent())
		all = append(all, stack)
	}
}

// Outermost is the stack that a stack is deployed with: itself, unless it is nested.
func Outermost(stack awscdk.Stack) awscdk.Stack {
	all := Around(stack)
	return all[len(all)-1]
}

// PlaceOf is where a stack is.
func PlaceOf(stack awscdk.Stack) Place { return Place{*stack.Account(), *stack.Region()} }

// StageOf is the stage of the app that a construct in a scope is deployed with.
func StageOf(scope constructs.Construct) awscdk.Stage {
	if stages[scope] == nil {
		stages[scope] = awscdk.Stage_Of(scope)
	}
	return stages[scope]
}

// Judge has the app of a scope judged when it is synthesized: by one plugin, however many
// constructs ask for it. What has no app around it, as in some tests, isn't.
func Judge(scope constructs.Construct) {
	if attached[scope] {
		return
	}
	attached[scope] = true
	root := NodeOf(scope).Root()
	if attached[root] && root != constructs.IConstruct(scope) {
		return
	}
	attached[root] = true
	_ = Attempt(func() { awscdk.Validations_Of(root).AddPlugins(plugin.New()) })
}

// PartitionOf is the partition of a Region, as a literal where the Region is known, so
// that templates are the same under every feature flag.
func PartitionOf(region string) string {
	if !plan.Known(region) {
		return *awscdk.Aws_PARTITION()
	}
	return partition.Of(region)
}
