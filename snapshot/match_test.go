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

// TestOrphans: golden templates of stacks that are gone are reported, and removed
// when files are updated; those of tests that are gone are reported; those of tests
// that may have been skipped, and others' files, are left alone.
func TestOrphans(t *testing.T) {
	t.Chdir(t.TempDir())
	const golden = `{"Resources":{}}`
	path := filepath.FromSlash
	for file, text := range map[string]string{
		"testdata/TestHere/Stack.json": golden, "testdata/TestHere/Gone.json": golden, "testdata/TestHere/data.json": `[1]`,
		"testdata/TestSkipped/Stack.json": golden, "testdata/TestGone/Stack.json": golden, "testdata/own.json": golden,
		"x_test.go": "func TestHere(t *testing.T) {}\nfunc TestSkipped(t *testing.T) {}",
	} {
		writeFile(t, path(file), text)
	}
	here := path("testdata/TestHere/Stack.json")
	seen[here] = "{}"
	t.Cleanup(func() { delete(seen, here) })

	var said strings.Builder
	code := reportOrphans(&said, true)
	for _, line := range []string{"TestHere/Gone.json belongs to no stack", "TestGone/Stack.json belongs to no test", "nothing has looked at testdata/TestSkipped"} {
		if !strings.Contains(filepath.ToSlash(said.String()), line) {
			t.Errorf("not said: %s", line)
		}
	}
	if code != 1 || strings.Count(said.String(), "\n") != 3 {
		t.Errorf("%d: %s", code, said.String())
	}
	setUpdate(t)
	if code := reportOrphans(&said, false); code != 0 {
		t.Errorf("%d while updating", code)
	}
	for file, want := range map[string]bool{"TestHere/Gone.json": false, "TestHere/Stack.json": true, "TestSkipped/Stack.json": true, "TestGone/Stack.json": true, "own.json": true} {
		if exists(path("testdata/"+file)) != want {
			t.Errorf("%s is there: %v", file, !want)
		}
	}
}

// TestNames: names of tests become names of files that a module may have.
func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"TestA/b": "TestA/b", "TestA/../../x": "TestA/_/_/x", "TestA/*?:|": "TestA/____", "TestA/b/cdk-init": "TestA/b", "TestA/ü": "TestA/ü",
	} {
		if got, _ := splitWorld(name); filepath.ToSlash(got) != want {
			t.Errorf("%s becomes %s, want %s", name, got, want)
		}
	}
}

// TestTwoTemplatesForOneFile: two apps of one test can't share a file.
func TestTwoTemplatesForOneFile(t *testing.T) {
	t.Chdir(t.TempDir())
	setUpdate(t)
	f := &failing{TB: t}
	for _, x := range []string{"1", "2"} {
		matchTemplate(f, parse(t, `"A":{"Type":"T","Properties":{"X":`+x+`}}`))
	}
	if !strings.Contains(f.said, "compared with two different templates") {
		t.Errorf("said %q", f.said)
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
	forget := func() { clear(seen) }
	match("TestX/cdk-init", other)
	forget()
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

// TestBothWorldsAreTold: what both worlds have in common is told once, whether the golden
// template is missing or differs; and two worlds are not two apps of one name.
func TestBothWorldsAreTold(t *testing.T) {
	t.Chdir(t.TempDir())
	plain, other := parse(t, `"A":{"Type":"T","Properties":{"X":"1"}}`), parse(t, `"A":{"Type":"T","Properties":{"X":"2"}}`)
	told := func(name string, template Template) string {
		f := &failing{TB: &named{TB: t, name: name}}
		matchTemplate(f, template)
		return f.said
	}
	for _, c := range []struct{ world, want string }{{noFlags, "is missing; go test"}, {CdkInit, "the same with the flags of cdk init"}} {
		if said := told("TestNew/"+c.world, map[string]Template{noFlags: plain, CdkInit: other}[c.world]); !strings.Contains(said, c.want) || strings.Contains(said, "two apps") {
			t.Errorf("%s: %s", c.world, said)
		}
	}
	file := filepath.Join("testdata", "TestOld", "Stack.json")
	writeFile(t, file, `{"Resources":{"A":{"Type":"T","Properties":{"X":"0"}}}}`)
	first, second := told("TestOld/"+noFlags, plain), told("TestOld/"+CdkInit, plain)
	if !strings.Contains(first, `X: "0" → "1"`) || strings.Contains(second, "→") || !strings.Contains(second, "the same with") {
		t.Errorf("said %s and %s", first, second)
	}
	writeFile(t, filepath.Join("testdata", "TestOther", "Stack.json"), `{"Resources":{"A":{"Type":"T","Properties":{"X":"0"}}}}`)
	told("TestOther/"+noFlags, plain)
	if said := told("TestOther/"+CdkInit, other); !strings.Contains(said, `X: "0" → "2"`) || strings.Contains(said, "two apps") {
		t.Errorf("said %s", said)
	}
}
