package privatelink

import (
	"strings"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// Error holds every rule that a construct's props break. Constructors panic with
// an *Error before anything is built; the props' Validate methods return it.
type Error struct {
	// Construct is the kind and path of the construct: ProviderService "Stack/Orders".
	Construct string
	// Findings, in an order that does not change.
	Findings []Finding
}

// Finding is one broken rule.
type Finding struct {
	// ID of the rule, such as privatelink::listener-port-range.
	ID string
	// Field within the props, such as Listeners[1].Port.
	Field string
	// Problem says what is wrong with the field's value.
	Problem string
	// AWS is the text that AWS would have answered with; empty where none is known.
	AWS string
	// Fix says what to do.
	Fix string
	// Source is the page that the rule comes from.
	Source string
}

// String is the finding in one line, without the construct.
func (f Finding) String() string {
	return rules.Finding{
		Demand: demand.Demand{ID: f.ID, AWS: f.AWS, Fix: f.Fix}, Field: f.Field, Problem: f.Problem,
	}.String()
}

// Error lists the findings, one line each.
func (e *Error) Error() string {
	lines := make([]string, len(e.Findings))
	for i, f := range e.Findings {
		lines[i] = "privatelink: " + e.Construct + ": " + f.String()
	}
	return strings.Join(lines, "\n")
}

// split separates what must not be built from what may be.
func split(construct func() string, findings []rules.Finding) (*Error, []rules.Finding) {
	var errs []Finding
	var warnings []rules.Finding
	for _, f := range findings {
		if f.Severity == demand.Warning {
			warnings = append(warnings, f)
			continue
		}
		errs = append(errs, Finding{
			ID: f.ID, Field: f.Field, Problem: f.Problem,
			AWS: f.AWS, Fix: f.Fix, Source: f.Source,
		})
	}
	if len(errs) == 0 {
		return nil, warnings
	}
	return &Error{Construct: construct(), Findings: errs}, warnings
}

// describe names a construct that is about to be made. It costs messages to
// jsii, so only an error does it.
func describe(kind string, scope constructs.Construct, id string) func() string {
	return func() string {
		path := id
		if !isNil(scope) {
			if parent := *scope.Node().Path(); parent != "" {
				path = parent + "/" + id
			}
		}
		return kind + " " + quote(path)
	}
}

// named is for what has no path yet.
func named(kind string) func() string { return func() string { return kind } }
