package cloudformation

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// BootstrapVersion is that of the environments that the stand-in has bootstrapped.
const BootstrapVersion = "33"

// Parameter is a parameter of Systems Manager: those that AWS publishes, the version
// of the bootstrapped environment, and those that stacks have made.
func (c *CloudFormation) Parameter(place resources.Place, name string) (string, bool) {
	switch {
	case name == "/cdk-bootstrap/hnb659fds/version":
		return BootstrapVersion, true
	case strings.HasPrefix(name, "/aws/service/ami-amazon-linux-latest/"):
		return "ami-0123456789abcdef0", true
	}
	for _, parameter := range c.World.All("AWS::SSM::Parameter") {
		if parameter.Place == place && parameter.ID == name {
			value, _ := parameter.Properties["Value"].(string)
			return value, true
		}
	}
	return "", false
}

// valuesOf gives a template's parameters their values.
func (c *CloudFormation) valuesOf(place resources.Place, template *assembly.Template, given map[string]string) (map[string]any, error) {
	for name := range given {
		if _, ok := template.Parameters[name]; !ok {
			return nil, says("Parameters: [%s] do not exist in the template", name)
		}
	}
	values := map[string]any{}
	for name, parameter := range template.Parameters {
		text, ok := given[name]
		if !ok {
			text, ok = assembly.Scalar(parameter.Default)
		}
		if !ok {
			return nil, says("Parameters: [%s] must have values", name)
		}
		value, err := c.parameterValue(place, parameter, text)
		if err != nil {
			return nil, fmt.Errorf("Parameter %s: %w", name, err)
		}
		values[name] = value
	}
	return values, nil
}

func (c *CloudFormation) parameterValue(place resources.Place, parameter assembly.Parameter, text string) (any, error) {
	kind := parameter.Type
	if inner, ok := strings.CutPrefix(kind, "AWS::SSM::Parameter::Value<"); ok {
		value, found := c.Parameter(place, text)
		if !found {
			return nil, says("Unable to fetch parameters [%s] from parameter store for this account.", text)
		}
		kind, text = strings.TrimSuffix(inner, ">"), value
	}
	if len(parameter.AllowedValues) > 0 && !slices.ContainsFunc(parameter.AllowedValues, func(allowed any) bool { return assembly.Same(allowed, text) }) {
		return nil, fmt.Errorf("must be one of %v", parameter.AllowedValues)
	}
	if pattern := parameter.AllowedPattern; pattern != "" {
		if matched, err := regexp.MatchString("^(?:"+pattern+")$", text); err != nil || !matched {
			return nil, fmt.Errorf("must match pattern %s", pattern)
		}
	}
	if least, ok := limit(parameter.MinLength); ok && float64(len(text)) < least {
		return nil, fmt.Errorf("must have at least %v characters", least)
	}
	if most, ok := limit(parameter.MaxLength); ok && float64(len(text)) > most {
		return nil, fmt.Errorf("must have at most %v characters", most)
	}
	switch {
	case kind == "Number":
		number, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fmt.Errorf("must be a number, not %q", text)
		}
		if least, ok := limit(parameter.MinValue); ok && number < least {
			return nil, fmt.Errorf("must be at least %v", least)
		}
		if most, ok := limit(parameter.MaxValue); ok && number > most {
			return nil, fmt.Errorf("must be at most %v", most)
		}
		return text, nil
	case kind == "CommaDelimitedList" || strings.HasPrefix(kind, "List<"):
		list := []any{}
		for element := range strings.SplitSeq(text, ",") {
			list = append(list, strings.TrimSpace(element))
		}
		return list, nil
	case kind == "String" || strings.HasPrefix(kind, "AWS::EC2::") || strings.HasPrefix(kind, "AWS::Route53::") || kind == "AWS::SSM::Parameter::Name":
		return text, nil
	}
	return nil, fmt.Errorf("the stand-in doesn't know parameters of type %s", parameter.Type)
}

// limit reads a constraint, which may be a number or a string.
func limit(constraint any) (float64, bool) {
	text, _ := assembly.Scalar(constraint)
	number, err := strconv.ParseFloat(text, 64)
	return number, err == nil
}
