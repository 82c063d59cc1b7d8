package network

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// onlyClosed are demands that no template can be found to break, and why: the stand-in
// that deploys shows them.
var onlyClosed = map[string]string{
	"service-missing": "a service that no stack of the app makes may exist elsewhere",
}

// Parts that several cases change the good system by.
const (
	alb = `
		Provider.Alb = {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Subnets": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]}}
		Provider.Web = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Alb"}, "Port": 8443, "Protocol": "HTTP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "WebTargets"}}]}}
		Provider.WebTargets = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"VpcId": {"Ref": "Vpc"}, "Port": 80, "Protocol": "HTTP", "TargetType": "ip", "Targets": [{"Id": "10.0.0.20"}]}}
		Provider.Targets.TargetType = "alb"
		Provider.Targets.Targets = [{"Id": {"Ref": "Alb"}}]
		Provider.!Resources.Targets.DependsOn = "Web"
	`
	// secondNlb is another load balancer behind the service.
	secondNlb = `
		Provider.Nlb2 = {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Subnets": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]}}
		Provider.Service.NetworkLoadBalancerArns = [{"Ref": "Nlb"}, {"Ref": "Nlb2"}]
	`
	listener2 = `
		Provider.Listener2 = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Nlb2"}, "Port": 443, "Protocol": "TCP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets2"}}]}}
	`
	targets2 = `
		Provider.Targets2 = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"VpcId": {"Ref": "Vpc"}, "Port": 8443, "Protocol": "TCP", "TargetType": "ip", "Targets": [{"Id": "10.0.0.11"}, {"Id": "10.0.1.11"}]}}
	`
	tls = `
		Provider.Listener.Protocol = "TLS"
		Provider.Listener.Certificates = [{"CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1"}]
	`
	quic = `
		Provider.Nlb.SecurityGroups = -
		Provider.Listener.Protocol = "QUIC"
		Provider.Targets.Protocol = "QUIC"
		Provider.Targets.Targets = [{"Id": "10.0.0.10", "QuicServerId": "0x0000000000000001"}, {"Id": "10.0.1.10", "QuicServerId": "0x0000000000000002"}]
	`
	dualStack = `
		Provider.Nlb.IpAddressType = "dualstack"
		Provider.SubnetA.Ipv6CidrBlock = "2001:db8:0:1::/64"
		Provider.SubnetB.Ipv6CidrBlock = "2001:db8:0:2::/64"
	`
	ecs = `
		Provider.Targets.Targets = -
		Provider.Task = {"Type": "AWS::ECS::TaskDefinition", "Properties": {"NetworkMode": "awsvpc", "ContainerDefinitions": [{"Name": "web", "PortMappings": [{"ContainerPort": 8443}]}]}}
		Provider.Tasks = {"Type": "AWS::ECS::Service", "DependsOn": "Listener", "Properties": {"TaskDefinition": {"Ref": "Task"}, "LoadBalancers": [{"ContainerName": "web", "ContainerPort": 8443, "TargetGroupArn": {"Ref": "Targets"}}]}}
	`
	logs = `
		Provider.Bucket = {"Type": "AWS::S3::Bucket", "Properties": {}}
		Provider.BucketPolicy = {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"}}]}}}
		Provider.Nlb.LoadBalancerAttributes = [{"Key": "access_logs.s3.enabled", "Value": "true"}, {"Key": "access_logs.s3.bucket", "Value": {"Ref": "Bucket"}}]
	`
	notified = `
		Provider.Topic = {"Type": "AWS::SNS::Topic", "Properties": {}}
		Provider.TopicPolicy = {"Type": "AWS::SNS::TopicPolicy", "Properties": {"Topics": [{"Ref": "Topic"}], "PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "vpce.amazonaws.com"}}]}}}
		Provider.Notification = {"Type": "AWS::EC2::VPCEndpointConnectionNotification", "Properties": {"ServiceId": {"Ref": "Service"}, "ConnectionNotificationArn": {"Ref": "Topic"}, "ConnectionEvents": ["Connect"]}}
	`
	otherVpc = `
		Provider.Vpc2 = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.9.0.0/16"}}
		Provider.Subnet2 = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc2"}, "CidrBlock": "10.9.0.0/24", "AvailabilityZoneId": "use1-az4"}}
	`
	otherConsumerVpc = `
		Consumer.Vpc2 = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.8.0.0/16", "EnableDnsHostnames": true}}
		Consumer.Subnet2 = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc2"}, "CidrBlock": "10.8.0.0/24", "AvailabilityZoneId": "use1-az4"}}
		Consumer.Group2 = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Other", "VpcId": {"Ref": "Vpc2"}, "SecurityGroupIngress": [{"CidrIp": "10.1.0.0/16", "IpProtocol": "-1"}]}}
	`
	// s3 is an endpoint to one of AWS's own services, with the private name.
	s3 = `
		Consumer.S3 = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "SubnetA"}],
		 "SecurityGroupIds": [{"Ref": "Group"}], "ServiceName": "com.amazonaws.us-east-1.s3", "PrivateDnsEnabled": true}}
	`
	// rejection rejects connections before the service is deleted.
	rejection = `
		Provider.Rejection = {"Type": "Custom::PrivateLinkRejection", "Properties": {"ServiceToken": "arn:aws:lambda:us-east-1:111122223333:function:f", "ServiceId": {"Ref": "Service"}}}
	`
	ownName = `
		Provider.Service.PrivateDnsName = "orders.example.com"
		Consumer.Endpoint.PrivateDnsEnabled = true
	`
)

// accepting accepts connections of some accounts, verification has the private name verified.
var (
	accepting    = strings.ReplaceAll(rejection, "Rejection", "Acceptance")
	verification = strings.ReplaceAll(rejection, "Rejection", "Verification")
)

// repeated is an element of a JSON list n times, with # for its number.
func repeated(element string, n int) string {
	elements := make([]string, n)
	for i := range elements {
		elements[i] = strings.ReplaceAll(element, "#", fmt.Sprint(i))
	}
	return "[" + strings.Join(elements, ", ") + "]"
}

// copies are lines of changes n times.
func copies(line string, n int) string {
	var all strings.Builder
	for i := range n {
		all.WriteString(strings.ReplaceAll(line, "#", fmt.Sprint(i)) + "\n")
	}
	return all.String()
}

