package snapshot

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot/internal/replacement"
)

// Effect is what CloudFormation does with a resource when it goes from one
// template to another.
type Effect string

const (
	// Replace makes another resource and deletes the first: a property changed that
	// cannot be updated.
	Replace Effect = "REPLACE"
	// Delete takes the resource away.
	Delete Effect = "DELETE"
	// Create makes a resource that wasn't there.
	Create Effect = "create"
	// Update changes the resource in place.
	Update Effect = "update"
	// Nothing happens to the resource itself: only its place in the order of the
	// deployment changed, its metadata, or a policy.
	Nothing Effect = "nothing"
)

// Change is how one resource differs between two templates.
type Change struct {
	// ID is the resource's logical ID, and Type what it is.
	ID     string
	Type   string
	Effect Effect
	// Differences within the resource; none for one that is created or deleted.
	Differences []Difference
	// Renamed is, of a resource that is deleted or created, the logical ID that it seems to
	// have in the other template; empty where nothing seems to be the same.
	Renamed string
	// Note says more of the effect; empty where there is nothing to say.
	Note string
}

// Difference is one value that differs. Old or New is [Absent] where there is
// none.
type Difference struct {
	// Path within the resource or template, such as Properties.Port.
	Path     string
	Old, New any
	// Replaces: the value cannot be updated.
	Replaces bool
}

// Absent stands for a value that isn't there.
type Absent struct{}

