package privatelinkfunctions

import (
	"embed"
	"regexp"
	"slices"
	"strings"
)

// parts are the Python files that functions are put together of.
//
//go:embed functions/*.py
var parts embed.FS

// fromParts are the lines by which parts import each other: in a function all are in one
// file, each after what it imports.
var fromParts = regexp.MustCompile(`(?m)^from (calls|answer|stack|wait|connections) import .*\n`)

// partOf is the name of a part that is imported.
var partOf = regexp.MustCompile(`(?m)^from (calls|answer|stack|wait|connections) import`)

// codeOf is a function's code: its own part, after those that it imports.
func codeOf(function string) string {
	var code strings.Builder
	for i, part := range partsOf(function) {
		if i > 0 {
			code.WriteString("\n\n")
		}
		code.WriteString(fromParts.ReplaceAllString(source(part), ""))
	}
	return blanks.ReplaceAllString(code.String(), "\n\n\n")
}

// blanks is what is left where imports were.
var blanks = regexp.MustCompile(`\n{4,}`)

// partsOf are the parts of a function, each after those that it imports.
func partsOf(part string) []string {
	var all []string
	for _, imported := range partOf.FindAllStringSubmatch(source(part), -1) {
		for _, one := range partsOf(imported[1]) {
			if !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	return append(all, part)
}

func source(part string) string {
	text, err := parts.ReadFile("functions/" + part + ".py")
	if err != nil {
		panic(err) // It is embedded.
	}
	return string(text)
}
