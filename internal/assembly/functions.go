package assembly

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// functions are those whose arguments are evaluated first.
var functions map[string]func(Scope, any) (any, error)

func init() { // Scope.Value refers to functions, and some of them to Scope.Value.
	functions = map[string]func(Scope, any) (any, error){
		"Fn::Join": join, "Fn::Split": split, "Fn::Select": selectOne, "Fn::Base64": encode, "Fn::GetAZs": zones, "Fn::Cidr": cidr,
		"Fn::FindInMap": findInMap, "Fn::ImportValue": importValue, "Fn::GetStackOutput": stackOutput,
		"Fn::Equals": equals, "Fn::Not": not, "Fn::And": and, "Fn::Or": or, "Fn::Contains": contains,
	}
}

// listOf is the argument of a function that takes so many values.
func listOf(argument any, count int, takes string) ([]any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != count {
		return nil, fmt.Errorf("takes %s", takes)
	}
	return list, nil
}

func join(_ Scope, argument any) (any, error) {
	list, err := listOf(argument, 2, "a delimiter and a list")
	if err != nil {
		return nil, err
	}
	delimiter, ok := list[0].(string)
	if !ok {
		return unknownOf("", list...), nil
	}
	switch elements := list[1].(type) {
	case []any:
		return concatenated(delimiter, elements)
	case Unknown, Reference:
		return unknownOf("", elements), nil
	}
	return nil, fmt.Errorf("takes a list, not %v", list[1])
}

func split(_ Scope, argument any) (any, error) {
	list, err := listOf(argument, 2, "a delimiter and a string")
	if err != nil {
		return nil, err
	}
	text, ok := list[1].(string)
	delimiter, known := list[0].(string)
	switch {
	case !known || !ok && !IsKnown(list[1]):
		return unknownOf("", list...), nil
	case !ok:
		return nil, fmt.Errorf("splits a string, not %v", list[1])
	}
	result := []any{}
	for part := range strings.SplitSeq(text, delimiter) {
		result = append(result, part)
	}
	return result, nil
}

func selectOne(_ Scope, argument any) (any, error) {
	list, err := listOf(argument, 2, "an index and a list")
	if err != nil {
		return nil, err
	}
	text, ok := Scalar(list[0])
	if !ok {
		return unknownOf("", list...), nil
	}
	index, err := strconv.Atoi(text)
	switch elements := list[1].(type) {
	case []any:
		if err != nil || index < 0 || index >= len(elements) {
			return nil, fmt.Errorf("cannot select nonexistent value at index %v", list[0])
		}
		return elements[index], nil
	case Reference:
		if strings.HasPrefix(elements.Attribute, zonesOf) { // The zones of a Region have an order.
			return Reference{Attribute: fmt.Sprintf("%s #%d", elements.Attribute, index)}, nil
		}
		return unknownOf("", elements), nil
	case Unknown:
		return unknownOf("", elements), nil
	}
	return nil, fmt.Errorf("selects of a list, not of %v", list[1])
}

// zonesOf begins the name of the zones of a Region that isn't known.
const zonesOf = "zones of "

// AreDifferentZones reports whether two values stand for different zones of one place,
// which aren't known by name: the first and the second, for example.
func AreDifferentZones(a, b any) bool {
	first, okA := a.(Reference)
	second, okB := b.(Reference)
	if !okA || !okB || first.Resource != nil || second.Resource != nil {
		return false
	}
	placeA, indexA, isZoneA := strings.Cut(first.Attribute, " #")
	placeB, indexB, isZoneB := strings.Cut(second.Attribute, " #")
	return isZoneA && isZoneB && placeA == placeB && indexA != indexB
}

func encode(_ Scope, argument any) (any, error) {
	text, ok := argument.(string)
	switch {
	case ok:
		return base64.StdEncoding.EncodeToString([]byte(text)), nil
	case !IsKnown(argument):
		return unknownOf("", argument), nil
	}
	return nil, fmt.Errorf("encodes a string, not %v", argument)
}

