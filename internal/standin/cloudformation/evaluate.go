package cloudformation

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/standin/resources"
)

// unknown stands for what is only known once a resource has been made.
type unknown struct{}

// nothing is AWS::NoValue: the property, or the element, is left out.
type nothing struct{}

// scope is what a template's functions see.
type scope struct {
	cloud      *CloudFormation
	stack      *Stack
	template   *Template
	parameters map[string]any
	// resource gives a resource of the stack; nil while it is to be made.
	resource func(id string) *resources.Resource
	// within are the conditions that are being evaluated.
	within []string
	// imports records what was imported from other stacks.
	imports map[string]bool
}

// scope is that of a template of a stack.
func (c *CloudFormation) scope(s *Stack, template *Template, parameters map[string]any) scope {
	return scope{
		cloud: c, stack: s, template: template, parameters: parameters, imports: map[string]bool{},
		resource: func(id string) *resources.Resource { return s.held[id] },
	}
}

// value evaluates a value of a template. An intrinsic function that isn't known fails.
func (s scope) value(value any) (any, error) {
	switch value := value.(type) {
	case []any:
		list := []any{}
		for _, element := range value {
			evaluated, err := s.value(element)
			if err != nil {
				return nil, err
			}
			if evaluated != (nothing{}) {
				list = append(list, evaluated)
			}
		}
		return list, nil
	case map[string]any:
		if name, argument, ok := function(value); ok {
			return s.call(name, argument)
		}
		object := map[string]any{}
		for name, inner := range value {
			evaluated, err := s.value(inner)
			if err != nil {
				return nil, err
			}
			if evaluated != (nothing{}) {
				object[name] = evaluated
			}
		}
		return object, nil
	case string:
		if strings.Contains(value, "{{resolve:") {
			return nil, fmt.Errorf("the stand-in doesn't know dynamic references: %s", value)
		}
	}
	return value, nil
}

// function recognizes an intrinsic function.
func function(value map[string]any) (name string, argument any, ok bool) {
	if len(value) != 1 {
		return "", nil, false
	}
	for name, argument = range value {
	}
	_, refersToCondition := argument.(string)
	return name, argument, strings.HasPrefix(name, "Fn::") || name == "Ref" || name == "Condition" && refersToCondition
}

func (s scope) call(name string, argument any) (any, error) {
	switch name { // Those whose arguments aren't evaluated first.
	case "Ref":
		return s.ref(fmt.Sprint(argument))
	case "Fn::GetAtt":
		return s.getAtt(attribute(argument))
	case "Fn::Sub":
		return s.sub(argument)
	case "Fn::If":
		return s.ifElse(argument)
	case "Condition":
		return s.condition(fmt.Sprint(argument))
	}
	evaluated, err := s.value(argument)
	if err != nil {
		return nil, err
	}
	call, known := functions[name]
	if !known {
		return nil, fmt.Errorf("Template format error: Unrecognized intrinsic function %s", name)
	}
	if isUnknown(evaluated) {
		return unknown{}, nil
	}
	result, err := call(s, evaluated)
	if err != nil {
		return nil, fmt.Errorf("Template error: %s %w", name, err)
	}
	return result, nil
}

// isUnknown says whether a value has something unknown anywhere.
func isUnknown(value any) bool {
	switch value := value.(type) {
	case unknown:
		return true
	case []any:
		return slices.ContainsFunc(value, isUnknown)
	case map[string]any:
		for _, inner := range value {
			if isUnknown(inner) {
				return true
			}
		}
	}
	return false
}

// functions are those whose arguments are evaluated first.
var functions map[string]func(scope, any) (any, error)

func init() { // scope.value refers to functions, and some of them to scope.value.
	functions = map[string]func(scope, any) (any, error){
		"Fn::Join": join, "Fn::Split": split, "Fn::Select": selectOne, "Fn::Base64": encode, "Fn::GetAZs": zones, "Fn::Cidr": cidr,
		"Fn::FindInMap": findInMap, "Fn::ImportValue": importValue, "Fn::GetStackOutput": getStackOutput,
		"Fn::Equals": equals, "Fn::Not": not, "Fn::And": and, "Fn::Or": or, "Fn::Contains": contains,
	}
}

