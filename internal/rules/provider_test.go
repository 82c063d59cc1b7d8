package rules

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// validProvider breaks no rule. Its listeners are of every kind that goes
// together, its target groups in place and in full.
func validProvider() plan.Provider {
	return plan.Provider{
		HasVpc:             true,
		Region:             "us-east-1",
		VpcCidrs:           []string{"10.0.0.0/16"},
		VpcMade:            true,
		Zones:              []string{"us-east-1a", "us-east-1b"},
		AcceptanceRequired: true, RemovalPolicy: plan.KeepOnceMade,
		Tags:             map[string]string{"team": "orders"},
		SupportedRegions: []string{"us-east-1", "eu-west-1"},
		PrivateDns:       plan.PrivateDns{Name: "*.orders.example.com", Domain: "example.com", HasHostedZone: true, HostedZoneName: "example.com."},
		LoadBalancer: plan.LoadBalancer{
			IsSet: true, CrossZone: true,
			SubnetCidrs:    []string{"10.0.0.0/24", "10.0.1.0/24"},
			SubnetMappings: []plan.SubnetMapping{{PrivateIpv4Address: "10.0.0.10"}, {PrivateIpv4Address: "10.0.1.10"}},
			Security:       plan.Security{Kind: plan.FromCidrs, Cidrs: []string{"10.0.0.0/8", "2001:db8::/32"}},
			Name:           "orders", SecondaryAddresses: 7, ClientRoutingPolicy: "availability_zone_affinity",
		},
		Listeners: []plan.Listener{{
			Port: 443, Protocol: "TLS", AlpnPolicy: "HTTP2Preferred", HasTargets: true,
			Certificates: []string{"arn:aws:acm:us-east-1:111122223333:certificate/0b1c"},
			TargetGroups: []plan.TargetGroup{{
				InPlace: true, Port: 8443, Protocol: "TCP",
				Targets: []plan.Target{{Kind: plan.InstanceTarget, Port: 8443, Guarded: true}},
				HealthCheck: plan.HealthCheck{
					Protocol: "HTTP", Path: "/healthz", HealthyCodes: "200-204,301", Port: 8080,
					Interval: 10 * time.Second, Timeout: 5 * time.Second,
					HealthyThreshold: 3, UnhealthyThreshold: 3,
				},
			}},
		}, {
			Port: 80, Protocol: "TCP", HasTargets: true,
			TargetGroups: []plan.TargetGroup{{
				InPlace: true, Port: 80, Protocol: "TCP", HealthCheck: plan.HealthCheck{Protocol: "TCP"},
				Targets: []plan.Target{{Kind: plan.IpTarget, Port: 80, Address: "10.0.1.5"}, {Kind: plan.IpTarget, Port: 80, Address: "192.168.1.5", Zone: "all"}},
			}},
		}, {
			Port: 53, Protocol: "TCP_UDP", HasTargets: true,
			TargetGroups: []plan.TargetGroup{{
				Name: "dns", TargetType: plan.InstanceTarget, Port: 53, Protocol: "TCP_UDP", HealthCheck: plan.HealthCheck{Protocol: "TCP"}, Weight: 999,
				ProxyProtocolV2: true, Stickiness: true, DeregistrationDelay: time.Minute,
				KeepUnhealthyConnections: true, UnhealthyDraining: time.Minute, Health: plan.TargetGroupHealth{DnsCount: 1, RoutingCount: 2, DnsPercentage: 50, RoutingPercentage: 100},
			}, {Existing: true, Port: 53}},
		}, {
			Port: 81, Protocol: "TCP", HasTargets: true,
			TargetGroups: []plan.TargetGroup{{
				Port: 8081, Protocol: "TCP", HealthCheck: plan.HealthCheck{Protocol: "HTTP"},
				Targets: []plan.Target{{Kind: plan.AlbTarget, Port: 8081, Guarded: true}},
			}},
		}},
		AllowedPrincipals: []plan.Principal{
			{Kind: plan.AccountPrincipal, Account: "111122223333"},
			{Kind: plan.RolePrincipal, Account: "111122223333", Name: "service/reader"},
			{Kind: plan.UserPrincipal, Account: "111122223333", Name: "jo.doe@example.com"},
			{Kind: plan.ArnPrincipal, Arn: "arn:aws-cn:iam::111122223333:role/reader"},
			{Kind: plan.EveryonePrincipal},
			{Kind: plan.ServicePrincipal, Name: "vpce.amazonaws.com"},
		},
	}
}

// group changes the first target group of a listener.
func group(listener int, change func(*plan.TargetGroup)) func(*plan.Provider) {
	return func(p *plan.Provider) { change(&p.Listeners[listener].TargetGroups[0]) }
}

// quicProvider is valid, with a QUIC listener alone.
func quicProvider(change func(*plan.Provider)) func(*plan.Provider) {
	return func(p *plan.Provider) {
		*p = validProvider()
		p.LoadBalancer.Security = plan.Security{Kind: plan.NoGroup}
		p.Listeners = []plan.Listener{{Port: 443, Protocol: "QUIC", HasTargets: true, TargetGroups: []plan.TargetGroup{{
			InPlace: true, Port: 443, Protocol: "QUIC", HealthCheck: plan.HealthCheck{Protocol: "TCP"},
			Targets: []plan.Target{{Kind: plan.IpTarget, Port: 443, Address: "10.0.1.5", QuicServerId: "0x0000000000000001"}},
		}}}}
		change(p)
	}
}

