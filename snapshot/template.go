package snapshot

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// Template is a synthesized CloudFormation template.
type Template struct {
	// Resources and Outputs, by logical ID.
	Resources map[string]Resource
	Outputs   map[string]Output
	// Messages are what constructs have noted, such as warnings.
	Messages []Message

	// name of the stack.
	name string
	// body is the whole template.
	body map[string]any
	// paths are the constructs' paths by logical ID, where they are known.
	paths map[string]string
}

// Resource of a template.
type Resource struct {
	// Type, such as AWS::EC2::VPCEndpoint, and what else the template has of it.
	Type       string
	Properties map[string]any
	DependsOn  []string
	Condition  string
	// DeletionPolicy is empty for the type's default.
	DeletionPolicy string
}

// Output of a template.
type Output struct {
	// Value as it stands in the template: see [Text].
	Value any
}

// Level says how bad a message is.
type Level string

const (
	// Info is worth knowing.
	Info Level = "info"
	// Warning is of what works but hurts; cdk synth --strict fails for it.
	Warning Level = "warning"
	// Error is of what the CLI refuses to deploy.
	Error Level = "error"
)

// Message is what a construct has noted, by awscdk.Annotations.
type Message struct {
	// Level, and the text as the construct wrote it.
	Level Level
	Text  string
	// Path of the construct, such as Stack/Orders.
	Path string
}

func newTemplate(body map[string]any) Template {
	t := Template{name: "the template", Resources: map[string]Resource{}, Outputs: map[string]Output{}, body: body, paths: map[string]string{}}
	for id, entry := range t.section("Resources") {
		fields, _ := entry.(map[string]any)
		resource := Resource{Type: typeOf(fields)}
		resource.Properties, _ = fields["Properties"].(map[string]any)
		resource.Condition, _ = fields["Condition"].(string)
		resource.DeletionPolicy, _ = fields["DeletionPolicy"].(string)
		switch dependencies := fields["DependsOn"].(type) {
		case string:
			resource.DependsOn = []string{dependencies}
		case []any:
			for _, dependency := range dependencies {
				resource.DependsOn = append(resource.DependsOn, fmt.Sprint(dependency))
			}
		}
		t.Resources[id] = resource
		metadata, _ := fields["Metadata"].(map[string]any)
		if path, ok := metadata["aws:cdk:path"].(string); ok {
			t.paths[id] = path
		}
	}
	for id, entry := range t.section("Outputs") {
		fields, _ := entry.(map[string]any)
		t.Outputs[id] = Output{Value: fields["Value"]}
	}
	return t
}

// section of the template, such as Resources, as it is.
func (t Template) section(name string) map[string]any {
	entries, _ := t.body[name].(map[string]any)
	return entries
}

// OfType returns the resources of a type, by logical ID.
func (t Template) OfType(resourceType string) map[string]Resource {
	return t.where(func(_ string, r Resource) bool { return r.Type == resourceType })
}

// Under returns the resources of a construct and of those below it, by logical ID.
// The construct is given by its path, with or without the stack's in front.
func (t Template) Under(path string) map[string]Resource {
	return t.where(func(id string, _ Resource) bool { return isBelow(t.paths[id], path) })
}

// isBelow reports whether a construct's path is another one, or below it: "" is
// above all.
func isBelow(own, path string) bool {
	_, withoutStack, _ := strings.Cut(own, "/")
	for _, p := range []string{own, withoutStack} {
		if path == "" || p == path || strings.HasPrefix(p, path+"/") {
			return true
		}
	}
	return false
}

// Find returns the resources of a type whose properties match, by logical ID. See
// [Props].
func (t Template) Find(resourceType string, props Props) map[string]Resource {
	wanted := props.wanted()
	return t.where(func(_ string, r Resource) bool { return r.Type == resourceType && len(wanted.mismatches(r)) == 0 })
}

func (t Template) where(holds func(id string, r Resource) bool) map[string]Resource {
	found := map[string]Resource{}
	for id, r := range t.Resources {
		if holds(id, r) {
			found[id] = r
		}
	}
	return found
}

// Path of the construct that a resource was made by; empty where it isn't known.
func (t Template) Path(id string) string { return t.paths[id] }

