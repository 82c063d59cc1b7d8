package resources

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

const (
	endpoint     = "AWS::EC2::VPCEndpoint"
	endpointPage = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html"
	dnsOptions   = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html"
)

var _ = know(map[string]kind{
	endpoint: {
		id: prefixed("vpce"),
		state: func(w *World, r *Resource) string {
			if offer := w.offerTo(r); offer != nil && offer.Acceptance {
				return PendingAcceptance
			}
			return Available
		},
		attributes: endpointAttributes,
		references: []reference{
			{property: "VpcId", to: "AWS::EC2::VPC", holds: true},
			{property: "SubnetIds", to: "AWS::EC2::Subnet", holds: true},
			{property: "SecurityGroupIds", to: "AWS::EC2::SecurityGroup", holds: true},
			{property: "RouteTableIds", to: "AWS::EC2::RouteTable", holds: true},
		},
	},
})

// Offer is a service that endpoints may be made to, as the consumer sees it.
type Offer struct {
	// Name is the service's, or the ARN of a VPC Lattice resource.
	Name, Region string
	// Types are those of endpoints; empty: Interface.
	Types []string
	// Zones are the IDs of the zones it is in; empty: all of its Region's.
	Zones []string
	// Families are ipv4 and ipv6; empty: ipv4.
	Families []string
	// Regions are the others that it may be used from.
	Regions []string
	// PrivateDnsName is empty where it has none.
	PrivateDnsName string
	Unverified     bool
	Acceptance     bool
	// Policies: endpoints may have one.
	Policies bool

	service *Resource
}

// Publish makes known a service that no resource here provides, such as a vendor's.
// All accounts may use it.
func (w *World) Publish(offer Offer) { w.offers = append(w.offers, offer) }

// awsServices are those of AWS's own services that the stand-in knows, in every
// Region.
//
// https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
var awsServices = []string{
	"ec2", "ec2messages", "ecr.api", "ecr.dkr", "execute-api", "kms", "lambda", "logs", "s3", "secretsmanager", "sns",
	"sqs", "ssm", "ssmmessages", "sts",
}

// offerTo is the service that an endpoint is for; nil where none by that name lets
// itself be seen by the endpoint's account and Region.
func (w *World) offerTo(e *Resource) *Offer {
	if e.provider != nil {
		return w.offer(e.provider)
	}
	name := e.Properties.or("ServiceName", e.Properties.or("ResourceConfigurationArn", e.Properties.string("ServiceNetworkArn")))
	region := e.Properties.or("ServiceRegion", e.Region)
	for i := range w.offers {
		if offer := &w.offers[i]; offer.Name == name && reaches(*offer, region, e.Region) {
			return offer
		}
	}
	if short, ok := strings.CutPrefix(name, "com.amazonaws."+e.Region+"."); ok && slices.Contains(awsServices, short) && region == e.Region {
		offer := &Offer{Name: name, Region: e.Region, PrivateDnsName: short + "." + e.Region + ".amazonaws.com", Policies: true}
		if short == "s3" {
			offer.Types = []string{"Interface", "Gateway"}
		}
		return offer
	}
	for _, service := range w.All(endpointService) {
		offer := w.offer(service)
		if offer.Name == name && reaches(*offer, region, e.Region) && w.allowed(service, e.Account) {
			return offer
		}
	}
	return nil
}

// reaches says whether a service of a Region is there for another.
func reaches(offer Offer, asked, from string) bool {
	return offer.Region == asked && (offer.Region == from || slices.Contains(offer.Regions, from))
}

// offer is what consumers see of a service.
func (w *World) offer(service *Resource) *Offer {
	return &Offer{
		Name: "com.amazonaws.vpce." + service.Region + "." + service.ID, Region: service.Region,
		Zones: w.servedZones(service), Families: service.Properties.strings("SupportedIpAddressTypes"),
		Regions:        service.Properties.strings("SupportedRegions"),
		PrivateDnsName: service.Properties.string("PrivateDnsName"), Unverified: service.State != Verified,
		// "If the parameter is not specified, acceptance is required": the API's default is true.
		// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpointServiceConfiguration.html
		Acceptance: service.Properties.string("AcceptanceRequired") != "false",
		service:    service,
	}
}

// allowed says whether a service shows itself to an account. Which roles and users
// an account deploys with isn't looked into. The owner's own account is no exception:
// AWS's page says that a service is available to nobody by default, and names none.
//
// https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
func (w *World) allowed(service *Resource, account string) bool {
	for _, permission := range w.All(permissions) {
		if permission.Place != service.Place || permission.ID != service.ID {
			continue
		}
		for _, allowed := range permission.Properties.strings("AllowedPrincipals") {
			if allowed == "*" || strings.Contains(allowed, ":iam::"+account+":") {
				return true
			}
		}
	}
	return false
}

func (o *Offer) types() []string {
	if len(o.Types) == 0 {
		return []string{"Interface"}
	}
	return o.Types
}

