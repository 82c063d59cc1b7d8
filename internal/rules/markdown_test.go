package rules

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "rewrite docs/rules.md")

// TestMarkdown: docs/rules.md says what the table says.
func TestMarkdown(t *testing.T) {
	const file = "../../docs/rules.md"
	if *update {
		if err := os.WriteFile(file, []byte(Markdown()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != Markdown() {
		t.Errorf("%s is stale (%v): go test ./internal/rules -update", file, err)
	}
}
