package network

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// system is an app by its stacks' templates, in JSON: changes are written into it, and
// then it is judged.
type system map[string]map[string]any

// places are the stacks' accounts and Regions; those of others, and empty ones, are left open.
var places = map[string]Place{
	"East": {"111122223333", ""}, "West": {"111122223333", ""},
	"Provider": {"111122223333", "us-east-1"}, "Other": {"111122223333", "us-east-1"},
	"Consumer": {"444455556666", "us-east-1"}, "Another": {"444455556666", "us-east-1"},
	"Paris": {"444455556666", "eu-west-3"}, "Beijing": {"444455556666", "cn-north-1"},
}

// good is a provider and a consumer of another account that AWS takes as they are.
func good(t *testing.T) system {
	return system{"Provider": object(t, provider), "Consumer": object(t, consumer)}
}

const provider = `{
"Resources": {
	"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16", "EnableDnsSupport": true, "EnableDnsHostnames": true}},
	"SubnetA": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24", "AvailabilityZoneId": "use1-az1"}},
	"SubnetB": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.1.0/24", "AvailabilityZoneId": "use1-az2"}},
	"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {
		"GroupDescription": "Orders", "VpcId": {"Ref": "Vpc"},
		"SecurityGroupIngress": [{"CidrIp": "10.1.0.0/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}]}},
	"Out": {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {
		"GroupId": {"Fn::GetAtt": ["Group", "GroupId"]}, "CidrIp": "10.0.0.0/16", "IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443}},
	"Nlb": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {
		"Type": "network", "Scheme": "internal", "Subnets": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}], "SecurityGroups": [{"Fn::GetAtt": ["Group", "GroupId"]}]}},
	"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
		"LoadBalancerArn": {"Ref": "Nlb"}, "Port": 443, "Protocol": "TCP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets"}}]}},
	"Targets": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {
		"VpcId": {"Ref": "Vpc"}, "Port": 8443, "Protocol": "TCP", "TargetType": "ip", "Targets": [{"Id": "10.0.0.10"}, {"Id": "10.0.1.10"}]}},
	"Service": {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": [{"Ref": "Nlb"}], "AcceptanceRequired": false}},
	"Permissions": {"Type": "AWS::EC2::VPCEndpointServicePermissions", "Properties": {
		"ServiceId": {"Ref": "Service"}, "AllowedPrincipals": ["arn:aws:iam::444455556666:root"]}}
},
"Outputs": {
	"ServiceName": {"Value": {"Fn::Join": ["", ["com.amazonaws.vpce.us-east-1.", {"Ref": "Service"}]]}}
}}`

const consumer = `{
"Parameters": {"Given": {"Type": "String"}, "GivenList": {"Type": "CommaDelimitedList"}},
"Conditions": {"Open": {"Fn::Equals": [{"Ref": "Given"}, "yes"]}, "Off": {"Fn::Equals": ["a", "b"]}},
"Resources": {
	"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16", "EnableDnsSupport": true, "EnableDnsHostnames": true}},
	"SubnetA": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.1.0.0/24", "AvailabilityZoneId": "use1-az1"}},
	"SubnetB": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.1.1.0/24", "AvailabilityZoneId": "use1-az2"}},
	"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {
		"GroupDescription": "Orders", "VpcId": {"Ref": "Vpc"},
		"SecurityGroupIngress": [{"CidrIp": "10.1.0.0/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}]}},
	"Endpoint": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {
		"VpcEndpointType": "Interface", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}],
		"SecurityGroupIds": [{"Fn::GetAtt": ["Group", "GroupId"]}],
		"ServiceName": {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "ServiceName", "RoleArn": "arn:aws:iam::111122223333:role/reader"}}}},
	"Zone": {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "orders.internal", "VPCs": [{"VPCId": {"Ref": "Vpc"}, "VPCRegion": "us-east-1"}]}},
	"Record": {"Type": "AWS::Route53::RecordSet", "Properties": {
		"HostedZoneId": {"Ref": "Zone"}, "Name": "api.orders.internal", "Type": "A",
		"AliasTarget": {
			"DNSName": {"Fn::Select": [1, {"Fn::Split": [":", {"Fn::Select": [0, {"Fn::GetAtt": ["Endpoint", "DnsEntries"]}]}]}]},
			"HostedZoneId": {"Fn::Select": [0, {"Fn::Split": [":", {"Fn::Select": [0, {"Fn::GetAtt": ["Endpoint", "DnsEntries"]}]}]}]}}}}
}}`

