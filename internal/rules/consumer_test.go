package rules

import "testing"

func ptr[T any](v T) *T { return &v }

// validConsumer breaks no rule.
func validConsumer() Consumer {
	return Consumer{
		HasVpc: true, HasService: true,
		Region: "us-east-1", Account: "444455556666",
		DnsSupport: ptr(true), DnsHostnames: ptr(true),
		Zones: []string{"us-east-1a", "us-east-1c"},
		Service: Service{
			ServiceName:    "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Region:         "us-east-1",
			Ports:          []PortRange{{"TCP", 443, 443}, {"TCP_UDP", 1024, 65535}},
			Zones:          []string{"us-east-1a", "us-east-1b"},
			PrivateDnsName: "orders.example.com",
		},
		Dns:     Dns{ZoneName: "orders.internal"},
		TagKeys: []string{"team"},
	}
}

var consumerCases = []ruleCase[Consumer]{
	{"consumer-vpc-required", "Vpc", func(c *Consumer) { c.HasVpc = false }},
	{"consumer-service-required", "Service", func(c *Consumer) { c.HasService = false }},
	{"service-name-form", "Service.ServiceName", func(c *Consumer) { c.Service.ServiceName = "orders" }},
	{"service-name-form", "Service.ServiceName", func(c *Consumer) { c.Service.ServiceName = "" }},
	{"service-name-form", "Service.ServiceName", func(c *Consumer) { c.Service.ServiceName = "vpce-svc-0123456789abcdef0" }},
	{"service-name-region", "Service.Region", func(c *Consumer) { c.Service.Region = "eu-west-1" }},
	{"service-ports-required", "Service.Ports", func(c *Consumer) { c.Service.Ports = nil }},
	{"service-port-range", "Service.Ports[0].Port", func(c *Consumer) { c.Service.Ports[0].Port = 0 }},
	{"service-port-range", "Service.Ports[1].EndPort", func(c *Consumer) { c.Service.Ports[1].EndPort = 65536 }},
	{"service-port-range", "Service.Ports[1].EndPort", func(c *Consumer) { c.Service.Ports[1].EndPort = 1023 }},
	{"service-port-protocol", "Service.Ports[0].Protocol", func(c *Consumer) { c.Service.Ports[0].Protocol = "TLS" }},
	{"consumer-subnets-selectable", "Subnets", func(c *Consumer) { c.SubnetsProblem = "There are no 'Private' subnet groups" }},
	{"consumer-subnet-per-zone", "Subnets", func(c *Consumer) { c.Zones[1] = c.Zones[0] }},
	{"zones-disjoint", "Subnets", func(c *Consumer) { c.Zones = []string{"us-east-1d"} }},
	{"dns-one-mode", "Dns", func(c *Consumer) { c.Dns.ServiceName = true }},
	{"dns-service-name", "Dns", func(c *Consumer) { c.Dns = Dns{ServiceName: true}; c.Service.PrivateDnsName = "" }},
	{"dns-vpc-attributes", "Vpc", func(c *Consumer) { c.DnsSupport = ptr(false) }},
	{"dns-vpc-attributes", "Vpc", func(c *Consumer) { c.DnsHostnames = ptr(false) }},
	{"dns-zone-name", "Dns.ZoneName", func(c *Consumer) { c.Dns.ZoneName = "Orders.internal" }},
	{"dns-zone-name", "Dns.ZoneName", func(c *Consumer) { c.Dns.ZoneName = "*.orders.internal" }},
	{"dns-zone-name", "Dns.ZoneName", func(c *Consumer) { c.Dns.ZoneName = "orders..internal" }},
	{"clients-unknown", "Clients", func(c *Consumer) { c.NoClients = true }},
	{"client-missing", "Clients[2]", func(c *Consumer) { c.MissingClients = []int{2} }},
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
		"served":                      {func(*Consumer) {}, "us-east-1b", true},
		"not served":                  {func(*Consumer) {}, "us-east-1c", false},
		"unknown zone":                {func(*Consumer) {}, token, true},
		"unknown service zones":       {func(c *Consumer) { c.Service.Zones = nil }, "us-east-1c", true},
		"one service zone unknown":    {func(c *Consumer) { c.Service.Zones[1] = token }, "us-east-1c", true},
		"zones by ID":                 {func(c *Consumer) { c.Service.Zones = []string{"use1-az1"} }, "us-east-1c", true},
		"same account":                {func(c *Consumer) { c.Service.Account = c.Account }, "us-east-1c", false},
		"other account":               {func(c *Consumer) { c.Service.Account = "111122223333" }, "us-east-1c", true},
		"account of consumer unknown": {func(c *Consumer) { c.Service.Account, c.Account = "111122223333", token }, "us-east-1c", true},
		"account of service unknown":  {func(c *Consumer) { c.Service.Account = token }, "us-east-1c", true},
		"the same unknown account":    {func(c *Consumer) { c.Service.Account, c.Account = token, token }, "us-east-1c", false},
		"Region not known":            {func(c *Consumer) { c.Service.Region = token }, "us-east-1c", true},
		"other Region":                {func(c *Consumer) { c.Service.Region = "eu-west-1" }, "us-east-1c", true},
	} {
		consumer := validConsumer()
		c.change(&consumer)
		if got := consumer.Serves(c.zone); got != c.want {
			t.Errorf("%s: Serves(%s) = %t", name, c.zone, got)
		}
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

func TestPartition(t *testing.T) {
	for region, want := range map[string][2]string{
		"us-east-1":       {"aws", "com.amazonaws.vpce"},
		"cn-north-1":      {"aws-cn", "cn.com.amazonaws.vpce"},
		"us-gov-west-1":   {"aws-us-gov", "com.amazonaws.vpce"},
		"us-isob-east-1":  {"aws-iso-b", "com.amazonaws.vpce"},
		"us-isof-south-1": {"aws-iso-f", "gov.ic.hci.csp.vpce"},
		"eusc-de-east-1":  {"aws-eusc", "eu.amazonaws.vpce"},
	} {
		if got := [2]string{Partition(region), ServiceNamePrefix(region)}; got != want {
			t.Errorf("%s: got %v", region, got)
		}
	}
}
