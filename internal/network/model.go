package network

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// Place is where a resource lives. A stack that leaves its account, or its Region, open has its
// ID there: what is deployed by itself may be anywhere.
type Place struct{ Account, Region string }

// Model is a set of resources.
//
// Reading a value that isn't known, or looking for what may exist elsewhere, leaves a
// doubt, and gives the zero value. An answer that was found with doubts is void; where
// parts of it are sure by themselves, sure and some tell these apart.
type Model struct {
	// Closed: nothing exists besides these resources.
	Closed bool
	// ZoneID tells a zone's ID by its name in an account; nil where names are all that
	// is known.
	ZoneID func(place Place, name string) string
	// Elsewhere finds the service of an endpoint that isn't one of the model's; nil where
	// nothing is known of such.
	Elsewhere func(endpoint *Resource) *Offer

	byType map[string][]*Resource
	// handedOver are the resources that are given to what can't be looked into.
	handedOver map[*Resource]bool
	bySource   map[*assembly.Resource]*Resource
	indexes    map[index]*entries
	doubted    bool
	// why is the first thing that isn't known, of what is in doubt.
	why any
	// leads are the records that lead to endpoints, and named what records name; nil until it
	// is asked for.
	leads map[*Resource][]*Resource
	named map[*Resource]bool
	// zones are those of VPCs; only of a model in which nothing else brings any.
	zones map[key][]zoneHolder
	// hostedZones are private ones by their VPCs; nil until it is asked for.
	hostedZones map[key][]*Resource
}

// New returns an empty model.
func New() *Model {
	return &Model{byType: map[string][]*Resource{}, bySource: map[*assembly.Resource]*Resource{}, handedOver: map[*Resource]bool{}, indexes: map[index]*entries{}}
}

// Resource is one of a model's.
type Resource struct {
	Object
	Place
	Type string
	// ID is the physical one; empty where it isn't known.
	ID string
	// Source is the resource of a template; nil for one that exists.
	Source *assembly.Resource
	// Range6 are the IPv6 ranges that AWS chose; nil where that isn't known.
	Range6 func() []netip.Prefix
	// Aliases tells what an existing resource goes by besides its ID; nil for nothing.
	Aliases func(id string) bool
	// Uncertain: whether it exists is only known at deploy, and so is everything of it.
	Uncertain bool
}

// String names the resource: by its construct's path, or as CloudFormation does.
func (r *Resource) String() string {
	switch {
	case r.Source == nil:
		return r.ID
	case r.Source.Path() != "":
		return constructOf(r.Source.Path())
	}
	return r.Source.ID
}

// Add makes a resource one of the model's.
func (m *Model) Add(r *Resource, properties Properties) {
	m.leads, m.zones, m.hostedZones = nil, nil, nil
	r.Object = Object{Properties: properties, model: m}
	if r.Uncertain {
		r.Object.all = assembly.Unknown{Reason: "a condition"}
	}
	m.byType[r.Type] = append(m.byType[r.Type], r)
	if r.Source != nil {
		m.bySource[r.Source] = r
	}
	for i, entries := range m.indexes {
		if i.of == r.Type {
			entries.add(r, i.path)
		}
	}
}

// Remove takes a resource away.
func (m *Model) Remove(r *Resource) {
	m.byType[r.Type] = slices.DeleteFunc(m.byType[r.Type], func(other *Resource) bool { return other == r })
	m.forget(r)
}

// Set gives a resource other properties.
func (m *Model) Set(r *Resource, properties Properties) {
	r.Properties = properties
	m.forget(r)
}

func (m *Model) forget(r *Resource) {
	m.leads, m.zones, m.hostedZones = nil, nil, nil
	for i := range m.indexes {
		if i.of == r.Type {
			delete(m.indexes, i)
		}
	}
}

// All returns the resources of a type, in the order in which they were added.
func (m *Model) All(resourceType string) []*Resource { return m.byType[resourceType] }

// Doubt takes note that something isn't known.
func (m *Model) Doubt() { m.doubtOf(nil) }

// doubtOf says what it is: a value of a template, or words.
func (m *Model) doubtOf(what any) {
	if m.why == nil || !m.doubted {
		m.why = what
	}
	m.doubted = true
}

// doubts reports whether there are any so far. A check asks for them before it looks at
// several things, each by itself, where all hang on what it read before.
func (m *Model) doubts() bool { return m.doubted }

// doubt is what a part of a check was left in; the zero value is none.
type doubt struct {
	is  bool
	why any
}

// alone runs a part of a check by itself, and returns what doubt it had.
func (m *Model) alone(part func()) doubt {
	before := doubt{m.doubted, m.why}
	m.doubted, m.why = false, nil
	part()
	own := doubt{m.doubted, m.why}
	m.doubted, m.why = before.is, before.why
	return own
}

// sure reports whether a part of a check, by itself, had no doubts.
func (m *Model) sure(part func()) bool { return !m.alone(part).is }

// may reports whether something is, or is in doubt.
func (m *Model) may(is func() bool) (may bool) {
	doubt := m.alone(func() { may = is() })
	return may || doubt.is
}

// keep leaves a doubt that a part had.
func (m *Model) keep(d doubt) {
	if d.is {
		m.doubtOf(d.why)
	}
}

// some reports whether one of several surely is: then doubts about others don't matter.
func some[T any](m *Model, list []T, is func(T) bool) bool {
	var first doubt
	for _, one := range list {
		var yes bool
		d := m.alone(func() { yes = is(one) })
		if yes && !d.is {
			return true
		}
		if !first.is {
			first = d
		}
	}
	m.keep(first)
	return false
}

