package privatelink

import (
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Contract is everything that a consumer must know of a service. A provider
// gives its own ([ProviderService.Contract]); that of a vendor's service is typed
// by hand, and that of another app is read with [LoadContract].
//
// Strings may be CDK tokens, as the service's name is within the provider's own
// app.
type Contract struct {
	// ServiceName is the name that AWS gave the service:
	// com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0.
	// Required, or ResourceConfigurationArn.
	ServiceName string `json:"serviceName,omitempty"`

	// ResourceConfigurationArn is the ARN of a VPC Lattice resource configuration, where
	// a resource is offered without a load balancer; see [LatticeResource]. Excludes
	// ServiceName.
	// Required, or ServiceName.
	ResourceConfigurationArn string `json:"resourceConfigurationArn,omitempty"`

	// Ports that the service listens on; the endpoint's security group admits
	// them and nothing else.
	// Required: at least one.
	Ports []ServicePort `json:"ports"`

	// Region that the service is in.
	// Default: the Region in ServiceName, or in the ARN.
	Region string `json:"region,omitempty"`

	// Account that owns the service. Zone names in Zones mean that account's.
	// Default: not known, and Zones mean the consumer's own.
	Account string `json:"account,omitempty"`

	// Zones that the service can be reached in, by name (us-east-1a) or by zone
	// ID (use1-az1).
	// Default: not known, and the endpoint gets a subnet in every zone.
	Zones []string `json:"zones,omitempty"`

	// PrivateDnsName is the service's own verified name, or the domain name of a
	// resource, which a consumer may ask for with [ServiceDnsName].
	// Default: the service has none.
	PrivateDnsName string `json:"privateDnsName,omitempty"`

	// IpAddressTypes that the service supports: [Ipv4], [Ipv6]. Endpoints of a resource
	// have those of their own VPC, whatever the resource's are.
	// Default: Ipv4.
	IpAddressTypes []IpAddressType `json:"ipAddressTypes,omitempty"`

	// SupportedRegions are the Regions whose consumers may connect, the service's
	// own among them.
	// Default: not known.
	SupportedRegions []string `json:"supportedRegions,omitempty"`

	// AcceptanceRequired tells that someone must accept each endpoint before
	// traffic flows.
	// Default: false.
	AcceptanceRequired bool `json:"acceptanceRequired,omitempty"`

	// of is nil for an endpoint service that is known by its name alone.
	of variant
}

// ServicePort is a port of a service, or a range of them.
type ServicePort struct {
	// Port that is listened on, 1-65535; the first of a range.
	// Required.
	Port int `json:"port"`

	// EndPort is the last port of a range.
	// Default: Port.
	EndPort int `json:"endPort,omitempty"`

	// Protocol is TCP, UDP or TCPUDP.
	// Default: TCP.
	Protocol Protocol `json:"protocol,omitempty"`
}

// Contract returns the contract itself, so that one can be given wherever a
// [Service] is asked for.
func (c Contract) Contract() Contract { return c }

// inApp is the provider of a service in this app; nil for others.
func (c Contract) inApp() providerInApp {
	provider, _ := c.of.(providerInApp)
	return provider
}

// plan is the contract as it is given, or as its provider in this app would give it now.
func (c Contract) plan() plan.Service {
	if provider := c.inApp(); provider != nil {
		c = provider.Contract()
	}
	planned := plan.Service{
		Type:               plan.ServiceEndpoint,
		ServiceName:        c.ServiceName,
		Region:             c.Region,
		Account:            c.Account,
		Zones:              c.Zones,
		PrivateDnsName:     c.PrivateDnsName,
		IpAddressTypes:     textsOf(c.IpAddressTypes),
		SupportedRegions:   c.SupportedRegions,
		AcceptanceRequired: c.AcceptanceRequired,
	}
	if c.ResourceConfigurationArn != "" {
		planned.Type, planned.Arn = plan.ResourceEndpoint, c.ResourceConfigurationArn
	}
	for _, p := range c.Ports {
		planned.Ports = append(planned.Ports, plan.ServicePort{Port: p.Port, EndPort: p.EndPort, Protocol: string(p.Protocol)})
	}
	if c.of != nil {
		c.of.describe(&planned)
	}
	return planned
}

// contractOf is the contract of a provider in this app.
func contractOf(provider providerInApp, p plan.Provider, serviceName string) Contract {
	c := Contract{
		ServiceName:        serviceName,
		Region:             p.Region,
		Account:            p.Account,
		Zones:              slices.Clone(p.ServedZones()),
		PrivateDnsName:     p.PrivateDns.Name,
		SupportedRegions:   slices.Clone(p.ServedRegions()),
		IpAddressTypes:     ipAddressTypesOf(p.ServedIpAddressTypes()),
		AcceptanceRequired: p.AcceptanceRequired,
		of:                 provider,
	}
	for _, port := range p.Ports() {
		c.Ports = append(c.Ports, ServicePort{Port: port.Port, Protocol: Protocol(port.Protocol)})
	}
	return c
}