// families are those that a service's endpoints may have.
func (o *Offer) families() []string {
	if len(o.Families) == 0 {
		return []string{"ipv4"}
	}
	return o.Families
}

// endpointAttributes: the DNS entries are the regional name, the zonal ones, and the
// private ones.
//
// https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
func endpointAttributes(w *World, r *Resource) map[string]any {
	const zone = "Z7HUB22UULQXV:"
	var names []any
	interfaces := []any{}
	if offer := w.offerTo(r); offer != nil && r.Properties.string("VpcEndpointType") == "Interface" {
		suffix := "." + strings.TrimPrefix(offer.Name, "com.amazonaws."+offer.Region+".")
		if parts := strings.Split(offer.Name, ".vpce-svc-"); len(parts) == 2 {
			suffix = ".vpce-svc-" + parts[1]
		}
		suffix += "." + offer.Region + ".vpce.amazonaws.com"
		names = append(names, zone+fmt.Sprintf("%s-%08x", r.ID, r.number)+suffix)
		for i, subnet := range w.subnets(r.Place, r.Properties.strings("SubnetIds")) {
			names = append(names, zone+fmt.Sprintf("%s-%08x-%s", r.ID, r.number, subnet.Properties.or("AvailabilityZone", w.zoneOf(subnet)))+suffix)
			interfaces = append(interfaces, fmt.Sprintf("eni-%017x", r.number<<8+i))
		}
		if r.Properties.bool("PrivateDnsEnabled") {
			names = append(names, zone+offer.PrivateDnsName)
		}
	}
	return map[string]any{
		"Id": r.ID, "CreationTimestamp": "2026-01-01T00:00:00.000Z", "DnsEntries": names, "NetworkInterfaceIds": interfaces,
	}
}

func (c change) endpointType() string { return c.Properties.or("VpcEndpointType", "Gateway") }

func (c change) endpointSubnets() []*Resource {
	return c.subnets(c.Place, c.Properties.strings("SubnetIds"))
}

