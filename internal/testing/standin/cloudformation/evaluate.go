package cloudformation

import (
	"fmt"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// scope is what the expressions of a stack's template are evaluated in: only resources
// that are to be made are unknown.
type scope struct {
	assembly.Scope
	cloud *CloudFormation
	stack *Stack
	// resource gives a resource of the stack; nil while it is to be made.
	resource func(id string) *resources.Resource
	// actual: resources are compared by what they are, not by what was said of them.
	actual bool
	// imports records what was imported from other stacks.
	imports map[string]bool
}

// scope is that of a template of a stack.
func (c *CloudFormation) scope(s *Stack, template *assembly.Template, parameters map[string]any) *scope {
	own := &scope{
		cloud: c, stack: s, imports: map[string]bool{},
		resource: func(id string) *resources.Resource { return s.held[id] },
	}
	own.Scope = assembly.Scope{
		Template: template, Parameters: parameters, Pseudo: own.pseudo, Ref: own.ref, Attribute: own.attribute,
		Import: own.imported, StackOutput: own.outputOf, Zones: own.zones,
	}
	return own
}

func (s *scope) pseudo(name string) (any, error) {
	value, ok := map[string]string{
		"AWS::AccountId": s.stack.Account, "AWS::Region": s.stack.Region, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com",
		"AWS::StackName": s.stack.Name, "AWS::StackId": s.stack.ID,
	}[name]
	if !ok {
		return nil, says("Template format error: Unresolved resource dependencies [%s]", name)
	}
	return value, nil
}

func (s *scope) ref(r *assembly.Resource) (any, error) {
	if resource := s.resource(r.ID); resource != nil {
		return resource.ID, nil
	}
	return assembly.Unknown{Reason: r.ID}, nil
}

func (s *scope) attribute(r *assembly.Resource, name string) (any, error) {
	switch resource := s.resource(r.ID); {
	case resource != nil && r.Type == nestedType:
		return s.cloud.nestedOutput(resource, name)
	case resource != nil:
		return s.cloud.World.Attribute(resource, name)
	}
	return assembly.Unknown{Reason: r.ID + "." + name}, nil
}

func (s *scope) zones(region string) (any, error) {
	if region == "" {
		region = s.stack.Region
	}
	names, err := resources.Zones(region)
	list := []any{}
	for _, name := range names {
		list = append(list, name)
	}
	return list, err
}

func (s *scope) imported(name string) (any, error) {
	for _, other := range s.cloud.stacks {
		if other.Place != s.stack.Place || !other.exists() {
			continue
		}
		for _, output := range other.Outputs {
			if output.Export == name {
				s.imports[name] = true
				return output.Value, nil
			}
		}
	}
	return nil, says("No export named %s found.", name)
}

func (s *scope) outputOf(of assembly.OutputOf) (any, error) {
	place := s.stack.Place
	if of.Region != "" {
		place.Region = of.Region
	}
	if of.Role != "" {
		account, err := s.cloud.assumable(of.Role, s.stack.Place)
		if err != nil {
			return nil, err
		}
		place.Account = account
	}
	other := s.cloud.Stack(place, of.Stack)
	if other == nil || !other.exists() {
		return nil, fmt.Errorf("Stack %v does not exist", of.Stack)
	}
	for _, output := range other.Outputs {
		if output.Key == of.Output {
			return output.Value, nil
		}
	}
	return nil, fmt.Errorf("Output %v not found in stack %s", of.Output, other.Name)
}

// present says whether a resource's or output's condition holds.
func (s *scope) present(condition string) (bool, error) {
	holds, known, err := s.Condition(condition)
	if err == nil && !known {
		err = says("Template error: condition %s depends on resources, and can only depend on parameters", condition)
	}
	return holds, err
}
