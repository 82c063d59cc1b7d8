package snapshot

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// Template is a synthesized CloudFormation template.
type Template struct {
	Resources map[string]Resource
	Outputs   map[string]Output

	// body is the whole template.
	body map[string]any
}

// section of the template, such as Resources, as it is.
func (t Template) section(name string) map[string]any {
	entries, _ := t.body[name].(map[string]any)
	return entries
}

// Resource of a template.
type Resource struct {
	Type       string
	Properties map[string]any
	DependsOn  []string
}

// Output of a template.
type Output struct {
	Value any
}

// OfType returns the resources of a type, by logical ID.
func (t Template) OfType(resourceType string) map[string]Resource {
	found := map[string]Resource{}
	for id, r := range t.Resources {
		if r.Type == resourceType {
			found[id] = r
		}
	}
	return found
}

// Only returns the one resource of a type, and fails the test if there are none
// or several.
func (t Template) Only(tb testing.TB, resourceType string) (id string, resource Resource) {
	tb.Helper()
	found := t.OfType(resourceType)
	if len(found) != 1 {
		tb.Fatalf("snapshot: %d resources of type %s, want one", len(found), resourceType)
	}
	for id, resource = range found {
	}
	return id, resource
}

// Synth synthesizes an app and returns its templates by the stacks' names. A
// second call for the same app reads what the first one made.
func Synth(tb testing.TB, app awscdk.App) map[string]Template {
	tb.Helper()
	templates := map[string]Template{}
	readAssembly(tb, *app.Synth(nil).Directory(), templates)
	return templates
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
	}
}

func readAssembly(tb testing.TB, directory string, templates map[string]Template) {
	tb.Helper()
	var m manifest
	readJSON(tb, filepath.Join(directory, "manifest.json"), &m)
	for id, artifact := range m.Artifacts {
		switch artifact.Type {
		case "aws:cloudformation:stack":
			name := artifact.Properties.StackName
			if name == "" {
				name = id
			}
			var t Template
			file := filepath.Join(directory, artifact.Properties.TemplateFile)
			readJSON(tb, file, &t)
			readJSON(tb, file, &t.body)
			templates[name] = t
		case "cdk:cloud-assembly":
			readAssembly(tb, filepath.Join(directory, artifact.Properties.DirectoryName), templates)
		}
	}
}

func readJSON(tb testing.TB, file string, into any) {
	tb.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		tb.Fatalf("snapshot: %v", err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		tb.Fatalf("snapshot: %s: %v", file, err)
	}
}
