package lambda

import (
	"fmt"
	"path"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// policy is a statement of a role: what it allows.
type policy struct {
	actions, resources []string
	conditions         map[string]any
}

// policiesOf are those of a function's role, written within it.
func (l *Lambda) policiesOf(function *resources.Resource) []policy {
	role := l.cloud.World.Model().Find(function.Text("Role"), "AWS::IAM::Role", function.Place)
	if role == nil {
		return nil
	}
	var all []policy
	for _, of := range role.Objects("Policies") {
		for _, statement := range of.Objects("PolicyDocument.Statement") {
			if statement.Text("Effect") != "Allow" {
				panic("the stand-in knows no statement that denies")
			}
			conditions, _ := statement.Value("Condition").(map[string]any)
			all = append(all, policy{statement.Texts("Action"), statement.Texts("Resource"), conditions})
		}
	}
	return all
}

// Allowed lists the actions that a function's role allows.
func (l *Lambda) Allowed(function *resources.Resource) []string {
	var all []string
	for _, p := range l.policiesOf(function) {
		all = append(all, p.actions...)
	}
	return all
}

// allows says whether a role allows an action on a resource, with the values of condition
// keys that the call has.
func allows(role []policy, action, resource string, values map[string][]string) bool {
	for _, p := range role {
		if matches(p.actions, action) && matches(p.resources, resource) && holds(p.conditions, values) {
			return true
		}
	}
	return false
}

func matches(patterns []string, text string) bool {
	for _, pattern := range patterns {
		// A star of IAM's stands for slashes, too.
		if ok, _ := path.Match(strings.ReplaceAll(pattern, "/", "\x00"), strings.ReplaceAll(text, "/", "\x00")); ok {
			return true
		}
	}
	return false
}

// holds says whether all conditions hold. A key that a call doesn't have fails, but in a
// condition for all of its values.
//
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
func holds(conditions map[string]any, values map[string][]string) bool {
	for operator, keys := range conditions {
		forAll := operator == "ForAllValues:StringEquals"
		if !forAll && operator != "StringEquals" {
			panic("the stand-in doesn't know condition operator " + operator)
		}
		for key, wanted := range keys.(map[string]any) {
			own, ok := values[key]
			if !ok && !forAll {
				return false
			}
			for _, value := range own {
				if value != fmt.Sprint(wanted) {
					return false
				}
			}
		}
	}
	return true
}
