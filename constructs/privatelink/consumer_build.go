package privatelink

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// build makes the consumer's children, each after what it refers to.
func (c *ConsumerEndpoint) build() {
	c.makeSecurityGroup()
	c.makeEndpoint()
	c.makeNames()
	c.associateProfile()
	c.noteWhatIsLeftOut()
}

func (c *ConsumerEndpoint) makeSecurityGroup() {
	props := c.plan.props
	c.SecurityGroup = props.SecurityGroup
	if isNil(props.SecurityGroup) {
		c.SecurityGroup = awsec2.NewSecurityGroup(c, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
			Vpc:              props.Vpc,
			Description:      jsii.String("Interface endpoint of a PrivateLink service"),
			AllowAllOutbound: jsii.Bool(false),
		})
	}
	c.ports = c.plan.contract.Ports
	if len(props.Clients) > 0 {
		// Where the VPC is in this stack, that of a client in another one depends on
		// it already.
		c.allowFrom(client{fromTheirSide: stackOfVpc(props.Vpc) == c.scopeStack}, props.Clients)
	}
	c.admitVpc()
	if props.IpFamily.has6() && len(props.Clients) == 0 {
		waitForIpv6(props.Vpc, c.SecurityGroup)
	}
	c.plan.facts.FixedGroup = c.isFixed(props.SecurityGroup)
	if provider := c.plan.contract.provider; provider != nil {
		provider.onPort = append(provider.onPort, func(port ServicePort) {
			c.ports = append(c.ports, port)
			c.admit(c.clients, port)
		})
	}
}

// isFixed reports whether a group that was brought took none of the rules that
// it was given just now: it is imported as not mutable. Rules that concern two
// stacks may stand in the other one, and tell nothing.
func (c *ConsumerEndpoint) isFixed(group awsec2.ISecurityGroup) bool {
	if isNil(group) || group.Node().DefaultChild() != nil || len(*group.Node().Children()) > 0 {
		return false
	}
	for _, client := range c.clients {
		for _, other := range *client.Connections().SecurityGroups() {
			if awscdk.Stack_Of(other) != c.scopeStack {
				return false
			}
		}
	}
	return awscdk.Stack_Of(group) == c.scopeStack
}

// admitVpc admits the ranges of the VPC for want of clients. The endpoint itself
// opens its group for the first of them on one port, where the VPC is in its stack:
// that is one message less. The other ports' rules are written alike.
func (c *ConsumerEndpoint) admitVpc() {
	family, values := c.plan.props.IpFamily, factsOf(c.plan.props.Vpc)
	for i, cidr := range c.plan.vpcCidrs {
		switch isLast := i == len(c.plan.vpcCidrs)-1; {
		case family.has6() && isLast && rules.Unknown(cidr):
			c.allowFrom(client{isRange: true}, []awsec2.IConnectable{values.peer6(cidr)})
		case i == 0 && family.has4() && c.scopeStack == stackOfVpc(c.plan.props.Vpc):
			if isNil(c.plan.props.SecurityGroup) {
				c.opened, _ = c.firstTCPPort()
			}
			c.allowFrom(client{isRange: true, asEndpoint: true}, []awsec2.IConnectable{values.peer(primaryRange(c.plan.props.Vpc))})
		default:
			c.allowFrom(client{isRange: true}, []awsec2.IConnectable{values.peer(cidr)})
		}
	}
}

// firstTCPPort is the lowest port of the service that is a single one of TCP.
func (c *ConsumerEndpoint) firstTCPPort() (lowest int, ok bool) {
	for _, port := range c.plan.contract.Ports {
		if port.protocol() != UDP && port.Port == port.endPort() && (!ok || port.Port < lowest) {
			lowest, ok = port.Port, true
		}
	}
	return lowest, ok
}

// client is who may connect to an endpoint.
type client struct {
	awsec2.IConnectable
	// fromTheirSide: rules that concern two stacks stand in the client's.
	fromTheirSide bool
	// isRange: it is a range of the VPC, and asEndpoint: rules for it are described as
	// the L2 of the endpoint does.
	isRange, asEndpoint bool
}

