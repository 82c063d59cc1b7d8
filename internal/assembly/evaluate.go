package assembly

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Scope is what the expressions of a template are evaluated in. A function that is nil
// knows nothing: what it would be asked for is unknown.
type Scope struct {
	Template *Template
	// Parameters are the values of parameters. One that isn't there is unknown.
	Parameters map[string]any
	// Pseudo gives CloudFormation's own parameters, such as AWS::Region.
	Pseudo func(name string) (any, error)
	// Ref gives what Ref is of a resource, and Attribute one of its attributes.
	Ref       func(r *Resource) (any, error)
	Attribute func(r *Resource, name string) (any, error)
	// Import gives the value of an export, by its name.
	Import func(name string) (any, error)
	// StackOutput gives an output of another stack.
	StackOutput func(OutputOf) (any, error)
	// Zones gives the names of a Region's zones; of the stack's own for "".
	Zones func(region string) (any, error)

	// within are the conditions that are being evaluated.
	within []string
}

// OutputOf is what Fn::GetStackOutput asks for.
type OutputOf struct{ Stack, Output, Region, Role string }

// Value is what an expression comes to. It is an error if CloudFormation would refuse
// it.
func (s Scope) Value(expression any) (any, error) {
	switch expression := expression.(type) {
	case []any:
		list := make([]any, 0, len(expression))
		for _, element := range expression {
			value, err := s.Value(element)
			if err != nil {
				return nil, err
			}
			if value != (nothing{}) {
				list = append(list, value)
			}
		}
		return list, nil
	case map[string]any:
		if name, argument, ok := function(expression); ok {
			return s.call(name, argument)
		}
		if isExtended(expression) {
			return unknownOf("functions among properties", slices.Collect(maps.Values(expression))...), nil
		}
		object := make(map[string]any, len(expression))
		for name, inner := range expression {
			value, err := s.Value(inner)
			if err != nil {
				return nil, err
			}
			if value != (nothing{}) {
				object[name] = value
			}
		}
		return object, nil
	case string:
		if strings.Contains(expression, "{{resolve:") {
			return Unknown{Reason: "dynamic reference " + expression}, nil
		}
	}
	return expression, nil
}

// function recognizes an intrinsic function.
func function(expression map[string]any) (name string, argument any, ok bool) {
	if len(expression) != 1 {
		return "", nil, false
	}
	for name, argument = range expression {
	}
	_, refersToCondition := argument.(string)
	return name, argument, strings.HasPrefix(name, "Fn::") || name == "Ref" || name == "Condition" && refersToCondition
}

func (s Scope) call(name string, argument any) (any, error) {
	switch name { // Those whose arguments aren't evaluated first.
	case "Ref":
		return s.ref(fmt.Sprint(argument))
	case "Fn::GetAtt":
		return s.getAtt(attributeNamed(argument))
	case "Fn::Sub":
		return s.sub(argument)
	case "Fn::If":
		return s.ifElse(argument)
	case "Condition":
		return s.conditionValue(fmt.Sprint(argument))
	}
	evaluated, err := s.Value(argument)
	if err != nil {
		return nil, err
	}
	call, known := functions[name]
	if !known {
		return unknownOf(name, evaluated), nil
	}
	result, err := call(s, evaluated)
	if err != nil {
		return nil, fmt.Errorf("Template error: %s %w", name, err)
	}
	return result, nil
}

// IsFunction reports whether an intrinsic function is one that is evaluated here.
func IsFunction(name string) bool {
	_, known := functions[name]
	return known || slices.Contains([]string{"Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If"}, name)
}

func (s Scope) ref(name string) (any, error) {
	switch {
	case name == "AWS::NoValue":
		return nothing{}, nil
	case strings.HasPrefix(name, "AWS::"):
		if s.Pseudo == nil {
			return Unknown{Reason: name}, nil
		}
		return s.Pseudo(name)
	}
	if value, ok := s.Parameters[name]; ok {
		return value, nil
	}
	if _, ok := s.Template.Parameters[name]; ok {
		return Unknown{Reason: "parameter " + name}, nil
	}
	resource := s.Template.Resources[name]
	switch {
	case resource == nil:
		return nil, fmt.Errorf("Template format error: Unresolved resource dependencies [%s]", name)
	case s.Ref == nil:
		return Reference{Resource: resource}, nil
	}
	return s.Ref(resource)
}

