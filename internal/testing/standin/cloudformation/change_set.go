package cloudformation

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// ChangeSet is what a template would change.
type ChangeSet struct {
	Name, ID       string
	Stack          *Stack
	Description    string
	Status, Reason string
	Parameters     map[string]string
	Tags           map[string]string
	Body           string
	Changes        []Change
	Executed       bool
	Created        time.Time

	template   *assembly.Template
	parameters map[string]any
	imported   map[string]*resources.Resource
	actual     bool
	role       string
	// capabilities that nested stacks are deployed with, too.
	capabilities []string
}

// Change is what a change set would do to a resource.
type Change struct {
	// Action is Add, Modify, Remove or Import.
	Action                      string
	LogicalID, PhysicalID, Type string
	// Replaces: another resource takes its place.
	Replaces bool
	// Properties are those that change, as paths with dots.
	Properties []string
}

// Replaced lists the resources that changes replace or remove, of some types; of all
// if none are named.
func Replaced(changes []Change, types ...string) []string {
	var ids []string
	for _, change := range changes {
		if (change.Replaces || change.Action == "Remove") && (len(types) == 0 || slices.Contains(types, change.Type)) {
			ids = append(ids, change.LogicalID)
		}
	}
	return ids
}

// ChangeSetInput is what a change set is made of.
type ChangeSetInput struct {
	StackName, Name, Description, Body string
	// Role is what CloudFormation deploys as; empty: as who asks.
	Role             string
	Parameters, Tags map[string]string
	// Unchanged are parameters that keep the stack's values.
	Unchanged    []string
	Capabilities []string
	// Import makes it one that imports resources, and does nothing else.
	Import []Import
	// RevertDrift compares the template with what the resources are, not with what the
	// last template said of them.
	//
	// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
	RevertDrift bool
}

// CreateChangeSet compares a template with a stack. A template that makes no sense is
// an error, one that changes nothing a change set that failed.
func (c *CloudFormation) CreateChangeSet(place resources.Place, input ChangeSetInput) (*ChangeSet, error) {
	template, err := parse(input.Body)
	if err != nil {
		return nil, err
	}
	if err := c.known(template, input.Capabilities); err != nil {
		return nil, err
	}
	stack := c.Stack(place, input.StackName)
	if stack == nil {
		stack = &Stack{Place: place, Name: input.StackName, Created: time.Now().UTC(), held: map[string]*resources.Resource{}}
		stack.ID = fmt.Sprintf("arn:aws:cloudformation:%s:%s:stack/%s/00000000-0000-0000-0000-%012x", place.Region, place.Account, stack.Name, c.number())
		stack.Status = "REVIEW_IN_PROGRESS"
	} else if !stack.exists() && stack.Status != "REVIEW_IN_PROGRESS" || stack.Status == "DELETE_FAILED" || stack.Status == "UPDATE_ROLLBACK_FAILED" {
		return nil, says("Stack:%s is in %s state and can not be updated.", stack.ID, stack.Status)
	}
	given := map[string]string{}
	maps.Copy(given, input.Parameters)
	for _, name := range input.Unchanged {
		value, ok := stack.Parameters[name]
		if !ok {
			return nil, says("Parameters: [%s] have no previous value", name)
		}
		given[name] = value
	}
	values, err := c.valuesOf(place, template, given)
	if err != nil {
		return nil, err
	}
	for name, parameter := range template.Parameters {
		if text, ok := assembly.Scalar(parameter.Default); ok && given[name] == "" {
			given[name] = text // Which later change sets may keep.
		}
	}
	s := c.scope(stack, template, values)
	if err := s.rulesHold(); err != nil {
		return nil, err
	}
	imported, failed, err := c.imported(s, input)
	if err != nil {
		return nil, err
	}
	var changes []Change
	if failed == nil {
		s.actual = input.RevertDrift
		changes, err = c.plan(s, imported)
	}
	if err != nil {
		return nil, err
	}
	if stack.Status == "REVIEW_IN_PROGRESS" && !slices.Contains(c.stacks, stack) {
		c.stacks = append(c.stacks, stack)
	}
	set := &ChangeSet{
		Name: input.Name, Stack: stack, Description: input.Description, Status: "CREATE_COMPLETE", Parameters: given, Tags: input.Tags,
		Body: input.Body, Changes: changes, Created: time.Now().UTC(), template: template, parameters: values, imported: imported, actual: input.RevertDrift, role: input.Role,
		capabilities: input.Capabilities,
	}
	set.ID = fmt.Sprintf("arn:aws:cloudformation:%s:%s:changeSet/%s/00000000-0000-0000-0000-%012x", place.Region, place.Account, input.Name, c.number())
	if c.same(set) {
		set.Status, set.Reason = "FAILED", "The submitted information didn't contain changes. Submit different information to create a change set."
	}
	if failed != nil {
		set.Status, set.Reason = "FAILED", failed.Error()
	}
	stack.changeSets = append(stack.changeSets, set)
	return set, nil
}

