package snapshot

import (
	"fmt"
	"strings"
	"testing"
)

// failing is a test that notes what it fails for.
type failing struct {
	testing.TB
	said string
}

func (f *failing) Helper() {}
func (f *failing) Errorf(format string, args ...any) {
	f.said += fmt.Sprintf(format, args...)
}
func (f *failing) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	panic(f)
}

// said is what a test would fail for, or "".
func said(test func(testing.TB)) string {
	f := &failing{}
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(f) {
				panic(r)
			}
		}()
		test(f)
	}()
	return f.said
}

func newSystem(t testing.TB) Template {
	template := parse(t, strings.Join([]string{loadBalancer, listener, service, endpoint, group, permissions,
		`"Record":{"Type":"AWS::Route53::RecordSet","Properties":{"Name":{"Fn::Join":["",["api.",{"Ref":"Zone"},".",{"Fn::GetAtt":["Zone","Id"]}]]},"AliasTarget":{"DNSName":{"Fn::Select":[0,{"Fn::GetAtt":["Endpoint","DnsEntries"]}]}},"Tags":[{"Key":"team","Value":"a"},{"Key":"stage","Value":"b"}]},"DependsOn":"Group"}`,
	}, ","))
	template.paths = map[string]string{"Endpoint": "Stack/Orders/Endpoint/Resource", "Group": "Stack/Orders/SecurityGroup/Resource", "Nlb": "Stack/OrdersNlb/Resource"}
	return template
}

