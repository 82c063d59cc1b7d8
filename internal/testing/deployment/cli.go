package deployment

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/schemas"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// module is the folder of the module, which has node_modules.
func module() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..")
}

// need skips a test where Node or the pinned CDK CLI is missing, and says what to
// install; in CI (CI=true) it fails instead.
func need(t *testing.T) {
	t.Helper()
	_, err := exec.LookPath("node")
	missing := "Node is missing: install Node 22 or later"
	if err == nil {
		_, err = os.Stat(filepath.Join(module(), schemas.Database))
		missing = "the CDK CLI is missing: run npm ci in the module's folder"
	}
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatal(missing)
	default:
		t.Skip(missing)
	}
}

// CLI is the CDK CLI, as a user of the account Home runs it.
type CLI struct {
	*standin.Server
}

// NewCLI returns a CLI whose AWS is a stand-in over a world, with environments that
// are bootstrapped. The test fails if it was asked for anything that it doesn't know,
// and is skipped with -short: each command takes a second or two.
func NewCLI(t *testing.T, world *resources.World, environments ...resources.Place) *CLI {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: it runs the CDK CLI")
	}
	server, err := standin.Start(cloudformation.New(world, 1), environments...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Close()
		if unknown := server.Unknown(); len(unknown) > 0 {
			t.Errorf("the CLI asked for what the stand-in doesn't know: %v", unknown)
		}
	})
	return &CLI{server}
}

// Run runs cdk, and returns what it printed and whether it went well.
func (c *CLI) Run(t *testing.T, assembly Assembly, arguments ...string) (printed string, ok bool) {
	t.Helper()
	elsewhere := t.TempDir() // There is no cdk.json.
	command := exec.Command("node", append([]string{filepath.Join(module(), "node_modules", "aws-cdk", "bin", "cdk")}, arguments...)...)
	command.Args = append(command.Args, "--app", assembly.Directory, "--no-notices", "--no-version-reporting", "--ci")
	command.Dir = elsewhere
	command.Env = append(os.Environ(), c.Environment(Home)...)
	command.Env = append(command.Env, "HOME="+elsewhere, "CDK_HOME="+elsewhere, "NO_COLOR=1", "NODE_NO_WARNINGS=1", "CDK_DISABLE_CLI_TELEMETRY=true", "CDK_OUTDIR=")
	output, err := command.CombinedOutput()
	return string(output), err == nil
}

// Must runs cdk, and ends the test unless it went well.
func (c *CLI) Must(t *testing.T, assembly Assembly, arguments ...string) string {
	t.Helper()
	printed, ok := c.Run(t, assembly, arguments...)
	if !ok {
		t.Fatalf("cdk %s:\n%s", strings.Join(arguments, " "), printed)
	}
	return printed
}
