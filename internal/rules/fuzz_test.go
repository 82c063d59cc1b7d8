package rules

import (
	"reflect"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// FuzzStrings puts a string wherever valid facts hold one: no check panics, every
// finding is one line, and what is unknown breaks no rule.
func FuzzStrings(f *testing.F) {
	for _, s := range []string{
		"", "*", "orders.internal", "arn:aws:iam::111122223333:role/reader", "10.0.0.0/8", "2001:db8::/32", "us-east-1", "use1-az1",
		"com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", "${Token[TOKEN.1]}", "a\nb", "200-399", "\x00\xff", "/healthz",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		provider := validProvider()
		eachString(reflect.ValueOf(&provider).Elem(), func(v reflect.Value) {
			old := v.String()
			v.SetString(s)
			completed := provider
			completed.Complete()
			checkFindings(t, s, old, CheckProvider(completed))
			v.SetString(old)
		})
		consumer := validConsumer()
		eachString(reflect.ValueOf(&consumer).Elem(), func(v reflect.Value) {
			old := v.String()
			v.SetString(s)
			completed := consumer
			completed.Complete()
			checkFindings(t, s, old, CheckConsumer(completed))
			v.SetString(old)
		})
	})
}

func checkFindings(t *testing.T, s, old string, findings []Finding) {
	t.Helper()
	for _, finding := range findings {
		if strings.ContainsAny(finding.String(), "\n\r") {
			t.Errorf("%q: several lines: %s", s, finding)
		}
		if plan.Unknown(s) && old != "" && finding.Severity == demand.Error {
			t.Errorf("%q: %s", s, finding)
		}
	}
}

// eachString visits every string below a value. Kinds are passed over: no user
// sets them.
func eachString(v reflect.Value, visit func(reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		visit(v)
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "Kind" && name != "Type" && name != "Id" {
				eachString(v.Field(i), visit)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachString(v.Index(i), visit)
		}
	}
}
