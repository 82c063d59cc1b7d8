package privatelinkresource

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsram"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// ShareOptions are those of the RAM share.
//
// Source: https://docs.aws.amazon.com/ram/latest/APIReference/API_CreateResourceShare.html
type ShareOptions struct {
	// Name of the share; several may have one.
	// Default: one made of the construct's path.
	Name string

	// WithinOrganization refuses accounts outside of the provider's organization.
	// Default: false.
	WithinOrganization bool

	// KeepAccountsThatLeave lets accounts that leave the organization keep the resource.
	// Changing it replaces the share.
	// Default: false.
	KeepAccountsThatLeave bool

	// PermissionArns are RAM's permissions, one for each type of resource: what those may do
	// who share it.
	// Default: AWS's, the default permission of resource configurations.
	PermissionArns []string
}

func (s ShareOptions) plan() plan.Share { return plan.Share(s) }

// share shares with those who are named.
func (p *ResourceProvider) share() {
	for _, principal := range p.plan.ShareWith {
		p.shareWith(principal.Value)
	}
}

// shareWith shares with somebody, once.
func (p *ResourceProvider) shareWith(principal string) {
	if slices.Contains(p.sharedWith, principal) {
		return
	}
	p.sharedWith = append(p.sharedWith, principal)
	if p.Share != nil {
		p.Share.SetPrincipals(jsii.Strings(p.sharedWith...))
		return
	}
	share := p.plan.Share
	props := &awsram.CfnResourceShareProps{
		Name:           nameOr(share.Name, p),
		ResourceArns:   jsii.Strings(*p.Configuration.AttrArn()),
		Principals:     jsii.Strings(p.sharedWith...),
		PermissionArns: cdk.OptionalStrings(share.PermissionArns),
	}
	if share.WithinOrganization {
		props.AllowExternalPrincipals = jsii.Bool(false)
	}
	if share.KeepAccountsThatLeave {
		props.ResourceShareConfiguration = &awsram.CfnResourceShare_ResourceShareConfigurationProperty{RetainSharingOnAccountLeaveOrganization: jsii.Bool(true)}
	}
	p.Share = awsram.NewCfnResourceShare(p, jsii.String("Share"), props)
	p.consumers.Need(p.Share)
}