// existingProvider is valid, with load balancers that were brought.
func existingProvider(change func(*plan.Provider)) func(*plan.Provider) {
	return func(p *plan.Provider) {
		*p = validProvider()
		p.LoadBalancer = plan.LoadBalancer{}
		p.ExistingLoadBalancers = []plan.ExistingLoadBalancer{{Arn: "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/a/1"}, {}}
		p.Listeners = []plan.Listener{{Port: 443, Protocol: "TLS", Described: true}}
		change(p)
	}
}

const unknown = "${Token[TOKEN.1]}"

var providerCases = []ruleCase[plan.Provider]{
	{"target-zone-unknown", "Listeners[1].Targets[1]", func(p *plan.Provider) { p.VpcMade = false; p.Listeners[1].TargetGroups[0].Targets[1].Zone = "" }},
	{"", "", quicProvider(func(*plan.Provider) {})},
	{"", "", existingProvider(func(*plan.Provider) {})},
	{"existing-load-balancer-place", "ExistingLoadBalancers[0]", existingProvider(func(p *plan.Provider) { p.Region = "eu-west-1" })},
	{"existing-load-balancer-place", "ExistingLoadBalancers[0]", existingProvider(func(p *plan.Provider) { p.Account = "444455556666" })},
	{"", "", existingProvider(func(p *plan.Provider) { p.Region, p.Account = unknown, unknown })},
	{"", "", existingProvider(func(p *plan.Provider) { p.HasVpc, p.Listeners = false, nil })},
	{"existing-zones", "Zones", func(p *plan.Provider) { p.ZonesAlone = true }},
	{"listener-exists", "Listeners[0].Port", existingProvider(func(p *plan.Provider) { p.Listeners[0].Described = false })},
	{"tls-certificate-region", "Listeners[0].Certificates[0]", func(p *plan.Provider) {
		p.Listeners[0].Certificates[0] = "arn:aws:acm:eu-west-1:111122223333:certificate/0b1c"
	}},
	{"", "", func(p *plan.Provider) {
		p.Listeners[0].Certificates[0] = "arn:aws:iam::111122223333:server-certificate/a"
	}},
	{"target-group-existing", "Listeners[2].TargetGroups[1].Port", func(p *plan.Provider) { p.Listeners[2].TargetGroups[1].ExistingPort = 54 }},
	{"target-group-name-twice", "Listeners[3].TargetGroups[0].Name", func(p *plan.Provider) { p.Listeners[3].TargetGroups[0].Name = "dns" }},
	{"preserve-client-ip-udp", "Listeners[0].TargetGroup.PreserveClientIp", quicProvider(func(p *plan.Provider) { p.Listeners[0].TargetGroups[0].PreserveClientIp = plan.Off })},
	{"access-logs-prefix", "LoadBalancer.AccessLogs.Prefix", func(p *plan.Provider) {
		p.LoadBalancer.AccessLogs.HasBucket, p.LoadBalancer.AccessLogs.Prefix = true, "x/AWSLogs"
	}},
	{"access-logs-prefix", "LoadBalancer.AccessLogs.Prefix", func(p *plan.Provider) {
		p.LoadBalancer.AccessLogs.HasBucket, p.LoadBalancer.AccessLogs.Prefix = true, "/orders"
	}},
	{"subnet-mapping-address", "LoadBalancer.SubnetMappings[0].PrivateIpv4Address", func(p *plan.Provider) { p.LoadBalancer.SubnetMappings[0].Cidr = "10.0.9.0/24" }},
	{"security-cidrs", "LoadBalancer.Security", func(p *plan.Provider) { p.LoadBalancer.Security.Cidrs[1] = "::ffff:10.0.0.0/104" }},
	{"private-dns-zone", "PrivateDns.HostedZone", func(p *plan.Provider) { p.PrivateDns.IsPrivate = true }},
	{"parameter-name", "PublishParameter", func(p *plan.Provider) { p.PublishParameter = "/aws/orders" }},
	{"parameter-name", "PublishParameter", func(p *plan.Provider) { p.PublishParameter = strings.Repeat("/a", 15) }},
	{"", "", func(p *plan.Provider) { p.PublishParameter = strings.Repeat("/a", 14) }},
	{"health-codes", "Listeners[0].HealthCheck.HealthyCodes", group(0, func(g *plan.TargetGroup) { g.HealthCheck.HealthyCodes = "+200-0399" })},
	{"", "", func(p *plan.Provider) {
		p.Pending, p.LoadBalancer.CapacityUnits, p.Listeners = true, 120000, p.Listeners[1:2]
	}},
	{"security-group-count", "LoadBalancer.Security", func(p *plan.Provider) { p.LoadBalancer.Security = plan.Security{Kind: plan.ExistingGroups, Groups: 6} }},
	{"security-group-rules", "LoadBalancer.Security", func(p *plan.Provider) {
		p.LoadBalancer.Security.Cidrs = slices.Repeat([]string{"10.0.0.0/8"}, 13) // On five ports: 443, 80, 53 twice, 81.
	}},
	{"security-group-rules", "Listeners", group(1, func(g *plan.TargetGroup) {
		g.Targets = nil
		for i := range 61 {
			g.Targets = append(g.Targets, plan.Target{Kind: plan.IpTarget, Port: 80, Address: fmt.Sprintf("10.0.1.%d", i+1)})
		}
	})},
	{"", "", group(1, func(g *plan.TargetGroup) {
		g.Targets = nil
		for i := range 61 {
			g.Targets = append(g.Targets, plan.Target{Kind: plan.IpTarget, Port: 80, Address: fmt.Sprintf("10.0.1.%d", i+1), Guarded: true})
		}
	})},
	{"supported-region-zones", "SupportedRegions", func(p *plan.Provider) { p.ZoneIds = map[string]string{"us-east-1a": "use1-az3"} }},
	{"scope-required", "scope", func(p *plan.Provider) { p.NoScope = true }},
	{"provider-vpc-required", "Vpc", func(p *plan.Provider) { p.HasVpc = false }},
	{"vpc-cidr", "Vpc", func(p *plan.Provider) { p.VpcCidrs = []string{"10.0.0.0"} }},
	{"provider-subnets-selectable", "LoadBalancer.Subnets", func(p *plan.Provider) { p.LoadBalancer.SubnetsProblem = "There are no 'Private' subnet groups" }},
	{"provider-subnet-per-zone", "LoadBalancer.Subnets", func(p *plan.Provider) { p.Zones[1] = p.Zones[0] }},
	{"zonal-load-balancers", "Listeners", func(p *plan.Provider) { zonal(p); p.ListenersBesideZonal = true }},
	{"zonal-load-balancers", "LoadBalancer.Name", func(p *plan.Provider) { zonal(p); p.LoadBalancer.Name = "orders" }},
	{"zonal-load-balancers", "LoadBalancer.Subnets", func(p *plan.Provider) { zonal(p); p.LoadBalancer.HasSubnets = true }},
	{"zonal-load-balancers", "ZonalLoadBalancers[1].Id", func(p *plan.Provider) { zonal(p); p.Zonal[1].Id = "a" }},
	{"zonal-load-balancers", "ZonalLoadBalancers[0].Id", func(p *plan.Provider) { zonal(p); p.Zonal[0].Id = "" }},
	{"zonal-load-balancers", "ZonalLoadBalancers[1].Subnet", func(p *plan.Provider) { zonal(p); p.Zonal[1].MissingSubnet = true }},
	{"zonal-load-balancers", "ZonalLoadBalancers[2].Listeners", func(p *plan.Provider) { zonal(p); p.Zonal = append(p.Zonal, plan.ZonalLoadBalancer{Id: "c"}) }},
	{"provider-subnet-per-zone", "ZonalLoadBalancers", func(p *plan.Provider) { zonal(p); p.Zones[1] = p.Zones[0] }},
	{"listener-port-duplicate", "ZonalLoadBalancers[1].Listeners[1].Port", func(p *plan.Provider) { zonal(p); p.Listeners[3].Port = p.Listeners[1].Port }},
	{"subnet-mappings", "LoadBalancer.SubnetMappings", func(p *plan.Provider) { p.LoadBalancer.HasSubnets = true }},
	{"subnet-mappings", "LoadBalancer.SubnetMappings[1].Subnet", func(p *plan.Provider) { p.LoadBalancer.SubnetMappings[1].Missing = true }},
	{"subnet-mapping-address", "LoadBalancer.SubnetMappings[0].PrivateIpv4Address", func(p *plan.Provider) { p.LoadBalancer.SubnetMappings[0].PrivateIpv4Address = "10.0.0" }},
	{"load-balancer-public", "LoadBalancer.InternetFacing", func(p *plan.Provider) {
		p.LoadBalancer.InternetFacing, p.LoadBalancer.SubnetMappings = true, []plan.SubnetMapping{{AllocationId: "eipalloc-1"}, {AllocationId: "eipalloc-2"}}
	}},
	{"subnet-mapping-address", "LoadBalancer.SubnetMappings[0].AllocationId", func(p *plan.Provider) { p.LoadBalancer.SubnetMappings[0].AllocationId = "eipalloc-1" }},
	{"subnet-mapping-ipv6", "LoadBalancer.SubnetMappings[0].Ipv6Address", func(p *plan.Provider) { p.LoadBalancer.SubnetMappings[0].Ipv6Address = "2001:db8::1" }},
	{"subnet-mapping-ipv6", "LoadBalancer.SubnetMappings[0].SourceNatIpv6Prefix", func(p *plan.Provider) { p.LoadBalancer.SubnetMappings[0].SourceNatIpv6Prefix = "2001:db8:0:1:1::/80" }},
	{"load-balancer-name", "LoadBalancer.Name", func(p *plan.Provider) { p.LoadBalancer.Name = "internal-orders" }},
	{"load-balancer-name", "LoadBalancer.Name", func(p *plan.Provider) { p.LoadBalancer.Name = strings.Repeat("x", 33) }},
	{"load-balancer-name", "LoadBalancer.Name", func(p *plan.Provider) { p.LoadBalancer.Name = "orders-" }},
	{"load-balancer-name", "LoadBalancer.Name", func(p *plan.Provider) { p.LoadBalancer.Name = "my_orders" }},
	{"security-cidrs", "LoadBalancer.Security", func(p *plan.Provider) { p.LoadBalancer.Security.Cidrs = nil }},
	{"security-cidrs", "LoadBalancer.Security", func(p *plan.Provider) { p.LoadBalancer.Security.Cidrs[0] = "10.0.0.0" }},
	{"existing-security-groups", "LoadBalancer.Security", func(p *plan.Provider) { p.LoadBalancer.Security = plan.Security{Kind: plan.ExistingGroups} }},
	{"existing-security-groups", "LoadBalancer.Security", func(p *plan.Provider) {
		p.LoadBalancer.Security = plan.Security{Kind: plan.ExistingGroups, Groups: 1, MissingGroups: []int{0}}
	}},
	{"secondary-addresses", "LoadBalancer.SecondaryAddresses", func(p *plan.Provider) { p.LoadBalancer.SecondaryAddresses = 8 }},
	{"capacity-units", "LoadBalancer.CapacityUnits", func(p *plan.Provider) {
		p.Listeners = p.Listeners[1:]
		p.LoadBalancer.CapacityUnits = 5499
	}},
	{"capacity-tls", "LoadBalancer.CapacityUnits", func(p *plan.Provider) { p.LoadBalancer.CapacityUnits = 5500 }},
	{"capacity-wait", "LoadBalancer.WaitForCapacity", func(p *plan.Provider) { p.LoadBalancer.WaitForCapacity = true }},
	{"client-routing-policy", "LoadBalancer.ClientRoutingPolicy", func(p *plan.Provider) { p.LoadBalancer.ClientRoutingPolicy = "zone" }},
	{"access-logs-bucket", "LoadBalancer.AccessLogs.Bucket", func(p *plan.Provider) { p.LoadBalancer.AccessLogs.Prefix = "orders" }},
	{"existing-load-balancer", "LoadBalancer", existingProvider(func(p *plan.Provider) { p.LoadBalancer.IsSet = true })},
	{"existing-load-balancer", "ExistingLoadBalancers[1]", existingProvider(func(p *plan.Provider) { p.ExistingLoadBalancers[1].Missing = true })},
	{"existing-load-balancer", "ExistingLoadBalancers[0]", existingProvider(func(p *plan.Provider) {
		p.ExistingLoadBalancers[0].Arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/gwy/a/1"
	})},
	{"existing-load-balancer", "ExistingLoadBalancers[0]", existingProvider(func(p *plan.Provider) { p.ExistingLoadBalancers[0].Arn = "orders" })},
	{"existing-load-balancer-twice", "ExistingLoadBalancers[1]", existingProvider(func(p *plan.Provider) { p.ExistingLoadBalancers[1].Repeats = 1 })},
	{"targets-quota", "Listeners", group(1, func(g *plan.TargetGroup) {
		for len(g.Targets) < 500 {
			g.Targets = append(g.Targets, plan.Target{Kind: plan.IpTarget, Port: 80, Address: "10.0.1.5"})
		}
	})},
	{"listener-exists", "Listeners[0].Targets", existingProvider(func(p *plan.Provider) { p.Listeners[0].HasTargets = true })},
	{"listeners-required", "Listeners", func(p *plan.Provider) { p.Listeners = nil }},
	{"listener-count", "Listeners", func(p *plan.Provider) {
		p.LoadBalancer.Security = plan.Security{}
		for port := 1000; len(p.Listeners) < 51; port++ {
			l := p.Listeners[1]
			l.Port = port
			p.Listeners = append(p.Listeners, l)
		}
	}},
	{"listener-port-range", "Listeners[0].Port", func(p *plan.Provider) { p.Listeners[0].Port = 0 }},
	{"listener-port-range", "Listeners[1].Port", func(p *plan.Provider) { p.Listeners[1].Port = math.MinInt }},
	{"listener-port-duplicate", "Listeners[1].Port", func(p *plan.Provider) { p.Listeners[1].Port = 443 }},
	{"listener-protocol", "Listeners[1].Protocol", func(p *plan.Provider) { p.Listeners[1].Protocol = "HTTP" }},
	{"listener-one-form", "Listeners[1].TargetGroups", func(p *plan.Provider) { p.Listeners[1].BothForms = true }},
	{"tls-certificate-required", "Listeners[0].Certificates", func(p *plan.Provider) { p.Listeners[0].Certificates = nil }},
	{"tls-only-settings", "Listeners[1].Certificates", func(p *plan.Provider) { p.Listeners[1].Certificates = p.Listeners[0].Certificates }},
	{"tls-only-settings", "Listeners[1].SslPolicy", func(p *plan.Provider) { p.Listeners[1].SslPolicy = "ELBSecurityPolicy-2016-08" }},
	{"tls-only-settings", "Listeners[1].AlpnPolicy", func(p *plan.Provider) { p.Listeners[1].AlpnPolicy = "HTTP2Only" }},
	{"tls-certificate-arn", "Listeners[0].Certificates[0]", func(p *plan.Provider) { p.Listeners[0].Certificates[0] = "0b1c" }},
	{"tls-certificate-count", "Listeners", func(p *plan.Provider) {
		for len(p.Listeners[0].Certificates) < 27 {
			p.Listeners[0].Certificates = append(p.Listeners[0].Certificates, p.Listeners[0].Certificates[0])
		}
	}},
	{"tls-alpn", "Listeners[0].AlpnPolicy", func(p *plan.Provider) { p.Listeners[0].AlpnPolicy = "h2" }},
	{"idle-timeout", "Listeners[0].IdleTimeout", func(p *plan.Provider) { p.SupportedRegions = nil; p.Listeners[0].IdleTimeout = time.Minute }},
	{"idle-timeout", "Listeners[1].IdleTimeout", func(p *plan.Provider) { p.SupportedRegions = nil; p.Listeners[1].IdleTimeout = 59 * time.Second }},
	{"idle-timeout-regions", "Listeners[1].IdleTimeout", func(p *plan.Provider) { p.Listeners[1].IdleTimeout = time.Minute }},
	{"quic-alone", "Listeners[1].Protocol", quicProvider(func(p *plan.Provider) {
		p.Listeners = append(p.Listeners, p.Listeners[0])
		p.Listeners[1].Port = 444
	})},
	{"quic-alone", "Listeners[1].Protocol", quicProvider(func(p *plan.Provider) { p.Listeners = append(p.Listeners, validProvider().Listeners[2]) })},
	{"ip-address-type-value", "LoadBalancer.IpAddressType", func(p *plan.Provider) { p.LoadBalancer.IpAddressType = plan.Ipv6 }},
	{"ip-address-type-value", "Listeners[2].TargetGroups[0].IpAddressType", group(2, func(g *plan.TargetGroup) { g.IpAddressType = plan.DualStack })},
	{"existing-load-balancer", "ExistingLoadBalancers[1]", existingProvider(func(p *plan.Provider) { p.ExistingLoadBalancers[1].Both = true })},
	{"quic-load-balancer", "Listeners[0].Protocol", quicProvider(func(p *plan.Provider) { p.LoadBalancer.Security.Kind = "" })},
	{"ip-address-type-value", "LoadBalancer.IpAddressType", func(p *plan.Provider) { p.LoadBalancer.IpAddressType = plan.Ipv6 }},
	{"ip-address-type-value", "Listeners[2].TargetGroups[0].IpAddressType", group(2, func(g *plan.TargetGroup) { g.IpAddressType = plan.DualStack })},
	{"existing-load-balancer", "ExistingLoadBalancers[1]", existingProvider(func(p *plan.Provider) { p.ExistingLoadBalancers[1].Both = true })},
	{"quic-load-balancer", "Listeners[0].Protocol", quicProvider(func(p *plan.Provider) { p.LoadBalancer.IpAddressType = plan.DualStack })},
	{"quic-server-id", "Listeners[0].Targets[0]", quicProvider(func(p *plan.Provider) { p.Listeners[0].TargetGroups[0].Targets[0].QuicServerId = "" })},
	{"quic-server-id", "Listeners[0].Targets[0]", quicProvider(func(p *plan.Provider) { p.Listeners[0].TargetGroups[0].Targets[0].QuicServerId = "1" })},
	{"quic-server-id", "Listeners[0].Targets[0]", func(p *plan.Provider) { p.Listeners[0].TargetGroups[0].Targets[0].QuicServerId = "0x0000000000000001" }},
	{"quic-attributes", "Listeners[0].TargetGroup.DeregistrationDelay", quicProvider(func(p *plan.Provider) { p.Listeners[0].TargetGroups[0].DeregistrationDelay = time.Minute })},
	{"quic-attributes", "Listeners[0].TargetGroup.ProxyProtocolV2", quicProvider(func(p *plan.Provider) { p.Listeners[0].TargetGroups[0].ProxyProtocolV2 = true })},
	{"quic-attributes", "Listeners[0].TargetGroup.Stickiness", quicProvider(func(p *plan.Provider) { p.Listeners[0].TargetGroups[0].Stickiness = true })},
	{"targets-required", "Listeners[0].Targets", group(0, func(g *plan.TargetGroup) { g.Targets = nil })},
	{"target-missing", "Listeners[1].Targets[0]", group(1, func(g *plan.TargetGroup) { g.Targets[0].Problem = "no security groups" })},
	{"target-missing", "Listeners[0].Targets[0]", group(0, func(g *plan.TargetGroup) { g.Targets[0] = plan.Target{Kind: plan.InstanceTarget, Missing: true} })},
	{"target-missing", "Listeners[0].Targets[0]", group(0, func(g *plan.TargetGroup) { g.Targets[0] = plan.Target{} })},
	{"target-port-range", "Listeners[0].Targets[0].Port", group(0, func(g *plan.TargetGroup) { g.Targets[0].Port = -1 })},
	{"target-group-port", "Listeners[2].TargetGroups[0].Port", group(2, func(g *plan.TargetGroup) { g.Port = 65536 })},
	{"target-group-port", "Listeners[0].Targets[1].Port", group(0, func(g *plan.TargetGroup) {
		g.Targets = append(g.Targets, plan.Target{Kind: plan.InstanceTarget, RegistersItself: true, Port: 80})
	})},
	{"target-kinds-mixed", "Listeners[1].Targets", group(1, func(g *plan.TargetGroup) {
		g.Targets = append(g.Targets, plan.Target{Kind: plan.InstanceTarget, Port: 80})
	})},
	{"target-kinds-mixed", "Listeners[2].TargetGroups[0].Targets", group(2, func(g *plan.TargetGroup) {
		g.Targets = []plan.Target{{Kind: plan.IpTarget, Port: 53, Address: "10.0.1.5"}}
	})},
	{"target-type", "Listeners[2].TargetGroups[0].TargetType", group(2, func(g *plan.TargetGroup) { g.TargetType = "lambda" })},
	{"target-duplicate", "Listeners[1].Targets[1]", group(1, func(g *plan.TargetGroup) { g.Targets[1].Repeats = 1 })},
	{"target-address", "Listeners[1].Targets[0].Address", group(1, func(g *plan.TargetGroup) { g.Targets[0].Address = "orders.internal" })},
	{"target-address", "Listeners[1].Targets[0].Address", group(1, func(g *plan.TargetGroup) { g.Targets[0].Address = "2001:db8::1" })},
	{"listener-one-form", "Listeners[1].TargetGroup.HealthCheck", func(p *plan.Provider) { p.Listeners[1].SetTwice = []string{"HealthCheck"} }},
	{"target-group-guarded", "Listeners[0].TargetGroup.GuardedBy", group(0, func(g *plan.TargetGroup) { g.Guarded = true })},
	{"", "", func(p *plan.Provider) {
		p.VpcCidrs, p.Listeners[2].TargetGroups = nil, p.Listeners[2].TargetGroups[:1]
		p.Listeners[2].TargetGroups[0].Guarded = true
		p.Listeners[1].TargetGroups[0].Targets = p.Listeners[1].TargetGroups[0].Targets[:1]
	}},
	{"target-egress-unknown", "Listeners[2].TargetGroups[0].Targets", func(p *plan.Provider) {
		p.VpcCidrs = nil
		p.Listeners[2].TargetGroups = p.Listeners[2].TargetGroups[:1]
	}},
	{"target-egress-unknown", "Listeners[0].Targets[0]", func(p *plan.Provider) {
		p.VpcCidrs, p.Listeners = nil, p.Listeners[:1]
		p.Listeners[0].TargetGroups[0].Targets[0] = plan.Target{Kind: plan.OtherTarget, Port: 8443}
	}},
	{"target-admission-unknown", "Listeners[0].Targets[0]", func(p *plan.Provider) {
		p.LoadBalancer.SubnetCidrs, p.LoadBalancer.Security, p.Listeners = nil, plan.Security{}, p.Listeners[:1]
	}},
	{"listener-target-protocol", "Listeners[1].TargetProtocol", group(1, func(g *plan.TargetGroup) { g.Protocol = "TLS" })},
	{"listener-target-protocol", "Listeners[2].TargetGroups[0].Protocol", group(2, func(g *plan.TargetGroup) { g.Protocol = "UDP" })},
	{"target-group-existing", "Listeners[2].TargetGroups[1].Existing", func(p *plan.Provider) { p.Listeners[2].TargetGroups[1].ExistingAndMore = true }},
	{"target-group-existing", "Listeners[2].TargetGroups[1].Port", func(p *plan.Provider) { p.Listeners[2].TargetGroups[1].Port = 0 }},
	{"target-group-id", "Listeners[2].TargetGroups[0].Id", group(2, func(g *plan.TargetGroup) { g.Id = "3" })},
	{"target-group-id", "Listeners[2].TargetGroups[0].Id", group(2, func(g *plan.TargetGroup) { g.Id, g.Repeats = "Blue", 1 })},
	{"parameter-name", "PublishParameter", func(p *plan.Provider) { p.PublishParameter = "orders" }},
	{"target-admission-unknown", "Listeners[0].Targets[0]", func(p *plan.Provider) {
		p.LoadBalancer.Security, p.LoadBalancer.IpAddressType, p.Listeners = plan.Security{}, plan.DualStack, p.Listeners[:1]
		p.Listeners[0].TargetGroups[0].IpAddressType = plan.Ipv6
	}},
	{"target-group-name", "Listeners[2].TargetGroups[0].Name", group(2, func(g *plan.TargetGroup) { g.Name = "-dns" })},
	{"target-group-weight", "Listeners[2].TargetGroups[0].Weight", group(2, func(g *plan.TargetGroup) { g.Weight = 1000 })},
	{"target-group-weight-tls", "Listeners[0].TargetGroups[1].Protocol", func(p *plan.Provider) {
		g := p.Listeners[0].TargetGroups[0]
		g.Protocol = "TLS"
		p.Listeners[0].TargetGroups = append(p.Listeners[0].TargetGroups, g)
	}},
	{"alb-target", "Listeners[3].TargetGroups[0].Targets[0]", group(3, func(g *plan.TargetGroup) { g.Targets[0].Arn = "orders" })},
	{"", "", group(3, func(g *plan.TargetGroup) {
		g.Targets[0].Guarded, g.Targets[0].Arn = false, "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/orders/0123456789abcdef"
	})},
	{"alb-target", "Listeners[3].TargetGroups[0].Targets", group(3, func(g *plan.TargetGroup) { g.Targets = append(g.Targets, g.Targets[0]) })},
	{"alb-target", "Listeners[3].TargetGroups[0].Protocol", group(3, func(g *plan.TargetGroup) { g.Protocol = "TCP_UDP" })},
	{"", "", group(3, func(g *plan.TargetGroup) {
		g.PreserveClientIp, g.Health.DnsCount, g.KeepUnhealthyConnections = plan.On, 1, true
	})},
	{"alb-attributes", "Listeners[3].TargetGroups[0].PreserveClientIp", group(3, func(g *plan.TargetGroup) { g.PreserveClientIp = plan.Off })},
	{"alb-attributes", "Listeners[3].TargetGroups[0].Stickiness", group(3, func(g *plan.TargetGroup) { g.Stickiness = true })},
	{"alb-attributes", "Listeners[3].TargetGroups[0].DeregistrationDelay", group(3, func(g *plan.TargetGroup) { g.DeregistrationDelay = 2 * time.Minute })},
	{"alb-attributes", "Listeners[3].TargetGroups[0].CrossZone", group(3, func(g *plan.TargetGroup) { g.CrossZone = plan.On })},
	{"alb-health-protocol", "Listeners[3].TargetGroups[0].HealthCheck.Protocol", group(3, func(g *plan.TargetGroup) { g.HealthCheck.Protocol = "TCP" })},
	{"dual-stack-udp", "Listeners[2].TargetGroups[0].IpAddressType", func(p *plan.Provider) { p.LoadBalancer.IpAddressType = plan.DualStack }},
	{"ipv6-targets", "Listeners[0].TargetGroup.IpAddressType", group(0, func(g *plan.TargetGroup) { g.IpAddressType = plan.Ipv6 })},
	{"stickiness-tls", "Listeners[0].TargetGroup.Stickiness", group(0, func(g *plan.TargetGroup) { g.Stickiness = true })},
	{"preserve-client-ip-udp", "Listeners[2].TargetGroups[0].PreserveClientIp", group(2, func(g *plan.TargetGroup) { g.PreserveClientIp = plan.Off })},
	{"deregistration-delay", "Listeners[0].TargetGroup.DeregistrationDelay", group(0, func(g *plan.TargetGroup) { g.DeregistrationDelay = 3601 * time.Second })},
	{"unhealthy-draining", "Listeners[0].TargetGroup.UnhealthyDraining", group(0, func(g *plan.TargetGroup) { g.UnhealthyDraining = time.Minute })},
	{"target-group-health", "Listeners[2].TargetGroups[0].Health", group(2, func(g *plan.TargetGroup) { g.Health.RoutingPercentage = 101 })},
	{"target-group-health", "Listeners[2].TargetGroups[0].Health", group(2, func(g *plan.TargetGroup) { g.Health.DnsCount = -1 })},
	{"health-protocol", "Listeners[0].HealthCheck.Protocol", group(0, func(g *plan.TargetGroup) { g.HealthCheck.Protocol = "UDP" })},
	{"health-http-only", "Listeners[1].HealthCheck.Path", group(1, func(g *plan.TargetGroup) { g.HealthCheck.Path = "/" })},
	{"health-http-only", "Listeners[1].HealthCheck.HealthyCodes", group(1, func(g *plan.TargetGroup) { g.HealthCheck.HealthyCodes = "200" })},
	{"health-path", "Listeners[0].HealthCheck.Path", group(0, func(g *plan.TargetGroup) { g.HealthCheck.Path = "healthz" })},
	{"health-path", "Listeners[0].HealthCheck.Path", group(0, func(g *plan.TargetGroup) { g.HealthCheck.Path = "/" + strings.Repeat("x", 1024) })},
	{"health-codes", "Listeners[0].HealthCheck.HealthyCodes", group(0, func(g *plan.TargetGroup) { g.HealthCheck.HealthyCodes = "100-199" })},
	{"health-codes", "Listeners[0].HealthCheck.HealthyCodes", group(0, func(g *plan.TargetGroup) { g.HealthCheck.HealthyCodes = "OK" })},
	{"health-port", "Listeners[0].HealthCheck.Port", group(0, func(g *plan.TargetGroup) { g.HealthCheck.Port = 70000 })},
	{"health-interval", "Listeners[0].HealthCheck.Interval", group(0, func(g *plan.TargetGroup) { g.HealthCheck.Interval = 301 * time.Second })},
	{"health-interval", "Listeners[0].HealthCheck.Interval", group(0, func(g *plan.TargetGroup) { g.HealthCheck.Interval = 10500 * time.Millisecond })},
	{"health-timeout", "Listeners[0].HealthCheck.Timeout", group(0, func(g *plan.TargetGroup) { g.HealthCheck.Timeout = time.Second })},
	{"health-timeout-interval", "Listeners[1].HealthCheck.Interval", group(1, func(g *plan.TargetGroup) { g.HealthCheck.Interval = 5 * time.Second })},
	{"health-threshold", "Listeners[0].HealthCheck.HealthyThreshold", group(0, func(g *plan.TargetGroup) { g.HealthCheck.HealthyThreshold = 1 })},
	{"health-threshold", "Listeners[0].HealthCheck.UnhealthyThreshold", group(0, func(g *plan.TargetGroup) { g.HealthCheck.UnhealthyThreshold = 11 })},
	{"principal-form", "AllowedPrincipals[0]", func(p *plan.Provider) { p.AllowedPrincipals[0] = plan.Principal{} }},
	{"principal-form", "AllowedPrincipals[0]", func(p *plan.Provider) { p.AllowedPrincipals[0].Account = "1111-2222-3333" }},
	{"principal-form", "AllowedPrincipals[1]", func(p *plan.Provider) { p.AllowedPrincipals[1].Name = "/service/reader" }},
	{"principal-form", "AllowedPrincipals[3]", func(p *plan.Provider) { p.AllowedPrincipals[3].Arn = "*" }},
	{"principal-form", "AllowedPrincipals[5]", func(p *plan.Provider) { p.AllowedPrincipals[5].Name = "vpce" }},
	{"principal-everyone", "AllowedPrincipals[4]", func(p *plan.Provider) { p.AcceptanceRequired = false }},
	{"", "", func(p *plan.Provider) { p.AcceptanceRequired, p.AcknowledgePublic = false, true }},
	{"supported-region", "SupportedRegions[1]", func(p *plan.Provider) { p.SupportedRegions[1] = "Ireland" }},
	{"supported-region", "SupportedRegions[1]", func(p *plan.Provider) { p.SupportedRegions[1] = "cn-north-1" }},
	{"supported-region-zones", "SupportedRegions", func(p *plan.Provider) { p.Zones = p.Zones[:1] }},
	{"service-ip-address-types", "IpAddressTypes[0]", func(p *plan.Provider) { p.IpAddressTypes = []string{"IPv4"} }},
	{"service-ip-address-types", "IpAddressTypes[1]", func(p *plan.Provider) { p.IpAddressTypes = []string{"ipv4", "ipv6"} }},
	{"", "", existingProvider(func(p *plan.Provider) { p.IpAddressTypes = []string{"ipv4", "ipv6"} })},
	{"zone-ids", "ZoneIds", func(p *plan.Provider) { p.ZoneIds = map[string]string{"us-east-1a": "az1"} }},
	{"private-dns-name", "PrivateDns.Name", func(p *plan.Provider) { p.PrivateDns.Name = "" }},
	{"", "", func(p *plan.Provider) { p.PrivateDns = plan.PrivateDns{Name: "Orders.example.com"} }},
	{"private-dns-name", "PrivateDns.Name", func(p *plan.Provider) { p.PrivateDns = plan.PrivateDns{Name: "orders"} }},
	{"private-dns-domain", "PrivateDns.Domain", func(p *plan.Provider) { p.PrivateDns.Domain, p.PrivateDns.HostedZoneName = "example.org", "" }},
	{"private-dns-zone", "PrivateDns.HostedZone", func(p *plan.Provider) { p.PrivateDns.HostedZoneName = "orders.example.com" }},
	{"verification-record", "PrivateDns.OtherValues", func(p *plan.Provider) {
		p.PrivateDns.HasHostedZone, p.PrivateDns.Ttl, p.PrivateDns.OtherValues = false, 0, []string{"vpce:a"}
	}},
	{"verification-record", "PrivateDns.OtherValues[1]", func(p *plan.Provider) { p.PrivateDns.OtherValues = []string{"vpce:a", ""} }},
	{"verification-record", "PrivateDns.OtherValues[0]", func(p *plan.Provider) { p.PrivateDns.OtherValues = []string{`"vpce:a"`} }},
	{"", "", func(p *plan.Provider) { p.PrivateDns.OtherValues = []string{"vpce:a", "${Token[a b]}"} }},
	{"verification-record", "PrivateDns.VerifiedWith", func(p *plan.Provider) {
		p.PrivateDns.VerifiedWith = &plan.PrivateDns{Domain: p.PrivateDns.Domain, HasHostedZone: true}
	}},
	{"verification-record", "PrivateDns.VerifiedWith", verifiedWith(plan.PrivateDns{Domain: "example.com"})},
	{"verification-record", "PrivateDns.VerifiedWith", verifiedWith(plan.PrivateDns{Domain: "example.org", HasHostedZone: true})},
	{"", "", verifiedWith(plan.PrivateDns{Domain: "Example.com", HasHostedZone: true})},
	{"", "", verifiedWith(plan.PrivateDns{Domain: "${Token[a]}", HasHostedZone: true})},
	{"private-dns-name", "PrivateDns.Name", func(p *plan.Provider) {
		p.PrivateDns = plan.PrivateDns{VerifiedWith: &plan.PrivateDns{HasHostedZone: true}}
	}},
	{"record-ttl", "PrivateDns.Ttl", func(p *plan.Provider) { p.PrivateDns.Ttl = -time.Second }},
	{"record-ttl", "PrivateDns.Ttl", func(p *plan.Provider) { p.PrivateDns.HasHostedZone, p.PrivateDns.Ttl = false, time.Minute }},
	{"security-group-name", "LoadBalancer.SecurityGroupName", func(p *plan.Provider) { p.LoadBalancer.SecurityGroupName = "a\tb" }},
	{"group-description", "LoadBalancer.SecurityGroupDescription", func(p *plan.Provider) { p.LoadBalancer.SecurityGroupDescription = strings.Repeat("a", 256) }},
	{"group-description", "LoadBalancer.SecurityGroupDescription", quicProvider(func(p *plan.Provider) { p.LoadBalancer.SecurityGroupDescription = "orders" })},
	{"security-group-name", "LoadBalancer.SecurityGroupName", quicProvider(func(p *plan.Provider) { p.LoadBalancer.SecurityGroupName = "orders" })},
	{"removal-policy", "RemovalPolicy", func(p *plan.Provider) { p.RemovalPolicy = "SNAPSHOT" }},
	{"tag-key", "Tags", func(p *plan.Provider) { p.Tags = map[string]string{"aws:team": ""} }},
	{"", "", func(p *plan.Provider) { p.Tags = map[string]string{strings.Repeat("ü", 128): ""} }},
}

