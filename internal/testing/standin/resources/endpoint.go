package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

const (
	endpoint = "AWS::EC2::VPCEndpoint"
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

// Offer is a service that endpoints may be made to, as the consumer sees it. Its name may
// be the ARN of a VPC Lattice resource.
type Offer = network.Offer

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
// itself be seen by the endpoint's account and Region. Which roles and users an account
// deploys with isn't looked into. The owner's own account is no exception: AWS's page
// says that a service is available to nobody by default, and names none.
//
// https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
func (w *World) offerTo(e *Resource) *Offer {
	if e.provider != nil {
		return w.offer(e.provider)
	}
	if offer := w.resourceOffer(e); offer != nil {
		return offer
	}
	name := e.Or("ServiceName", e.Or("ResourceConfigurationArn", e.Text("ServiceNetworkArn")))
	region := e.Or("ServiceRegion", e.Region)
	for i := range w.offers {
		if offer := &w.offers[i]; offer.Name == name && reaches(*offer, region, e.Region) {
			return offer
		}
	}
	if short, ok := strings.CutPrefix(name, "com.amazonaws."+e.Region+"."); ok && slices.Contains(awsServices, short) && region == e.Region {
		offer := &Offer{Name: name, Region: e.Region, Own: short, PrivateDnsName: short + "." + e.Region + ".amazonaws.com", Policies: true}
		if short == "s3" {
			offer.Types = []string{"Interface", "Gateway"}
		}
		return offer
	}
	for _, service := range w.All(endpointService) {
		offer := w.offer(service)
		if offer.Name == name && reaches(*offer, region, e.Region) && service.Permits(e.Account) {
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
		Service: service.Resource, Name: "com.amazonaws.vpce." + service.Region + "." + service.ID, Region: service.Region,
		Regions: service.Texts("SupportedRegions"), PrivateDnsName: service.Text("PrivateDnsName"),
		Unverified: service.State != Verified, Acceptance: service.RequiresAcceptance(),
	}
}

// endpointAttributes: the DNS entries are the regional name, the zonal ones, and the
// private ones.
//
// https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
func endpointAttributes(w *World, r *Resource) map[string]any {
	const zone = "Z7HUB22UULQXV:"
	var names []any
	interfaces := []any{}
	if offer := w.offerTo(r); offer != nil && r.Text("VpcEndpointType") == "Interface" {
		suffix := "." + strings.TrimPrefix(offer.Name, "com.amazonaws."+offer.Region+".")
		if parts := strings.Split(offer.Name, ".vpce-svc-"); len(parts) == 2 {
			suffix = ".vpce-svc-" + parts[1]
		}
		suffix += "." + offer.Region + ".vpce.amazonaws.com"
		names = append(names, zone+fmt.Sprintf("%s-%08x", r.ID, r.number)+suffix)
		for i, subnet := range r.Subnets() {
			names = append(names, zone+fmt.Sprintf("%s-%08x-%s", r.ID, r.number, subnet.Or("AvailabilityZone", w.zoneOf(subnet)))+suffix)
			interfaces = append(interfaces, fmt.Sprintf("eni-%017x", r.number<<8+i))
		}
		if r.Bool("PrivateDnsEnabled") {
			names = append(names, zone+offer.PrivateDnsName)
		}
	}
	return map[string]any{
		"Id": r.ID, "CreationTimestamp": "2026-01-01T00:00:00.000Z", "DnsEntries": names, "NetworkInterfaceIds": interfaces,
	}
}
