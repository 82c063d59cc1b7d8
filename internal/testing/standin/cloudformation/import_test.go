package cloudformation_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

func kept(r object) object {
	r["DeletionPolicy"] = "Retain"
	return r
}

// released makes a VPC with a stack, which is deleted and leaves it.
func released(t *testing.T, cloud *cloudformation.CloudFormation) *resources.Resource {
	t.Helper()
	deploy(t, cloud, "Old", template(object{"Vpc": kept(vpc("10.0.0.0/16"))}))
	stack := cloud.Stack(deployment.Home, "Old")
	left := stack.Resource("Vpc")
	cloud.Delete(stack)
	return left
}

func importing(id string, resource *resources.Resource) []cloudformation.Import {
	return []cloudformation.Import{{Type: "AWS::EC2::VPC", LogicalID: id, Identifier: map[string]string{"VpcId": resource.ID}}}
}

// imports makes a change set that imports, and executes it.
func imports(t *testing.T, cloud *cloudformation.CloudFormation, body string, all []cloudformation.Import) *cloudformation.Stack {
	t.Helper()
	set, err := cloud.CreateChangeSet(deployment.Home, cloudformation.ChangeSetInput{StackName: "New", Name: "import", Body: body, Import: all})
	if err != nil {
		t.Fatal(err)
	}
	if err := cloud.Execute(set); err != nil {
		t.Fatalf("%s: %v", set.Reason, err)
	}
	return set.Stack
}

// TestImport takes a resource from a stack that is gone into another, where it is
// updated from then on; it is the same all the time.
func TestImport(t *testing.T) {
	for name, before := range map[string]object{"into a new stack": {}, "into a stack that is there": {"Topic": topic("orders")}} {
		t.Run(name, func(t *testing.T) {
			cloud := newCloud(t)
			left := released(t, cloud)
			if len(before) > 0 {
				deploy(t, cloud, "New", template(before))
			}
			before["Vpc"] = kept(vpc("10.0.0.0/16"))
			stack := imports(t, cloud, template(before), importing("Vpc", left))
			if stack.Status != "IMPORT_COMPLETE" || stack.Resource("Vpc") != left {
				t.Fatalf("%s, with %v", stack.Status, stack.Resource("Vpc"))
			}
			before["Subnet"] = resource("AWS::EC2::Subnet", object{"VpcId": object{"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a"})
			changes := deploy(t, cloud, "New", template(before))
			if len(changes) != 1 || changes[0].Action != "Add" || stack.Resource("Subnet").Text("VpcId") != left.ID {
				t.Errorf("deployed after the import: %v", changes)
			}
		})
	}
}

// TestImportRefused: what AWS doesn't import stays outside, and the stack as it was.
func TestImportRefused(t *testing.T) {
	whole := object{"Topic": topic("orders"), "Vpc": kept(vpc("10.0.0.0/16"))}
	for name, c := range map[string]struct {
		body   string
		change func(*cloudformation.ChangeSetInput)
		want   string
	}{
		"no policy":       {body: template(object{"Topic": topic("orders"), "Vpc": vpc("10.0.0.0/16")}), want: "The following resources to import [Vpc] must have DeletionPolicy attribute specified in the template."},
		"another added":   {body: template(object{"Topic": topic("orders"), "Vpc": kept(vpc("10.0.0.0/16")), "More": topic("more")}), want: "Resources [More] is missing from ResourceToImport list"},
		"another changed": {body: template(object{"Topic": topic("billing"), "Vpc": kept(vpc("10.0.0.0/16"))}), want: "You have modified resources [Topic]"},
		"another removed": {body: template(object{"Vpc": kept(vpc("10.0.0.0/16"))}), want: "You have modified resources [Topic]"},
		"output added":    {body: template(whole, "Outputs", object{"Out": object{"Value": "x"}}), want: "you cannot modify or add [Outputs]"},
		"stack's tags":    {change: func(i *cloudformation.ChangeSetInput) { i.Tags = map[string]string{"team": "orders"} }, want: "you cannot modify or add [Tags]"},
		"another role":    {change: func(i *cloudformation.ChangeSetInput) { i.Role = "arn:aws:iam::111122223333:role/admin" }, want: "you cannot modify or add [RoleArn]"},
		"nothing named":   {change: func(i *cloudformation.ChangeSetInput) { i.Import = []cloudformation.Import{} }, want: "at least one new resource to import"},
		"already held": {change: func(i *cloudformation.ChangeSetInput) {
			i.Import[0].Type, i.Import[0].LogicalID = "AWS::SNS::Topic", "Topic"
		}, want: "Resources [Topic] passed in ResourceToImport are already in a stack"},
		"another identifier": {change: func(i *cloudformation.ChangeSetInput) { i.Import[0].Identifier = map[string]string{"Id": "vpc-0"} }, want: "is imported by [VpcId]"},
		"another type":       {change: func(i *cloudformation.ChangeSetInput) { i.Import[0].Type = "AWS::EC2::Subnet" }, want: "has no AWS::EC2::Subnet Vpc"},
		"missing":            {change: func(i *cloudformation.ChangeSetInput) { i.Import[0].Identifier["VpcId"] = "vpc-0" }, want: "Resource of type 'AWS::EC2::VPC' with identifier 'vpc-0' was not found."},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := newCloud(t)
			left := released(t, cloud)
			deploy(t, cloud, "New", template(object{"Topic": topic("orders")}))
			input := cloudformation.ChangeSetInput{StackName: "New", Name: "import", Body: c.body, Import: importing("Vpc", left)}
			if c.body == "" {
				input.Body = template(whole)
			}
			if c.change != nil {
				c.change(&input)
			}
			if got := refusedImport(cloud, input); !strings.Contains(got, c.want) {
				t.Errorf("refused by %q, want %q", got, c.want)
			}
			stack := cloud.Stack(deployment.Home, "New")
			if stack.Status != "CREATE_COMPLETE" || stack.Resource("Vpc") != nil {
				t.Errorf("the stack is %s, and has %v", stack.Status, stack.Resources())
			}
		})
	}
}

