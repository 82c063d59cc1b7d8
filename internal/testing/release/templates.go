package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os/exec"
	"path"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// templates are those of the examples, as text, by example/file.
type templates map[string]string

// templatesIn reads the templates of a folder that has one folder for each example.
func templatesIn(files fs.FS, folder string) templates {
	found := templates{}
	names, _ := fs.Glob(files, folder+"/*/*.json")
	for _, name := range names {
		body, _ := fs.ReadFile(files, name)
		found[path.Base(path.Dir(name))+"/"+path.Base(name)] = string(body)
	}
	return found
}

// goldenTemplates are those that the examples have beside them.
func goldenTemplates(files fs.FS) templates {
	found := templates{}
	names, _ := fs.Glob(files, examples+"/*/"+goldens+"/*.json")
	for _, name := range names {
		body, _ := fs.ReadFile(files, name)
		example, _, _ := strings.Cut(strings.TrimPrefix(name, examples+"/"), "/")
		found[example+"/"+path.Base(name)] = string(body)
	}
	return found
}

// lastVersion is the tag of the release before a version; empty for the first.
func lastVersion(root, version string) (string, error) {
	list, err := git(root, "-c", "versionsort.suffix=-", "tag", "--list", "v*", "--merged", "HEAD", "--sort=-version:refname")
	if err != nil {
		return "", err
	}
	for _, tag := range strings.Fields(list) {
		if tag != version && canonical.MatchString(tag) {
			return tag, nil
		}
	}
	return "", nil
}

// templatesAt are those that were kept at a tag.
func templatesAt(root, tag string) (templates, error) {
	list, err := git(root, "ls-tree", "-r", "--name-only", tag, "--", released)
	if err != nil {
		return nil, err
	}
	found := templates{}
	for _, name := range strings.Fields(list) {
		body, err := git(root, "show", tag+":"+name)
		if err != nil {
			return nil, err
		}
		found[strings.TrimPrefix(name, released+"/")] = body
	}
	return found, nil
}

func git(root string, arguments ...string) (string, error) {
	output, err := exec.Command("git", append([]string{"-C", root}, arguments...)...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", arguments[0], err)
	}
	return string(output), nil
}

// changesOf are what an upgrade does to the resources of the examples that there were
// before, in each world.
func changesOf(before, after templates) []snapshot.Change {
	var changes []snapshot.Change
	for _, name := range union(before, after) {
		old, new := inWorld(before, name), inWorld(after, name)
		if old == "" || new == "" {
			continue // The example, or its stack, is new or gone: nobody deployed it.
		}
		for _, change := range snapshot.Diff(parse(name, old), parse(name, new)) {
			if change.Effect != snapshot.Nothing {
				changes = append(changes, change)
			}
		}
	}
	return changes
}

// inWorld is a template; the worlds share one where there is none of the flags' own.
func inWorld(all templates, name string) string {
	if text, ok := all[name]; ok {
		return text
	}
	return all[strings.Replace(name, "."+snapshot.CdkInit+".json", ".json", 1)]
}

func parse(name, text string) snapshot.Template {
	template, err := snapshot.ParseTemplate([]byte(text))
	if err != nil {
		panic(fmt.Sprintf("%s: %v", name, err)) // It has passed the tests.
	}
	return template
}

// lost says in words what happens to a resource whose line must say so.
var lost = map[snapshot.Effect]string{snapshot.Replace: "replace", snapshot.Delete: "delete"}

// unmentioned tells which changes a part Templates doesn't speak of: each type that changes
// must be named in full, and where one is replaced or deleted, a line that names it must say
// so. What the examples don't show, nobody checks.
func unmentioned(part []string, changes []snapshot.Change) []string {
	ids := map[string][]string{} // By problem.
	for _, change := range changes {
		items := itemsNaming(part, change.Type)
		word := lost[change.Effect]
		says := func(item string) bool { return strings.Contains(strings.ToLower(item), word) }
		problem := ""
		switch {
		case len(items) == 0:
			problem = fmt.Sprintf("doesn't name %s (%s)", change.Type, strings.ToLower(string(change.Effect)))
		case !slices.ContainsFunc(items, says):
			problem = fmt.Sprintf("names %s, but doesn't say that one is %sd", change.Type, word)
		default:
			continue
		}
		if !slices.Contains(ids[problem], change.ID) {
			ids[problem] = append(ids[problem], change.ID)
		}
	}
	var problems []string
	for _, problem := range slices.Sorted(maps.Keys(ids)) {
		problems = append(problems, fmt.Sprintf("CHANGELOG.md: Templates %s: %s", problem, strings.Join(ids[problem], ", ")))
	}
	return problems
}

// itemsNaming are the lines that name a type in full, and not a longer one:
// AWS::EC2::VPCEndpoint isn't AWS::EC2::VPCEndpointService.
func itemsNaming(part []string, resourceType string) []string {
	return slices.DeleteFunc(slices.Clone(part), func(line string) bool {
		words := strings.FieldsFunc(line, func(r rune) bool { return r != ':' && !isLetterOrDigit(r) })
		return !slices.ContainsFunc(words, func(word string) bool { return strings.TrimRight(word, ":") == resourceType })
	})
}

func isLetterOrDigit(r rune) bool {
	return '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z'
}

func union(a, b templates) []string {
	names := make([]string, 0, len(a)+len(b))
	for name := range a {
		names = append(names, name)
	}
	for name := range b {
		if _, both := a[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