// Only returns the one resource of a type, and fails the test if there are none
// or several.
func (t Template) Only(tb testing.TB, resourceType string) (id string, resource Resource) {
	tb.Helper()
	found := t.OfType(resourceType)
	if len(found) != 1 {
		tb.Fatalf("snapshot: %s has %d resources of type %s, want one%s", t.name, len(found), resourceType, t.list(found))
	}
	for id, resource = range found {
	}
	return id, resource
}

// Has checks that a resource of a type has these properties, and returns it.
// Otherwise the test fails, and is told which resource comes nearest.
func (t Template) Has(tb testing.TB, resourceType string, props Props) (id string, resource Resource) {
	tb.Helper()
	all := t.OfType(resourceType)
	if len(all) == 0 {
		tb.Fatalf("snapshot: %s has no resource of type %s; it has %s", t.name, resourceType, strings.Join(t.types(), ", "))
	}
	wanted, nearest := props.wanted(), ""
	var mismatches []string
	for _, id := range sortedKeys(all) {
		found := wanted.mismatches(all[id])
		if len(found) == 0 {
			return id, all[id]
		}
		if nearest == "" || distance(found) < distance(mismatches) {
			nearest, mismatches = id, found
		}
	}
	tb.Fatalf("snapshot: %s: none of %d resources of type %s matches; nearest is %s:\n\t%s",
		t.name, len(all), resourceType, t.describe(nearest), strings.Join(mismatches, "\n\t"))
	return "", Resource{}
}

// distance is how far a resource is from what is wanted: what is absent counts more
// than what differs.
func distance(mismatches []string) int {
	n := 0
	for _, mismatch := range mismatches {
		if n++; strings.Contains(mismatch, " is absent") {
			n += 2
		}
	}
	return n
}

// HasCount checks how many resources of a type match; nil Props match all.
func (t Template) HasCount(tb testing.TB, count int, resourceType string, props Props) {
	tb.Helper()
	if found := t.Find(resourceType, props); len(found) != count {
		tb.Errorf("snapshot: %s has %d resources of type %s that match, want %d%s", t.name, len(found), resourceType, count, t.list(found))
	}
}

// HasMessage checks that a construct, or one below it, has noted a text: part of it
// is enough. The construct is given by its path, with or without the stack's in
// front; "" is all of them.
func (t Template) HasMessage(tb testing.TB, level Level, path, text string) {
	tb.Helper()
	var all strings.Builder
	for _, m := range t.Messages {
		if m.Level == level && isBelow(m.Path, path) && strings.Contains(m.Text, text) {
			return
		}
		fmt.Fprintf(&all, "\n\t%s of %s: %s", m.Level, m.Path, m.Text)
	}
	tb.Errorf("snapshot: no %s of %q holds %q, only:%s", level, path, text, all.String())
}

// Target is the resource that a value refers to, through Ref, Fn::GetAtt and
// whatever intrinsic functions are wrapped around: ok is false if it is none of
// this template, or several.
func (t Template) Target(value any) (id string, resource Resource, ok bool) {
	ids := assembly.Named(value)
	if len(ids) != 1 {
		return "", Resource{}, false
	}
	resource, ok = t.Resources[ids[0]]
	return ids[0], resource, ok
}

// Value is a property by its path, such as AliasTarget.DNSName or Tags[0].Key: nil
// if there is none.
func (r Resource) Value(path string) any {
	var value any = r.Properties
	for _, step := range strings.FieldsFunc(path, func(c rune) bool { return c == '.' || c == '[' || c == ']' }) {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// Text is a value as one string, with ${Id} for a reference and ${Id.Attribute}
// for an attribute: what Fn::Join and Fn::Sub make of it.
func Text(value any) string {
	switch value := assembly.ByItself(value).(type) {
	case string, float64, bool, assembly.Reference, assembly.Text:
		return assembly.Format(value)
	}
	return compact(value)
}

// describe names a resource by logical ID and, where it is known, path.
func (t Template) describe(id string) string {
	if path := t.paths[id]; path != "" {
		return id + " (" + path + ")"
	}
	return id
}

func (t Template) list(resources map[string]Resource) string {
	var list strings.Builder
	for _, id := range sortedKeys(resources) {
		list.WriteString("\n\t" + t.describe(id))
	}
	return list.String()
}

func (t Template) types() []string {
	types := map[string]bool{}
	for _, r := range t.Resources {
		types[r.Type] = true
	}
	return sortedKeys(types)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
