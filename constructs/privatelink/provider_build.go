package privatelink

import (
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// build makes the provider's children, each after what it refers to.
func (p *ProviderService) build(plan providerPlan) {
	p.makeLoadBalancer(plan)
	for i, listener := range plan.props.Listeners {
		group := p.makeTargetGroup(plan, listener, plan.facts.Listeners[i])
		p.makeListener(listener, group)
		p.connectTargets(plan, listener)
	}
	p.makeEndpointService(plan)
	p.contract = p.makeContract(plan)
}

func (p *ProviderService) makeLoadBalancer(plan providerPlan) {
	p.SecurityGroup = awsec2.NewSecurityGroup(p, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              plan.props.Vpc,
		Description:      jsii.String("Network Load Balancer of a PrivateLink service"),
		AllowAllOutbound: jsii.Bool(false),
	})
	p.LoadBalancer = awselasticloadbalancingv2.NewNetworkLoadBalancer(p, jsii.String("LoadBalancer"), &awselasticloadbalancingv2.NetworkLoadBalancerProps{
		Vpc:                plan.props.Vpc,
		VpcSubnets:         &awsec2.SubnetSelection{Subnets: &plan.network.subnets},
		InternetFacing:     jsii.Bool(false),
		CrossZoneEnabled:   jsii.Bool(!plan.props.WithoutCrossZone),
		DeletionProtection: jsii.Bool(!plan.props.WithoutDeletionProtection),
		SecurityGroups:     &[]awsec2.ISecurityGroup{p.SecurityGroup},
		// The source that the group's rules would see is the client's own address
		// in a VPC that the provider doesn't know; the service's permissions say
		// who connects. On is AWS's default, and drops every packet in silence:
		// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
		EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: jsii.Bool(false),
	})
}

// makeTargetGroup makes the target group of a listener. Its ID, like the
// listener's, is the listener's port: listeners can be reordered without
// replacing anything.
func (p *ProviderService) makeTargetGroup(plan providerPlan, listener Listener, facts rules.Listener) awselasticloadbalancingv2.NetworkTargetGroup {
	targetType := awselasticloadbalancingv2.TargetType_INSTANCE
	var selfRegistering []awselasticloadbalancingv2.INetworkLoadBalancerTarget
	for _, t := range listener.Targets {
		if t.facts.Kind == rules.IPTarget {
			targetType = awselasticloadbalancingv2.TargetType_IP
		}
		if t.target != nil {
			selfRegistering = append(selfRegistering, t.target)
			targetType = "" // Each of them says what it is.
		}
	}
	group := awselasticloadbalancingv2.NewNetworkTargetGroup(p, jsii.String(fmt.Sprint("TargetGroup", listener.Port)), &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc:         plan.props.Vpc,
		Port:        jsii.Number(listener.Targets[0].facts.Port),
		Protocol:    awselasticloadbalancingv2.Protocol(facts.TargetProtocol),
		TargetType:  targetType,
		Targets:     &selfRegistering,
		HealthCheck: healthCheck(listener.HealthCheck, facts.HealthCheck),
	})
	for _, t := range listener.Targets {
		switch t.facts.Kind {
		case rules.InstanceTarget:
			group.AddLoadBalancerTarget(&awselasticloadbalancingv2.LoadBalancerTargetProps{
				TargetType: awselasticloadbalancingv2.TargetType_INSTANCE,
				TargetJson: map[string]any{"id": t.instance.InstanceId(), "port": t.facts.Port},
			})
		case rules.IPTarget:
			group.AddLoadBalancerTarget(&awselasticloadbalancingv2.LoadBalancerTargetProps{
				TargetType: awselasticloadbalancingv2.TargetType_IP,
				TargetJson: map[string]any{"id": t.facts.Address, "port": t.facts.Port},
			})
		}
	}
	p.TargetGroups = append(p.TargetGroups, group)
	return group
}

func healthCheck(h HealthCheck, facts rules.HealthCheck) *awselasticloadbalancingv2.HealthCheck {
	check := &awselasticloadbalancingv2.HealthCheck{
		Protocol:                awselasticloadbalancingv2.Protocol(facts.Protocol),
		Path:                    optional(h.Path),
		HealthyHttpCodes:        optional(h.HealthyCodes),
		Interval:                seconds(h.Interval),
		Timeout:                 seconds(h.Timeout),
		HealthyThresholdCount:   optionalNumber(h.HealthyThreshold),
		UnhealthyThresholdCount: optionalNumber(h.UnhealthyThreshold),
	}
	if h.Port != 0 {
		check.Port = jsii.String(strconv.Itoa(h.Port))
	}
	return check
}

