// Package replacement knows which properties of CloudFormation's resources cannot
// be updated: a change of one makes CloudFormation create another resource, and
// delete the first.
package replacement

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"sync"
)

//go:generate go run ./generate properties.json.gz

// compressed is what CloudFormation's resource schemas say, as cdk diff has it.
//
//go:embed properties.json.gz
var compressed []byte

var properties = sync.OnceValue(func() map[string][]string {
	var all map[string][]string
	uncompressed, err := gzip.NewReader(bytes.NewReader(compressed))
	if err == nil {
		err = json.NewDecoder(uncompressed).Decode(&all)
	}
	if err != nil { // It is embedded.
		panic(err)
	}
	return all
})

// Properties lists the properties of a resource type whose change replaces a
// resource, always or under some conditions, as paths with dots; known is false
// for a type that the schemas don't have.
func Properties(resourceType string) (paths []string, known bool) {
	paths, known = properties()[resourceType]
	return paths, known
}
