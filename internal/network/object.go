package network

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// Properties are a resource's, evaluated.
type Properties = map[string]any

// Object is a resource, or an object within it. Its values are read by paths with dots,
// through all elements of lists.
type Object struct {
	Properties Properties

	model *Model
	// all is what every value is, where none is known.
	all any
}

// at returns the values at a path; what is not known on the way stands for what would
// be there.
func (o Object) at(path string) []any {
	if o.all != nil {
		return []any{o.all}
	}
	if !strings.Contains(path, ".") { // Most are so.
		switch value := o.Properties[path].(type) {
		case nil:
			return nil
		case []any:
			return slices.Clip(value)
		default:
			return []any{value}
		}
	}
	values := []any{o.Properties}
	for name := range strings.SplitSeq(path, ".") {
		var next []any
		for _, value := range values {
			switch value := value.(type) {
			case map[string]any:
				switch inner := value[name].(type) {
				case nil:
				case []any:
					next = append(next, inner...)
				default:
					next = append(next, inner)
				}
			case assembly.Unknown, assembly.Reference, assembly.Text: // Of a list, or an object, that isn't known.
				next = append(next, unknownOf(value))
			}
		}
		values = next
	}
	return values
}

// unknownOf is what isn't known within a value.
func unknownOf(value any) assembly.Unknown {
	if unknown, ok := value.(assembly.Unknown); ok {
		return unknown
	}
	return assembly.Unknown{Reason: assembly.Format(value), From: assembly.ReferencesIn(value)}
}

// AtLeast is how many elements the list at a path surely has. One that isn't known may come
// to nothing, and what stands for a list may have any number.
func (o Object) AtLeast(path string) (n int) {
	n, _ = o.elements(path)
	return n
}

// Count is how many elements the list at a path has, with a doubt where there may be more.
func (o Object) Count(path string) int {
	n, all := o.elements(path)
	if !all {
		o.model.Doubt()
	}
	return n
}

func (o Object) elements(path string) (n int, all bool) {
	if outer, inner, nested := cutLast(path); nested {
		all = true
		for _, object := range o.Objects(outer) {
			more, known := object.elements(inner)
			n, all = n+more, all && known
		}
		return n, all
	}
	switch value := o.Properties[path].(type) {
	case nil:
		return 0, o.all == nil
	case []any:
		for _, element := range value {
			if _, unknown := element.(assembly.Unknown); !unknown {
				n++
			}
		}
		return n, n == len(value)
	case assembly.Unknown:
		return 0, false
	case assembly.Reference: // An attribute may be a list.
		if value.Attribute != "" {
			return 0, false
		}
	}
	return 1, true
}

func cutLast(path string) (outer, inner string, nested bool) {
	i := strings.LastIndex(path, ".")
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

// Has reports whether there is anything at a path.
func (o Object) Has(path string) bool {
	values := o.at(path)
	for _, value := range values {
		if _, unknown := value.(assembly.Unknown); !unknown {
			return true
		}
	}
	if len(values) > 0 { // It may come to nothing.
		o.model.doubtOf(values[0])
	}
	return false
}

// Value is what is at a path; nil for nothing.
func (o Object) Value(path string) any {
	if value := o.Properties[path]; value != nil && o.all == nil {
		if _, isList := value.([]any); !isList {
			return value
		}
	}
	if values := o.at(path); len(values) > 0 {
		return values[0]
	}
	return nil
}

// Text is the value at a path as a string; empty for nothing.
func (o Object) Text(path string) string { return o.Or(path, "") }

// Or is the value at a path as a string, or what stands for nothing.
func (o Object) Or(path, fallback string) string {
	value := o.Value(path)
	if value == nil {
		return fallback
	}
	return o.text(value)
}

func (o Object) text(value any) string {
	text, ok := assembly.Scalar(value)
	if !ok {
		o.model.doubtOf(value)
	}
	return text
}

// Texts are the values at a path as strings.
func (o Object) Texts(path string) []string {
	var texts []string
	for _, value := range o.at(path) {
		texts = append(texts, o.text(value))
	}
	return texts
}

// Bool reports whether the value at a path is true.
func (o Object) Bool(path string) bool { return o.Text(path) == "true" }

// Number is the value at a path; ok is false for nothing, and for what isn't a number.
func (o Object) Number(path string) (n int, ok bool) {
	n, err := strconv.Atoi(o.Text(path))
	return n, err == nil
}

// Objects are the values at a path.
func (o Object) Objects(path string) []Object {
	var objects []Object
	for _, value := range o.at(path) {
		if values, ok := value.(map[string]any); ok {
			objects = append(objects, Object{Properties: values, model: o.model})
		} else {
			objects = append(objects, Object{model: o.model, all: unknownOf(value)})
		}
	}
	return objects
}

// Setting is the value of a key of a list of keys and values, such as
// TargetGroupAttributes; ok is false where it isn't there.
func (o Object) Setting(list, name string) (value string, ok bool) {
	for _, pair := range o.Objects(list) {
		if pair.Text("Key") == name {
			value, ok = pair.Text("Value"), true
		}
	}
	return value, ok
}

// Named are the resources of a type that the values at a path name. One that isn't among
// the model's leaves a doubt, unless nothing exists besides.
func (r *Resource) Named(path, of string) []*Resource {
	var found []*Resource
	for _, value := range r.at(path) {
		if other := r.model.find(value, of, r.Place); other != nil {
			found = append(found, other)
		}
	}
	return found
}

// The is the one resource that a path names; one without properties if there is none.
func (r *Resource) The(path, of string) *Resource {
	if found := r.Named(path, of); len(found) > 0 {
		return found[0]
	}
	return &Resource{Object: Object{model: r.model}, Type: of, Place: r.Place}
}

// Find returns the resource of a type that a value names in a place; nil if there is
// none.
func (m *Model) Find(value any, of string, place Place) *Resource { return m.find(value, of, place) }

func (m *Model) find(value any, of string, place Place) *Resource {
	switch value := value.(type) {
	case assembly.Reference:
		if r := m.bySource[value.Resource]; r != nil && r.Type == of && isIdentity(of, value.Attribute) {
			return r
		}
	case string:
		if !m.Closed { // It exists elsewhere.
			break
		}
		for _, r := range m.byType[of] {
			if r.Place == place && r.knownAs(value) {
				return r
			}
		}
		return nil
	}
	m.doubtOf(outside{value})
	return nil
}

// knownAs reports whether an existing resource goes by an ID.
func (r *Resource) knownAs(id string) bool {
	if r.ID == "" || id == "" {
		return false
	}
	return r.ID == id || r.Aliases != nil && r.Aliases(id)
}

// same reports whether two values name the same thing.
func (m *Model) same(a any, placeA Place, b any, placeB Place) bool {
	keyA, okA := m.key(a, placeA)
	keyB, okB := m.key(b, placeB)
	if !okA || !okB || (keyA.of == nil) != (keyB.of == nil) || keyA.of == nil && keyA != keyB && !(isPlain(a) && isPlain(b)) {
		m.Doubt() // Apart, as far as one can see.
	}
	return keyA == keyB
}

func isPlain(value any) bool {
	_, ok := assembly.Scalar(value)
	return ok
}