func (s scope) ref(name string) (any, error) {
	switch name {
	case "AWS::NoValue":
		return nothing{}, nil
	case "AWS::AccountId":
		return s.stack.Account, nil
	case "AWS::Region":
		return s.stack.Region, nil
	case "AWS::Partition":
		return "aws", nil
	case "AWS::URLSuffix":
		return "amazonaws.com", nil
	case "AWS::StackName":
		return s.stack.Name, nil
	case "AWS::StackId":
		return s.stack.ID, nil
	}
	if value, ok := s.parameters[name]; ok {
		return value, nil
	}
	if _, ok := s.template.Resources[name]; !ok {
		return nil, fmt.Errorf("Template format error: Unresolved resource dependencies [%s]", name)
	}
	if resource := s.resource(name); resource != nil {
		return resource.ID, nil
	}
	return unknown{}, nil
}

func (s scope) getAtt(name, attribute string) (any, error) {
	if _, ok := s.template.Resources[name]; !ok {
		return nil, fmt.Errorf("Template error: instance of Fn::GetAtt references undefined resource %s", name)
	}
	if resource := s.resource(name); resource != nil {
		return s.cloud.World.Attribute(resource, attribute)
	}
	return unknown{}, nil
}

func (s scope) sub(argument any) (any, error) {
	text, ok := argument.(string)
	local := map[string]any{}
	if list, isList := argument.([]any); isList && len(list) == 2 {
		text, ok = list[0].(string)
		local, _ = list[1].(map[string]any)
	}
	if !ok {
		return nil, fmt.Errorf("Template error: Fn::Sub takes a string, or a string and a map")
	}
	known := true
	var failed error
	result := placeholder.ReplaceAllStringFunc(text, func(match string) string {
		name := match[2 : len(match)-1]
		var value any
		var err error
		if inner, ok := local[name]; ok {
			value, err = s.value(inner)
		} else if resource, attribute, dotted := strings.Cut(name, "."); dotted {
			value, err = s.getAtt(resource, attribute)
		} else {
			value, err = s.ref(name)
		}
		if err != nil {
			failed = err
		}
		known = known && !isUnknown(value)
		return fmt.Sprint(value)
	})
	if failed != nil || !known {
		return unknown{}, failed
	}
	return strings.ReplaceAll(result, "${!", "${"), nil
}

func (s scope) ifElse(argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 3 {
		return nil, fmt.Errorf("Template error: Fn::If takes a condition and two values")
	}
	holds, err := s.condition(fmt.Sprint(list[0]))
	if err != nil {
		return nil, err
	}
	if holds {
		return s.value(list[1])
	}
	return s.value(list[2])
}

func (s scope) condition(name string) (bool, error) {
	if slices.Contains(s.within, name) {
		return false, says("Template format error: Circular dependency between conditions: %v", s.within)
	}
	s.within = append(slices.Clone(s.within), name)
	expression, ok := s.template.Conditions[name]
	if !ok {
		return false, fmt.Errorf("Template format error: Unresolved condition %s", name)
	}
	value, err := s.value(expression)
	if err == nil && isUnknown(value) {
		err = says("Template error: condition %s depends on resources, and can only depend on parameters", name)
	}
	return value == true, err
}

// present says whether a resource's or output's condition holds.
func (s scope) present(condition string) (bool, error) {
	if condition == "" {
		return true, nil
	}
	return s.condition(condition)
}

func join(_ scope, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 2 {
		return nil, fmt.Errorf("takes a delimiter and a list")
	}
	elements, ok := list[1].([]any)
	if !ok {
		return nil, fmt.Errorf("takes a list, not %v", list[1])
	}
	var parts []string
	for _, element := range elements {
		part, ok := scalar(element)
		if !ok {
			return nil, fmt.Errorf("joins strings, not %v", element)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, fmt.Sprint(list[0])), nil
}

func scalar(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case bool:
		return strconv.FormatBool(value), true
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), true
	}
	return "", false
}

func split(_ scope, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 2 {
		return nil, fmt.Errorf("takes a delimiter and a string")
	}
	text, ok := list[1].(string)
	if !ok {
		return nil, fmt.Errorf("splits a string, not %v", list[1])
	}
	result := []any{}
	for part := range strings.SplitSeq(text, fmt.Sprint(list[0])) {
		result = append(result, part)
	}
	return result, nil
}

func selectOne(_ scope, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 2 {
		return nil, fmt.Errorf("takes an index and a list")
	}
	elements, ok := list[1].([]any)
	text, _ := scalar(list[0])
	index, err := strconv.Atoi(text)
	if !ok || err != nil || index < 0 || index >= len(elements) {
		return nil, fmt.Errorf("cannot select nonexistent value at index %v", list[0])
	}
	return elements[index], nil
}

