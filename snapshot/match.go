package snapshot

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/aws/constructs-go/constructs/v10"
)

// update is the flag -update; another library may have it already.
var update = func() func() bool {
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "rewrite the templates under testdata")
	}
	return func() bool { return flag.Lookup("update").Value.String() == "true" }
}()

// seen are the golden templates that tests have looked at, by file, as they should
// be. Tests that run at the same time share them.
var (
	seen     = map[string]string{}
	seenLock sync.Mutex
)

// look notes that a test has looked at a file. It fails the test if it, or another,
// wants something else to be there.
func look(t testing.TB, file string, template Template) {
	t.Helper()
	text := compact(template.body)
	if before := see(file, text); before != text {
		t.Errorf("snapshot: %s is compared with two different templates: two apps of one test have stacks of one name", file)
	}
}

// told are what tests were told of their golden templates.
var told sync.Map

// hasTold notes that a test is told of a file, and reports whether one has been before.
func hasTold(file, text string) bool {
	_, before := told.LoadOrStore([2]string{file, text}, true)
	return before
}

// see notes that a file has been looked at, and returns what it should be by the
// first look at it.
func see(file, text string) (first string) {
	seenLock.Lock()
	defer seenLock.Unlock()
	if _, ok := seen[file]; !ok {
		seen[file] = text
	}
	return seen[file]
}

// Match compares the template of a stack, or every template of an app or stage,
// with testdata/<test>/<stack>.json, as decoded JSON. A difference is told by what
// CloudFormation would do to each resource. Run the test with -update to write the
// files, and to remove those that no stack has any more; without it, none is ever
// written. Directories testdata/Test… are for these files; [Main] tells of those
// that belong to nothing.
//
// What changes between releases of the CDK, or between machines, is left out: the
// check of the bootstrap stack's version, and the hashes of assets.
//
// Within [BothWorlds] the two worlds share one file. Only where the flags of
// cdk init change a template does a second one, <stack>.cdk-init.json, stand
// beside it.
func Match(t testing.TB, scope constructs.Construct) {
	t.Helper()
	for _, template := range templatesOf(t, scope) {
		matchTemplate(t, template)
	}
}

func matchTemplate(t testing.TB, template Template) {
	t.Helper()
	test, world := splitWorld(t.Name())
	file := filepath.Join("testdata", test, template.name+".json")
	own := strings.TrimSuffix(file, ".json") + "." + CdkInit + ".json"
	got := template.normalized()
	switch {
	case world == CdkInit && update():
		updateWorld(t, file, own, got)
	case world == CdkInit && exists(own):
		matchFile(t, own, own, got)
	case world == CdkInit:
		matchFile(t, file, own, got)
	default:
		matchFile(t, file, file, got)
	}
}

// splitWorld takes the world off the name of a test that BothWorlds runs.
func splitWorld(name string) (test, world string) {
	test, world = name, ""
	if i := strings.LastIndex(name, "/"); i >= 0 {
		if last := name[i+1:]; last == CdkInit || last == noFlags {
			test, world = name[:i], last
		}
	}
	parts := strings.Split(test, "/")
	for i, part := range parts {
		parts[i] = unfit.ReplaceAllString(part, "_")
		if strings.Trim(part, ".") == "" {
			parts[i] = "_"
		}
	}
	return filepath.Join(parts...), world
}

// unfit are characters that cannot be in the names of a module's files.
var unfit = regexp.MustCompile(`[^\pL\pN !#$%&()+,\-.=@\[\]^_{}~]`)

// matchFile compares with a file what might have a file of its own, if that is another.
func matchFile(t testing.TB, file, own string, got Template) {
	t.Helper()
	look(t, own, got)
	see(file, compact(got.body))
	if update() {
		write(t, file, got.body)
		return
	}
	text := "is missing"
	if exists(file) {
		text = explain(ReadTemplate(t, file), got)
	}
	switch {
	case text == "":
	case hasTold(file, text) && own != file:
		t.Errorf("snapshot: %s: the same with the flags of cdk init", file)
	case !exists(file):
		t.Errorf("snapshot: %s is missing; %s writes it", file, updateCommand(t))
	default:
		t.Errorf("snapshot: %s differs:\n\n%s\n%s accepts it", file, text, updateCommand(t))
	}
}

func updateCommand(t testing.TB) string {
	test, _, _ := strings.Cut(t.Name(), "/")
	return "go test -run '^" + test + "$' -update"
}

// ReadTemplate reads a template from a file of JSON.
func ReadTemplate(t testing.TB, file string) Template {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	template, err := ParseTemplate(text)
	if err != nil {
		t.Fatalf("%v in %s; %s writes it anew", err, file, updateCommand(t))
	}
	template.name = strings.TrimSuffix(filepath.Base(file), ".json")
	return template
}

