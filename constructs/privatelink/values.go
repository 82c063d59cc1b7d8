package privatelink

import (
	"fmt"
	"net/netip"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// tag tags what is below a construct.
func tag(construct constructs.Construct, tags map[string]string) {
	for _, key := range sortedKeys(tags) {
		awscdk.Tags_Of(construct).Add(jsii.String(key), jsii.String(tags[key]), &awscdk.TagProps{
			// CloudFormation takes tags of listeners since July 2026 only:
			// https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1460
			ExcludeResourceTypes: jsii.Strings("AWS::ElasticLoadBalancingV2::Listener"),
		})
	}
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// distinct returns the values without repetitions.
func distinct[T comparable](values ...T) []T {
	var unique []T
	for _, v := range values {
		if !slices.Contains(unique, v) {
			unique = append(unique, v)
		}
	}
	return unique
}

func or(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}

func orTCP(p Protocol) Protocol { return Protocol(or(string(p), string(TCP))) }

// optional is nil for the zero value.
func optional(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

func optionalNumber(value int) *float64 {
	if value == 0 {
		return nil
	}
	return jsii.Number(value)
}

// pointer is for CDK, which takes strings so.
func pointer(value string) *string { return &value }

// stringList is nil for none.
func stringList(values []string) *[]*string {
	if len(values) == 0 {
		return nil
	}
	return jsii.Strings(values...)
}

// seconds is nil for zero.
func seconds(d time.Duration) awscdk.Duration {
	if d == 0 {
		return nil
	}
	return awscdk.Duration_Seconds(jsii.Number(d.Seconds()))
}

// plainAddress is an address in the form that the CDK takes: it refuses some of
// IPv6 that are right.
func plainAddress(address string) string {
	if ip, err := netip.ParseAddr(address); err == nil {
		return ip.String()
	}
	return address
}

func trimDot(name string) string { return strings.TrimSuffix(name, ".") }

func trimWildcard(name string) string { return strings.TrimPrefix(name, "*.") }

func quote(s string) string { return strconv.Quote(s) }

// ownCopy copies a struct with the slices and maps of its exported fields, so
// that whoever has the original may change it. Nil gives the zero value.
func ownCopy[Struct any](original *Struct) *Struct {
	own := new(Struct)
	if original == nil {
		return own
	}
	*own = *original
	fields := reflect.ValueOf(own).Elem()
	for i := range fields.NumField() {
		switch field := fields.Field(i); {
		case !field.CanSet():
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

// errorName is what CDK puts before its messages.
var errorName = regexp.MustCompile(`^\w+: `)

// attempt runs f and returns the first line of what jsii panicked with, or "".
func attempt(f func()) (problem string) {
	defer func() {
		if r := recover(); r != nil {
			line, _, _ := strings.Cut(strings.TrimSpace(fmt.Sprint(r)), "\n")
			problem = errorName.ReplaceAllString(line, "")
		}
	}()
	f()
	return ""
}
