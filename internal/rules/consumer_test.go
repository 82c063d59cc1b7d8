package rules

import (
	"strings"
	"testing"
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// validConsumer breaks no rule.
func validConsumer() plan.Consumer {
	return plan.Consumer{
		HasVpc: true, HasService: true,
		Region: "us-east-1", Account: "444455556666",
		VpcCidrs:      []plan.Range{{Cidr: "10.0.0.0/16"}, {Cidr: "fd00::/56"}},
		Zones:         []string{"us-east-1a", "us-east-1b", "us-east-1c"},
		ZoneIds:       map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2"},
		MinimumZones:  2,
		IpAddressType: "dualstack",
		Service: plan.Service{
			Type:             plan.ServiceEndpoint,
			ServiceName:      "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Region:           "us-east-1",
			Ports:            []plan.ServicePort{{Port: 443}, {Port: 1024, EndPort: 65535, Protocol: "TCP_UDP"}},
			Zones:            []string{"us-east-1a", "us-east-1b"},
			PrivateDnsName:   "orders.example.com",
			IpAddressTypes:   []string{"ipv4", "ipv6"},
			SupportedRegions: []string{"us-east-1", "eu-west-1"},
		},
		Dns: plan.Dns{
			ZoneName: "orders.internal", Names: []string{"", "*", "api"}, Shared: true,
			ZonalNames: map[string]string{"us-east-1a": "a", "use1-az2": "*.use1-az2"},
		},
		Tags: map[string]string{"team": "orders"},
	}
}

// zoneless is a valid consumer without private names.
func zoneless(change func(*plan.Consumer)) func(*plan.Consumer) {
	return func(c *plan.Consumer) {
		c.Dns = plan.Dns{}
		change(c)
	}
}

// lattice is a valid consumer of a resource under its own names.
func lattice(change func(*plan.Consumer)) func(*plan.Consumer) {
	return zoneless(func(c *plan.Consumer) {
		c.Service = plan.Service{Type: plan.ResourceEndpoint, Arn: "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0", Ports: []plan.ServicePort{{Port: 5432}}}
		c.Dns.ServiceDnsName = true
		change(c)
	})
}

var consumerCases = []ruleCase[plan.Consumer]{
	{"", "", zoneless(func(c *plan.Consumer) {
		c.Service = plan.Service{Type: plan.AwsEndpoint, ShortName: "s3", Region: "us-east-1", Ports: []plan.ServicePort{{Port: 443}}}
		c.HasPolicy, c.OnlyInboundResolver, c.Dns.ServiceDnsName = true, true, true
	})},
	{"", "", zoneless(func(c *plan.Consumer) {
		c.Service = plan.Service{Type: plan.ResourceEndpoint, Arn: "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0", Ports: []plan.ServicePort{{Port: 5432}}}
	})},
	{"", "", func(c *plan.Consumer) { c.Region = "eu-west-1"; c.Service.Zones = nil }},
	{"scope-required", "scope", func(c *plan.Consumer) { c.NoScope = true }},
	{"consumer-vpc-required", "Vpc", func(c *plan.Consumer) { c.HasVpc = false }},
	{"consumer-service-required", "Service", func(c *plan.Consumer) { c.HasService = false }},
	{"vpc-cidr", "Vpc", func(c *plan.Consumer) { c.VpcCidrs[0].Cidr = "10.0.0.0" }},
	{"service-name-form", "Service.ServiceName", func(c *plan.Consumer) { c.Service.ServiceName = "orders" }},
	{"service-name-form", "Service.ServiceName", func(c *plan.Consumer) { c.Service.ServiceName = "vpce-svc-0123456789abcdef0" }},
	{"aws-service-name", "Service", zoneless(func(c *plan.Consumer) {
		c.Service.Type, c.Service.ShortName = plan.AwsEndpoint, "com.amazonaws.us-east-1.ssm"
	})},
	{"aws-service-unknown", "Service", zoneless(func(c *plan.Consumer) { c.Service.Type, c.Service.ShortName = plan.AwsEndpoint, "smm" })},
	{"contract-of-one", "Service.ServiceName", lattice(func(c *plan.Consumer) {
		c.Service.ServiceName = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"
	})},
	{"resource-region", "Service", lattice(func(c *plan.Consumer) { c.Region = "us-west-2" })},
	{"resource-region", "Service", lattice(func(c *plan.Consumer) { c.Region, c.Account = "us-west-2", "111122223333" })},
	{"lattice-arn", "Service", zoneless(func(c *plan.Consumer) {
		c.Service.Type, c.Service.ServiceName, c.Service.Arn = plan.ResourceEndpoint, "", "rcfg-0123456789abcdef0"
	})},
	{"lattice-arn", "Service", zoneless(func(c *plan.Consumer) {
		c.Service.Type, c.Service.Arn = plan.ServiceNetworkEndpoint, "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0"
	})},
	{"service-name-region", "Service.Region", func(c *plan.Consumer) { c.Service.Region = "eu-west-1" }},
	{"service-region-supported", "Service.SupportedRegions", func(c *plan.Consumer) { c.Region = "eu-west-2" }},
	{"service-partition", "Service.Region", func(c *plan.Consumer) { c.Region = "cn-north-1"; c.Service.SupportedRegions = nil }},
	{"service-ports-required", "Service.Ports", func(c *plan.Consumer) { c.Service.Ports = nil }},
	{"service-port-range", "Service.Ports[0].Port", func(c *plan.Consumer) { c.Service.Ports[0].Port = 0 }},
	{"service-port-range", "Service.Ports[1].EndPort", func(c *plan.Consumer) { c.Service.Ports[1].EndPort = 65536 }},
	{"service-port-range", "Service.Ports[1].EndPort", func(c *plan.Consumer) { c.Service.Ports[1].EndPort = 1023 }},
	{"service-port-protocol", "Service.Ports[0].Protocol", func(c *plan.Consumer) { c.Service.Ports[0].Protocol = "TLS" }},
	{"ip-address-type", "IpAddressType", func(c *plan.Consumer) { c.IpAddressType = "ipv5" }},
	{"ip-address-type", "IpAddressType", func(c *plan.Consumer) { c.Service.IpAddressTypes = nil }},
	{"ip-address-type", "IpAddressType", func(c *plan.Consumer) { c.IpAddressType, c.Service.IpAddressTypes = "", []string{"ipv6"} }},
	{"consumer-subnets-selectable", "Subnets", func(c *plan.Consumer) { c.SubnetsProblem = "There are no 'Private' subnet groups" }},
	{"consumer-subnets-selectable", "SubnetByZone", func(c *plan.Consumer) { c.BothSubnets = true }},
	{"consumer-subnet-per-zone", "Subnets", func(c *plan.Consumer) { c.Zones[2] = c.Zones[0] }},
	{"zone-ids", "ZoneIds", func(c *plan.Consumer) { c.ZoneIds["us-east-1c"] = "az3" }},
	{"zone-ids", "ZoneIds", func(c *plan.Consumer) { c.ZoneIds["us-east-1c"] = "use1-az1" }},
	{"zones-disjoint", "Subnets", func(c *plan.Consumer) { c.Zones = []string{"us-east-1d"} }},
	{"zones-minimum", "MinimumZones", func(c *plan.Consumer) { c.MinimumZones = 3 }},
	{"zones-minimum", "Subnets", func(c *plan.Consumer) {
		c.MinimumZones, c.Zones, c.Dns.ZonalNames = 0, []string{"us-east-1a", "us-east-1c"}, nil
	}},
	{"", "", func(c *plan.Consumer) {
		c.MinimumZones, c.Zones, c.Dns.ZonalNames = 1, []string{"us-east-1a", "us-east-1c"}, nil
	}},
	{"dns-one-mode", "Dns", func(c *plan.Consumer) { c.Dns.ServiceDnsName = true }},
	{"dns-needs-zone", "Dns.Names", zoneless(func(c *plan.Consumer) { c.Dns.Names = []string{"api"} })},
	{"dns-needs-zone", "Dns.Vpcs", func(c *plan.Consumer) {
		c.Dns.ZoneName, c.Dns.HasHostedZone, c.Dns.HostedZoneName = "", true, "orders.internal"
	}},
	{"dns-needs-zone", "Dns.Vpcs[1]", func(c *plan.Consumer) { c.Dns.MissingVpcs = []int{1} }},
	{"dns-needs-zone", "Dns.HostedZone", func(c *plan.Consumer) {
		c.Dns.ZoneName, c.Dns.HasHostedZone, c.Dns.Shared = "", true, false
	}},
	{"", "", func(c *plan.Consumer) { c.Service = plan.Service{Pending: true} }},
	{"dns-lattice", "Dns", lattice(func(c *plan.Consumer) { c.Dns = plan.Dns{ZoneName: "database.internal"} })},
	{"dns-lattice", "Dns", lattice(func(c *plan.Consumer) { c.Dns = plan.Dns{HasHostedZone: true, HostedZoneName: "database.internal"} })},
	{"", "", lattice(func(c *plan.Consumer) { c.Dns = plan.Dns{ServiceDnsName: true} })},
	{"dns-service-name", "Dns", zoneless(func(c *plan.Consumer) { c.Dns.ServiceDnsName, c.Service.PrivateDnsName = true, "" })},
	{"dns-acceptance", "Dns", zoneless(func(c *plan.Consumer) { c.Dns.ServiceDnsName, c.Service.AcceptanceRequired = true, true })},
	{"", "", func(c *plan.Consumer) { c.Service.AcceptanceRequired = true }},
	{"service-other-stage", "Service", func(c *plan.Consumer) { c.Service.OtherStage = true }},
	{"service-place-unknown", "Service", func(c *plan.Consumer) {
		c.Service.InApp, c.Service.Region, c.Service.Account = true, unknown, c.Account
	}},
	{"service-place-unknown", "Service", func(c *plan.Consumer) { c.Service.InApp, c.Region, c.Service.Account = true, unknown, c.Account }},
	{"", "", func(c *plan.Consumer) {
		c.Service.InApp, c.Region, c.Service.Region, c.Service.Account = true, unknown, unknown, c.Account
	}},
	{"service-place-unknown", "Service", func(c *plan.Consumer) { c.Service.InApp, c.Service.Account = true, unknown }},
	{"service-place-unknown", "Service", func(c *plan.Consumer) {
		c.Service.InApp, c.Region, c.Service.Region, c.Service.Account = true, unknown, unknown, "111122223333"
	}},
	{"dns-record-name", "Dns.Names[2]", func(c *plan.Consumer) { c.Dns.Names[2] = strings.Repeat("a.", 121) + "a" }},
	{"", "", func(c *plan.Consumer) { c.Pending, c.MinimumZones = true, 3 }},
	{"only-inbound-resolver", "OnlyInboundResolver", zoneless(func(c *plan.Consumer) {
		c.Service = plan.Service{Type: plan.AwsEndpoint, ShortName: "ssm", Region: "us-east-1", Ports: []plan.ServicePort{{Port: 443}}}
		c.OnlyInboundResolver, c.Dns.ServiceDnsName = true, true
	})},
	{"supported-region-zones", "Service.Zones", func(c *plan.Consumer) { c.Region, c.Service.Zones = "eu-west-1", []string{"us-east-1a"} }},
	{"supported-region-zones", "Service.Zones", func(c *plan.Consumer) { c.Region, c.Service.Zones = "eu-west-1", []string{"use1-az1", "use1-az3"} }},
	{"security-group-rules", "Clients", func(c *plan.Consumer) { c.Clients = 21 }},
	{"security-group-fixed", "SecurityGroup", func(c *plan.Consumer) { c.FixedGroup = true }},
	{"endpoint-policy-size", "Policy", zoneless(func(c *plan.Consumer) {
		c.Service = plan.Service{Type: plan.AwsEndpoint, ShortName: "ssm", Region: "us-east-1", Ports: []plan.ServicePort{{Port: 443}}}
		c.HasPolicy, c.PolicySize, c.IpAddressType = true, 20481, ""
	})},
	{"", "", func(c *plan.Consumer) { c.Service.Account = "111122223333" }},
	{"", "", func(c *plan.Consumer) { c.Dns.ZoneName = "Orders.internal" }},
	{"", "", func(c *plan.Consumer) { c.Service.ServiceName = "com.amazonaws.iam" }},
	{"", "", func(c *plan.Consumer) { c.Service.ServiceName = "com.amazonaws.eu-west-1.s3" }},
	{"", "", func(c *plan.Consumer) { c.Service.ServiceName = "cn.com.amazonaws.cn-north-1.ecr.api" }},
	{"service-name-form", "Service.ServiceName", func(c *plan.Consumer) { c.Service.ServiceName = "com.amazonaws.vpce.us-east-1.orders" }},
	{"service-name-form", "Service.ServiceName", func(c *plan.Consumer) { c.Service.ServiceName = "com.amazonaws" }},
	{"", "", func(c *plan.Consumer) { c.Service.ServiceName = "dummy-value-for-/orders" }},
	{"dns-zone-name", "Dns.ZoneName", func(c *plan.Consumer) { c.Dns.ZoneName = "*.orders.internal" }},
	{"dns-zone-name", "Dns.ZoneName", func(c *plan.Consumer) { c.Dns.ZoneName = "orders..internal" }},
	{"", "", func(c *plan.Consumer) { c.Dns.Names[2] = "API" }},
	{"dns-record-name", "Dns.Names[2]", func(c *plan.Consumer) { c.Dns.Names[1], c.Dns.Names[2] = "api", "API" }},
	{"dns-record-name", "Dns.Names[2]", func(c *plan.Consumer) { c.Dns.Names[2] = "*" }},
	{"dns-record-name", "Dns.ZonalNames", func(c *plan.Consumer) { c.Dns.ZonalNames["us-east-1a"] = "api" }},
	{"dns-record-name", "Dns.ZonalNames", func(c *plan.Consumer) { c.Dns.ZonalNames["us-east-1a"] = "" }},
	{"", "", lattice(func(c *plan.Consumer) {
		c.Dns.Preference, c.Dns.SpecifiedDomains = "SPECIFIED_DOMAINS_ONLY", []string{"a.example"}
	})},
	{"security-group-name", "SecurityGroupName", func(c *plan.Consumer) { c.SecurityGroupName = "sg-orders" }},
	{"security-group-name", "SecurityGroupName", func(c *plan.Consumer) { c.SecurityGroupName, c.HasSecurityGroup = "orders", true }},
	{"", "", func(c *plan.Consumer) { c.SecurityGroupName = "Orders (eu) #1" }},
	{"group-description", "SecurityGroupDescription", func(c *plan.Consumer) { c.SecurityGroupDescription = "Kunden für Orders" }},
	{"group-description", "SecurityGroupDescription", func(c *plan.Consumer) { c.SecurityGroupDescription, c.HasSecurityGroup = "orders", true }},
	{"", "", func(c *plan.Consumer) { c.SecurityGroupDescription = "Clients of orders (eu)" }},
	{"existing-security-groups", "OtherSecurityGroups[1]", func(c *plan.Consumer) { c.MissingOtherGroups = []int{1} }},
	{"record-apex", "Dns.Names", func(c *plan.Consumer) { c.Dns.Cname = true }},
	{"", "", func(c *plan.Consumer) { c.Dns.Cname, c.Dns.Ttl, c.Dns.Names = true, 5*time.Minute, []string{"api"} }},
	{"", "", func(c *plan.Consumer) { c.Dns.EvaluateTargetHealth = true }},
	{"record-ttl", "Dns.Ttl", func(c *plan.Consumer) { c.Dns.Ttl = time.Millisecond }},
	{"record-ttl", "Dns.Ttl", func(c *plan.Consumer) { c.Dns.Ttl, c.Dns.ZonalNames = time.Minute, nil }},
	{"dns-needs-zone", "Dns", zoneless(func(c *plan.Consumer) { c.Dns.Cname = true })},
	{"dns-needs-zone", "Dns.EvaluateTargetHealth", func(c *plan.Consumer) {
		c.Dns.Cname, c.Dns.EvaluateTargetHealth, c.Dns.Names = true, true, []string{"api"}
	}},
	{"dns-preference", "Dns.Preference", lattice(func(c *plan.Consumer) { c.Dns.Preference = "SOME" })},
	{"dns-preference", "Dns.Preference", lattice(func(c *plan.Consumer) { c.Dns.ServiceDnsName, c.Dns.Preference = false, "ALL_DOMAINS" })},
	{"dns-preference", "Dns.Preference", zoneless(func(c *plan.Consumer) { c.Dns.ServiceDnsName, c.Dns.Preference = true, "ALL_DOMAINS" })},
	{"dns-preference", "Dns.SpecifiedDomains", lattice(func(c *plan.Consumer) { c.Dns.Preference = "SPECIFIED_DOMAINS_ONLY" })},
	{"dns-preference", "Dns.SpecifiedDomains", lattice(func(c *plan.Consumer) {
		c.Dns.Preference, c.Dns.SpecifiedDomains = "ALL_DOMAINS", []string{"a.example"}
	})},
	{"dns-zonal-names", "Dns.ZonalNames", func(c *plan.Consumer) { c.ZoneIds = nil }},
	{"dns-zonal-names-elsewhere", "Dns.ZonalNames", func(c *plan.Consumer) { c.Dns.ZonalNames["use1-az6"] = "f" }},
	{"dns-zonal-names-elsewhere", "Dns.ZonalNames", func(c *plan.Consumer) { c.Dns.ZonalNames = map[string]string{"use1-az2": "b", "us-east-1f": "f"} }},
	{"dns-zonal-names-elsewhere", "Dns.ZonalNames", func(c *plan.Consumer) { c.Dns.ZonalNames = map[string]string{"us-east-1f": "f"} }},
	{"dns-zonal-names-elsewhere", "Dns.ZonalNames", func(c *plan.Consumer) { c.Dns.ZonalNames = map[string]string{"us-east-1c": "c"} }},
	{"dns-zonal-names", "Dns.ZonalNames", func(c *plan.Consumer) {
		c.Service.Type, c.Service.ShortName = plan.AwsEndpoint, "ssm"
	}},
	{"clients-unknown", "Clients", func(c *plan.Consumer) { c.NoClients, c.VpcCidrs = true, nil }},
	{"clients-unknown", "Clients", func(c *plan.Consumer) { c.NoClients, c.IpAddressType, c.VpcCidrs = true, plan.Ipv6, nil }},
	{"client-missing", "Clients[1]", func(c *plan.Consumer) { c.ClientProblems = map[int]string{1: "no security groups"} }},
	{"client-missing", "Clients[2]", func(c *plan.Consumer) { c.MissingClients = []int{2} }},
	{"endpoint-policy", "Policy", func(c *plan.Consumer) { c.HasPolicy = true }},
	{"only-inbound-resolver", "OnlyInboundResolver", func(c *plan.Consumer) { c.OnlyInboundResolver = true }},
	{"tag-key", "Tags", func(c *plan.Consumer) { c.Tags = map[string]string{"": ""} }},
}

func TestConsumerRules(t *testing.T) {
	testRules(t, consumerRules, validConsumer, (*plan.Consumer).Complete, consumerCases)
}
