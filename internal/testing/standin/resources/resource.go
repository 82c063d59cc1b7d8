package resources

import (
	"fmt"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

// What VPC Lattice offers without a load balancer, and the shares of it. They are known by
// their ARNs, and by their IDs.
var _ = know(map[string]kind{
	network.ResourceGateway: {
		id: func(_ *World, r *Resource) string { return r.arn("vpc-lattice", "resourcegateway/"+r.latticeID("rgw")) },
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.ID, "Id": r.latticeID("rgw")}
		},
		knownBy: []string{"Id"},
		references: []reference{
			{property: "VpcIdentifier", to: network.VPC, holds: true},
			{property: "SubnetIds", to: network.Subnet, holds: true},
			{property: "SecurityGroupIds", to: network.SecurityGroup, holds: true},
		},
	},
	network.ResourceConfiguration: {
		id: func(_ *World, r *Resource) string {
			return r.arn("vpc-lattice", "resourceconfiguration/"+r.latticeID("rcfg"))
		},
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.ID, "Id": r.latticeID("rcfg")}
		},
		knownBy: []string{"Id"},
		references: []reference{
			{property: "ResourceGatewayId", to: network.ResourceGateway, holds: true},
			{property: "ResourceConfigurationGroupId", to: network.ResourceConfiguration, holds: true},
		},
	},
	"AWS::VpcLattice::ServiceNetwork": {
		id: func(_ *World, r *Resource) string { return r.arn("vpc-lattice", "servicenetwork/"+r.latticeID("sn")) },
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.ID, "Id": r.latticeID("sn")}
		},
		knownBy: []string{"Id"},
	},
	network.ResourceAssociation: {
		id: func(_ *World, r *Resource) string {
			return r.arn("vpc-lattice", "servicenetworkresourceassociation/"+r.latticeID("snra"))
		},
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.ID, "Id": r.latticeID("snra")}
		},
		references: []reference{{property: "ResourceConfigurationId", to: network.ResourceConfiguration, holds: true}},
	},
	network.ResourceShare: {
		id: func(_ *World, r *Resource) string {
			return r.arn("ram", fmt.Sprintf("resource-share/00000000-0000-0000-0000-%012x", r.number))
		},
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.ID, "OwningAccountId": r.Account, "Status": "ACTIVE", "FeatureSet": "STANDARD"}
		},
		references: []reference{{property: "ResourceArns", to: network.ResourceConfiguration}},
	},
})

// A database is a resource that others are offered.
var _ = know(map[string]kind{
	network.DBSubnetGroup: {
		id:         func(_ *World, r *Resource) string { return strings.ToLower(r.ownName("DBSubnetGroupName")) },
		references: []reference{{property: "SubnetIds", to: network.Subnet, holds: true}},
	},
	network.DBInstance: {
		id: func(_ *World, r *Resource) string { return strings.ToLower(r.ownName("DBInstanceIdentifier")) },
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{
				"Endpoint.Address": r.ID + ".c0123456789a." + r.Region + ".rds.amazonaws.com", "Endpoint.Port": "5432", "DBInstanceArn": r.arn("rds", "db:"+r.ID),
			}
		},
		references: []reference{
			{property: "DBSubnetGroupName", to: network.DBSubnetGroup, holds: true},
			{property: "VPCSecurityGroups", to: network.SecurityGroup, holds: true},
		},
	},
})

// latticeID is an ID of VPC Lattice's, such as rcfg-0123456789abcdef0.
func (r *Resource) latticeID(prefix string) string { return fmt.Sprintf("%s-%017x", prefix, r.number) }

// resourceOffer is the resource configuration that an endpoint is for; nil where it isn't one
// of the world's, of the endpoint's Region. Whether it is shared, package network judges.
func (w *World) resourceOffer(e *Resource) *Offer {
	arn := e.Text("ResourceConfigurationArn")
	for _, configuration := range w.All(network.ResourceConfiguration) {
		if configuration.ID == arn && arn != "" {
			return &Offer{Resource: configuration.Resource, Name: arn, Region: configuration.Region, Types: []string{"Resource"}, PrivateDnsName: configuration.Text("CustomDomainName")}
		}
	}
	return nil
}
