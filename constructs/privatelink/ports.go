package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

// securityGroupPorts is a service's port as security groups write it, one for
// each transport protocol.
func securityGroupPorts(p ServicePort) []awsec2.Port {
	from, to := jsii.Number(p.Port), jsii.Number(p.endPort())
	var ports []awsec2.Port
	if p.protocol() != UDP {
		if p.Port == p.endPort() {
			ports = append(ports, awsec2.Port_Tcp(from))
		} else {
			ports = append(ports, awsec2.Port_TcpRange(from, to))
		}
	}
	if p.protocol() != TCP {
		if p.Port == p.endPort() {
			ports = append(ports, awsec2.Port_Udp(from))
		} else {
			ports = append(ports, awsec2.Port_UdpRange(from, to))
		}
	}
	return ports
}
