package cloudformation

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// Stack is one stack.
type Stack struct {
	resources.Place
	Name, ID   string
	Status     string
	Reason     string
	Body       string
	Parameters map[string]string
	Tags       map[string]string
	Outputs    []StackOutput
	// Cause is why the last operation failed; nil if it didn't.
	Cause error
	// Events are in the order in which they happened.
	Events                []Event
	TerminationProtection bool
	Created               time.Time

	template   *assembly.Template
	parameters map[string]any
	held       map[string]*resources.Resource
	described  map[string]resources.Properties
	imports    map[string]bool
	role       string
	changeSets []*ChangeSet
	// retained is how many resources of nested stacks were left alone.
	retained int
}

// StackOutput is an output with its value.
type StackOutput struct{ Key, Value, Description, Export string }

// Event is what happened to a resource of a stack.
type Event struct {
	ID, LogicalID, PhysicalID, Type, Status, Reason string
	Time                                            time.Time
}

// exists: it has been made, and can be updated.
func (s *Stack) exists() bool {
	return !slices.Contains([]string{"REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_COMPLETE"}, s.Status)
}

// Resource returns what is held by a logical ID; nil if there is none.
func (s *Stack) Resource(id string) *resources.Resource { return s.held[id] }

// Resources are those that are held, by logical ID.
func (s *Stack) Resources() map[string]*resources.Resource { return maps.Clone(s.held) }

// Output is the value of an output; empty if there is none by the name.
func (s *Stack) Output(key string) string {
	for _, output := range s.Outputs {
		if output.Key == key {
			return output.Value
		}
	}
	return ""
}

// Retained is how many resources were left alone, as their deletion policies say.
func (s *Stack) Retained() int {
	count := s.retained
	for _, event := range s.Events {
		if event.Status == "DELETE_SKIPPED" {
			count++
		}
	}
	return count
}

// leftBehind is what the last operation could not clean up.
func (s *Stack) leftBehind() []string {
	var left []string
	for _, event := range slices.Backward(s.Events) {
		if event.LogicalID == s.Name && event.Status == "UPDATE_IN_PROGRESS" {
			break
		}
		if event.Status == "DELETE_FAILED" {
			left = append(left, event.LogicalID+": "+event.Reason)
		}
	}
	return left
}

// happened records an event.
func (c *CloudFormation) happened(s *Stack, id, resourceType, physical, status, reason string) {
	s.Events = append(s.Events, Event{
		ID: fmt.Sprintf("%s-%d", id, c.number()), LogicalID: id, PhysicalID: physical, Type: resourceType,
		Status: status, Reason: reason, Time: time.Now().UTC(),
	})
}

// turns gives the stack another status.
func (c *CloudFormation) turns(s *Stack, status, reason string) {
	s.Status, s.Reason, c.acting = status, reason, s
	c.happened(s, s.Name, "AWS::CloudFormation::Stack", s.ID, status, reason)
}

// importers are the stacks that use an export.
func (c *CloudFormation) importers(of *Stack, export string) []string {
	var found []string
	for _, stack := range c.stacks {
		if stack != of && stack.Place == of.Place && stack.exists() && stack.imports[export] {
			found = append(found, stack.Name)
		}
	}
	return found
}
