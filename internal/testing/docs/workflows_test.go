package docs

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	uses   = regexp.MustCompile(`(?m)^\s*(?:- )?uses: (.*)$`)
	pinned = regexp.MustCompile(`^[\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
)

// TestActions: workflows name actions by commit, which nobody can move, with the version in a
// comment, which Dependabot raises; and one commit is of one version.
func TestActions(t *testing.T) {
	versions := map[string]string{}
	walk(t, func(path string, entry fs.DirEntry) error {
		if filepath.Base(filepath.Dir(path)) != "workflows" || !strings.HasSuffix(path, ".yml") {
			return nil
		}
		for _, match := range uses.FindAllStringSubmatch(read(t, path), -1) {
			action := strings.TrimSpace(match[1])
			if !pinned.MatchString(action) {
				t.Errorf("%s: %s is not an action by its commit, with its version: owner/name@<40 digits> # v1.2.3", filepath.Base(path), action)
			}
			commit, version, _ := strings.Cut(action, " # ")
			if other := versions[commit]; other != "" && other != version {
				t.Errorf("%s is %s here, and %s there", commit, version, other)
			}
			versions[commit] = version
		}
		return nil
	})
	if len(versions) < 4 {
		t.Errorf("only %d actions are found", len(versions))
	}
}
