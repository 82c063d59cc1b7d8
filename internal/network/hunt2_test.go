package network

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// hunted2 are more of them.
var hunted2 = map[string]string{
	"rule by the group's name in the default VPC": `
		Provider.Group.GroupName = "orders"
		Provider.Group.VpcId = -
		Provider.Group.SecurityGroupIngress = -
		Provider.Nlb.Subnets = ["subnet-1", "subnet-2"]
		Provider.In = {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupName": "orders", "CidrIp": "10.1.0.0/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}}`,
	"rule by a nested stack that isn't in the assembly": `
		Provider.Group.SecurityGroupIngress = -
		Provider.Rules = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://b.s3.amazonaws.com/rules.json", "Parameters": {"GroupId": {"Fn::GetAtt": ["Group", "GroupId"]}}}}`,
	"listener of an ALB by a nested stack that isn't in the assembly": alb + `
		Provider.!Resources.Web = -
		Provider.!Resources.Targets.DependsOn = "Nested"
		Provider.Web = {"Type": "AWS::SNS::Topic", "Properties": {}}
		Provider.Nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://b.s3.amazonaws.com/l.json", "Parameters": {"Alb": {"Ref": "Alb"}}}}`,
	"mappings of a custom resource": `
		Provider.Lookup = {"Type": "Custom::Network", "Properties": {}}
		Provider.Nlb.Subnets = -
		Provider.Nlb.SubnetMappings = {"Fn::GetAtt": ["Lookup", "Mappings"]}`,
	"IPv6 targets of a peered VPC": dualStack + `
		Provider.Six = {"Type": "AWS::EC2::VPCCidrBlock", "Properties": {"VpcId": {"Ref": "Vpc"}, "Ipv6CidrBlock": "2001:db8::/56", "Ipv6Pool": "p"}}
		Provider.Targets.IpAddressType = "ipv6"
		Provider.Targets.Targets = [{"Id": "2001:db8:99::5", "AvailabilityZone": "all"}]`,
	"endpoint of a GatewayLoadBalancer service or an interface service by condition": `
		Consumer.Endpoint.ServiceName = {"Fn::If": ["Open", {"Ref": "Given"}, {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "ServiceName", "RoleArn": "arn:aws:iam::111122223333:role/reader"}}]}
		Consumer.Endpoint.IpAddressType = "dualstack"
		Consumer.SubnetA.Ipv6CidrBlock = "2001:db8:0:1::/64"
		Consumer.SubnetB.Ipv6CidrBlock = "2001:db8:0:2::/64"`,
	"endpoint's service by condition, other ports": `
		Consumer.Endpoint.ServiceName = {"Fn::If": ["Open", {"Ref": "Given"}, {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "ServiceName", "RoleArn": "arn:aws:iam::111122223333:role/reader"}}]}
		Consumer.SubnetA.AvailabilityZoneId = "use1-az4"
		Consumer.Endpoint.PolicyDocument = {"Statement": []}`,
	"middle wildcards":               `Consumer.Record.Name = "a.*.orders.internal"`,
	"hyphen at a label's end":        `Consumer.Record.Name = "a-.orders.internal"`,
	"capacity that isn't a multiple": `Provider.Nlb.MinimumLoadBalancerCapacity = {"CapacityUnits": 5501}`,
}

func TestHunt2(t *testing.T) {
	for name, changes := range hunted2 {
		t.Run(name, func(t *testing.T) { expect(t, changes) })
	}
}

// Two stacks of one account whose Region is left to the CLI go to any two Regions.
func TestHuntRegionLeftOpen(t *testing.T) {
	const text = `{"Resources": {
		"Nlb": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Name": "orders", "Subnets": ["subnet-1"]}},
		"Service": {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": [{"Ref": "Nlb"}]}},
		"Contract": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/orders/service", "Type": "String", "Value": {"Ref": "Service"}}}}}`
	var stacks []*assembly.Stack
	for _, id := range []string{"East", "West"} {
		template, err := assembly.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		stacks = append(stacks, &assembly.Stack{ID: id, Name: id, Account: "111122223333", Template: template})
	}
	m := Made(assembly.Of(stacks...))
	for _, r := range m.Way() {
		for _, f := range m.Judge(r) {
			if f.Severity == demand.Error {
				t.Errorf("%s: %s %s", f.ID, f.Property, f.Problem)
			}
		}
	}
}
