package privatelink

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// PrivateDns gives a service a name of its own, which consumers may use as it is
// ([ServiceDnsName]).
//
// AWS must see that the provider owns the domain: a TXT record has to be public,
// and someone then has to start the verification, once, in the console or with
//
//	aws ec2 start-vpc-endpoint-service-private-dns-verification --service-id <ServiceId>
//
// Until it has succeeded, endpoints that ask for the name are refused; if the
// record is ever removed, new ones are. CloudFormation neither starts the
// verification nor waits for it; a Verification of package privatelinkfunctions does.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html
type PrivateDns struct {
	// Name that consumers use: orders.example.com, or *.orders.example.com for
	// every name below.
	// Default: the service has none.
	Name string

	// HostedZone is the public zone that the TXT record is made in. Consumers of
	// the same app wait for the record. Requires Name, and a zone that holds Domain.
	// Excludes VerifiedWith.
	// Default: none; publish [ProviderService.VerificationRecord] yourself.
	HostedZone awsroute53.IHostedZone

	// OtherValues of the TXT record: those of services of the same Domain that are
	// in other apps, accounts or Regions ([ProviderService.VerificationRecord],
	// [TxtRecord.Value]). A domain has one record set, with a value for each of its
	// services. Requires HostedZone.
	// Default: the service's own alone.
	OtherValues []string

	// VerifiedWith is a provider of the same app and Domain, which publishes this
	// service's value in its own TXT record. Consumers wait for that record where
	// both providers are in one stack. Requires that provider to have a HostedZone;
	// excludes HostedZone and OtherValues.
	// Default: none.
	VerifiedWith *ProviderService

	// Ttl of the TXT record: whole seconds. Requires HostedZone.
	// Default: 30 minutes.
	Ttl time.Duration

	// Domain that is verified: Name without its wildcard, or a parent of it.
	// Default: Name without its wildcard.
	Domain string
}

func (d PrivateDns) plan() plan.PrivateDns {
	planned := plan.PrivateDns{
		Name: d.Name, Domain: d.Domain, HasHostedZone: !cdk.IsNil(d.HostedZone), Ttl: d.Ttl, OtherValues: d.OtherValues,
	}
	if d.VerifiedWith != nil {
		planned.VerifiedWith = &d.VerifiedWith.plan.PrivateDns
	}
	if planned.HasHostedZone {
		planned.HostedZoneName, planned.IsPrivate = cdk.ZoneNameOf(d.HostedZone), cdk.IsPrivate(d.HostedZone)
	}
	return planned
}
