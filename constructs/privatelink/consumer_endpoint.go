package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// ConsumerEndpointProps say which service a [ConsumerEndpoint] connects to, for
// whom and under which name.
type ConsumerEndpointProps struct {
	// Vpc that the endpoint is made in.
	// Required.
	Vpc awsec2.IVpc

	// Service to connect to: a [*ProviderService], or a [Contract].
	// Required.
	Service Service

	// Clients may connect to the endpoint: instances, security groups, or peers
	// such as awsec2.Peer_Ipv4 and awsec2.Peer_PrefixList. Their own security
	// groups are opened towards the endpoint where CDK manages their outbound
	// rules.
	// Default: every IPv4 address of the VPC.
	Clients []awsec2.IConnectable

	// Dns is how programs in the VPC name the service. Requires the VPC's
	// enableDnsSupport and enableDnsHostnames.
	// Default: no private name.
	Dns Dns

	// Subnets that the endpoint's interfaces may be placed in. Of these, the
	// endpoint takes those in zones that the service serves; which ones were left
	// out is noted on the construct. At most one a zone.
	// Default: one private subnet in each zone, or isolated or public ones where
	// the VPC has no others.
	Subnets *awsec2.SubnetSelection

	// Tags are set on everything that is made here and can have tags.
	// Default: none.
	Tags map[string]string
}

// Validate returns an [*Error] with everything that AWS would refuse of these
// props, or nil. It builds nothing; [NewConsumerEndpoint] checks the same.
func (props *ConsumerEndpointProps) Validate() error {
	if err, _ := planConsumer(props).check("ConsumerEndpointProps"); err != nil {
		return err
	}
	return nil
}

// ConsumerEndpoint is an interface VPC endpoint to a service in another VPC,
// account or Region, with the security group that guards it and the private
// name that programs call it by.
//
// The security group admits the clients on the service's ports, and lets nothing
// out: an endpoint never opens a connection.
type ConsumerEndpoint struct {
	constructs.Construct

	// SecurityGroup of the endpoint.
	SecurityGroup awsec2.SecurityGroup
	// Endpoint is the interface endpoint.
	Endpoint awsec2.InterfaceVpcEndpoint
	// HostedZone is nil unless [PrivateZone] asked for it.
	HostedZone awsroute53.PrivateHostedZone
	// Record is the zone's alias to the endpoint, an AWS::Route53::RecordSet; nil
	// without a HostedZone.
	Record awscdk.CfnResource

	dnsName     string
	clients     []awsec2.IConnectable
	ports       []ServicePort
	connections awsec2.Connections
}

// NewConsumerEndpoint makes a consumer. It panics with an [*Error] that lists
// every broken rule, before anything is built.
func NewConsumerEndpoint(scope constructs.Construct, id string, props *ConsumerEndpointProps) *ConsumerEndpoint {
	plan := planConsumer(props)
	err, warnings := plan.check(describe("ConsumerEndpoint", scope, id))
	if err != nil {
		panic(err)
	}
	// See NewProviderService for why it is _Override.
	c := &ConsumerEndpoint{}
	constructs.NewConstruct_Override(c, scope, &id)
	c.build(plan)
	annotate(c, plan.props.Tags, warnings)
	return c
}

// Connections are those of the endpoint's security group, with the service's
// first port, or range of ports, as their default. [ConsumerEndpoint.AllowFrom]
// admits clients on all ports.
func (c *ConsumerEndpoint) Connections() awsec2.Connections {
	if c.connections == nil {
		c.connections = awsec2.NewConnections(&awsec2.ConnectionsProps{
			SecurityGroups: &[]awsec2.ISecurityGroup{c.SecurityGroup},
			DefaultPort:    securityGroupPorts(c.ports[0])[0],
		})
	}
	return c.connections
}

// AllowFrom admits further clients on all ports of the service, also on those
// that a provider in the same app adds later.
func (c *ConsumerEndpoint) AllowFrom(clients ...awsec2.IConnectable) {
	c.clients = append(c.clients, clients...)
	for _, port := range c.ports {
		c.admit(clients, port)
	}
}

