package resources

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

var _ = know(map[string]kind{
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {
		id: func(_ *World, r *Resource) string {
			return r.arn("elasticloadbalancing", "loadbalancer/"+balancerPath(r))
		},
		attributes: balancerAttributes,
		references: []reference{
			{property: "Subnets", to: "AWS::EC2::Subnet", holds: true},
			{property: "SubnetMappings.SubnetId", to: "AWS::EC2::Subnet", holds: true},
			{property: "SecurityGroups", to: "AWS::EC2::SecurityGroup", holds: true},
		},
	},
})

// balancerPath is such as net/orders/0000000000000012.
func balancerPath(r *Resource) string {
	family := map[string]string{"network": "net", "gateway": "gwy"}[r.Properties.string("Type")]
	if family == "" {
		family = "app"
	}
	return fmt.Sprintf("%s/%s/%016x", family, r.ownName("Name"), r.number)
}

func balancerAttributes(_ *World, r *Resource) map[string]any {
	groups := []any{}
	for _, group := range r.Properties.strings("SecurityGroups") {
		groups = append(groups, group)
	}
	return map[string]any{
		"LoadBalancerArn": r.ID, "LoadBalancerFullName": balancerPath(r), "LoadBalancerName": r.ownName("Name"),
		"DNSName":               fmt.Sprintf("%s-%016x.elb.%s.amazonaws.com", r.ownName("Name"), r.number, r.Region),
		"CanonicalHostedZoneID": "Z26RNL4JYFTOTI", "SecurityGroups": groups,
	}
}

func isNetwork(r *Resource) bool { return r.Properties.string("Type") == "network" }

// subnetsOf are those of a load balancer.
func (w *World) subnetsOf(balancer *Resource) []*Resource {
	ids := append(balancer.Properties.strings("Subnets"), balancer.Properties.strings("SubnetMappings.SubnetId")...)
	return w.subnets(balancer.Place, ids)
}

func (w *World) subnets(place Place, ids []string) []*Resource {
	var subnets []*Resource
	for _, id := range ids {
		if subnet := w.find(place, "AWS::EC2::Subnet", id); subnet != nil {
			subnets = append(subnets, subnet)
		}
	}
	return subnets
}

// zonesOf are the IDs of the zones that a load balancer is in.
func (w *World) zonesOf(balancer *Resource) []string {
	var zones []string
	for _, subnet := range w.subnetsOf(balancer) {
		zones = append(zones, w.zoneOf(subnet))
	}
	return zones
}

func (w *World) vpcIDOf(balancer *Resource) string {
	if subnets := w.subnetsOf(balancer); len(subnets) > 0 {
		return subnets[0].Properties.string("VpcId")
	}
	return ""
}

// listenersOf are those of a load balancer.
func (w *World) listenersOf(balancer *Resource) []*Resource {
	var listeners []*Resource
	for _, listener := range w.All("AWS::ElasticLoadBalancingV2::Listener") {
		if listener.Place == balancer.Place && listener.Properties.string("LoadBalancerArn") == balancer.ID {
			listeners = append(listeners, listener)
		}
	}
	return listeners
}

const (
	elbGuide      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/"
	elbApi        = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
	balancerPage  = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html"
	targetPage    = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html"
	loadBalancer  = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	capacityGuide = elbGuide + "capacity-unit-reservation.html"
)

