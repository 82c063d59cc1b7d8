package network

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// flowing makes the good system one of which every hop is known: a client and servers that
// are instances with security groups of their own.
const flowing = `
	Consumer.ClientGroup = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Client", "VpcId": {"Ref": "Vpc"},
	 "SecurityGroupEgress": [{"DestinationSecurityGroupId": {"Fn::GetAtt": ["Group", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}]}}
	Consumer.Client = {"Type": "AWS::EC2::Instance", "Properties": {"SubnetId": {"Ref": "SubnetA"}, "SecurityGroupIds": [{"Fn::GetAtt": ["ClientGroup", "GroupId"]}]}}
	Consumer.Group.SecurityGroupIngress = [{"SourceSecurityGroupId": {"Fn::GetAtt": ["ClientGroup", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}]
	Provider.ServerGroup = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Servers", "VpcId": {"Ref": "Vpc"},
	 "SecurityGroupIngress": [{"SourceSecurityGroupId": {"Fn::GetAtt": ["Group", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443}]}}
	Provider.Server = {"Type": "AWS::EC2::Instance", "Properties": {"SubnetId": {"Ref": "SubnetA"}, "SecurityGroupIds": [{"Ref": "ServerGroup"}]}}
	Provider.Server2 = {"Type": "AWS::EC2::Instance", "Properties": {"SubnetId": {"Ref": "SubnetB"}, "SecurityGroupIds": [{"Ref": "ServerGroup"}]}}
	Provider.Targets.TargetType = "instance"
	Provider.Targets.Targets = [{"Id": {"Ref": "Server"}}, {"Id": {"Ref": "Server2"}}]
`

// Parts that several mutations need.
const (
	clientAcl = `
		Consumer.Acl = {"Type": "AWS::EC2::NetworkAcl", "Properties": {"VpcId": {"Ref": "Vpc"}}}
		Consumer.AclOfA = {"Type": "AWS::EC2::SubnetNetworkAclAssociation", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "SubnetId": {"Ref": "SubnetA"}}}
		Consumer.AclIn = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "RuleNumber": 100, "Protocol": -1, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}}
		Consumer.AclOut = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "RuleNumber": 100, "Protocol": -1, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0", "Egress": true}}
	`
	serverAcl = `
		Provider.Acl = {"Type": "AWS::EC2::NetworkAcl", "Properties": {"VpcId": {"Ref": "Vpc"}}}
		Provider.AclOfB = {"Type": "AWS::EC2::SubnetNetworkAclAssociation", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "SubnetId": {"Ref": "SubnetB"}}}
		Provider.AclIn = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "RuleNumber": 100, "Protocol": -1, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}}
		Provider.AclOut = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "RuleNumber": 100, "Protocol": -1, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0", "Egress": true}}
	`
	apart = `
		Provider.Targets.HealthCheckPort = "9000"
		Provider.ServerGroup.SecurityGroupIngress.1 = {"SourceSecurityGroupId": {"Fn::GetAtt": ["Group", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 9000, "ToPort": 9000}
		Provider.HealthOut = {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": {"Ref": "Group"}, "CidrIp": "10.0.0.0/16", "IpProtocol": "tcp", "FromPort": 9000, "ToPort": 9000}}
	`
	exempt = `
		Provider.Nlb.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = "off"
		Provider.ServerGroup.SecurityGroupIngress = [{"CidrIp": "10.0.0.0/23", "IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443}]
	`
	tasks = `
		Provider.Targets.TargetType = "ip"
		Provider.Targets.Targets = -
		Provider.Tasks = {"Type": "AWS::ECS::Service", "Properties": {"LoadBalancers": [{"ContainerName": "web", "ContainerPort": 8443, "TargetGroupArn": {"Ref": "Targets"}}],
		 "NetworkConfiguration": {"AwsvpcConfiguration": {"SecurityGroups": [{"Ref": "ServerGroup"}], "Subnets": [{"Ref": "SubnetA"}]}}}}
		Provider.Nlb.LoadBalancerAttributes = [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]
	`
	scaling = `
		Provider.Targets.Targets = -
		Provider.Launch = {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"SecurityGroupIds": [{"Ref": "ServerGroup"}]}}}
		Provider.Fleet = {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"MaxSize": "2", "TargetGroupARNs": [{"Ref": "Targets"}], "VPCZoneIdentifier": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}],
		 "LaunchTemplate": {"LaunchTemplateId": {"Ref": "Launch"}, "Version": "1"}}}
		Provider.Nlb.LoadBalancerAttributes = [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]
	`
	albBehind = `
		Provider.AlbGroup = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Alb", "VpcId": {"Ref": "Vpc"},
		 "SecurityGroupIngress": [{"SourceSecurityGroupId": {"Ref": "Group"}, "IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443}],
		 "SecurityGroupEgress": [{"DestinationSecurityGroupId": {"Ref": "ServerGroup"}, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}]}}
		Provider.Alb = {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Subnets": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}], "SecurityGroups": [{"Ref": "AlbGroup"}]}}
		Provider.Web = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Alb"}, "Port": 8443, "Protocol": "HTTP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "WebTargets"}}]}}
		Provider.WebTargets = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"VpcId": {"Ref": "Vpc"}, "Port": 80, "Protocol": "HTTP", "TargetType": "instance", "Targets": [{"Id": {"Ref": "Server"}}]}}
		Provider.Targets.TargetType = "alb"
		Provider.Targets.Targets = [{"Id": {"Ref": "Alb"}}]
		Provider.ServerGroup.SecurityGroupIngress = [{"SourceSecurityGroupId": {"Ref": "AlbGroup"}, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}]
		Provider.Nlb.LoadBalancerAttributes = [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]
	`
	six = `
		Provider.Service.SupportedIpAddressTypes = ["ipv4", "ipv6"]
		Provider.Nlb.IpAddressType = "dualstack"
		Provider.SubnetA.Ipv6CidrBlock = "2001:db8:0:1::/64"
		Provider.SubnetB.Ipv6CidrBlock = "2001:db8:0:2::/64"
		Provider.Group.SecurityGroupIngress = [{"CidrIpv6": "2001:db8:1::/56", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}]
		Consumer.SubnetA.Ipv6CidrBlock = "2001:db8:1:1::/64"
		Consumer.SubnetB.Ipv6CidrBlock = "2001:db8:1:2::/64"
		Consumer.SubnetA.CidrBlock = -
		Consumer.SubnetB.CidrBlock = -
		Consumer.Endpoint.IpAddressType = "ipv6"
		Consumer.Record.Type = "AAAA"
	`
	datagrams = `
		Provider.Listener.Protocol = "UDP"
		Provider.Targets.Protocol = "UDP"
		Provider.Targets.HealthCheckPort = "9000"
		Provider.Group.SecurityGroupIngress.0.IpProtocol = "udp"
		Provider.Out.IpProtocol = "17"
		Provider.HealthOut = {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": {"Ref": "Group"}, "CidrIp": "10.0.0.0/16", "IpProtocol": "tcp", "FromPort": 9000, "ToPort": 9000}}
		Provider.ServerGroup.SecurityGroupIngress.0.IpProtocol = "udp"
		Provider.ServerGroup.SecurityGroupIngress.1 = {"SourceSecurityGroupId": {"Ref": "Group"}, "IpProtocol": "tcp", "FromPort": 9000, "ToPort": 9000}
		Consumer.Group.SecurityGroupIngress.0.IpProtocol = "udp"
		Consumer.ClientGroup.SecurityGroupEgress.0.IpProtocol = "udp"
	`
	function = `
		Consumer.Client = {"Type": "AWS::Lambda::Function", "Properties": {"VpcConfig": {"SubnetIds": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}], "SecurityGroupIds": [{"Ref": "ClientGroup"}]}}}
	`
	twoNlbs = `
		Provider.Nlb2 = {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Subnets": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]}}
		Provider.Service.NetworkLoadBalancerArns = [{"Ref": "Nlb"}, {"Ref": "Nlb2"}]
		Provider.Listener2 = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Nlb2"}, "Port": 443, "Protocol": "TLS", "Certificates": [{"CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1"}],
		 "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets2"}}]}}
		Provider.Targets2 = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"VpcId": {"Ref": "Vpc"}, "Port": 8443, "Protocol": "TCP", "TargetType": "instance", "Targets": [{"Id": {"Ref": "Server"}}, {"Id": {"Ref": "Server2"}}]}}
		Provider.ServerGroup.SecurityGroupIngress.1 = {"CidrIp": "10.0.0.0/23", "IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443}
	`
)

