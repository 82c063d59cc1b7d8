package cloudformation

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// written is what a template may have. What isn't listed here isn't known, and fails.
type written struct {
	AWSTemplateFormatVersion string
	Description              string
	Metadata                 map[string]any
	Parameters               map[string]assembly.Parameter
	Mappings                 map[string]map[string]map[string]any
	Conditions               map[string]any
	Rules                    map[string]assembly.Rule
	Resources                map[string]struct {
		Type                string
		Properties          map[string]any
		DependsOn           assembly.Names
		Condition           string
		Metadata            map[string]any
		DeletionPolicy      string
		UpdateReplacePolicy string
		UpdatePolicy        *struct {
			AutoScalingScheduledAction *struct{ IgnoreUnmodifiedGroupSizeProperties bool }
		}
	}
	Outputs map[string]assembly.Output
}

// parse reads a template in JSON, as the CDK writes it.
func parse(body string) (*assembly.Template, error) {
	if err := strict(body); err != nil {
		return nil, says("Template format error: %v", err)
	}
	template, err := assembly.Parse([]byte(body))
	if err != nil {
		return nil, err
	}
	if template.Incomplete {
		return nil, says("Template format error: the stand-in doesn't know all of it")
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
			return nil, says("Template format error: Unresolved condition dependency %s in %s", condition, id)
		}
	}
	for id, resource := range template.Resources {
		for _, needed := range resource.Needs() {
			_, isResource := template.Resources[needed]
			_, isParameter := template.Parameters[needed]
			if !isResource && !isParameter && !strings.HasPrefix(needed, "AWS::") {
				return nil, says("Template format error: Unresolved resource dependencies [%s] in the Resources block of the template (%s)", needed, id)
			}
		}
	}
	return template, nil
}

// strict is what CloudFormation is: in the case of keys too, which encoding/json isn't,
// and with null.
func strict(body string) error {
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&written{}); err != nil {
		return err
	}
	var plain any
	if err := json.Unmarshal([]byte(body), &plain); err != nil {
		return err
	}
	if hasNull(plain) {
		return fmt.Errorf("null values are not allowed in templates")
	}
	if err := unknownIn(plain); err != nil {
		return err
	}
	return exact(plain, reflect.TypeFor[written]())
}

// unknownIn finds a function that isn't known, or a dynamic reference, wherever it stands.
func unknownIn(value any) error {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			if err := unknownIn(element); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, inner := range value {
			if strings.HasPrefix(name, "Fn::") && !assembly.IsFunction(name) {
				return says("Unrecognized intrinsic function %s", name)
			}
			if err := unknownIn(inner); err != nil {
				return err
			}
		}
	case string:
		if strings.Contains(value, "{{resolve:") {
			return fmt.Errorf("the stand-in doesn't know dynamic references: %s", value)
		}
	}
	return nil
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
		var element reflect.Type
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

func conditionsUsed(template *assembly.Template) map[string]string {
	used := map[string]string{}
	for id, resource := range template.Resources {
		used[id] = resource.Condition
	}
	for id, output := range template.Outputs {
		used[id] = output.Condition
	}
	return used
}

// order sorts resources so that each comes after those that it needs. Among those
// that could come next, next chooses: CloudFormation promises nothing there.
func order(t *assembly.Template, present func(id string) bool, next func(n int) int) ([]string, error) {
	waiting := map[string][]string{}
	for id, resource := range t.Resources {
		if !present(id) {
			continue
		}
		waiting[id] = slices.DeleteFunc(resource.Needs(), func(needed string) bool {
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
