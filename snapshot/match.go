// Package snapshot compares what a CDK app synthesizes with the templates that a
// test keeps under testdata, and answers questions about them in Go.
//
//	func TestOrders(t *testing.T) {
//		snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
//			newOrdersStack(app, "Orders")
//			snapshot.Match(t, app)
//		})
//	}
//
// It is for tests only. Tests that use it must not run in parallel: jsii takes
// one call at a time.
package snapshot

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the templates under testdata")

// Match compares every template of an app with testdata/<test>/<stack>.json, as
// decoded JSON. Run the test with -update to write the files.
//
// Within [BothWorlds] the two worlds share one file. Only where the flags of
// cdk init change a template does a second one, <stack>.cdk-init.json, stand
// beside it.
func Match(t testing.TB, app awscdk.App) {
	t.Helper()
	test, world := splitWorld(t.Name())
	for stack, template := range Synth(t, app) {
		file := filepath.Join("testdata", test, stack+".json")
		got := normalize(template.body)
		if world != CdkInit {
			matchFile(t, file, got)
			continue
		}
		own := strings.TrimSuffix(file, ".json") + "." + CdkInit + ".json"
		if *update {
			updateWorld(t, file, own, got)
		} else if exists(own) {
			matchFile(t, own, got)
		} else {
			matchFile(t, file, got)
		}
	}
}

// splitWorld takes the world off the name of a test that BothWorlds runs.
func splitWorld(name string) (test, world string) {
	test, world = name, ""
	if i := strings.LastIndex(name, "/"); i >= 0 {
		if last := name[i+1:]; last == CdkInit || last == "no-flags" {
			test, world = name[:i], last
		}
	}
	return filepath.FromSlash(test), world
}

func matchFile(t testing.TB, file string, got any) {
	t.Helper()
	if *update {
		write(t, file, got)
		return
	}
	if !exists(file) {
		t.Errorf("snapshot: %s is missing; go test -update writes it", file)
		return
	}
	var want any
	readJSON(t, file, &want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("snapshot: %s differs (-file +synthesized); go test -update accepts it\n%s", file, diff)
	}
}

// updateWorld writes the world's own file if it differs from the shared one, and
// removes it otherwise.
func updateWorld(t testing.TB, shared, own string, got any) {
	t.Helper()
	var common any
	readJSON(t, shared, &common)
	if !cmp.Equal(common, got) {
		write(t, own, got)
		return
	}
	if err := os.Remove(own); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("snapshot: %v", err)
	}
}

func write(t testing.TB, file string, template any) {
	t.Helper()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(template); err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
		t.Fatalf("snapshot: %v", err)
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

var assetHash = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// normalize takes out what changes between releases of the CDK, or between
// machines, for no reason of the user's: the check of the bootstrap stack's
// version, and the hashes of assets.
func normalize(template map[string]any) any {
	drop(template, "Parameters", "BootstrapVersion")
	drop(template, "Rules", "CheckBootstrapVersion")
	return hashless(template)
}

func drop(template map[string]any, section, key string) {
	entries, _ := template[section].(map[string]any)
	delete(entries, key)
	if len(entries) == 0 {
		delete(template, section)
	}
}

func hashless(value any) any {
	switch v := value.(type) {
	case string:
		return assetHash.ReplaceAllString(v, "ASSET")
	case map[string]any:
		for key, element := range v {
			v[key] = hashless(element)
		}
	case []any:
		for i, element := range v {
			v[i] = hashless(element)
		}
	}
	return value
}
