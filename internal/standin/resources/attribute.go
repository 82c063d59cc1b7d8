package resources

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// setting is an attribute of a load balancer, listener or target group: what values
// it may have.
type setting func(value string) bool

var flag setting = func(value string) bool { return value == "true" || value == "false" }

var anyText setting = func(string) bool { return true }

func between(low, high int) setting {
	return func(value string) bool {
		n, err := strconv.Atoi(value)
		return err == nil && low <= n && n <= high
	}
}

func oneOf(values ...string) setting {
	return func(value string) bool { return slices.Contains(values, value) }
}

func either(settings ...setting) setting {
	return func(value string) bool {
		return slices.ContainsFunc(settings, func(s setting) bool { return s(value) })
	}
}

// unfit finds an attribute that isn't among the known, or has a value that it can't
// have.
func unfit(attributes map[string]string, known map[string]setting) string {
	var found []string
	for key, value := range attributes {
		if valid, ok := known[key]; !ok {
			found = append(found, fmt.Sprintf("attribute key '%s' is not recognized", key))
		} else if !valid(value) {
			found = append(found, fmt.Sprintf("'%s' is not a valid value for attribute '%s'", value, key))
		}
	}
	slices.Sort(found)
	return strings.Join(found, "; ")
}
