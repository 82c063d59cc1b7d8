package network

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// TestOrder renames the logical IDs of all cases, and puts the stacks in other orders: that
// changes no finding.
func TestOrder(t *testing.T) {
	all := maps.Clone(valid)
	for i, c := range brokenCases {
		all[fmt.Sprint(c.demand, " ", i)] = c.changes
	}
	for _, g := range gaps {
		for i, changes := range slices.Concat(g.variants, g.silent) {
			all[fmt.Sprint(g.row, " ", i)] = changes
		}
	}
	for name, changes := range all {
		s := good(t)
		s.change(t, changes)
		var want []string
		for _, f := range s.findings(t) {
			want = append(want, f.ordered())
		}
		slices.Sort(want)
		want = slices.Compact(want)
		for _, salt := range []string{"a", "b", "c", "d"} {
			if got := s.shuffled(t, salt); !slices.Equal(want, got) {
				t.Errorf("%s (%s):\n%v\n%v", name, salt, want, got)
				break
			}
		}
	}
}

// ordered is a finding as it is whatever the order: a quota is told of the one that is over
// it, which the order decides.
func (f told) ordered() string {
	if strings.HasSuffix(f.demand, "endpoint-count") {
		f.at = ""
	}
	return string(f.severity) + " " + f.String()
}

// shuffled are the findings of a system whose logical IDs are other ones, with the stacks in
// an order that hangs on them.
func (s system) shuffled(t *testing.T, salt string) []string {
	t.Helper()
	hash := func(text string) uint32 {
		h := fnv.New32a()
		h.Write([]byte(salt + text))
		return h.Sum32()
	}
	names, back := map[string]string{}, map[string]string{}
	for _, template := range s {
		resources, _ := template["Resources"].(map[string]any)
		for id := range resources {
			if !strings.HasPrefix(id, "Fn::") {
				names[id] = fmt.Sprintf("R%08x", hash(id))
				back[names[id]] = id
			}
		}
	}
	var stacks []*assembly.Stack
	for id, template := range s {
		encoded, err := json.Marshal(renamed(template, names))
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := assembly.Parse(encoded)
		if err != nil {
			t.Fatal(err)
		}
		stacks = append(stacks, &assembly.Stack{ID: id, Name: id, Account: places[id].Account, Region: places[id].Region, Template: parsed})
	}
	slices.SortFunc(stacks, func(a, b *assembly.Stack) int { return cmp.Compare(hash(a.ID), hash(b.ID)) })
	m := Made(assembly.Of(stacks...))
	var found []string
	for _, r := range m.Way() {
		for _, f := range m.Judge(r) {
			found = append(found, told{f.Severity, strings.TrimPrefix(f.ID, demand.Prefix), r.Source.Stack.ID + "." + back[r.Source.ID], ""}.ordered())
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

var placeholder = regexp.MustCompile(`\$\{(\w+)`)

// renamed is a part of a template with other logical IDs, wherever one is named.
func renamed(value any, names map[string]string) any {
	to := func(name any) any { return cmp.Or(names[fmt.Sprint(name)], fmt.Sprint(name)) }
	each := func(list []any, rename func(any) any) []any {
		all := []any{}
		for _, one := range list {
			all = append(all, rename(one))
		}
		return all
	}
	switch value := value.(type) {
	case []any:
		return each(value, func(one any) any { return renamed(one, names) })
	case map[string]any:
		object := map[string]any{}
		for key, inner := range value {
			list, isList := inner.([]any)
			switch {
			case key == "Ref", key == "DependsOn" && !isList:
				object[key] = to(inner)
			case key == "DependsOn":
				object[key] = each(list, to)
			case key == "Fn::GetAtt" && len(list) == 2:
				object[key] = []any{to(list[0]), list[1]}
			case key == "Fn::Sub" && isList:
				object[key] = []any{renamed(map[string]any{key: list[0]}, names).(map[string]any)[key], renamed(list[1], names)}
			case key == "Fn::Sub":
				object[key] = placeholder.ReplaceAllStringFunc(fmt.Sprint(inner), func(match string) string { return fmt.Sprint("${", to(match[2:])) })
			case key == "Resources":
				resources := map[string]any{}
				for id, resource := range inner.(map[string]any) {
					resources[fmt.Sprint(to(id))] = renamed(resource, names)
				}
				object[key] = resources
			default:
				object[key] = renamed(inner, names)
			}
		}
		return object
	}
	return value
}