// mutation closes one hop of a way that is open, and opens it again, not always by taking
// back what closed it.
type mutation struct {
	hop    string
	demand *demand.Demand
	// with is what the way is before, beside the good system.
	with   string
	closes string
	opens  string
	// partly: only one of several branches is closed.
	partly bool
}

var mutations = []mutation{
	// Names.
	{"name", demand.DnsVpcAttributes, "", `Consumer.Vpc.EnableDnsHostnames = false`, `Consumer.Vpc.EnableDnsHostnames = true`, false},
	{"name", demand.DnsVpcAttributes, "", `Consumer.Vpc.EnableDnsSupport = false`, `Consumer.Record = -`, false},
	{"name", demand.DnsZoneVpc, "Consumer.Vpc2 = {\"Type\": \"AWS::EC2::VPC\", \"Properties\": {\"CidrBlock\": \"10.1.0.0/16\"}}", `Consumer.Zone.VPCs.0.VPCId = {"Ref": "Vpc2"}`, `Consumer.Zone.VPCs.1 = {"VPCId": {"Ref": "Vpc"}, "VPCRegion": "us-east-1"}`, false},
	{"name", demand.DnsNameShadowed, "", `Consumer.Zone2 = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "api.orders.internal", "VPCs": [{"VPCId": {"Ref": "Vpc"}, "VPCRegion": "us-east-1"}]}}`,
		`Consumer.Record2 = {"Type": "AWS::Route53::RecordSet", "Properties": {"HostedZoneId": {"Ref": "Zone2"}, "Name": "api.orders.internal", "Type": "A"}}`, false},
	{"name", demand.ClientIpAddressType, "", `Consumer.Record.Type = "AAAA"`, `Consumer.Record.Type = "A"`, false},
	// Families of addresses.
	{"family", demand.IpAddressType, six, `Provider.Service.SupportedIpAddressTypes = ["ipv4"]`, `Provider.Service.SupportedIpAddressTypes = ["ipv6"]`, false},
	{"family", demand.ClientIpAddressType, six + `Consumer.SubnetC = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "Ipv6CidrBlock": "2001:db8:1:3::/64", "CidrBlock": "10.1.2.0/24"}}
		Consumer.Client.SubnetId = {"Ref": "SubnetC"}`, `Consumer.SubnetC.Ipv6CidrBlock = -`, `Consumer.Client.SubnetId = {"Ref": "SubnetB"}`, false},
	// Out of the client.
	{"client-out", demand.ClientOutbound, "", `Consumer.ClientGroup.SecurityGroupEgress = [{"CidrIp": "255.255.255.255/32", "IpProtocol": "icmp", "FromPort": 252, "ToPort": 86}]`, `Consumer.ClientGroup.SecurityGroupEgress = -`, false},
	{"client-out", demand.ClientOutbound, "", `Consumer.ClientGroup.SecurityGroupEgress.0.ToPort = 442
		Consumer.ClientGroup.SecurityGroupEgress.0.FromPort = 1`, `Consumer.ClientOut = {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": {"Ref": "ClientGroup"}, "CidrIp": "10.1.0.0/23", "IpProtocol": "-1"}}`, false},
	{"client-out", demand.ClientOutbound, "", `Consumer.ClientGroup.SecurityGroupEgress.0.DestinationSecurityGroupId = {"Ref": "ClientGroup"}`, `Consumer.ClientGroup.SecurityGroupEgress.1 = {"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535}`, false},
	{"client-out", demand.ClientOutbound, "", `Consumer.ClientGroup.SecurityGroupEgress = [{"CidrIp": "10.1.0.0/24", "IpProtocol": "-1"}]`, `Consumer.ClientGroup.SecurityGroupEgress.1 = {"CidrIp": "10.1.1.0/24", "IpProtocol": "6", "FromPort": 443, "ToPort": 443}`, true},
	{"client-out", demand.ClientOutbound, function, `Consumer.ClientGroup.SecurityGroupEgress.0.IpProtocol = "udp"`, `Consumer.ClientGroup.SecurityGroupEgress.0.IpProtocol = "-1"`, false},
	// Network ACLs of the client's subnet, and of the endpoint's.
	{"acl-out", demand.NetworkAcl, clientAcl, `Consumer.AclOut.RuleAction = "deny"`, `Consumer.AclOut.CidrBlock = "192.0.2.0/24"
		Consumer.AclOut2 = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "RuleNumber": 200, "Protocol": 6, "PortRange": {"From": 0, "To": 65535}, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0", "Egress": true}}`, true},
	{"acl-out", demand.NetworkAcl, clientAcl, `Consumer.AclDeny = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "RuleNumber": 1, "Protocol": 6, "PortRange": {"From": 443, "To": 443}, "RuleAction": "deny", "CidrBlock": "10.0.0.0/8", "Egress": true}}`,
		`Consumer.AclDeny.RuleNumber = 101`, true},
	{"acl-back", demand.NetworkAcl, clientAcl, `Consumer.AclIn = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "RuleNumber": 100, "Protocol": 6, "PortRange": {"From": 443, "To": 443}, "RuleAction": "allow", "CidrBlock": "10.1.0.0/16"}}`,
		`Consumer.AclBack = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "RuleNumber": 110, "Protocol": 6, "PortRange": {"From": 1024, "To": 65535}, "RuleAction": "allow", "CidrBlock": "10.1.0.0/16"}}`, true},
	// Into the endpoint.
	{"endpoint-in", demand.EndpointPortClosed, "", `Consumer.Group.SecurityGroupIngress = []`, `Consumer.In = {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Ref": "Group"}, "CidrIp": "10.1.0.0/24", "IpProtocol": "tcp", "FromPort": 1, "ToPort": 1000}}`, false},
	{"endpoint-in", demand.ClientInbound, "", `Consumer.Group.SecurityGroupIngress.0 = {"SourceSecurityGroupId": {"Ref": "Group"}, "IpProtocol": "-1"}`, `Consumer.Client.SecurityGroupIds.1 = {"Ref": "Group"}`, false},
	{"endpoint-in", demand.ClientInbound, function, `Consumer.Group.SecurityGroupIngress = [{"CidrIp": "10.1.1.0/24", "IpProtocol": "-1"}]`, `Consumer.Group.SecurityGroupIngress.1 = {"CidrIp": "10.1.0.0/24", "IpProtocol": "-1"}`, true},
	{"endpoint-in", demand.EndpointPortClosed, datagrams, `Consumer.Group.SecurityGroupIngress.0.IpProtocol = "tcp"`, `Consumer.Group.SecurityGroupIngress.0.IpProtocol = "-1"`, false},
	{"endpoint-in", demand.EndpointPortClosed, six, `Consumer.Group.SecurityGroupIngress = [{"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}]`, `Consumer.Group.SecurityGroupIngress.1 = {"CidrIpv6": "::/0", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}`, false},
	// The service.
	{"permission", demand.PrincipalMissing, "", `Provider.Permissions.AllowedPrincipals = ["arn:aws:iam::999999999999:root"]`, `Provider.Permissions.AllowedPrincipals = ["*"]`, false},
	{"permission", demand.PrincipalMissing, "", `Provider.Permissions = -`, `Provider.Permissions = {"Type": "AWS::EC2::VPCEndpointServicePermissions", "Properties": {"ServiceId": {"Ref": "Service"}, "AllowedPrincipals": ["arn:aws:iam::444455556666:role/cdk"]}}`, false},
	{"zones", demand.ZonesDisjoint, "", `Consumer.SubnetB.AvailabilityZoneId = "use1-az4"`, `Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}]`, false},
	{"zones", demand.ZonesDisjoint, "", `Consumer.SubnetB.AvailabilityZoneId = "use1-az4"`, `Provider.SubnetC = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.2.0/24", "AvailabilityZoneId": "use1-az4"}}
		Provider.Nlb.Subnets.2 = {"Ref": "SubnetC"}
		Provider.ServerGroup.SecurityGroupIngress.1 = {"CidrIp": "10.0.2.0/24", "IpProtocol": "-1"}
		Provider.Nlb.LoadBalancerAttributes = [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]`, false},
	{"listener", demand.ExistingListenerMissing, "", `Provider.Listener.Port = 8443`, `Provider.Listener3 = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Nlb"}, "Port": 443, "Protocol": "TCP_UDP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets"}}]}}
		Provider.Targets.Protocol = "TCP_UDP"`, false},
	{"listener", demand.ExistingListenerMissing, twoNlbs, `Provider.Listener2.Port = 444`, `Provider.Listener2.Port = 443`, true},
	{"listener", demand.ExistingListenerMissing, datagrams, `Provider.Listener.Protocol = "TCP"`, `Provider.Listener.Protocol = "UDP"`, false},
	// Into the load balancer.
	{"load-balancer-in", demand.ExistingLoadBalancerInbound, "", `Provider.Group.SecurityGroupIngress = []`, exempt, false},
	{"load-balancer-in", demand.ClientRangeAdmitted, "", `Provider.Group.SecurityGroupIngress.0.CidrIp = "10.0.0.0/16"`, `Provider.Group.SecurityGroupIngress.0.CidrIp = "10.0.0.0/8"`, false},
	{"load-balancer-in", demand.ClientRangeAdmitted, "", `Provider.Group.SecurityGroupIngress.0 = {"SourceSecurityGroupId": {"Ref": "Group"}, "IpProtocol": "-1"}`, `Provider.Nlb.SecurityGroups = -
		Provider.ServerGroup.SecurityGroupIngress = [{"CidrIp": "0.0.0.0/0", "IpProtocol": "-1"}]`, false},
	{"load-balancer-in", demand.ExistingLoadBalancerInbound, "", `Provider.Group.SecurityGroupIngress.0.ToPort = 80
		Provider.Group.SecurityGroupIngress.0.FromPort = 80`, `Provider.List = {"Type": "AWS::EC2::PrefixList", "Properties": {"Entries": [{"Cidr": "10.1.0.0/24"}, {"Cidr": "10.1.1.0/24"}]}}
		Provider.Group.SecurityGroupIngress.1 = {"SourcePrefixListId": {"Ref": "List"}, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}`, false},
	{"load-balancer-in", demand.ClientRangeAdmitted, six, `Provider.Group.SecurityGroupIngress = [{"CidrIpv6": "2001:db8:2::/56", "IpProtocol": "-1"}]`, `Provider.Group.SecurityGroupIngress = [{"CidrIpv6": "2001:db8::/32", "IpProtocol": "-1"}]`, false},
	{"load-balancer-in", demand.ClientRangeAdmitted, function, `Provider.Group.SecurityGroupIngress.0.CidrIp = "10.1.1.0/24"`, `Provider.Group.SecurityGroupIngress.1 = {"CidrIp": "10.1.0.0/24", "IpProtocol": "-1"}`, true},
	// The targets.
	{"targets", demand.ListenerTargetProtocol, "", `Provider.Targets.Protocol = "TLS"`, `Provider.Targets.Protocol = "TCP_UDP"`, false},
	{"targets", demand.TargetsRequired, scaling, `Provider.Fleet.MaxSize = 0`, `Provider.Fleet.MaxSize = 1`, false},
	{"target-zones", demand.TargetZoneEmpty, "", `Provider.Targets.Targets = [{"Id": {"Ref": "Server"}}]`, `Provider.Targets.TargetGroupAttributes = [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]`, true},
	{"target-zones", demand.TargetZoneEmpty, "", `Provider.Server2.SubnetId = {"Ref": "SubnetA"}`, `Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}]`, true},
	{"target-zones", demand.TargetZoneEmpty, "Provider.Targets.Targets = [{\"Id\": {\"Ref\": \"Server2\"}}]\nConsumer.Endpoint.SubnetIds = [{\"Ref\": \"SubnetB\"}]", `Provider.Server2.SubnetId = {"Ref": "SubnetA"}`, `Provider.Nlb.LoadBalancerAttributes = [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]`, false},
	{"target-zones", demand.TargetZoneEmpty, tasks, `Provider.Nlb.LoadBalancerAttributes = -`, `Provider.Nlb.LoadBalancerAttributes = [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]`, true},
	// Out of the load balancer.
	{"load-balancer-out", demand.ExistingLoadBalancerOutbound, "", `Provider.Out.CidrIp = "10.1.0.0/16"`, `Provider.Out = -`, false},
	{"load-balancer-out", demand.ExistingLoadBalancerOutbound, "", `Provider.Out = {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": {"Ref": "Group"}, "CidrIp": "255.255.255.255/32", "IpProtocol": "icmp", "FromPort": 252, "ToPort": 86}}`,
		`Provider.Out2 = {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": {"Ref": "Group"}, "DestinationSecurityGroupId": {"Ref": "ServerGroup"}, "IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443}}`, false},
	{"load-balancer-out", demand.ExistingLoadBalancerOutbound, "", `Provider.Out.CidrIp = "10.0.0.0/24"`, `Provider.Out.CidrIp = "10.0.0.0/23"`, true},
	{"load-balancer-out", demand.ExistingLoadBalancerOutbound, tasks, `Provider.Tasks.LoadBalancers.0.ContainerPort = 80
		Provider.ServerGroup.SecurityGroupIngress.0.FromPort = 80`, `Provider.Out.FromPort = 80`, false},
	{"health-out", demand.ExistingLoadBalancerOutbound, apart, `Provider.HealthOut = -`, `Provider.Out.ToPort = 9000`, false},
	{"health-out", demand.ExistingLoadBalancerOutbound, datagrams, `Provider.HealthOut.IpProtocol = "udp"`, `Provider.HealthOut.IpProtocol = "6"`, false},
	// Into the targets.
	{"target-in", demand.TargetInbound, "", `Provider.ServerGroup.SecurityGroupIngress = []`, `Provider.ServerIn = {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Ref": "ServerGroup"}, "CidrIp": "10.0.0.0/16", "IpProtocol": "-1"}}`, false},
	{"target-in", demand.TargetInbound, "", `Provider.Targets.Port = 8080
		Provider.Out.FromPort = 8080`, `Provider.Targets.Targets = [{"Id": {"Ref": "Server"}, "Port": 8443}, {"Id": {"Ref": "Server2"}, "Port": 8443}]`, false},
	{"target-in", demand.TargetInbound, exempt, `Provider.ServerGroup.SecurityGroupIngress = [{"CidrIp": "10.0.0.0/24", "IpProtocol": "-1"}]`, `Provider.Nlb.Subnets = [{"Ref": "SubnetA"}]
		Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}]`, true},
	{"target-in", demand.TargetInbound, "Provider.ServerGroup2 = {\"Type\": \"AWS::EC2::SecurityGroup\", \"Properties\": {\"GroupDescription\": \"Second\", \"VpcId\": {\"Ref\": \"Vpc\"}}}", `Provider.Server2.SecurityGroupIds = [{"Ref": "ServerGroup2"}]`,
		`Provider.Server2.SecurityGroupIds.1 = {"Ref": "ServerGroup"}`, true},
	{"target-in", demand.TargetInbound, scaling, `Provider.Launch.LaunchTemplateData.SecurityGroupIds = [{"Ref": "Group"}]`, `Provider.Launch.LaunchTemplateData.SecurityGroupIds.1 = {"Ref": "ServerGroup"}`, false},
	{"target-in", demand.TargetInbound, twoNlbs, `Provider.ServerGroup.SecurityGroupIngress.1.CidrIp = "10.1.0.0/16"`, `Provider.Nlb2 = -
		Provider.Listener2 = -
		Provider.Service.NetworkLoadBalancerArns = [{"Ref": "Nlb"}]`, true},
	{"health-in", demand.TargetInbound, apart, `Provider.ServerGroup.SecurityGroupIngress.1.ToPort = 8999
		Provider.ServerGroup.SecurityGroupIngress.1.FromPort = 8999`, `Provider.Targets.HealthCheckPort = "traffic-port"`, false},
	{"acl-target", demand.NetworkAcl, serverAcl, `Provider.AclIn.CidrBlock = "192.0.2.0/24"`, `Provider.AclIn.CidrBlock = "10.0.0.0/15"`, true},
	{"acl-target", demand.NetworkAcl, serverAcl, `Provider.AclOut = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "RuleNumber": 100, "Protocol": 6, "PortRange": {"From": 443, "To": 443}, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0", "Egress": true}}`, `Provider.AclOfB = -`, true},
	// Behind an Application Load Balancer.
	{"target-in", demand.TargetInbound, albBehind, `Provider.AlbGroup.SecurityGroupIngress.0.SourceSecurityGroupId = {"Ref": "AlbGroup"}`, `Provider.AlbGroup.SecurityGroupIngress.0 = {"CidrIp": "10.0.0.0/16", "IpProtocol": "-1"}`, false},
	{"alb-listener", demand.AlbListener, albBehind + "Provider.Targets.HealthCheckPort = \"8443\"", `Provider.Web.Port = 8080`, `Provider.Web.Port = 8443`, false},
	{"alb-out", demand.ExistingLoadBalancerOutbound, albBehind, `Provider.AlbGroup.SecurityGroupEgress.0.ToPort = 79
		Provider.AlbGroup.SecurityGroupEgress.0.FromPort = 1`, `Provider.AlbGroup.SecurityGroupEgress = []`, false},
	{"alb-target-in", demand.TargetInbound, albBehind, `Provider.ServerGroup.SecurityGroupIngress = [{"SourceSecurityGroupId": {"Ref": "Group"}, "IpProtocol": "-1"}]`, `Provider.ServerGroup.SecurityGroupIngress.1 = {"CidrIp": "10.0.0.0/23", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}`, false},
}

