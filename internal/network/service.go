package network

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
)

// Balancers are those of a service that are the model's.
func (service *Resource) Balancers() []*Resource {
	return service.Named("NetworkLoadBalancerArns", LoadBalancer)
}

// ServiceOf is the endpoint service that a load balancer surely stands behind; nil for
// none.
func (balancer *Resource) ServiceOf() *Resource {
	for _, service := range balancer.model.Naming(EndpointService, "NetworkLoadBalancerArns", balancer) {
		return service
	}
	return nil
}

// Zones are those that a service is in.
func (service *Resource) Zones() []Zone {
	var zones []Zone
	for _, balancer := range service.Balancers() {
		zones = append(zones, zonesOf(balancer.Subnets())...)
	}
	return zones
}

// OtherRegions are those that a service is offered to, beside its own.
func (service *Resource) OtherRegions() []string {
	return slices.DeleteFunc(service.Texts("SupportedRegions"), func(region string) bool { return region == service.Region })
}

// RequiresAcceptance: what isn't said is true.
//
// Source: https://github.com/awsdocs/amazon-vpc-user-guide/pull/1, and what the EC2 API does.
func (service *Resource) RequiresAcceptance() bool {
	service.unsettled() // By what accepts connections.
	if len(service.model.Naming(Acceptance, "ServiceId", service)) > 0 {
		service.model.doubtOf("whether a function accepts the endpoint")
	}
	return service.Or("AcceptanceRequired", "true") == "true"
}

// isVerified reports whether a function has the service's private DNS name verified before
// endpoints are made.
func (service *Resource) isVerified() bool {
	return len(service.model.NamingOnly(Verification, "ServiceId", service)) > 0
}

// accepts reports whether a function surely accepts the endpoints of an account.
func (service *Resource) accepts(account string) (accepts bool) {
	m := service.model
	doubt := m.alone(func() {
		accepts = some(m, m.Naming(Acceptance, "ServiceId", service), func(function *Resource) bool {
			return slices.Contains(strings.Fields(function.Text("Accounts")), account)
		})
	})
	return accepts && !doubt.is
}

// Permits reports whether a service shows itself to an account, which may be that of a [Place]
// that isn't fixed. Which roles and users an account deploys with isn't looked into, and which
// accounts an organization has isn't known.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
func (service *Resource) Permits(account string) bool {
	m := service.model
	return some(m, m.NamingOnly(Permissions, "ServiceId", service), func(permissions *Resource) bool {
		return some(m, permissions.at("AllowedPrincipals"), func(value any) bool {
			if text, ok := value.(assembly.Text); ok && strings.Contains(assembly.Format(text), ":iam::"+assembly.AccountOf(account)+":") {
				return true
			}
			allowed := permissions.text(value)
			if strings.Contains(allowed, ":organizations::") {
				m.Doubt()
			}
			return allowed == "*" || strings.Contains(allowed, ":iam::"+account+":")
		})
	})
}

// principal is what may be allowed to find a service. The guide knows of no organizations, but
// the API does.
//
// Sources: https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html,
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllowedPrincipal.html
var principal = regexp.MustCompile(`^(\*|arn:aws[a-z-]*:iam::\d{12}:(root|role/.+|user/.+)|arn:aws[a-z-]*:organizations::\d{12}:.+|[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?)$`)

