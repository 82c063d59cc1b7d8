package cloudformation

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// Delete deletes a stack: what depends on others first. What is refused stays, and
// what that needs.
func (c *CloudFormation) Delete(s *Stack) {
	if s.Status == "REVIEW_IN_PROGRESS" {
		s.Status = "DELETE_COMPLETE"
		return
	}
	s.Cause, s.changeSets = nil, nil
	c.turns(s, "DELETE_IN_PROGRESS", "User Initiated")
	for _, output := range s.Outputs {
		if users := c.importers(s, output.Export); output.Export != "" && len(users) > 0 {
			s.Cause = says("Export %s cannot be deleted as it is in use by %s", output.Export, strings.Join(users, ", "))
			c.turns(s, "DELETE_FAILED", s.Cause.Error())
			return
		}
	}
	if s.template == nil { // It was rolled back.
		c.turns(s, "DELETE_COMPLETE", "")
		return
	}
	ordered, err := order(s.template, func(id string) bool { return s.held[id] != nil }, c.next)
	if err != nil {
		s.Cause = err
		c.turns(s, "DELETE_FAILED", err.Error())
		return
	}
	for _, id := range slices.Backward(ordered) {
		if !s.isNeeded(id) {
			c.remove(s, id)
		}
	}
	if len(s.held) > 0 {
		var left []string
		for _, id := range ordered {
			if s.held[id] != nil {
				left = append(left, id)
			}
		}
		c.turns(s, "DELETE_FAILED", fmt.Sprintf("The following resource(s) failed to delete: [%s].", strings.Join(left, ", ")))
		return
	}
	s.imports = nil
	c.turns(s, "DELETE_COMPLETE", "")
}

// isNeeded says whether something that is still there needs a resource.
func (s *Stack) isNeeded(id string) bool {
	for other, resource := range s.template.Resources {
		if s.held[other] != nil && other != id && slices.Contains(resource.Needs(), id) {
			return true
		}
	}
	return false
}

// remove deletes a resource of a stack, unless it is to be retained.
func (c *CloudFormation) remove(s *Stack, id string) {
	if err := c.discard(s, id, s.held[id], s.template.Resources[id].DeletionPolicy); err != nil {
		s.Cause = errors.Join(s.Cause, err)
		return
	}
	delete(s.held, id)
}

// discard deletes a resource, or leaves it alone as its policy says.
func (c *CloudFormation) discard(s *Stack, id string, resource *resources.Resource, policy string) error {
	if policy == "Retain" || policy == "RetainExceptOnCreate" {
		c.happened(s, id, resource.Type, resource.ID, "DELETE_SKIPPED", "")
		return nil
	}
	remove := c.World.Delete
	if resource.Type == nestedType {
		remove = func(r *resources.Resource) error { return c.discardNested(s, r) }
	}
	if err := remove(resource); err != nil {
		c.happened(s, id, resource.Type, resource.ID, "DELETE_FAILED", err.Error())
		return err
	}
	c.happened(s, id, resource.Type, resource.ID, "DELETE_COMPLETE", "")
	return nil
}
