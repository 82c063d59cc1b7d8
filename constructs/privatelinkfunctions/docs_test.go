package privatelinkfunctions_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

const page = "../../docs/functions.md"

// TestPermissionsPage: the page lists what the templates' roles allow.
func TestPermissionsPage(t *testing.T) {
	var rows []string
	for _, c := range []struct{ construct, app, stack string }{
		{"Verification", "verification", "Provider"}, {"Acceptance", "acceptance-with-events", "Provider"}, {"PrivateDns", "private-dns", "Consumer"},
		{"Zones", "zones", "Provider"}, {"Rejection", "rejection", "Provider"}, {"Targets", "targets", "Provider"},
	} {
		app := snapshot.NewApp(t, nil)
		apps[c.app](app)
		for _, role := range snapshot.Synth(t, app)[c.stack].OfType("AWS::IAM::Role") {
			for _, policy := range role.Properties["Policies"].([]any) {
				for _, one := range policy.(map[string]any)["PolicyDocument"].(map[string]any)["Statement"].([]any) {
					rows = append(rows, rowsOf(t, c.construct, one.(map[string]any))...)
				}
			}
		}
	}
	table := "| Construct | Action | Resource | Condition |\n| --- | --- | --- | --- |\n" + strings.Join(rows, "\n") + "\n"
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	between := regexp.MustCompile(`(?s)(<!-- permissions: [^>]*-->\n).*(<!-- end -->)`)
	now := between.ReplaceAllString(string(content), "${1}"+strings.ReplaceAll(table, "$", "$$")+"${2}")
	if now == string(content) {
		return
	}
	if update := flag.Lookup("update"); update != nil && update.Value.String() == "true" {
		if err := os.WriteFile(page, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s is not what the roles allow: go test ./constructs/privatelinkfunctions -update", page)
}

// reference says which type of resource AWS asks for with an action; empty where it has none,
// so that a policy can only say *.
//
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html and
// the pages beside it, as of 2026-06.
var reference = map[string]string{
	"ec2:DescribeVpcEndpointServiceConfigurations":      "",
	"ec2:DescribeVpcEndpointConnections":                "",
	"ec2:DescribeVpcEndpoints":                          "",
	"ec2:StartVpcEndpointServicePrivateDnsVerification": "the service",
	"ec2:AcceptVpcEndpointConnections":                  "the service",
	"ec2:RejectVpcEndpointConnections":                  "the service",
	"ec2:ModifyVpcEndpointServiceConfiguration":         "the service",
	"ec2:ModifyVpcEndpoint":                             "the endpoint",
	"elasticloadbalancing:DescribeLoadBalancers":        "",
	"elasticloadbalancing:DescribeTargetHealth":         "",
	"elasticloadbalancing:DescribeTags":                 "",
	"elasticloadbalancing:RegisterTargets":              "the target group",
	"elasticloadbalancing:DeregisterTargets":            "the target group",
	"elasticloadbalancing:AddTags":                      "the target group",
	"cloudformation:DescribeStacks":                     "the stack",
	"events:PutEvents":                                  "the event bus",
}

// multiRegion is permitted for whatever its statement manages.
const multiRegion = "vpce:AllowMultiRegion"

// hold fails the test unless a statement is about no more than the reference asks for: where
// that has no resource, about calls in the stack's own Region.
func hold(t *testing.T, action, resource string, conditions []string) {
	t.Helper()
	want, ok := reference[action]
	if action == multiRegion {
		want, ok = resource, strings.HasPrefix(resource, "the ")
	}
	regional := slices.Contains(conditions, "`aws:RequestedRegion` (StringEquals)")
	if !ok || resource != cmp.Or(want, "`*`") || (want == "") != regional {
		t.Errorf("%s is allowed on %s with %v; the reference has %q", action, resource, conditions, want)
	}
}

// rowsOf are the rows of a statement, but for those about the log.
func rowsOf(t *testing.T, construct string, statement map[string]any) []string {
	var conditions []string
	if all, ok := statement["Condition"].(map[string]any); ok {
		for operator, keys := range all {
			for key := range keys.(map[string]any) {
				conditions = append(conditions, fmt.Sprintf("`%s` (%s)", key, operator))
			}
		}
	}
	slices.Sort(conditions)
	t.Helper()
	var rows []string
	for _, action := range statement["Action"].([]any) {
		if text := action.(string); !strings.HasPrefix(text, "logs:") {
			hold(t, text, resourceOf(statement["Resource"]), conditions)
			rows = append(rows, fmt.Sprintf("| `%s` | `%s` | %s | %s |", construct, text, resourceOf(statement["Resource"]), strings.Join(conditions, ", ")))
		}
	}
	return rows
}

// resourceOf says which resource a statement is about.
func resourceOf(value any) string {
	text := fmt.Sprint(value)
	for _, c := range []struct{ part, name string }{
		{"vpc-endpoint-service/", "the service"}, {"vpc-endpoint/", "the endpoint"}, {"AWS::StackId", "the stack"},
		{"TargetGroup", "the target group"}, {"Bus", "the event bus"},
	} {
		if strings.Contains(text, c.part) {
			return c.name
		}
	}
	return "`" + text + "`"
}
