// Package deployment deploys apps with the CDK CLI to a stand-in for AWS, or hands
// their templates to the stand-in at once. What that proves, and what it doesn't, says
// package standin.
package deployment

import (
	"cmp"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/check/plugin"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// Home is where stacks go that name no account, and no Region.
var Home = resources.Place{Account: "111122223333", Region: "us-east-1"}

// Partner is another account.
const Partner = "444455556666"

// Assembly is a synthesized app.
type Assembly struct {
	// Directory is its cdk.out.
	Directory string
	// Stacks are in an order in which they can be deployed.
	Stacks []Stack
}

// Stack is one of an assembly's stacks.
type Stack struct {
	resources.Place
	Name, Template string
	// Parsed is what the template has, as it was synthesized.
	Parsed snapshot.Template
	// Nested are the stacks that are nested in it, at any depth.
	Nested []Stack
	// Key is what the template of a nested stack is called in the staging bucket: the
	// stack that it is nested in has it.
	Key string
	// original is the Key that it was synthesized with.
	original string
}

// Synth synthesizes an app in a flag world: without flags if it is nil. The stand-in is
// what judges it.
func Synth(t *testing.T, flags map[string]any, newStacks func(awscdk.App)) Assembly {
	t.Helper()
	context := lookedUp()
	maps.Copy(context, flags)
	context[plugin.Off] = true
	app := snapshot.NewApp(t, context)
	newStacks(app)
	parsed := snapshot.Synth(t, app)
	directory := *app.Outdir()
	stacks, err := readStacks(directory)
	if err != nil {
		t.Fatal(err)
	}
	for i, stack := range stacks {
		stacks[i].Parsed = parsed[stack.Name]
		for j, nested := range stack.Nested {
			stack.Nested[j].Parsed = parsed[nested.Name]
		}
	}
	return Assembly{directory, stacks}
}

// lookedUp is what the CLI would have looked up, and kept in cdk.context.json.
func lookedUp() map[string]any {
	context := map[string]any{}
	for _, account := range []string{Home.Account, Partner} {
		for _, region := range []string{Home.Region, "eu-west-1"} {
			zones, err := resources.Zones(region)
			if err != nil {
				panic(err) // It is known.
			}
			context["availability-zones:account="+account+":region="+region] = zones
		}
	}
	return context
}

// Stack returns a stack by its name.
func (a Assembly) Stack(t *testing.T, name string) Stack {
	t.Helper()
	i := slices.IndexFunc(a.Stacks, func(s Stack) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("the assembly has no stack %s", name)
	}
	return a.Stacks[i]
}

// Places lists the environments of the stacks.
func (a Assembly) Places() []resources.Place {
	places := []resources.Place{Home}
	for _, stack := range a.Stacks {
		if !slices.Contains(places, stack.Place) {
			places = append(places, stack.Place)
		}
	}
	return places
}

// readStacks reads the stacks of an assembly that are deployed by themselves.
func readStacks(directory string) (stacks []Stack, err error) {
	read, err := assembly.Read(directory)
	if err != nil {
		return nil, err
	}
	for _, s := range read.Stacks {
		body, err := os.ReadFile(s.File)
		if err != nil {
			return nil, err
		}
		place := resources.Place{Account: cmp.Or(s.Account, Home.Account), Region: cmp.Or(s.Region, Home.Region)}
		stack := Stack{Place: place, Name: s.Name, Template: string(body)}
		if s.Parent == nil {
			stacks = append(stacks, stack)
			continue
		}
		stack.Key = stagedKey.FindString(string(s.Parent.Template.Resources[s.Nested].Encoded))
		stack.original = stack.Key
		outermost := s.Parent
		for outermost.Parent != nil {
			outermost = outermost.Parent
		}
		for i := range stacks {
			if stacks[i].Name == outermost.Name && stacks[i].Place == place {
				stacks[i].Nested = append(stacks[i].Nested, stack)
			}
		}
	}
	return stacks, nil
}

// stagedKey is within the address of a nested stack's template.
var stagedKey = regexp.MustCompile(`[0-9a-f]{64}\.json`)

// cloud is a CloudFormation over a world, which finds the templates of nested stacks as if
// the CLI had put them into the staging bucket.
func (a Assembly) cloud(world *resources.World, seed uint64) *cloudformation.CloudFormation {
	cloud := cloudformation.New(world, seed)
	staged := map[string]string{}
	for _, stack := range a.Stacks {
		for _, nested := range stack.Nested {
			staged[nested.Key] = nested.Template
		}
	}
	cloud.Staged = func(location string) (body string, ok bool) {
		body, ok = staged[path.Base(location)]
		return body, ok
	}
	return cloud
}
