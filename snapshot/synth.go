package snapshot

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/check/plugin"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// Synth synthesizes the app that a construct is in, and returns the templates of
// the construct, an app, stage or stack, by the stacks' names; those of nested
// stacks by their files'. An app is synthesized once, and must not change then: a
// second call reads what the first one made.
func Synth(t testing.TB, scope constructs.Construct) map[string]Template {
	t.Helper()
	templates := map[string]Template{}
	for _, template := range templatesOf(t, scope) {
		templates[template.name] = template
	}
	return templates
}

// FromStack synthesizes the app that a stack is in, and returns the stack's
// template. See [Synth].
func FromStack(t testing.TB, stack awscdk.Stack) Template {
	t.Helper()
	return templatesOf(t, stack)[0]
}

// templatesOf are the templates of an app, stage or stack: that of a stack, and
// then those of the stacks nested in it.
func templatesOf(t testing.TB, scope constructs.Construct) []Template {
	t.Helper()
	acquire(t)
	defer release(t)
	directory := assemblyOf(t, scope)
	read, err := assembly.Read(directory)
	if err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	report := judge(t, scope, directory)
	stacks := stacksOf(t, scope, read.Stacks)
	names := map[string]int{}
	for _, s := range stacks {
		names[s.Name]++
	}
	var templates []Template
	for _, s := range stacks {
		template := template(t, s)
		if names[s.Name] > 1 { // In several accounts or Regions.
			template.name = s.ID
		}
		template.Messages = append(template.Messages, messagesOf(report, s.File)...)
		templates = append(templates, template)
	}
	return templates
}

// stacksOf are those of an app, stage or stack, among all of the app's.
func stacksOf(t testing.TB, scope constructs.Construct, all []*assembly.Stack) []*assembly.Stack {
	t.Helper()
	var id string
	holds := func(*assembly.Stack) bool { return true }
	switch scope := scope.(type) {
	case awscdk.Stage: // As an app is.
		if ownAppOf(scope) == nil && !isNil(scope.ParentStage()) {
			id = *scope.ArtifactId()
			holds = func(s *assembly.Stack) bool { return slices.Contains(s.Within, id) }
		}
	case awscdk.Stack:
		id = *scope.ArtifactId()
		holds = func(s *assembly.Stack) bool {
			for s.ID != id && s.Parent != nil {
				s = s.Parent
			}
			return s.ID == id
		}
	default:
		t.Fatalf("snapshot: %s is no app, stage or stack", *scope.Node().Path())
	}
	stacks := slices.DeleteFunc(slices.Clone(all), func(s *assembly.Stack) bool { return !holds(s) })
	if len(stacks) == 0 {
		t.Fatalf("snapshot: the app has no template of %q", *scope.Node().Path())
	}
	return stacks
}

// judge ends the test if AWS would refuse the templates, or drop every packet: see package
// check. It is turned off as in the app itself.
func judge(t testing.TB, scope constructs.Construct, directory string) *check.Report {
	t.Helper()
	if plugin.IsOff(scope) {
		return &check.Report{}
	}
	report, err := check.Directory(directory)
	if err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	if errors := report.Errors(); len(errors) > 0 {
		t.Fatalf("snapshot: the templates don't work:\n%s", &check.Report{Findings: errors})
	}
	if report.Pending {
		t.Log("snapshot: nothing was judged, because context is missing that the CDK CLI looks up, such as a VPC or the Region's zones; give NewApp what cdk.context.json has of it")
	}
	return report
}

// messagesOf are the findings of a template.
func messagesOf(report *check.Report, file string) []Message {
	var messages []Message
	for _, f := range report.Findings {
		if f.Template == file {
			messages = append(messages, Message{Level: Level(f.Severity), Path: f.Path, Text: f.Text() + " [" + f.ID + "]"})
		}
	}
	return messages
}

func isNil(stage awscdk.Stage) bool { return stage == nil || reflect.ValueOf(stage).IsNil() }

// assemblyOf synthesizes the app of a construct, unless that has been done.
func assemblyOf(t testing.TB, scope constructs.Construct) (directory string) {
	t.Helper()
	known := ownAppOf(scope)
	if known != nil && known.isWritten {
		return known.directory
	}
	app, ok := scope.(awscdk.App)
	if known == nil {
		app, ok = scope.Node().Root().(awscdk.App)
	}
	if !ok {
		t.Fatalf("snapshot: %s is in no app", *scope.Node().Path())
	}
	defer func() {
		if r := recover(); r != nil {
			if known != nil && strings.Contains(fmt.Sprint(r), "ValidationFailed") {
				judge(t, scope, known.directory)
			}
			t.Fatalf("snapshot: the app can't be synthesized: %s", strings.TrimSpace(fmt.Sprint(r)))
		}
	}()
	synthesized := app.Synth(nil)
	if known == nil {
		return *synthesized.Directory()
	}
	known.isWritten = true
	return known.directory
}

// template reads the template of a stack, with the constructs' paths and messages.
func template(t testing.TB, s *assembly.Stack) Template {
	t.Helper()
	template := readBody(t, s.File)
	template.name = s.Name
	for id, resource := range s.Template.Resources {
		if path := resource.Path(); path != "" {
			template.paths[id] = path
		}
	}
	for _, entry := range s.Entries {
		if level, ok := levels[entry.Type]; ok {
			text, _ := entry.Data.(string)
			template.Messages = append(template.Messages, Message{Level: level, Path: entry.Path, Text: text})
		}
	}
	return template
}

var levels = map[string]Level{"aws:cdk:info": Info, "aws:cdk:warning": Warning, "aws:cdk:error": Error}

func readBody(t testing.TB, file string) Template {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	template, err := ParseTemplate(text)
	if err != nil {
		t.Fatalf("snapshot: %s: %v", file, err)
	}
	return template
}
