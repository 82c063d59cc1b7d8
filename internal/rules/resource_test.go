package rules

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

func validResource() plan.ResourceProvider {
	return plan.ResourceProvider{
		HasVpc: true, Region: "us-east-1", Account: "111122223333", HasResource: true, HasPorts: true,
		Member:     plan.Member{Resource: plan.Resource{Kind: plan.DomainResource, Value: "db.example.com"}, Ports: []plan.ServicePort{{Port: 5432}}},
		Name:       "orders",
		DomainName: "orders.example.com", DomainVerificationId: "dv-0123456789abcdef0", AuthType: "NONE",
		Gateway:         plan.Gateway{Name: "orders-gateway", Zones: []string{"us-east-1a", "us-east-1b"}, AddressesPerInterface: 62},
		ServiceNetworks: []plan.ServiceNetwork{{Id: "sn-0123456789abcdef0"}, {Id: "arn:aws:vpc-lattice:us-east-1:111122223333:servicenetwork/sn-0123456789abcdef0"}},
		ShareWith: []plan.SharePrincipal{
			{Kind: plan.AccountPrincipal, Value: "444455556666"}, {Kind: plan.OrganizationPrincipal, Value: "arn:aws:organizations::111122223333:organization/o-exampleorgid"},
			{Kind: plan.UnitPrincipal, Value: "arn:aws:organizations::111122223333:ou/o-exampleorgid/ou-exam-exampleouid"},
		},
		VpcCidrs: []string{"10.0.0.0/16"},
	}
}

// grouped makes members of the resource.
func grouped(p *plan.ResourceProvider) {
	p.HasResource, p.HasPorts, p.Member = false, false, plan.Member{}
	p.DomainName = "example.com"
	p.Members = []plan.Member{
		{Id: "Writer", DomainName: "writer.example.com", Resource: plan.Resource{Kind: plan.DomainResource, Value: "db.example.com"}, Ports: []plan.ServicePort{{Port: 5432}}},
		{Id: "Cache", Name: "cache", Resource: plan.Resource{Kind: plan.AddressResource, Value: "100.64.0.9"}, Ports: []plan.ServicePort{{Port: 6379, EndPort: 6380}}},
	}
}

// by has the resource known by something else.
func by(kind, value string) func(*plan.ResourceProvider) {
	return func(p *plan.ResourceProvider) { p.Member.Resource = plan.Resource{Kind: kind, Value: value} }
}

