package cdk

import "reflect"

// OwnCopy copies props with the slices and maps of their fields, so that whoever has the
// original may change it. Nil gives the zero value.
func OwnCopy[Props any](original *Props) *Props {
	own := new(Props)
	if original == nil {
		return own
	}
	*own = *original
	fields := reflect.ValueOf(own).Elem()
	for i := range fields.NumField() {
		switch field := fields.Field(i); {
		case field.Kind() == reflect.Slice && !field.IsNil():
			field.Set(reflect.AppendSlice(reflect.MakeSlice(field.Type(), 0, field.Len()), field))
		case field.Kind() == reflect.Map && !field.IsNil():
			entries := reflect.MakeMap(field.Type())
			for _, key := range field.MapKeys() {
				entries.SetMapIndex(key, field.MapIndex(key))
			}
			field.Set(entries)
		}
	}
	return own
}