// way is that from the client to the service of a changed system.
func (s system) way(t *testing.T, transport string) *Way {
	t.Helper()
	m := s.model(t)
	way := &Way{Transport: transport, Port: 443}
	for _, e := range m.InterfaceEndpoints() {
		way.Endpoint = e
		if offer := m.Serves(e); offer != nil {
			way.Service = orElse(offer.Service, offer.Resource)
		}
		six, known := m.FamiliesOf(e, nil)
		way.IPv6, way.FamilyUnknown = six[0], !known
	}
	for _, p := range m.Parties() {
		if p.Source.ID == "Client" {
			way.Client = p
		}
	}
	if way.Endpoint == nil || way.Client == nil {
		t.Fatalf("no pair: %+v", way)
	}
	m.Walker().Walk(way)
	return way
}

// states are the hops of a way by their codes.
func (w *Way) states() map[string]State {
	states := map[string]State{}
	for _, h := range w.Hops {
		states[h.Code] = h.State
	}
	return states
}

func (w *Way) told() string {
	var lines strings.Builder
	for _, h := range w.Hops {
		lines.WriteString("\n  " + h.State.String() + " " + h.Code + ": " + h.Why)
	}
	return lines.String()
}

// TestMutations closes each hop of a good way, sees that it alone is closed, and opens it
// again.
func TestMutations(t *testing.T) {
	closed := map[string]bool{}
	for _, c := range mutations {
		t.Run(c.hop, func(t *testing.T) {
			walk := func(changes ...string) *Way {
				s := good(t)
				s.change(t, flowing)
				for _, lines := range changes {
					s.change(t, lines)
				}
				if c.with == datagrams {
					return s.way(t, "udp")
				}
				return s.way(t, "tcp")
			}
			for what, way := range map[string]*Way{"before": walk(c.with), "opened again": walk(c.with, c.closes, c.opens)} {
				for code, state := range way.states() {
					if isInvited := way.isOfResource() && code == "acceptance"; state != Open && !isInvited {
						t.Errorf("%s: %s is %s%s", what, code, state, way.told())
					}
				}
			}
			way := walk(c.with, c.closes)
			m := way.Endpoint.model
			for _, r := range m.Way() {
				for _, f := range m.Judge(r) { // What a rule tells of it is told at a place on the way.
					isOn := func(h Hop) bool {
						return h.At == r || way.Endpoint == r || way.Service == r || slices.Contains(h.Passed, r)
					}
					if f.Demand == c.demand && !slices.ContainsFunc(way.Hops, func(h Hop) bool { return h.Code == c.hop && isOn(h) }) {
						t.Errorf("%s is told at %s, which %s doesn't pass", f.ID, r, c.hop)
					}
				}
			}
			for _, h := range way.Hops {
				switch {
				case h.Code != c.hop && h.State == Blocked:
					t.Errorf("%s closes %s too: %s", c.closes, h.Code, h.Why)
				case h.Code != c.hop:
				case h.State != Blocked || h.Demand != c.demand || h.Partly != c.partly:
					t.Errorf("%s leaves %s %s (partly: %t, %v)%s", c.closes, c.hop, h.State, h.Partly, h.Demand, way.told())
				case h.At == nil || h.Why == "":
					t.Errorf("%s: where, and why? %+v", c.hop, h)
				}
			}
			closed[c.hop] = true
		})
	}
	if len(mutations) < 40 {
		t.Errorf("only %d mutations", len(mutations))
	}
	for _, d := range onWays {
		if !slices.ContainsFunc(mutations, func(c mutation) bool { return c.demand == d }) {
			t.Errorf("nothing breaks %s", d.ID)
		}
	}
	for _, code := range Codes {
		if reason := neverClosed[code]; closed[code] == (reason != "") {
			t.Errorf("%s is closed by a mutation: %t; %s", code, closed[code], reason)
		}
	}
}

