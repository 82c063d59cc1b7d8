package plan

import (
	"fmt"
	"slices"
	"testing"
)

// TestOpenings: what the security groups are opened for, as one line each.
func TestOpenings(t *testing.T) {
	instance := Target{Kind: InstanceTarget, Port: 8443, Guarded: true}
	service := Target{Kind: OtherTarget, Port: 80, Guarded: true, RegistersItself: true}
	address := Target{Kind: IpTarget, Port: 53, Address: "10.0.1.5"}
	for name, c := range map[string]struct {
		security string
		group    TargetGroup
		want     []string
	}{
		"instance": {"", TargetGroup{Protocol: Tcp, Targets: []Target{instance}}, []string{
			"TCP 8443-8443 to its groups; it admits 10.0.0.0/24",
		}},
		"health check apart": {"", TargetGroup{Protocol: Tcp, Targets: []Target{instance}, HealthCheck: HealthCheck{Port: 8080}}, []string{
			"TCP 8443-8443 to its groups; it admits 10.0.0.0/24", "TCP 8080-8080 to its groups; it admits nothing",
		}},
		"enforced": {FromCidrs, TargetGroup{Protocol: Tcp, Targets: []Target{instance}}, []string{
			"TCP 8443-8443 to its groups; it admits 10.0.0.0/24", // The plan has no subnets then.
		}},
		"no group": {NoGroup, TargetGroup{Protocol: Tcp, Targets: []Target{instance}, HealthCheck: HealthCheck{Port: 8080}}, []string{
			"TCP 8443-8443 to anything; it admits 10.0.0.0/24", "TCP 8080-8080 to anything; it admits 10.0.0.0/24",
		}},
		"UDP is checked by TCP": {"", TargetGroup{Protocol: Udp, Targets: []Target{address}}, []string{
			"UDP 53-53 to 10.0.1.5/32; it admits nothing", "TCP 53-53 to 10.0.1.5/32; it admits nothing",
		}},
		"both": {"", TargetGroup{Protocol: TcpUdp, Targets: []Target{address}}, []string{
			"TCP 53-53 to 10.0.1.5/32; it admits nothing", "UDP 53-53 to 10.0.1.5/32; it admits nothing",
		}},
		"registers itself": {"", TargetGroup{Protocol: Tcp, Targets: []Target{service}}, []string{
			"TCP 80-80 to its groups, from its side; it admits 10.0.0.0/24",
		}},
		"dynamic ports": {"", TargetGroup{Protocol: Tcp, Targets: []Target{{Kind: OtherTarget, Port: 80, Guarded: true, Dynamic: true}}}, []string{
			"TCP 32768-65535 to its groups; it admits 10.0.0.0/24",
		}},
		"comes later": {"", TargetGroup{Protocol: Tcp, Port: 443}, []string{"TCP 443-443 to 10.0.0.0/16; it admits nothing"}},
		"comes later, by IPv6": {"", TargetGroup{Protocol: Tcp, Port: 443, IpAddressType: Ipv6}, []string{
			"TCP 443-443 to ${Token[TOKEN.1]}; it admits nothing",
		}},
	} {
		p := Provider{VpcCidrs: []string{"10.0.0.0/16"}, LoadBalancer: LoadBalancer{Security: Security{Kind: c.security}, SubnetCidrs: []string{"10.0.0.0/24"}}}
		if c.group.IsIpv6() {
			p.VpcIpv6Cidr = "${Token[TOKEN.1]}"
		}
		var got []string
		for _, o := range p.Openings(c.group) {
			got = append(got, lineOf(o))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func lineOf(o Opening) string {
	to, admitted := o.To.Cidr, "nothing"
	switch {
	case o.ToGroups && o.FromTarget:
		to = "its groups, from its side"
	case o.ToGroups:
		to = "its groups"
	case to == "":
		to = "anything"
	}
	if len(o.Admitted) > 0 {
		admitted = o.Admitted[0].Cidr
	}
	return fmt.Sprintf("%s %d-%d to %s; it admits %s", o.Ports.Transport, o.Ports.From, o.Ports.To, to, admitted)
}
