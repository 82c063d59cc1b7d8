package resources

import (
	"fmt"
	"strings"
)

const function = "AWS::Lambda::Function"

// What functions are made of, and run by.
var _ = know(map[string]kind{
	function: {
		id:      named("FunctionName"),
		knownBy: []string{"Arn"},
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.arn("lambda", "function:"+r.ID)}
		},
		references: []reference{
			{property: "Role", to: "AWS::IAM::Role"},
			{property: "LoggingConfig.LogGroup", to: "AWS::Logs::LogGroup"},
		},
	},
	"AWS::Lambda::Permission": {
		id:         prefixed("permission"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{{property: "FunctionName", to: function}},
	},
	"AWS::Events::Rule": {
		id: named("Name"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.arn("events", "rule/"+r.ID)}
		},
		references: []reference{{property: "Targets.Arn", to: function}},
	},
	"AWS::Events::EventBus": {
		id: named("Name"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.arn("events", "event-bus/"+r.ID), "Name": r.ID}
		},
	},
	"AWS::SNS::Subscription": {
		id:         func(_ *World, r *Resource) string { return fmt.Sprintf("%s:%012x", r.Text("TopicArn"), r.number) },
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Arn": r.ID} },
		references: []reference{{property: "TopicArn", to: topic}, {property: "Endpoint", to: function}},
	},
})

var functionRules = []rule{
	{Rule{ID: "function-role", Of: function, Code: "InvalidParameterValueException",
		Message: "The role defined for the function cannot be assumed by Lambda.", Source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html"},
		func(c change) (bool, []any) {
			role := c.find("AWS::IAM::Role", c.Text("Role"))
			return brokenIf(role != nil && !strings.Contains(fmt.Sprint(role.Properties["AssumeRolePolicyDocument"]), "lambda.amazonaws.com"))
		}},
}
