// Command generate reads which properties of CloudFormation's resource types
// cannot be updated from the database that the CDK CLI brings along for cdk diff,
// and writes them to a file: generate properties.json.gz. It needs npm ci to have
// been run.
package main

import (
	"compress/gzip"
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"slices"
)

// database is as much of it as is needed.
type database struct {
	Schema struct {
		Resource       entities
		TypeDefinition entities
	}
}

type entities struct{ Entities []entity }

type entity struct {
	ID                 string `json:"$id"`
	CloudFormationType string
	Properties         map[string]property
}

type property struct {
	CausesReplacement string
	Type              propertyType
}

type propertyType struct {
	Type      string
	Reference struct {
		Ref string `json:"$ref"`
	}
	Element *propertyType
}

func main() {
	log.SetFlags(0)
	properties := read(filepath.Join("..", "..", "..", "node_modules", "aws-cdk", "db.json.gz"))
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
func read(path string) map[string][]string {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	uncompressed, err := gzip.NewReader(file)
	check(err)
	var db database
	check(json.NewDecoder(uncompressed).Decode(&db))

	definitions := map[string]entity{}
	for _, definition := range db.Schema.TypeDefinition.Entities {
		definitions[definition.ID] = definition
	}
	properties := map[string][]string{}
	for _, resource := range db.Schema.Resource.Entities {
		paths := replacing(resource, "", definitions, nil)
		slices.Sort(paths)
		properties[resource.CloudFormationType] = paths // None, too: the type is known.
	}
	return properties
}

// replacing lists the properties below an entity whose change causes a
// replacement; within is what it is nested in.
func replacing(e entity, prefix string, definitions map[string]entity, within []string) []string {
	var paths []string
	for name, p := range e.Properties {
		if p.CausesReplacement == "yes" || p.CausesReplacement == "maybe" {
			paths = append(paths, prefix+name)
			continue
		}
		t := p.Type
		for t.Element != nil {
			t = *t.Element
		}
		if id := t.Reference.Ref; id != "" && !slices.Contains(within, id) {
			paths = append(paths, replacing(definitions[id], prefix+name+".", definitions, append(within, id))...)
		}
	}
	return paths
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
