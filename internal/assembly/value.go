package assembly

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Reference is what Ref gives of a resource, or Fn::GetAtt one of its attributes.
type Reference struct {
	// Resource is nil for what belongs to a stack, and is only known at deploy, such
	// as its Region: the Attribute names it then, and the stack.
	Resource *Resource
	// Attribute is empty for Ref.
	Attribute string
}

// String is as Fn::Sub has it.
func (r Reference) String() string {
	switch {
	case r.Resource == nil:
		return "${" + r.Attribute + "}"
	case r.Attribute == "":
		return "${" + r.Resource.ID + "}"
	}
	return "${" + r.Resource.ID + "." + r.Attribute + "}"
}

// isOne: it is one value for certain. An attribute of a custom resource may be a list, or a
// text with commas.
func (r Reference) isOne() bool {
	return r.Attribute == "" || r.Resource == nil || strings.HasPrefix(r.Resource.Type, "AWS::")
}

// Text is made of strings, and of references and unknown values between them.
type Text []any

// Unknown is a value that is only known at deploy.
type Unknown struct {
	// Reason says what it depends on, such as "parameter Cidr".
	Reason string
	// From are the references that went into it.
	From []Reference
}

// nothing is AWS::NoValue: the property, or the element, is left out.
type nothing struct{}

// IsKnown reports whether a value has nothing unknown, and no reference, anywhere.
func IsKnown(value any) bool {
	switch value := value.(type) {
	case Unknown, *Unknown, Reference, Text:
		return false
	case []any:
		for _, element := range value {
			if !IsKnown(element) {
				return false
			}
		}
	case map[string]any:
		for _, inner := range value {
			if !IsKnown(inner) {
				return false
			}
		}
	}
	return true
}

// UnknownIn returns something unknown within a value, references aside.
func UnknownIn(value any) (Unknown, bool) {
	switch value := value.(type) {
	case Unknown:
		return value, true
	case Text:
		return UnknownIn([]any(value))
	case []any:
		for _, element := range value {
			if found, ok := UnknownIn(element); ok {
				return found, true
			}
		}
	case map[string]any:
		for _, inner := range value {
			if found, ok := UnknownIn(inner); ok {
				return found, true
			}
		}
	}
	return Unknown{}, false
}

// ReferencesIn lists the references within a value, each once.
func ReferencesIn(value any) []Reference {
	var found []Reference
	collect(value, &found)
	return found
}

func collect(value any, found *[]Reference) {
	add := func(r Reference) {
		if !slices.Contains(*found, r) {
			*found = append(*found, r)
		}
	}
	switch value := value.(type) {
	case Reference:
		add(value)
	case Unknown:
		for _, r := range value.From {
			add(r)
		}
	case Text:
		collect([]any(value), found)
	case []any:
		for _, element := range value {
			collect(element, found)
		}
	case map[string]any:
		for _, name := range sortedKeys(value) {
			collect(value[name], found)
		}
	}
}

// SourceOf is the one reference that a value is, or is a text with, or a part of; ok is false
// where another may have taken its place.
func SourceOf(value any) (source Reference, ok bool) {
	sources := slices.DeleteFunc(ReferencesIn(value), func(r Reference) bool { return r.Resource == nil })
	if len(sources) != 1 {
		return Reference{}, false
	}
	switch value := value.(type) {
	case Reference:
		ok = true
	case Unknown: // A condition, say, is another reason.
		ok = value.Reason == sources[0].String()
	case Text:
		ok = slices.ContainsFunc(value, func(part any) bool { _, certain := SourceOf(part); return certain })
	}
	return sources[0], ok
}

// unknownOf is unknown for a reason, and keeps what it was made of.
func unknownOf(reason string, from ...any) Unknown {
	u := Unknown{Reason: reason}
	for _, value := range from {
		if inner, ok := UnknownIn(value); ok && u.Reason == "" {
			u.Reason = inner.Reason
		}
		collect(value, &u.From)
	}
	if u.Reason == "" && len(u.From) > 0 {
		u.Reason = u.From[0].String()
	}
	return u
}

// Scalar is a string, number or boolean as CloudFormation writes it into a string.
func Scalar(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case bool:
		return strconv.FormatBool(value), true
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), true
	case int:
		return strconv.Itoa(value), true
	}
	return "", false
}

// Same compares known values: numbers and booleans are the same as their texts.
func Same(a, b any) bool {
	switch a := a.(type) {
	case []any:
		list, ok := b.([]any)
		return ok && slices.EqualFunc(a, list, Same)
	case map[string]any:
		object, ok := b.(map[string]any)
		if !ok || len(object) != len(a) {
			return false
		}
		for name, value := range a {
			if other, there := object[name]; !there || !Same(value, other) {
				return false
			}
		}
		return true
	}
	textA, okA := Scalar(a)
	textB, okB := Scalar(b)
	if !okA || !okB {
		return a == nil && b == nil
	}
	return textA == textB
}

// concatenated joins parts to a string, or to a text where some aren't known.
func concatenated(delimiter string, parts []any) (any, error) {
	var text Text
	add := func(part any) {
		if s, ok := part.(string); ok {
			if s == "" {
				return
			}
			if last := len(text) - 1; last >= 0 {
				if before, ok := text[last].(string); ok {
					text[last] = before + s
					return
				}
			}
		}
		text = append(text, part)
	}
	for i, part := range parts {
		if i > 0 {
			add(delimiter)
		}
		switch part := part.(type) {
		case Reference, Unknown:
			add(part)
		case Text:
			for _, inner := range part {
				add(inner)
			}
		default:
			s, ok := Scalar(part)
			if !ok {
				return nil, fmt.Errorf("joins strings, not %v", part)
			}
			add(s)
		}
	}
	switch len(text) {
	case 0:
		return "", nil
	case 1:
		return text[0], nil
	}
	return text, nil
}

// Format is a value as one string, with ${Id} for a reference and ${Id.Attribute} for
// an attribute.
func Format(value any) string {
	switch value := value.(type) {
	case Reference:
		return value.String()
	case Text:
		var parts strings.Builder
		for _, part := range value {
			parts.WriteString(Format(part))
		}
		return parts.String()
	case Unknown:
		return "${" + value.Reason + "}"
	}
	if s, ok := Scalar(value); ok {
		return s
	}
	return fmt.Sprint(value)
}
