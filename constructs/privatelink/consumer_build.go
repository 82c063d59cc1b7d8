package privatelink

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

// build makes the consumer's children, each after what it refers to.
func (c *ConsumerEndpoint) build(plan consumerPlan) {
	c.makeSecurityGroup(plan)
	c.makeEndpoint(plan)
	switch dns := plan.props.Dns; {
	case dns.ZoneName != "":
		c.makeHostedZone(plan)
		c.dnsName = strings.TrimSuffix(dns.ZoneName, ".")
	case dns.ServiceName:
		c.dnsName = plan.contract.PrivateDnsName
	}
	c.noteDroppedSubnets(plan)
}

func (c *ConsumerEndpoint) makeSecurityGroup(plan consumerPlan) {
	c.SecurityGroup = awsec2.NewSecurityGroup(c, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              plan.props.Vpc,
		Description:      jsii.String("Interface endpoint of a PrivateLink service"),
		AllowAllOutbound: jsii.Bool(false),
	})
	c.ports = plan.contract.Ports
	if len(plan.props.Clients) > 0 {
		c.AllowFrom(plan.props.Clients...)
	} else {
		c.AllowFrom(awsec2.Peer_Ipv4(&plan.vpcCidr))
	}
	if provider := plan.contract.provider; provider != nil {
		provider.onPort = append(provider.onPort, func(port ServicePort) {
			c.ports = append(c.ports, port)
			c.admit(c.clients, port)
		})
	}
}

// admit lets clients in on a port of the service.
func (c *ConsumerEndpoint) admit(clients []awsec2.IConnectable, port ServicePort) {
	for _, ports := range securityGroupPorts(port) {
		for _, client := range clients {
			c.SecurityGroup.Connections().AllowFrom(client, ports, jsii.String("Client to PrivateLink endpoint"))
		}
	}
}

func (c *ConsumerEndpoint) makeEndpoint(plan consumerPlan) {
	props := &awsec2.InterfaceVpcEndpointProps{
		Vpc:               plan.props.Vpc,
		Service:           awsec2.NewInterfaceVpcEndpointService(&plan.contract.ServiceName, jsii.Number(plan.contract.Ports[0].Port)),
		Subnets:           &awsec2.SubnetSelection{Subnets: &plan.subnets},
		SecurityGroups:    &[]awsec2.ISecurityGroup{c.SecurityGroup},
		Open:              jsii.Bool(false), // The group's rules are ours.
		PrivateDnsEnabled: jsii.Bool(plan.props.Dns.ServiceName),
	}
	if plan.isElsewhere() {
		props.ServiceRegion = jsii.String(plan.contract.region())
	}
	c.Endpoint = awsec2.NewInterfaceVpcEndpoint(c, jsii.String("Endpoint"), props)
	if provider := plan.contract.provider; provider != nil {
		provider.connect(plan.network.account, plan.network.region)
		c.Endpoint.Node().AddDependency(provider.dependency())
	}
}

func (c *ConsumerEndpoint) makeHostedZone(plan consumerPlan) {
	zone := plan.props.Dns.ZoneName
	c.HostedZone = awsroute53.NewPrivateHostedZone(c, jsii.String("HostedZone"), &awsroute53.PrivateHostedZoneProps{
		Vpc:      plan.props.Vpc,
		ZoneName: &zone,
	})
	// A plain resource: the L2's alias target comes with a package that doubles
	// every user's build, and typed strings would cost five more messages.
	regional := map[string]any{"Fn::Split": []any{":", map[string]any{"Fn::Select": []any{0, c.Endpoint.VpcEndpointDnsEntries()}}}}
	c.Record = awscdk.NewCfnResource(c, jsii.String("Record"), &awscdk.CfnResourceProps{
		Type: jsii.String("AWS::Route53::RecordSet"),
		Properties: &map[string]any{
			"HostedZoneId": c.HostedZone.HostedZoneId(),
			"Name":         strings.TrimSuffix(zone, ".") + ".",
			"Type":         "A",
			"AliasTarget": map[string]any{
				"HostedZoneId": map[string]any{"Fn::Select": []any{0, regional}},
				"DNSName":      map[string]any{"Fn::Select": []any{1, regional}},
			},
		},
	})
}

func (c *ConsumerEndpoint) noteDroppedSubnets(plan consumerPlan) {
	if len(plan.dropped) == 0 {
		return
	}
	awscdk.Annotations_Of(c).AddInfo(jsii.String(fmt.Sprintf(
		"no interface in %s: the service is only in %s",
		strings.Join(plan.dropped, ", "), strings.Join(plan.contract.Zones, ", "))))
}
