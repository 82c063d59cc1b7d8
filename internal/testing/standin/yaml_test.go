package standin

import (
	"encoding/json"
	"testing"
)

func TestYAML(t *testing.T) {
	for name, c := range map[string]struct{ yaml, want string }{
		"map":            {"A: x\nB:\n  C: 1\n  D: true\n", `{"A":"x","B":{"C":1,"D":true}}`},
		"list":           {"A:\n  - x\n  - 443\nB: y\n", `{"A":["x",443],"B":"y"}`},
		"list of maps":   {"A:\n  - Key: a\n    Value:\n      Ref: R\n  - Key: b\n", `{"A":[{"Key":"a","Value":{"Ref":"R"}},{"Key":"b"}]}`},
		"list of lists":  {"Fn::Join:\n  - \"\"\n  - - a\n    - Ref: R\n    - c\n", `{"Fn::Join":["",["a",{"Ref":"R"},"c"]]}`},
		"quoted":         {"Version: \"2012-10-17\"\n\"a: b\": \"x: \\\"y\\\"\"\n", `{"Version":"2012-10-17","a: b":"x: \"y\""}`},
		"colons":         {"aws:cdk:path: A/B\nArn: arn:aws:iam::1:root\n", `{"Arn":"arn:aws:iam::1:root","aws:cdk:path":"A/B"}`},
		"empty":          {"A: {}\nB: []\n", `{"A":{},"B":[]}`},
		"block string":   {"A: |\n  x\n", ""},
		"flow":           {"A: [x, y]\n", ""},
		"folded":         {"A: x\n  y\n", ""},
		"tag":            {"A: !Ref B\n", ""},
		"single quoted":  {"A: 'x'\n", ""},
		"nothing":        {"", ""},
		"key with none":  {"A:\nB: x\n", ""},
		"plain sentence": {"no template", ""},
	} {
		t.Run(name, func(t *testing.T) {
			value, err := fromYAML(c.yaml)
			if (err != nil) != (c.want == "") {
				t.Fatalf("got %v, %v", value, err)
			}
			if got, _ := json.Marshal(value); err == nil && string(got) != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