// neverClosed are the hops that no template can close, and why, and those that are closed
// as others are.
var neverClosed = map[string]string{
	"route":          "what joins two VPCs isn't looked at",
	"acceptance":     "somebody may accept the endpoint",
	"region":         "AWS refuses it, and TestRegions closes it",
	"acl-service":    "AWS doesn't say whether it applies",
	"alb-targets":    "as targets",
	"alb-health-out": "as health-out",
	"alb-health-in":  "as health-in",
	"alb-acl":        "as acl-target",
}

// replacedLeaves calls try with each value of the resources' properties replaced by one that
// is only known at deploy, one at a time, and with each resource made on a condition. Of
// the resources that are named in changes, if there are any; else of all.
func (s system) replacedLeaves(changes string, try func(what string)) {
	unknown := map[string]any{"Ref": "Unknown"}
	var within func(path string, value any)
	within = func(path string, value any) {
		instead := func(name string, inner any, set func(any)) {
			for _, other := range []any{unknown, map[string]any{"Fn::If": []any{"Unknown", inner, unknown}}} {
				set(other)
				try(path + "." + name)
			}
			set(inner)
			within(path+"."+name, inner)
		}
		switch value := value.(type) {
		case []any:
			for i, inner := range value {
				instead(fmt.Sprint(i), inner, func(other any) { value[i] = other })
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(value)) {
				if inner := value[name]; name != "Ref" && !strings.HasPrefix(name, "Fn::") {
					instead(name, inner, func(other any) { value[name] = other })
				}
			}
		}
	}
	for _, stack := range slices.Sorted(maps.Keys(s)) {
		s[stack]["Parameters"] = map[string]any{"Unknown": map[string]any{"Type": "String"}}
		s[stack]["Conditions"] = map[string]any{"Unknown": map[string]any{"Fn::Equals": []any{map[string]any{"Ref": "Unknown"}, "x"}}}
		resources := s[stack]["Resources"].(map[string]any)
		for _, id := range slices.Sorted(maps.Keys(resources)) {
			if changes != "" && !strings.Contains(changes, stack+"."+id) {
				continue
			}
			resource := resources[id].(map[string]any)
			resource["Condition"] = "Unknown"
			try(stack + "." + id + " on a condition")
			delete(resource, "Condition")
			within(stack+"."+id, resource["Properties"])
		}
	}
}

