// Package rules holds what AWS accepts of a PrivateLink provider and consumer,
// as tables of data. It never calls jsii: a check reads plain values, so
// thousands run in a millisecond.
//
// Values that are only known at deploy (CDK tokens) are unknown to a rule, and
// an unknown value never breaks one: see [Unknown].
package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Severity says what a broken rule means.
type Severity string

const (
	// Error: AWS refuses the configuration, or no packet passes.
	Error Severity = "error"
	// Warning: it works, but hurts.
	Warning Severity = "warning"
)

// Rule is one thing that AWS demands.
type Rule struct {
	// ID never changes once released: users acknowledge warnings by it.
	ID string
	// Severity is an error or a warning.
	Severity Severity
	// Summary is the demand, in one sentence.
	Summary string
	// AWS is the text AWS answers with when the rule is broken; empty where it
	// gives none (packets are dropped in silence) or where none is published.
	AWS string
	// Source is the page or thread that the rule comes from.
	Source string
	// Fix says what to do instead.
	Fix string
}

// Finding is one broken rule.
type Finding struct {
	Rule
	// Field is the path of the field within the props, such as Listeners[1].Port.
	Field string
	// Problem says what is wrong with the field's value.
	Problem string
}

// String is the finding in one line.
func (f Finding) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s: %s", f.Field, f.Problem)
	if f.AWS != "" {
		fmt.Fprintf(&s, " (AWS: %q)", f.AWS)
	}
	fmt.Fprintf(&s, "; %s [%s]", f.Fix, f.ID)
	return oneLine(s.String())
}

// oneLine keeps a user's line breaks from splitting a finding.
func oneLine(s string) string {
	var line strings.Builder
	for _, c := range s {
		if unicode.IsControl(c) || c == '\u2028' || c == '\u2029' {
			line.WriteString(strings.Trim(strconv.QuoteRune(c), "'"))
		} else {
			line.WriteRune(c)
		}
	}
	return line.String()
}

// report records a broken rule at a field.
type report func(field, problem string, args ...any)

// row is a rule with its check over the facts F.
type row[F any] struct {
	Rule
	check func(facts F, broken report)
}

// CheckProvider returns what AWS would refuse of a provider, in the table's order.
func CheckProvider(facts Provider) []Finding { return check(providerRules, facts) }

// CheckConsumer returns what AWS would refuse of a consumer, in the table's order.
func CheckConsumer(facts Consumer) []Finding { return check(consumerRules, facts) }

func check[F any](table []row[F], facts F) []Finding {
	var findings []Finding
	for _, r := range table {
		r.check(facts, func(field, problem string, args ...any) {
			findings = append(findings, Finding{
				Rule:    r.Rule,
				Field:   field,
				Problem: fmt.Sprintf(problem, args...),
			})
		})
	}
	return findings
}

// All returns every rule once, sorted by ID.
func All() []Rule {
	all := slices.Concat(rulesOf(providerRules), rulesOf(consumerRules), rulesOf(notificationRules))
	slices.SortFunc(all, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	return slices.Compact(all)
}

func rulesOf[F any](table []row[F]) []Rule {
	var rules []Rule
	for _, r := range table {
		rules = append(rules, r.Rule)
	}
	return rules
}

// at names an element of a list field: at("Listeners", 1, "Port") is Listeners[1].Port.
func at(list string, index int, field string) string {
	s := fmt.Sprintf("%s[%d]", list, index)
	if field != "" {
		s += "." + field
	}
	return s
}
