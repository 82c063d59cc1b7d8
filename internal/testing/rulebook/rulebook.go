// Package rulebook makes docs/rules.md: every demand, and who looks at it.
package rulebook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// readers say of a demand who looks at it.
type readers struct{ props, templates, standIn bool }

func readersOf(d *demand.Demand) readers {
	id := strings.TrimPrefix(d.ID, demand.Prefix)
	return readers{
		props:     slices.ContainsFunc(rules.All(), func(other *demand.Demand) bool { return other.ID == d.ID }),
		templates: slices.Contains(network.Demands(), d) && onlyDeployed[id] == "",
		standIn:   slices.ContainsFunc(resources.Rules(), func(r resources.Rule) bool { return r.ID == id }),
	}
}

// onlyDeployed are demands that templates can't be found to break, and why.
var onlyDeployed = map[string]string{
	"service-missing": "a service that no stack of the app makes may exist elsewhere",
}

// Markdown is the page.
func Markdown() string {
	var doc strings.Builder
	doc.WriteString(`# Rules

What AWS demands of PrivateLink, and of what its traffic passes. An **error** is what AWS refuses, or takes and then lets no packet pass. A **warning** works but hurts.

Each demand stands here once. Who looks at it:

- **P**: the constructs look at their props. An error makes the constructor panic, before anything is built.
- **T**: the templates are looked at once the app is synthesized, whoever made them: by the plugin that the constructs attach, by ` + "`snapshot`" + ` in tests, and by ` + "`privatelink check`" + `. What AWS refuses, or drops, of these makes the synthesis fail.
- **S**: the stand-in for AWS that this library's own tests deploy to refuses it, as AWS does. A demand without **S** is one that AWS doesn't make: it takes the template, and what follows is yours. One with **S** alone needs to know what exists, and no template shows that.

A value that is only known at deploy never breaks a rule.

Everything can be acknowledged by its ID, with a reason. It is then told as information: in ` + "`validation-report.json`" + `, and by ` + "`privatelink check`" + `. Acknowledge before the construct is made; a rule marked ✻ can't be, because nothing could be built without it.

` + "```go\nawscdk.Validations_Of(stack).Acknowledge(&awscdk.Acknowledgment{\n\tId: jsii.String(\"privatelink::endpoint-count\"), Reason: jsii.String(\"our quota is 100\"),\n})\n```" + `

This page is made of the records in ` + "`internal/demand`" + `.
`)
	for _, topic := range demand.Topics {
		fmt.Fprintf(&doc, "\n## %s\n\n| Rule | By | Demand, and what AWS says | Instead |\n| --- | --- | --- | --- |\n", topic)
		for _, d := range demand.All() {
			if d.Topic == topic {
				fmt.Fprintf(&doc, "| %s | %s | %s | %s |\n", title(d), seenBy(d), cell(strings.TrimSpace(d.Summary+" "+saidOf(d))), cell(d.Fix))
			}
		}
	}
	return doc.String()
}

// title is a demand's ID, which leads to its source.
func title(d *demand.Demand) string {
	text := fmt.Sprintf("[`%s`](%s)", d.ID, d.Source)
	if d.Severity != demand.Error {
		return text + " " + string(d.Severity)
	}
	if d.Needed {
		return text + " ✻"
	}
	return text
}

func seenBy(d *demand.Demand) string {
	who := readersOf(d)
	var letters string
	for _, one := range []struct {
		letter string
		looks  bool
	}{{"P", who.props}, {"T", who.templates}, {"S", who.standIn}} {
		if one.looks {
			letters += one.letter
		}
	}
	return letters
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
