package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// rewrite says a value of a property in other words, or leaves open what it is; n is another
// number each time.
type rewrite func(value any, n int) any

// ofScalars rewrites texts, numbers and flags, and ofLists lists, and neither anything else.
func ofScalars(with func(value any, n int) any) rewrite {
	return func(value any, n int) any {
		switch value.(type) {
		case string, float64, bool:
			return with(value, n)
		}
		return value
	}
}

func ofLists(with func(list []any) any) rewrite {
	return ofNumbered(func(list []any, _ int) any { return with(list) })
}

// ofNumbered rewrites lists, each in a way of its own: two that come to one list would be
// the same load balancers behind two services.
func ofNumbered(with func(list []any, n int) any) rewrite {
	return func(value any, n int) any {
		if list, ok := value.([]any); ok {
			return with(list, n)
		}
		return value
	}
}

// ofRefs rewrites Ref, and ofAtts Fn::GetAtt.
func ofRefs(with func(name string) any) rewrite {
	return func(value any, _ int) any {
		if name, ok := single(value, "Ref").(string); ok && name != "AWS::NoValue" {
			return with(name)
		}
		return value
	}
}

func ofAtts(with func(resource, attribute string) any) rewrite {
	return func(value any, _ int) any {
		if list, ok := single(value, "Fn::GetAtt").([]any); ok {
			return with(fmt.Sprint(list[0]), fmt.Sprint(list[1]))
		}
		return value
	}
}

func single(value any, name string) any {
	if o, _ := value.(object); len(o) == 1 {
		return o[name]
	}
	return nil
}

func when(condition string, then, otherwise any) any {
	return object{"Fn::If": []any{condition, then, otherwise}}
}

var rewrites = map[string]rewrite{
	"Ref by Fn::Sub":       ofRefs(func(name string) any { return object{"Fn::Sub": "${" + name + "}"} }),
	"Ref by Fn::Join":      ofRefs(func(name string) any { return object{"Fn::Join": []any{"", []any{ref(name)}}} }),
	"Fn::GetAtt as a text": ofAtts(func(resource, attribute string) any { return object{"Fn::GetAtt": resource + "." + attribute} }),
	"Fn::GetAtt by Fn::Sub": ofAtts(func(resource, attribute string) any {
		if attribute == "DnsEntries" || strings.HasSuffix(attribute, "s") { // A list.
			return att(resource, attribute)
		}
		return object{"Fn::Sub": "${" + resource + "." + attribute + "}"}
	}),
	"numbers and flags as texts":   ofScalars(func(value any, _ int) any { return fmt.Sprint(value) }),
	"an element of a list":         ofScalars(func(value any, _ int) any { return object{"Fn::Select": []any{"0", []any{value}}} }),
	"a condition that holds":       ofScalars(func(value any, _ int) any { return when("Holds", value, without) }),
	"a condition, and the same":    ofScalars(func(value any, _ int) any { return when("Perhaps", value, value) }),
	"a parameter":                  ofScalars(func(any, int) any { return ref("Given") }),
	"a value of a custom resource": ofScalars(func(_ any, n int) any { return att("Lookup", fmt.Sprint("Value", n)) }),
	"a list of a custom resource":  ofNumbered(func(_ []any, n int) any { return att("Lookup", fmt.Sprint("List", n)) }),
	"a list, perhaps":              ofLists(func(list []any) any { return when("Perhaps", list, without) }),
	"a list, the other way round":  ofLists(func(list []any) any { slices.Reverse(list); return list }),
	"a list whose elements may be nothing": ofLists(func(list []any) any {
		for i, one := range list {
			list[i] = when("Perhaps", one, without)
		}
		return list
	}),
	"a list of which there may be more": ofLists(func(list []any) any {
		for i := range 6 {
			list = append(list, when("Perhaps", without, fmt.Sprint(i)))
		}
		return list
	}),
}

// rewritten is a value with some of what is in it rewritten, chosen by chance, but for the
// arguments of functions.
func rewritten(value any, how func(any) any, chosen func() bool) any {
	switch of := value.(type) {
	case []any:
		list := make([]any, len(of))
		for i, one := range of {
			list[i] = rewritten(one, how, chosen)
		}
		value = list
	case map[string]any:
		o := maps.Clone(of)
		for _, name := range slices.Sorted(maps.Keys(of)) {
			switch {
			case name == "Fn::Join" || name == "Fn::Select":
				return o
			case strings.HasPrefix(name, "Fn::") || name == "Ref":
			default:
				o[name] = rewritten(of[name], how, chosen)
			}
		}
		value = o
	}
	if !chosen() {
		return value
	}
	return how(value)
}