// Diff tells what deploying one template over another does to each resource that
// differs: services, resource configurations and endpoints first, then what is lost
// before what is not.
//
// Which properties cannot be updated is what CloudFormation's resource schemas
// say. A change that is only sometimes a replacement counts as one.
func Diff(old, new Template) []Change {
	changes := map[string]*Change{}
	for id := range union(old.Resources, new.Resources) {
		if change := diffResource(id, old.section("Resources")[id], new.section("Resources")[id]); change != nil {
			changes[id] = change
		}
	}
	spread(changes, old.section("Resources"), new.section("Resources"))
	noteRenamed(changes, old, new)
	noteKept(changes, old.section("Resources"))

	all := make([]Change, 0, len(changes))
	for _, change := range changes {
		all = append(all, *change)
	}
	slices.SortFunc(all, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// rank puts first what users' consumers hang on, and what is lost.
func (c Change) rank() int {
	rank := slices.Index([]Effect{Replace, Delete, Update, Create, Nothing}, c.Effect)
	if !slices.Contains([]string{"AWS::EC2::VPCEndpointService", "AWS::EC2::VPCEndpoint", "AWS::VpcLattice::ResourceConfiguration"}, c.Type) {
		rank += 10
	}
	return rank
}

func diffResource(id string, old, new any) *Change {
	before, hadOne := old.(map[string]any)
	after, hasOne := new.(map[string]any)
	switch {
	case !hadOne:
		return &Change{ID: id, Type: typeOf(after), Effect: Create}
	case !hasOne:
		return &Change{ID: id, Type: typeOf(before), Effect: Delete}
	}
	differences := diffValues("", withProperties(before), withProperties(after))
	if len(differences) == 0 {
		return nil
	}
	change := &Change{ID: id, Type: typeOf(after), Effect: Nothing, Differences: differences}
	if typeOf(before) != typeOf(after) {
		change.Effect = Replace
		change.Note = "another type"
	}
	for i, d := range differences {
		property, isProperty := strings.CutPrefix(d.Path, "Properties.")
		switch {
		case d.Path == "Type":
			differences[i].Replaces = true
		case d.Path == "Condition":
			change.Note = "its condition says whether it is there"
		case isProperty && (cannotUpdate(change.Type, property) || holdsFixed(change.Type, property, d)):
			differences[i].Replaces = true
			change.Effect = Replace
		case isProperty && change.Effect == Nothing:
			change.Effect = Update
		}
	}
	if _, known := replacement.Properties(change.Type); !known && change.Effect == Update && !strings.HasPrefix(change.Type, "Custom::") {
		change.Note = "a type without a schema: it may be replaced"
	}
	return change
}

// withProperties is a resource that has properties, if only none.
func withProperties(resource map[string]any) map[string]any {
	if resource["Properties"] != nil {
		return resource
	}
	resource = maps.Clone(resource)
	resource["Properties"] = map[string]any{}
	return resource
}

// noteKept notes which resources CloudFormation lets be when it loses sight of them.
func noteKept(changes map[string]*Change, old map[string]any) {
	for id, change := range changes {
		policy := map[Effect]string{Delete: "DeletionPolicy", Replace: "UpdateReplacePolicy"}[change.Effect]
		before, _ := old[id].(map[string]any)
		if before[policy] == "Retain" || before[policy] == "RetainExceptOnCreate" {
			change.Note = strings.TrimPrefix(change.Note+"; what is there is kept, outside of the stack", "; ")
		}
	}
}

func typeOf(resource map[string]any) string {
	t, _ := resource["Type"].(string)
	return t
}

// cannotUpdate reports whether a property, given by its path, cannot be updated, or
// lies within one that can't.
func cannotUpdate(resourceType, path string) bool {
	paths, _ := replacement.Properties(resourceType)
	plain := withoutIndices(path) + "."
	return slices.ContainsFunc(paths, func(fixed string) bool { return strings.HasPrefix(plain, fixed+".") })
}

// holdsFixed reports whether a value that came or went as a whole has a part that
// cannot be updated.
func holdsFixed(resourceType, path string, d Difference) bool {
	paths, _ := replacement.Properties(resourceType)
	return slices.ContainsFunc(paths, func(fixed string) bool {
		part, ok := strings.CutPrefix(fixed, withoutIndices(path)+".")
		return ok && (has(d.Old, part) || has(d.New, part))
	})
}

// has reports whether a value has something at a path, in any element of lists.
func has(value any, path string) bool {
	switch v := value.(type) {
	case map[string]any:
		step, rest, more := strings.Cut(path, ".")
		inner, ok := v[step]
		return ok && (!more || has(inner, rest))
	case []any:
		return slices.ContainsFunc(v, func(element any) bool { return has(element, path) })
	default:
		return false
	}
}

// withoutIndices takes the [0] of list elements out of a path.
func withoutIndices(path string) string {
	for {
		before, rest, found := strings.Cut(path, "[")
		if !found {
			return path
		}
		_, after, _ := strings.Cut(rest, "]")
		path = before + after
	}
}

// spread has replacements spread: a resource whose property refers to one that is
// replaced, and cannot be updated, is replaced as well.
func spread(changes map[string]*Change, old, new map[string]any) {
	for again := true; again; {
		again = false
		for id, resource := range new {
			if old[id] == nil || changes[id] != nil && changes[id].Effect == Replace {
				continue
			}
			after, _ := resource.(map[string]any)
			path, cause := fixedReference(after, changes)
			if cause == "" {
				continue
			}
			if changes[id] == nil {
				changes[id] = &Change{ID: id, Type: typeOf(after)}
			}
			changes[id].Effect = Replace
			changes[id].Note = path + " refers to " + cause + ", which is replaced"
			again = true
		}
	}
}

// fixedReference finds a property that cannot be updated and refers to a resource
// that is replaced.
func fixedReference(resource map[string]any, changes map[string]*Change) (path, cause string) {
	properties, _ := resource["Properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if !cannotUpdate(typeOf(resource), name) {
			continue
		}
		for _, id := range assembly.Named(properties[name]) {
			if change := changes[id]; change != nil && change.Effect == Replace {
				return name, id
			}
		}
	}
	return "", ""
}

// diffRest compares all of two templates but their resources.
func diffRest(old, new Template) []Difference {
	var all []Difference
	for _, section := range slices.Sorted(maps.Keys(union(old.body, new.body))) {
		if section != "Resources" {
			all = append(all, diffKeys(section, section, old.body, new.body)...)
		}
	}
	return all
}

// diffValues lists where two values differ, as deep down as they do.
func diffValues(path string, old, new any) []Difference {
	before, wasMap := old.(map[string]any)
	after, isMap := new.(map[string]any)
	if wasMap && isMap && !isIntrinsic(before) && !isIntrinsic(after) {
		var all []Difference
		for _, key := range slices.Sorted(maps.Keys(union(before, after))) {
			all = append(all, diffKeys(join(path, key), key, before, after)...)
		}
		return all
	}
	listBefore, wasList := old.([]any)
	listAfter, isList := new.([]any)
	if wasList && isList {
		return diffLists(path, listBefore, listAfter)
	}
	if reflect.DeepEqual(old, new) {
		return nil
	}
	oldJSON, wasJSON := embedded(old)
	newJSON, isJSON := embedded(new)
	if wasJSON && isJSON && !reflect.DeepEqual(oldJSON, newJSON) {
		return diffValues(path, oldJSON, newJSON)
	}
	return []Difference{{Path: path, Old: old, New: new}}
}

func diffKeys(path, key string, old, new map[string]any) []Difference {
	before, was := old[key]
	after, is := new[key]
	switch {
	case !was:
		return []Difference{{Path: path, Old: Absent{}, New: after}}
	case !is:
		return []Difference{{Path: path, Old: before, New: Absent{}}}
	default:
		return diffValues(path, before, after)
	}
}

// diffLists compares lists of one length by position, and others by what was
// added and taken out.
func diffLists(path string, old, new []any) []Difference {
	var all []Difference
	if len(old) == len(new) {
		for i := range old {
			all = append(all, diffValues(fmt.Sprintf("%s[%d]", path, i), old[i], new[i])...)
		}
		return all
	}
	kept := commonElements(old, new)
	i, j := 0, 0
	for _, pair := range append(kept, [2]int{len(old), len(new)}) {
		for ; i < pair[0]; i++ {
			all = append(all, Difference{Path: fmt.Sprintf("%s[%d]", path, i), Old: old[i], New: Absent{}})
		}
		for ; j < pair[1]; j++ {
			all = append(all, Difference{Path: fmt.Sprintf("%s[%d]", path, j), Old: Absent{}, New: new[j]})
		}
		i, j = i+1, j+1
	}
	return all
}

// commonElements is the longest sequence of positions with equal elements.
func commonElements(old, new []any) [][2]int {
	lengths := make([][]int, len(old)+1)
	for i := range lengths {
		lengths[i] = make([]int, len(new)+1)
	}
	for i := len(old) - 1; i >= 0; i-- {
		for j := len(new) - 1; j >= 0; j-- {
			if reflect.DeepEqual(old[i], new[j]) {
				lengths[i][j] = lengths[i+1][j+1] + 1
			} else {
				lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(old) && j < len(new); {
		switch {
		case reflect.DeepEqual(old[i], new[j]):
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case lengths[i+1][j] >= lengths[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// isIntrinsic reports whether a value is computed by CloudFormation: it is shown
// as a whole.
func isIntrinsic(value map[string]any) bool {
	if len(value) != 1 {
		return false
	}
	for key := range value {
		return key == "Ref" || key == "Condition" || strings.HasPrefix(key, "Fn::")
	}
	return false
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func union[V any](a, b map[string]V) map[string]bool {
	keys := map[string]bool{}
	for key := range a {
		keys[key] = true
	}
	for key := range b {
		keys[key] = true
	}
	return keys
}

// FixedProperties lists the properties of a resource type that cannot be updated,
// as paths with dots: a change of one replaces the resource.
func FixedProperties(resourceType string) []string {
	paths, _ := replacement.Properties(resourceType)
	return slices.Clone(paths)
}
