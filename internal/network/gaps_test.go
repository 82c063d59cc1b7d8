package network

import (
	"strings"
	"testing"
)

// gap is a class of configurations: variants that all give the findings, and silent ones
// that hang on what isn't known before the deployment, and give none of them.
type gap struct {
	row      string
	findings []string
	variants []string
	silent   []string
}

// exported is an ID of the consumer's account that comes from another stack.
const exported = `
	Another.!Outputs.Vpc = {"Value": {"Ref": "Vpc"}, "Export": {"Name": "vpc"}}
	Another.Vpc = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.8.0.0/16", "EnableDnsHostnames": true}}
	Another.Subnet = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.8.0.0/24", "AvailabilityZoneId": "use1-az2"}}
	Another.Group = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Other", "VpcId": {"Ref": "Vpc"}, "SecurityGroupIngress": [{"CidrIp": "10.1.0.0/16", "IpProtocol": "-1"}]}}
	Another.!Outputs.Group = {"Value": {"Fn::GetAtt": ["Group", "GroupId"]}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}:group"}}}
	Another.!Outputs.Subnet = {"Value": {"Ref": "Subnet"}, "Export": {"Name": "subnet"}}
`

const (
	gateway = `
		Consumer.Gateway = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcId": {"Ref": "Vpc"}, "ServiceName": "com.amazonaws.us-east-1.s3", "RouteTableIds": ["rtb-1"]}}
	`
	udp = `
		Provider.Listener.Protocol = "UDP"
		Provider.Targets.Protocol = "UDP"
		Provider.Group.SecurityGroupIngress.0.IpProtocol = "udp"
		Consumer.Group.SecurityGroupIngress.0.IpProtocol = "udp"
	`
)

