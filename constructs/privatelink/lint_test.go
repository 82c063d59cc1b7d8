package privatelink_test

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestLint runs cfn-lint over every golden template: it knows CloudFormation's
// schemas, and takes a warning for an error.
func TestLint(t *testing.T) {
	lint, err := exec.LookPath("cfn-lint")
	if err != nil {
		t.Skip("cfn-lint is missing: pip install cfn-lint")
	}
	templates, err := filepath.Glob("testdata/*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	deeper, err := filepath.Glob("testdata/*/*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	templates = append(templates, deeper...)
	if len(templates) == 0 {
		t.Fatal("no templates under testdata")
	}
	if output, err := exec.Command(lint, templates...).CombinedOutput(); err != nil || len(output) > 0 {
		t.Errorf("cfn-lint: %v\n%s", err, output)
	}
}
