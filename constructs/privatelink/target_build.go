package privatelink

import (
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// makeTargetGroup makes a target group of a listener. Its ID, like the
// listener's, is the listener's port: listeners can be reordered without
// replacing anything.
func (p *ProviderService) makeTargetGroup(port, position int, plan groupPlan) awselasticloadbalancingv2.INetworkTargetGroup {
	if plan.facts.Existing {
		return plan.Existing
	}
	id := plan.Id
	if id == "" && position > 0 {
		id = "-" + strconv.Itoa(position+1)
	}
	var selfRegistering []awselasticloadbalancingv2.INetworkLoadBalancerTarget
	for _, t := range plan.Targets {
		if t.target != nil {
			selfRegistering = append(selfRegistering, t.target)
		}
	}
	props := &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc:             p.plan.props.Vpc,
		Port:            jsii.Number(plan.facts.Port),
		Protocol:        l2Protocol(plan.facts.Protocol, false),
		TargetType:      targetTypes[plan.kind()],
		TargetGroupName: optional(plan.Name),
		Targets:         &selfRegistering,
		HealthCheck:     healthCheck(plan.facts.HealthCheck),
	}
	if plan.HealthCheck.Protocol == "" && plan.isOfUnknownKind() { // AWS's default is right for each.
		props.HealthCheck.Protocol = ""
	}
	if plan.IPv6 {
		props.IpAddressType = awselasticloadbalancingv2.TargetGroupIpAddressType_IPV6
	}
	group := awselasticloadbalancingv2.NewNetworkTargetGroup(p, jsii.String(fmt.Sprint("TargetGroup", port, id)), props)
	for i, t := range plan.Targets {
		if t.id == nil {
			continue
		}
		t.facts.Zone = plan.facts.Targets[i].Zone
		group.AddLoadBalancerTarget(&awselasticloadbalancingv2.LoadBalancerTargetProps{
			TargetType: targetTypes[TargetType(t.facts.Kind)],
			TargetJson: t.description(),
		})
		if t.ready != nil {
			group.Node().AddDependency(t.ready)
		}
	}
	for _, attribute := range plan.attributes() {
		group.SetAttribute(&attribute.key, &attribute.value)
	}
	if string(props.Protocol) != plan.facts.Protocol {
		group.Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup).SetProtocol(&plan.facts.Protocol)
	}
	if kind := string(plan.kind()); rules.Unknown(kind) {
		group.Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup).SetTargetType(&kind)
	}
	if rules.Unknown(plan.facts.HealthCheck.Protocol) {
		group.Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup).SetHealthCheckProtocol(&plan.facts.HealthCheck.Protocol)
	}
	p.TargetGroups = append(p.TargetGroups, group)
	return group
}

// kind is the type of the group, where it is known: targets that register
// themselves say theirs to CDK.
func (plan groupPlan) kind() TargetType {
	for _, t := range plan.Targets {
		if t.facts.Kind != rules.OtherTarget {
			return TargetType(t.facts.Kind)
		}
	}
	return plan.TargetType
}

// isOfUnknownKind reports whether nothing tells what kind the targets are: they may
// be an Application Load Balancer.
func (plan groupPlan) isOfUnknownKind() bool {
	return len(plan.Targets) > 0 && plan.facts.Targets[0].Kind == rules.OtherTarget && !plan.facts.Targets[0].Guarded && plan.TargetType == ""
}

var targetTypes = map[TargetType]awselasticloadbalancingv2.TargetType{
	Instances:                awselasticloadbalancingv2.TargetType_INSTANCE,
	Addresses:                awselasticloadbalancingv2.TargetType_IP,
	ApplicationLoadBalancers: awselasticloadbalancingv2.TargetType_ALB,
}

type attribute struct{ key, value string }

// attributes are those that differ from AWS's defaults.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-elasticloadbalancingv2-targetgroup-targetgroupattribute.html
func (plan groupPlan) attributes() []attribute {
	var all []attribute
	set := func(when bool, key, value string) {
		if when {
			all = append(all, attribute{key, value})
		}
	}
	toggle := func(s Switch, key string) { set(s != AsDefault, key, strconv.FormatBool(s == On)) }
	number := func(n int, key string) { set(n > 0, key, strconv.Itoa(n)) }

	set(plan.ProxyProtocolV2, "proxy_protocol_v2.enabled", "true")
	toggle(plan.PreserveClientIp, "preserve_client_ip.enabled")
	set(plan.Stickiness, "stickiness.enabled", "true")
	set(plan.Stickiness, "stickiness.type", "source_ip")
	set(plan.DeregistrationDelay == Immediately, "deregistration_delay.timeout_seconds", "0")
	number(wholeSeconds(plan.DeregistrationDelay), "deregistration_delay.timeout_seconds")
	toggle(plan.ConnectionTermination, "deregistration_delay.connection_termination.enabled")
	toggle(plan.CrossZone, "load_balancing.cross_zone.enabled")
	number(plan.Health.DnsCount, "target_group_health.dns_failover.minimum_healthy_targets.count")
	number(plan.Health.DnsPercentage, "target_group_health.dns_failover.minimum_healthy_targets.percentage")
	number(plan.Health.RoutingCount, "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count")
	number(plan.Health.RoutingPercentage, "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage")
	set(plan.KeepUnhealthyConnections, "target_health_state.unhealthy.connection_termination.enabled", "false")
	number(wholeSeconds(plan.UnhealthyDraining), "target_health_state.unhealthy.draining_interval_seconds")
	return all
}

func wholeSeconds(d time.Duration) int { return int(d / time.Second) }

