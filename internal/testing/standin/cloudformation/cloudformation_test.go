package cloudformation_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

type object = map[string]any

// template writes a template of resources, with other sections by their names.
func template(all object, sections ...any) string {
	body := object{"Resources": all}
	for i := 0; i < len(sections); i += 2 {
		body[sections[i].(string)] = sections[i+1]
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func resource(resourceType string, properties object, more ...any) object {
	r := object{"Type": resourceType, "Properties": properties}
	for i := 0; i < len(more); i += 2 {
		r[more[i].(string)] = more[i+1]
	}
	return r
}

func vpc(cidr string) object { return resource("AWS::EC2::VPC", object{"CidrBlock": cidr}) }

func topic(name any) object { return resource("AWS::SNS::Topic", object{"TopicName": name}) }

func newCloud(t *testing.T) *cloudformation.CloudFormation {
	t.Helper()
	return cloudformation.New(deployment.NewWorld(t), 1)
}

func deploy(t *testing.T, cloud *cloudformation.CloudFormation, stack, body string) []cloudformation.Change {
	t.Helper()
	changes, err := cloud.Deploy(deployment.Home, stack, body, nil)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// TestUnknown: what isn't known fails, and is never skipped.
func TestUnknown(t *testing.T) {
	ok := object{"Vpc": vpc("10.0.0.0/16")}
	output := func(value any) object { return object{"Out": object{"Value": value}} }
	for name, c := range map[string]struct{ body, want string }{
		"type of CloudFormation's, unknown here": {template(object{"Queue": resource("AWS::SQS::Queue", object{})}), "the stand-in doesn't know resources of type AWS::SQS::Queue"},
		"type":                                   {template(object{"No": resource("AWS::No::Type", object{})}), "Unrecognized resource types: [AWS::No::Type]"},
		"property":                               {template(object{"Vpc": resource("AWS::EC2::VPC", object{"Cidr": "10.0.0.0/16"})}), "extraneous key [Cidr] is not permitted"},
		"nested property":                        {template(object{"Lb": resource("AWS::ElasticLoadBalancingV2::LoadBalancer", object{"SubnetMappings": []any{object{"SubnetID": "subnet-0"}}})}), "#/SubnetMappings/0: extraneous key [SubnetID]"},
		"required property":                      {template(object{"Subnet": resource("AWS::EC2::Subnet", object{"CidrBlock": "10.0.0.0/24"})}), "#: required key [VpcId] not found"},
		"type of a property":                     {template(object{"Vpc": resource("AWS::EC2::VPC", object{"CidrBlock": []any{"10.0.0.0/16"}})}), "#/CidrBlock: expected type: string, found: JSONArray"},
		"value of an enum":                       {template(object{"E": resource("AWS::EC2::VPCEndpoint", object{"VpcId": "vpc-0", "VpcEndpointType": "Private"})}), "Private is not a valid enum value"},
		"boolean":                                {template(object{"Vpc": resource("AWS::EC2::VPC", object{"EnableDnsSupport": "yes"})}), "expected type: boolean"},
		"attribute":                              {template(ok, "Outputs", output(object{"Fn::GetAtt": []any{"Vpc", "Arn"}})), "does not support attribute type Arn"},
		"attribute, unknown here":                {template(ok, "Outputs", output(object{"Fn::GetAtt": []any{"Vpc", "DefaultNetworkAcl"}})), "doesn't know attribute DefaultNetworkAcl"},
		"function":                               {template(ok, "Outputs", output(object{"Fn::ToJsonString": object{}})), "Unrecognized intrinsic function Fn::ToJsonString"},
		"function in a property":                 {template(object{"Vpc": vpc("10.0.0.0/16"), "T": topic(object{"Fn::Length": []any{}})}), "Unrecognized intrinsic function Fn::Length"},
		"reference":                              {template(object{"Subnet": resource("AWS::EC2::Subnet", object{"VpcId": object{"Ref": "Nowhere"}})}), "Unresolved resource dependencies [Nowhere]"},
		"dynamic reference":                      {template(object{"T": topic("{{resolve:ssm:/name}}")}), "doesn't know dynamic references"},
		"section":                                {template(ok, "Transform", "AWS::Serverless-2016-10-31"), `unknown field "Transform"`},
		"attribute of a resource":                {template(object{"Vpc": resource("AWS::EC2::VPC", object{}, "CreationPolicy", object{})}), `unknown field "CreationPolicy"`},
		"parameter's type":                       {template(ok, "Parameters", object{"P": object{"Type": "AWS::No::Id", "Default": "x"}}), "doesn't know parameters of type AWS::No::Id"},
		"pseudo parameter":                       {template(object{"T": topic(object{"Ref": "AWS::NotificationARNs"})}), "Unresolved resource dependencies [AWS::NotificationARNs]"},
		"export":                                 {template(object{"T": topic(object{"Fn::ImportValue": "nobody's"})}), "No export named nobody's found"},
		"stack's output":                         {template(object{"T": topic(object{"Fn::GetStackOutput": object{"StackName": "No", "OutputName": "No"}})}), "Stack No does not exist"},
		"null":                                   {`{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": null}}}}`, "null values are not allowed"},
		"section in another case":                {`{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC"}}, "outputs": {}}`, `unknown field "outputs"`},
		"key in another case":                    {`{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC", "properties": {}}}}`, `unknown field "properties"`},
		"deletion policy":                        {template(object{"Vpc": resource("AWS::EC2::VPC", object{}, "DeletionPolicy", "Keep")}), "DeletionPolicy Keep"},
		"condition about a resource": {template(object{"Vpc": vpc("10.0.0.0/16"), "T": resource("AWS::SNS::Topic", object{}, "Condition", "C")},
			"Conditions", object{"C": object{"Fn::Equals": []any{object{"Ref": "Vpc"}, "x"}}}), "condition C depends on resources"},
		"reference to what a condition leaves out": {template(object{"A": resource("AWS::SNS::Topic", object{}, "Condition", "C"), "B": topic(object{"Fn::GetAtt": []any{"A", "TopicName"}})},
			"Conditions", object{"C": object{"Fn::Equals": []any{"a", "b"}}}), "Unresolved resource dependencies"},
		"circle of conditions":      {template(object{"T": resource("AWS::SNS::Topic", object{}, "Condition", "C")}, "Conditions", object{"C": object{"Fn::Not": []any{object{"Condition": "C"}}}}), "Circular dependency between conditions"},
		"count of ranges":           {template(ok, "Outputs", output(object{"Fn::Cidr": []any{"10.0.0.0/16", 300, 4}})), "takes a count of 1 to 256"},
		"function in a dead branch": {template(object{"T": topic(object{"Fn::If": []any{"C", "a", object{"Fn::Length": []any{}}}})}, "Conditions", object{"C": object{"Fn::Equals": []any{"a", "a"}}}), "Unrecognized intrinsic function Fn::Length"},
		"output of what a condition leaves out": {template(object{"A": resource("AWS::SNS::Topic", object{}, "Condition", "C"), "B": topic("b")},
			"Conditions", object{"C": object{"Fn::Equals": []any{"a", "b"}}}, "Outputs", output(object{"Ref": "A"})), "Unresolved resource dependencies in the Outputs"},
		"circle": {template(object{"A": topic(object{"Fn::GetAtt": []any{"B", "TopicName"}}), "B": topic(object{"Fn::GetAtt": []any{"A", "TopicName"}})}), "Circular dependency"},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := newCloud(t)
			if _, err := cloud.Deploy(deployment.Home, "Stack", c.body, nil); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if left := cloud.World.Count(); left > 0 {
				t.Errorf("%d resources are left", left)
			}
		})
	}
}

// TestUpdate: what can be updated is, what can't is replaced, and with it what refers
// to it by a property that can't be.
func TestUpdate(t *testing.T) {
	body := func(cidr string, hostnames bool, public bool) string {
		return template(object{
			"Vpc":    resource("AWS::EC2::VPC", object{"CidrBlock": cidr, "EnableDnsHostnames": hostnames}),
			"Subnet": resource("AWS::EC2::Subnet", object{"VpcId": object{"Ref": "Vpc"}, "CidrBlock": object{"Fn::Select": []any{0, object{"Fn::Cidr": []any{object{"Fn::GetAtt": "Vpc.CidrBlock"}, 1, "8"}}}}, "MapPublicIpOnLaunch": public}),
			"Topic":  topic("orders"),
		})
	}
	for name, c := range map[string]struct {
		body string
		want []cloudformation.Change
	}{
		"nothing": {body("10.0.0.0/16", false, false), nil},
		"in place": {body("10.0.0.0/16", true, true), []cloudformation.Change{
			{Action: "Modify", LogicalID: "Vpc", Properties: []string{"EnableDnsHostnames"}}, {Action: "Modify", LogicalID: "Subnet", Properties: []string{"MapPublicIpOnLaunch"}},
		}},
		"replaced": {body("10.1.0.0/16", false, false), []cloudformation.Change{
			{Action: "Modify", LogicalID: "Vpc", Replaces: true, Properties: []string{"CidrBlock"}}, {Action: "Modify", LogicalID: "Subnet", Replaces: true, Properties: []string{"CidrBlock", "VpcId"}},
		}},
		"added and removed": {template(object{"Other": topic("other")}), []cloudformation.Change{
			{Action: "Add", LogicalID: "Other"}, {Action: "Remove", LogicalID: "Subnet"}, {Action: "Remove", LogicalID: "Topic"}, {Action: "Remove", LogicalID: "Vpc"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := newCloud(t)
			deploy(t, cloud, "Stack", body("10.0.0.0/16", false, false))
			before := cloud.Stack(deployment.Home, "Stack").Resource("Vpc").ID
			changes := deploy(t, cloud, "Stack", c.body)
			for i := range changes {
				changes[i].Type, changes[i].PhysicalID = "", ""
			}
			if fmt.Sprint(changes) != fmt.Sprint(c.want) {
				t.Errorf("got %v, want %v", changes, c.want)
			}
			after := cloud.Stack(deployment.Home, "Stack").Resource("Vpc")
			if replaced := after == nil || after.ID != before; replaced != (name == "replaced" || name == "added and removed") {
				t.Errorf("the VPC is %v, was %s", after, before)
			}
			count := 3
			if name == "added and removed" {
				count = 1
			}
			if cloud.World.Count() != count {
				t.Errorf("%d resources, should be %d", cloud.World.Count(), count)
			}
		})
	}
}

// TestRollback: what fails halfway leaves nothing, and takes nothing away.
func TestRollback(t *testing.T) {
	cloud := newCloud(t)
	overlapping := func(name string) string {
		subnet := func(after ...any) object {
			return resource("AWS::EC2::Subnet", object{"VpcId": object{"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}, after...)
		}
		return template(object{"Vpc": resource("AWS::EC2::VPC", object{"CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": true}), "Topic": topic(name), "A": subnet("DependsOn", "Topic"), "B": subnet("DependsOn", []any{"A"})})
	}
	if _, err := cloud.Deploy(deployment.Home, "Stack", overlapping("orders"), nil); deployment.RuleOf(err) != "subnet-overlap" {
		t.Fatal(err)
	}
	stack := cloud.Stack(deployment.Home, "Stack")
	if stack.Status != "ROLLBACK_COMPLETE" || cloud.World.Count() != 0 {
		t.Errorf("%s, with %d resources", stack.Status, cloud.World.Count())
	}
	if _, err := cloud.Deploy(deployment.Home, "Stack", overlapping("orders"), nil); err == nil || !strings.Contains(err.Error(), "can not be updated") {
		t.Errorf("a stack that was rolled back: %v", err)
	}

	deploy(t, cloud, "Other", template(object{"Vpc": vpc("10.0.0.0/16"), "Topic": topic("billing")}))
	before := cloud.Stack(deployment.Home, "Other").Resource("Topic").ID
	if _, err := cloud.Deploy(deployment.Home, "Other", overlapping("shipping"), nil); deployment.RuleOf(err) != "subnet-overlap" {
		t.Fatal(err)
	}
	stack = cloud.Stack(deployment.Home, "Other")
	hostnames := stack.Resource("Vpc").Properties["EnableDnsHostnames"]
	if stack.Status != "UPDATE_ROLLBACK_COMPLETE" || stack.Resource("Topic").ID != before || cloud.World.Count() != 2 || hostnames != nil {
		t.Errorf("%s, topic %s, %d resources", stack.Status, stack.Resource("Topic").ID, cloud.World.Count())
	}
	if err := cloud.Check(stack); err != nil {
		t.Error(err)
	}
}

// TestDynamic: a reference that comes to another value on the way replaces what it must,
// and that is told.
func TestDynamic(t *testing.T) {
	cloud := newCloud(t)
	body := func(value string) string {
		return template(object{
			"P": resource("AWS::SSM::Parameter", object{"Name": "/p", "Type": "String", "Value": value}),
			"T": topic(object{"Fn::GetAtt": []any{"P", "Value"}}),
		})
	}
	deploy(t, cloud, "Stack", body("one"))
	changes := deploy(t, cloud, "Stack", body("two"))
	if replaced := cloudformation.Replaced(changes, "AWS::SNS::Topic"); !slices.Equal(replaced, []string{"T"}) {
		t.Errorf("changes %v, replaced %v", changes, replaced)
	}
}

// TestStuck: a rollback that fails leaves a stack that can only be deleted, and what is
// left can be; what is to be retained is.
func TestStuck(t *testing.T) {
	cloud := newCloud(t)
	body := template(object{
		"Vpc": vpc("10.0.0.0/16"), "Kept": resource("AWS::SNS::Topic", object{}, "DeletionPolicy", "Retain"),
		"A": resource("AWS::EC2::Subnet", object{"VpcId": object{"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}),
		"Lb": resource("AWS::ElasticLoadBalancingV2::LoadBalancer", object{"Type": "network", "Scheme": "internal", "Subnets": []any{object{"Ref": "A"}},
			"LoadBalancerAttributes": []any{object{"Key": "deletion_protection.enabled", "Value": "true"}}}),
		"B": resource("AWS::EC2::Subnet", object{"VpcId": object{"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}, "DependsOn", []any{"Lb", "Kept"}),
	})
	if _, err := cloud.Deploy(deployment.Home, "Stack", body, nil); err == nil || !strings.Contains(err.Error(), "ROLLBACK_FAILED") {
		t.Fatal(err)
	}
	stack := cloud.Stack(deployment.Home, "Stack")
	if cloud.Delete(stack); stack.Status != "DELETE_FAILED" || cloud.World.Count() != 4 {
		t.Errorf("%s, with %d resources", stack.Status, cloud.World.Count())
	}
	stack.Resource("Lb").Properties["LoadBalancerAttributes"] = nil
	if cloud.Delete(stack); stack.Status != "DELETE_COMPLETE" || cloud.World.Count() != 1 {
		t.Errorf("%s, with %d resources: %v", stack.Status, cloud.World.Count(), stack.Cause)
	}
}

// TestExports: what others import neither changes nor goes.
func TestExports(t *testing.T) {
	cloud := newCloud(t)
	exporting := func(name string) string {
		return template(object{"Topic": topic(name)}, "Outputs", object{"Name": object{"Value": object{"Fn::GetAtt": []any{"Topic", "TopicName"}}, "Export": object{"Name": "orders"}}})
	}
	deploy(t, cloud, "Provider", exporting("one"))
	deploy(t, cloud, "Consumer", template(object{"Parameter": resource("AWS::SSM::Parameter", object{"Type": "String", "Value": object{"Fn::ImportValue": "orders"}})}))
	if _, err := cloud.Deploy(deployment.Home, "Provider", exporting("two"), nil); err == nil || !strings.Contains(err.Error(), "Export orders cannot be updated as it is in use by Consumer") {
		t.Errorf("updated: %v", err)
	}
	if _, err := cloud.Deploy(deployment.Home, "Third", exporting("three"), nil); err == nil || !strings.Contains(err.Error(), "already exported by stack Provider") {
		t.Errorf("exported twice: %v", err)
	}
	provider, consumer := cloud.Stack(deployment.Home, "Provider"), cloud.Stack(deployment.Home, "Consumer")
	if cloud.Delete(provider); provider.Cause == nil || !strings.Contains(provider.Cause.Error(), "in use by Consumer") {
		t.Errorf("deleted: %v", provider.Cause)
	}
	for _, stack := range []*cloudformation.Stack{consumer, provider} {
		if cloud.Delete(stack); stack.Cause != nil {
			t.Error(stack.Cause)
		}
	}
	if cloud.World.Count() != 0 {
		t.Errorf("%d resources are left", cloud.World.Count())
	}
}

// TestOrder: a dependency that a template lacks shows in one of the orders.
func TestOrder(t *testing.T) {
	body := template(object{
		"Vpc":        vpc("10.0.0.0/16"),
		"Gateway":    resource("AWS::EC2::InternetGateway", object{}),
		"Attachment": resource("AWS::EC2::VPCGatewayAttachment", object{"VpcId": object{"Ref": "Vpc"}, "InternetGatewayId": object{"Ref": "Gateway"}}),
		"Table":      resource("AWS::EC2::RouteTable", object{"VpcId": object{"Ref": "Vpc"}}),
		"Route":      resource("AWS::EC2::Route", object{"RouteTableId": object{"Ref": "Table"}, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": object{"Ref": "Gateway"}}),
	})
	var refused []string
	for seed := range uint64(10) {
		_, err := cloudformation.New(deployment.NewWorld(t), seed).Deploy(deployment.Home, "Stack", body, nil)
		refused = append(refused, deployment.RuleOf(err))
	}
	if !slices.Contains(refused, "route-gateway-attached") || !slices.Contains(refused, "") {
		t.Errorf("in ten orders: %q", refused)
	}
}

// TestFunctions gives what functions come to.
func TestFunctions(t *testing.T) {
	call := func(name string, argument any) object { return object{"Fn::" + name: argument} }
	for name, c := range map[string]struct {
		value any
		want  string
	}{
		"Join":      {call("Join", []any{"-", []any{"a", 1, object{"Ref": "AWS::Region"}}}), "a-1-us-east-1"},
		"NoValue":   {call("Join", []any{"-", []any{"a", object{"Ref": "AWS::NoValue"}}}), "a"},
		"Select":    {call("Select", []any{"1", call("Split", []any{":", "a:b:c"})}), "b"},
		"Base64":    {call("Base64", "hello"), "aGVsbG8="},
		"GetAZs":    {call("Select", []any{1, call("GetAZs", "")}), "us-east-1b"},
		"Cidr":      {call("Select", []any{2, call("Cidr", []any{"10.0.0.0/16", 3, 8})}), "10.0.2.0/24"},
		"Cidr IPv6": {call("Select", []any{1, call("Cidr", []any{"2001:db8::/56", 2, "64"})}), "2001:db8:0:1::/64"},
		"Sub":       {call("Sub", "${AWS::AccountId}/${Topic.TopicName}/${!Literal}"), "111122223333/orders/${Literal}"},
		"Sub map":   {call("Sub", []any{"${Own}-${P}", object{"Own": call("Join", []any{"", []any{"x", "y"}})}}), "xy-given"},
		"If":        {call("If", []any{"Yes", call("FindInMap", []any{"Map", "a", "b"}), "no"}), "mapped"},
		"condition": {call("If", []any{"No", "yes", "no"}), "no"},
		"parameter": {call("Select", []any{1, object{"Ref": "List"}}), "b"},
		"image":     {object{"Ref": "Image"}, "ami-0123456789abcdef0"},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := newCloud(t)
			deploy(t, cloud, "Stack", template(object{"Topic": topic("orders")},
				"Outputs", object{"Out": object{"Value": c.value}},
				"Mappings", object{"Map": object{"a": object{"b": "mapped"}}},
				"Parameters", object{
					"P": object{"Type": "String", "Default": "given"}, "List": object{"Type": "CommaDelimitedList", "Default": "a, b"},
					"Image": object{"Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", "Default": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-arm64"},
				},
				"Conditions", object{
					"Yes":  call("And", []any{object{"Condition": "Also"}, call("Not", []any{call("Equals", []any{"a", "b"})})}),
					"Also": call("Or", []any{call("Equals", []any{"1", 1}), call("Equals", []any{"a", "b"})}), "No": call("Not", []any{object{"Condition": "Yes"}}),
				}))
			if got := cloud.Stack(deployment.Home, "Stack").Output("Out"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestParameters: what a template asks for must be given, and fit.
func TestParameters(t *testing.T) {
	asking := func(parameter object) string {
		return template(object{"Topic": topic(object{"Ref": "P"})}, "Parameters", object{"P": parameter})
	}
	for name, c := range map[string]struct {
		parameter object
		given     map[string]string
		want      string
	}{
		"missing": {object{"Type": "String"}, nil, "Parameters: [P] must have values"},
		"unknown": {object{"Type": "String", "Default": "x"}, map[string]string{"Q": "x"}, "Parameters: [Q] do not exist in the template"},
		"pattern": {object{"Type": "String", "AllowedPattern": `\d{12}`}, map[string]string{"P": "12"}, "must match pattern"},
		"allowed": {object{"Type": "String", "AllowedValues": []any{"a"}}, map[string]string{"P": "b"}, "must be one of"},
		"number":  {object{"Type": "Number"}, map[string]string{"P": "many"}, "must be a number"},
		"ssm":     {object{"Type": "AWS::SSM::Parameter::Value<String>"}, map[string]string{"P": "/none"}, "Unable to fetch parameters [/none]"},
		"fitting": {object{"Type": "String", "AllowedPattern": `[a-z]+`}, map[string]string{"P": "orders"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newCloud(t).Deploy(deployment.Home, "Stack", asking(c.parameter), c.given)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestCheck: a difference between what is held and the template is found.
func TestCheck(t *testing.T) {
	cloud := newCloud(t)
	deploy(t, cloud, "Stack", template(object{"Topic": topic("orders")}))
	stack := cloud.Stack(deployment.Home, "Stack")
	stack.Resource("Topic").Properties = resources.Properties{"TopicName": "billing"}
	if err := cloud.Check(stack); err == nil || !strings.Contains(err.Error(), "Topic: differs in [TopicName]") {
		t.Errorf("a changed property: %v", err)
	}
	cloud.World.Delete(stack.Resource("Topic"))
	if err := cloud.Check(stack); err == nil || !strings.Contains(err.Error(), "Topic: no longer exists") {
		t.Errorf("a missing resource: %v", err)
	}
}
