package cdk

import (
	"net/netip"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// objects are small ones of the CDK's that never change. Each costs a message to jsii, so
// the constructs in a VPC share them.
type objects struct {
	ports    map[plan.PortRange]awsec2.Port
	peers    map[string]awsec2.IPeer
	services map[serviceAt]awsec2.IInterfaceVpcEndpointService
}

type serviceAt struct {
	name string
	port int
}

// Port is a range of ports as the CDK has it.
func (o *objects) Port(r plan.PortRange) awsec2.Port {
	if port := o.ports[r]; port != nil {
		return port
	}
	from, to := jsii.Number(r.From), jsii.Number(r.To)
	var port awsec2.Port
	switch isOne, isTcp := r.From == r.To, r.Transport == plan.Tcp; {
	case isTcp && isOne:
		port = awsec2.Port_Tcp(from)
	case isTcp:
		port = awsec2.Port_TcpRange(from, to)
	case isOne:
		port = awsec2.Port_Udp(from)
	default:
		port = awsec2.Port_UdpRange(from, to)
	}
	Put(&o.ports, r, port)
	return port
}

// Peer is a range of addresses; one that isn't known is taken for IPv4.
func (o *objects) Peer(r plan.Range) awsec2.IPeer {
	cidr := r.Cidr
	if prefix, err := netip.ParsePrefix(cidr); err == nil && prefix.Addr().Is6() {
		cidr = prefix.String() // The CDK refuses some forms that are right.
	}
	if o.peers[cidr] == nil {
		make := awsec2.Peer_Ipv4
		if r.OfVpcIpv6 || strings.Contains(cidr, ":") && !plan.Unknown(cidr) {
			make = awsec2.Peer_Ipv6
		}
		Put(&o.peers, cidr, make(&cidr))
	}
	return o.peers[cidr]
}

// Service is an endpoint service as the L2 names it, with the port that clients connect
// to by default.
func (o *objects) Service(name string, port int) awsec2.IInterfaceVpcEndpointService {
	key := serviceAt{name, port}
	if o.services[key] == nil {
		Put(&o.services, key, awsec2.IInterfaceVpcEndpointService(awsec2.NewInterfaceVpcEndpointService(&name, jsii.Number(port))))
	}
	return o.services[key]
}

// Put puts a value into a map that may not be there yet.
func Put[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = value
}