// Rows that no template decides: two lookups of one app before the CLI has looked up (check
// judges nothing then); a VPC by lookup with DualStack, SubnetByZone, ZonalNames and contracts
// without a name (construct props alone); nil scopes, AllowFrom of another stage, PortRange
// (the same); 300 endpoints in a stack (the CDK's own); a listener added by hand is judged as
// what it opens (endpoint-port-closed); targets registered later (nothing of them is in a
// template); a key's policy at an imported topic or bucket (it isn't in a template).
var gaps = []gap{
	// A: valid.
	{row: "A: literal IDs of lookups", variants: []string{
		"Consumer.Zone.VPCs.0.VPCId = \"vpc-12345\"\nConsumer.Endpoint.VpcId = \"vpc-12345\"\nConsumer.Endpoint.SubnetIds = [\"subnet-1\", \"subnet-2\"]\nConsumer.Endpoint.SecurityGroupIds = [\"sg-1\"]",
		"Provider.Nlb.Subnets = [\"subnet-1\", \"subnet-2\"]\nProvider.Nlb.SecurityGroups = [\"sg-1\"]\nProvider.Targets.VpcId = \"vpc-1\"",
		`Provider.Service.NetworkLoadBalancerArns = ["arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/a/50dc6c495c0c9188"]`,
		`Provider.Listener.LoadBalancerArn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/a/50dc6c495c0c9188"`,
	}},
	{row: "A: a target in the VPC's public range", variants: []string{
		inRange + `Provider.Vpc.CidrBlock = "203.0.113.0/24"`,
		inRange + `Other.Block = {"Type": "AWS::EC2::VPCCidrBlock", "Properties": {"VpcId": {"Fn::ImportValue": "orders-vpc"}, "CidrBlock": "203.0.113.0/24"}}
			Provider.!Outputs.Vpc = {"Value": {"Ref": "Vpc"}, "Export": {"Name": "orders-vpc"}}`,
		inRange + `Other.Block = {"Type": "AWS::EC2::VPCCidrBlock", "Properties": {"VpcId": {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "Vpc"}}, "CidrBlock": "203.0.113.0/24"}}
			Provider.!Outputs.Vpc = {"Value": {"Fn::GetAtt": ["Vpc", "VpcId"]}}`,
		inRange + `Other.Block = {"Type": "AWS::EC2::VPCCidrBlock", "Properties": {"VpcId": {"Ref": "Given"}, "CidrBlock": "203.0.113.0/24"}}
			Other.!Parameters.Given = {"Type": "AWS::EC2::VPC::Id"}`,
		inRange + `Provider.Block = {"Type": "AWS::EC2::VPCCidrBlock", "Properties": {"VpcId": {"Ref": "Vpc"}, "Ipv4IpamPoolId": "ipam-pool-1", "Ipv4NetmaskLength": 24}}`,
		inRange + "Provider.Vpc.CidrBlock = -\nProvider.Vpc.Ipv4IpamPoolId = \"ipam-pool-1\"",
		inRange + `Provider.Targets.VpcId = "vpc-1"
			Provider.Nlb.Subnets = ["subnet-1", "subnet-2"]
			Provider.Nlb.SecurityGroups = -`,
	}},
	{row: "A: global and cross-Region services of AWS", findings: []string{"!service-name-form at Consumer.Endpoint", "!aws-service-name at Consumer.Endpoint"}, variants: []string{
		`Consumer.Endpoint.ServiceName = "com.amazonaws.iam"`,
		`Consumer.Endpoint.ServiceName = "com.amazonaws.s3-global.accesspoint"`,
		"Consumer.Endpoint.ServiceName = \"com.amazonaws.eu-west-1.ssm\"\nConsumer.Endpoint.ServiceRegion = \"eu-west-1\"",
		`Consumer.Endpoint.ServiceName = "aws.sagemaker.us-east-1.notebook"`,
		`Consumer.Endpoint.ServiceName = "io.spotinst.vpce.us-east-1.vpce-svc-0123456789abcdef0"`,
		`Consumer.Endpoint.ServiceName = {"Fn::Sub": "com.amazonaws.${AWS::Region}.ecr.api"}`,
	}},
	{row: "A: Route 53 folds case", variants: []string{
		`Consumer.Zone.Name = "Orders.Internal"`,
		`Consumer.Zone.Name = "Orders.Internal."`,
		`Consumer.Record.Name = "API.orders.internal."`,
		`Provider.Service.PrivateDnsName = "orders.example.com"`,
	}},
	{row: "A: imported groups, and a VPC without a known range", variants: []string{
		`Consumer.Endpoint.SecurityGroupIds = ["sg-1"]`,
		"Consumer.Vpc.CidrBlock = {\"Ref\": \"Given\"}",
		"Provider.Nlb.SecurityGroups = [\"sg-1\"]",
		"Consumer.Group.SecurityGroupIngress = -\nOther.!Parameters.Given = {\"Type\": \"String\"}\nOther.In = {\"Type\": \"AWS::EC2::SecurityGroupIngress\", \"Properties\": {\"GroupId\": {\"Ref\": \"Given\"}, \"IpProtocol\": \"-1\", \"CidrIp\": \"10.0.0.0/8\"}}",
	}},
	{row: "A: one shared zone", variants: []string{
		`Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}]`,
	}},
	{row: "A: a vendor's service with private DNS", variants: []string{
		"Consumer.Endpoint.ServiceName = \"com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0\"\nConsumer.Endpoint.PrivateDnsEnabled = true",
	}},

	// B: refused.
	{row: "B: S3's own name without a gateway endpoint", findings: []string{"only-inbound-resolver at Consumer.S3"}, variants: []string{
		s3,
		s3 + `Consumer.S3.DnsOptions = {"PrivateDnsOnlyForInboundResolverEndpoint": "OnlyInboundResolver"}`,
		s3 + `Consumer.S3.DnsOptions = {"PrivateDnsOnlyForInboundResolverEndpoint": "NotSpecified"}`,
		s3 + `Consumer.S3.DnsOptions = {"DnsRecordIpType": "ipv4"}`,
		s3 + strings.Replace(gateway, ".s3", ".dynamodb", 1),
		s3 + gateway + otherConsumerVpc + `Consumer.Gateway.VpcId = {"Ref": "Vpc2"}`,
		s3 + `Consumer.S3.ServiceName = {"Fn::Sub": "com.amazonaws.${AWS::Region}.s3"}`,
		s3 + `Consumer.S3.ServiceName = {"Fn::Join": ["", ["com.amazonaws.", {"Ref": "AWS::Region"}, ".s3"]]}`,
	}, silent: []string{
		s3 + gateway,
		s3 + gateway + `Consumer.Gateway.VpcEndpointType = "Gateway"`,
		s3 + gateway + `Consumer.Gateway.VpcId = {"Ref": "Given"}`,
		s3 + gateway + `Consumer.Gateway.ServiceName = {"Ref": "Given"}`,
		s3 + gateway + `Consumer.Gateway.ServiceName = {"Fn::Sub": "com.amazonaws.${AWS::Region}.s3"}`,
		s3 + `Consumer.S3.DnsOptions = {"PrivateDnsOnlyForInboundResolverEndpoint": "AllResolvers"}`,
		s3 + `Consumer.S3.DnsOptions = {"PrivateDnsOnlyForInboundResolverEndpoint": {"Ref": "Given"}}`,
		s3 + "Consumer.S3.VpcId = \"vpc-1\"\nConsumer.S3.SubnetIds = [\"subnet-1\"]\nConsumer.S3.SecurityGroupIds = [\"sg-1\"]",
		s3 + `Consumer.S3.PrivateDnsEnabled = {"Ref": "Given"}`,
	}},
	{row: "B: DynamoDB has no name of its own", findings: []string{"dns-service-name at Consumer.S3"}, variants: []string{
		s3 + `Consumer.S3.ServiceName = "com.amazonaws.us-east-1.dynamodb"`,
		s3 + `Consumer.S3.ServiceName = {"Fn::Join": [".", ["com.amazonaws", {"Ref": "AWS::Region"}, "dynamodb"]]}`,
	}, silent: []string{
		s3 + "Consumer.S3.PrivateDnsEnabled = false\nConsumer.S3.ServiceName = \"com.amazonaws.us-east-1.dynamodb\"",
		s3 + "Consumer.S3.PrivateDnsEnabled = {\"Ref\": \"Given\"}\nConsumer.S3.ServiceName = \"com.amazonaws.us-east-1.dynamodb\"",
	}},
	{row: "B: iam with a Region", findings: []string{"aws-service-name at Consumer.Endpoint"}, variants: []string{
		`Consumer.Endpoint.ServiceName = "com.amazonaws.us-east-1.iam"`,
		`Consumer.Endpoint.ServiceName = "com.amazonaws.us-east-1.route53"`,
		`Consumer.Endpoint.ServiceName = {"Fn::Sub": "com.amazonaws.${AWS::Region}.iam"}`,
	}, silent: []string{`Consumer.Endpoint.ServiceName = {"Fn::Sub": "com.amazonaws.${AWS::Region}.${Given}"}`}},
	{row: "B: an endpoint's group of another VPC", findings: []string{"endpoint-groups-vpc at Consumer.Endpoint"}, variants: []string{
		otherConsumerVpc + `Consumer.Endpoint.SecurityGroupIds = [{"Ref": "Group2"}]`,
		otherConsumerVpc + `Consumer.Endpoint.SecurityGroupIds.1 = {"Fn::GetAtt": ["Group2", "GroupId"]}`,
		exported + `Consumer.Endpoint.SecurityGroupIds.1 = {"Fn::ImportValue": "Another:group"}`,
		exported + `Consumer.Endpoint.SecurityGroupIds.1 = {"Fn::GetStackOutput": {"StackName": "Another", "OutputName": "Group"}}`,
	}, silent: []string{
		otherConsumerVpc + `Consumer.Group2.VpcId = {"Ref": "Given"}
			Consumer.Endpoint.SecurityGroupIds = [{"Ref": "Group2"}]`,
		otherConsumerVpc + `Consumer.Association = {"Type": "AWS::EC2::SecurityGroupVpcAssociation", "Properties": {"GroupId": {"Ref": "Group2"}, "VpcId": {"Ref": "Vpc"}}}
			Consumer.Endpoint.SecurityGroupIds = [{"Ref": "Group2"}]`,
		`Consumer.Endpoint.SecurityGroupIds = [{"Fn::ImportValue": "elsewhere"}]`,
	}},
	{row: "B: an endpoint's subnets of another VPC", findings: []string{"endpoint-subnets-vpc at Consumer.Endpoint"}, variants: []string{
		exported + `Consumer.Endpoint.SubnetIds.1 = {"Fn::ImportValue": "subnet"}`,
		exported + `Consumer.Endpoint.SubnetIds.1 = {"Fn::GetStackOutput": {"StackName": "Another", "OutputName": "Subnet"}}`,
	}, silent: []string{
		exported + `Consumer.Endpoint.VpcId = {"Ref": "Given"}
			Consumer.Endpoint.SubnetIds.1 = {"Fn::ImportValue": "subnet"}`,
	}},
	{row: "B: a load balancer's group of another VPC", findings: []string{"load-balancer-groups-vpc at Provider.Nlb"}, variants: []string{
		otherVpc + `Provider.Group2 = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Other", "VpcId": {"Ref": "Vpc2"}}}
			Provider.Nlb.SecurityGroups.1 = {"Fn::GetAtt": ["Group2", "GroupId"]}`,
	}, silent: []string{
		`Provider.Nlb.SecurityGroups.1 = "sg-1"`,
		otherVpc + `Provider.Group2 = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Other", "VpcId": {"Ref": "Vpc2"}}}
			Provider.Association = {"Type": "AWS::EC2::SecurityGroupVpcAssociation", "Properties": {"GroupId": {"Ref": "Group2"}, "VpcId": {"Ref": "Vpc"}}}
			Provider.Nlb.SecurityGroups.1 = {"Fn::GetAtt": ["Group2", "GroupId"]}`,
	}},
	{row: "B: a client's group of another VPC", findings: []string{"group-rule-network at Consumer.In"}, variants: []string{
		otherConsumerVpc + clientGroup + `Consumer.In.SourceSecurityGroupId = {"Ref": "Group2"}`,
		exported + clientGroup + `Consumer.In.SourceSecurityGroupId = {"Fn::ImportValue": "Another:group"}`,
	}, silent: []string{
		otherConsumerVpc + clientGroup + `Consumer.In.SourceSecurityGroupId = {"Ref": "Group2"}
			Consumer.Peering = {"Type": "AWS::EC2::VPCPeeringConnection", "Properties": {"VpcId": {"Ref": "Vpc"}, "PeerVpcId": {"Ref": "Vpc2"}}}`,
		clientGroup + `Consumer.In.SourceSecurityGroupId = {"Ref": "Given"}`,
		clientGroup + `Consumer.In.SourceSecurityGroupId = {"Ref": "Group"}`,
	}},
	{row: "B: attributes of an ALB's group", findings: []string{"alb-attributes at Provider.Targets"}, variants: []string{
		alb + `Provider.Targets.TargetGroupAttributes = [{"Key": "proxy_protocol_v2.enabled", "Value": "true"}]`,
		alb + `Provider.Targets.TargetGroupAttributes = [{"Key": "preserve_client_ip.enabled", "Value": false}]`,
		alb + `Provider.Targets.TargetGroupAttributes = [{"Key": "stickiness.enabled", "Value": "true"}]`,
		alb + `Provider.Targets.TargetGroupAttributes = [{"Key": "deregistration_delay.timeout_seconds", "Value": "0"}]`,
	}, silent: []string{
		alb + `Provider.Targets.TargetGroupAttributes = [{"Key": "stickiness.enabled", "Value": "false"}]`,
		alb + "Provider.!Parameters.Given = {\"Type\": \"String\"}\nProvider.Targets.TargetGroupAttributes = [{\"Key\": \"stickiness.enabled\", \"Value\": {\"Ref\": \"Given\"}}]",
	}},
	{row: "B: an ALB's listener made later", findings: []string{"alb-listener-order at Provider.Targets"}, variants: []string{
		alb + "Provider.!Resources.Targets.DependsOn = -",
		alb + `Provider.!Resources.Targets.DependsOn = ["Alb", "Vpc"]`,
	}, silent: []string{
		alb + `Provider.!Resources.Targets.DependsOn = ["Vpc", "Web"]`,
		alb + "Provider.!Resources.Targets.DependsOn = \"Late\"\nProvider.Late = {\"Type\": \"Custom::Late\", \"DependsOn\": \"Web\"}",
		alb + "Provider.!Resources.Targets.DependsOn = -\nProvider.Targets.Targets = [{\"Id\": {\"Fn::Select\": [0, [{\"Ref\": \"Web\"}]]}}]",
	}},
	{row: "B: an address of the VPC in the zone all", findings: []string{"target-zone-inside at Provider.Targets"}, variants: []string{
		`Provider.Targets.Targets = [{"Id": "10.0.0.5", "Port": 443, "AvailabilityZone": "all"}, {"Id": "10.0.1.5"}]`,
	}, silent: []string{
		`Provider.Targets.Targets = [{"Id": "192.168.0.5", "AvailabilityZone": "all"}]`,
		"Provider.!Parameters.Given = {\"Type\": \"String\"}\nProvider.Targets.Targets = [{\"Id\": {\"Ref\": \"Given\"}, \"AvailabilityZone\": \"all\"}]",
	}},
	{row: "B: two subnets of one zone", findings: []string{"consumer-subnet-per-zone at Consumer.Endpoint"}, variants: []string{
		`Consumer.SubnetB.AvailabilityZoneId = "use1-az1"`,
		"Consumer.SubnetA.AvailabilityZoneId = -\nConsumer.SubnetB.AvailabilityZoneId = -\nConsumer.SubnetA.AvailabilityZone = \"us-east-1a\"\nConsumer.SubnetB.AvailabilityZone = \"us-east-1a\"",
		"Consumer.SubnetA.AvailabilityZoneId = -\nConsumer.SubnetB.AvailabilityZoneId = -\nConsumer.SubnetA.AvailabilityZone = {\"Fn::Select\": [0, {\"Fn::GetAZs\": \"\"}]}\nConsumer.SubnetB.AvailabilityZone = {\"Fn::Select\": [0, {\"Fn::GetAZs\": {\"Ref\": \"AWS::Region\"}}]}",
		`Consumer.Endpoint.SubnetIds.2 = {"Ref": "SubnetA"}`,
		`Consumer.Endpoint.SubnetIds = ["subnet-1", "subnet-1"]`,
	}, silent: []string{
		"Consumer.SubnetB.AvailabilityZoneId = -\nConsumer.SubnetB.AvailabilityZone = {\"Ref\": \"Given\"}",
		`Consumer.Endpoint.SubnetIds = {"Ref": "GivenList"}`,
	}},
	{row: "B: zones that the service is not in", findings: []string{"zones-disjoint at Consumer.Endpoint"}, variants: []string{
		`Consumer.SubnetA.AvailabilityZoneId = "use1-az5"`,
		`Provider.Nlb.Subnets = [{"Ref": "SubnetA"}]`,
	}, silent: []string{
		"Consumer.SubnetA.AvailabilityZoneId = -\nConsumer.SubnetA.AvailabilityZone = \"us-east-1f\"",
		"Consumer.SubnetA.AvailabilityZoneId = \"use1-az5\"\nProvider.Nlb.Subnets.2 = \"subnet-1\"",
		`Provider.Service.NetworkLoadBalancerArns.1 = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/a/50dc6c495c0c9188"
			Consumer.SubnetA.AvailabilityZoneId = "use1-az5"`,
	}},
	{row: "B: a target group of another provider", findings: []string{"target-group-taken at Provider.Listener", "target-group-taken at Provider.Listener2"}, variants: []string{
		secondNlb + listener2 + `Provider.Listener2.DefaultActions = [{"Type": "forward", "TargetGroupArn": {"Fn::GetAtt": ["Targets", "TargetGroupArn"]}}]`,
		secondNlb + listener2 + `Provider.Listener2.DefaultActions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "Targets"}}]}}]`,
	}, silent: []string{
		secondNlb + listener2 + targets2,
		strings.Replace(listener2, `"Nlb2"`, `"Nlb"`, 1) + "Provider.Listener2.Port = 444\nProvider.Listener2.DefaultActions.0.TargetGroupArn = {\"Ref\": \"Targets\"}\nProvider.Nlb.SecurityGroups = -",
	}},
	{row: "B: a UDP group on a TCP listener", findings: []string{"listener-target-protocol at Provider.Listener"}, variants: []string{
		`Provider.Targets.Protocol = "UDP"`,
		"Provider.Targets.Protocol = \"UDP\"\nProvider.Listener.DefaultActions = [{\"Type\": \"forward\", \"ForwardConfig\": {\"TargetGroups\": [{\"TargetGroupArn\": {\"Ref\": \"Targets\"}}]}}]",
	}, silent: []string{`Provider.Targets.Protocol = "TCP_UDP"`, "Provider.!Parameters.Given = {\"Type\": \"String\"}\nProvider.Targets.Protocol = {\"Ref\": \"Given\"}"}},
	{row: "B: more than five target groups of an ECS service", findings: []string{"ecs-target-group-count at Provider.Tasks"}, variants: []string{
		ecs + `Provider.Tasks.LoadBalancers = ` + repeated(`{"ContainerName": "web", "ContainerPort": 8443, "TargetGroupArn": {"Ref": "Targets"}}`, 10),
	}, silent: []string{ecs}},
	{row: "B: two services of one verified domain", findings: []string{"verification-record-twice at Provider.Txt0"}, variants: []string{
		verified,
		verified + `Provider.Txt1.Name = {"Fn::Join": [".", [{"Fn::GetAtt": ["Service2", "PrivateDnsNameConfiguration.Name"]}, "Example.com."]]}`,
	}, silent: []string{verified + `Provider.Txt1.HostedZoneId = "Z2"`, verified + `Provider.Txt1.Name = {"Fn::Sub": "${Service2.PrivateDnsNameConfiguration.Name}.b.example.com"}`}},
	{row: "B: names that are taken", findings: []string{"parameter-taken at Provider.Contract"}, variants: []string{
		contract + `Provider.Contract2 = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": {"Fn::Sub": "/orders"}, "Type": "String", "Value": "x"}}`,
		contract + `Other.Contract = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/orders", "Type": "String", "Value": "x"}}`,
	}, silent: []string{contract + `Consumer.Contract = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/orders", "Type": "String", "Value": "x"}}`}},
	{row: "B: a record of that name", findings: []string{"record-taken at Consumer.Record"}, variants: []string{
		plainRecord, plainRecord + `Consumer.Record2.Name = "API.orders.internal."`, plainRecord + `Consumer.Record2.HostedZoneId = {"Fn::GetAtt": ["Zone", "Id"]}`,
		plainRecord + "Consumer.Record.HostedZoneId = \"Z1\"\nConsumer.Record2.HostedZoneId = \"Z1\"",
	}, silent: []string{plainRecord + "Consumer.Record2.Type = \"AAAA\"\nConsumer.Record2.ResourceRecords = [\"2001:db8::1\"]", plainRecord + `Consumer.Record2.Name = {"Ref": "Given"}`}},
	{row: "B: private DNS of a provider in the same deployment", findings: []string{"dns-verification at Consumer.Endpoint"}, variants: []string{ownName, ownName + accepting, ownName + rejection},
		silent: []string{ownName + verification, ownName + strings.ReplaceAll(verification, "PrivateLink", "Own")}},
	{row: "B: a zone with a VPC of another account", findings: []string{"zone-vpc at Consumer.Zone"}, variants: []string{
		`Provider.!Outputs.Vpc = {"Value": {"Fn::GetAtt": ["Vpc", "VpcId"]}}
			Consumer.Zone.VPCs.1 = {"VPCRegion": "us-east-1", "VPCId": {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "Vpc", "RoleArn": "arn:aws:iam::111122223333:role/r"}}}`,
	}, silent: []string{`Consumer.Zone.VPCs.1 = {"VPCRegion": "us-east-1", "VPCId": "vpc-1"}`, exported + `Consumer.Zone.VPCs.1 = {"VPCRegion": "us-east-1", "VPCId": {"Fn::ImportValue": "vpc"}}`}},
	{row: "B: SslPolicy", findings: []string{"tls-policy at Provider.Listener"}, variants: []string{
		tls + `Provider.Listener.SslPolicy = "TLSv1.2"`, tls + `Provider.Listener.SslPolicy = "ELBSEcurityPolicy-TLS13-1-2-2021-06"`,
	}, silent: []string{tls + `Provider.Listener.SslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"`}},

	// C: deployed, and doesn't work.
	{row: "C: a load balancer's group that leaves the consumer out", findings: []string{"client-range-admitted at Consumer.Endpoint"}, variants: []string{
		`Provider.Group.SecurityGroupIngress.0.CidrIp = "10.2.0.0/16"`,
		`Provider.Group.SecurityGroupIngress = -
			Provider.In = {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Ref": "Group"}, "CidrIp": "192.168.0.0/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}}`,
		"Provider.Group.SecurityGroupIngress.0.CidrIp = \"10.2.0.0/16\"\nProvider.Nlb.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = \"on\"",
		"Provider.Group.SecurityGroupIngress.0.CidrIp = \"10.2.0.0/16\"\nConsumer.Group.SecurityGroupIngress.0.CidrIp = {\"Fn::GetAtt\": [\"Vpc\", \"CidrBlock\"]}",
		"Provider.Group.SecurityGroupIngress.0.CidrIp = \"10.2.0.0/16\"\nConsumer.Endpoint.SecurityGroupIds = -",
		"Provider.Group.SecurityGroupIngress.0.CidrIp = \"10.2.0.0/16\"\nConsumer.Group.SecurityGroupIngress = -" + clientGroup + `Consumer.In.SourceSecurityGroupId = {"Ref": "Group"}`,
		"Provider.Group.SecurityGroupIngress.0.CidrIp = \"10.2.0.0/16\"" + `
			Consumer.Restricted = {"Type": "Custom::VpcRestrictDefaultSG", "Properties": {"DefaultSecurityGroupId": {"Fn::GetAtt": ["Vpc", "DefaultSecurityGroup"]}}}`,
	}, silent: []string{
		"Provider.Group.SecurityGroupIngress.0.CidrIp = \"10.2.0.0/16\"\nProvider.Nlb.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = \"off\"",
		"Provider.Group.SecurityGroupIngress.0.CidrIp = \"10.2.0.0/16\"\nProvider.!Parameters.Given = {\"Type\": \"String\"}\nProvider.Nlb.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = {\"Ref\": \"Given\"}",
		"Provider.Group.SecurityGroupIngress.0.CidrIp = \"10.2.0.0/16\"\nProvider.Nlb.SecurityGroups.1 = \"sg-1\"",
		"Provider.Group.SecurityGroupIngress.0.CidrIp = \"10.2.0.0/16\"\nProvider.Group.SecurityGroupIngress.1 = {\"SourcePrefixListId\": \"pl-1\", \"IpProtocol\": \"tcp\", \"FromPort\": 443, \"ToPort\": 443}",
	}},
	{row: "C: names nested in one another's zones", findings: []string{"dns-name-shadowed at Consumer.Record"}, variants: []string{
		nestedZone,
		nestedZone + `Consumer.Nested.Name = "API.Orders.internal."`,
		nestedZone + otherRecord + `Consumer.Other.Name = "b.api.orders.internal"`,
	}, silent: []string{
		nestedZone + otherRecord,
		nestedZone + otherRecord + `Consumer.Other.Name = {"Ref": "Given"}`,
		nestedZone + otherConsumerVpc + `Consumer.Nested.VPCs.0.VPCId = {"Ref": "Vpc2"}`,
	}},
	{row: "C: a zone of other VPCs than the endpoint's", findings: []string{"dns-zone-vpc at Consumer.Record"}, variants: []string{
		exported + `Consumer.Zone.VPCs.0.VPCId = {"Fn::ImportValue": "vpc"}`,
		exported + cname + `Consumer.Zone.VPCs.0.VPCId = {"Fn::ImportValue": "vpc"}`,
	}, silent: []string{
		`Consumer.Zone.VPCs.0.VPCId = {"Ref": "Given"}`, `Consumer.Record.HostedZoneId = "Z1"`,
		exported + `Consumer.Zone.VPCs.1 = {"VPCRegion": "us-east-1", "VPCId": {"Fn::ImportValue": "vpc"}}`,
	}},
	{row: "C: IPv6 clients of an IPv4 endpoint", findings: []string{"client-ip-address-type at Consumer.Endpoint"}, variants: []string{
		`Consumer.Group.SecurityGroupIngress = [{"CidrIpv6": "2001:db8::/32", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}]`,
		"Consumer.Endpoint.IpAddressType = \"ipv4\"\nConsumer.Group.SecurityGroupIngress = -\nConsumer.In = {\"Type\": \"AWS::EC2::SecurityGroupIngress\", \"Properties\": {\"GroupId\": {\"Ref\": \"Group\"}, \"CidrIpv6\": \"2001:db8::/32\", \"IpProtocol\": \"-1\"}}",
	}, silent: []string{
		`Consumer.Group.SecurityGroupIngress.1 = {"CidrIpv6": "2001:db8::/32", "IpProtocol": "-1"}`,
		`Consumer.Group.SecurityGroupIngress = [{"CidrIpv6": "2001:db8::/32", "IpProtocol": "-1"}]
			Consumer.Endpoint.IpAddressType = {"Ref": "Given"}`,
		`Consumer.Group.SecurityGroupIngress = [{"CidrIpv6": "2001:db8::/32", "IpProtocol": "-1"}]
			Consumer.Endpoint.SecurityGroupIds.1 = "sg-1"`,
	}},
	{row: "C: a listener added by hand", findings: []string{"endpoint-port-closed at Consumer.Endpoint"}, variants: []string{
		"Provider.Group.SecurityGroupIngress.1 = {\"CidrIp\": \"10.0.0.0/8\", \"IpProtocol\": \"-1\"}\n" + strings.Replace(listener2, `"Nlb2"`, `"Nlb"`, 1) + targets2 + "Provider.Listener2.Port = 8080",
	}, silent: []string{
		"Provider.Group.SecurityGroupIngress.1 = {\"CidrIp\": \"10.0.0.0/8\", \"IpProtocol\": \"-1\"}\n" + strings.Replace(listener2, `"Nlb2"`, `"Nlb"`, 1) + targets2 + "Provider.Listener2.Port = 8080\nConsumer.Endpoint.SecurityGroupIds.1 = \"sg-1\"",
	}},
	{row: "C: health checks of UDP", findings: []string{"health-udp at Provider.Targets"}, variants: []string{udp, udp + `Provider.Targets.HealthCheckPort = "traffic-port"`},
		silent: []string{udp + `Provider.Targets.HealthCheckPort = "80"`, udp + "Provider.Targets.HealthCheckProtocol = \"HTTP\"", udp + "Provider.!Parameters.Given = {\"Type\": \"String\"}\nProvider.Targets.HealthCheckPort = {\"Ref\": \"Given\"}"}},
	{row: "C: a zone without targets", findings: []string{"target-zone-empty at Provider.Targets"}, variants: []string{
		`Provider.Targets.Targets = [{"Id": "10.0.0.10"}]`,
		"Provider.Targets.TargetType = \"instance\"\nProvider.Targets.Targets = [{\"Id\": {\"Ref\": \"Server\"}}]\nProvider.Server = {\"Type\": \"AWS::EC2::Instance\", \"Properties\": {\"SubnetId\": {\"Ref\": \"SubnetA\"}}}",
	}, silent: []string{
		"Provider.Targets.Targets = [{\"Id\": \"10.0.0.10\"}]\nProvider.Nlb.LoadBalancerAttributes = [{\"Key\": \"load_balancing.cross_zone.enabled\", \"Value\": \"true\"}]",
		"Provider.Targets.Targets = [{\"Id\": \"10.0.0.10\"}]\nProvider.Targets.TargetGroupAttributes = [{\"Key\": \"load_balancing.cross_zone.enabled\", \"Value\": \"true\"}]",
		"Provider.!Parameters.Given = {\"Type\": \"String\"}\nProvider.Targets.Targets = [{\"Id\": {\"Ref\": \"Given\"}}]",
		"Provider.Targets.Targets = -",
	}},
	{row: "C: a provider in one zone", findings: []string{"service-one-zone at Provider.Service"}, variants: []string{
		"Provider.Nlb.Subnets = [{\"Ref\": \"SubnetA\"}]\nConsumer.Endpoint.SubnetIds = [{\"Ref\": \"SubnetA\"}]",
	}, silent: []string{"Provider.!Parameters.Given = {\"Type\": \"CommaDelimitedList\"}\nProvider.Nlb.Subnets = {\"Ref\": \"Given\"}"}},
	{row: "C: notifications to a topic with AWS's own key", findings: []string{"notification-topic-key at Provider.Notification"}, variants: []string{
		notified + `Provider.Topic.KmsMasterKeyId = "alias/aws/sns"`,
		notified + `Provider.Topic.KmsMasterKeyId = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":kms:us-east-1:", {"Ref": "AWS::AccountId"}, ":alias/aws/sns"]]}`,
	}, silent: []string{notified, notified + `Provider.Topic.KmsMasterKeyId = "alias/orders"`}},
	{row: "C: access logs of TCP", findings: []string{"access-logs-tls at Provider.Nlb"}, variants: []string{logs}, silent: []string{
		logs + tls,
		logs + "Provider.!Parameters.Given = {\"Type\": \"String\"}\nProvider.Nlb.LoadBalancerAttributes.0.Value = {\"Ref\": \"Given\"}",
		logs + "Other.!Parameters.Given = {\"Type\": \"String\"}\nOther.Listener = {\"Type\": \"AWS::ElasticLoadBalancingV2::Listener\", \"Properties\": {\"LoadBalancerArn\": {\"Ref\": \"Given\"}, \"Protocol\": \"TLS\", \"Port\": 8443, \"Certificates\": [{\"CertificateArn\": \"arn:aws:acm:us-east-1:111122223333:certificate/1\"}]}}",
	}},
	{row: "C: SDKs bypass an endpoint without private DNS", findings: []string{"dns-aws-off at Consumer.S3"}, variants: []string{
		ssm + "Consumer.S3.PrivateDnsEnabled = -", ssm + "Consumer.S3.PrivateDnsEnabled = false",
	}, silent: []string{ssm, ssm + `Consumer.S3.PrivateDnsEnabled = {"Ref": "Given"}`, ssm + "Consumer.S3.PrivateDnsEnabled = false\nConsumer.Record.AliasTarget.DNSName = {\"Fn::Select\": [1, {\"Fn::Split\": [\":\", {\"Fn::Select\": [0, {\"Fn::GetAtt\": [\"S3\", \"DnsEntries\"]}]}]}]}"}},
	{row: "C: a certificate without the private name", findings: []string{"certificate-name at Consumer.Record"}, variants: []string{
		tls + certificate, tls + certificate + `Provider.Certificate.SubjectAlternativeNames = ["orders.internal", "*.api.orders.internal"]`,
	}, silent: []string{
		tls + certificate + `Provider.Certificate.SubjectAlternativeNames = ["*.orders.internal"]`,
		tls + certificate + `Provider.Certificate.SubjectAlternativeNames = ["API.orders.internal"]`,
		tls,
		tls + certificate + "Provider.!Parameters.Given = {\"Type\": \"String\"}\nProvider.Certificate.SubjectAlternativeNames = [{\"Ref\": \"Given\"}]",
	}},
}

