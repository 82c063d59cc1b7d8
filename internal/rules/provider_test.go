package rules

import (
	"strings"
	"testing"
	"time"
)

// validProvider breaks no rule.
func validProvider() Provider {
	return Provider{
		HasVpc:             true,
		VpcCidrs:           []string{"10.0.0.0/16"},
		SubnetCidrs:        []string{"10.0.0.0/24", "10.0.1.0/24"},
		Zones:              []string{"us-east-1a", "us-east-1b"},
		AcceptanceRequired: true,
		TagKeys:            []string{"team"},
		Listeners: []Listener{{
			Port: 443, Protocol: "TLS", TargetProtocol: "TCP",
			Certificates: []string{"arn:aws:acm:us-east-1:111122223333:certificate/0b1c"},
			Targets:      []Target{{Kind: InstanceTarget, Port: 8443, Guarded: true}},
			HealthCheck: HealthCheck{
				Protocol: "HTTP", Path: "/healthz", HealthyCodes: "200-204,301", Port: 8080,
				Interval: 10 * time.Second, Timeout: 5 * time.Second,
				HealthyThreshold: 3, UnhealthyThreshold: 3,
			},
		}, {
			Port: 80, Protocol: "TCP", TargetProtocol: "TCP",
			Targets:     []Target{{Kind: IPTarget, Port: 80, Address: "10.0.1.5"}, {Kind: IPTarget, Port: 80, Address: "192.168.1.5"}},
			HealthCheck: HealthCheck{Protocol: "TCP"},
		}},
		Principals: []Principal{
			{Kind: AccountPrincipal, Account: "111122223333"},
			{Kind: RolePrincipal, Account: "111122223333", Name: "service/reader"},
			{Kind: UserPrincipal, Account: "111122223333", Name: "jo.doe@example.com"},
			{Kind: ArnPrincipal, Arn: "arn:aws-cn:iam::111122223333:role/reader"},
			{Kind: EveryonePrincipal},
		},
	}
}

