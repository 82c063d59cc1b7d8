package rules

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
)

var consumerRules = []row[Consumer]{
	{demand.ScopeRequired, func(c Consumer, broken report) {
		if c.NoScope {
			broken("scope", "is nil")
		}
	}},
	{demand.ConsumerVpcRequired, func(c Consumer, broken report) {
		if !c.HasVpc {
			broken("Vpc", "is required, but nil")
		}
	}},
	{demand.ConsumerServiceRequired, func(c Consumer, broken report) {
		if !c.HasService {
			broken("Service", "is required, but nil")
		}
	}},
	{demand.VpcCidr, func(c Consumer, broken report) { vpcCidrs(c.VpcCidrs, broken) }},
	{demand.ServiceNameForm, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		name := c.Service.ServiceName
		if _, ok := ServiceRegion(name); !ok && !Unknown(name) && (!awsServiceName.MatchString(name) || strings.Contains(name, ".vpce.")) {
			broken("Service.ServiceName", "%q is no name of an endpoint service", name)
		}
	})},
	{demand.AwsServiceName, ofType(AWSEndpoint, func(c Consumer, broken report) {
		name := c.Service.ServiceName
		short := strings.TrimPrefix(name, "com.amazonaws."+c.Region+".")
		if !Unknown(short) && (!awsServicePattern.MatchString(short) || strings.HasPrefix(short, "com.amazonaws.")) {
			broken("Service", "%q is no short name of an AWS service", short)
		}
	})},
	{demand.LatticeArn, whenService(func(c Consumer, broken report) {
		want := map[EndpointType]string{ResourceEndpoint: "resourceconfiguration/rcfg-", ServiceNetworkEndpoint: "servicenetwork/sn-"}[c.Service.Type]
		if arn := c.Service.Arn; want != "" && !Unknown(arn) && !(latticeArn.MatchString(arn) && strings.Contains(arn, ":"+want)) {
			broken("Service", "%q is no ARN of a %s", arn, strings.TrimRight(strings.SplitN(want, "/", 2)[0], "-"))
		}
	})},
	{demand.ServiceNameRegion, whenService(func(c Consumer, broken report) {
		inName, ok := ServiceRegion(c.Service.ServiceName)
		if ok && Known(c.Service.Region) && c.Service.Region != inName {
			broken("Service.Region", "is %s, but the service's name says %s", c.Service.Region, inName)
		}
	})},
	{demand.ServiceRegionSupported, whenService(func(c Consumer, broken report) {
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
	{demand.ServicePartition, whenService(func(c Consumer, broken report) {
		if c.IsElsewhere() && partition.Of(c.Service.Region) != partition.Of(c.Region) {
			broken("Service.Region", "%s is in partition %s, the consumer in %s", c.Service.Region, partition.Of(c.Service.Region), partition.Of(c.Region))
		}
	})},
	{demand.ServicePortsRequired, whenService(func(c Consumer, broken report) {
		if len(c.Service.Ports) == 0 {
			broken("Service.Ports", "is empty")
		}
	})},
	{demand.ServicePortRange, whenService(func(c Consumer, broken report) {
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
	{demand.ServicePortProtocol, whenService(func(c Consumer, broken report) {
		for i, p := range c.Service.Ports {
			switch {
			case p.Protocol == "TCP", p.Protocol == "UDP", p.Protocol == "TCP_UDP", Unknown(p.Protocol):
			default:
				broken(at("Service.Ports", i, "Protocol"), "%q is no transport protocol", p.Protocol)
			}
		}
	})},
	{demand.IpFamily, whenService(func(c Consumer, broken report) {
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
	{demand.ServiceOtherStage, whenService(func(c Consumer, broken report) {
		if c.Service.OtherStage {
			broken("Service", "is a provider in another stage of the app")
		}
	})},
	{demand.ServicePlaceUnknown, whenService(func(c Consumer, broken report) {
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
	{demand.SupportedRegionZones, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		reached := slices.DeleteFunc(slices.Clone(c.Service.Zones), func(zone string) bool { return slices.Contains(excludedRemotely, zone) })
		if c.IsElsewhere() && len(c.Service.Zones) > 0 && len(reached) < 2 {
			broken("Service.Zones", "are %s, but the consumer is in %s", strings.Join(c.Service.Zones, ", "), c.Region)
		}
	})},
	{demand.SecurityGroupRules, func(c Consumer, broken report) {
		ports := 0
		for _, p := range c.Service.Ports {
			ports += len(transports(p.Protocol))
		}
		if n := ports * max(c.Clients, len(c.VpcCidrs)); n > maxRulesOfGroup {
			broken("Clients", "make %d inbound rules: one for each client on each port", n)
		}
	}},
	{demand.SecurityGroupFixed, func(c Consumer, broken report) {
		if c.FixedGroup {
			broken("SecurityGroup", "takes no rules from this app, so the clients aren't admitted here")
		}
	}},
	{demand.EndpointPolicySize, func(c Consumer, broken report) {
		if c.PolicySize > 20480 {
			broken("Policy", "has %d characters", c.PolicySize)
		}
	}},
	{demand.ConsumerSubnetsSelectable, func(c Consumer, broken report) {
		if c.SubnetsProblem != "" {
			broken("Subnets", "%s", c.SubnetsProblem)
		}
		if c.BothSubnets {
			broken("SubnetByZone", "is set beside Subnets")
		}
	}},
	{demand.ConsumerSubnetPerZone, func(c Consumer, broken report) { duplicateZones("Subnets", c.Zones, broken) }},
	{demand.ZoneIds, func(c Consumer, broken report) { zoneIDs(c.ZoneIDs, broken) }},
	{demand.ZonesDisjoint, whenService(func(c Consumer, broken report) {
		if len(c.Zones) > 0 && c.sharedZones() == 0 {
			broken("Subnets", "lie in %s, but the service is in %s",
				strings.Join(c.Zones, ", "), strings.Join(c.Service.Zones, ", "))
		}
	})},
	{demand.ZonesMinimum, whenService(func(c Consumer, broken report) {
		if n := c.sharedZones(); n > 0 && n < c.MinimumZones && !c.Pending {
			broken("MinimumZones", "is %d, but the endpoint would be in %d", c.MinimumZones, n)
		}
	})},
	{advised(demand.ZonesMinimum), whenService(func(c Consumer, broken report) {
		if n := c.sharedZones(); n > 0 && n < min(2, len(c.Service.Zones)) && c.MinimumZones == 0 && !c.Pending {
			broken("Subnets", "have the endpoint in one zone only")
		}
	})},
	{demand.DnsOneMode, func(c Consumer, broken report) {
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
	{demand.DnsLattice, whenService(func(c Consumer, broken report) {
		if c.Service.isLattice() && c.DNS.hasZone() {
			broken("Dns", "asks for records that lead to an endpoint of VPC Lattice")
		}
	})},
	{demand.DnsNeedsZone, func(c Consumer, broken report) {
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
	{demand.DnsServiceName, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		if c.DNS.ServiceName && c.Service.PrivateDNSName == "" && c.Service.InApp {
			broken("Dns", "asks for the service's own name, but the service has none")
		}
	})},
	{advised(demand.DnsServiceName), ofType(ServiceEndpoint, func(c Consumer, broken report) {
		if c.DNS.ServiceName && c.Service.PrivateDNSName == "" && !c.Service.InApp {
			broken("Dns", "asks for the service's own name, but the contract has none: set its PrivateDnsName if the service has one")
		}
	})},
	{demand.DnsAcceptance, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		if c.DNS.ServiceName && c.Service.AcceptanceRequired {
			broken("Dns", "asks for the service's own name, but the service must accept the endpoint first")
		}
	})},
	{demand.DnsVerification, ofType(ServiceEndpoint, func(c Consumer, broken report) {
		if c.DNS.ServiceName && c.Service.InApp && c.Service.PrivateDNSName != "" {
			broken("Dns", "asks for the own name of a service in the same app, whose domain may not be verified yet")
		}
	})},
	{demand.DnsZoneName, func(c Consumer, broken report) {
		name := c.DNS.ZoneName
		if problem := domainProblem(strings.ToLower(name)); Known(name) && problem != "" {
			broken("Dns.ZoneName", "%q %s", name, problem)
		}
	}},
	{demand.DnsRecordName, func(c Consumer, broken report) {
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
			folded := strings.ToLower(name) // As Route 53 does.
			rest := strings.TrimPrefix(strings.TrimPrefix(folded, "*"), ".")
			switch {
			case Unknown(name):
			case name == "" && i >= len(c.DNS.Names):
				broken(field, "has an empty name: a zonal record cannot be the zone's own")
			case rest != "" && domainProblem(rest) != "":
				broken(field, "%q %s", name, domainProblem(rest))
			case seen[folded]:
				broken(field, "%q leads to two places", name)
			case len(name)+1+len(c.DNS.ZoneName) > 255:
				broken(field, "%q is longer than 255 characters with its zone", name)
			}
			seen[folded] = true
		}
	}},
	{demand.DnsPreference, whenService(func(c Consumer, broken report) {
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
	{demand.DnsZonalNames, whenService(func(c Consumer, broken report) {
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
	{demand.DnsZonalNamesElsewhere, whenService(func(c Consumer, broken report) {
		zones := slices.DeleteFunc(slices.Clone(c.Zones), func(zone string) bool { return !c.Serves(zone) })
		if c.Service.Type != ServiceEndpoint || len(c.DNS.ZonalNames) == 0 || len(zones) == 0 {
			return
		}
		var left []string
		for _, zone := range slices.Sorted(maps.Keys(c.DNS.ZonalNames)) {
			told := IsZoneID(zone) && len(c.ZoneIDs) == 0
			if _, ok := c.ZoneHere(zone, zones); !ok && !told && !Unknown(zone) {
				left = append(left, zone)
			}
		}
		if len(left) > 0 {
			broken("Dns.ZonalNames", "gets no record for %s: not known to be one of the endpoint's zones, %s", strings.Join(left, ", "), strings.Join(zones, ", "))
		}
	})},
	{demand.ClientsUnknown, func(c Consumer, broken report) {
		if c.NoClients {
			broken("Clients", "is empty, and the address range of the imported VPC is not known")
		}
	}},
	{demand.ClientMissing, func(c Consumer, broken report) {
		for _, i := range c.MissingClients {
			broken(at("Clients", i, ""), "is nil")
		}
		for _, i := range slices.Sorted(maps.Keys(c.ClientProblems)) {
			broken(at("Clients", i, ""), "cannot be connected: %s", c.ClientProblems[i])
		}
	}},
	{demand.EndpointPolicy, whenService(func(c Consumer, broken report) {
		if c.HasPolicy && c.Service.Type == ServiceEndpoint {
			broken("Policy", "is set, but an endpoint service takes none")
		}
	})},
	{demand.OnlyInboundResolver, whenService(func(c Consumer, broken report) {
		short := strings.TrimPrefix(c.Service.ServiceName, "com.amazonaws."+c.Region+".")
		switch {
		case !c.OnlyInboundResolver:
		case c.Service.Type != AWSEndpoint || !c.DNS.ServiceName:
			broken("OnlyInboundResolver", "is set, but not with an AWS service and its own name")
		case Known(short) && !slices.Contains([]string{"s3", "dynamodb", "s3express"}, short):
			broken("OnlyInboundResolver", "is set, but %s has no gateway endpoint", short)
		}
	})},
	{demand.TagKey, func(c Consumer, broken report) { tagKeys(c.TagKeys, broken) }},
}

var (
	// awsServiceName is the full name of one of AWS's own services, of any Region or none.
	//
	// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
	awsServiceName    = regexp.MustCompile(`^((cn\.)?com\.amazonaws|aws\.api|aws\.sagemaker|api\.aws)\.[a-z0-9][a-z0-9._-]*$`)
	awsServicePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)
	latticeArn        = regexp.MustCompile(`^arn:[a-z-]+:vpc-lattice:[a-z0-9-]+:\d{12}:`)
)

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
