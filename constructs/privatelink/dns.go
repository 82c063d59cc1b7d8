package privatelink

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Dns is how programs name the service: made by [PrivateZone],
// [ExistingPrivateZone] or [ServiceDnsName], with further fields to be set on the
// result. The zero value makes no name: programs then use the endpoint's own
// ([ConsumerEndpoint.RegionalDnsName]).
type Dns struct {
	// None makes no name, where there is one by default: of [AWSService].
	// Default: false.
	None bool

	// ServiceDnsName uses the service's own verified private DNS name. Requires a
	// service that has one; excludes zones and their names.
	// Default: false.
	ServiceDnsName bool

	// Preference says which domains of a VPC Lattice resource or service network
	// get private names. Requires ServiceDnsName. Changing it replaces the endpoint.
	// Default: AWS's, verified domains only.
	Preference DomainPreference

	// SpecifiedDomains are those that Preference speaks of. Requires Preference
	// VerifiedAndSpecifiedDomains or SpecifiedDomainsOnly. Changing them replaces
	// the endpoint.
	// Default: none.
	SpecifiedDomains []string

	// ZoneName is the name of a private hosted zone that is made for the
	// consumer's VPC. Excludes HostedZone.
	// Default: no zone.
	ZoneName string

	// HostedZone is a private hosted zone that exists, and that the VPC is
	// associated with already; several endpoints may have names in one. Its name
	// must be known. Excludes ZoneName and Vpcs.
	// Default: none.
	HostedZone awsroute53.IHostedZone

	// Names within the zone that lead to the endpoint: "" for the zone's own name,
	// "api", "*" for all that have no record; or in full, api.orders.internal. Requires
	// a zone.
	// Default: the zone's own name; none if there are ZonalNames.
	Names []string

	// Cname makes CNAME records of Names in place of aliases, which count as the
	// endpoint's name in some programs and in other DNS. Excludes the zone's own name,
	// which can't be one. Requires a zone.
	// Default: false; alias records, A and AAAA.
	Cname bool

	// Ttl of CNAME records: whole seconds. Requires Cname or ZonalNames; aliases have the
	// endpoint's.
	// Default: 60 seconds.
	Ttl time.Duration

	// EvaluateTargetHealth has alias records answer only while the endpoint's own name
	// does. Excludes Cname. Requires a zone.
	// Default: false.
	EvaluateTargetHealth bool

	// ZonalNames lead to the endpoint's interface in one zone each, as brokers
	// need: from the zone, by name or zone ID, to the name within the hosted zone,
	// such as "*.use1-az1". Zones that the endpoint is not in get no record, and are
	// warned of.
	// Requires a zone, and an endpoint service.
	// Default: none.
	ZonalNames map[string]string

	// Vpcs in which the zone's names resolve too. Their traffic needs a way to the
	// endpoint, by peering or a transit gateway. Requires ZoneName.
	// Default: the consumer's VPC alone.
	Vpcs []awsec2.IVpc

	// ProfileId is the Route 53 profile that the zone, or without one the
	// endpoint, is associated with: its names resolve in all of the profile's VPCs.
	// Default: none.
	ProfileId string
}

// DomainPreference says which domains of a VPC Lattice resource get private
// names in the consumer's VPC.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html
type DomainPreference string

const (
	// VerifiedDomainsOnly are those that the provider has verified.
	VerifiedDomainsOnly DomainPreference = "VERIFIED_DOMAINS_ONLY"
	// AllDomains are all that the provider gives.
	AllDomains DomainPreference = "ALL_DOMAINS"
	// VerifiedAndSpecifiedDomains are the verified ones and those of SpecifiedDomains.
	VerifiedAndSpecifiedDomains DomainPreference = "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS"
	// SpecifiedDomainsOnly are those of SpecifiedDomains.
	SpecifiedDomainsOnly DomainPreference = "SPECIFIED_DOMAINS_ONLY"
)

// PrivateZone names the service by a private hosted zone of the consumer's VPC,
// such as orders.internal. The zone answers for every name below it, so choose
// one that nothing else in the VPC lives under.
func PrivateZone(name string) Dns { return Dns{ZoneName: name} }

// ExistingPrivateZone names the service in a private hosted zone that exists.
func ExistingPrivateZone(zone awsroute53.IHostedZone, names ...string) Dns {
	return Dns{HostedZone: zone, Names: names}
}

// ServiceDnsName names the service by the private DNS name that the provider
// verified. AWS refuses the endpoint until the domain is verified and, where the
// service asks for acceptance, until the endpoint is accepted.
func ServiceDnsName() Dns { return Dns{ServiceDnsName: true} }

// NoDns makes no name for the service: programs use the endpoint's own
// ([ConsumerEndpoint.RegionalDnsName]), or for one of AWS's own the public one, past the
// endpoint.
func NoDns() Dns { return Dns{None: true} }

func (d Dns) plan() plan.Dns {
	planned := plan.Dns{
		None:                 d.None,
		ServiceDnsName:       d.ServiceDnsName,
		ZoneName:             d.ZoneName,
		HasHostedZone:        !cdk.IsNil(d.HostedZone),
		Preference:           string(d.Preference),
		SpecifiedDomains:     d.SpecifiedDomains,
		Names:                d.Names,
		Cname:                d.Cname,
		Ttl:                  d.Ttl,
		EvaluateTargetHealth: d.EvaluateTargetHealth,
		ZonalNames:           d.ZonalNames,
		Shared:               len(d.Vpcs) > 0,
		ProfileId:            d.ProfileId,
	}
	if planned.HasHostedZone {
		planned.HostedZoneName = cdk.ZoneNameOf(d.HostedZone)
	}
	for i, vpc := range d.Vpcs {
		if cdk.IsNil(vpc) {
			planned.MissingVpcs = append(planned.MissingVpcs, i)
		}
	}
	return planned
}
