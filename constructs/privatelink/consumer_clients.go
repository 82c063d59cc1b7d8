package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// admitted is who may connect to an endpoint: a client, or a range of the VPC.
type admitted struct {
	client awsec2.IConnectable
	// fromTheirSide: rules that concern two stacks stand in the client's.
	fromTheirSide bool
	// itself: the client is the endpoint's own group, which doesn't let everything out.
	itself bool

	peer awsec2.IPeer
	// description of a range's rules; nil for the CDK's own.
	description *string
	// opened is a port that the endpoint's L2 admits the range on by itself.
	opened int
}

var clientDescription = jsii.String("Client to PrivateLink endpoint")

func (c *ConsumerEndpoint) makeSecurityGroup() {
	c.SecurityGroup = c.objects.securityGroup
	if !c.plan.HasSecurityGroup {
		c.SecurityGroup = awsec2.NewSecurityGroup(c, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
			Vpc:               c.objects.vpc.Object,
			SecurityGroupName: cdk.Optional(c.plan.SecurityGroupName),
			Description:       &c.plan.SecurityGroupDescription,
			AllowAllOutbound:  jsii.Bool(false),
		})
	}
	c.ports = c.plan.Service.Ports
	// Where the VPC is in this stack, that of a client in another one depends on it
	// already.
	c.admitClients(c.objects.clients, !c.plan.VpcElsewhere)
	c.admitVpc()
}

// admitClients admits clients on all ports of the service.
func (c *ConsumerEndpoint) admitClients(clients []awsec2.IConnectable, fromTheirSide bool) {
	var added []admitted
	for _, client := range clients {
		added = append(added, admitted{client: client, fromTheirSide: fromTheirSide && !c.isHere(client), itself: c.isClosedItself(client)})
	}
	c.admit(added...)
}

// isHere reports whether a client is known to be of the endpoint's stack. Then it makes no
// difference from which side the rules begin, but that the CDK, from the client's, warns of
// outbound rules that it leaves out because the client lets everything out.
func (c *ConsumerEndpoint) isHere(client awsec2.IConnectable) bool {
	there, ok := client.(constructs.Construct)
	return ok && cdk.StackOf(there) == c.stack
}

// isClosedItself reports whether a client is the group that guards the endpoint, and needs an
// outbound rule. Of the rules from a group to itself, the CDK's AllowFrom makes but the inbound
// one.
func (c *ConsumerEndpoint) isClosedItself(client awsec2.IConnectable) bool {
	return c.plan.HasSecurityGroup && client.Connections() == c.SecurityGroup.Connections() && !*c.SecurityGroup.AllowAllOutbound()
}

// admitVpc admits the ranges of the VPC for want of clients. The first one's rules are
// written as the L2 of the endpoint does, which makes one of them.
func (c *ConsumerEndpoint) admitVpc() {
	vpc := c.objects.vpc
	for i, r := range c.plan.VpcCidrs {
		switch {
		case r.OfVpcIpv6, i > 0, c.plan.VpcElsewhere:
			c.admit(admitted{peer: vpc.Peer(r), description: clientDescription})
		default:
			c.admit(admitted{peer: vpc.Peer(plan.Range{Cidr: vpc.PrimaryCidr()}), opened: c.plan.OpenedPort()})
		}
	}
	if c.plan.HasIpv6() && c.plan.Clients == 0 {
		vpc.WaitForIpv6(c.SecurityGroup)
	}
}

// admit lets in on all ports of the service, also on those that come later.
func (c *ConsumerEndpoint) admit(added ...admitted) {
	c.admitted = append(c.admitted, added...)
	for _, port := range c.ports {
		c.open(port, added)
	}
}

// addPort admits all on a further port of the service.
func (c *ConsumerEndpoint) addPort(port plan.ServicePort) {
	c.ports = append(c.ports, port)
	c.open(port, c.admitted)
}

// open lets in on a port of the service.
func (c *ConsumerEndpoint) open(port plan.ServicePort, to []admitted) {
	for _, ports := range port.Ranges() {
		rule := c.objects.vpc.Port(ports)
		for _, a := range to {
			switch {
			case a.peer != nil && ports == (plan.PortRange{Transport: plan.Tcp, From: a.opened, To: a.opened}): // It is open.
			case a.peer != nil:
				c.SecurityGroup.AddIngressRule(a.peer, rule, a.description, nil)
			case a.itself:
				c.SecurityGroup.Connections().AllowInternally(rule, clientDescription)
			case a.fromTheirSide:
				a.client.Connections().AllowTo(c.SecurityGroup, rule, clientDescription)
			default:
				c.SecurityGroup.Connections().AllowFrom(a.client, rule, clientDescription)
			}
		}
	}
}

// tookNoRules reports whether a group that was given took none of the rules that it was
// given just now: it is imported as not mutable. Rules that concern two stacks may stand
// in the other one, and tell nothing.
func (c *ConsumerEndpoint) tookNoRules() bool {
	group := c.SecurityGroup
	if !c.plan.HasSecurityGroup || group.Node().DefaultChild() != nil || len(*group.Node().Children()) > 0 {
		return false
	}
	for _, client := range c.objects.clients {
		for _, other := range *client.Connections().SecurityGroups() {
			if awscdk.Stack_Of(other) != c.stack {
				return false
			}
		}
	}
	return awscdk.Stack_Of(group) == c.stack
}
