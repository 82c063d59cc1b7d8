package rules

import (
	"strings"
	"testing"
)

// validConsumer breaks no rule.
func validConsumer() Consumer {
	return Consumer{
		HasVpc: true, HasService: true,
		Region: "us-east-1", Account: "444455556666",
		VpcCidrs:     []string{"10.0.0.0/16", "fd00::/56"},
		Zones:        []string{"us-east-1a", "us-east-1b", "us-east-1c"},
		ZoneIDs:      map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2"},
		MinimumZones: 2,
		Family:       "dualstack",
		Service: Service{
			Type:             ServiceEndpoint,
			ServiceName:      "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Region:           "us-east-1",
			Ports:            []PortRange{{"TCP", 443, 443}, {"TCP_UDP", 1024, 65535}},
			Zones:            []string{"us-east-1a", "us-east-1b"},
			PrivateDNSName:   "orders.example.com",
			IPAddressTypes:   []string{"ipv4", "ipv6"},
			SupportedRegions: []string{"us-east-1", "eu-west-1"},
		},
		DNS: DNS{
			ZoneName: "orders.internal", Names: []string{"", "*", "api"}, Shared: true,
			ZonalNames: map[string]string{"us-east-1a": "a", "use1-az2": "*.use1-az2"},
		},
		TagKeys: []string{"team"},
	}
}

// zoneless is a valid consumer without private names.
func zoneless(change func(*Consumer)) func(*Consumer) {
	return func(c *Consumer) {
		c.DNS = DNS{}
		change(c)
	}
}

// lattice is a valid consumer of a resource under its own names.
func lattice(change func(*Consumer)) func(*Consumer) {
	return zoneless(func(c *Consumer) {
		c.Service = Service{Type: ResourceEndpoint, Arn: "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0", Ports: []PortRange{{"TCP", 5432, 5432}}}
		c.DNS.ServiceName = true
		change(c)
	})
}

