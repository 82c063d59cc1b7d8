package deployments_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkecs"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinksns"
	_ "github.com/cdk-privatelink/cdk-privatelink-go/direct"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { snapshot.Main(m) }

var deployments = []struct {
	name, does, source string
	express            func(*testing.T, awscdk.App)
	warnings           string // The IDs of what is found wrong with it, and rightly so.
}{
	{
		"MSK", "a port for each broker of a Kafka cluster, and one for all of them",
		"aws-samples/aws-msk-cross-account-connectivity-sample nlb.tf, endpoint.tf", brokers,
		"zones-minimum",
	},
	{
		"MariaDB", "a database on another port, whose load balancer admits the consumer's range alone",
		"RhubarbSin/terraform-aws-endpoint-service-rds-example main.tf", database,
		"service-one-zone",
	},
	{
		"RDS", "a database cluster whose addresses a function registers, offered to other Regions",
		"514-labs/terraform-rds-private-link network_load_balancer.tf, vpc_service_endpoint.tf", failingOver, "",
	},
	{
		"Vault", "a consumer of HCP Vault in another Region, under a name of the vendor's domain",
		"GlennChia/hcp-vault-cross-region-privatelink tf/03-private-link.tf, tf/06-private-hosted-zone.tf", vault, "",
	},
	{
		"ALB", "an Application Load Balancer that exists, under a verified name, with a topic that is told of connections",
		"aws-samples/private-saas-with-aws-privatelink privatelink_nlb_alb/terraform/main.tf", applicationLoadBalancer, "",
	},
	{
		"API Gateway", "a private API behind TLS with a certificate, encrypted again towards the addresses of its endpoint",
		"aws-samples/private-saas-with-aws-privatelink privatelink_nlb_apigw/terraform/main.tf", privateAPI, "",
	},
	{
		"Fargate", "an ECS service for another account, whose tasks reach it from an endpoint in their own security group",
		"johnnymarquezv/aws-ecs-privatelink-terraform-cdk cdk-provider-account/lib/provider-stack.ts, cdk-consumer-account/lib/consumer-stack.ts", fargate, "",
	},
	{
		"Existing", "a load balancer that is there already, known by its ARN alone, and a topic that is told of decisions",
		"cloudposse-terraform-components/aws-private-link-service src/main.tf", existing, "",
	},
	{
		"UDP", "DNS over UDP and a web server over TCP, by an internet-facing load balancer each",
		"drewpypro/aws-privatelink-protocol-tester nlb.tf, privatelink.tf", datagrams,
		"load-balancer-public health-udp service-one-zone",
	},
	{
		"Regions", "a provider in us-east-1, whose load balancer shares its server's security group, and a consumer in ap-southeast-1",
		"shashimal/terraform-privatelink-cross-region-connectivity modules/service_provider/nlb.tf, service_consumer.tf", regions, "",
	},
	{
		"Confluent", "a consumer of Confluent Cloud, with a wildcard name and one for each zone ID",
		"confluentinc/terraform-provider-confluent examples/configurations/cluster-link-over-aws-private-link-networks/aws-privatelink-endpoint/privatelink.tf", zonal, "",
	},
	{
		"Snowflake", "a consumer of Snowflake, with the account's names in a zone of the vendor's domain",
		"getindata/terraform-snowflake-privatelink-aws main.tf", snowflake, "",
	},
	{
		"Databricks", "endpoints to a workspace and its relay, under the vendor's own names, in one security group",
		"databricks/terraform-databricks-examples examples/aws-databricks-modular-privatelink/privatelink.tf", databricks, "",
	},
	{
		"Hub", "endpoints of AWS's services in a shared VPC, by zones that the spokes are associated with",
		"aws-samples/hub-and-spoke-with-shared-services-vpc-terraform modules/vpc_endpoints/main.tf, modules/phz/main.tf", hub, "",
	},
}

func TestDeployments(t *testing.T) {
	for _, d := range deployments {
		t.Run(d.name, func(t *testing.T) {
			t.Logf("%s: %s", d.source, d.does)
			app := snapshot.NewApp(t, lookedUp())
			d.express(t, app)
			if got, want := findings(t, app), strings.Fields(d.warnings); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
				t.Errorf("found %v, want %v", got, want)
			}
		})
	}
}

var finding = regexp.MustCompile(`\[privatelink::([a-z0-9-]+)]$`)

