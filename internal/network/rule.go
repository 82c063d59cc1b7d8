package network

import (
	"fmt"
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// Finding is a demand that a resource doesn't meet.
type Finding struct {
	*demand.Demand
	// Severity may be less than the demand's, where it is only likely.
	Severity demand.Severity
	Resource *Resource
	// Property is the path of what is wrong, with dots.
	Property string
	// Problem says what is wrong with it.
	Problem string
	// Refused: AWS refuses it, rather than to drop packets.
	Refused bool

	words []any
}

// Text is what AWS says, or else what is wrong.
func (f Finding) Text() string {
	if f.AWS == "" {
		return f.Problem
	}
	return demand.Saying(f.AWS, f.words...)
}

// Case is a resource that is judged.
type Case struct {
	*Resource

	rule  rule
	found []Finding
}

// rule is a demand with its check on resources of a type; of any type where it is
// empty.
type rule struct {
	*demand.Demand
	of    string
	check func(c *Case)
	// advice: it is told as a warning, whatever the demand is elsewhere.
	advice bool
	// accepted: AWS makes what doesn't meet it here, though it refuses it elsewhere.
	accepted bool
}

func (r rule) refused() bool { return r.Code != "" && !r.accepted }

// broken records what is wrong with a property, unless there are doubts.
func (c *Case) broken(property, problem string, args ...any) {
	c.brokenSaying(nil, property, problem, args...)
}

// brokenSaying gives the words of AWS's text that differ each time, too.
func (c *Case) brokenSaying(words []any, property, problem string, args ...any) {
	if c.model.doubted {
		return
	}
	severity := c.rule.Severity
	if c.rule.advice {
		severity = demand.Warning
	}
	c.found = append(c.found, Finding{c.rule.Demand, severity, c.Resource, property, fmt.Sprintf(problem, args...), c.rule.refused(), words})
}

// each checks several things, each by itself.
func each[T any](c *Case, list []T, check func(T)) {
	for _, one := range list {
		c.model.sure(func() { check(one) })
	}
}

// Judge returns what AWS demands of a resource and doesn't get, in the table's order.
func (m *Model) Judge(r *Resource) []Finding {
	if r.Uncertain {
		return nil
	}
	c := &Case{Resource: r}
	for _, one := range rulesOf(r.Type) {
		c.rule = one
		m.doubted = false
		one.check(c)
	}
	m.doubted = false
	return c.found
}

// rules are all, in the order in which their findings are listed.
var rules []rule

func init() { // Their checks refer to the table of types.
	rules = slices.Concat(serviceRules, endpointRules, privateDnsRules, loadBalancerRules, listenerRules, targetGroupRules,
		securityGroupRules, nameRules, resourceRules, surroundingRules)
	for _, of := range append(Types, "") {
		rulesByType[of] = slices.DeleteFunc(slices.Clone(rules), func(r rule) bool { return r.of != "" && r.of != of })
	}
}

// rulesByType are those on the resources of a type; by "" those on any.
var rulesByType = map[string][]rule{}

func rulesOf(resourceType string) []rule {
	if of, ok := rulesByType[resourceType]; ok {
		return of
	}
	return rulesByType[""]
}

// Demands lists the demands that are checked here.
func Demands() []*demand.Demand {
	var demands []*demand.Demand
	for _, r := range rules {
		if !slices.Contains(demands, r.Demand) {
			demands = append(demands, r.Demand)
		}
	}
	return append(demands, onWays...)
}

// onWays are those that only the way of a packet can break: no rule by itself.
var onWays = []*demand.Demand{
	demand.ClientInbound, demand.ClientOutbound, demand.TargetInbound, demand.NetworkAcl,
	demand.ResourcePortClosed, demand.ResourceOutbound, demand.ResourceInbound,
}

// Check is a demand on resources of a type; of any type where it is empty.
type Check struct {
	*demand.Demand
	Of   string
	rule rule
}

// Refused: AWS refuses what doesn't meet it.
func (c Check) Refused() bool { return c.rule.refused() }

// Checks lists what is checked, each demand once for a type.
func Checks() []Check {
	var checks []Check
	for _, r := range rules {
		if !slices.ContainsFunc(checks, func(c Check) bool { return c.Demand == r.Demand && c.Of == r.of }) {
			checks = append(checks, Check{r.Demand, r.of, r})
		}
	}
	return checks
}
