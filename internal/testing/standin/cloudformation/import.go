package cloudformation

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// Import is a resource that a stack is to take over as it is.
type Import struct {
	Type, LogicalID string
	// Identifier is what the resource is found by, as the schema's primaryIdentifier says.
	Identifier map[string]string
}

// imported finds what a change set imports; nil if it is of another kind. What the
// template can't have is an error, what doesn't exist makes a change set that failed.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html
func (c *CloudFormation) imported(s *scope, input ChangeSetInput) (found map[string]*resources.Resource, failed, err error) {
	if input.Import == nil {
		return nil, nil, nil
	}
	if err := c.importable(s, input); err != nil {
		return nil, nil, err
	}
	found = map[string]*resources.Resource{}
	for _, one := range input.Import {
		resource := c.World.Identified(s.stack.Place, one.Type, one.Identifier)
		if resource == nil {
			values := strings.Join(slices.Sorted(maps.Values(one.Identifier)), "|")
			return nil, says("Resource of type '%s' with identifier '%s' was not found.", one.Type, values), nil
		}
		if holder := c.holder(resource); holder != nil {
			return nil, says("%s already exists in stack %s", resource.ID, holder.ID), nil
		}
		found[one.LogicalID] = resource
	}
	return found, nil, nil
}

// importable is what can be told of imports by the template and the stack alone.
func (c *CloudFormation) importable(s *scope, input ChangeSetInput) error {
	if len(input.Import) == 0 {
		return says("The template should contain at least one new resource to import.")
	}
	var unprotected []string
	for _, one := range input.Import {
		resource, ok := s.Template.Resources[one.LogicalID]
		switch {
		case !ok || resource.Type != one.Type:
			return fmt.Errorf("the template has no %s %s to import", one.Type, one.LogicalID)
		case s.stack.held[one.LogicalID] != nil:
			return says("Resources [%s] passed in ResourceToImport are already in a stack and cannot be imported.", one.LogicalID)
		case !slices.Equal(slices.Sorted(maps.Keys(one.Identifier)), slices.Sorted(slices.Values(c.World.Identifier(one.Type)))):
			return fmt.Errorf("%s is imported by %v, not by %v", one.Type, c.World.Identifier(one.Type), one.Identifier)
		case resource.DeletionPolicy == "":
			unprotected = append(unprotected, one.LogicalID)
		}
	}
	if len(unprotected) > 0 {
		return says("The following resources to import [%s] must have DeletionPolicy attribute specified in the template.", strings.Join(unprotected, ", "))
	}
	return s.stack.stays(s.Template, input)
}

// stays: an import leaves alone what a stack has beside resources, and doesn't make a
// stack that has some of it, such as the role that the CDK CLI gives to each.
//
// Source: https://github.com/aws/aws-cdk/issues/24954
func (s *Stack) stays(t *assembly.Template, input ChangeSetInput) error {
	var changed []string
	if input.Role != s.role {
		changed = append(changed, "RoleArn")
	}
	if !maps.Equal(input.Tags, s.Tags) {
		changed = append(changed, "Tags")
	}
	if !s.sameOutputs(t) {
		changed = append(changed, "Outputs")
	}
	if len(changed) > 0 {
		return says("As part of the import operation, you cannot modify or add [%s]", strings.Join(changed, ", "))
	}
	return nil
}

func (s *Stack) sameOutputs(t *assembly.Template) bool {
	if s.template == nil {
		return len(t.Outputs) == 0
	}
	return maps.EqualFunc(s.template.Outputs, t.Outputs, func(a, b assembly.Output) bool { return reflect.DeepEqual(a, b) })
}

// importsOnly: an import makes, changes and deletes nothing.
func importsOnly(changes []Change) error {
	var added, others []string
	for _, change := range changes {
		switch change.Action {
		case "Import":
		case "Add":
			added = append(added, change.LogicalID)
		default:
			others = append(others, change.LogicalID)
		}
	}
	switch {
	case len(added) > 0:
		return says("Resources [%s] is missing from ResourceToImport list", strings.Join(added, ", "))
	case len(others) > 0:
		return says("You have modified resources [%s] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.", strings.Join(others, ", "))
	}
	return nil
}

// holder is the stack that has a resource; nil if none has.
func (c *CloudFormation) holder(resource *resources.Resource) *Stack {
	for _, stack := range c.stacks {
		for _, held := range stack.held {
			if stack.Status != "DELETE_COMPLETE" && held == resource {
				return stack
			}
		}
	}
	return nil
}

// adopt takes a resource into the stack. Its properties stay, whatever the template says
// of them: "CloudFormation doesn't check that the template configuration matches the
// actual configuration of resource properties."
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html
func (e *execution) adopt(id string, resource *resources.Resource, properties resources.Properties) error {
	if !slices.Contains(e.World.All(resource.Type), resource) {
		err := says("Resource of type '%s' with identifier '%s' was not found.", resource.Type, resource.ID)
		e.happened(e.stack, id, resource.Type, resource.ID, "IMPORT_FAILED", err.Error())
		return fmt.Errorf("%s: %w", id, err)
	}
	e.stack.held[id] = resource
	e.stack.describe(id, properties)
	e.happened(e.stack, id, resource.Type, resource.ID, "IMPORT_COMPLETE", "")
	e.undo = append(e.undo, func() error {
		delete(e.stack.held, id)
		delete(e.stack.described, id)
		return nil
	})
	return nil
}

// recorded are the properties that CloudFormation believes a resource to have, or those
// that it actually has; with them a template is compared.
func (s *Stack) recorded(id string, actual bool) resources.Properties {
	if described, ok := s.described[id]; ok && !actual {
		return described
	}
	return s.held[id].Properties
}

func (s *Stack) describe(id string, properties resources.Properties) {
	if s.described == nil {
		s.described = map[string]resources.Properties{}
	}
	s.described[id] = properties
}

// forget: once it has been updated, a resource is what the template says.
func (e *execution) forget(id string) {
	before, described := e.stack.described[id]
	if !described {
		return
	}
	delete(e.stack.described, id)
	e.undo = append(e.undo, func() error {
		e.stack.describe(id, before)
		return nil
	})
}

// LogicalIDs lists the resources of a template by their types.
func LogicalIDs(body string) (map[string][]string, error) {
	template, err := parse(body)
	if err != nil {
		return nil, err
	}
	byType := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(template.Resources)) {
		resourceType := template.Resources[id].Type
		byType[resourceType] = append(byType[resourceType], id)
	}
	return byType, nil
}
