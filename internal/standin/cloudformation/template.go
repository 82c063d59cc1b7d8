package cloudformation

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Template is what a stack is made of. What isn't listed here isn't known, and fails.
type Template struct {
	AWSTemplateFormatVersion string
	Description              string
	Metadata                 map[string]any
	Parameters               map[string]Parameter
	Mappings                 map[string]map[string]map[string]any
	Conditions               map[string]any
	Rules                    map[string]templateRule
	Resources                map[string]Resource
	Outputs                  map[string]Output
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

// Resource is one within a template.
type Resource struct {
	Type                string
	Properties          map[string]any
	DependsOn           names
	Condition           string
	Metadata            map[string]any
	DeletionPolicy      string
	UpdateReplacePolicy string
	UpdatePolicy        *struct {
		AutoScalingScheduledAction *struct{ IgnoreUnmodifiedGroupSizeProperties bool }
	}
}

// Output is what a stack gives to others.
type Output struct {
	Value       any
	Description string
	Condition   string
	Export      *struct{ Name any }
}

type templateRule struct {
	RuleCondition any
	Assertions    []struct {
		Assert            any
		AssertDescription string
	}
}

// names is one name, or a list of them.
type names []string

func (n *names) UnmarshalJSON(encoded []byte) error {
	var one string
	if json.Unmarshal(encoded, &one) == nil {
		*n = names{one}
		return nil
	}
	return json.Unmarshal(encoded, (*[]string)(n))
}

// parse reads a template in JSON, as the CDK writes it.
func parse(body string) (*Template, error) {
	var template Template
	if err := decode(body, &template); err != nil {
		return nil, says("Template format error: %v", err)
	}
	if len(template.Resources) == 0 {
		return nil, says("Template format error: At least one Resources member must be defined.")
	}
	for id := range template.Resources {
		if !alphanumeric.MatchString(id) {
			return nil, says("Template format error: Resource name %s is non alphanumeric.", id)
		}
	}
	for id, resource := range template.Resources {
		for name, policy := range map[string]string{"DeletionPolicy": resource.DeletionPolicy, "UpdateReplacePolicy": resource.UpdateReplacePolicy} {
			if !slices.Contains([]string{"", "Delete", "Retain", "RetainExceptOnCreate"}, policy) {
				return nil, says("Template format error: the stand-in doesn't know %s %s (%s)", name, policy, id)
			}
		}
	}
	for id, condition := range conditionsUsed(template) {
		if _, ok := template.Conditions[condition]; condition != "" && !ok {
			return nil, fmt.Errorf("Template format error: Unresolved condition dependency %s in %s", condition, id)
		}
	}
	for id, resource := range template.Resources {
		for _, needed := range resource.needs() {
			_, isResource := template.Resources[needed]
			_, isParameter := template.Parameters[needed]
			if !isResource && !isParameter && !strings.HasPrefix(needed, "AWS::") {
				return nil, fmt.Errorf("Template format error: Unresolved resource dependencies [%s] in the Resources block of the template (%s)", needed, id)
			}
		}
	}
	return &template, nil
}

// decode is strict where CloudFormation is: in the case of keys too, which
// encoding/json isn't, and with null.
func decode(body string, template *Template) error {
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(template); err != nil {
		return err
	}
	var plain any
	if err := json.Unmarshal([]byte(body), &plain); err != nil {
		return err
	}
	if hasNull(plain) {
		return fmt.Errorf("null values are not allowed in templates")
	}
	if name := unknownFunction(plain); name != "" {
		return says("Unrecognized intrinsic function %s", name)
	}
	return exact(plain, reflect.TypeFor[Template]())
}

// unknownFunction finds a function that isn't known, wherever it stands.
func unknownFunction(value any) string {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			if name := unknownFunction(element); name != "" {
				return name
			}
		}
	case map[string]any:
		for name, inner := range value {
			special := slices.Contains([]string{"Fn::GetAtt", "Fn::Sub", "Fn::If"}, name)
			if _, known := functions[name]; strings.HasPrefix(name, "Fn::") && !known && !special {
				return name
			}
			if name := unknownFunction(inner); name != "" {
				return name
			}
		}
	}
	return ""
}

