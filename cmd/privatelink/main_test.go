package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
)

const (
	// fine has nothing to tell, wanting a warning, and broken two errors.
	fine    = `"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Gateway", "ServiceName": "com.amazonaws.us-east-1.s3", "VpcId": "vpc-1"}`
	wanting = `"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.us-east-1.ssm", "VpcId": "vpc-1",
		"SubnetIds": ["subnet-1"], "PrivateDnsEnabled": false}`
	broken = `"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.eu-west-1.ssm", "VpcId": "vpc-1", "PrivateDnsEnabled": true}`
)

// assemblyOf writes a cloud assembly with one resource.
func assemblyOf(t *testing.T, resource string) string {
	t.Helper()
	directory := t.TempDir()
	for file, content := range map[string]string{
		"manifest.json": `{"artifacts": {"Orders": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1",
			"properties": {"templateFile": "Orders.template.json"}}}}`,
		"Orders.template.json": `{"Resources": {"Endpoint": {` + resource + `}}}`,
	} {
		if err := os.WriteFile(filepath.Join(directory, file), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

func TestRun(t *testing.T) {
	fine, wanting, broken, bad := assemblyOf(t, fine), assemblyOf(t, wanting), assemblyOf(t, broken), assemblyOf(t, `?`)
	for name, c := range map[string]struct {
		arguments []string
		status    int
		out, err  []string // What begins each line.
	}{
		"nothing to tell":      {[]string{"check", fine}, 0, nil, nil},
		"a warning":            {[]string{"check", wanting}, 0, []string{"warning Orders.Endpoint: "}, nil},
		"errors":               {[]string{"check", broken}, 1, []string{"error Orders.Endpoint: ", "error Orders.Endpoint: "}, nil},
		"not JSON":             {[]string{"check", bad}, 2, nil, []string{"privatelink: check: "}},
		"no such directory":    {[]string{"check", filepath.Join(fine, "none")}, 2, nil, []string{"privatelink: check: "}},
		"cdk.out by default":   {[]string{"check"}, 2, nil, []string{"privatelink: check: cdk.out is not a cloud assembly"}},
		"no command":           {nil, 2, nil, strings.Split(strings.TrimSuffix(usage, "\n"), "\n")},
		"another command":      {[]string{"judge"}, 2, nil, strings.Split(strings.TrimSuffix(usage, "\n"), "\n")},
		"two directories":      {[]string{"check", fine, broken}, 2, nil, nil},
		"the flag comes first": {[]string{"check", fine, "-json"}, 2, nil, nil},
		"an unknown flag":      {[]string{"check", "-yaml", fine}, 2, nil, append([]string{"flag provided but not defined"}, strings.Split(strings.TrimSuffix(usage, "\n"), "\n")...)},
	} {
		t.Run(name, func(t *testing.T) {
			var out, err strings.Builder
			if status := run(c.arguments, &out, &err); status != c.status {
				t.Errorf("status %d, not %d", status, c.status)
			}
			begins(t, out.String(), c.out)
			begins(t, err.String(), c.err)
		})
	}
}

func begins(t *testing.T, text string, want []string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if text == "" {
		lines = nil
	}
	if len(lines) != len(want) {
		t.Fatalf("%d lines, not %d:\n%s", len(lines), len(want), text)
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, want[i]) {
			t.Errorf("%q does not begin with %q", line, want[i])
		}
	}
}

func TestJSON(t *testing.T) {
	for name, c := range map[string]struct {
		resource         string
		status, findings int
	}{"fine": {fine, 0, 0}, "broken": {broken, 1, 2}} {
		t.Run(name, func(t *testing.T) {
			var out, err strings.Builder
			if status := run([]string{"check", "-json", assemblyOf(t, c.resource)}, &out, &err); status != c.status || err.Len() > 0 {
				t.Errorf("status %d; %s", status, err.String())
			}
			var report struct{ Findings *[]check.Finding }
			if err := json.Unmarshal([]byte(out.String()), &report); err != nil || report.Findings == nil || len(*report.Findings) != c.findings {
				t.Fatalf("%v in %s", err, out.String())
			}
			for _, f := range *report.Findings {
				if f.ID == "" || f.Severity != check.Error || f.LogicalID != "Endpoint" || f.Problem == "" {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}
