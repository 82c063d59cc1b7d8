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
	made := synthesisOf(t, scope)
	made.judge(t)
	stacks := stacksOf(t, scope, made.assembly.Stacks)
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
		template.Messages = append(template.Messages, messagesOf(made.report, s.File)...)
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

// synthesis is what an app was synthesized to, and what package check found in it.
type synthesis struct {
	directory string
	assembly  *assembly.Assembly
	report    *check.Report
}

// read reads the assembly in a directory, and judges it unless that is turned off in the
// app.
func read(t testing.TB, app constructs.Construct, directory string) *synthesis {
	t.Helper()
	made := &synthesis{directory: directory, report: &check.Report{}}
	var err error
	if made.assembly, err = assembly.Read(directory); err == nil && !plugin.IsOff(app) {
		made.report, err = check.Directory(directory)
	}
	if err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	return made
}

// judge ends the test if AWS would refuse the templates, or drop every packet: see package
// check.
func (s *synthesis) judge(t testing.TB) {
	t.Helper()
	if errors := s.report.Errors(); len(errors) > 0 {
		t.Fatalf("snapshot: the templates don't work:\n%s", &check.Report{Findings: errors})
	}
	if s.report.Pending {
		t.Log("snapshot: nothing was judged, because context is missing that the CDK CLI looks up, such as a VPC or the Region's zones; give NewApp what cdk.context.json has of it")
	}
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

// synthesisOf synthesizes the app of a construct, unless that has been done.
func synthesisOf(t testing.TB, scope constructs.Construct) *synthesis {
	t.Helper()
	app, known := appOf(t, scope)
	if known != nil && known.made != nil {
		return known.made
	}
	defer func() {
		if r := recover(); r != nil {
			if known != nil && strings.Contains(fmt.Sprint(r), "ValidationFailed") {
				read(t, app, known.directory).judge(t)
			}
			t.Fatalf("snapshot: the app can't be synthesized: %s", strings.TrimSpace(fmt.Sprint(r)))
		}
	}()
	synthesized := app.Synth(nil)
	if known == nil {
		return read(t, app, *synthesized.Directory())
	}
	known.made = read(t, app, known.directory)
	return known.made
}

// appOf is the app of a construct, and what is known of it; nil for one that NewApp didn't
// make.
func appOf(t testing.TB, scope constructs.Construct) (awscdk.App, *ownApp) {
	t.Helper()
	if known := ownAppOf(scope); known != nil {
		return scope.(awscdk.App), known
	}
	root := scope.Node().Root()
	app, ok := root.(awscdk.App)
	if !ok {
		t.Fatalf("snapshot: %s is in no app", *scope.Node().Path())
	}
	return app, ownAppOf(app)
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
