package snapshot

import (
	"encoding/json"
	"strings"
)

// embedded is the JSON object that a text holds, such as a contract in an output. Within
// it, what is only known at deploy is shown as it is written in the template.
func embedded(value any) (any, bool) {
	text, ok := value.(string)
	if join, isMap := value.(map[string]any); isMap && len(join) == 1 {
		text, ok = joined(join["Fn::Join"])
	}
	if !ok || !strings.HasPrefix(strings.TrimSpace(text), "{") {
		return nil, false
	}
	var object map[string]any
	return object, json.Unmarshal([]byte(text), &object) == nil
}

// joined is the text of an Fn::Join that puts nothing between its parts.
func joined(arguments any) (string, bool) {
	pair, _ := arguments.([]any)
	if len(pair) != 2 || pair[0] != "" {
		return "", false
	}
	parts, ok := pair[1].([]any)
	var text strings.Builder
	for _, part := range parts {
		if s, isText := part.(string); isText {
			text.WriteString(s)
			continue
		}
		quoted, _ := json.Marshal(compact(part))
		text.WriteString(strings.Trim(string(quoted), `"`))
	}
	return text.String(), ok
}
