package rules

import (
	"regexp"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// existingRules are about load balancers that were brought. What of them is made
// in the same app is known at synthesis; the rest may be anything.
var existingRules = []row[plan.Provider]{
	{demand.ExistingLoadBalancer, func(p plan.Provider, broken report) {
		if len(p.ExistingLoadBalancers) > 0 && p.LoadBalancer.IsSet {
			broken("LoadBalancer", "is set beside ExistingLoadBalancers")
		}
		for i, e := range p.ExistingLoadBalancers {
			field := at("ExistingLoadBalancers", i, "")
			switch {
			case e.Missing:
				broken(field, "names no load balancer: it is nil")
			case e.Both:
				broken(field, "has both a LoadBalancer and an Arn")
			case !plan.Known(e.Arn):
			case gatewayArn.MatchString(e.Arn):
				broken(field, "%q is a Gateway Load Balancer: its endpoints are routed to, and have neither ports nor names; this library is for services", e.Arn)
			case !networkArn.MatchString(e.Arn):
				broken(field, "%q is not the ARN of a Network Load Balancer", e.Arn)
			}
		}
	}},
	{demand.ExistingLoadBalancerTwice, func(p plan.Provider, broken report) {
		for i, e := range p.ExistingLoadBalancers {
			if e.Repeats > 0 && !e.Missing && !plan.Unknown(e.Arn) {
				broken(at("ExistingLoadBalancers", i, ""), "is the same as %s", at("ExistingLoadBalancers", i-e.Repeats, ""))
			}
		}
	}},
	{demand.ExistingLoadBalancerPlace, eachExisting(func(p plan.Provider, e plan.ExistingLoadBalancer, field string, broken report) {
		parts := strings.Split(e.Arn, ":")
		if !networkArn.MatchString(e.Arn) {
			return
		}
		if region := parts[3]; plan.Known(p.Region) && region != p.Region {
			broken(field, "is in %s, but the service in %s", region, p.Region)
		}
		if account := parts[4]; plan.Known(p.Account) && account != p.Account {
			broken(field, "is of account %s, but the service of %s", account, p.Account)
		}
	})},
	{demand.ExistingZones, func(p plan.Provider, broken report) {
		if p.ZonesAlone {
			broken("Zones", "is set without ExistingLoadBalancers")
		}
	}},
}

var (
	networkArn = regexp.MustCompile(`^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer/net/`)
	gatewayArn = regexp.MustCompile(`^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer/gwy/`)
)

// eachExisting runs a check on every load balancer that was brought.
func eachExisting(check func(p plan.Provider, e plan.ExistingLoadBalancer, field string, broken report)) func(plan.Provider, report) {
	return func(p plan.Provider, broken report) {
		for i, e := range p.ExistingLoadBalancers {
			check(p, e, at("ExistingLoadBalancers", i, ""), broken)
		}
	}
}