// findings are the IDs of what the check has found in an app, without errors, which
// would have ended the test.
func findings(t *testing.T, app awscdk.App) []string {
	ids := map[string]bool{}
	for _, template := range snapshot.Synth(t, app) {
		for _, message := range template.Messages {
			if match := finding.FindStringSubmatch(message.Text); match != nil {
				ids[match[1]] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

func brokers(t *testing.T, app awscdk.App) {
	provider, consumer := newStack(app, "Provider", ours, "us-east-1"), newStack(app, "Consumer", ours, "us-east-1")
	nodes := []string{"10.0.0.10", "10.0.1.10", "10.0.2.10"}
	vpc := newVpc(provider, "10.0.0.0/16", "us-east-1a", "us-east-1b", "us-east-1c")
	var mappings []privatelink.SubnetMapping
	for _, subnet := range *vpc.PublicSubnets() {
		mappings = append(mappings, privatelink.SubnetMapping{Subnet: subnet})
	}
	var all []privatelink.Target
	for _, node := range nodes {
		all = append(all, privatelink.IPTarget(node, 9094))
	}
	listeners := privatelink.PortRange(9001, 9003, func(port int) privatelink.Listener {
		return privatelink.Listener{Targets: all[port-9001 : port-9000]}
	})
	kafka := privatelink.NewProviderService(provider, "Kafka", &privatelink.ProviderServiceProps{
		Vpc:          vpc,
		Listeners:    append(listeners, privatelink.Listener{Port: 9094, Targets: all}),
		LoadBalancer: privatelink.LoadBalancerOptions{SubnetMappings: mappings},
		AutoAccept:   true,
	})
	clients := newVpc(consumer, "10.1.0.0/16", "us-east-1a", "us-east-1b")
	privatelink.NewConsumerEndpoint(consumer, "Kafka", &privatelink.ConsumerEndpointProps{
		Vpc: clients, Service: kafka,
		Subnets: &awsec2.SubnetSelection{Subnets: &[]awsec2.ISubnet{(*clients.PublicSubnets())[0]}},
	})

	templates := snapshot.Synth(t, app)
	for i, node := range nodes {
		_, listener := templates["Provider"].Has(t, "AWS::ElasticLoadBalancingV2::Listener", snapshot.Props{"Port": 9001 + i})
		_, group, _ := templates["Provider"].Target(listener.Value("DefaultActions[0].TargetGroupArn"))
		if got := fmt.Sprint(group.Properties["Targets"]); got != fmt.Sprintf("[map[Id:%s Port:9094]]", node) {
			t.Errorf("port %d leads to %s", 9001+i, got)
		}
	}
	_, listener := templates["Provider"].Has(t, "AWS::ElasticLoadBalancingV2::Listener", snapshot.Props{"Port": 9094})
	if _, group, _ := templates["Provider"].Target(listener.Value("DefaultActions[0].TargetGroupArn")); len(group.Properties["Targets"].([]any)) != 3 {
		t.Errorf("the common port leads to %v", group.Properties["Targets"])
	}
	templates["Consumer"].Has(t, "AWS::EC2::SecurityGroup", snapshot.Props{"SecurityGroupIngress": snapshot.With(
		map[string]any{"CidrIp": snapshot.Any(), "FromPort": 9001, "ToPort": 9001, "IpProtocol": "tcp"},
	)})
}

func database(t *testing.T, app awscdk.App) {
	provider, consumer := newStack(app, "Provider", ours, "us-east-1"), newStack(app, "Consumer", ours, "us-east-1")
	vpc, clients := newVpc(provider, "192.168.7.0/24", "us-east-1a"), newVpc(consumer, "192.168.8.0/24", "us-east-1a")
	mariadb := privatelink.NewProviderService(provider, "MariaDb", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:        10000,
			Targets:     []privatelink.Target{privatelink.IPTarget("192.168.7.20", 3306).GuardedBy(newGroup(provider, "Database", vpc))},
			HealthCheck: privatelink.HealthCheck{Interval: 5 * time.Minute},
		}},
		LoadBalancer:      privatelink.LoadBalancerOptions{Security: privatelink.PrivateLinkFrom("192.168.8.0/24")},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account(ours)},
		AutoAccept:        true,
	})
	dns := privatelink.PrivateZone("rds.example")
	dns.Names, dns.Cname, dns.Ttl = []string{"mariadb"}, true, time.Hour
	privatelink.NewConsumerEndpoint(consumer, "MariaDb", &privatelink.ConsumerEndpointProps{
		Vpc: clients, Service: mariadb, Clients: []awsec2.IConnectable{newGroup(consumer, "Client", clients)}, Dns: dns,
	})

	templates := snapshot.Synth(t, app)
	templates["Provider"].Has(t, "AWS::ElasticLoadBalancingV2::LoadBalancer", snapshot.Props{"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "on"})
	templates["Provider"].Has(t, "AWS::EC2::SecurityGroup", snapshot.Props{"SecurityGroupIngress": snapshot.With(
		map[string]any{"CidrIp": "192.168.8.0/24", "FromPort": 10000, "ToPort": 10000, "IpProtocol": "tcp"},
	)})
	templates["Provider"].Has(t, "AWS::ElasticLoadBalancingV2::TargetGroup", snapshot.Props{"Port": 3306, "HealthCheckIntervalSeconds": 300})
	templates["Consumer"].Has(t, "AWS::Route53::RecordSet", snapshot.Props{"Name": "mariadb.rds.example.", "Type": "CNAME", "TTL": "3600"})
}

func failingOver(t *testing.T, app awscdk.App) {
	stack := newStack(app, "Provider", ours, "us-east-1")
	vpc := newVpc(stack, "10.0.0.0/16", "us-east-1a", "us-east-1b")
	guard := newGroup(stack, "Cluster", vpc)
	privatelink.NewProviderService(stack, "Postgres", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:        5432,
			TargetGroup: privatelink.TargetGroup{Port: 5432, TargetType: privatelink.Addresses, GuardedBy: guard, Name: "cluster"},
		}},
		LoadBalancer:      privatelink.LoadBalancerOptions{Name: "rds", CrossZone: privatelink.On},
		AllowedPrincipals: []privatelink.Principal{privatelink.PrincipalArn("arn:aws:iam::" + theirs + ":role/etl")},
		SupportedRegions:  []string{"us-west-2"},
		Tags:              map[string]string{"Name": "rds-endpoint-service"},
	})
	cluster := stack.Resolve(guard.SecurityGroupId())

	template := snapshot.Synth(t, app)["Provider"]
	template.Has(t, "AWS::ElasticLoadBalancingV2::TargetGroup", snapshot.Props{"Name": "cluster", "TargetType": "ip", "Targets": snapshot.None()})
	template.Has(t, "AWS::EC2::VPCEndpointService", snapshot.Props{"SupportedRegions": snapshot.With("us-west-2"), "AcceptanceRequired": true})
	template.Has(t, "AWS::EC2::SecurityGroupIngress", snapshot.Props{"GroupId": cluster, "FromPort": 5432, "SourceSecurityGroupId": snapshot.Any()})
}

