package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// makeListener makes a listener with its target groups, and opens the way from
// the load balancer to the targets.
func (p *ProviderService) makeListener(i int) {
	if p.plan.Exists() {
		return
	}
	listener := p.plan.Listeners[i]
	balancer, id := p.LoadBalancers[listener.Balancer], p.plan.IdOf(listener)
	if i > 0 && p.plan.NeedsSourcePrefixes() { // A listener that was added may be the first to.
		resourceOfLoadBalancer(balancer).SetEnablePrefixForIpv6SourceNat(jsii.String("on"))
	}
	p.admitClients(listener)
	var groups []awselasticloadbalancingv2.INetworkTargetGroup
	for j, group := range listener.TargetGroups {
		groups = append(groups, p.makeTargetGroup(id, j, group, p.objects.targetGroups[i][j]))
		p.openTargets(group, p.objects.targetGroups[i][j])
	}
	props := &awselasticloadbalancingv2.NetworkListenerProps{
		LoadBalancer:   balancer,
		Port:           jsii.Number(listener.Port),
		Protocol:       l2Protocol(listener.Protocol, len(listener.Certificates) > 0),
		AlpnPolicy:     alpnPolicies[AlpnPolicy(listener.AlpnPolicy)],
		TcpIdleTimeout: cdk.OptionalSeconds(listener.IdleTimeout),
	}
	if len(groups) == 1 { // It takes all; several share by weight.
		props.DefaultTargetGroups = &groups
	} else {
		props.DefaultAction = forwardByWeight(groups, listener.TargetGroups)
	}
	if len(listener.Certificates) > 0 {
		certificates := make([]awselasticloadbalancingv2.IListenerCertificate, len(listener.Certificates))
		for i, arn := range listener.Certificates {
			certificates[i] = awselasticloadbalancingv2.ListenerCertificate_FromArn(jsii.String(arn))
		}
		props.Certificates = &certificates
	}
	l := awselasticloadbalancingv2.NewNetworkListener(p, jsii.String("Listener"+id), props)
	if listener.Protocol == plan.Tls {
		// On the resource, because the L2 knows the policies of its own release
		// only, and a feature flag chooses its default.
		resourceOfListener(l).SetSslPolicy(&listener.SslPolicy)
	}
	if string(props.Protocol) != listener.Protocol {
		resourceOfListener(l).SetProtocol(&listener.Protocol)
	}
	if plan.Unknown(listener.AlpnPolicy) {
		resourceOfListener(l).SetAlpnPolicy(jsii.Strings(listener.AlpnPolicy))
	}
	p.Listeners = append(p.Listeners, l)
	p.before = append(p.before, l)
}

func resourceOfListener(l awselasticloadbalancingv2.NetworkListener) awselasticloadbalancingv2.CfnListener {
	return l.Node().DefaultChild().(awselasticloadbalancingv2.CfnListener)
}

var alpnPolicies = map[AlpnPolicy]awselasticloadbalancingv2.AlpnPolicy{
	HTTP1Only:      awselasticloadbalancingv2.AlpnPolicy_HTTP1_ONLY,
	HTTP2Only:      awselasticloadbalancingv2.AlpnPolicy_HTTP2_ONLY,
	HTTP2Optional:  awselasticloadbalancingv2.AlpnPolicy_HTTP2_OPTIONAL,
	HTTP2Preferred: awselasticloadbalancingv2.AlpnPolicy_HTTP2_PREFERRED,
}

// l2Protocol is the protocol as the L2 takes it. Those that it refuses, though
// AWS has them, and those that aren't known yet must be set on the resource.
func l2Protocol(protocol string, tls bool) awselasticloadbalancingv2.Protocol {
	switch {
	case protocol == plan.Tcp, protocol == plan.Tls, protocol == plan.Udp, protocol == plan.TcpUdp:
		return awselasticloadbalancingv2.Protocol(protocol)
	case protocol == plan.Quic, protocol == plan.TcpQuic:
		return awselasticloadbalancingv2.Protocol_UDP
	case tls:
		return awselasticloadbalancingv2.Protocol_TLS
	default:
		return awselasticloadbalancingv2.Protocol_TCP
	}
}

func forwardByWeight(groups []awselasticloadbalancingv2.INetworkTargetGroup, planned []plan.TargetGroup) awselasticloadbalancingv2.NetworkListenerAction {
	var shares []*awselasticloadbalancingv2.NetworkWeightedTargetGroup
	for i, group := range groups {
		shares = append(shares, &awselasticloadbalancingv2.NetworkWeightedTargetGroup{TargetGroup: group, Weight: jsii.Number(planned[i].Weight)})
	}
	return awselasticloadbalancingv2.NetworkListenerAction_WeightedForward(&shares, nil)
}
