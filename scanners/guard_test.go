package scanners

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

const guardPackage = "node_modules/@cdklabs/cdk-validator-cfnguard"

// TestControlTower runs AWS Control Tower's proactive rules over provider and
// consumer, with the recommended settings and bare.
func TestControlTower(t *testing.T) {
	platform := map[string]string{"linux": "ubuntu", "darwin": "macos"}[runtime.GOOS]
	machine := map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[runtime.GOARCH]
	guard, err := filepath.Abs(filepath.Join(guardPackage, "bin", platform, machine, "cfn-guard"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(guard); err != nil {
		t.Skip("cfn-guard is missing: npm ci --prefix scanners")
	}
	for name, c := range map[string]struct {
		recommended bool
		want        []string
	}{
		"recommended": {true, nil},
		// The reasons stand beside bare's rules.
		"bare": {false, []string{"elbv2_deletion_protection_enabled_check", "elbv2_logging_enabled_check"}},
	} {
		t.Run(name, func(t *testing.T) {
			template := filepath.Join(*newApp(c.recommended).Synth(nil).Directory(), "Stack.template.json")
			output, err := exec.Command(guard, "validate", "--rules", guardPackage+"/rules/control-tower/cfn-guard",
				"--data", template, "--output-format", "json", "--show-summary", "none").Output()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			broken, passed := readGuard(t, output)
			if !slices.Equal(broken, c.want) {
				t.Errorf("broken: %v, want %v", broken, c.want)
			}
			if passed == 0 {
				t.Error("no rule had anything to say")
			}
		})
	}
}

// readGuard reads cfn-guard's stream of reports, one a file of rules.
func readGuard(t *testing.T, output []byte) (broken []string, passed int) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(output))
	for {
		var report struct {
			NotCompliant []struct{ Rule struct{ Name string } } `json:"not_compliant"`
			Compliant    []string
		}
		if err := decoder.Decode(&report); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v in %s", err, output)
		}
		for _, rule := range report.NotCompliant {
			broken = append(broken, rule.Rule.Name)
		}
		passed += len(report.Compliant)
	}
	slices.Sort(broken)
	return broken, passed
}
