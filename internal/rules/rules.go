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

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Finding is one demand that is not met.
type Finding struct {
	demand.Demand
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

// row is a demand with its check over the facts F.
type row[F any] struct {
	*demand.Demand
	check func(facts F, broken report)
}

// advised is a demand of which props only tell that it may not be met.
func advised(d *demand.Demand) *demand.Demand {
	advice := *d
	advice.Severity = demand.Warning
	return &advice
}

// CheckProvider returns what AWS would refuse of a provider, in the table's order.
func CheckProvider(facts plan.Provider) []Finding { return check(providerRules, facts) }

// CheckConsumer returns what AWS would refuse of a consumer, in the table's order.
func CheckConsumer(facts plan.Consumer) []Finding { return check(consumerRules, facts) }

func check[F any](table []row[F], facts F) []Finding {
	var findings []Finding
	for _, r := range table {
		r.check(facts, func(field, problem string, args ...any) {
			findings = append(findings, Finding{
				Demand:  *r.Demand,
				Field:   field,
				Problem: fmt.Sprintf(problem, args...),
			})
		})
	}
	return findings
}

// All returns every demand that is checked here once, sorted by ID.
func All() []*demand.Demand {
	all := slices.Concat(demandsOf(providerRules), demandsOf(consumerRules), demandsOf(notificationRules), demandsOf(functionRules),
		demandsOf(resourceRules), demandsOf(metricRules), demandsOf(providerAlarmRules), demandsOf(consumerAlarmRules), demandsOf(dashboardRules))
	slices.SortFunc(all, func(a, b *demand.Demand) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(all, func(a, b *demand.Demand) bool { return a.ID == b.ID })
}

func demandsOf[F any](table []row[F]) []*demand.Demand {
	var demands []*demand.Demand
	for _, r := range table {
		demands = append(demands, r.Demand)
	}
	return demands
}

// at names an element of a list field: at("Listeners", 1, "Port") is Listeners[1].Port.
func at(list string, index int, field string) string {
	s := fmt.Sprintf("%s[%d]", list, index)
	if field != "" {
		s += "." + field
	}
	return s
}
