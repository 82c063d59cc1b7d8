package network

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// groupSettings are the attributes of target groups.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
var groupSettings = map[string]setting{
	"deregistration_delay.timeout_seconds":                                           between(0, 3600),
	"deregistration_delay.connection_termination.enabled":                            isFlag,
	"preserve_client_ip.enabled":                                                     isFlag,
	"proxy_protocol_v2.enabled":                                                      isFlag,
	"stickiness.enabled":                                                             isFlag,
	"stickiness.type":                                                                oneOf("source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto", "lb_cookie", "app_cookie"),
	"load_balancing.cross_zone.enabled":                                              oneOf("true", "false", "use_load_balancer_configuration"),
	"load_balancing.algorithm.type":                                                  oneOf("round_robin", "least_outstanding_requests", "weighted_random"),
	"slow_start.duration_seconds":                                                    either(oneOf("0"), between(30, 900)),
	"target_group_health.dns_failover.minimum_healthy_targets.count":                 either(oneOf("off"), between(1, 3000)),
	"target_group_health.dns_failover.minimum_healthy_targets.percentage":            either(oneOf("off"), between(1, 100)),
	"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count":      between(1, 3000),
	"target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": either(oneOf("off"), between(1, 100)),
	"target_health_state.unhealthy.connection_termination.enabled":                   isFlag,
	"target_health_state.unhealthy.draining_interval_seconds":                        between(0, 360000),
}

const (
	attributesOf  = "TargetGroupAttributes"
	deregistering = "deregistration_delay.timeout_seconds"
	draining      = "target_health_state.unhealthy.draining_interval_seconds"
	terminating   = "target_health_state.unhealthy.connection_termination.enabled"
)

func isHealthOfGroup(key string) bool { return strings.HasPrefix(key, "target_group_health.") }

var (
	groupProtocols = []string{"TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC", "HTTP", "HTTPS", "GENEVE"}
	preserving     = []string{"UDP", "TCP_UDP", "QUIC", "TCP_QUIC"}
	healthCodes    = regexp.MustCompile(`^[2-5]\d\d(-[2-5]\d\d)?(,[2-5]\d\d(-[2-5]\d\d)?)*$`)
	quicServerID   = regexp.MustCompile(`^0x[0-9a-fA-F]{16}$`)
	privateRanges  = []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"),
		netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	}
)

// health is a rule about one property of a health check.
func health(d *demand.Demand, property string, valid setting, says string) rule {
	return rule{Demand: d, of: TargetGroup, check: func(c *Case) {
		if value := c.Text(property); value != "" && !valid(value) {
			c.broken(property, "%q is not %s", value, says)
		}
	}}
}

// targets is a rule on each target of a group of a kind.
func targets(d *demand.Demand, kind string, check func(c *Case, target Object, id string)) rule {
	return rule{Demand: d, of: TargetGroup, check: func(c *Case) {
		if c.Or("TargetType", "instance") != kind {
			return
		}
		each(c, c.Objects("Targets"), func(target Object) {
			id := ""
			if kind == "ip" { // Others are named by references.
				id = target.Text("Id")
			}
			check(c, target, id)
		})
	}}
}

// rangesOf are those of the family of an address.
func (group *Resource) rangesOf(a netip.Addr) []netip.Prefix {
	if a.Is4() {
		return group.Vpc().Ranges4()
	}
	return group.Vpc().Ranges6()
}

