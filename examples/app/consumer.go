package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

// newConsumerStack makes a client in a VPC of its own, and its way to the
// service.
func newConsumerStack(app awscdk.App, id string, env *awscdk.Environment, orders privatelink.Service) {
	stack := awscdk.NewStack(app, &id, &awscdk.StackProps{Env: env})
	vpc := newIsolatedVpc(stack)
	client := newClient(stack, vpc)

	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc:     vpc,
		Service: orders,
		Clients: []awsec2.IConnectable{client},
		Dns:     privatelink.PrivateZone("orders.internal"),
	})

	output(stack, "EndpointId", endpoint.Endpoint.VpcEndpointId())
	output(stack, "DnsName", jsii.String(endpoint.DnsName()))
	output(stack, "ClientId", client.InstanceId())
}

// newClient makes an instance that one can log on to without the internet:
// through an EC2 Instance Connect Endpoint, which costs nothing.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html
func newClient(stack awscdk.Stack, vpc awsec2.Vpc) awsec2.Instance {
	subnet := (*vpc.IsolatedSubnets())[0]
	client := newInstance(stack, "Client", vpc, subnet,
		newSecurityGroup(stack, "ClientSecurityGroup", "Client of the orders service", vpc), nil)

	logon := newSecurityGroup(stack, "LogonSecurityGroup", "EC2 Instance Connect Endpoint", vpc)
	logon.Connections().AllowTo(client, awsec2.Port_Tcp(jsii.Number(22)), jsii.String("Log on to the client"))
	awsec2.NewCfnInstanceConnectEndpoint(stack, jsii.String("Logon"), &awsec2.CfnInstanceConnectEndpointProps{
		SubnetId:         subnet.SubnetId(),
		SecurityGroupIds: &[]*string{logon.SecurityGroupId()},
	})
	return client
}