// refusedImport is why a change set is refused, or failed; empty if it is fine.
func refusedImport(cloud *cloudformation.CloudFormation, input cloudformation.ChangeSetInput) string {
	set, err := cloud.CreateChangeSet(deployment.Home, input)
	if err != nil {
		return err.Error()
	}
	return set.Reason
}

// TestImportOfAnothers: what a stack has isn't imported into another.
func TestImportOfAnothers(t *testing.T) {
	cloud := newCloud(t)
	body := template(object{"Vpc": kept(vpc("10.0.0.0/16"))})
	deploy(t, cloud, "Old", body)
	old := cloud.Stack(deployment.Home, "Old")
	got := refusedImport(cloud, cloudformation.ChangeSetInput{StackName: "New", Name: "import", Body: body, Import: importing("Vpc", old.Resource("Vpc"))})
	if want := "already exists in stack " + old.ID; !strings.Contains(got, want) {
		t.Errorf("refused by %q, want %q", got, want)
	}
}

// TestImportRolledBack: what was deleted after the change set was made can't be imported,
// and what was imported before it is let go.
func TestImportRolledBack(t *testing.T) {
	for seed := range uint64(4) { // Either of the two may be the first.
		cloud := cloudformation.New(deployment.NewWorld(t), seed)
		left := released(t, cloud)
		other := cloud.World.Give(deployment.Home, "AWS::EC2::VPC", "vpc-0123456789abcdef0", resources.Properties{"CidrBlock": "10.1.0.0/16"})
		body := template(object{"Vpc": kept(vpc("10.0.0.0/16")), "Other": kept(vpc("10.1.0.0/16"))})
		set, err := cloud.CreateChangeSet(deployment.Home, cloudformation.ChangeSetInput{
			StackName: "New", Name: "import", Body: body, Import: slices.Concat(importing("Vpc", left), importing("Other", other)),
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := cloud.World.Delete(other); err != nil {
			t.Fatal(err)
		}
		if err := cloud.Execute(set); err != nil {
			t.Fatal(err)
		}
		if set.Stack.Status != "IMPORT_ROLLBACK_COMPLETE" || len(set.Stack.Resources()) > 0 || !slices.Contains(cloud.World.All("AWS::EC2::VPC"), left) {
			t.Errorf("the stack is %s, and has %v", set.Stack.Status, set.Stack.Resources())
		}
	}
}

// TestImportDrifts: an import takes the template's word for what a resource is, so that a
// deployment of the same template doesn't change it; one of another does, and one that
// looks for drift.
func TestImportDrifts(t *testing.T) {
	cloud := newCloud(t)
	left := released(t, cloud)
	named := func(hostnames bool) string {
		return template(object{"Vpc": kept(resource("AWS::EC2::VPC", object{"CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": hostnames}))})
	}
	stack := imports(t, cloud, named(true), importing("Vpc", left))
	changes, err := cloud.Deploy(deployment.Home, "New", named(true), nil)
	if err != nil || len(changes) > 0 || left.Has("EnableDnsHostnames") {
		t.Errorf("deployed with %v, %v: %v", changes, err, left.Properties)
	}
	if err := cloud.Check(stack); err == nil || !strings.Contains(err.Error(), "Vpc: differs in [EnableDnsHostnames]") {
		t.Errorf("the drift isn't found: %v", err)
	}
	set, err := cloud.CreateChangeSet(deployment.Home, cloudformation.ChangeSetInput{StackName: "New", Name: "revert", Body: named(true), RevertDrift: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := cloud.Execute(set); err != nil || left.Properties["EnableDnsHostnames"] != true {
		t.Errorf("after the drift was reverted (%v) it is %v", err, left.Properties)
	}
	deploy(t, cloud, "New", named(false))
	if left.Properties["EnableDnsHostnames"] != false {
		t.Errorf("after an update it is %v", left.Properties)
	}
}
