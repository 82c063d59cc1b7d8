package privatelink

import (
	"strings"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
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

// site is what findings are about: props of a kind of construct, in the scope and with
// the ID that it is made with; without an ID, a construct that is there.
type site struct {
	kind  string
	scope constructs.Construct
	id    string
}

// decide returns the error of what must not be built, and else what is told beside what is
// built: warnings, and errors that are acknowledged.
func (s site) decide(findings []rules.Finding) (*Error, []rules.Finding) {
	refused, told := cdk.Decide(s.scope, findings)
	if len(refused) == 0 {
		return nil, told
	}
	return errorOf(cdk.Site(s.kind, s.scope, s.id), refused), nil
}

// errorOf is the error of findings at a site.
func errorOf(site string, refused []rules.Finding) *Error {
	err := &Error{Construct: site}
	for _, f := range refused {
		err.Findings = append(err.Findings, Finding{ID: f.ID, Field: f.Field, Problem: f.Problem, AWS: f.AWS, Fix: f.Fix, Source: f.Source})
	}
	return err
}

// note has findings told when the app is synthesized.
func note(construct constructs.Construct, findings []rules.Finding) {
	for _, f := range findings {
		cdk.Note(construct, f)
	}
}