const (
	inRange     = "Provider.Targets.Targets = [{\"Id\": \"203.0.113.5\"}]\n"
	clientGroup = `
		Consumer.In = {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Fn::GetAtt": ["Group", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}}
	`
	plainRecord = `
		Consumer.Record2 = {"Type": "AWS::Route53::RecordSet", "Properties": {"HostedZoneId": {"Ref": "Zone"}, "Name": "api.orders.internal", "Type": "A", "TTL": "60", "ResourceRecords": ["10.1.0.5"]}}
	`
	nestedZone = `
		Consumer.Nested = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "api.orders.internal", "VPCs": [{"VPCId": {"Ref": "Vpc"}, "VPCRegion": "us-east-1"}]}}
	`
	otherRecord = `
		Consumer.Other = {"Type": "AWS::Route53::RecordSet", "Properties": {"HostedZoneId": {"Ref": "Nested"}, "Name": "api.orders.internal", "Type": "A", "TTL": "60", "ResourceRecords": ["10.1.0.5"]}}
	`
	ssm = `
		Consumer.S3 = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "SubnetA"}],
		 "SecurityGroupIds": [{"Ref": "Group"}], "ServiceName": "com.amazonaws.us-east-1.ssm", "PrivateDnsEnabled": true}}
	`
)

func TestGaps(t *testing.T) {
	for _, g := range gaps {
		t.Run(g.row, func(t *testing.T) {
			for _, changes := range g.variants {
				t.Run("found", func(t *testing.T) { expect(t, changes, g.findings...) })
			}
			var none []string
			for _, finding := range g.findings {
				none = append(none, "!"+finding)
			}
			for _, changes := range g.silent {
				t.Run("silent", func(t *testing.T) { expect(t, changes, none...) })
			}
		})
	}
}