// TestWaysAreBlind: of what isn't known nothing is blocked, and what was blocked isn't open.
// All values are replaced in the good system, and in the first that a mutation closes each
// hop of; in the others those of the resources that make the difference.
func TestWaysAreBlind(t *testing.T) {
	tried := 0
	seen := map[string]bool{}
	for _, c := range mutations {
		for _, changes := range [][]string{{c.with}, {c.with, c.closes}} {
			if seen[strings.Join(changes, "\n")] {
				continue
			}
			seen[strings.Join(changes, "\n")] = true
			s := good(t)
			s.change(t, flowing)
			for _, lines := range changes {
				s.change(t, lines)
			}
			transport := "tcp"
			if c.with == datagrams {
				transport = "udp"
			}
			before := s.way(t, transport).states()
			about := strings.Join(changes, "\n")
			if first := strings.Join([]string{c.hop, fmt.Sprint(len(changes))}, " "); !seen[first] || strings.TrimSpace(about) == "" {
				seen[first], about = true, ""
			}
			s.replacedLeaves(about, func(what string) {
				tried++
				way := s.way(t, transport)
				for code, state := range way.states() {
					if was, there := before[code]; state != Unknown && state != was && (there || state == Blocked) {
						t.Errorf("%s, with an unknown %s: %s was %s, and is %s%s", changes, what, code, was, state, way.told())
					}
				}
			})
		}
	}
	t.Logf("%d values were replaced", tried)
	if tried < 2000 {
		t.Errorf("only %d values were replaced", tried)
	}
}

