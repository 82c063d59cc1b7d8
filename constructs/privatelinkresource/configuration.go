package privatelinkresource

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsvpclattice"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// makeConfigurations makes the configuration, and those of a group's members. Which property is
// for which type:
// https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceConfiguration.html
func (p *ResourceProvider) makeConfigurations() {
	props := &awsvpclattice.CfnResourceConfigurationProps{
		Name:                                     nameOr(p.plan.Name, p),
		ResourceConfigurationType:                jsii.String(p.plan.Type()),
		ResourceGatewayId:                        p.Gateway.AttrId(),
		AllowAssociationToSharableServiceNetwork: jsii.Bool(p.plan.AllowSharableNetworks),
		ResourceConfigurationAuthType:            cdk.Optional(p.plan.AuthType),
		DomainVerificationId:                     cdk.Optional(p.plan.DomainVerificationId),
	}
	switch p.plan.Type() {
	case plan.GroupConfiguration:
		props.ProtocolType = jsii.String(plan.Tcp)
		props.GroupDomain = cdk.Optional(p.plan.DomainName)
	case plan.SingleConfiguration:
		props.ProtocolType = jsii.String(plan.Tcp)
		props.PortRanges = jsii.Strings(plan.PortRanges(p.plan.Member.Ports)...)
		fallthrough
	default:
		props.CustomDomainName = cdk.Optional(p.plan.DomainName)
		props.ResourceConfigurationDefinition = definitionOf(p.plan.Member.Resource)
	}
	p.Configuration = awsvpclattice.NewCfnResourceConfiguration(p, jsii.String("Configuration"), props)
	for _, m := range p.plan.Members {
		if !p.plan.IsGroup() {
			break
		}
		member := awsvpclattice.NewCfnResourceConfiguration(p, jsii.String("Member-"+m.Id), &awsvpclattice.CfnResourceConfigurationProps{
			Name:                            &m.Name,
			ResourceConfigurationType:       jsii.String("CHILD"),
			ResourceConfigurationGroupId:    p.Configuration.AttrId(),
			ResourceConfigurationDefinition: definitionOf(m.Resource),
			PortRanges:                      jsii.Strings(plan.PortRanges(m.Ports)...),
			CustomDomainName:                cdk.Optional(m.DomainName),
		})
		member.SetName(nameOr(m.Name, member))
		p.Members = append(p.Members, member)
		p.consumers.Need(member)
	}
}

func definitionOf(r plan.Resource) *awsvpclattice.CfnResourceConfiguration_ResourceConfigurationDefinitionProperty {
	definition := &awsvpclattice.CfnResourceConfiguration_ResourceConfigurationDefinitionProperty{}
	switch r.Kind {
	case plan.DomainResource:
		definition.DnsResource = &awsvpclattice.CfnResourceConfiguration_DnsResourceProperty{
			DomainName: &r.Value, IpAddressType: jsii.String(latticeFamily(r.IpAddressType)),
		}
	case plan.AddressResource:
		definition.IpResource = &r.Value
	default:
		definition.ArnResource = &r.Value
	}
	return definition
}

// makeAssociations associates the configuration with service networks.
func (p *ResourceProvider) makeAssociations() {
	for i, network := range p.plan.ServiceNetworks {
		props := &awsvpclattice.CfnServiceNetworkResourceAssociationProps{
			ResourceConfigurationId: p.Configuration.AttrId(),
			ServiceNetworkId:        jsii.String(network.Id),
		}
		if network.PrivateDns {
			props.PrivateDnsEnabled = jsii.Bool(true)
		}
		association := awsvpclattice.NewCfnServiceNetworkResourceAssociation(p, jsii.String("ServiceNetwork"+strconv.Itoa(i+1)), props)
		p.Associations = append(p.Associations, association)
	}
}
