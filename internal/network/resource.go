package network

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// Kinds of resource configurations.
const (
	single = "SINGLE"
	group  = "GROUP"
	child  = "CHILD"
	byArn  = "ARN"
)

// kind is that of a resource configuration.
func (configuration *Resource) kind() string { return configuration.Text("ResourceConfigurationType") }

// ResourceGateway is that of a resource configuration; of a child, its group's.
func (configuration *Resource) ResourceGateway() *Resource {
	if configuration.kind() == child {
		configuration = configuration.The("ResourceConfigurationGroupId", ResourceConfiguration)
	}
	return configuration.The("ResourceGatewayId", ResourceGateway)
}

// PortRanges are the ports of a resource configuration: of a group those of its children. An
// ARN has none: AWS knows them.
func (configuration *Resource) PortRanges() []Ports {
	var all []Ports
	for _, of := range configuration.resources() {
		for _, text := range of.Texts("PortRanges") {
			if from, to, ok := portRange(text); ok {
				all = append(all, Ports{from, to, "tcp"})
			}
		}
	}
	return all
}

// resources are the configurations that define a resource each: of a group its children.
func (configuration *Resource) resources() []*Resource {
	if configuration.kind() != group {
		return []*Resource{configuration}
	}
	return configuration.model.NamingOnly(ResourceConfiguration, "ResourceConfigurationGroupId", configuration)
}

// portRange reads a range of ports, such as 5432 or 1-1024.
func portRange(text string) (from, to int, ok bool) {
	first, last, isRange := strings.Cut(text, "-")
	if !isRange {
		last = first
	}
	from, errFrom := strconv.Atoi(first)
	to, errTo := strconv.Atoi(last)
	return from, to, errFrom == nil && errTo == nil && 1 <= from && from <= to && to <= 65535
}

// SharedWith reports whether a resource configuration is shared with an account. Which
// accounts an organization has isn't known.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/ug/sharing.html
func (configuration *Resource) SharedWith(account string) bool {
	m := configuration.model
	return some(m, m.NamingOnly(ResourceShare, "ResourceArns", configuration), func(share *Resource) bool {
		return some(m, share.at("Principals"), func(value any) bool {
			principal := share.text(value)
			if strings.Contains(principal, ":organizations::") {
				m.doubtOf("which accounts " + principal + " has")
			}
			return principal == account || strings.Contains(principal, ":iam::"+account+":")
		})
	})
}

// isPrivate4 reports whether an IPv4 address is one that a resource may have.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
func isPrivate4(a netip.Addr) bool {
	return a.IsPrivate() || netip.MustParsePrefix("100.64.0.0/10").Contains(a)
}

// latticeIDs are what IDs begin with, and names do not.
var latticeIDs = map[string]string{ResourceGateway: "rgw-", ResourceConfiguration: "rcfg-"}

// Sources: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html,
// https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceConfiguration.html,
// https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateServiceNetworkResourceAssociation.html,
// https://docs.aws.amazon.com/ram/latest/APIReference/API_CreateResourceShare.html
var (
	databaseArn      = regexp.MustCompile(`^arn:[a-z0-9-]+:rds:[a-z0-9-]+:\d{12}:(db|cluster):[^:/]+$`)
	verificationID   = regexp.MustCompile(`^(dv-|arn:[a-z0-9-]+:vpc-lattice:.*:domainverification/dv-)[0-9a-zA-Z]{17}$`)
	serviceNetworkID = regexp.MustCompile(`^(sn-|arn:[a-z0-9-]+:vpc-lattice:.*:servicenetwork/sn-)[0-9a-z]{17}$`)
	sharePrincipal   = regexp.MustCompile(`^(\d{12}|arn:[a-z0-9-]+:(organizations::\d{12}:(organization|ou)|iam::\d{12}:(role|user))/.+|[a-z0-9.-]+\.amazonaws\.com(\.cn)?)$`)
)

