package check

import (
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

// fieldOf is the field of the props that a property comes from, if the resource was made by
// a construct of this library; empty otherwise. The construct is told by what it is made
// of.
func fieldOf(r *assembly.Resource, property string) string {
	path := strings.TrimSuffix(r.Path(), "/Resource")
	last := strings.LastIndex(path, "/")
	if last < 0 {
		return ""
	}
	parent, child := path[:last], path[last+1:]
	first, _, _ := strings.Cut(property, ".")
	var fields map[string]string
	switch {
	case isMade(r, parent+"/EndpointService", network.EndpointService):
		fields = providerFields[r.Type]
	case isMade(r, parent+"/Endpoint/Resource", network.Endpoint):
		fields = consumerFields[r.Type]
	case isMade(r, parent+"/Configuration", network.ResourceConfiguration):
		fields = resourceFields[r.Type]
	default:
		return ""
	}
	field, listeners := fields[first], "Listeners"
	switch {
	case isMade(r, parent+"/LoadBalancer/Resource", network.LoadBalancer):
		field = strings.Replace(field, "ExistingLoadBalancers", "LoadBalancer", 1)
	case isMade(r, parent+"/LoadBalancer-", network.LoadBalancer):
		field = strings.Replace(field, "ExistingLoadBalancers", "ZonalLoadBalancers", 1)
		listeners = "ZonalLoadBalancers.Listeners"
	}
	if id, isMember := strings.CutPrefix(child, "Member-"); isMember && field != "" {
		return "Members[" + id + "]." + field
	}
	if listener := portOf(child, "Listener"); listener != "" {
		return listeners + "[port " + listener + "]." + field
	}
	if group := portOf(child, "TargetGroup"); group != "" && field != "" {
		return listeners + "[port " + group + "]." + field
	}
	return field
}

// isMade reports whether a resource's stack has one of a type at a path, or at one that
// begins so and ends in a hyphen.
func isMade(r *assembly.Resource, path, of string) bool {
	for _, other := range r.Stack.Template.Resources {
		if other.Type == of && (other.Path() == path || strings.HasSuffix(path, "-") && strings.HasPrefix(other.Path(), path)) {
			return true
		}
	}
	return false
}

// portOf is the port in the ID of a listener or target group.
func portOf(child, kind string) string {
	rest, ok := strings.CutPrefix(child, kind)
	if !ok {
		return ""
	}
	end := strings.IndexFunc(rest, func(c rune) bool { return c < '0' || c > '9' })
	if end < 0 {
		end = len(rest)
	}
	return rest[:end]
}

var providerFields = map[string]map[string]string{
	network.EndpointService: {
		"AcceptanceRequired": "AutoAccept", "NetworkLoadBalancerArns": "ExistingLoadBalancers", "PrivateDnsName": "PrivateDns.Name",
		"SupportedRegions": "SupportedRegions", "SupportedIpAddressTypes": "IpAddressTypes", "Tags": "Tags",
	},
	network.Permissions: {"AllowedPrincipals": "AllowedPrincipals"},
	network.LoadBalancer: {
		"Name": "LoadBalancer.Name", "Subnets": "LoadBalancer.Subnets", "SubnetMappings": "LoadBalancer.SubnetMappings",
		"SecurityGroups": "LoadBalancer.Security", "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "LoadBalancer.Security",
		"IpAddressType": "LoadBalancer.IpAddressType", "LoadBalancerAttributes": "LoadBalancer", "MinimumLoadBalancerCapacity": "LoadBalancer.CapacityUnits", "Tags": "Tags",
	},
	network.Listener: {
		"Port": "Port", "Protocol": "Protocol", "Certificates": "Certificates", "SslPolicy": "SslPolicy", "AlpnPolicy": "AlpnPolicy",
		"ListenerAttributes": "IdleTimeout", "DefaultActions": "TargetGroups", "LoadBalancerArn": "Port",
	},
	network.TargetGroup: {
		"Name": "TargetGroups.Name", "Targets": "Targets", "Port": "Targets", "Protocol": "TargetProtocol", "TargetGroupAttributes": "TargetGroups",
		"HealthCheckProtocol": "HealthCheck.Protocol", "HealthCheckPort": "HealthCheck.Port", "HealthCheckPath": "HealthCheck.Path",
		"HealthCheckIntervalSeconds": "HealthCheck.Interval", "HealthCheckTimeoutSeconds": "HealthCheck.Timeout",
		"HealthyThresholdCount": "HealthCheck.HealthyThreshold", "UnhealthyThresholdCount": "HealthCheck.UnhealthyThreshold", "Matcher": "HealthCheck.HealthyCodes",
		"Tags": "Tags",
	},
	network.RecordSet:     {"Name": "PrivateDns.Domain", "HostedZoneId": "PrivateDns.HostedZone"},
	network.Parameter:     {"Name": "PublishParameter"},
	network.SecurityGroup: {"SecurityGroupIngress": "LoadBalancer.Security", "SecurityGroupEgress": "Listeners", "Tags": "Tags"},
}

var consumerFields = map[string]map[string]string{
	network.Endpoint: {
		"VpcId": "Vpc", "SubnetIds": "Subnets", "SecurityGroupIds": "SecurityGroup", "ServiceName": "Service", "ServiceRegion": "Service",
		"ResourceConfigurationArn": "Service", "ServiceNetworkArn": "Service",
		"PrivateDnsEnabled": "Dns", "DnsOptions": "Dns", "IpAddressType": "IpAddressType", "PolicyDocument": "Policy", "Tags": "Tags",
	},
	network.HostedZone:    {"Name": "Dns.ZoneName", "VPCs": "Dns.Vpcs", "Tags": "Tags"},
	network.RecordSet:     {"Name": "Dns.Names", "HostedZoneId": "Dns.HostedZone"},
	network.SecurityGroup: {"SecurityGroupIngress": "Clients", "Tags": "Tags"},
}

var resourceFields = map[string]map[string]string{
	network.ResourceGateway: {
		"Name": "Gateway.Name", "VpcIdentifier": "Vpc", "SubnetIds": "Gateway.Subnets", "SecurityGroupIds": "Gateway", "IpAddressType": "Gateway.IpAddressType",
		"Ipv4AddressesPerEni": "Gateway.AddressesPerInterface", "ResourceConfigDnsResolution": "Gateway.DnsResolution", "Tags": "Tags",
	},
	network.ResourceConfiguration: {
		"Name": "Name", "PortRanges": "Ports", "ResourceConfigurationDefinition": "Resource", "CustomDomainName": "DomainName", "GroupDomain": "DomainName",
		"DomainVerificationId": "DomainVerificationId", "ResourceGatewayId": "GatewayOf", "ResourceConfigurationAuthType": "AuthType",
		"AllowAssociationToSharableServiceNetwork": "AllowSharableNetworks", "Tags": "Tags",
	},
	network.ResourceAssociation: {"ServiceNetworkId": "ServiceNetworks", "PrivateDnsEnabled": "ServiceNetworks", "Tags": "Tags"},
	network.ResourceShare: {
		"Name": "Share.Name", "Principals": "ShareWith", "AllowExternalPrincipals": "Share.WithinOrganization", "PermissionArns": "Share.PermissionArns",
		"ResourceShareConfiguration": "Share.KeepAccountsThatLeave", "Tags": "Tags",
	},
	network.SecurityGroup: {"SecurityGroupEgress": "Resource", "Tags": "Tags"},
	network.Parameter:     {"Name": "PublishParameter"},
}
