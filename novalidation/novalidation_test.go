package novalidation_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestTwoMistakes: the library finds its mistake, the CDK's validation on or off.
func TestTwoMistakes(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it runs the CDK CLI")
	}
	cli, err := filepath.Abs("../node_modules/aws-cdk/bin/cdk")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(cli); err != nil && os.Getenv("CI") != "true" {
		t.Skip("the CDK CLI is missing: run npm ci in the module's folder")
	}
	app, imports := build(t, false), build(t, true)
	for _, c := range []struct {
		name        string
		app         string
		flag        string
		validation  string // The variable.
		isValidated bool
	}{
		{name: "by default", app: app, isValidated: true},
		{name: "the CLI's switch", app: app, flag: "--no-validation"},
		{name: "the variable", app: app, validation: "false"},
		{name: "the import", app: imports},
		{name: "the import, and the variable", app: imports, validation: "true", isValidated: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			command := exec.Command("node", cli, "synth", "--quiet", "--app", c.app, "--output", "cdk.out", "-c", "@aws-cdk/core:validateAgainstDefaultRules=true")
			if c.flag != "" {
				command.Args = append(command.Args, c.flag)
			}
			command.Dir = t.TempDir()
			command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "CDK_VALIDATION=") })
			if c.validation != "" {
				command.Env = append(command.Env, "CDK_VALIDATION="+c.validation)
			}
			output, err := command.CombinedOutput()
			if err == nil {
				t.Errorf("the synthesis succeeds:\n%s", output)
			}
			if !strings.Contains(string(output), "Acknowledge with 'privatelink::ip-address-type'") {
				t.Errorf("the library's rule isn't told:\n%s", output)
			}
			if strings.Contains(string(output), "Cidr: Additional properties are not allowed") != c.isValidated {
				t.Errorf("validated by the CDK should be %v:\n%s", c.isValidated, output)
			}
		})
	}
}

// build builds the app, with an import of this package or as it is.
func build(t *testing.T, withImport bool) string {
	t.Helper()
	directory := t.TempDir()
	binary := filepath.Join(directory, "app")
	args := []string{"build", "-o", binary}
	if withImport {
		app, err := filepath.Abs("testdata/app")
		if err != nil {
			t.Fatal(err)
		}
		source := filepath.Join(directory, "import.go")
		overlay := filepath.Join(directory, "overlay.json")
		for file, text := range map[string]string{
			source:  "package main\n\nimport _ \"github.com/cdk-privatelink/cdk-privatelink-go/novalidation\"\n",
			overlay: fmt.Sprintf(`{"Replace": {%q: %q}}`, filepath.Join(app, "import.go"), source),
		} {
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		args = append(args, "-overlay", overlay)
	}
	if text, err := exec.Command("go", append(args, "./testdata/app")...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return binary
}
