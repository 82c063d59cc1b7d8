package snapshot

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// setUpdate sets -update for a test.
func setUpdate(t *testing.T) {
	t.Helper()
	if err := flag.Set("update", "true"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set("update", "false") })
}

func writeFile(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestOrphans: golden templates that no test looks at are reported, and removed
// when files are updated; other files stay.
func TestOrphans(t *testing.T) {
	t.Chdir(t.TempDir())
	const golden = `{"Resources":{}}`
	files := map[string]string{"testdata/TestGone/Stack.json": golden, "testdata/TestHere/Stack.json": golden, "testdata/TestHere/data.json": `[1]`, "testdata/own.json": golden}
	for file, text := range files {
		writeFile(t, filepath.FromSlash(file), text)
	}
	here := filepath.FromSlash("testdata/TestHere/Stack.json")
	seen[here] = true
	t.Cleanup(func() { delete(seen, here) })

	var said strings.Builder
	if code := reportOrphans(&said); code != 1 || strings.Count(said.String(), "\n") != 1 || !strings.Contains(said.String(), "TestGone") {
		t.Errorf("%d: %s", code, said.String())
	}
	setUpdate(t)
	if code := reportOrphans(&said); code != 0 {
		t.Errorf("%d while updating", code)
	}
	if exists(filepath.Dir(filepath.FromSlash("testdata/TestGone/Stack.json"))) || !exists(here) || !exists(filepath.FromSlash("testdata/own.json")) {
		t.Error("the wrong files were removed")
	}
}

// TestUpdate: what is written is read as the same, without escapes for HTML; a
// world's own file comes and goes as it differs.
func TestUpdate(t *testing.T) {
	t.Chdir(t.TempDir())
	setUpdate(t)
	template := parse(t, `"A":{"Type":"T","Properties":{"X":"<&>","Hash":"`+strings.Repeat("0a", 32)+`"}}`)
	other := parse(t, `"A":{"Type":"T","Properties":{"X":"other"}}`)
	shared, own := filepath.Join("testdata", "TestX", "Stack.json"), filepath.Join("testdata", "TestX", "Stack.cdk-init.json")
	match := func(name string, template Template) { matchTemplate(&named{TB: t, name: name}, template) }

	match("TestX/no-flags", template)
	text, err := os.ReadFile(shared)
	if err != nil || !strings.Contains(string(text), `"X": "<&>"`) || !strings.Contains(string(text), `"Hash": "ASSET"`) {
		t.Errorf("%v: %s", err, text)
	}
	match("TestX/cdk-init", other)
	if !exists(own) {
		t.Error("the world has no file of its own")
	}
	match("TestX/cdk-init", template)
	if exists(own) {
		t.Error("the world keeps a file that is the same")
	}
	if err := flag.Set("update", "false"); err != nil {
		t.Fatal(err)
	}
	match("TestX/cdk-init", template)
	match("TestX", template)
}

type named struct {
	testing.TB
	name string
}

func (n *named) Name() string { return n.name }
