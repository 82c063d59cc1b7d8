package assembly

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Template is what a stack is made of.
type Template struct {
	Parameters map[string]Parameter
	Mappings   map[string]any
	Conditions map[string]any
	Rules      map[string]Rule
	Resources  map[string]*Resource
	Outputs    map[string]Output
	// Macro: CloudFormation may make anything else of the template.
	Macro bool
	// Incomplete: CloudFormation makes more of the template than is written: it has a
	// macro, or loops.
	Incomplete bool
}

// Parameter is what the deployer is asked for.
type Parameter struct {
	Type                                     string
	Default                                  any
	Description                              string
	NoEcho                                   any
	AllowedValues                            []any
	AllowedPattern, ConstraintDescription    string
	MinLength, MaxLength, MinValue, MaxValue any
}

// given is the value of the parameter of a nested stack that is given a value: lists are
// given as texts with commas, and what SSM holds by its name there.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
func (p Parameter) given(value any) any {
	switch {
	case strings.HasPrefix(p.Type, "AWS::SSM::"):
		return unknownOf("parameter of SSM", value)
	case p.Type == "CommaDelimitedList", strings.HasPrefix(p.Type, "List<"):
		return listIn(value)
	}
	return value
}

// listIn are the elements of a text with commas; unknown where a part may be several of
// them.
func listIn(value any) any {
	parts := Text{value}
	switch value := value.(type) {
	case []any:
		return value
	case Text:
		parts = value
	}
	elements := [][]any{nil}
	for _, part := range parts {
		if reference, ok := part.(Reference); ok && reference.isOne() {
			elements[len(elements)-1] = append(elements[len(elements)-1], part)
			continue
		}
		text, known := Scalar(part)
		if !known || value == "" {
			return unknownOf("", value)
		}
		pieces := strings.Split(text, ",")
		for i, piece := range pieces { // Blanks around commas don't count.
			if i > 0 {
				elements = append(elements, nil)
				piece = strings.TrimLeft(piece, " ")
			}
			if i < len(pieces)-1 {
				piece = strings.TrimRight(piece, " ")
			}
			elements[len(elements)-1] = append(elements[len(elements)-1], piece)
		}
	}
	list := make([]any, len(elements))
	for i, element := range elements {
		list[i], _ = concatenated("", element) // Of texts and references.
	}
	return list
}

// Resource is one within a template.
type Resource struct {
	Type                string
	Encoded             json.RawMessage `json:"Properties"`
	DependsOn           Names
	Condition           string
	Metadata            map[string]any
	DeletionPolicy      string
	UpdateReplacePolicy string
	UpdatePolicy        map[string]any
	// Transform is what a macro adds to the resource.
	Transform any `json:"Fn::Transform"`

	// ID is the logical ID, and Stack the stack of an assembly that it is in; nil for
	// that of a template by itself.
	ID    string `json:"-"`
	Stack *Stack `json:"-"`

	properties map[string]any
	evaluated  map[string]any
}

// Properties are the resource's, as they are written.
func (r *Resource) Properties() map[string]any {
	if r.properties == nil {
		if err := json.Unmarshal(r.Encoded, &r.properties); err != nil || r.properties == nil {
			r.properties = map[string]any{}
		}
	}
	return r.properties
}

// Incomplete reports whether CloudFormation makes more of the resource than is written: it
// has a macro, or loops over properties, of its own.
func (r *Resource) Incomplete() bool { return r.Transform != nil || isExtended(r.Properties()) }

// isExtended reports whether functions that add properties, such as Fn::Transform and
// Fn::ForEach, stand among those of an object.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-transform.html
func isExtended(object map[string]any) bool {
	for name := range object {
		if strings.HasPrefix(name, "Fn::") {
			return true
		}
	}
	return false
}

// Path of the construct that made the resource; empty where it isn't known.
func (r *Resource) Path() string {
	if r.Stack != nil && r.Stack.paths[r.ID] != "" {
		return r.Stack.paths[r.ID]
	}
	path, _ := r.Metadata["aws:cdk:path"].(string)
	return path
}

// Output is what a stack gives to others.
type Output struct {
	Value       any
	Description string
	Condition   string
	Export      *struct{ Name any }
}

// Rule checks the values of parameters.
type Rule struct {
	RuleCondition any
	Assertions    []struct {
		Assert            any
		AssertDescription string
	}
}

// Names is one name, or a list of them.
type Names []string

// UnmarshalJSON takes both forms.
func (n *Names) UnmarshalJSON(encoded []byte) error {
	var one string
	if json.Unmarshal(encoded, &one) == nil {
		*n = Names{one}
		return nil
	}
	return json.Unmarshal(encoded, (*[]string)(n))
}