func vault(t *testing.T, app awscdk.App) {
	stack := newStack(app, "Consumer", ours, "ap-southeast-1")
	vpc := newVpc(stack, "10.0.0.0/16", "ap-southeast-1a", "ap-southeast-1b")
	client := newGroup(stack, "Client", vpc)
	dns := privatelink.PrivateZone("hashicorp.cloud")
	dns.Names, dns.Cname, dns.Ttl = []string{"vault-private-vault-0a1b2c3d.4e5f6a7b.z1"}, true, 5*time.Minute
	privatelink.NewConsumerEndpoint(stack, "Vault", &privatelink.ConsumerEndpointProps{
		Vpc: vpc,
		Service: privatelink.Contract{
			ServiceName: "com.amazonaws.vpce.us-west-2.vpce-svc-0123456789abcdef0",
			Ports:       []privatelink.ServicePort{{Port: 8200}},
		},
		Clients: []awsec2.IConnectable{client},
		Dns:     dns,
	})

	template := snapshot.Synth(t, app)["Consumer"]
	template.Has(t, "AWS::EC2::VPCEndpoint", snapshot.Props{"ServiceRegion": "us-west-2", "PrivateDnsEnabled": false})
	template.Has(t, "AWS::EC2::SecurityGroupIngress", snapshot.Props{"FromPort": 8200, "ToPort": 8200, "SourceSecurityGroupId": snapshot.Any()})
	template.Has(t, "AWS::Route53::RecordSet", snapshot.Props{"Name": "vault-private-vault-0a1b2c3d.4e5f6a7b.z1.hashicorp.cloud.", "Type": "CNAME", "TTL": "300"})
}

