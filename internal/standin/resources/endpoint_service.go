package resources

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

const (
	endpointService = "AWS::EC2::VPCEndpointService"
	permissions     = "AWS::EC2::VPCEndpointServicePermissions"

	privateLinkGuide = "https://docs.aws.amazon.com/vpc/latest/privatelink/"
	shareGuide       = privateLinkGuide + "privatelink-share-your-services.html"
	createGuide      = privateLinkGuide + "create-endpoint-service.html"
	configureGuide   = privateLinkGuide + "configure-endpoint-service.html"
	dnsGuide         = privateLinkGuide + "manage-dns-names.html"
)

var _ = know(map[string]kind{
	endpointService: {
		id: prefixed("vpce-svc"),
		state: func(w *World, r *Resource) string {
			switch {
			case !r.Properties.has("PrivateDnsName"):
				return ""
			case w.verifies:
				return Verified
			}
			return PendingVerification
		},
		attributes: serviceAttributes,
		references: []reference{{property: "NetworkLoadBalancerArns", to: loadBalancer}},
	},
	permissions: {
		id:         func(_ *World, r *Resource) string { return r.Properties.string("ServiceId") },
		references: []reference{{property: "ServiceId", to: endpointService}},
	},
	"AWS::EC2::VPCEndpointConnectionNotification": {
		id: prefixed("vpce-nfn"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"VPCEndpointConnectionNotificationId": r.ID}
		},
		references: []reference{
			{property: "ServiceId", to: endpointService},
			{property: "VPCEndpointId", to: endpoint},
			{property: "ConnectionNotificationArn", to: "AWS::SNS::Topic"},
		},
	},
})

func serviceAttributes(_ *World, r *Resource) map[string]any {
	attributes := map[string]any{"ServiceId": r.ID}
	if r.Properties.has("PrivateDnsName") {
		attributes["PrivateDnsNameConfiguration.Name"] = "_" + strings.TrimPrefix(r.ID, "vpce-svc-")
		attributes["PrivateDnsNameConfiguration.State"] = r.State
		attributes["PrivateDnsNameConfiguration.Type"] = "TXT"
		attributes["PrivateDnsNameConfiguration.Value"] = "vpce:" + r.ID
	}
	return attributes
}

// serviceOf is the endpoint service that a load balancer stands behind.
func (w *World) serviceOf(balancer *Resource) *Resource {
	for _, service := range w.All(endpointService) {
		if service.Place == balancer.Place && slices.Contains(service.Properties.strings("NetworkLoadBalancerArns"), balancer.ID) {
			return service
		}
	}
	return nil
}

// balancers are those of a service.
func (w *World) balancers(service *Resource) []*Resource {
	var balancers []*Resource
	for _, arn := range service.Properties.strings("NetworkLoadBalancerArns") {
		if balancer := w.find(service.Place, loadBalancer, arn); balancer != nil {
			balancers = append(balancers, balancer)
		}
	}
	return balancers
}

