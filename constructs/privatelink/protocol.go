package privatelink

// Protocol is what a listener, a target group or a service's port speaks.
type Protocol string

const (
	// TCP hands connections through.
	TCP Protocol = "TCP"
	// TLS ends the clients' TLS with the listener's certificate; as a target
	// group's protocol it encrypts again towards the targets.
	TLS Protocol = "TLS"
	// UDP hands datagrams through.
	UDP Protocol = "UDP"
	// TCPUDP takes both on one port.
	TCPUDP Protocol = "TCP_UDP"
	// QUIC hands QUIC through. It excludes UDP and TCPUDP listeners, a second QUIC
	// listener, security groups and dual stack.
	QUIC Protocol = "QUIC"
	// TCPQUIC takes TCP and QUIC on one port, with the limits of QUIC.
	TCPQUIC Protocol = "TCP_QUIC"
)
