package rules

import "strings"

// Consumer is what the rules need to know of a ConsumerEndpoint and of the
// service that it connects to, with every default applied.
type Consumer struct {
	// HasVpc and HasService are false when none was given.
	HasVpc, HasService bool
	// Region and Account of the VPC; tokens where the stack does not fix them.
	Region, Account string
	// DnsSupport and DnsHostnames are the VPC's DNS attributes; nil when not known.
	DnsSupport, DnsHostnames *bool
	// SubnetsProblem is CDK's answer when the subnets could not be selected.
	SubnetsProblem string
	// Zones are those of the selected subnets, one entry a subnet.
	Zones []string
	// NoClients: none are named, and the VPC's range, which would be admitted
	// instead, is not known.
	NoClients bool
	// MissingClients are the positions of nil clients.
	MissingClients []int
	// Service is the contract.
	Service Service
	// Dns is how the service is named within the VPC.
	Dns Dns
	// TagKeys are the keys of the tags.
	TagKeys []string
}

// Service is what a contract says of a service.
type Service struct {
	ServiceName    string
	Region         string
	Account        string
	Ports          []PortRange
	Zones          []string
	PrivateDnsName string
}

// PortRange is one port of a service, or all from Port to EndPort.
type PortRange struct {
	Protocol      string
	Port, EndPort int
}

// Dns is how a consumer names a service.
type Dns struct {
	// ServiceName: by the service's own private DNS name.
	ServiceName bool
	// ZoneName: by the name of a private hosted zone.
	ZoneName string
}