func object(t *testing.T, encoded string) map[string]any {
	t.Helper()
	var decoded map[string]any
	if err := json.Unmarshal([]byte(encoded), &decoded); err != nil {
		t.Fatalf("%v in %s", err, encoded)
	}
	return decoded
}

// change takes lines such as Provider.Nlb.Type = "gateway": the stack, the logical ID and
// the path of a property, numbers for elements of lists, and JSON; - takes something out.
// Stack.ID by itself is a resource, Stack.!Outputs.ID and so on a part of its own. A line
// that begins with a blank after its tabs goes on with the one before.
func (s system) change(t *testing.T, changes string) {
	t.Helper()
	changes = continued.ReplaceAllString(changes, " ")
	for line := range strings.SplitSeq(strings.TrimSpace(changes), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		path, encoded, ok := strings.Cut(line, " = ")
		var value any
		if !ok {
			t.Fatalf("%q is no change", line)
		}
		if encoded != "-" {
			if err := json.Unmarshal([]byte(encoded), &value); err != nil {
				t.Fatalf("%v in %s", err, line)
			}
		}
		names := strings.Split(path, ".")
		if s[names[0]] == nil {
			s[names[0]] = map[string]any{"Resources": map[string]any{}}
		}
		within := []string{names[0]}
		switch {
		case strings.HasPrefix(names[1], "!"):
			within = append(within, names[1][1:])
		case len(names) == 2:
			within = append(within, "Resources", names[1])
		default:
			within = append(within, "Resources", names[1], "Properties")
		}
		within = append(within, names[2:]...)
		s[within[0]] = put(s[within[0]], within[1:], value, encoded == "-").(map[string]any)
	}
}

func put(into any, path []string, value any, remove bool) any {
	if len(path) == 0 {
		return value
	}
	if list, ok := into.([]any); ok {
		i, err := strconv.Atoi(path[0])
		switch {
		case err != nil:
			panic(path)
		case i < len(list):
			list[i] = put(list[i], path[1:], value, remove)
			return list
		}
		return append(list, put(nil, path[1:], value, remove))
	}
	object, _ := into.(map[string]any)
	if object == nil {
		object = map[string]any{}
	}
	if remove && len(path) == 1 {
		delete(object, path[0])
	} else {
		object[path[0]] = put(object[path[0]], path[1:], value, remove)
	}
	return object
}

func (s system) model(t *testing.T) *Model {
	t.Helper()
	var stacks []*assembly.Stack
	for _, id := range slices.Sorted(maps.Keys(s)) {
		encoded, err := json.Marshal(s[id])
		if err != nil {
			t.Fatal(err)
		}
		template, err := assembly.Parse(encoded)
		if err != nil {
			t.Fatal(err)
		}
		stacks = append(stacks, &assembly.Stack{ID: id, Name: id, Account: places[id].Account, Region: places[id].Region, Template: template})
	}
	return Made(assembly.Of(stacks...))
}

var continued = regexp.MustCompile(`\n\t* +`)

// told is a finding: its demand's short ID, and where it is.
type told struct {
	severity demand.Severity
	demand   string
	at       string
	problem  string
}

func (f told) String() string { return f.demand + " at " + f.at }

func (s system) findings(t *testing.T) []told {
	t.Helper()
	m := s.model(t)
	var found []told
	for _, r := range m.Way() {
		for _, f := range m.Judge(r) {
			found = append(found, told{f.Severity, strings.TrimPrefix(f.ID, demand.Prefix), r.Source.Stack.ID + "." + r.Source.ID, f.Property + " " + f.Problem})
		}
	}
	return found
}

// expect has the findings of a changed system: those that are named, such as "ip-address-type
// at Consumer.Endpoint", and no other error. One that begins with ! must not be there,
// as a warning either.
func expect(t *testing.T, changes string, expected ...string) {
	t.Helper()
	s := good(t)
	s.change(t, changes)
	found := s.findings(t)
	for _, want := range expected {
		without, not := strings.CutPrefix(want, "!")
		if there := slices.ContainsFunc(found, func(f told) bool { return f.String() == without || not && f.demand == without }); there == not {
			t.Errorf("%s: found %v", want, found)
		}
	}
	for _, f := range found {
		if f.severity == demand.Error && !slices.Contains(expected, f.String()) {
			t.Errorf("an error that isn't expected: %s: %s", f, f.problem)
		}
	}
}

func TestAGoodSystemHasNoFindings(t *testing.T) {
	for _, f := range good(t).findings(t) {
		t.Errorf("%s %s: %s", f.severity, f, f.problem)
	}
}
