package rules

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// CheckResource returns what AWS would refuse of a resource's provider, in the table's order.
func CheckResource(facts plan.ResourceProvider) []Finding { return check(resourceRules, facts) }

var resourceRules = []row[plan.ResourceProvider]{
	{demand.ScopeRequired, func(p plan.ResourceProvider, broken report) {
		if p.NoScope {
			broken("scope", "is nil")
		}
	}},
	{demand.ResourceVpcRequired, func(p plan.ResourceProvider, broken report) {
		switch {
		case !p.HasVpc && !p.Gateway.OfOther:
			broken("Vpc", "is required, but nil")
		case p.HasVpc && p.Gateway.OfOther:
			broken("Vpc", "is set beside GatewayOf")
		}
	}},
	{demand.ResourceOnce, func(p plan.ResourceProvider, broken report) {
		if p.Gateway.BesideOther {
			broken("Gateway", "is set beside GatewayOf")
		}
	}},
	{demand.ResourceRequired, func(p plan.ResourceProvider, broken report) {
		switch {
		case p.HasResource && len(p.Members) > 0:
			broken("Members", "are set beside Resource")
		case !p.HasResource && len(p.Members) == 0:
			broken("Resource", "is required, but not set")
		case p.HasPorts && p.IsGroup():
			broken("Ports", "are set beside Members, which have their own")
		}
		for i, m := range p.All() {
			switch {
			case p.IsGroup() && m.Resource.Kind == "":
				broken(resourceField(p, i, "Resource"), "is required, but not set")
			case p.IsGroup() && m.Resource.Kind == plan.ArnResource:
				broken(resourceField(p, i, "Resource"), "is an ARN, which is offered by itself")
			case m.Resource.Missing:
				broken(resourceField(p, i, "Resource"), "is guarded by nil")
			case m.Resource.Problem != "":
				broken(resourceField(p, i, "Resource"), "cannot be connected: %s", m.Resource.Problem)
			}
		}
	}},
	{demand.ResourceMemberId, func(p plan.ResourceProvider, broken report) {
		seen := map[string]bool{}
		for i, m := range p.Members {
			switch {
			case !namePiece.MatchString(m.Id):
				broken(at("Members", i, "Id"), "%q is not an ID", m.Id)
			case seen[m.Id]:
				broken(at("Members", i, "Id"), "%q is used twice", m.Id)
			}
			seen[m.Id] = true
		}
	}},
	{demand.ResourceAddress, ofResources(plan.AddressResource, func(p plan.ResourceProvider, r plan.Resource, field string, broken report) {
		address, err := netip.ParseAddr(r.Value)
		switch {
		case err != nil || address.Zone() != "" || address.Is4In6():
			broken(field, "%q is not an IP address", r.Value)
		case address.Is4() && !slices.ContainsFunc(private4, func(of netip.Prefix) bool { return of.Contains(address) }):
			broken(field, "%s is not a private address", r.Value)
		}
	})},
	{demand.ResourceDomain, func(p plan.ResourceProvider, broken report) {
		for i, m := range p.All() {
			if m.Resource.Kind == plan.DomainResource {
				resourceDomain(resourceField(p, i, "Resource"), m.Resource.Value, true, broken)
			}
			if p.IsGroup() {
				resourceDomain(resourceField(p, i, "DomainName"), m.DomainName, false, broken)
			}
		}
		resourceDomain("DomainName", p.DomainName, false, broken)
	}},
	{demand.ResourceArn, ofResources(plan.ArnResource, func(p plan.ResourceProvider, r plan.Resource, field string, broken report) {
		if !databaseArn.MatchString(r.Value) {
			broken(field, "%q is not the ARN of a database", r.Value)
		}
	})},
	{demand.ResourcePorts, func(p plan.ResourceProvider, broken report) {
		for i, m := range p.All() {
			if len(m.Ports) == 0 && m.Resource.Kind != "" {
				broken(resourceField(p, i, "Ports"), "is empty")
			}
			for j, port := range m.Ports {
				field := at(resourceField(p, i, "Ports"), j, "")
				switch {
				case !validPort(port.Port):
					broken(field+".Port", "%s", noPort(port.Port))
				case !validPort(port.EndPort):
					broken(field+".EndPort", "%s", noPort(port.EndPort))
				case port.EndPort < port.Port:
					broken(field+".EndPort", "%d is below Port %d", port.EndPort, port.Port)
				case port.Protocol != plan.Tcp && !plan.Unknown(port.Protocol):
					broken(field+".Protocol", "%q is not TCP, the only protocol of a resource", port.Protocol)
				}
			}
		}
	}},
	{demand.ResourceName, func(p plan.ResourceProvider, broken report) {
		resourceName("Name", p.Name, "rcfg-", broken)
		resourceName("Gateway.Name", p.Gateway.Name, "rgw-", broken)
		for i, m := range p.Members {
			resourceName(at("Members", i, "Name"), m.Name, "rcfg-", broken)
		}
	}},
	{demand.ResourceNameTaken, func(p plan.ResourceProvider, broken report) {
		seen := map[string]bool{p.Name: p.Name != ""}
		for i, m := range p.Members {
			if plan.Known(m.Name) && seen[m.Name] {
				broken(at("Members", i, "Name"), "%q is used twice", m.Name)
			}
			seen[m.Name] = true
		}
	}},
	{demand.ResourceGroupDomain, func(p plan.ResourceProvider, broken report) {
		for i, m := range p.Members {
			if plan.Known(p.DomainName) && plan.Known(m.DomainName) && (!isWithin(m.DomainName, p.DomainName) || strings.EqualFold(m.DomainName, p.DomainName)) {
				broken(at("Members", i, "DomainName"), "%q is not below the group's %q", m.DomainName, p.DomainName)
			}
		}
	}},
	{demand.ResourceVerification, func(p plan.ResourceProvider, broken report) {
		switch id := p.DomainVerificationId; {
		case id == "":
		case p.DomainName == "":
			broken("DomainVerificationId", "is set without a DomainName")
		case !plan.Unknown(id) && !verificationId.MatchString(id):
			broken("DomainVerificationId", "%q is not the ID or ARN of a domain verification", id)
		}
	}},
	{demand.ResourceRange, func(p plan.ResourceProvider, broken report) {
		for i, m := range p.All() {
			if r := m.Resource; p.HasVpc && r.Kind != "" && !r.Guarded && !r.Missing && len(p.Reach(r)) == 0 && !p.Gateway.Pending {
				broken(resourceField(p, i, "Resource"), "has neither known groups nor known addresses")
			}
			for _, cidr := range m.Resource.Within {
				if _, err := netip.ParsePrefix(cidr); err != nil && !plan.Unknown(cidr) {
					broken(resourceField(p, i, "Resource"), "is within %q, which is not an address range", cidr)
				}
			}
		}
	}},
	{demand.GatewaySubnets, func(p plan.ResourceProvider, broken report) {
		if p.Gateway.SubnetsProblem != "" {
			broken("Gateway.Subnets", "%s", p.Gateway.SubnetsProblem)
		}
	}},
	{demand.GatewayFamily, func(p plan.ResourceProvider, broken report) {
		g := p.Gateway
		switch g.IpAddressType {
		case "", plan.Ipv4, plan.Ipv6, plan.DualStack:
		default:
			if !plan.Unknown(g.IpAddressType) {
				broken("Gateway.IpAddressType", "%q is not a valid IP address type", g.IpAddressType)
			}
			return
		}
		for i, m := range p.All() {
			address, err := netip.ParseAddr(m.Resource.Value)
			family := m.Resource.IpAddressType
			if m.Resource.Kind == plan.AddressResource && err == nil {
				family = map[bool]string{true: plan.Ipv6, false: plan.Ipv4}[address.Is6()]
			}
			switch {
			case family == "" || plan.Unknown(family):
			case family != plan.Ipv4 && family != plan.Ipv6:
				broken(resourceField(p, i, "Resource"), "is resolved to %q, not to ipv4 or ipv6", family)
			case family == plan.Ipv4 && !g.HasIpv4(), family == plan.Ipv6 && !g.HasIpv6():
				broken(resourceField(p, i, "Resource"), "has %s addresses, the gateway %s", family, orDefault(g.IpAddressType))
			}
		}
	}},
	{demand.GatewayAddresses, func(p plan.ResourceProvider, broken report) {
		switch n := p.Gateway.AddressesPerInterface; {
		case n == 0:
		case n < 1 || n > 62:
			broken("Gateway.AddressesPerInterface", "is %d", n)
		case p.Gateway.IpAddressType == plan.Ipv6:
			broken("Gateway.AddressesPerInterface", "is set, but the gateway has IPv6 addresses alone")
		}
	}},
	{demand.GatewayResolution, func(p plan.ResourceProvider, broken report) {
		switch how := p.Gateway.DnsResolution; how {
		case "", plan.InVpc, plan.Public:
		default:
			if !plan.Unknown(how) {
				broken("Gateway.DnsResolution", "%q is not a way of resolution", how)
			}
		}
	}},
	{demand.ResourceAuthType, func(p plan.ResourceProvider, broken report) {
		if a := p.AuthType; a != "" && a != "NONE" && a != "AWS_IAM" && !plan.Unknown(a) {
			broken("AuthType", "%q is not a type of authentication", a)
		}
	}},
	{demand.ResourceNetwork, func(p plan.ResourceProvider, broken report) {
		for i, network := range p.ServiceNetworks {
			if !plan.Unknown(network.Id) && !serviceNetwork.MatchString(network.Id) {
				broken(at("ServiceNetworks", i, "Id"), "%q is not the ID or ARN of a service network", network.Id)
			}
		}
	}},
	{demand.SharePrincipalForm, func(p plan.ResourceProvider, broken report) {
		for i, principal := range p.ShareWith {
			form := sharedWith[principal.Kind]
			switch {
			case form == nil:
				broken(at("ShareWith", i, ""), "names nobody")
			case !plan.Unknown(principal.Value) && !form.MatchString(principal.Value):
				broken(at("ShareWith", i, ""), "%q is not that of an %s", principal.Value, principal.Kind)
			}
		}
	}},
	{demand.SecurityGroupName, func(p plan.ResourceProvider, broken report) {
		if problem := demand.SecurityGroupNameProblem(p.Gateway.SecurityGroupName); problem != "" && !plan.Unknown(p.Gateway.SecurityGroupName) {
			broken("Gateway.SecurityGroupName", "%q %s", p.Gateway.SecurityGroupName, problem)
		}
	}},
	{demand.GroupDescription, func(p plan.ResourceProvider, broken report) {
		groupDescription("Gateway.SecurityGroupDescription", p.Gateway.SecurityGroupDescription, !p.Gateway.OfOther, broken)
	}},
	{demand.ZoneIds, func(p plan.ResourceProvider, broken report) { zoneIDs(p.ZoneIds, broken) }},
	{demand.ParameterName, func(p plan.ResourceProvider, broken report) { publishParameter(p.PublishParameter, broken) }},
	{demand.RemovalPolicy, func(p plan.ResourceProvider, broken report) { removalPolicy(p.RemovalPolicy, broken) }},
	{demand.TagKey, func(p plan.ResourceProvider, broken report) { tagKeys(p.Tags, broken) }},
}