// ParseTemplate reads a template's JSON, such as that of a stack that is deployed.
func ParseTemplate(text []byte) (Template, error) {
	var body map[string]any
	if err := json.Unmarshal(text, &body); err != nil {
		return Template{}, fmt.Errorf("snapshot: template: %w", err)
	}
	return newTemplate(body), nil
}

// updateWorld writes the world's own file if it differs from the shared one, and
// removes it otherwise.
func updateWorld(t testing.TB, shared, own string, got Template) {
	t.Helper()
	look(t, own, got)
	see(shared, compact(got.body))
	if !exists(shared) || !reflect.DeepEqual(readBody(t, shared).body, got.body) {
		write(t, own, got.body)
		return
	}
	if err := os.Remove(own); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("snapshot: %v", err)
	}
}

func write(t testing.TB, file string, template any) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	if err := os.WriteFile(file, []byte(encode(template, "  ")), 0o644); err != nil {
		t.Fatalf("snapshot: %v", err)
	}
}

// encode is a value as JSON, without escapes for HTML.
func encode(value any, indent string) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(value); err != nil { // A value of no JSON, in a message.
		return fmt.Sprint(value)
	}
	return text.String()
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// hasRunAll reports whether no test of the package was left out.
func hasRunAll() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return len(seen) > 0
}

// reportOrphans tells of golden templates that belong to nothing any more. Beside
// one that was looked at, it belonged to a stack of the same test: it is removed when
// files are being updated. Without a test of its name, it is for its owner to
// remove. Others may belong to tests that were skipped.
func reportOrphans(w io.Writer, hasRunAll bool) (code int) {
	looked := map[string]bool{}
	for file := range seen {
		looked[filepath.Dir(file)] = true
	}
	_ = filepath.WalkDir("testdata", func(file string, entry fs.DirEntry, err error) error {
		_, isSeen := seen[file]
		switch {
		case err != nil || entry.IsDir() || !strings.HasSuffix(file, ".json") || isSeen || !isOurs(file):
		case looked[filepath.Dir(file)] && update():
			_ = os.Remove(file)
		case looked[filepath.Dir(file)]:
			fmt.Fprintf(w, "snapshot: %s belongs to no stack any more; -update removes it\n", file)
			code = 1
		case hasRunAll && !hasTest(strings.Split(filepath.ToSlash(file), "/")[1]):
			fmt.Fprintf(w, "snapshot: %s belongs to no test any more; remove it\n", file)
			code = 1
		case hasRunAll:
			fmt.Fprintf(w, "snapshot: nothing has looked at %s: its test was skipped, or is gone\n", file)
		}
		return nil
	})
	return code
}

// hasTest reports whether the package has a test function of that name.
func hasTest(name string) bool {
	sources, _ := filepath.Glob("*_test.go")
	for _, source := range sources {
		if text, err := os.ReadFile(source); err == nil && strings.Contains(string(text), "func "+name+"(") {
			return true
		}
	}
	return len(sources) == 0 // They aren't here to tell.
}

// isOurs tells a golden template from other JSON: it has resources, and stands in
// a directory that is named after a test.
func isOurs(file string) bool {
	parts := strings.Split(filepath.ToSlash(file), "/")
	if len(parts) < 3 || !strings.HasPrefix(parts[1], "Test") {
		return false
	}
	text, err := os.ReadFile(file)
	var template struct{ Resources map[string]any }
	return err == nil && json.Unmarshal(text, &template) == nil && template.Resources != nil
}

var assetHash = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// normalized is the template without what changes for no reason of the user's.
func (t Template) normalized() Template {
	body := hashless(t.body).(map[string]any)
	drop(body, "Parameters", "BootstrapVersion")
	drop(body, "Rules", "CheckBootstrapVersion")
	normalized := newTemplate(body)
	normalized.name, normalized.paths = t.name, t.paths
	return normalized
}

func drop(template map[string]any, section, key string) {
	entries, _ := template[section].(map[string]any)
	delete(entries, key)
	if len(entries) == 0 {
		delete(template, section)
	}
}

// hashless is a copy of a value without the hashes of assets.
func hashless(value any) any {
	switch v := value.(type) {
	case string:
		return assetHash.ReplaceAllString(v, "ASSET")
	case map[string]any:
		fields := make(map[string]any, len(v))
		for key, element := range v {
			fields[key] = hashless(element)
		}
		return fields
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = hashless(element)
		}
		return list
	default:
		return value
	}
}