var elbName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$`)

// networkSettings are the attributes of a Network Load Balancer, allSettings those of
// any.
//
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
var allSettings = map[string]setting{
	"deletion_protection.enabled":       flag,
	"load_balancing.cross_zone.enabled": flag,
	"access_logs.s3.enabled":            flag,
	"access_logs.s3.bucket":             anyText,
	"access_logs.s3.prefix":             func(prefix string) bool { return !strings.Contains(prefix, "AWSLogs") },
	"ipv6.deny_all_igw_traffic":         flag,
	"zonal_shift.config.enabled":        flag,
}

var networkSettings = with(allSettings, map[string]setting{
	"dns_record.client_routing_policy":       oneOf("availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"),
	"secondary_ips.auto_assigned.per_subnet": between(0, 7),
})

var applicationSettings = with(allSettings, map[string]setting{
	"idle_timeout.timeout_seconds":                    between(1, 4000),
	"client_keep_alive.seconds":                       between(60, 604800),
	"routing.http.drop_invalid_header_fields.enabled": flag,
	"routing.http2.enabled":                           flag,
	"routing.http.desync_mitigation_mode":             oneOf("monitor", "defensive", "strictest"),
	"routing.http.preserve_host_header.enabled":       flag,
	"routing.http.xff_header_processing.mode":         oneOf("append", "preserve", "remove"),
	"routing.http.xff_client_port.enabled":            flag,
	"connection_logs.s3.enabled":                      flag,
	"connection_logs.s3.bucket":                       anyText,
	"connection_logs.s3.prefix":                       anyText,
	"waf.fail_open.enabled":                           flag,
})

func with(base, more map[string]setting) map[string]setting {
	all := map[string]setting{}
	for _, settings := range []map[string]setting{base, more} {
		for key, valid := range settings {
			all[key] = valid
		}
	}
	return all
}

var loadBalancerRules = []rule{
	{Rule{ID: "load-balancer-name", Of: loadBalancer, Code: "ValidationError", Source: balancerPage},
		func(c change) (bool, []any) {
			name := c.Properties.string("Name")
			is := name != "" && (!elbName.MatchString(name) || strings.HasPrefix(name, "internal-"))
			return brokenIf(is, fmt.Sprintf("The load balancer name '%s' can only contain up to 32 letters, digits and hyphens, cannot begin or end with one, and cannot begin with 'internal-'", name))
		}},
	{Rule{ID: "load-balancer-name-taken", Of: loadBalancer, Code: "DuplicateLoadBalancerName",
		Message: "A load balancer with the specified name already exists.", Source: elbApi + "API_CreateLoadBalancer.html"},
		func(c change) (bool, []any) { return c.nameTaken() }},
	{Rule{ID: "load-balancer-subnets", Of: loadBalancer, Code: "ValidationError", Message: "At least one subnet must be specified", Source: elbApi + "API_CreateLoadBalancer.html"},
		func(c change) (bool, []any) {
			some, mapped := c.Properties.has("Subnets"), c.Properties.has("SubnetMappings")
			return brokenIf(some == mapped)
		}},
	{Rule{ID: "provider-subnet-per-zone", Of: loadBalancer, Code: "InvalidConfigurationRequest",
		Message: "A load balancer cannot be attached to multiple subnets in the same Availability Zone", Source: elbApi + "API_CreateLoadBalancer.html"},
		func(c change) (bool, []any) { return brokenIf(repeats(c.zonesOf(c.Resource))) }},
	{Rule{ID: "subnets-of-connected-service", Of: loadBalancer, Code: "InvalidSubnet",
		Source: elbGuide + "availability-zones.html"},
		func(c change) (bool, []any) {
			if c.created() {
				return fine()
			}
			service := c.serviceOf(c.Resource)
			if service == nil || len(c.endpointsOf(service)) == 0 {
				return fine()
			}
			now := c.subnetsOf(c.Resource)
			for _, subnet := range c.subnetsOf(c.before) {
				if !slices.Contains(now, subnet) {
					return broken(fmt.Sprintf("You can't remove subnet %s: the load balancer has active VPC endpoint associations", subnet.ID))
				}
			}
			return fine()
		}},
	{Rule{ID: "application-load-balancer-zones", Of: loadBalancer, Code: "ValidationError",
		Message: "At least two subnets in two different Availability Zones must be specified", Source: elbApi + "API_CreateLoadBalancer.html"},
		func(c change) (bool, []any) {
			return brokenIf(c.Properties.or("Type", "application") == "application" && len(c.zonesOf(c.Resource)) < 2)
		}},
	{Rule{ID: "load-balancer-internet", Of: loadBalancer, Code: "InvalidSubnet", Message: "VPC %s has no internet gateway", Source: elbApi + "API_CreateLoadBalancer.html"},
		func(c change) (bool, []any) {
			vpc := c.vpcIDOf(c.Resource)
			return brokenIf(c.Properties.or("Scheme", "internet-facing") == "internet-facing" && !c.internet(c.Place, vpc), vpc)
		}},
	{Rule{ID: "load-balancer-groups-vpc", Of: loadBalancer, Code: "InvalidConfigurationRequest",
		Message: "One or more security groups are invalid", Source: elbApi + "API_CreateLoadBalancer.html"},
		func(c change) (bool, []any) {
			for _, id := range c.Properties.strings("SecurityGroups") {
				if group := c.the(c.Place, "AWS::EC2::SecurityGroup", id); group.Properties.string("VpcId") != c.vpcIDOf(c.Resource) {
					return broken()
				}
			}
			return fine()
		}},
	{Rule{ID: "load-balancer-groups-later", Of: loadBalancer, Code: "InvalidConfigurationRequest",
		Message: "You cannot set security groups on a Network Load Balancer which was created without any security groups.",
		Source:  "https://github.com/aws/aws-cdk/pull/28494"},
		func(c change) (bool, []any) {
			return brokenIf(!c.created() && isNetwork(c.Resource) && c.Properties.has("SecurityGroups") && !c.before.Properties.has("SecurityGroups"))
		}},
	{Rule{ID: "security-groups", Of: loadBalancer, Code: "ValidationError", Message: "A security group must be specified", Source: "https://github.com/aws/aws-cdk/pull/28494"},
		func(c change) (bool, []any) {
			return brokenIf(!c.created() && isNetwork(c.Resource) && !c.Properties.has("SecurityGroups") && c.before.Properties.has("SecurityGroups"))
		}},
	{Rule{ID: "security-group-count", Of: loadBalancer, Code: "SecurityGroupsPerInterfaceLimitExceeded",
		Message: "The maximum number of security groups per interface has been reached.", Source: groupQuotas},
		func(c change) (bool, []any) { return brokenIf(len(c.Properties.strings("SecurityGroups")) > 5) }},
	{Rule{ID: "enforcement-without-group", Of: loadBalancer, Code: "InvalidConfigurationRequest", Source: balancerPage},
		func(c change) (bool, []any) {
			const enforcement = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"
			return brokenIf(c.Properties.has(enforcement) && !c.Properties.has("SecurityGroups"),
				"You can't configure this property on a Network Load Balancer unless you associated a security group with the load balancer when you created it.")
		}},
	{Rule{ID: "load-balancer-ipv6", Of: loadBalancer, Code: "InvalidConfigurationRequest", Source: elbGuide + "load-balancer-ip-address-type.html"},
		func(c change) (bool, []any) {
			if c.Properties.or("IpAddressType", "ipv4") == "ipv4" {
				return fine()
			}
			for _, subnet := range c.subnetsOf(c.Resource) {
				if !subnet.Properties.has("Ipv6CidrBlock") {
					return broken(fmt.Sprintf("You must specify subnets with an associated IPv6 CIDR block: %s has none", subnet.ID))
				}
			}
			return fine()
		}},
	{Rule{ID: "client-routing-policy", Of: loadBalancer, Code: "ValidationError", Source: elbApi + "API_LoadBalancerAttribute.html"},
		func(c change) (bool, []any) { return c.unfitBalancer("dns_record.client_routing_policy") }},
	{Rule{ID: "secondary-addresses", Of: loadBalancer, Code: "ValidationError", Source: elbApi + "API_LoadBalancerAttribute.html"},
		func(c change) (bool, []any) {
			const key = "secondary_ips.auto_assigned.per_subnet"
			if !c.created() {
				now, _ := Properties{"n": c.Properties.pairs("LoadBalancerAttributes")[key]}.number("n")
				was, _ := Properties{"n": c.before.Properties.pairs("LoadBalancerAttributes")[key]}.number("n")
				if now < was {
					return broken(fmt.Sprintf("%s cannot be decreased from %d to %d", key, was, now))
				}
			}
			return c.unfitBalancer(key)
		}},
	{Rule{ID: "access-logs-prefix", Of: loadBalancer, Code: "ValidationError", Source: elbGuide + "enable-access-logs.html"},
		func(c change) (bool, []any) { return c.unfitBalancer("access_logs.s3.prefix") }},
	{Rule{ID: "access-logs-bucket", Of: loadBalancer, Code: "ValidationError", Source: elbApi + "API_LoadBalancerAttribute.html"},
		func(c change) (bool, []any) {
			attributes := c.Properties.pairs("LoadBalancerAttributes")
			return brokenIf(attributes["access_logs.s3.enabled"] == "true" && attributes["access_logs.s3.bucket"] == "",
				"The value of 'access_logs.s3.bucket' cannot be empty")
		}},
	{Rule{ID: "access-logs-permission", Of: loadBalancer, Code: "InvalidConfigurationRequest",
		Message: "Access Denied for bucket: %s. Please check S3bucket permission", Source: elbGuide + "enable-access-logs.html"},
		func(c change) (bool, []any) {
			attributes := c.Properties.pairs("LoadBalancerAttributes")
			name := attributes["access_logs.s3.bucket"]
			bucket := c.find(c.Place, "AWS::S3::Bucket", name)
			if attributes["access_logs.s3.enabled"] != "true" || bucket == nil {
				return fine() // A bucket of another stack's: not looked into.
			}
			return brokenIf(!c.bucketAdmits(bucket, "delivery.logs.amazonaws.com"), name)
		}},
	{Rule{ID: "load-balancer-attribute", Of: loadBalancer, Code: "ValidationError", Source: elbApi + "API_LoadBalancerAttribute.html"},
		func(c change) (bool, []any) { return c.unfitBalancer("") }},
	{Rule{ID: "deny-all-igw-ipv4", Of: loadBalancer, Code: "InvalidConfigurationRequest",
		Message: "Load balancer attribute key 'ipv6.deny_all_igw_traffic' is not supported on load balancers with IP address type 'ipv4'.",
		Source:  "https://github.com/aws/aws-cdk/issues/30247"},
		func(c change) (bool, []any) {
			_, set := c.Properties.pairs("LoadBalancerAttributes")["ipv6.deny_all_igw_traffic"]
			return brokenIf(set && c.Properties.or("IpAddressType", "ipv4") == "ipv4")
		}},
	{Rule{ID: "capacity-units", Of: loadBalancer, Code: "InvalidConfigurationRequest", Source: capacityGuide},
		func(c change) (bool, []any) {
			units, set := c.Properties.number("MinimumLoadBalancerCapacity.CapacityUnits")
			zones := len(c.zonesOf(c.Resource))
			return brokenIf(set && (units < 2750*zones || units > 45000*zones || units%max(zones, 1) != 0),
				fmt.Sprintf("%d capacity units are not 2,750-45,000 for each of %d zones", units, zones))
		}},
	{Rule{ID: "subnet-mapping-address", Of: loadBalancer, Code: "InvalidSubnet", Source: balancerPage},
		func(c change) (bool, []any) {
			for _, mapping := range c.Properties.objects("SubnetMappings") {
				if problem := c.mappingProblem(mapping); problem != "" {
					return broken(problem)
				}
			}
			return fine()
		}},
	{Rule{ID: "subnet-mapping-ipv6", Of: loadBalancer, Code: "InvalidConfigurationRequest", Source: balancerPage},
		func(c change) (bool, []any) {
			dual := c.Properties.string("IpAddressType") == "dualstack"
			is := !dual && (c.Properties.has("SubnetMappings.IPv6Address") || c.Properties.has("SubnetMappings.SourceNatIpv6Prefix") ||
				c.Properties.string("EnablePrefixForIpv6SourceNat") == "on")
			return brokenIf(is, "IPv6 addresses and source NAT prefixes need the IP address type dualstack")
		}},
}

// unfitBalancer finds an attribute with a value that it can't have: the one named, or
// any without a rule of its own.
func (c change) unfitBalancer(key string) (bool, []any) {
	known := applicationSettings
	if isNetwork(c.Resource) {
		known = networkSettings
	}
	attributes := c.Properties.pairs("LoadBalancerAttributes")
	if key != "" {
		value, set := attributes[key]
		attributes = nil
		if set {
			attributes = map[string]string{key: value}
		}
	}
	problem := unfit(attributes, known)
	return brokenIf(problem != "", "Load balancer "+problem)
}

func (c change) mappingProblem(mapping Properties) string {
	subnet := c.the(c.Place, "AWS::EC2::Subnet", mapping.string("SubnetId"))
	if fixed := mapping.string("PrivateIPv4Address"); fixed != "" {
		range4, err := netip.ParsePrefix(subnet.Properties.string("CidrBlock"))
		if a, ok := address(fixed); err != nil || !ok || !range4.Contains(a) {
			return fmt.Sprintf("The private IPv4 address '%s' is not in the range of subnet '%s'", fixed, subnet.ID)
		}
	}
	range6, err := netip.ParsePrefix(subnet.Properties.string("Ipv6CidrBlock"))
	if fixed := mapping.string("IPv6Address"); fixed != "" {
		if a, ok := address(fixed); err != nil || !ok || !range6.Contains(a) {
			return fmt.Sprintf("The IPv6 address '%s' is not in the range of subnet '%s'", fixed, subnet.ID)
		}
	}
	if fixed := mapping.or("SourceNatIpv6Prefix", "auto_assigned"); fixed != "auto_assigned" {
		prefix, wrong := netip.ParsePrefix(fixed)
		if err != nil || wrong != nil || prefix.Bits() != 80 || !range6.Contains(prefix.Addr()) {
			return fmt.Sprintf("The prefix '%s' is no /80 of subnet '%s'", fixed, subnet.ID)
		}
	}
	return ""
}

// nameTaken: names are unique in an account and Region.
func (c change) nameTaken() (bool, []any) {
	name := c.Properties.string("Name")
	for _, other := range c.others() {
		if name != "" && other.Properties.string("Name") == name {
			return broken(name)
		}
	}
	return fine()
}

func repeats(values []string) bool {
	sorted := slices.Sorted(slices.Values(values))
	return len(slices.Compact(sorted)) < len(values)
}

// protectedRelease: protection has to be turned off before.
var protectedRelease = rule{
	Rule{ID: "deletion-protection", Of: loadBalancer, Code: "OperationNotPermitted",
		Message: "Load balancer '%s' cannot be deleted because deletion protection is enabled", Source: elbApi + "API_DeleteLoadBalancer.html"},
	func(c change) (bool, []any) {
		return brokenIf(c.Properties.pairs("LoadBalancerAttributes")["deletion_protection.enabled"] == "true", c.ID)
	},
}