func hasNull(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case []any:
		return slices.ContainsFunc(value, hasNull)
	case map[string]any:
		for _, inner := range value {
			if hasNull(inner) {
				return true
			}
		}
	}
	return false
}

// exact compares keys with the names of fields.
func exact(value any, t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	object, ok := value.(map[string]any)
	if !ok || t.Kind() != reflect.Struct && t.Kind() != reflect.Map {
		return nil
	}
	for key, inner := range object {
		element := t
		if t.Kind() == reflect.Struct {
			field, ok := t.FieldByName(key)
			if !ok {
				return fmt.Errorf("unknown field %q", key)
			}
			element = field.Type
		} else {
			element = t.Elem()
		}
		if err := exact(inner, element); err != nil {
			return err
		}
	}
	return nil
}

var alphanumeric = regexp.MustCompile(`^[A-Za-z0-9]{1,255}$`)

func conditionsUsed(template Template) map[string]string {
	used := map[string]string{}
	for id, resource := range template.Resources {
		used[id] = resource.Condition
	}
	for id, output := range template.Outputs {
		used[id] = output.Condition
	}
	return used
}

// needs lists the names that a resource refers to or depends on.
func (r Resource) needs() []string {
	found := map[string]bool{}
	for _, name := range r.DependsOn {
		found[name] = true
	}
	referred(r.Properties, found)
	return slices.Sorted(maps.Keys(found))
}

// referred collects the names in Ref, Fn::GetAtt and Fn::Sub.
func referred(value any, found map[string]bool) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			referred(element, found)
		}
	case map[string]any:
		for name, argument := range value {
			switch name {
			case "Ref":
				if to, ok := argument.(string); ok {
					found[to] = true
				}
			case "Fn::GetAtt":
				to, _ := attribute(argument)
				found[to] = true
			case "Fn::Sub":
				text, _ := argument.(string)
				local := map[string]any{}
				if list, ok := argument.([]any); ok && len(list) == 2 {
					text, _ = list[0].(string)
					local, _ = list[1].(map[string]any)
					referred(list[1], found)
				}
				for _, name := range placeholders(text) {
					if _, ok := local[name]; !ok {
						found[strings.Split(name, ".")[0]] = true
					}
				}
			default:
				referred(argument, found)
			}
		}
	}
}

// attribute reads ["Resource", "Attribute"] and "Resource.Attribute".
func attribute(argument any) (resource, name string) {
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

func placeholders(text string) []string {
	var names []string
	for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}

// order sorts resources so that each comes after those that it needs. Among those
// that could come next, next chooses: CloudFormation promises nothing there.
func (t *Template) order(present func(id string) bool, next func(n int) int) ([]string, error) {
	waiting := map[string][]string{}
	for id, resource := range t.Resources {
		if !present(id) {
			continue
		}
		waiting[id] = slices.DeleteFunc(resource.needs(), func(needed string) bool {
			_, isResource := t.Resources[needed]
			return !isResource || !present(needed)
		})
	}
	var ordered []string
	for len(waiting) > 0 {
		var ready []string
		for _, id := range slices.Sorted(maps.Keys(waiting)) {
			if !slices.ContainsFunc(waiting[id], func(needed string) bool { return !slices.Contains(ordered, needed) }) {
				ready = append(ready, id)
			}
		}
		if len(ready) == 0 {
			return nil, says("Circular dependency between resources: %v", slices.Sorted(maps.Keys(waiting)))
		}
		id := ready[next(len(ready))]
		ordered = append(ordered, id)
		delete(waiting, id)
	}
	return ordered, nil
}
