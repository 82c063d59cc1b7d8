package cdk

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
)

// SettingsOf are the port and protocol of a target group that is made in this app, as far
// as they are known.
func SettingsOf(group awselasticloadbalancingv2.INetworkTargetGroup) (port int, protocol string) {
	resource, ok := group.Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup)
	if !ok {
		return 0, ""
	}
	if known := resource.Port(); known != nil && *known > 0 { // Number tokens are negative.
		port = int(*known)
	}
	if known := resource.Protocol(); known != nil {
		protocol = *known
	}
	return port, protocol
}

// IsOfLoadBalancers reports whether the targets of a group that is made in this app are
// known to be load balancers, also where the targets have told the CDK themselves.
func IsOfLoadBalancers(group awselasticloadbalancingv2.INetworkTargetGroup) bool {
	resource, ok := group.Node().DefaultChild().(awselasticloadbalancingv2.CfnTargetGroup)
	return ok && resource.TargetType() != nil && awscdk.Stack_Of(group).Resolve(resource.TargetType()) == "alb"
}
