package cloudformation_test

import (
	"path"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
)

// newNestingCloud finds the templates of nested stacks by the names of their files.
func newNestingCloud(t *testing.T, staged map[string]string) *cloudformation.CloudFormation {
	t.Helper()
	cloud := newCloud(t)
	cloud.Staged = func(location string) (string, bool) {
		body, ok := staged[path.Base(location)]
		return body, ok
	}
	return cloud
}

// nesting nests a template in a stack.
func nesting(file string, parameters object, more ...any) object {
	return resource("AWS::CloudFormation::Stack", object{"TemplateURL": "https://s3.us-east-1.amazonaws.com/staging/" + file, "Parameters": parameters}, more...)
}

// nestedVpc has a range that it is given, and gives the VPC's ID.
var nestedVpc = template(object{"Vpc": vpcOf(object{"Ref": "Range"})},
	"Parameters", object{"Range": object{"Type": "String"}}, "Outputs", object{"Id": object{"Value": object{"Ref": "Vpc"}}})

func vpcOf(cidr any) object { return resource("AWS::EC2::VPC", object{"CidrBlock": cidr}) }

// TestNested: a nested stack is made, updated in place and deleted with the stack, and hands
// it its outputs.
func TestNested(t *testing.T) {
	cloud := newNestingCloud(t, map[string]string{
		"a.json": nestedVpc,
		"b.json": strings.Replace(nestedVpc, `"CidrBlock"`, `"EnableDnsSupport":false,"CidrBlock"`, 1),
	})
	outer := func(file string) string {
		return template(object{
			"Inner":  nesting(file, object{"Range": "10.0.0.0/16"}),
			"Subnet": resource("AWS::EC2::Subnet", object{"VpcId": object{"Fn::GetAtt": []any{"Inner", "Outputs.Id"}}, "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a"}),
		})
	}
	deploy(t, cloud, "Outer", outer("a.json"))
	vpcs, subnets := cloud.World.All("AWS::EC2::VPC"), cloud.World.All("AWS::EC2::Subnet")
	if len(vpcs) != 1 || len(subnets) != 1 || subnets[0].Text("VpcId") != vpcs[0].ID {
		t.Fatalf("made %v and %v", vpcs, subnets)
	}
	inner := cloud.Stack(deployment.Home, cloud.Stack(deployment.Home, "Outer").Resource("Inner").ID)
	if inner.Status != "CREATE_COMPLETE" || !strings.HasPrefix(inner.Name, "Outer-Inner-") {
		t.Errorf("%s is %s", inner.Name, inner.Status)
	}

	changes := deploy(t, cloud, "Outer", outer("b.json"))
	if len(changes) != 2 || changes[0].LogicalID != "Inner" || changes[1].LogicalID != "Vpc" || changes[0].Replaces || changes[1].Replaces {
		t.Errorf("the update changes %v", changes)
	}
	if now := cloud.World.All("AWS::EC2::VPC"); len(now) != 1 || now[0] != vpcs[0] || now[0].Properties["EnableDnsSupport"] != false || inner.Status != "UPDATE_COMPLETE" {
		t.Errorf("updated to %v, %s", now[0].Properties, inner.Status)
	}

	stack := cloud.Stack(deployment.Home, "Outer")
	if cloud.Delete(stack); stack.Status != "DELETE_COMPLETE" || inner.Status != "DELETE_COMPLETE" || cloud.World.Count() != 0 {
		t.Errorf("deleted: %s, %s, and %d resources are left", stack.Status, inner.Status, cloud.World.Count())
	}
}

// TestNestedRollback: what fails, within a nested stack or after it, takes back all of it.
func TestNestedRollback(t *testing.T) {
	retained := strings.Replace(nestedVpc, `"Type":"AWS::EC2::VPC"`, `"DeletionPolicy":"RetainExceptOnCreate","Type":"AWS::EC2::VPC"`, 1)
	staged := map[string]string{
		"good.json": retained, "dns.json": strings.Replace(retained, `"CidrBlock"`, `"EnableDnsSupport":false,"CidrBlock"`, 1),
		"bad.json": template(object{"Vpc": vpc("10.0.0.0/16"), "T": topic("taken"), "U": resource("AWS::SNS::Topic", object{"TopicName": "taken"}, "DependsOn", []any{"T"})}),
	}
	given := object{"Range": "10.0.0.0/16"}
	fails := resource("AWS::EC2::Subnet", object{"VpcId": "vpc-0", "CidrBlock": "10.0.0.0/24"}, "DependsOn", []any{"Inner"})
	for name, c := range map[string]struct{ first, second string }{
		"within it":        {"", template(object{"Inner": nesting("bad.json", object{})})},
		"after it":         {"", template(object{"Inner": nesting("good.json", given), "Subnet": fails})},
		"its template":     {"", template(object{"Inner": nesting("none.json", object{})})},
		"its parameters":   {"", template(object{"Inner": nesting("good.json", object{})})},
		"after its update": {template(object{"Inner": nesting("good.json", given)}), template(object{"Inner": nesting("dns.json", given), "Subnet": fails})},
		"within an update": {template(object{"Inner": nesting("good.json", given)}), template(object{"Inner": nesting("bad.json", object{})})},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := newNestingCloud(t, staged)
			if c.first != "" {
				deploy(t, cloud, "Outer", c.first)
			}
			before := cloud.World.Count()
			if _, err := cloud.Deploy(deployment.Home, "Outer", c.second, nil); err == nil {
				t.Fatal("it went well")
			}
			stack := cloud.Stack(deployment.Home, "Outer")
			if want := map[bool]string{true: "ROLLBACK_COMPLETE", false: "UPDATE_ROLLBACK_COMPLETE"}[c.first == ""]; stack.Status != want {
				t.Errorf("the stack is %s: %v", stack.Status, stack.Cause)
			}
			if after := cloud.World.Count(); after != before {
				t.Errorf("%d resources became %d", before, after)
			}
			if c.first != "" {
				if err := cloud.Check(stack); err != nil {
					t.Error(err)
				}
				deploy(t, cloud, "Outer", template(object{"Inner": nesting("dns.json", given)}))
			}
		})
	}
}

// TestNestedRetained: what a nested stack leaves alone counts with its parent's.
func TestNestedRetained(t *testing.T) {
	cloud := newNestingCloud(t, map[string]string{"a.json": template(object{"Vpc": resource("AWS::EC2::VPC", object{"CidrBlock": "10.0.0.0/16"}, "DeletionPolicy", "Retain")})})
	deploy(t, cloud, "Outer", template(object{"Inner": nesting("a.json", object{})}))
	stack := cloud.Stack(deployment.Home, "Outer")
	if cloud.Delete(stack); stack.Retained() != 1 || len(cloud.World.All("AWS::EC2::VPC")) != 1 || cloud.World.Count() != 1 {
		t.Errorf("%d are retained, %d are left", stack.Retained(), cloud.World.Count())
	}
}