// ofResources is a check on each resource of a kind whose value is known.
func ofResources(kind string, check func(p plan.ResourceProvider, r plan.Resource, field string, broken report)) func(plan.ResourceProvider, report) {
	return func(p plan.ResourceProvider, broken report) {
		for i, m := range p.All() {
			if m.Resource.Kind == kind && !plan.Unknown(m.Resource.Value) {
				check(p, m.Resource, resourceField(p, i, "Resource"), broken)
			}
		}
	}
}

// resourceField is a field of a resource: of the only one, or of a member.
func resourceField(p plan.ResourceProvider, i int, field string) string {
	if p.IsGroup() {
		return at("Members", i, field)
	}
	return field
}

func resourceDomain(field, name string, required bool, broken report) {
	if plan.Unknown(name) || name == "" && !required {
		return
	}
	if problem := domainProblem(strings.TrimPrefix(strings.ToLower(name), "*.")); problem != "" {
		broken(field, "%q %s", name, problem)
	} else if len(name) < 3 {
		broken(field, "%q is shorter than 3 characters", name)
	}
}

func resourceName(field, name, prefix string, broken report) {
	if plan.Known(name) && !demand.IsResourceName(name, prefix) {
		broken(field, "%q is not a name of VPC Lattice", name)
	}
}