func applicationLoadBalancer(t *testing.T, app awscdk.App) {
	stack := newStack(app, "Provider", ours, "us-east-1")
	vpc := newVpc(stack, "10.0.0.0/16", "us-east-1a", "us-east-1b")
	const alb = "arn:aws:elasticloadbalancing:us-east-1:" + ours + ":loadbalancer/app/web/0123456789abcdef"
	saas := privatelink.NewProviderService(stack, "Saas", &privatelink.ProviderServiceProps{
		Vpc:          vpc,
		Listeners:    []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.ALBArnTarget(alb, 443)}}},
		LoadBalancer: openToTLS(stack, vpc),
		AutoAccept:   true,
		PrivateDns:   privatelink.PrivateDns{Name: "saas.example.com", HostedZone: newPublicZone(stack)},
	})
	privatelinksns.NewNotification(stack, "Told", &privatelinksns.NotificationProps{Service: saas})

	template := snapshot.Synth(t, app)["Provider"]
	template.Has(t, "AWS::ElasticLoadBalancingV2::TargetGroup", snapshot.Props{"TargetType": "alb", "HealthCheckProtocol": "HTTPS", "Targets": []any{map[string]any{"Id": alb, "Port": 443}}})
	template.Has(t, "AWS::EC2::VPCEndpointService", snapshot.Props{"PrivateDnsName": "saas.example.com", "AcceptanceRequired": false})
	template.Has(t, "AWS::Route53::RecordSet", snapshot.Props{"Type": "TXT", "Name": snapshot.Matches(`\.saas\.example\.com\.$`), "TTL": "1800"})
	template.Has(t, "AWS::EC2::VPCEndpointConnectionNotification", snapshot.Props{"ConnectionEvents": snapshot.With("Accept", "Reject", "Connect", "Delete")})
}

func privateAPI(t *testing.T, app awscdk.App) {
	stack := newStack(app, "Provider", ours, "us-east-1")
	vpc := newVpc(stack, "10.0.0.0/16", "us-east-1a", "us-east-1b")
	privatelink.NewProviderService(stack, "Api", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:           443,
			Protocol:       privatelink.TLS,
			Certificates:   []string{"arn:aws:acm:us-east-1:" + ours + ":certificate/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"},
			SslPolicy:      "ELBSecurityPolicy-TLS13-1-3-2021-06",
			AlpnPolicy:     privatelink.HTTP1Only,
			Targets:        []privatelink.Target{privatelink.IPTarget("10.0.128.30", 443), privatelink.IPTarget("10.0.192.30", 443)},
			TargetProtocol: privatelink.TLS,
			TargetGroup: privatelink.TargetGroup{
				PreserveClientIp: privatelink.On, DeregistrationDelay: privatelink.Immediately, ConnectionTermination: privatelink.On,
			},
		}},
		LoadBalancer: openToTLS(stack, vpc),
		AutoAccept:   true,
		PrivateDns:   privatelink.PrivateDns{Name: "api.example.com", HostedZone: newPublicZone(stack)},
	})

	template := snapshot.Synth(t, app)["Provider"]
	template.Has(t, "AWS::ElasticLoadBalancingV2::Listener", snapshot.Props{"Protocol": "TLS", "AlpnPolicy": []any{"HTTP1Only"}, "SslPolicy": "ELBSecurityPolicy-TLS13-1-3-2021-06"})
	template.Has(t, "AWS::ElasticLoadBalancingV2::TargetGroup", snapshot.Props{"Protocol": "TLS", "TargetGroupAttributes": snapshot.With(
		map[string]any{"Key": "preserve_client_ip.enabled", "Value": "true"},
		map[string]any{"Key": "deregistration_delay.timeout_seconds", "Value": "0"},
		map[string]any{"Key": "deregistration_delay.connection_termination.enabled", "Value": "true"},
	)})
}

// openToTLS are the load balancer's settings of both deployments of private-saas.
func openToTLS(stack awscdk.Stack, vpc awsec2.IVpc) privatelink.LoadBalancerOptions {
	group := awsec2.NewSecurityGroup(stack, jsii.String("AllowTls"), &awsec2.SecurityGroupProps{Vpc: vpc})
	group.AddIngressRule(awsec2.Peer_AnyIpv4(), awsec2.Port_Tcp(jsii.Number(443)), nil, nil)
	return privatelink.LoadBalancerOptions{
		CrossZone: privatelink.Off, DeletionProtection: privatelink.On, Security: privatelink.ExistingSecurityGroups(group),
	}
}