var providerCases = []ruleCase[Provider]{
	{"provider-vpc-required", "Vpc", func(p *Provider) { p.HasVpc = false }},
	{"provider-subnets-selectable", "Subnets", func(p *Provider) { p.SubnetsProblem = "There are no 'Private' subnet groups" }},
	{"provider-subnet-per-zone", "Subnets", func(p *Provider) { p.Zones[1] = p.Zones[0] }},
	{"listeners-required", "Listeners", func(p *Provider) { p.Listeners = nil }},
	{"listener-count", "Listeners", func(p *Provider) {
		for port := 1000; len(p.Listeners) < 51; port++ {
			l := p.Listeners[1]
			l.Port = port
			p.Listeners = append(p.Listeners, l)
		}
	}},
	{"listener-port-range", "Listeners[0].Port", func(p *Provider) { p.Listeners[0].Port = 0 }},
	{"listener-port-range", "Listeners[1].Port", func(p *Provider) { p.Listeners[1].Port = 65536 }},
	{"listener-port-duplicate", "Listeners[1].Port", func(p *Provider) { p.Listeners[1].Port = 443 }},
	{"listener-protocol", "Listeners[1].Protocol", func(p *Provider) { p.Listeners[1].Protocol = "HTTP" }},
	{"listener-target-protocol", "Listeners[1].TargetProtocol", func(p *Provider) { p.Listeners[1].TargetProtocol = "TLS" }},
	{"listener-target-protocol", "Listeners[0].TargetProtocol", func(p *Provider) { p.Listeners[0].TargetProtocol = "UDP" }},
	{"tls-certificate-required", "Listeners[0].Certificates", func(p *Provider) { p.Listeners[0].Certificates = nil }},
	{"tls-only-settings", "Listeners[1].Certificates", func(p *Provider) { p.Listeners[1].Certificates = p.Listeners[0].Certificates }},
	{"tls-only-settings", "Listeners[1].SslPolicy", func(p *Provider) { p.Listeners[1].SslPolicy = "ELBSecurityPolicy-2016-08" }},
	{"tls-certificate-arn", "Listeners[0].Certificates[0]", func(p *Provider) { p.Listeners[0].Certificates[0] = "0b1c" }},
	{"targets-required", "Listeners[0].Targets", func(p *Provider) { p.Listeners[0].Targets = nil }},
	{"target-missing", "Listeners[0].Targets[0]", func(p *Provider) { p.Listeners[0].Targets[0] = Target{Kind: InstanceTarget, Missing: true} }},
	{"target-missing", "Listeners[0].Targets[0]", func(p *Provider) { p.Listeners[0].Targets[0] = Target{} }},
	{"target-port-range", "Listeners[0].Targets[0].Port", func(p *Provider) { p.Listeners[0].Targets[0].Port = -1 }},
	{"target-kinds-mixed", "Listeners[1].Targets", func(p *Provider) {
		p.Listeners[1].Targets = append(p.Listeners[1].Targets, Target{Kind: InstanceTarget, Port: 80})
	}},
	{"target-group-port", "Listeners[0].Targets[1].Port", func(p *Provider) {
		p.Listeners[0].Targets = append(p.Listeners[0].Targets, Target{Kind: OtherTarget, Port: 80})
	}},
	{"target-address", "Listeners[1].Targets[0].Address", func(p *Provider) { p.Listeners[1].Targets[0].Address = "orders.internal" }},
	{"target-address-range", "Listeners[1].Targets[0].Address", func(p *Provider) { p.Listeners[1].Targets[0].Address = "8.8.8.8" }},
	{"target-admission-unknown", "Listeners[0].Targets[0]", func(p *Provider) { p.SubnetCidrs = nil }},
	{"health-protocol", "Listeners[0].HealthCheck.Protocol", func(p *Provider) { p.Listeners[0].HealthCheck.Protocol = "UDP" }},
	{"health-http-only", "Listeners[1].HealthCheck.Path", func(p *Provider) { p.Listeners[1].HealthCheck.Path = "/" }},
	{"health-http-only", "Listeners[1].HealthCheck.HealthyCodes", func(p *Provider) { p.Listeners[1].HealthCheck.HealthyCodes = "200" }},
	{"health-path", "Listeners[0].HealthCheck.Path", func(p *Provider) { p.Listeners[0].HealthCheck.Path = "healthz" }},
	{"health-path", "Listeners[0].HealthCheck.Path", func(p *Provider) { p.Listeners[0].HealthCheck.Path = "/" + strings.Repeat("x", 1024) }},
	{"health-codes", "Listeners[0].HealthCheck.HealthyCodes", func(p *Provider) { p.Listeners[0].HealthCheck.HealthyCodes = "100-199" }},
	{"health-codes", "Listeners[0].HealthCheck.HealthyCodes", func(p *Provider) { p.Listeners[0].HealthCheck.HealthyCodes = "OK" }},
	{"health-port", "Listeners[0].HealthCheck.Port", func(p *Provider) { p.Listeners[0].HealthCheck.Port = 70000 }},
	{"health-interval", "Listeners[0].HealthCheck.Interval", func(p *Provider) { p.Listeners[0].HealthCheck.Interval = 301 * time.Second }},
	{"health-interval", "Listeners[0].HealthCheck.Interval", func(p *Provider) { p.Listeners[0].HealthCheck.Interval = 10500 * time.Millisecond }},
	{"health-timeout", "Listeners[0].HealthCheck.Timeout", func(p *Provider) { p.Listeners[0].HealthCheck.Timeout = time.Second }},
	{"health-timeout-interval", "Listeners[1].HealthCheck.Interval", func(p *Provider) { p.Listeners[1].HealthCheck.Interval = 5 * time.Second }},
	{"health-threshold", "Listeners[0].HealthCheck.HealthyThreshold", func(p *Provider) { p.Listeners[0].HealthCheck.HealthyThreshold = 1 }},
	{"health-threshold", "Listeners[0].HealthCheck.UnhealthyThreshold", func(p *Provider) { p.Listeners[0].HealthCheck.UnhealthyThreshold = 11 }},
	{"principal-form", "AllowedPrincipals[0]", func(p *Provider) { p.Principals[0] = Principal{} }},
	{"principal-form", "AllowedPrincipals[0]", func(p *Provider) { p.Principals[0].Account = "1111-2222-3333" }},
	{"principal-form", "AllowedPrincipals[1]", func(p *Provider) { p.Principals[1].Name = "" }},
	{"principal-form", "AllowedPrincipals[3]", func(p *Provider) { p.Principals[3].Arn = "*" }},
	{"principal-everyone", "AllowedPrincipals[4]", func(p *Provider) { p.AcceptanceRequired = false }},
	{"tag-key", "Tags", func(p *Provider) { p.TagKeys = []string{"aws:team"} }},
}

func TestProviderRules(t *testing.T) {
	testRules(t, providerRules, validProvider, providerCases)
}

// TestPrincipalAdvice: what people paste instead of a principal is answered with
// what to write.
func TestPrincipalAdvice(t *testing.T) {
	for arn, want := range map[string]string{
		"*":            "Everyone()",
		"111122223333": `Account("111122223333")`,
		"arn:aws:sts::111122223333:assumed-role/reader/session": `Role("111122223333", "reader")`,
		"arn:aws:iam::111122223333:group/readers":               "no ARN of an account, role or user",
		"arn:aws:iam::1:root":                                   "no ARN of an account, role or user",
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
