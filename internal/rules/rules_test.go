package rules

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

var update = flag.Bool("update", false, "rewrite the golden file of the findings' texts")

// TestTexts: the texts of all findings stand in one golden file, to be read there. Other
// tests compare rules and fields.
func TestTexts(t *testing.T) {
	const file = "testdata/findings.txt"
	texts := slices.Concat(
		textsOf(providerRules, validProvider, (*plan.Provider).Complete, providerCases),
		textsOf(consumerRules, validConsumer, (*plan.Consumer).Complete, consumerCases),
		textsOf(notificationRules, validNotification, func(*Notification) {}, notificationCases),
		textsOf(resourceRules, validResource, (*plan.ResourceProvider).Complete, resourceCases),
		textsOf(functionRules, validFunction, func(*Function) {}, functionCases),
	)
	slices.Sort(texts)
	now := strings.Join(slices.Compact(texts), "\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if before, err := os.ReadFile(file); err != nil || string(before) != now {
		t.Errorf("%s is not what the rules say (%v): go test ./internal/rules -update", file, err)
	}
}

func textsOf[F any](table []row[F], valid func() F, complete func(*F), cases []ruleCase[F]) []string {
	var texts []string
	for _, c := range cases {
		facts := valid()
		c.spoil(&facts)
		complete(&facts)
		for _, f := range check(table, facts) {
			text := f.String()
			if len(text) > 400 {
				text = text[:200] + " … " + text[len(text)-200:]
			}
			texts = append(texts, text)
		}
	}
	return texts
}

// ruleCase breaks one rule in otherwise valid facts; with an empty rule it breaks
// none.
type ruleCase[F any] struct {
	rule  string // The ID without its prefix.
	field string
	spoil func(*F)
}

// testRules checks that valid facts break no rule, that each case breaks its own
// rule and no other, and that every row of the table has a case.
func testRules[F any](t *testing.T, table []row[F], valid func() F, complete func(*F), cases []ruleCase[F]) {
	t.Helper()
	cases = append(cases, ruleCase[F]{"", "", func(*F) {}})
	covered := map[string]bool{}
	for _, c := range cases {
		id := demand.Prefix + c.rule
		covered[id] = true
		facts := valid()
		c.spoil(&facts)
		complete(&facts)
		findings := check(table, facts)
		if c.rule == "" {
			if len(findings) > 0 {
				t.Errorf("valid facts: %v", findings)
			}
			continue
		}
		if len(findings) != 1 || findings[0].ID != id || findings[0].Field != c.field {
			t.Errorf("%s at %s: got %v", c.rule, c.field, findings)
		}
	}
	for _, r := range table {
		if !covered[r.ID] {
			t.Errorf("%s has no case", r.ID)
		}
	}
}

func TestFindingIsOneLine(t *testing.T) {
	facts := validProvider()
	facts.AllowedPrincipals[3].Arn = "arn\nof\r\nseveral lines"
	findings := CheckProvider(facts)
	if len(findings) != 1 || strings.ContainsAny(findings[0].String(), "\n\r") {
		t.Errorf("got %q", findings)
	}
}

func BenchmarkCheckProvider(b *testing.B) {
	facts := validProvider()
	for b.Loop() {
		CheckProvider(facts)
	}
}
