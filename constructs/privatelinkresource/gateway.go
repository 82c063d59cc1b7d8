package privatelinkresource

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsvpclattice"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// GatewayOptions are those of the resource gateway that is made. All but the security group's
// are the gateway's for good: changing one replaces gateway and configuration.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
type GatewayOptions struct {
	// Name of the gateway, unique in account and Region: 3 to 40 lower-case letters, digits
	// and hyphens.
	// Default: one made of the construct's path.
	Name string

	// Subnets that it has an interface in each; one in every zone that consumers are in, for
	// they reach it from its zones only.
	// Default: one private subnet in each zone of the VPC, or an isolated or public one
	// where it has no others.
	Subnets *awsec2.SubnetSelection

	// SecurityGroupName of its security group. CloudFormation can't replace a group that has
	// a name without another name.
	// Default: one that CloudFormation makes up.
	SecurityGroupName string

	// SecurityGroupDescription of its security group. Changing it replaces the group.
	// Default: "Resource gateway of VPC Lattice".
	SecurityGroupDescription string

	// IpAddressType is that of the gateway's addresses, which the resource sees: the
	// consumers' have nothing to do with it. Ipv6 needs subnets without IPv4.
	// Default: Ipv4.
	IpAddressType privatelink.IpAddressType

	// AddressesPerInterface is how many IPv4 addresses each interface has, 1 to 62: each
	// carries 55,000 connections at a time to one address of a resource.
	// Default: AWS's, 16.
	AddressesPerInterface int

	// DnsResolution says where the names of resources are resolved: [InVpc] or [Public].
	// Default: InVpc where a resource is a [DomainName]; otherwise AWS's, Public.
	DnsResolution DnsResolution
}

// DnsResolution says where a gateway resolves the names of its resources.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceGateway.html
type DnsResolution string

const (
	// InVpc resolves as the gateway's VPC does: private zones and names of instances, too.
	InVpc DnsResolution = "IN_VPC"
	// Public resolves public names only.
	Public DnsResolution = "PUBLIC"
)

func (g GatewayOptions) plan() plan.Gateway {
	return plan.Gateway{
		Name: g.Name, SecurityGroupName: g.SecurityGroupName, SecurityGroupDescription: g.SecurityGroupDescription,
		IpAddressType: string(g.IpAddressType), AddressesPerInterface: g.AddressesPerInterface, DnsResolution: string(g.DnsResolution),
	}
}

// makeGateway makes the gateway with its security group, or takes another provider's.
func (p *ResourceProvider) makeGateway() {
	if other := p.objects.other; other != nil {
		p.Gateway, p.SecurityGroup = other.Gateway, other.SecurityGroup
		for _, part := range []constructs.IDependable{p.Gateway, p.SecurityGroup} {
			p.needHere(part)
		}
		return
	}
	gateway, vpc := p.plan.Gateway, p.objects.vpc
	p.SecurityGroup = awsec2.NewSecurityGroup(p, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:               vpc.Object,
		SecurityGroupName: cdk.Optional(gateway.SecurityGroupName),
		Description:       &gateway.SecurityGroupDescription,
		AllowAllOutbound:  jsii.Bool(false),
	})
	var subnets []any
	for _, subnet := range p.objects.subnets {
		subnets = append(subnets, subnet.SubnetId())
	}
	p.Gateway = awsvpclattice.NewCfnResourceGateway(p, jsii.String("Gateway"), &awsvpclattice.CfnResourceGatewayProps{
		Name:                        nameOr(gateway.Name, p),
		VpcIdentifier:               vpc.Object.VpcId(),
		SubnetIds:                   &subnets,
		SecurityGroupIds:            &[]any{p.SecurityGroup.SecurityGroupId()},
		IpAddressType:               cdk.Optional(latticeFamily(gateway.IpAddressType)),
		Ipv4AddressesPerEni:         cdk.OptionalNumber(gateway.AddressesPerInterface),
		ResourceConfigDnsResolution: cdk.Optional(gateway.DnsResolution),
	})
	p.needHere(p.SecurityGroup)
	p.needHere(p.Gateway)
}

// needHere has endpoints wait for a part, if it is of this stack: for others their stack waits.
func (p *ResourceProvider) needHere(part constructs.IDependable) {
	if there, ok := part.(constructs.IConstruct); ok && awscdk.Stack_Of(there) != cdk.StackOf(p.consumers.Scope) {
		return
	}
	p.consumers.Need(part)
}

// latticeFamily is a type of addresses as VPC Lattice writes it; unknown values stay.
func latticeFamily(family string) string {
	if plan.Unknown(family) {
		return family
	}
	return strings.ToUpper(family)
}

// nameOr is a name that is given, or one of a construct's path: of lower-case letters and
// digits, as AWS wants it.
func nameOr(given string, construct constructs.IConstruct) *string {
	if given == "" {
		given = strings.ToLower(*awscdk.Names_UniqueResourceName(construct, &awscdk.UniqueResourceNameOptions{MaxLength: jsii.Number(40)}))
	}
	return &given
}

// openResources lets the gateway send to the resources, and has their groups admit it.
//
// Source: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
func (p *ResourceProvider) openResources() {
	onlyGroups := p.objects.other == nil
	for i, m := range p.plan.All() {
		groups := p.objects.groups[i]
		for _, port := range m.Ports {
			for _, ports := range port.Ranges() {
				p.openResource(m.Resource, groups, p.objects.vpc.Port(ports))
			}
		}
		onlyGroups = onlyGroups && groups != nil
	}
	if onlyGroups {
		p.closeGroup()
	}
}

var outDescription, inDescription = jsii.String("Resource"), jsii.String("Resource gateway of VPC Lattice")

func (p *ResourceProvider) openResource(r plan.Resource, groups awsec2.IConnectable, port awsec2.Port) {
	if groups != nil {
		p.SecurityGroup.Connections().AllowTo(groups, port, inDescription)
		for _, group := range *groups.Connections().SecurityGroups() {
			p.needHere(group)
		}
		return
	}
	for _, to := range p.plan.Reach(r) {
		p.SecurityGroup.AddEgressRule(p.objects.vpc.Peer(to), port, outDescription, nil)
		if to.OfVpcIpv6 {
			p.objects.vpc.WaitForIpv6(p.SecurityGroup)
		}
	}
}

// closeGroup gives the gateway's group a rule of its own that lets nothing out: those that name
// groups are resources apart, and until CloudFormation has made the first of them, EC2 lets
// everything out.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
func (p *ResourceProvider) closeGroup() {
	nowhere, port := p.objects.vpc.Peer(plan.Range{Cidr: "255.255.255.255/32"}), p.objects.vpc.Port(plan.PortRange{Transport: plan.Tcp, From: 1, To: 1})
	p.SecurityGroup.AddEgressRule(nowhere, port, jsii.String("Nothing but to the resource"), nil)
}
