package privatelink

import (
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
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

	// Service to connect to: a [*ProviderService], a [Contract], [AWSService],
	// [Resource] or [ServiceNetwork].
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
	// Default: no private name.
	Dns Dns

	// IpFamily sets the endpoint's addresses, its DNS records and its security
	// group's rules together. Requires subnets and a service of that family.
	// Default: [IPv4].
	IpFamily IpFamily

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
	// Default: 2 where the service has two, otherwise 1.
	MinimumZones int

	// SecurityGroup guards the endpoint in place of one of its own; rules for the
	// clients are added to it. Endpoints may share one.
	// Default: a new one.
	SecurityGroup awsec2.ISecurityGroup

	// Policy says what may be done through the endpoint. Requires an [AWSService]
	// that takes one.
	// Default: everything.
	Policy awsiam.PolicyDocument

	// OnlyInboundResolver gives the service's own name only to what asks by way of
	// an inbound resolver, for gateway endpoints to serve the VPC itself. Requires
	// an [AWSService] that has both, and Dns [ServiceDnsName].
	// Default: false.
	OnlyInboundResolver bool

	// Tags are set on everything that is made here and can have tags.
	// Default: none.
	Tags map[string]string
}

// IpFamily is the family of addresses that an endpoint has.
type IpFamily string

const (
	// IPv4 addresses alone.
	IPv4 IpFamily = "ipv4"
	// IPv6 addresses alone, in subnets that have no others.
	IPv6 IpFamily = "ipv6"
	// DualStack is both, in subnets that have both.
	DualStack IpFamily = "dualstack"
)

func (f IpFamily) has4() bool { return f != IPv6 }
func (f IpFamily) has6() bool { return f == IPv6 || f == DualStack }

// Validate returns an [*Error] with everything that AWS would refuse of these
// props, or nil. It builds nothing; [NewConsumerEndpoint] checks the same.
func (props *ConsumerEndpointProps) Validate() error {
	if err, _ := planConsumer(props).check(site{kind: "ConsumerEndpointProps"}); err != nil {
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

	plan        consumerPlan
	dnsName     string
	clients     []client
	ports       []ServicePort
	connections awsec2.Connections
	// scopeStack is the stack that the consumer is in.
	scopeStack awscdk.Stack
	// opened is the port that the endpoint opens its group for by itself; 0 if it
	// doesn't.
	opened int
}

// NewConsumerEndpoint makes a consumer. It panics with an [*Error] that lists
// every broken rule, before anything is built.
func NewConsumerEndpoint(scope constructs.Construct, id string, props *ConsumerEndpointProps) *ConsumerEndpoint {
	return NewConsumerEndpoints(scope, map[string]*ConsumerEndpointProps{id: props})[id]
}

// NewConsumerEndpoints makes several consumers, of one service in many VPCs or of
// a vendor's many services in one, by their IDs. It panics with an [*Error] of the
// first that breaks rules, before any is built.
func NewConsumerEndpoints(scope constructs.Construct, propsByID map[string]*ConsumerEndpointProps) map[string]*ConsumerEndpoint {
	ids := slices.Sorted(maps.Keys(propsByID))
	plans := make([]consumerPlan, len(ids))
	findings := make([][]rules.Finding, len(ids))
	for i, id := range ids {
		plan := planConsumer(propsByID[id])
		plan.facts.NoScope = isNil(scope)
		if provider := plan.contract.provider; provider != nil && !plan.facts.NoScope && provider.stack() != stackOf(scope) {
			plan.facts.Service.OtherStage = provider.stage() != stageOf(scope)
		}
		var err *Error
		if err, findings[i] = plan.check(site{"ConsumerEndpoint", scope, id}); err != nil {
			panic(err)
		}
		plans[i] = plan
	}
	for _, plan := range plans {
		plan.connect() // The provider may refuse, too.
	}
	consumers := map[string]*ConsumerEndpoint{}
	if len(ids) > 0 {
		judge(scope)
	}
	for i, id := range ids {
		// See NewProviderService for why it is _Override.
		c := &ConsumerEndpoint{plan: plans[i], scopeStack: stackOf(scope)}
		constructs.NewConstruct_Override(c, scope, &id)
		c.build()
		if c.plan.facts.FixedGroup { // Which only shows once it was given rules.
			_, findings[i] = c.plan.check(site{kind: "ConsumerEndpoint", scope: c})
		}
		tag(c, c.plan.props.Tags)
		note(c, findings[i])
		promise(scope, id, "consumer", c.plan.contract.foreign())
		consumers[id] = c
	}
	return consumers
}

// Connections are those of the endpoint's security group, with the service's
// first port, or range of ports, as their default. [ConsumerEndpoint.AllowFrom]
// admits clients on all ports.
func (c *ConsumerEndpoint) Connections() awsec2.Connections {
	if c.connections == nil {
		c.connections = awsec2.NewConnections(&awsec2.ConnectionsProps{
			SecurityGroups: &[]awsec2.ISecurityGroup{c.SecurityGroup},
			DefaultPort:    factsOf(c.plan.props.Vpc).portsOf(c.ports[0])[0],
		})
	}
	return c.connections
}

// AllowFrom admits further clients on all ports of the service, also on those
// that a provider in the same app adds later. Clients of other stacks have the
// rules in theirs, which then depend on the endpoint's. It panics with an
// [*Error] if a client is nil, or can't be connected.
func (c *ConsumerEndpoint) AllowFrom(clients ...awsec2.IConnectable) {
	facts := c.plan.facts
	facts.MissingClients, facts.ClientProblems = lookAt(clients)
	stage := stageOf(c)
	for i, client := range clients {
		if there, ok := client.(constructs.Construct); ok && !isNil(client) && stageOf(there) != stage {
			put(&facts.ClientProblems, i, "it is in another stage of the app; name its range instead, such as awsec2.Peer_Ipv4")
		}
	}
	if err, _ := (site{kind: "ConsumerEndpoint", scope: c}).decide(rules.CheckConsumer(facts)); err != nil {
		panic(err)
	}
	if problem := attempt(func() { c.allowFrom(client{fromTheirSide: true}, clients) }); problem != "" {
		facts.ClientProblems = map[int]string{0: problem}
		err, _ := (site{kind: "ConsumerEndpoint", scope: c}).decide(rules.CheckConsumer(facts))
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
	if c.plan.contract.latticeType != "" {
		facts := c.plan.facts
		facts.DNS = rules.DNS{Existing: true} // What the entry is for.
		if err, _ := (site{kind: "ConsumerEndpoint", scope: c}).decide(rules.CheckConsumer(facts)); err != nil {
			panic(err)
		}
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
