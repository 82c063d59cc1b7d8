package standin

import (
	"encoding/json"
	"fmt"
	"strings"
)

// fromYAML reads a template in YAML, as the CLI writes it where it doesn't send the file
// that was synthesized: maps and lists in blocks, and strings on one line each. The rest of
// YAML fails.
func fromYAML(text string) (any, error) {
	r := &yamlReader{}
	for line := range strings.Lines(text) {
		content := strings.TrimLeft(strings.TrimRight(line, "\n"), " ")
		if content != "" {
			r.lines = append(r.lines, yamlLine{len(strings.TrimRight(line, "\n")) - len(content), content})
		}
	}
	if len(r.lines) == 0 {
		return nil, fmt.Errorf("the template is empty")
	}
	value, err := r.block(r.lines[0].indent)
	if err == nil && len(r.lines) > 0 {
		err = r.lines[0].unknown()
	}
	return value, err
}

type yamlReader struct{ lines []yamlLine }

type yamlLine struct {
	indent  int
	content string
}

func (l yamlLine) unknown() error {
	return fmt.Errorf("the stand-in doesn't know this YAML: %s", l.content)
}

func (l yamlLine) isItem() bool { return l.content == "-" || strings.HasPrefix(l.content, "- ") }

// block reads the map or the list whose lines have an indentation.
func (r *yamlReader) block(indent int) (any, error) {
	if r.lines[0].isItem() {
		return r.list(indent)
	}
	return r.object(indent)
}

func (r *yamlReader) list(indent int) (any, error) {
	list := []any{}
	for len(r.lines) > 0 && r.lines[0].indent == indent && r.lines[0].isItem() {
		line := &r.lines[0]
		rest := strings.TrimLeft(strings.TrimPrefix(line.content, "-"), " ")
		if _, _, isEntry := entry(rest); isEntry || strings.HasPrefix(rest, "- ") {
			// The item is a block that begins on the dash's own line.
			line.indent += len(line.content) - len(rest)
			line.content = rest
			value, err := r.block(line.indent)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
			continue
		}
		value, err := r.value(rest, indent)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, nil
}

func (r *yamlReader) object(indent int) (any, error) {
	object := map[string]any{}
	for len(r.lines) > 0 && r.lines[0].indent == indent {
		key, rest, ok := entry(r.lines[0].content)
		if !ok {
			return nil, r.lines[0].unknown()
		}
		value, err := r.value(rest, indent)
		if err != nil {
			return nil, err
		}
		object[key] = value
	}
	return object, nil
}

// value reads what follows a key or a dash: on its line, or in the block below it.
func (r *yamlReader) value(rest string, indent int) (any, error) {
	line := r.lines[0]
	r.lines = r.lines[1:]
	if rest != "" {
		value, ok := scalar(rest)
		if !ok || len(r.lines) > 0 && r.lines[0].indent > indent {
			return nil, line.unknown()
		}
		return value, nil
	}
	if len(r.lines) == 0 || r.lines[0].indent <= indent {
		return nil, line.unknown()
	}
	return r.block(r.lines[0].indent)
}

// entry splits a line of a map.
func entry(content string) (key, rest string, ok bool) {
	if strings.HasPrefix(content, `"`) {
		decoder := json.NewDecoder(strings.NewReader(content))
		if decoder.Decode(&key) != nil {
			return "", "", false
		}
		rest, ok = strings.CutPrefix(content[decoder.InputOffset():], ":")
		return key, strings.TrimLeft(rest, " "), ok
	}
	if key, rest, ok = strings.Cut(content, ": "); ok {
		return key, strings.TrimLeft(rest, " "), true
	}
	key, ok = strings.CutSuffix(content, ":")
	return key, "", ok
}

// scalar reads a value that stands on one line.
func scalar(text string) (any, bool) {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err == nil && (text == "[]" || text == "{}" || !strings.ContainsAny(text[:1], "[{")) {
		return value, true
	}
	return text, !strings.ContainsAny(text[:1], `"'[]{}|>&*!%@#,?`+"`")
}
