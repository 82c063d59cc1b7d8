package check

import (
	"os"
	"path/filepath"
	"testing"
)

func put(t *testing.T, directory, file, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(directory, file), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func none(t *testing.T, directory string) {
	t.Helper()
	report, err := Directory(directory)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Errors() {
		t.Error(f)
	}
}

const childOfLists = `{
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
}}`

// A parameter of a nested stack that is a list is given as one text with commas.
func TestHuntListsOfNestedStacks(t *testing.T) {
	directory := t.TempDir()
	put(t, directory, "manifest.json", `{"version": "36.0.0", "artifacts": {"Parent": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "Parent.template.json"}}}}`)
	put(t, directory, "child.nested.template.json", childOfLists)
	put(t, directory, "Parent.template.json", `{"Resources": {
		"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
		"A": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a"}},
		"B": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1b"}},
		"Child": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "child.nested.template.json"}, "Properties": {"TemplateURL": "https://b/c.json", "Parameters": {
			"Vpc": {"Ref": "Vpc"}, "Subnets": {"Fn::Join": [",", [{"Ref": "A"}, {"Ref": "B"}]]}, "Events": "Accept,Reject",
			"Principals": "arn:aws:iam::111122223333:root,arn:aws:iam::444455556666:root", "Regions": "us-east-1,us-east-2"}}}}}`)
	none(t, directory)
}

// Two nested stacks of one template have names of their own.
func TestHuntOneTemplateNestedTwice(t *testing.T) {
	directory := t.TempDir()
	put(t, directory, "manifest.json", `{"version": "36.0.0", "artifacts": {"Parent": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "Parent.template.json"}}}}`)
	put(t, directory, "cell.nested.template.json", `{"Parameters": {"Subnet": {"Type": "String"}}, "Resources": {
		"Nlb": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Name": {"Fn::Select": [1, {"Fn::Split": ["-NestedStack-", {"Fn::Sub": "x-NestedStack-${AWS::StackName}"}]}]}, "Subnets": [{"Ref": "Subnet"}]}},
		"Service": {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": [{"Ref": "Nlb"}]}},
		"Contract": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": {"Fn::Sub": "/cells/${AWS::StackName}/service"}, "Type": "String", "Value": {"Ref": "Service"}}}}}`)
	put(t, directory, "Parent.template.json", `{"Resources": {
		"CellA": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "cell.nested.template.json"}, "Properties": {"TemplateURL": "https://b/c.json", "Parameters": {"Subnet": "subnet-1"}}},
		"CellB": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "cell.nested.template.json"}, "Properties": {"TemplateURL": "https://b/c.json", "Parameters": {"Subnet": "subnet-1"}}}}}`)
	none(t, directory)
}

// Two stages of one app whose accounts are left to the CLI, with stack names, and so exports,
// that are the same in both.
func TestHuntStagesWithOneExport(t *testing.T) {
	directory := t.TempDir()
	put(t, directory, "manifest.json", `{"version": "36.0.0", "artifacts": {
		"assembly-Dev": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Dev"}},
		"assembly-Prod": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}}}}`)
	for _, stage := range []string{"Dev", "Prod"} {
		within := filepath.Join(directory, "assembly-"+stage)
		if err := os.Mkdir(within, 0o755); err != nil {
			t.Fatal(err)
		}
		put(t, within, "manifest.json", `{"version": "36.0.0", "artifacts": {
			"`+stage+`Balancer": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "b.json", "stackName": "balancer"}},
			"`+stage+`Service": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "dependencies": ["`+stage+`Balancer"], "properties": {"templateFile": "s.json", "stackName": "service"}}}}`)
		put(t, within, "b.json", `{"Resources": {"Nlb": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Subnets": ["subnet-1"]}}},
			"Outputs": {"Arn": {"Value": {"Ref": "Nlb"}, "Export": {"Name": "balancer:arn"}}}}`)
		put(t, within, "s.json", `{"Resources": {"Service": {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": [{"Fn::ImportValue": "balancer:arn"}]}}}}`)
	}
	none(t, directory)
}