// Parse reads a template in JSON, as the CDK writes it. What is in no form that is known
// here makes the template incomplete.
func Parse(encoded []byte) (*Template, error) {
	var sections struct {
		Transform                                         any
		Parameters, Conditions, Rules, Resources, Outputs map[string]json.RawMessage
		Mappings                                          map[string]any
	}
	if err := json.Unmarshal(encoded, &sections); err != nil {
		return nil, fmt.Errorf("Template format error: %w", err)
	}
	t := &Template{Mappings: sections.Mappings, Macro: hasMacro(sections.Transform)}
	t.Incomplete = t.Macro
	t.Parameters = decoded[Parameter](t, sections.Parameters)
	t.Conditions = decoded[any](t, sections.Conditions)
	t.Rules = decoded[Rule](t, sections.Rules)
	t.Resources = decoded[*Resource](t, sections.Resources)
	t.Outputs = decoded[Output](t, sections.Outputs)
	for id, resource := range t.Resources {
		if resource == nil || resource.Type == "" {
			delete(t.Resources, id)
			t.Incomplete = true
			continue
		}
		resource.ID = id
	}
	return t, nil
}

func decoded[Entry any](t *Template, section map[string]json.RawMessage) map[string]Entry {
	entries := make(map[string]Entry, len(section))
	for id, encoded := range section {
		var entry Entry
		if json.Unmarshal(encoded, &entry) != nil || strings.HasPrefix(id, "Fn::") {
			t.Incomplete = true
			continue
		}
		entries[id] = entry
	}
	return entries
}

// hasMacro reports whether a macro may change anything of a template: AWS's own leave
// the resources alone that matter here.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
func hasMacro(transform any) bool {
	switch transform := transform.(type) {
	case nil:
		return false
	case string:
		return !strings.HasPrefix(transform, "AWS::") || transform == "AWS::Include"
	case []any:
		return slices.ContainsFunc(transform, hasMacro)
	}
	return true
}

// Needs lists the names that a resource refers to or depends on.
func (r *Resource) Needs() []string {
	found := map[string]bool{}
	for _, name := range r.DependsOn {
		found[name] = true
	}
	named(r.Properties(), found)
	return slices.Sorted(maps.Keys(found))
}

// Named lists the names that Ref, Fn::GetAtt and Fn::Sub have within an expression.
func Named(expression any) []string {
	found := map[string]bool{}
	named(expression, found)
	return slices.Sorted(maps.Keys(found))
}

func named(value any, found map[string]bool) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			named(element, found)
		}
	case map[string]any:
		for name, argument := range value {
			switch name {
			case "Ref":
				if to, ok := argument.(string); ok {
					found[to] = true
				}
			case "Fn::GetAtt":
				to, _ := attributeNamed(argument)
				found[to] = true
			case "Fn::Sub":
				text, local := substitution(argument)
				named(local, found)
				for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
					if _, ok := local[match[1]]; !ok {
						found[strings.Split(match[1], ".")[0]] = true
					}
				}
			default:
				named(argument, found)
			}
		}
	}
}

// attributeNamed reads ["Resource", "Attribute"] and "Resource.Attribute".
func attributeNamed(argument any) (resource, name string) {
	switch argument := argument.(type) {
	case string:
		resource, name, _ = strings.Cut(argument, ".")
	case []any:
		if len(argument) == 2 {
			resource, _ = argument[0].(string)
			name, _ = argument[1].(string)
		}
	}
	return resource, name
}

var placeholder = regexp.MustCompile(`\$\{([^!}][^}]*)\}`)

// substitution reads the argument of Fn::Sub: a text, and values of its own.
func substitution(argument any) (text string, local map[string]any) {
	if list, ok := argument.([]any); ok && len(list) == 2 {
		text, _ = list[0].(string)
		local, _ = list[1].(map[string]any)
		return text, local
	}
	text, _ = argument.(string)
	return text, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// WaitsFor reports whether a resource is made after another one of its template.
func (r *Resource) WaitsFor(other *Resource) bool {
	seen := map[string]bool{}
	var waits func(*Resource) bool
	waits = func(from *Resource) bool {
		for _, needed := range from.Needs() {
			if needed == other.ID {
				return true
			}
			if next := r.Stack.Template.Resources[needed]; next != nil && !seen[needed] {
				seen[needed] = true
				if waits(next) {
					return true
				}
			}
		}
		return false
	}
	return waits(r)
}