func fargate(t *testing.T, app awscdk.App) {
	provider, consumer := newStack(app, "Provider", ours, "us-east-1"), newStack(app, "Consumer", theirs, "us-east-1")
	vpc, clients := newVpc(provider, "10.1.0.0/16", "us-east-1a", "us-east-1b"), newVpc(consumer, "10.11.0.0/16", "us-east-1a", "us-east-1b")
	privatelink.NewProviderService(provider, "Api", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:        8080,
			Targets:     []privatelink.Target{privatelinkecs.Target(newTasks(provider, vpc, nil), "Container", 8080)},
			HealthCheck: privatelink.HealthCheck{Protocol: privatelink.HTTP, Path: "/health", Port: 8080, HealthyCodes: "200"},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account(theirs)},
		PublishOutputs:    true,
	})
	group := newGroup(consumer, "App", clients)
	privatelink.NewConsumerEndpoint(consumer, "Api", &privatelink.ConsumerEndpointProps{
		Vpc: clients,
		Service: privatelink.Contract{
			ServiceName:        "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:              []privatelink.ServicePort{{Port: 8080}},
			AcceptanceRequired: true,
		},
		Clients:       []awsec2.IConnectable{newTasks(consumer, clients, group)},
		SecurityGroup: group,
	})

	templates := snapshot.Synth(t, app)
	templates["Provider"].Has(t, "AWS::ECS::Service", snapshot.Props{"LoadBalancers": []any{map[string]any{"ContainerPort": 8080, "TargetGroupArn": snapshot.Any()}}})
	templates["Provider"].Has(t, "AWS::EC2::VPCEndpointServicePermissions", snapshot.Props{"AllowedPrincipals": []any{snapshot.Matches(theirs + ":root$")}})
	id, _ := templates["Consumer"].Only(t, "AWS::EC2::SecurityGroup")
	templates["Consumer"].Has(t, "AWS::EC2::VPCEndpoint", snapshot.Props{"SecurityGroupIds": []any{snapshot.RefersTo(id)}})
	templates["Consumer"].Has(t, "AWS::EC2::SecurityGroupIngress", snapshot.Props{"GroupId": snapshot.RefersTo(id), "SourceSecurityGroupId": snapshot.RefersTo(id), "FromPort": 8080})
}

func newTasks(stack awscdk.Stack, vpc awsec2.IVpc, group awsec2.ISecurityGroup) awsecs.FargateService {
	task := awsecs.NewFargateTaskDefinition(stack, jsii.String("Task"), nil)
	task.AddContainer(jsii.String("Container"), &awsecs.ContainerDefinitionOptions{
		Image:        awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/nginx/nginx:stable"), nil),
		PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(8080)}},
	})
	props := &awsecs.FargateServiceProps{
		Cluster:        awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{Vpc: vpc}),
		TaskDefinition: task, MinHealthyPercent: jsii.Number(100),
		VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
	}
	if group != nil {
		props.SecurityGroups = &[]awsec2.ISecurityGroup{group}
	}
	return awsecs.NewFargateService(stack, jsii.String("Tasks"), props)
}

func existing(t *testing.T, app awscdk.App) {
	stack := newStack(app, "Provider", ours, "us-east-1")
	const arn = "arn:aws:elasticloadbalancing:us-east-1:" + ours + ":loadbalancer/net/k8s-ingress/0123456789abcdef"
	ingress := privatelink.NewProviderService(stack, "Ingress", &privatelink.ProviderServiceProps{
		ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{Arn: arn}},
		AllowedPrincipals:     []privatelink.Principal{privatelink.Account(theirs)},
		PrivateDns:            privatelink.PrivateDns{Name: "ingress.example.com"},
	})
	privatelinksns.NewNotification(stack, "Events", &privatelinksns.NotificationProps{
		Service: ingress,
		Topic:   awssns.NewTopic(stack, jsii.String("Topic"), nil),
		Events:  []privatelinksns.Event{privatelinksns.Accept, privatelinksns.Reject},
	})

	template := snapshot.Synth(t, app)["Provider"]
	template.Has(t, "AWS::EC2::VPCEndpointService", snapshot.Props{"NetworkLoadBalancerArns": []any{arn}, "AcceptanceRequired": true, "PrivateDnsName": "ingress.example.com"})
	template.HasCount(t, 0, "AWS::ElasticLoadBalancingV2::LoadBalancer", nil)
	template.Has(t, "AWS::EC2::VPCEndpointConnectionNotification", snapshot.Props{"ConnectionEvents": []any{"Accept", "Reject"}})
}

