package privatelinkresource_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImports: who doesn't import this package doesn't pay for it.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "../privatelink", "../privatelinkecs", "../privatelinkfunctions", "../privatelinksns", "../../snapshot").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range strings.Fields(string(out)) {
		for _, ours := range []string{"awsvpclattice", "awsram"} {
			if strings.Contains(path, ours) {
				t.Errorf("%s is imported", path)
			}
		}
	}
}
