package rules

import (
	"regexp"
	"slices"
	"strings"
)

// existingRules are about load balancers that were brought. What of them is made
// in the same app is known at synthesis; the rest may be anything.
var existingRules = []row[Provider]{
	{Rule{
		ID: "privatelink/existing-load-balancer", Severity: Error,
		Summary: "A service takes Network Load Balancers, and none of the options of one that is to be made.",
		Source:  docService,
		Fix:     "pass Network Load Balancers by LoadBalancer(object) or LoadBalancerArn(arn), and leave LoadBalancer unset",
	}, func(p Provider, broken report) {
		if len(p.Existing) > 0 && p.LoadBalancer.IsSet {
			broken("LoadBalancer", "is set beside ExistingLoadBalancers")
		}
		for i, e := range p.Existing {
			field := at("ExistingLoadBalancers", i, "")
			switch {
			case e.Missing:
				broken(field, "names no load balancer: it is nil")
			case !Known(e.Arn):
			case gatewayArn.MatchString(e.Arn):
				broken(field, "%q is a Gateway Load Balancer: its endpoints are routed to, and have neither ports nor names; this library is for services", e.Arn)
			case !networkArn.MatchString(e.Arn):
				broken(field, "%q is no ARN of a Network Load Balancer", e.Arn)
			}
		}
	}},
	{Rule{
		ID: "privatelink/existing-load-balancer-taken", Severity: Error,
		Summary: "A load balancer stands behind one service.",
		AWS:     "Load balancer '…' is currently associated with another service",
		Source:  docService,
		Fix:     "add the listeners to the first service, or make another load balancer",
	}, func(p Provider, broken report) {
		for i, e := range p.Existing {
			if e.TakenBy != "" {
				broken(at("ExistingLoadBalancers", i, ""), "stands behind %q already", e.TakenBy)
			}
		}
	}},
	{Rule{
		ID: "privatelink/existing-load-balancer-twice", Severity: Error,
		Summary: "A service lists each of its load balancers once.",
		Source:  docService,
		Fix:     "drop the repetition",
	}, func(p Provider, broken report) {
		for i, e := range p.Existing {
			if e.Repeats > 0 && !e.Missing && !Unknown(e.Arn) {
				broken(at("ExistingLoadBalancers", i, ""), "is %s again", at("ExistingLoadBalancers", i-e.Repeats, ""))
			}
		}
	}},
	{Rule{
		ID: "privatelink/existing-load-balancer-place", Severity: Error,
		Summary: "A service and its load balancers are of one Region and account.",
		Source:  docService,
		Fix:     "pass a load balancer of the provider's own stack's Region and account",
	}, eachExisting(func(p Provider, e ExistingLoadBalancer, field string, broken report) {
		parts := strings.Split(e.Arn, ":")
		if !networkArn.MatchString(e.Arn) {
			return
		}
		if region := parts[3]; Known(p.Region) && region != p.Region {
			broken(field, "is in %s, but the service in %s", region, p.Region)
		}
		if account := parts[4]; Known(p.Account) && account != p.Account {
			broken(field, "is of account %s, but the service of %s", account, p.Account)
		}
	})},
	{Rule{
		ID: "privatelink/existing-zones", Severity: Error,
		Summary: "Zones are told of load balancers that exist; those of one that is made are known.",
		Source:  docService,
		Fix:     "drop Zones, and choose them by LoadBalancer.Subnets",
	}, func(p Provider, broken report) {
		if p.ZonesAlone {
			broken("Zones", "is set without ExistingLoadBalancers")
		}
	}},
	{Rule{
		ID: "privatelink/existing-load-balancer-ipv6", Severity: Error,
		Summary: "A service that supports ipv6 needs dual-stack load balancers.",
		Source:  docService,
		Fix:     "make the load balancer dual-stack, or drop ipv6 from IpAddressTypes",
	}, eachExisting(func(p Provider, e ExistingLoadBalancer, field string, broken report) {
		if e.IPv4Only && slices.Contains(p.IPAddressTypes, "ipv6") {
			broken(field, "is IPv4 only, but the service is to support ipv6")
		}
	})},
	{Rule{
		ID: "privatelink/existing-listener-missing", Severity: Error,
		Summary: "Every load balancer of a service has a listener for each of its ports: an endpoint's interface is tied to one of them at random.",
		Source:  docService,
		Fix:     "describe in Listeners what each of the load balancers has, by port and protocol",
	}, eachExisting(func(p Provider, e ExistingLoadBalancer, field string, broken report) {
		if !e.ListenersKnown {
			return
		}
		for i, l := range p.Listeners {
			switch other, ok := e.listenerOn(l.Port); {
			case !ok:
				broken(field, "has no listener on port %d, which %s describes", l.Port, at("Listeners", i, ""))
			case other.Protocol != l.Protocol && Known(other.Protocol) && !Unknown(l.Protocol):
				broken(field, "has a %s listener on port %d, which %s describes as %s", other.Protocol, l.Port, at("Listeners", i, ""), l.Protocol)
			}
		}
	})},
	{Rule{
		ID: "privatelink/existing-idle-timeout", Severity: Error,
		Summary: "A load balancer whose listeners have a custom idle timeout cannot be behind a service of other Regions.",
		Source:  docShare,
		Fix:     "drop tcp.idle_timeout.seconds from the listener, and have clients send keepalives",
	}, eachExisting(func(p Provider, e ExistingLoadBalancer, field string, broken report) {
		for _, l := range e.Listeners {
			if l.IdleTimeout && len(p.OtherRegions()) > 0 {
				broken(field, "has an idle timeout on port %d, but the service is offered to %s", l.Port, p.OtherRegions()[0])
			}
		}
	})},
	{Rule{
		ID: "privatelink/existing-load-balancer-inbound", Severity: Error,
		Summary: "A load balancer's security groups admit clients by their own addresses, in their VPCs, unless PrivateLink traffic is exempt: otherwise every packet is dropped in silence. Security groups as sources never match: the clients' are of other VPCs.",
		Source:  docSecurity,
		Fix:     "admit the consumers' ranges on the load balancer's group, or set its EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic to off",
	}, eachExisting(func(p Provider, e ExistingLoadBalancer, field string, broken report) {
		if e.Inbound == nil {
			return
		}
		for i, l := range p.Listeners {
			if validPort(l.Port) && !Unknown(l.Protocol) && !admitsAll(*e.Inbound, l) {
				broken(field, "admits no address on port %d of %s, and applies its inbound rules to PrivateLink traffic", l.Port, at("Listeners", i, ""))
			}
		}
	})},
	{Rule{
		ID: "privatelink/existing-load-balancer-outbound", Severity: Error,
		Summary: "A load balancer sends, health checks too, only where its security groups' outbound rules let it.",
		Source:  docSecurity,
		Fix:     "allow the targets' ports in the outbound rules of the load balancer's group",
	}, eachExisting(func(_ Provider, e ExistingLoadBalancer, field string, broken report) {
		if e.OutboundClosed {
			broken(field, "may send nowhere: its security groups allow nothing outbound, so its targets are never healthy")
		}
	})},
}

var (
	networkArn = regexp.MustCompile(`^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer/net/`)
	gatewayArn = regexp.MustCompile(`^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer/gwy/`)
)

func (e ExistingLoadBalancer) listenerOn(port int) (listener ExistingListener, ok bool) {
	for _, l := range e.Listeners {
		if l.Port == port {
			return l, true
		}
	}
	return ExistingListener{}, false
}

// admitsAll reports whether inbound rules let all traffic of a listener in.
func admitsAll(inbound []Inbound, l Listener) bool {
	for _, transport := range transports(l.Protocol) {
		if !slices.ContainsFunc(inbound, func(rule Inbound) bool {
			return (rule.Transport == transport || rule.Transport == AnyTransport) && rule.Port <= l.Port && l.Port <= rule.EndPort
		}) {
			return false
		}
	}
	return true
}

// eachExisting runs a check on every load balancer that was brought.
func eachExisting(check func(p Provider, e ExistingLoadBalancer, field string, broken report)) func(Provider, report) {
	return func(p Provider, broken report) {
		for i, e := range p.Existing {
			check(p, e, at("ExistingLoadBalancers", i, ""), broken)
		}
	}
}
