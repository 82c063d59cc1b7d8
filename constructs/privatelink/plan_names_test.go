package privatelink

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// TestPlanNames: values of the API are called in plans as here.
func TestPlanNames(t *testing.T) {
	for api, planned := range map[any]string{
		TCP: plan.Tcp, TLS: plan.Tls, UDP: plan.Udp, TCPUDP: plan.TcpUdp, QUIC: plan.Quic, TCPQUIC: plan.TcpQuic,
		TCPConnection: plan.Tcp, HTTP: plan.Http, HTTPS: plan.Https,
		Ipv4: plan.Ipv4, Ipv6: plan.Ipv6, DualStack: plan.DualStack,
		Instances: plan.InstanceTarget, Addresses: plan.IpTarget, ApplicationLoadBalancers: plan.AlbTarget,
		DefaultSslPolicy: plan.DefaultSslPolicy,
	} {
		if text := textOf(api); text != planned {
			t.Errorf("%q is %q in plans", text, planned)
		}
	}
	if Immediately != plan.Immediately || Switch(plan.On) != On || Switch(plan.Off) != Off || Switch(plan.AsDefault) != AsDefault {
		t.Error("a duration or switch differs")
	}
}

func textOf(value any) string {
	switch value := value.(type) {
	case Protocol:
		return string(value)
	case HealthCheckProtocol:
		return string(value)
	case IpAddressType:
		return string(value)
	case TargetType:
		return string(value)
	case string:
		return value
	}
	return ""
}
