package plan

// Protocols, as AWS names them.
const (
	Tcp     = "TCP"
	Tls     = "TLS"
	Udp     = "UDP"
	TcpUdp  = "TCP_UDP"
	Quic    = "QUIC"
	TcpQuic = "TCP_QUIC"
	Http    = "HTTP"
	Https   = "HTTPS"
)

// Transport is what a protocol looks like to a security group: TCP, UDP or TCP_UDP.
func Transport(protocol string) string {
	switch protocol {
	case Udp, Quic:
		return Udp
	case TcpUdp, TcpQuic:
		return TcpUdp
	default:
		return Tcp
	}
}

// Transports are the protocols that one runs over, TCP before UDP.
func Transports(protocol string) []string {
	if transport := Transport(protocol); transport != TcpUdp {
		return []string{transport}
	}
	return []string{Tcp, Udp}
}

// ServicePort is one port of a service, or all from Port to EndPort.
type ServicePort struct {
	Port, EndPort int
	Protocol      string
}

// PortRange is what a rule of a security group opens: TCP or UDP.
type PortRange struct {
	Transport string
	From, To  int
}

// Ranges are the port as security groups write it, one for each transport protocol.
func (p ServicePort) Ranges() []PortRange {
	var ranges []PortRange
	for _, transport := range Transports(p.Protocol) {
		ranges = append(ranges, PortRange{transport, p.Port, p.EndPort})
	}
	return ranges
}
