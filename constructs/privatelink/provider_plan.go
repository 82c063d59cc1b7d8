package privatelink

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// providerObjects are the CDK's objects that a provider is made with, at the positions
// that its plan has them.
type providerObjects struct {
	vpc *cdk.Vpc
	// subnets are those of the load balancer, mapped those of its SubnetMappings.
	subnets, mapped []awsec2.ISubnet
	securityGroups  []awsec2.ISecurityGroup
	// loadBalancers exist: objects, or ARNs.
	loadBalancers []any
	logs          awss3.IBucket
	hostedZone    awsroute53.IHostedZone
	// targetGroups by listener.
	targetGroups [][]targetGroupObjects
}

type targetGroupObjects struct {
	existing  awselasticloadbalancingv2.INetworkTargetGroup
	targets   []Target
	guardedBy awsec2.IConnectable
}

// objects are those of the listener's target groups.
func (l Listener) objects() []targetGroupObjects {
	var groups []targetGroupObjects
	for _, g := range l.groups() {
		groups = append(groups, targetGroupObjects{g.Existing, g.Targets, g.GuardedBy})
	}
	return groups
}

// planProvider decides what is made of props in a scope; nil where that isn't known.
func planProvider(props *ProviderServiceProps, scope constructs.Construct) (plan.Provider, providerObjects) {
	vpc := cdk.VpcOf(props.Vpc)
	place := vpc.Place()
	if vpc.Object == nil && !cdk.IsNil(scope) {
		place = cdk.PlaceOf(cdk.StackOf(scope))
	}
	p := plan.Provider{
		NoScope:               cdk.IsNil(scope),
		HasVpc:                vpc.Object != nil,
		Region:                place.Region,
		Account:               place.Account,
		AllowConsumersOfApp:   props.AllowConsumersOfApp,
		AcceptanceRequired:    !props.AutoAccept,
		AcknowledgePublic:     props.AcknowledgePublic,
		LoadBalancer:          props.LoadBalancer.plan(),
		ZonesAlone:            len(props.Zones) > 0 && len(props.ExistingLoadBalancers) == 0,
		ZoneIds:               props.ZoneIds,
		IpAddressTypes:        textsOf(props.IpAddressTypes),
		PrivateDns:            props.PrivateDns.plan(),
		SupportedRegions:      props.SupportedRegions,
		ContributorInsights:   props.ContributorInsights,
		OwnerPaysIrreversibly: props.OwnerPaysIrreversibly,
		RemovalPolicy:         string(props.RemovalPolicy),
		PublishOutputs:        props.PublishOutputs,
		PublishParameter:      props.PublishParameter,
		Tags:                  props.Tags,
	}
	objects := providerObjects{
		vpc:            vpc,
		securityGroups: props.LoadBalancer.Security.groups,
		logs:           props.LoadBalancer.AccessLogs.Bucket,
		hostedZone:     props.PrivateDns.HostedZone,
	}
	for _, principal := range props.AllowedPrincipals {
		p.AllowedPrincipals = append(p.AllowedPrincipals, principal.planned)
	}
	for i, e := range props.ExistingLoadBalancers {
		existing := e.plan()
		existing.Repeats = i - slices.Index(props.ExistingLoadBalancers, e)
		p.ExistingLoadBalancers = append(p.ExistingLoadBalancers, existing)
		objects.loadBalancers = append(objects.loadBalancers, e.reference())
	}
	for _, m := range props.LoadBalancer.SubnetMappings {
		objects.mapped = append(objects.mapped, m.Subnet)
	}
	take := func(listeners []Listener, balancer int) {
		for _, l := range listeners {
			planned := l.plan()
			planned.Balancer = balancer
			p.Listeners = append(p.Listeners, planned)
			objects.targetGroups = append(objects.targetGroups, l.objects())
		}
	}
	take(props.Listeners, 0)
	for i, z := range props.ZonalLoadBalancers {
		p.Zonal = append(p.Zonal, plan.ZonalLoadBalancer{Id: z.Id, MissingSubnet: cdk.IsNil(z.Subnet)})
		take(z.Listeners, i)
	}
	p.ListenersBesideZonal = len(props.Listeners) > 0 && len(p.Zonal) > 0
	if p.Exists() {
		p.Zones = props.Zones
	} else {
		subnets := vpc.Select(props.subnets())
		p.Zones, p.Pending, p.LoadBalancer.SubnetsProblem = subnets.Zones, subnets.Pending, subnets.Problem
		objects.subnets = subnets.All
		readRanges(&p, objects)
	}
	p.Complete()
	return p, objects
}

// readRanges reads the address ranges that the security groups' rules need, and no
// others: each costs a message to jsii.
func readRanges(p *plan.Provider, objects providerObjects) {
	if !p.HasVpc {
		return
	}
	var guarded, unguarded, ipv6 bool
	for _, l := range p.Listeners {
		for _, g := range l.TargetGroups {
			guarded, unguarded = guarded || g.Guarded, unguarded || len(g.Targets) == 0 && !g.Guarded
			ipv6 = ipv6 || g.IsIpv6()
			for _, t := range g.Targets {
				guarded, unguarded = guarded || t.Guarded, unguarded || !t.Guarded
			}
		}
	}
	all := true
	if guarded && p.LoadBalancer.Security.AdmitsBySubnets() {
		p.LoadBalancer.SubnetCidrs, all = cdk.CidrsOf(objects.subnets)
	}
	if unguarded || !all {
		if cidr := objects.vpc.Cidr(); cidr != "" {
			p.VpcCidrs = []string{cidr}
		}
	}
	if !all {
		p.LoadBalancer.SubnetCidrs = p.VpcCidrs
	}
	if p.HasTargetOutside() {
		p.VpcMade = objects.vpc.IsMade()
	}
	if ipv6 {
		p.VpcIpv6Cidr = objects.vpc.Ipv6Cidr()
	}
}
