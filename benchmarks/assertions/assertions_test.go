// Package assertions is the hundred cases of package suite as the CDK's
// documentation has them: with its own assertions, and its defaults.
package assertions

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/benchmarks/cases"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func TestCases(t *testing.T) {
	for i := range 100 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			provider, consumer := cases.NewSystem(awscdk.NewApp(nil), 1000+i)
			p, c := assertions.Template_FromStack(provider, nil), assertions.Template_FromStack(consumer, nil)
			match(t, "Provider", p)
			match(t, "Consumer", c)
			p.HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::Listener"), map[string]any{"Port": 1000 + i, "Protocol": "TCP"})
			p.HasResourceProperties(jsii.String("AWS::ElasticLoadBalancingV2::TargetGroup"), map[string]any{"TargetType": "ip"})
			p.HasResourceProperties(jsii.String("AWS::EC2::VPCEndpointService"), map[string]any{"AcceptanceRequired": false})
			c.ResourceCountIs(jsii.String("AWS::EC2::SecurityGroup"), jsii.Number(1))
			c.HasResourceProperties(jsii.String("AWS::EC2::VPCEndpoint"), map[string]any{"SecurityGroupIds": assertions.Match_AnyValue()})
			c.ResourceCountIs(jsii.String("AWS::Route53::RecordSet"), jsii.Number(1))
		})
	}
}

// match compares a template with a golden one, and writes it where there is none.
func match(t *testing.T, stack string, template assertions.Template) {
	t.Helper()
	got, err := json.MarshalIndent(template.ToJSON(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", t.Name(), stack+".json")
	want, err := os.ReadFile(file)
	if err != nil {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err == nil {
			err = os.WriteFile(file, got, 0o644)
		}
		return
	}
	if string(want) != string(got) {
		t.Errorf("%s differs", file)
	}
}