var consumerCases = []ruleCase[Consumer]{
	{"", "", zoneless(func(c *Consumer) {
		c.Service = Service{Type: AWSEndpoint, ServiceName: "com.amazonaws.us-east-1.s3", Region: "us-east-1", Ports: []PortRange{{"TCP", 443, 443}}}
		c.HasPolicy, c.OnlyInboundResolver, c.DNS.ServiceName = true, true, true
	})},
	{"", "", zoneless(func(c *Consumer) {
		c.Service = Service{Type: ResourceEndpoint, Arn: "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0", Ports: []PortRange{{"TCP", 5432, 5432}}}
	})},
	{"", "", func(c *Consumer) { c.Region = "eu-west-1"; c.Service.Zones = nil }},
	{"scope-required", "scope", func(c *Consumer) { c.NoScope = true }},
	{"consumer-vpc-required", "Vpc", func(c *Consumer) { c.HasVpc = false }},
	{"consumer-service-required", "Service", func(c *Consumer) { c.HasService = false }},
	{"vpc-cidr", "Vpc", func(c *Consumer) { c.VpcCidrs[0] = "10.0.0.0" }},
	{"service-name-form", "Service.ServiceName", func(c *Consumer) { c.Service.ServiceName = "orders" }},
	{"service-name-form", "Service.ServiceName", func(c *Consumer) { c.Service.ServiceName = "vpce-svc-0123456789abcdef0" }},
	{"aws-service-name", "Service", zoneless(func(c *Consumer) {
		c.Service.Type, c.Service.ServiceName = AWSEndpoint, "com.amazonaws.us-east-1.com.amazonaws.us-east-1.ssm"
	})},
	{"lattice-arn", "Service", zoneless(func(c *Consumer) { c.Service.Type, c.Service.Arn = ResourceEndpoint, "rcfg-0123456789abcdef0" })},
	{"lattice-arn", "Service", zoneless(func(c *Consumer) {
		c.Service.Type, c.Service.Arn = ServiceNetworkEndpoint, "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0"
	})},
	{"service-name-region", "Service.Region", func(c *Consumer) { c.Service.Region = "eu-west-1" }},
	{"service-region-supported", "Service.SupportedRegions", func(c *Consumer) { c.Region = "eu-west-2" }},
	{"service-partition", "Service.Region", func(c *Consumer) { c.Region = "cn-north-1"; c.Service.SupportedRegions = nil }},
	{"service-ports-required", "Service.Ports", func(c *Consumer) { c.Service.Ports = nil }},
	{"service-port-range", "Service.Ports[0].Port", func(c *Consumer) { c.Service.Ports[0].Port = 0 }},
	{"service-port-range", "Service.Ports[1].EndPort", func(c *Consumer) { c.Service.Ports[1].EndPort = 65536 }},
	{"service-port-range", "Service.Ports[1].EndPort", func(c *Consumer) { c.Service.Ports[1].EndPort = 1023 }},
	{"service-port-protocol", "Service.Ports[0].Protocol", func(c *Consumer) { c.Service.Ports[0].Protocol = "TLS" }},
	{"ip-family", "IpFamily", func(c *Consumer) { c.Family = "ipv5" }},
	{"ip-family", "IpFamily", func(c *Consumer) { c.Service.IPAddressTypes = nil }},
	{"ip-family", "IpFamily", func(c *Consumer) { c.Family, c.Service.IPAddressTypes = "", []string{"ipv6"} }},
	{"consumer-subnets-selectable", "Subnets", func(c *Consumer) { c.SubnetsProblem = "There are no 'Private' subnet groups" }},
	{"consumer-subnets-selectable", "SubnetByZone", func(c *Consumer) { c.BothSubnets = true }},
	{"consumer-subnet-per-zone", "Subnets", func(c *Consumer) { c.Zones[2] = c.Zones[0] }},
	{"zone-ids", "ZoneIds", func(c *Consumer) { c.ZoneIDs["us-east-1c"] = "az3" }},
	{"zone-ids", "ZoneIds", func(c *Consumer) { c.ZoneIDs["us-east-1c"] = "use1-az1" }},
	{"zones-disjoint", "Subnets", func(c *Consumer) { c.Zones = []string{"us-east-1d"} }},
	{"zones-minimum", "MinimumZones", func(c *Consumer) { c.MinimumZones = 3 }},
	{"zones-minimum", "Subnets", func(c *Consumer) {
		c.MinimumZones, c.Zones, c.DNS.ZonalNames = 0, []string{"us-east-1a", "us-east-1c"}, nil
	}},
	{"", "", func(c *Consumer) {
		c.MinimumZones, c.Zones, c.DNS.ZonalNames = 1, []string{"us-east-1a", "us-east-1c"}, nil
	}},
	{"dns-one-mode", "Dns", func(c *Consumer) { c.DNS.ServiceName = true }},
	{"dns-needs-zone", "Dns.Names", zoneless(func(c *Consumer) { c.DNS.Names = []string{"api"} })},
	{"dns-needs-zone", "Dns.Vpcs", func(c *Consumer) { c.DNS.ZoneName, c.DNS.Existing = "", true }},
	{"dns-needs-zone", "Dns.Vpcs[1]", func(c *Consumer) { c.DNS.MissingVpcs = []int{1} }},
	{"dns-needs-zone", "Dns.HostedZone", func(c *Consumer) { c.DNS.ZoneName, c.DNS.Existing, c.DNS.Unnamed, c.DNS.Shared = "", true, true, false }},
	{"", "", func(c *Consumer) { c.Service = Service{Pending: true} }},
	{"dns-lattice", "Dns", lattice(func(c *Consumer) { c.DNS = DNS{ZoneName: "database.internal"} })},
	{"dns-lattice", "Dns", lattice(func(c *Consumer) { c.DNS = DNS{Existing: true} })},
	{"", "", lattice(func(c *Consumer) { c.DNS = DNS{ServiceName: true} })},
	{"dns-service-name", "Dns", zoneless(func(c *Consumer) { c.DNS.ServiceName, c.Service.PrivateDNSName = true, "" })},
	{"dns-acceptance", "Dns", zoneless(func(c *Consumer) { c.DNS.ServiceName, c.Service.AcceptanceRequired = true, true })},
	{"dns-verification", "Dns", zoneless(func(c *Consumer) { c.DNS.ServiceName, c.Service.InApp = true, true })},
	{"", "", func(c *Consumer) { c.Service.AcceptanceRequired = true }},
	{"service-other-stage", "Service", func(c *Consumer) { c.Service.OtherStage = true }},
	{"service-place-unknown", "Service", func(c *Consumer) { c.Service.InApp, c.Service.Region, c.Service.Account = true, unknown, c.Account }},
	{"service-place-unknown", "Service", func(c *Consumer) { c.Service.InApp, c.Region, c.Service.Account = true, unknown, c.Account }},
	{"", "", func(c *Consumer) {
		c.Service.InApp, c.Region, c.Service.Region, c.Service.Account = true, unknown, unknown, c.Account
	}},
	{"service-place-unknown", "Service", func(c *Consumer) { c.Service.InApp, c.Service.Account = true, unknown }},
	{"service-place-unknown", "Service", func(c *Consumer) {
		c.Service.InApp, c.Region, c.Service.Region, c.Service.Account = true, unknown, unknown, "111122223333"
	}},
	{"dns-record-name", "Dns.Names[2]", func(c *Consumer) { c.DNS.Names[2] = strings.Repeat("a.", 121) + "a" }},
	{"", "", func(c *Consumer) { c.Pending, c.MinimumZones = true, 3 }},
	{"only-inbound-resolver", "OnlyInboundResolver", zoneless(func(c *Consumer) {
		c.Service = Service{Type: AWSEndpoint, ServiceName: "com.amazonaws.us-east-1.ssm", Region: "us-east-1", Ports: []PortRange{{"TCP", 443, 443}}}
		c.OnlyInboundResolver, c.DNS.ServiceName = true, true
	})},
	{"supported-region-zones", "Service.Zones", func(c *Consumer) { c.Region, c.Service.Zones = "eu-west-1", []string{"us-east-1a"} }},
	{"supported-region-zones", "Service.Zones", func(c *Consumer) { c.Region, c.Service.Zones = "eu-west-1", []string{"use1-az1", "use1-az3"} }},
	{"security-group-rules", "Clients", func(c *Consumer) { c.Clients = 21 }},
	{"security-group-fixed", "SecurityGroup", func(c *Consumer) { c.FixedGroup = true }},
	{"endpoint-policy-size", "Policy", zoneless(func(c *Consumer) {
		c.Service = Service{Type: AWSEndpoint, ServiceName: "com.amazonaws.us-east-1.ssm", Region: "us-east-1", Ports: []PortRange{{"TCP", 443, 443}}}
		c.HasPolicy, c.PolicySize, c.Family = true, 20481, ""
	})},
	{"", "", func(c *Consumer) { c.Service.Account = "111122223333" }},
	{"", "", func(c *Consumer) { c.DNS.ZoneName = "Orders.internal" }},
	{"", "", func(c *Consumer) { c.Service.ServiceName = "com.amazonaws.iam" }},
	{"", "", func(c *Consumer) { c.Service.ServiceName = "com.amazonaws.eu-west-1.s3" }},
	{"", "", func(c *Consumer) { c.Service.ServiceName = "cn.com.amazonaws.cn-north-1.ecr.api" }},
	{"service-name-form", "Service.ServiceName", func(c *Consumer) { c.Service.ServiceName = "com.amazonaws.vpce.us-east-1.orders" }},
	{"service-name-form", "Service.ServiceName", func(c *Consumer) { c.Service.ServiceName = "com.amazonaws" }},
	{"", "", func(c *Consumer) { c.Service.ServiceName = "dummy-value-for-/orders" }},
	{"dns-zone-name", "Dns.ZoneName", func(c *Consumer) { c.DNS.ZoneName = "*.orders.internal" }},
	{"dns-zone-name", "Dns.ZoneName", func(c *Consumer) { c.DNS.ZoneName = "orders..internal" }},
	{"", "", func(c *Consumer) { c.DNS.Names[2] = "API" }},
	{"dns-record-name", "Dns.Names[2]", func(c *Consumer) { c.DNS.Names[1], c.DNS.Names[2] = "api", "API" }},
	{"dns-record-name", "Dns.Names[2]", func(c *Consumer) { c.DNS.Names[2] = "*" }},
	{"dns-record-name", "Dns.ZonalNames", func(c *Consumer) { c.DNS.ZonalNames["us-east-1a"] = "api" }},
	{"dns-record-name", "Dns.ZonalNames", func(c *Consumer) { c.DNS.ZonalNames["us-east-1a"] = "" }},
	{"", "", lattice(func(c *Consumer) { c.DNS.Preference, c.DNS.Domains = "SPECIFIED_DOMAINS_ONLY", []string{"a.example"} })},
	{"dns-preference", "Dns.Preference", lattice(func(c *Consumer) { c.DNS.Preference = "SOME" })},
	{"dns-preference", "Dns.Preference", lattice(func(c *Consumer) { c.DNS.ServiceName, c.DNS.Preference = false, "ALL_DOMAINS" })},
	{"dns-preference", "Dns.Preference", zoneless(func(c *Consumer) { c.DNS.ServiceName, c.DNS.Preference = true, "ALL_DOMAINS" })},
	{"dns-preference", "Dns.SpecifiedDomains", lattice(func(c *Consumer) { c.DNS.Preference = "SPECIFIED_DOMAINS_ONLY" })},
	{"dns-preference", "Dns.SpecifiedDomains", lattice(func(c *Consumer) { c.DNS.Preference, c.DNS.Domains = "ALL_DOMAINS", []string{"a.example"} })},
	{"dns-zonal-names", "Dns.ZonalNames", func(c *Consumer) { c.ZoneIDs = nil }},
	{"dns-zonal-names-elsewhere", "Dns.ZonalNames", func(c *Consumer) { c.DNS.ZonalNames["use1-az6"] = "f" }},
	{"dns-zonal-names-elsewhere", "Dns.ZonalNames", func(c *Consumer) { c.DNS.ZonalNames = map[string]string{"use1-az2": "b", "us-east-1f": "f"} }},
	{"dns-zonal-names-elsewhere", "Dns.ZonalNames", func(c *Consumer) { c.DNS.ZonalNames = map[string]string{"us-east-1f": "f"} }},
	{"dns-zonal-names-elsewhere", "Dns.ZonalNames", func(c *Consumer) { c.DNS.ZonalNames = map[string]string{"us-east-1c": "c"} }},
	{"dns-zonal-names", "Dns.ZonalNames", func(c *Consumer) { c.Service.Type, c.Service.ServiceName = AWSEndpoint, "com.amazonaws.us-east-1.ssm" }},
	{"clients-unknown", "Clients", func(c *Consumer) { c.NoClients = true }},
	{"client-missing", "Clients[1]", func(c *Consumer) { c.ClientProblems = map[int]string{1: "no security groups"} }},
	{"client-missing", "Clients[2]", func(c *Consumer) { c.MissingClients = []int{2} }},
	{"endpoint-policy", "Policy", func(c *Consumer) { c.HasPolicy = true }},
	{"only-inbound-resolver", "OnlyInboundResolver", func(c *Consumer) { c.OnlyInboundResolver = true }},
	{"tag-key", "Tags", func(c *Consumer) { c.TagKeys = []string{""} }},
}

