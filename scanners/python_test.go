package scanners

import (
	"os"
	"os/exec"
	"testing"
)

const pyright = "node_modules/pyright/index.js"

// TestPython has Pyright look at the code of the functions: at its types, and for names that
// aren't there. What boto3 returns has no types.
func TestPython(t *testing.T) {
	if _, err := os.Stat(pyright); err != nil {
		t.Skip("Pyright is missing: npm ci --prefix scanners")
	}
	if output, err := exec.Command("node", pyright, "--project", "../constructs/privatelinkfunctions/functions").CombinedOutput(); err != nil {
		t.Errorf("%v:\n%s", err, output)
	}
}