var endpointRules = []rule{
	{Rule{ID: "service-missing", Of: endpoint, Code: "InvalidServiceName", Message: "The Vpc Endpoint Service '%s' does not exist", Source: configureGuide},
		func(c change) (bool, []any) {
			return brokenIf(c.offerTo(c.Resource) == nil, c.Properties.string("ServiceName"))
		}},
	{Rule{ID: "endpoint-type", Of: endpoint, Code: "InvalidParameter", Message: "Endpoint type (%s) does not match available service types ([%s]).",
		Source: "https://github.com/hashicorp/terraform/issues/24478"},
		func(c change) (bool, []any) {
			offer := c.offerTo(c.Resource)
			return brokenIf(!slices.Contains(offer.types(), c.endpointType()), c.endpointType(), strings.Join(offer.types(), ", "))
		}},
	{Rule{ID: "endpoint-subnets-vpc", Of: endpoint, Code: "InvalidParameter", Message: "Subnet '%s' does not belong to VPC '%s'", Source: ec2Errors},
		func(c change) (bool, []any) {
			for _, subnet := range c.endpointSubnets() {
				if subnet.Properties.string("VpcId") != c.Properties.string("VpcId") {
					return broken(subnet.ID, c.Properties.string("VpcId"))
				}
			}
			return fine()
		}},
	{Rule{ID: "endpoint-groups-vpc", Of: endpoint, Code: "InvalidParameter", Message: "Security group '%s' does not belong to VPC '%s'", Source: ec2Errors},
		func(c change) (bool, []any) {
			for _, id := range c.Properties.strings("SecurityGroupIds") {
				if group := c.the(c.Place, "AWS::EC2::SecurityGroup", id); group.Properties.string("VpcId") != c.Properties.string("VpcId") {
					return broken(id, c.Properties.string("VpcId"))
				}
			}
			return fine()
		}},
	{Rule{ID: "consumer-subnet-per-zone", Of: endpoint, Code: "DuplicateSubnetsInSameZone",
		Message: "For an interface VPC endpoint, you can specify only one subnet per Availability Zone.", Source: ec2Errors},
		func(c change) (bool, []any) {
			var zones []string
			for _, subnet := range c.endpointSubnets() {
				zones = append(zones, c.zoneOf(subnet))
			}
			return brokenIf(repeats(zones))
		}},
	{Rule{ID: "zones-disjoint", Of: endpoint, Code: "InvalidParameter",
		Message: "The VPC endpoint service %s does not support the availability zone of the subnet: %s.", Source: "https://github.com/aws/aws-cdk/issues/4912"},
		func(c change) (bool, []any) {
			offer := c.offerTo(c.Resource)
			if len(offer.Zones) == 0 || offer.Region != c.Region {
				return fine()
			}
			for _, subnet := range c.endpointSubnets() {
				if !slices.Contains(offer.Zones, c.zoneOf(subnet)) {
					return broken(offer.Name, subnet.ID)
				}
			}
			return fine()
		}},
	{Rule{ID: "remote-access-zones", Of: endpoint, Code: "InvalidParameter",
		Message: "Only the following availability zones are supported for remote access: %s", Source: shareGuide},
		func(c change) (bool, []any) {
			if c.offerTo(c.Resource).Region == c.Region {
				return fine()
			}
			able := slices.DeleteFunc(slices.Clone(regions[c.Region]), func(zone string) bool { return slices.Contains(withoutRemoteAccess, zone) })
			for _, subnet := range c.endpointSubnets() {
				if !slices.Contains(able, c.zoneOf(subnet)) {
					return broken(strings.Join(able, ", "))
				}
			}
			return fine()
		}},
	{Rule{ID: "ip-family", Of: endpoint, Code: "InvalidParameter", Source: privateLinkGuide + "create-interface-endpoint.html"},
		func(c change) (bool, []any) {
			families := map[string][]string{"ipv4": {"ipv4"}, "ipv6": {"ipv6"}, "dualstack": {"ipv4", "ipv6"}}
			offered := c.offerTo(c.Resource).families()
			for _, family := range families[c.Properties.or("IpAddressType", offered[0])] {
				if !slices.Contains(offered, family) {
					return broken(fmt.Sprintf("The service does not support the IP address type '%s'", c.Properties.string("IpAddressType")))
				}
			}
			return fine()
		}},
	{Rule{ID: "ip-family-subnets", Of: endpoint, Code: "InvalidParameter", Source: privateLinkGuide + "create-interface-endpoint.html"},
		func(c change) (bool, []any) {
			for _, subnet := range c.endpointSubnets() {
				v4, v6 := subnet.Properties.has("CidrBlock"), subnet.Properties.has("Ipv6CidrBlock")
				fits := map[string]bool{"ipv4": v4, "ipv6": v6 && !v4, "dualstack": v4 && v6, "": v4}[c.Properties.string("IpAddressType")]
				if !fits {
					return broken(fmt.Sprintf("The subnet '%s' doesn't have the addresses that the IP address type '%s' needs", subnet.ID, c.Properties.string("IpAddressType")))
				}
			}
			return fine()
		}},
	{Rule{ID: "dns-record-type", Of: endpoint, Code: "InvalidParameter", Source: createGuide},
		func(c change) (bool, []any) {
			records, family := c.Properties.string("DnsOptions.DnsRecordIpType"), c.Properties.or("IpAddressType", "ipv4")
			fits := map[string][]string{
				"": {"ipv4", "ipv6", "dualstack"}, "not-specified": {"ipv4", "ipv6", "dualstack"},
				"ipv4": {"ipv4", "dualstack"}, "ipv6": {"ipv6", "dualstack"}, "dualstack": {"dualstack"}, "service-defined": {"dualstack"},
			}[records]
			return brokenIf(!slices.Contains(fits, family), fmt.Sprintf("The DNS record IP type '%s' does not go with the IP address type '%s'", records, family))
		}},
	{Rule{ID: "security-group-count", Of: endpoint, Code: "SecurityGroupsPerInterfaceLimitExceeded",
		Message: "The maximum number of security groups per interface has been reached.", Source: groupQuotas},
		func(c change) (bool, []any) { return brokenIf(len(c.Properties.strings("SecurityGroupIds")) > 5) }},
	{Rule{ID: "endpoint-count", Of: endpoint, Code: "VpcEndpointLimitExceeded",
		Message: "The maximum number of VPC endpoints has been reached.", Source: privateLinkGuide + "vpc-limits-endpoints.html"},
		func(c change) (bool, []any) {
			count := 0
			for _, other := range c.others() {
				if other.Properties.string("VpcId") == c.Properties.string("VpcId") && other.Properties.string("VpcEndpointType") == c.Properties.string("VpcEndpointType") {
					count++
				}
			}
			most := map[string]int{"Interface": 50, "Resource": 200, "ServiceNetwork": 50, "GatewayLoadBalancer": 50, "Gateway": 20}[c.endpointType()]
			return brokenIf(c.created() && count >= most)
		}},
	{Rule{ID: "endpoint-policy", Of: endpoint, Code: "InvalidParameter", Source: privateLinkGuide + "vpc-endpoints-access.html"},
		func(c change) (bool, []any) {
			return brokenIf(c.Properties.has("PolicyDocument") && !c.offerTo(c.Resource).Policies, "The service doesn't support endpoint policies")
		}},
	{Rule{ID: "endpoint-policy-size", Of: endpoint, Code: "InvalidPolicyDocument", Source: privateLinkGuide + "vpc-limits-endpoints.html"},
		func(c change) (bool, []any) {
			encoded, err := json.Marshal(c.Properties["PolicyDocument"])
			return brokenIf(err != nil || len(encoded) > 20480, fmt.Sprintf("The policy document has %d characters, of 20480", len(encoded)))
		}},
}
