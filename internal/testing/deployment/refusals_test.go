package deployment

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// refusalCase is a valid system that is broken behind the library's back.
type refusalCase struct {
	// rule is the library's, which says at synthesis what is refused at deploy.
	rule   string
	system func(awscdk.App)
	// breaks uses escape hatches.
	breaks func(awscdk.App)
	// by is the stand-in's rule, where it goes by another name; schema for what
	// doesn't fit the schema of the type; or what CloudFormation itself says.
	by string
	// of is the resource type, where several have a rule of that name.
	of string
	// given is what is there before, beside what is given to all systems.
	given func(*resources.World)
	// later: the system is deployed unbroken before.
	later bool
}

// schema stands for a refusal by the schema.
const schema = "schema"

// removed takes a property away.
type removed struct{}

// hatch sets properties of resources, by construct path, behind the library's back.
func hatch(path string, propertiesAndValues ...any) func(awscdk.App) {
	return func(app awscdk.App) {
		for i := 0; i < len(propertiesAndValues); i += 2 {
			property := propertiesAndValues[i].(string)
			if value := propertiesAndValues[i+1]; value == (removed{}) {
				resourceAt(app, path).AddPropertyDeletionOverride(&property)
			} else {
				override(app, path, property, value)
			}
		}
	}
}

// all uses several hatches.
func all(hatches ...func(awscdk.App)) func(awscdk.App) {
	return func(app awscdk.App) {
		for _, use := range hatches {
			use(app)
		}
	}
}

func none(awscdk.App) {}

// attributed sets attributes of a load balancer, listener or group, and no others.
func attributed(keysAndValues ...string) []any {
	var pairs []any
	for i := 0; i < len(keysAndValues); i += 2 {
		pairs = append(pairs, map[string]any{"Key": keysAndValues[i], "Value": keysAndValues[i+1]})
	}
	return pairs
}

func repeated(count int, element func(i int) any) []any {
	var list []any
	for i := range count {
		list = append(list, element(i))
	}
	return list
}

// Paths of the systems' resources.
const (
	theBalancer      = "Provider/Orders/LoadBalancer"
	theGroup         = "Provider/Orders/TargetGroup443"
	theListener      = "Provider/Orders/Listener443"
	theService       = "Provider/Orders/EndpointService"
	thePrincipal     = "Provider/Orders/Permissions"
	theEndpoint      = "Consumer/Orders/Endpoint"
	theGateway       = "Provider/Database/Gateway"
	theConfiguration = "Provider/Database/Configuration"
	theMember        = "Provider/Group/Member-A"
	balancerAttr     = "LoadBalancerAttributes"
	groupAttr        = "TargetGroupAttributes"
)

func certificates(count int) []any {
	return repeated(count, func(i int) any {
		return map[string]any{"CertificateArn": fmt.Sprintf("arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-%012d", i)}
	})
}

// reference refers to a resource, as a template does.
func reference(app awscdk.App, path string) any {
	return awscdk.Stack_Of(resourceAt(app, path)).Resolve(resourceAt(app, path).Ref())
}

// crowded gives the VPC that is there as many endpoints as it may have.
func crowded(world *resources.World) {
	for i := range 50 {
		world.Give(Home, "AWS::EC2::VPCEndpoint", fmt.Sprintf("vpce-%017d", i), resources.Properties{
			"VpcId": "vpc-0123456789abcdef0", "VpcEndpointType": "Interface", "ServiceName": fmt.Sprintf("com.amazonaws.us-east-1.other%d", i),
		})
	}
}

func sixGroups(world *resources.World) {
	for i := range 6 {
		world.Give(Home, "AWS::EC2::SecurityGroup", fmt.Sprintf("sg-%017d", i), resources.Properties{"VpcId": "vpc-0123456789abcdef0"})
	}
}

// verified has the domain of the service's private name proven, before its consumer is
// deployed.
var verified = func(world *resources.World) { world.VerifyAll() }

