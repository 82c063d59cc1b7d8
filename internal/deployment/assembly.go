// Package deployment deploys apps with the CDK CLI to a stand-in for AWS, or hands
// their templates to the stand-in at once. What that proves, and what it doesn't, says
// package standin.
package deployment

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/check/plugin"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/standin/resources"
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

// artifact is one of the manifest's.
type artifact struct {
	Type         string
	Environment  string
	Dependencies []string
	Properties   struct{ TemplateFile, StackName string }
}

// readStacks reads the manifest of an assembly, which lists artifacts in no order.
func readStacks(directory string) ([]Stack, error) {
	encoded, err := os.ReadFile(filepath.Join(directory, "manifest.json"))
	if err != nil {
		return nil, err
	}
	var manifest struct{ Artifacts map[string]artifact }
	if err := json.Unmarshal(encoded, &manifest); err != nil {
		return nil, err
	}
	var stacks []Stack
	done := map[string]bool{}
	for len(done) < len(manifest.Artifacts) {
		before := len(done)
		for id, a := range manifest.Artifacts {
			waits := slices.ContainsFunc(a.Dependencies, func(needed string) bool { return !done[needed] })
			if done[id] || waits {
				continue
			}
			done[id] = true
			if a.Type != "aws:cloudformation:stack" {
				continue
			}
			body, err := os.ReadFile(filepath.Join(directory, a.Properties.TemplateFile))
			if err != nil {
				return nil, err
			}
			name := a.Properties.StackName
			if name == "" {
				name = id
			}
			stacks = append(stacks, Stack{Place: placeOf(a.Environment), Name: name, Template: string(body)})
		}
		if len(done) == before {
			return nil, fmt.Errorf("%s: artifacts depend on each other", directory)
		}
	}
	return stacks, nil
}

// placeOf reads aws://account/region.
func placeOf(environment string) resources.Place {
	place := Home
	account, region, _ := strings.Cut(strings.TrimPrefix(environment, "aws://"), "/")
	if account != "unknown-account" {
		place.Account = account
	}
	if region != "unknown-region" {
		place.Region = region
	}
	return place
}