func datagrams(t *testing.T, app awscdk.App) {
	provider, consumer := newStack(app, "Provider", ours, "us-east-1"), newStack(app, "Consumer", ours, "us-east-1")
	vpc, clients := newVpc(provider, "10.0.0.0/16", "us-east-1a"), newVpc(consumer, "10.1.0.0/16", "us-east-1a")
	server := newInstance(provider, vpc)
	for _, listener := range []privatelink.Listener{
		{Port: 53, Protocol: privatelink.UDP, Targets: []privatelink.Target{privatelink.InstanceTarget(server, 53)}},
		{Port: 8080, Targets: []privatelink.Target{privatelink.InstanceTarget(server, 8080)}},
	} {
		id := fmt.Sprintf("On%d", listener.Port)
		listener.HealthCheck = privatelink.HealthCheck{Timeout: 5 * time.Second, HealthyThreshold: 2}
		service := privatelink.NewProviderService(provider, id, &privatelink.ProviderServiceProps{
			Vpc: vpc, Listeners: []privatelink.Listener{listener},
			LoadBalancer:      privatelink.LoadBalancerOptions{InternetFacing: true},
			AllowedPrincipals: []privatelink.Principal{privatelink.Account(ours)},
			AutoAccept:        true,
		})
		privatelink.NewConsumerEndpoint(consumer, id, &privatelink.ConsumerEndpointProps{Vpc: clients, Service: service})
	}

	templates := snapshot.Synth(t, app)
	templates["Provider"].HasCount(t, 2, "AWS::ElasticLoadBalancingV2::LoadBalancer", snapshot.Props{"Scheme": "internet-facing"})
	templates["Provider"].Has(t, "AWS::ElasticLoadBalancingV2::Listener", snapshot.Props{"Port": 53, "Protocol": "UDP"})
	templates["Consumer"].Has(t, "AWS::EC2::SecurityGroup", snapshot.Props{"SecurityGroupIngress": snapshot.With(
		map[string]any{"CidrIp": snapshot.Any(), "FromPort": 53, "ToPort": 53, "IpProtocol": "udp"},
	)})
}

func regions(t *testing.T, app awscdk.App) {
	provider, consumer := newStack(app, "Provider", ours, "us-east-1"), newStack(app, "Consumer", ours, "ap-southeast-1")
	vpc, clients := newVpc(provider, "20.0.0.0/16", "us-east-1a", "us-east-1b"), newVpc(consumer, "30.0.0.0/16", "ap-southeast-1a", "ap-southeast-1b")
	server := newInstance(provider, vpc)
	web := privatelink.NewProviderService(provider, "Web", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:    80,
			Targets: []privatelink.Target{privatelink.InstanceTarget(server, 80)},
			HealthCheck: privatelink.HealthCheck{
				Protocol: privatelink.HTTP, Port: 80, Interval: 6 * time.Second, HealthyThreshold: 2, UnhealthyThreshold: 3,
			},
		}},
		LoadBalancer:     privatelink.LoadBalancerOptions{Security: privatelink.ExistingSecurityGroups((*server.Connections().SecurityGroups())[0])},
		AutoAccept:       true,
		SupportedRegions: []string{"ap-southeast-1", "us-east-1"},
	})
	privatelink.NewConsumerEndpoint(consumer, "Web", &privatelink.ConsumerEndpointProps{
		Vpc: clients, Service: web, Clients: []awsec2.IConnectable{newGroup(consumer, "Function", clients)},
	})

	templates := snapshot.Synth(t, app)
	id, _ := templates["Provider"].Only(t, "AWS::EC2::SecurityGroup")
	templates["Provider"].Has(t, "AWS::ElasticLoadBalancingV2::LoadBalancer", snapshot.Props{"SecurityGroups": []any{snapshot.RefersTo(id)}})
	templates["Provider"].Has(t, "AWS::EC2::VPCEndpointService", snapshot.Props{"SupportedRegions": snapshot.With("ap-southeast-1", "us-east-1")})
	templates["Consumer"].Has(t, "AWS::EC2::VPCEndpoint", snapshot.Props{"ServiceRegion": "us-east-1", "SubnetIds": []any{snapshot.Any(), snapshot.Any()}})
}

