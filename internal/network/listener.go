package network

import (
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// protocol is that of a listener or target group.
func (r *Resource) protocol() string { return r.Text("Protocol") }

// Balancer is the load balancer of a listener.
func (l *Resource) Balancer() *Resource { return l.The("LoadBalancerArn", LoadBalancer) }

// siblings are the other listeners that the load balancer surely has.
func (l *Resource) siblings() []*Resource { return l.twins("LoadBalancerArn") }

// groupPaths are where actions name target groups.
func groupPaths(of string) []string {
	actions := "DefaultActions"
	if of == ListenerRule {
		actions = "Actions"
	}
	return []string{actions + ".TargetGroupArn", actions + ".ForwardConfig.TargetGroups.TargetGroupArn"}
}

// TargetGroups are those of a listener, or rule, that are the model's.
func (l *Resource) TargetGroups() []*Resource {
	var groups []*Resource
	for _, path := range groupPaths(l.Type) {
		for _, group := range l.Named(path, TargetGroup) {
			if !slices.Contains(groups, group) { // Both forms may stand beside each other.
				groups = append(groups, group)
			}
		}
	}
	return groups
}

func (l *Resource) hasIdleTimeout() bool {
	return l.settingValue("ListenerAttributes", "tcp.idle_timeout.seconds") != nil
}

// forwards are the target protocols that a listener's protocol goes to.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html#target-group-routing-configuration
var forwards = map[string][]string{
	"TCP": {"TCP", "TCP_UDP"}, "TLS": {"TCP", "TLS"}, "UDP": {"UDP", "TCP_UDP"}, "TCP_UDP": {"TCP_UDP"},
	"QUIC": {"QUIC", "TCP_QUIC"}, "TCP_QUIC": {"TCP_QUIC"}, "HTTP": {"HTTP", "HTTPS"}, "HTTPS": {"HTTP", "HTTPS"},
}

var listenerSettings = map[string]setting{"tcp.idle_timeout.seconds": between(60, 6000)}

// ofListener is a rule on listeners of Network Load Balancers, as far as the load
// balancer is the model's; on all of them by what they say themselves.
func forwarding(d *demand.Demand, check func(c *Case, group *Resource)) rule {
	return rule{Demand: d, of: Listener, check: func(c *Case) {
		each(c, c.TargetGroups(), func(group *Resource) { check(c, group) })
	}}
}

var listenerRules = []rule{
	{Demand: demand.ListenerPortRange, of: Listener, check: func(c *Case) {
		if c.Value("Port") == nil && c.Balancer().Or("Type", "application") == "gateway" {
			return
		}
		if port := c.Text("Port"); !between(1, 65535)(port) {
			c.broken("Port", "%q is not a port", port)
		}
	}},
	{Demand: demand.ListenerProtocol, of: Listener, check: func(c *Case) {
		known := []string{"HTTP", "HTTPS"}
		if c.Balancer().isNetwork() {
			known = []string{"TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"}
		}
		if c.Balancer().Or("Type", "application") != "gateway" && !slices.Contains(known, c.protocol()) {
			c.broken("Protocol", "%q is not a protocol of this load balancer's listeners", c.protocol())
		}
	}},
	{Demand: demand.ListenerPortDuplicate, of: Listener, check: func(c *Case) {
		each(c, c.siblings(), func(other *Resource) {
			if other.Text("Port") == c.Text("Port") {
				c.broken("Port", "%s is the port of %s too", c.Text("Port"), other)
			}
		})
	}},
	// The quota of a Network Load Balancer is fixed, that of an Application Load Balancer is not.
	//
	// Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html,
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
	{Demand: demand.ListenerCount, of: Listener, check: func(c *Case) {
		if !c.Balancer().isNetwork() {
			return
		}
		if n := len(c.siblings()); n >= 50 {
			c.brokenSaying([]any{c.Balancer()}, "LoadBalancerArn", "names a load balancer with %d other listeners", n)
		}
	}},
	{Demand: demand.TargetGroupWeight, of: Listener, check: func(c *Case) {
		each(c, c.at("DefaultActions.ForwardConfig.TargetGroups.Weight"), func(weight any) {
			if !between(0, 999)(c.text(weight)) {
				c.broken("DefaultActions", "%v is not a weight from 0 to 999", weight)
			}
		})
	}},
	forwarding(demand.ListenerTargetProtocol, func(c *Case, group *Resource) {
		if group.Text("TargetType") == "lambda" { // It has no protocol.
			return
		}
		if allowed, ok := forwards[c.protocol()]; ok && !slices.Contains(allowed, group.protocol()) {
			c.broken("DefaultActions", "forward %s to %s, which speaks %s", c.protocol(), group, group.protocol())
		}
	}),
	{Demand: demand.TargetGroupWeightTls, of: Listener, check: func(c *Case) {
		groups := c.TargetGroups()
		for _, group := range groups {
			c.model.sure(func() {
				if c.protocol() == "TLS" && group.protocol() != groups[0].protocol() {
					c.broken("DefaultActions", "forward to %s, which speaks %s, and %s, which speaks %s", groups[0], groups[0].protocol(), group, group.protocol())
				}
			})
		}
	}},
	forwarding(demand.StickinessTls, func(c *Case, group *Resource) {
		if value, _ := group.Setting("TargetGroupAttributes", "stickiness.enabled"); c.protocol() == "TLS" && value == "true" {
			c.broken("DefaultActions", "forward TLS to %s, which is sticky", group)
		}
	}),
	forwarding(demand.TargetGroupTaken, func(c *Case, group *Resource) {
		for _, other := range group.Forwarders() {
			balancer := other.BalancerOf()
			if balancer != nil && !c.model.same(balancer, c.Place, c.Value("LoadBalancerArn"), c.Place) {
				c.brokenSaying([]any{group}, "DefaultActions", "forward to %s, which belongs to the load balancer of %s too", group, other)
			}
		}
	}),
	forwarding(demand.AlbBalancerCount, func(c *Case, group *Resource) {
		if group.Text("TargetType") != "alb" {
			return
		}
		balancers := map[key]bool{}
		for _, same := range c.model.Having(TargetGroup, "Targets.Id", group.Value("Targets.Id"), group.Place) {
			for _, forwarder := range same.Forwarders() {
				if k, ok := c.model.key(forwarder.BalancerOf(), forwarder.Place); ok {
					balancers[k] = true
				}
			}
		}
		if len(balancers) > 2 {
			c.broken("DefaultActions", "forward to %s, whose Application Load Balancer is the target of %d load balancers", group, len(balancers))
		}
	}),
	forwarding(demand.TargetGroupVpc, func(c *Case, group *Resource) {
		if c.model.isOutside(group, c.Balancer().Subnets()) {
			c.brokenSaying([]any{group}, "DefaultActions", "forward to %s, which is of another VPC than the load balancer", group)
		}
	}),
	forwarding(demand.Ipv6Targets, func(c *Case, group *Resource) {
		if group.Text("IpAddressType") == "ipv6" && c.Balancer().Or("IpAddressType", "ipv4") == "ipv4" {
			c.broken("DefaultActions", "forward to %s of IPv6 addresses, but the load balancer is IPv4 only", group)
		}
	}),
	{Demand: demand.DualStackUdp, of: Listener, check: func(c *Case) {
		balancer := c.Balancer()
		if balancer.Text("IpAddressType") != "dualstack" || c.protocol() != "UDP" && c.protocol() != "TCP_UDP" {
			return
		}
		if balancer.Text("EnablePrefixForIpv6SourceNat") != "on" {
			c.broken("Protocol", "is %s, but the dual-stack load balancer's EnablePrefixForIpv6SourceNat is not on", c.protocol())
		}
		each(c, c.TargetGroups(), func(group *Resource) {
			if group.Or("IpAddressType", "ipv4") != "ipv6" {
				c.broken("DefaultActions", "forward %s of a dual-stack load balancer to %s, which is not of IPv6 addresses", c.protocol(), group)
			}
		})
	}},
	{Demand: demand.TlsCertificateRequired, of: Listener, check: func(c *Case) {
		if n := c.Count("Certificates"); isTLS(c.protocol()) && n != 1 {
			c.brokenSaying([]any{c.protocol()}, "Certificates", "are %d, but a listener for %s has one default certificate", n, c.protocol())
		}
	}},
	{Demand: demand.TlsCertificateArn, check: func(c *Case) {
		each(c, c.certificates(), func(value any) {
			parts := strings.SplitN(c.text(value), ":", 6)
			if len(parts) != 6 || parts[0] != "arn" || parts[2] != "acm" && parts[2] != "iam" {
				c.broken("Certificates", "%v is not the ARN of a certificate", value)
			}
		})
	}},
	{Demand: demand.TlsCertificateRegion, check: func(c *Case) {
		each(c, c.certificates(), func(value any) {
			region := ""
			if of := c.model.bySourceOf(value); of != nil {
				region = of.Region
			} else if parts := strings.SplitN(c.text(value), ":", 6); len(parts) == 6 && parts[2] == "acm" {
				region = parts[3]
			}
			if region != "" && c.hasRegion() && region != c.Region {
				c.broken("Certificates", "has one of %s, but the listener is in %s", region, c.Region)
			}
		})
	}},
	{Demand: demand.TlsCertificateCount, of: ListenerCertificate, check: func(c *Case) {
		balancer := c.The("ListenerArn", Listener).Value("LoadBalancerArn")
		count := 0
		for _, r := range c.model.All(ListenerCertificate) {
			if listener := r.The("ListenerArn", Listener); balancer != nil && listener.Value("LoadBalancerArn") != nil &&
				c.model.same(listener.Value("LoadBalancerArn"), r.Place, balancer, c.Place) {
				count += r.AtLeast("Certificates")
			}
		}
		if count > 25 {
			c.brokenSaying([]any{balancer}, "Certificates", "make %d beside the default ones", count)
		}
	}},
	{Demand: demand.TlsOnlySettings, of: Listener, check: func(c *Case) {
		if protocol := c.protocol(); protocol == "" || isTLS(protocol) {
			return
		}
		for _, property := range []string{"Certificates", "SslPolicy", "AlpnPolicy"} {
			if c.Has(property) {
				c.broken(property, "is set, but the listener speaks %s", c.protocol())
			}
		}
	}},
	{Demand: demand.TlsPolicy, of: Listener, check: func(c *Case) {
		if policy := c.Text("SslPolicy"); policy != "" && !strings.HasPrefix(policy, "ELBSecurityPolicy-") {
			c.brokenSaying([]any{policy}, "SslPolicy", "%q is not a security policy", policy)
		}
	}},
	{Demand: demand.TlsAlpn, of: Listener, check: func(c *Case) {
		each(c, c.at("AlpnPolicy"), func(value any) {
			if policy := c.text(value); !oneOf("HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None")(policy) {
				c.broken("AlpnPolicy", "%q is not an ALPN policy", policy)
			}
		})
	}},
	{Demand: demand.IdleTimeout, of: Listener, check: func(c *Case) {
		if !slices.Contains([]string{"TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"}, c.protocol()) {
			return // Of an Application Load Balancer.
		}
		if c.hasIdleTimeout() && c.protocol() != "TCP" {
			c.broken("ListenerAttributes", "set tcp.idle_timeout.seconds, but the listener speaks %s", c.protocol())
			return
		}
		c.unfit("ListenerAttributes", listenerSettings, nil)
	}},
	{Demand: demand.IdleTimeoutRegions, of: Listener, check: func(c *Case) {
		if !c.hasIdleTimeout() {
			return
		}
		if service := c.Balancer().ServiceOf(); service != nil && service.hasRegion() && len(service.OtherRegions()) > 0 {
			c.broken("ListenerAttributes", "set tcp.idle_timeout.seconds, but %s is offered to %s", service, service.OtherRegions()[0])
		}
	}},
	{Demand: demand.QuicAlone, of: Listener, check: func(c *Case) {
		own := c.protocol()
		each(c, c.siblings(), func(other *Resource) {
			switch its := other.protocol(); {
			case isQuic(own) && isQuic(its):
				c.broken("Protocol", "is %s, as that of %s", own, other)
			case isQuic(own) && strings.Contains(its, "UDP"), isQuic(its) && strings.Contains(own, "UDP"):
				c.broken("Protocol", "is %s, beside %s of %s", own, its, other)
			}
		})
	}},
	{Demand: demand.QuicLoadBalancer, of: Listener, check: func(c *Case) {
		if isQuic(c.protocol()) && (c.Balancer().Has("SecurityGroups") || c.Balancer().Or("IpAddressType", "ipv4") != "ipv4") {
			c.broken("Protocol", "is %s, but the load balancer has security groups or IPv6", c.protocol())
		}
	}},
	{Demand: demand.TargetsQuota, of: Listener, check: func(c *Case) {
		if !c.Balancer().isNetwork() {
			return
		}
		most, ofALB := 3000, 50
		if c.Balancer().crossesZones() {
			most, ofALB = 500, 100
		}
		count := 0
		for _, l := range append(c.siblings(), c.Resource) {
			for _, group := range l.TargetGroups() {
				if n := group.AtLeast("Targets"); group.Text("TargetType") == "alb" {
					count += ofALB * n
				} else {
					count += n
				}
			}
		}
		if count > most {
			c.brokenSaying([]any{c.Balancer()}, "DefaultActions", "and the other listeners forward to %d targets", count)
		}
	}},
	{Demand: demand.ListenerGroupCount, of: Listener, check: func(c *Case) {
		if n := c.AtLeast("DefaultActions.ForwardConfig.TargetGroups"); n > 5 {
			c.broken("DefaultActions", "forward to %d target groups", n)
		}
	}},
	{Demand: demand.CapacityTls, of: Listener, check: func(c *Case) {
		if c.protocol() == "TLS" && c.Balancer().Has("MinimumLoadBalancerCapacity") {
			c.broken("Protocol", "is TLS, but the load balancer reserves capacity")
		}
	}},
	{Demand: demand.RulePriorityTaken, of: ListenerRule, check: func(c *Case) {
		each(c, c.twins("ListenerArn"), func(other *Resource) {
			if other.Text("Priority") == c.Text("Priority") {
				c.broken("Priority", "%s is the priority of %s too", c.Text("Priority"), other)
			}
		})
	}},
}

func isTLS(protocol string) bool { return protocol == "TLS" || protocol == "HTTPS" }

// certificates are those that a listener, or a resource for one, names.
func (c *Case) certificates() []any {
	if c.Type != Listener && c.Type != ListenerCertificate {
		return nil
	}
	return c.at("Certificates.CertificateArn")
}

// Forwarders are the listeners and rules that surely forward to a group.
func (group *Resource) Forwarders() []*Resource {
	var found []*Resource
	for _, of := range []string{Listener, ListenerRule} {
		for _, path := range groupPaths(of) {
			for _, r := range group.model.Naming(of, path, group) {
				if !slices.Contains(found, r) {
					found = append(found, r)
				}
			}
		}
	}
	return found
}

// BalancerOf names the load balancer of a listener or rule; nil where it isn't known.
func (l *Resource) BalancerOf() any {
	if l.Type == ListenerRule {
		listeners := l.Named("ListenerArn", Listener)
		if len(listeners) == 0 {
			return nil
		}
		return listeners[0].Value("LoadBalancerArn")
	}
	return l.Value("LoadBalancerArn")
}
