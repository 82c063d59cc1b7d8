package privatelink

import (
	"reflect"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// Target is where a listener's connections go: made by [InstanceTarget],
// [IPTarget], [AutoScalingGroupTarget] or [LoadBalancerTarget]. The zero value
// is refused.
type Target struct {
	facts rules.Target
	// instance of an instance target.
	instance awsec2.IInstance
	// target that registers itself with the target group.
	target awselasticloadbalancingv2.INetworkLoadBalancerTarget
	// groups of the target, nil when they are not known.
	groups awsec2.IConnectable
}

// ConnectableTarget is a target that registers itself and whose security groups
// are known: an awsautoscaling.AutoScalingGroup, for one.
type ConnectableTarget interface {
	awselasticloadbalancingv2.INetworkLoadBalancerTarget
	awsec2.IConnectable
}

// InstanceTarget sends connections to a port of an EC2 instance, and opens the
// instance's security groups for the load balancer.
func InstanceTarget(instance awsec2.IInstance, port int) Target {
	missing := isNil(instance)
	t := Target{facts: rules.Target{Kind: rules.InstanceTarget, Port: port, Missing: missing}}
	if !missing {
		t.instance = instance
		t.guard(instance)
	}
	return t
}

// IPTarget sends connections to a port of an IPv4 address in the VPC, or in a
// private network that the VPC reaches. The load balancer may then send there;
// what guards the address must admit the load balancer's subnets itself.
func IPTarget(address string, port int) Target {
	return Target{facts: rules.Target{Kind: rules.IPTarget, Port: port, Address: address}}
}

// AutoScalingGroupTarget sends connections to a port of every instance of an
// Auto Scaling group, and opens the group's security groups for the load
// balancer.
func AutoScalingGroupTarget(group ConnectableTarget, port int) Target {
	return LoadBalancerTarget(group, port)
}

// LoadBalancerTarget sends connections to anything that can stand behind a
// Network Load Balancer. The port is the target group's, and what the load
// balancer may send to. Where the target is also an IConnectable its security
// groups are opened for the load balancer; where it isn't, the load balancer
// may send to the whole VPC on that port.
func LoadBalancerTarget(target awselasticloadbalancingv2.INetworkLoadBalancerTarget, port int) Target {
	missing := isNil(target)
	t := Target{facts: rules.Target{Kind: rules.OtherTarget, Port: port, Missing: missing}}
	if !missing {
		t.target = target
		if groups, ok := target.(awsec2.IConnectable); ok {
			t.guard(groups)
		}
	}
	return t
}

// guard notes the security groups that the load balancer must be let through.
func (t *Target) guard(groups awsec2.IConnectable) {
	t.groups = groups
	t.facts.Guarded = true
}

// isNil reports whether an interface holds nothing, or a nil pointer.
func isNil(value any) bool {
	if value == nil {
		return true
	}
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice, reflect.Func:
		return v.IsNil()
	default:
		return false
	}
}
