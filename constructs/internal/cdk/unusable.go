package cdk

import "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

// Unusable stands for a target that can't be made, with the problem, until the rules tell
// it together with all else.
type Unusable struct {
	awselasticloadbalancingv2.INetworkLoadBalancerTarget
	Problem string
}
