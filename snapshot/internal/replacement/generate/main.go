// Command generate writes which properties of CloudFormation's resource types
// cannot be updated to a file: generate properties.json.gz. It needs npm ci to have
// been run.
package main

import (
	"compress/gzip"
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/schemas"
)

func main() {
	log.SetFlags(0)
	properties := read(filepath.Join("..", "..", ".."))
	file, err := os.Create(os.Args[1])
	check(err)
	compressed, err := gzip.NewWriterLevel(file, gzip.BestCompression)
	check(err)
	check(json.NewEncoder(compressed).Encode(properties))
	check(compressed.Close())
	check(file.Close())
}

// read gives the properties by resource type, as paths with dots. Those of a list's
// elements stand right below the list.
func read(module string) map[string][]string {
	all, err := schemas.Read(module)
	check(err)
	paths := map[string][]string{}
	for resourceType, resource := range all {
		found := createOnly(resource.Properties, "", nil)
		slices.Sort(found)
		paths[resourceType] = found // None, too: the type is known.
	}
	return paths
}

// createOnly lists the properties whose change causes a replacement; within is what
// they are nested in.
func createOnly(properties map[string]schemas.Property, prefix string, within []string) []string {
	var paths []string
	for name, p := range properties {
		if p.CreateOnly {
			paths = append(paths, prefix+name)
			continue
		}
		t := p.Type
		for t.Element != nil {
			t = *t.Element
		}
		if id := t.Name(); id != "" && !slices.Contains(within, id) {
			paths = append(paths, createOnly(t.Properties(), prefix+name+".", append(within, id))...)
		}
	}
	return paths
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