// allowFrom admits clients of a kind on all ports of the service.
func (c *ConsumerEndpoint) allowFrom(kind client, clients []awsec2.IConnectable) {
	var added []client
	for _, connectable := range clients {
		kind.IConnectable = connectable
		added = append(added, kind)
	}
	c.clients = append(c.clients, added...)
	for _, port := range c.ports {
		c.admit(added, port)
	}
}

// admit lets clients in on a port of the service.
func (c *ConsumerEndpoint) admit(clients []client, port ServicePort) {
	description := jsii.String("Client to PrivateLink endpoint")
	for i, ports := range factsOf(c.plan.props.Vpc).portsOf(port) {
		for _, client := range clients {
			peer, _ := client.IConnectable.(awsec2.IPeer)
			isTCP := i == 0 && port.protocol() != UDP
			switch {
			case client.asEndpoint && isTCP && port.Port == port.endPort() && port.Port == c.opened: // It is open.
			case client.asEndpoint:
				c.SecurityGroup.AddIngressRule(peer, ports, nil, nil)
			case client.isRange:
				c.SecurityGroup.AddIngressRule(peer, ports, description, nil)
			case client.fromTheirSide:
				client.Connections().AllowTo(c.SecurityGroup, ports, description)
			default:
				c.SecurityGroup.Connections().AllowFrom(client.IConnectable, ports, description)
			}
		}
	}
}

func (c *ConsumerEndpoint) makeEndpoint() {
	plan := c.plan
	props := &awsec2.InterfaceVpcEndpointProps{
		Vpc:               plan.props.Vpc,
		Service:           c.l2Service(),
		Subnets:           &awsec2.SubnetSelection{Subnets: &plan.subnets},
		SecurityGroups:    &[]awsec2.ISecurityGroup{c.SecurityGroup},
		Open:              jsii.Bool(c.opened != 0), // Other rules of the group are ours.
		PrivateDnsEnabled: jsii.Bool(plan.props.Dns.ServiceName),
		IpAddressType:     addressTypes[plan.props.IpFamily],
		DnsRecordIpType:   recordTypes[plan.props.IpFamily],
	}
	if plan.facts.IsElsewhere() {
		props.ServiceRegion = jsii.String(plan.contract.region())
	}
	if plan.props.OnlyInboundResolver {
		props.PrivateDnsOnlyForInboundResolverEndpoint = awsec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint_ONLY_INBOUND_RESOLVER
	}
	c.Endpoint = awsec2.NewInterfaceVpcEndpoint(c, jsii.String("Endpoint"), props)
	if family := string(plan.props.IpFamily); rules.Unknown(family) {
		c.resource().SetIpAddressType(&family)
		c.resource().SetDnsOptions(&awsec2.CfnVPCEndpoint_DnsOptionsSpecificationProperty{DnsRecordIpType: &family})
	}
	if plan.props.Policy != nil {
		c.resource().SetPolicyDocument(plan.props.Policy)
	}
	if plan.contract.latticeType != "" {
		c.makeLattice()
	}
	if provider := plan.contract.provider; provider != nil {
		c.waitFor(provider)
	}
}

// waitFor has the endpoint wait for the provider's parts: one by one in the same
// stack, otherwise as stacks, which needs to be said once.
func (c *ConsumerEndpoint) waitFor(provider *providerSide) {
	stack := provider.stack()
	if stack == c.scopeStack {
		c.Endpoint.Node().AddDependency(provider.dependency())
		return
	}
	if !provider.awaitedBy[c.scopeStack] {
		put(&provider.awaitedBy, c.scopeStack, true)
		c.scopeStack.AddStackDependency(stack, nil)
	}
}

func (c *ConsumerEndpoint) resource() awsec2.CfnVPCEndpoint {
	return c.Endpoint.Node().DefaultChild().(awsec2.CfnVPCEndpoint)
}

