package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// page is a Markdown file of the repository.
type page struct {
	path   string
	lines  []string // Without what stands in blocks of code.
	blocks []block
}

// block of code.
type block struct {
	language, mark string // ```go partial
	line           int    // Of its first line of code.
	text           string
}

// pages reads all Markdown files.
func pages(t *testing.T) []page {
	t.Helper()
	var all []page
	walk(t, func(path string, entry fs.DirEntry) error {
		if !entry.IsDir() && strings.HasSuffix(entry.Name(), ".md") {
			all = append(all, readPage(path, read(t, path)))
		}
		return nil
	})
	if len(all) < 8 {
		t.Fatalf("only %d pages are found", len(all))
	}
	return all
}

func readPage(path, text string) page {
	p := page{path: path}
	var open *block
	for i, line := range strings.Split(text, "\n") {
		info, isFence := strings.CutPrefix(strings.TrimSpace(line), "```")
		switch {
		case isFence && open == nil:
			open = &block{line: i + 2}
			open.language, open.mark, _ = strings.Cut(info, " ")
		case isFence:
			p.blocks = append(p.blocks, *open)
			open = nil
		case open != nil:
			open.text += line + "\n"
		}
		if isFence || open != nil {
			line = ""
		}
		p.lines = append(p.lines, line)
	}
	return p
}

var (
	inlineCode = regexp.MustCompile("`[^`]*`")
	linked     = regexp.MustCompile(`\]\(([^()\s]+)\)`)
	defined    = regexp.MustCompile(`^\[[^\]]+\]: (\S+)`)
	elsewhere  = regexp.MustCompile(`^[a-z]+:`)
)

// links of a page that lead into the repository, by line, counted from one.
func (p page) links() map[int][]string {
	found := map[int][]string{}
	for i, line := range p.lines {
		line = inlineCode.ReplaceAllString(line, "``")
		for _, match := range append(linked.FindAllStringSubmatch(line, -1), defined.FindAllStringSubmatch(line, -1)...) {
			if !elsewhere.MatchString(match[1]) {
				found[i+1] = append(found[i+1], match[1])
			}
		}
	}
	return found
}

var (
	heading = regexp.MustCompile(`^#{1,6} +(.*?) *#*$`)
	label   = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	anchor  = regexp.MustCompile(`<a (?:id|name)="([^"]+)"`)
)

// anchors of a page, as GitHub makes them of headings.
func (p page) anchors() map[string]bool {
	found := map[string]bool{}
	for _, line := range p.lines {
		for _, match := range anchor.FindAllStringSubmatch(line, -1) {
			found[match[1]] = true
		}
		match := heading.FindStringSubmatch(line)
		if match == nil {
			continue
		}
		slug := slugOf(label.ReplaceAllString(match[1], "$1"))
		name := slug
		for n := 1; found[name]; n++ {
			name = slug + "-" + strconv.Itoa(n)
		}
		found[name] = true
	}
	return found
}

func slugOf(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, heading)
}

// TestLinks: each link within the repository leads to a file, and to a heading of it.
func TestLinks(t *testing.T) {
	all, anchors := pages(t), map[string]map[string]bool{}
	for _, p := range all {
		anchors[p.path] = p.anchors()
	}
	count := 0
	for _, p := range all {
		for line, links := range p.links() {
			for _, link := range links {
				count++
				file, fragment, _ := strings.Cut(link, "#")
				target := p.path
				if file != "" {
					target = filepath.Join(filepath.Dir(p.path), filepath.FromSlash(file))
				}
				if _, err := os.Stat(target); err != nil {
					t.Errorf("%s: there is no %s", place(p.path, line), link)
				} else if headings, isPage := anchors[target]; fragment != "" && isPage && !headings[fragment] {
					t.Errorf("%s: there is no heading for %s", place(p.path, line), link)
				}
			}
		}
	}
	if count < 40 {
		t.Errorf("only %d links are found", count)
	}
}

var ours = regexp.MustCompile("`((?:benchmarks|check|cmd|constructs|direct|docs|examples|internal|scanners|snapshot|\\.github|\\.ci)/[\\w./-]+)`")

