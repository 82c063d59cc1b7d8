package resources

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Properties are a resource's, with all references resolved.
type Properties map[string]any

// at returns the values at a path with dots; below lists, those of every element.
func (p Properties) at(path string) []any {
	values := []any{map[string]any(p)}
	for name := range strings.SplitSeq(path, ".") {
		var next []any
		for _, value := range values {
			object, _ := value.(map[string]any)
			switch inner := object[name].(type) {
			case nil:
			case []any:
				next = append(next, inner...)
			default:
				next = append(next, inner)
			}
		}
		values = next
	}
	return values
}

// strings returns the values at a path as strings.
func (p Properties) strings(path string) []string {
	var found []string
	for _, value := range p.at(path) {
		found = append(found, text(value))
	}
	return found
}

// string returns the value at a path as a string; empty where there is none.
func (p Properties) string(path string) string {
	if all := p.strings(path); len(all) > 0 {
		return all[0]
	}
	return ""
}

// or returns the value at a path as a string, or what AWS takes instead.
func (p Properties) or(path, otherwise string) string {
	if value := p.string(path); value != "" {
		return value
	}
	return otherwise
}

// number returns the number at a path; false where there is none.
func (p Properties) number(path string) (int, bool) {
	n, err := strconv.Atoi(p.string(path))
	return n, err == nil
}

// bool is true only if it is said.
func (p Properties) bool(path string) bool { return p.string(path) == "true" }

func (p Properties) has(path string) bool { return len(p.at(path)) > 0 }

// objects returns the objects at a path.
func (p Properties) objects(path string) []Properties {
	var found []Properties
	for _, value := range p.at(path) {
		if object, ok := value.(map[string]any); ok {
			found = append(found, object)
		}
	}
	return found
}

// pairs returns a list of attributes, each with Key and Value, as a map.
func (p Properties) pairs(path string) map[string]string {
	found := map[string]string{}
	for _, pair := range p.objects(path) {
		found[pair.string("Key")] = pair.string("Value")
	}
	return found
}

// text is a scalar as CloudFormation sees it: numbers and booleans may be strings.
func text(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case bool:
		return strconv.FormatBool(value)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case int:
		return strconv.Itoa(value)
	default:
		return fmt.Sprint(value)
	}
}

// Changed lists the properties that differ, as paths with dots. Objects are compared
// by their properties, all else as a whole.
func Changed(before, after Properties) []string { return changed(before, after, "") }

func changed(before, after map[string]any, prefix string) []string {
	var paths []string
	for _, name := range keys(before, after) {
		a, b := before[name], after[name]
		aObject, aIs := a.(map[string]any)
		bObject, bIs := b.(map[string]any)
		switch {
		case aIs && bIs, aIs && b == nil, bIs && a == nil:
			paths = append(paths, changed(aObject, bObject, prefix+name+".")...)
		case !Same(a, b):
			paths = append(paths, prefix+name)
		}
	}
	return paths
}

// Same compares values as CloudFormation does: 443 and "443" are one.
func Same(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for name, value := range a {
			other, ok := b[name]
			if !ok || !Same(value, other) {
				return false
			}
		}
		return true
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, Same)
	case nil:
		return b == nil
	}
	if b == nil || isComposite(b) {
		return false
	}
	return text(a) == text(b)
}

func isComposite(value any) bool {
	kind := reflect.ValueOf(value).Kind()
	return kind == reflect.Map || kind == reflect.Slice
}

func keys(maps ...map[string]any) []string {
	var all []string
	for _, m := range maps {
		for key := range m {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
