package assembly

import (
	"fmt"
	"strings"
	"testing"
)

// TestPlace: stacks that import from each other, and those nested in one, are deployed to one
// place, whichever it is; others may be anywhere.
func TestPlace(t *testing.T) {
	const (
		open     = "aws://unknown-account/unknown-region"
		exports  = `{"Resources": {"A": {"Type": "T"}}, "Outputs": {"O": {"Value": "v", "Export": {"Name": "one:Name"}}}}`
		imports  = `{"Resources": {"A": {"Type": "T", "Properties": {"P": {"Fn::ImportValue": "one:Name"}}}}}`
		elsewise = `{"Resources": {"A": {"Type": "T", "Properties": {"P": {"Fn::ImportValue": "other"}}}}}`
		nests    = `{"Resources": {"N": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "In.nested.template.json"}}}}`
	)
	for name, c := range map[string]struct {
		// stacks are places and templates, in the order of their names.
		stacks [][2]string
		nested string
		want   string
	}{
		"imports":             {[][2]string{{open, exports}, {open, imports}}, "", "S0 S0"},
		"the other way round": {[][2]string{{open, imports}, {open, exports}}, "", "S0 S0"},
		"by way of a third":   {[][2]string{{open, imports}, {open, imports}, {open, exports}}, "", "S0 S0 S0"},
		"nothing in common":   {[][2]string{{open, exports}, {open, elsewise}}, "", "S0 S1"},
		"two export it":       {[][2]string{{open, exports}, {open, exports}, {open, imports}}, "", "S0 S1 S2"},
		"only the account":    {[][2]string{{"aws://111122223333/unknown-region", exports}, {"aws://111122223333/unknown-region", imports}}, "", "S0 S0"},
		"only the Region":     {[][2]string{{"aws://unknown-account/us-east-1", exports}, {"aws://unknown-account/us-east-1", imports}}, "", "S0 S0"},
		"one is fixed":        {[][2]string{{"aws://111122223333/us-east-1", exports}, {open, imports}}, "", "111122223333/us-east-1 S1"},
		"both are fixed":      {[][2]string{{"aws://111122223333/us-east-1", exports}, {"aws://111122223333/us-east-1", imports}}, "", "111122223333/us-east-1 111122223333/us-east-1"},
		"nested":              {[][2]string{{open, exports}, {open, nests}}, imports, "S0 S0 S0"},
	} {
		t.Run(name, func(t *testing.T) {
			files, artifacts := map[string]string{}, []string{}
			for i, stack := range c.stacks {
				files[fmt.Sprintf("S%d.json", i)] = stack[1]
				artifacts = append(artifacts, fmt.Sprintf(`"S%d": {"type": "aws:cloudformation:stack", "environment": %q, "properties": {"templateFile": "S%d.json"}}`, i, stack[0], i))
			}
			files["manifest.json"] = `{"artifacts": {` + strings.Join(artifacts, ", ") + `}}`
			if c.nested != "" {
				files["In.nested.template.json"] = c.nested
			}
			var places []string
			for _, s := range written(t, files).Stacks {
				places = append(places, s.Place())
			}
			if got := strings.Join(places, " "); got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
		})
	}
}

// TestPlaceOfStages: a stage may be deployed anywhere, whatever another one exports.
func TestPlaceOfStages(t *testing.T) {
	files := map[string]string{"manifest.json": `{"artifacts": {
		"A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "A"}}, "B": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "B"}}}}`}
	for stage, template := range map[string]string{
		"A": `{"Resources": {"A": {"Type": "T"}}, "Outputs": {"O": {"Value": "v", "Export": {"Name": "one:Name"}}}}`,
		"B": `{"Resources": {"A": {"Type": "T", "Properties": {"P": {"Fn::ImportValue": "one:Name"}}}}}`,
	} {
		files[stage+"/manifest.json"] = `{"artifacts": {"In` + stage + `": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "t.json"}}}}`
		files[stage+"/t.json"] = template
	}
	for _, s := range written(t, files).Stacks {
		if s.Place() != s.ID {
			t.Errorf("%s is where %s is", s.ID, s.Place())
		}
	}
}
