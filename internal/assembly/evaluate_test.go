package assembly

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// written writes the files of a cloud assembly and reads it.
func written(t *testing.T, files map[string]string) *Assembly {
	t.Helper()
	a, err := Read(folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	directory := t.TempDir()
	for name, content := range files {
		file := filepath.Join(directory, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

// small has stacks that read each other's outputs, one in another Region, one nested, one
// in a stage, and one of no known place.
var small = map[string]string{
	"manifest.json": `{"artifacts": {
		"One": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "One.json"}, "dependencies": ["Zero"],
			"metadata": {"/One/Topic/Resource": [{"type": "aws:cdk:logicalId", "data": "Topic"}], "/One/Topic": [{"type": "note", "data": 1}]}},
		"Zero": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "Zero.json", "stackName": "zero"}},
		"Far": {"type": "aws:cloudformation:stack", "environment": "aws://444455556666/eu-west-1", "properties": {"templateFile": "Zero.json", "stackName": "zero"}},
		"Open": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "Open.json"}},
		"assembly-Stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Stage"}},
		"Tree": {"type": "cdk:tree"}}}`,
	"One.json": `{
		"Parameters": {"P": {"Type": "String", "Default": "p"}},
		"Mappings": {"M": {"us-east-1": {"A": "mapped", "L": ["x", "y"]}}},
		"Conditions": {
			"Yes": {"Fn::Equals": ["a", "a"]}, "No": {"Fn::Not": [{"Condition": "Yes"}]}, "Perhaps": {"Fn::Equals": [{"Ref": "P"}, "a"]},
			"YesAndPerhaps": {"Fn::And": [{"Condition": "Yes"}, {"Condition": "Perhaps"}]}, "NoAndPerhaps": {"Fn::And": [{"Condition": "Perhaps"}, {"Condition": "No"}]},
			"YesOrPerhaps": {"Fn::Or": [{"Condition": "Perhaps"}, {"Condition": "Yes"}]}, "NoOrPerhaps": {"Fn::Or": [{"Condition": "No"}, {"Condition": "Perhaps"}]},
			"NotPerhaps": {"Fn::Not": [{"Condition": "Perhaps"}]}, "InRegion": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]},
			"A": {"Condition": "B"}, "B": {"Condition": "A"}},
		"Resources": {
			"Topic": {"Type": "AWS::SNS::Topic"},
			"Nested": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "Nested.nested.template.json"},
				"Properties": {"Parameters": {"Given": {"Ref": "Topic"}, "Text": "t", "Open": {"Ref": "P"},
					"List": {"Fn::Join": [", ", ["a", {"Ref": "Topic"}, {"Fn::Sub": "b-${Topic.TopicName},c"}]]}, "OpenList": {"Fn::Join": [",", ["a", {"Ref": "P"}]]}, "Held": "/network/vpc"}}}}}`,
	"Nested.nested.template.json": `{
		"Parameters": {"Given": {"Type": "String"}, "Text": {"Type": "String"}, "Open": {"Type": "String"}, "Else": {"Type": "String", "Default": "e"},
			"List": {"Type": "List<String>"}, "OpenList": {"Type": "CommaDelimitedList"}, "Held": {"Type": "AWS::SSM::Parameter::Value<String>"}},
		"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"A": {"Ref": "Given"}, "B": {"Ref": "Text"}, "C": {"Ref": "Open"}, "D": {"Ref": "Else"}}}},
		"Outputs": {"Text": {"Value": {"Ref": "Text"}}, "Queue": {"Value": {"Ref": "Queue"}}, "Topic": {"Value": {"Ref": "Given"}}}}`,
	"Zero.json": `{
		"Parameters": {"P": {"Type": "String"}}, "Conditions": {"Perhaps": {"Fn::Equals": [{"Ref": "P"}, "a"]}},
		"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}},
		"Outputs": {
			"Name": {"Value": "of zero", "Export": {"Name": {"Fn::Sub": "${AWS::StackName}:Name"}}}, "Queue": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}, "Export": {"Name": "Queue"}},
			"Perhaps": {"Value": "v", "Condition": "Perhaps", "Export": {"Name": "Perhaps"}}}}`,
	"Open.json":                    `{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}`,
	"assembly-Stage/manifest.json": `{"artifacts": {"Staged": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "Staged.json"}}}}`,
	"assembly-Stage/Staged.json":   `{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}`,
}

func stackOf(t *testing.T, a *Assembly, id string) *Stack {
	t.Helper()
	for _, s := range a.Stacks {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("no stack %s", id)
	return nil
}

func TestRead(t *testing.T) {
	a := written(t, small)
	var order []string
	for _, s := range a.Stacks {
		order = append(order, s.ID)
	}
	if want := []string{"Far", "Open", "Zero", "Staged", "One", "Nested"}; !slices.Equal(order, want) {
		t.Errorf("%v, not %v", order, want)
	}
	if within := stackOf(t, a, "Staged").Within; !slices.Equal(within, []string{"assembly-Stage"}) {
		t.Errorf("a stage's stack is within %v", within)
	}
	if open := stackOf(t, a, "Open"); open.Account != "" || open.Region != "" {
		t.Errorf("%s/%s is known", open.Account, open.Region)
	}
	one := stackOf(t, a, "One")
	if path := one.Template.Resources["Topic"].Path(); path != "One/Topic/Resource" {
		t.Errorf("path %s", path)
	}
	if len(one.Entries) != 1 || one.Entries[0].Path != "One/Topic" {
		t.Errorf("entries %v", one.Entries)
	}
}

// TestNestedPlace: a nested stack is where its parent is, also where that isn't known yet.
func TestNestedPlace(t *testing.T) {
	a := written(t, map[string]string{
		"manifest.json":              `{"artifacts": {"Open": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/us-east-1", "properties": {"templateFile": "Open.json"}}}}`,
		"Open.json":                  `{"Resources": {"N": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "Inner.nested.template.json"}}}}`,
		"Inner.nested.template.json": `{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}`,
	})
	for expression, want := range map[string]string{
		`{"Ref": "AWS::AccountId"}`:               "${AWS::AccountId of Open}",
		`{"Ref": "AWS::Region"}`:                  "us-east-1",
		`{"Fn::Select": [1, {"Fn::GetAZs": ""}]}`: "${zones of Open #1}",
		`{"Ref": "AWS::StackId"}`:                 "${AWS::StackId of Inner}",
	} {
		if value, err := stackOf(t, a, "Inner").Scope().Value(decode(t, expression)); err != nil || Format(value) != want {
			t.Errorf("%s: %s (%v), should be %s", expression, Format(value), err, want)
		}
	}
}

// TestValue: what can be known before the deployment is, and nothing else. Values are
// compared as texts, in which ${…} stands for what isn't known.
func TestValue(t *testing.T) {
	a := written(t, small)
	const (
		unknown = "unknown"
		refused = "refused"
	)
	for _, c := range []struct{ stack, expression, want string }{
		{"One", `"text"`, "text"}, {"One", `5`, "5"}, {"One", `["a", 1]`, "[a 1]"}, {"One", `{"A": "b"}`, "map[A:b]"},
		{"One", `{"Ref": "Topic"}`, "${Topic}"}, {"One", `{"Ref": "P"}`, unknown}, {"One", `{"Ref": "None"}`, refused},
		{"One", `["a", {"Ref": "AWS::NoValue"}]`, "[a]"}, {"One", `{"A": {"Ref": "AWS::NoValue"}}`, "map[]"},
		{"One", `{"Ref": "AWS::Region"}`, "us-east-1"}, {"One", `{"Ref": "AWS::AccountId"}`, "111122223333"}, {"One", `{"Ref": "AWS::Partition"}`, "aws"},
		{"One", `{"Ref": "AWS::StackName"}`, "One"}, {"Zero", `{"Ref": "AWS::StackName"}`, "zero"}, {"Nested", `{"Ref": "AWS::StackName"}`, "${AWS::StackName of Nested}"},
		{"One", `{"Ref": "AWS::StackId"}`, "${AWS::StackId of One}"}, {"Open", `{"Ref": "AWS::Region"}`, "${AWS::Region of Open}"},
		{"One", `{"Fn::GetAtt": ["Topic", "TopicName"]}`, "${Topic.TopicName}"}, {"One", `{"Fn::GetAtt": "Topic.TopicName"}`, "${Topic.TopicName}"},
		{"One", `{"Fn::GetAtt": ["None", "Arn"]}`, refused},
		{"One", `{"Fn::Sub": "a-${AWS::Region}-${!b}"}`, "a-us-east-1-${b}"}, {"One", `{"Fn::Sub": ["${X}-${Topic.Arn}", {"X": 1}]}`, "1-${Topic.Arn}"},
		{"One", `{"Fn::Sub": "${None}"}`, refused}, {"One", `{"Fn::Sub": 5}`, refused},
		{"One", `{"Fn::Join": ["-", ["a", {"Ref": "AWS::Region"}]]}`, "a-us-east-1"}, {"One", `{"Fn::Join": ["-", ["a", {"Ref": "Topic"}]]}`, "a-${Topic}"},
		{"One", `{"Fn::Join": ["-", {"Ref": "P"}]}`, unknown}, {"One", `{"Fn::Join": ["-", "a"]}`, refused},
		{"One", `{"Fn::Split": ["-", "a-b"]}`, "[a b]"}, {"One", `{"Fn::Split": ["-", {"Ref": "P"}]}`, unknown}, {"One", `{"Fn::Split": ["-", ["a"]]}`, refused},
		{"One", `{"Fn::Select": [1, ["a", "b"]]}`, "b"}, {"One", `{"Fn::Select": ["0", ["a", {"Ref": "P"}]]}`, "a"}, {"One", `{"Fn::Select": [1, {"Ref": "P"}]}`, unknown},
		{"One", `{"Fn::Select": [2, ["a", "b"]]}`, refused}, {"One", `{"Fn::Select": [{"Ref": "P"}, ["a", "b"]]}`, unknown},
		{"One", `{"Fn::Select": [1, {"Fn::GetAZs": ""}]}`, "${zones of 111122223333/us-east-1 #1}"}, {"One", `{"Fn::Select": [1, {"Fn::GetAZs": "eu-west-1"}]}`, unknown},
		{"One", `{"Fn::If": ["Yes", "a", "b"]}`, "a"}, {"One", `{"Fn::If": ["No", "a", "b"]}`, "b"}, {"One", `{"Fn::If": ["Perhaps", "a", "b"]}`, unknown},
		{"One", `{"Fn::If": ["Yes", "a", {"Ref": "P"}]}`, "a"}, {"One", `["x", {"Fn::If": ["No", "a", {"Ref": "AWS::NoValue"}]}]`, "[x]"}, {"One", `{"Fn::If": ["None", "a", "b"]}`, refused},
		{"One", `{"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "A"]}`, "mapped"}, {"One", `{"Fn::FindInMap": ["M", {"Ref": "P"}, "A"]}`, unknown},
		{"One", `{"Fn::FindInMap": ["M", "none", "A"]}`, refused}, {"One", `{"Fn::FindInMap": ["M", "none", "A", {"DefaultValue": "d"}]}`, "d"},
		{"One", `{"Fn::Cidr": ["10.0.0.0/16", 2, 8]}`, "[10.0.0.0/24 10.0.1.0/24]"}, {"One", `{"Fn::Cidr": [{"Ref": "P"}, 2, 8]}`, unknown}, {"One", `{"Fn::Cidr": ["10.0.0.0/24", 4, 8]}`, refused},
		{"One", `{"Fn::Base64": "a"}`, "YQ=="}, {"One", `{"Fn::Base64": {"Ref": "P"}}`, unknown},
		{"One", `{"Fn::ImportValue": "zero:Name"}`, "of zero"}, {"One", `{"Fn::ImportValue": "Queue"}`, "${Queue.Arn}"}, {"One", `{"Fn::ImportValue": "none"}`, unknown},
		{"One", `{"Fn::ImportValue": "Perhaps"}`, unknown}, {"Open", `{"Fn::ImportValue": "Queue"}`, unknown},
		{"One", `{"Fn::GetStackOutput": {"StackName": "zero", "OutputName": "Name"}}`, "of zero"},
		{"One", `{"Fn::GetStackOutput": {"StackName": "zero", "OutputName": "Name", "Region": "eu-west-1"}}`, unknown},
		{"One", `{"Fn::GetStackOutput": {"StackName": "zero", "OutputName": "Name", "Region": "eu-west-1", "RoleArn": "arn:aws:iam::444455556666:role/r"}}`, "of zero"},
		{"One", `{"Fn::GetStackOutput": {"StackName": {"Ref": "P"}, "OutputName": "Name"}}`, unknown}, {"One", `{"Fn::GetStackOutput": {"Stack": "zero"}}`, refused},
		{"One", `{"Fn::GetAtt": ["Nested", "Outputs.Text"]}`, "t"}, {"One", `{"Fn::GetAtt": ["Nested", "Outputs.Queue"]}`, "${Queue}"}, {"One", `{"Fn::GetAtt": ["Nested", "Outputs.Topic"]}`, "${Topic}"},
		{"One", `{"Fn::GetAtt": ["Nested", "Outputs.None"]}`, unknown},
		{"Nested", `{"Ref": "Given"}`, "${Topic}"}, {"Nested", `{"Ref": "Text"}`, "t"}, {"Nested", `{"Ref": "Open"}`, unknown}, {"Nested", `{"Ref": "Else"}`, unknown},
		{"Nested", `{"Ref": "List"}`, "[a ${Topic} [b- ${Topic.TopicName}] c]"}, {"Nested", `{"Ref": "OpenList"}`, unknown}, {"Nested", `{"Ref": "Held"}`, unknown},
		{"One", `"{{resolve:ssm:/a}}"`, unknown}, {"One", `{"Fn::Join": ["", ["{{resolve:ssm:", "/a}}"]]}`, unknown}, {"One", `{"Fn::Sub": "{{resolve:ssm:/${AWS::Region}}}"}`, unknown},
		{"One", `{"Fn::Transform": {"Name": "Own"}}`, unknown}, {"One", `{"A": 1, "Fn::Transform": {"Name": "Own"}}`, unknown}, {"One", `{"Fn::Length": ["a"]}`, unknown}, {"One", `{"Fn::ToJsonString": {"A": 1}}`, unknown},
	} {
		value, err := stackOf(t, a, c.stack).Scope().Value(decode(t, c.expression))
		got := Format(value)
		if _, is := value.(Unknown); is {
			got = unknown
		}
		if text, is := value.(Text); is {
			if _, is := UnknownIn(text); is {
				got = unknown
			}
		}
		if err != nil {
			got = refused
		}
		if got != c.want {
			t.Errorf("%s in %s is %s, not %s (%v)", c.expression, c.stack, got, c.want, err)
		}
	}
}

// TestSourceOf: what a value is of, or a part of, is only certain where nothing else can take
// its place.
func TestSourceOf(t *testing.T) {
	one := stackOf(t, written(t, small), "One")
	for expression, want := range map[string]string{
		`{"Ref": "Topic"}`:                             "${Topic}",
		`{"Fn::Sub": "a-${Topic.TopicName}"}`:          "${Topic.TopicName}",
		`{"Fn::Sub": "${P}-${AWS::StackId}-${Topic}"}`: "${Topic}",
		`{"Fn::Select": [1, {"Fn::Split": [":", {"Fn::GetAtt": ["Topic", "Names"]}]}]}`:               "${Topic.Names}",
		`{"Fn::Sub": ["a-${X}", {"X": {"Fn::Select": [0, {"Fn::Split": ["-", {"Ref": "Topic"}]}]}}]}`: "${Topic}",
		`{"Fn::If": ["Yes", {"Ref": "Topic"}, {"Ref": "Nested"}]}`:                                    "${Topic}",
		`{"Fn::If": ["Perhaps", {"Ref": "Topic"}, {"Ref": "P"}]}`:                                     "",
		`{"Fn::If": ["Perhaps", {"Ref": "Topic"}, {"Ref": "Nested"}]}`:                                "",
		`{"Fn::Select": [{"Ref": "P"}, [{"Ref": "Topic"}, "a"]]}`:                                     "",
		`{"Fn::Sub": "${Topic}-${Nested}"}`:                                                           "",
		`{"Fn::Sub": ["a-${X}", {"X": {"Fn::If": ["Perhaps", {"Ref": "Topic"}, {"Ref": "P"}]}}]}`:     "",
		`{"Ref": "P"}`: "", `"text"`: "", `{"Ref": "AWS::StackId"}`: "",
	} {
		value, err := one.Scope().Value(decode(t, expression))
		if err != nil {
			t.Fatal(err)
		}
		source, ok := SourceOf(value)
		if got := source.String(); ok != (want != "") || ok && got != want {
			t.Errorf("%s is of %s (%t), not %q", expression, got, ok, want)
		}
	}
}

func decode(t *testing.T, expression string) any {
	t.Helper()
	template, err := Parse([]byte(`{"Resources": {"R": {"Type": "T", "Properties": {"V": ` + expression + `}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return template.Resources["R"].Properties()["V"]
}

func TestCondition(t *testing.T) {
	one := stackOf(t, written(t, small), "One")
	for name, want := range map[string]string{
		"": "true", "Yes": "true", "No": "false", "Perhaps": "?", "NotPerhaps": "?", "InRegion": "true",
		"YesAndPerhaps": "?", "NoAndPerhaps": "false", "YesOrPerhaps": "true", "NoOrPerhaps": "?", "A": "refused", "None": "refused",
	} {
		holds, known, err := one.Scope().Condition(name)
		got := "?"
		switch {
		case err != nil:
			got = "refused"
		case known && holds:
			got = "true"
		case known:
			got = "false"
		}
		if got != want {
			t.Errorf("%q is %s, not %s (%v)", name, got, want, err)
		}
	}
}

// TestIncompleteResources: a resource of which CloudFormation makes more than is written
// says so.
func TestIncompleteResources(t *testing.T) {
	for resource, want := range map[string]bool{
		`{"Type": "T", "Properties": {"A": {"Fn::Transform": {}}}}`:                          false,
		`{"Type": "T", "Properties": {"A": 1, "Fn::Transform": {"Name": "AWS::Include"}}}`:   true,
		`{"Type": "T", "Properties": {"Fn::Transform": {"Name": "AWS::Include"}}}`:           true,
		`{"Type": "T", "Properties": {"Fn::ForEach::P": ["P", ["A"], {"${P}": 1}], "B": 1}}`: true,
		`{"Type": "T", "Properties": {"A": 1}, "Fn::Transform": {"Name": "AWS::Include"}}`:   true,
	} {
		template, err := Parse([]byte(`{"Resources": {"R": ` + resource + `}}`))
		if err != nil || template.Resources["R"].Incomplete() != want {
			t.Errorf("%s: %t, %v", resource, !want, err)
		}
	}
}

// TestWithinItself: what is within itself is an error, and no endless reading.
func TestWithinItself(t *testing.T) {
	const stack = `{"artifacts": {"One": {"type": "aws:cloudformation:stack", "environment": "aws://1/us-east-1", "properties": {"templateFile": "One.json"}}}}`
	nesting := func(file string) string {
		return `{"Resources": {"Nested": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "` + file + `"}}}}`
	}
	for name, files := range map[string]map[string]string{
		"a stage":         {"manifest.json": `{"artifacts": {"assembly-A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}}}`},
		"a nested stack":  {"manifest.json": stack, "One.json": nesting("One.json")},
		"one of two more": {"manifest.json": stack, "One.json": nesting("Two.json"), "Two.json": nesting("Three.json"), "Three.json": nesting("Two.json")},
	} {
		if _, err := Read(folder(t, files)); err == nil || !strings.Contains(err.Error(), "within itself") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestIncomplete: a template of which CloudFormation makes more than is written says so.
func TestIncomplete(t *testing.T) {
	for template, want := range map[string]bool{
		`{"Resources": {"R": {"Type": "T"}}}`:                                          false,
		`{"Transform": "AWS::SecretsManager-2020-07-23", "Resources": {}}`:             false,
		`{"Transform": "Own", "Resources": {}}`:                                        true,
		`{"Transform": ["AWS::LanguageExtensions", "Own"], "Resources": {}}`:           true,
		`{"Transform": {"Name": "AWS::Include"}, "Resources": {}}`:                     true,
		`{"Resources": {"Fn::ForEach::L": ["I", ["A"], {"R${I}": {"Type": "T"}}]}}`:    true,
		`{"Resources": {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {}}}}`: true,
		`{"Resources": {"R": {"Properties": {}}}}`:                                     true,
		`{"Outputs": {"Fn::ForEach::L": ["I", ["A"], {}]}, "Resources": {}}`:           true,
	} {
		parsed, err := Parse([]byte(template))
		if err != nil || parsed.Incomplete != want {
			t.Errorf("%s: %+v, %v", template, parsed, err)
		}
	}
	if _, err := Parse([]byte(`[]`)); err == nil {
		t.Error("a list is a template")
	}
}
