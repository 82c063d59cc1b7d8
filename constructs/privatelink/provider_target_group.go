package privatelink

import (
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// makeTargetGroup makes a target group of a listener, of which it has the ID: see
// [plan.Provider.IdOf].
func (p *ProviderService) makeTargetGroup(listener string, position int, planned plan.TargetGroup, objects targetGroupObjects) awselasticloadbalancingv2.INetworkTargetGroup {
	if planned.Existing {
		return objects.existing
	}
	var selfRegistering []awselasticloadbalancingv2.INetworkLoadBalancerTarget
	for _, t := range objects.targets {
		if t.target != nil {
			selfRegistering = append(selfRegistering, t.target)
		}
	}
	props := &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc:             p.objects.vpc.Object,
		Port:            jsii.Number(planned.Port),
		Protocol:        l2Protocol(planned.Protocol, false),
		TargetType:      targetTypes[planned.Kind()],
		TargetGroupName: cdk.Optional(planned.Name),
		Targets:         &selfRegistering,
		HealthCheck:     healthCheck(planned.HealthCheck),
	}
	if planned.IsIpv6() {
		props.IpAddressType = awselasticloadbalancingv2.TargetGroupIpAddressType_IPV6
	}
	group := awselasticloadbalancingv2.NewNetworkTargetGroup(p, jsii.String("TargetGroup"+groupName(listener, position, planned)), props)
	for i, t := range objects.targets {
		if t.id != nil {
			register(group, planned.Targets[i], t)
		}
	}
	for _, attribute := range planned.Attributes() {
		group.SetAttribute(&attribute.Key, &attribute.Value)
	}
	setUnknown(group, planned, props)
	p.TargetGroups = append(p.TargetGroups, group)
	return group
}

// groupName tells a target group apart from the others: by its listener's ID, and by its
// own or its position there. That is set off where the listener's ID ends with the Id of a
// load balancer of one zone, which another may begin with.
func groupName(listener string, position int, planned plan.TargetGroup) string {
	own := planned.Id
	if own == "" && position > 0 {
		own = "-" + strconv.Itoa(position+1)
	}
	if own != "" && strings.Contains(listener, "-") {
		own = "_" + own
	}
	return listener + own
}

// register lists a target that doesn't register itself.
func register(group awselasticloadbalancingv2.NetworkTargetGroup, planned plan.Target, t Target) {
	description := map[string]any{"id": t.id(), "port": planned.Port}
	if planned.Zone != "" {
		description["availabilityZone"] = planned.Zone
	}
	if planned.QuicServerId != "" {
		description["quicServerId"] = planned.QuicServerId
	}
	group.AddLoadBalancerTarget(&awselasticloadbalancingv2.LoadBalancerTargetProps{
		TargetType: targetTypes[planned.Kind],
		TargetJson: description,
	})
	if t.ready != nil {
		group.Node().AddDependency(t.ready)
	}
}

// setUnknown sets on the resource what the L2 takes known values of only, or refuses
// though AWS has it.
func setUnknown(group awselasticloadbalancingv2.NetworkTargetGroup, planned plan.TargetGroup, props *awselasticloadbalancingv2.NetworkTargetGroupProps) {
	resource := func() awselasticloadbalancingv2.CfnTargetGroup {
		return group.Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup)
	}
	if string(props.Protocol) != planned.Protocol {
		resource().SetProtocol(&planned.Protocol)
	}
	if kind := planned.Kind(); plan.Unknown(kind) {
		resource().SetTargetType(&kind)
	}
	if plan.Unknown(planned.IpAddressType) {
		resource().SetIpAddressType(&planned.IpAddressType)
	}
	if plan.Unknown(planned.HealthCheck.Protocol) {
		resource().SetHealthCheckProtocol(&planned.HealthCheck.Protocol)
	}
}

var targetTypes = map[string]awselasticloadbalancingv2.TargetType{
	plan.InstanceTarget: awselasticloadbalancingv2.TargetType_INSTANCE,
	plan.IpTarget:       awselasticloadbalancingv2.TargetType_IP,
	plan.AlbTarget:      awselasticloadbalancingv2.TargetType_ALB,
}

func wholeSeconds(d time.Duration) int { return int(d / time.Second) }

func healthCheck(h plan.HealthCheck) *awselasticloadbalancingv2.HealthCheck {
	check := &awselasticloadbalancingv2.HealthCheck{
		Path:                    cdk.Optional(h.Path),
		HealthyHttpCodes:        cdk.Optional(h.HealthyCodes),
		Interval:                cdk.OptionalSeconds(h.Interval),
		Timeout:                 cdk.OptionalSeconds(h.Timeout),
		HealthyThresholdCount:   cdk.OptionalNumber(h.HealthyThreshold),
		UnhealthyThresholdCount: cdk.OptionalNumber(h.UnhealthyThreshold),
	}
	if !plan.Unknown(h.Protocol) { // Otherwise it is set on the resource.
		check.Protocol = awselasticloadbalancingv2.Protocol(h.Protocol)
	}
	if h.Port != 0 {
		check.Port = jsii.String(strconv.Itoa(h.Port))
	}
	return check
}
