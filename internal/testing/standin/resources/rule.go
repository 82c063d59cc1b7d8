package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

// Rule is one thing that AWS refuses.
type Rule struct {
	// ID is that of the library's own rule where it has one for the same demand.
	ID string
	// Of is the resource type.
	Of string
	// Code is AWS's. Message is AWS's text, a format, as a page or a thread has it, or with
	// … for what differs; where none is known it is empty, and the refusal has words of its own.
	Code, Message string
	// Source is the page that the rule comes from.
	Source string
}

// Refusal is a broken rule.
type Refusal struct {
	Rule
	// Text is what AWS says, or what the stand-in says for it.
	Text string
}

// Error is the text as CloudFormation shows it.
func (r *Refusal) Error() string {
	return fmt.Sprintf("Resource handler returned message: %q (HandlerErrorCode: %s)", r.Text, r.Code)
}

// answer is an error in CloudFormation's own words.
type answer string

func (a answer) Error() string { return string(a) }

func says(format string, words ...any) error { return answer(fmt.Sprintf(format, words...)) }

// change is what a rule looks at: a resource as it is to be.
type change struct {
	*World
	*Resource
	// before is nil for a resource that is to be made.
	before *Resource
}

// rule is a rule with its check, which returns whether it is broken, and what the
// message is formatted with; without a message, what is wrong.
type rule struct {
	Rule
	check func(change) (broken bool, words []any)
}

// Own lists the rules that only the stand-in has.
func Own() []Rule {
	var own []Rule
	for _, r := range slices.Concat(admissions, releases) {
		own = append(own, r.Rule)
	}
	return own
}

// Rules lists what the stand-in refuses, beside properties that don't fit the schema.
func Rules() []Rule {
	all := Own()
	for _, check := range network.Checks() {
		if check.Refused() {
			all = append(all, ruleOf(check.Demand, check.Of))
		}
	}
	return all
}

// ruleOf is a demand that AWS makes by refusing what doesn't meet it.
func ruleOf(d *demand.Demand, of string) Rule {
	return Rule{ID: strings.TrimPrefix(d.ID, demand.Prefix), Of: of, Code: d.Code, Message: d.AWS, Source: d.Source}
}

// admissions are checked when a resource is made or updated, releases when it is
// deleted, before what package network demands. Only the stand-in can use them: they are
// about what exists, how a resource changes, the state of a connection or a name, or
// parts of an app that are no business of the check of templates.
var (
	admissions = slices.Concat(existence, networkRules, loadBalancerRules, serviceRules, privateDnsRules, computeRules, surroundingRules, functionRules, cloudWatchRules)
	releases   = slices.Concat(inUse, serviceReleases)
)

func (w *World) admit(r *Resource, before *Resource) error {
	c := change{World: w, Resource: r, before: before}
	if err := refusal(admissions, c); err != nil {
		return err
	}
	for _, finding := range w.model.Judge(r.Resource) {
		if finding.Refused && (c.created() || !slices.Contains(whenMade, finding.Demand)) {
			return &Refusal{ruleOf(finding.Demand, r.Type), finding.Text()}
		}
	}
	return nil
}

// whenMade is only demanded of what is to be made: who is connected stays so.
var whenMade = []*demand.Demand{demand.PrincipalMissing, demand.ServiceRegionSupported, demand.EndpointCount}

func (w *World) release(r *Resource) error {
	return refusal(releases, change{World: w, Resource: r})
}

// refusal is the first rule that a change breaks. Their order matters: what must exist
// is looked for first, and later rules rely on it.
func refusal(rules []rule, c change) error {
	for _, r := range rules {
		if r.Of != "" && r.Of != c.Type {
			continue
		}
		broken, words := r.check(c)
		if !broken {
			continue
		}
		refusal := &Refusal{Rule: r.Rule}
		switch {
		case r.Message == "":
			refusal.Text = fmt.Sprint(words...)
		case strings.Contains(r.Message, "%"):
			refusal.Text = fmt.Sprintf(r.Message, words...)
		default:
			refusal.Text = demand.Saying(r.Message, words...)
		}
		return refusal
	}
	return nil
}

// Shorthands of checks.

func fine() (bool, []any) { return false, nil }

func broken(words ...any) (bool, []any) { return true, words }

func brokenIf(is bool, words ...any) (bool, []any) { return is, words }

// created tells what is only checked when a resource is made.
func (c change) created() bool { return c.before == nil }

// others returns the other resources of the change's type, account and Region.
func (c change) others() []*Resource {
	return slices.DeleteFunc(c.All(c.Type), func(r *Resource) bool {
		return r.Place != c.Place || r.number == c.number
	})
}

// find returns a resource of the change's account and Region; nil if there is none.
func (c change) find(resourceType, id string) *network.Resource {
	return c.model.Find(id, resourceType, c.Place)
}
