package demand

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sameWords are texts of AWS's that answer several demands, and why.
var sameWords = map[string]string{
	"The Vpc Endpoint Service '…' does not exist":                                                                           "AWS says so of every service that it doesn't show, whatever the reason",
	"The specified certificate does not exist.":                                                                             "certificates of other Regions don't exist in this one",
	"[RRSet with DNS name … is not permitted in zone …]":                                                                    "the record of a private name's domain is a record like others",
	"The specified target does not exist, is not in the same VPC as the target group, or has an unsupported instance type.": "a target of another kind than its group is looked for, and not found",
}

var idForm = regexp.MustCompile(`^privatelink::[a-z0-9]+(-[a-z0-9]+)*$`)

func TestDemandsAreComplete(t *testing.T) {
	ids := map[string]bool{}
	summaries, answers := map[string]string{}, map[string]string{}
	for _, d := range All() {
		switch {
		case !idForm.MatchString(d.ID):
			t.Errorf("%q is not a valid ID", d.ID)
		case ids[d.ID]:
			t.Errorf("%s stands for two demands", d.ID)
		case !slices.Contains([]Severity{Error, Warning, Info}, d.Severity):
			t.Errorf("%s has no severity", d.ID)
		case d.Topic == "" || d.Summary == "" || d.Fix == "":
			t.Errorf("%s lacks its topic, its summary or its fix", d.ID)
		case !strings.HasPrefix(d.Source, "https://"):
			t.Errorf("%s has no source", d.ID)
		case strings.HasPrefix(d.AWS, d.Code+":") || strings.Contains(d.AWS, "%"):
			t.Errorf("%s has AWS's code, or a format, within AWS's text: %q", d.ID, d.AWS)
		case summaries[d.Summary] != "":
			t.Errorf("%s and %s are one demand", d.ID, summaries[d.Summary])
		case d.AWS != "" && answers[d.AWS] != "" && sameWords[d.AWS] == "":
			t.Errorf("%s and %s are answered alike", d.ID, answers[d.AWS])
		}
		ids[d.ID], summaries[d.Summary], answers[d.AWS] = true, d.ID, d.ID
	}
	for text, why := range sameWords {
		count := 0
		for _, d := range All() {
			if d.AWS == text {
				count++
			}
		}
		if count < 2 || why == "" {
			t.Errorf("%q answers %d demands, because %q", text, count, why)
		}
	}
}