var targetGroupRules = []rule{
	{Demand: demand.TargetGroupName, of: TargetGroup, check: func(c *Case) {
		if name := c.Text("Name"); name != "" && !elbName.MatchString(name) {
			c.broken("Name", "%q is not a name for a target group", name)
		}
	}},
	{Demand: demand.TargetGroupNameTwice, of: TargetGroup, check: func(c *Case) {
		for _, other := range c.twins("Name") {
			c.broken("Name", "%q is the name of %s too", c.Text("Name"), other)
		}
	}},
	{Demand: demand.TargetType, of: TargetGroup, check: func(c *Case) {
		if kind := c.Or("TargetType", "instance"); !slices.Contains([]string{"instance", "ip", "alb", "lambda"}, kind) {
			c.broken("TargetType", "%q is not a type of targets", kind)
		}
	}},
	{Demand: demand.IpAddressTypeValue, of: TargetGroup, check: func(c *Case) {
		if of := c.Or("IpAddressType", "ipv4"); of != "ipv4" && of != "ipv6" {
			c.broken("IpAddressType", "%q is not one that a target group can have", of)
		}
	}},
	{Demand: demand.TargetGroupProtocol, of: TargetGroup, check: func(c *Case) {
		if c.Text("TargetType") != "lambda" && !slices.Contains(groupProtocols, c.protocol()) {
			c.broken("Protocol", "%q is not a protocol of a target group", c.protocol())
		}
	}},
	{Demand: demand.TargetPortRange, of: TargetGroup, check: func(c *Case) {
		each(c, append(c.at("Port"), c.at("Targets.Port")...), func(value any) {
			if port := c.text(value); !between(1, 65535)(port) {
				c.broken("Port", "%s is not a port", port)
			}
		})
	}},
	health(demand.HealthProtocol, "HealthCheckProtocol", oneOf("TCP", "HTTP", "HTTPS"), "TCP, HTTP or HTTPS"),
	health(demand.HealthInterval, "HealthCheckIntervalSeconds", between(5, 300), "from 5 to 300 seconds"),
	health(demand.HealthTimeout, "HealthCheckTimeoutSeconds", between(2, 120), "from 2 to 120 seconds"),
	health(demand.HealthThreshold, "HealthyThresholdCount", between(2, 10), "from 2 to 10"),
	health(demand.HealthThreshold, "UnhealthyThresholdCount", between(2, 10), "from 2 to 10"),
	health(demand.HealthPort, "HealthCheckPort", either(oneOf("traffic-port"), between(1, 65535)), "traffic-port or a port"),
	health(demand.HealthPath, "HealthCheckPath", func(path string) bool { return strings.HasPrefix(path, "/") && len(path) <= 1024 }, "a path with / in front, of at most 1,024 characters"),
	health(demand.HealthCodes, "Matcher.HttpCode", healthCodes.MatchString, "a list of codes from 200 to 599"),
	{Demand: demand.HealthTimeoutInterval, of: TargetGroup, check: func(c *Case) {
		timeout, set := c.Number("HealthCheckTimeoutSeconds")
		interval, known := c.Number("HealthCheckIntervalSeconds")
		if !known { // Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
			interval = 30
			if c.Text("TargetType") == "lambda" {
				interval = 35
			}
		}
		if set && timeout > interval {
			c.brokenSaying([]any{timeout, interval}, "HealthCheckTimeoutSeconds", "is %d, but the interval is %d", timeout, interval)
		}
	}},
	{Demand: demand.HealthHttpOnly, of: TargetGroup, check: func(c *Case) {
		if c.Or("HealthCheckProtocol", "TCP") != "TCP" || strings.HasPrefix(c.protocol(), "HTTP") || slices.Contains([]string{"alb", "lambda"}, c.Text("TargetType")) {
			return
		}
		for _, property := range []string{"HealthCheckPath", "Matcher"} {
			if c.Has(property) {
				c.broken(property, "is set, but the health check speaks TCP")
			}
		}
	}},
	{Demand: demand.HealthUdp, of: TargetGroup, check: func(c *Case) {
		tcp := c.Or("HealthCheckProtocol", "TCP") == "TCP" && c.Or("HealthCheckPort", "traffic-port") == "traffic-port"
		if c.protocol() == "UDP" && tcp {
			c.broken("HealthCheckPort", "is the traffic port, on which the targets speak UDP, but the health check TCP")
		}
	}},
	{Demand: demand.AlbHealthProtocol, of: TargetGroup, check: func(c *Case) {
		if c.Text("TargetType") == "alb" && c.Or("HealthCheckProtocol", "HTTP") == "TCP" {
			c.broken("HealthCheckProtocol", "is TCP, but the target is an Application Load Balancer")
		}
	}},
	{Demand: demand.AlbTarget, of: TargetGroup, check: func(c *Case) {
		if c.Text("TargetType") != "alb" {
			return
		}
		if n := c.AtLeast("Targets"); n > 1 {
			c.broken("Targets", "are %d beside an Application Load Balancer", n-1)
		}
		if c.protocol() != "TCP" {
			c.broken("Protocol", "is %s, but an Application Load Balancer takes TCP", c.protocol())
		}
	}},
	{Demand: demand.AlbAttributes, of: TargetGroup, check: func(c *Case) {
		if c.Text("TargetType") != "alb" {
			return
		}
		each(c, c.Objects(attributesOf), func(pair Object) {
			key, value := pair.Text("Key"), pair.Text("Value")
			if demand.IsAlbSetting(key, value) {
				c.broken(attributesOf, "set %s to %s, but the target is an Application Load Balancer", key, value)
			}
		})
	}},
	targets(demand.AlbListener, "alb", func(c *Case, target Object, _ string) {
		alb := c.model.find(target.Value("Id"), LoadBalancer, c.Place)
		if alb == nil {
			c.broken("Targets", "name a load balancer that does not exist")
			return
		}
		port := target.Or("Port", c.Text("Port"))
		if !some(c.model, alb.Listeners(), func(l *Resource) bool { return l.Text("Port") == port }) {
			c.broken("Targets", "%s has no listener on port %s", alb, port)
		}
	}),
	targets(demand.AlbListenerOrder, "alb", func(c *Case, target Object, _ string) {
		alb := c.model.bySourceOf(target.Value("Id"))
		if alb == nil || alb.Source.Stack != c.Source.Stack {
			return
		}
		port := target.Or("Port", c.Text("Port"))
		each(c, alb.Listeners(), func(l *Resource) {
			if l.Text("Port") == port && l.Source.Stack == c.Source.Stack && !c.Source.WaitsFor(l.Source) {
				c.broken("Targets", "%s is registered before its listener %s is made", alb, l)
			}
		})
	}),
	targets(demand.AlbVpc, "alb", func(c *Case, target Object, _ string) {
		if alb := c.model.find(target.Value("Id"), LoadBalancer, c.Place); alb != nil && c.model.isOutside(c.Resource, alb.Subnets()) {
			c.broken("Targets", "%s is of another VPC than the target group", alb)
		}
	}),
	{Demand: demand.PreserveClientIpUdp, of: TargetGroup, check: func(c *Case) {
		if value, _ := c.Setting(attributesOf, "preserve_client_ip.enabled"); value == "false" && slices.Contains(preserving, c.protocol()) {
			c.broken(attributesOf, "turn client IP preservation off, but the group speaks %s", c.protocol())
		}
	}},
	{Demand: demand.QuicAttributes, of: TargetGroup, check: func(c *Case) {
		if !isQuic(c.protocol()) {
			return
		}
		for key, allowed := range map[string]string{"proxy_protocol_v2.enabled": "false", "stickiness.enabled": "false", deregistering: "300"} {
			c.model.sure(func() {
				if value, set := c.Setting(attributesOf, key); set && value != allowed {
					c.broken(attributesOf, "set %s to %s, but the group speaks %s", key, value, c.protocol())
				}
			})
		}
	}},
	{Demand: demand.StickinessTls, of: TargetGroup, check: func(c *Case) {
		if value, _ := c.Setting(attributesOf, "stickiness.enabled"); value == "true" && c.protocol() == "TLS" {
			c.broken(attributesOf, "turn stickiness on, but the group speaks TLS")
		}
	}},
	{Demand: demand.UnhealthyDraining, of: TargetGroup, check: func(c *Case) {
		interval, set := c.Setting(attributesOf, draining)
		if !set {
			return
		}
		if terminated, _ := c.Setting(attributesOf, terminating); !between(0, 360000)(interval) || terminated != "false" && interval != "0" {
			c.broken(attributesOf, "drain unhealthy targets for %s seconds, whose connections are ended at once", interval)
		}
	}},
	{Demand: demand.DeregistrationDelay, of: TargetGroup, check: func(c *Case) { c.unfit(attributesOf, groupSettings, only(deregistering)) }},
	{Demand: demand.TargetGroupHealth, of: TargetGroup, check: func(c *Case) { c.unfit(attributesOf, groupSettings, isHealthOfGroup) }},
	{Demand: demand.TargetGroupAttribute, of: TargetGroup, check: func(c *Case) {
		c.unfit(attributesOf, groupSettings, func(key string) bool { return !isHealthOfGroup(key) && key != deregistering && key != draining })
	}},
	targets(demand.TargetAddress, "ip", func(c *Case, _ Object, id string) {
		if a, ok := address(id); !ok || a.Is6() != (c.Text("IpAddressType") == "ipv6") {
			c.broken("Targets", "%q is not an address of the group's family", id)
		}
	}),
	{Demand: demand.TargetAddress, of: TargetGroup, check: func(c *Case) {
		if c.Or("TargetType", "instance") != "instance" {
			return
		}
		each(c, c.at("Targets.Id"), func(id any) {
			instance := c.model.find(id, Instance, c.Place)
			switch {
			case instance == nil:
				c.broken("Targets", "%v is not an instance", id)
			case some(c.model, instance.Named("SubnetId", Subnet), func(subnet *Resource) bool { return c.model.differentVpcs(subnet, c.Resource) }):
				c.broken("Targets", "%s is in another VPC than the target group", instance)
			}
		})
	}},
	targets(demand.TargetAddressRange, "ip", func(c *Case, _ Object, id string) {
		if a, ok := address(id); ok && a.Is4() && !contains(privateRanges, a) && !contains(c.rangesOf(a), a) {
			c.broken("Targets", "%s is neither in the VPC nor private", id)
		}
	}),
	targets(demand.TargetZoneUnknown, "ip", func(c *Case, target Object, id string) {
		if a, ok := address(id); ok && !target.Has("AvailabilityZone") && !contains(c.rangesOf(a), a) {
			c.brokenSaying([]any{a}, "Targets", "%s has no zone, and is not in the VPC", a)
		}
	}),
	targets(demand.TargetZoneInside, "ip", func(c *Case, target Object, id string) {
		a, ok := address(id)
		if !ok || target.Text("AvailabilityZone") != "all" {
			return
		}
		// What counts are the subnets: an address of the VPC that lies in none is outside.
		for _, subnet := range c.model.Naming(Subnet, "VpcId", c.Vpc()) {
			c.model.sure(func() {
				if contains(append(subnet.prefixes("CidrBlock"), subnet.prefixes("Ipv6CidrBlock")...), a) {
					c.brokenSaying([]any{a}, "Targets", "%s has the zone all, but is in %s", a, subnet)
				}
			})
		}
	}),
	{Demand: demand.TargetDuplicate, of: TargetGroup, check: func(c *Case) {
		seen := map[string]bool{}
		each(c, c.Objects("Targets"), func(target Object) {
			k, ok := c.model.key(target.Value("Id"), c.Place)
			if text := fmt.Sprint(k, target.Or("Port", c.Text("Port"))); ok && seen[text] {
				c.broken("Targets", "list %v twice on one port", target.Value("Id"))
			} else {
				seen[text] = true
			}
		})
	}},
	{Demand: demand.QuicServerId, of: TargetGroup, check: func(c *Case) {
		seen := map[string]bool{}
		each(c, c.Objects("Targets"), func(target Object) {
			id := target.Text("QuicServerId")
			switch {
			case !isQuic(c.protocol()) && id != "":
				c.broken("Targets", "have QUIC server IDs, but the group speaks %s", c.protocol())
			case isQuic(c.protocol()) && !quicServerID.MatchString(id):
				c.broken("Targets", "%q is not a QUIC server ID", id)
			case id != "" && seen[id]:
				c.broken("Targets", "%q is the QUIC server ID of two", id)
			}
			seen[id] = true
		})
	}},
	{Demand: demand.Ipv6Targets, of: TargetGroup, check: func(c *Case) {
		if c.Text("IpAddressType") == "ipv6" && c.Text("TargetType") == "alb" {
			c.broken("IpAddressType", "is ipv6, but Application Load Balancers are reached by IPv4")
		}
	}},
	{Demand: demand.TargetZoneEmpty, of: TargetGroup, check: func(c *Case) { c.checkEmptyZones() }},
	{Demand: demand.EcsTargetGroupBalancer, of: EcsService, check: func(c *Case) {
		each(c, c.Named("LoadBalancers.TargetGroupArn", TargetGroup), func(group *Resource) {
			if len(group.Forwarders()) == 0 && c.model.hasNoOther(group) {
				c.brokenSaying([]any{group}, "LoadBalancers", "name %s, which no listener forwards to", group)
			}
		})
	}},
	{Demand: demand.EcsTargetGroupCount, of: EcsService, check: func(c *Case) {
		if n := c.AtLeast("LoadBalancers"); n > 5 {
			c.broken("LoadBalancers", "name %d target groups", n)
		}
	}},
	{Demand: demand.EcsTargetType, of: EcsService, check: func(c *Case) {
		definition := c.The("TaskDefinition", TaskDefinition)
		each(c, c.Named("LoadBalancers.TargetGroupArn", TargetGroup), func(group *Resource) {
			if kind := group.Or("TargetType", "instance"); definition.Text("NetworkMode") == "awsvpc" && kind != "ip" {
				c.brokenSaying([]any{group, kind}, "LoadBalancers", "name %s of type %s, but the tasks have addresses of their own", group, kind)
			}
		})
	}},
	{Demand: demand.EcsContainer, of: EcsService, check: func(c *Case) {
		containers := c.The("TaskDefinition", TaskDefinition).Objects("ContainerDefinitions")
		if c.model.doubts() {
			return
		}
		// Ports may be mapped by ranges, too.
		//
		// Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
		each(c, c.Objects("LoadBalancers"), func(balancer Object) {
			has := some(c.model, containers, func(container Object) bool {
				return container.Text("Name") == balancer.Text("ContainerName") && (container.Has("PortMappings.ContainerPortRange") ||
					some(c.model, container.at("PortMappings.ContainerPort"), func(port any) bool { return container.text(port) == balancer.Text("ContainerPort") }))
			})
			if balancer.Has("ContainerName") && !has {
				c.brokenSaying([]any{balancer.Text("ContainerName"), balancer.Text("ContainerPort")}, "LoadBalancers",
					"name container %s on port %s, which it does not have", balancer.Text("ContainerName"), balancer.Text("ContainerPort"))
			}
		})
	}},
}

