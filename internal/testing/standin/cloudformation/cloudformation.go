// Package cloudformation stands in for CloudFormation: stacks, nested ones, change sets, the
// order of things, updates in place and by replacement, imports, rollbacks, and what stacks
// hand to each other. What stands behind it are the resources of package resources.
//
// It proves that a deployment goes through CloudFormation's workflow, not that AWS
// accepts it. An intrinsic function, a resource type or a part of a template that it
// doesn't know fails.
package cloudformation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// CloudFormation is that of all accounts and Regions.
type CloudFormation struct {
	World *resources.World
	// Staged gives the template of a nested stack, by its address. Required by these.
	Staged func(location string) (body string, ok bool)

	stacks []*Stack
	// acting is the stack that something happens to.
	acting *Stack
	chance *rand.Rand
	made   int
}

// New returns CloudFormation over a world. Of resources that could be made next it
// takes any; the seed says which, so that what is missing in DependsOn shows.
func New(world *resources.World, seed uint64) *CloudFormation {
	return &CloudFormation{World: world, chance: rand.New(rand.NewPCG(seed, seed))}
}

// Stack returns a stack by its name, or its ID, by which deleted ones are found too;
// nil if there is none.
func (c *CloudFormation) Stack(place resources.Place, name string) *Stack {
	for _, stack := range slices.Backward(c.stacks) {
		if stack.Place == place && (stack.ID == name || stack.Name == name && stack.Status != "DELETE_COMPLETE") {
			return stack
		}
	}
	return nil
}

// Acting is the stack that something happens to: that of a custom resource, while its function
// runs.
func (c *CloudFormation) Acting() *Stack { return c.acting }

// Deploy makes or updates a stack, as cdk deploy does, and returns what changed: none
// if the stack is as the template says already.
func (c *CloudFormation) Deploy(place resources.Place, name, body string, parameters map[string]string) ([]Change, error) {
	set, err := c.CreateChangeSet(place, ChangeSetInput{
		StackName: name, Name: "deploy", Body: body, Parameters: parameters, Capabilities: []string{"CAPABILITY_NAMED_IAM"},
	})
	if err != nil {
		return nil, err
	}
	if set.Status == "FAILED" {
		c.DeleteChangeSet(set)
		return nil, nil
	}
	if err := c.Execute(set); err != nil {
		return nil, err
	}
	if set.Stack.Cause != nil {
		return set.Changes, fmt.Errorf("%s %s: %w", set.Stack.Name, set.Stack.Status, set.Stack.Cause)
	}
	if left := set.Stack.leftBehind(); len(left) > 0 {
		return set.Changes, fmt.Errorf("%s, but left behind: %s", set.Stack.Status, strings.Join(left, "; "))
	}
	return set.Changes, c.Check(set.Stack)
}

// Check holds what exists against a stack's template: the same resources, with the
// same properties.
func (c *CloudFormation) Check(stack *Stack) error {
	s := c.scope(stack, stack.template, stack.parameters)
	var problems []string
	for id, resource := range stack.template.Resources {
		present, err := s.present(resource.Condition)
		if err != nil {
			return err
		}
		held := stack.held[id]
		if present != (held != nil) {
			problems = append(problems, fmt.Sprintf("%s: is there %v, should be %v", id, held != nil, present))
		}
		if !present || held == nil {
			continue
		}
		want, err := s.Value(resource.Properties())
		if err != nil {
			return err
		}
		if !assembly.IsKnown(want) {
			problems = append(problems, id+": refers to what isn't there")
		} else if changed := resources.Changed(held.Properties, asProperties(want)); len(changed) > 0 {
			problems = append(problems, fmt.Sprintf("%s: differs in %v", id, changed))
		}
		if !slices.Contains(c.World.All(held.Type), held) {
			problems = append(problems, id+": no longer exists")
		}
		if held.Type == nestedType {
			if err := c.Check(c.nestedBy(held)); err != nil {
				problems = append(problems, err.Error())
			}
		}
	}
	for id := range stack.held {
		if _, ok := stack.template.Resources[id]; !ok {
			problems = append(problems, id+": is held, but not in the template")
		}
	}
	if len(problems) > 0 {
		slices.Sort(problems)
		return fmt.Errorf("stack %s is not what its template says:\n%s", stack.Name, strings.Join(problems, "\n"))
	}
	return nil
}

func (c *CloudFormation) next(n int) int { return c.chance.IntN(n) }

// number is for IDs.
func (c *CloudFormation) number() int {
	c.made++
	return c.made
}

// assumable returns the account of a role that CloudFormation of a place may assume:
// the role exists there, and trusts a principal of that place's account.
func (c *CloudFormation) assumable(arn string, from resources.Place) (string, error) {
	for _, role := range c.World.All("AWS::IAM::Role") {
		own, err := c.World.Attribute(role, "Arn")
		if err != nil || own != arn {
			continue
		}
		if !strings.Contains(fmt.Sprint(role.Properties["AssumeRolePolicyDocument"]), "arn:aws:iam::"+from.Account+":") {
			return "", fmt.Errorf("%s doesn't trust account %s", arn, from.Account)
		}
		return role.Account, nil
	}
	return "", fmt.Errorf("role %s does not exist", arn)
}

// answer is an error in CloudFormation's own words.
type answer string

func (a answer) Error() string { return string(a) }

func says(format string, words ...any) error { return answer(fmt.Sprintf(format, words...)) }

func asProperties(value any) resources.Properties {
	properties, _ := value.(map[string]any)
	if properties == nil {
		properties = map[string]any{}
	}
	return properties
}
