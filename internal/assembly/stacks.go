package assembly

import (
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
)

// export is what an output is known by in a place.
type export struct{ account, region, name string }

// output is one of a stack's.
type output struct {
	stack *Stack
	id    string
}

// Values are the properties of a resource, evaluated as far as can be before anything
// is deployed.
func (r *Resource) Values() map[string]any {
	if r.evaluated == nil {
		r.evaluated = r.Stack.Scope().ValuesOf(r)
	}
	return r.evaluated
}

// Exists says whether a resource's condition holds; known is false where that is only
// known at deploy.
func (r *Resource) Exists() (exists, known bool) {
	exists, known, err := r.Stack.Scope().Condition(r.Condition)
	return exists, known && err == nil
}

// Scope is what is known of a stack before it is deployed: references between stacks
// lead to the resource, and parameters are unknown, but for those that a stack hands to
// those nested in it.
func (s *Stack) Scope() Scope {
	if s.scope == nil {
		s.scope = &Scope{
			Template: s.Template, Parameters: map[string]any{}, Pseudo: s.pseudo, Attribute: s.attribute,
			Import: s.imported, StackOutput: s.outputOf, Zones: s.zones,
		}
		if s.Parent != nil {
			given, _ := s.Parent.Template.Resources[s.Nested].Properties()["Parameters"].(map[string]any)
			for name, expression := range given {
				s.scope.Parameters[name] = s.Template.Parameters[name].given(s.Parent.value(expression))
			}
		}
	}
	return *s.scope
}

// value is what an expression comes to; unknown if CloudFormation would refuse it.
func (s *Stack) value(expression any) any {
	value, err := s.Scope().Value(expression)
	if err != nil {
		return Unknown{Reason: err.Error()}
	}
	return value
}

func (s *Stack) pseudo(name string) (any, error) {
	switch {
	case name == "AWS::Region" && s.Region != "":
		return s.Region, nil
	case name == "AWS::AccountId" && s.Account != "":
		return s.Account, nil
	case name == "AWS::Partition" && s.Region != "":
		return partition.Of(s.Region), nil
	case name == "AWS::StackName" && s.Parent == nil:
		return s.Name, nil
	case slices.Contains([]string{"AWS::StackName", "AWS::StackId", "AWS::NotificationARNs"}, name):
		return Reference{Attribute: name + " of " + s.ID}, nil
	}
	return Reference{Attribute: name + " of " + s.Place()}, nil
}

func (s *Stack) zones(region string) (any, error) {
	if region != "" && region != s.Region {
		return Unknown{Reason: "the zones of " + region}, nil
	}
	return Reference{Attribute: zonesOf + s.Place()}, nil
}

// attribute follows the outputs of nested stacks.
func (s *Stack) attribute(r *Resource, name string) (any, error) {
	output, isOutput := strings.CutPrefix(name, "Outputs.")
	if r.Type != nestedType || !isOutput {
		return Reference{r, name}, nil
	}
	if nested := s.assembly.nestedBy(r); nested != nil {
		return nested.output(output), nil
	}
	return Unknown{Reason: Reference{r, name}.String()}, nil
}

// nestedBy is the stack that a resource nests; nil where it is no part of the assembly.
func (a *Assembly) nestedBy(r *Resource) *Stack {
	for _, nested := range a.Stacks {
		if nested.Parent == r.Stack && nested.Nested == r.ID {
			return nested
		}
	}
	return nil
}

// Nests reports whether a resource nests a stack of the assembly.
func (a *Assembly) Nests(r *Resource) bool { return a.nestedBy(r) != nil }

// output is the value of an output by its logical ID: unknown where it is made of itself,
// as those of stacks that import from each other are.
func (s *Stack) output(id string) any {
	if value, ok := s.outputs[id]; ok {
		return value
	}
	unknown := Unknown{Reason: "output " + id + " of stack " + s.Name}
	output, ok := s.Template.Outputs[id]
	if !ok {
		return unknown
	}
	if s.outputs == nil {
		s.outputs = map[string]any{}
	}
	s.outputs[id] = unknown // While it is asked for.
	value := s.value(output.Value)
	if holds, known, err := s.Scope().Condition(output.Condition); err != nil || !known || !holds {
		value = unknownOf("condition "+output.Condition, value)
	}
	s.outputs[id] = value
	return value
}

func (s *Stack) imported(name string) (any, error) {
	a := s.assembly
	if a.exports == nil {
		a.findExports()
	}
	return s.nearest(a.exports[export{s.Account, s.Region, name}], "export "+name), nil
}

// findExports knows the exports of all stacks whose names are known.
func (a *Assembly) findExports() {
	a.exports = map[export][]output{}
	for _, s := range a.Stacks {
		for _, id := range sortedKeys(s.Template.Outputs) {
			exported := s.Template.Outputs[id].Export
			if exported == nil {
				continue
			}
			if name, ok := s.value(exported.Name).(string); ok {
				key := export{s.Account, s.Region, name}
				a.exports[key] = append(a.exports[key], output{s, id})
			}
		}
	}
}

// nearest is the value of the one output that a stack can mean.
func (s *Stack) nearest(outputs []output, name string) any {
	found, ok := s.meant(outputs)
	if !ok {
		return Unknown{Reason: name}
	}
	return found.stack.output(found.id)
}

// meant is the one output that a stack can mean. Where accounts or Regions are left open, those
// of other stages may be anywhere: it means that of its own stage.
func (s *Stack) meant(outputs []output) (one output, ok bool) {
	outputs = slices.DeleteFunc(slices.Clone(outputs), func(o output) bool {
		return !o.stack.isFixed() && !slices.Equal(o.stack.Within, s.Within)
	})
	if len(outputs) != 1 {
		return output{}, false
	}
	return outputs[0], true
}

// outputOf follows Fn::GetStackOutput to the stack of that name, which is in the
// account of the role if there is one.
func (s *Stack) outputOf(of OutputOf) (any, error) {
	region := of.Region
	if region == "" {
		region = s.Region
	}
	var found []output
	for _, other := range s.assembly.Stacks {
		isIts := of.Role != "" && other.Account != "" && strings.Contains(of.Role, ":iam::"+other.Account+":")
		if other.Parent != nil || other.Name != of.Stack || other.Region != region || of.Role == "" && other.Account != s.Account || of.Role != "" && !isIts {
			continue
		}
		found = append(found, output{other, of.Output})
	}
	return s.nearest(found, "output "+of.Output+" of stack "+of.Stack), nil
}

// IDs are the logical IDs of the stack's resources, in order.
func (s *Stack) IDs() []string { return sortedKeys(s.Template.Resources) }
