package privatelink

import (
	"net/netip"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Target is where a listener's connections go: made by [InstanceTarget],
// [IPTarget], [AutoScalingGroupTarget], [ALBTarget], [ALBListenerTarget],
// [ALBArnTarget] or [LoadBalancerTarget]; package privatelinkecs has one for ECS
// services. The zero value is refused.
type Target struct {
	planned plan.Target
	// id that the target is registered by; empty for those that register
	// themselves.
	id func() string
	// target that registers itself with the target group.
	target awselasticloadbalancingv2.INetworkLoadBalancerTarget
	// object that the target was made of, to tell repetitions.
	object any
	// groups of the target, nil when they are not known.
	groups awsec2.IConnectable
	// ready is what must exist before the target can be registered.
	ready constructs.IDependable
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
	t := newTarget(string(Instances), port, instance)
	if !t.planned.Missing {
		t.id = func() string { return *instance.InstanceId() }
		t.guard(instance)
	}
	return t
}

// IPTarget sends connections to a port of an IP address in the VPC, or in a
// private network that the VPC reaches. The load balancer may then send there;
// what guards the address must admit the load balancer's subnets itself, or be
// named with [Target.GuardedBy].
func IPTarget(address string, port int) Target {
	if ip, err := netip.ParseAddr(address); err == nil {
		address = ip.String() // The CDK refuses some forms of IPv6 that are right.
	}
	t := Target{planned: plan.Target{Kind: string(Addresses), Port: port, Address: address}}
	t.id = func() string { return address }
	return t
}

// AutoScalingGroupTarget sends connections to a port of every instance of an
// Auto Scaling group, and opens the group's security groups for the load
// balancer.
func AutoScalingGroupTarget(group ConnectableTarget, port int) Target {
	t := LoadBalancerTarget(group, port)
	t.planned.Kind = string(Instances)
	return t
}

// ALBTarget sends connections to an Application Load Balancer, which must have a
// listener on the port: use [ALBListenerTarget] where that listener is at hand,
// so that it is made first. It must be the group's only target.
func ALBTarget(loadBalancer awselasticloadbalancingv2.IApplicationLoadBalancer, port int) Target {
	t := newTarget(string(ApplicationLoadBalancers), port, loadBalancer)
	if !t.planned.Missing {
		t.id = func() string { return *loadBalancer.LoadBalancerArn() }
		t.guard(loadBalancer)
	}
	return t
}

// ALBArnTarget sends connections to an Application Load Balancer that is known by its ARN
// alone, which must have a listener on the port. The load balancer may then send to the
// whole VPC on that port, or to the groups that [Target.GuardedBy] names. It must be the
// group's only target.
func ALBArnTarget(arn string, port int) Target {
	t := Target{planned: plan.Target{Kind: string(ApplicationLoadBalancers), Port: port, Arn: arn}, object: arn}
	t.id = func() string { return arn }
	return t
}

// ALBListenerTarget sends connections to a listener of an Application Load
// Balancer, on the listener's port. It must be the group's only target.
func ALBListenerTarget(listener awselasticloadbalancingv2.ApplicationListener) Target {
	if cdk.IsNil(listener) {
		return newTarget(string(ApplicationLoadBalancers), 0, listener)
	}
	t := ALBTarget(listener.LoadBalancer(), int(*listener.Port()))
	t.ready = listener
	resource, ok := listener.Node().DefaultChild().(awselasticloadbalancingv2.CfnListener)
	t.planned.Secure = ok && resource.Protocol() != nil && *resource.Protocol() == plan.Https
	return t
}

// LoadBalancerTarget sends connections to anything that can stand behind a
// Network Load Balancer. The port is the target group's, and what the load
// balancer may send to. Where the target is also an IConnectable its security
// groups are opened for the load balancer; where it isn't, and no others are
// named with [Target.GuardedBy], the load balancer may send to the whole VPC on
// that port.
func LoadBalancerTarget(target awselasticloadbalancingv2.INetworkLoadBalancerTarget, port int) Target {
	t := newTarget(plan.OtherTarget, port, target)
	t.planned.RegistersItself = true
	if unusable, ok := target.(cdk.Unusable); ok {
		t.planned.Problem = unusable.Problem
		return t
	}
	if !t.planned.Missing {
		t.target = target
		if groups, ok := target.(awsec2.IConnectable); ok {
			t.guard(groups)
		}
	}
	return t
}

// GuardedBy names the security groups that guard the target, to be opened for
// the load balancer.
func (t Target) GuardedBy(groups awsec2.IConnectable) Target {
	if cdk.IsNil(groups) {
		t.planned.Missing = true
		return t
	}
	t.planned.Problem = cdk.Attempt(func() { groups.Connections() })
	t.guard(groups)
	return t
}

// InZone says which zone an address outside of the VPC lies in, or "all".
// Default: none.
func (t Target) InZone(zone string) Target {
	t.planned.Zone = zone
	return t
}

// WithDynamicPorts is for targets whose ports are only chosen when they start, as
// those of ECS tasks without a network interface of their own: security groups
// are opened for all of 32768-65535.
func (t Target) WithDynamicPorts() Target {
	t.planned.Dynamic = true
	return t
}

// WithQuicServerId gives the target of a QUIC or TCPQUIC group the ID that QUIC
// connections find it by: 0x and sixteen lower-case hexadecimal digits, unique
// within the listener.
func (t Target) WithQuicServerId(id string) Target {
	t.planned.QuicServerId = id
	return t
}

func newTarget(kind string, port int, object any) Target {
	return Target{planned: plan.Target{Kind: kind, Port: port, Missing: cdk.IsNil(object)}, object: object}
}

// guard notes the security groups that the load balancer must be let through.
func (t *Target) guard(groups awsec2.IConnectable) {
	t.groups = groups
	t.planned.Guarded = true
}

// isSameAs reports whether two targets would be registered as one.
func (t Target) isSameAs(other Target) bool {
	return t.planned.Port == other.planned.Port && t.planned.Address == other.planned.Address && t.object == other.object
}