// rewriteSome rewrites some values of an assembly's properties.
func rewriteSome(t *testing.T, a *assembly.Assembly, share float64, random *rand.Rand, how rewrite) {
	t.Helper()
	n := 0
	for _, s := range a.Stacks {
		s.Template.Parameters["Given"] = assembly.Parameter{Type: "String"}
		s.Template.Conditions["Holds"] = object{"Fn::Equals": []any{"a", "a"}}
		s.Template.Conditions["Perhaps"] = object{"Fn::Equals": []any{ref("Given"), "a"}}
		for _, id := range slices.Sorted(maps.Keys(s.Template.Resources)) {
			r := s.Template.Resources[id]
			properties := maps.Clone(r.Properties())
			for _, name := range slices.Sorted(maps.Keys(properties)) {
				properties[name] = rewritten(properties[name], func(value any) any { n++; return how(value, n) }, func() bool { return random.Float64() < share })
			}
			s.Template.Resources[id] = remade(r, encode(t, properties))
			s.Template.Resources[id].Stack = s
		}
		s.Template.Resources["Lookup"] = &assembly.Resource{ID: "Lookup", Stack: s, Type: "Custom::Lookup", Encoded: json.RawMessage("{}")}
	}
}

// TestRewrites says the golden templates in other words, and leaves open parts of them: that
// makes no error. With -short only all of a kind, or every tenth.
func TestRewrites(t *testing.T) {
	shares := []float64{1, 0.1, 0.5, 0.5, 0.5, 0.2, 0.2, 0.2, 0.1, 0.1, 0.05, 0.02}
	if testing.Short() {
		shares = shares[:2]
	}
	told := map[string]bool{}
	for _, g := range goldens(t) {
		before := ids(judge(g.assemble()).Errors())
		for _, name := range slices.Sorted(maps.Keys(rewrites)) {
			for seed, share := range shares {
				a := g.assemble()
				rewriteSome(t, a, share, rand.New(rand.NewPCG(uint64(seed), 1)), rewrites[name])
				for _, f := range judge(a).Errors() {
					if key := name + f.ID + f.Property; !before[idOf(f)] && !told[key] {
						told[key] = true
						t.Errorf("%s (%s, %v): %s", name, g.name, share, f)
					}
				}
			}
		}
	}
}

// TestOddValues puts values of wrong kinds everywhere: whatever is said of them, nothing
// panics.
func TestOddValues(t *testing.T) {
	odd := []any{
		nil, object{}, []any{}, 3.5, "x", true, []any{nil}, without, object{"Key": object{"a": 1.0}}, []any{[]any{[]any{"a"}}},
		object{"Fn::Select": []any{7.0, []any{}}}, object{"Fn::GetAtt": []any{}}, object{"Fn::Sub": []any{}}, object{"Fn::Join": []any{"", []any{}}},
		when("None", "a", "b"), object{"Fn::If": []any{"Holds", "a"}}, object{"Fn::Split": []any{"", "ab"}}, object{"Fn::Cidr": []any{"::/0", 1.0, 128.0}},
		object{"Fn::Cidr": []any{"10.0.0.0/8", "256", "200"}}, object{"Fn::FindInMap": []any{1.0, 2.0, 3.0}}, object{"Fn::ImportValue": nil},
		object{"Fn::GetStackOutput": object{"StackName": nil}}, object{"Fn::Sub": "${A.B.C}"}, object{"Fn::Sub": "${}"}, object{"Fn::Sub": "${!x}"},
		object{"Fn::GetAZs": 3.0}, object{"Fn::Transform": "x"}, object{"Fn::ForEach::A": []any{}, "B": 1.0},
	}
	random := rand.New(rand.NewPCG(1, 2))
	times := 100
	if testing.Short() {
		times = 10
	}
	for _, g := range goldens(t) {
		for range times {
			a := g.assemble()
			rewriteSome(t, a, 0.02, random, func(any, int) any { return odd[random.IntN(len(odd))] })
			judge(a)
		}
	}
}
