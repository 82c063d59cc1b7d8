package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

const (
	endpointService = "AWS::EC2::VPCEndpointService"
	permissions     = "AWS::EC2::VPCEndpointServicePermissions"

	privateLinkGuide = "https://docs.aws.amazon.com/vpc/latest/privatelink/"
	shareGuide       = privateLinkGuide + "privatelink-share-your-services.html"
	dnsGuide         = privateLinkGuide + "manage-dns-names.html"
)

var _ = know(map[string]kind{
	endpointService: {
		id: prefixed("vpce-svc"),
		state: func(w *World, r *Resource) string {
			switch {
			case !r.Has("PrivateDnsName"):
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
		id:         func(_ *World, r *Resource) string { return r.Text("ServiceId") },
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
	if r.Has("PrivateDnsName") {
		attributes["PrivateDnsNameConfiguration.Name"] = "_" + strings.TrimPrefix(r.ID, "vpce-svc-")
		attributes["PrivateDnsNameConfiguration.State"] = r.State
		attributes["PrivateDnsNameConfiguration.Type"] = "TXT"
		attributes["PrivateDnsNameConfiguration.Value"] = "vpce:" + r.ID
	}
	return attributes
}

// endpointsOf are the endpoints connected to a service, or waiting to be.
func (w *World) endpointsOf(service *Resource) []*Resource {
	return slices.DeleteFunc(w.Connections(service), func(e *Resource) bool { return e.State == Rejected })
}

var serviceRules = []rule{
	{ruleOf(demand.SupportedRegion, endpointService),
		func(c change) (bool, []any) {
			for _, region := range c.Texts("SupportedRegions") {
				if regions[region] == nil {
					return broken(fmt.Sprintf("'%s' is not the name of a Region that the stand-in knows", region))
				}
			}
			return fine()
		}},
	{Rule{ID: "payer-responsibility", Of: endpointService, Code: "InvalidParameter", Source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpointServicePayerResponsibility.html"},
		func(c change) (bool, []any) {
			return brokenIf(!c.created() && c.before.Text("PayerResponsibility") == "ServiceOwner" && c.Text("PayerResponsibility") != "ServiceOwner",
				"The payer responsibility can't be set back from the service owner")
		}},
	{Rule{ID: "load-balancers-of-connected-service", Of: endpointService, Code: "ExistingVpcEndpointConnections",
		Message: "Service has existing active VPC Endpoint connections! (%s)", Source: ec2Errors},
		func(c change) (bool, []any) {
			if c.created() || slices.Equal(c.before.Texts("NetworkLoadBalancerArns"), c.Texts("NetworkLoadBalancerArns")) {
				return fine()
			}
			connected := c.connected()
			return brokenIf(connected != "", connected)
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
		func(c change) (bool, []any) { return brokenIf(c.ServiceOf() != nil, c.ID) }},
	protectedRelease,
	attachmentRelease,
}
