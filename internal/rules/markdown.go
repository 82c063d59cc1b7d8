package rules

import (
	"fmt"
	"strings"
)

// Markdown is the documentation of every rule: docs/rules.md.
func Markdown() string {
	var doc strings.Builder
	doc.WriteString(`# Rules

What the constructs check at synthesis. An **error** is what AWS refuses, or what lets no packet pass; the constructor panics with all of them. A **warning** works but hurts, and is acknowledged by its ID:

` + "```go\nawscdk.Annotations_Of(construct).AcknowledgeWarning(jsii.String(\"privatelink/dns-acceptance\"), nil)\n```" + `

A value that is only known at deploy never breaks a rule. What AddPropertyOverride changes can't be seen: use the resource's own setters. This page is made from the table in ` + "`internal/rules`" + `.

| ID | Severity | What | AWS says | Instead | Source |
| --- | --- | --- | --- | --- | --- |
`)
	for _, r := range All() {
		said := ""
		if r.AWS != "" {
			said = "“" + r.AWS + "”"
		}
		fmt.Fprintf(&doc, "| `%s` | %s | %s | %s | %s | [source](%s) |\n",
			r.ID, r.Severity, cell(r.Summary), cell(said), cell(r.Fix), r.Source)
	}
	return doc.String()
}

// cell keeps a text from ending its cell.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
