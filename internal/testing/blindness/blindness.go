// Package blindness checks that values which aren't known yet never break a rule.
package blindness

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"
)

const (
	unknown     = "${Token[TOKEN.9999]}"
	unknownList = "#{Token[TOKEN.9999]}"
)

// Test replaces every string of valid props by one that isn't known yet, and every
// list of strings too, one at a time, wherever they stand. What is unknown may
// hide a mistake, but never is one. It returns the fields that it replaced, as
// Struct.Field.
func Test[Props any](t *testing.T, valid func() *Props, validate func(*Props) error) (replaced []string) {
	t.Helper()
	name := reflect.TypeFor[Props]().Name()
	if err := validate(valid()); err != nil {
		t.Fatalf("%s: not valid to begin with: %v", name, err)
	}
	for n := 0; ; n++ {
		props := valid()
		r := replacement{left: n}
		r.visit(reflect.ValueOf(props).Elem(), name, name)
		if r.path == "" {
			return replaced
		}
		replaced = append(replaced, r.field)
		if err := validate(props); err != nil {
			t.Errorf("%s is unknown: %v", r.path, err)
		}
	}
}

// Complete fails the test if a field of the props, or of a struct below them, can
// hold a string and none of the tests has replaced it.
func Complete[Props any](t *testing.T, replaced []string) {
	t.Helper()
	for _, field := range fields(reflect.TypeFor[Props](), nil) {
		if !slices.Contains(replaced, field) && !ours(field) {
			t.Errorf("%s was never unknown: set it in the valid props", field)
		}
	}
}

// fields lists the exported fields that can hold strings, of a struct and of those
// within it from the same module.
func fields(t reflect.Type, within []reflect.Type) []string {
	var all []string
	for i := range t.NumField() {
		field := t.Field(i)
		if !field.IsExported() {
			continue
		}
		element := field.Type
		for element.Kind() == reflect.Slice || element.Kind() == reflect.Map {
			element = element.Elem()
		}
		switch {
		case element.Kind() == reflect.String:
			all = append(all, t.Name()+"."+field.Name)
		case element.Kind() == reflect.Struct && !slices.Contains(within, element):
			all = append(all, fields(element, append(within, t))...)
		}
	}
	return all
}

// replacement makes one value unknown, the one after so many others.
type replacement struct {
	left int
	// path and field of what was replaced.
	path, field string
}

func (r *replacement) visit(v reflect.Value, path, field string) {
	if r.path != "" {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" && !ours(field) && r.isNext(path, field) {
			v.SetString(unknown)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			inner := v.Field(i)
			if !inner.CanSet() { // Unexported, as a target's facts are.
				inner = reflect.NewAt(inner.Type(), unsafe.Pointer(inner.UnsafeAddr())).Elem()
			}
			name := v.Type().Field(i).Name
			r.visit(inner, path+"."+name, v.Type().Name()+"."+name)
		}
	case reflect.Slice:
		if v.Len() > 0 && v.Type().Elem().Kind() == reflect.String && r.isNext(path+"[]", field) {
			list := reflect.MakeSlice(v.Type(), 1, 1)
			list.Index(0).SetString(unknownList)
			v.Set(list)
			return
		}
		for i := range v.Len() {
			r.visit(v.Index(i), fmt.Sprintf("%s[%d]", path, i), field)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if v.Type().Elem().Kind() == reflect.String && r.isNext(fmt.Sprintf("%s[%s]", path, key), field) {
				v.SetMapIndex(key, reflect.ValueOf(unknown).Convert(v.Type().Elem()))
				return
			}
		}
	}
}

func (r *replacement) isNext(path, field string) bool {
	if r.path != "" {
		return false
	}
	if r.left--; r.left >= 0 {
		return false
	}
	r.path, r.field = path, field
	return true
}

// ours are strings that no user can set to a token: kinds, which our own
// constructors set, and construct IDs, which the CDK never takes tokens for.
func ours(field string) bool {
	return strings.HasSuffix(field, ".Kind") || strings.HasSuffix(field, ".latticeType") || slices.Contains([]string{"TargetGroup.Id", "ZonalLoadBalancer.Id", "Member.Id"}, field)
}
