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

// rewrites are ways to say the same in other words.
var rewrites = map[string]func(value any, path []string) any{
	"Ref by Fn::Sub": func(value any, _ []string) any {
		if name, ok := single(value, "Ref").(string); ok && name != "AWS::NoValue" {
			return object{"Fn::Sub": "${" + name + "}"}
		}
		return value
	},
	"Fn::GetAtt as a text": func(value any, _ []string) any {
		if list, ok := single(value, "Fn::GetAtt").([]any); ok {
			return object{"Fn::GetAtt": fmt.Sprintf("%v.%v", list[0], list[1])}
		}
		return value
	},
	"Fn::GetAtt by Fn::Sub": func(value any, _ []string) any {
		if list, ok := single(value, "Fn::GetAtt").([]any); ok && !strings.HasPrefix(fmt.Sprint(list[1]), "DnsEntries") && !strings.HasSuffix(fmt.Sprint(list[1]), "s") {
			return object{"Fn::Sub": fmt.Sprintf("${%v.%v}", list[0], list[1])}
		}
		return value
	},
	"Fn::Join of one": func(value any, _ []string) any {
		if name, ok := single(value, "Ref").(string); ok && name != "AWS::NoValue" {
			return object{"Fn::Join": []any{"", []any{object{"Ref": name}}}}
		}
		return value
	},
	"numbers as texts": func(value any, _ []string) any {
		if _, ok := value.(float64); ok {
			return fmt.Sprint(value)
		}
		return value
	},
	"flags as texts": func(value any, _ []string) any {
		if _, ok := value.(bool); ok {
			return fmt.Sprint(value)
		}
		return value
	},
	"a condition that holds": func(value any, _ []string) any {
		switch value.(type) {
		case string, float64, bool:
			return object{"Fn::If": []any{"Holds", value, object{"Ref": "AWS::NoValue"}}}
		}
		return value
	},
	"a condition that isn't known, both the same": func(value any, _ []string) any {
		switch value.(type) {
		case string, float64, bool:
			return object{"Fn::If": []any{"Perhaps", value, value}}
		}
		return value
	},
	"a parameter": func(value any, _ []string) any {
		switch value.(type) {
		case string, float64, bool:
			return object{"Ref": "Given"}
		}
		return value
	},
	"a mapping": func(value any, _ []string) any {
		if text, ok := value.(string); ok {
			return object{"Fn::Select": []any{"0", []any{text}}}
		}
		return value
	},
	"lists the other way round": func(value any, _ []string) any {
		if list, ok := value.([]any); ok {
			list = slices.Clone(list)
			slices.Reverse(list)
			return list
		}
		return value
	},
	"lists perhaps": func(value any, _ []string) any {
		if list, ok := value.([]any); ok {
			return object{"Fn::If": []any{"Perhaps", list, object{"Ref": "AWS::NoValue"}}}
		}
		return value
	},
	"elements perhaps": func(value any, _ []string) any {
		if list, ok := value.([]any); ok {
			var all []any
			for _, one := range list {
				all = append(all, object{"Fn::If": []any{"Perhaps", one, object{"Ref": "AWS::NoValue"}}})
			}
			return all
		}
		return value
	},
	"elements more, perhaps": func(value any, _ []string) any {
		if list, ok := value.([]any); ok {
			all := slices.Clone(list)
			for i := range 6 {
				all = append(all, object{"Fn::If": []any{"Perhaps", object{"Ref": "AWS::NoValue"}, object{"Fn::If": []any{"Perhaps", fmt.Sprint(i), object{"Ref": "AWS::NoValue"}}}}})
			}
			return all
		}
		return value
	},
	"lists of a custom resource": func(value any, path []string) any {
		if _, ok := value.([]any); ok && len(path) > 0 {
			return object{"Fn::GetAtt": []any{"Lookup", "List"}}
		}
		return value
	},
	"one value of a custom resource": func(value any, path []string) any {
		switch value.(type) {
		case string, float64, bool:
			return object{"Fn::GetAtt": []any{"Lookup", "Value"}}
		}
		return value
	},
}

func single(value any, name string) any {
	o, _ := value.(map[string]any)
	if len(o) != 1 {
		return nil
	}
	return o[name]
}

// rewritten applies a rewrite to some values, chosen at random.
func rewritten(value any, path []string, how func(any, []string) any, chosen func() bool) any {
	var inside any
	switch value := value.(type) {
	case []any:
		list := make([]any, len(value))
		for i, one := range value {
			list[i] = rewritten(one, path, how, chosen)
		}
		inside = list
	case map[string]any:
		o := object{}
		skip := false
		for name := range value {
			skip = skip || strings.HasPrefix(name, "Fn::") || name == "Ref"
		}
		for name, one := range value {
			if skip {
				o[name] = one
			} else {
				o[name] = rewritten(one, append(slices.Clone(path), name), how, chosen)
			}
		}
		inside = o
		if o["Fn::Join"] != nil || o["Fn::Select"] != nil {
			return o
		}
	default:
		inside = value
	}
	if !chosen() {
		return inside
	}
	changed := how(inside, path)
	return changed
}

func TestRewrites(t *testing.T) {
	told := map[string]bool{}
	for _, g := range goldens(t) {
		before := map[string]bool{}
		for _, f := range judge(g.assemble()).Errors() {
			before[f.ID+f.LogicalID] = true
		}
		for _, name := range slices.Sorted(maps.Keys(rewrites)) {
			for seed := range uint64(6) {
				random := rand.New(rand.NewPCG(seed, 1))
				every := []float64{1, 0.5, 0.2, 0.1, 0.05, 0.02}[seed]
				a := g.assemble()
				for _, s := range a.Stacks {
					s.Template.Parameters["Given"] = assembly.Parameter{Type: "String"}
					s.Template.Conditions["Holds"] = object{"Fn::Equals": []any{"a", "a"}}
					s.Template.Conditions["Perhaps"] = object{"Fn::Equals": []any{object{"Ref": "Given"}, "a"}}
					for _, id := range slices.Sorted(maps.Keys(s.Template.Resources)) {
						r := s.Template.Resources[id]
						properties := rewritten(r.Properties(), nil, func(v any, p []string) any {
							if len(p) == 0 {
								return v
							}
							return rewrites[name](v, p)
						}, func() bool { return random.Float64() < every }).(map[string]any)
						s.Template.Resources[id] = remade(r, encode(t, properties))
						s.Template.Resources[id].Stack = s
					}
					s.Template.Resources["Lookup"] = &assembly.Resource{ID: "Lookup", Stack: s, Type: "Custom::Lookup", Encoded: json.RawMessage("{}")}
				}
				for _, f := range judge(a).Errors() {
					key := name + f.ID + f.Property
					if !before[f.ID+f.LogicalID] && !told[key] {
						told[key] = true
						t.Errorf("%s (%s, %v): %s", name, g.name, every, f)
					}
				}
			}
		}
	}
}
