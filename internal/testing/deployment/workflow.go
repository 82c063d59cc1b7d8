package deployment

import (
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	assembled "github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// Setting is an app, and what its deployment needs.
type Setting struct {
	// NewStacks makes the app's stacks.
	NewStacks func(awscdk.App)
	// Parameters are those of its templates, by name.
	Parameters map[string]string
	// Given makes what is there before.
	Given func(*resources.World)
	// Functions: there are some, which run. Where they can't, nothing is deployed.
	Functions bool
	// Addresses are those of the DNS names that functions look up.
	Addresses map[string][]string
	// Refused are updates that AWS refuses here, by resource type and property, with
	// the rule for it.
	Refused map[string]string
}

// orders is in how many orders an app is deployed and destroyed, of those that its
// templates allow.
const orders = 10

// Deploys takes an app through its life: with the CDK CLI it is deployed, deployed
// again, compared, updated and destroyed; without it, it is deployed and destroyed in
// several orders, each property that can be updated is, for itself, and the golden
// templates are deployed over those of the last release, in both flag worlds. No
// update may replace a resource, no upgrade one that consumers hold on to, and nothing
// may be left behind.
func Deploys(t *testing.T, setting Setting) {
	t.Run("cdk", func(t *testing.T) { setting.workflow(t) })
	for world, flags := range map[string]map[string]any{"no-flags": nil, snapshot.CdkInit: snapshot.CdkInitFlags()} {
		t.Run(world, func(t *testing.T) {
			need(t)
			assembly := Synth(t, flags, setting.NewStacks)
			for seed := range uint64(orders) {
				setting.lifetime(t, assembly, seed)
			}
			t.Run("updates", func(t *testing.T) { setting.updates(t, assembly) })
			t.Run("upgrade", func(t *testing.T) { setting.upgrade(t, assembly, world) })
		})
	}
}

// world is one with what is there before.
func (s Setting) world(t *testing.T) *resources.World {
	t.Helper()
	world := NewWorld(t)
	if s.Given != nil {
		s.Given(world)
	}
	return world
}

// run has the functions run, if there are any.
func (s Setting) run(t *testing.T, cloud *cloudformation.CloudFormation) *cloudformation.CloudFormation {
	t.Helper()
	if s.Functions {
		Functions(t, cloud).Addresses = s.Addresses
	}
	return cloud
}

// parametersOf are those that a template asks for.
func (s Setting) parametersOf(stack Stack) map[string]string {
	var template struct{ Parameters map[string]any }
	json.Unmarshal([]byte(stack.Template), &template)
	asked := maps.Clone(s.Parameters)
	maps.DeleteFunc(asked, func(name, _ string) bool { return template.Parameters[name] == nil })
	return asked
}

// everyStack names an app's stacks to the CLI, whose --all leaves out those of stages.
const everyStack = "**"

// workflow is what a user does with the CDK CLI.
func (s Setting) workflow(t *testing.T) {
	assembly := Synth(t, snapshot.CdkInitFlags(), s.NewStacks)
	world := s.world(t)
	given := world.Count()
	cli := NewCLI(t, world, assembly.Places()...)
	s.run(t, cli.CloudFormation)

	deploy := []string{"deploy", everyStack, "--require-approval=never"}
	for _, stack := range assembly.Stacks {
		for name, value := range s.parametersOf(stack) {
			deploy = append(deploy, "--parameters", stack.Name+":"+name+"="+value)
		}
	}
	cli.Must(t, assembly, deploy...)
	s.check(t, cli.CloudFormation, assembly)

	again := cli.Must(t, assembly, "deploy", everyStack, "--require-approval=never")
	if unchanged := strings.Count(again, "(no changes)"); unchanged != len(assembly.Stacks) {
		t.Errorf("deployed again, %d stacks of %d are unchanged:\n%s", unchanged, len(assembly.Stacks), again)
	}
	cli.Must(t, assembly, "diff", everyStack, "--fail")

	before := identities(cli.CloudFormation, assembly)
	updated := s.updated(t, assembly)
	if difference, ok := cli.Run(t, updated, "diff", everyStack, "--fail"); ok || replacement.MatchString(difference) {
		t.Errorf("the diff of an update in place:\n%s", difference)
	}
	cli.Must(t, updated, "deploy", everyStack, "--require-approval=never")
	s.check(t, cli.CloudFormation, updated)
	if after := identities(cli.CloudFormation, assembly); !maps.Equal(before, after) {
		t.Errorf("an update replaced resources: %v became %v", before, after)
	}

	var deployed []*cloudformation.Stack
	for _, stack := range assembly.Stacks {
		deployed = append(deployed, cli.CloudFormation.Stack(stack.Place, stack.Name))
	}
	cli.Must(t, updated, "destroy", everyStack, "--force")
	retained := 0
	for _, stack := range deployed {
		retained += stack.Retained()
	}
	if left := world.Count() - given - retained; left != 0 {
		t.Errorf("destroyed, but %d resources are left", left)
	}
}

// replacement is how cdk diff tells that a resource is replaced.
var replacement = regexp.MustCompile(`\((requires|may cause) replacement\)|\] .* (may be replaced|replace)\n`)

// check holds what exists against the templates.
func (s Setting) check(t *testing.T, cloud *cloudformation.CloudFormation, assembly Assembly) {
	t.Helper()
	for _, stack := range assembly.Stacks {
		deployed := cloud.Stack(stack.Place, stack.Name)
		if deployed == nil {
			t.Fatalf("stack %s is not there", stack.Name)
		}
		if !sameTemplate(deployed.Body, stack.Template) {
			t.Errorf("stack %s has another template than the assembly", stack.Name)
		}
		if err := cloud.Check(deployed); err != nil {
			t.Error(err)
		}
	}
}

func sameTemplate(a, b string) bool {
	var decodedA, decodedB map[string]any
	return json.Unmarshal([]byte(a), &decodedA) == nil && json.Unmarshal([]byte(b), &decodedB) == nil && assembled.Same(decodedA, decodedB)
}

// identities are the physical IDs of all resources.
func identities(cloud *cloudformation.CloudFormation, assembly Assembly) map[string]string {
	ids := map[string]string{}
	var list func(name string, stack *cloudformation.Stack)
	list = func(name string, stack *cloudformation.Stack) {
		for id, held := range stack.Resources() {
			ids[name+"/"+id] = held.ID
			if nested := cloud.Stack(held.Place, held.ID); nested != nil {
				list(name+"/"+id, nested)
			}
		}
	}
	for _, stack := range assembly.Stacks {
		list(stack.Name, cloud.Stack(stack.Place, stack.Name))
	}
	return ids
}

// lifetime deploys and destroys an app, in one of the orders that its templates allow.
func (s Setting) lifetime(t *testing.T, assembly Assembly, seed uint64) {
	t.Helper()
	world := s.world(t)
	given := world.Count()
	cloud := s.run(t, assembly.cloud(world, seed))
	s.deployAll(t, cloud, assembly)
	retained := 0
	for _, stack := range slices.Backward(assembly.Stacks) {
		s.unprotect(t, cloud, stack)
		deployed := cloud.Stack(stack.Place, stack.Name)
		if cloud.Delete(deployed); deployed.Cause != nil {
			t.Fatalf("destroying %s in order %d: %v", stack.Name, seed, deployed.Cause)
		}
		retained += deployed.Retained()
	}
	if left := world.Count() - given - retained; left != 0 {
		t.Errorf("destroyed in order %d, but %d resources are left", seed, left)
	}
}

// unprotect turns off the deletion protection of a stack's load balancers.
func (s Setting) unprotect(t *testing.T, cloud *cloudformation.CloudFormation, stack Stack) {
	t.Helper()
	template := stack.Template
	for id, resource := range stack.Parsed.OfType("AWS::ElasticLoadBalancingV2::LoadBalancer") {
		template = update{id: id, to: unprotected(resource.Properties)}.of(template)
	}
	if _, err := cloud.Deploy(stack.Place, stack.Name, template, s.parametersOf(stack)); err != nil {
		t.Fatalf("turning off the deletion protection of %s: %v", stack.Name, err)
	}
}

func (s Setting) deployAll(t *testing.T, cloud *cloudformation.CloudFormation, assembly Assembly) {
	t.Helper()
	for _, stack := range assembly.Stacks {
		if _, err := cloud.Deploy(stack.Place, stack.Name, stack.Template, s.parametersOf(stack)); err != nil {
			t.Fatalf("deploying %s: %v", stack.Name, err)
		}
	}
}

// updates changes each property that can be updated, one after the other, and back.
func (s Setting) updates(t *testing.T, assembly Assembly) {
	cloud := s.run(t, assembly.cloud(s.world(t), 1))
	s.deployAll(t, cloud, assembly)
	count, refused := 0, map[string]bool{}
	for _, stack := range assembly.Stacks {
		for _, change := range updatesOf(t, stack) {
			count++
			changes, err := cloud.Deploy(stack.Place, stack.Name, change.in(cloud, stack), s.parametersOf(stack))
			if rule := s.Refused[change.resourceType+" "+change.property]; rule != "" {
				refused[change.resourceType+" "+change.property] = true
				if by := RuleOf(err); by != rule {
					t.Errorf("%s: refused by %q, should be by %s: %v", change, by, rule, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", change, err)
				continue
			}
			if len(changes) == 0 {
				t.Errorf("%s changes nothing", change)
			}
			for _, c := range changes {
				if c.Action != "Modify" || c.Replaces {
					t.Errorf("%s: %s of %s %s, replaces %v", change, c.Action, c.Type, c.LogicalID, c.Replaces)
				}
			}
			if change.lasting {
				stack = change.lasts(cloud, stack)
			}
			if _, err := cloud.Deploy(stack.Place, stack.Name, stack.Template, s.parametersOf(stack)); err != nil {
				t.Fatalf("%s, taken back: %v", change, err)
			}
		}
	}
	if count == 0 || len(refused) != len(s.Refused) {
		t.Errorf("%d updates, of which %v were refused, should be %v", count, refused, s.Refused)
	}
	t.Logf("%d updates", count)
}

// RuleOf is the ID of the rule that a deployment was refused by; empty if by none.
func RuleOf(err error) string {
	var refusal *resources.Refusal
	if errors.As(err, &refusal) {
		return refusal.ID
	}
	return ""
}

// updated is an assembly whose resources have all their updates at once, by way of
// escape hatches.
func (s Setting) updated(t *testing.T, assembly Assembly) Assembly {
	t.Helper()
	return Synth(t, snapshot.CdkInitFlags(), func(app awscdk.App) {
		s.NewStacks(app)
		for _, stack := range assembly.Stacks {
			for _, change := range updatesOf(t, stack) {
				if change.alone || change.lasting {
					continue
				}
				resource, ok := find(app, change.path)
				if !ok {
					continue // The CDK makes it while it synthesizes.
				}
				for property, value := range change.to {
					resource.AddPropertyOverride(&property, value)
				}
			}
		}
	})
}
