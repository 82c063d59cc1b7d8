package deployment

import (
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// propsCase is a change that a user makes to a system that is deployed.
type propsCase struct {
	provider func(*privatelink.ProviderServiceProps)
	consumer func(*privatelink.ConsumerEndpointProps)
	// replaced are the types of what goes for it, besides rules and records: target
	// groups, which can't be updated, and what names them.
	replaced []string
}

// theTargets change their group, which AWS can't.
var theTargets = []string{"AWS::ElasticLoadBalancingV2::TargetGroup"}

var theListenerToo = []string{"AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::TargetGroup"}

var propsCases = map[string]propsCase{
	// The provider.
	"another listener":           {provider: func(p *privatelink.ProviderServiceProps) { p.Listeners = append(p.Listeners, listener(9443)) }},
	"one listener less":          {provider: func(p *privatelink.ProviderServiceProps) { p.Listeners = p.Listeners[:1] }, replaced: theListenerToo},
	"listeners in another order": {provider: func(p *privatelink.ProviderServiceProps) { slices.Reverse(p.Listeners) }},
	"another listener's port":    {provider: func(p *privatelink.ProviderServiceProps) { p.Listeners[1].Port = 9443 }, replaced: theListenerToo},
	"TLS": {provider: func(p *privatelink.ProviderServiceProps) {
		p.Listeners[0].Protocol, p.Listeners[0].Certificates = privatelink.TLS, []string{certificate}
	}},
	"idle timeout": {provider: func(p *privatelink.ProviderServiceProps) { p.Listeners[0].IdleTimeout = 10 * time.Minute }},
	"another target": {provider: func(p *privatelink.ProviderServiceProps) {
		p.Listeners[0].Targets = append(p.Listeners[0].Targets, privatelink.IPTarget("10.0.0.11", 8443))
	}},
	"another target's port": {provider: func(p *privatelink.ProviderServiceProps) {
		p.Listeners[0].Targets = []privatelink.Target{privatelink.IPTarget("10.0.0.10", 9000)}
	}, replaced: theTargets},
	"health check": {provider: func(p *privatelink.ProviderServiceProps) {
		p.Listeners[0].HealthCheck = privatelink.HealthCheck{Protocol: privatelink.HTTP, Path: "/healthz", Interval: 15 * time.Second}
	}},
	"attributes of the targets": {provider: func(p *privatelink.ProviderServiceProps) {
		l := &p.Listeners[0]
		l.TargetGroups, l.Targets = []privatelink.TargetGroup{{Targets: l.Targets, Stickiness: true, DeregistrationDelay: privatelink.Immediately}}, nil
	}},
	"blue and green": {provider: func(p *privatelink.ProviderServiceProps) {
		l := &p.Listeners[0]
		l.TargetGroups = []privatelink.TargetGroup{{Targets: l.Targets, Weight: 90}, {Id: "Green", Targets: []privatelink.Target{privatelink.IPTarget("10.0.0.12", 8443)}, Weight: 10}}
		l.Targets = nil
	}},
	"principals": {provider: func(p *privatelink.ProviderServiceProps) {
		p.AllowedPrincipals = append(p.AllowedPrincipals, privatelink.IamRole(Partner, "reader"))
	}},
	"acceptance":           {provider: func(p *privatelink.ProviderServiceProps) { p.AutoAccept = false }},
	"tags":                 {provider: func(p *privatelink.ProviderServiceProps) { p.Tags = map[string]string{"Team": "orders"} }},
	"contributor insights": {provider: func(p *privatelink.ProviderServiceProps) { p.ContributorInsights = true }},
	"payer":                {provider: func(p *privatelink.ProviderServiceProps) { p.OwnerPaysIrreversibly = true }},
	"private DNS name": {provider: func(p *privatelink.ProviderServiceProps) {
		p.PrivateDns = privatelink.PrivateDns{Name: "orders.example.com"}
	}},
	"supported Regions": {provider: func(p *privatelink.ProviderServiceProps) { p.SupportedRegions = []string{"eu-west-1"} }},
	"outputs and parameter": {provider: func(p *privatelink.ProviderServiceProps) {
		p.PublishOutputs, p.PublishParameter = true, "/orders/contract"
	}},
	"security from ranges": {provider: func(p *privatelink.ProviderServiceProps) {
		p.LoadBalancer.Security = privatelink.PrivateLinkFrom("10.1.0.0/16")
	}},
	"cross zone":          {provider: func(p *privatelink.ProviderServiceProps) { p.LoadBalancer.CrossZone = privatelink.Off }},
	"deletion protection": {provider: func(p *privatelink.ProviderServiceProps) { p.LoadBalancer.DeletionProtection = privatelink.On }},
	"secondary addresses": {provider: func(p *privatelink.ProviderServiceProps) { p.LoadBalancer.SecondaryAddresses = 2 }},
	"capacity":            {provider: func(p *privatelink.ProviderServiceProps) { p.LoadBalancer.CapacityUnits = 6000 }},
	"zonal shift and routing": {provider: func(p *privatelink.ProviderServiceProps) {
		p.LoadBalancer.ZonalShift, p.LoadBalancer.ClientRoutingPolicy = true, privatelink.SameZone
	}},

	// The consumer.
	"no names":     {consumer: func(p *privatelink.ConsumerEndpointProps) { p.Dns = privatelink.Dns{} }, replaced: []string{"AWS::Route53::HostedZone", "AWS::Route53::RecordSet"}},
	"another zone": {consumer: func(p *privatelink.ConsumerEndpointProps) { p.Dns = privatelink.PrivateZone("shop.internal") }, replaced: []string{"AWS::Route53::HostedZone", "AWS::Route53::RecordSet"}},
	"more names":   {consumer: func(p *privatelink.ConsumerEndpointProps) { p.Dns.Names = []string{"", "api", "*"} }},
	"zonal names": {consumer: func(p *privatelink.ConsumerEndpointProps) {
		p.Dns.Names, p.Dns.ZonalNames = []string{""}, map[string]string{"us-east-1a": "a"}
	}},
	"clients": {consumer: func(p *privatelink.ConsumerEndpointProps) {
		p.Clients = []awsec2.IConnectable{awsec2.Peer_Ipv4(jsii.String("10.1.0.0/20"))}
	}},
	"one zone": {consumer: func(p *privatelink.ConsumerEndpointProps) {
		p.Subnets, p.MinimumZones = &awsec2.SubnetSelection{SubnetGroupName: jsii.String("One"), AvailabilityZones: jsii.Strings("us-east-1a")}, 1
	}},
	"other subnets": {consumer: func(p *privatelink.ConsumerEndpointProps) {
		p.Subnets = &awsec2.SubnetSelection{SubnetGroupName: jsii.String("Two")}
	}},
	"address family":       {consumer: func(p *privatelink.ConsumerEndpointProps) { p.IpAddressType = privatelink.Ipv4 }},
	"tags of the endpoint": {consumer: func(p *privatelink.ConsumerEndpointProps) { p.Tags = map[string]string{"Team": "shop"} }},
}

// TestProps changes what users change. Nothing that lasts may be replaced: neither
// service nor permissions, endpoint nor load balancer.
func TestProps(t *testing.T) {
	need(t)
	for name, c := range propsCases {
		t.Run(name, func(t *testing.T) {
			world := NewWorld(t)
			cloud := cloudformation.New(world, 1)
			Setting{}.deployAll(t, cloud, Synth(t, nil, changeable(nil, nil)))
			var changes []cloudformation.Change
			for _, stack := range Synth(t, nil, changeable(c.provider, c.consumer)).Stacks {
				of, err := cloud.Deploy(stack.Place, stack.Name, stack.Template, nil)
				if err != nil {
					t.Fatal(err)
				}
				changes = append(changes, of...)
			}
			if len(changes) == 0 && name != "listeners in another order" {
				t.Error("it changes nothing")
			}
			if replaced := cloudformation.Replaced(changes, lastingTypes...); len(replaced) > 0 {
				t.Errorf("it replaces or removes %v", replaced)
			}
			var others []string
			for _, change := range changes {
				rule := change.Type == "AWS::EC2::SecurityGroupIngress" || change.Type == "AWS::EC2::SecurityGroupEgress"
				if (change.Replaces || change.Action == "Remove") && !rule {
					others = append(others, change.Type)
				}
			}
			slices.Sort(others)
			if others = slices.Compact(others); !slices.Equal(others, c.replaced) {
				t.Errorf("it replaces or removes resources of %v, should be %v", others, c.replaced)
			}
			if endpoints := world.All("AWS::EC2::VPCEndpoint"); len(endpoints) != 1 || endpoints[0].State != resources.Available {
				t.Errorf("endpoints: %v", endpoints)
			}
		})
	}
}

// changeable is a pair with its props changed.
func changeable(changeProvider func(*privatelink.ProviderServiceProps), changeConsumer func(*privatelink.ConsumerEndpointProps)) func(awscdk.App) {
	return func(app awscdk.App) {
		provided := listening(listener(443), listener(8443))
		if changeProvider != nil {
			changeProvider(provided)
		}
		orders := newProvider(app, provided)
		stack := newStack(app, "Consumer", Home.Account, Home.Region)
		consumed := &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "Vpc", "10.1.0.0/16"), Subnets: one, Service: orders, Dns: inZone}
		if changeConsumer != nil {
			changeConsumer(consumed)
		}
		privatelink.NewConsumerEndpoint(stack, "Orders", consumed)
	}
}