func encode(_ scope, argument any) (any, error) {
	text, ok := argument.(string)
	if !ok {
		return nil, fmt.Errorf("encodes a string, not %v", argument)
	}
	return base64.StdEncoding.EncodeToString([]byte(text)), nil
}

func zones(s scope, argument any) (any, error) {
	region, _ := argument.(string)
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

// cidr cuts a range into count ranges with a number of host bits each.
func cidr(_ scope, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 3 {
		return nil, fmt.Errorf("takes a range, a count and a number of bits")
	}
	whole, err := netip.ParsePrefix(fmt.Sprint(list[0]))
	if err != nil {
		return nil, err
	}
	countText, _ := scalar(list[1])
	bitsText, _ := scalar(list[2])
	count, err := strconv.Atoi(countText)
	if err != nil {
		return nil, err
	}
	hostBits, err := strconv.Atoi(bitsText)
	if err != nil {
		return nil, err
	}
	length := whole.Addr().BitLen() - hostBits
	if count < 1 || count > 256 || hostBits < 1 || hostBits > 128 {
		return nil, fmt.Errorf("takes a count of 1 to 256, and 1 to 128 bits")
	}
	if length < whole.Bits() || count > 1<<min(length-whole.Bits(), 16) {
		return nil, fmt.Errorf("can't cut %v into %d ranges of %d bits", whole, count, hostBits)
	}
	result := []any{}
	start := new(big.Int).SetBytes(whole.Masked().Addr().AsSlice())
	step := new(big.Int).Lsh(big.NewInt(1), uint(hostBits))
	for range count {
		first := make([]byte, whole.Addr().BitLen()/8)
		address, _ := netip.AddrFromSlice(start.FillBytes(first))
		result = append(result, netip.PrefixFrom(address, length).String())
		start.Add(start, step)
	}
	return result, nil
}

func findInMap(s scope, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 3 {
		return nil, fmt.Errorf("takes a map and two keys")
	}
	value, ok := s.template.Mappings[fmt.Sprint(list[0])][fmt.Sprint(list[1])][fmt.Sprint(list[2])]
	if !ok {
		return nil, fmt.Errorf("unable to get mapping for %v", list)
	}
	return value, nil
}

func importValue(s scope, argument any) (any, error) {
	name, _ := argument.(string)
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

// getStackOutput reads an output of a stack in another Region, or, by a role, in
// another account.
func getStackOutput(s scope, argument any) (any, error) {
	object, ok := argument.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("takes an object")
	}
	place := s.stack.Place
	for key, value := range object {
		text, _ := value.(string)
		switch key {
		case "StackName", "OutputName":
		case "Region":
			place.Region = text
		case "RoleArn":
			account, err := s.cloud.assumable(text, s.stack.Place)
			if err != nil {
				return nil, err
			}
			place.Account = account
		default:
			return nil, fmt.Errorf("doesn't take %s", key)
		}
	}
	other := s.cloud.Stack(place, fmt.Sprint(object["StackName"]))
	if other == nil || !other.exists() {
		return nil, fmt.Errorf("Stack %v does not exist", object["StackName"])
	}
	for _, output := range other.Outputs {
		if output.Key == object["OutputName"] {
			return output.Value, nil
		}
	}
	return nil, fmt.Errorf("Output %v not found in stack %s", object["OutputName"], other.Name)
}

func equals(_ scope, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 2 {
		return nil, fmt.Errorf("takes two values")
	}
	return assembly.Same(list[0], list[1]), nil
}

func not(_ scope, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 1 {
		return nil, fmt.Errorf("takes one condition")
	}
	return list[0] != true, nil
}

func and(_ scope, argument any) (any, error) {
	list, ok := argument.([]any)
	return !slices.ContainsFunc(list, func(v any) bool { return v != true }), listOr(ok)
}

func or(_ scope, argument any) (any, error) {
	list, ok := argument.([]any)
	return slices.Contains(list, any(true)), listOr(ok)
}

func contains(_ scope, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 2 {
		return nil, fmt.Errorf("takes a list and a value")
	}
	elements, ok := list[0].([]any)
	return slices.ContainsFunc(elements, func(v any) bool { return assembly.Same(v, list[1]) }), listOr(ok)
}

func listOr(isList bool) error {
	if !isList {
		return fmt.Errorf("takes a list")
	}
	return nil
}
