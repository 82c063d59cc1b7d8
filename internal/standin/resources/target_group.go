package resources

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

const targetGroup = "AWS::ElasticLoadBalancingV2::TargetGroup"

var _ = know(map[string]kind{
	targetGroup: {
		id: func(_ *World, r *Resource) string { return r.arn("elasticloadbalancing", groupPath(r)) },
		attributes: func(w *World, r *Resource) map[string]any {
			balancers := []any{}
			for _, arn := range w.balancersOf(r) {
				balancers = append(balancers, arn)
			}
			return map[string]any{
				"TargetGroupArn": r.ID, "TargetGroupFullName": groupPath(r), "TargetGroupName": r.ownName("Name"), "LoadBalancerArns": balancers,
			}
		},
		references: []reference{{property: "VpcId", to: "AWS::EC2::VPC"}},
	},
})

func groupPath(r *Resource) string {
	return fmt.Sprintf("targetgroup/%s/%016x", r.ownName("Name"), r.number)
}

// balancersOf are the load balancers whose listeners forward to a group.
func (w *World) balancersOf(group *Resource) []string {
	var arns []string
	for _, listener := range w.All(listener) {
		if slices.Contains(groupsOf(listener.Properties, "DefaultActions"), group.ID) {
			arns = append(arns, listener.Properties.string("LoadBalancerArn"))
		}
	}
	for _, rule := range w.All("AWS::ElasticLoadBalancingV2::ListenerRule") {
		if of := w.find(rule.Place, listener, rule.Properties.string("ListenerArn")); of != nil && slices.Contains(groupsOf(rule.Properties, "Actions"), group.ID) {
			arns = append(arns, of.Properties.string("LoadBalancerArn"))
		}
	}
	slices.Sort(arns)
	return slices.Compact(arns)
}

// groupsOf are the target groups that actions forward to.
func groupsOf(p Properties, actions string) []string {
	arns := append(p.strings(actions+".TargetGroupArn"), p.strings(actions+".ForwardConfig.TargetGroups.TargetGroupArn")...)
	slices.Sort(arns)
	return slices.Compact(arns)
}

// groupSettings are the attributes of target groups.
//
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
var groupSettings = map[string]setting{
	"deregistration_delay.timeout_seconds":                                           between(0, 3600),
	"deregistration_delay.connection_termination.enabled":                            flag,
	"preserve_client_ip.enabled":                                                     flag,
	"proxy_protocol_v2.enabled":                                                      flag,
	"stickiness.enabled":                                                             flag,
	"stickiness.type":                                                                oneOf("source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto", "lb_cookie", "app_cookie"),
	"load_balancing.cross_zone.enabled":                                              oneOf("true", "false", "use_load_balancer_configuration"),
	"load_balancing.algorithm.type":                                                  oneOf("round_robin", "least_outstanding_requests", "weighted_random"),
	"slow_start.duration_seconds":                                                    either(oneOf("0"), between(30, 900)),
	"target_group_health.dns_failover.minimum_healthy_targets.count":                 either(oneOf("off"), between(1, 3000)),
	"target_group_health.dns_failover.minimum_healthy_targets.percentage":            either(oneOf("off"), between(1, 100)),
	"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count":      between(1, 3000),
	"target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": either(oneOf("off"), between(1, 100)),
	"target_health_state.unhealthy.connection_termination.enabled":                   flag,
	"target_health_state.unhealthy.draining_interval_seconds":                        between(0, 360000),
}

var (
	groupProtocols = []string{"TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC", "HTTP", "HTTPS"}
	preserving     = []string{"UDP", "TCP_UDP", "QUIC", "TCP_QUIC"}
	quic           = []string{"QUIC", "TCP_QUIC"}
	healthCodes    = regexp.MustCompile(`^[2-5]\d\d((,[2-5]\d\d)*|-[2-5]\d\d)$`)
	quicServerID   = regexp.MustCompile(`^0x[0-9a-fA-F]{16}$`)
	privateRanges  = []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"),
		netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	}
)

func protocolOf(r *Resource) string { return r.Properties.string("Protocol") }

func attributesOf(r *Resource) map[string]string { return r.Properties.pairs("TargetGroupAttributes") }

// health is a rule about one property of a health check.
func health(id, property string, valid setting, says string) rule {
	return rule{Rule{ID: id, Of: targetGroup, Code: "ValidationError", Source: targetPage},
		func(c change) (bool, []any) {
			value := c.Properties.string(property)
			return brokenIf(value != "" && !valid(value), fmt.Sprintf("Health check %s, not '%s'", says, value))
		}}
}