// TestPaths: files and folders of the repository that pages name are there.
func TestPaths(t *testing.T) {
	count := 0
	for _, p := range pages(t) {
		for i, line := range p.lines {
			for _, match := range ours.FindAllStringSubmatch(line, -1) {
				count++
				if !exists(match[1]) {
					t.Errorf("%s: there is no %s", place(p.path, i+1), match[1])
				}
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d paths are found", count)
	}
}

func TestReadPage(t *testing.T) {
	p := readPage("p.md", "# A `b`, [c](d.md)!\n\n```go partial\n# no heading\n```\n## A b c\n`[no](link)` [one](x/y.md#z) ![two](p.svg) [far](https://x.y) <a id=\"here\">\n[three]: q.md\n")
	if links := p.links(); len(links) != 3 || strings.Join(links[7], " ") != "x/y.md#z p.svg" || links[8][0] != "q.md" {
		t.Errorf("its links are %q", links)
	}
	for _, want := range []string{"a-b-c", "a-b-c-1", "here"} {
		if !p.anchors()[want] {
			t.Errorf("there is no anchor %s in %v", want, p.anchors())
		}
	}
	if b := p.blocks[0]; len(p.blocks) != 1 || b.language != "go" || b.mark != "partial" || b.line != 4 || b.text != "# no heading\n" {
		t.Errorf("its blocks are %+v", p.blocks)
	}
}

// TestCommands: what the pages have one run is there.
func TestCommands(t *testing.T) {
	count := 0
	for _, p := range pages(t) {
		for _, b := range p.blocks {
			if b.language != "sh" {
				continue
			}
			for i, line := range strings.Split(b.text, "\n") {
				count++
				for _, missing := range missingOf(line, exists) {
					t.Errorf("%s: there is no %s, in: %s", place(p.path, b.line+i), missing, line)
				}
			}
		}
	}
	if count < 40 {
		t.Errorf("only %d lines of commands are found", count)
	}
}

// exists reports whether a path of the repository is there.
func exists(path string) bool {
	_, err := os.Stat(filepath.Join(root, filepath.FromSlash(path)))
	return err == nil
}

var separators = regexp.MustCompile(`&&|\|\||[|;]`)

// missingOf are the folders and scripts of the repository that a line of commands names, and
// that aren't there: packages of go, --prefix of npm, what cd goes to, and programs by path.
func missingOf(line string, exists func(path string) bool) []string {
	var missing []string
	folder := ""
	want := func(path string) {
		if path = filepath.ToSlash(filepath.Join(folder, path)); !exists(path) {
			missing = append(missing, path)
		}
	}
	line, _, _ = strings.Cut(line, " #")
	for _, command := range separators.Split(line, -1) {
		words := strings.Fields(command)
		if len(words) < 2 {
			words = append(words, "", "")
		}
		switch {
		case words[0] == "cd":
			want(words[1])
			folder = filepath.Join(folder, words[1])
		case words[0] == "go":
			for _, word := range words[2:] {
				word, ours := strings.CutPrefix(word, module+"/")
				word, _, _ = strings.Cut(word, "@")
				if ours || strings.HasPrefix(word, "./") {
					want(strings.TrimSuffix(word, "..."))
				}
			}
		case words[0] == "npm":
			for i, word := range words[:len(words)-1] {
				if word == "--prefix" {
					want(words[i+1] + "/package.json")
				}
			}
		case strings.HasPrefix(words[0], "./"), strings.HasPrefix(words[0], ".ci/"):
			want(words[0])
		}
	}
	return missing
}

func TestMissingOf(t *testing.T) {
	there := func(path string) bool {
		return path == "b" || path == "cmd/p" || path == "b/js/package.json" || path == "b/x"
	}
	for line, want := range map[string]string{
		"go run ./b   # ./not":                              "",
		"go run ./c -x && go test ./b/...":                  "c",
		"cd b && npm ci --prefix js && go run .":            "",
		"cd b && go run ./x && go run ./y":                  "b/y",
		"npm ci --prefix js":                                "js/package.json",
		"cd c":                                              "c",
		"go run " + module + "/cmd/p@latest check cdk.out":  "",
		"go run " + module + "/cmd/q@latest check cdk.out":  "cmd/q",
		"go run example.com/other@latest; .ci/run | ./tool": ".ci/run tool",
	} {
		if missing := strings.Join(missingOf(line, there), " "); missing != want {
			t.Errorf("%s: %q is missing, want %q", line, missing, want)
		}
	}
}
