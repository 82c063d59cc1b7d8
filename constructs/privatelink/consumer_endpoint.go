package privatelink

import (
	"encoding/json"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// ConsumerEndpointProps say which service a [ConsumerEndpoint] connects to, for
// whom and under which name.
type ConsumerEndpointProps struct {
	// Vpc that the endpoint is made in.
	// Required.
	Vpc awsec2.IVpc

	// Service to connect to: a [*ProviderService], a [Contract], [AWSService],
	// [LatticeResource] or [LatticeServiceNetwork].
	// Required.
	Service Service

	// Clients may connect to the endpoint: instances, security groups, or peers
	// such as awsec2.Peer_Ipv4 and awsec2.Peer_PrefixList. Their own security
	// groups are opened towards the endpoint where CDK manages their outbound
	// rules. More can be added with [ConsumerEndpoint.AllowFrom].
	// Default: every address of the VPC, of the endpoint's address family; of the
	// ranges that are known within the VPC's own construct.
	Clients []awsec2.IConnectable

	// Dns is how programs in the VPC name the service. Requires the VPC's
	// enableDnsSupport and enableDnsHostnames.
	// Default: [ServiceDnsName] for an [AWSService], so that the SDKs' names lead to the
	// endpoint, but for those that have gateway endpoints (s3, dynamodb, s3express);
	// otherwise no private name.
	Dns Dns

	// IpAddressType sets the endpoint's addresses, its DNS records and its security
	// group's rules together: [Ipv4], [Ipv6] or [DualStack]. Requires subnets and a
	// service of that type.
	// Default: Ipv4.
	IpAddressType IpAddressType

	// Subnets that the endpoint's interfaces may be placed in. Of these, the
	// endpoint takes those in zones that the service serves; which ones were left
	// out is noted on the construct. At most one a zone. Excludes SubnetByZone.
	// Default: one private subnet in each zone, or isolated or public ones where
	// the VPC has no others.
	Subnets *awsec2.SubnetSelection

	// SubnetByZone names the subnet for each zone by hand, as vendors'
	// instructions do: from zone name or zone ID to the subnet. Excludes Subnets.
	// Default: by Subnets.
	SubnetByZone map[string]awsec2.ISubnet

	// ZoneIds says which zone ID each zone name has in the consumer's account:
	// {"us-east-1a": "use1-az1"}. With it, zones compare across accounts.
	// Default: the context value privatelink:zone-ids:ACCOUNT, or
	// privatelink:zone-ids, of the same form; else not known.
	ZoneIds map[string]string

	// MinimumZones is how many zones the endpoint must have an interface in, as
	// far as zones are known.
	// Default: 1; an endpoint in one zone of a service in several is warned of.
	MinimumZones int

	// SecurityGroup guards the endpoint in place of one of its own; rules for the
	// clients are added to it. Endpoints may share one.
	// Default: a new one.
	SecurityGroup awsec2.ISecurityGroup

	// SecurityGroupName of the endpoint's own group. A group that has one can't be replaced
	// by an update. Excludes SecurityGroup.
	// Default: CloudFormation makes one up.
	SecurityGroupName string

	// SecurityGroupDescription of the endpoint's own group. Changing it replaces the group.
	// Excludes SecurityGroup.
	// Default: that it is the group of an endpoint of a PrivateLink service.
	SecurityGroupDescription string

	// OtherSecurityGroups guard the endpoint, too; their rules are left as they are. An
	// interface has at most five groups, unless the quota is raised.
	// Default: none.
	OtherSecurityGroups []awsec2.ISecurityGroup

	// Policy says what may be done through the endpoint. Requires an [AWSService]
	// that takes one.
	// Default: everything.
	Policy awsiam.PolicyDocument

	// OnlyInboundResolver gives the service's own name only to what asks by way of
	// an inbound resolver, for gateway endpoints to serve the VPC itself. Requires
	// an [AWSService] that has both, and Dns [ServiceDnsName]; and that the VPC has the
	// gateway endpoint before.
	// Default: false.
	OnlyInboundResolver bool

	// GatewayEndpoint of the same service in the VPC, such as vpc.AddGatewayEndpoint makes,
	// that this one is made after, for OnlyInboundResolver.
	// Default: none; the VPC has it already, or needs none.
	GatewayEndpoint awsec2.IGatewayVpcEndpoint

	// Tags are set on everything that is made here and can have tags.
	// Default: a Name on endpoint and security group, which is the construct's path; a
	// Name that is given here, or to a stack, goes before.
	Tags map[string]string
}

// Validate returns an [*Error] with everything that AWS would refuse of these
// props, or nil. It builds nothing; [NewConsumerEndpoint] checks the same.
func (props *ConsumerEndpointProps) Validate() error {
	planned, _ := planConsumer(cdk.OwnCopy(props))
	if err, _ := (site{kind: "ConsumerEndpointProps"}).decide(rules.CheckConsumer(planned)); err != nil {
		return err
	}
	return nil
}

// ConsumerEndpoint is an interface VPC endpoint to a service in another VPC,
// account or Region, with the security group that guards it and the private
// names that programs call it by.
//
// The security group admits the clients on the service's ports, and lets nothing
// out: an endpoint never opens a connection.
type ConsumerEndpoint struct {
	constructs.Construct

	// SecurityGroup of the endpoint.
	SecurityGroup awsec2.ISecurityGroup
	// Endpoint is the interface endpoint; for VPC Lattice, one of type Resource or
	// ServiceNetwork.
	Endpoint awsec2.InterfaceVpcEndpoint
	// HostedZone holds the names; nil without private names.
	HostedZone awsroute53.IHostedZone
	// Records of the hosted zone, each an AWS::Route53::RecordSet: those of Names,
	// then the zonal ones.
	Records []awscdk.CfnResource
	// Profile associates the names with a Route 53 profile; nil without one.
	Profile awscdk.CfnResource
	// Alarms that [ConsumerEndpoint.AddAlarms] has made.
	Alarms []awscloudwatch.Alarm

	// plan is what is made, with objects of the CDK's.
	plan        plan.Consumer
	objects     consumerObjects
	stack       awscdk.Stack
	dnsName     string
	ports       []plan.ServicePort
	admitted    []admitted
	connections awsec2.Connections
	// alarms are nil until they are asked for.
	alarms *alarms
}

// NewConsumerEndpoint makes a consumer. It panics with an [*Error] that lists
// every broken rule, before anything is built.
func NewConsumerEndpoint(scope constructs.Construct, id string, props *ConsumerEndpointProps) *ConsumerEndpoint {
	c := &ConsumerEndpoint{}
	c.plan, c.objects = planConsumer(cdk.OwnCopy(props))
	c.settle(scope)
	err, findings := site{"ConsumerEndpoint", scope, id}.decide(rules.CheckConsumer(c.plan))
	if err != nil {
		panic(err)
	}
	if provider := c.objects.provider; provider != nil {
		provider.expect(c.objects.vpc.Place()) // It may refuse, too.
	}
	cdk.Judge(scope)
	// See NewProviderService for why it is _Override.
	constructs.NewConstruct_Override(c, scope, &id)
	c.build()
	if c.tookNoRules() { // Which only shows once it was given some.
		seen := c.plan
		seen.FixedGroup = true
		findings = rules.CheckConsumer(seen)
	}
	cdk.Tag(c, scope, id, c.plan.Tags)
	note(c, findings)
	cdk.Promise(scope, id, cdk.ConsumerSide, c.foreign())
	return c
}

// build makes the consumer's children, each after what it refers to.
func (c *ConsumerEndpoint) build() {
	c.makeSecurityGroup()
	c.makeEndpoint()
	c.makeNames()
	c.associateProfile()
	c.noteWhatIsLeftOut()
}

// foreign is the contract of a service of another app, in plain data; nil where its
// provider is at hand, or nothing is known of it yet.
func (c *ConsumerEndpoint) foreign() map[string]any {
	isWritten := c.plan.Service.Type == plan.ServiceEndpoint || c.plan.Service.Type == plan.ResourceEndpoint
	if c.objects.provider != nil || !isWritten || c.plan.Service.Pending {
		return nil
	}
	var fields map[string]any
	if text, err := json.Marshal(c.objects.contract); err != nil || json.Unmarshal(text, &fields) != nil {
		return nil
	}
	return fields
}

// Connections are those of the endpoint's security group, with the service's
// first port, or range of ports, as their default. [ConsumerEndpoint.AllowFrom]
// admits clients on all ports.
func (c *ConsumerEndpoint) Connections() awsec2.Connections {
	if c.connections == nil {
		c.connections = awsec2.NewConnections(&awsec2.ConnectionsProps{
			SecurityGroups: &[]awsec2.ISecurityGroup{c.SecurityGroup},
			DefaultPort:    c.objects.vpc.Port(c.ports[0].Ranges()[0]),
		})
	}
	return c.connections
}

// AllowFrom admits further clients on all ports of the service, also on those
// that a provider in the same app adds later. Clients of other stacks have the
// rules in theirs, which then depend on the endpoint's. It panics with an
// [*Error] if a client is nil, or can't be connected.
func (c *ConsumerEndpoint) AllowFrom(clients ...awsec2.IConnectable) {
	asked := c.plan
	asked.MissingClients, asked.ClientProblems = lookAt(clients)
	stage := cdk.StageOf(c)
	for i, client := range clients {
		if there, ok := client.(constructs.Construct); ok && !cdk.IsNil(client) && cdk.StageOf(there) != stage {
			cdk.Put(&asked.ClientProblems, i, "it is in another stage of the app; name its range instead, such as awsec2.Peer_Ipv4")
		}
	}
	c.refuse(asked)
	if problem := cdk.Attempt(func() { c.admitClients(clients, true) }); problem != "" {
		asked.ClientProblems = map[int]string{0: problem}
		c.refuse(asked)
	}
}

// refuse panics with an [*Error] if a rule refuses what is asked for.
func (c *ConsumerEndpoint) refuse(asked plan.Consumer) {
	if err, _ := (site{kind: "ConsumerEndpoint", scope: c}).decide(rules.CheckConsumer(asked)); err != nil {
		panic(err)
	}
}

// DnsName is the name that programs in the VPC call the service by: the first
// private one if there is one, otherwise the endpoint's own. A wildcard is
// returned as it is.
func (c *ConsumerEndpoint) DnsName() string {
	if c.dnsName != "" {
		return c.dnsName
	}
	return c.RegionalDnsName()
}

// RegionalDnsName is the endpoint's own name, which resolves to its healthy
// interfaces in all zones. It is public, but the addresses are private. Endpoints
// of VPC Lattice have none: it panics with an [*Error].
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
	if c.plan.Service.IsLattice() {
		asked := c.plan
		asked.Dns = plan.Dns{ZoneName: "endpoint"} // What the entry is for.
		c.refuse(asked)
	}
	entry := awscdk.Fn_Select(jsii.Number(0), c.Endpoint.VpcEndpointDnsEntries())
	return awscdk.Fn_Split(jsii.String(":"), entry, nil)
}

// ZonalDnsName is the endpoint's own name in one zone, given by its name in the
// consumer's account: us-east-1a. Only endpoint services have one.
func (c *ConsumerEndpoint) ZonalDnsName(zone string) string {
	parts := awscdk.Fn_Split(jsii.String(serviceLabel), jsii.String(c.RegionalDnsName()), nil)
	return *awscdk.Fn_Select(jsii.Number(0), parts) + "-" + zone + serviceLabel + *awscdk.Fn_Select(jsii.Number(1), parts)
}

// serviceLabel begins the second label of an endpoint's names. The first one,
// vpce-ID-HASH, has the zone appended in zonal names.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html, and how
// vendors have it done: https://github.com/confluentinc/terraform-provider-confluent/tree/master/examples
const serviceLabel = ".vpce-svc-"