func TestConsumerRules(t *testing.T) {
	testRules(t, consumerRules, validConsumer, consumerCases)
}

// TestServes: zones are only left out where both sides are known to name them
// alike.
func TestServes(t *testing.T) {
	const token = "${Token[TOKEN.7]}"
	for name, c := range map[string]struct {
		change func(*Consumer)
		zone   string
		want   bool
	}{
		"served":                       {func(*Consumer) {}, "us-east-1b", true},
		"not served":                   {func(*Consumer) {}, "us-east-1c", false},
		"unknown zone":                 {func(*Consumer) {}, token, true},
		"unknown service zones":        {func(c *Consumer) { c.Service.Zones = nil }, "us-east-1c", true},
		"one service zone unknown":     {func(c *Consumer) { c.Service.Zones[1] = token }, "us-east-1c", true},
		"same account":                 {func(c *Consumer) { c.Service.Account = c.Account }, "us-east-1c", false},
		"other account":                {func(c *Consumer) { c.Service.Account = "111122223333" }, "us-east-1c", true},
		"account of consumer unknown":  {func(c *Consumer) { c.Service.Account, c.Account = "111122223333", token }, "us-east-1c", true},
		"account of service unknown":   {func(c *Consumer) { c.Service.Account = token }, "us-east-1c", true},
		"the same unknown account":     {func(c *Consumer) { c.Service.Account, c.Account = token, token }, "us-east-1c", false},
		"Region not known":             {func(c *Consumer) { c.Service.Region = token }, "us-east-1c", true},
		"by ID, served":                {func(c *Consumer) { c.Service.Zones = []string{"use1-az1"} }, "us-east-1a", true},
		"by ID, not served":            {func(c *Consumer) { c.Service.Zones = []string{"use1-az1"} }, "us-east-1b", false},
		"by ID, of another account":    {func(c *Consumer) { c.Service.Zones, c.Service.Account = []string{"use1-az1"}, "111122223333" }, "us-east-1b", false},
		"by ID, own not known":         {func(c *Consumer) { c.Service.Zones = []string{"use1-az1"} }, "us-east-1c", true},
		"ID against name, served":      {func(*Consumer) {}, "use1-az2", true},
		"ID against name, not served":  {func(*Consumer) {}, "use1-az6", false},
		"ID against unknown name":      {func(c *Consumer) { c.ZoneIDs = nil }, "use1-az6", true},
		"ID against ID":                {func(c *Consumer) { c.Service.Zones = []string{"use1-az1"} }, "use1-az2", false},
		"other Region":                 {func(c *Consumer) { c.Service.Region = "eu-west-1" }, "us-east-1c", true},
		"other Region, excluded":       {func(c *Consumer) { c.Service.Region = "eu-west-1" }, "use1-az3", false},
		"other Region, excluded by ID": {func(c *Consumer) { c.Service.Region = "eu-west-1"; c.ZoneIDs["us-east-1c"] = "use1-az3" }, "us-east-1c", false},
	} {
		consumer := validConsumer()
		c.change(&consumer)
		if got := consumer.Serves(c.zone); got != c.want {
			t.Errorf("%s: Serves(%s) = %t", name, c.zone, got)
		}
	}
}