func (p *ProviderService) makeListener(listener Listener, group awselasticloadbalancingv2.NetworkTargetGroup) {
	props := &awselasticloadbalancingv2.NetworkListenerProps{
		LoadBalancer:        p.LoadBalancer,
		Port:                jsii.Number(listener.Port),
		Protocol:            awselasticloadbalancingv2.Protocol(orTCP(listener.Protocol)),
		DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{group},
	}
	if listener.Protocol == TLS {
		certificates := make([]awselasticloadbalancingv2.IListenerCertificate, len(listener.Certificates))
		for i, arn := range listener.Certificates {
			certificates[i] = awselasticloadbalancingv2.ListenerCertificate_FromArn(jsii.String(arn))
		}
		props.Certificates = &certificates
	}
	l := awselasticloadbalancingv2.NewNetworkListener(p, jsii.String(fmt.Sprint("Listener", listener.Port)), props)
	if listener.Protocol == TLS {
		// On the resource, because the L2 knows the policies of its own release
		// only, and a feature flag chooses its default.
		l.Node().DefaultChild().(awselasticloadbalancingv2.CfnListener).
			SetSslPolicy(jsii.String(or(listener.SslPolicy, DefaultSslPolicy)))
	}
	p.Listeners = append(p.Listeners, l)
}

// connectTargets opens the way from the load balancer to a listener's targets.
//
// The load balancer's group stands for it in health checks. PrivateLink traffic
// that the load balancer's inbound rules were not applied to is admitted by the
// load balancer's addresses: of those, the subnets' ranges are known now.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups
func (p *ProviderService) connectTargets(plan providerPlan, listener Listener) {
	for _, t := range listener.Targets {
		traffic := awsec2.Port_Tcp(jsii.Number(t.facts.Port))
		health := traffic
		if h := listener.HealthCheck.Port; h != 0 && h != t.facts.Port {
			health = awsec2.Port_Tcp(jsii.Number(h))
		}
		for _, port := range distinct(traffic, health) {
			description := jsii.String("Load balancer to target")
			if port != traffic {
				description = jsii.String("Health checks of target")
			}
			switch {
			case t.groups != nil:
				p.SecurityGroup.Connections().AllowTo(t.groups, port, description)
			case t.facts.Kind == rules.IPTarget:
				p.SecurityGroup.AddEgressRule(awsec2.Peer_Ipv4(jsii.String(t.facts.Address+"/32")), port, description, nil)
			case plan.vpcCidr != "":
				p.SecurityGroup.AddEgressRule(awsec2.Peer_Ipv4(&plan.vpcCidr), port, description, nil)
			}
		}
		if t.groups != nil {
			for _, cidr := range plan.subnetCidrs {
				t.groups.Connections().AllowFrom(awsec2.Peer_Ipv4(jsii.String(cidr)), traffic, jsii.String("PrivateLink by way of load balancer"))
			}
		}
	}
}

func (p *ProviderService) makeEndpointService(plan providerPlan) {
	p.EndpointService = awsec2.NewCfnVPCEndpointService(p, jsii.String("EndpointService"), &awsec2.CfnVPCEndpointServiceProps{
		NetworkLoadBalancerArns: &[]any{p.LoadBalancer},
		AcceptanceRequired:      plan.facts.AcceptanceRequired,
	})
	if len(plan.props.AllowedPrincipals) == 0 {
		return
	}
	p.Permissions = awsec2.NewCfnVPCEndpointServicePermissions(p, jsii.String("Permissions"), &awsec2.CfnVPCEndpointServicePermissionsProps{
		ServiceId:         p.EndpointService,
		AllowedPrincipals: jsii.Strings(arnsOf(plan.props.AllowedPrincipals, plan.network.region)...),
	})
}

func (p *ProviderService) makeContract(plan providerPlan) Contract {
	var ready []constructs.IDependable
	if p.Permissions != nil {
		ready = append(ready, p.Permissions)
	}
	ports := make([]ServicePort, len(plan.props.Listeners))
	for i, l := range plan.props.Listeners {
		ports[i] = ServicePort{Port: l.Port, Protocol: TCP}
		ready = append(ready, p.Listeners[i])
	}
	region := plan.network.region
	return Contract{
		// Not the L2's attribute: that renders the consumer's Region.
		ServiceName:        rules.ServiceNamePrefix(region) + "." + region + "." + *p.EndpointService.Ref(),
		Ports:              ports,
		Region:             region,
		Account:            plan.network.account,
		Zones:              knownZones(plan.network.zones),
		IpAddressTypes:     []string{"ipv4"},
		AcceptanceRequired: plan.facts.AcceptanceRequired,
		ready:              constructs.NewDependencyGroup(ready...),
	}
}

// knownZones is the zones if all of them are known, otherwise none.
func knownZones(zones []string) []string {
	for _, zone := range zones {
		if !rules.Known(zone) {
			return nil
		}
	}
	return zones
}

func seconds(d time.Duration) awscdk.Duration {
	if d == 0 {
		return nil
	}
	return awscdk.Duration_Seconds(jsii.Number(d.Seconds()))
}
