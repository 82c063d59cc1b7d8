package resources

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/schemas"
)

// TestAnything makes, changes and deletes resources of all types with any properties
// that fit their schemas, in a world that fills up: whatever is refused, nothing panics.
func TestAnything(t *testing.T) {
	all := readSchemas(t)
	for seed := range uint64(8) {
		world := NewWorld(all)
		random := rand.New(rand.NewPCG(seed, 0))
		made := map[string]int{}
		for range 4000 {
			resourceType := Types()[random.IntN(len(kinds))]
			guess := guesser{world, all, random}
			properties := guess.properties(resourceType)
			describe := func(r any) string { return fmt.Sprintf("seed %d: %s %v: %v", seed, resourceType, properties, r) }
			func() {
				defer func() {
					if r := recover(); r != nil {
						t.Fatalf("%s\n%s", describe(r), debug.Stack())
					}
				}()
				if existing := world.All(resourceType); len(existing) > 0 && random.IntN(3) == 0 {
					one := existing[random.IntN(len(existing))]
					if random.IntN(3) == 0 {
						world.Delete(one)
					} else {
						world.Update(one, properties)
					}
				} else if r, err := world.Create(Place{Account: "111122223333", Region: "us-east-1"}, resourceType, "Any", properties); err == nil {
					made[resourceType]++
					for _, name := range slices.Sorted(maps.Keys(all[resourceType].Attributes)) {
						world.Attribute(r, name)
					}
				}
			}()
		}
		if len(made) < 30 {
			t.Errorf("seed %d: only resources of %d types were made: %v", seed, len(made), made)
		}
	}
}

// guesser makes up properties.
type guesser struct {
	*World
	schemas schemas.Schemas
	random  *rand.Rand
}

func (g guesser) properties(resourceType string) Properties {
	properties := Properties(g.object(g.schemas[resourceType].Properties, 0))
	for _, reference := range kinds[resourceType].references {
		if others := g.All(reference.to); len(others) > 0 && g.random.IntN(4) > 0 {
			g.set(properties, reference.property, others[g.random.IntN(len(others))], g.schemas[resourceType].Properties)
		}
	}
	return properties
}

// set has a property at the top name a resource.
func (g guesser) set(properties Properties, name string, r *Resource, known map[string]schemas.Property) {
	id := r.ID
	if by := kinds[r.Type].knownBy; len(by) > 0 {
		id = fmt.Sprint(g.attributes(r)[by[0]])
	}
	property, top := known[name]
	switch {
	case !top:
	case property.Type.Kind == schemas.List:
		properties[name] = []any{id}
	default:
		properties[name] = id
	}
}

func (g guesser) object(known map[string]schemas.Property, depth int) map[string]any {
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if known[name].Required || g.random.IntN(4) == 0 && depth < 4 {
			object[name] = g.value(name, known[name].Type, depth)
		}
	}
	return object
}

// words are what strings are made up of.
var words = []string{
	"", "10.0.0.0/16", "10.0.1.0/24", "10.0.0.5", "2001:db8::/56", "us-east-1a", "us-east-1b", "orders.internal", "orders", "true", "80", "network",
	"internal", "TCP", "TLS", "UDP", "HTTP", "ip", "alb", "instance", "ami-0123456789abcdef0", "Interface", "dualstack", "ipv6", "on",
	"arn:aws:acm:us-east-1:111122223333:certificate/1", "*", "tcp", "-1", "com.amazonaws.us-east-1.ssm", "forward", "A", "eu-west-1", "String",
}

func (g guesser) value(name string, t schemas.Type, depth int) any {
	switch t.Kind {
	case schemas.Object:
		return g.object(t.Properties(), depth+1)
	case schemas.Tag:
		return map[string]any{"Key": g.word(), "Value": g.word()}
	case schemas.List:
		list := []any{}
		for range g.random.IntN(3) {
			list = append(list, g.value(name, *t.Element, depth+1))
		}
		return list
	case schemas.Map:
		return map[string]any{g.word(): g.value(name, *t.Element, depth+1)}
	case schemas.Union:
		return g.value(name, t.Types[0], depth+1)
	case schemas.Boolean:
		return g.random.IntN(2) == 0
	case schemas.Integer, schemas.Number:
		return float64(g.random.IntN(500))
	}
	if len(t.Allowed) > 0 {
		return t.Allowed[g.random.IntN(len(t.Allowed))]
	}
	return g.word()
}

func (g guesser) word() string { return words[g.random.IntN(len(words))] }