// makeLattice turns the endpoint into one of VPC Lattice, which the L2 has not:
// all else about it is the same.
func (c *ConsumerEndpoint) makeLattice() {
	resource := c.resource()
	resource.SetServiceName(nil)
	resource.SetVpcEndpointType(jsii.String(string(c.plan.contract.latticeType)))
	if c.plan.contract.latticeType == rules.ResourceEndpoint {
		resource.SetResourceConfigurationArn(&c.plan.contract.latticeArn)
	} else {
		resource.SetServiceNetworkArn(&c.plan.contract.latticeArn)
	}
	if dns := c.plan.props.Dns; dns.Preference != "" {
		resource.SetDnsOptions(&awsec2.CfnVPCEndpoint_DnsOptionsSpecificationProperty{
			PrivateDnsPreference:       pointer(string(dns.Preference)),
			PrivateDnsSpecifiedDomains: stringList(dns.SpecifiedDomains),
			DnsRecordIpType:            optional(string(c.plan.props.IpFamily)),
		})
	}
}

// l2Service is the service as the L2 names it.
func (c *ConsumerEndpoint) l2Service() awsec2.IInterfaceVpcEndpointService {
	contract := c.plan.contract
	port := cmp.Or(c.opened, contract.Ports[0].Port)
	if contract.awsService != "" {
		// It knows which services are named otherwise in China.
		return awsec2.NewInterfaceVpcEndpointAwsService(&contract.awsService, nil, jsii.Number(port), nil)
	}
	name := contract.ServiceName
	if c.plan.facts.IsElsewhere() && contract.provider != nil {
		name = contract.provider.nameElsewhere()
	}
	return factsOf(c.plan.props.Vpc).service(name, port)
}

var addressTypes = map[IpFamily]awsec2.VpcEndpointIpAddressType{
	IPv4:      awsec2.VpcEndpointIpAddressType_IPV4,
	IPv6:      awsec2.VpcEndpointIpAddressType_IPV6,
	DualStack: awsec2.VpcEndpointIpAddressType_DUALSTACK,
}

var recordTypes = map[IpFamily]awsec2.VpcEndpointDnsRecordIpType{
	IPv4:      awsec2.VpcEndpointDnsRecordIpType_IPV4,
	IPv6:      awsec2.VpcEndpointDnsRecordIpType_IPV6,
	DualStack: awsec2.VpcEndpointDnsRecordIpType_DUALSTACK,
}

// makeNames makes the zone, or takes the one that exists, and its records.
func (c *ConsumerEndpoint) makeNames() {
	dns := c.plan.props.Dns
	zoneName := trimDot(dns.ZoneName)
	switch {
	case dns.ServiceName:
		c.dnsName = c.plan.contract.PrivateDnsName
		return
	case dns.ZoneName != "":
		zone := awsroute53.NewPrivateHostedZone(c, jsii.String("HostedZone"), &awsroute53.PrivateHostedZoneProps{
			Vpc:      c.plan.props.Vpc,
			ZoneName: &zoneName,
		})
		for _, vpc := range c.plan.vpcs()[1:] {
			zone.AddVpc(vpc)
		}
		c.HostedZone = zone
	case !isNil(dns.HostedZone):
		c.HostedZone = dns.HostedZone
		zoneName = zoneNameOf(dns.HostedZone)
	default:
		return
	}
	zoneID, entries := c.HostedZone.HostedZoneId(), c.Endpoint.VpcEndpointDnsEntries()
	for i, name := range dns.names() {
		if i == 0 {
			c.dnsName = within(name, zoneName)
		}
		if c.plan.props.IpFamily.has4() {
			c.addRecord(suffixed("Record", name, i), aliasRecord("A", within(name, zoneName), zoneID, entries))
		}
		if c.plan.props.IpFamily.has6() {
			c.addRecord(suffixed("RecordIpv6", name, i), aliasRecord("AAAA", within(name, zoneName), zoneID, entries))
		}
	}
	c.makeZonalRecords(zoneName, zoneID)
}

