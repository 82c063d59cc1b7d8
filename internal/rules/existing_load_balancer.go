package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// existingRules are about load balancers that were brought. What of them is made
// in the same app is known at synthesis; the rest may be anything.
var existingRules = []row[Provider]{
	{demand.ExistingLoadBalancer, func(p Provider, broken report) {
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
	{demand.ExistingLoadBalancerTaken, func(p Provider, broken report) {
		for i, e := range p.Existing {
			if e.TakenBy != "" {
				broken(at("ExistingLoadBalancers", i, ""), "stands behind %q already", e.TakenBy)
			}
		}
	}},
	{demand.ExistingLoadBalancerTwice, func(p Provider, broken report) {
		for i, e := range p.Existing {
			if e.Repeats > 0 && !e.Missing && !Unknown(e.Arn) {
				broken(at("ExistingLoadBalancers", i, ""), "is %s again", at("ExistingLoadBalancers", i-e.Repeats, ""))
			}
		}
	}},
	{demand.ExistingLoadBalancerPlace, eachExisting(func(p Provider, e ExistingLoadBalancer, field string, broken report) {
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
	{demand.ExistingZones, func(p Provider, broken report) {
		if p.ZonesAlone {
			broken("Zones", "is set without ExistingLoadBalancers")
		}
	}},
	{demand.ServiceIpAddressTypes, eachExisting(func(p Provider, e ExistingLoadBalancer, field string, broken report) {
		if e.IPv4Only && slices.Contains(p.IPAddressTypes, "ipv6") {
			broken(field, "is IPv4 only, but the service is to support ipv6")
		}
	})},
	{demand.ExistingListenerMissing, eachExisting(func(p Provider, e ExistingLoadBalancer, field string, broken report) {
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
	{demand.IdleTimeoutRegions, eachExisting(func(p Provider, e ExistingLoadBalancer, field string, broken report) {
		for _, l := range e.Listeners {
			if l.IdleTimeout && len(p.OtherRegions()) > 0 {
				broken(field, "has an idle timeout on port %d, but the service is offered to %s", l.Port, p.OtherRegions()[0])
			}
		}
	})},
	{demand.ExistingLoadBalancerInbound, eachExisting(func(p Provider, e ExistingLoadBalancer, field string, broken report) {
		if e.Inbound == nil {
			return
		}
		for i, l := range p.Listeners {
			if validPort(l.Port) && !Unknown(l.Protocol) && !admitsAll(*e.Inbound, l) {
				broken(field, "admits no address on port %d of %s, and applies its inbound rules to PrivateLink traffic", l.Port, at("Listeners", i, ""))
			}
		}
	})},
	{demand.ExistingLoadBalancerOutbound, eachExisting(func(_ Provider, e ExistingLoadBalancer, field string, broken report) {
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