// TestAclOfLoadBalancer: whether it applies to PrivateLink traffic isn't known, so it blocks
// nothing that comes from there; what lets everything through doesn't matter.
func TestAclOfLoadBalancer(t *testing.T) {
	for changes, want := range map[string]State{
		"": Open,
		`Provider.AclIn.CidrBlock = "10.0.0.0/16"`:                                               Unknown,
		`Provider.AclOut.CidrBlock = "10.0.0.0/16"`:                                              Unknown,
		"Provider.AclIn.CidrBlock = \"10.0.0.0/15\"\nProvider.AclOut.CidrBlock = \"10.0.0.0/8\"": Open,
	} {
		s := good(t)
		s.change(t, flowing)
		s.change(t, serverAcl)
		s.change(t, changes)
		if way := s.way(t, "tcp"); way.states()["acl-service"] != want {
			t.Errorf("%s: acl-service is not %s%s", changes, want, way.told())
		}
	}
}

// TestClients: whatever sends packets may be a client; of a group, and of a range, it isn't
// known where in the VPC it is, and of a range not which groups it has.
func TestClients(t *testing.T) {
	for _, c := range []struct {
		name, changes string
		unknown       []string
	}{
		{"an instance", "", nil},
		{"an instance by its network interfaces", `
			Consumer.Client = {"Type": "AWS::EC2::Instance", "Properties": {"NetworkInterfaces": [{"DeviceIndex": "0", "SubnetId": {"Ref": "SubnetB"}, "GroupSet": [{"Ref": "ClientGroup"}]}]}}`, nil},
		{"a function", function, nil},
		{"an ECS service", `
			Consumer.Client = {"Type": "AWS::ECS::Service", "Properties": {"NetworkConfiguration": {"AwsvpcConfiguration": {"SecurityGroups": [{"Ref": "ClientGroup"}], "Subnets": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]}}}}`, nil},
		{"an Auto Scaling group", `
			Consumer.Launch = {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"NetworkInterfaces": [{"Groups": [{"Ref": "ClientGroup"}]}]}}}
			Consumer.Client = {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"VPCZoneIdentifier": [{"Ref": "SubnetB"}],
			 "MixedInstancesPolicy": {"LaunchTemplate": {"LaunchTemplateSpecification": {"LaunchTemplateId": {"Ref": "Launch"}, "Version": "1"}}}}}`, nil},
		{"an Auto Scaling group of old", `
			Consumer.Launch = {"Type": "AWS::AutoScaling::LaunchConfiguration", "Properties": {"SecurityGroups": [{"Fn::GetAtt": ["ClientGroup", "GroupId"]}]}}
			Consumer.Client = {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"VPCZoneIdentifier": [{"Ref": "SubnetB"}], "LaunchConfigurationName": {"Ref": "Launch"}}}`, nil},
		{"a function without groups", `Consumer.Client = {"Type": "AWS::Lambda::Function", "Properties": {"VpcConfig": {"SubnetIds": [{"Ref": "SubnetA"}]}}}`, []string{"client-out", "endpoint-in"}},
		{"an ECS service of instances", `Consumer.Client = {"Type": "AWS::ECS::Service", "Properties": {}}`, []string{"route", "family", "client-out", "acl-out", "endpoint-in", "load-balancer-in", "acl-back"}},
		{"an Auto Scaling group of nothing known", `Consumer.Client = {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"VPCZoneIdentifier": [{"Ref": "SubnetB"}], "LaunchTemplate": {"LaunchTemplateId": "lt-1", "Version": "1"}}}`,
			[]string{"client-out", "endpoint-in"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := good(t)
			s.change(t, flowing)
			s.change(t, c.changes)
			way := s.way(t, "tcp")
			for code, state := range way.states() {
				if want := !slices.Contains(c.unknown, code); (state == Open) != want || state == Blocked {
					t.Errorf("%s is %s%s", code, state, way.told())
				}
			}
			s.change(t, `Consumer.ClientGroup.SecurityGroupEgress = [{"CidrIp": "192.0.2.0/24", "IpProtocol": "-1"}]`)
			if state := s.way(t, "tcp").states()["client-out"]; len(c.unknown) == 0 && state != Blocked {
				t.Errorf("client-out is %s without a rule that lets it out", state)
			}
		})
	}
}

