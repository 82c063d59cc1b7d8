package check

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

// Severity says what a finding means.
type Severity = demand.Severity

const (
	// Error: AWS refuses it, or no packet passes.
	Error = demand.Error
	// Warning: it works, but hurts.
	Warning = demand.Warning
	// Info is a finding that was acknowledged.
	Info = demand.Info
)

// Finding is one thing that AWS demands and doesn't get.
type Finding struct {
	// ID of the demand, such as privatelink::listener-port-range: findings are
	// acknowledged by it.
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	// Stack is the name of the stack, and Path the construct's path.
	Stack string `json:"stack,omitempty"`
	Path  string `json:"path,omitempty"`
	// LogicalID of the resource, and Property in it, with dots.
	LogicalID string `json:"logicalId,omitempty"`
	Property  string `json:"property,omitempty"`
	// Field of the props that wrote the property, where a construct of this library did.
	Field string `json:"field,omitempty"`
	// Problem says what is wrong.
	Problem string `json:"problem"`
	// AWS is the text that AWS answers with; empty where none is known.
	AWS string `json:"aws,omitempty"`
	// Fix says what to do.
	Fix string `json:"fix"`
	// Source is the page that the demand comes from.
	Source string `json:"source,omitempty"`
	// Acknowledged is the reason why it was acknowledged; empty if it was not.
	Acknowledged string `json:"acknowledged,omitempty"`

	// Template is the file of the stack's template.
	Template string `json:"template,omitempty"`
}

// String is the finding in one line.
func (f Finding) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s %s: %s", f.Severity, f.where(), f.Text())
	if f.Acknowledged != "" {
		fmt.Fprintf(&s, "; acknowledged: %s", f.Acknowledged)
	} else {
		fmt.Fprintf(&s, "; %s", f.Fix)
	}
	fmt.Fprintf(&s, " [%s]", f.ID)
	return oneLine(s.String())
}

// Text says what is wrong, with AWS's words, but not where.
func (f Finding) Text() string {
	text := f.Problem
	switch {
	case f.Field != "":
		text = f.Field + " " + text
	case f.Property != "":
		text = f.Property + " " + text
	}
	if f.AWS != "" {
		text += fmt.Sprintf(" (AWS: %q)", f.AWS)
	}
	return text
}

func (f Finding) where() string {
	if f.Path != "" {
		return f.Path
	}
	return f.Stack + "." + f.LogicalID
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

func findingOf(found network.Finding) Finding {
	source := found.Resource.Source
	return Finding{
		ID: found.ID, Severity: found.Severity, Stack: source.Stack.Name, Path: source.Path(), LogicalID: source.ID,
		Property: found.Property, Field: fieldOf(source, found.Property), Problem: found.Problem,
		AWS: found.Demand.AWS, Fix: found.Fix, Source: found.Demand.Source, Template: source.Stack.File,
	}
}

// compare sorts findings: errors first, then by where they are.
func compare(a, b Finding) int {
	if a.Severity != b.Severity {
		return rank[a.Severity] - rank[b.Severity]
	}
	for _, pair := range [][2]string{{a.Stack, b.Stack}, {a.Path, b.Path}, {a.LogicalID, b.LogicalID}, {a.ID, b.ID}, {a.Property, b.Property}} {
		if c := strings.Compare(pair[0], pair[1]); c != 0 {
			return c
		}
	}
	return strings.Compare(a.Problem, b.Problem)
}

var rank = map[Severity]int{Error: 0, Warning: 1, Info: 2}
