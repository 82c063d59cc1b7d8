package privatelinkfunctions

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// functions are those that are put together.
var functions = []string{"verification", "acceptance", "private_dns", "zones", "rejection", "targets"}

// longestCode is how many characters a function has at most, though CloudFormation's limit of
// that number is gone: what is in a template should be read by whoever reads the template.
//
// Source: https://github.com/aws/aws-cdk/pull/20624, and the schema of AWS::Lambda::Function, which
// has no limit for Code.ZipFile.
const longestCode = 4096

func TestCode(t *testing.T) {
	used := map[string]bool{}
	folder := t.TempDir()
	for _, function := range functions {
		code := codeOf(function)
		if len(code) > longestCode {
			t.Errorf("%s has %d characters", function, len(code))
		}
		for _, part := range partsOf(function) {
			used[part] = true
			if n := strings.Count(code, source(part)[:strings.Index(source(part), "\n")]); n != 1 {
				t.Errorf("%s has %s %d times", function, part, n)
			}
		}
		if fromParts.MatchString(code) {
			t.Errorf("%s imports a part", function)
		}
		if err := os.WriteFile(filepath.Join(folder, function+".py"), []byte(code), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d characters", function, len(code))
	}
	entries, err := parts.ReadDir("functions")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !used[strings.TrimSuffix(entry.Name(), ".py")] {
			t.Errorf("%s is in no function", entry.Name())
		}
	}
	t.Run("compiles", func(t *testing.T) {
		python, err := exec.LookPath("python3")
		if err != nil {
			t.Skip("python3 is missing: the code is not compiled")
		}
		files, _ := filepath.Glob(filepath.Join(folder, "*.py"))
		if output, err := exec.Command(python, append([]string{"-W", "error", "-m", "py_compile"}, files...)...).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, output)
		}
	})
}