func zones(s Scope, argument any) (any, error) {
	region, ok := argument.(string)
	if !ok { // The stack's own, by another name.
		own, isOwn := argument.(Reference)
		ok = isOwn && own.Resource == nil
	}
	if !ok || s.Zones == nil {
		return unknownOf("zones of a Region", argument), nil
	}
	return s.Zones(region)
}

// cidr cuts a range into count ranges with a number of host bits each.
func cidr(_ Scope, argument any) (any, error) {
	if !IsKnown(argument) {
		return unknownOf("", argument), nil
	}
	list, err := listOf(argument, 3, "a range, a count and a number of bits")
	if err != nil {
		return nil, err
	}
	whole, err := netip.ParsePrefix(fmt.Sprint(list[0]))
	if err != nil {
		return nil, err
	}
	countText, _ := Scalar(list[1])
	bitsText, _ := Scalar(list[2])
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

func findInMap(s Scope, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) < 3 {
		return nil, fmt.Errorf("takes a map and two keys")
	}
	if !IsKnown(list[:3]) {
		return unknownOf("", list...), nil
	}
	var value any = s.Template.Mappings
	for _, key := range list[:3] {
		object, _ := value.(map[string]any)
		value = object[fmt.Sprint(key)]
	}
	if value != nil {
		return value, nil
	}
	if len(list) == 4 {
		if options, ok := list[3].(map[string]any); ok && options["DefaultValue"] != nil {
			return options["DefaultValue"], nil
		}
	}
	return nil, fmt.Errorf("unable to get mapping for %v", list)
}

func importValue(s Scope, argument any) (any, error) {
	name, ok := argument.(string)
	if !ok || s.Import == nil {
		return unknownOf("export "+Format(argument), argument), nil
	}
	return s.Import(name)
}

// stackOutput reads an output of a stack in another Region, or, by a role, in another
// account.
func stackOutput(s Scope, argument any) (any, error) {
	object, ok := argument.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("takes an object")
	}
	var of OutputOf
	fields := map[string]*string{"StackName": &of.Stack, "OutputName": &of.Output, "Region": &of.Region, "RoleArn": &of.Role}
	for key, value := range object {
		field := fields[key]
		if field == nil {
			return nil, fmt.Errorf("doesn't take %s", key)
		}
		if *field, ok = value.(string); !ok && key != "RoleArn" {
			return unknownOf("an output of another stack", argument), nil
		} else if !ok {
			*field = Format(value)
		}
	}
	if s.StackOutput == nil {
		return Unknown{Reason: "output " + of.Output + " of stack " + of.Stack}, nil
	}
	return s.StackOutput(of)
}

func equals(_ Scope, argument any) (any, error) {
	list, err := listOf(argument, 2, "two values")
	switch {
	case err != nil:
		return nil, err
	case !IsKnown(list):
		return unknownOf("", list...), nil
	}
	return Same(list[0], list[1]), nil
}

func not(_ Scope, argument any) (any, error) {
	list, err := listOf(argument, 1, "one condition")
	switch {
	case err != nil:
		return nil, err
	case !IsKnown(list):
		return unknownOf("", list...), nil
	}
	return list[0] != true, nil
}

func and(_ Scope, argument any) (any, error) { return decided(argument, false) }

func or(_ Scope, argument any) (any, error) { return decided(argument, true) }

// decided is what one of the conditions decides for all, if one has that value.
func decided(argument any, by bool) (any, error) {
	list, ok := argument.([]any)
	switch {
	case !ok:
		return nil, fmt.Errorf("takes a list")
	case slices.ContainsFunc(list, func(v any) bool { b, isBool := v.(bool); return isBool && b == by }):
		return by, nil
	case !IsKnown(list):
		return unknownOf("", list...), nil
	}
	return !by, nil
}

func contains(_ Scope, argument any) (any, error) {
	list, err := listOf(argument, 2, "a list and a value")
	switch {
	case err != nil:
		return nil, err
	case !IsKnown(list):
		return unknownOf("", list...), nil
	}
	elements, ok := list[0].([]any)
	if !ok {
		return nil, fmt.Errorf("takes a list")
	}
	return slices.ContainsFunc(elements, func(v any) bool { return Same(v, list[1]) }), nil
}
