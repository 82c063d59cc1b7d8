package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

// newProviderStack makes a server in each zone and offers them as a service.
func newProviderStack(app awscdk.App, id string, env *awscdk.Environment) *privatelink.ProviderService {
	stack := awscdk.NewStack(app, &id, &awscdk.StackProps{Env: env})
	vpc := newIsolatedVpc(stack)
	servers := newServers(stack, vpc)

	orders := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:    80,
			Targets: servers,
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account(*stack.Account())},
		AutoAccept:        true,                         // The only consumer is ours.
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})

	output(stack, "ServiceName", jsii.String(orders.ServiceName()))
	return orders
}

const serverPort = 8080

// newServers makes an HTTP server in each zone of the VPC.
func newServers(stack awscdk.Stack, vpc awsec2.Vpc) []privatelink.Target {
	group := newSecurityGroup(stack, "ServerSecurityGroup", "Order servers", vpc)
	var targets []privatelink.Target
	for i, subnet := range *vpc.IsolatedSubnets() {
		server := newInstance(stack, fmt.Sprint("Server", i+1), vpc, subnet, group, serverUserData())
		targets = append(targets, privatelink.InstanceTarget(server, serverPort))
	}
	return targets
}

// serverUserData starts a web server with what Amazon Linux brings along: there
// is no internet to install anything from.
func serverUserData() awsec2.UserData {
	userData := awsec2.UserData_ForLinux(nil)
	userData.AddCommands(*jsii.Strings(
		"mkdir -p /srv/orders",
		"echo 'Hello from '$(hostname) > /srv/orders/index.html",
		"cat > /etc/systemd/system/orders.service <<'UNIT'",
		"[Service]",
		fmt.Sprintf("ExecStart=/usr/bin/python3 -m http.server %d --directory /srv/orders", serverPort),
		"DynamicUser=yes",
		"Restart=always",
		"[Install]",
		"WantedBy=multi-user.target",
		"UNIT",
		"systemctl enable --now orders.service",
	)...)
	return userData
}