func healthCheck(h rules.HealthCheck) *awselasticloadbalancingv2.HealthCheck {
	check := &awselasticloadbalancingv2.HealthCheck{
		Path:                    optional(h.Path),
		HealthyHttpCodes:        optional(h.HealthyCodes),
		Interval:                seconds(h.Interval),
		Timeout:                 seconds(h.Timeout),
		HealthyThresholdCount:   optionalNumber(h.HealthyThreshold),
		UnhealthyThresholdCount: optionalNumber(h.UnhealthyThreshold),
	}
	if !rules.Unknown(h.Protocol) { // Otherwise it is set on the resource.
		check.Protocol = awselasticloadbalancingv2.Protocol(h.Protocol)
	}
	if h.Port != 0 {
		check.Port = jsii.String(strconv.Itoa(h.Port))
	}
	return check
}

// connectTargets opens the way from the load balancer to the targets of a group.
//
// The load balancer's group stands for it in health checks, and for PrivateLink
// traffic that its inbound rules are applied to. Without that, and without a
// group, the targets must admit the load balancer's addresses: of those, the
// subnets' ranges are known now.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups
func (p *ProviderService) connectTargets(plan groupPlan, listener rules.Listener) {
	p.admitClients(listener)
	targets := plan.Targets
	if len(targets) == 0 { // They register later, or have done so: anywhere in the VPC.
		targets = []Target{{facts: rules.Target{Port: plan.facts.Port}}}
	}
	for _, t := range targets {
		for _, port := range p.values().portsOf(t.ports(Protocol(plan.facts.Protocol).transport())) {
			p.openTo(t, port, plan.IPv6, "Load balancer to target")
			p.admitSubnets(t, port)
		}
		health := plan.HealthCheck.Port
		if health == 0 && t.dynamic {
			continue // Checked on the traffic port, by TCP.
		}
		switch tcp := Protocol(plan.facts.Protocol).transport() != UDP; {
		case health == 0 && tcp, health == t.facts.Port && tcp:
		case health == 0:
			health = t.facts.Port
			fallthrough
		default:
			port := p.values().port(portRange{TCP, health, health})
			p.openTo(t, port, plan.IPv6, "Health checks of target")
			if p.plan.props.LoadBalancer.Security.facts.Kind == rules.NoGroup {
				p.admitSubnets(t, port)
			}
		}
	}
}

// openTo lets the load balancer's groups send to a target, and has the target's
// groups admit them.
//
// The rules of targets that register themselves start from their side: their
// stack refers to this one, and this one to that of all others.
func (p *ProviderService) openTo(t Target, port awsec2.Port, ipv6 bool, description string) {
	connections := p.LoadBalancer.Connections
	switch kind := p.plan.props.LoadBalancer.Security.facts.Kind; {
	case kind == rules.NoGroup: // It may send anywhere.
	case t.groups != nil && t.facts.RegistersItself:
		t.groups.Connections().AllowFrom(p.LoadBalancer, port, &description)
	case t.groups != nil:
		connections().AllowTo(t.groups, port, &description)
	case t.facts.Kind == rules.IPTarget && ipv6:
		p.sendTo(p.values().peer6(t.facts.Address+"/128"), port, description)
	case t.facts.Kind == rules.IPTarget:
		p.sendTo(p.values().peer(t.facts.Address+"/32"), port, description)
	case ipv6 && p.plan.vpcCidr6 != "":
		p.sendTo(p.values().peer6(p.plan.vpcCidr6), port, description)
		waitForIpv6(p.plan.props.Vpc, *connections().SecurityGroups()...)
	case !ipv6 && p.plan.vpcCidr != "":
		p.sendTo(p.values().peer(p.plan.vpcCidr), port, description)
	}
}

// sendTo lets the load balancer's groups send to a range.
func (p *ProviderService) sendTo(peer awsec2.IPeer, port awsec2.Port, description string) {
	if p.SecurityGroup != nil {
		p.SecurityGroup.AddEgressRule(peer, port, &description, nil)
	} else {
		p.LoadBalancer.Connections().AllowTo(peer, port, &description)
	}
}

func (p *ProviderService) values() *vpcFacts { return factsOf(p.plan.props.Vpc) }

// admitSubnets has a target's groups admit the load balancer's subnets.
func (p *ProviderService) admitSubnets(t Target, port awsec2.Port) {
	if t.groups == nil {
		return
	}
	const description = "PrivateLink by way of load balancer"
	for _, cidr := range p.plan.subnetCidrs {
		t.groups.Connections().AllowFrom(p.values().peer(cidr), port, jsii.String(description))
	}
	if p.plan.vpcCidr6 != "" && p.plan.props.LoadBalancer.Security.admitsBySubnets() {
		t.groups.Connections().AllowFrom(p.values().peer6(p.plan.vpcCidr6), port, jsii.String(description))
		waitForIpv6(p.plan.props.Vpc, *t.groups.Connections().SecurityGroups()...)
	}
}

// admitClients lets the clients' ranges in, where the load balancer's inbound
// rules are applied to PrivateLink traffic.
func (p *ProviderService) admitClients(listener rules.Listener) {
	for _, cidr := range p.plan.props.LoadBalancer.Security.facts.Cidrs {
		for _, port := range p.values().portsOf(ServicePort{Port: listener.Port, Protocol: Protocol(listener.Protocol).transport()}) {
			p.SecurityGroup.AddIngressRule(p.values().peer(cidr), port, jsii.String("Clients of the PrivateLink service"), nil)
		}
	}
}
