package rulebook

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

var update = flag.Bool("update", false, "rewrite docs/rules.md and package rule")

func TestMarkdown(t *testing.T) { testFile(t, "docs/rules.md", []byte(Markdown())) }

func TestConstants(t *testing.T) {
	source, err := Constants()
	if err != nil {
		t.Fatal(err)
	}
	testFile(t, "check/rule/rule.go", source)
}

func testFile(t *testing.T, name string, want []byte) {
	t.Helper()
	file := filepath.Join("..", "..", "..", filepath.FromSlash(name))
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the demands say (%v): go test ./internal/testing/rulebook -update", name, err)
	}
}

// TestEachDemandIsLookedAt: nothing is demanded that nobody looks at, and each demand is
// about one of the topics.
func TestEachDemandIsLookedAt(t *testing.T) {
	for _, d := range demand.All() {
		if readersOf(d) == (readers{}) {
			t.Errorf("nobody looks at %s", d.ID)
		}
		if !slices.Contains(demand.Topics, d.Topic) {
			t.Errorf("%s is about %q", d.ID, d.Topic)
		}
	}
	for id := range onlyDeployed {
		if !slices.ContainsFunc(network.Demands(), func(d *demand.Demand) bool { return d.ID == demand.Prefix+id }) {
			t.Errorf("%s isn't looked at", id)
		}
	}
}

// TestNoDemandIsWrittenTwice: a rule of the stand-in's own that is also a demand has its
// words from there.
func TestNoDemandIsWrittenTwice(t *testing.T) {
	demanded := map[string]*demand.Demand{}
	answers := map[string]string{}
	for _, d := range demand.All() {
		demanded[strings.TrimPrefix(d.ID, demand.Prefix)] = d
		if d.AWS != "" {
			answers[d.AWS] = d.ID
		}
	}
	for _, r := range resources.Own() {
		if d := demanded[r.ID]; d != nil && (r.Code != d.Code || r.Message != d.AWS || r.Source != d.Source) {
			t.Errorf("%s of %s is a demand too", r.ID, r.Of)
		}
		if answers[r.Message] != "" && answers[r.Message] != demand.Prefix+r.ID {
			t.Errorf("%s of %s answers as %s", r.ID, r.Of, answers[r.Message])
		}
	}
}
