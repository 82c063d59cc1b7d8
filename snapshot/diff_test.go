package snapshot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// parse reads a template's resources; what is not JSON is the test's mistake.
func parse(t testing.TB, resources string) Template {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal([]byte(`{"Resources":{`+resources+`}}`), &body); err != nil {
		t.Fatalf("%v in %s", err, resources)
	}
	template := newTemplate(body)
	template.name = "Stack"
	return template
}

const (
	loadBalancer = `"Nlb":{"Type":"AWS::ElasticLoadBalancingV2::LoadBalancer","Properties":{"Type":"network","Scheme":"internal"}}`
	listener     = `"Listener":{"Type":"AWS::ElasticLoadBalancingV2::Listener","Properties":{"Port":443,"LoadBalancerArn":{"Ref":"Nlb"}}}`
	service      = `"Service":{"Type":"AWS::EC2::VPCEndpointService","Properties":{"NetworkLoadBalancerArns":[{"Ref":"Nlb"}]}}`
	endpoint     = `"Endpoint":{"Type":"AWS::EC2::VPCEndpoint","Properties":{"ServiceName":"com.amazonaws.vpce.us-east-1.vpce-svc-1","SubnetIds":["a","b"],"VpcId":"v"}}`
	group        = `"Group":{"Type":"AWS::EC2::SecurityGroup","Properties":{"GroupDescription":"Orders","VpcId":"v"}}`
	permissions  = `"Permissions":{"Type":"AWS::EC2::VPCEndpointServicePermissions","Properties":{"ServiceId":{"Ref":"Service"}}}`
	resource     = `"Resource":{"Type":"AWS::VpcLattice::ResourceConfiguration","Properties":{"Name":"orders","ResourceConfigurationType":"SINGLE","ResourceGatewayId":"rgw-1"}}`
)

