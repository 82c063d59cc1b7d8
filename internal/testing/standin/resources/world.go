// Package resources stands in for what AWS does with the resources that this
// library and its examples make: it keeps them, and refuses what AWS refuses, as far
// as AWS says so in public. Each refusal is a [Rule] with its source. What AWS demands of
// the resources that PrivateLink runs over is package network's, which the check of
// templates uses too: here all of their values are known, and nothing exists besides.
//
// Their tests are in package deployment, beside those of the library's rules, of which
// many are for the same demands.
//
// It is no AWS: nothing runs but functions (package lambda), no packet flows and no name resolves. What it doesn't
// know it refuses, so that nothing passes unseen.
package resources

import (
	"fmt"
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/schemas"
)

// Place is where a resource lives.
type Place = network.Place

// World is all that exists, in all accounts and Regions.
type World struct {
	// Custom runs the function of a custom resource, and returns its ID and attributes; nil
	// where no functions run: then custom resources are refused.
	Custom func(request string, r *Resource, before Properties) (id string, data map[string]any, err error)

	schemas   schemas.Schemas
	model     *network.Model
	resources []*Resource
	byNode    map[*network.Resource]*Resource
	shifts    map[string]int
	offers    []Offer
	verifies  bool
	made      int
}

// NewWorld returns an empty world, in which AWS's own services exist. Its resources
// are checked against the schemas.
func NewWorld(schemas schemas.Schemas) *World {
	w := &World{schemas: schemas, model: network.New(), byNode: map[*network.Resource]*Resource{}, shifts: map[string]int{}}
	w.model.Closed = true
	w.model.ZoneID = w.zoneID
	w.model.Elsewhere = func(endpoint *network.Resource) *network.Offer { return w.offerTo(w.byNode[endpoint]) }
	return w
}

// Resource is one thing that exists.
type Resource struct {
	// With its place, type, physical ID and properties.
	*network.Resource
	// Name is what the resource is called after where it has no name of its own.
	Name string
	// State is that of an endpoint's connection, and of a private DNS name.
	State string

	// provider is the service that an endpoint of the world is connected to.
	provider *Resource
	// data are the attributes of a custom resource.
	data   map[string]any
	number int
}

// States of an endpoint's connection, and of the private DNS name of a service.
const (
	Available           = "available"
	Rejected            = "rejected"
	PendingAcceptance   = "pendingAcceptance"
	PendingVerification = "pendingVerification"
	Verified            = "verified"
)

// Create makes a resource. It is refused as AWS would refuse it, and then nothing
// is made.
func (w *World) Create(place Place, resourceType, name string, properties Properties) (*Resource, error) {
	if isCustom(resourceType) {
		return w.createCustom(place, resourceType, name, properties)
	}
	kind, err := w.kind(resourceType)
	if err != nil {
		return nil, err
	}
	if err := w.validate(resourceType, properties); err != nil {
		return nil, err
	}
	r := w.add(place, resourceType, name, properties)
	r.ID = kind.id(w, r)
	if err := w.admit(r, nil); err != nil {
		w.remove(r)
		return nil, err
	}
	if kind.state != nil {
		r.State = kind.state(w, r)
	}
	if offer := w.offerTo(r); r.Type == endpoint && offer != nil {
		r.provider = w.byNode[offer.Service] // Losing the permission later doesn't disconnect it.
	}
	return r, nil
}

// add puts a resource into the world and its model.
func (w *World) add(place Place, resourceType, name string, properties Properties) *Resource {
	w.made++
	r := &Resource{Resource: &network.Resource{Place: place, Type: resourceType}, Name: name, number: w.made}
	if len(kinds[resourceType].knownBy) > 0 {
		r.Aliases = func(id string) bool {
			return slices.ContainsFunc(kinds[resourceType].knownBy, func(attribute string) bool { return w.attributes(r)[attribute] == id })
		}
	}
	if resourceType == network.VPCCidrBlock {
		r.Range6 = r.range6
	}
	w.resources = append(w.resources, r)
	w.byNode[r.Resource] = r
	w.model.Add(r.Resource, properties)
	return r
}

func (w *World) remove(r *Resource) {
	w.resources = slices.DeleteFunc(w.resources, func(other *Resource) bool { return other == r })
	delete(w.byNode, r.Resource)
	w.model.Remove(r.Resource)
}

// Give puts a resource there that was made elsewhere, by its ID, without asking whether
// AWS would have let it be made.
func (w *World) Give(place Place, resourceType, id string, properties Properties) *Resource {
	r := w.add(place, resourceType, id, properties)
	r.ID = id
	return r
}