// DnsName is the name that programs in the VPC call the service by: the private
// one if there is one, otherwise the endpoint's own.
func (c *ConsumerEndpoint) DnsName() string {
	if c.dnsName != "" {
		return c.dnsName
	}
	return c.RegionalDnsName()
}

// RegionalDnsName is the endpoint's own name, which resolves to its healthy
// interfaces in all zones. It is public, but the addresses are private.
func (c *ConsumerEndpoint) RegionalDnsName() string {
	return *awscdk.Fn_Select(jsii.Number(1), c.regionalEntry())
}

// RegionalHostedZoneId is the hosted zone of [ConsumerEndpoint.RegionalDnsName],
// for alias records.
func (c *ConsumerEndpoint) RegionalHostedZoneId() string {
	return *awscdk.Fn_Select(jsii.Number(0), c.regionalEntry())
}

// regionalEntry is the first of the endpoint's DNS entries, the regional one,
// split into hosted zone and name.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
func (c *ConsumerEndpoint) regionalEntry() *[]*string {
	entry := awscdk.Fn_Select(jsii.Number(0), c.Endpoint.VpcEndpointDnsEntries())
	return awscdk.Fn_Split(jsii.String(":"), entry, nil)
}

// consumerPlan is what a consumer is made of, with every default applied.
type consumerPlan struct {
	props    *ConsumerEndpointProps
	network  network
	contract Contract
	// subnets that the endpoint takes.
	subnets []awsec2.ISubnet
	// dropped are the zones of the subnets that it leaves out.
	dropped []string
	// vpcCidr is admitted when no clients are named.
	vpcCidr string
	facts   rules.Consumer
}

func planConsumer(props *ConsumerEndpointProps) consumerPlan {
	if props == nil {
		props = &ConsumerEndpointProps{}
	}
	plan := consumerPlan{props: props, network: readNetwork(props.Vpc, props.Subnets)}
	plan.facts = rules.Consumer{
		HasVpc:         !isNil(props.Vpc),
		HasService:     !isNil(props.Service),
		Region:         plan.network.region,
		Account:        plan.network.account,
		SubnetsProblem: plan.network.problem,
		Zones:          plan.network.zones,
		Dns:            props.Dns.facts(),
		TagKeys:        sortedKeys(props.Tags),
	}
	if plan.facts.HasService {
		plan.contract = props.Service.Contract()
		plan.facts.Service = plan.contract.facts()
	}
	for i, client := range props.Clients {
		if isNil(client) {
			plan.facts.MissingClients = append(plan.facts.MissingClients, i)
		}
	}
	if plan.facts.HasVpc && props.Dns.isSet() {
		plan.facts.DnsSupport, plan.facts.DnsHostnames = dnsAttributesOf(props.Vpc)
	}
	if plan.facts.HasVpc && len(props.Clients) == 0 {
		plan.vpcCidr = cidrOfVpc(props.Vpc)
		plan.facts.NoClients = plan.vpcCidr == ""
	}
	plan.chooseSubnets()
	return plan
}

// chooseSubnets takes the subnets in zones that the service serves.
func (plan *consumerPlan) chooseSubnets() {
	for i, subnet := range plan.network.subnets {
		if zone := plan.network.zones[i]; plan.facts.Serves(zone) {
			plan.subnets = append(plan.subnets, subnet)
		} else {
			plan.dropped = append(plan.dropped, zone)
		}
	}
}

// isElsewhere reports whether the service is known to be in another Region.
func (plan consumerPlan) isElsewhere() bool {
	here, there := plan.network.region, plan.contract.region()
	return rules.Known(here) && rules.Known(there) && here != there
}

// check runs the rules over the plan.
func (plan consumerPlan) check(construct string) (*Error, []rules.Finding) {
	return split(construct, rules.CheckConsumer(plan.facts))
}
