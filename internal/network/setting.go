package network

import (
	"maps"
	"slices"
	"strconv"
)

// setting is an attribute of a load balancer, listener or target group: what values it
// may have.
type setting func(value string) bool

func isFlag(value string) bool { return value == "true" || value == "false" }

func isAny(string) bool { return true }

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

func with(base, more map[string]setting) map[string]setting {
	all := maps.Clone(base)
	maps.Copy(all, more)
	return all
}

// unfit finds attributes that aren't among the known, or have a value that they can't
// have. Of the keys that are chosen; of all where none are.
func (c *Case) unfit(list string, known map[string]setting, chosen func(key string) bool) {
	each(c, c.Objects(list), func(pair Object) {
		key := pair.Text("Key")
		valid, ok := known[key]
		switch {
		case chosen != nil && !chosen(key):
		case !ok && c.model.Closed: // Those that AWS adds are unknown here first.
			c.broken(list, "attribute key '%s' is not recognized", key)
		case !ok:
		case !valid(pair.Text("Value")):
			c.broken(list, "'%s' is not a valid value for attribute '%s'", pair.Text("Value"), key)
		}
	})
}

func only(keys ...string) func(string) bool {
	return func(key string) bool { return slices.Contains(keys, key) }
}