// reached is a rule on an endpoint to a resource configuration that is the model's.
func reached(d *demand.Demand, check func(c *Case, configuration *Resource)) rule {
	return offered(d, func(c *Case, o *Offer) {
		if o.Resource != nil {
			check(c, o.Resource)
		}
	})
}

// namesOf are the rules on the names of a type.
func namesOf(of string) []rule {
	return []rule{
		{Demand: demand.ResourceName, of: of, check: func(c *Case) {
			if name := c.Text("Name"); !demand.IsResourceName(name, latticeIDs[of]) {
				c.broken("Name", "%q is not a name of VPC Lattice", name)
			}
		}},
		{Demand: demand.ResourceNameTaken, of: of, check: func(c *Case) {
			for _, other := range c.twins("Name") {
				c.broken("Name", "%q is the name of %s too", c.Text("Name"), other)
			}
		}},
	}
}

var resourceRules = slices.Concat(namesOf(ResourceGateway), namesOf(ResourceConfiguration), []rule{
	{Demand: demand.SecurityGroupCount, of: ResourceGateway, check: func(c *Case) {
		if n := c.AtLeast("SecurityGroupIds"); n > 5 {
			c.broken("SecurityGroupIds", "are %d", n)
		}
	}},
	{Demand: demand.GatewayVpc, of: ResourceGateway, check: func(c *Case) {
		vpc := c.Value("VpcIdentifier")
		each(c, c.at("SubnetIds"), func(value any) {
			if subnet := c.model.find(value, Subnet, c.Place); subnet != nil && subnet.Value("VpcId") != nil && !c.model.same(subnet.Value("VpcId"), subnet.Place, vpc, c.Place) {
				c.broken("SubnetIds", "%s is not of the gateway's VPC", subnet)
			}
		})
		each(c, c.at("SecurityGroupIds"), func(value any) {
			if group := c.model.find(value, SecurityGroup, c.Place); group != nil && group.belongsElsewhere(vpc, c.Place) {
				c.broken("SecurityGroupIds", "%s is not of the gateway's VPC", group)
			}
		})
	}},
	{Demand: demand.GatewayAddresses, of: ResourceGateway, check: func(c *Case) {
		n, ok := c.Number("Ipv4AddressesPerEni")
		switch {
		case !c.Has("Ipv4AddressesPerEni"):
		case !ok || n < 1 || n > 62:
			c.broken("Ipv4AddressesPerEni", "is %s", c.Text("Ipv4AddressesPerEni"))
		case c.Text("IpAddressType") == "IPV6":
			c.broken("Ipv4AddressesPerEni", "is set, but the gateway has IPv6 addresses alone")
		}
	}},
	{Demand: demand.GatewayFamily, of: ResourceGateway, check: func(c *Case) {
		family := c.Or("IpAddressType", "IPV4")
		each(c, c.at("SubnetIds"), func(value any) {
			subnet := c.model.find(value, Subnet, c.Place)
			if subnet == nil {
				return
			}
			v4, v6 := subnet.HasRange4(), subnet.HasRange6()
			if fits, known := map[string]bool{"IPV4": v4, "IPV6": v6 && !v4, "DUALSTACK": v4 && v6}[family]; known && !fits {
				c.broken("SubnetIds", "%s does not have the addresses of a gateway of type %s", subnet, family)
			}
		})
	}},
	{Demand: demand.GatewayFamily, of: ResourceConfiguration, check: func(c *Case) {
		text := c.Text("ResourceConfigurationDefinition.IpResource")
		family := c.Text("ResourceConfigurationDefinition.DnsResource.IpAddressType")
		if a, ok := address(text); ok {
			family = map[bool]string{true: "IPV6", false: "IPV4"}[a.Is6()]
		}
		if family == "" {
			return
		}
		if has := c.ResourceGateway().Or("IpAddressType", "IPV4"); has != "DUALSTACK" && has != family {
			c.broken("ResourceConfigurationDefinition", "has %s addresses, the gateway %s", family, has)
		}
	}},
	{Demand: demand.ResourceDefinition, of: ResourceConfiguration, check: func(c *Case) {
		const in = "ResourceConfigurationDefinition"
		switch kind := c.kind(); kind {
		case single, child:
			if !c.Has(in+".DnsResource") && !c.Has(in+".IpResource") {
				c.broken(in, "has neither a domain name nor an address")
			}
		case byArn:
			if !c.Has(in + ".ArnResource") {
				c.broken(in, "has no ARN")
			}
		}
	}},
	{Demand: demand.ResourceAddress, of: ResourceConfiguration, check: func(c *Case) {
		if text := c.Text("ResourceConfigurationDefinition.IpResource"); text != "" {
			if a, ok := address(text); !ok || a.Is4() && !isPrivate4(a) {
				c.broken("ResourceConfigurationDefinition", "%q is not a private address", text)
			}
		}
	}},
	{Demand: demand.ResourceDomain, of: ResourceConfiguration, check: func(c *Case) {
		for _, path := range []string{"ResourceConfigurationDefinition.DnsResource.DomainName", "CustomDomainName", "GroupDomain"} {
			c.model.sure(func() {
				if name := c.Text(path); name != "" && (len(name) < 3 || len(name) > 255 || !domainName.MatchString(name) || strings.ContainsAny(name, ":/")) {
					c.broken(path, "%q is not a domain name", name)
				}
			})
		}
	}},
	{Demand: demand.ResourceArn, of: ResourceConfiguration, check: func(c *Case) {
		if arn := c.Text("ResourceConfigurationDefinition.ArnResource"); arn != "" && !databaseArn.MatchString(arn) {
			c.broken("ResourceConfigurationDefinition", "%q is not the ARN of a database", arn)
		}
	}},
	{Demand: demand.ResourceVerification, of: ResourceConfiguration, check: func(c *Case) {
		if id := c.Text("DomainVerificationId"); id != "" && !verificationID.MatchString(id) {
			c.broken("DomainVerificationId", "%q is not the ID or ARN of a domain verification", id)
		}
	}},
	{Demand: demand.ResourceNetwork, of: ResourceAssociation, check: func(c *Case) {
		if id := c.Text("ServiceNetworkId"); id != "" && !serviceNetworkID.MatchString(id) {
			c.broken("ServiceNetworkId", "%q is not the ID or ARN of a service network", id)
		}
	}},
	{Demand: demand.SharePrincipalForm, of: ResourceShare, check: func(c *Case) {
		each(c, c.at("Principals"), func(value any) {
			if principal := c.text(value); !sharePrincipal.MatchString(principal) {
				c.broken("Principals", "%q is not somebody that can be shared with", principal)
			}
		})
	}},
	{Demand: demand.ResourcePorts, of: ResourceConfiguration, check: func(c *Case) {
		each(c, c.at("PortRanges"), func(value any) {
			if _, _, ok := portRange(c.text(value)); !ok {
				c.broken("PortRanges", "%q is not a port or a range of them", c.text(value))
			}
		})
	}},
	{Demand: demand.ResourceOfGroup, of: ResourceConfiguration, check: func(c *Case) {
		isChild := c.kind() == child
		switch {
		case isChild && !c.Has("ResourceConfigurationGroupId"):
			c.broken("ResourceConfigurationGroupId", "names no group")
		case !isChild && !c.Has("ResourceGatewayId"):
			c.broken("ResourceGatewayId", "names no gateway")
		case isChild:
			if of := c.The("ResourceConfigurationGroupId", ResourceConfiguration); of.kind() != group {
				c.broken("ResourceConfigurationGroupId", "names %s, which is not a group", of)
			}
		}
	}},
	{Demand: demand.ResourceGroupCustomDomain, of: ResourceConfiguration, check: func(c *Case) {
		if c.kind() == group && c.Has("CustomDomainName") {
			c.broken("CustomDomainName", "is set of a group")
		}
	}},
	{Demand: demand.ResourceGroupDomain, of: ResourceConfiguration, check: func(c *Case) {
		if c.kind() != child || !c.Has("CustomDomainName") {
			return
		}
		own, of := folded(c.Text("CustomDomainName")), folded(c.The("ResourceConfigurationGroupId", ResourceConfiguration).Text("GroupDomain"))
		if of != "" && (own == of || !isWithin(own, of)) {
			c.broken("CustomDomainName", "%q is not below the group's %q", own, of)
		}
	}},
	{Demand: demand.ResourceChildAlone, of: ResourceShare, check: func(c *Case) {
		each(c, c.at("ResourceArns"), func(value any) {
			if shared := c.model.findQuietly(value, ResourceConfiguration, c.Place); shared != nil && shared.kind() == child {
				c.broken("ResourceArns", "has %s, a member of a group", shared)
			}
		})
	}},
	reached(demand.ResourceChildAlone, func(c *Case, configuration *Resource) {
		if configuration.kind() == child {
			c.broken("ResourceConfigurationArn", "is of %s, a member of a group", configuration)
		}
	}),
	reached(demand.ResourceShared, func(c *Case, configuration *Resource) {
		if !c.hasAccount() || !configuration.hasAccount() || c.Account == configuration.Account {
			return
		}
		if !configuration.SharedWith(c.Account) {
			c.broken("ResourceConfigurationArn", "is of %s, which is not shared with account %s", configuration, c.Account)
		}
	}),
	reached(demand.ResourceRegion, func(c *Case, configuration *Resource) {
		if c.hasRegion() && configuration.hasRegion() && c.Region != configuration.Region && c.hasAccount() && configuration.hasAccount() && c.Account != configuration.Account {
			c.broken("ResourceConfigurationArn", "is of %s in %s, the endpoint in %s", configuration, configuration.Region, c.Region)
		}
	}),
	reached(demand.ResourceZones, func(c *Case, configuration *Resource) {
		gateway := configuration.ResourceGateway()
		own, theirs := zonesOf(c.Subnets()), zonesOf(gateway.Subnets())
		if c.model.doubts() || len(own) == 0 || len(theirs) == 0 {
			return
		}
		if !some(c.model, own, func(a Zone) bool {
			return some(c.model, theirs, func(b Zone) bool { return c.model.sameZone(a, b) })
		}) {
			c.broken("SubnetIds", "are in none of the zones of %s", gateway)
		}
	}),
	reached(demand.ResourceOwnVpc, func(c *Case, configuration *Resource) {
		gateway := configuration.ResourceGateway()
		if gateway.Or("ResourceConfigDnsResolution", "PUBLIC") != "IN_VPC" || !c.model.same(gateway.Value("VpcIdentifier"), gateway.Place, c.Value("VpcId"), c.Place) {
			return
		}
		for _, of := range configuration.resources() {
			c.model.sure(func() {
				name := folded(of.Text("ResourceConfigurationDefinition.DnsResource.DomainName"))
				custom := folded(of.Or("CustomDomainName", configuration.Text("GroupDomain")))
				if name != "" && custom != "" && isWithin(name, custom) {
					c.broken("ResourceConfigurationArn", "is of %s, whose gateway resolves %s in this VPC, and whose domain is %s", configuration, name, custom)
				}
			})
		}
	}),
	named(demand.ResourceUnverified, func(c *Case, o *Offer) {
		preference := c.Or("DnsOptions.PrivateDnsPreference", "VERIFIED_DOMAINS_ONLY")
		if o.Resource == nil || preference != "VERIFIED_DOMAINS_ONLY" || o.Resource.kind() == byArn {
			return
		}
		if o.Resource.Has("CustomDomainName") || o.Resource.Has("GroupDomain") {
			if !o.Resource.Has("DomainVerificationId") {
				c.broken("PrivateDnsEnabled", "is set, but the domain of %s isn't verified", o.Resource)
			}
		}
	}),
})