// known refuses types that aren't, and roles without the capability for them.
func (c *CloudFormation) known(template *assembly.Template, capabilities []string) error {
	for id, resource := range template.Resources {
		if err := c.World.Knows(resource.Type); err != nil && resource.Type != metadata {
			return fmt.Errorf("%s: %w", id, err)
		}
		if strings.HasPrefix(resource.Type, "AWS::IAM::") && !slices.ContainsFunc(capabilities, func(c string) bool { return strings.HasSuffix(c, "_IAM") }) {
			return says("Requires capabilities : [CAPABILITY_IAM]")
		}
		if resource.Type == "AWS::IAM::Role" && resource.Properties()["RoleName"] != nil && !slices.Contains(capabilities, "CAPABILITY_NAMED_IAM") {
			return says("Requires capabilities : [CAPABILITY_NAMED_IAM]")
		}
	}
	return nil
}

// metadata is the CDK's own resource, which makes nothing.
const metadata = "AWS::CDK::Metadata"

// same says whether a change set would leave the stack as it is.
func (c *CloudFormation) same(set *ChangeSet) bool {
	stack := set.Stack
	return stack.exists() && stack.template != nil && sameJSON(set.Body, stack.Body) &&
		reflect.DeepEqual(set.parameters, stack.parameters) && maps.Equal(set.Tags, stack.Tags) && len(set.Changes) == 0
}

func sameJSON(a, b string) bool {
	var decodedA, decodedB any
	return json.Unmarshal([]byte(a), &decodedA) == nil && json.Unmarshal([]byte(b), &decodedB) == nil && assembly.Same(decodedA, decodedB)
}

// plan says what would change, as far as that can be told before.
func (c *CloudFormation) plan(s *scope, imported map[string]*resources.Resource) ([]Change, error) {
	for name := range s.Template.Conditions {
		if _, err := s.present(name); err != nil {
			return nil, err
		}
	}
	present := map[string]bool{}
	for id, resource := range s.Template.Resources {
		is, err := s.present(resource.Condition)
		if err != nil {
			return nil, err
		}
		present[id] = is && resource.Type != metadata
	}
	ordered, err := order(s.Template, func(id string) bool { return present[id] }, func(int) int { return 0 })
	if err != nil {
		return nil, err
	}
	replaced := map[string]bool{}
	s.resource = func(id string) *resources.Resource {
		switch {
		case replaced[id]:
			return nil
		case imported[id] != nil:
			return imported[id]
		}
		return s.stack.held[id]
	}
	var changes []Change
	for _, id := range ordered {
		resource := s.Template.Resources[id]
		held := s.stack.held[id]
		if imported[id] != nil {
			changes = append(changes, Change{Action: "Import", LogicalID: id, Type: resource.Type, PhysicalID: imported[id].ID})
			continue
		}
		if held == nil {
			changes = append(changes, Change{Action: "Add", LogicalID: id, Type: resource.Type})
			continue
		}
		if held.Type != resource.Type {
			return nil, says("Update of resource type is not permitted. The new template modifies resource type of the following resources: [%s]", id)
		}
		value, err := s.Value(resource.Properties())
		if err != nil {
			return nil, err
		}
		changed := resources.Changed(s.stack.recorded(id, s.actual), asProperties(value))
		if len(changed) == 0 && sameBesides(s.stack.template.Resources[id], resource) {
			continue
		}
		change := Change{Action: "Modify", LogicalID: id, Type: resource.Type, PhysicalID: held.ID, Properties: changed}
		change.Replaces = c.replaces(resource.Type, changed)
		replaced[id] = change.Replaces
		changes = append(changes, change)
	}
	for _, id := range slices.Sorted(maps.Keys(s.stack.held)) {
		if !present[id] {
			held := s.stack.held[id]
			changes = append(changes, Change{Action: "Remove", LogicalID: id, Type: held.Type, PhysicalID: held.ID})
		}
	}
	if imported != nil {
		return changes, importsOnly(changes)
	}
	return changes, nil
}

// sameBesides compares what resources have beside their properties.
func sameBesides(a, b *assembly.Resource) bool {
	return a.Condition == b.Condition && a.DeletionPolicy == b.DeletionPolicy && a.UpdateReplacePolicy == b.UpdateReplacePolicy &&
		assembly.Same(a.Metadata, b.Metadata) && assembly.Same(a.UpdatePolicy, b.UpdatePolicy)
}

func (c *CloudFormation) replaces(resourceType string, changed []string) bool {
	return slices.ContainsFunc(changed, func(path string) bool { return c.World.Replaces(resourceType, path) })
}

// ChangeSet returns a change set of a stack, by its name or ID; nil if there is none.
func (s *Stack) ChangeSet(name string) *ChangeSet {
	for _, set := range slices.Backward(s.changeSets) {
		if set.Name == name || set.ID == name {
			return set
		}
	}
	return nil
}

// DeleteChangeSet forgets a change set.
func (c *CloudFormation) DeleteChangeSet(set *ChangeSet) {
	set.Stack.changeSets = slices.DeleteFunc(set.Stack.changeSets, func(other *ChangeSet) bool { return other == set })
}
