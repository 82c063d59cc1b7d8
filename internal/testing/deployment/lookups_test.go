package deployment

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLookups: an app with two of each kind of lookup runs without what they find, as the
// CLI runs it first, so that it can be looked up; and then with it.
func TestLookups(t *testing.T) {
	need(t)
	if testing.Short() {
		t.Skip("-short: it runs the CDK CLI")
	}
	directory := t.TempDir()
	program := filepath.Join(directory, "app")
	build := exec.Command("go", "build", "-o", program, "./testdata/lookups")
	if printed, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	synth := func() (printed string, ok bool) {
		command := exec.Command("node", filepath.Join(module(), "node_modules", "aws-cdk", "bin", "cdk"), "synth", "--quiet", "--app", program, "--no-notices", "--no-version-reporting", "--ci")
		command.Dir = directory
		// Nobody answers what is looked up: the test does.
		command.Env = append(os.Environ(), "HOME="+directory, "CDK_HOME="+directory, "NO_COLOR=1", "NODE_NO_WARNINGS=1", "CDK_DISABLE_CLI_TELEMETRY=true",
			"CDK_OUTDIR=", "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b", "AWS_REGION=us-east-1", "AWS_ENDPOINT_URL=http://127.0.0.1:9", "AWS_MAX_ATTEMPTS=1")
		output, err := command.CombinedOutput()
		return string(output), err == nil
	}

	context := map[string]any{}
	asked := map[string]int{}
	for round := 0; ; round++ {
		printed, ok := synth()
		missing := missingIn(t, filepath.Join(directory, "cdk.out"), printed)
		if judged := strings.Contains(printed, "privatelink::"); judged != (len(missing) == 0) {
			t.Fatalf("round %d: judged: %t, with %v to be looked up:\n%s", round, judged, missing, printed)
		}
		if len(missing) == 0 {
			if !ok {
				t.Fatalf("with all that was looked up:\n%s", printed)
			}
			// A target is in neither VPC, as far as is known.
			if n := strings.Count(printed, "Acknowledge with 'privatelink::target-zone-unknown'"); n != 2 || strings.Contains(printed, "ERROR") {
				t.Errorf("with all that was looked up:\n%s", printed)
			}
			break
		}
		if ok || round > 5 {
			t.Fatalf("round %d, %t: %v is missing\n%s", round, ok, missing, printed)
		}
		for _, m := range missing {
			asked[m.Provider]++
			context[m.Key] = found(t, m.Provider, asked[m.Provider])
		}
		encoded, err := json.Marshal(context)
		if err == nil {
			err = os.WriteFile(filepath.Join(directory, "cdk.context.json"), encoded, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, provider := range []string{"vpc-provider", "security-group", "hosted-zone", "load-balancer", "ssm"} {
		if asked[provider] < 2 {
			t.Errorf("%s was asked for %d times", provider, asked[provider])
		}
	}
}

// lookup is what the CLI is to look up.
type lookup struct{ Key, Provider string }

func missingIn(t *testing.T, assembly, printed string) []lookup {
	t.Helper()
	encoded, err := os.ReadFile(filepath.Join(assembly, "manifest.json"))
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	var manifest struct{ Missing []lookup }
	if err := json.Unmarshal(encoded, &manifest); err != nil {
		t.Fatal(err)
	}
	return manifest.Missing
}

// found is what a lookup of a kind finds the first and the second time.
func found(t *testing.T, provider string, n int) any {
	t.Helper()
	switch provider {
	case "vpc-provider":
		subnet := func(zone string, i int) map[string]any {
			return map[string]any{"subnetId": fmt.Sprintf("subnet-%d%d", n, i), "cidr": fmt.Sprintf("10.%d.%d.0/24", n, i), "availabilityZone": zone, "routeTableId": fmt.Sprintf("rtb-%d", n)}
		}
		return map[string]any{
			"vpcId": fmt.Sprintf("vpc-%d", n), "vpcCidrBlock": fmt.Sprintf("10.%d.0.0/16", n), "ownerAccountId": "111122223333", "availabilityZones": []any{},
			"subnetGroups": []any{map[string]any{"name": "Private", "type": "Private", "subnets": []any{subnet("us-east-1a", 0), subnet("us-east-1b", 1)}}},
		}
	case "security-group":
		return map[string]any{"securityGroupId": fmt.Sprintf("sg-%d", n), "allowAllOutbound": true}
	case "hosted-zone":
		return map[string]any{"Id": fmt.Sprintf("/hostedzone/Z%d", n), "Name": fmt.Sprintf("shop%d.internal.", n-1)}
	case "load-balancer":
		return map[string]any{
			"loadBalancerArn":                   fmt.Sprintf("arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/shop/%d", n),
			"loadBalancerCanonicalHostedZoneId": "Z26RNL4JYFTOTI", "loadBalancerDnsName": "shop.elb.us-east-1.amazonaws.com",
			"ipAddressType": "ipv4", "securityGroupIds": []any{"sg-9"}, "vpcId": fmt.Sprintf("vpc-%d", n),
		}
	case "ssm":
		return fmt.Sprintf("com.amazonaws.vpce.us-east-1.vpce-svc-%017d", n)
	}
	t.Fatalf("the test doesn't know what %s finds", provider)
	return nil
}
