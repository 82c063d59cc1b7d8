package replacement

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

func TestProperties(t *testing.T) {
	for resourceType, want := range map[string][]string{
		"AWS::EC2::VPCEndpointService":              nil,
		"AWS::ElasticLoadBalancingV2::LoadBalancer": {"Name", "Scheme", "Type"},
		"AWS::ElasticLoadBalancingV2::Listener":     {"LoadBalancerArn"},
	} {
		if got, known := Properties(resourceType); !known || !slices.Equal(got, want) {
			t.Errorf("%s: %v", resourceType, got)
		}
	}
	if _, known := Properties("AWS::No::Type"); known {
		t.Error("AWS::No::Type is known")
	}
}

// TestIsFresh: what is embedded is what the pinned CDK CLI says.
func TestIsFresh(t *testing.T) {
	if _, err := os.Stat(filepath.Join("..", "..", "..", "node_modules", "aws-cdk", "db.json.gz")); err != nil {
		t.Skip("the CDK CLI is missing: npm ci")
	}
	file := filepath.Join(t.TempDir(), "properties.json.gz")
	if output, err := exec.Command("go", "run", "./generate", file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	fresh, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(fresh) != string(compressed) {
		t.Error("properties.json.gz is stale: go generate ./snapshot/...")
	}
}