const (
	docZoneNames = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html"
	docEC2Errors = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
	docVpcDNS    = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html"
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
		Fix:     "set Service to a ProviderService or a Contract",
	}, func(c Consumer, broken report) {
		if !c.HasService {
			broken("Service", "is required, but nil")
		}
	}},
	{Rule{
		ID: "privatelink/service-name-form", Severity: Error,
		Summary: "An endpoint service's name is com.amazonaws.vpce.REGION.vpce-svc-ID.",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  docService,
		Fix:     "copy the service name that the provider gives",
	}, whenService(func(c Consumer, broken report) {
		name := c.Service.ServiceName
		if _, ok := ServiceRegion(name); !ok && !Unknown(name) {
			broken("Service.ServiceName", "%q is no name of an endpoint service", name)
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
		ID: "privatelink/consumer-subnets-selectable", Severity: Error,
		Summary: "The subnets that are asked for must exist in the VPC.",
		Source:  docShare,
		Fix:     "choose subnets of this VPC, or leave Subnets unset for its private ones",
	}, func(c Consumer, broken report) {
		if c.SubnetsProblem != "" {
			broken("Subnets", "%s", c.SubnetsProblem)
		}
	}},
	{Rule{
		ID: "privatelink/consumer-subnet-per-zone", Severity: Error,
		Summary: "An interface endpoint takes one subnet in each zone.",
		AWS:     "DuplicateSubnetsInSameZone: For an interface VPC endpoint, you can specify only one subnet per Availability Zone.",
		Source:  docEC2Errors,
		Fix:     "give one subnet a zone",
	}, func(c Consumer, broken report) { duplicateZones("Subnets", c.Zones, broken) }},
	{Rule{
		ID: "privatelink/zones-disjoint", Severity: Error,
		Summary: "An endpoint needs a subnet in at least one zone that the service serves.",
		AWS:     "The VPC endpoint service … does not support the availability zone of the subnet: subnet-…",
		Source:  docShare,
		Fix:     "add a subnet in one of the service's zones, or have the provider's load balancer span one of yours",
	}, whenService(func(c Consumer, broken report) {
		if len(c.Zones) == 0 {
			return
		}
		for _, zone := range c.Zones {
			if c.Serves(zone) {
				return
			}
		}
		broken("Subnets", "lie in %s, but the service is in %s",
			strings.Join(c.Zones, ", "), strings.Join(c.Service.Zones, ", "))
	})},
	{Rule{
		ID: "privatelink/dns-one-mode", Severity: Error,
		Summary: "A consumer uses the service's own name or a private hosted zone, not both.",
		Source:  docDNSNames,
		Fix:     "choose ServiceDnsName() or PrivateZone(name)",
	}, func(c Consumer, broken report) {
		if c.Dns.ServiceName && c.Dns.ZoneName != "" {
			broken("Dns", "asks for the service's name and for zone %q", c.Dns.ZoneName)
		}
	}},
	{Rule{
		ID: "privatelink/dns-service-name", Severity: Error,
		Summary: "The service's own name can only be used if the service has one.",
		AWS:     "Private DNS can't be enabled because the service … does not provide a private DNS name.",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/18278",
		Fix:     "use PrivateZone(name), or have the provider set and verify a private DNS name",
	}, whenService(func(c Consumer, broken report) {
		if c.Dns.ServiceName && c.Service.PrivateDnsName == "" {
			broken("Dns", "asks for the service's own name, but the service has none")
		}
	})},
	{Rule{
		ID: "privatelink/dns-vpc-attributes", Severity: Error,
		Summary: "Private DNS needs the VPC's enableDnsSupport and enableDnsHostnames.",
		AWS:     "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for vpc-…",
		Source:  docVpcDNS,
		Fix:     "set EnableDnsSupport and EnableDnsHostnames of the VPC to true",
	}, func(c Consumer, broken report) {
		if !c.Dns.ServiceName && c.Dns.ZoneName == "" {
			return
		}
		if c.DnsSupport != nil && !*c.DnsSupport {
			broken("Vpc", "has enableDnsSupport off, so no private name resolves in it")
		}
		if c.DnsHostnames != nil && !*c.DnsHostnames {
			broken("Vpc", "has enableDnsHostnames off, so no private name resolves in it")
		}
	}},
	{Rule{
		ID: "privatelink/dns-zone-name", Severity: Error,
		Summary: "A private hosted zone's name is a lower-case domain name.",
		AWS:     "InvalidDomainName: The specified domain name is not valid.",
		Source:  docZoneNames,
		Fix:     "use a name such as orders.internal",
	}, func(c Consumer, broken report) {
		name := c.Dns.ZoneName
		if name == "" || Unknown(name) {
			return
		}
		if problem := domainProblem(name); problem != "" {
			broken("Dns.ZoneName", "%q %s", name, problem)
		}
	}},
	{Rule{
		ID: "privatelink/clients-unknown", Severity: Error,
		Summary: "An endpoint whose security group admits nobody drops every packet.",
		Source:  docShare,
		Fix:     "name the Clients, or import the VPC with its CIDR block",
	}, func(c Consumer, broken report) {
		if c.NoClients {
			broken("Clients", "is empty, and the address range of the imported VPC is not known")
		}
	}},
	{Rule{
		ID: "privatelink/client-missing", Severity: Error,
		Summary: "A client is something that has security groups or addresses.",
		Source:  docShare,
		Fix:     "pass the instance, group or peer that was created",
	}, func(c Consumer, broken report) {
		for _, i := range c.MissingClients {
			broken(at("Clients", i, ""), "is nil")
		}
	}},
	{tagKeyRule, func(c Consumer, broken report) { tagKeys(c.TagKeys, broken) }},
}

// whenService runs a check only where there is a service to look at.
func whenService(check func(Consumer, report)) func(Consumer, report) {
	return func(c Consumer, broken report) {
		if c.HasService {
			check(c, broken)
		}
	}
}

// Serves reports whether the service may have an interface in the zone: always,
// unless its zones and this one are known by names of the same account.
//
// Zone names mean different zones in different accounts, so they compare only
// within one: https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
func (c Consumer) Serves(zone string) bool {
	s := c.Service
	if len(s.Zones) == 0 || !Known(zone) {
		return true
	}
	if s.Account != "" && s.Account != c.Account || s.Region != "" && s.Region != c.Region {
		return true
	}
	for _, served := range s.Zones {
		if served == zone || !Known(served) || IsZoneID(served) {
			return true
		}
	}
	return false
}