// TestDiff: what CloudFormation would do to each resource, as users read it.
func TestDiff(t *testing.T) {
	system := strings.Join([]string{loadBalancer, listener, service, endpoint, group, permissions, resource}, ",")
	for name, c := range map[string]struct {
		replace [2]string // In the template.
		want    string
	}{
		"nothing": {[2]string{"", ""}, ""},
		"a listener's port": {[2]string{`"Port":443`, `"Port":8443`}, `
  update   AWS::ElasticLoadBalancingV2::Listener Listener
           Port: 443 → 8443
`},
		"an endpoint's service": {[2]string{`vpce-svc-1"`, `vpce-svc-2"`}, `
  REPLACE  AWS::EC2::VPCEndpoint Endpoint: its connections, addresses and names are lost
           ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-1" → "com.amazonaws.vpce.us-east-1.vpce-svc-2"  (cannot be updated)

  REPLACE: CloudFormation makes a new resource, and deletes the one that is there unless its policy keeps it.
`},
		"one subnet more": {[2]string{`["a","b"]`, `["a","c","b"]`}, `
  update   AWS::EC2::VPCEndpoint Endpoint
           SubnetIds[1]: + "c"
`},
		"one subnet less, and another": {[2]string{`["a","b"]`, `["b"]`}, `
  update   AWS::EC2::VPCEndpoint Endpoint
           SubnetIds[0]: - "a"
`},
		"a replacement spreads, but not to what can be updated": {[2]string{`"Scheme":"internal"`, `"Scheme":"internet-facing"`}, `
  REPLACE  AWS::ElasticLoadBalancingV2::Listener Listener: LoadBalancerArn refers to Nlb, which is replaced
  REPLACE  AWS::ElasticLoadBalancingV2::LoadBalancer Nlb
           Scheme: "internal" → "internet-facing"  (cannot be updated)

  REPLACE: CloudFormation makes a new resource, and deletes the one that is there unless its policy keeps it.
`},
		"a resource's gateway": {[2]string{`"ResourceGatewayId":"rgw-1"`, `"ResourceGatewayId":"rgw-2"`}, `
  REPLACE  AWS::VpcLattice::ResourceConfiguration Resource: its ARN is lost, and every consumer is cut off
           ResourceGatewayId: "rgw-1" → "rgw-2"  (cannot be updated)

  REPLACE: CloudFormation makes a new resource, and deletes the one that is there unless its policy keeps it.
`},
		"another logical ID": {[2]string{`"Group":{`, `"Group2":{`}, `
  DELETE   AWS::EC2::SecurityGroup Group: comes back as Group2, another logical ID
  create   AWS::EC2::SecurityGroup Group2: was Group
`},
		"another logical ID of an endpoint": {[2]string{`"Endpoint":{`, `"Endpoint2":{`}, `
  DELETE   AWS::EC2::VPCEndpoint Endpoint: comes back as Endpoint2, another logical ID; its connections, addresses and names are lost
  create   AWS::EC2::VPCEndpoint Endpoint2: was Endpoint

  RENAMED: CloudFormation knows resources by their logical IDs, which the IDs of constructs make. Keep the constructs' IDs,
           or have each resource keep its logical ID (https://github.com/cdk-privatelink/cdk-privatelink-go/blob/main/docs/moving-in.md#in-its-own-stack):
           stack.RenameLogicalId(jsii.String("Endpoint2"), jsii.String("Endpoint"))
`},
		"the service comes first, and what hangs on it": {[2]string{`"Service":{"Type":"AWS::EC2::VPCEndpointService","Properties":{"NetworkLoadBalancerArns":[{"Ref":"Nlb"}]}},`, ""}, `
  DELETE   AWS::EC2::VPCEndpointService Service: its name is lost, and every consumer is cut off
`},
		"a dependency alone": {[2]string{`"Port":443,"LoadBalancerArn":{"Ref":"Nlb"}}`, `"Port":443,"LoadBalancerArn":{"Ref":"Nlb"}},"DependsOn":["Group"]`}, `
  nothing  AWS::ElasticLoadBalancingV2::Listener Listener
           DependsOn: + ["Group"]
`},
		"another type": {[2]string{`AWS::EC2::SecurityGroup`, `AWS::EC2::SecurityGroup2`}, `
  REPLACE  AWS::EC2::SecurityGroup2 Group: another type
           Type: "AWS::EC2::SecurityGroup" → "AWS::EC2::SecurityGroup2"  (cannot be updated)

  REPLACE: CloudFormation makes a new resource, and deletes the one that is there unless its policy keeps it.
`},
		"an intrinsic function": {[2]string{`{"Ref":"Service"}`, `{"Ref":"Service2"}`}, `
  REPLACE  AWS::EC2::VPCEndpointServicePermissions Permissions
           ServiceId: {"Ref":"Service"} → {"Ref":"Service2"}  (cannot be updated)

  REPLACE: CloudFormation makes a new resource, and deletes the one that is there unless its policy keeps it.
`},
	} {
		t.Run(name, func(t *testing.T) {
			changed := system
			if c.replace[0] != "" {
				changed = strings.Replace(system, c.replace[0], c.replace[1], 1)
				if changed == system {
					t.Fatal("nothing was changed")
				}
			}
			got := explain(parse(t, system), parse(t, changed))
			if strings.TrimPrefix(c.want, "\n") != got {
				t.Errorf("got\n%s\nwant%s", got, c.want)
			}
		})
	}
}

