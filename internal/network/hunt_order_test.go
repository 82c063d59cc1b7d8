package network

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// TestOrder renames logical IDs, and puts the stacks in another order: that changes no
// finding.
func TestOrder(t *testing.T) {
	all := map[string]string{}
	for i, c := range brokenCases {
		all[fmt.Sprint("broken ", i, " ", c.demand)] = c.changes
	}
	for _, g := range gaps {
		for i, v := range append(slices.Clone(g.variants), g.silent...) {
			all[fmt.Sprint(g.row, i)] = v
		}
	}
	for name, v := range valid {
		all["valid "+name] = v
	}
	for name, changes := range all {
		s := good(t)
		s.change(t, changes)
		want := keys(s.findings(t))
		for _, salt := range []string{"a", "b", "c", "d"} {
			got, back := s.renamed(t, salt)
			var mapped []string
			for _, f := range got {
				mapped = append(mapped, back(f))
			}
			slices.Sort(mapped)
			mapped = slices.Compact(mapped)
			if !slices.Equal(want, mapped) {
				t.Errorf("%s (%s):\n%v\n%v", name, salt, want, mapped)
				break
			}
		}
	}
}

func keys(found []told) []string {
	var all []string
	for _, f := range found {
		all = append(all, string(f.severity)+" "+f.String())
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (s system) renamed(t *testing.T, salt string) ([]string, func(string) string) {
	names := map[string]string{}
	back := map[string]string{}
	for _, tpl := range s {
		resources, _ := tpl["Resources"].(map[string]any)
		for id := range resources {
			if strings.HasPrefix(id, "Fn::") {
				continue
			}
			h := fnv.New32a()
			h.Write([]byte(salt + id))
			names[id] = fmt.Sprintf("R%08x", h.Sum32())
			back[names[id]] = id
		}
	}
	var stacks []*assembly.Stack
	for id, tpl := range s {
		encoded, _ := json.Marshal(rename(tpl, names, ""))
		template, err := assembly.Parse(encoded)
		if err != nil {
			t.Fatal(err)
		}
		stacks = append(stacks, &assembly.Stack{ID: id, Name: id, Account: places[id].Account, Region: places[id].Region, Template: template})
	}
	slices.SortFunc(stacks, func(a, b *assembly.Stack) int {
		return strings.Compare(salt+b.ID[len(b.ID)-2:]+a.ID, salt+a.ID[len(a.ID)-2:]+b.ID)
	})
	if salt == "b" {
		slices.Reverse(stacks)
	}
	m := Made(assembly.Of(stacks...))
	var found []string
	for _, r := range m.Way() {
		for _, f := range m.Judge(r) {
			found = append(found, string(f.Severity)+" "+strings.TrimPrefix(f.ID, "privatelink::")+" at "+r.Source.Stack.ID+"."+r.Source.ID)
		}
	}
	return found, func(f string) string {
		i := strings.LastIndex(f, ".")
		return f[:i+1] + back[f[i+1:]]
	}
}

var place = regexp.MustCompile(`\$\{([A-Za-z0-9]+)(\.[^}]*)?\}`)

func rename(value any, names map[string]string, key string) any {
	to := func(s string) string {
		if n, ok := names[s]; ok {
			return n
		}
		return s
	}
	switch value := value.(type) {
	case map[string]any:
		o := map[string]any{}
		for k, v := range value {
			switch k {
			case "Ref":
				if s, ok := v.(string); ok {
					o[k] = to(s)
					continue
				}
			case "Fn::GetAtt":
				if list, ok := v.([]any); ok && len(list) == 2 {
					o[k] = []any{to(fmt.Sprint(list[0])), list[1]}
					continue
				}
			case "DependsOn":
				if s, ok := v.(string); ok {
					o[k] = to(s)
					continue
				}
				if list, ok := v.([]any); ok {
					var all []any
					for _, one := range list {
						all = append(all, to(fmt.Sprint(one)))
					}
					o[k] = all
					continue
				}
			case "Fn::Sub":
				replace := func(s string) string {
					return place.ReplaceAllStringFunc(s, func(m string) string {
						p := place.FindStringSubmatch(m)
						return "${" + to(p[1]) + p[2] + "}"
					})
				}
				if s, ok := v.(string); ok {
					o[k] = replace(s)
					continue
				}
				if list, ok := v.([]any); ok {
					o[k] = []any{replace(fmt.Sprint(list[0])), rename(list[1], names, "")}
					continue
				}
			case "Resources":
				resources := map[string]any{}
				m, _ := v.(map[string]any)
				for id, r := range m {
					resources[to(id)] = rename(r, names, "")
				}
				o[k] = resources
				continue
			}
			o[k] = rename(v, names, k)
		}
		return o
	case []any:
		var list = []any{}
		for _, v := range value {
			list = append(list, rename(v, names, ""))
		}
		return list
	}
	return value
}
