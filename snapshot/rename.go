package snapshot

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// noteRenamed notes which created resource seems to be a deleted one under another logical
// ID: CloudFormation doesn't know that they are the same. They are the same in all but what
// they are called and refer to, or else one name apart in their paths.
func noteRenamed(changes map[string]*Change, old, new Template) {
	types := map[string]string{}
	var gone, come []string
	for _, id := range slices.Sorted(maps.Keys(changes)) {
		switch changes[id].Effect {
		case Delete:
			gone = append(gone, id)
		case Create:
			come = append(come, id)
		default:
			continue
		}
		types[id] = changes[id].Type
	}
	pair := func(note string, same func(gone, come string) bool) {
		for _, from := range gone {
			for _, to := range come {
				deleted, created := changes[from], changes[to]
				if deleted.Renamed == "" && created.Renamed == "" && deleted.Type == created.Type && same(from, to) {
					deleted.Renamed, created.Renamed = to, from
					deleted.Note, created.Note = note+"comes back as "+to+", another logical ID", note+"was "+from
				}
			}
		}
	}
	shape := map[string]string{} // Of each once: there may be hundreds of both.
	for id := range types {
		of := old
		if changes[id].Effect == Create {
			of = new
		}
		written, _ := json.Marshal(nameless(of.Resources[id].Properties, types)) // It was read from JSON.
		shape[id] = string(written)
	}
	alike := func(from, to string) bool { return shape[from] == shape[to] }
	near := func(from, to string) bool { return oneApart(old.paths[from], new.paths[to]) }
	// What would be replaced under its old logical ID, too, isn't worth to keep.
	updates := func(from, to string) bool {
		before, after := maps.Clone(old.section("Resources")[from].(map[string]any)), maps.Clone(new.section("Resources")[to].(map[string]any))
		before["Properties"], after["Properties"] = nameless(before["Properties"], types), nameless(after["Properties"], types)
		change := diffResource(to, before, after)
		return change == nil || change.Effect != Replace
	}
	pair("", func(from, to string) bool { return near(from, to) && alike(from, to) })
	pair("", alike)
	pair("maybe ", func(from, to string) bool { return near(from, to) && updates(from, to) })
}

// nameless is a value without the Name tag, and with types in place of those references
// that types are given for.
func nameless(value any, types map[string]string) any {
	switch v := value.(type) {
	case map[string]any:
		if id, ok := v["Ref"].(string); ok && len(v) == 1 && types[id] != "" {
			return types[id]
		}
		if parts, ok := v["Fn::GetAtt"].([]any); ok && len(v) == 1 && len(parts) == 2 {
			if id, ok := parts[0].(string); ok && types[id] != "" {
				return fmt.Sprint(types[id], ".", parts[1])
			}
		}
		all := map[string]any{}
		for key, inner := range v {
			all[key] = nameless(inner, types)
		}
		return all
	case []any:
		all := []any{}
		for _, element := range v {
			if tag, ok := element.(map[string]any); !ok || tag["Key"] != "Name" {
				all = append(all, nameless(element, types))
			}
		}
		return all
	default:
		return value
	}
}

// oneApart reports whether two paths differ in one name.
func oneApart(a, b string) bool {
	before, after := strings.Split(a, "/"), strings.Split(b, "/")
	if a == "" || b == "" || len(before) != len(after) {
		return false
	}
	apart := 0
	for i := range before {
		if before[i] != after[i] {
			apart++
		}
	}
	return apart == 1
}

// keeping tells how what is renamed can be kept; "" if nothing is that consumers, or their
// traffic, hang on.
func keeping(changes []Change) string {
	var lines strings.Builder
	for _, change := range changes {
		if change.Effect != Create || change.Renamed == "" {
			continue
		}
		fmt.Fprintf(&lines, "           stack.RenameLogicalId(jsii.String(%q), jsii.String(%q))\n", change.ID, change.Renamed)
	}
	held := func(c Change) bool { return c.Effect == Create && c.Renamed != "" && isHeld(c.Type) }
	if !slices.ContainsFunc(changes, held) {
		return ""
	}
	return "\n  RENAMED: CloudFormation knows resources by their logical IDs, which the IDs of constructs make. Keep the constructs' IDs,\n" +
		"           or have each resource keep its logical ID (" + movingIn + "):\n" + lines.String()
}

const movingIn = "https://github.com/cdk-privatelink/cdk-privatelink-go/blob/main/docs/moving-in.md#in-its-own-stack"

// isHeld reports whether consumers, or their traffic, hang on resources of a type.
func isHeld(resourceType string) bool {
	return slices.Contains([]string{
		"AWS::EC2::VPCEndpointService", "AWS::EC2::VPCEndpointServicePermissions", "AWS::EC2::VPCEndpoint",
		"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::TargetGroup",
		"AWS::VpcLattice::ResourceGateway", "AWS::VpcLattice::ResourceConfiguration", "AWS::RAM::ResourceShare",
	}, resourceType)
}