func (s Scope) getAtt(name, attribute string) (any, error) {
	resource := s.Template.Resources[name]
	switch {
	case resource == nil:
		return nil, fmt.Errorf("Template error: instance of Fn::GetAtt references undefined resource %s", name)
	case s.Attribute == nil:
		return Reference{resource, attribute}, nil
	}
	return s.Attribute(resource, attribute)
}

func (s Scope) sub(argument any) (any, error) {
	text, local := substitution(argument)
	if _, ok := argument.(string); !ok && local == nil {
		return nil, fmt.Errorf("Template error: Fn::Sub takes a string, or a string and a map")
	}
	var parts []any
	plain := func(s string) { parts = append(parts, strings.ReplaceAll(s, "${!", "${")) }
	position := 0
	for _, match := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		plain(text[position:match[0]])
		position = match[1]
		value, err := s.substituted(text[match[2]:match[3]], local)
		if err != nil {
			return nil, err
		}
		parts = append(parts, value)
	}
	plain(text[position:])
	value, err := concatenated("", parts)
	if err != nil {
		return nil, fmt.Errorf("Template error: Fn::Sub %w", err)
	}
	if strings.Contains(text, "{{resolve:") {
		return unknownOf("dynamic reference "+text, parts...), nil
	}
	return value, nil
}

func (s Scope) substituted(name string, local map[string]any) (any, error) {
	if inner, ok := local[name]; ok {
		return s.Value(inner)
	}
	if resource, attribute, dotted := strings.Cut(name, "."); dotted {
		return s.getAtt(resource, attribute)
	}
	return s.ref(name)
}

func (s Scope) ifElse(argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 3 {
		return nil, fmt.Errorf("Template error: Fn::If takes a condition and two values")
	}
	name := fmt.Sprint(list[0])
	holds, err := s.conditionValue(name)
	switch {
	case err != nil:
		return nil, err
	case holds == true:
		return s.Value(list[1])
	case holds == false:
		return s.Value(list[2])
	}
	either, err := s.Value(list[1:])
	if err != nil {
		return nil, err
	}
	return unknownOf("condition "+name, either), nil
}

// Condition says whether a condition holds; known is false where that is only known at
// deploy. The empty one holds.
func (s Scope) Condition(name string) (holds, known bool, err error) {
	if name == "" {
		return true, true, nil
	}
	value, err := s.conditionValue(name)
	holds, known = value.(bool)
	return holds, known, err
}

// conditionValue is true, false or unknown.
func (s Scope) conditionValue(name string) (any, error) {
	if slices.Contains(s.within, name) {
		return nil, fmt.Errorf("Template format error: Circular dependency between conditions: %v", s.within)
	}
	s.within = append(slices.Clone(s.within), name)
	expression, ok := s.Template.Conditions[name]
	if !ok {
		return nil, fmt.Errorf("Template format error: Unresolved condition %s", name)
	}
	value, err := s.Value(expression)
	if err != nil {
		return nil, err
	}
	if text, ok := Scalar(value); ok {
		return text == "true", nil
	}
	return unknownOf("condition "+name, value), nil
}

// ValuesOf are the properties of a resource, each evaluated by itself: what can't be
// evaluated is unknown.
func (s Scope) ValuesOf(r *Resource) map[string]any {
	values := maps.Clone(r.Properties())
	for name, expression := range values {
		value, err := s.Value(expression)
		switch {
		case err != nil:
			values[name] = Unknown{Reason: err.Error()}
		case value == (nothing{}):
			delete(values, name)
		default:
			values[name] = value
		}
	}
	return values
}

// ByItself is what an expression comes to outside of any template: whatever it names is
// taken for a resource.
func ByItself(expression any) any {
	resources := map[string]*Resource{}
	for _, name := range Named(expression) {
		resources[name] = &Resource{ID: name}
	}
	s := Scope{
		Template: &Template{Resources: resources},
		Pseudo:   func(name string) (any, error) { return Reference{Attribute: name}, nil },
	}
	value, err := s.Value(expression)
	if err != nil {
		return Unknown{Reason: err.Error()}
	}
	return value
}
