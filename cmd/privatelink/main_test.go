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

// plain is the CDK's own pair, with three blocked hops.
const plain = "../../check/testdata/plain"

func TestPath(t *testing.T) {
	fine, bad := assemblyOf(t, fine), assemblyOf(t, `?`)
	contract := filepath.Join(t.TempDir(), "orders.json")
	if err := os.WriteFile(contract, []byte(`{"serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", "ports": [{"port": 443}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		arguments []string
		status    int
		out, err  string // What it begins with.
	}{
		"all":                      {[]string{plain}, 1, "Consumer/Client → Consumer/Endpoint → Provider/Service/Service, tcp 443: blocked at load-balancer-in, load-balancer-out, target-in\n  open     name ", ""},
		"by names":                 {[]string{plain, "-from", "Consumer/Client", "-to", "Provider/Service", "-port", "443"}, 1, "Consumer/Client → ", ""},
		"flags first":              {[]string{"-via", "Consumer/Endpoint", "-account", "111122223333", "-region", "us-east-1", plain + "/"}, 1, "Consumer/Client → ", ""},
		"a drawing":                {[]string{"-svg", plain}, 1, "<svg xmlns=", ""},
		"Mermaid":                  {[]string{"-mermaid", plain}, 1, "flowchart LR\n", ""},
		"JSON":                     {[]string{"-json", plain}, 1, "[\n  {\n    \"from\": \"Consumer/Client\",", ""},
		"a range of consumers":     {[]string{"-from", "10.50.0.0/16", "-to", "Provider/Service", plain}, 1, "10.50.0.0/16 → an endpoint elsewhere → ", ""},
		"a contract":               {[]string{"-contract", contract, "-from", "Consumer/Client", plain}, 1, "Consumer/Client → ", ""},
		"nothing of PrivateLink":   {[]string{fine}, 0, "no way was found", ""},
		"several":                  {[]string{plain, fine}, 1, "Consumer/Client → ", ""},
		"a name that isn't there":  {[]string{plain, "-from", "Nobody"}, 2, "", `privatelink: check: From: "Nobody" names no client; `},
		"not a number":             {[]string{plain, "-port", "https"}, 2, "", `invalid value "https" for flag -port`},
		"no such contract":         {[]string{plain, "-contract", "none.json"}, 2, "", "privatelink: open none.json"},
		"no such directory":        {[]string{"none"}, 2, "", "privatelink: check: none is not a cloud assembly"},
		"not JSON":                 {[]string{bad}, 2, "", "privatelink: check: "},
		"cdk.out by default":       {nil, 2, "", "privatelink: check: cdk.out is not a cloud assembly"},
		"an unknown flag":          {[]string{"-yaml"}, 2, "", "flag provided but not defined: -yaml\n" + usage},
		"a protocol that isn't":    {[]string{"-protocol", "icmp", plain}, 2, "", `privatelink: check: Protocol: "icmp" is not a protocol`},
		"a service that isn't one": {[]string{"-to", "Consumer/Client", plain}, 2, "", `privatelink: check: To: "Consumer/Client" names no endpoint service`},
	} {
		t.Run(name, func(t *testing.T) {
			var out, err strings.Builder
			if status := run(append([]string{"path"}, c.arguments...), &out, &err); status != c.status {
				t.Errorf("status %d, not %d: %s", status, c.status, err.String())
			}
			if !strings.HasPrefix(out.String(), c.out) || !strings.HasPrefix(err.String(), c.err) || (c.out == "") != (out.Len() == 0) {
				t.Errorf("%s\n%s", out.String(), err.String())
			}
		})
	}
}

func TestPathJSON(t *testing.T) {
	var out, err strings.Builder
	run([]string{"path", "-json", plain}, &out, &err)
	var ways []struct {
		Transport, From, Via, To string
		Hops                     []struct{ Code, State, Why, ID, Fix, Source, Path, LogicalID string }
	}
	if e := json.Unmarshal([]byte(out.String()), &ways); e != nil || len(ways) != 1 {
		t.Fatalf("%v %s", e, err.String())
	}
	for _, h := range ways[0].Hops {
		isBlocked := h.State == "blocked"
		if h.Code == "" || h.Why == "" || isBlocked != (h.ID != "") || isBlocked != (h.Fix != "") || isBlocked && (h.Source == "" || h.Path == "" || h.LogicalID == "") {
			t.Errorf("%+v", h)
		}
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
