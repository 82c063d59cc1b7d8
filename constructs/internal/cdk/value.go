package cdk

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// IsNil reports whether an interface holds nothing, or a nil pointer.
func IsNil(value any) bool {
	if value == nil {
		return true
	}
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice, reflect.Func:
		return v.IsNil()
	default:
		return false
	}
}

// errorName is what the CDK puts before its messages.
var errorName = regexp.MustCompile(`^\w+: `)

// Attempt runs f and returns the first line of what jsii panicked with, or "".
func Attempt(f func()) (problem string) {
	defer func() {
		if r := recover(); r != nil {
			line, _, _ := strings.Cut(strings.TrimSpace(fmt.Sprint(r)), "\n")
			problem = errorName.ReplaceAllString(line, "")
		}
	}()
	f()
	return ""
}

// String is for the CDK, which takes strings as pointers.
func String(value string) *string { return &value }

// Optional is nil for the zero value.
func Optional(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

// OptionalNumber is nil for zero.
func OptionalNumber(value int) *float64 {
	if value == 0 {
		return nil
	}
	return jsii.Number(value)
}

// OptionalStrings is nil for none.
func OptionalStrings(values []string) *[]*string {
	if len(values) == 0 {
		return nil
	}
	return jsii.Strings(values...)
}

// OptionalSeconds is nil for zero.
func OptionalSeconds(d time.Duration) awscdk.Duration {
	if d == 0 {
		return nil
	}
	return awscdk.Duration_Seconds(jsii.Number(d.Seconds()))
}