// servedZones are the IDs of the zones that a service is in.
func (w *World) servedZones(service *Resource) []string {
	var zones []string
	for _, balancer := range w.balancers(service) {
		zones = append(zones, w.zonesOf(balancer)...)
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}

// otherRegions are those that a service is offered to, beside its own.
func (w *World) otherRegions(service *Resource) []string {
	return slices.DeleteFunc(service.Properties.strings("SupportedRegions"), func(region string) bool { return region == service.Region })
}

// endpointsOf are the endpoints connected to a service, or waiting to be.
func (w *World) endpointsOf(service *Resource) []*Resource {
	var endpoints []*Resource
	for _, e := range w.All(endpoint) {
		if e.provider == service {
			endpoints = append(endpoints, e)
		}
	}
	return endpoints
}

// principal is what may be allowed to find a service.
//
// https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
var principal = regexp.MustCompile(`^(\*|arn:aws[a-z-]*:iam::\d{12}:(root|role/.+|user/.+)|[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com)$`)

// domain is a private DNS name, with or without a wildcard in front.
var domain = regexp.MustCompile(`^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

var serviceRules = []rule{
	{Rule{ID: "existing-load-balancer", Of: endpointService, Code: "InvalidParameter", Source: createGuide},
		func(c change) (bool, []any) {
			balancers := c.balancers(c.Resource)
			for _, balancer := range balancers {
				if !isNetwork(balancer) {
					return broken(fmt.Sprintf("Load balancer '%s' is no Network Load Balancer", balancer.ID))
				}
			}
			return brokenIf(len(balancers) == 0 && !c.Properties.has("GatewayLoadBalancerArns"), "At least one load balancer must be specified")
		}},
	{Rule{ID: "existing-load-balancer-twice", Of: endpointService, Code: "InvalidParameter", Source: createGuide},
		func(c change) (bool, []any) {
			return brokenIf(repeats(c.Properties.strings("NetworkLoadBalancerArns")), "A load balancer is listed twice")
		}},
	{Rule{ID: "existing-load-balancer-taken", Of: endpointService, Code: "InvalidParameter", Message: "Load balancer '%s' is currently associated with another service", Source: createGuide},
		func(c change) (bool, []any) {
			for _, other := range c.others() {
				for _, arn := range other.Properties.strings("NetworkLoadBalancerArns") {
					if slices.Contains(c.Properties.strings("NetworkLoadBalancerArns"), arn) {
						return broken(arn)
					}
				}
			}
			return fine()
		}},
	{Rule{ID: "service-ip-address-types", Of: endpointService, Code: "InvalidParameter", Source: createGuide},
		func(c change) (bool, []any) {
			if !slices.Contains(c.Properties.strings("SupportedIpAddressTypes"), "ipv6") {
				return fine()
			}
			for _, balancer := range c.balancers(c.Resource) {
				if balancer.Properties.or("IpAddressType", "ipv4") != "dualstack" {
					return broken(fmt.Sprintf("A service that supports ipv6 needs dualstack load balancers, and '%s' is none", balancer.ID))
				}
			}
			return fine()
		}},
	{Rule{ID: "supported-region", Of: endpointService, Code: "InvalidParameter", Source: shareGuide},
		func(c change) (bool, []any) {
			for _, region := range c.Properties.strings("SupportedRegions") {
				if regions[region] == nil {
					return broken(fmt.Sprintf("'%s' is no Region that the stand-in knows", region))
				}
			}
			return fine()
		}},
	{Rule{ID: "supported-region-host", Of: endpointService, Code: "InvalidParameter", Source: configureGuide},
		func(c change) (bool, []any) {
			listed := c.Properties.strings("SupportedRegions")
			return brokenIf(len(listed) > 0 && !slices.Contains(listed, c.Region), "The Region that hosts the service can't be left out of its supported Regions")
		}},
	{Rule{ID: "supported-region-zones", Of: endpointService, Code: "InvalidParameter", Source: shareGuide},
		func(c change) (bool, []any) {
			zones := slices.DeleteFunc(c.servedZones(c.Resource), func(zone string) bool { return slices.Contains(withoutRemoteAccess, zone) })
			return brokenIf(len(c.otherRegions(c.Resource)) > 0 && len(zones) < 2,
				"A service that other Regions may use must be in two zones that support remote access")
		}},
	{Rule{ID: "idle-timeout-regions", Of: endpointService, Code: "InvalidParameter", Source: shareGuide},
		func(c change) (bool, []any) {
			for _, balancer := range c.balancers(c.Resource) {
				for _, l := range c.listenersOf(balancer) {
					if len(c.otherRegions(c.Resource)) > 0 && idleTimeout(l) != "" {
						return broken("A service whose listeners have a custom TCP idle timeout can't be used from other Regions")
					}
				}
			}
			return fine()
		}},
	{Rule{ID: "private-dns-name", Of: endpointService, Code: "InvalidParameter", Source: dnsGuide},
		func(c change) (bool, []any) {
			name := c.Properties.string("PrivateDnsName")
			return brokenIf(name != "" && (!domain.MatchString(name) || len(name) > 255), fmt.Sprintf("'%s' is no private DNS name", name))
		}},
	{Rule{ID: "payer-responsibility", Of: endpointService, Code: "InvalidParameter", Source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpointServicePayerResponsibility.html"},
		func(c change) (bool, []any) {
			return brokenIf(!c.created() && c.before.Properties.string("PayerResponsibility") == "ServiceOwner" && c.Properties.string("PayerResponsibility") != "ServiceOwner",
				"The payer responsibility can't be set back from the service owner")
		}},
	{Rule{ID: "load-balancers-of-connected-service", Of: endpointService, Code: "ExistingVpcEndpointConnections",
		Message: "Service has existing active VPC Endpoint connections! (%s)", Source: ec2Errors},
		func(c change) (bool, []any) {
			if c.created() || slices.Equal(c.before.Properties.strings("NetworkLoadBalancerArns"), c.Properties.strings("NetworkLoadBalancerArns")) {
				return fine()
			}
			connected := c.connected()
			return brokenIf(connected != "", connected)
		}},
	{Rule{ID: "permissions-twice", Of: permissions, Code: "AlreadyExists", Source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpointservicepermissions.html"},
		func(c change) (bool, []any) {
			for _, other := range c.others() {
				if other.ID == c.ID {
					return broken(fmt.Sprintf("Permissions of %s are managed by another resource already", c.ID))
				}
			}
			return fine()
		}},
	{Rule{ID: "principal-form", Of: permissions, Code: "InvalidPrincipal", Message: "Invalid Principal: '%s'", Source: configureGuide},
		func(c change) (bool, []any) {
			for _, allowed := range c.Properties.strings("AllowedPrincipals") {
				if !principal.MatchString(allowed) {
					return broken(allowed)
				}
			}
			return fine()
		}},
	{Rule{ID: "notification-of-one", Of: "AWS::EC2::VPCEndpointConnectionNotification", Code: "InvalidParameter", Source: privateLinkGuide + "create-notification-endpoint-service.html"},
		func(c change) (bool, []any) {
			return brokenIf(c.Properties.has("ServiceId") == c.Properties.has("VPCEndpointId"), "Exactly one of ServiceId and VPCEndpointId must be specified")
		}},
	{Rule{ID: "notification-event", Of: "AWS::EC2::VPCEndpointConnectionNotification", Code: "InvalidParameter", Source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpointConnectionNotification.html"},
		func(c change) (bool, []any) {
			for _, event := range c.Properties.strings("ConnectionEvents") {
				if !oneOf("Accept", "Connect", "Delete", "Reject")(event) {
					return broken(fmt.Sprintf("'%s' is no connection event", event))
				}
			}
			return fine()
		}},
}

// connected lists the endpoints that hold on to a service.
func (c change) connected() string {
	var ids []string
	for _, e := range c.endpointsOf(c.Resource) {
		ids = append(ids, e.ID)
	}
	return strings.Join(ids, ", ")
}

// serviceReleases: what other accounts are connected to stays.
var serviceReleases = []rule{
	{Rule{ID: "service-connected", Of: endpointService, Code: "ExistingVpcEndpointConnections",
		Message: "Service has existing active VPC Endpoint connections! (%s)", Source: privateLinkGuide + "delete-endpoint-service.html"},
		func(c change) (bool, []any) {
			connected := c.connected()
			return brokenIf(connected != "", connected)
		}},
	{Rule{ID: "load-balancer-in-service", Of: loadBalancer, Code: "ResourceInUse",
		Message: "Load balancer '%s' cannot be deleted because it is currently associated with another service", Source: "https://github.com/hashicorp/terraform-provider-aws/issues/5701"},
		func(c change) (bool, []any) { return brokenIf(c.serviceOf(c.Resource) != nil, c.ID) }},
	protectedRelease,
	attachmentRelease,
}
