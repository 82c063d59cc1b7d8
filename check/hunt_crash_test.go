package check

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// TestNoCrash puts wrong kinds of values everywhere.
func TestNoCrash(t *testing.T) {
	odd := []any{nil, object{}, []any{}, 3.5, "x", true, []any{nil}, object{"Ref": "AWS::NoValue"}, object{"Fn::Select": []any{7.0, []any{}}}, object{"Fn::GetAtt": []any{}},
		object{"Fn::Sub": []any{}}, object{"Fn::Join": []any{"", []any{}}}, object{"Fn::If": []any{"No", "a"}}, object{"Fn::Split": []any{"", "ab"}}, object{"Fn::Cidr": []any{"::/0", 1.0, 128.0}},
		object{"Fn::Cidr": []any{"10.0.0.0/8", "256", "200"}}, []any{[]any{[]any{"a"}}}, object{"Key": object{"a": 1.0}}, object{"Fn::FindInMap": []any{1.0, 2.0, 3.0}}, object{"Fn::ImportValue": nil}, object{"Fn::GetStackOutput": object{"StackName": nil}},
		object{"Fn::Sub": "${A.B.C}"}, object{"Fn::Sub": "${}"}, object{"Fn::Sub": "${!x}"}, object{"Fn::GetAZs": 3.0}, object{"Fn::Transform": "x"}}
	random := rand.New(rand.NewPCG(1, 2))
	for _, g := range goldens(t) {
		for range 150 {
			a := g.assemble()
			for _, s := range a.Stacks {
				for _, id := range slices.Sorted(maps.Keys(s.Template.Resources)) {
					r := s.Template.Resources[id]
					var properties any = r.Properties()
					properties = rewritten(properties, nil, func(v any, p []string) any {
						if len(p) == 0 {
							return v
						}
						return odd[random.IntN(len(odd))]
					}, func() bool { return random.Float64() < 0.02 })
					encoded, _ := json.Marshal(properties)
					s.Template.Resources[id] = remade(r, encoded)
					s.Template.Resources[id].Stack = s
				}
			}
			func() {
				defer func() {
					if r := recover(); r != nil {
						t.Errorf("%s: %v", g.name, r)
					}
				}()
				judge(a)
			}()
		}
	}
}

// TestSplit moves resources to a stack of their own, and hands over by exports.
func TestSplit(t *testing.T) {
	for _, g := range goldens(t) {
		before := map[string]bool{}
		for _, f := range judge(g.assemble()).Findings {
			before[f.ID+f.LogicalID] = true
		}
		for i, s := range g.stacks {
			for _, id := range slices.Sorted(maps.Keys(s.Template.Resources)) {
				if referred(s, id) {
					continue // Only what nothing refers to.
				}
				a := g.assemble()
				from := a.Stacks[i]
				r := from.Template.Resources[id]
				if r.Condition != "" {
					continue
				}
				exports := map[string]string{}
				properties := handedOver(map[string]any(r.Properties()), from, exports)
				from.Template.Outputs = maps.Clone(from.Template.Outputs)
				if from.Template.Outputs == nil {
					from.Template.Outputs = map[string]assembly.Output{}
				}
				for name, encoded := range exports {
					var value any
					if err := json.Unmarshal([]byte(encoded), &value); err != nil {
						t.Fatal(err)
					}
					from.Template.Outputs["Export"+name] = assembly.Output{Value: value, Export: &struct{ Name any }{from.Name + ":" + name}}
				}
				delete(from.Template.Resources, id)
				moved := remade(r, encode(t, properties.(map[string]any)))
				moved.DependsOn = nil
				into := &assembly.Stack{ID: "Moved", Name: "Moved", Account: from.Account, Region: from.Region, Template: &assembly.Template{Parameters: map[string]assembly.Parameter{}, Resources: map[string]*assembly.Resource{id: moved}}}
				for _, f := range judge(assembly.Of(append(a.Stacks, into)...)).Findings {
					if !before[f.ID+f.LogicalID] {
						t.Errorf("%s: %s moved: %s", g.name, id, f)
					}
				}
			}
		}
	}
}

func referred(s *assembly.Stack, id string) bool {
	for _, other := range s.Template.Resources {
		if slices.Contains(other.Needs(), id) {
			return true
		}
	}
	for _, o := range s.Template.Outputs {
		if slices.Contains(assembly.Named(o.Value), id) {
			return true
		}
	}
	return false
}

func handedOver(value any, from *assembly.Stack, exports map[string]string) any {
	switch value := value.(type) {
	case []any:
		list := make([]any, len(value))
		for i, one := range value {
			list[i] = handedOver(one, from, exports)
		}
		return list
	case map[string]any:
		name, isRef := single(value, "Ref").(string)
		_, isAtt := single(value, "Fn::GetAtt").([]any)
		if isRef && from.Template.Resources[name] != nil || isAtt {
			encoded, _ := json.Marshal(value)
			key := ""
			for _, c := range string(encoded) {
				if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
					key += string(c)
				}
			}
			exports[key] = string(encoded)
			return object{"Fn::ImportValue": from.Name + ":" + key}
		}
		o := object{}
		for n, v := range value {
			o[n] = handedOver(v, from, exports)
		}
		return o
	}
	return value
}
