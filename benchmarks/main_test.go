package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	judge "github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

var synths = flag.Int("synths", 2, "how often each program is run to compare its templates")

// TestSameResources: the programs synthesize the same resources, under whatever
// logical IDs.
func TestSameResources(t *testing.T) {
	if _, err := os.Stat(filepath.Join("js", "node_modules")); err != nil {
		t.Skip("aws-cdk-lib is missing: npm ci --prefix js")
	}
	const endpoints = 101 // Two stacks of consumers.
	want, all := []string{}, build(t.TempDir())
	for _, v := range all {
		directory := t.TempDir()
		measure(v, endpoints, directory)
		got := resourcesOf(t, filepath.Join(directory, "cdk.out"))
		if v.name == "js" {
			want = got
			continue
		}
		if len(got) != len(want) {
			t.Errorf("%s has %d resources, js %d", v.name, len(got), len(want))
		}
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("%s has\n%s\njs has\n%s", v.name, got[i], want[i])
			}
		}
	}
	if len(want) < 4*endpoints {
		t.Errorf("only %d resources", len(want))
	}
}

// TestJudgedAlike: it doesn't matter to the check which language an app is written in.
func TestJudgedAlike(t *testing.T) {
	if _, err := os.Stat(filepath.Join("js", "node_modules")); err != nil {
		t.Skip("aws-cdk-lib is missing: npm ci --prefix js")
	}
	found := map[string]int{}
	for _, v := range build(t.TempDir()) {
		if v.name != "js" && v.name != "ours" {
			continue
		}
		directory := t.TempDir()
		measure(v, 101, directory)
		report, err := judge.Directory(filepath.Join(directory, "cdk.out"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Findings { // A VPC has a quota of 50 endpoints.
			if f.ID != "privatelink::endpoint-count" && f.ID != "privatelink::acceptance-pending" {
				t.Errorf("%s: %s", v.name, f)
			}
			found[v.name+" "+f.ID]++
		}
	}
	for _, id := range []string{"privatelink::endpoint-count", "privatelink::acceptance-pending"} {
		if js, ours := found["js "+id], found["ours "+id]; js != ours {
			t.Errorf("%s is found %d times in js, %d in ours", id, js, ours)
		}
	}
}

// TestSameTemplates: a program synthesizes the same templates each time, with jsii's
// relay and without, to the byte.
func TestSameTemplates(t *testing.T) {
	programs := build(t.TempDir())[2:] // Ours and direct.
	var first map[string]string
	for i := range 2 * *synths {
		directory := t.TempDir()
		measure(programs[i%2], 101, directory)
		files := map[string]string{}
		for _, file := range templates(t, filepath.Join(directory, "cdk.out")) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			files[filepath.Base(file)] = string(text)
		}
		if first == nil {
			first = files
		}
		for name, text := range files {
			if text != first[name] {
				t.Errorf("%s differs", name)
			}
		}
	}
}

func templates(t *testing.T, directory string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(directory, "*.template.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates in %s: %v", directory, err)
	}
	return files
}

// resourcesOf are the resources of an assembly as text, sorted, with types in place of
// logical IDs and exports.
func resourcesOf(t *testing.T, directory string) []string {
	t.Helper()
	var all []string
	for _, file := range templates(t, directory) {
		template := snapshot.ReadTemplate(t, file)
		for _, resource := range template.Resources {
			if resource.Type == "AWS::CDK::Metadata" { // It names the constructs, and the language.
				continue
			}
			delete(resource.Properties, "Tags") // Ours alone gives names to what it makes.
			text, err := json.Marshal(anonymous(template, resource.Properties))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, resource.Type+" "+string(text))
		}
	}
	slices.Sort(all)
	return all
}

func anonymous(template snapshot.Template, value any) any {
	switch v := value.(type) {
	case map[string]any:
		if export, ok := v["Fn::ImportValue"].(string); ok {
			stack, _, _ := strings.Cut(export, ":")
			return "import from " + stack
		}
		if join, ok := v["Fn::Join"].([]any); ok { // However it is put together.
			return snapshot.Text(map[string]any{"Fn::Join": anonymous(template, join)})
		}
		fields := map[string]any{}
		for key, element := range v {
			fields[key] = anonymous(template, element)
		}
		return fields
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = anonymous(template, element)
		}
		return list
	case string:
		if resource, ok := template.Resources[v]; ok {
			return resource.Type
		}
	}
	return value
}
