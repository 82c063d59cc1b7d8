// Package privatelinkecs makes targets of ECS services. It stands beside package
// privatelink so that only those who import it compile the ECS constructs.
package privatelinkecs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

// Service is an ECS service that runs containers behind load balancers:
// awsecs.FargateService, awsecs.Ec2Service.
type Service interface {
	awsec2.IConnectable
	LoadBalancerTarget(options *awsecs.LoadBalancerTargetOptions) awsecs.IEcsLoadBalancerTarget
}

// Target sends connections to a port of a container of an ECS service, and opens
// the service's security groups for the load balancer. The service registers its
// tasks, and waits for the listener before it starts any.
func Target(service Service, container string, port int) privatelink.Target {
	if service == nil {
		return privatelink.LoadBalancerTarget(nil, port)
	}
	return privatelink.LoadBalancerTarget(service.LoadBalancerTarget(&awsecs.LoadBalancerTargetOptions{
		ContainerName: &container,
		ContainerPort: jsii.Number(port),
	}), port).GuardedBy(service)
}