// TestContract: of a contract that changed, it is told what changed in it.
func TestContract(t *testing.T) {
	contract := func(ports string) Template {
		template, err := ParseTemplate([]byte(`{"Outputs":{"Contract":{"Value":{"Fn::Join":["",["{\"serviceName\":\"com.amazonaws.vpce.us-east-1.",{"Ref":"Service"},"\",\"ports\":` + ports + `}"]]}}}}`))
		if err != nil {
			t.Fatal(err)
		}
		return template
	}
	got := explain(contract(`[{\"port\":443}]`), contract(`[{\"port\":443},{\"port\":8443,\"protocol\":\"UDP\"}]`))
	if want := "  Outputs.Contract.Value.ports[1]: + {\"port\":8443,\"protocol\":\"UDP\"}\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestFirstAndLastProperty: a resource without properties is one with none.
func TestFirstAndLastProperty(t *testing.T) {
	bare := parse(t, `"B":{"Type":"AWS::S3::Bucket"}`)
	for property, want := range map[string]Effect{`"BucketName":"x"`: Replace, `"VersioningConfiguration":{"Status":"Enabled"}`: Update} {
		one := parse(t, `"B":{"Type":"AWS::S3::Bucket","Properties":{`+property+`}}`)
		for _, changes := range [][]Change{Diff(bare, one), Diff(one, bare)} {
			if len(changes) != 1 || changes[0].Effect != want {
				t.Errorf("%s: %v", property, changes)
			}
		}
	}
}

// TestKept: what a policy retains is said.
func TestKept(t *testing.T) {
	kept := parse(t, `"B":{"Type":"AWS::S3::Bucket","DeletionPolicy":"Retain","UpdateReplacePolicy":"Retain","Properties":{"BucketName":"x"}}`)
	renamed := parse(t, `"B":{"Type":"AWS::S3::Bucket","DeletionPolicy":"Retain","UpdateReplacePolicy":"Retain","Properties":{"BucketName":"y"}}`)
	for _, to := range []Template{renamed, parse(t, ``)} {
		if changes := Diff(kept, to); len(changes) != 1 || !strings.Contains(changes[0].Note, "is kept") {
			t.Errorf("%v", changes)
		}
	}
	conditional := parse(t, `"B":{"Type":"AWS::S3::Bucket","DeletionPolicy":"Retain","UpdateReplacePolicy":"Retain","Condition":"C","Properties":{"BucketName":"x"}}`)
	if changes := Diff(kept, conditional); len(changes) != 1 || !strings.Contains(changes[0].Note, "condition") {
		t.Errorf("%v", changes)
	}
}

// TestNestedFixedProperties: only the part of a property that cannot be updated
// replaces a resource, and lists don't hide it.
func TestNestedFixedProperties(t *testing.T) {
	for path, want := range map[string]bool{
		"DnsOptions.PrivateDnsPreference":           true,
		"DnsOptions.PrivateDnsSpecifiedDomains[1]":  true,
		"DnsOptions.DnsRecordIpType":                false,
		"ServiceName":                               true,
		"ServiceNameX":                              false,
		"SubnetIds[0]":                              false,
		"PolicyDocument.Statement[0].ServiceRegion": false,
	} {
		if got := cannotUpdate("AWS::EC2::VPCEndpoint", path); got != want {
			t.Errorf("%s cannot be updated: %v", path, got)
		}
	}
	// The whole of what holds such a part was added.
	changes := Diff(
		parse(t, `"E":{"Type":"AWS::EC2::VPCEndpoint","Properties":{}}`),
		parse(t, `"E":{"Type":"AWS::EC2::VPCEndpoint","Properties":{"DnsOptions":{"PrivateDnsPreference":"ALL_DOMAINS"}}}`),
	)
	if len(changes) != 1 || changes[0].Effect != Replace {
		t.Errorf("got %v", changes)
	}
}

func TestDiffOfTheRest(t *testing.T) {
	template := func(text string) Template {
		var body map[string]any
		if err := json.Unmarshal([]byte(text), &body); err != nil {
			t.Fatal(err)
		}
		return newTemplate(body)
	}
	got := explain(
		template(`{"Outputs":{"Name":{"Value":"a"},"Old":{"Value":"x"}}}`),
		template(`{"Outputs":{"Name":{"Value":"b"}},"Description":"<d>"}`),
	)
	want := "  Description: + \"<d>\"\n  Outputs.Name.Value: \"a\" → \"b\"\n  Outputs.Old: - {\"Value\":\"x\"}\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestLongValues: of a long value, what differs is shown.
func TestLongValues(t *testing.T) {
	old := strings.Repeat("é", 300) + "old" + strings.Repeat("y", 300)
	text := Difference{Path: "P", Old: old, New: strings.Replace(old, "old", "new", 1)}.String()
	if len([]rune(text)) > 2*widest+20 || !strings.Contains(text, "old") || !strings.Contains(text, "new") {
		t.Errorf("%d characters: %s", len([]rune(text)), text)
	}
}

func BenchmarkQuestions(b *testing.B) {
	var resources []string
	for i := range 100 {
		resources = append(resources, strings.ReplaceAll(strings.ReplaceAll(endpoint+","+group, `"Endpoint"`, fmt.Sprintf(`"Endpoint%d"`, i)), `"Group"`, fmt.Sprintf(`"Group%d"`, i)))
	}
	template := parse(b, strings.Join(resources, ","))
	for b.Loop() {
		template.Has(b, "AWS::EC2::VPCEndpoint", Props{"VpcId": "v", "SubnetIds": []string{"a", "b"}})
	}
}
