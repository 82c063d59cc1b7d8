package resources

import (
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

// Properties are a resource's, with all references resolved.
type Properties = network.Properties

// Changed lists the properties that differ, as paths with dots. Objects are compared
// by their properties, all else as a whole.
func Changed(before, after Properties) []string { return changed(before, after, "") }

func changed(before, after map[string]any, prefix string) []string {
	var paths []string
	for _, name := range keys(before, after) {
		a, b := before[name], after[name]
		aObject, aIs := a.(map[string]any)
		bObject, bIs := b.(map[string]any)
		switch {
		case aIs && bIs, aIs && b == nil, bIs && a == nil:
			paths = append(paths, changed(aObject, bObject, prefix+name+".")...)
		case !assembly.Same(a, b):
			paths = append(paths, prefix+name)
		}
	}
	return paths
}

func keys(maps ...map[string]any) []string {
	var all []string
	for _, m := range maps {
		for key := range m {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
