// Package privatelinkecs makes targets of ECS services. It stands beside package
// privatelink so that only those who import it compile the ECS constructs.
package privatelinkecs

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

// Service is an ECS service that runs containers behind load balancers:
// awsecs.FargateService, awsecs.Ec2Service.
type Service interface {
	awsec2.IConnectable
	// TaskDefinition says which containers there are, and their ports.
	TaskDefinition() awsecs.TaskDefinition
	// LoadBalancerTarget registers a container's port.
	LoadBalancerTarget(options *awsecs.LoadBalancerTargetOptions) awsecs.IEcsLoadBalancerTarget
}

// Target sends connections to a port of a container of an ECS service, and opens
// the service's security groups for the load balancer: for that port where tasks
// have network interfaces of their own, otherwise for the ports that hosts give
// to containers. The service registers its tasks, and waits for the listener
// before it starts any. The container must map the port, by TCP or UDP; one that
// doesn't is refused as a target that is nil.
func Target(service Service, container string, port int) privatelink.Target {
	if cdk.IsNil(service) {
		return privatelink.LoadBalancerTarget(nil, port)
	}
	protocol, problem := protocolOf(service, container, port)
	if problem != "" {
		return privatelink.LoadBalancerTarget(cdk.Unusable{Problem: problem}, port)
	}
	target := privatelink.LoadBalancerTarget(service.LoadBalancerTarget(&awsecs.LoadBalancerTargetOptions{
		ContainerName: &container,
		ContainerPort: jsii.Number(port),
		Protocol:      protocol,
	}), port).GuardedBy(service)
	if service.TaskDefinition().NetworkMode() != awsecs.NetworkMode_AWS_VPC {
		return target.WithDynamicPorts()
	}
	return target
}

// protocolOf is the protocol by which a container maps a port, or why there is none.
func protocolOf(service Service, container string, port int) (protocol awsecs.Protocol, problem string) {
	definition := service.TaskDefinition().FindContainer(&container)
	if definition == nil {
		return "", fmt.Sprintf("the task has no container %q", container)
	}
	for _, protocol := range []awsecs.Protocol{awsecs.Protocol_TCP, awsecs.Protocol_UDP} {
		if definition.FindPortMapping(jsii.Number(port), protocol) != nil {
			return protocol, ""
		}
	}
	return "", fmt.Sprintf("container %q has no mapping for port %d", container, port)
}
