package rules

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/awsservice"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

var consumerRules = []row[plan.Consumer]{
	{demand.ScopeRequired, func(c plan.Consumer, broken report) {
		if c.NoScope {
			broken("scope", "is nil")
		}
	}},
	{demand.ConsumerVpcRequired, func(c plan.Consumer, broken report) {
		if !c.HasVpc {
			broken("Vpc", "is required, but nil")
		}
	}},
	{demand.ConsumerServiceRequired, func(c plan.Consumer, broken report) {
		if !c.HasService {
			broken("Service", "is required, but nil")
		}
	}},
	{demand.ContractOfOne, whenService(func(c plan.Consumer, broken report) {
		if c.Service.Type == plan.ResourceEndpoint && c.Service.ServiceName != "" {
			broken("Service.ServiceName", "is set beside ResourceConfigurationArn")
		}
	})},
	{demand.VpcCidr, func(c plan.Consumer, broken report) { vpcCidrs(cidrsOf(c.VpcCidrs), broken) }},
	{demand.ServiceNameForm, ofType(plan.ServiceEndpoint, func(c plan.Consumer, broken report) {
		name := c.Service.ServiceName
		if _, ok := plan.ServiceRegion(name); !ok && !plan.Unknown(name) && (!awsServiceName.MatchString(name) || strings.Contains(name, ".vpce.")) {
			broken("Service.ServiceName", "%q is not the name of an endpoint service", name)
		}
	})},
	{demand.AwsServiceName, ofType(plan.AwsEndpoint, func(c plan.Consumer, broken report) {
		short := c.Service.ShortName
		if !plan.Unknown(short) && (!awsServicePattern.MatchString(short) || strings.HasPrefix(short, "com.amazonaws.")) {
			broken("Service", "%q is not the short name of an AWS service", short)
		}
	})},
	{demand.AwsServiceUnknown, ofType(plan.AwsEndpoint, func(c plan.Consumer, broken report) {
		name := c.Service.ShortName
		if !plan.Known(name) || !awsServicePattern.MatchString(name) || strings.HasPrefix(name, "com.amazonaws.") {
			return
		}
		if nearest := awsservice.Nearest(name); !slices.Contains(nearest, name) {
			broken("Service", "%q is not an AWS service that the CDK knows; nearest is %s", name, strings.Join(nearest, ", "))
		}
	})},
	{demand.LatticeArn, whenService(func(c plan.Consumer, broken report) {
		kind, ok := latticeKinds[c.Service.Type]
		if arn := c.Service.Arn; ok && !plan.Unknown(arn) && !(latticeArn.MatchString(arn) && strings.Contains(arn, kind.part)) {
			broken("Service", "%q is not the ARN of a %s", arn, kind.name)
		}
	})},
	{demand.ServiceNameRegion, whenService(func(c plan.Consumer, broken report) {
		inName, ok := plan.ServiceRegion(c.Service.ServiceName)
		if ok && plan.Known(c.Service.Region) && c.Service.Region != inName {
			broken("Service.Region", "is %s, but the service's name says %s", c.Service.Region, inName)
		}
	})},
	{demand.ServiceRegionSupported, whenService(func(c plan.Consumer, broken report) {
		s := c.Service
		if !c.IsElsewhere() || s.InApp || len(s.SupportedRegions) == 0 {
			return
		}
		for _, region := range s.SupportedRegions {
			if region == c.Region || plan.Unknown(region) {
				return
			}
		}
		broken("Service.SupportedRegions", "is %s, but the consumer is in %s", strings.Join(s.SupportedRegions, ", "), c.Region)
	})},
	{demand.ResourceRegion, ofType(plan.ResourceEndpoint, func(c plan.Consumer, broken report) {
		if c.IsElsewhere() && c.IsForeign() {
			broken("Service", "is of %s, the consumer of %s", c.Service.Region, c.Region)
		}
	})},
	{advised(demand.ResourceRegion), ofType(plan.ResourceEndpoint, func(c plan.Consumer, broken report) {
		if c.IsElsewhere() && !c.IsForeign() {
			broken("Service", "is of %s, the consumer of %s", c.Service.Region, c.Region)
		}
	})},
	{demand.ServicePartition, whenService(func(c plan.Consumer, broken report) {
		if c.IsElsewhere() && partition.Of(c.Service.Region) != partition.Of(c.Region) {
			broken("Service.Region", "%s is in partition %s, the consumer in %s", c.Service.Region, partition.Of(c.Service.Region), partition.Of(c.Region))
		}
	})},
	{demand.ServicePortsRequired, whenService(func(c plan.Consumer, broken report) {
		if len(c.Service.Ports) == 0 {
			broken("Service.Ports", "is empty")
		}
	})},
	{demand.ServicePortRange, whenService(func(c plan.Consumer, broken report) {
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
	{demand.ServicePortProtocol, whenService(func(c plan.Consumer, broken report) {
		for i, p := range c.Service.Ports {
			switch {
			case p.Protocol == "TCP", p.Protocol == "UDP", p.Protocol == "TCP_UDP", plan.Unknown(p.Protocol):
			default:
				broken(at("Service.Ports", i, "Protocol"), "%q is not a transport protocol", p.Protocol)
			}
		}
	})},
	{demand.IpAddressType, whenService(func(c plan.Consumer, broken report) {
		supported := c.Service.IpAddressTypes
		if len(supported) == 0 {
			supported = []string{"ipv4"}
		}
		needed, ok := map[string][]string{"": {"ipv4"}, "ipv4": {"ipv4"}, "ipv6": {"ipv6"}, "dualstack": {"ipv4", "ipv6"}}[c.IpAddressType]
		if !ok && !plan.Unknown(c.IpAddressType) {
			broken("IpAddressType", "%q is not a valid IP address type", c.IpAddressType)
		}
		if c.Service.Type != plan.ServiceEndpoint || c.Service.ServiceName == "" || plan.Unknown(strings.Join(supported, "")) {
			return
		}
		for _, family := range needed {
			if !slices.Contains(supported, family) {
				broken("IpAddressType", "needs %s, but the service supports %s", family, strings.Join(supported, ", "))
			}
		}
	})},
	{demand.ServiceOtherStage, whenService(func(c plan.Consumer, broken report) {
		if c.Service.OtherStage {
			broken("Service", "is a provider in another stage of the app")
		}
	})},
	{demand.ServicePlaceUnknown, whenService(func(c plan.Consumer, broken report) {
		s := c.Service
		if !s.InApp || c.Region == "" || s.Region == "" {
			return
		}
		switch {
		case plan.Unknown(c.Region) != plan.Unknown(s.Region):
			broken("Service", "is in a stack %s, the consumer in one %s", with("Region", s.Region), with("Region", c.Region))
		case plan.Unknown(c.Account) != plan.Unknown(s.Account):
			broken("Service", "is in a stack %s, the consumer in one %s", with("account", s.Account), with("account", c.Account))
		case plan.Unknown(c.Region) && c.Account != s.Account:
			broken("Service", "is of account %s, the consumer of %s, and neither stack has a Region", s.Account, c.Account)
		}
	})},
	{demand.SupportedRegionZones, ofType(plan.ServiceEndpoint, func(c plan.Consumer, broken report) {
		reached := slices.DeleteFunc(slices.Clone(c.Service.Zones), func(zone string) bool { return slices.Contains(plan.ExcludedRemotely, zone) })
		if c.IsElsewhere() && len(c.Service.Zones) > 0 && len(reached) < 2 {
			broken("Service.Zones", "are %s, but the consumer is in %s", strings.Join(c.Service.Zones, ", "), c.Region)
		}
	})},
	{demand.SecurityGroupRules, func(c plan.Consumer, broken report) {
		ports := 0
		for _, p := range c.Service.Ports {
			ports += len(plan.Transports(p.Protocol))
		}
		if n := ports * max(c.Clients, len(c.VpcCidrs)); n > maxRulesOfGroup {
			broken("Clients", "make %d inbound rules: one for each client on each port", n)
		}
	}},
	{demand.SecurityGroupName, func(c plan.Consumer, broken report) {
		if problem := demand.SecurityGroupNameProblem(c.SecurityGroupName); problem != "" && !plan.Unknown(c.SecurityGroupName) {
			broken("SecurityGroupName", "%q %s", c.SecurityGroupName, problem)
		} else if c.SecurityGroupName != "" && c.HasSecurityGroup {
			broken("SecurityGroupName", "is set beside SecurityGroup")
		}
	}},
	{demand.GroupDescription, func(c plan.Consumer, broken report) {
		groupDescription("SecurityGroupDescription", c.SecurityGroupDescription, !c.HasSecurityGroup, broken)
	}},
	{demand.ExistingSecurityGroups, func(c plan.Consumer, broken report) {
		for _, i := range c.MissingOtherGroups {
			broken(at("OtherSecurityGroups", i, ""), "is nil")
		}
	}},
	{demand.SecurityGroupFixed, func(c plan.Consumer, broken report) {
		if c.FixedGroup {
			broken("SecurityGroup", "takes no rules from this app, so the clients aren't admitted here")
		}
	}},
	{demand.EndpointPolicySize, func(c plan.Consumer, broken report) {
		if c.PolicySize > 20480 {
			broken("Policy", "has %d characters", c.PolicySize)
		}
	}},
	{demand.ConsumerSubnetsSelectable, func(c plan.Consumer, broken report) {
		if c.SubnetsProblem != "" {
			broken("Subnets", "%s", c.SubnetsProblem)
		}
		if c.BothSubnets {
			broken("SubnetByZone", "is set beside Subnets")
		}
	}},
	{demand.ConsumerSubnetPerZone, func(c plan.Consumer, broken report) { duplicateZones("Subnets", c.Zones, broken) }},
	{demand.ZoneIds, func(c plan.Consumer, broken report) { zoneIDs(c.ZoneIds, broken) }},
	{demand.ZonesDisjoint, whenService(func(c plan.Consumer, broken report) {
		if len(c.Zones) > 0 && len(c.Taken) == 0 {
			broken("Subnets", "lie in %s, but the service is in %s",
				strings.Join(c.Zones, ", "), strings.Join(c.Service.Zones, ", "))
		}
	})},
	{demand.ZonesMinimum, whenService(func(c plan.Consumer, broken report) {
		if n := len(c.Taken); n > 0 && n < c.MinimumZones && !c.Pending {
			broken("MinimumZones", "is %d, but the endpoint would be in %d", c.MinimumZones, n)
		}
	})},
	{advised(demand.ZonesMinimum), whenService(func(c plan.Consumer, broken report) {
		if n := len(c.Taken); n > 0 && n < min(2, len(c.Service.Zones)) && c.MinimumZones == 0 && !c.Pending {
			broken("Subnets", "have the endpoint in one zone only")
		}
	})},
	{demand.DnsOneMode, func(c plan.Consumer, broken report) {
		modes := 0
		for _, mode := range []bool{c.Dns.None, c.Dns.ServiceDnsName, c.Dns.ZoneName != "", c.Dns.HasHostedZone} {
			if mode {
				modes++
			}
		}
		if modes > 1 {
			broken("Dns", "has names of %d kinds, and only one is possible", modes)
		}
	}},
	{demand.DnsLattice, whenService(func(c plan.Consumer, broken report) {
		if c.Service.IsLattice() && c.Dns.HasZone() {
			broken("Dns", "asks for records that lead to an endpoint of VPC Lattice")
		}
	})},
	{demand.DnsNeedsZone, func(c plan.Consumer, broken report) {
		if !c.Dns.HasZone() && (len(c.Dns.Names) > 0 || len(c.Dns.ZonalNames) > 0) {
			broken("Dns.Names", "are set without a zone")
		}
		if !c.Dns.HasZone() && (c.Dns.Cname || c.Dns.EvaluateTargetHealth) {
			broken("Dns", "asks for a form of records, but has no zone for them")
		}
		if c.Dns.Cname && c.Dns.EvaluateTargetHealth {
			broken("Dns.EvaluateTargetHealth", "is set beside Cname")
		}
		if c.Dns.HasHostedZone && c.Dns.HostedZoneName == "" {
			broken("Dns.HostedZone", "has no known name")
		}
		if c.Dns.Shared && c.Dns.ZoneName == "" {
			broken("Dns.Vpcs", "is set without a zone that is made")
		}
		for _, i := range c.Dns.MissingVpcs {
			broken(at("Dns.Vpcs", i, ""), "is nil")
		}
	}},
	{demand.DnsServiceName, ofType(plan.ServiceEndpoint, func(c plan.Consumer, broken report) {
		if c.Dns.ServiceDnsName && c.Service.PrivateDnsName == "" && c.Service.InApp {
			broken("Dns", "asks for the service's own name, but the service has none")
		}
	})},
	{advised(demand.DnsServiceName), ofType(plan.ServiceEndpoint, func(c plan.Consumer, broken report) {
		if c.Dns.ServiceDnsName && c.Service.PrivateDnsName == "" && !c.Service.InApp {
			broken("Dns", "asks for the service's own name, but the contract has none: set its PrivateDnsName if the service has one")
		}
	})},
	{demand.DnsAcceptance, ofType(plan.ServiceEndpoint, func(c plan.Consumer, broken report) {
		if c.Dns.ServiceDnsName && c.Service.AcceptanceRequired {
			broken("Dns", "asks for the service's own name, but the service must accept the endpoint first")
		}
	})},
	{demand.DnsZoneName, func(c plan.Consumer, broken report) {
		name := c.Dns.ZoneName
		if problem := domainProblem(strings.ToLower(name)); plan.Known(name) && problem != "" {
			broken("Dns.ZoneName", "%q %s", name, problem)
		}
	}},
	{demand.DnsRecordName, func(c plan.Consumer, broken report) {
		seen := map[string]bool{}
		names := slices.Clone(c.Dns.Names)
		for _, zone := range slices.Sorted(maps.Keys(c.Dns.ZonalNames)) {
			names = append(names, c.Dns.ZonalNames[zone])
		}
		for i, name := range names {
			field := "Dns.ZonalNames"
			if i < len(c.Dns.Names) {
				field = at("Dns.Names", i, "")
			}
			folded := strings.ToLower(name) // As Route 53 does.
			rest := strings.TrimPrefix(strings.TrimPrefix(folded, "*"), ".")
			switch {
			case plan.Unknown(name):
			case name == "" && i >= len(c.Dns.Names):
				broken(field, "has an empty name: a zonal record cannot be the zone's own")
			case rest != "" && domainProblem(rest) != "":
				broken(field, "%q %s", name, domainProblem(rest))
			case seen[folded]:
				broken(field, "%q is used twice", name)
			case len(name)+1+len(c.Dns.ZoneName) > 255:
				broken(field, "%q is longer than 255 characters with its zone", name)
			}
			seen[folded] = true
		}
	}},
	{demand.RecordApex, func(c plan.Consumer, broken report) {
		if i := slices.Index(c.Dns.Names, ""); i >= 0 && c.Dns.Cname {
			broken("Dns.Names", "has the zone's own name, which cannot be a CNAME")
		}
	}},
	{demand.RecordTtl, func(c plan.Consumer, broken report) {
		isAlias := c.Dns.HasZone() && !c.Dns.Cname && len(c.Dns.ZonalNames) == 0
		if c.Dns.Ttl < 0 || c.Dns.Ttl%time.Second != 0 {
			broken("Dns.Ttl", "%s is not a whole number of seconds", c.Dns.Ttl)
		} else if c.Dns.Ttl != 0 && isAlias {
			broken("Dns.Ttl", "is set, but the records are aliases")
		}
	}},
	{demand.DnsPreference, whenService(func(c plan.Consumer, broken report) {
		preference, domains := c.Dns.Preference, c.Dns.SpecifiedDomains
		if plan.Unknown(preference) || preference == "" && len(domains) == 0 {
			return
		}
		lattice := c.Service.IsLattice()
		if !lattice || !c.Dns.ServiceDnsName {
			broken("Dns.Preference", "is set, but not for the own names of a VPC Lattice service")
			return
		}
		switch preference {
		case "VERIFIED_DOMAINS_ONLY", "ALL_DOMAINS", "":
			if len(domains) > 0 {
				broken("Dns.SpecifiedDomains", "is set, but Preference does not use it")
			}
		case "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS", "SPECIFIED_DOMAINS_ONLY":
			if len(domains) == 0 {
				broken("Dns.SpecifiedDomains", "is empty, but Preference requires it")
			}
		default:
			broken("Dns.Preference", "%q is not a valid preference", preference)
		}
	})},
	{demand.DnsZonalNames, whenService(func(c plan.Consumer, broken report) {
		if len(c.Dns.ZonalNames) == 0 {
			return
		}
		if c.Service.Type != plan.ServiceEndpoint {
			broken("Dns.ZonalNames", "is set, but the service is not an endpoint service")
			return
		}
		for _, zone := range slices.Sorted(maps.Keys(c.Dns.ZonalNames)) {
			if partition.IsZoneID(zone) && len(c.ZoneIds) == 0 {
				broken("Dns.ZonalNames", "%s is a zone ID, and which zone has it is not known", zone)
				return
			}
		}
	})},
	{demand.DnsZonalNamesElsewhere, whenService(func(c plan.Consumer, broken report) {
		zones := c.TakenZones()
		if c.Service.Type != plan.ServiceEndpoint || len(c.Dns.ZonalNames) == 0 || len(zones) == 0 {
			return
		}
		var left []string
		for _, zone := range slices.Sorted(maps.Keys(c.Dns.ZonalNames)) {
			told := partition.IsZoneID(zone) && len(c.ZoneIds) == 0
			if _, ok := c.ZoneHere(zone); !ok && !told && !plan.Unknown(zone) {
				left = append(left, zone)
			}
		}
		if len(left) > 0 {
			broken("Dns.ZonalNames", "gets no record for %s: not known to be one of the endpoint's zones, %s", strings.Join(left, ", "), strings.Join(zones, ", "))
		}
	})},
	{demand.ClientsUnknown, func(c plan.Consumer, broken report) {
		switch {
		case !c.NoClients:
		case c.HasIpv6() && (len(c.VpcCidrs) > 0 || !c.HasIpv4()): // The CDK's VpcAttributes have no field for it.
			broken("Clients", "is empty, and the CDK knows no IPv6 range of an imported VPC")
		default:
			broken("Clients", "is empty, and the address range of the imported VPC is not known")
		}
	}},
	{demand.ClientMissing, func(c plan.Consumer, broken report) {
		for _, i := range c.MissingClients {
			broken(at("Clients", i, ""), "is nil")
		}
		for _, i := range slices.Sorted(maps.Keys(c.ClientProblems)) {
			broken(at("Clients", i, ""), "cannot be connected: %s", c.ClientProblems[i])
		}
	}},
	{demand.EndpointPolicy, whenService(func(c plan.Consumer, broken report) {
		if c.HasPolicy && c.Service.Type == plan.ServiceEndpoint {
			broken("Policy", "is set, but an endpoint service takes none")
		}
	})},
	{demand.OnlyInboundResolver, whenService(func(c plan.Consumer, broken report) {
		short := c.Service.ShortName
		switch {
		case !c.OnlyInboundResolver:
		case c.Service.Type != plan.AwsEndpoint || !c.Dns.ServiceDnsName:
			broken("OnlyInboundResolver", "is set, but Service is not an AWSService with ServiceDnsName()")
		case plan.Known(short) && !slices.Contains([]string{"s3", "dynamodb", "s3express"}, short):
			broken("OnlyInboundResolver", "is set, but %s has no gateway endpoint", short)
		}
	})},
	{demand.TagKey, func(c plan.Consumer, broken report) { tagKeys(c.Tags, broken) }},
}

var (
	// awsServiceName is the full name of one of AWS's own services, of any Region or none.
	//
	// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
	awsServiceName    = regexp.MustCompile(`^((cn\.)?com\.amazonaws|aws\.api|aws\.sagemaker|api\.aws)\.[a-z0-9][a-z0-9._-]*$`)
	awsServicePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)
	latticeKinds      = map[plan.EndpointType]struct{ name, part string }{
		plan.ResourceEndpoint:       {"resource configuration", ":resourceconfiguration/rcfg-"},
		plan.ServiceNetworkEndpoint: {"service network", ":servicenetwork/sn-"},
	}
	latticeArn = regexp.MustCompile(`^arn:[a-z-]+:vpc-lattice:[a-z0-9-]+:\d{12}:`)
)

func zoneIDs(ids map[string]string, broken report) {
	seen := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(ids)) {
		id := ids[name]
		switch {
		case plan.Unknown(id):
		case !partition.IsZoneID(id):
			broken("ZoneIds", "%q is not a zone ID", id)
		case seen[id] != "":
			broken("ZoneIds", "%s is the ID of %s and of %s", id, seen[id], name)
		}
		seen[id] = name
	}
}

// with says whether a stack has a Region, or an account.
func with(what, value string) string {
	if plan.Unknown(value) {
		return "without " + what
	}
	return "of " + what + " " + value
}

func cidrsOf(ranges []plan.Range) []string {
	var cidrs []string
	for _, r := range ranges {
		cidrs = append(cidrs, r.Cidr)
	}
	return cidrs
}

// whenService runs a check only where there is a service to look at.
func whenService(check func(plan.Consumer, report)) func(plan.Consumer, report) {
	return func(c plan.Consumer, broken report) {
		if c.HasService && !c.Service.Pending {
			check(c, broken)
		}
	}
}

// ofType runs a check only on services of a type.
func ofType(t plan.EndpointType, check func(plan.Consumer, report)) func(plan.Consumer, report) {
	return whenService(func(c plan.Consumer, broken report) {
		if c.Service.Type == t {
			check(c, broken)
		}
	})
}
