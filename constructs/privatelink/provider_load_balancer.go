package privatelink

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// makeSecurityGroup makes the load balancer's group, unless it has others.
func (p *ProviderService) makeSecurityGroup() {
	if !p.plan.LoadBalancer.Security.MakesGroup() {
		return
	}
	p.SecurityGroup = awsec2.NewSecurityGroup(p, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:               p.objects.vpc.Object,
		SecurityGroupName: cdk.Optional(p.plan.LoadBalancer.SecurityGroupName),
		Description:       &p.plan.LoadBalancer.SecurityGroupDescription,
		AllowAllOutbound:  jsii.Bool(false),
	})
}

// makeLoadBalancers makes the load balancer, or one for each zone.
func (p *ProviderService) makeLoadBalancers() {
	if len(p.plan.Zonal) == 0 {
		p.makeLoadBalancer("LoadBalancer", p.objects.subnets)
	}
	for i, zonal := range p.plan.Zonal {
		p.makeLoadBalancer("LoadBalancer-"+zonal.Id, p.objects.subnets[i:i+1])
	}
	p.LoadBalancer = p.LoadBalancers[0]
	p.writeAccessLogs()
}

func (p *ProviderService) makeLoadBalancer(id string, subnets []awsec2.ISubnet) {
	planned := p.plan.LoadBalancer
	props := &awselasticloadbalancingv2.NetworkLoadBalancerProps{
		Vpc:                 p.objects.vpc.Object,
		InternetFacing:      jsii.Bool(planned.InternetFacing),
		LoadBalancerName:    cdk.Optional(planned.Name),
		CrossZoneEnabled:    jsii.Bool(planned.CrossZone),
		DeletionProtection:  jsii.Bool(planned.DeletionProtection),
		ClientRoutingPolicy: clientRoutingPolicies[ClientRoutingPolicy(planned.ClientRoutingPolicy)],
		SubnetMappings:      p.subnetMappings(),
	}
	if props.SubnetMappings == nil {
		props.VpcSubnets = &awsec2.SubnetSelection{Subnets: &subnets}
	}
	if planned.ZonalShift {
		props.ZonalShift = jsii.Bool(true)
	}
	if planned.IsDualStack() {
		props.IpAddressType = awselasticloadbalancingv2.IpAddressType_DUAL_STACK
	}
	if p.plan.NeedsSourcePrefixes() {
		props.EnablePrefixForIpv6SourceNat = jsii.Bool(true)
	}
	p.secure(props)
	made := awselasticloadbalancingv2.NewNetworkLoadBalancer(p, &id, props)
	p.LoadBalancers = append(p.LoadBalancers, made)

	if plan.Unknown(planned.IpAddressType) {
		resourceOfLoadBalancer(made).SetIpAddressType(&planned.IpAddressType)
	}
	if policy := planned.ClientRoutingPolicy; plan.Unknown(policy) {
		made.SetAttribute(jsii.String("dns_record.client_routing_policy"), &policy)
	}
	if n := planned.SecondaryAddresses; n > 0 {
		made.SetAttribute(jsii.String("secondary_ips.auto_assigned.per_subnet"), jsii.String(strconv.Itoa(n)))
	}
	if planned.CapacityUnits > 0 {
		// On the resource, because the L2 divides by the zones of the whole VPC and
		// not of the chosen subnets.
		resourceOfLoadBalancer(made).SetMinimumLoadBalancerCapacity(
			&awselasticloadbalancingv2.CfnLoadBalancer_MinimumLoadBalancerCapacityProperty{CapacityUnits: jsii.Number(planned.CapacityUnits)})
	}
	if planned.WaitForCapacity {
		resourceOfLoadBalancer(made).SetEnableCapacityReservationProvisionStabilize(true)
	}
}

func resourceOfLoadBalancer(made awselasticloadbalancingv2.NetworkLoadBalancer) awselasticloadbalancingv2.CfnLoadBalancer {
	return made.Node().DefaultChild().(awselasticloadbalancingv2.CfnLoadBalancer)
}

// secure gives the load balancer its groups, and says whether their inbound rules
// are applied to PrivateLink traffic.
//
// They are by default, and see the client's own address, in a VPC that the
// provider doesn't know: every packet is dropped in silence.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
func (p *ProviderService) secure(props *awselasticloadbalancingv2.NetworkLoadBalancerProps) {
	switch p.plan.LoadBalancer.Security.Kind {
	case plan.NoGroup:
		props.DisableSecurityGroups = jsii.Bool(true)
		return
	case plan.ExistingGroups:
		props.SecurityGroups = &p.objects.securityGroups
	default:
		props.SecurityGroups = &[]awsec2.ISecurityGroup{p.SecurityGroup}
	}
	props.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = jsii.Bool(p.plan.LoadBalancer.Security.Kind == plan.FromCidrs)
}

var clientRoutingPolicies = map[ClientRoutingPolicy]awselasticloadbalancingv2.ClientRoutingPolicy{
	AnyZone:        awselasticloadbalancingv2.ClientRoutingPolicy_ANY_AVAILABILITY_ZONE,
	SameZone:       awselasticloadbalancingv2.ClientRoutingPolicy_AVAILABILITY_ZONE_AFFINITY,
	MostlySameZone: awselasticloadbalancingv2.ClientRoutingPolicy_PARTIAL_AVAILABILITY_ZONE_AFFINITY,
}

func (p *ProviderService) subnetMappings() *[]*awselasticloadbalancingv2.SubnetMapping {
	if len(p.plan.LoadBalancer.SubnetMappings) == 0 {
		return nil
	}
	var all []*awselasticloadbalancingv2.SubnetMapping
	for i, m := range p.plan.LoadBalancer.SubnetMappings {
		mapping := &awselasticloadbalancingv2.SubnetMapping{
			Subnet:             p.objects.mapped[i],
			AllocationId:       cdk.Optional(m.AllocationId),
			PrivateIpv4Address: cdk.Optional(m.PrivateIpv4Address),
			Ipv6Address:        cdk.Optional(m.Ipv6Address),
		}
		if m.SourceNatIpv6Prefix != "" {
			mapping.SourceNatIpv6Prefix = awselasticloadbalancingv2.SourceNatIpv6Prefix_FromIpv6Prefix(&m.SourceNatIpv6Prefix)
		}
		all = append(all, mapping)
	}
	return &all
}
