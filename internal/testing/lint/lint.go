// Package lint runs cfn-lint over golden templates.
package lint

import (
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Templates fails the test on anything that cfn-lint says of the templates under
// testdata, warnings too. It is skipped where cfn-lint is missing.
func Templates(t *testing.T) {
	t.Helper()
	lint, err := exec.LookPath("cfn-lint")
	if err != nil {
		t.Skip("cfn-lint is missing: pip install cfn-lint")
	}
	var templates []string
	err = filepath.WalkDir("testdata", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".json") {
			templates = append(templates, path)
		}
		return err
	})
	if err != nil || len(templates) == 0 {
		t.Fatalf("no templates under testdata: %v", err)
	}
	output, err := exec.Command(lint, append([]string{"--format", "parseable"}, templates...)...).CombinedOutput()
	told := slices.DeleteFunc(strings.Split(strings.TrimSpace(string(output)), "\n"), func(line string) bool {
		return line == "" || slices.ContainsFunc(unknown, func(property string) bool { return strings.Contains(line, property) })
	})
	if len(told) > 0 {
		t.Errorf("cfn-lint: %v\n%s", err, strings.Join(told, "\n"))
	}
}

// unknown are properties and attributes that CloudFormation has, and cfn-lint doesn't know yet.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpointservice.html
// and aws-resource-ram-resourceshare.html
var unknown = []string{"'PrivateDnsName' was unexpected", "'PrivateDnsNameConfiguration.", "('ResourceShareConfiguration' was unexpected)"}
