package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// TestSplit moves each resource that nothing names to a stack of its own, to which what it
// names is handed by exports: that makes no finding.
func TestSplit(t *testing.T) {
	for _, g := range goldens(t) {
		before := map[string]bool{}
		for _, f := range judge(g.assemble()).Findings {
			before[f.ID+f.LogicalID] = true
		}
		for i, s := range g.stacks {
			for _, id := range slices.Sorted(maps.Keys(s.Template.Resources)) {
				if isNamed(s, id) || s.Template.Resources[id].Condition != "" {
					continue
				}
				for _, f := range judge(splitOff(t, g.assemble(), i, id)).Findings {
					if !before[f.ID+f.LogicalID] {
						t.Errorf("%s: %s moved: %s", g.name, id, f)
					}
				}
			}
		}
	}
}

func isNamed(s *assembly.Stack, id string) bool {
	for _, other := range s.Template.Resources {
		if slices.Contains(other.Needs(), id) {
			return true
		}
	}
	for _, output := range s.Template.Outputs {
		if slices.Contains(assembly.Named(output.Value), id) {
			return true
		}
	}
	return false
}

// splitOff moves a resource of a stack to another one.
func splitOff(t *testing.T, a *assembly.Assembly, stack int, id string) *assembly.Assembly {
	t.Helper()
	from := a.Stacks[stack]
	moved := from.Template.Resources[id]
	delete(from.Template.Resources, id)
	outputs := maps.Clone(from.Template.Outputs)
	if outputs == nil {
		outputs = map[string]assembly.Output{}
	}
	from.Template.Outputs = outputs
	properties := map[string]any{}
	for name, value := range moved.Properties() {
		properties[name] = exported(value, from)
	}
	moved = remade(moved, encode(t, properties))
	moved.DependsOn = nil
	into := &assembly.Stack{ID: "Moved", Name: "Moved", Account: from.Account, Region: from.Region, Template: &assembly.Template{
		Parameters: map[string]assembly.Parameter{}, Resources: map[string]*assembly.Resource{id: moved},
	}}
	return assembly.Of(append(a.Stacks, into)...)
}

var noLetters = regexp.MustCompile(`\W`)

// exported is a value that reads what it names of a stack by its exports, which it makes.
func exported(value any, from *assembly.Stack) any {
	switch value := value.(type) {
	case []any:
		list := make([]any, len(value))
		for i, one := range value {
			list[i] = exported(one, from)
		}
		return list
	case map[string]any:
		name, isRef := single(value, "Ref").(string)
		_, isAtt := single(value, "Fn::GetAtt").([]any)
		if isRef && from.Template.Resources[name] != nil || isAtt {
			id := noLetters.ReplaceAllString(fmt.Sprint("Export", value), "")
			export := from.Name + ":" + id
			from.Template.Outputs[id] = assembly.Output{Value: value, Export: &struct{ Name any }{export}}
			return object{"Fn::ImportValue": export}
		}
		o := object{}
		for name, one := range value {
			o[name] = exported(one, from)
		}
		return o
	}
	return value
}