// index is by what the resources of a type are found: the values at a path.
type index struct{ of, path string }

// entries are resources by the keys of their values.
type entries struct {
	byKey map[key][]*Resource
	// plain and referred say whether there are keys that are known values, and references;
	// perhaps, whether there are resources whose values aren't known.
	plain, referred, perhaps bool
}

// key is what two values that mean the same thing have in common.
type key struct {
	place Place
	text  string
	of    *Resource
}

// byName are what names another resource by its name instead, where a path has nothing.
//
// Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html,
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html
var byName = map[index]bool{{Ingress, "GroupId"}: true, {RecordSet, "HostedZoneId"}: true, {RecordSetGroup, "HostedZoneId"}: true}

func (e *entries) add(r *Resource, path string) {
	values := r.at(path)
	e.perhaps = e.perhaps || len(values) == 0 && byName[index{r.Type, path}]
	for _, value := range values {
		k, ok := r.model.key(value, r.Place)
		switch {
		case !ok:
			e.perhaps = true
			continue
		case k.of == nil:
			e.plain = true
		default:
			e.referred = true
		}
		if !slices.Contains(e.byKey[k], r) {
			e.byKey[k] = append(e.byKey[k], r)
		}
	}
}

// key returns the key of a value in a place; ok is false where it isn't known.
func (m *Model) key(value any, place Place) (k key, ok bool) {
	switch value := value.(type) {
	case assembly.Reference:
		if r := m.bySource[value.Resource]; r != nil && isIdentity(r.Type, value.Attribute) {
			return key{of: r}, true
		}
		if value.Resource != nil {
			return key{text: value.Resource.Stack.ID + value.String()}, true
		}
		return key{text: value.Attribute}, true
	case assembly.Text:
		if _, unknown := assembly.UnknownIn(value); unknown {
			return key{}, false
		}
		var text string
		for _, part := range value {
			if reference, ok := part.(assembly.Reference); ok && reference.Resource != nil {
				text += reference.Resource.Stack.ID
			}
			text += assembly.Format(part)
		}
		return key{text: text}, true
	}
	if text, ok := assembly.Scalar(value); ok {
		return key{place: place, text: text}, true
	}
	return key{}, false
}

// indexOf are the resources of a type by the values at a path.
func (m *Model) indexOf(of, path string) *entries {
	i := index{of, path}
	if m.indexes[i] == nil {
		e := &entries{byKey: map[key][]*Resource{}}
		for _, r := range m.All(of) {
			e.add(r, path)
		}
		m.indexes[i] = e
	}
	return m.indexes[i]
}

// Having returns the resources of a type that surely have a value at a path. There may
// be others: see HavingOnly.
func (m *Model) Having(of, path string, value any, place Place) []*Resource {
	k, ok := m.key(value, place)
	if !ok {
		m.doubtOf(value)
		return nil
	}
	return m.indexOf(of, path).byKey[k]
}

// HavingOnly returns the same, with a doubt if there may be others: in the model, or made by
// what the resource that is named is handed over to.
func (m *Model) HavingOnly(of, path string, value any, place Place) []*Resource {
	e := m.indexOf(of, path)
	k, _ := m.key(value, place)
	if e.perhaps || k.of == nil && e.referred || k.of != nil && e.plain || m.handedOver[k.of] {
		m.doubtOf("what each " + of + " names in " + path)
	}
	return m.Having(of, path, value, place)
}

// Naming returns the resources of a type that surely name a resource at a path.
func (m *Model) Naming(of, path string, r *Resource) []*Resource {
	return m.Having(of, path, r.Self(), r.Place)
}

// NamingOnly returns the same, with a doubt if there may be others.
func (m *Model) NamingOnly(of, path string, r *Resource) []*Resource {
	if r.Source == nil && !m.Closed {
		m.doubtOf(outside{r.ID}) // What exists already may be named from anywhere.
	}
	return m.HavingOnly(of, path, r.Self(), r.Place)
}

// Self is the value that names the resource.
func (r *Resource) Self() any {
	if r.Source != nil {
		return assembly.Reference{Resource: r.Source}
	}
	return r.ID
}

// bySourceOf is the resource that a reference leads to, whatever its attribute; nil for
// other values.
func (m *Model) bySourceOf(value any) *Resource {
	reference, ok := value.(assembly.Reference)
	if !ok || reference.Resource == nil {
		return nil
	}
	return m.bySource[reference.Resource]
}

// twins are the other resources of the type that surely have the same value at a path.
func (r *Resource) twins(path string) []*Resource {
	value := r.Value(path)
	if value == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.model.Having(r.Type, path, value, r.Place)), func(other *Resource) bool { return other == r })
}

// repeats reports whether two of several values surely are the same.
func (m *Model) repeats(values []any, place Place) bool {
	seen := map[key]bool{}
	for _, value := range values {
		if k, ok := m.key(value, place); ok {
			if seen[k] {
				return true
			}
			seen[k] = true
		}
	}
	return false
}

// hasRegion and hasAccount report whether a place is fixed.
func (p Place) hasRegion() bool { return p.Region != "" && !strings.HasPrefix(p.Region, openRegion) }

// openRegion begins the name of a Region that isn't fixed.
const openRegion = "the Region of "

func (p Place) hasAccount() bool { return accountID.MatchString(p.Account) }

var accountID = regexp.MustCompile(`^\d{12}$`)

func (p Place) String() string { return p.Account + "/" + p.Region }

// isElsewhere reports whether two places surely are different ones.
func isElsewhere(a, b Place) bool {
	return a.hasRegion() && b.hasRegion() && a.Region != b.Region || a.hasAccount() && b.hasAccount() && a.Account != b.Account
}
