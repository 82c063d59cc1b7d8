package rules

import (
	"fmt"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// Markdown is the documentation of every rule: docs/rules.md.
func Markdown() string {
	var doc strings.Builder
	doc.WriteString(`# Rules

What the constructs check at synthesis. An **error** is what AWS refuses, or what lets no packet pass; the constructor panics with all of them. A **warning** works but hurts, and is acknowledged by its ID:

` + "```go\nawscdk.Annotations_Of(construct).AcknowledgeWarning(jsii.String(\"privatelink::dns-acceptance\"), nil)\n```" + `

A value that is only known at deploy never breaks a rule. What AddPropertyOverride changes can't be seen: use the resource's own setters. This page is made of the records in ` + "`internal/demand`" + `.

| ID | Severity | What | AWS says | Instead | Source |
| --- | --- | --- | --- | --- | --- |
`)
	for _, r := range All() {
		fmt.Fprintf(&doc, "| `%s` | %s | %s | %s | %s | [source](%s) |\n",
			r.ID, r.Severity, cell(r.Summary), cell(saidOf(r)), cell(r.Fix), r.Source)
	}
	return doc.String()
}

// saidOf is AWS's answer: its code, and its text as far as it is known.
func saidOf(d *demand.Demand) string {
	var said []string
	if d.Code != "" {
		said = append(said, "`"+d.Code+"`")
	}
	if d.AWS != "" {
		said = append(said, "“"+d.AWS+"”")
	}
	return strings.Join(said, " ")
}

// cell keeps a text from ending its cell.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