// broken is what a demand refuses: what is changed, and where it is found. More are
// findings that go with it, at the place and of the demand that they name.
type broken struct {
	demand, at, changes string
	more                []string
}

var brokenCases = []broken{
	// Services.
	{demand: "existing-load-balancer", at: "Provider.Service", changes: "Provider.Service.NetworkLoadBalancerArns = -\nConsumer.Endpoint.PrivateDnsEnabled = false"},
	{demand: "existing-load-balancer", at: "Provider.Service", changes: alb + `
		Provider.Service.NetworkLoadBalancerArns.0 = {"Ref": "Alb"}`},
	{demand: "existing-load-balancer-twice", at: "Provider.Service", changes: `Provider.Service.NetworkLoadBalancerArns.1 = {"Ref": "Nlb"}`},
	{demand: "existing-load-balancer-taken", at: "Provider.Service", changes: `
		Provider.Service2 = {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": [{"Ref": "Nlb"}]}}`, more: []string{"existing-load-balancer-taken at Provider.Service2"}},
	{demand: "existing-load-balancer-place", at: "Provider.Service", changes: `Provider.Service.NetworkLoadBalancerArns.1 = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/a/1"`},
	{demand: "service-ip-address-types", at: "Provider.Service", changes: `Provider.Service.SupportedIpAddressTypes = ["ipv4", "ipv6"]`},
	{demand: "service-ip-address-types", at: "Provider.Service", changes: `Provider.Service.SupportedIpAddressTypes = ["ipv4", "dualstack"]`},
	{demand: "supported-region", at: "Provider.Service", changes: `Provider.Service.SupportedRegions = ["us-east-1", "cn-north-1"]`},
	{demand: "supported-region", at: "Provider.Service", changes: `Provider.Service.SupportedRegions = ["us-east-1", "Ireland"]`},
	{demand: "supported-region-host", at: "Provider.Service", changes: `Provider.Service.SupportedRegions = ["eu-west-3"]`},
	{demand: "supported-region-zones", at: "Provider.Service", changes: `
		Provider.Service.SupportedRegions = ["us-east-1", "eu-west-3"]
		Provider.SubnetB.AvailabilityZoneId = "use1-az3"
		Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}]`},
	{demand: "idle-timeout-regions", at: "Provider.Service", changes: `
		Provider.Service.SupportedRegions = ["us-east-1", "eu-west-3"]
		Provider.Listener.ListenerAttributes = [{"Key": "tcp.idle_timeout.seconds", "Value": "600"}]`, more: []string{"idle-timeout-regions at Provider.Listener"}},
	{demand: "private-dns-name", at: "Provider.Service", changes: `Provider.Service.PrivateDnsName = "Orders Example"`},
	{demand: "permissions-twice", at: "Provider.Permissions", changes: `
		Provider.Permissions2 = {"Type": "AWS::EC2::VPCEndpointServicePermissions", "Properties": {"ServiceId": {"Ref": "Service"}, "AllowedPrincipals": ["arn:aws:iam::777788889999:root"]}}`,
		more: []string{"permissions-twice at Provider.Permissions2"}},
	{demand: "principal-form", at: "Provider.Permissions", changes: `Provider.Permissions.AllowedPrincipals.1 = "777788889999"`},
	{demand: "principal-path", at: "Provider.Permissions", changes: `Provider.Permissions.AllowedPrincipals.1 = "arn:aws:iam::777788889999:role/teams/orders"`},
	{demand: "notification-of-one", at: "Provider.Notification", changes: notified + "Provider.Notification.ServiceId = -"},
	{demand: "notification-event", at: "Provider.Notification", changes: notified + `Provider.Notification.ConnectionEvents.0 = "Accepted"`},
	{demand: "notification-topic-policy", at: "Provider.Notification", changes: notified + "Provider.!Resources.TopicPolicy = -"},
	{demand: "notification-topic-key", at: "Provider.Notification", changes: notified + `Provider.Topic.KmsMasterKeyId = "alias/aws/sns"`},
	{demand: "existing-listener-missing", at: "Provider.Service", changes: secondNlb},
	{demand: "zonal-port-missing", at: "Provider.Service", changes: secondNlb + listener2 + targets2 + `
		Provider.Nlb.Subnets = [{"Ref": "SubnetA"}]
		Provider.Nlb2.Subnets = [{"Ref": "SubnetB"}]
		Provider.Listener2.Port = 444`, more: []string{"zonal-port-missing at Provider.Service"}},
	{demand: "existing-listener-missing", at: "Provider.Service", changes: secondNlb + listener2 + targets2 + `
		Provider.Listener2.Protocol = "TCP_UDP"
		Provider.Targets2.Protocol = "TCP_UDP"
		Provider.Targets2.HealthCheckProtocol = "TCP"`},
	{demand: "service-one-zone", at: "Provider.Service", changes: `
		Provider.Nlb.Subnets = [{"Ref": "SubnetA"}]
		Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}]`},

	// Endpoints.
	{demand: "service-name-form", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.ServiceName = "com.amazonaws.us-east-1.vpce-svc-0123456789abcdef0"`},
	{demand: "service-name-region", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.ServiceName = "com.amazonaws.vpce.eu-west-3.vpce-svc-0123456789abcdef0"`},
	{demand: "service-name-region", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.ServiceName = "com.amazonaws.eu-west-3.ssm"`},
	{demand: "aws-service-name", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.ServiceName = "com.amazonaws.us-east-1.iam"`},
	{demand: "service-region-supported", at: "Paris.Endpoint", changes: paris + `
		Provider.Service.SupportedRegions = ["us-east-1", "eu-west-1"]`},
	{demand: "service-partition", at: "Beijing.Endpoint", changes: strings.ReplaceAll(paris, "Paris", "Beijing"), more: []string{"service-region-supported at Beijing.Endpoint"}},
	{demand: "principal-missing", at: "Consumer.Endpoint", changes: `Provider.Permissions.AllowedPrincipals = ["arn:aws:iam::777788889999:root"]`},
	{demand: "endpoint-type", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.VpcEndpointType = "GatewayLoadBalancer"`},
	{demand: "endpoint-subnets", at: "Consumer.Endpoint", changes: "Consumer.Endpoint.SubnetIds = -"},
	{demand: "endpoint-subnets-vpc", at: "Consumer.Endpoint", changes: otherConsumerVpc + `
		Consumer.Subnet2.AvailabilityZoneId = "use1-az2"
		Consumer.Endpoint.SubnetIds.1 = {"Ref": "Subnet2"}`},
	{demand: "endpoint-groups-vpc", at: "Consumer.Endpoint", changes: otherConsumerVpc + `
		Consumer.Endpoint.SecurityGroupIds.0 = {"Ref": "Group2"}`},
	{demand: "consumer-subnet-per-zone", at: "Consumer.Endpoint", changes: `Consumer.SubnetB.AvailabilityZoneId = "use1-az1"`},
	{demand: "consumer-subnet-per-zone", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}, {"Fn::GetAtt": ["SubnetA", "SubnetId"]}]`},
	{demand: "zones-disjoint", at: "Consumer.Endpoint", changes: `Consumer.SubnetB.AvailabilityZoneId = "use1-az4"`},
	{demand: "remote-access-zones", at: "Paris.Endpoint", changes: paris + `
		Provider.Service.SupportedRegions = ["us-east-1", "eu-west-3"]
		Paris.Subnet.AvailabilityZoneId = "apne1-az3"`},
	{demand: "ip-address-type", at: "Consumer.Endpoint", changes: `
		Consumer.Endpoint.IpAddressType = "dualstack"
		Consumer.SubnetA.Ipv6CidrBlock = "2001:db8:1:1::/64"
		Consumer.SubnetB.Ipv6CidrBlock = "2001:db8:1:2::/64"`},
	{demand: "ip-address-type-subnets", at: "Consumer.Endpoint", changes: dualStack + `
		Provider.Service.SupportedIpAddressTypes = ["ipv4", "ipv6"]
		Consumer.Endpoint.IpAddressType = "dualstack"`},
	{demand: "dns-record-type", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.DnsOptions = {"DnsRecordIpType": "ipv6"}`},
	{demand: "security-group-count", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.SecurityGroupIds = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"]`},
	{demand: "security-group-count", at: "Provider.Nlb", changes: `Provider.Nlb.SecurityGroups = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"]`},
	{demand: "security-group-count", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.SecurityGroupIds = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6", {"Fn::If": ["Open", "sg-7", {"Ref": "AWS::NoValue"}]}]`},
	{demand: "endpoint-count", at: "Consumer.More9", changes: copies(`Consumer.More# = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface",
		 "VpcId": {"Ref": "Vpc"}, "SubnetIds": ["subnet-#"], "ServiceName": "com.amazonaws.us-east-1.s#"}}`, 50)},
	{demand: "endpoint-policy", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.PolicyDocument = {"Statement": []}`},
	{demand: "endpoint-policy-size", at: "Consumer.S3", changes: s3 + `
		Consumer.S3.DnsOptions = {"PrivateDnsOnlyForInboundResolverEndpoint": "AllResolvers"}
		Consumer.S3.PolicyDocument = {"Statement": ` + repeated(`{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket-#/*"}`, 250) + `}`},
	{demand: "clients-unknown", at: "Consumer.Endpoint", changes: "Consumer.Group.SecurityGroupIngress = -"},
	{demand: "client-ip-address-type", at: "Consumer.Endpoint", changes: `Consumer.Group.SecurityGroupIngress.0 = {"CidrIpv6": "2001:db8::/32", "IpProtocol": "-1"}`},
	{demand: "endpoint-port-closed", at: "Consumer.Endpoint", changes: "Consumer.Group.SecurityGroupIngress.0.ToPort = 444\nConsumer.Group.SecurityGroupIngress.0.FromPort = 444"},
	{demand: "acceptance-pending", at: "Consumer.Endpoint", changes: "Provider.Service.AcceptanceRequired = true"},
	{demand: "acceptance-pending", at: "Consumer.Endpoint", changes: "Provider.Service.AcceptanceRequired = -"},
	{demand: "client-range-admitted", at: "Consumer.Endpoint", changes: `Provider.Group.SecurityGroupIngress.0.CidrIp = "10.2.0.0/16"`},

	// A service's own name.
	{demand: "dns-vpc-attributes", at: "Consumer.Endpoint", changes: ownName + "Consumer.Vpc.EnableDnsHostnames = -", more: []string{"dns-vpc-attributes at Consumer.Zone"}},
	{demand: "dns-vpc-attributes", at: "Consumer.Zone", changes: "Consumer.Vpc.EnableDnsSupport = false"},
	{demand: "dns-service-name", at: "Consumer.Endpoint", changes: "Consumer.Endpoint.PrivateDnsEnabled = true"},
	{demand: "dns-verification", at: "Consumer.Endpoint", changes: ownName},
	{demand: "dns-acceptance", at: "Consumer.Endpoint", changes: ownName + "Provider.Service.AcceptanceRequired = true"},
	{demand: "dns-name-taken", at: "Consumer.Endpoint", changes: ownName + `Provider.Service.PrivateDnsName = "orders.internal"`, more: []string{"dns-zone-taken at Consumer.Zone"}},
	{demand: "dns-name-taken", at: "Consumer.S32", changes: s3 + strings.ReplaceAll(s3, "Consumer.S3 ", "Consumer.S32 ") + `
		Consumer.S3.DnsOptions = {"PrivateDnsOnlyForInboundResolverEndpoint": "AllResolvers"}
		Consumer.S32.DnsOptions = {"PrivateDnsOnlyForInboundResolverEndpoint": "AllResolvers"}`, more: []string{"dns-name-taken at Consumer.S3"}},
	{demand: "only-inbound-resolver", at: "Consumer.S3", changes: s3},
	{demand: "gateway-endpoint-order", at: "Consumer.S3", changes: s3 + gateway},
	{demand: "dns-preference", at: "Consumer.Endpoint", changes: `Consumer.Endpoint.DnsOptions = {"PrivateDnsPreference": "ALL_DOMAINS"}`},
	{demand: "dns-aws-off", at: "Consumer.S3", changes: s3 + "Consumer.S3.PrivateDnsEnabled = false"},

	// Functions.
	{demand: "targets-group", at: "Provider.Register", changes: `
		Provider.Register = {"Type": "Custom::PrivateLinkTargets", "Properties": {"ServiceToken": "arn:aws:lambda:us-east-1:111122223333:function:f", "TargetGroup": {"Ref": "Targets"}}}
		Provider.Targets.Targets = -
		Provider.Targets.TargetType = "instance"`},
	{demand: "rejection-retained", at: "Provider.Rejection", changes: rejection + `Provider.!Resources.Service.DeletionPolicy = "RetainExceptOnCreate"`},

	// Load balancers.
	{demand: "load-balancer-name", at: "Provider.Nlb", changes: `Provider.Nlb.Name = "internal-orders"`},
	{demand: "load-balancer-name-taken", at: "Provider.Nlb", changes: secondNlb + listener2 + targets2 + `
		Provider.Nlb.Name = "orders"
		Provider.Nlb2.Name = "orders"`, more: []string{"load-balancer-name-taken at Provider.Nlb2"}},
	{demand: "subnet-mappings", at: "Provider.Nlb", changes: `Provider.Nlb.SubnetMappings = [{"SubnetId": {"Ref": "SubnetA"}}]`, more: []string{"provider-subnet-per-zone at Provider.Nlb"}},
	{demand: "provider-subnet-per-zone", at: "Provider.Nlb", changes: `
		Provider.SubnetB.AvailabilityZoneId = "use1-az1"
		Consumer.Endpoint.SubnetIds = [{"Ref": "SubnetA"}]`},
	{demand: "load-balancer-subnets-vpc", at: "Provider.Nlb", changes: otherVpc + `Provider.Nlb.Subnets.2 = {"Ref": "Subnet2"}`,
		more: []string{"load-balancer-groups-vpc at Provider.Nlb", "target-group-vpc at Provider.Listener"}},
	{demand: "application-load-balancer-zones", at: "Provider.Alb", changes: alb + `Provider.Alb.Subnets = [{"Ref": "SubnetA"}]`},
	{demand: "load-balancer-groups-vpc", at: "Provider.Nlb", changes: otherVpc + `
		Provider.Group2 = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Other", "VpcId": {"Ref": "Vpc2"}}}
		Provider.Nlb.SecurityGroups.1 = {"Ref": "Group2"}`},
	{demand: "enforcement-without-group", at: "Provider.Nlb", changes: `
		Provider.Nlb.SecurityGroups = -
		Provider.Nlb.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = "off"`},
	{demand: "ip-address-type-value", at: "Provider.Nlb", changes: `Provider.Nlb.IpAddressType = "ipv5"`},
	{demand: "ip-address-type-value", at: "Provider.Targets", changes: `Provider.Targets.IpAddressType = "dualstack"`},
	{demand: "enforcement-without-group", at: "Provider.Nlb", changes: `
		Provider.Nlb.SecurityGroups = []
		Provider.Nlb.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = "off"`},
	{demand: "load-balancer-ipv6", at: "Provider.Nlb", changes: `Provider.Nlb.IpAddressType = "dualstack"`},
	{demand: "client-routing-policy", at: "Provider.Nlb", changes: `Provider.Nlb.LoadBalancerAttributes = [{"Key": "dns_record.client_routing_policy", "Value": "same_zone"}]`},
	{demand: "secondary-addresses", at: "Provider.Nlb", changes: `Provider.Nlb.LoadBalancerAttributes = [{"Key": "secondary_ips.auto_assigned.per_subnet", "Value": "8"}]`},
	{demand: "access-logs-prefix", at: "Provider.Nlb", changes: `Provider.Nlb.LoadBalancerAttributes = [{"Key": "access_logs.s3.prefix", "Value": "AWSLogs"}]`},
	{demand: "access-logs-bucket", at: "Provider.Nlb", changes: logs + "Provider.Nlb.LoadBalancerAttributes.1.Key = \"access_logs.s3.prefix\"\nProvider.Nlb.LoadBalancerAttributes.1.Value = \"a\""},
	{demand: "access-logs-permission", at: "Provider.Nlb", changes: logs + tls + "Provider.!Resources.BucketPolicy = -"},
	{demand: "access-logs-permission", at: "Provider.Nlb", changes: logs + tls + `
		Provider.BucketPolicy.PolicyDocument.Statement = [{"Effect": "Deny", "Principal": "*"}]
		Provider.Emptied = {"Type": "Custom::S3AutoDeleteObjects", "Properties": {"BucketName": {"Ref": "Bucket"}}}`},
	{demand: "access-logs-region", at: "Provider.Nlb", changes: logs + tls + `
		Provider.Nlb.LoadBalancerAttributes.1.Value = {"Fn::GetStackOutput": {"StackName": "Paris", "OutputName": "Bucket", "Region": "eu-west-3", "RoleArn": "arn:aws:iam::444455556666:role/r"}}
		Paris.Bucket = {"Type": "AWS::S3::Bucket", "Properties": {}}
		Paris.!Outputs.Bucket = {"Value": {"Ref": "Bucket"}}`},
	{demand: "access-logs-tls", at: "Provider.Nlb", changes: logs},
	{demand: "load-balancer-attribute", at: "Provider.Nlb", changes: `Provider.Nlb.LoadBalancerAttributes = [{"Key": "deletion_protection.enabled", "Value": "yes"}]`},
	{demand: "deny-all-igw-ipv4", at: "Provider.Nlb", changes: `Provider.Nlb.LoadBalancerAttributes = [{"Key": "ipv6.deny_all_igw_traffic", "Value": "true"}]`},
	{demand: "capacity-units", at: "Provider.Nlb", changes: `Provider.Nlb.MinimumLoadBalancerCapacity = {"CapacityUnits": 2750}`},
	{demand: "subnet-mapping-address", at: "Provider.Nlb", changes: `
		Provider.Nlb.Subnets = -
		Provider.Nlb.SubnetMappings = [{"SubnetId": {"Ref": "SubnetA"}, "PrivateIPv4Address": "10.0.0.2"}, {"SubnetId": {"Ref": "SubnetB"}}]`},
	{demand: "subnet-mapping-address", at: "Provider.Nlb", changes: `
		Provider.Nlb.Subnets = -
		Provider.Nlb.SubnetMappings = [{"SubnetId": {"Ref": "SubnetA"}, "PrivateIPv4Address": "10.0.1.20"}, {"SubnetId": {"Ref": "SubnetB"}}]`},
	{demand: "subnet-mapping-ipv6", at: "Provider.Nlb", changes: `Provider.Nlb.EnablePrefixForIpv6SourceNat = "on"`},
	{demand: "existing-load-balancer-inbound", at: "Provider.Nlb", changes: `Provider.Group.SecurityGroupIngress.0.FromPort = 8443
		Provider.Group.SecurityGroupIngress.0.ToPort = 8443`},
	{demand: "existing-load-balancer-inbound", at: "Provider.Nlb", changes: "Provider.Group.SecurityGroupIngress = -"},
	{demand: "existing-load-balancer-outbound", at: "Provider.Nlb", changes: `Provider.Out.CidrIp = "255.255.255.255/32"`},

	// Listeners.
	{demand: "listener-port-range", at: "Provider.Listener", changes: "Provider.Listener.Port = 70000", more: []string{"existing-load-balancer-inbound at Provider.Nlb"}},
	{demand: "listener-protocol", at: "Provider.Listener", changes: `Provider.Listener.Protocol = "SCTP"`},
	{demand: "listener-port-duplicate", at: "Provider.Listener", changes: strings.Replace(listener2, `"Nlb2"`, `"Nlb"`, 1) + targets2, more: []string{"listener-port-duplicate at Provider.Listener2"}},
	{demand: "listener-count", at: "Provider.Listener", changes: "Provider.Nlb.SecurityGroups = -\n" + copies(`Provider.More# = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
		 "LoadBalancerArn": {"Ref": "Nlb"}, "Port": 10#, "Protocol": "TCP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets"}}]}}`, 50), more: counted("listener-count at Provider.More#", 50)},
	{demand: "target-group-weight", at: "Provider.Listener", changes: targets2 + `
		Provider.Listener.DefaultActions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "Targets"}, "Weight": 1000}, {"TargetGroupArn": {"Ref": "Targets2"}, "Weight": 1}]}}]`},
	{demand: "listener-target-protocol", at: "Provider.Listener", changes: `Provider.Targets.Protocol = "TLS"`},
	{demand: "target-group-weight-tls", at: "Provider.Listener", changes: tls + targets2 + `
		Provider.Targets2.Protocol = "TLS"
		Provider.Listener.DefaultActions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "Targets"}, "Weight": 1}, {"TargetGroupArn": {"Ref": "Targets2"}, "Weight": 1}]}}]`},
	{demand: "stickiness-tls", at: "Provider.Listener", changes: tls + `Provider.Targets.TargetGroupAttributes = [{"Key": "stickiness.enabled", "Value": "true"}]`},
	{demand: "target-group-taken", at: "Provider.Listener", changes: secondNlb + listener2 + `
		Provider.Listener2.DefaultActions.0.TargetGroupArn = {"Ref": "Targets"}`, more: []string{"target-group-taken at Provider.Listener2"}},
	{demand: "target-group-vpc", at: "Provider.Listener", changes: otherVpc + `Provider.Targets.VpcId = {"Ref": "Vpc2"}`, more: []string{"target-zone-unknown at Provider.Targets"}},
	{demand: "ipv6-targets", at: "Provider.Listener", changes: `
		Provider.Targets.IpAddressType = "ipv6"
		Provider.Targets.Targets = -`},
	{demand: "ipv6-targets", at: "Provider.Targets", changes: alb + dualStack + `Provider.Targets.IpAddressType = "ipv6"`},
	{demand: "dual-stack-udp", at: "Provider.Listener", changes: dualStack + `
		Provider.Listener.Protocol = "UDP"
		Provider.Targets.Protocol = "UDP"
		Provider.Group.SecurityGroupIngress.0.IpProtocol = "udp"`},
	{demand: "tls-certificate-required", at: "Provider.Listener", changes: tls + "Provider.Listener.Certificates = -"},
	{demand: "tls-certificate-arn", at: "Provider.Listener", changes: tls + `Provider.Listener.Certificates.0.CertificateArn = "orders"`},
	{demand: "tls-certificate-region", at: "Provider.Listener", changes: tls + `Provider.Listener.Certificates.0.CertificateArn = "arn:aws:acm:eu-west-1:111122223333:certificate/1"`},
	{demand: "tls-certificate-count", at: "Provider.More", changes: tls + `Provider.More = {"Type": "AWS::ElasticLoadBalancingV2::ListenerCertificate", "Properties": {"ListenerArn": {"Ref": "Listener"},
		 "Certificates": ` + repeated(`{"CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/#"}`, 26) + `}}`},
	{demand: "tls-only-settings", at: "Provider.Listener", changes: `Provider.Listener.SslPolicy = "ELBSecurityPolicy-2016-08"`},
	{demand: "tls-policy", at: "Provider.Listener", changes: tls + `Provider.Listener.SslPolicy = "TLSv1.2"`},
	{demand: "tls-alpn", at: "Provider.Listener", changes: tls + `Provider.Listener.AlpnPolicy = ["h2"]`},
	{demand: "idle-timeout", at: "Provider.Listener", changes: `Provider.Listener.ListenerAttributes = [{"Key": "tcp.idle_timeout.seconds", "Value": "10"}]`},
	{demand: "idle-timeout", at: "Provider.Listener", changes: tls + `Provider.Listener.ListenerAttributes = [{"Key": "tcp.idle_timeout.seconds", "Value": "100"}]`},
	{demand: "quic-alone", at: "Provider.Listener", changes: quic + targets2 + `
		Provider.Targets2.Protocol = "UDP"
		Provider.Listener2 = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Nlb"}, "Port": 53, "Protocol": "UDP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets2"}}]}}`,
		more: []string{"quic-alone at Provider.Listener2"}},
	{demand: "quic-load-balancer", at: "Provider.Listener", changes: quic + `
		Provider.Nlb.SecurityGroups = [{"Ref": "Group"}]
		Provider.Group.SecurityGroupIngress.0.IpProtocol = "udp"`},
	{demand: "targets-quota", at: "Provider.Listener", changes: `
		Provider.Nlb.LoadBalancerAttributes = [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]
		Provider.Targets.Targets = ` + repeated(`{"Id": "10.0.0.10", "Port": 1#}`, 501)},
	{demand: "listener-group-count", at: "Provider.Listener", changes: `
		Provider.Listener.DefaultActions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": ` + repeated(`{"TargetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/t/#", "Weight": 1}`, 6) + `}}]`},
	{demand: "capacity-tls", at: "Provider.Listener", changes: tls + `Provider.Nlb.MinimumLoadBalancerCapacity = {"CapacityUnits": 5500}`},
	{demand: "rule-priority-taken", at: "Provider.Rule0", changes: alb + copies(`Provider.Rule# = {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Web"}, "Priority": 1,
		 "Conditions": [{"Field": "path-pattern", "Values": ["/#"]}], "Actions": [{"Type": "forward", "TargetGroupArn": {"Ref": "WebTargets"}}]}}`, 2), more: []string{"rule-priority-taken at Provider.Rule1"}},

	// Target groups and health checks.
	{demand: "target-group-name", at: "Provider.Targets", changes: `Provider.Targets.Name = "orders_targets"`},
	{demand: "target-group-name-twice", at: "Provider.Targets", changes: secondNlb + listener2 + targets2 + `
		Provider.Targets.Name = "orders"
		Provider.Targets2.Name = "orders"`, more: []string{"target-group-name-twice at Provider.Targets2"}},
	{demand: "target-type", at: "Provider.Targets", changes: `Provider.Targets.TargetType = "address"`},
	{demand: "target-group-protocol", at: "Provider.Targets", changes: `Provider.Targets.Protocol = "SSL"`, more: []string{"listener-target-protocol at Provider.Listener"}},
	{demand: "target-port-range", at: "Provider.Targets", changes: "Provider.Targets.Targets.0.Port = 0"},
	{demand: "health-protocol", at: "Provider.Targets", changes: `Provider.Targets.HealthCheckProtocol = "UDP"`},
	{demand: "health-interval", at: "Provider.Targets", changes: "Provider.Targets.HealthCheckIntervalSeconds = 4"},
	{demand: "health-timeout", at: "Provider.Targets", changes: "Provider.Targets.HealthCheckTimeoutSeconds = 1"},
	{demand: "health-threshold", at: "Provider.Targets", changes: "Provider.Targets.HealthyThresholdCount = 11"},
	{demand: "health-port", at: "Provider.Targets", changes: `Provider.Targets.HealthCheckPort = "http"`},
	{demand: "health-path", at: "Provider.Targets", changes: "Provider.Targets.HealthCheckProtocol = \"HTTP\"\nProvider.Targets.HealthCheckPath = \"healthz\""},
	{demand: "health-codes", at: "Provider.Targets", changes: "Provider.Targets.HealthCheckProtocol = \"HTTP\"\nProvider.Targets.Matcher = {\"HttpCode\": \"ok\"}"},
	{demand: "health-timeout-interval", at: "Provider.Targets", changes: "Provider.Targets.HealthCheckTimeoutSeconds = 40"},
	{demand: "health-http-only", at: "Provider.Targets", changes: `Provider.Targets.HealthCheckPath = "/healthz"`},
	{demand: "health-udp", at: "Provider.Targets", changes: `
		Provider.Listener.Protocol = "UDP"
		Provider.Targets.Protocol = "UDP"
		Provider.Group.SecurityGroupIngress.0.IpProtocol = "udp"`},
	{demand: "alb-health-protocol", at: "Provider.Targets", changes: alb + `Provider.Targets.HealthCheckProtocol = "TCP"`},
	{demand: "alb-target", at: "Provider.Targets", changes: alb + `Provider.Targets.Protocol = "TLS"`, more: []string{"listener-target-protocol at Provider.Listener"}},
	{demand: "alb-attributes", at: "Provider.Targets", changes: alb + `Provider.Targets.TargetGroupAttributes = [{"Key": "preserve_client_ip.enabled", "Value": "false"}]`},
	{demand: "alb-listener", at: "Provider.Targets", changes: alb + "Provider.Web.Port = 80"},
	{demand: "alb-listener-order", at: "Provider.Targets", changes: alb + "Provider.!Resources.Targets.DependsOn = -"},
	{demand: "alb-vpc", at: "Provider.Targets", changes: alb + otherVpc + `
		Provider.Subnet3 = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc2"}, "CidrBlock": "10.9.1.0/24", "AvailabilityZoneId": "use1-az5"}}
		Provider.WebTargets.VpcId = {"Ref": "Vpc2"}
		Provider.WebTargets.Targets = [{"Id": "10.9.0.20"}]
		Provider.Alb.Subnets = [{"Ref": "Subnet2"}, {"Ref": "Subnet3"}]`},
	{demand: "alb-balancer-count", at: "Provider.Listener", changes: alb + secondNlb + listener2 + targets2 + `
		Provider.Nlb3 = {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Subnets": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]}}
		Provider.Listener3 = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Nlb3"}, "Port": 443, "Protocol": "TCP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Targets3"}}]}}
		Provider.Targets3 = {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "DependsOn": "Web", "Properties": {"VpcId": {"Ref": "Vpc"}, "Port": 8443, "Protocol": "TCP", "TargetType": "alb", "Targets": [{"Id": {"Ref": "Alb"}}]}}
		Provider.Service.NetworkLoadBalancerArns.2 = {"Ref": "Nlb3"}
		Provider.Targets2.TargetType = "alb"
		Provider.Targets2.Targets = [{"Id": {"Ref": "Alb"}}]
		Provider.!Resources.Targets2.DependsOn = "Web"`, more: []string{"alb-balancer-count at Provider.Listener2", "alb-balancer-count at Provider.Listener3"}},
	{demand: "preserve-client-ip-udp", at: "Provider.Targets", changes: `
		Provider.Listener.Protocol = "UDP"
		Provider.Targets.Protocol = "UDP"
		Provider.Targets.TargetGroupAttributes = [{"Key": "preserve_client_ip.enabled", "Value": "false"}]
		Provider.Group.SecurityGroupIngress.0.IpProtocol = "udp"`},
	{demand: "quic-attributes", at: "Provider.Targets", changes: quic + `Provider.Targets.TargetGroupAttributes = [{"Key": "proxy_protocol_v2.enabled", "Value": "true"}]`},
	{demand: "stickiness-tls", at: "Provider.Targets", changes: tls + `
		Provider.Targets.Protocol = "TLS"
		Provider.Targets.TargetGroupAttributes = [{"Key": "stickiness.enabled", "Value": "true"}]`, more: []string{"stickiness-tls at Provider.Listener"}},
	{demand: "unhealthy-draining", at: "Provider.Targets", changes: `Provider.Targets.TargetGroupAttributes = [{"Key": "target_health_state.unhealthy.draining_interval_seconds", "Value": "60"}]`},
	{demand: "deregistration-delay", at: "Provider.Targets", changes: `Provider.Targets.TargetGroupAttributes = [{"Key": "deregistration_delay.timeout_seconds", "Value": "3601"}]`},
	{demand: "target-group-health", at: "Provider.Targets", changes: `Provider.Targets.TargetGroupAttributes = [{"Key": "target_group_health.dns_failover.minimum_healthy_targets.percentage", "Value": "0"}]`},
	{demand: "target-group-attribute", at: "Provider.Targets", changes: `Provider.Targets.TargetGroupAttributes = [{"Key": "proxy_protocol_v2.enabled", "Value": "on"}]`},
	{demand: "target-address", at: "Provider.Targets", changes: `Provider.Targets.Targets.0.Id = "orders.example.com"`},
	{demand: "target-address", at: "Provider.Targets", changes: `
		Provider.Targets.TargetType = "instance"
		Provider.Targets.Targets = [{"Id": {"Ref": "Server"}}]
		Provider.Server = {"Type": "AWS::EC2::Instance", "Properties": {"SubnetId": {"Ref": "Subnet2"}}}` + otherVpc},
	{demand: "target-address-range", at: "Provider.Targets", changes: `Provider.Targets.Targets.0.Id = "203.0.113.5"`, more: []string{"target-zone-unknown at Provider.Targets"}},
	{demand: "target-zone-unknown", at: "Provider.Targets", changes: `Provider.Targets.Targets.0.Id = "192.168.0.5"`},
	{demand: "target-zone-inside", at: "Provider.Targets", changes: `Provider.Targets.Targets.0.AvailabilityZone = "all"`},
	{demand: "target-duplicate", at: "Provider.Targets", changes: `Provider.Targets.Targets.2 = {"Id": "10.0.0.10", "Port": 8443}`},
	{demand: "quic-server-id", at: "Provider.Targets", changes: quic + `Provider.Targets.Targets.1.QuicServerId = "0x0000000000000001"`},
	{demand: "target-zone-empty", at: "Provider.Targets", changes: `Provider.Targets.Targets = [{"Id": "10.0.0.10"}]`},
	{demand: "ecs-target-group-balancer", at: "Provider.Tasks", changes: ecs + targets2 + `
		Provider.Targets2.Targets = -
		Provider.Tasks.LoadBalancers.1 = {"ContainerName": "web", "ContainerPort": 8443, "TargetGroupArn": {"Ref": "Targets2"}}`},
	{demand: "ecs-target-group-count", at: "Provider.Tasks", changes: ecs + `
		Provider.Tasks.LoadBalancers = ` + repeated(`{"ContainerName": "web", "ContainerPort": 8443, "TargetGroupArn": {"Ref": "Targets"}}`, 6)},
	{demand: "ecs-target-type", at: "Provider.Tasks", changes: ecs + `Provider.Targets.TargetType = "instance"`},
	{demand: "ecs-container", at: "Provider.Tasks", changes: ecs + "Provider.Tasks.LoadBalancers.0.ContainerPort = 80"},

	// Security groups.
	{demand: "group-description", at: "Provider.Group", changes: `Provider.Group.GroupDescription = "Bestellungen für alle"`},
	{demand: "security-group-name", at: "Consumer.Group", changes: `Consumer.Group.GroupName = "sg-orders"`},
	{demand: "group-name-taken", at: "Provider.Group", changes: `
		Provider.Group2 = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupName": "orders", "GroupDescription": "Other", "VpcId": {"Ref": "Vpc"}}}
		Provider.Nlb.SecurityGroups.1 = {"Ref": "Group2"}
		Provider.Group.GroupName = "orders"`, more: []string{"group-name-taken at Provider.Group2"}},
	{demand: "group-rule-form", at: "Provider.Group", changes: `Provider.Group.SecurityGroupIngress.0.CidrIp = "10.1.0.0"`},
	{demand: "group-rule-form", at: "Provider.Out", changes: `Provider.Out.CidrIpv6 = "2001:db8::/32"`},
	{demand: "group-rule-duplicate", at: "Provider.Group", changes: `
		Provider.Group.SecurityGroupIngress.1 = {"CidrIp": "10.1.0.0/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "Description": "again"}`},
	{demand: "group-rule-duplicate", at: "Provider.Group", changes: `
		Provider.Group.SecurityGroupIngress.1 = {"CidrIp": "10.1.0.5/16", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}`},
	{demand: "group-rule-network", at: "Provider.Out", changes: otherVpc + `
		Provider.Group2 = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Other", "VpcId": {"Ref": "Vpc2"}}}
		Provider.Out.CidrIp = -
		Provider.Out.DestinationSecurityGroupId = {"Ref": "Group2"}`},
	{demand: "security-group-rules", at: "Provider.Group", changes: `
		Provider.Group.SecurityGroupIngress = ` + repeated(`{"CidrIp": "10.1.#.0/24", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}`, 61)},

	// Names.
	{demand: "dns-zone-name", at: "Consumer.Zone", changes: "Consumer.Zone.Name = \"orders internal\"\nConsumer.Record.Name = \"api.orders.x\"",
		more: []string{"record-outside-zone at Consumer.Record"}},
	{demand: "zone-vpc", at: "Consumer.Zone", changes: `
		Provider.!Outputs.Vpc = {"Value": {"Ref": "Vpc"}}
		Consumer.Zone.VPCs.1 = {"VPCRegion": "us-east-1", "VPCId": {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "Vpc", "RoleArn": "arn:aws:iam::111122223333:role/r"}}}`},
	{demand: "zone-vpc-twice", at: "Consumer.Zone", changes: `Consumer.Zone.VPCs.1 = {"VPCRegion": "us-east-1", "VPCId": {"Fn::GetAtt": ["Vpc", "VpcId"]}}`},
	{demand: "dns-zone-taken", at: "Consumer.Zone", changes: `
		Consumer.Zone2 = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "Orders.Internal.", "VPCs": [{"VPCId": {"Ref": "Vpc"}, "VPCRegion": "us-east-1"}]}}`},
	{demand: "dns-record-name", at: "Consumer.Record", changes: `Consumer.Record.Name = "a b.orders.internal"`},
	{demand: "record-outside-zone", at: "Consumer.Record", changes: `Consumer.Record.Name = "api.orders.example.com"`},
	{demand: "record-apex", at: "Consumer.Record", changes: cname + `Consumer.Record.Name = "orders.internal"`},
	{demand: "record-taken", at: "Consumer.Record", changes: `
		Consumer.Record2 = {"Type": "AWS::Route53::RecordSet", "Properties": {"HostedZoneId": {"Ref": "Zone"}, "Name": "api.orders.internal.", "Type": "A", "TTL": "60", "ResourceRecords": ["10.1.0.5"]}}`},
	{demand: "verification-record-twice", at: "Provider.Txt0", changes: verified},
	{demand: "record-form", at: "Consumer.Record", changes: `Consumer.Record.TTL = "60"`},
	{demand: "record-form", at: "Provider.Txt0", changes: verified + `Provider.Txt0.ResourceRecords = [{"Fn::GetAtt": ["Service", "PrivateDnsNameConfiguration.Value"]}]
		Provider.Txt0.ResourceRecords = ["without"]`},
	{demand: "dns-name-shadowed", at: "Consumer.Record", changes: `
		Consumer.Zone2 = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "api.orders.internal", "VPCs": [{"VPCId": {"Ref": "Vpc"}, "VPCRegion": "us-east-1"}]}}`},
	{demand: "dns-zone-vpc", at: "Consumer.Record", changes: otherConsumerVpc + `Consumer.Zone.VPCs.0.VPCId = {"Ref": "Vpc2"}`},
	{demand: "certificate-name", at: "Consumer.Record", changes: tls + certificate},

	// What stands around them.
	{demand: "tag-key", at: "Provider.Service", changes: `Provider.Service.Tags = [{"Key": "aws:team", "Value": "a"}]`},
	{demand: "tag-key", at: "Provider.Service", changes: `Provider.Service.Tags = [{"Key": "team", "Value": "a"}, {"Key": "team", "Value": "b"}]`},
	{demand: "tag-value", at: "Provider.Service", changes: `Provider.Service.Tags = [{"Key": "team", "Value": "` + strings.Repeat("a", 257) + `"}]`},
	{demand: "tag-count", at: "Provider.Service", changes: `Provider.Service.Tags = ` + repeated(`{"Key": "t#", "Value": ""}`, 51)},
	{demand: "parameter-name", at: "Provider.Contract", changes: contract + `Provider.Contract.Name = "/aws/orders"`},
	{demand: "parameter-taken", at: "Provider.Contract", changes: contract + `
		Provider.Contract2 = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/orders", "Type": "String", "Value": "x"}}`},
}

const (
	// paris is a consumer in another Region.
	paris = `
		Paris.Vpc = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16"}}
		Paris.Subnet = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.1.0.0/24", "AvailabilityZoneId": "euw3-az1"}}
		Paris.Endpoint = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "Subnet"}], "ServiceRegion": "us-east-1",
		 "ServiceName": {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "ServiceName", "Region": "us-east-1", "RoleArn": "arn:aws:iam::111122223333:role/reader"}}}}
	`
	cname = `
		Consumer.Record.Type = "CNAME"
		Consumer.Record.ResourceRecords = [{"Fn::Select": [1, {"Fn::Split": [":", {"Fn::Select": [0, {"Fn::GetAtt": ["Endpoint", "DnsEntries"]}]}]}]}]
		Consumer.Record.AliasTarget = -
		Consumer.Record.TTL = "60"
	`
	verified = `
		Provider.Nlb2 = {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Subnets": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]}}
		Provider.Service2 = {"Type": "AWS::EC2::VPCEndpointService", "Properties": {"NetworkLoadBalancerArns": [{"Ref": "Nlb2"}], "PrivateDnsName": "b.example.com"}}
		Provider.Service.PrivateDnsName = "a.example.com"
		Provider.Txt0 = {"Type": "AWS::Route53::RecordSet", "Properties": {"HostedZoneId": "Z1", "Type": "TXT", "TTL": "1800",
		 "Name": {"Fn::Join": ["", [{"Fn::GetAtt": ["Service", "PrivateDnsNameConfiguration.Name"]}, ".example.com"]]},
		 "ResourceRecords": [{"Fn::Join": ["", ["\"", {"Fn::GetAtt": ["Service", "PrivateDnsNameConfiguration.Value"]}, "\""]]}]}}
		Provider.Txt1 = {"Type": "AWS::Route53::RecordSet", "Properties": {"HostedZoneId": "Z1", "Type": "TXT", "TTL": "1800",
		 "Name": {"Fn::Sub": "${Service2.PrivateDnsNameConfiguration.Name}.example.com"},
		 "ResourceRecords": [{"Fn::Sub": "\"${Service2.PrivateDnsNameConfiguration.Value}\""}]}}
	`
	certificate = `
		Provider.Certificate = {"Type": "AWS::CertificateManager::Certificate", "Properties": {"DomainName": "orders.example.com", "SubjectAlternativeNames": ["*.internal"]}}
		Provider.Listener.Certificates.0.CertificateArn = {"Ref": "Certificate"}
	`
	contract = `
		Provider.Contract = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/orders", "Type": "String", "Value": {"Ref": "Service"}}}
	`
)

func counted(s string, n int) []string {
	return strings.Split(strings.TrimSpace(copies(s, n)), "\n")
}

func TestEachDemandIsFound(t *testing.T) {
	for _, c := range brokenCases {
		t.Run(c.demand, func(t *testing.T) { expect(t, c.changes, append(c.more, c.demand+" at "+c.at)...) })
	}
}

func TestEachDemandHasACase(t *testing.T) {
	for _, d := range Demands() {
		if slices.Contains(onWays, d) {
			continue // TestMutations has them.
		}
		id := strings.TrimPrefix(d.ID, demand.Prefix)
		tested := slices.ContainsFunc(brokenCases, func(c broken) bool { return c.demand == id })
		if tested == (onlyClosed[id] != "") {
			t.Errorf("%s has a case: %t; only the stand-in shows it: %q", id, tested, onlyClosed[id])
		}
	}
	for id := range onlyClosed {
		if !slices.ContainsFunc(Demands(), func(d *demand.Demand) bool { return d.ID == demand.Prefix+id }) {
			t.Errorf("%s isn't checked", id)
		}
	}
}
