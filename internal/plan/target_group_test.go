package plan

import "testing"

// TestDefaults: each is applied once, where nothing is given.
func TestDefaults(t *testing.T) {
	p := Provider{PrivateDns: PrivateDns{Name: "*.orders.example.com"}, Listeners: []Listener{
		{Port: 443, Protocol: Tls, TargetGroups: []TargetGroup{{Targets: []Target{{Kind: InstanceTarget, Port: 8443}}}}},
		{Port: 80, TargetGroups: []TargetGroup{
			{Targets: []Target{{Kind: AlbTarget, Port: 443}}}, {Targets: []Target{{Kind: AlbTarget, Port: 80}}},
			{Targets: []Target{{Kind: OtherTarget, Port: 80}}}, {TargetType: IpTarget, Port: 80, HealthCheck: HealthCheck{Protocol: Https}},
		}},
		{Port: 53, Protocol: Udp, SslPolicy: "given", TargetGroups: []TargetGroup{{Weight: 5}, {}}},
	}}
	p.Complete()
	tls, http, udp := p.Listeners[0], p.Listeners[1], p.Listeners[2]
	for name, pair := range map[string][2]any{
		"domain":                      {p.PrivateDns.Domain, "orders.example.com"},
		"security policy":             {tls.SslPolicy, DefaultSslPolicy},
		"security policy, given":      {udp.SslPolicy, "given"},
		"protocol behind TLS":         {tls.TargetGroups[0].Protocol, Tcp},
		"port":                        {tls.TargetGroups[0].Port, 8443},
		"health check":                {tls.TargetGroups[0].HealthCheck.Protocol, Tcp},
		"listener's protocol":         {http.Protocol, Tcp},
		"health of an ALB on 443":     {http.TargetGroups[0].HealthCheck.Protocol, Https},
		"health of an ALB":            {http.TargetGroups[1].HealthCheck.Protocol, Http},
		"health of who knows what":    {http.TargetGroups[2].HealthCheck.Protocol, ""},
		"health check, given":         {http.TargetGroups[3].HealthCheck.Protocol, Https},
		"weight":                      {http.TargetGroups[1].Weight, 1},
		"weight beside one, not one":  {udp.TargetGroups[1].Weight, 0},
		"protocol behind UDP":         {udp.TargetGroups[0].Protocol, Udp},
		"port of a service by itself": {udp.ServicePort().EndPort, 53},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %v, not %v", name, pair[0], pair[1])
		}
	}
}