// refusalCases have AWS refuse what the library says at synthesis.
var refusalCases = []refusalCase{
	// The load balancer.
	{rule: "access-logs-bucket", system: pair, breaks: hatch(theBalancer, balancerAttr, attributed("access_logs.s3.enabled", "true"))},
	{rule: "access-logs-prefix", system: pair, breaks: hatch(theBalancer, balancerAttr, attributed("access_logs.s3.enabled", "true", "access_logs.s3.bucket", "logs", "access_logs.s3.prefix", "AWSLogs/orders"))},
	{rule: "capacity-units", system: pair, breaks: hatch(theBalancer, "MinimumLoadBalancerCapacity.CapacityUnits", 100)},
	{rule: "capacity-tls", system: tls, breaks: hatch(theBalancer, "MinimumLoadBalancerCapacity.CapacityUnits", 6000)},
	{rule: "client-routing-policy", system: pair, breaks: hatch(theBalancer, balancerAttr, attributed("dns_record.client_routing_policy", "nearest"))},
	{rule: "load-balancer-ipv6", system: pair, breaks: hatch(theBalancer, "IpAddressType", "dualstack")},
	{rule: "load-balancer-name", system: pair, breaks: hatch(theBalancer, "Name", "internal-orders")},
	{rule: "provider-subnet-per-zone", system: pair, breaks: func(app awscdk.App) {
		override(app, theBalancer, "Subnets", []any{reference(app, "Provider/Vpc/OneSubnet1/Subnet"), reference(app, "Provider/Vpc/TwoSubnet1/Subnet")})
	}},
	{rule: "secondary-addresses", system: pair, breaks: hatch(theBalancer, balancerAttr, attributed("secondary_ips.auto_assigned.per_subnet", "8"))},
	{rule: "existing-security-groups", system: pair, breaks: hatch(theBalancer, "SecurityGroups", removed{}, "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", removed{}), later: true},
	{rule: "subnet-mapping-address", system: mapped, breaks: hatch(theBalancer, "SubnetMappings.0.PrivateIPv4Address", "10.9.9.9")},
	{rule: "subnet-mapping-ipv6", system: mapped, breaks: hatch(theBalancer, "SubnetMappings.0.SourceNatIpv6Prefix", "auto_assigned")},
	{rule: "subnet-mappings", system: mapped, breaks: func(app awscdk.App) {
		override(app, theBalancer, "Subnets", []any{reference(app, "Provider/Vpc/OneSubnet1/Subnet")})
	}},

	// Listeners.
	{rule: "idle-timeout", system: pair, breaks: hatch(theListener, "ListenerAttributes", attributed("tcp.idle_timeout.seconds", "30"))},
	{rule: "security-group-name", system: pair, breaks: hatch("Consumer/Orders/SecurityGroup", "GroupName", "sg-orders")},
	{rule: "idle-timeout-regions", of: "AWS::EC2::VPCEndpointService", system: regions, breaks: hatch(theListener, "ListenerAttributes", attributed("tcp.idle_timeout.seconds", "600"))},
	{rule: "idle-timeout-regions", of: "AWS::ElasticLoadBalancingV2::Listener", system: regions, breaks: hatch(theListener, "ListenerAttributes", attributed("tcp.idle_timeout.seconds", "600")), later: true},
	{rule: "idle-timeout-regions", system: brought, breaks: hatch("Provider/First-Nlb/Listener", "ListenerAttributes", attributed("tcp.idle_timeout.seconds", "600"))},
	{rule: "listener-count", system: pair, breaks: fiftyListeners},
	{rule: "listener-port-duplicate", system: pair, breaks: hatch(theListener, "Port", 8443)},
	{rule: "listener-port-range", system: pair, breaks: hatch(theListener, "Port", 70000)},
	{rule: "listener-protocol", system: pair, breaks: hatch(theListener, "Protocol", "TCPX")},
	{rule: "listener-target-protocol", system: pair, breaks: hatch(theListener, "Protocol", "UDP")},
	{rule: "dual-stack-udp", system: dual, breaks: hatch("Provider/Orders/TargetGroup514", "IpAddressType", "ipv4")},
	{rule: "quic-alone", system: quic, breaks: all(hatch("Provider/Orders/Listener8443", "Protocol", "UDP"), hatch("Provider/Orders/TargetGroup8443", "Protocol", "UDP"))},
	{rule: "quic-load-balancer", system: quic, breaks: func(app awscdk.App) {
		stack := awscdk.Stack_Of(resourceAt(app, theBalancer))
		group := awsec2.NewCfnSecurityGroup(stack, jsii.String("Late"), &awsec2.CfnSecurityGroupProps{
			GroupDescription: jsii.String("late"), VpcId: resourceAt(app, "Provider/Vpc").Ref(),
		})
		override(app, theBalancer, "SecurityGroups", []any{stack.Resolve(group.AttrGroupId())})
	}},
	{rule: "target-group-taken", system: brought, breaks: func(app awscdk.App) {
		override(app, "Provider/First-Nlb/Listener", "DefaultActions.0.TargetGroupArn", reference(app, "Provider/Second-Targets"))
	}},
	{rule: "target-group-weight", system: tls, breaks: hatch(theListener, "DefaultActions.0.ForwardConfig.TargetGroups.0.Weight", 1000)},
	{rule: "target-group-weight-tls", system: tls, breaks: hatch("Provider/Orders/TargetGroup443Green", "Protocol", "TLS")},
	{rule: "targets-quota", system: pair, breaks: hatch(theGroup, "Targets", repeated(501, func(i int) any {
		return map[string]any{"Id": fmt.Sprintf("10.0.%d.%d", i/200, i%200+4), "Port": 8443}
	}))},
	{rule: "tls-alpn", system: tls, breaks: hatch(theListener, "AlpnPolicy", []any{"HTTP3Only"})},
	{rule: "tls-certificate-arn", system: tls, breaks: hatch(theListener, "Certificates.0.CertificateArn", "my-certificate")},
	{rule: "tls-certificate-count", system: tls, breaks: hatch("Provider/Orders/Listener443/DefaultCertificates1", "Certificates", certificates(26))},
	{rule: "tls-certificate-region", system: tls, breaks: hatch(theListener, "Certificates.0.CertificateArn", strings.Replace(certificate, "us-east-1", "eu-west-1", 1))},
	{rule: "tls-certificate-required", system: tls, breaks: hatch(theListener, "Certificates", removed{})},
	{rule: "tls-only-settings", system: pair, breaks: hatch(theListener, "SslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06")},

	// Target groups and targets.
	{rule: "alb-health-protocol", system: alb, breaks: hatch("Provider/Orders/TargetGroup80", "HealthCheckProtocol", "TCP", "HealthCheckPath", removed{}, "Matcher", removed{})},
	{rule: "alb-listener", system: alb, breaks: hatch("Provider/Orders/TargetGroup80", "Targets.0.Port", 81)},
	{rule: "alb-target", system: alb, breaks: hatch("Provider/Orders/TargetGroup80", "Protocol", "TLS")},
	{rule: "deregistration-delay", system: pair, breaks: hatch(theGroup, groupAttr, attributed("deregistration_delay.timeout_seconds", "3601"))},
	{rule: "health-codes", system: servers, breaks: hatch(theGroup, "Matcher.HttpCode", "600")},
	{rule: "health-http-only", system: pair, breaks: hatch(theGroup, "HealthCheckPath", "/healthz")},
	{rule: "health-interval", system: pair, breaks: hatch(theGroup, "HealthCheckIntervalSeconds", 4)},
	{rule: "health-path", system: servers, breaks: hatch(theGroup, "HealthCheckPath", "healthz")},
	{rule: "health-port", system: pair, breaks: hatch(theGroup, "HealthCheckPort", "0")},
	{rule: "health-protocol", system: pair, breaks: hatch(theGroup, "HealthCheckProtocol", "UDP")},
	{rule: "health-threshold", system: pair, breaks: hatch(theGroup, "HealthyThresholdCount", 11)},
	{rule: "health-threshold", system: pair, breaks: hatch(theGroup, "UnhealthyThresholdCount", 1)},
	{rule: "health-timeout", system: pair, breaks: hatch(theGroup, "HealthCheckTimeoutSeconds", 121)},
	{rule: "health-timeout-interval", system: pair, breaks: hatch(theGroup, "HealthCheckTimeoutSeconds", 31)},
	{rule: "ipv6-targets", of: "AWS::ElasticLoadBalancingV2::Listener", system: tls, breaks: hatch("Provider/Orders/TargetGroup443Green", "IpAddressType", "ipv6")},
	{rule: "preserve-client-ip-udp", system: udp, breaks: hatch("Provider/Orders/TargetGroup514", groupAttr, attributed("preserve_client_ip.enabled", "false"))},
	{rule: "quic-attributes", system: quic, breaks: hatch(theGroup, groupAttr, attributed("proxy_protocol_v2.enabled", "true"))},
	{rule: "quic-server-id", system: quic, breaks: hatch(theGroup, "Targets.0.QuicServerId", "0x01")},
	{rule: "stickiness-tls", of: "AWS::ElasticLoadBalancingV2::Listener", system: tls, breaks: hatch("Provider/Orders/TargetGroup443Blue", groupAttr, attributed("stickiness.enabled", "true", "stickiness.type", "source_ip"))},
	{rule: "target-address", system: pair, breaks: hatch(theGroup, "Targets.0.Id", "2001:db8::1")},
	{rule: "target-address-range", system: pair, breaks: hatch(theGroup, "Targets.0.Id", "8.8.8.8")},
	{rule: "target-duplicate", system: pair, breaks: hatch(theGroup, "Targets", repeated(2, func(int) any { return map[string]any{"Id": "10.0.0.10", "Port": 8443} }))},
	{rule: "target-group-health", system: pair, breaks: hatch(theGroup, groupAttr, attributed("target_group_health.dns_failover.minimum_healthy_targets.percentage", "101"))},
	{rule: "target-group-name", system: mapped, breaks: hatch(theGroup, "Name", "orders-")},
	{rule: "target-group-name-twice", system: logged, breaks: hatch(theGroup, "Name", "Billing")},
	{rule: "target-kinds-mixed", by: "target-address", system: pair, breaks: hatch(theGroup, "Targets.0.Id", "i-0123456789abcdef0")},
	{rule: "target-port-range", system: pair, breaks: hatch(theGroup, "Targets.0.Port", 70000)},
	{rule: "target-type", system: pair, breaks: hatch(theGroup, "TargetType", "container")},
	{rule: "target-zone-unknown", system: pair, breaks: hatch(theGroup, "Targets.0.Id", "192.168.1.5")},
	{rule: "unhealthy-draining", system: pair, breaks: hatch(theGroup, groupAttr, attributed("target_health_state.unhealthy.draining_interval_seconds", "60"))},

	// The service.
	{rule: "existing-load-balancer", system: alb, breaks: func(app awscdk.App) {
		override(app, theService, "NetworkLoadBalancerArns", []any{reference(app, "Provider/Web")})
	}},
	{rule: "service-ip-address-types", system: brought, breaks: hatch("Provider/First/EndpointService", "SupportedIpAddressTypes", []any{"ipv4", "ipv6"})},
	{rule: "existing-load-balancer-place", by: "absent-AWS::ElasticLoadBalancingV2::LoadBalancer", system: pair,
		breaks: hatch(theService, "NetworkLoadBalancerArns", []any{"arn:aws:elasticloadbalancing:us-east-1:444455556666:loadbalancer/net/theirs/0123456789abcdef"})},
	{rule: "existing-load-balancer-taken", system: brought, breaks: func(app awscdk.App) {
		override(app, "Provider/First/EndpointService", "NetworkLoadBalancerArns", []any{reference(app, "Provider/Second-Nlb")})
	}},
	{rule: "existing-load-balancer-twice", system: pair, breaks: func(app awscdk.App) {
		nlb := reference(app, theBalancer)
		override(app, theService, "NetworkLoadBalancerArns", []any{nlb, nlb})
	}},
	{rule: "parameter-name", system: published, breaks: hatch("Provider/Orders/Contract", "Name", "/aws/orders")},
	{rule: "principal-form", system: pair, breaks: hatch(thePrincipal, "AllowedPrincipals", []any{"arn:aws:sts::111122223333:assumed-role/ops/jane"})},
	{rule: "private-dns-name", system: published, breaks: hatch(theService, "PrivateDnsName", "orders example.com")},
	{rule: "private-dns-zone", by: "record-outside-zone", system: published, breaks: hatch("Provider/Zone", "Name", "example.org")},
	{rule: "service-ip-address-types", system: pair, breaks: hatch(theService, "SupportedIpAddressTypes", []any{"ipv4", "ipv6"})},
	{rule: "supported-region", system: regions, breaks: hatch(theService, "SupportedRegions", []any{"us-east-1", "eu-nowhere-1"})},
	{rule: "supported-region-zones", system: regions, breaks: oneZone},
	{rule: "tag-key", system: pair, breaks: hatch(theService, "Tags", []any{map[string]any{"Key": "aws:team", "Value": "orders"}})},

	// Notifications.
	{rule: "notification-event", system: published, breaks: hatch("Provider/Notification", "ConnectionEvents", []any{"Connected"})},
	{rule: "notification-of-one", system: published, breaks: hatch("Provider/Notification", "ServiceId", removed{})},

	// The endpoint.
	{rule: "aws-service-name", by: "service-missing", system: amazon, breaks: hatch("Consumer/ssm/Endpoint", "ServiceName", "com.amazonaws.us-east-1.com.amazonaws.us-east-1.ssm")},
	{rule: "consumer-subnet-per-zone", system: pair, breaks: func(app awscdk.App) {
		override(app, theEndpoint, "SubnetIds", []any{reference(app, "Consumer/Vpc/OneSubnet1/Subnet"), reference(app, "Consumer/Vpc/TwoSubnet1/Subnet")})
	}},
	{rule: "consumer-service-required", by: "service-missing", system: pair, breaks: hatch(theEndpoint, "ServiceName", removed{})},
	{rule: "consumer-vpc-required", by: schema, system: pair, breaks: hatch(theEndpoint, "VpcId", removed{})},
	{rule: "ip-address-type-value", of: "AWS::ElasticLoadBalancingV2::LoadBalancer", system: pair, breaks: hatch(theBalancer, "IpAddressType", "ipv5")},
	{rule: "ip-address-type-value", of: "AWS::ElasticLoadBalancingV2::TargetGroup", system: pair, breaks: hatch(theGroup, "IpAddressType", "dualstack")},
	{rule: "endpoint-count", system: imported, breaks: none, given: crowded},
	{rule: "endpoint-policy", system: pair, breaks: hatch(theEndpoint, "PolicyDocument", policy(1))},
	{rule: "endpoint-policy-size", system: amazon, breaks: hatch("Consumer/ssm/Endpoint", "PolicyDocument", policy(1000))},
	{rule: "ip-address-type", system: pair, breaks: hatch(theEndpoint, "IpAddressType", "ipv6")},
	{rule: "ip-address-type-subnets", system: dual, breaks: hatch(theEndpoint, "IpAddressType", "ipv6", "DnsOptions.DnsRecordIpType", "ipv6")},
	{rule: "ip-address-type-subnets", system: dual, breaks: hatch("Consumer/Plain/Endpoint", "IpAddressType", "dualstack")},
	{rule: "lattice-arn", by: "service-missing", system: lattice, breaks: hatch(theEndpoint, "ResourceConfigurationArn", "rcfg-0123456789abcdef0")},
	{rule: "principal-missing", by: "service-missing", system: pair, breaks: hatch(thePrincipal, "AllowedPrincipals", []any{"arn:aws:iam::444455556666:root"})},
	{rule: "security-group-count", of: "AWS::EC2::VPCEndpoint", system: imported, given: sixGroups, breaks: hatch(theEndpoint, "SecurityGroupIds", repeated(6, func(i int) any { return fmt.Sprintf("sg-%017d", i) }))},
	{rule: "security-group-rules", system: pair, breaks: hatch("Consumer/Orders/SecurityGroup", "SecurityGroupIngress", repeated(61, func(i int) any {
		return map[string]any{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": fmt.Sprintf("10.%d.0.0/16", i)}
	}))},
	{rule: "service-name-form", by: "service-missing", system: pair, breaks: hatch(theEndpoint, "ServiceName", "vpce-svc-0123456789abcdef0")},
	{rule: "service-name-region", by: "service-missing", system: regions, breaks: hatch(theEndpoint, "ServiceRegion", "eu-west-1")},
	{rule: "service-partition", by: "service-missing", system: pair, breaks: hatch(theEndpoint, "ServiceName", "cn.com.amazonaws.vpce.cn-north-1.vpce-svc-0123456789abcdef0", "ServiceRegion", "cn-north-1")},
	{rule: "service-region-supported", by: "service-missing", system: regions, breaks: hatch(theService, "SupportedRegions", removed{})},
	{rule: "zones-disjoint", system: accounts, breaks: none, given: func(world *resources.World) { world.ShiftZones(Partner, 2) }},

	// Names.
	{rule: "dns-acceptance", system: named, given: verified, breaks: hatch(theService, "AcceptanceRequired", true)},
	{rule: "dns-lattice", by: "Template error: Fn::Select cannot select nonexistent value at index 0", system: lattice, breaks: latticeRecord},
	{rule: "dns-name-taken", of: "AWS::EC2::VPCEndpoint", system: amazon, given: nil, breaks: hatch("Consumer/sts/Endpoint", "ServiceName", "com.amazonaws.us-east-1.ssm", "PrivateDnsEnabled", true)},
	{rule: "dns-preference", system: pair, breaks: hatch(theEndpoint, "DnsOptions.PrivateDnsPreference", "ALL_DOMAINS")},
	{rule: "dns-record-name", system: pair, breaks: hatch("Consumer/Orders/Record", "Name", "a b.orders.internal")},
	{rule: "dns-service-name", system: pair, breaks: hatch(theEndpoint, "PrivateDnsEnabled", true)},
	{rule: "dns-verification", system: named, breaks: none},
	{rule: "dns-vpc-attributes", system: amazon, breaks: hatch("Consumer/Vpc", "EnableDnsHostnames", false)},
	{rule: "dns-zone-name", system: pair, breaks: hatch("Consumer/Orders/HostedZone", "Name", "orders..internal")},
	{rule: "only-inbound-resolver", system: amazon, breaks: hatch("Consumer/s3/Endpoint", "PrivateDnsEnabled", true, "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint", "OnlyInboundResolver")},

	// Resources without a load balancer.
	{rule: "gateway-addresses", system: offered, breaks: hatch(theGateway, "Ipv4AddressesPerEni", 63)},
	{rule: "gateway-family", of: network.ResourceGateway, system: offered, breaks: hatch(theGateway, "IpAddressType", "DUALSTACK")},
	{rule: "gateway-family", of: network.ResourceConfiguration, system: offered, breaks: hatch(theMember, "ResourceConfigurationDefinition.IpResource", "2001:db8::5")},
	{rule: "gateway-resolution", by: schema, system: offered, breaks: hatch(theGateway, "ResourceConfigDnsResolution", "VPC")},
	{rule: "gateway-vpc", system: offered, breaks: hatch(theGateway, "SubnetIds", []any{"subnet-0123456789abcdef0"})},
	{rule: "resource-address", system: offered, breaks: hatch(theMember, "ResourceConfigurationDefinition.IpResource", "203.0.113.5")},
	{rule: "resource-arn", system: offered, breaks: hatch(theConfiguration, "ResourceConfigurationType", "ARN", "ResourceConfigurationDefinition", map[string]any{"ArnResource": "arn:aws:s3:::orders"})},
	{rule: "resource-auth-type", by: schema, system: offered, breaks: hatch(theConfiguration, "ResourceConfigurationAuthType", "IAM")},
	{rule: "resource-child-alone", of: network.ResourceShare, system: offered, breaks: func(app awscdk.App) {
		override(app, "Provider/Group/Share", "ResourceArns", []any{reference(app, theMember)})
	}},
	{rule: "resource-definition", system: offered, breaks: hatch(theConfiguration, "ResourceConfigurationDefinition", removed{})},
	{rule: "resource-domain", system: offered, breaks: hatch(theConfiguration, "CustomDomainName", "a b")},
	{rule: "resource-group-custom-domain", system: offered, breaks: hatch("Provider/Group/Configuration", "CustomDomainName", "db.example.com")},
	{rule: "resource-group-domain", system: offered, breaks: hatch(theMember, "CustomDomainName", "orders.example.com")},
	{rule: "resource-name", of: network.ResourceGateway, system: offered, breaks: hatch(theGateway, "Name", "rgw-orders")},
	{rule: "resource-name", of: network.ResourceConfiguration, system: offered, breaks: hatch(theConfiguration, "Name", "Orders")},
	{rule: "resource-name-taken", of: network.ResourceConfiguration, system: offered, breaks: all(hatch(theConfiguration, "Name", "orders"), hatch(theMember, "Name", "orders"))},
	{rule: "resource-name-taken", of: network.ResourceGateway, system: offered, breaks: anotherGateway},
	{rule: "resource-of-group", system: offered, breaks: hatch(theConfiguration, "ResourceGatewayId", removed{})},
	{rule: "resource-own-vpc", system: offered, breaks: all(hatch(theConfiguration, "CustomDomainName", "example.com"), ownEndpoint)},
	{rule: "resource-ports", system: offered, breaks: hatch(theConfiguration, "PortRanges", []any{"0"})},
	{rule: "resource-region", system: partner, given: elsewhere, breaks: none},
	{rule: "resource-service-network", system: offered, breaks: hatch("Provider/Database/ServiceNetwork1", "ServiceNetworkId", "orders")},
	{rule: "resource-shared", system: offered, breaks: hatch("Provider/Database/Share", "Principals", []any{"777788889999"})},
	{rule: "resource-verification", system: offered, breaks: hatch(theConfiguration, "DomainVerificationId", "example.com")},
	{rule: "resource-child-alone", of: "AWS::EC2::VPCEndpoint", system: offered, breaks: func(app awscdk.App) {
		member := resourceAt(app, theMember)
		newResourceEndpoint(app, member.GetAtt(jsii.String("Arn"), awscdk.ResolutionTypeHint_STRING))
	}},
	{rule: "security-group-count", of: network.ResourceGateway, system: offered, given: sixGroups, breaks: hatch(theGateway, "SecurityGroupIds", repeated(6, func(i int) any { return fmt.Sprintf("sg-%017d", i) }))},
	{rule: "share-principal", system: offered, breaks: hatch("Provider/Database/Share", "Principals", []any{"o-exampleorgid"})},
}

// accepted are the library's rules of which AWS refuses nothing, and why.
var accepted = map[string][]string{
	"AWS makes it, and no packet passes, or no name resolves": {
		"acceptance-pending", "client-range-admitted", "clients-unknown", "dns-name-shadowed", "existing-listener-missing",
		"existing-load-balancer-inbound", "existing-load-balancer-outbound", "listeners-required", "notification-topic-policy",
		"private-dns-domain", "security-cidrs", "security-group-fixed", "target-admission-unknown", "target-egress-unknown",
		"target-zone-empty", "targets-required", "zonal-port-missing", "resource-unverified",
	},
	"AWS refuses it or not, by chance":                                                       {"gateway-endpoint-order"},
	"AWS makes the alarm, which never goes off, or always":                                   {"alarm-metric", "alarm-threshold", "metrics-lattice", "metrics-region"},
	"AWS makes it, and it is open to everybody":                                              {"load-balancer-public", "principal-everyone"},
	"AWS makes it, with fewer interfaces than were asked for, or without what was asked for": {"aws-service-unknown", "capacity-wait", "dns-zonal-names-elsewhere", "zones-minimum"},
	"AWS makes it, and its function fails, or has nothing to do": {
		"acceptance-automatic", "acceptance-of", "acceptance-size", "function-of", "function-stack", "function-time", "private-dns-on", "targets-group", "targets-names",
		"verification-name", "verification-record-stack",
	},
	"AWS refuses to have the topic run the function, and no page has its words": {"acceptance-topic"},
	"no template can say it: it is about props, or about objects of the CDK": {
		"alarm-action", "alarms-once", "client-missing", "consumer-subnets-selectable", "dashboard-name", "dashboard-parts", "dns-needs-zone", "dns-one-mode", "dns-zonal-names", "existing-zones",
		"listener-exists", "listener-one-form", "provider-subnets-selectable", "provider-vpc-required", "record-ttl", "removal-policy", "scope-required", "service-other-stage",
		"service-place-unknown", "service-port-protocol", "service-port-range", "service-ports-required", "target-group-existing", "target-group-guarded",
		"contract-of-one", "gateway-subnets", "resource-gateway-of", "resource-member-id", "resource-range", "resource-required", "resource-vpc-required",
		"target-group-id", "target-group-port", "target-missing", "verification-record", "vpc-cidr", "zonal-load-balancers", "zone-ids",
	},
}

// fiftyListeners are more than fit beside the two that are there.
func fiftyListeners(app awscdk.App) {
	group := resourceAt(app, theGroup)
	stack := awscdk.Stack_Of(group)
	for i := range 50 {
		awselasticloadbalancingv2.NewCfnListener(stack, jsii.String(fmt.Sprintf("Late%d", i)), &awselasticloadbalancingv2.CfnListenerProps{
			LoadBalancerArn: resourceAt(app, theBalancer).Ref(), Port: jsii.Number(float64(9000 + i)), Protocol: jsii.String("TCP"),
			DefaultActions: []any{map[string]any{"type": "forward", "targetGroupArn": group.Ref()}},
		})
	}
}

// anotherGateway has the name of the one that is there.
func anotherGateway(app awscdk.App) {
	override(app, theGateway, "Name", "orders")
	gateway := resourceAt(app, theGateway)
	stack := awscdk.Stack_Of(gateway)
	vpc := stack.Node().FindChild(jsii.String("Vpc")).(awsec2.IVpc)
	awscdk.NewCfnResource(stack, jsii.String("Late"), &awscdk.CfnResourceProps{Type: jsii.String(network.ResourceGateway), Properties: &map[string]any{
		"Name": "orders", "VpcIdentifier": vpc.VpcId(), "SubnetIds": vpc.SelectSubnets(one).SubnetIds,
	}})
}

// ownEndpoint is one in the gateway's own VPC.
func ownEndpoint(app awscdk.App) {
	newResourceEndpoint(app, resourceAt(app, theConfiguration).GetAtt(jsii.String("Arn"), awscdk.ResolutionTypeHint_STRING))
}

// newResourceEndpoint makes an endpoint to a configuration in the provider's VPC.
func newResourceEndpoint(app awscdk.App, arn any) {
	stack := awscdk.Stack_Of(resourceAt(app, theGateway))
	vpc := stack.Node().FindChild(jsii.String("Vpc")).(awsec2.IVpc)
	awscdk.NewCfnResource(stack, jsii.String("Late"), &awscdk.CfnResourceProps{Type: jsii.String("AWS::EC2::VPCEndpoint"), Properties: &map[string]any{
		"VpcEndpointType": "Resource", "VpcId": vpc.VpcId(), "SubnetIds": vpc.SelectSubnets(one).SubnetIds, "ResourceConfigurationArn": arn,
	}})
}

// partner has an endpoint to a resource of another account.
func partner(app awscdk.App) {
	newConsumer(app, Partner, Home.Region, privatelink.LatticeResource(latticeARN, privatelink.ServicePort{Port: 5432}), privatelink.Dns{})
}

// elsewhere has that resource in another Region.
func elsewhere(world *resources.World) {
	place := resources.Place{Account: Home.Account, Region: "eu-west-1"}
	world.Give(place, network.ResourceConfiguration, latticeARN, resources.Properties{"Name": "orders", "ResourceConfigurationType": "SINGLE"})
	world.Give(place, network.ResourceShare, "arn:aws:ram:eu-west-1:111122223333:resource-share/1", resources.Properties{
		"Name": "orders", "ResourceArns": []any{latticeARN}, "Principals": []any{Partner},
	})
}

// latticeRecord leads to the first DNS entry of an endpoint of VPC Lattice.
func latticeRecord(app awscdk.App) {
	endpoint := resourceAt(app, theEndpoint)
	stack := awscdk.Stack_Of(endpoint)
	zone := awsroute53.NewPrivateHostedZone(stack, jsii.String("Late"), &awsroute53.PrivateHostedZoneProps{
		ZoneName: jsii.String("internal"), Vpc: stack.Node().FindChild(jsii.String("Vpc")).(awsec2.IVpc),
	})
	entry := awscdk.Fn_Select(jsii.Number(0), endpoint.(awsec2.CfnVPCEndpoint).AttrDnsEntries())
	awsroute53.NewCnameRecord(stack, jsii.String("LateRecord"), &awsroute53.CnameRecordProps{Zone: zone, DomainName: entry})
}

func oneZone(app awscdk.App) {
	override(app, theBalancer, "Subnets", []any{reference(app, "Provider/Vpc/OneSubnet1/Subnet")})
}

func policy(statements int) map[string]any {
	return map[string]any{"Version": "2012-10-17", "Statement": repeated(statements, func(i int) any {
		return map[string]any{"Effect": "Allow", "Principal": "*", "Action": "ssm:GetParameter", "Resource": fmt.Sprintf("arn:aws:ssm:*:*:parameter/%d", i)}
	})}
}

// TestRefusals: what the library says at synthesis is what is refused at deploy, and in
// the same words, where AWS's are known.
func TestRefusals(t *testing.T) {
	need(t)
	library := map[string]*demand.Demand{}
	for _, rule := range append(rules.All(), network.Demands()...) {
		library[strings.TrimPrefix(rule.ID, demand.Prefix)] = rule
	}
	for _, c := range refusalCases {
		t.Run(c.rule, func(t *testing.T) {
			rule, ok := library[c.rule]
			if !ok {
				t.Fatal("the library has no such rule")
			}
			err := c.deploy(t)
			by := RuleOf(err)
			if err != nil && by == "" && strings.HasPrefix(strings.SplitAfterN(err.Error(), ": ", 3)[2], "Properties validation failed") {
				by = schema
			}
			want := c.by
			if want == "" {
				want = c.rule
			}
			if by != want && (err == nil || !strings.HasSuffix(err.Error(), want)) {
				t.Fatalf("refused by %q, should be by %q: %v", by, want, err)
			}
			refusal := refusalOf(err)
			if refusal != nil && c.of != "" && refusal.Of != c.of {
				t.Errorf("refused for %s, should be for %s", refusal.Of, c.of)
			}
			if refusal != nil && (refusal.Code != rule.Code || rule.AWS != "" && !sameWords(rule.AWS, refusal)) {
				t.Errorf("the library says %s: %q, and AWS %s: %q", rule.Code, rule.AWS, refusal.Code, refusal.Text)
			}
		})
	}
	t.Run("complete", func(t *testing.T) {
		told := map[string]bool{}
		for _, c := range refusalCases {
			told[c.rule], told[c.by] = true, true
		}
		for _, ids := range accepted {
			for _, id := range ids {
				if told[id] || library[id] == nil {
					t.Errorf("%s is told twice, or isn't a rule", id)
				}
				told[id] = true
				if library[id] != nil && library[id].Code != "" {
					t.Errorf("AWS refuses nothing that breaks %s, but it has the code %s", id, library[id].Code)
				}
			}
		}
		// Where nothing fixes the order, it is refused if the other comes late, as
		// what isn't there at all.
		told["alb-listener-order"] = told["alb-listener"]
		onProps := rules.All()
		for id, rule := range library {
			// Of what is only seen in templates, AWS takes what has no code.
			taken := rule.Code == "" && !slices.Contains(onProps, rule)
			if _, other := worldCases[id]; !told[id] && !other && !taken {
				t.Errorf("nothing says whether AWS refuses what breaks %s", id)
			}
		}
	})
}

func refusalOf(err error) *resources.Refusal {
	var refusal *resources.Refusal
	errors.As(err, &refusal)
	return refusal
}

// deploy deploys a case's system.
func (c refusalCase) deploy(t *testing.T) error {
	t.Helper()
	world := NewWorld(t)
	givenToSystems(world)
	if c.given != nil {
		c.given(world)
	}
	cloud := cloudformation.New(world, 1)
	if c.later {
		Setting{}.deployAll(t, cloud, Synth(t, nil, c.system))
	}
	assembly := Synth(t, nil, func(app awscdk.App) {
		c.system(app)
		c.breaks(app)
	})
	for _, stack := range assembly.Stacks {
		if _, err := cloud.Deploy(stack.Place, stack.Name, stack.Template, nil); err != nil {
			return err
		}
	}
	return nil
}

// sameWords compares AWS's words as the library quotes them, with an ellipsis for
// what differs each time, with those of a refusal.
func sameWords(quoted string, refusal *resources.Refusal) bool {
	pattern := strings.ReplaceAll(regexp.QuoteMeta(strings.TrimSuffix(quoted, ".")), "…", ".*")
	return regexp.MustCompile("^" + pattern + `\.?$`).MatchString(refusal.Text)
}