var resourceCases = []ruleCase[plan.ResourceProvider]{
	{"", "", grouped},
	{"", "", by(plan.ArnResource, "arn:aws-us-gov:rds:us-gov-west-1:111122223333:db:orders")},
	{"", "", func(p *plan.ResourceProvider) { // An address of IPv6, for a gateway that has both.
		by(plan.AddressResource, "2001:db8::5")(p)
		p.Gateway.IpAddressType = plan.DualStack
	}},
	{"", "", func(p *plan.ResourceProvider) { // The VPC is being looked up.
		p.VpcCidrs, p.Gateway.Pending = nil, true
	}},
	{"", "", func(p *plan.ResourceProvider) {
		p.HasVpc, p.Gateway.OfOther = false, true
		p.VpcCidrs = nil
	}},
	{"scope-required", "scope", func(p *plan.ResourceProvider) { p.NoScope = true }},
	{"resource-vpc-required", "Vpc", func(p *plan.ResourceProvider) { p.HasVpc = false }},
	{"resource-vpc-required", "Vpc", func(p *plan.ResourceProvider) { p.Gateway.OfOther = true }},
	{"resource-gateway-of", "Gateway", func(p *plan.ResourceProvider) { p.HasVpc, p.Gateway.OfOther, p.Gateway.BesideOther = false, true, true }},
	{"resource-required", "Resource", func(p *plan.ResourceProvider) { p.HasResource, p.Member = false, plan.Member{} }},
	{"resource-required", "Members", func(p *plan.ResourceProvider) { p.Members = []plan.Member{{Id: "A"}} }},
	{"resource-required", "Ports", func(p *plan.ResourceProvider) { grouped(p); p.HasPorts = true }},
	{"resource-required", "Members[1].Resource", func(p *plan.ResourceProvider) { grouped(p); p.Members[1].Resource = plan.Resource{} }},
	{"resource-required", "Members[0].Resource", func(p *plan.ResourceProvider) {
		grouped(p)
		p.Members[0].Resource = plan.Resource{Kind: plan.ArnResource, Value: "arn:aws:rds:us-east-1:111122223333:cluster:orders"}
	}},
	{"resource-required", "Resource", func(p *plan.ResourceProvider) { p.Member.Resource.Missing = true }},
	{"resource-required", "Resource", func(p *plan.ResourceProvider) { p.Member.Resource.Problem = "it has no VPC" }},
	{"resource-member-id", "Members[1].Id", func(p *plan.ResourceProvider) { grouped(p); p.Members[1].Id = "Writer" }},
	{"resource-member-id", "Members[0].Id", func(p *plan.ResourceProvider) { grouped(p); p.Members[0].Id = "" }},
	{"resource-address", "Resource", by(plan.AddressResource, "8.8.8.8")},
	{"resource-address", "Resource", by(plan.AddressResource, "172.32.0.1")},
	{"resource-address", "Resource", by(plan.AddressResource, "db.example.com")},
	{"resource-domain", "Resource", by(plan.DomainResource, "db.example.com:5432")},
	{"resource-domain", "Resource", by(plan.DomainResource, "")},
	{"resource-domain", "Resource", by(plan.DomainResource, "db")},
	{"resource-domain", "DomainName", func(p *plan.ResourceProvider) { p.DomainName = "orders example.com" }},
	{"resource-domain", "Members[0].DomainName", func(p *plan.ResourceProvider) { grouped(p); p.Members[0].DomainName = "a_b.-.example.com" }},
	{"resource-arn", "Resource", by(plan.ArnResource, "arn:aws:s3:::orders")},
	{"resource-arn", "Resource", by(plan.ArnResource, "arn:aws:rds:us-east-1:111122223333:snapshot:orders")},
	{"resource-ports", "Ports", func(p *plan.ResourceProvider) { p.Member.Ports, p.HasPorts = nil, false }},
	{"resource-ports", "Ports[0].Port", func(p *plan.ResourceProvider) { p.Member.Ports[0].Port = 0 }},
	{"resource-ports", "Ports[0].EndPort", func(p *plan.ResourceProvider) { p.Member.Ports[0].EndPort = 80 }},
	{"resource-ports", "Ports[0].EndPort", func(p *plan.ResourceProvider) { p.Member.Ports[0].EndPort = 70000 }},
	{"resource-ports", "Ports[0].Protocol", func(p *plan.ResourceProvider) { p.Member.Ports[0].Protocol = plan.Udp }},
	{"resource-ports", "Members[1].Ports", func(p *plan.ResourceProvider) { grouped(p); p.Members[1].Ports = nil }},
	{"resource-name", "Name", func(p *plan.ResourceProvider) { p.Name = "Orders" }},
	{"resource-name", "Name", func(p *plan.ResourceProvider) { p.Name = "rcfg-orders" }},
	{"resource-name", "Gateway.Name", func(p *plan.ResourceProvider) { p.Gateway.Name = "a--b" }},
	{"resource-name", "Members[1].Name", func(p *plan.ResourceProvider) { grouped(p); p.Members[1].Name = "db" }},
	{"resource-name-taken", "Members[1].Name", func(p *plan.ResourceProvider) { grouped(p); p.Members[1].Name = "orders" }},
	{"resource-group-domain", "Members[0].DomainName", func(p *plan.ResourceProvider) { grouped(p); p.Members[0].DomainName = "writer.example.org" }},
	{"resource-group-domain", "Members[0].DomainName", func(p *plan.ResourceProvider) { grouped(p); p.Members[0].DomainName = "Example.com" }},
	{"resource-verification", "DomainVerificationId", func(p *plan.ResourceProvider) { p.DomainName = "" }},
	{"resource-verification", "DomainVerificationId", func(p *plan.ResourceProvider) { p.DomainVerificationId = "example.com" }},
	{"resource-range", "Resource", func(p *plan.ResourceProvider) { p.VpcCidrs = nil }},
	{"resource-range", "Resource", func(p *plan.ResourceProvider) { p.Member.Resource.Within = []string{"10.0.0.0"} }},
	{"gateway-subnets", "Gateway.Subnets", func(p *plan.ResourceProvider) { p.Gateway.SubnetsProblem = "the VPC has no subnets" }},
	{"gateway-family", "Gateway.IpAddressType", func(p *plan.ResourceProvider) { p.Gateway.IpAddressType = "ipv5" }},
	{"gateway-family", "Resource", by(plan.AddressResource, "2001:db8::5")},
	{"gateway-family", "Resource", func(p *plan.ResourceProvider) { p.Member.Resource.IpAddressType = plan.DualStack }},
	{"gateway-addresses", "Gateway.AddressesPerInterface", func(p *plan.ResourceProvider) { p.Gateway.AddressesPerInterface = 63 }},
	{"gateway-addresses", "Gateway.AddressesPerInterface", func(p *plan.ResourceProvider) {
		p.Gateway.IpAddressType, p.Member.Resource.Within = plan.Ipv6, []string{"2001:db8::/56"}
	}},
	{"gateway-resolution", "Gateway.DnsResolution", func(p *plan.ResourceProvider) { p.Gateway.DnsResolution = "VPC" }},
	{"resource-auth-type", "AuthType", func(p *plan.ResourceProvider) { p.AuthType = "IAM" }},
	{"resource-service-network", "ServiceNetworks[0].Id", func(p *plan.ResourceProvider) { p.ServiceNetworks[0].Id = "orders" }},
	{"share-principal", "ShareWith[0]", func(p *plan.ResourceProvider) { p.ShareWith[0] = plan.SharePrincipal{} }},
	{"share-principal", "ShareWith[0]", func(p *plan.ResourceProvider) { p.ShareWith[0].Value = "4444" }},
	{"share-principal", "ShareWith[1]", func(p *plan.ResourceProvider) { p.ShareWith[1].Value = "o-exampleorgid" }},
	{"share-principal", "ShareWith[2]", func(p *plan.ResourceProvider) { p.ShareWith[2].Value = p.ShareWith[1].Value }},
	{"security-group-name", "Gateway.SecurityGroupName", func(p *plan.ResourceProvider) { p.Gateway.SecurityGroupName = "sg-orders" }},
	{"group-description", "Gateway.SecurityGroupDescription", func(p *plan.ResourceProvider) { p.Gateway.SecurityGroupDescription = "Größe" }},
	{"zone-ids", "ZoneIds", func(p *plan.ResourceProvider) { p.ZoneIds = map[string]string{"us-east-1a": "a"} }},
	{"parameter-name", "PublishParameter", func(p *plan.ResourceProvider) { p.PublishParameter = "orders" }},
	{"removal-policy", "RemovalPolicy", func(p *plan.ResourceProvider) { p.RemovalPolicy = "SNAPSHOT" }},
	{"tag-key", "Tags", func(p *plan.ResourceProvider) { p.Tags = map[string]string{"aws:team": "a"} }},
}

func TestResourceRules(t *testing.T) {
	testRules(t, resourceRules, validResource, (*plan.ResourceProvider).Complete, resourceCases)
}
