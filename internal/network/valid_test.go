package network

import (
	"strings"
	"testing"
)

// valid are configurations that AWS takes as they are, though one might think otherwise.
var valid = map[string]string{
	"gateway endpoint":            gateway,
	"gateway endpoint, by type":   gateway + `Consumer.Gateway.VpcEndpointType = "Gateway"`,
	"gateway endpoint, policy":    gateway + `Consumer.Gateway.PolicyDocument = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}`,
	"gateway endpoint, DynamoDB":  gateway + `Consumer.Gateway.ServiceName = "com.amazonaws.us-east-1.dynamodb"`,
	"both endpoints of S3":        s3 + gateway,
	"interface endpoint, policy":  ssm + `Consumer.S3.PolicyDocument = {"Statement": []}`,
	"interface endpoint, Windows": ssm + `Consumer.S3.ServiceName = "com.amazonaws.us-east-1.ec2messages"`,
	"endpoint without groups":     "Consumer.Endpoint.SecurityGroupIds = -",
	"GatewayLoadBalancer service": `
		Provider.Gwlb = {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "gateway", "Subnets": [{"Ref": "SubnetA"}], "LoadBalancerAttributes": [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]}}
		Provider.GwlbListener = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Gwlb"}, "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Firewalls"}}]}}
		Provider.Firewalls = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"VpcId": {"Ref": "Vpc"}, "Port": 6081, "Protocol": "GENEVE", "TargetType": "instance", "HealthCheckPort": "80", "HealthCheckProtocol": "HTTP",
		 "TargetGroupAttributes": [{"Key": "target_failover.on_unhealthy", "Value": "rebalance"}, {"Key": "stickiness.type", "Value": "source_ip_dest_ip"}]}}
		Provider.Inspection = {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"GatewayLoadBalancerArns": [{"Ref": "Gwlb"}], "AcceptanceRequired": false}}
		Provider.In = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "GatewayLoadBalancer", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "SubnetA"}],
		 "ServiceName": {"Fn::Join": ["", ["com.amazonaws.vpce.us-east-1.", {"Ref": "Inspection"}]]}}}`,
	"ALB behind the NLB, as a website": alb + `
		Provider.Web.Protocol = "HTTPS"
		Provider.Web.Certificates = [{"CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1"}]
		Provider.Web.SslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
		Provider.Web.ListenerAttributes = [{"Key": "routing.http.response.server.enabled", "Value": "false"}]
		Provider.Web.DefaultActions = [{"Type": "authenticate-cognito", "Order": 1}, {"Type": "fixed-response", "Order": 2, "FixedResponseConfig": {"StatusCode": "404"}}]
		Provider.Targets.HealthCheckProtocol = "HTTPS"
		Provider.Targets.HealthCheckPath = "/healthz"
		Provider.Targets.Matcher = {"HttpCode": "200-399"}
		Provider.Alb.Type = "application"
		Provider.Alb.Scheme = "internal"
		Provider.Alb.LoadBalancerAttributes = [{"Key": "idle_timeout.timeout_seconds", "Value": "120"}, {"Key": "routing.http2.enabled", "Value": "true"}, {"Key": "health_check_logs.s3.enabled", "Value": "true"}]
		Provider.Redirect = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Alb"}, "Port": 80, "Protocol": "HTTP", "DefaultActions": [{"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301"}}]}}
		Provider.WebTargets.Matcher = {"HttpCode": "200,204"}
		Provider.WebTargets.HealthCheckPath = "/"
		Provider.WebTargets.TargetGroupAttributes = [{"Key": "stickiness.enabled", "Value": "true"}, {"Key": "stickiness.type", "Value": "app_cookie"}, {"Key": "stickiness.app_cookie.cookie_name", "Value": "SESSION"}, {"Key": "load_balancing.algorithm.type", "Value": "least_outstanding_requests"}]
		Provider.Rule = {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Web"}, "Priority": 1, "Conditions": [], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "WebTargets"}}]}}`,
	"ALB behind the NLB, gRPC": alb + `
		Provider.WebTargets.ProtocolVersion = "GRPC"
		Provider.WebTargets.HealthCheckPath = "/AWS.ALB/healthcheck"
		Provider.WebTargets.Matcher = {"GrpcCode": "0-12"}`,
	"ALB behind the NLB, Lambda": alb + `
		Provider.Functions = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "Targets": [{"Id": "arn:aws:lambda:us-east-1:111122223333:function:f"}], "HealthCheckEnabled": true, "HealthCheckPath": "/", "HealthCheckIntervalSeconds": 35,
		 "HealthCheckTimeoutSeconds": 30, "TargetGroupAttributes": [{"Key": "lambda.multi_value_headers.enabled", "Value": "true"}]}}
		Provider.Web.DefaultActions = [{"Type": "forward", "TargetGroupArn": {"Ref": "Functions"}}]`,
	"ALB behind the NLB, Lambda in a rule": alb + `
		Provider.Functions = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "Targets": [{"Id": {"Fn::GetAtt": ["Vpc", "VpcId"]}}]}}
		Provider.Rule = {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Web"}, "Priority": 1, "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Functions"}}]}}`,
	"ALB behind the NLB, weights and many groups": alb + `
		Provider.Web.DefaultActions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "WebTargets"}, "Weight": 0}, {"TargetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/t/1", "Weight": 999}]}}]`,
	"ALB behind the NLB, IPv6 groups": alb + `
		Provider.SubnetA.Ipv6CidrBlock = "2001:db8:0:1::/64"
		Provider.SubnetB.Ipv6CidrBlock = "2001:db8:0:2::/64"
		Provider.Alb.IpAddressType = "dualstack-without-public-ipv4"
		Provider.WebTargets.IpAddressType = "ipv6"
		Provider.WebTargets.Targets = -`,
	"ALB behind the NLB, mutual TLS": alb + `
		Provider.Web.Protocol = "HTTPS"
		Provider.Web.Certificates = [{"CertificateArn": {"Ref": "Certificate"}}]
		Provider.Certificate = {"Type": "AWS::CertificateManager::Certificate", "Properties": {"DomainName": "a.example.com"}}
		Provider.Web.MutualAuthentication = {"Mode": "passthrough"}`,
	"two ports to one ALB, one group each": alb + `
		Provider.Web2 = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Alb"}, "Port": 80, "Protocol": "HTTP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "WebTargets"}}]}}
		Provider.Targets2 = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "DependsOn": "Web2", "Properties": {"VpcId": {"Ref": "Vpc"}, "Port": 80, "Protocol": "TCP", "TargetType": "alb", "Targets": [{"Id": {"Ref": "Alb"}}]}}
		Provider.Targets3 = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "DependsOn": "Web2", "Properties": {"VpcId": {"Ref": "Vpc"}, "Port": 80, "Protocol": "TCP", "TargetType": "alb", "Targets": [{"Id": {"Ref": "Alb"}}]}}
		Provider.Nlb.SecurityGroups = -
		Provider.Listener2 = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Nlb"}, "Port": 80, "Protocol": "TCP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets2"}}]}}
		Provider.Listener3 = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Nlb"}, "Port": 81, "Protocol": "TCP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets3"}}]}}`,
	"ICMP": `
		Provider.Group.SecurityGroupIngress.1 = {"CidrIp": "10.0.0.0/8", "IpProtocol": "icmp", "FromPort": -1, "ToPort": -1}
		Provider.Group.SecurityGroupIngress.2 = {"CidrIp": "10.0.0.0/8", "IpProtocol": "icmp", "FromPort": 8, "ToPort": -1}
		Provider.Group.SecurityGroupIngress.3 = {"CidrIpv6": "::/0", "IpProtocol": "58", "FromPort": -1, "ToPort": -1}
		Provider.Group.SecurityGroupIngress.4 = {"CidrIpv6": "::/0", "IpProtocol": "icmpv6"}
		Provider.Group.SecurityGroupIngress.5 = {"CidrIp": "10.0.0.0/8", "IpProtocol": 50}`,
	"the CDK's rule that lets nothing out beside": `
		Consumer.Group.SecurityGroupEgress = [{"CidrIp": "255.255.255.255/32", "IpProtocol": "icmp", "FromPort": 252, "ToPort": 86, "Description": "Disallow all traffic"}]`,
	"the CDK's rule that lets all out": `
		Consumer.Group.SecurityGroupEgress = [{"CidrIp": "0.0.0.0/0", "IpProtocol": "-1", "Description": "Allow all outbound traffic by default"}]`,
	"all traffic, with ports":   `Provider.Group.SecurityGroupIngress.1 = {"CidrIp": "0.0.0.0/0", "IpProtocol": "-1", "FromPort": 0, "ToPort": 65535}`,
	"ports as texts":            `Provider.Group.SecurityGroupIngress.0 = {"CidrIp": "10.1.0.0/16", "IpProtocol": "6", "FromPort": "443", "ToPort": "443"}`,
	"prefix lists":              `Consumer.Group.SecurityGroupIngress.0 = {"SourcePrefixListId": "pl-1", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}`,
	"a prefix list of the app":  "Consumer.List = {\"Type\": \"AWS::EC2::PrefixList\", \"Properties\": {}}\nConsumer.Group.SecurityGroupIngress.0 = {\"SourcePrefixListId\": {\"Ref\": \"List\"}, \"IpProtocol\": \"tcp\", \"FromPort\": 443, \"ToPort\": 443}",
	"a group that names itself": clientGroup + `Consumer.In.SourceSecurityGroupId = {"Fn::GetAtt": ["Group", "GroupId"]}`,
	"a group of another account": clientGroup + `
		Consumer.In.SourceSecurityGroupId = "sg-1"
		Consumer.In.SourceSecurityGroupOwnerId = "777788889999"`,
	"two rules that differ in their ports": clientGroup + `
		Consumer.In.CidrIp = "10.1.0.0/16"
		Consumer.In.FromPort = 80`,
	"the same rule inward and outward": `Provider.Out2 = {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": {"Ref": "Group"}, "CidrIp": "10.1.0.0/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}}`,
	"a group's name in two VPCs": otherConsumerVpc + `
		Consumer.Group.GroupName = "orders"
		Consumer.Group2.GroupName = "orders"
		Consumer.Endpoint2 = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "VpcId": {"Ref": "Vpc2"}, "SubnetIds": [{"Ref": "Subnet2"}], "SecurityGroupIds": [{"Ref": "Group2"}], "ServiceName": "com.amazonaws.us-east-1.ssm", "PrivateDnsEnabled": true}}`,
	"weighted records": plainRecord + `
		Consumer.Record.SetIdentifier = "a"
		Consumer.Record.Weight = 1
		Consumer.Record2.SetIdentifier = "b"
		Consumer.Record2.Weight = 0`,
	"A and AAAA, and a TXT": plainRecord + `
		Consumer.Record2.Type = "TXT"
		Consumer.Record2.ResourceRecords = ["\"one\" \"two\"", {"Fn::Sub": "\"${AWS::Region}\""}]`,
	"a public and a private zone of one name": `
		Consumer.Public = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "orders.internal"}}
		Consumer.PublicRecord = {"Type": "AWS::Route53::RecordSet", "Properties": {"HostedZoneId": {"Ref": "Public"}, "Name": "api.orders.internal", "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Fn::Select": [1, {"Fn::Split": [":", {"Fn::Select": [0, {"Fn::GetAtt": ["Endpoint", "DnsEntries"]}]}]}]}]}}`,
	"a zone of the apex":          `Consumer.Record.Name = "orders.internal."`,
	"a wildcard record":           `Consumer.Record.Name = "*.orders.internal"`,
	"a wildcard as Route 53's":    `Consumer.Record.Name = "\\052.orders.internal"`,
	"a record by its zone's name": "Consumer.Record.HostedZoneId = -\nConsumer.Record.HostedZoneName = \"orders.internal.\"",
	"zones nested in one another": nestedZone + otherRecord,
	"one zone's name in two VPCs": otherConsumerVpc + nestedZone + `Consumer.Nested.Name = "orders.internal"` + "\n" + `Consumer.Nested.VPCs.0.VPCId = {"Ref": "Vpc2"}`,
	"a zone of a VPC of any Region": "Consumer.Zone.VPCs.1 = {\"VPCId\": {\"Fn::GetStackOutput\": {\"StackName\": \"Paris\", \"OutputName\": \"Vpc\", \"Region\": \"eu-west-3\"}}, \"VPCRegion\": \"eu-west-3\"}" + `
		Paris.Vpc = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.3.0.0/16", "EnableDnsHostnames": true}}
		Paris.!Outputs.Vpc = {"Value": {"Ref": "Vpc"}}`,
	"subnets shared by RAM": `
		Provider.!Outputs.Shared = {"Value": {"Ref": "SubnetA"}}
		Provider.!Outputs.Vpc = {"Value": {"Ref": "Vpc"}}
		Consumer.Endpoint.VpcId = {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "Vpc", "RoleArn": "arn:aws:iam::111122223333:role/r"}}
		Consumer.Endpoint.SubnetIds = [{"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "Shared", "RoleArn": "arn:aws:iam::111122223333:role/r"}}]
		Consumer.Group.VpcId = {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "Vpc", "RoleArn": "arn:aws:iam::111122223333:role/r"}}
		Provider.Group.SecurityGroupIngress.0.CidrIp = "10.0.0.0/15"`,
	"zones by Fn::GetAZs": `
		Consumer.SubnetA.AvailabilityZoneId = -
		Consumer.SubnetB.AvailabilityZoneId = -
		Consumer.SubnetA.AvailabilityZone = {"Fn::Select": [0, {"Fn::GetAZs": ""}]}
		Consumer.SubnetB.AvailabilityZone = {"Fn::Select": [1, {"Fn::GetAZs": {"Ref": "AWS::Region"}}]}`,
	"zones that AWS chooses":     "Consumer.SubnetA.AvailabilityZoneId = -\nConsumer.SubnetB.AvailabilityZoneId = -",
	"a zone by name, one by ID":  "Provider.SubnetA.AvailabilityZoneId = -\nProvider.SubnetA.AvailabilityZone = \"us-east-1a\"",
	"ranges by Fn::Cidr":         `Consumer.SubnetA.CidrBlock = {"Fn::Select": [0, {"Fn::Cidr": [{"Fn::GetAtt": ["Vpc", "CidrBlock"]}, 4, 8]}]}`,
	"a VPC of an IPAM pool":      "Consumer.Vpc.CidrBlock = -\nConsumer.Vpc.Ipv4IpamPoolId = \"ipam-pool-1\"\nConsumer.Vpc.Ipv4NetmaskLength = 16",
	"a provider of an IPAM pool": "Provider.Vpc.CidrBlock = -\nProvider.Vpc.Ipv4IpamPoolId = \"ipam-pool-1\"",
	"IPv6 alone": dualStack + `
		Provider.Service.SupportedIpAddressTypes = ["ipv4", "ipv6"]
		Consumer.SubnetA.CidrBlock = -
		Consumer.SubnetA.Ipv6Native = true
		Consumer.SubnetA.Ipv6CidrBlock = "2001:db8:1:1::/64"
		Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}]
		Consumer.Endpoint.IpAddressType = "ipv6"
		Consumer.Endpoint.DnsOptions = {"DnsRecordIpType": "ipv6"}
		Consumer.Group.SecurityGroupIngress.0 = {"CidrIpv6": "::/0", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
		Provider.Group.SecurityGroupIngress.1 = {"CidrIpv6": "::/0", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}`,
	"both families, ranges by resources": dualStack + `
		Provider.SubnetA.Ipv6CidrBlock = -
		Provider.Six = {"Type": "AWS::EC2::SubnetCidrBlock", "Properties": {"SubnetId": {"Ref": "SubnetA"}, "Ipv6CidrBlock": "2001:db8:0:1::/64"}}
		Provider.Service.SupportedIpAddressTypes = ["ipv4", "ipv6"]
		Consumer.SubnetA.Ipv6CidrBlock = {"Fn::Select": [0, {"Fn::Cidr": [{"Fn::Select": [0, {"Fn::GetAtt": ["Vpc", "Ipv6CidrBlocks"]}]}, 2, "64"]}]}
		Consumer.SubnetB.Ipv6CidrBlock = {"Fn::Select": [1, {"Fn::Cidr": [{"Fn::Select": [0, {"Fn::GetAtt": ["Vpc", "Ipv6CidrBlocks"]}]}, 2, "64"]}]}
		Consumer.Endpoint.IpAddressType = "dualstack"
		Consumer.Endpoint.DnsOptions = {"DnsRecordIpType": "service-defined"}`,
	"an IPv6-only service": dualStack + `
		Provider.Service.SupportedIpAddressTypes = ["ipv6"]
		Consumer.SubnetA.CidrBlock = -
		Consumer.SubnetA.Ipv6Native = true
		Consumer.SubnetA.Ipv6CidrBlock = "2001:db8:1:1::/64"
		Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}]
		Consumer.Endpoint.IpAddressType = "ipv6"
		Consumer.Group.SecurityGroupIngress.0 = {"CidrIpv6": "::/0", "IpProtocol": "-1"}
		Provider.Group.SecurityGroupIngress.1 = {"CidrIpv6": "::/0", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}`,
	"one of AWS's services, both families": ssm + `
		Consumer.SubnetA.Ipv6CidrBlock = "2001:db8:1:1::/64"
		Consumer.S3.IpAddressType = "dualstack"
		Consumer.S3.DnsOptions = {"DnsRecordIpType": "dualstack"}`,
	"conditions": `
		Consumer.!Resources.Endpoint.Condition = "Open"
		Consumer.!Resources.Record.Condition = "Open"`,
	"conditions that don't hold": `
		Consumer.!Resources.Group.Condition = "Open"
		Consumer.Endpoint.SecurityGroupIds = [{"Fn::If": ["Open", {"Ref": "Group"}, "sg-1"]}]`,
	"properties by a condition": `
		Consumer.Endpoint.PrivateDnsEnabled = {"Fn::If": ["Open", true, false]}
		Consumer.Endpoint.SubnetIds = {"Fn::If": ["Open", [{"Ref": "SubnetA"}], {"Ref": "AWS::NoValue"}]}
		Consumer.Endpoint.SecurityGroupIds = {"Fn::If": ["Open", [{"Ref": "Group"}], {"Ref": "AWS::NoValue"}]}`,
	"rules by a condition": `
		Consumer.Group.SecurityGroupIngress = [{"Fn::If": ["Open", {"CidrIp": "10.1.0.0/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}, {"Ref": "AWS::NoValue"}]}]
		Provider.!Parameters.Given = {"Type": "String"}
		Provider.!Conditions.Open = {"Fn::Equals": [{"Ref": "Given"}, "yes"]}
		Provider.Group.SecurityGroupIngress = [{"Fn::If": ["Open", {"CidrIp": "10.2.0.0/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}, {"CidrIp": "10.1.0.0/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}]}]
		Provider.Nlb.LoadBalancerAttributes = [{"Fn::If": ["Open", {"Key": "a", "Value": "b"}, {"Ref": "AWS::NoValue"}]}]
		Provider.Targets.Targets = [{"Fn::If": ["Open", {"Id": "10.0.0.10"}, {"Id": "10.0.1.10"}]}]
		Provider.Service.Tags = [{"Fn::If": ["Open", {"Key": "a", "Value": "b"}, {"Ref": "AWS::NoValue"}]}]
		Provider.Listener.Certificates = {"Fn::If": ["Open", [{"CertificateArn": "a"}], {"Ref": "AWS::NoValue"}]}`,
	"imports of StackSets": `
		Consumer.Endpoint.VpcId = {"Fn::ImportValue": {"Fn::Sub": "${AWS::Region}-vpc"}}
		Consumer.Endpoint.SubnetIds = {"Fn::Split": [",", {"Fn::ImportValue": "subnets"}]}
		Consumer.Endpoint.SecurityGroupIds = [{"Fn::ImportValue": "group"}]
		Consumer.Zone.VPCs.0.VPCId = {"Fn::ImportValue": "vpc"}`,
	"values of SSM": `
		Consumer.Endpoint.VpcId = "{{resolve:ssm:/network/vpc}}"
		Consumer.Endpoint.SubnetIds = {"Fn::Split": [",", "{{resolve:ssm:/network/subnets}}"]}
		Consumer.Endpoint.ServiceName = "{{resolve:ssm:/orders/service}}"`,
	"endpoint of a resource": `
		Consumer.Resource = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Resource", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "SubnetA"}], "SecurityGroupIds": [{"Ref": "Group"}], "PrivateDnsEnabled": true,
		 "ResourceConfigurationArn": "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-1", "DnsOptions": {"PrivateDnsPreference": "VERIFIED_DOMAINS_ONLY"}}}
		Consumer.Network = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "ServiceNetwork", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "SubnetA"}], "SecurityGroupIds": [{"Ref": "Group"}], "PrivateDnsEnabled": true,
		 "ServiceNetworkArn": {"Fn::GetAtt": ["Mesh", "Arn"]}, "DnsOptions": {"PrivateDnsPreference": "SPECIFIED_DOMAINS_ONLY", "PrivateDnsSpecifiedDomains": ["a.example.com"]}}}
		Consumer.Mesh = {"Type": "AWS::VpcLattice::ServiceNetwork", "Properties": {}}`,
	"an internet-facing load balancer": `
		Provider.Nlb.Scheme = "internet-facing"
		Provider.Nlb.Subnets = -
		Provider.Nlb.SubnetMappings = [{"SubnetId": {"Ref": "SubnetA"}, "AllocationId": "eipalloc-1"}, {"SubnetId": {"Ref": "SubnetB"}, "AllocationId": "eipalloc-2"}]`,
	"two load balancers, one a zone": `
		Provider.Nlb2 = {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Subnets": [{"Ref": "SubnetB"}]}}
		Provider.Nlb.Subnets = [{"Ref": "SubnetA"}]
		Provider.Service.NetworkLoadBalancerArns.1 = {"Ref": "Nlb2"}` + listener2 + targets2,
	"own service in the same account": `
		Provider.Own = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "SubnetA"}], "SecurityGroupIds": ["sg-1"], "ServiceName": {"Fn::Sub": "com.amazonaws.vpce.${AWS::Region}.${Service}"}}}
		Provider.Group.SecurityGroupIngress.0.CidrIp = "10.0.0.0/15"`,
	"principals of all kinds": `
		Provider.Permissions.AllowedPrincipals = ["*", "arn:aws:iam::444455556666:role/a", "arn:aws:iam::444455556666:user/a", "arn:aws-us-gov:iam::444455556666:root", "aoss.amazonaws.com"]`,
	"principals by the account of a stack": `Provider.Permissions.AllowedPrincipals = [{"Fn::Sub": "arn:${AWS::Partition}:iam::444455556666:root"}]`,
	"principals by a parameter":            "Provider.!Parameters.Given = {\"Type\": \"CommaDelimitedList\"}\nProvider.Permissions.AllowedPrincipals = {\"Ref\": \"Given\"}",
	"other Regions": paris + `
		Provider.Service.SupportedRegions = ["us-east-1", "eu-west-3"]`,
	"QUIC":                     quic,
	"UDP and TCP on one port":  `Provider.Listener.Protocol = "TCP_UDP"` + "\nProvider.Targets.Protocol = \"TCP_UDP\"\nProvider.Nlb.SecurityGroups = -",
	"TLS to TLS":               tls + `Provider.Targets.Protocol = "TLS"`,
	"more certificates":        tls + `Provider.More = {"Type": "AWS::ElasticLoadBalancingV2::ListenerCertificate", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Certificates": [{"CertificateArn": "arn:aws:iam::111122223333:server-certificate/a"}]}}`,
	"unknown attributes":       `Provider.Nlb.LoadBalancerAttributes = [{"Key": "of.the.future", "Value": "x"}]` + "\nProvider.Targets.TargetGroupAttributes = [{\"Key\": \"of.the.future\", \"Value\": \"x\"}]\nProvider.Listener.ListenerAttributes = [{\"Key\": \"of.the.future\", \"Value\": \"x\"}]",
	"tags of a map":            `Provider.Contract = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/orders", "Type": "String", "Value": {"Ref": "Service"}, "Tags": {"aws": "x", "team": "y"}}}`,
	"an ECS service":           ecs,
	"an ECS service, by name":  ecs + `Provider.Tasks.TaskDefinition = "web:1"`,
	"an ECS service, host":     ecs + "Provider.Task.NetworkMode = \"bridge\"\nProvider.Targets.TargetType = \"instance\"",
	"an ECS service, any port": ecs + "Provider.Task.ContainerDefinitions.0.PortMappings.1 = {\"ContainerPort\": 80, \"HostPort\": 0}",
	"an Auto Scaling group": `
		Provider.Targets.TargetType = "instance"
		Provider.Targets.Targets = -
		Provider.Group2 = {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"MinSize": "1", "MaxSize": "2", "VPCZoneIdentifier": [{"Ref": "SubnetA"}], "TargetGroupARNs": [{"Ref": "Targets"}]}}`,
	"one target on two ports": `Provider.Targets.Targets = [{"Id": "10.0.0.10", "Port": 80}, {"Id": "10.0.0.10", "Port": 81}, {"Id": "10.0.1.10"}]`,
	"logs":                    logs + tls,
	"logs to a bucket by name": tls + `Provider.Nlb.LoadBalancerAttributes = [{"Key": "access_logs.s3.enabled", "Value": "true"}, {"Key": "access_logs.s3.bucket", "Value": "logs"}]
		Provider.Bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "logs"}}`,
	"notifications":           notified,
	"a macro":                 "Consumer.!Transform = \"Macro\"\nConsumer.Endpoint.SubnetIds = -",
	"stacks without a place":  "Anywhere.Service = {\"Type\": \"AWS::EC2::VPCEndpoint\", \"Properties\": {\"VpcEndpointType\": \"Interface\", \"VpcId\": \"vpc-1\", \"SubnetIds\": [\"subnet-1\"], \"ServiceName\": {\"Fn::Sub\": \"com.amazonaws.${AWS::Region}.ssm\"}}}",
	"two endpoints, two VPCs": otherConsumerVpc + ssm + `Consumer.Ssm2 = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "VpcId": {"Ref": "Vpc2"}, "SubnetIds": [{"Ref": "Subnet2"}], "ServiceName": "com.amazonaws.us-east-1.ssm", "PrivateDnsEnabled": true}}`,
	"an address of the VPC, no subnet, zone all": `Provider.Targets.Targets = [{"Id": "10.0.200.5", "AvailabilityZone": "all"}]`,

	// What is chosen at deploy is certain of nothing.
	"service name by condition: own or given": `
		Consumer.Endpoint.ServiceName = {"Fn::If": ["Open", {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "ServiceName", "RoleArn": "arn:aws:iam::111122223333:role/reader"}}, {"Ref": "Given"}]}
		Consumer.Endpoint.PrivateDnsEnabled = true`,
	"one of two services by index": `
		Provider.Service2 = {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": ["arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/a/50dc6c495c0c9188"], "AcceptanceRequired": false}}
		Provider.!Outputs.Name2 = {"Value": {"Fn::Join": ["", ["com.amazonaws.vpce.us-east-1.", {"Ref": "Service2"}]]}}
		Provider.Permissions.ServiceId = {"Ref": "Service2"}
		Consumer.Endpoint.ServiceName = {"Fn::Select": [{"Ref": "Given"}, [
		 {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "ServiceName", "RoleArn": "arn:aws:iam::111122223333:role/reader"}},
		 {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "Name2", "RoleArn": "arn:aws:iam::111122223333:role/reader"}}]]}`,

	// Lists that are one value, or have elements that may be nothing.
	"certificate by condition": tls + `
		Provider.!Parameters.Given = {"Type": "String"}
		Provider.!Conditions.Open = {"Fn::Equals": [{"Ref": "Given"}, "yes"]}
		Provider.Listener.Certificates = [{"Fn::If": ["Open", {"CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1"}, {"Ref": "AWS::NoValue"}]}, {"Fn::If": ["Open", {"Ref": "AWS::NoValue"}, {"CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/2"}]}]`,
	"ALB's subnets of a custom resource": alb + `
		Provider.Lookup = {"Type": "Custom::Network", "Properties": {}}
		Provider.Alb.Subnets = {"Fn::GetAtt": ["Lookup", "SubnetIds"]}`,
	"capacity, subnets of a custom resource": `
		Provider.Lookup = {"Type": "Custom::Network", "Properties": {}}
		Provider.Nlb.MinimumLoadBalancerCapacity = {"CapacityUnits": 90000}
		Provider.Nlb.Subnets = {"Fn::GetAtt": ["Lookup", "SubnetIds"]}`,
	"ECS target groups by condition": ecs + `
		Provider.!Parameters.Given = {"Type": "String"}
		Provider.!Conditions.Open = {"Fn::Equals": [{"Ref": "Given"}, "yes"]}
		Provider.Tasks.LoadBalancers.1 = {"Fn::If": ["Open", {"TargetGroupArn": "arn:a"}, {"Ref": "AWS::NoValue"}]}
		Provider.Tasks.LoadBalancers.2 = {"Fn::If": ["Open", {"TargetGroupArn": "arn:b"}, {"Ref": "AWS::NoValue"}]}
		Provider.Tasks.LoadBalancers.3 = {"Fn::If": ["Open", {"TargetGroupArn": "arn:c"}, {"Ref": "AWS::NoValue"}]}
		Provider.Tasks.LoadBalancers.4 = {"Fn::If": ["Open", {"Ref": "AWS::NoValue"}, {"TargetGroupArn": "arn:d"}]}
		Provider.Tasks.LoadBalancers.5 = {"Fn::If": ["Open", {"Ref": "AWS::NoValue"}, {"TargetGroupArn": "arn:e"}]}`,
	"ALB target by condition": alb + `
		Provider.!Parameters.Given = {"Type": "String"}
		Provider.!Conditions.Open = {"Fn::Equals": [{"Ref": "Given"}, "yes"]}
		Provider.Targets.Targets = [{"Fn::If": ["Open", {"Id": {"Ref": "Alb"}}, {"Ref": "AWS::NoValue"}]}, {"Fn::If": ["Open", {"Ref": "AWS::NoValue"}, {"Id": "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/a/1"}]}]`,
	"listener's groups by condition": `
		Provider.!Parameters.Given = {"Type": "String"}
		Provider.!Conditions.Open = {"Fn::Equals": [{"Ref": "Given"}, "yes"]}
		Provider.Listener.DefaultActions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": [
		 {"TargetGroupArn": {"Ref": "Targets"}},
		 {"Fn::If": ["Open", {"TargetGroupArn": "arn:a"}, {"Ref": "AWS::NoValue"}]}, {"Fn::If": ["Open", {"TargetGroupArn": "arn:b"}, {"Ref": "AWS::NoValue"}]}, {"Fn::If": ["Open", {"TargetGroupArn": "arn:c"}, {"Ref": "AWS::NoValue"}]},
		 {"Fn::If": ["Open", {"Ref": "AWS::NoValue"}, {"TargetGroupArn": "arn:d"}]}, {"Fn::If": ["Open", {"Ref": "AWS::NoValue"}, {"TargetGroupArn": "arn:e"}]}]}}]`,

	// What AWS documents, and what others may add to resources that are handed to them.
	"range that AWS canonicalizes, inline":     `Provider.Group.SecurityGroupIngress.0.CidrIp = "10.1.0.18/16"`,
	"range that AWS canonicalizes, standalone": `Provider.Out.CidrIp = "10.0.0.5/16"`,
	"ALB's capacity":                           alb + `Provider.Alb.MinimumLoadBalancerCapacity = {"CapacityUnits": 500}`,
	"ALB's logs, ELB's account": alb + `
		Provider.Bucket = {"Type": "AWS::S3::Bucket", "Properties": {}}
		Provider.Policy = {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::127311923021:root"}, "Action": "s3:PutObject", "Resource": "*"}]}}}
		Provider.Alb.LoadBalancerAttributes = [{"Key": "access_logs.s3.enabled", "Value": "true"}, {"Key": "access_logs.s3.bucket", "Value": {"Ref": "Bucket"}}]`,
	"ALB's logs, logdelivery": alb + `
		Provider.Bucket = {"Type": "AWS::S3::Bucket", "Properties": {}}
		Provider.Policy = {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "*"}]}}}
		Provider.Alb.LoadBalancerAttributes = [{"Key": "access_logs.s3.enabled", "Value": "true"}, {"Key": "access_logs.s3.bucket", "Value": {"Ref": "Bucket"}}]`,
	"NLB's logs, everyone may write": tls + `
		Provider.Bucket = {"Type": "AWS::S3::Bucket", "Properties": {}}
		Provider.Policy = {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}}}
		Provider.Nlb.LoadBalancerAttributes = [{"Key": "access_logs.s3.enabled", "Value": "true"}, {"Key": "access_logs.s3.bucket", "Value": {"Ref": "Bucket"}}]`,
	"ALB in a Local Zone": alb + `
		Provider.SubnetA.AvailabilityZoneId = -
		Provider.SubnetA.AvailabilityZone = "us-east-1-bos-1a"
		Provider.Alb.Subnets = [{"Ref": "SubnetA"}]`,
	"ALB on an Outpost": alb + `
		Provider.SubnetA.OutpostArn = "arn:aws:outposts:us-east-1:111122223333:outpost/op-1"
		Provider.Alb.Subnets = [{"Ref": "SubnetA"}]`,
	"ALB group's health of groups":  alb + `Provider.Targets.TargetGroupAttributes = [{"Key": "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "Value": "1"}, {"Key": "target_group_health.dns_failover.minimum_healthy_targets.count", "Value": "1"}]`,
	"ALB group's unknown attribute": alb + `Provider.Targets.TargetGroupAttributes = [{"Key": "of.the.future", "Value": "x"}]`,
	"Lambda's health check, default interval": alb + `
		Provider.Functions = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "HealthCheckEnabled": true, "HealthCheckTimeoutSeconds": 33}}
		Provider.Web.DefaultActions = [{"Type": "forward", "TargetGroupArn": {"Ref": "Functions"}}]`,
	"record's name with characters of Route 53": plainRecord + `Consumer.Record.Name = "a/b.orders.internal"`,
	"record's name with an escape":              `Consumer.Record.Name = "a\\100b.orders.internal"`,
	"zone's name of a delegation":               "Consumer.Zone.Name = \"0/25.2.0.192.in-addr.arpa\"\nConsumer.Record.Name = \"5.0/25.2.0.192.in-addr.arpa\"",
	"group's name in the default VPC and another": `
		Consumer.Group.GroupName = "orders"
		Consumer.Default = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "x", "GroupName": "orders"}}
		Consumer.In = {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Ref": "Group"}, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "SourceSecurityGroupId": "sg-1"}}`,
	"clients on premises": `
		Provider.Group.SecurityGroupIngress.0.CidrIp = "192.168.0.0/16"
		Consumer.Group.SecurityGroupIngress.0.CidrIp = "192.168.0.0/16"`,
	"clients of a joined VPC": `
		Provider.Group.SecurityGroupIngress.0.CidrIp = "10.9.0.0/16"
		Consumer.Group.SecurityGroupIngress.0.CidrIp = "10.9.0.0/16"
		Consumer.Attach = {"Type": "AWS::EC2::TransitGatewayVpcAttachment", "Properties": {"VpcId": {"Ref": "Vpc"}, "TransitGatewayId": "tgw-1", "SubnetIds": [{"Ref": "SubnetA"}]}}`,
	"private name by the CDK's VpcEndpointServiceDomainName": `
		Provider.Domain = {"Type": "Custom::AWS", "Properties": {"Update": {"Fn::Join": ["", ["{\"service\":\"EC2\",\"action\":\"modifyVpcEndpointServiceConfiguration\",\"parameters\":{\"ServiceId\":\"", {"Ref": "Service"}, "\",\"PrivateDnsName\":\"orders.example.com\"}}"]]}}}
		Consumer.Endpoint.PrivateDnsEnabled = true`,
	"properties by Fn::Transform": `
		Provider.Nlb.Subnets = -
		Provider.Nlb.Fn::Transform = {"Name": "AWS::Include", "Parameters": {"Location": "s3://b/f.yaml"}}`,
	"groups of VPCs that Cloud WAN joins": otherConsumerVpc + clientGroup + `
		Consumer.In.SourceSecurityGroupId = {"Ref": "Group2"}
		Consumer.Wan = {"Type": "AWS::NetworkManager::VpcAttachment", "Properties": {"CoreNetworkId": "c", "VpcArn": "a", "SubnetArns": ["s"], "Options": {"SecurityGroupReferencingSupport": true}}}`,
	"interface endpoint by IPv6-only subnets, no family": dualStack + `
		Provider.Service.SupportedIpAddressTypes = ["ipv6"]
		Consumer.SubnetA.CidrBlock = -
		Consumer.SubnetA.Ipv6Native = true
		Consumer.SubnetA.Ipv6CidrBlock = "2001:db8:1:1::/64"
		Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}]
		Consumer.Group.SecurityGroupIngress.0 = {"CidrIpv6": "::/0", "IpProtocol": "-1"}
		Provider.Group.SecurityGroupIngress.1 = {"CidrIpv6": "::/0", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}`,
	"loop over properties": `
		Provider.Nlb.Subnets = -
		Provider.Nlb.Fn::ForEach::P = ["P", ["Subnets"], {"${P}": ["subnet-1", "subnet-2"]}]`,
	"DynamoDB with private names": ssm + `Consumer.S3.ServiceName = "com.amazonaws.us-east-1.dynamodb"`,
	"a gateway endpoint with families": gateway + `
		Consumer.Gateway.IpAddressType = "ipv4"
		Consumer.Gateway.DnsOptions = {"DnsRecordIpType": "service-defined"}`,
	"a service's name with capitals": `Provider.Service.PrivateDnsName = "Orders.Example.com"`,
	"a rule of another stack by a custom resource": `
		Provider.Group.SecurityGroupIngress = -
		Provider.Custom = {"Type": "Custom::Rule", "Properties": {"GroupId": {"Ref": "Group"}}}`,
	"an ECS port range": ecs + `Provider.Task.ContainerDefinitions.0.PortMappings = [{"ContainerPortRange": "8000-9000"}]`,
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
	"middle wildcards":                                      `Consumer.Record.Name = "a.*.orders.internal"`,
	"hyphen at a label's end":                               `Consumer.Record.Name = "a-.orders.internal"`,
	"capacity that isn't a multiple":                        `Provider.Nlb.MinimumLoadBalancerCapacity = {"CapacityUnits": 5501}`,
	"certificates beyond a quota that can be raised":        tls + copies(`Provider.More# = {"Type": "AWS::ElasticLoadBalancingV2::ListenerCertificate", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Certificates": [{"CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/#"}]}}`, 26),
	"listeners of an ALB beyond a quota that can be raised": alb + copies(`Provider.Web# = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Alb"}, "Port": 90#, "Protocol": "HTTP", "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}]}}`, 52),
	"an organizational unit":                                `Provider.Permissions.AllowedPrincipals = ["arn:aws:organizations::777788889999:ou/o-abcdefghij/ou-ab12-abcdefgh"]`,
	"a more specific zone that holds the name by a RecordSetGroup": `
		Consumer.Nested = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "api.orders.internal", "VPCs": [{"VPCId": {"Ref": "Vpc"}, "VPCRegion": "us-east-1"}]}}
		Consumer.Records = {"Type": "AWS::Route53::RecordSetGroup", "Properties": {"HostedZoneId": {"Ref": "Nested"}, "RecordSets": [{"Name": "api.orders.internal", "Type": "A", "TTL": "60", "ResourceRecords": ["10.1.0.5"]}]}}`,
	"a more specific zone that another program fills": `
		Consumer.Nested = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "api.orders.internal", "VPCs": [{"VPCId": {"Ref": "Vpc"}, "VPCRegion": "us-east-1"}]}}
		Consumer.Filler = {"Type": "Custom::ExternalDns", "Properties": {"Zone": {"Ref": "Nested"}}}`,
	"an endpoint policy below the limit, with &": ssm + `Consumer.S3.PolicyDocument = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "` + strings.Repeat("&", 5000) + `"}]}`,
	"peering of another app": otherConsumerVpc + clientGroup + `
		Consumer.In.SourceSecurityGroupId = {"Ref": "Group2"}
		Consumer.Route = {"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": "rtb-1", "DestinationCidrBlock": "10.8.0.0/16", "VpcPeeringConnectionId": "pcx-1"}}`,
	"DNS attributes by a custom resource": ssm + `
		Consumer.Vpc.EnableDnsHostnames = -
		Consumer.Attributes = {"Type": "Custom::AWS", "Properties": {"Create": {"Fn::Join": ["", ["{\"action\":\"modifyVpcAttribute\",\"VpcId\":\"", {"Ref": "Vpc"}, "\"}"]]}}}`,
	"other Regions by a custom resource": paris + `
		Provider.Regions = {"Type": "Custom::AWS", "Properties": {"ServiceId": {"Fn::GetAtt": ["Service", "ServiceId"]}}}`,
	"IPv6 by a custom resource": `
		Consumer.SubnetA.Ipv6CidrBlock = "2001:db8:0:1::/64"
		Consumer.SubnetB.Ipv6CidrBlock = "2001:db8:0:2::/64"
		Consumer.Endpoint.IpAddressType = "dualstack"
		Provider.Families = {"Type": "AWS::CloudFormation::CustomResource", "Properties": {"Service": {"Ref": "Service"}}}`,
	"permissions by a third party's resource": `
		Provider.!Resources.Permissions = -
		Provider.Shared = {"Type": "Org::PrivateLink::Permissions", "Properties": {"Service": {"Ref": "Service"}}}`,
	"records by name in a nested zone": nestedZone + `
		Consumer.Named = {"Type": "AWS::Route53::RecordSet", "Properties": {"HostedZoneName": "api.orders.internal.", "Name": "api.orders.internal", "Type": "A", "TTL": "60", "ResourceRecords": ["10.1.0.5"]}}`,
	"one name in two stacks whose Region is left open": leftOpen("East") + leftOpen("West"),
}

func TestValidTemplatesHaveNoErrors(t *testing.T) {
	for name, changes := range valid {
		t.Run(name, func(t *testing.T) { expect(t, changes) })
	}
}

// leftOpen is a stack that can be deployed to any Region, with names.
func leftOpen(stack string) string {
	return strings.ReplaceAll(`
		Stack.Nlb = {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Name": "orders", "Subnets": ["subnet-1"]}}
		Stack.Service = {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": [{"Ref": "Nlb"}]}}
		Stack.Contract = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/orders/service", "Type": "String", "Value": {"Ref": "Service"}}}
	`, "Stack.", stack+".")
}
