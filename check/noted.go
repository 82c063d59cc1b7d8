package check

import (
	"encoding/json"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// NotedType is the type of the metadata in which constructs of this library note what they
// found of their props, and built all the same: advice, and what was acknowledged before.
const NotedType = "privatelink:finding"

// isToldBy reports whether the templates show the same of the construct.
func (f Finding) isToldBy(other Finding) bool {
	return other.ID == f.ID && (other.Path == f.Path || strings.HasPrefix(other.Path, f.Path+"/"))
}

// noted are the findings that stand in the constructs' metadata.
func noted(a *assembly.Assembly) []Finding {
	var findings []Finding
	for _, stack := range a.Stacks {
		for _, entry := range stack.Entries {
			if entry.Type != NotedType {
				continue
			}
			encoded, err := json.Marshal(entry.Data)
			var f Finding
			if err != nil || json.Unmarshal(encoded, &f) != nil {
				continue
			}
			f.Stack, f.Path, f.Template = stack.Name, entry.Path, stack.File
			for _, id := range stack.IDs() { // The CDK tells what has a resource.
				if path := stack.Template.Resources[id].Path(); path == entry.Path || strings.HasPrefix(path, entry.Path+"/") {
					f.LogicalID = id
					break
				}
			}
			findings = append(findings, f)
		}
	}
	return findings
}
