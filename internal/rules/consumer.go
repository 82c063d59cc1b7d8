package rules

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

const (
	docVpcDNS    = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html"
	docZoneNames = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html"
	docZones     = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html"
	docLattice   = "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-resources.html"
	docEndpoint  = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"
	docQuotas    = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html"
	docPolicies  = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"
)

var consumerRules = []row[Consumer]{
	{Rule{
		ID: "privatelink/consumer-vpc-required", Severity: Error,
		Summary: "A consumer needs the VPC that its endpoint is made in.",
		Source:  docShare,
		Fix:     "set Vpc",
	}, func(c Consumer, broken report) {
		if !c.HasVpc {
			broken("Vpc", "is required, but nil")
		}
	}},
	{Rule{
		ID: "privatelink/consumer-service-required", Severity: Error,
		Summary: "A consumer needs the service to connect to.",
		Source:  docShare,
		Fix:     "set Service to a ProviderService, a Contract or AWSService(name)",
	}, func(c Consumer, broken report) {
		if !c.HasService {
			broken("Service", "is required, but nil")
		}
	}},
	{vpcCidrRule, func(c Consumer, broken report) { vpcCidrs(c.VpcCidrs, broken) }},
	{Rule{
		ID: "privatelink/service-name-form", Severity: Error,
		Summary: "An endpoint service's name is com.amazonaws.vpce.REGION.vpce-svc-ID.",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  docService,
		Fix:     "copy the service name that the provider gives; for AWS's own services use AWSService(name)",
	}, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		name := c.Service.ServiceName
		if _, ok := ServiceRegion(name); !ok && !Unknown(name) {
			broken("Service.ServiceName", "%q is no name of an endpoint service", name)
		}
	})},
	{Rule{
		ID: "privatelink/aws-service-name", Severity: Error,
		Summary: "One of AWS's own services is named by what follows the Region in its full name.",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
		Fix:     `use the short name, such as AWSService("ssm")`,
	}, ofType(AWSEndpoint, func(c Consumer, broken report) {
		name := c.Service.ServiceName
		short := strings.TrimPrefix(name, "com.amazonaws."+c.Region+".")
		if !Unknown(short) && (!awsServicePattern.MatchString(short) || strings.HasPrefix(short, "com.amazonaws.")) {
			broken("Service", "%q is no short name of an AWS service", short)
		}
	})},
	{Rule{
		ID: "privatelink/lattice-arn", Severity: Error,
		Summary: "VPC Lattice resource configurations and service networks are named by their ARNs.",
		Source:  docLattice,
		Fix:     "use an ARN such as arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-…",
	}, whenService(func(c Consumer, broken report) {
		want := map[EndpointType]string{ResourceEndpoint: "resourceconfiguration/rcfg-", ServiceNetworkEndpoint: "servicenetwork/sn-"}[c.Service.Type]
		if arn := c.Service.Arn; want != "" && !Unknown(arn) && !(latticeArn.MatchString(arn) && strings.Contains(arn, ":"+want)) {
			broken("Service", "%q is no ARN of a %s", arn, strings.TrimRight(strings.SplitN(want, "/", 2)[0], "-"))
		}
	})},
	{Rule{
		ID: "privatelink/service-name-region", Severity: Error,
		Summary: "The Region within the service's name is the service's Region.",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  docShare,
		Fix:     "leave Region unset: the name tells it",
	}, whenService(func(c Consumer, broken report) {
		inName, ok := ServiceRegion(c.Service.ServiceName)
		if ok && Known(c.Service.Region) && c.Service.Region != inName {
			broken("Service.Region", "is %s, but the service's name says %s", c.Service.Region, inName)
		}
	})},
	{Rule{
		ID: "privatelink/service-region-supported", Severity: Error,
		Summary: "A service is reached from the Regions that it supports.",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  docShare,
		Fix:     "have the provider add the consumer's Region to SupportedRegions",
	}, whenService(func(c Consumer, broken report) {
		s := c.Service
		if !c.IsElsewhere() || s.InApp || len(s.SupportedRegions) == 0 {
			return
		}
		for _, region := range s.SupportedRegions {
			if region == c.Region || Unknown(region) {
				return
			}
		}
		broken("Service.SupportedRegions", "is %s, but the consumer is in %s", strings.Join(s.SupportedRegions, ", "), c.Region)
	})},
	{Rule{
		ID: "privatelink/service-partition", Severity: Error,
		Summary: "A service is reached from Regions of its own partition.",
		Source:  docShare,
		Fix:     "use a service of the consumer's partition",
	}, whenService(func(c Consumer, broken report) {
		if c.IsElsewhere() && Partition(c.Service.Region) != Partition(c.Region) {
			broken("Service.Region", "%s is in partition %s, the consumer in %s", c.Service.Region, Partition(c.Service.Region), Partition(c.Region))
		}
	})},
	{Rule{
		ID: "privatelink/service-ports-required", Severity: Error,
		Summary: "A contract names the service's ports: the endpoint's security group admits nothing else.",
		Source:  docShare,
		Fix:     "set Ports, such as []ServicePort{{Port: 443}}",
	}, whenService(func(c Consumer, broken report) {
		if len(c.Service.Ports) == 0 {
			broken("Service.Ports", "is empty")
		}
	})},
	{Rule{
		ID: "privatelink/service-port-range", Severity: Error,
		Summary: "A service's ports are 1-65535, and a range runs upwards.",
		Source:  docListeners,
		Fix:     "use ports from 1 to 65535, EndPort not below Port",
	}, whenService(func(c Consumer, broken report) {
		for i, p := range c.Service.Ports {
			switch {
			case !validPort(p.Port):
				broken(at("Service.Ports", i, "Port"), "%s", noPort(p.Port))
			case !validPort(p.EndPort):
				broken(at("Service.Ports", i, "EndPort"), "%s", noPort(p.EndPort))
			case p.EndPort < p.Port:
				broken(at("Service.Ports", i, "EndPort"), "%d is below Port %d", p.EndPort, p.Port)
			}
		}
	})},
	{Rule{
		ID: "privatelink/service-port-protocol", Severity: Error,
		Summary: "A service's port speaks TCP, UDP or both (TCP_UDP).",
		Source:  docListeners,
		Fix:     "use TCP, UDP or TCP_UDP",
	}, whenService(func(c Consumer, broken report) {
		for i, p := range c.Service.Ports {
			switch {
			case p.Protocol == "TCP", p.Protocol == "UDP", p.Protocol == "TCP_UDP", Unknown(p.Protocol):
			default:
				broken(at("Service.Ports", i, "Protocol"), "%q is no transport protocol", p.Protocol)
			}
		}
	})},
	{Rule{
		ID: "privatelink/ip-family", Severity: Error,
		Summary: "An endpoint's addresses are ipv4, ipv6 or dualstack, of families that the service supports.",
		Source:  docService,
		Fix:     "use a family of the service's, or have the provider set DualStack",
	}, whenService(func(c Consumer, broken report) {
		supported := c.Service.IPAddressTypes
		if len(supported) == 0 {
			supported = []string{"ipv4"}
		}
		needed, ok := map[string][]string{"": {"ipv4"}, "ipv4": {"ipv4"}, "ipv6": {"ipv6"}, "dualstack": {"ipv4", "ipv6"}}[c.Family]
		if !ok && !Unknown(c.Family) {
			broken("IpFamily", "%q is no family of addresses", c.Family)
		}
		if c.Service.Type != ServiceEndpoint || c.Service.ServiceName == "" || Unknown(strings.Join(supported, "")) {
			return
		}
		for _, family := range needed {
			if !slices.Contains(supported, family) {
				broken("IpFamily", "needs %s, but the service supports %s", family, strings.Join(supported, ", "))
			}
		}
	})},
	{Rule{
		ID: "privatelink/ip-family-vpc", Severity: Error,
		Summary: "An endpoint with IPv6 addresses needs a VPC with an IPv6 range.",
		Source:  docService,
		Fix:     "give the VPC and its subnets IPv6 ranges (IpProtocol_DUAL_STACK), or use IPv4",
	}, func(c Consumer, broken report) {
		if (c.Family == "ipv6" || c.Family == "dualstack") && c.VpcHasIPv6 != nil && !*c.VpcHasIPv6 {
			broken("IpFamily", "is %s, but the VPC has no IPv6 range", c.Family)
		}
	}},
	{Rule{
		ID: "privatelink/principal-missing", Severity: Error,
		Summary: "A service shows itself to the accounts that its provider allows.",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#add-remove-permissions",
		Fix:     "add Account(id) to the provider's AllowedPrincipals, or set its AllowConsumersOfApp",
	}, whenService(func(c Consumer, broken report) {
		if !c.isAllowed() {
			broken("Service", "allows nobody of account %s, which the endpoint is in", c.Account)
		}
	})},
	{Rule{
		ID: "privatelink/acceptance-pending", Severity: Warning,
		Summary: "Where the provider must accept an endpoint, no packet passes until someone has done so, and CloudFormation doesn't wait for it.",
		Source:  docConfigure,
		Fix:     "set the provider's WithoutAcceptance, since it names who may connect, or accept the endpoint once it is deployed",
	}, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		if c.Service.InApp && c.Service.AcceptanceRequired {
			broken("Service", "is of this app and must accept the endpoint by hand")
		}
	})},
	{Rule{
		ID: "privatelink/service-other-stage", Severity: Error,
		Summary: "Stages are deployed apart from each other, so a consumer cannot refer to a provider in another one.",
		Source:  "https://docs.aws.amazon.com/cdk/v2/guide/stages.html",
		Fix:     "publish the contract (PublishParameter or PublishOutputs), and read it with LookupContract or LoadContract",
	}, whenService(func(c Consumer, broken report) {
		if c.Service.OtherStage {
			broken("Service", "is a provider in another stage of the app")
		}
	})},
	{Rule{
		ID: "privatelink/service-place-unknown", Severity: Error,
		Summary: "Provider and consumer of one app either both have stacks with an account and a Region, or neither has.",
		Source:  "https://docs.aws.amazon.com/cdk/v2/guide/environments.html",
		Fix:     "give both stacks an account and a Region (StackProps.Env)",
	}, whenService(func(c Consumer, broken report) {
		s := c.Service
		if !s.InApp || c.Region == "" || s.Region == "" {
			return
		}
		switch {
		case Unknown(c.Region) != Unknown(s.Region):
			broken("Service", "is in a stack %s, the consumer in one %s", with("Region", s.Region), with("Region", c.Region))
		case Unknown(c.Account) != Unknown(s.Account):
			broken("Service", "is in a stack %s, the consumer in one %s", with("account", s.Account), with("account", c.Account))
		case Unknown(c.Region) && c.Account != s.Account:
			broken("Service", "is of account %s, the consumer of %s, and neither stack has a Region", s.Account, c.Account)
		}
	})},
	{Rule{
		ID: "privatelink/service-region-zones", Severity: Error,
		Summary: "A service is reached from other Regions only if it is in two zones at least, of which use1-az3, usw1-az2, apne1-az3, apne2-az2 and apne2-az4 don't count.",
		Source:  docShare,
		Fix:     "have the provider's load balancer span two zones that other Regions reach",
	}, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		reached := slices.DeleteFunc(slices.Clone(c.Service.Zones), func(zone string) bool { return slices.Contains(excludedRemotely, zone) })
		if c.IsElsewhere() && len(c.Service.Zones) > 0 && len(reached) < 2 {
			broken("Service.Zones", "are %s, but the consumer is in %s", strings.Join(c.Service.Zones, ", "), c.Region)
		}
	})},
	{Rule{
		ID: "privatelink/client-range-admitted", Severity: Error,
		Summary: "A load balancer that admits PrivateLink traffic from ranges sees the clients' own addresses, and drops all others in silence.",
		Source:  docSecurity,
		Fix:     "add the consumer's range to the provider's PrivateLinkFrom, or use PrivateLinkOnly()",
	}, whenService(func(c Consumer, broken report) {
		clients, allKnown := prefixes(c.VpcCidrs)
		admitted, allAdmittedKnown := prefixes(c.Service.AdmittedCidrs)
		if len(clients) == 0 || len(admitted) == 0 || !allKnown || !allAdmittedKnown {
			return
		}
		for _, network := range admitted {
			if slices.ContainsFunc(clients, network.Overlaps) {
				return
			}
		}
		broken("Service", "admits %s, but the clients are in %s", strings.Join(c.Service.AdmittedCidrs, ", "), strings.Join(c.VpcCidrs, ", "))
	})},
	{Rule{
		ID: "privatelink/ip-family-subnets", Severity: Error,
		Summary: "An endpoint's subnets have the address families that it has: IPv6-only ones for ipv6, ones with both for dualstack.",
		Source:  docEndpoint,
		Fix:     "choose subnets of the endpoint's families, or another IpFamily",
	}, func(c Consumer, broken report) {
		if c.Family != "ipv6" && c.Family != "dualstack" {
			return
		}
		for i, families := range c.SubnetFamilies {
			if Known(families) && families != c.Family {
				broken("Subnets", "subnet %d is %s, but IpFamily is %s", i+1, families, c.Family)
			}
		}
	}},
	{securityGroupRulesRule, func(c Consumer, broken report) {
		ports := 0
		for _, p := range c.Service.Ports {
			ports += len(transports(p.Protocol))
		}
		if n := ports * max(c.Clients, len(c.VpcCidrs)); n > maxRulesOfGroup {
			broken("Clients", "make %d inbound rules: one for each client on each port", n)
		}
	}},
	{Rule{
		ID: "privatelink/security-group-fixed", Severity: Warning,
		Summary: "A security group that is imported as not mutable gets no rules from here: unless it has them already, every packet is dropped in silence.",
		Source:  "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SecurityGroupImportOptions.html",
		Fix:     "import it without Mutable: false, or see that it admits the clients on the service's ports",
	}, func(c Consumer, broken report) {
		if c.FixedGroup {
			broken("SecurityGroup", "takes no rules from this app, so the clients aren't admitted here")
		}
	}},
	{Rule{
		ID: "privatelink/endpoint-policy-size", Severity: Error,
		Summary: "An endpoint policy has at most 20,480 characters.",
		Source:  docQuotas,
		Fix:     "shorten the policy: name actions and resources by patterns",
	}, func(c Consumer, broken report) {
		if c.PolicySize > 20480 {
			broken("Policy", "has %d characters", c.PolicySize)
		}
	}},
	{Rule{
		ID: "privatelink/endpoint-count", Severity: Warning,
		Summary: "A VPC has at most 50 interface endpoints, 200 resource endpoints and 50 service-network endpoints, unless the quota is raised.",
		Source:  docQuotas,
		Fix:     "have the quota raised, or spread the endpoints over VPCs",
	}, func(c Consumer, broken report) {
		maxEndpoints := 50
		if c.Service.Type == ResourceEndpoint {
			maxEndpoints = 200
		}
		if c.EndpointsOfVpc == maxEndpoints {
			broken("Vpc", "has %d endpoints of this app already", c.EndpointsOfVpc)
		}
	}},
	{Rule{
		ID: "privatelink/consumer-subnets-selectable", Severity: Error,
		Summary: "The subnets that are asked for must exist in the VPC.",
		Source:  docShare,
		Fix:     "choose subnets of this VPC by Subnets or SubnetByZone, or leave both unset for its private ones",
	}, func(c Consumer, broken report) {
		if c.SubnetsProblem != "" {
			broken("Subnets", "%s", c.SubnetsProblem)
		}
		if c.BothSubnets {
			broken("SubnetByZone", "is set beside Subnets")
		}
	}},
	{Rule{
		ID: "privatelink/consumer-subnet-per-zone", Severity: Error,
		Summary: "An interface endpoint takes one subnet in each zone.",
		AWS:     "DuplicateSubnetsInSameZone: For an interface VPC endpoint, you can specify only one subnet per Availability Zone.",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
		Fix:     "give one subnet a zone",
	}, func(c Consumer, broken report) { duplicateZones("Subnets", c.Zones, broken) }},
	{zoneIDsRule, func(c Consumer, broken report) { zoneIDs(c.ZoneIDs, broken) }},
	{Rule{
		ID: "privatelink/zones-disjoint", Severity: Error,
		Summary: "An endpoint needs a subnet in at least one zone that the service serves.",
		AWS:     "The VPC endpoint service … does not support the availability zone of the subnet: subnet-…",
		Source:  docShare,
		Fix:     "add a subnet in one of the service's zones, or have the provider's load balancer span one of yours",
	}, whenService(func(c Consumer, broken report) {
		if len(c.Zones) > 0 && c.sharedZones() == 0 {
			broken("Subnets", "lie in %s, but the service is in %s",
				strings.Join(c.Zones, ", "), strings.Join(c.Service.Zones, ", "))
		}
	})},
	{Rule{
		ID: "privatelink/zones-minimum", Severity: Error,
		Summary: "The endpoint has interfaces in as many zones as MinimumZones says: in two, unless told otherwise, where the service has two.",
		Source:  docEndpoint,
		Fix:     "add subnets in the service's zones, or lower MinimumZones",
	}, whenService(func(c Consumer, broken report) {
		minimum := c.MinimumZones
		if minimum == 0 {
			minimum = min(2, len(c.Service.Zones))
		}
		if n := c.sharedZones(); n > 0 && n < minimum && !c.Pending {
			broken("MinimumZones", "is %d, but the endpoint would be in %d", minimum, n)
		}
	})},
	{Rule{
		ID: "privatelink/dns-one-mode", Severity: Error,
		Summary: "A consumer uses the service's own name, a zone that is made, or one that exists.",
		Source:  docDNSNames,
		Fix:     "choose ServiceDnsName(), PrivateZone(name) or ExistingPrivateZone(zone)",
	}, func(c Consumer, broken report) {
		modes := 0
		for _, mode := range []bool{c.DNS.ServiceName, c.DNS.ZoneName != "", c.DNS.Existing} {
			if mode {
				modes++
			}
		}
		if modes > 1 {
			broken("Dns", "asks for names in %d ways", modes)
		}
	}},
	{Rule{
		ID: "privatelink/dns-lattice", Severity: Error,
		Summary: "Endpoints of VPC Lattice have no DNS entries of their own that a record could lead to: those of their associations are only known once they are made.",
		AWS:     "Template error: Fn::Select cannot select nonexistent value at index 0",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/41859",
		Fix:     "use ServiceDnsName() for the domains of its resources, or make records of what aws ec2 describe-vpc-endpoint-associations tells",
	}, whenService(func(c Consumer, broken report) {
		if c.Service.isLattice() && c.DNS.hasZone() {
			broken("Dns", "asks for records that lead to an endpoint of VPC Lattice")
		}
	})},
	{Rule{
		ID: "privatelink/dns-needs-zone", Severity: Error,
		Summary: "Names, zonal names and further VPCs belong to a zone; further VPCs to one that is made.",
		Source:  docZones,
		Fix:     "set ZoneName or HostedZone (import it with its name); associate an existing zone with further VPCs where it is made",
	}, func(c Consumer, broken report) {
		if !c.DNS.hasZone() && (len(c.DNS.Names) > 0 || len(c.DNS.ZonalNames) > 0) {
			broken("Dns.Names", "are set without a zone")
		}
		if c.DNS.Unnamed {
			broken("Dns.HostedZone", "has no known name")
		}
		if c.DNS.Shared && c.DNS.ZoneName == "" {
			broken("Dns.Vpcs", "is set without a zone that is made")
		}
		for _, i := range c.DNS.MissingVpcs {
			broken(at("Dns.Vpcs", i, ""), "is nil")
		}
	}},
	{Rule{
		ID: "privatelink/dns-service-name", Severity: Error,
		Summary: "The service's own name can only be used if the service has one.",
		AWS:     "Private DNS can't be enabled because the service … does not provide a private DNS name.",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/18278",
		Fix:     "use PrivateZone(name), or have the provider set PrivateDns",
	}, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		if c.DNS.ServiceName && c.Service.PrivateDNSName == "" {
			broken("Dns", "asks for the service's own name, but the service has none")
		}
	})},
	{Rule{
		ID: "privatelink/dns-acceptance", Severity: Warning,
		Summary: "The service's own name can only be used once the endpoint is accepted.",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/pull/37628",
		Fix:     "have the provider set WithoutAcceptance, or deploy without Dns, have the endpoint accepted, and deploy with it",
	}, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		if c.DNS.ServiceName && c.Service.AcceptanceRequired {
			broken("Dns", "asks for the service's own name, but the service must accept the endpoint first")
		}
	})},
	{Rule{
		ID: "privatelink/dns-verification", Severity: Warning,
		Summary: "The service's own name can only be used once its domain is verified, which CloudFormation neither starts nor awaits.",
		AWS:     "Private DNS can't be enabled because the service … has not verified the private DNS name.",
		Source:  docDNSNames,
		Fix:     "deploy the provider, start the verification, and deploy the consumer once it has succeeded",
	}, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		if c.DNS.ServiceName && c.Service.InApp && c.Service.PrivateDNSName != "" {
			broken("Dns", "asks for the own name of a service in the same app, whose domain may not be verified yet")
		}
	})},
	{Rule{
		ID: "privatelink/dns-vpc-attributes", Severity: Error,
		Summary: "Private DNS needs the VPC's enableDnsSupport and enableDnsHostnames.",
		AWS:     "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-…",
		Source:  docVpcDNS,
		Fix:     "set EnableDnsSupport and EnableDnsHostnames of the VPC to true",
	}, func(c Consumer, broken report) {
		if !c.DNS.ServiceName && !c.DNS.hasZone() {
			return
		}
		if c.DNSSupport != nil && !*c.DNSSupport {
			broken("Vpc", "has enableDnsSupport off, so no private name resolves in it")
		}
		if c.DNSHostnames != nil && !*c.DNSHostnames {
			broken("Vpc", "has enableDnsHostnames off, so no private name resolves in it")
		}
		for _, i := range c.DNS.VpcsWithoutDNS {
			broken(at("Dns.Vpcs", i, ""), "has enableDnsSupport or enableDnsHostnames off, so no private name resolves in it")
		}
	}},
	{Rule{
		ID: "privatelink/dns-zone-name", Severity: Error,
		Summary: "A private hosted zone's name is a lower-case domain name.",
		AWS:     "InvalidDomainName: The specified domain name is not valid.",
		Source:  docZoneNames,
		Fix:     "use a name such as orders.internal",
	}, func(c Consumer, broken report) {
		name := c.DNS.ZoneName
		if problem := domainProblem(name); Known(name) && problem != "" {
			broken("Dns.ZoneName", "%q %s", name, problem)
		}
	}},
	{Rule{
		ID: "privatelink/dns-record-name", Severity: Error,
		Summary: "A name within a zone is a lower-case domain name, with or without a wildcard in front, and leads to one place.",
		Source:  docZoneNames,
		Fix:     `use names such as "", "api" or "*", each once`,
	}, func(c Consumer, broken report) {
		seen := map[string]bool{}
		names := slices.Clone(c.DNS.Names)
		for _, zone := range slices.Sorted(maps.Keys(c.DNS.ZonalNames)) {
			names = append(names, c.DNS.ZonalNames[zone])
		}
		for i, name := range names {
			field := "Dns.ZonalNames"
			if i < len(c.DNS.Names) {
				field = at("Dns.Names", i, "")
			}
			rest := strings.TrimPrefix(strings.TrimPrefix(name, "*"), ".")
			switch {
			case Unknown(name):
			case name == "" && i >= len(c.DNS.Names):
				broken(field, "has an empty name: a zonal record cannot be the zone's own")
			case rest != "" && domainProblem(rest) != "":
				broken(field, "%q %s", name, domainProblem(rest))
			case seen[name]:
				broken(field, "%q leads to two places", name)
			case len(name)+1+len(c.DNS.ZoneName) > 255:
				broken(field, "%q is longer than 255 characters with its zone", name)
			}
			seen[name] = true
		}
	}},
	{Rule{
		ID: "privatelink/dns-preference", Severity: Error,
		Summary: "Preferred domains are for the own names of VPC Lattice resources and service networks, and specified ones for the preferences that speak of them.",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html",
		Fix:     "set Preference with Resource(arn) or ServiceNetwork(arn) and ServiceName, and SpecifiedDomains with a preference for them",
	}, whenService(func(c Consumer, broken report) {
		preference, domains := c.DNS.Preference, c.DNS.Domains
		if Unknown(preference) || preference == "" && len(domains) == 0 {
			return
		}
		lattice := c.Service.isLattice()
		if !lattice || !c.DNS.ServiceName {
			broken("Dns.Preference", "is set, but not for the own names of a VPC Lattice service")
			return
		}
		switch preference {
		case "VERIFIED_DOMAINS_ONLY", "ALL_DOMAINS", "":
			if len(domains) > 0 {
				broken("Dns.SpecifiedDomains", "is set, but Preference does not speak of it")
			}
		case "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS", "SPECIFIED_DOMAINS_ONLY":
			if len(domains) == 0 {
				broken("Dns.SpecifiedDomains", "is empty, but Preference speaks of it")
			}
		default:
			broken("Dns.Preference", "%q is no preference", preference)
		}
	})},
	{Rule{
		ID: "privatelink/dns-zonal-names", Severity: Error,
		Summary: "Only endpoint services have zonal names, and these hold zone names, not IDs.",
		Source:  docShare,
		Fix:     "name zones by name, or set ZoneIds as well",
	}, whenService(func(c Consumer, broken report) {
		if len(c.DNS.ZonalNames) == 0 {
			return
		}
		if c.Service.Type != ServiceEndpoint {
			broken("Dns.ZonalNames", "is set, but the service is no endpoint service")
			return
		}
		for _, zone := range slices.Sorted(maps.Keys(c.DNS.ZonalNames)) {
			if IsZoneID(zone) && len(c.ZoneIDs) == 0 {
				broken("Dns.ZonalNames", "%s is a zone ID, and which zone has it is not known", zone)
				return
			}
		}
	})},
	{Rule{
		ID: "privatelink/dns-zonal-names-elsewhere", Severity: Warning,
		Summary: "Zonal names get records only for zones that the endpoint is in, where these are known.",
		Source:  docShare,
		Fix:     "name the zones of the endpoint's subnets, and give the stack an account and a Region",
	}, whenService(func(c Consumer, broken report) {
		zones := slices.DeleteFunc(slices.Clone(c.Zones), func(zone string) bool { return !c.Serves(zone) })
		if c.Service.Type != ServiceEndpoint || len(c.DNS.ZonalNames) == 0 || len(zones) == 0 {
			return
		}
		for zone := range c.DNS.ZonalNames {
			if _, ok := c.ZoneHere(zone, zones); ok {
				return
			}
		}
		broken("Dns.ZonalNames", "gets no records: none of its zones is known to be one of the endpoint's")
	})},
	{Rule{
		ID: "privatelink/dns-name-taken", Severity: Error,
		Summary: "Within a VPC, a domain belongs to one endpoint.",
		AWS:     "private-dns-enabled cannot be set because there is already a conflicting DNS domain for … in the VPC vpc-…",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/17535",
		Fix:     "choose another name, or put the names of both into one zone with ExistingPrivateZone(zone, names…)",
	}, func(c Consumer, broken report) {
		for _, taken := range c.Taken {
			broken("Dns", "%q is the domain of %q in the same VPC already", taken.Name, taken.By)
		}
	}},
	{Rule{
		ID: "privatelink/dns-name-shadowed", Severity: Error,
		Summary: "The most specific private zone of a VPC answers for a name, and no other: one that it doesn't hold doesn't exist.",
		Source:  docZones,
		Fix:     "put the name into that zone with ExistingPrivateZone(zone, names…), or choose zones that don't lie within each other",
	}, func(c Consumer, broken report) {
		for _, shadowed := range c.Shadowed {
			if shadowed.ZoneOf != "" {
				broken("Dns", "%q is answered by the zone %q of %q in the same VPC", shadowed.Name, shadowed.Zone, shadowed.ZoneOf)
			} else {
				broken("Dns", "the zone %q answers for %q, the name of %q in the same VPC", shadowed.Zone, shadowed.Name, shadowed.NameOf)
			}
		}
	}},
	{Rule{
		ID: "privatelink/clients-unknown", Severity: Error,
		Summary: "An endpoint whose security group admits nobody drops every packet.",
		Source:  docEndpoint,
		Fix:     "name the Clients, or import the VPC with its CIDR block",
	}, func(c Consumer, broken report) {
		if c.NoClients {
			broken("Clients", "is empty, and the address range of the imported VPC is not known")
		}
	}},
	{Rule{
		ID: "privatelink/client-missing", Severity: Error,
		Summary: "A client is something that has security groups or addresses.",
		Source:  docEndpoint,
		Fix:     "pass the instance, group or peer that was created",
	}, func(c Consumer, broken report) {
		for _, i := range c.MissingClients {
			broken(at("Clients", i, ""), "is nil")
		}
		for _, i := range slices.Sorted(maps.Keys(c.ClientProblems)) {
			broken(at("Clients", i, ""), "cannot be connected: %s", c.ClientProblems[i])
		}
	}},
	{Rule{
		ID: "privatelink/endpoint-policy", Severity: Error,
		Summary: "Endpoint policies are for those of AWS's own services that take one.",
		Source:  docPolicies,
		Fix:     "drop Policy: who may connect is up to the provider, what may be asked for to the service",
	}, whenService(func(c Consumer, broken report) {
		if c.HasPolicy && c.Service.Type == ServiceEndpoint {
			broken("Policy", "is set, but an endpoint service takes none")
		}
	})},
	{Rule{
		ID: "privatelink/only-inbound-resolver", Severity: Error,
		Summary: "Names for inbound resolvers alone are for AWS's services that have gateway endpoints too, and need the service's own name.",
		AWS:     "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC … must have a Gateway endpoint for the service.",
		Source:  "https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/982",
		Fix:     "drop OnlyInboundResolver, or use AWSService(\"s3\") with ServiceDnsName()",
	}, whenService(func(c Consumer, broken report) {
		short := strings.TrimPrefix(c.Service.ServiceName, "com.amazonaws."+c.Region+".")
		switch {
		case !c.OnlyInboundResolver:
		case c.Service.Type != AWSEndpoint || !c.DNS.ServiceName:
			broken("OnlyInboundResolver", "is set, but not with an AWS service and its own name")
		case Known(short) && !slices.Contains([]string{"s3", "dynamodb", "s3express"}, short):
			broken("OnlyInboundResolver", "is set, but %s has no gateway endpoint", short)
		}
	})},
	{tagKeyRule, func(c Consumer, broken report) { tagKeys(c.TagKeys, broken) }},
}

