package resources

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/schemas"
)

// validate holds properties against the schema of their type, as CloudFormation does
// before it calls anything.
func (w *World) validate(resourceType string, properties Properties) error {
	schema := w.schemas[resourceType]
	var problems []string
	object("#", schema.Properties, properties, &problems)
	if len(problems) == 0 {
		return nil
	}
	return says("Properties validation failed for resource of type %s with message: [%s]",
		resourceType, strings.Join(problems, ", "))
}

// Replaces says whether a change of the property at a path, with dots, makes another
// resource.
func (w *World) Replaces(resourceType, path string) bool {
	properties := w.schemas[resourceType].Properties
	for name := range strings.SplitSeq(path, ".") {
		property, known := properties[name]
		if property.CreateOnly {
			return true
		}
		if !known {
			return false
		}
		properties = property.Type.Properties()
	}
	return false
}

func object(path string, known map[string]schemas.Property, values map[string]any, problems *[]string) {
	for _, name := range keys(values) {
		property, ok := known[name]
		if !ok {
			*problems = append(*problems, fmt.Sprintf("%s: extraneous key [%s] is not permitted", path, name))
			continue
		}
		value(path+"/"+name, property.Type, values[name], problems)
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if _, ok := values[name]; known[name].Required && !ok {
			*problems = append(*problems, fmt.Sprintf("%s: required key [%s] not found", path, name))
		}
	}
}

func value(path string, t schemas.Type, v any, problems *[]string) {
	wrong := func(expected string) {
		*problems = append(*problems, fmt.Sprintf("%s: expected type: %s, found: %s", path, expected, shape(v)))
	}
	switch t.Kind {
	case schemas.JSON:
	case schemas.Object, schemas.Tag:
		inner, ok := v.(map[string]any)
		if !ok {
			wrong("JSONObject")
			return
		}
		properties := t.Properties()
		if t.Kind == schemas.Tag {
			properties = tag
		}
		object(path, properties, inner, problems)
	case schemas.Map:
		inner, ok := v.(map[string]any)
		if !ok {
			wrong("JSONObject")
			return
		}
		for _, name := range keys(inner) {
			value(path+"/"+name, *t.Element, inner[name], problems)
		}
	case schemas.List:
		inner, ok := v.([]any)
		if !ok {
			wrong("JSONArray")
			return
		}
		for i, element := range inner {
			value(path+"/"+strconv.Itoa(i), *t.Element, element, problems)
		}
	case schemas.Union:
		for _, one := range t.Types {
			var failed []string
			if value(path, one, v, &failed); len(failed) == 0 {
				return
			}
		}
		wrong("one of several types")
	default:
		scalar(path, t, v, problems, wrong)
	}
}

// tag is what all tags are made of.
var tag = map[string]schemas.Property{
	"Key":   {Type: schemas.Type{Kind: schemas.String}, Required: true},
	"Value": {Type: schemas.Type{Kind: schemas.String}, Required: true},
}

func scalar(path string, t schemas.Type, v any, problems *[]string, wrong func(string)) {
	s, isScalar := assembly.Scalar(v)
	if !isScalar {
		wrong(string(t.Kind))
		return
	}
	switch t.Kind {
	case schemas.String, schemas.Timestamp:
	case schemas.Integer:
		if _, err := strconv.Atoi(s); err != nil {
			wrong(string(t.Kind))
			return
		}
	case schemas.Number:
		if _, err := strconv.ParseFloat(s, 64); err != nil {
			wrong(string(t.Kind))
			return
		}
	case schemas.Boolean:
		if s != "true" && s != "false" {
			wrong(string(t.Kind))
			return
		}
	default:
		*problems = append(*problems, fmt.Sprintf("%s: the stand-in doesn't know values of kind %q", path, t.Kind))
	}
	if len(t.Allowed) > 0 && !slices.ContainsFunc(t.Allowed, func(allowed any) bool { return assembly.Same(allowed, s) }) {
		*problems = append(*problems, fmt.Sprintf("%s: #: %s is not a valid enum value", path, s))
	}
}

func shape(v any) string {
	switch v.(type) {
	case map[string]any:
		return "JSONObject"
	case []any:
		return "JSONArray"
	case string:
		return "String"
	case bool:
		return "Boolean"
	default:
		return "Number"
	}
}
