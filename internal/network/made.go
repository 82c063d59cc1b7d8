package network

import (
	"bytes"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// Made is the model of what an assembly makes. What exists elsewhere is not part of it.
func Made(a *assembly.Assembly) *Model {
	m := New()
	for _, stack := range a.Stacks {
		for _, id := range stack.IDs() {
			m.addMade(stack, stack.Template.Resources[id])
		}
		if stack.Template.Incomplete {
			m.addUnknown(stack)
		}
	}
	for _, stack := range a.Stacks {
		for _, id := range stack.IDs() {
			m.handOver(a, stack.Template.Resources[id])
		}
	}
	return m
}

// handOver takes note of what a resource is given that can't be looked into: a custom
// resource, a stack that is no part of the assembly, or a type that isn't AWS's. It may add
// rules to a group, listeners to a load balancer, records to a zone, and so on.
func (m *Model) handOver(a *assembly.Assembly, to *assembly.Resource) {
	isOpaque := !strings.HasPrefix(to.Type, "AWS::") || slices.Contains(opaque, to.Type)
	if !isOpaque || slices.Contains(harmless, to.Type) || a.Nests(to) {
		return
	}
	for _, given := range assembly.ReferencesIn(to.Values()) {
		if r := m.bySource[given.Resource]; r != nil && isIdentity(r.Type, given.Attribute) {
			m.handedOver[r] = true
		}
	}
}

// opaque are AWS's types that make of what they are given whatever they like.
var opaque = []string{
	"AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet",
	"AWS::ServiceCatalog::CloudFormationProvisionedProduct",
}

// harmless are custom resources that change nothing which is demanded here: the CDK's own, which
// empty a bucket, fill it, have it tell of its objects, and hand values to the app's stacks in
// other Regions; and those of package privatelinkfunctions of which it is known what they do.
var harmless = []string{
	"Custom::S3AutoDeleteObjects", "Custom::CDKBucketDeployment", "Custom::S3BucketNotifications", "Custom::CrossRegionExportWriter",
	Verification, Acceptance, Rejection, "Custom::PrivateLinkZones",
}

// unsettled leaves a doubt about what is not said of a resource, where it is handed to
// something that may say it.
func (r *Resource) unsettled() {
	if r.model.handedOver[r] {
		r.model.Doubt()
	}
}

func (m *Model) addMade(stack *assembly.Stack, of *assembly.Resource) {
	if !slices.Contains(Types, of.Type) && !slices.Contains(passed, of.Type) {
		return
	}
	if of.Type == Function && !bytes.Contains(of.Encoded, []byte("VpcConfig")) {
		return // It is in no network, and there may be thousands.
	}
	exists, known := of.Exists()
	if known && !exists {
		return
	}
	r := &Resource{Place: placeOf(stack), Type: of.Type, Source: of, Uncertain: !known || stack.Template.Macro || of.Incomplete()}
	m.Add(r, of.Values())
}

// addUnknown stands for what a macro or a loop may make: of each type something of which
// nothing is known.
func (m *Model) addUnknown(stack *assembly.Stack) {
	for _, of := range slices.Concat(Types, passed) {
		m.Add(&Resource{Place: placeOf(stack), Type: of, Uncertain: true, ID: stack.Name + "." + of}, nil)
	}
}

func placeOf(stack *assembly.Stack) Place {
	place := Place{stack.Account, stack.Region}
	if place.Account == "" {
		place.Account = stack.Place()
	}
	if place.Region == "" {
		place.Region = openRegion + stack.Place()
	}
	return place
}

// Way are the resources that PrivateLink traffic passes, in the order of the model: services
// and endpoints, what they refer to, are reached by and named by.
func (m *Model) Way() []*Resource {
	on := map[*Resource]bool{}
	var next []*Resource
	add := func(found ...*Resource) {
		for _, r := range found {
			if r != nil && !on[r] && !slices.Contains(passed, r.Type) {
				on[r] = true
				next = append(next, r)
			}
		}
	}
	for _, of := range []string{EndpointService, Endpoint, Permissions, Notification, Rejection, Targets, ResourceConfiguration, ResourceGateway, ResourceAssociation, ResourceShare} {
		add(m.All(of)...)
	}
	for len(next) > 0 {
		r := next[0]
		next = next[1:]
		for _, reference := range assembly.ReferencesIn(r.Properties) {
			add(m.bySource[reference.Resource])
		}
		for _, inward := range inwards[r.Type] {
			add(m.Naming(inward.of, inward.path, r)...)
		}
		if r.Type == Endpoint {
			add(m.leading(r)...)
		}
	}
	for _, of := range []string{RecordSet, Parameter} { // What tells of a service.
		for _, r := range m.All(of) {
			if slices.ContainsFunc(assembly.ReferencesIn(r.Properties), func(reference assembly.Reference) bool {
				to := m.bySource[reference.Resource]
				return to != nil && (to.Type == EndpointService || to.Type == ResourceConfiguration)
			}) {
				on[r] = true
			}
		}
	}
	m.doubted = false
	var way []*Resource
	for _, of := range Types {
		for _, r := range m.All(of) {
			if on[r] {
				way = append(way, r)
			}
		}
	}
	return way
}

// inwards are what belongs to a resource of a type without being named by it.
var inwards = map[string][]index{
	LoadBalancer: {{Listener, "LoadBalancerArn"}},
	Listener:     {{ListenerRule, "ListenerArn"}, {ListenerCertificate, "ListenerArn"}},
	TargetGroup:  {{EcsService, "LoadBalancers.TargetGroupArn"}, {ScalingGroup, "TargetGroupARNs"}},
	SecurityGroup: {
		{Ingress, "GroupId"}, {Egress, "GroupId"},
	},
}
