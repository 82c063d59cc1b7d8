package resources

import (
	"fmt"
	"slices"
	"strings"
)

const (
	listener     = "AWS::ElasticLoadBalancingV2::Listener"
	listenerPage = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html"
)

var _ = know(map[string]kind{
	listener: {
		id: func(_ *World, r *Resource) string {
			balancer := r.Properties.string("LoadBalancerArn")
			return strings.Replace(balancer, ":loadbalancer/", ":listener/", 1) + fmt.Sprintf("/%016x", r.number)
		},
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"ListenerArn": r.ID} },
		references: []reference{
			{property: "LoadBalancerArn", to: loadBalancer},
			{property: "DefaultActions.TargetGroupArn", to: targetGroup, holds: true},
			{property: "DefaultActions.ForwardConfig.TargetGroups.TargetGroupArn", to: targetGroup, holds: true},
		},
	},
	"AWS::ElasticLoadBalancingV2::ListenerRule": {
		id: func(_ *World, r *Resource) string {
			of := r.Properties.string("ListenerArn")
			return strings.Replace(of, ":listener/", ":listener-rule/", 1) + fmt.Sprintf("/%016x", r.number)
		},
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"RuleArn": r.ID, "IsDefault": false} },
		references: []reference{
			{property: "ListenerArn", to: listener},
			{property: "Actions.TargetGroupArn", to: targetGroup, holds: true},
			{property: "Actions.ForwardConfig.TargetGroups.TargetGroupArn", to: targetGroup, holds: true},
		},
	},
	"AWS::ElasticLoadBalancingV2::ListenerCertificate": {
		id:         prefixed("listener-certificate"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{{property: "ListenerArn", to: listener}},
	},
})

// forwards are the target protocols that a listener's protocol goes to.
//
// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
var forwards = map[string][]string{
	"TCP": {"TCP", "TCP_UDP"}, "TLS": {"TCP", "TLS"}, "UDP": {"UDP", "TCP_UDP"}, "TCP_UDP": {"TCP_UDP"},
	"QUIC": {"QUIC"}, "TCP_QUIC": {"TCP_QUIC"}, "HTTP": {"HTTP", "HTTPS"}, "HTTPS": {"HTTP", "HTTPS"},
}

var listenerSettings = map[string]setting{"tcp.idle_timeout.seconds": between(60, 6000)}

func (c change) balancer() *Resource {
	return c.the(c.Place, loadBalancer, c.Properties.string("LoadBalancerArn"))
}

// groups are the target groups of a listener.
func (c change) groups() []*Resource {
	var groups []*Resource
	for _, arn := range groupsOf(c.Properties, "DefaultActions") {
		if group := c.find(c.Place, targetGroup, arn); group != nil {
			groups = append(groups, group)
		}
	}
	return groups
}

// siblings are the other listeners of the load balancer.
func (c change) siblings() []*Resource {
	return slices.DeleteFunc(c.listenersOf(c.balancer()), func(r *Resource) bool { return r.number == c.number })
}

func idleTimeout(listener *Resource) string {
	return listener.Properties.pairs("ListenerAttributes")["tcp.idle_timeout.seconds"]
}

