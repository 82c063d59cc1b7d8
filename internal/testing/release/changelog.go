package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// section of CHANGELOG.md, of one version.
type section struct{ lines []string }

// A version's heading is "## v1.2.3 - 2027-01-31".
var (
	canonical = regexp.MustCompile(`^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`)
	dated     = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

// sectionOf finds a version's section, and what is wrong with it.
func sectionOf(changelog, version string) (s section, problems []string) {
	if !canonical.MatchString(version) {
		return section{}, []string{fmt.Sprintf("%q is not a version such as v1.2.3", version)}
	}
	sections := sectionsOf(changelog)
	date, found := "", false
	for heading, lines := range sections {
		name, rest, _ := strings.Cut(heading, " - ")
		if name == version {
			s, date, found = section{lines}, rest, true
		}
	}
	if !found {
		return section{}, []string{fmt.Sprintf(`CHANGELOG.md has no section "## %s - <date>"`, version)}
	}
	if !dated.MatchString(date) {
		problems = append(problems, fmt.Sprintf("CHANGELOG.md: the date of %s is %q, want one such as 2027-01-31", version, date))
	}
	if slices.ContainsFunc(sections["Unreleased"], isItem) {
		problems = append(problems, "CHANGELOG.md: what stands under Unreleased is released as well: move it to "+version)
	}
	if !slices.ContainsFunc(s.part("Templates"), isText) {
		problems = append(problems, fmt.Sprintf(`CHANGELOG.md: %s has no part "### Templates"; where nothing changed in templates it says "None."`, version))
	}
	return s, problems
}

// sectionsOf are the lines below each heading of the second level.
func sectionsOf(changelog string) map[string][]string {
	sections, heading := map[string][]string{}, ""
	for _, line := range strings.Split(changelog, "\n") {
		if name, ok := strings.CutPrefix(line, "## "); ok {
			heading = strings.TrimSpace(name)
			continue
		}
		if heading != "" {
			sections[heading] = append(sections[heading], line)
		}
	}
	return sections
}

// part is what stands below a heading of the third level.
func (s section) part(name string) []string {
	start := slices.Index(s.lines, "### "+name)
	if start < 0 {
		return nil
	}
	rest := s.lines[start+1:]
	if end := slices.IndexFunc(rest, func(line string) bool { return strings.HasPrefix(line, "### ") }); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// link is a relative one of Markdown.
var link = regexp.MustCompile(`\]\(([^):#]+)(#[^)]*)?\)`)

// notes are the section as the text of a release, where relative links lead nowhere.
func (s section) notes(version string) string {
	text := strings.TrimSpace(strings.Join(s.lines, "\n")) + "\n"
	return link.ReplaceAllString(text, "](https://github.com/cdk-privatelink/cdk-privatelink-go/blob/"+version+"/$1$2)")
}

func isItem(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "- ") }

func isText(line string) bool { return strings.TrimSpace(line) != "" }