// TestRegions: a service is reached from the Regions that it is offered to.
func TestRegions(t *testing.T) {
	const elsewhere = `
		Paris.Vpc = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16"}}
		Paris.SubnetA = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.1.0.0/24", "AvailabilityZoneId": "euw3-az1"}}
		Paris.Client = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Client", "VpcId": {"Ref": "Vpc"}}}
		Paris.Endpoint = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "SubnetA"}], "ServiceRegion": "us-east-1",
		 "ServiceName": {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "ServiceName", "Region": "us-east-1", "RoleArn": "arn:aws:iam::111122223333:role/reader"}}}}
	`
	for changes, want := range map[string]State{
		`Provider.Service.SupportedRegions = ["us-east-1", "eu-west-3"]`:      Open,
		`Provider.Service.SupportedRegions = ["us-east-1"]`:                   Blocked,
		`Provider.Service.SupportedRegions = ["us-east-1", {"Ref": "Given"}]`: Unknown,
	} {
		s := system{"Provider": object(t, provider)}
		s["Provider"]["Parameters"] = map[string]any{"Given": map[string]any{"Type": "String"}}
		s.change(t, elsewhere)
		s.change(t, changes)
		if states := s.way(t, "tcp").states(); states["region"] != want || states["zones"] != Open {
			t.Errorf("%s: %v", changes, states)
		}
	}
}

