// Package schemas reads what CloudFormation publishes of its resource types, from
// the database that the pinned CDK CLI brings along for cdk diff. It needs npm ci
// to have been run.
package schemas

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Schemas are the resource types by name.
type Schemas map[string]Resource

// Resource is the schema of a resource type.
type Resource struct {
	Properties map[string]Property
	// Attributes are what Fn::GetAtt may ask for.
	Attributes map[string]Property
	// Identifier is what a resource is imported by: properties or attributes.
	Identifier []string
}

// Property is a property of a resource, or of a type within it.
type Property struct {
	Type     Type
	Required bool
	// CreateOnly: a change replaces the resource, always or under conditions.
	CreateOnly bool
}

// Kind is the shape of a property's values.
type Kind string

const (
	String    Kind = "string"
	Number    Kind = "number"
	Integer   Kind = "integer"
	Boolean   Kind = "boolean"
	Timestamp Kind = "date-time"
	JSON      Kind = "json"  // Anything.
	Tag       Kind = "tag"   // Key and Value.
	List      Kind = "array" // Of Element.
	Map       Kind = "map"   // From strings to Element.
	Union     Kind = "union" // One of Types.
	Object    Kind = "ref"   // With Properties.
)

// Type is what a property's values are.
type Type struct {
	Kind    Kind
	Element *Type  // Of lists and maps.
	Types   []Type // Of unions.
	Allowed []any  // Of strings and numbers; empty: all.

	object string
	all    map[string]map[string]Property
}

// Properties are those of an object.
func (t Type) Properties() map[string]Property { return t.all[t.object] }

// Name tells objects apart, so that what walks them knows where it was.
func (t Type) Name() string { return t.object }

// Database is where the CLI's database is below the module's folder.
var Database = filepath.Join("node_modules", "aws-cdk", "db.json.gz")

// Read reads the database below the module's folder.
func Read(module string) (Schemas, error) {
	file, err := os.Open(filepath.Join(module, Database))
	if err != nil {
		return nil, fmt.Errorf("%w: run npm ci", err)
	}
	defer file.Close()
	uncompressed, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	var encoded database
	if err := json.NewDecoder(uncompressed).Decode(&encoded); err != nil {
		return nil, fmt.Errorf("%s: %w", Database, err)
	}
	return encoded.schemas(), nil
}

// database is the file, as much of it as is needed.
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
	PrimaryIdentifier  []string
	Properties         map[string]property
	Attributes         map[string]property
}

type property struct {
	CausesReplacement string
	Required          bool
	Type              encodedType
}

type encodedType struct {
	Type          Kind
	AllowedValues []any
	Reference     struct {
		Ref string `json:"$ref"`
	}
	Element *encodedType
	Types   []encodedType
}

func (d database) schemas() Schemas {
	objects := map[string]map[string]Property{}
	for _, definition := range d.Schema.TypeDefinition.Entities {
		objects[definition.ID] = properties(definition.Properties, objects)
	}
	all := Schemas{}
	for _, resource := range d.Schema.Resource.Entities {
		all[resource.CloudFormationType] = Resource{
			Properties: properties(resource.Properties, objects),
			Attributes: properties(resource.Attributes, objects),
			Identifier: resource.PrimaryIdentifier,
		}
	}
	return all
}

func properties(encoded map[string]property, objects map[string]map[string]Property) map[string]Property {
	decoded := make(map[string]Property, len(encoded))
	for name, p := range encoded {
		decoded[name] = Property{
			Type:       *p.Type.decode(objects),
			Required:   p.Required,
			CreateOnly: p.CausesReplacement == "yes" || p.CausesReplacement == "maybe",
		}
	}
	return decoded
}

func (t *encodedType) decode(objects map[string]map[string]Property) *Type {
	if t == nil {
		return nil
	}
	decoded := &Type{
		Kind: t.Type, Element: t.Element.decode(objects), Allowed: t.AllowedValues,
		object: t.Reference.Ref, all: objects,
	}
	for _, one := range t.Types {
		decoded.Types = append(decoded.Types, *one.decode(objects))
	}
	return decoded
}