var listenerRules = []rule{
	{Rule{ID: "listener-port-range", Of: listener, Code: "ValidationError", Source: elbGuide + "load-balancer-listeners.html"},
		func(c change) (bool, []any) {
			port := c.Properties.string("Port")
			return brokenIf(!between(1, 65535)(port), fmt.Sprintf("Port '%s' is not valid: it must be from 1 to 65535", port))
		}},
	{Rule{ID: "listener-protocol", Of: listener, Code: "ValidationError", Source: elbGuide + "load-balancer-listeners.html"},
		func(c change) (bool, []any) {
			known := []string{"HTTP", "HTTPS"}
			if isNetwork(c.balancer()) {
				known = []string{"TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"}
			}
			return brokenIf(!slices.Contains(known, protocolOf(c.Resource)),
				fmt.Sprintf("Listener protocol '%s' is not supported with a load balancer of type '%s'", protocolOf(c.Resource), c.balancer().Properties.or("Type", "application")))
		}},
	{Rule{ID: "listener-port-duplicate", Of: listener, Code: "DuplicateListener",
		Message: "A listener with the specified port already exists.", Source: elbApi + "API_CreateListener.html"},
		func(c change) (bool, []any) {
			for _, other := range c.siblings() {
				if other.Properties.string("Port") == c.Properties.string("Port") {
					return broken()
				}
			}
			return fine()
		}},
	{Rule{ID: "listener-count", Of: listener, Code: "TooManyListeners", Message: "You've reached the limit on the number of listeners per load balancer.", Source: elbGuide + "load-balancer-limits.html"},
		func(c change) (bool, []any) { return brokenIf(len(c.siblings()) >= 50, c.balancer().ID) }},
	{Rule{ID: "target-group-weight", Of: listener, Code: "ValidationError", Source: elbApi + "API_TargetGroupTuple.html"},
		func(c change) (bool, []any) {
			for _, weight := range c.Properties.strings("DefaultActions.ForwardConfig.TargetGroups.Weight") {
				if !between(0, 999)(weight) {
					return broken(fmt.Sprintf("Weight '%s' must be between 0 and 999", weight))
				}
			}
			return fine()
		}},
	{Rule{ID: "listener-target-protocol", Of: listener, Code: "IncompatibleProtocols",
		Message: "The specified configuration is not valid with this protocol.", Source: elbApi + "API_CreateListener.html"},
		func(c change) (bool, []any) {
			for _, group := range c.groups() {
				if !slices.Contains(forwards[protocolOf(c.Resource)], protocolOf(group)) {
					return broken()
				}
			}
			return fine()
		}},
	{Rule{ID: "target-group-weight-tls", Of: listener, Code: "InvalidConfigurationRequest", Source: elbGuide + "load-balancer-listeners.html"},
		func(c change) (bool, []any) {
			groups := c.groups()
			for _, group := range groups {
				if protocolOf(c.Resource) == "TLS" && protocolOf(group) != protocolOf(groups[0]) {
					return broken("All target groups of a TLS listener must have the same protocol")
				}
			}
			return fine()
		}},
	{Rule{ID: "stickiness-tls", Of: listener, Code: "InvalidConfigurationRequest", Source: elbGuide + "edit-target-group-attributes.html"},
		func(c change) (bool, []any) {
			for _, group := range c.groups() {
				if protocolOf(c.Resource) == "TLS" && attributesOf(group)["stickiness.enabled"] == "true" {
					return broken("Stickiness is not supported with TLS listeners")
				}
			}
			return fine()
		}},
	{Rule{ID: "target-group-taken", Of: listener, Code: "TargetGroupAssociationLimit",
		Message: "The following target groups cannot be associated with more than one load balancer: %s", Source: "https://github.com/hashicorp/terraform-provider-aws/issues/22005"},
		func(c change) (bool, []any) {
			for _, group := range c.groups() {
				if slices.ContainsFunc(c.balancersOf(group), func(arn string) bool { return arn != c.balancer().ID }) {
					return broken(group.ID)
				}
			}
			return fine()
		}},
	{Rule{ID: "target-group-vpc", Of: listener, Code: "InvalidConfigurationRequest",
		Message: "The following target groups have a different VPC than the load balancer: %s", Source: elbApi + "API_CreateListener.html"},
		func(c change) (bool, []any) {
			for _, group := range c.groups() {
				if vpc := group.Properties.string("VpcId"); vpc != "" && vpc != c.vpcIDOf(c.balancer()) {
					return broken(group.ID)
				}
			}
			return fine()
		}},
	{Rule{ID: "ipv6-targets", Of: listener, Code: "InvalidConfigurationRequest", Source: elbGuide + "load-balancer-target-groups.html"},
		func(c change) (bool, []any) {
			for _, group := range c.groups() {
				if group.Properties.string("IpAddressType") == "ipv6" && c.balancer().Properties.string("IpAddressType") != "dualstack" {
					return broken("Target groups of IPv6 addresses need a dualstack load balancer")
				}
			}
			return fine()
		}},
	{Rule{ID: "dual-stack-udp", Of: listener, Code: "InvalidConfigurationRequest", Source: elbGuide + "create-listener.html"},
		func(c change) (bool, []any) {
			balancer := c.balancer()
			if balancer.Properties.string("IpAddressType") != "dualstack" || !slices.Contains([]string{"UDP", "TCP_UDP"}, protocolOf(c.Resource)) {
				return fine()
			}
			if balancer.Properties.string("EnablePrefixForIpv6SourceNat") != "on" {
				return broken("UDP listeners of a dualstack load balancer need EnablePrefixForIpv6SourceNat to be on")
			}
			for _, group := range c.groups() {
				if group.Properties.string("IpAddressType") != "ipv6" {
					return broken("UDP listeners of a dualstack load balancer forward to target groups of IPv6 addresses")
				}
			}
			return fine()
		}},
	{Rule{ID: "tls-certificate-required", Of: listener, Code: "ValidationError", Message: "A certificate must be specified for %s listeners", Source: elbGuide + "create-tls-listener.html"},
		func(c change) (bool, []any) {
			return brokenIf(slices.Contains([]string{"TLS", "HTTPS"}, protocolOf(c.Resource)) && len(c.Properties.objects("Certificates")) != 1, protocolOf(c.Resource))
		}},
	{Rule{ID: "tls-certificate-arn", Code: "CertificateNotFound", Message: "The specified certificate does not exist.", Source: elbApi + "API_CreateListener.html"},
		func(c change) (bool, []any) {
			for _, certificate := range c.certificates() {
				parts := strings.SplitN(certificate, ":", 6)
				if len(parts) != 6 || parts[0] != "arn" || parts[2] != "acm" && parts[2] != "iam" {
					return broken(certificate)
				}
			}
			return fine()
		}},
	{Rule{ID: "tls-certificate-region", Code: "CertificateNotFound", Message: "The specified certificate does not exist.", Source: elbGuide + "create-tls-listener.html"},
		func(c change) (bool, []any) {
			for _, certificate := range c.certificates() {
				if parts := strings.SplitN(certificate, ":", 6); parts[2] == "acm" && parts[3] != c.Region {
					return broken(certificate)
				}
			}
			return fine()
		}},
	{Rule{ID: "tls-certificate-count", Of: "AWS::ElasticLoadBalancingV2::ListenerCertificate", Code: "TooManyCertificates",
		Message: "You've reached the limit on the number of certificates per load balancer.", Source: elbGuide + "load-balancer-limits.html"},
		func(c change) (bool, []any) {
			of := c.the(c.Place, listener, c.Properties.string("ListenerArn"))
			count := 0
			for _, r := range append(c.others(), c.Resource) {
				on := c.find(r.Place, listener, r.Properties.string("ListenerArn"))
				if on != nil && on.Properties.string("LoadBalancerArn") == of.Properties.string("LoadBalancerArn") {
					count += len(r.Properties.objects("Certificates"))
				}
			}
			return brokenIf(count > 25, of.Properties.string("LoadBalancerArn"))
		}},
	{Rule{ID: "tls-only-settings", Of: listener, Code: "InvalidConfigurationRequest", Source: listenerPage},
		func(c change) (bool, []any) {
			is := !slices.Contains([]string{"TLS", "HTTPS"}, protocolOf(c.Resource)) &&
				(c.Properties.has("Certificates") || c.Properties.has("SslPolicy") || c.Properties.has("AlpnPolicy"))
			return brokenIf(is, "Certificates, security policies and ALPN policies are only for TLS listeners")
		}},
	{Rule{ID: "tls-alpn", Of: listener, Code: "ALPNPolicyNotSupported", Message: "The specified ALPN policy is not supported.", Source: elbApi + "API_CreateListener.html"},
		func(c change) (bool, []any) {
			for _, policy := range c.Properties.strings("AlpnPolicy") {
				if !oneOf("HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None")(policy) {
					return broken(policy)
				}
			}
			return fine()
		}},
	{Rule{ID: "idle-timeout", Of: listener, Code: "InvalidConfigurationRequest", Source: elbGuide + "update-idle-timeout.html"},
		func(c change) (bool, []any) {
			if !isNetwork(c.balancer()) {
				return fine()
			}
			problem := unfit(c.Properties.pairs("ListenerAttributes"), listenerSettings)
			if idleTimeout(c.Resource) != "" && protocolOf(c.Resource) != "TCP" {
				problem = "attribute 'tcp.idle_timeout.seconds' is not supported on listeners with protocol '" + protocolOf(c.Resource) + "'"
			}
			return brokenIf(problem != "", "Listener "+problem)
		}},
	{Rule{ID: "idle-timeout-regions", Of: listener, Code: "InvalidConfigurationRequest", Source: shareGuide},
		func(c change) (bool, []any) {
			service := c.serviceOf(c.balancer())
			return brokenIf(idleTimeout(c.Resource) != "" && service != nil && len(c.otherRegions(service)) > 0,
				"A custom TCP idle timeout is not supported on a load balancer of an endpoint service that other Regions may use")
		}},
	{Rule{ID: "quic-alone", Of: listener, Code: "InvalidConfigurationRequest", Source: elbGuide + "load-balancer-listeners.html"},
		func(c change) (bool, []any) {
			var udp, quics int
			for _, l := range append(c.siblings(), c.Resource) {
				if strings.Contains(protocolOf(l), "QUIC") {
					quics++
				} else if strings.Contains(protocolOf(l), "UDP") {
					udp++
				}
			}
			return brokenIf(quics > 1 || quics > 0 && udp > 0, "A load balancer has one QUIC or TCP_QUIC listener, and then none with UDP")
		}},
	{Rule{ID: "quic-load-balancer", Of: listener, Code: "InvalidConfigurationRequest", Source: elbGuide + "load-balancer-listeners.html"},
		func(c change) (bool, []any) {
			is := slices.Contains(quic, protocolOf(c.Resource)) && (c.balancer().Properties.has("SecurityGroups") || c.balancer().Properties.or("IpAddressType", "ipv4") != "ipv4")
			return brokenIf(is, "QUIC listeners are not supported on load balancers with security groups, or with the IP address type dualstack")
		}},
	{Rule{ID: "targets-quota", Of: listener, Code: "TooManyTargets", Message: "You've reached the limit on the number of targets.", Source: elbGuide + "load-balancer-limits.html"},
		func(c change) (bool, []any) {
			count, most := 0, 3000
			if c.balancer().Properties.pairs("LoadBalancerAttributes")["load_balancing.cross_zone.enabled"] == "true" {
				most = 500
			}
			for _, l := range append(c.siblings(), c.Resource) {
				for _, arn := range groupsOf(l.Properties, "DefaultActions") {
					count += len(c.the(c.Place, targetGroup, arn).Properties.objects("Targets"))
				}
			}
			return brokenIf(isNetwork(c.balancer()) && count > most, c.balancer().ID)
		}},
	{Rule{ID: "capacity-tls", Of: listener, Code: "InvalidConfigurationRequest", Source: elbGuide + "request-capacity-unit-reservation.html"},
		func(c change) (bool, []any) {
			return brokenIf(protocolOf(c.Resource) == "TLS" && c.balancer().Properties.has("MinimumLoadBalancerCapacity"),
				"Capacity can't be reserved on load balancers with TLS listeners")
		}},
	{Rule{ID: "rule-priority-taken", Of: "AWS::ElasticLoadBalancingV2::ListenerRule", Code: "PriorityInUse",
		Message: "The specified priority is in use.", Source: elbApi + "API_CreateRule.html"},
		func(c change) (bool, []any) {
			for _, other := range c.others() {
				if other.Properties.string("ListenerArn") == c.Properties.string("ListenerArn") && other.Properties.string("Priority") == c.Properties.string("Priority") {
					return broken(c.Properties.string("Priority"))
				}
			}
			return fine()
		}},
}

// certificates are those that a listener, or a resource for one, names.
func (c change) certificates() []string {
	if c.Type != listener && c.Type != "AWS::ElasticLoadBalancingV2::ListenerCertificate" {
		return nil
	}
	return c.Properties.strings("Certificates.CertificateArn")
}
