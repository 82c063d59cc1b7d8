package snapshot

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// Props are properties that a resource is to have. Maps, at any depth, may have
// more than is asked for; lists and everything else must be the same. A [Matcher]
// stands for values that aren't known, or don't matter, in so many words.
type Props map[string]any

// Matcher says what is wrong with a value, or "".
type Matcher func(value any) (problem string)

// Any is whatever is there.
func Any() Matcher {
	return func(value any) string {
		if value == (Absent{}) {
			return "is absent"
		}
		return ""
	}
}

// None is nothing: the property must not be there.
func None() Matcher {
	return func(value any) string {
		if value != (Absent{}) {
			return "is " + compact(value) + ", want none"
		}
		return ""
	}
}

// Matches is a text, as [Text] makes it, that matches a regular expression.
func Matches(expression string) Matcher {
	compiled := regexp.MustCompile(expression)
	return func(value any) string {
		if value == (Absent{}) || !compiled.MatchString(Text(value)) {
			return "is " + compact(value) + ", which does not match " + expression
		}
		return ""
	}
}

// RefersTo is a value that refers to a resource, by its logical ID, in whatever
// intrinsic functions.
func RefersTo(id string) Matcher {
	return func(value any) string {
		if slices.Contains(assembly.Named(value), id) {
			return ""
		}
		return "is " + compact(value) + ", which does not refer to " + id
	}
}

// With is a list with these elements, among others, in any order.
func With(elements ...any) Matcher {
	elements = keepMatcher(reflect.ValueOf(elements)).([]any)
	return func(value any) string {
		list, ok := value.([]any)
		if !ok {
			return "is " + compact(value) + ", want a list"
		}
		for _, want := range elements {
			found := false
			for _, element := range list {
				found = found || len(mismatches("", want, element)) == 0
			}
			if !found {
				return "is " + compact(value) + ", which lacks " + compact(want)
			}
		}
		return ""
	}
}

// wanted are properties as decoded JSON has them, with matchers.
type wanted map[string]any

func (p Props) wanted() wanted {
	return keepMatcher(reflect.ValueOf(map[string]any(p))).(map[string]any)
}

// mismatches says where a resource does not have the properties.
func (w wanted) mismatches(r Resource) []string {
	return mismatches("", map[string]any(w), r.Properties)
}

// mismatches compares what is wanted, as decoded JSON has it, with what is there.
func mismatches(path string, want, got any) []string {
	if matcher, ok := want.(Matcher); ok {
		if problem := matcher(got); problem != "" {
			return []string{path + " " + problem}
		}
		return nil
	}
	if fields, ok := want.(map[string]any); ok {
		own, isMap := got.(map[string]any)
		if !isMap {
			return []string{fmt.Sprintf("%s is %s, want %s", path, compact(got), compact(want))}
		}
		var all []string
		for _, key := range sortedKeys(fields) {
			value, there := own[key]
			if !there {
				value = Absent{}
			}
			all = append(all, mismatches(join(path, key), fields[key], value)...)
		}
		return all
	}
	if elements, ok := want.([]any); ok {
		list, isList := got.([]any)
		if !isList || len(list) != len(elements) {
			return []string{fmt.Sprintf("%s is %s, want %s", path, compact(got), compact(want))}
		}
		var all []string
		for i := range elements {
			all = append(all, mismatches(fmt.Sprintf("%s[%d]", path, i), elements[i], list[i])...)
		}
		return all
	}
	if !reflect.DeepEqual(want, got) {
		return []string{fmt.Sprintf("%s is %s, want %s", path, compact(got), compact(want))}
	}
	return nil
}

// plain is a value as decoded JSON has it: pointers followed, numbers as float64,
// maps and lists of any. Matchers within stay.
func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Invalid:
		return nil
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return float64(v.Uint())
	case reflect.Float32, reflect.Float64:
		return v.Float()
	case reflect.Slice, reflect.Array:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = keepMatcher(v.Index(i))
		}
		return list
	case reflect.Map:
		fields := map[string]any{}
		for _, key := range v.MapKeys() {
			fields[fmt.Sprint(key)] = keepMatcher(v.MapIndex(key))
		}
		return fields
	default:
		return v.Interface()
	}
}

func keepMatcher(v reflect.Value) any {
	if v.Kind() == reflect.Interface && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() == reflect.Func && v.CanConvert(reflect.TypeFor[Matcher]()) {
		return v.Convert(reflect.TypeFor[Matcher]()).Interface()
	}
	return plain(v)
}

// compact is a value in one line.
func compact(value any) string {
	switch value.(type) {
	case Absent:
		return "absent"
	case Matcher:
		return "(matcher)"
	}
	return strings.TrimSpace(encode(printable(value), ""))
}

// printable is a value with names in place of matchers.
func printable(value any) any {
	switch v := value.(type) {
	case Matcher:
		return "(matcher)"
	case map[string]any:
		fields := map[string]any{}
		for key, element := range v {
			fields[key] = printable(element)
		}
		return fields
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = printable(element)
		}
		return list
	default:
		return value
	}
}
