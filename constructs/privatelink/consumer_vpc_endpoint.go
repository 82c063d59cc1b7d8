package privatelink

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/awsservice"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

func (c *ConsumerEndpoint) makeEndpoint() {
	props := &awsec2.InterfaceVpcEndpointProps{
		Vpc:               c.objects.vpc.Object,
		Service:           c.l2Service(),
		Subnets:           &awsec2.SubnetSelection{Subnets: &c.objects.subnets},
		SecurityGroups:    c.securityGroups(),
		Open:              jsii.Bool(c.plan.OpenedPort() != 0), // Other rules of the group are ours.
		PrivateDnsEnabled: jsii.Bool(c.plan.Dns.ServiceDnsName),
		IpAddressType:     addressTypes[IpAddressType(c.plan.IpAddressType)],
		DnsRecordIpType:   recordTypes[IpAddressType(c.plan.IpAddressType)],
	}
	if c.plan.IsElsewhere() {
		props.ServiceRegion = &c.plan.Service.Region
	}
	if c.plan.OnlyInboundResolver {
		props.PrivateDnsOnlyForInboundResolverEndpoint = awsec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint_ONLY_INBOUND_RESOLVER
	}
	c.Endpoint = awsec2.NewInterfaceVpcEndpoint(c, jsii.String("Endpoint"), props)
	if family := c.plan.IpAddressType; plan.Unknown(family) {
		c.resource().SetIpAddressType(&family)
		c.resource().SetDnsOptions(&awsec2.CfnVPCEndpoint_DnsOptionsSpecificationProperty{DnsRecordIpType: &family})
	}
	if c.plan.HasPolicy {
		c.resource().SetPolicyDocument(c.objects.policy)
	}
	if c.plan.Service.IsLattice() {
		c.makeLattice()
	}
	c.waitForGateway()
	if provider := c.objects.provider; provider != nil {
		provider.connect(c.Endpoint, c.stack, c.addPort)
	}
}

// waitForGateway has the endpoint be made after the gateway endpoint. One that is imported is
// there, in no template: that the templates lack it is acknowledged.
func (c *ConsumerEndpoint) waitForGateway() {
	gateway := c.objects.gateway
	if cdk.IsNil(gateway) {
		return
	}
	c.Endpoint.Node().AddDependency(gateway)
	if gateway.Node().DefaultChild() == nil {
		awscdk.Validations_Of(c.Endpoint).Acknowledge(&awscdk.Acknowledgment{
			Id: &demand.OnlyInboundResolver.ID, Reason: jsii.String("the VPC's gateway endpoint is imported"),
		})
	}
}

// securityGroups are all of the endpoint's, the one that gets the rules first.
func (c *ConsumerEndpoint) securityGroups() *[]awsec2.ISecurityGroup {
	all := eachOnce(append([]awsec2.ISecurityGroup{c.SecurityGroup}, c.objects.otherGroups...))
	return &all
}

func (c *ConsumerEndpoint) resource() awsec2.CfnVPCEndpoint {
	return c.Endpoint.Node().DefaultChild().(awsec2.CfnVPCEndpoint)
}

// makeLattice turns the endpoint into one of VPC Lattice, which the L2 has not:
// all else about it is the same.
func (c *ConsumerEndpoint) makeLattice() {
	resource := c.resource()
	resource.SetServiceName(nil)
	resource.SetVpcEndpointType(jsii.String(string(c.plan.Service.Type)))
	if c.plan.Service.Type == plan.ResourceEndpoint {
		resource.SetResourceConfigurationArn(&c.plan.Service.Arn)
	} else {
		resource.SetServiceNetworkArn(&c.plan.Service.Arn)
	}
	if dns := c.plan.Dns; dns.Preference != "" {
		resource.SetDnsOptions(&awsec2.CfnVPCEndpoint_DnsOptionsSpecificationProperty{
			PrivateDnsPreference:       &dns.Preference,
			PrivateDnsSpecifiedDomains: cdk.OptionalStrings(dns.SpecifiedDomains),
			DnsRecordIpType:            cdk.Optional(c.plan.IpAddressType),
		})
	}
}

// l2Service is the service as the L2 names it, with the port of its Connections.
func (c *ConsumerEndpoint) l2Service() awsec2.IInterfaceVpcEndpointService {
	service := c.plan.Service
	port := cmp.Or(c.plan.OpenedPort(), service.Ports[0].Port)
	switch {
	case service.Type == plan.AwsEndpoint: // The L2 knows which services are named otherwise in China.
		known := awsservice.Of(service.ShortName)
		if known.IsGlobal {
			break
		}
		return awsec2.NewInterfaceVpcEndpointAwsService(&service.ShortName, cdk.Optional(known.Owner), jsii.Number(port), nil)
	case c.plan.IsElsewhere() && c.objects.provider != nil:
		return c.objects.vpc.Service(c.objects.provider.nameElsewhere(), port)
	}
	return c.objects.vpc.Service(service.ServiceName, port)
}

var addressTypes = map[IpAddressType]awsec2.VpcEndpointIpAddressType{
	Ipv4:      awsec2.VpcEndpointIpAddressType_IPV4,
	Ipv6:      awsec2.VpcEndpointIpAddressType_IPV6,
	DualStack: awsec2.VpcEndpointIpAddressType_DUALSTACK,
}

var recordTypes = map[IpAddressType]awsec2.VpcEndpointDnsRecordIpType{
	Ipv4:      awsec2.VpcEndpointDnsRecordIpType_IPV4,
	Ipv6:      awsec2.VpcEndpointDnsRecordIpType_IPV6,
	DualStack: awsec2.VpcEndpointDnsRecordIpType_DUALSTACK,
}

// noteWhatIsLeftOut says what was decided in silence otherwise.
func (c *ConsumerEndpoint) noteWhatIsLeftOut() {
	switch left := strings.Join(c.plan.LeftOut, ", "); {
	case left == "":
	case c.plan.IsElsewhere():
		c.inform(fmt.Sprintf("no interface in %s: services of other Regions can't be reached from there", left))
	default:
		c.inform(fmt.Sprintf("no interface in %s: the service is only in %s", left, strings.Join(c.plan.Service.Zones, ", ")))
	}
	if c.objects.provider != nil && c.plan.IsForeign() {
		c.inform(fmt.Sprintf("reads the service's ID from account %s at deploy, by a role that CDK makes there; to do without, publish the contract and use LoadContract",
			c.plan.Service.Account))
	}
}

func (c *ConsumerEndpoint) inform(text string) { awscdk.Annotations_Of(c).AddInfo(&text) }