func TestHas(t *testing.T) {
	text := "a"
	for name, c := range map[string]struct {
		resourceType string
		props        Props
		want         string
	}{
		"a number":              {"AWS::ElasticLoadBalancingV2::Listener", Props{"Port": 443}, ""},
		"a reference":           {"AWS::ElasticLoadBalancingV2::Listener", Props{"LoadBalancerArn": RefersTo("Nlb")}, ""},
		"part of a map":         {"AWS::Route53::RecordSet", Props{"AliasTarget": map[string]any{"DNSName": RefersTo("Endpoint")}}, ""},
		"a list":                {"AWS::EC2::VPCEndpoint", Props{"SubnetIds": []string{"a", "b"}}, ""},
		"pointers":              {"AWS::EC2::VPCEndpoint", Props{"SubnetIds": []*string{&text, ptr("b")}}, ""},
		"part of a list":        {"AWS::EC2::VPCEndpoint", Props{"SubnetIds": With("b")}, ""},
		"a map in a list":       {"AWS::Route53::RecordSet", Props{"Tags": With(map[string]any{"Key": "stage"})}, ""},
		"an expression":         {"AWS::EC2::VPCEndpoint", Props{"ServiceName": Matches(`^com\.amazonaws\.vpce\.`)}, ""},
		"an expression of refs": {"AWS::Route53::RecordSet", Props{"Name": Matches(`^api\.\$\{Zone\}\.\$\{Zone\.Id\}$`)}, ""},
		"any and none":          {"AWS::EC2::VPCEndpoint", Props{"VpcId": Any(), "PolicyDocument": None()}, ""},
		"another number": {"AWS::ElasticLoadBalancingV2::Listener", Props{"Port": 80},
			"none of 1 resources of type AWS::ElasticLoadBalancingV2::Listener matches; nearest is Listener:\n\tPort is 443, want 80"},
		"another list": {"AWS::EC2::VPCEndpoint", Props{"SubnetIds": []string{"a"}}, `SubnetIds is ["a","b"], want ["a"]`},
		"its path":     {"AWS::EC2::VPCEndpoint", Props{"VpcId": "w"}, `nearest is Endpoint (Stack/Orders/Endpoint/Resource):` + "\n\t" + `VpcId is "v", want "w"`},
		"none there":   {"AWS::EC2::VPCEndpoint", Props{"PolicyDocument": Any(), "VpcId": None()}, "PolicyDocument is absent\n\tVpcId is \"v\", want none"},
		"no such type": {"AWS::SNS::Topic", nil, "has no resource of type AWS::SNS::Topic; it has AWS::EC2::SecurityGroup, AWS::EC2::VPCEndpoint"},
		"an absent map": {"AWS::EC2::VPCEndpoint", Props{"DnsOptions": map[string]any{"DnsRecordIpType": "ipv4"}},
			`DnsOptions is absent, want {"DnsRecordIpType":"ipv4"}`},
		"a lacking element": {"AWS::EC2::VPCEndpoint", Props{"SubnetIds": With("c")}, `which lacks "c"`},
		"another reference": {"AWS::ElasticLoadBalancingV2::Listener", Props{"LoadBalancerArn": RefersTo("Alb")}, "which does not refer to Alb"},
	} {
		t.Run(name, func(t *testing.T) {
			got := said(func(tb testing.TB) { newSystem(t).Has(tb, c.resourceType, c.props) })
			if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func ptr[T any](v T) *T { return &v }

// TestNearest: of several resources, the one with the fewest mismatches is told.
func TestNearest(t *testing.T) {
	template := parse(t, `"A":{"Type":"T","Properties":{"X":1,"Y":1}},"B":{"Type":"T","Properties":{"X":2,"Y":2}}`)
	if got := said(func(tb testing.TB) { template.Has(tb, "T", Props{"X": 2, "Y": 3}) }); !strings.Contains(got, "nearest is B:\n\tY is 2, want 3") {
		t.Error(got)
	}
	different := parse(t, `"A":{"Type":"T"},"B":{"Type":"T","Properties":{"X":1,"Y":2}}`)
	if got := said(func(tb testing.TB) { different.Has(tb, "T", Props{"X": 2, "Y": map[string]any{"Z": Any()}}) }); !strings.Contains(got, "nearest is B:") || !strings.Contains(got, `want {"Z":"(matcher)"}`) {
		t.Error(got)
	}
	if id, _ := template.Has(t, "T", Props{"X": func(any) string { return "" }, "Y": 2}); id != "B" {
		t.Errorf("a function is no matcher: %s", id)
	}
	if id, _ := template.Has(t, "T", Props{"X": 2}); id != "B" {
		t.Errorf("found %s", id)
	}
}

func TestQuestions(t *testing.T) {
	template := newSystem(t)
	if found := template.Find("AWS::EC2::VPCEndpoint", Props{"VpcId": "v"}); len(found) != 1 || len(template.Find("AWS::EC2::VPCEndpoint", Props{"VpcId": "w"})) != 0 {
		t.Errorf("found %v", found)
	}
	for _, path := range []string{"Orders", "Stack/Orders", "Stack/Orders/Endpoint"} {
		want := 2 - strings.Count(path, "/Endpoint")
		if found := template.Under(path); len(found) != want {
			t.Errorf("under %s: %v", path, found)
		}
	}
	if id, target, ok := template.Target(template.Resources["Record"].Value("AliasTarget.DNSName")); !ok || id != "Endpoint" || target.Type != "AWS::EC2::VPCEndpoint" {
		t.Errorf("target %s %v", id, target)
	}
	if _, _, ok := template.Target("nothing"); ok {
		t.Error("text refers to something")
	}
	record := template.Resources["Record"]
	for path, want := range map[string]any{"Tags[1].Key": "stage", "Tags[2].Key": nil, "Tags[x]": nil, "Name.x.y": nil} {
		if got := record.Value(path); got != want {
			t.Errorf("%s is %v", path, got)
		}
	}
	if fmt.Sprint(record.DependsOn) != "[Group]" {
		t.Errorf("depends on %v", record.DependsOn)
	}
	if got := said(func(tb testing.TB) { template.HasCount(tb, 2, "AWS::EC2::VPCEndpoint", nil) }); !strings.Contains(got, "has 1 resources of type AWS::EC2::VPCEndpoint that match, want 2\n\tEndpoint") {
		t.Error(got)
	}
	if got := said(func(tb testing.TB) { template.Only(tb, "AWS::SNS::Topic") }); !strings.Contains(got, "has 0 resources of type AWS::SNS::Topic, want one") {
		t.Error(got)
	}
	template.Messages = []Message{{Level: Warning, Path: "Stack/Orders/X", Text: "a text [id]"}}
	for _, path := range []string{"Stack/Orders", "Orders", "Orders/X", ""} {
		if got := said(func(tb testing.TB) { template.HasMessage(tb, Warning, path, "[id]") }); got != "" {
			t.Error(got)
		}
	}
	for _, c := range [][2]string{{"Stack/Order", "[id]"}, {"Stack/Orders", "[other]"}, {"X", "[id]"}} {
		if said(func(tb testing.TB) { template.HasMessage(tb, Warning, c[0], c[1]) }) == "" {
			t.Errorf("%v is found", c)
		}
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct {
		value any
		want  string
	}{
		{"a", "a"}, {nil, "null"}, {3.0, "3"},
		{map[string]any{"Ref": "A"}, "${A}"},
		{map[string]any{"Fn::GetAtt": []any{"A", "B.C"}}, "${A.B.C}"},
		{map[string]any{"Fn::Sub": "x-${A}"}, "x-${A}"},
		{map[string]any{"Fn::Join": []any{"-", []any{"x", map[string]any{"Ref": "A"}}}}, "x-${A}"},
		{map[string]any{"Fn::ImportValue": "<x>"}, `{"Fn::ImportValue":"<x>"}`},
	} {
		if got := Text(c.value); got != c.want {
			t.Errorf("%v is %q, want %q", c.value, got, c.want)
		}
	}
}
