package privatelink

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
)

func (p *ProviderService) makeEndpointService() {
	service := &awsec2.CfnVPCEndpointServiceProps{
		AcceptanceRequired:      p.plan.AcceptanceRequired,
		PrivateDnsName:          cdk.Optional(p.plan.PrivateDns.Name),
		SupportedRegions:        cdk.OptionalStrings(p.plan.ListedRegions()),
		SupportedIpAddressTypes: cdk.OptionalStrings(p.plan.ListedIpAddressTypes()),
		NetworkLoadBalancerArns: &p.objects.loadBalancers,
	}
	if !p.plan.Exists() {
		var made []any
		for _, balancer := range p.LoadBalancers {
			made = append(made, balancer)
		}
		service.NetworkLoadBalancerArns = &made
	}
	if p.plan.ContributorInsights {
		service.ContributorInsightsEnabled = true
	}
	if p.plan.OwnerPaysIrreversibly {
		service.PayerResponsibility = jsii.String("ServiceOwner")
	}
	p.EndpointService = awsec2.NewCfnVPCEndpointService(p, jsii.String("EndpointService"), service)
	if p.SecurityGroup != nil {
		p.before = append(p.before, p.SecurityGroup)
	}
}

// setPrincipals lists the allowed principals, of the props and of consumers.
func (p *ProviderService) setPrincipals() {
	if len(p.plan.AllowedPrincipals) > 0 {
		p.allow(p.plan.PrincipalArns(cdk.PartitionOf(p.plan.Region))...)
	}
	switch {
	case len(p.allowed) == 0:
	case p.Permissions != nil:
		p.Permissions.SetAllowedPrincipals(jsii.Strings(p.allowed...))
	default:
		p.Permissions = awsec2.NewCfnVPCEndpointServicePermissions(p, jsii.String("Permissions"), &awsec2.CfnVPCEndpointServicePermissionsProps{
			ServiceId:         p.EndpointService,
			AllowedPrincipals: jsii.Strings(p.allowed...),
		})
		p.consumers.Need(p.Permissions)
	}
}

// allow adds principals to those that are listed.
func (p *ProviderService) allow(arns ...string) {
	for _, arn := range arns {
		if !slices.Contains(p.allowed, arn) {
			p.allowed = append(p.allowed, arn)
		}
	}
}
