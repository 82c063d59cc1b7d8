package demand

// Demands about private DNS, hosted zones and their records.
var (
	PrivateDnsName = about(Names, Demand{
		ID: "private-dns-name", Severity: Error,
		Summary: "A private DNS name is a domain name, with or without a wildcard in front.",
		Code:    "InvalidParameter",
		Source:  docDNSNames,
		Fix:     "use a name such as orders.example.com or *.orders.example.com",
	})
	PrivateDnsDomain = about(Names, Demand{
		ID: "private-dns-domain", Severity: Error,
		Summary: "The verified domain is the private DNS name, or a parent of it.",
		Source:  docDNSNames,
		Fix:     "leave Domain unset for the name itself, or use a parent of it",
	})
	PrivateDnsZone = about(Names, Demand{
		ID: "private-dns-zone", Severity: Error,
		Summary: "The TXT record lies in a public zone that holds the verified domain: otherwise the domain is never verified.",
		Code:    "InvalidChangeBatch",
		AWS:     "[RRSet with DNS name … is not permitted in zone …]",
		Source:  docDNSNames,
		Fix:     "use the public zone of the domain, or leave HostedZone unset and publish the record elsewhere",
	})
	DnsOneMode = about(Names, Demand{
		ID: "dns-one-mode", Severity: Error,
		Summary: "A consumer uses the service's own name, a zone that is made, one that exists, or none.",
		Source:  docDNSNames,
		Fix:     "choose ServiceDnsName(), PrivateZone(name), ExistingPrivateZone(zone) or NoDns()",
	})
	DnsLattice = about(Names, Demand{
		ID: "dns-lattice", Severity: Error,
		Summary: "Endpoints of VPC Lattice have no DNS entries of their own that a record could lead to: those of their associations are only known once they are made.",
		AWS:     "Template error: Fn::Select cannot select nonexistent value at index 0",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/41859",
		Fix:     "use ServiceDnsName() for the domains of its resources, or make records of what aws ec2 describe-vpc-endpoint-associations tells",
	})
	DnsNeedsZone = about(Names, Demand{
		ID: "dns-needs-zone", Severity: Error, Needed: true,
		Summary: "Names, zonal names and further VPCs belong to a zone; further VPCs to one that is made.",
		Source:  docZones,
		Fix:     "set ZoneName or HostedZone (import it with its name); associate an existing zone with further VPCs where it is made",
	})
	DnsServiceName = about(Names, Demand{
		ID: "dns-service-name", Severity: Error,
		Summary: "The service's own name can only be used if the service has one.",
		Code:    "InvalidParameter",
		AWS:     "Private DNS can't be enabled because the service … does not provide a private DNS name.",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/18278",
		Fix:     "use PrivateZone(name), or have the provider set PrivateDns",
	})
	DnsAcceptance = about(Names, Demand{
		ID: "dns-acceptance", Severity: Warning,
		Summary: "The service's own name can only be used once the endpoint is accepted.",
		Code:    "InvalidParameter",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/pull/37628",
		Fix:     "have the provider set AutoAccept, or leave Dns unset and make a privatelinkfunctions.PrivateDns of the endpoint, or deploy without Dns, have the endpoint accepted, and deploy with it",
	})
	DnsVerification = about(Names, Demand{
		ID: "dns-verification", Severity: Warning,
		Summary: "The service's own name can only be used once its domain is verified, which CloudFormation neither starts nor awaits.",
		Code:    "InvalidParameter",
		AWS:     "Private DNS can't be enabled because the service … has not verified the private DNS name.",
		Source:  docDNSNames,
		Fix:     "make a privatelinkfunctions.Verification of the service; or deploy the provider, start the verification, and deploy the consumer once it has succeeded",
	})
	DnsVpcAttributes = about(Names, Demand{
		ID: "dns-vpc-attributes", Severity: Error,
		Summary: "Private DNS needs the VPC's enableDnsSupport and enableDnsHostnames.",
		Code:    "InvalidParameter",
		AWS:     "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for …",
		Source:  "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html",
		Fix:     "set EnableDnsSupport and EnableDnsHostnames of the VPC to true",
	})
	DnsPreference = about(Names, Demand{
		ID: "dns-preference", Severity: Error,
		Summary: "Preferred domains are for the own names of VPC Lattice resources and service networks, and specified ones for the preferences that speak of them.",
		Code:    "InvalidParameter",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html",
		Fix:     "set Preference only with LatticeResource(arn) or LatticeServiceNetwork(arn) and ServiceDnsName(), and SpecifiedDomains with a preference for them",
	})
	DnsRecordType = about(Names, Demand{
		ID: "dns-record-type", Severity: Error,
		Summary: "An endpoint's DNS records are of address families that the endpoint has.",
		Code:    "InvalidParameter",
		Source:  docService,
		Fix:     "set the record type to that of the endpoint's addresses, or leave it unset",
	})
	OnlyInboundResolver = about(Names, Demand{
		ID: "only-inbound-resolver", Severity: Error,
		Summary: "Names for inbound resolvers alone are for AWS's services that have gateway endpoints too, and need the service's own name.",
		Code:    "InvalidParameter",
		AWS:     "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC … must have a Gateway endpoint for the service.",
		Source:  "https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/982",
		Fix:     "drop OnlyInboundResolver; or use AWSService(\"s3\") with ServiceDnsName(), and make a gateway endpoint in the VPC first: GatewayEndpoint: vpc.AddGatewayEndpoint(…)",
	})
	GatewayEndpointOrder = about(Names, Demand{
		ID: "gateway-endpoint-order", Severity: Warning,
		Summary: "Where names for inbound resolvers alone need a gateway endpoint, it is made first.",
		Source:  "https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/982",
		Fix:     "set GatewayEndpoint, or have the endpoint depend on it: endpoint.Node().AddDependency(gateway)",
	})
	DnsZoneName = about(Names, Demand{
		ID: "dns-zone-name", Severity: Error,
		Summary: "A private hosted zone's name is a lower-case domain name.",
		Code:    "InvalidDomainName",
		AWS:     "The specified domain name is not valid.",
		Source:  docZoneNames,
		Fix:     "use a name such as orders.internal",
	})
	DnsZoneTaken = about(Names, Demand{
		ID: "dns-zone-taken", Severity: Error,
		Summary: "No two private hosted zones of a VPC have the same name, nor one and an endpoint's private DNS.",
		Code:    "ConflictingDomainExists",
		AWS:     "The VPC … in region … has already been associated with a domain that conflicts with …",
		Source:  docZones,
		Fix:     "choose another name, or put the records of both into one zone with ExistingPrivateZone(zone, names…)",
	})
	DnsRecordName = about(Names, Demand{
		ID: "dns-record-name", Severity: Error, Needed: true,
		Summary: "A name within a zone is a lower-case domain name, with or without a wildcard in front, and leads to one place.",
		Code:    "InvalidChangeBatch",
		Source:  docZoneNames,
		Fix:     `use names such as "", "api" or "*", each once`,
	})
	DnsZonalNames = about(Names, Demand{
		ID: "dns-zonal-names", Severity: Error,
		Summary: "Only endpoint services have zonal names, and these hold zone names, not IDs.",
		Source:  docShare,
		Fix:     "name zones by name, or set ZoneIds as well",
	})
	DnsZonalNamesElsewhere = about(Names, Demand{
		ID: "dns-zonal-names-elsewhere", Severity: Warning,
		Summary: "Zonal names get records only for zones that the endpoint is in, where these are known.",
		Source:  docShare,
		Fix:     "name the zones of the endpoint's subnets, and give the stack an account and a Region",
	})
	DnsNameTaken = about(Names, Demand{
		ID: "dns-name-taken", Severity: Error,
		Summary: "Within a VPC, a domain belongs to one endpoint.",
		Code:    "InvalidParameter",
		AWS:     "private-dns-enabled cannot be set because there is already a conflicting DNS domain for … in the VPC …",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/17535",
		Fix:     "choose another name, or put the names of both into one zone with ExistingPrivateZone(zone, names…)",
	})
	DnsNameShadowed = about(Names, Demand{
		ID: "dns-name-shadowed", Severity: Error,
		Summary: "The most specific private zone of a VPC answers for a name, and no other: one that it doesn't hold doesn't exist.",
		Source:  docZones,
		Fix:     "put the name into that zone with ExistingPrivateZone(zone, names…), or choose zones that don't lie within each other",
	})
	ZoneVpc = about(Names, Demand{
		ID: "zone-vpc", Severity: Error,
		Summary: "The VPCs of a private hosted zone exist, in the zone's account and the Regions that are named.",
		Code:    "InvalidVPCId",
		AWS:     "The VPC: … that you provided is not an authorized resource",
		Source:  apiCreateZone,
		Fix:     "name VPCs of the account with their Regions; those of other accounts are associated by create-vpc-association-authorization",
	})
	ZoneVpcTwice = about(Names, Demand{
		ID: "zone-vpc-twice", Severity: Error,
		Summary: "A private hosted zone lists each VPC once.",
		Code:    "ConflictingDomainExists",
		Source:  apiCreateZone,
		Fix:     "drop the repetition",
	})
	RecordOutsideZone = about(Names, Demand{
		ID: "record-outside-zone", Severity: Error,
		Summary: "A record's name is that of its zone, or lies below it.",
		Code:    "InvalidChangeBatch",
		AWS:     "[RRSet with DNS name … is not permitted in zone …]",
		Source:  apiChangeRecords,
		Fix:     "use a name within the zone, or the zone of that name",
	})
	RecordTtl = about(Names, Demand{
		ID: "record-ttl", Severity: Error,
		Summary: "A record's time to live is whole seconds; alias records have that of what they lead to.",
		Source:  "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-basic.html",
		Fix:     "use whole seconds, such as time.Minute, for a TXT record, or with Cname or ZonalNames",
	})
	RecordApex = about(Names, Demand{
		ID: "record-apex", Severity: Error,
		Summary: "A zone's own name cannot be a CNAME.",
		Code:    "InvalidChangeBatch",
		AWS:     "[RRSet of type CNAME with DNS name … is not permitted at apex in zone …]",
		Source:  "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html",
		Fix:     "use an alias record (A or AAAA), or a name below the zone's",
	})
	RecordTaken = about(Names, Demand{
		ID: "record-taken", Severity: Error,
		Summary: "A zone has one record set for a name and type.",
		Code:    "InvalidChangeBatch",
		AWS:     "[Tried to create resource record set [name='…', type='…'] but it already exists]",
		Source:  apiChangeRecords,
		Fix:     "choose another name, or put all values into one record set",
	})
	RecordForm = about(Names, Demand{
		ID: "record-form", Severity: Error,
		Summary: "A record set has an alias target, or records with a TTL; the value of a TXT record stands in quotation marks.",
		Code:    "InvalidInput",
		Source:  "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html",
		Fix:     "set AliasTarget alone, or ResourceRecords and TTL; quote the values of TXT records",
	})
	DnsAwsOff = about(Names, Demand{
		ID: "dns-aws-off", Severity: Warning,
		Summary: "Without private DNS the names that AWS's SDKs call lead past an endpoint to one of AWS's own services.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",
		Fix:     "enable private DNS (Dns: ServiceDnsName()), or have the programs call the endpoint's own names",
	})
	VerificationRecord = about(Names, Demand{
		ID: "verification-record", Severity: Error,
		Summary: "A domain has one TXT record set, which one provider makes; the values of the domain's other services join it.",
		Source:  docDNSNames,
		Fix:     "give one provider of the domain the HostedZone, and the others VerifiedWith, or their values to its OtherValues",
	})
	VerificationRecordTwice = about(Names, Demand{
		ID: "verification-record-twice", Severity: Warning,
		Summary: "One TXT record proves a domain's ownership for all services with names in it, by one value each: two record sets of one name collide.",
		Source:  docDNSNames,
		Fix:     "have one provider make the record and the others join it (PrivateDns.VerifiedWith), or verify a domain of its own for each",
	})
	DnsZoneVpc = about(Names, Demand{
		ID: "dns-zone-vpc", Severity: Warning,
		Summary: "A private zone answers in the VPCs that it is associated with, and nowhere else.",
		Source:  docZones,
		Fix:     "associate the zone with the endpoint's VPC, unless all clients are in other VPCs",
	})
	CertificateName = about(Names, Demand{
		ID: "certificate-name", Severity: Warning,
		Summary: "A TLS listener's certificates have the name that clients call, or clients that check it refuse the connection.",
		Source:  "https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html",
		Fix:     "request a certificate with the private name, or name the service as the certificate says",
	})
)
