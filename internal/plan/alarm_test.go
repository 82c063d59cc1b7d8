package plan

import (
	"slices"
	"testing"
)

// TestBlocked: security groups block what passes them, and PrivateLink's connections only
// where inbound rules apply to these.
func TestBlocked(t *testing.T) {
	both := []Listener{{Protocol: Udp}, {Protocol: Tls}, {Protocol: TcpUdp}}
	for name, c := range map[string]struct {
		provider          Provider
		inbound, outbound []string
	}{
		"own group":       {Provider{Listeners: both}, nil, []string{Tcp, Udp}},
		"QUIC":            {Provider{Listeners: []Listener{{Protocol: Quic}}}, nil, []string{Udp}},
		"from ranges":     {Provider{Listeners: []Listener{{Protocol: Tcp}}, LoadBalancer: LoadBalancer{Security: Security{Kind: FromCidrs}}}, []string{Tcp}, []string{Tcp}},
		"existing groups": {Provider{Listeners: []Listener{{Protocol: Tcp}}, LoadBalancer: LoadBalancer{Security: Security{Kind: ExistingGroups}}}, nil, []string{Tcp}},
		"no group":        {Provider{Listeners: both, LoadBalancer: LoadBalancer{Security: Security{Kind: NoGroup}}}, nil, nil},
		"existing":        {Provider{Listeners: both, ExistingLoadBalancers: make([]ExistingLoadBalancer, 1)}, nil, nil},
	} {
		if in, out := c.provider.BlocksInbound(), c.provider.BlocksOutbound(); !slices.Equal(in, c.inbound) || !slices.Equal(out, c.outbound) {
			t.Errorf("%s: in %q, out %q", name, in, out)
		}
	}
}

// TestTargetsSpeakTls: what is known to, and not what exists.
func TestTargetsSpeakTls(t *testing.T) {
	for protocol, group := range map[string]TargetGroup{Tls: {Protocol: Tls}, Tcp: {Protocol: Tcp}, "existing": {Protocol: Tls, Existing: true}} {
		p := Provider{Listeners: []Listener{{Protocol: Tcp, TargetGroups: []TargetGroup{{Protocol: Tcp}, group}}}}
		if got := p.TargetsSpeakTls(); got != (protocol == Tls) {
			t.Errorf("%s: %t", protocol, got)
		}
	}
}