func zonal(t *testing.T, app awscdk.App) {
	stack := newStack(app, "Consumer", ours, "us-east-1")
	vpc := newVpc(stack, "10.0.0.0/16", "us-east-1a", "us-east-1b", "us-east-1c")
	ids := map[string]string{"us-east-1a": "use1-az4", "us-east-1b": "use1-az6", "us-east-1c": "use1-az1"}
	subnets := map[string]awsec2.ISubnet{}
	dns := privatelink.PrivateZone("abc123.us-east-1.aws.confluent.cloud")
	dns.Names, dns.Cname, dns.ZonalNames = []string{"*"}, true, map[string]string{}
	for _, subnet := range *vpc.IsolatedSubnets() {
		id := ids[*subnet.AvailabilityZone()]
		subnets[id], dns.ZonalNames[id] = subnet, "*."+id
	}
	privatelink.NewConsumerEndpoint(stack, "Kafka", &privatelink.ConsumerEndpointProps{
		Vpc: vpc,
		Service: privatelink.Contract{
			ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:       []privatelink.ServicePort{{Port: 80}, {Port: 443}, {Port: 9092}},
		},
		SubnetByZone: subnets, ZoneIds: ids, Dns: dns,
	})

	template := snapshot.Synth(t, app)["Consumer"]
	template.HasCount(t, 4, "AWS::Route53::RecordSet", snapshot.Props{"Type": "CNAME", "TTL": "60"})
	template.Has(t, "AWS::Route53::RecordSet", snapshot.Props{"Name": "*.abc123.us-east-1.aws.confluent.cloud."})
	template.Has(t, "AWS::Route53::RecordSet", snapshot.Props{
		"Name":            "*.use1-az4.abc123.us-east-1.aws.confluent.cloud.",
		"ResourceRecords": []any{snapshot.Matches("us-east-1a")},
	})
}

func snowflake(t *testing.T, app awscdk.App) {
	stack := newStack(app, "Consumer", ours, "eu-central-1")
	vpc := newVpc(stack, "192.168.0.0/16", "eu-central-1a")
	names := []string{"ab12345.eu-central-1", "ocsp.ab12345.eu-central-1", "org-account", "app-org-account"}
	dns := privatelink.PrivateZone("privatelink.snowflakecomputing.com")
	dns.Names, dns.Cname, dns.Ttl = names, true, 5*time.Minute
	privatelink.NewConsumerEndpoint(stack, "Snowflake", &privatelink.ConsumerEndpointProps{
		Vpc: vpc,
		Service: privatelink.Contract{
			ServiceName: "com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0",
			Ports:       []privatelink.ServicePort{{Port: 80}, {Port: 443}},
		},
		Clients: []awsec2.IConnectable{awsec2.Peer_Ipv4(vpc.VpcCidrBlock()), awsec2.Peer_Ipv4(jsii.String("10.10.0.0/16"))},
		Dns:     dns,
	})

	template := snapshot.Synth(t, app)["Consumer"]
	for _, name := range names {
		template.Has(t, "AWS::Route53::RecordSet", snapshot.Props{"Name": name + ".privatelink.snowflakecomputing.com.", "Type": "CNAME", "TTL": "300"})
	}
	template.Has(t, "AWS::EC2::SecurityGroup", snapshot.Props{"SecurityGroupIngress": snapshot.With(
		map[string]any{"CidrIp": "10.10.0.0/16", "FromPort": 80, "ToPort": 80, "IpProtocol": "tcp"},
		map[string]any{"CidrIp": "10.10.0.0/16", "FromPort": 443, "ToPort": 443, "IpProtocol": "tcp"},
	)})
}

func databricks(t *testing.T, app awscdk.App) {
	stack := newStack(app, "Consumer", ours, "us-east-1")
	vpc := newVpc(stack, "10.0.0.0/16", "us-east-1a", "us-east-1b")
	clusters, group := newGroup(stack, "Clusters", vpc), newGroup(stack, "PrivateLink", vpc)
	for id, service := range map[string]privatelink.Contract{
		"Workspace": {
			ServiceName:    "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:          []privatelink.ServicePort{{Port: 443}},
			PrivateDnsName: "*.cloud.databricks.com",
		},
		"Relay": {
			ServiceName:    "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef1",
			Ports:          []privatelink.ServicePort{{Port: 6666}},
			PrivateDnsName: "tunnel.us-east-1.cloud.databricks.com",
		},
	} {
		privatelink.NewConsumerEndpoint(stack, id, &privatelink.ConsumerEndpointProps{
			Vpc: vpc, Service: service, Clients: []awsec2.IConnectable{clusters}, SecurityGroup: group, Dns: privatelink.ServiceDnsName(),
		})
	}
	guard := stack.Resolve(group.SecurityGroupId())

	template := snapshot.Synth(t, app)["Consumer"]
	template.HasCount(t, 2, "AWS::EC2::VPCEndpoint", snapshot.Props{"PrivateDnsEnabled": true, "SecurityGroupIds": []any{guard}})
	for _, port := range []int{443, 6666} {
		template.Has(t, "AWS::EC2::SecurityGroupIngress", snapshot.Props{"GroupId": guard, "FromPort": port, "SourceSecurityGroupId": snapshot.Any()})
	}
}

