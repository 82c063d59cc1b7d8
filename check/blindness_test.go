package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// TestBlindness makes each value of the golden templates' resources one that is only known
// at deploy, and each resource one that may not be there, one at a time: that may hide a
// finding, but never makes one. With -short every seventh.
func TestBlindness(t *testing.T) {
	every := 1
	if testing.Short() {
		every = 7
	}
	seen := map[string]bool{}
	var jobs []func()
	count := 0
	for _, g := range goldens(t) {
		before := ids(judge(g.assemble()).Findings)
		for i, s := range g.stacks {
			for _, id := range slices.Sorted(maps.Keys(s.Template.Resources)) {
				r := s.Template.Resources[id]
				if twin := fmt.Sprint(g.about(), i, id, string(r.Encoded)); seen[twin] {
					continue
				} else {
					seen[twin] = true
				}
				try := func(what string, change func(r *assembly.Resource) *assembly.Resource) {
					if count++; count%every != 0 {
						return
					}
					jobs = append(jobs, func() {
						a := g.assemble()
						template := a.Stacks[i].Template
						template.Parameters["Unknown"] = assembly.Parameter{Type: "String"}
						template.Conditions["Unknown"] = map[string]any{"Fn::Equals": []any{map[string]any{"Ref": "Unknown"}, "x"}}
						template.Resources[id] = change(template.Resources[id])
						template.Resources[id].Stack = a.Stacks[i]
						for _, f := range judge(a).Findings {
							if !before[idOf(f)] {
								t.Errorf("%s %s.%s with %s: %s", g.name, s.ID, id, what, f)
							}
						}
					})
				}
				try("a condition", func(r *assembly.Resource) *assembly.Resource {
					r.Condition = "Unknown"
					return r
				})
				for _, replaced := range replacements(t, r.Encoded) {
					try(replaced.path, func(r *assembly.Resource) *assembly.Resource { return remade(r, replaced.properties) })
				}
			}
		}
	}
	if len(jobs) < 10000/every {
		t.Errorf("only %d values were replaced", len(jobs))
	}
	atOnce(jobs)
}

func atOnce(jobs []func()) {
	var group sync.WaitGroup
	const workers = 4
	for w := range workers {
		group.Go(func() {
			for i := w; i < len(jobs); i += workers {
				jobs[i]()
			}
		})
	}
	group.Wait()
}

// about tells apart worlds whose resources stand in different surroundings.
func (g golden) about() string {
	var all []string
	for _, s := range g.stacks {
		all = append(all, s.Account, s.Region)
		for _, id := range slices.Sorted(maps.Keys(s.Template.Resources)) {
			all = append(all, id, string(s.Template.Resources[id].Encoded))
		}
	}
	return strings.Join(all, "\n")
}

// idOf is a finding without its text, in which the unknown stands.
func idOf(f Finding) string { return f.ID + " " + f.Stack + "." + f.LogicalID + "." + f.Property }

func ids(findings []Finding) map[string]bool {
	all := map[string]bool{}
	for _, f := range findings {
		all[idOf(f)] = true
	}
	return all
}

type replacement struct {
	path       string
	properties json.RawMessage
}

// replacements are properties with one value each replaced by one that isn't known: whole
// properties, what is in lists and objects, and the leaves.
func replacements(t *testing.T, encoded json.RawMessage) []replacement {
	t.Helper()
	if len(encoded) == 0 {
		return nil
	}
	var properties map[string]any
	if err := json.Unmarshal(encoded, &properties); err != nil {
		t.Fatal(err)
	}
	var all []replacement
	add := func(path string) {
		replaced, err := json.Marshal(properties)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, replacement{path, replaced})
	}
	var within func(path string, value any)
	within = func(path string, value any) {
		switch value := value.(type) {
		case []any:
			for i, inner := range value {
				path := fmt.Sprintf("%s[%d]", path, i)
				for n, instead := range instead(inner) {
					value[i] = instead
					add(path + []string{"", " perhaps"}[n])
				}
				value[i] = inner
				within(path, inner)
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(value)) {
				inner, path := value[name], path+"."+name
				switch name {
				case "Ref", "Fn::GetAtt", "Fn::Sub": // Names.
					continue
				case "Fn::Join", "Fn::Split", "Fn::Select": // Of lists.
				default:
					for n, instead := range instead(inner) {
						value[name] = instead
						add(path + []string{"", " perhaps"}[n])
					}
					value[name] = inner
				}
				within(path, inner)
			}
		}
	}
	within("", properties)
	return all
}

// instead are what a value is replaced by: something unknown, and itself or that.
func instead(value any) []any {
	unknown := map[string]any{"Ref": "Unknown"}
	return []any{unknown, map[string]any{"Fn::If": []any{"Unknown", value, unknown}}}
}