// domain is a private DNS name, with or without a wildcard in front.
var domain = regexp.MustCompile(`(?i)^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// region is the form of a Region's name.
var region = regexp.MustCompile(`^[a-z]{2,5}(-[a-z]+)+-\d+$`)

var serviceRules = []rule{
	{Demand: demand.ExistingLoadBalancer, of: EndpointService, check: func(c *Case) {
		each(c, c.Balancers(), func(balancer *Resource) {
			if !balancer.isNetwork() {
				c.broken("NetworkLoadBalancerArns", "%s is not a Network Load Balancer", balancer)
			}
		})
		if !c.Has("NetworkLoadBalancerArns") && !c.Has("GatewayLoadBalancerArns") {
			c.broken("NetworkLoadBalancerArns", "names no load balancer")
		}
	}},
	{Demand: demand.ExistingLoadBalancerTwice, of: EndpointService, check: func(c *Case) {
		if c.model.repeats(c.at("NetworkLoadBalancerArns"), c.Place) {
			c.broken("NetworkLoadBalancerArns", "lists a load balancer twice")
		}
	}},
	{Demand: demand.ExistingLoadBalancerTaken, of: EndpointService, check: func(c *Case) {
		each(c, c.at("NetworkLoadBalancerArns"), func(arn any) {
			for _, other := range c.model.Having(EndpointService, "NetworkLoadBalancerArns", arn, c.Place) {
				if other != c.Resource {
					c.brokenSaying([]any{arn}, "NetworkLoadBalancerArns", "has a load balancer that stands behind %s too", other)
				}
			}
		})
	}},
	{Demand: demand.ExistingLoadBalancerPlace, of: EndpointService, check: func(c *Case) {
		each(c, c.at("NetworkLoadBalancerArns"), func(arn any) {
			if of := c.model.bySourceOf(arn); of != nil && isElsewhere(of.Place, c.Place) {
				c.broken("NetworkLoadBalancerArns", "%s is of %s, the service of %s", of, of.Place, c.Place)
			}
			parts := strings.Split(c.text(arn), ":")
			if len(parts) > 5 && parts[2] == "elasticloadbalancing" && isElsewhere(Place{parts[4], parts[3]}, c.Place) {
				c.broken("NetworkLoadBalancerArns", "%s is of %s, the service of %s", arn, Place{parts[4], parts[3]}, c.Place)
			}
		})
	}},
	{Demand: demand.ServiceIpAddressTypes, of: EndpointService, check: func(c *Case) {
		families := c.Texts("SupportedIpAddressTypes")
		for _, family := range families {
			if family != "ipv4" && family != "ipv6" {
				c.broken("SupportedIpAddressTypes", "%q is not a family of addresses", family)
			}
		}
		if !slices.Contains(families, "ipv6") {
			return
		}
		each(c, c.Balancers(), func(balancer *Resource) {
			if balancer.Or("IpAddressType", "ipv4") != "dualstack" {
				c.broken("SupportedIpAddressTypes", "has ipv6, but %s is not dual-stack", balancer)
			}
		})
	}},
	{Demand: demand.SupportedRegion, of: EndpointService, check: func(c *Case) {
		each(c, c.at("SupportedRegions"), func(value any) {
			switch name := c.text(value); {
			case !region.MatchString(name):
				c.broken("SupportedRegions", "%q is not the name of a Region", name)
			case c.hasRegion() && partition.Of(name) != partition.Of(c.Region):
				c.broken("SupportedRegions", "%s is in partition %s, the service in %s", name, partition.Of(name), partition.Of(c.Region))
			}
		})
	}},
	{Demand: demand.SupportedRegionHost, of: EndpointService, check: func(c *Case) {
		listed := c.Texts("SupportedRegions")
		if len(listed) > 0 && c.hasRegion() && !slices.Contains(listed, c.Region) {
			c.broken("SupportedRegions", "leaves out %s, which hosts the service", c.Region)
		}
	}},
	{Demand: demand.SupportedRegionZones, of: EndpointService, check: func(c *Case) {
		if others := c.OtherRegions(); len(others) == 0 || !c.hasRegion() {
			return
		}
		zones, reached := c.Zones(), 0
		for i, zone := range zones {
			isNew := !slices.ContainsFunc(zones[:i], func(other Zone) bool { return c.model.sameZone(zone, other) })
			if isNew && !(c.model.ZoneID != nil || partition.IsZoneID(zone.String())) { // Perhaps it is one that isn't reached.
				reached++
			} else if isNew && !c.model.lacksRemoteAccess(zone) {
				reached++
			}
		}
		if len(zones) > 0 && reached < 2 {
			c.broken("SupportedRegions", "is set, but other Regions reach only %d of the load balancers' zones", reached)
		}
	}},
	{Demand: demand.IdleTimeoutRegions, of: EndpointService, check: func(c *Case) {
		if len(c.OtherRegions()) == 0 || !c.hasRegion() || c.model.doubts() {
			return
		}
		each(c, c.Balancers(), func(balancer *Resource) {
			each(c, balancer.Listeners(), func(l *Resource) {
				if l.hasIdleTimeout() {
					c.broken("SupportedRegions", "is set, but %s has a custom idle timeout", l)
				}
			})
		})
	}},
	{Demand: demand.PrivateDnsName, of: EndpointService, check: func(c *Case) {
		if name := c.Text("PrivateDnsName"); name != "" && (!domain.MatchString(name) || len(name) > 255) {
			c.broken("PrivateDnsName", "%q is not a private DNS name", name)
		}
	}},
	{Demand: demand.PermissionsTwice, of: Permissions, check: func(c *Case) {
		for _, other := range c.twins("ServiceId") {
			c.broken("ServiceId", "names the service of %s", other)
		}
	}},
	{Demand: demand.PrincipalForm, of: Permissions, check: func(c *Case) {
		each(c, c.at("AllowedPrincipals"), func(value any) {
			if allowed := c.text(value); !principal.MatchString(allowed) {
				c.brokenSaying([]any{allowed}, "AllowedPrincipals", "%q is not a principal that can be allowed", allowed)
			}
		})
	}},
	{Demand: demand.PrincipalPath, of: Permissions, check: func(c *Case) {
		each(c, c.at("AllowedPrincipals"), func(value any) {
			if allowed := c.text(value); strings.Count(allowed, "/") > 1 {
				c.broken("AllowedPrincipals", "%q names a role or user with its path", allowed)
			}
		})
	}},
	{Demand: demand.NotificationOfOne, of: Notification, check: func(c *Case) {
		if c.Has("ServiceId") == c.Has("VPCEndpointId") {
			c.broken("ServiceId", "and VPCEndpointId are both set, or neither is")
		}
	}},
	{Demand: demand.NotificationEvent, of: Notification, check: func(c *Case) {
		each(c, c.at("ConnectionEvents"), func(value any) {
			if event := c.text(value); !slices.Contains([]string{"Accept", "Connect", "Delete", "Reject"}, event) {
				c.broken("ConnectionEvents", "%q is not a connection event", event)
			}
		})
	}},
	{Demand: demand.ExistingListenerMissing, of: EndpointService, check: func(c *Case) { c.checkPorts(true) }},
	{Demand: demand.ZonalPortMissing, of: EndpointService, check: func(c *Case) { c.checkPorts(false) }},
	{Demand: demand.RejectionRetained, of: Rejection, check: func(c *Case) {
		for _, service := range c.Named("ServiceId", EndpointService) {
			if service.Source != nil && strings.HasPrefix(service.Source.DeletionPolicy, "Retain") {
				c.broken("ServiceId", "names %s, which is kept when the stack is deleted", service)
			}
		}
	}},
	{Demand: demand.TargetsGroup, of: Targets, check: func(c *Case) {
		for _, group := range c.Named("TargetGroup", TargetGroup) {
			if kind := group.Or("TargetType", "instance"); kind != "ip" {
				c.broken("TargetGroup", "names %s, whose targets are of type %s", group, kind)
			}
		}
	}},
	{Demand: demand.ServiceOneZone, of: EndpointService, check: func(c *Case) {
		if balancers := c.Balancers(); len(balancers) == 1 && balancers[0].subnetCount() == 1 {
			c.broken("NetworkLoadBalancerArns", "has one load balancer, in one zone")
		}
	}},
}

// checkPorts looks for listeners of a service's load balancer that another one lacks,
// of those that share a zone with it or of those that don't.
func (c *Case) checkPorts(sharing bool) {
	balancers := c.Balancers()
	for _, one := range balancers {
		for _, l := range c.model.Naming(Listener, "LoadBalancerArn", one) {
			for _, other := range balancers {
				c.model.sure(func() {
					if c.model.shareZone(one, other) != sharing {
						return
					}
					for _, transport := range transports(l.protocol()) {
						takes := func(its *Resource) bool {
							return its.Text("Port") == l.Text("Port") && slices.Contains(transports(its.protocol()), transport)
						}
						if !some(c.model, other.Listeners(), takes) {
							c.broken("NetworkLoadBalancerArns", "has %s without a listener on %s port %s, which another has", other, transport, l.Text("Port"))
						}
					}
				})
			}
		}
	}
}

// shareZone reports whether two load balancers are in a zone both.
func (m *Model) shareZone(one, other *Resource) bool {
	return some(m, one.Subnets(), func(a *Resource) bool {
		return some(m, other.Subnets(), func(b *Resource) bool { return m.sameZone(a.ZoneOf(), b.ZoneOf()) })
	})
}

// mayShareZone reports whether nothing speaks against it that they do.
func (m *Model) mayShareZone(one, other *Resource) bool {
	return m.may(func() bool { return m.shareZone(one, other) })
}
