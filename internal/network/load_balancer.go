package network

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

func (balancer *Resource) isNetwork() bool { return balancer.Text("Type") == "network" }

// Subnets are those of a load balancer or endpoint that are the model's.
func (r *Resource) Subnets() []*Resource {
	if r.Type == Endpoint || r.Type == ResourceGateway {
		return r.Named("SubnetIds", Subnet)
	}
	return append(r.Named("Subnets", Subnet), r.Named("SubnetMappings.SubnetId", Subnet)...)
}

// subnetCount is how many subnets a load balancer has.
func (balancer *Resource) subnetCount() int {
	return balancer.Count("Subnets") + balancer.Count("SubnetMappings")
}

// Listeners are all of a load balancer.
func (balancer *Resource) Listeners() []*Resource {
	return balancer.model.NamingOnly(Listener, "LoadBalancerArn", balancer)
}

// inVpcOfOther reports whether a group, or a subnet, surely is in another VPC than a
// subnet.
func (m *Model) isOutside(r *Resource, subnets []*Resource) bool {
	return some(m, subnets, func(subnet *Resource) bool { return m.differentVpcs(r, subnet) })
}

// crossesZones reports whether a load balancer lets connections cross zones.
func (balancer *Resource) crossesZones() bool {
	value, _ := balancer.Setting("LoadBalancerAttributes", "load_balancing.cross_zone.enabled")
	return value == "true"
}