// Update gives a resource other properties, in place. When it is refused the
// resource stays as it was.
func (w *World) Update(r *Resource, properties Properties) error {
	if isCustom(r.Type) {
		return w.updateCustom(r, properties)
	}
	if err := w.validate(r.Type, properties); err != nil {
		return err
	}
	node := *r.Resource
	before := *r
	before.Resource = &node
	w.model.Set(r.Resource, properties)
	err := w.admit(r, &before)
	for _, other := range w.dependents(r) {
		if err == nil {
			err = w.admit(other, other)
		}
	}
	if err != nil {
		w.model.Set(r.Resource, before.Properties)
		return err
	}
	if r.Type == endpointService && before.Text("PrivateDnsName") != r.Text("PrivateDnsName") {
		r.State = kinds[endpointService].state(w, r)
	}
	return nil
}

// dependents are the listeners and services of a load balancer, and the listeners of a
// target group: what a change of these breaks of theirs is refused. Of other resources
// AWS doesn't say so.
func (w *World) dependents(r *Resource) []*Resource {
	var found []*Resource
	switch r.Type {
	case loadBalancer:
		found = w.those(r.Listeners())
		if service := r.ServiceOf(); service != nil {
			found = append(found, w.byNode[service])
		}
	case targetGroup:
		found = w.those(r.Forwarders())
	}
	return found
}

// Delete takes a resource away, unless something needs it.
func (w *World) Delete(r *Resource) error {
	if err := w.release(r); err != nil {
		return err
	}
	if isCustom(r.Type) {
		if err := w.tell("Delete", r, nil); err != nil {
			return err
		}
	}
	w.remove(r)
	return nil
}

// Attribute is what Fn::GetAtt gives. The schema knows which there are.
func (w *World) Attribute(r *Resource, name string) (any, error) {
	if isCustom(r.Type) {
		value, ok := r.data[name]
		if !ok {
			return nil, says("Vendor response doesn't contain %s attribute in object %s", name, r.ID)
		}
		return value, nil
	}
	if _, ok := w.schemas[r.Type].Attributes[name]; !ok {
		return nil, says("Template error: resource %s does not support attribute type %s in Fn::GetAtt", r.Name, name)
	}
	value, ok := w.attributes(r)[name]
	if !ok {
		return nil, fmt.Errorf("the stand-in doesn't know attribute %s of %s", name, r.Type)
	}
	return value, nil
}

// attributes are computed when they are asked for: a VPC gets its IPv6 ranges later.
func (w *World) attributes(r *Resource) map[string]any {
	if kind := kinds[r.Type]; kind.attributes != nil {
		return kind.attributes(w, r)
	}
	return nil
}

// Identifier lists what a resource of a type is imported by.
func (w *World) Identifier(resourceType string) []string { return w.schemas[resourceType].Identifier }

// Identified returns the resource that has all values of an identifier; nil if there is
// none.
func (w *World) Identified(place Place, resourceType string, identifier map[string]string) *Resource {
	for _, r := range w.All(resourceType) {
		if r.Place == place && w.has(r, identifier) {
			return r
		}
	}
	return nil
}

func (w *World) has(r *Resource, identifier map[string]string) bool {
	attributes := w.attributes(r)
	for name, value := range identifier {
		if own, ok := attributes[name]; ok && own != value || !ok && r.Or(name, r.ID) != value {
			return false
		}
	}
	return true
}

// All returns the resources of a type, in the order of their making.
func (w *World) All(resourceType string) []*Resource { return w.those(w.model.All(resourceType)) }

// Of is the resource of a node of the model.
func (w *World) Of(node *network.Resource) *Resource { return w.byNode[node] }

// Connections are the endpoints of a service, those that were rejected among them.
func (w *World) Connections(service *Resource) []*Resource {
	return slices.DeleteFunc(w.All(endpoint), func(e *Resource) bool { return e.provider != service })
}

// Provider is the service of the world that an endpoint is connected to.
func (w *World) Provider(e *Resource) *Resource { return e.provider }

// Model is all that exists, for what follows packets through it.
func (w *World) Model() *network.Model { return w.model }

// Count is how many resources exist.
func (w *World) Count() int { return len(w.resources) }

// those are resources of the model.
func (w *World) those(nodes []*network.Resource) []*Resource {
	var found []*Resource
	for _, node := range nodes {
		found = append(found, w.byNode[node])
	}
	return found
}

// Accept is what a provider does for an endpoint that waits for it.
func (w *World) Accept(endpoint *Resource) { endpoint.State = Available }

// Verify is what AWS does once the domain of a service's private name is proven.
func (w *World) Verify(service *Resource) { service.State = Verified }

// VerifyAll has every domain proven as soon as a service asks for it.
func (w *World) VerifyAll() { w.verifies = true }

// Knows returns an error for a resource type that CloudFormation, or the stand-in,
// doesn't know.
func (w *World) Knows(resourceType string) error {
	if isCustom(resourceType) {
		return nil
	}
	_, err := w.kind(resourceType)
	return err
}

// Types lists the resource types that the stand-in knows.
func Types() []string {
	var types []string
	for resourceType := range kinds {
		types = append(types, resourceType)
	}
	slices.Sort(types)
	return types
}
