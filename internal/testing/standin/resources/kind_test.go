package resources

import (
	"os"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/schemas"
)

// TestKinds: what is known of resource types is in their schemas, but for what the
// services have beside them.
func TestKinds(t *testing.T) {
	all := readSchemas(t)
	world := NewWorld(all)
	top, every := 0, 0
	for _, resourceType := range Types() {
		schema, ok := all[resourceType]
		if !ok {
			t.Errorf("%s has no schema", resourceType)
		}
		known := kinds[resourceType]
		if known.id == nil {
			t.Errorf("%s gives no ID", resourceType)
		}
		for _, reference := range known.references {
			if !has(schema.Properties, strings.Split(reference.property, ".")) {
				t.Errorf("%s has no property %s", resourceType, reference.property)
			}
			if _, ok := kinds[reference.to]; !ok {
				t.Errorf("%s refers to %s, which isn't known", resourceType, reference.to)
			}
		}
		if known.attributes != nil {
			r := world.Give(Place{Account: "111122223333", Region: "us-east-1"}, resourceType, resourceType, Properties{})
			for name := range known.attributes(world, r) {
				if _, ok := schema.Attributes[name]; !ok {
					t.Errorf("%s has no attribute %s", resourceType, name)
				}
			}
		}
		top += len(schema.Properties)
		every += count(schema.Properties, nil)
	}
	t.Logf("%d types with %d properties, %d with those nested in them; %d rules", len(kinds), top, every, len(Rules()))
}

// has says whether a path leads through objects and lists to a property.
func has(properties map[string]schemas.Property, path []string) bool {
	property, ok := properties[path[0]]
	if !ok || len(path) == 1 {
		return ok
	}
	return has(inner(property).Properties(), path[1:])
}

func inner(property schemas.Property) schemas.Type {
	t := property.Type
	for t.Element != nil {
		t = *t.Element
	}
	return t
}

// count counts properties and those below them, each type of object once on a path.
func count(properties map[string]schemas.Property, within []string) int {
	total := len(properties)
	for _, property := range properties {
		t := inner(property)
		if t.Name() != "" && !strings.Contains(strings.Join(within, " ")+" ", t.Name()+" ") {
			total += count(t.Properties(), append(within, t.Name()))
		}
	}
	return total
}

// readSchemas reads CloudFormation's schemas, or skips the test where the CLI that
// brings them is missing; in CI it fails instead.
func readSchemas(t *testing.T) schemas.Schemas {
	t.Helper()
	all, err := schemas.Read("../../../..")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	} else if err != nil {
		t.Skip(err)
	}
	return all
}
