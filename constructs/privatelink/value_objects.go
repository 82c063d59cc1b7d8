package privatelink

import (
	"net/netip"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// valueObjects are objects of the CDK's that never change. Each costs a message to
// jsii, so those of a VPC share them.
type valueObjects struct {
	ports    map[portRange]awsec2.Port
	peers    map[string]awsec2.IPeer
	services map[serviceAt]awsec2.IInterfaceVpcEndpointService
}

type portRange struct {
	transport Protocol
	from, to  int
}

type serviceAt struct {
	name string
	port int
}

// portsOf is a service's port as security groups write it, one for each transport
// protocol.
func (v *valueObjects) portsOf(p ServicePort) []awsec2.Port {
	var ports []awsec2.Port
	if p.protocol() != UDP {
		ports = append(ports, v.port(portRange{TCP, p.Port, p.endPort()}))
	}
	if p.protocol() != TCP {
		ports = append(ports, v.port(portRange{UDP, p.Port, p.endPort()}))
	}
	return ports
}

func (v *valueObjects) port(r portRange) awsec2.Port {
	if port := v.ports[r]; port != nil {
		return port
	}
	from, to := jsii.Number(r.from), jsii.Number(r.to)
	var port awsec2.Port
	switch isOne := r.from == r.to; {
	case r.transport == TCP && isOne:
		port = awsec2.Port_Tcp(from)
	case r.transport == TCP:
		port = awsec2.Port_TcpRange(from, to)
	case isOne:
		port = awsec2.Port_Udp(from)
	default:
		port = awsec2.Port_UdpRange(from, to)
	}
	put(&v.ports, r, port)
	return port
}

// peer is an IPv4 or IPv6 range; one that isn't known is taken for IPv4.
func (v *valueObjects) peer(cidr string) awsec2.IPeer {
	if prefix, err := netip.ParsePrefix(cidr); err == nil && prefix.Addr().Is6() {
		cidr = prefix.String() // The CDK refuses some forms that are right.
	}
	if strings.Contains(cidr, ":") && !rules.Unknown(cidr) {
		return v.peer6(cidr)
	}
	if v.peers[cidr] == nil {
		put(&v.peers, cidr, awsec2.IPeer(awsec2.Peer_Ipv4(&cidr)))
	}
	return v.peers[cidr]
}

func (v *valueObjects) peer6(cidr string) awsec2.IPeer {
	if v.peers[cidr] == nil {
		put(&v.peers, cidr, awsec2.IPeer(awsec2.Peer_Ipv6(&cidr)))
	}
	return v.peers[cidr]
}

// service is an endpoint service as the L2 names it, with the port that clients
// connect to by default.
func (v *valueObjects) service(name string, port int) awsec2.IInterfaceVpcEndpointService {
	key := serviceAt{name, port}
	if v.services[key] == nil {
		put(&v.services, key, awsec2.IInterfaceVpcEndpointService(awsec2.NewInterfaceVpcEndpointService(&name, jsii.Number(port))))
	}
	return v.services[key]
}

// put puts a value into a map that may not be there yet.
func put[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = value
}
