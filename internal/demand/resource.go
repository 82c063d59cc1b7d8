package demand

import (
	"regexp"
	"strings"
)

const (
	apiCreateConfiguration = "https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceConfiguration.html"
	apiCreateGateway       = "https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceGateway.html"
	docConfiguration       = "https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html"
	docGateway             = "https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html"
	docUseResource         = "https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html"
	apiCreateShare         = "https://docs.aws.amazon.com/ram/latest/APIReference/API_CreateResourceShare.html"
)

// Demands about resources that are offered by VPC Lattice, without a load balancer: resource
// gateways, resource configurations and their shares.
var (
	ResourceVpcRequired = about(Resources, Demand{
		ID: "resource-vpc-required", Severity: Error, Needed: true,
		Summary: "A resource gateway is made in a VPC; one that another provider has is in that one's.",
		Source:  docGateway,
		Fix:     "set Vpc, or GatewayOf alone",
	})
	ResourceRequired = about(Resources, Demand{
		ID: "resource-required", Severity: Error, Needed: true,
		Summary: "A resource is offered by itself, with its ports, or as one of several members of a group.",
		Source:  docConfiguration,
		Fix:     "set Resource and Ports, or Members alone, with DomainName(name), IPAddress(address) or for a single one DatabaseArn(arn)",
	})
	ResourceMemberId = about(Resources, Demand{
		ID: "resource-member-id", Severity: Error, Needed: true,
		Summary: "Each member of a group has an ID of its own, of letters, digits and hyphens.",
		Source:  "https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html",
		Fix:     "give each of the Members another Id, such as Writer",
	})
	ResourceDefinition = about(Resources, Demand{
		ID: "resource-definition", Severity: Error,
		Summary: "A configuration of type SINGLE or CHILD has a domain name or an address, and one of type ARN an ARN.",
		Code:    "ValidationException",
		Source:  docConfiguration,
		Fix:     "define it by DnsResource or IpResource, and by ArnResource with type ARN",
	})
	ResourceAddress = about(Resources, Demand{
		ID: "resource-address", Severity: Error,
		Summary: "An IPv4 address of a resource is in 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 or 192.168.0.0/16; public addresses are not supported.",
		Code:    "ValidationException",
		Source:  docConfiguration,
		Fix:     "use a private address, or the resource's domain name",
	})
	ResourceDomain = about(Resources, Demand{
		ID: "resource-domain", Severity: Error,
		Summary: "Domain names of resources have 3 to 255 characters, in labels of letters, digits and hyphens.",
		Code:    "ValidationException",
		Source:  apiCreateConfiguration,
		Fix:     "use a name such as orders.example.com, without a port",
	})
	ResourceArn = about(Resources, Demand{
		ID: "resource-arn", Severity: Error,
		Summary: "Only databases of Amazon RDS are resources by their ARN: an instance or a cluster, which isn't publicly accessible.",
		Code:    "ValidationException",
		Source:  docConfiguration,
		Fix:     "use an ARN such as arn:aws:rds:us-east-1:111122223333:cluster:orders, or the domain name; if AWS supports more by now, acknowledge this",
	})
	ResourcePorts = about(Resources, Demand{
		ID: "resource-ports", Severity: Error, Needed: true,
		Summary: "A resource is reached on TCP ports of 1 to 65535, or ranges of them.",
		Code:    "ValidationException",
		Source:  apiCreateConfiguration,
		Fix:     "set at least one port, or a range from a lower to a higher one; UDP needs a ProviderService",
	})
	ResourceName = about(Resources, Demand{
		ID: "resource-name", Severity: Error,
		Summary: "Names of resource gateways and configurations have 3 to 40 lower-case letters, digits and single hyphens, none first or last, and don't begin as IDs do, with rgw- or rcfg-.",
		Code:    "ValidationException",
		Source:  apiCreateConfiguration,
		Fix:     "choose a name such as orders-database, or leave it unset",
	})
	ResourceNameTaken = about(Resources, Demand{
		ID: "resource-name-taken", Severity: Error,
		Summary: "No two resource configurations, and no two resource gateways, of an account and Region share a name.",
		Code:    "ConflictException",
		Source:  apiCreateConfiguration,
		Fix:     "choose another name, or leave it unset",
	})
	ResourceOfGroup = about(Resources, Demand{
		ID: "resource-of-group", Severity: Error,
		Summary: "A configuration of type CHILD names its group, of type GROUP, whose gateway it has; all others name a gateway.",
		Code:    "ValidationException",
		Source:  apiCreateConfiguration,
		Fix:     "set ResourceConfigurationGroupId of a CHILD, and ResourceGatewayId of the others",
	})
	ResourceGroupCustomDomain = about(Resources, Demand{
		ID: "resource-group-custom-domain", Severity: Error,
		Summary: "A group has a group domain, and no custom domain name of its own.",
		Code:    "ValidationException",
		AWS:     "Unexpected attribute customDomainName for type GROUP",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/46023",
		Fix:     "set GroupDomain, and CustomDomainName of its children",
	})
	ResourceGroupDomain = about(Resources, Demand{
		ID: "resource-group-domain", Severity: Error,
		Summary: "Where a group has a domain, the domain names of its members are subdomains of it.",
		Code:    "ValidationException",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/create-resource-configuration.html",
		Fix:     "name the members below the group's domain",
	})
	ResourceVerification = about(Resources, Demand{
		ID: "resource-verification", Severity: Error,
		Summary: "A domain verification proves a domain name that is set, and is named by its ID or ARN.",
		Code:    "ValidationException",
		Source:  apiCreateConfiguration,
		Fix:     "set DomainName, and DomainVerificationId to an ID such as dv-0123456789abcdef0",
	})
	ResourceUnverified = about(Resources, Demand{
		ID: "resource-unverified", Severity: Warning,
		Summary: "By default an endpoint's private DNS has the names of verified domains only.",
		Source:  docConfiguration,
		Fix:     "set the resource's DomainVerificationId, or the consumer's Dns.Preference to AllDomains or SpecifiedDomainsOnly",
	})
	ResourceRange = about(Resources, Demand{
		ID: "resource-range", Severity: Error,
		Summary: "The gateway sends to the resource's security groups, or to its addresses: one of them is known.",
		Source:  docGateway,
		Fix:     "name the resource's groups with GuardedBy, or its ranges with Within; or import the VPC with its range",
	})
	ResourceChildAlone = about(Resources, Demand{
		ID: "resource-child-alone", Severity: Error,
		Summary: "A member of a group is reached and shared with its group, not by itself.",
		Code:    "ValidationException",
		Source:  docConfiguration,
		Fix:     "name the configuration of the group",
	})
	ResourceOnce = about(Resources, Demand{
		ID: "resource-gateway-of", Severity: Error, Needed: true,
		Summary: "A gateway that another provider has is as that one says.",
		Source:  docGateway,
		Fix:     "set GatewayOf to a provider, or Gateway",
	})
	GatewaySubnets = about(Resources, Demand{
		ID: "gateway-subnets", Severity: Error, Needed: true,
		Summary: "The subnets of a resource gateway can be selected in its VPC.",
		Source:  apiCreateGateway,
		Fix:     "choose other Gateway.Subnets",
	})
	GatewayVpc = about(Resources, Demand{
		ID: "gateway-vpc", Severity: Error,
		Summary: "The subnets and security groups of a resource gateway are of its VPC.",
		Code:    "ValidationException",
		Source:  apiCreateGateway,
		Fix:     "name subnets and groups of the gateway's VPC",
	})
	GatewayFamily = about(Resources, Demand{
		ID: "gateway-family", Severity: Error,
		Summary: "A resource gateway has addresses that its resources, and all of its subnets, have: IPv4, IPv6 in subnets of IPv6 alone, or both. A name is resolved to one of the two.",
		Code:    "ValidationException",
		Source:  docGateway,
		Fix:     "set Gateway.IpAddressType to the family of the resource's address, or to DualStack",
	})
	GatewayAddresses = about(Resources, Demand{
		ID: "gateway-addresses", Severity: Error,
		Summary: "An interface of a resource gateway has 1 to 62 IPv4 addresses; how many it has of IPv6 can't be said.",
		Code:    "ValidationException",
		Source:  docGateway,
		Fix:     "set Gateway.AddressesPerInterface to 1 to 62, with IPv4 or both families",
	})
	GatewayResolution = about(Resources, Demand{
		ID: "gateway-resolution", Severity: Error,
		Summary: "A resource gateway resolves names in its VPC, or publicly.",
		Code:    "ValidationException",
		Source:  apiCreateGateway,
		Fix:     "use InVpc or Public",
	})
	ResourceAuthType = about(Resources, Demand{
		ID: "resource-auth-type", Severity: Error,
		Summary: "The authentication of a resource configuration is none, or AWS IAM's.",
		Code:    "ValidationException",
		Source:  "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-vpclattice-resourceconfiguration.html",
		Fix:     "use NoAuth or IamAuth",
	})
	ResourceNetwork = about(Resources, Demand{
		ID: "resource-service-network", Severity: Error,
		Summary: "Service networks are named by their IDs or ARNs.",
		Code:    "ValidationException",
		Source:  "https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateServiceNetworkResourceAssociation.html",
		Fix:     "use an ID such as sn-0123456789abcdef0, or the ARN",
	})
	SharePrincipalForm = about(Resources, Demand{
		ID: "share-principal", Severity: Error,
		Summary: "A share is with accounts by their twelve digits, organizations and organizational units by their ARNs.",
		Code:    "InvalidParameterException",
		Source:  apiCreateShare,
		Fix:     "use Account(id), Organization(arn) or OrganizationalUnit(arn)",
	})
	ResourceShared = about(Resources, Demand{
		ID: "resource-shared", Severity: Error,
		Summary: "Another account makes an endpoint to a resource configuration that is shared with it.",
		Code:    "AccessDeniedException",
		Source:  docUseResource,
		Fix:     "share it with the consumer's account: ShareWith, or ShareWithConsumersOfApp",
	})
	ResourceRegion = about(Resources, Demand{
		ID: "resource-region", Severity: Error,
		Summary: "A resource that is shared is reached from the Region that it is in.",
		Code:    "InvalidServiceName",
		Source:  "https://docs.aws.amazon.com/ram/latest/userguide/working-with-sharing-create.html",
		Fix:     "make the endpoint in the resource's Region; a ProviderService can support others",
	})
	ResourceZones = about(Resources, Demand{
		ID: "resource-zones", Severity: Error,
		Summary: "An endpoint and the gateway of its resource share at least one zone.",
		Source:  docGateway,
		Fix:     "choose subnets in a zone of the gateway, or give the gateway more zones",
	})
	ResourceOwnVpc = about(Resources, Demand{
		ID: "resource-own-vpc", Severity: Error,
		Summary: "In the gateway's own VPC no endpoint is made to a name that is resolved there and lies in the resource's custom domain.",
		Code:    "ValidationException",
		Source:  docUseResource,
		Fix:     "call the resource itself there, resolve it publicly, or leave its domain name unset",
	})
	ContractOfOne = about(Resources, Demand{
		ID: "contract-of-one", Severity: Error, Needed: true,
		Summary: "A contract is that of an endpoint service or of a resource.",
		Source:  docUseResource,
		Fix:     "set ServiceName or ResourceConfigurationArn, not both",
	})
	ResourcePortClosed = about(Resources, Demand{
		ID: "resource-port-closed", Severity: Error,
		Summary: "A resource configuration lets clients in on its ports only.",
		Source:  docConfiguration,
		Fix:     "add the port to the configuration's PortRanges",
	})
	ResourceOutbound = about(Resources, Demand{
		ID: "resource-outbound", Severity: Error,
		Summary: "The security groups of a resource gateway let it send to the resource.",
		Source:  docGateway,
		Fix:     "allow the resource's group, or its addresses, on the port in the outbound rules of the gateway's group",
	})
	ResourceInbound = about(Resources, Demand{
		ID: "resource-inbound", Severity: Error,
		Summary: "The security groups of a resource admit the gateway, whose addresses its traffic comes from.",
		Source:  docGateway,
		Fix:     "admit the gateway's group, or the ranges of its subnets, on the port in the inbound rules of the resource's group",
	})
)

// IsResourceName reports whether something of VPC Lattice may have a name, of which IDs begin
// with a prefix: rcfg- of resource configurations, rgw- of resource gateways.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceConfiguration.html
func IsResourceName(name, prefix string) bool {
	return resourceName.MatchString(name) && len(name) >= 3 && len(name) <= 40 && !strings.HasPrefix(name, prefix)
}

var resourceName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