func orDefault(family string) string {
	if family == "" {
		return plan.Ipv4
	}
	return family
}

// private4 are the ranges that a resource's IPv4 address may be in.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
var private4 = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
}

// Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html,
// https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceConfiguration.html,
// https://docs.aws.amazon.com/ram/latest/APIReference/API_CreateResourceShare.html
var (
	databaseArn    = regexp.MustCompile(`^arn:[a-z0-9-]+:rds:[a-z0-9-]+:\d{12}:(db|cluster):[^:/]+$`)
	verificationId = regexp.MustCompile(`^(dv-[0-9a-z]{17}|arn:[a-z0-9-]+:vpc-lattice:[a-zA-Z0-9-]+:\d{12}:domainverification/dv-[0-9a-zA-Z]{17})$`)
	serviceNetwork = regexp.MustCompile(`^(sn-[0-9a-z]{17}|arn:[a-z0-9-]+:vpc-lattice:[a-zA-Z0-9-]+:\d{12}:servicenetwork/sn-[0-9a-z]{17})$`)
	sharedWith     = map[string]*regexp.Regexp{
		plan.AccountPrincipal:      accountID,
		plan.OrganizationPrincipal: regexp.MustCompile(`^arn:[a-z0-9-]+:organizations::\d{12}:organization/o-[a-z0-9]{10,32}$`),
		plan.UnitPrincipal:         regexp.MustCompile(`^arn:[a-z0-9-]+:organizations::\d{12}:ou/o-[a-z0-9]{10,32}/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}$`),
	}
)
