// Package lint runs cfn-lint over golden templates.
package lint

import (
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Templates fails the test on anything that cfn-lint says of the templates under
// testdata, warnings too. It is skipped where cfn-lint is missing.
func Templates(t *testing.T) {
	t.Helper()
	lint, err := exec.LookPath("cfn-lint")
	if err != nil {
		t.Skip("cfn-lint is missing: pip install cfn-lint")
	}
	var templates []string
	err = filepath.WalkDir("testdata", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".json") {
			templates = append(templates, path)
		}
		return err
	})
	if err != nil || len(templates) == 0 {
		t.Fatalf("no templates under testdata: %v", err)
	}
	if output, err := exec.Command(lint, templates...).CombinedOutput(); err != nil || len(output) > 0 {
		t.Errorf("cfn-lint: %v\n%s", err, output)
	}
}