func hub(t *testing.T, app awscdk.App) {
	stack := newStack(app, "Hub", ours, "eu-west-2")
	shared := newVpc(stack, "10.0.50.0/24", "eu-west-2a", "eu-west-2b")
	spokes := []awsec2.IVpc{
		newVpc(newStack(app, "Spoke1", ours, "eu-west-2"), "10.0.0.0/24", "eu-west-2a"),
		newVpc(newStack(app, "Spoke2", ours, "eu-west-2"), "10.0.1.0/24", "eu-west-2a"),
	}
	group := newGroup(stack, "Endpoints", shared)
	for service, names := range map[string][]string{"ssm": nil, "ssmmessages": nil, "ec2messages": nil, "s3": {"", "*"}} {
		dns := privatelink.PrivateZone(service + ".eu-west-2.amazonaws.com")
		dns.Names, dns.Vpcs, dns.EvaluateTargetHealth = names, spokes, true
		privatelink.NewConsumerEndpoint(stack, service, &privatelink.ConsumerEndpointProps{
			Vpc: shared, Service: privatelink.AWSService(service), Dns: dns,
			Clients: []awsec2.IConnectable{awsec2.Peer_AnyIpv4()}, SecurityGroup: group,
		})
	}

	template := snapshot.Synth(t, app)["Hub"]
	template.HasCount(t, 4, "AWS::EC2::VPCEndpoint", snapshot.Props{"PrivateDnsEnabled": false})
	template.HasCount(t, 4, "AWS::Route53::HostedZone", snapshot.Props{"VPCs": []any{snapshot.Any(), snapshot.Any(), snapshot.Any()}})
	template.HasCount(t, 5, "AWS::Route53::RecordSet", snapshot.Props{"Type": "A", "AliasTarget": map[string]any{"EvaluateTargetHealth": true}})
	template.Has(t, "AWS::Route53::RecordSet", snapshot.Props{"Name": "*.s3.eu-west-2.amazonaws.com.", "Type": "A"})
}

const (
	ours   = "111122223333"
	theirs = "444455556666"
)

// lookedUp is context that the CLI would have looked up: without it, nothing is judged.
func lookedUp() map[string]any {
	context := map[string]any{}
	for _, account := range []string{ours, theirs} {
		for _, region := range []string{"us-east-1", "ap-southeast-1", "eu-central-1", "eu-west-2"} {
			context["availability-zones:account="+account+":region="+region] = []string{region + "a", region + "b", region + "c"}
		}
	}
	return context
}

func newStack(app awscdk.App, id, account, region string) awscdk.Stack {
	return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Account: &account, Region: &region}})
}

// newVpc makes a VPC with a public and an isolated subnet in each zone.
func newVpc(stack awscdk.Stack, cidr string, zones ...string) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		IpAddresses: awsec2.IpAddresses_Cidr(&cidr), AvailabilityZones: jsii.Strings(zones...), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
			{Name: jsii.String("Public"), SubnetType: awsec2.SubnetType_PUBLIC},
			{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		},
	})
}

func newGroup(stack awscdk.Stack, id string, vpc awsec2.IVpc) awsec2.SecurityGroup {
	return awsec2.NewSecurityGroup(stack, &id, &awsec2.SecurityGroupProps{Vpc: vpc, AllowAllOutbound: jsii.Bool(false)})
}

func newInstance(stack awscdk.Stack, vpc awsec2.IVpc) awsec2.Instance {
	return awsec2.NewInstance(stack, jsii.String("Server"), &awsec2.InstanceProps{
		Vpc:           vpc,
		VpcSubnets:    &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		InstanceType:  awsec2.NewInstanceType(jsii.String("t4g.nano")),
		MachineImage:  awsec2.MachineImage_GenericLinux(&map[string]*string{"us-east-1": jsii.String("ami-0123456789abcdef0")}, nil),
		SecurityGroup: newGroup(stack, "ServerGroup", vpc),
	})
}

func newPublicZone(stack awscdk.Stack) awsroute53.IHostedZone {
	return awsroute53.PublicHostedZone_FromPublicHostedZoneAttributes(stack, jsii.String("Zone"), &awsroute53.PublicHostedZoneAttributes{
		HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"), ZoneName: jsii.String("example.com"),
	})
}