// TestZoneElsewhere: in most Regions, all zones reach other Regions, whichever it is.
func TestZoneElsewhere(t *testing.T) {
	place := Place{Account: "111122223333", Region: "eu-west-3"}
	m := &Model{}
	for _, zone := range []Zone{{place, "eu-west-3a"}, {place, assembly.Unknown{Reason: "a parameter"}}, {place, "euw3-az1"}} {
		var lacks bool
		if d := m.alone(func() { lacks = m.lacksRemoteAccess(zone) }); d.is || lacks {
			t.Errorf("%v: %v, %v", zone.value, lacks, d)
		}
	}
	place.Region = "us-east-1"
	if d := m.alone(func() { m.lacksRemoteAccess(Zone{place, "us-east-1a"}) }); !d.is {
		t.Error("us-east-1a may be use1-az3")
	}
}

func TestCovered(t *testing.T) {
	for _, c := range []struct {
		of, by      string
		whole, part bool
	}{
		{"10.0.0.0/16", "10.0.0.0/16", true, true},
		{"10.0.0.0/16", "10.0.0.0/8", true, true},
		{"10.0.0.0/16", "10.0.0.0/17", false, true},
		{"10.0.0.0/16", "10.0.0.0/17 10.0.128.0/17", true, true},
		{"10.0.0.0/23", "10.0.0.0/24 10.0.1.0/25 10.0.1.128/25", true, true},
		{"10.0.0.0/16", "10.1.0.0/16", false, false},
		{"10.0.0.1/32", "10.0.0.0/31", true, true},
		{"10.0.0.0/31", "10.0.0.0/32", false, true},
		{"2001:db8::/56", "2001:db8::/57 2001:db8:0:80::/57", true, true},
		{"2001:db8::/56", "10.0.0.0/8", false, false},
		{"10.0.0.0/16", "", false, false},
	} {
		var by []netip.Prefix
		for _, text := range strings.Fields(c.by) {
			by = append(by, netip.MustParsePrefix(text))
		}
		if whole, part := covered(netip.MustParsePrefix(c.of), by); whole != c.whole || part != c.part {
			t.Errorf("%s is covered by %s: %t, %t", c.of, c.by, whole, part)
		}
	}
}

// TestFunctionsOpenHops: what a function surely does for the endpoint is no question any more.
func TestFunctionsOpenHops(t *testing.T) {
	const asks = "Provider.Service.AcceptanceRequired = true\n"
	accepts := func(accounts string) string {
		return accepting + `Provider.Acceptance.Accounts = ` + accounts + "\n"
	}
	for _, c := range []struct {
		hop, changes string
		want         State
	}{
		{"name", ownName, Unknown},
		{"name", ownName + verification, Open},
		{"acceptance", asks, Unknown},
		{"acceptance", asks + accepts(`"111122223333 ACCOUNT"`), Open},
		{"acceptance", asks + accepts(`"111111111111"`), Unknown},
		{"acceptance", asks + accepts(`{"Ref": "Given"}`), Unknown},
	} {
		s := good(t)
		s.change(t, flowing)
		endpoint := s.way(t, "tcp").Endpoint
		s.change(t, strings.ReplaceAll(c.changes, "ACCOUNT", endpoint.Account))
		if state := s.way(t, "tcp").states()[c.hop]; state != c.want {
			t.Errorf("%s is %s with %s", c.hop, state, c.changes)
		}
	}
}
