package network

import "testing"

// hunted are configurations that AWS deploys and whose traffic flows, or of which that isn't
// known; each gets an error.
var hunted = map[string]string{
	// 1. Classes.
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

	// 2. Lists that are one value, or have elements that may be nothing.
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

	// 3. Documented by AWS.
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
	"enforcement, groups by none": "Provider.Nlb.SecurityGroups = []\nProvider.Nlb.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = \"off\"",
	"a gateway endpoint with families": gateway + `
		Consumer.Gateway.IpAddressType = "ipv4"
		Consumer.Gateway.DnsOptions = {"DnsRecordIpType": "service-defined"}`,
	"a service's name with capitals": `Provider.Service.PrivateDnsName = "Orders.Example.com"`,
	"a rule of another stack by a custom resource": `
		Provider.Group.SecurityGroupIngress = -
		Provider.Custom = {"Type": "Custom::Rule", "Properties": {"GroupId": {"Ref": "Group"}}}`,
	"an ECS port range": ecs + `Provider.Task.ContainerDefinitions.0.PortMappings = [{"ContainerPortRange": "8000-9000"}]`,
}

func TestHunt(t *testing.T) {
	for name, changes := range hunted {
		t.Run(name, func(t *testing.T) { expect(t, changes) })
	}
}
