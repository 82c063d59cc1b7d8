package privatelink

import "github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"

// Protocol is what a listener, a target group or a service's port speaks.
type Protocol string

const (
	// TCP hands connections through.
	TCP Protocol = plan.Tcp
	// TLS ends the clients' TLS with the listener's certificate; as a target
	// group's protocol it encrypts again towards the targets.
	TLS Protocol = plan.Tls
	// UDP hands datagrams through.
	UDP Protocol = plan.Udp
	// TCPUDP takes both on one port.
	TCPUDP Protocol = plan.TcpUdp
	// QUIC hands QUIC through. It excludes UDP and TCPUDP listeners, a second QUIC
	// listener, security groups and dual stack.
	QUIC Protocol = plan.Quic
	// TCPQUIC takes TCP and QUIC on one port, with the limits of QUIC.
	TCPQUIC Protocol = plan.TcpQuic
)
