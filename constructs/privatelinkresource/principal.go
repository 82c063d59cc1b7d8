package privatelinkresource

import "github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"

// Principal is somebody that a resource is shared with: made by [Account], [Organization] or
// [OrganizationalUnit]. The zero value names nobody and is refused.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/ug/sharing.html
type Principal struct{ planned plan.SharePrincipal }

// Account shares with an AWS account, by its twelve digits. One that isn't of the provider's
// organization, or where sharing within it is off, has to accept the share's invitation
// before its endpoint can be made.
//
// Source: https://docs.aws.amazon.com/ram/latest/userguide/working-with-shared-invitations.html
func Account(id string) Principal {
	return Principal{plan.SharePrincipal{Kind: plan.AccountPrincipal, Value: id}}
}

// Organization shares with all accounts of the provider's organization in AWS Organizations,
// by its ARN, for which sharing must have been enabled:
// arn:aws:organizations::111122223333:organization/o-exampleorgid.
func Organization(arn string) Principal {
	return Principal{plan.SharePrincipal{Kind: plan.OrganizationPrincipal, Value: arn}}
}

// OrganizationalUnit shares with all accounts of a unit of the organization, by its ARN:
// arn:aws:organizations::111122223333:ou/o-exampleorgid/ou-exam-exampleouid.
func OrganizationalUnit(arn string) Principal {
	return Principal{plan.SharePrincipal{Kind: plan.UnitPrincipal, Value: arn}}
}