// hasNoOther leaves a doubt where something that isn't known may forward to a group.
func (m *Model) hasNoOther(group *Resource) bool {
	for _, of := range []string{Listener, ListenerRule} {
		for _, path := range groupPaths(of) {
			m.NamingOnly(of, path, group)
		}
	}
	return true
}

// checkEmptyZones looks for zones of the load balancer without targets, where connections
// stay in their zone.
func (c *Case) checkEmptyZones() {
	c.unsettled() // By what registers targets.
	cross, set := c.Setting(attributesOf, "load_balancing.cross_zone.enabled")
	for _, forwarder := range c.Forwarders() {
		if forwarder.Type != Listener {
			continue
		}
		balancer := forwarder.Balancer()
		stays := set && cross == "false" || (!set || cross == "use_load_balancer_configuration") && !balancer.crossesZones()
		placed := c.targetZones()
		if !stays || !balancer.isNetwork() || len(placed) == 0 || c.model.doubts() {
			continue
		}
		each(c, balancer.Subnets(), func(subnet *Resource) {
			if !some(c.model, placed, func(zone Zone) bool { return c.model.sameZone(zone, subnet.ZoneOf()) }) {
				c.broken("Targets", "are not in the zone of %s, and connections stay in their zone", subnet)
			}
		})
	}
}

// targetZones are those of a group's targets: of instances, and of addresses in subnets of
// the VPC. Targets that register themselves may be anywhere.
func (group *Resource) targetZones() []Zone {
	m := group.model
	var zones []Zone
	for _, target := range group.Objects("Targets") {
		id := target.Value("Id")
		switch group.Or("TargetType", "instance") {
		case "instance":
			if instance := m.find(id, Instance, group.Place); instance != nil {
				zones = append(zones, zonesOf(instance.Named("SubnetId", Subnet))...)
			}
		case "ip":
			zones = append(zones, group.zonesOfAddress(target)...)
		default:
			m.Doubt()
		}
	}
	return zones
}

func (group *Resource) zonesOfAddress(target Object) []Zone {
	if zone := target.Value("AvailabilityZone"); zone != nil && target.Text("AvailabilityZone") != "all" {
		return []Zone{{group.Place, zone}}
	}
	if a, ok := address(target.Text("Id")); ok {
		for _, subnet := range group.model.NamingOnly(Subnet, "VpcId", group.Vpc()) {
			if contains(subnet.prefixes("CidrBlock"), a) {
				return []Zone{subnet.ZoneOf()}
			}
		}
	}
	group.model.Doubt()
	return nil
}
