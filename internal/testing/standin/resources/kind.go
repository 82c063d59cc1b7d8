package resources

import (
	"fmt"
	"maps"
)

// kind is what the stand-in knows of a resource type, beside its schema.
type kind struct {
	// id makes the physical ID, which Ref gives.
	id func(w *World, r *Resource) string
	// attributes are what Fn::GetAtt gives. Those that aren't here fail.
	attributes func(w *World, r *Resource) map[string]any
	// knownBy names the attributes that other resources call it by, beside its ID.
	knownBy []string
	// state is that of a new resource, where it has one.
	state func(w *World, r *Resource) string
	// references are the properties that name other resources.
	references []reference
}

// reference is a property that names resources of a type, which must exist in the
// same account and Region.
type reference struct {
	property string
	to       string
	// holds: what is named can't be deleted while this resource is there.
	holds bool
	// unless tells values that name nothing of the app's.
	unless func(value string) bool
}

// kinds are all the types that the stand-in knows.
var kinds = map[string]kind{}

// know adds kinds. It returns something, so that variables can be declared by it: each
// file tells its own.
func know(all map[string]kind) bool {
	maps.Copy(kinds, all)
	return true
}

// kind returns what is known of a type; a type that isn't known fails.
func (w *World) kind(resourceType string) (kind, error) {
	if _, ok := w.schemas[resourceType]; !ok {
		return kind{}, says("Template format error: Unrecognized resource types: [%s]", resourceType)
	}
	known, ok := kinds[resourceType]
	if !ok {
		return kind{}, fmt.Errorf("the stand-in doesn't know resources of type %s", resourceType)
	}
	return known, nil
}

// prefixed makes IDs such as vpc-0000000000000001a.
func prefixed(prefix string) func(*World, *Resource) string {
	return func(_ *World, r *Resource) string { return fmt.Sprintf("%s-%017x", prefix, r.number) }
}

// named makes IDs out of the resource's own name, or else out of that within the
// template.
func named(property string) func(*World, *Resource) string {
	return func(_ *World, r *Resource) string { return r.ownName(property) }
}

// ownName is the name that a property gives, or one that CloudFormation makes up.
func (r *Resource) ownName(property string) string {
	return r.Or(property, fmt.Sprintf("%.15s-%012X", r.Name, r.number))
}

// arn makes ARNs such as arn:aws:sns:us-east-1:111122223333:name.
func (r *Resource) arn(service, path string) string {
	return fmt.Sprintf("arn:aws:%s:%s:%s:%s", service, r.Region, r.Account, path)
}
