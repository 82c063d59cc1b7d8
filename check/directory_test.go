package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// accepted are cloud assemblies that AWS takes, or of which that isn't known, by their files.
var accepted = map[string]map[string]string{
	"lists of nested stacks, given as texts with commas": {
		"manifest.json": oneStack, "nested.template.json": `{
"Parameters": {"Subnets": {"Type": "List<AWS::EC2::Subnet::Id>"}, "Vpc": {"Type": "AWS::EC2::VPC::Id"}, "Principals": {"Type": "CommaDelimitedList"}, "Regions": {"Type": "CommaDelimitedList"}, "Events": {"Type": "CommaDelimitedList"}},
"Resources": {
 "Alb": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internal", "Subnets": {"Ref": "Subnets"}}},
 "Web": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Alb"}, "Port": 80, "Protocol": "HTTP", "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}]}},
 "Nlb": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Scheme": "internal", "Subnets": {"Ref": "Subnets"}, "MinimumLoadBalancerCapacity": {"CapacityUnits": 90000}}},
 "Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Nlb"}, "Port": 80, "Protocol": "TCP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}]}},
 "Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "DependsOn": "Web", "Properties": {"VpcId": {"Ref": "Vpc"}, "Port": 80, "Protocol": "TCP", "TargetType": "alb", "Targets": [{"Id": {"Ref": "Alb"}}]}},
 "Service": {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": [{"Ref": "Nlb"}], "AcceptanceRequired": false, "SupportedRegions": {"Ref": "Regions"}}},
 "Permissions": {"Type": "AWS::EC2::VPCEndpointServicePermissions", "Properties": {"ServiceId": {"Ref": "Service"}, "AllowedPrincipals": {"Ref": "Principals"}}},
 "Told": {"Type": "AWS::EC2::VPCEndpointConnectionNotification", "Properties": {"ServiceId": {"Ref": "Service"}, "ConnectionNotificationArn": "arn:aws:sns:us-east-1:111122223333:t", "ConnectionEvents": {"Ref": "Events"}}}
}}`,
		"Stack.template.json": `{"Resources": {
		"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
		"A": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a"}},
		"B": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1b"}},
		"Child": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "nested.template.json"}, "Properties": {"TemplateURL": "https://b/c.json", "Parameters": {
			"Vpc": {"Ref": "Vpc"}, "Subnets": {"Fn::Join": [",", [{"Ref": "A"}, {"Ref": "B"}]]}, "Events": "Accept,Reject",
			"Principals": "arn:aws:iam::111122223333:root,arn:aws:iam::444455556666:root", "Regions": "us-east-1,us-east-2"}}}}}`,
	},
	"one template nested twice, and names of the nested stacks": {
		"manifest.json": oneStack, "nested.template.json": `{"Parameters": {"Subnet": {"Type": "String"}}, "Resources": {
		"Nlb": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Name": {"Fn::Select": [1, {"Fn::Split": ["-NestedStack-", {"Fn::Sub": "x-NestedStack-${AWS::StackName}"}]}]}, "Subnets": [{"Ref": "Subnet"}]}},
		"Service": {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": [{"Ref": "Nlb"}]}},
		"Contract": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": {"Fn::Sub": "/cells/${AWS::StackName}/service"}, "Type": "String", "Value": {"Ref": "Service"}}}}}`,
		"Stack.template.json": `{"Resources": {
		"CellA": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "nested.template.json"}, "Properties": {"TemplateURL": "https://b/c.json", "Parameters": {"Subnet": "subnet-1"}}},
		"CellB": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "nested.template.json"}, "Properties": {"TemplateURL": "https://b/c.json", "Parameters": {"Subnet": "subnet-1"}}}}}`,
	},
	"exports of one name in two stages whose accounts are left open": stages("Dev", "Prod"),
	"stacks that import from each other": {
		"manifest.json": `{"artifacts": {
			"A": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "a.json"}},
			"B": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "b.json"}}}}`,
		"a.json": `{"Resources": {"Endpoint": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcId": {"Fn::ImportValue": "x"}, "ServiceName": "com.amazonaws.us-east-1.s3"}}},
			"Outputs": {"X": {"Value": {"Fn::ImportValue": "y"}, "Export": {"Name": "x"}}}}`,
		"b.json": `{"Resources": {}, "Outputs": {"Y": {"Value": {"Fn::ImportValue": "x"}, "Export": {"Name": "y"}}}}`,
	},
}

const oneStack = `{"artifacts": {"Stack": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "Stack.template.json"}}}}`

// stages have a stack with a load balancer and one with its service each, of the same names.
func stages(names ...string) map[string]string {
	files := map[string]string{}
	var artifacts []string
	for _, name := range names {
		artifacts = append(artifacts, `"assembly-`+name+`": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-`+name+`"}}`)
		within := "assembly-" + name + "/"
		files[within+"manifest.json"] = `{"artifacts": {
			"` + name + `Balancer": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "b.json", "stackName": "balancer"}},
			"` + name + `Service": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "dependencies": ["` + name + `Balancer"], "properties": {"templateFile": "s.json", "stackName": "service"}}}}`
		files[within+"b.json"] = `{"Resources": {"Nlb": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Subnets": ["subnet-1"]}}},
			"Outputs": {"Arn": {"Value": {"Ref": "Nlb"}, "Export": {"Name": "balancer:arn"}}}}`
		files[within+"s.json"] = `{"Resources": {"Service": {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": [{"Fn::ImportValue": "balancer:arn"}]}}}}`
	}
	files["manifest.json"] = `{"artifacts": {` + strings.Join(artifacts, ", ") + `}}`
	return files
}

func TestDirectoriesWithoutErrors(t *testing.T) {
	for name, files := range accepted {
		directory := t.TempDir()
		for file, content := range files {
			path := filepath.Join(directory, file)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		report, err := Directory(directory)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, f := range report.Errors() {
			t.Errorf("%s: %s", name, f)
		}
	}
}