func TestProviderRules(t *testing.T) {
	testRules(t, providerRules, validProvider, (*plan.Provider).Complete, providerCases)
}

// TestPrincipalAdvice: what people paste instead of a principal is answered with
// what to write.
func TestPrincipalAdvice(t *testing.T) {
	for arn, want := range map[string]string{
		"*":            "Everyone()",
		"111122223333": `Account("111122223333")`,
		"arn:aws:sts::111122223333:assumed-role/reader/session": `Role("111122223333", "reader")`,
		"arn:aws:iam::111122223333:group/readers":               "not the ARN of an account, role or user",
		"arn:aws:iam::111122223333:role/*":                      "not the ARN of an account, role or user",
		"arn:aws:iam::1:root":                                   "not the ARN of an account, role or user",
		"${Token[TOKEN.1]}":                                     "",
		"arn:aws-us-gov:iam::111122223333:root":                 "",
	} {
		if got := arnProblem(arn); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("arnProblem(%q) = %q, want %q in it", arn, got, want)
		}
	}
}

func TestCodes(t *testing.T) {
	for codes, want := range map[string]bool{
		"200": true, "200,202": true, "200-599": true, "200-204,301": true,
		"": false, "199": false, "600": false, "299-200": false, "200-": false, "2xx": false, "200,": false,
	} {
		if got := validCodes(codes); got != want {
			t.Errorf("validCodes(%q) = %t", codes, got)
		}
	}
}

// verifiedWith has another provider verify the domain, in its record.
func verifiedWith(other plan.PrivateDns) func(*plan.Provider) {
	return func(p *plan.Provider) {
		p.PrivateDns = plan.PrivateDns{Name: "orders.example.com", Domain: "example.com", VerifiedWith: &other}
	}
}

// zonal gives every other listener to another load balancer; these may have the same ports.
func zonal(p *plan.Provider) {
	p.Zonal = []plan.ZonalLoadBalancer{{Id: "a"}, {Id: "b"}}
	p.LoadBalancer.Name, p.LoadBalancer.SubnetMappings = "", nil
	for i := range p.Listeners {
		p.Listeners[i].Balancer = i % 2
	}
}

func TestZonal(t *testing.T) {
	p := validProvider()
	zonal(&p)
	p.Listeners[1].Port = p.Listeners[0].Port
	for _, f := range CheckProvider(p) {
		t.Error(f)
	}
}