func TestZoneHere(t *testing.T) {
	c := validConsumer()
	for zone, want := range map[string]string{"us-east-1a": "us-east-1a", "use1-az2": "us-east-1b", "us-east-1d": "", "use1-az6": ""} {
		if got, ok := c.ZoneHere(zone, c.Zones); got != want || ok != (want != "") {
			t.Errorf("ZoneHere(%s) = %q, %t", zone, got, ok)
		}
	}
	if got, _ := c.ZoneHere("us-east-1a", []string{"use1-az1"}); got != "us-east-1a" {
		t.Errorf("a zone that is given by ID is named %q", got)
	}
}

func TestServiceRegion(t *testing.T) {
	for name, want := range map[string]string{
		"com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0":     "us-east-1",
		"cn.com.amazonaws.vpce.cn-north-1.vpce-svc-0123456789abcdef0": "cn-north-1",
		"eu.amazonaws.vpce.eusc-de-east-1.vpce-svc-0123456789abcdef0": "eusc-de-east-1",
		"com.amazonaws.us-east-1.ssm":                                 "",
		"com.amazonaws.vpce.us-east-1.vpce-0123456789abcdef0":         "",
		"com.amazonaws.vpce.us-east-1.${Token[TOKEN.3]}":              "",
	} {
		if got, ok := ServiceRegion(name); got != want || ok != (want != "") {
			t.Errorf("ServiceRegion(%q) = %q, %t", name, got, ok)
		}
	}
}

func TestIsZoneID(t *testing.T) {
	for zone, want := range map[string]bool{
		"use1-az1": true, "apne1-az3": true, "usw2-lax1-az1": true, "euc1-az2": true,
		"us-east-1a": false, "": false, "az1": false, "${Token[TOKEN.3]}": false,
	} {
		if got := IsZoneID(zone); got != want {
			t.Errorf("IsZoneID(%q) = %t", zone, got)
		}
	}
}
