// Command release checks whether a version can be released, and prints its notes:
//
//	go run ./internal/testing/release v0.1.0
//
// CHANGELOG.md must have a section for the version, with a date; the templates that are kept
// for later releases must be the golden ones; and the section's part Templates must say what
// changed in them since the last release. The exit status is 1 otherwise.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/testing/release VERSION   (at the root of the module)")
		os.Exit(2)
	}
	notes, problems := check(".", os.Args[1])
	for _, problem := range problems {
		fmt.Fprintln(os.Stderr, "release:", problem)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
	fmt.Print(notes)
}

// released is where the templates of the last release are kept, and goldens where an example
// has its own.
const (
	released = "internal/testing/deployment/testdata/released"
	examples = "examples"
	goldens  = "testdata/TestTemplates"
)

// check finds what stands in the way of a version, and makes its notes.
func check(root, version string) (notes string, problems []string) {
	text, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		return "", []string{err.Error()}
	}
	section, problems := sectionOf(string(text), version)
	kept := templatesIn(os.DirFS(root), released)
	problems = append(problems, differing(kept, goldenTemplates(os.DirFS(root)))...)
	last, err := lastVersion(root, version)
	if err != nil {
		return "", append(problems, err.Error())
	}
	if last != "" {
		before, err := templatesAt(root, last)
		if err != nil {
			return "", append(problems, err.Error())
		}
		problems = append(problems, unmentioned(section.part("Templates"), changesOf(before, kept))...)
	}
	return section.notes(version), problems
}

// differing tells of the examples whose golden templates aren't kept.
func differing(kept, golden templates) []string {
	var names []string
	for _, name := range union(kept, golden) {
		if kept[name] != golden[name] {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("the kept templates are not the golden ones (%s): npm ci && go test ./examples/... -run Deploys -release",
		strings.Join(names, ", "))}
}
