package snapshot

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/check/plugin"
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
	all := readAssembly(t, directory, nil)
	report := judge(t, scope, directory)
	var kept []synthesized
	switch scope := scope.(type) {
	case awscdk.Stage: // As an app is.
		kept = all
		if assemblyKnown(scope) == nil && !isNil(scope.ParentStage()) {
			id := *scope.ArtifactId()
			kept = slices.DeleteFunc(all, func(s synthesized) bool { return !slices.Contains(s.within, id) })
		}
	case awscdk.Stack:
		id := *scope.ArtifactId()
		kept = slices.DeleteFunc(all, func(s synthesized) bool { return s.id != id && !(s.nested && strings.HasPrefix(s.id, id)) })
	default:
		t.Fatalf("snapshot: %s is no app, stage or stack", *scope.Node().Path())
	}
	if len(kept) == 0 {
		t.Fatalf("snapshot: the app has no template of %q", *scope.Node().Path())
	}
	names := map[string]int{}
	for _, s := range kept {
		names[s.name]++
	}
	var templates []Template
	for _, s := range kept {
		if names[s.name] > 1 { // In several accounts or Regions.
			s.name = s.id
		}
		template := s.template(t)
		template.Messages = append(template.Messages, messagesOf(report, s.file)...)
		templates = append(templates, template)
	}
	return templates
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
	known := assemblyKnown(scope)
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

// synthesized is a stack's part of a cloud assembly.
type synthesized struct {
	// id is unique in the assembly.
	id, name string
	// within are the assemblies of the stages that it is in.
	within []string
	nested bool
	// file of the template, and of the constructs' metadata if there is one.
	file, metadata string
}

// manifest is as much of a cloud assembly's manifest.json as is needed.
type manifest struct {
	Artifacts map[string]struct {
		Type       string
		Properties struct {
			TemplateFile  string
			StackName     string
			DirectoryName string
		}
		AdditionalMetadataFile string
	}
}

func readAssembly(t testing.TB, directory string, within []string) []synthesized {
	t.Helper()
	var m manifest
	readJSON(t, filepath.Join(directory, "manifest.json"), &m)
	var all []synthesized
	for _, id := range sortedKeys(m.Artifacts) {
		switch artifact := m.Artifacts[id]; artifact.Type {
		case "aws:cloudformation:stack":
			s := synthesized{id: id, within: within, name: artifact.Properties.StackName, file: filepath.Join(directory, artifact.Properties.TemplateFile)}
			if s.name == "" {
				s.name = id
			}
			if artifact.AdditionalMetadataFile != "" {
				s.metadata = filepath.Join(directory, artifact.AdditionalMetadataFile)
			}
			all = append(all, s)
		case "cdk:cloud-assembly":
			all = append(all, readAssembly(t, filepath.Join(directory, artifact.Properties.DirectoryName), append(slices.Clone(within), id))...)
		}
	}
	const nested = ".nested.template.json"
	files, _ := filepath.Glob(filepath.Join(directory, "*"+nested))
	slices.Sort(files)
	for _, file := range files {
		id := strings.TrimSuffix(filepath.Base(file), nested)
		all = append(all, synthesized{id: id, name: id, within: within, nested: true, file: file})
	}
	return all
}

// template reads the template, with the constructs' paths and messages.
func (s synthesized) template(t testing.TB) Template {
	t.Helper()
	var body map[string]any
	readJSON(t, s.file, &body)
	template := newTemplate(body)
	template.name = s.name
	if s.metadata == "" {
		return template
	}
	var metadata map[string][]struct {
		Type string
		Data any
	}
	readJSON(t, s.metadata, &metadata)
	for _, path := range sortedKeys(metadata) {
		for _, entry := range metadata[path] {
			text, _ := entry.Data.(string)
			if id := strings.TrimPrefix(path, "/"); entry.Type == "aws:cdk:logicalId" {
				template.paths[text] = id
			} else if level, ok := levels[entry.Type]; ok {
				template.Messages = append(template.Messages, Message{Level: level, Path: id, Text: text})
			}
		}
	}
	return template
}

var levels = map[string]Level{"aws:cdk:info": Info, "aws:cdk:warning": Warning, "aws:cdk:error": Error}

func readJSON(t testing.TB, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("snapshot: %s: %v", file, err)
	}
}
