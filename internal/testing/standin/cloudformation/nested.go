package cloudformation

import (
	"fmt"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// nestedType nests a stack in another one, of which it is a resource: made, updated and
// deleted with it, and rolled back if anything else of it fails.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
const nestedType = "AWS::CloudFormation::Stack"

// nestedBy is the stack that a resource nests.
func (c *CloudFormation) nestedBy(resource *resources.Resource) *Stack {
	return c.Stack(resource.Place, resource.ID)
}

// nestedOutput is what Fn::GetAtt gives of a nested stack.
func (c *CloudFormation) nestedOutput(resource *resources.Resource, attribute string) (any, error) {
	key, ok := strings.CutPrefix(attribute, "Outputs.")
	if ok {
		for _, output := range c.nestedBy(resource).Outputs {
			if output.Key == key {
				return output.Value, nil
			}
		}
	}
	return nil, says("Template error: resource %s does not support attribute type %s in Fn::GetAtt", resource.Name, attribute)
}

// nest makes a nested stack, or updates it.
func (e *execution) nest(id string, held *resources.Resource, properties resources.Properties) error {
	name, status := fmt.Sprintf("%s-%s-%012X", e.stack.Name, id, e.number()), "CREATE"
	if held != nil {
		name, status = e.nestedBy(held).Name, "UPDATE"
	}
	inner, err := e.nestedExecution(name, properties)
	if err == nil && inner != nil {
		if err = inner.run(); err != nil {
			inner.back(err)
		}
	}
	if err != nil {
		if inner != nil && inner.stack.Status == "ROLLBACK_COMPLETE" {
			e.turns(inner.stack, "DELETE_COMPLETE", "")
		}
		err = fmt.Errorf("%s: Embedded stack %s was not successfully %sd: %w", id, name, strings.ToLower(status), err)
		e.happened(e.stack, id, nestedType, "", status+"_FAILED", err.Error())
		return err
	}
	if inner != nil {
		e.nested = append(e.nested, inner)
	}
	if held != nil {
		return e.renest(id, held, inner, properties)
	}
	made, err := e.World.Create(e.stack.Place, nestedType, inner.stack.ID, properties)
	if err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	e.happened(e.stack, id, nestedType, made.ID, "CREATE_COMPLETE", "")
	e.stack.held[id] = made
	e.undo = append(e.undo, func() error {
		delete(e.stack.held, id)
		if inner.back(errTakenBack); inner.stack.Status != "ROLLBACK_COMPLETE" {
			return fmt.Errorf("%s: %s", id, inner.stack.Reason)
		}
		e.turns(inner.stack, "DELETE_COMPLETE", "")
		return e.World.Delete(made)
	})
	return nil
}

// renest has what nests a stack be what it is updated to.
func (e *execution) renest(id string, held *resources.Resource, inner *execution, properties resources.Properties) error {
	e.undo = append(e.undo, func() error {
		if inner == nil {
			return nil
		}
		if inner.back(errTakenBack); inner.stack.Status != "UPDATE_ROLLBACK_COMPLETE" {
			return fmt.Errorf("%s: %s", id, inner.stack.Reason)
		}
		return nil
	})
	return e.update(id, held, properties)
}

// errTakenBack is why a nested stack is rolled back that went well by itself.
var errTakenBack = says("Rollback of the stack that it is nested in")

// nestedExecution is that of a nested stack; nil where nothing changes in it.
func (e *execution) nestedExecution(name string, properties resources.Properties) (*execution, error) {
	location := fmt.Sprint(properties["TemplateURL"])
	body, ok := "", false
	if e.Staged != nil {
		body, ok = e.Staged(location)
	}
	if !ok {
		return nil, says("S3 error: The specified key does not exist: %s", location)
	}
	given := map[string]string{}
	for parameter, value := range asProperties(properties["Parameters"]) {
		text, ok := assembly.Scalar(value)
		if !ok {
			return nil, says("Value of property Parameters must be an object with String (or simple type) properties (%s)", parameter)
		}
		given[parameter] = text
	}
	set, err := e.CreateChangeSet(e.stack.Place, ChangeSetInput{
		StackName: name, Name: "nested", Body: body, Parameters: given, Tags: e.set.Tags, Capabilities: e.set.capabilities, Role: e.set.role,
	})
	if err != nil {
		return nil, err
	}
	if set.Status == "FAILED" {
		e.DeleteChangeSet(set)
		return nil, nil
	}
	return e.begin(set), nil
}

// discardNested deletes a nested stack.
func (c *CloudFormation) discardNested(s *Stack, resource *resources.Resource) error {
	inner := c.nestedBy(resource)
	c.Delete(inner)
	if inner.Status != "DELETE_COMPLETE" {
		return fmt.Errorf("%s: %w", inner.Reason, inner.Cause)
	}
	s.retained += inner.Retained()
	return c.World.Delete(resource)
}