var (
	awsServicePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)
	latticeArn        = regexp.MustCompile(`^arn:[a-z-]+:vpc-lattice:[a-z0-9-]+:\d{12}:`)
)

// zoneIDsRule stands in the tables of provider and consumer.
var zoneIDsRule = Rule{
	ID: "privatelink/zone-ids", Severity: Error,
	Summary: "A zone ID looks like use1-az1, and is that of one zone.",
	Source:  "https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html",
	Fix:     "map zone names to their IDs: {\"us-east-1a\": \"use1-az1\"}",
}

func zoneIDs(ids map[string]string, broken report) {
	seen := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(ids)) {
		id := ids[name]
		switch {
		case Unknown(id):
		case !IsZoneID(id):
			broken("ZoneIds", "%q is no zone ID", id)
		case seen[id] != "":
			broken("ZoneIds", "%s is the ID of %s and of %s", id, seen[id], name)
		}
		seen[id] = name
	}
}

// with says whether a stack has a Region, or an account.
func with(what, value string) string {
	if Unknown(value) {
		return "without " + what
	}
	return "of " + what + " " + value
}

// sharedZones counts the subnets in zones that the service serves, as far as is
// known.
func (c Consumer) sharedZones() int {
	n := 0
	for _, zone := range c.Zones {
		if c.Serves(zone) {
			n++
		}
	}
	return n
}

// whenService runs a check only where there is a service to look at.
func whenService(check func(Consumer, report)) func(Consumer, report) {
	return func(c Consumer, broken report) {
		if c.HasService && !c.Service.Pending {
			check(c, broken)
		}
	}
}

// ofType runs a check only on services of a type.
func ofType(t EndpointType, check func(Consumer, report)) func(Consumer, report) {
	return whenService(func(c Consumer, broken report) {
		if c.Service.Type == t {
			check(c, broken)
		}
	})
}