var targetGroupRules = []rule{
	{Rule{ID: "target-group-name", Of: targetGroup, Code: "ValidationError", Source: targetPage},
		func(c change) (bool, []any) {
			name := c.Properties.string("Name")
			return brokenIf(name != "" && !elbName.MatchString(name),
				fmt.Sprintf("Target group name '%s' can only contain up to 32 letters, digits and hyphens, and cannot begin or end with one", name))
		}},
	{Rule{ID: "target-group-name-twice", Of: targetGroup, Code: "DuplicateTargetGroupName",
		Message: "A target group with the specified name already exists.", Source: elbApi + "API_CreateTargetGroup.html"},
		func(c change) (bool, []any) { return c.nameTaken() }},
	{Rule{ID: "target-type", Of: targetGroup, Code: "ValidationError", Source: targetPage},
		func(c change) (bool, []any) {
			kind := c.Properties.or("TargetType", "instance")
			return brokenIf(!slices.Contains([]string{"instance", "ip", "alb", "lambda"}, kind), fmt.Sprintf("'%s' is no target type", kind))
		}},
	{Rule{ID: "target-group-protocol", Of: targetGroup, Code: "ValidationError", Source: targetPage},
		func(c change) (bool, []any) {
			return brokenIf(c.Properties.string("TargetType") != "lambda" && !slices.Contains(groupProtocols, protocolOf(c.Resource)),
				fmt.Sprintf("'%s' is no protocol of a target group", protocolOf(c.Resource)))
		}},
	{Rule{ID: "target-port-range", Of: targetGroup, Code: "ValidationError", Source: targetPage},
		func(c change) (bool, []any) {
			for _, port := range append(c.Properties.strings("Port"), c.Properties.strings("Targets.Port")...) {
				if !between(1, 65535)(port) {
					return broken(fmt.Sprintf("Port '%s' is not valid: it must be from 1 to 65535", port))
				}
			}
			return fine()
		}},
	health("health-protocol", "HealthCheckProtocol", oneOf("TCP", "HTTP", "HTTPS"), "protocol must be TCP, HTTP or HTTPS"),
	health("health-interval", "HealthCheckIntervalSeconds", between(5, 300), "interval must be between 5 and 300 seconds"),
	health("health-timeout", "HealthCheckTimeoutSeconds", between(2, 120), "timeout must be between 2 and 120 seconds"),
	health("health-threshold", "HealthyThresholdCount", between(2, 10), "healthy threshold must be between 2 and 10"),
	health("health-threshold", "UnhealthyThresholdCount", between(2, 10), "unhealthy threshold must be between 2 and 10"),
	health("health-port", "HealthCheckPort", either(oneOf("traffic-port"), between(1, 65535)), "port must be 'traffic-port' or from 1 to 65535"),
	health("health-path", "HealthCheckPath", func(path string) bool { return strings.HasPrefix(path, "/") && len(path) <= 1024 }, "path must begin with a '/' character, and have at most 1024"),
	health("health-codes", "Matcher.HttpCode", healthCodes.MatchString, "codes must be from 200 to 599"),
	{Rule{ID: "health-timeout-interval", Of: targetGroup, Code: "ValidationError",
		Message: "Health check timeout '%d' must be smaller than or equal to the interval '%d'", Source: "https://github.com/aws/aws-cdk/pull/26031"},
		func(c change) (bool, []any) {
			timeout, set := c.Properties.number("HealthCheckTimeoutSeconds")
			interval, known := c.Properties.number("HealthCheckIntervalSeconds")
			if !known {
				interval = 30
			}
			return brokenIf(set && timeout > interval, timeout, interval)
		}},
	{Rule{ID: "health-http-only", Of: targetGroup, Code: "InvalidConfigurationRequest", Source: elbGuide + "target-group-health-checks.html"},
		func(c change) (bool, []any) {
			protocol := c.Properties.or("HealthCheckProtocol", "TCP")
			is := protocol == "TCP" && !strings.HasPrefix(protocolOf(c.Resource), "HTTP") && c.Properties.string("TargetType") != "alb" &&
				(c.Properties.has("HealthCheckPath") || c.Properties.has("Matcher"))
			return brokenIf(is, "Health check paths and matchers are not supported for health checks with protocol TCP")
		}},
	{Rule{ID: "alb-health-protocol", Of: targetGroup, Code: "InvalidConfigurationRequest", Source: elbGuide + "application-load-balancer-target.html"},
		func(c change) (bool, []any) {
			return brokenIf(c.Properties.string("TargetType") == "alb" && c.Properties.or("HealthCheckProtocol", "HTTP") == "TCP",
				"Health check protocol 'TCP' is not supported for target groups with target type 'alb'")
		}},
	{Rule{ID: "alb-target", Of: targetGroup, Code: "InvalidConfigurationRequest", Source: elbGuide + "application-load-balancer-target.html"},
		func(c change) (bool, []any) {
			is := c.Properties.string("TargetType") == "alb" && (protocolOf(c.Resource) != "TCP" || len(c.Properties.objects("Targets")) > 1)
			return brokenIf(is, "A target group with target type 'alb' has the protocol TCP and one target")
		}},
	{Rule{ID: "alb-listener", Of: targetGroup, Code: "InvalidTarget", Source: elbGuide + "application-load-balancer-target.html"},
		func(c change) (bool, []any) {
			if c.Properties.string("TargetType") != "alb" {
				return fine()
			}
			for _, target := range c.Properties.objects("Targets") {
				alb := c.find(c.Place, loadBalancer, target.string("Id"))
				if alb == nil {
					return broken(fmt.Sprintf("Load balancer '%s' not found", target.string("Id")))
				}
				has := slices.ContainsFunc(c.listenersOf(alb), func(l *Resource) bool {
					return l.Properties.string("Port") == target.or("Port", c.Properties.string("Port"))
				})
				if !has {
					return broken(fmt.Sprintf("The Application Load Balancer '%s' has no listener on port %s", alb.ID, c.Properties.string("Port")))
				}
			}
			return fine()
		}},
	{Rule{ID: "preserve-client-ip-udp", Of: targetGroup, Code: "InvalidConfigurationRequest", Source: elbGuide + "edit-target-group-attributes.html"},
		func(c change) (bool, []any) {
			return brokenIf(slices.Contains(preserving, protocolOf(c.Resource)) && attributesOf(c.Resource)["preserve_client_ip.enabled"] == "false",
				"Client IP preservation cannot be disabled for target groups with protocol "+protocolOf(c.Resource))
		}},
	{Rule{ID: "quic-attributes", Of: targetGroup, Code: "InvalidConfigurationRequest", Source: elbGuide + "edit-target-group-attributes.html"},
		func(c change) (bool, []any) {
			a := attributesOf(c.Resource)
			is := slices.Contains(quic, protocolOf(c.Resource)) && (a["proxy_protocol_v2.enabled"] == "true" || a["stickiness.enabled"] == "true" ||
				a["deregistration_delay.timeout_seconds"] != "" && a["deregistration_delay.timeout_seconds"] != "300")
			return brokenIf(is, "Target groups with protocol "+protocolOf(c.Resource)+" have no proxy protocol, no stickiness, and a deregistration delay of 300 seconds")
		}},
	{Rule{ID: "stickiness-tls", Of: targetGroup, Code: "InvalidConfigurationRequest", Source: elbGuide + "edit-target-group-attributes.html"},
		func(c change) (bool, []any) {
			return brokenIf(protocolOf(c.Resource) == "TLS" && attributesOf(c.Resource)["stickiness.enabled"] == "true",
				"Stickiness is not supported for target groups with protocol TLS")
		}},
	{Rule{ID: "unhealthy-draining", Of: targetGroup, Code: "InvalidConfigurationRequest", Source: elbGuide + "edit-target-group-attributes.html"},
		func(c change) (bool, []any) {
			a := attributesOf(c.Resource)
			interval := a["target_health_state.unhealthy.draining_interval_seconds"]
			if interval == "" {
				return fine()
			}
			return brokenIf(!between(0, 360000)(interval) || a["target_health_state.unhealthy.connection_termination.enabled"] != "false" && interval != "0",
				"The draining interval is 0-360000 seconds, and needs target_health_state.unhealthy.connection_termination.enabled to be false")
		}},
	{Rule{ID: "deregistration-delay", Of: targetGroup, Code: "ValidationError", Source: elbApi + "API_TargetGroupAttribute.html"},
		func(c change) (bool, []any) {
			value, set := attributesOf(c.Resource)["deregistration_delay.timeout_seconds"]
			return brokenIf(set && !between(0, 3600)(value), fmt.Sprintf("'%s' is not a valid value for attribute 'deregistration_delay.timeout_seconds'", value))
		}},
	{Rule{ID: "target-group-health", Of: targetGroup, Code: "ValidationError", Source: elbApi + "API_TargetGroupAttribute.html"},
		func(c change) (bool, []any) {
			health := attributesOf(c.Resource)
			for key := range health {
				if !strings.HasPrefix(key, "target_group_health.") {
					delete(health, key)
				}
			}
			problem := unfit(health, groupSettings)
			return brokenIf(problem != "", "Target group "+problem)
		}},
	{Rule{ID: "target-group-attribute", Of: targetGroup, Code: "ValidationError", Source: elbApi + "API_TargetGroupAttribute.html"},
		func(c change) (bool, []any) {
			problem := unfit(attributesOf(c.Resource), groupSettings)
			return brokenIf(problem != "", "Target group "+problem)
		}},
	{Rule{ID: "target-address", Of: targetGroup, Code: "InvalidTarget",
		Message: "The specified target does not exist, is not in the same VPC as the target group, or has an unsupported instance type.", Source: elbApi + "API_RegisterTargets.html"},
		func(c change) (bool, []any) {
			for _, target := range c.Properties.objects("Targets") {
				id := target.string("Id")
				switch c.Properties.or("TargetType", "instance") {
				case "ip":
					a, ok := address(id)
					if !ok || a.Is6() != (c.Properties.string("IpAddressType") == "ipv6") {
						return broken(id)
					}
				case "instance":
					if instance := c.find(c.Place, "AWS::EC2::Instance", id); instance == nil || c.vpcOfInstance(instance) != c.Properties.string("VpcId") {
						return broken(id)
					}
				}
			}
			return fine()
		}},
	{Rule{ID: "target-address-range", Of: targetGroup, Code: "InvalidTarget", Source: elbGuide + "load-balancer-target-groups.html"},
		func(c change) (bool, []any) {
			if c.Properties.string("TargetType") != "ip" {
				return fine()
			}
			vpc := c.vpcOf(c.Resource)
			ranges := slices.Concat(privateRanges, c.ipv4Ranges(vpc), c.ipv6Ranges(vpc))
			for _, target := range c.Properties.strings("Targets.Id") {
				a, _ := address(target)
				if !slices.ContainsFunc(ranges, func(p netip.Prefix) bool { return p.Contains(a) }) {
					return broken(fmt.Sprintf("The IP address '%s' is not within the VPC, and not a private one", target))
				}
			}
			return fine()
		}},
	{Rule{ID: "target-zone-unknown", Of: targetGroup, Code: "ValidationError",
		Message: "The Availability Zone is required for IP address '%s' because it is not in the VPC", Source: "https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/1862"},
		func(c change) (bool, []any) {
			if c.Properties.string("TargetType") != "ip" {
				return fine()
			}
			vpc := c.vpcOf(c.Resource)
			ranges := slices.Concat(c.ipv4Ranges(vpc), c.ipv6Ranges(vpc))
			for _, target := range c.Properties.objects("Targets") {
				a, _ := address(target.string("Id"))
				inside := slices.ContainsFunc(ranges, func(p netip.Prefix) bool { return p.Contains(a) })
				if !inside && !target.has("AvailabilityZone") {
					return broken(a)
				}
			}
			return fine()
		}},
	{Rule{ID: "target-duplicate", Of: targetGroup, Code: "ValidationError", Source: elbApi + "API_RegisterTargets.html"},
		func(c change) (bool, []any) {
			var seen []string
			for _, target := range c.Properties.objects("Targets") {
				seen = append(seen, target.string("Id")+":"+target.or("Port", c.Properties.string("Port")))
			}
			return brokenIf(repeats(seen), "a target is listed twice")
		}},
	{Rule{ID: "quic-server-id", Of: targetGroup, Code: "ValidationError", Source: elbApi + "API_TargetDescription.html"},
		func(c change) (bool, []any) {
			is := slices.Contains(quic, protocolOf(c.Resource))
			ids := c.Properties.strings("Targets.QuicServerId")
			for _, id := range ids {
				if !quicServerID.MatchString(id) {
					return broken(fmt.Sprintf("'%s' is no QUIC server ID", id))
				}
			}
			return brokenIf(!is && len(ids) > 0 || is && len(ids) != len(c.Properties.objects("Targets")) || repeats(ids),
				"Targets of QUIC groups have a server ID each, those of others none")
		}},
	{Rule{ID: "ipv6-targets", Of: targetGroup, Code: "ValidationError", Source: targetPage},
		func(c change) (bool, []any) {
			return brokenIf(c.Properties.string("IpAddressType") == "ipv6" && c.Properties.string("TargetType") == "alb",
				"Target groups of IPv6 addresses are of type instance or ip")
		}},
}
