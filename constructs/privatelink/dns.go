package privatelink

import "github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"

// Dns is how a consumer's programs name the service: made by [PrivateZone] or
// [ServiceDnsName]. The zero value makes no name: programs then use the
// endpoint's own ([ConsumerEndpoint.RegionalDnsName]).
type Dns struct {
	// ZoneName is the name of a private hosted zone that is made for the
	// consumer's VPC, with an alias record at its apex. Excludes ServiceName.
	// Default: no zone.
	ZoneName string

	// ServiceName uses the service's own verified private DNS name. Requires a
	// service that has one, and excludes ZoneName.
	// Default: false.
	ServiceName bool
}

// PrivateZone names the service by a private hosted zone of the consumer's VPC,
// such as orders.internal. The zone answers for every name below it, so choose
// one that nothing else in the VPC lives under.
func PrivateZone(name string) Dns { return Dns{ZoneName: name} }

// ServiceDnsName names the service by the private DNS name that the provider
// verified. AWS refuses the endpoint until the domain is verified and, where the
// service asks for acceptance, until the endpoint is accepted.
func ServiceDnsName() Dns { return Dns{ServiceName: true} }

func (d Dns) facts() rules.Dns {
	return rules.Dns{ServiceName: d.ServiceName, ZoneName: d.ZoneName}
}

// isSet reports whether private names are asked for.
func (d Dns) isSet() bool { return d != Dns{} }