// enforces reports whether a load balancer applies its groups' inbound rules to
// PrivateLink traffic: what isn't said is on.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
func (balancer *Resource) enforces() bool {
	return balancer.Has("SecurityGroups") && balancer.Or("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "on") != "off"
}

var elbName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$`)

// anySettings are the attributes of any load balancer, networkSettings those of a Network
// Load Balancer.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
var anySettings = map[string]setting{
	"deletion_protection.enabled":       isFlag,
	"load_balancing.cross_zone.enabled": isFlag,
	"access_logs.s3.enabled":            isFlag,
	"access_logs.s3.bucket":             isAny,
	"access_logs.s3.prefix":             func(prefix string) bool { return !strings.Contains(prefix, "AWSLogs") },
	"ipv6.deny_all_igw_traffic":         isFlag,
	"zonal_shift.config.enabled":        isFlag,
}

var networkSettings = with(anySettings, map[string]setting{
	"dns_record.client_routing_policy":       oneOf("availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"),
	"secondary_ips.auto_assigned.per_subnet": between(0, 7),
})

var applicationSettings = with(anySettings, map[string]setting{
	"idle_timeout.timeout_seconds":                    between(1, 4000),
	"client_keep_alive.seconds":                       between(60, 604800),
	"routing.http.drop_invalid_header_fields.enabled": isFlag,
	"routing.http2.enabled":                           isFlag,
	"routing.http.desync_mitigation_mode":             oneOf("monitor", "defensive", "strictest"),
	"routing.http.preserve_host_header.enabled":       isFlag,
	"routing.http.xff_header_processing.mode":         oneOf("append", "preserve", "remove"),
	"routing.http.xff_client_port.enabled":            isFlag,
	"connection_logs.s3.enabled":                      isFlag,
	"connection_logs.s3.bucket":                       isAny,
	"connection_logs.s3.prefix":                       isAny,
	"waf.fail_open.enabled":                           isFlag,
})

// balancerSettings checks attributes of load balancers.
func balancerSettings(chosen func(key string) bool) func(*Case) {
	return func(c *Case) {
		known := applicationSettings
		if c.isNetwork() {
			known = networkSettings
		}
		if c.model.doubts() {
			return
		}
		c.unfit("LoadBalancerAttributes", known, chosen)
	}
}

// withRule are the attributes whose demands stand by themselves.
var withRule = only("dns_record.client_routing_policy", "secondary_ips.auto_assigned.per_subnet", "access_logs.s3.prefix")

var loadBalancerRules = []rule{
	{Demand: demand.LoadBalancerName, of: LoadBalancer, check: func(c *Case) {
		if name := c.Text("Name"); name != "" && (!elbName.MatchString(name) || strings.HasPrefix(name, "internal-")) {
			c.broken("Name", "%q is not a name for a load balancer", name)
		}
	}},
	{Demand: demand.LoadBalancerNameTaken, of: LoadBalancer, check: func(c *Case) {
		for _, other := range c.twins("Name") {
			c.broken("Name", "%q is the name of %s too", c.Text("Name"), other)
		}
	}},
	{Demand: demand.SubnetMappings, of: LoadBalancer, check: func(c *Case) {
		if c.Has("Subnets") == c.Has("SubnetMappings") {
			c.broken("Subnets", "and SubnetMappings are both set, or neither is")
		}
	}},
	{Demand: demand.ProviderSubnetPerZone, of: LoadBalancer, check: func(c *Case) {
		if a, b := c.model.inSameZone(c.Subnets()); a != nil {
			c.broken("Subnets", "%s and %s lie in one zone", a, b)
		}
		if c.model.repeats(append(c.at("Subnets"), c.at("SubnetMappings.SubnetId")...), c.Place) {
			c.broken("Subnets", "lists a subnet twice")
		}
	}},
	{Demand: demand.LoadBalancerSubnetsVpc, of: LoadBalancer, check: func(c *Case) {
		subnets := c.Subnets()
		for i, subnet := range subnets {
			c.model.sure(func() {
				if i > 0 && c.model.differentVpcs(subnet, subnets[0]) {
					c.broken("Subnets", "%s and %s are of different VPCs", subnets[0], subnet)
				}
			})
		}
	}},
	{Demand: demand.ApplicationLoadBalancerZones, of: LoadBalancer, check: func(c *Case) {
		if c.Or("Type", "application") != "application" || c.subnetCount() > 1 {
			return
		}
		if !some(c.model, c.Subnets(), (*Resource).isAtEdge) {
			c.broken("Subnets", "are not in two zones")
		}
	}},
	{Demand: demand.LoadBalancerGroupsVpc, of: LoadBalancer, check: func(c *Case) {
		each(c, c.at("SecurityGroups"), func(value any) {
			if group := c.model.find(value, SecurityGroup, c.Place); group != nil && some(c.model, c.Subnets(), func(subnet *Resource) bool { return group.belongsElsewhere(subnet.Value("VpcId"), subnet.Place) }) {
				c.broken("SecurityGroups", "%s is of another VPC than the subnets", group)
			}
		})
	}},
	{Demand: demand.SecurityGroupCount, of: LoadBalancer, check: func(c *Case) {
		if n := c.AtLeast("SecurityGroups"); n > 5 {
			c.broken("SecurityGroups", "are %d", n)
		}
	}},
	// "You can't configure this property on a Network Load Balancer unless you associated a
	// security group with the load balancer when you created it", says its source.
	{Demand: demand.EnforcementWithoutGroup, of: LoadBalancer, check: func(c *Case) {
		if c.Has("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic") && !c.Has("SecurityGroups") {
			c.broken("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "is set, but the load balancer has no security group")
		}
	}},
	{Demand: demand.IpAddressTypeValue, of: LoadBalancer, check: func(c *Case) {
		if of := c.Or("IpAddressType", "ipv4"); !slices.Contains([]string{"ipv4", "dualstack", "dualstack-without-public-ipv4"}, of) {
			c.broken("IpAddressType", "%q is not one that a load balancer can have", of)
		}
	}},
	{Demand: demand.LoadBalancerIpv6, of: LoadBalancer, check: func(c *Case) {
		if of := c.Or("IpAddressType", "ipv4"); of != "dualstack" && of != "dualstack-without-public-ipv4" || c.model.doubts() {
			return
		}
		each(c, c.Subnets(), func(subnet *Resource) {
			if !subnet.HasRange6() {
				c.broken("IpAddressType", "is %s, but %s has no IPv6 range", c.Text("IpAddressType"), subnet)
			}
		})
	}},
	{Demand: demand.ClientRoutingPolicy, of: LoadBalancer, check: balancerSettings(only("dns_record.client_routing_policy"))},
	{Demand: demand.SecondaryAddresses, of: LoadBalancer, check: balancerSettings(only("secondary_ips.auto_assigned.per_subnet"))},
	{Demand: demand.AccessLogsPrefix, of: LoadBalancer, check: balancerSettings(only("access_logs.s3.prefix"))},
	{Demand: demand.AccessLogsBucket, of: LoadBalancer, check: func(c *Case) {
		if value, _ := c.Setting("LoadBalancerAttributes", "access_logs.s3.enabled"); value != "true" {
			return
		}
		if bucket := c.settingValue("LoadBalancerAttributes", "access_logs.s3.bucket"); bucket == nil || bucket == "" {
			c.broken("LoadBalancerAttributes", "have no access_logs.s3.bucket")
		}
	}},
	{Demand: demand.AccessLogsPermission, of: LoadBalancer, check: func(c *Case) {
		// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
		if !c.isNetwork() { // The logs of others are delivered by others.
			return
		}
		if bucket := c.logBucket(); bucket != nil && bucket.Place == c.Place && !bucket.admits("delivery.logs.amazonaws.com") {
			c.brokenSaying([]any{bucket}, "LoadBalancerAttributes", "log to %s, whose policy doesn't let delivery.logs.amazonaws.com write", bucket)
		}
	}},
	{Demand: demand.AccessLogsRegion, of: LoadBalancer, check: func(c *Case) {
		if bucket := c.logBucket(); bucket != nil && bucket.hasRegion() && c.hasRegion() && bucket.Region != c.Region {
			c.broken("LoadBalancerAttributes", "log to %s in %s, but the load balancer is in %s", bucket, bucket.Region, c.Region)
		}
	}},
	{Demand: demand.AccessLogsTls, of: LoadBalancer, check: func(c *Case) {
		value, _ := c.Setting("LoadBalancerAttributes", "access_logs.s3.enabled")
		if value != "true" || !c.isNetwork() {
			return
		}
		if !some(c.model, c.Listeners(), func(l *Resource) bool { return l.protocol() == "TLS" }) {
			c.broken("LoadBalancerAttributes", "turn access logs on, but no listener speaks TLS")
		}
	}},
	{Demand: demand.LoadBalancerAttribute, of: LoadBalancer, check: balancerSettings(func(key string) bool { return !withRule(key) })},
	{Demand: demand.DenyAllIgwIpv4, of: LoadBalancer, check: func(c *Case) {
		if c.settingValue("LoadBalancerAttributes", "ipv6.deny_all_igw_traffic") != nil && c.Or("IpAddressType", "ipv4") == "ipv4" {
			c.broken("LoadBalancerAttributes", "set ipv6.deny_all_igw_traffic, but the load balancer is IPv4 only")
		}
	}},
	{Demand: demand.CapacityUnits, of: LoadBalancer, check: func(c *Case) {
		// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/capacity-unit-reservation.html
		if !c.isNetwork() { // The units of others are others.
			return
		}
		units, set := c.Number("MinimumLoadBalancerCapacity.CapacityUnits")
		zones := c.subnetCount()
		if set && (units < 2750*zones || units > 45000*zones) {
			c.broken("MinimumLoadBalancerCapacity", "%d units are not 2,750-45,000 for each of %d zones", units, zones)
		}
	}},
	{Demand: demand.SubnetMappingAddress, of: LoadBalancer, check: func(c *Case) {
		each(c, c.Objects("SubnetMappings"), func(mapping Object) { c.checkMapping(mapping) })
	}},
	{Demand: demand.SubnetMappingIpv6, of: LoadBalancer, check: func(c *Case) {
		if c.Text("IpAddressType") == "dualstack" {
			return
		}
		if c.Has("SubnetMappings.IPv6Address") || c.Has("SubnetMappings.SourceNatIpv6Prefix") || c.Text("EnablePrefixForIpv6SourceNat") == "on" {
			c.broken("SubnetMappings", "have IPv6 addresses or source prefixes, but the load balancer is IPv4 only")
		}
	}},
	{Demand: demand.ExistingLoadBalancerInbound, of: LoadBalancer, check: func(c *Case) {
		if c.ServiceOf() == nil || !c.enforces() {
			return
		}
		groups := c.groups("SecurityGroups")
		if c.model.doubts() {
			return
		}
		each(c, c.Listeners(), func(l *Resource) {
			for _, transport := range transports(l.protocol()) {
				if !some(c.model, groups, func(group *Resource) bool { return group.admitsAddresses(transport, l.Text("Port")) }) {
					c.broken("SecurityGroups", "admit no address on %s port %s of %s, and apply to PrivateLink traffic", transport, l.Text("Port"), l)
				}
			}
		})
	}},
	{Demand: demand.ExistingLoadBalancerOutbound, of: LoadBalancer, check: func(c *Case) {
		if c.ServiceOf() == nil || !c.Has("SecurityGroups") {
			return
		}
		if !some(c.model, c.groups("SecurityGroups"), (*Resource).leadsSomewhere) {
			c.broken("SecurityGroups", "let nothing out, so no target is ever healthy")
		}
	}},
}

// checkMapping looks at the fixed addresses of a subnet.
func (c *Case) checkMapping(mapping Object) {
	subnet := c.model.find(mapping.Value("SubnetId"), Subnet, c.Place)
	in := func(property string) (netip.Prefix, bool) {
		if subnet == nil {
			return netip.Prefix{}, false
		}
		r, err := netip.ParsePrefix(subnet.Text(property))
		return r, err == nil
	}
	c.model.sure(func() {
		fixed := mapping.Text("PrivateIPv4Address")
		if fixed != "" && subnet != nil && !subnet.HasRange4() {
			c.broken("SubnetMappings", "%s is not in %s, which has no IPv4 range", fixed, subnet)
		} else if a, ok := address(fixed); fixed != "" && (!ok || !a.Is4()) {
			c.broken("SubnetMappings", "%q is not an IPv4 address", fixed)
		} else if subnetRange, known := in("CidrBlock"); fixed != "" && known && !subnetRange.Contains(a) {
			c.broken("SubnetMappings", "%s is not in %s, the range of %s", fixed, subnetRange, subnet)
		} else if fixed != "" && known && isReserved(a, subnetRange) {
			c.broken("SubnetMappings", "%s is one of the addresses of %s that AWS keeps for itself", fixed, subnet)
		}
	})
	c.model.sure(func() {
		fixed := mapping.Text("IPv6Address")
		if a, ok := address(fixed); fixed != "" && (!ok || !a.Is6()) {
			c.broken("SubnetMappings", "%q is not an IPv6 address", fixed)
		} else if subnetRange, known := in("Ipv6CidrBlock"); fixed != "" && known && !subnetRange.Contains(a) {
			c.broken("SubnetMappings", "%s is not in %s, the range of %s", fixed, subnetRange, subnet)
		}
	})
	c.model.sure(func() {
		fixed := mapping.Or("SourceNatIpv6Prefix", "auto_assigned")
		if fixed == "auto_assigned" {
			return
		}
		if prefix, err := netip.ParsePrefix(fixed); err != nil || prefix.Bits() != 80 {
			c.broken("SubnetMappings", "%q is not an IPv6 prefix of 80 bits", fixed)
		} else if subnetRange, known := in("Ipv6CidrBlock"); known && !subnetRange.Contains(prefix.Addr()) {
			c.broken("SubnetMappings", "%s is not in %s, the range of %s", fixed, subnetRange, subnet)
		}
	})
}

// HasRange4 and HasRange6 report whether a subnet has addresses of a family.
func (subnet *Resource) HasRange4() bool {
	return subnet.Has("CidrBlock") || subnet.Has("Ipv4IpamPoolId") || subnet.Has("Ipv4NetmaskLength")
}

// HasRange6 may be by another resource, too.
func (subnet *Resource) HasRange6() bool {
	return subnet.Has("Ipv6CidrBlock") || subnet.Has("Ipv6IpamPoolId") || subnet.Has("Ipv6NetmaskLength") || len(subnet.model.NamingOnly(subnetCidrBlock, "SubnetId", subnet)) > 0
}

const subnetCidrBlock = "AWS::EC2::SubnetCidrBlock"

// settingValue is the value of a key of a list of keys and values; nil for none.
func (o Object) settingValue(list, name string) any {
	for _, pair := range o.Objects(list) {
		if pair.Text("Key") == name {
			return pair.Value("Value")
		}
	}
	return nil
}

// logBucket is the bucket of access logs, if it is the model's; nil for others.
func (balancer *Resource) logBucket() *Resource {
	if on, _ := balancer.Setting("LoadBalancerAttributes", "access_logs.s3.enabled"); on != "true" {
		return nil
	}
	value := balancer.settingValue("LoadBalancerAttributes", "access_logs.s3.bucket")
	m := balancer.model
	if bucket := m.bySourceOf(value); bucket != nil && bucket.Type == Bucket {
		return bucket
	}
	for _, bucket := range m.All(Bucket) {
		if name, ok := value.(string); ok && m.Closed && bucket.ID == name {
			return bucket
		}
	}
	return nil // Of another app: its policy isn't looked into.
}

// admits reports whether a bucket's or a topic's policies name a service, or allow everyone.
func (r *Resource) admits(service string) bool {
	m := r.model
	policies := map[string]func() []*Resource{
		Bucket: func() []*Resource { return m.NamingOnly(BucketPolicy, "Bucket", r) },
		Topic: func() []*Resource {
			return slices.Concat(m.NamingOnly(TopicPolicy, "Topics", r), m.NamingOnly(TopicInlinePolicy, "TopicArn", r))
		},
	}
	return some(m, policies[r.Type](), func(policy *Resource) bool {
		return m.mentions(policy.Properties["PolicyDocument"], service) ||
			some(m, policy.Objects("PolicyDocument.Statement"), func(statement Object) bool {
				return statement.Text("Effect") == "Allow" && m.mentions(statement.Value("Principal"), "*")
			})
	})
}

// mentions reports whether a text stands anywhere in a value.
func (m *Model) mentions(value any, text string) bool {
	switch value := value.(type) {
	case nil:
		return false
	case []any:
		return some(m, value, func(one any) bool { return m.mentions(one, text) })
	case map[string]any:
		var all []any
		for _, inner := range value {
			all = append(all, inner)
		}
		return some(m, all, func(one any) bool { return m.mentions(one, text) })
	case assembly.Text, assembly.Reference, assembly.Unknown:
		if strings.Contains(assembly.Format(value), text) {
			return true
		}
		m.Doubt()
		return false
	}
	scalar, _ := assembly.Scalar(value)
	return strings.Contains(scalar, text)
}

// transports that a protocol of listeners and target groups runs over, as security
// groups name them.
func transports(protocol string) []string {
	switch protocol {
	case "UDP", "QUIC":
		return []string{"udp"}
	case "TCP_UDP", "TCP_QUIC":
		return []string{"tcp", "udp"}
	case "":
		return nil
	}
	return []string{"tcp"}
}

func isQuic(protocol string) bool { return slices.Contains([]string{"QUIC", "TCP_QUIC"}, protocol) }