// makeZonalRecords names the interfaces of the zones that the endpoint is in.
func (c *ConsumerEndpoint) makeZonalRecords(zoneName string, zoneID *string) {
	names := c.plan.props.Dns.ZonalNames
	for i, zone := range slices.Sorted(maps.Keys(names)) {
		here, ok := c.plan.facts.ZoneHere(zone, c.plan.zones)
		if !ok {
			continue
		}
		c.addRecord(suffixed("ZonalRecord", zone, i), map[string]any{
			"HostedZoneId":    zoneID,
			"Name":            within(names[zone], zoneName) + ".",
			"Type":            "CNAME",
			"TTL":             "60",
			"ResourceRecords": []any{c.ZonalDnsName(here)},
		})
	}
}

// addRecord makes a record as a plain resource: the L2's alias target comes with
// a package that doubles every user's build, and typed strings would cost five
// more messages.
func (c *ConsumerEndpoint) addRecord(id string, properties map[string]any) {
	c.Records = append(c.Records, awscdk.NewCfnResource(c, &id, &awscdk.CfnResourceProps{
		Type:       jsii.String("AWS::Route53::RecordSet"),
		Properties: &properties,
	}))
}

// aliasRecord leads to the endpoint's regional entry, the first.
func aliasRecord(recordType, name string, zoneID *string, entries *[]*string) map[string]any {
	regional := map[string]any{"Fn::Split": []any{":", map[string]any{"Fn::Select": []any{0, entries}}}}
	return map[string]any{
		"HostedZoneId": zoneID,
		"Name":         name + ".",
		"Type":         recordType,
		"AliasTarget": map[string]any{
			"HostedZoneId": map[string]any{"Fn::Select": []any{0, regional}},
			"DNSName":      map[string]any{"Fn::Select": []any{1, regional}},
		},
	}
}

// within is a name within a zone, in full.
func within(name, zone string) string {
	if name == "" {
		return zone
	}
	return trimDot(name) + "." + zone
}

// suffixed makes an ID of a name: "*" is spelled, because CDK drops it. IDs hold no
// tokens: the position stands for one.
func suffixed(id, name string, position int) string {
	switch {
	case name == "":
		return id
	case rules.Unknown(name):
		return id + "-" + strconv.Itoa(position+1)
	}
	return id + "-" + strings.ReplaceAll(name, "*", "wildcard")
}

// associateProfile has the names resolve in all VPCs of a Route 53 profile.
//
// Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profile-associate-resources.html
func (c *ConsumerEndpoint) associateProfile() {
	id := c.plan.props.Dns.ProfileId
	if id == "" {
		return
	}
	partition := partitionOf(c.plan.network.region)
	arn := "arn:" + partition + ":ec2:" + c.plan.network.region + ":" + c.plan.network.account + ":vpc-endpoint/" + *c.Endpoint.VpcEndpointId()
	if c.HostedZone != nil {
		arn = "arn:" + partition + ":route53:::hostedzone/" + *c.HostedZone.HostedZoneId()
	}
	c.Profile = awscdk.NewCfnResource(c, jsii.String("Profile"), &awscdk.CfnResourceProps{
		Type: jsii.String("AWS::Route53Profiles::ProfileResourceAssociation"),
		Properties: &map[string]any{
			"Name":        awscdk.Names_UniqueResourceName(c, &awscdk.UniqueResourceNameOptions{MaxLength: jsii.Number(64)}),
			"ProfileId":   id,
			"ResourceArn": arn,
		},
	})
}

// noteWhatIsLeftOut says what was decided in silence otherwise.
func (c *ConsumerEndpoint) noteWhatIsLeftOut() {
	if len(c.plan.dropped) > 0 {
		c.note(fmt.Sprintf("no interface in %s: the service is only in %s",
			strings.Join(c.plan.dropped, ", "), strings.Join(c.plan.contract.Zones, ", ")))
	}
	if c.plan.contract.provider != nil && c.plan.facts.IsForeign() {
		c.note(fmt.Sprintf("reads the service's ID from account %s at deploy, by a role that CDK makes there; to do without, publish the contract and use LoadContract",
			c.plan.contract.Account))
	}
}

func (c *ConsumerEndpoint) note(text string) { awscdk.Annotations_Of(c).AddInfo(&text) }
