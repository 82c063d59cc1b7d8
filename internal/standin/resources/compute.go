package resources

import (
	"fmt"
	"slices"
	"strings"
)

const (
	instance = "AWS::EC2::Instance"
	ecsApi   = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/"
	service  = "AWS::ECS::Service"
)

var _ = know(map[string]kind{
	instance: {
		id: prefixed("i"),
		attributes: func(w *World, r *Resource) map[string]any {
			return map[string]any{
				"InstanceId": r.ID, "PrivateIp": fmt.Sprintf("10.0.0.%d", r.number%250+4), "VpcId": w.vpcOfInstance(r),
				"PrivateDnsName": fmt.Sprintf("ip-10-0-0-%d.ec2.internal", r.number%250+4),
			}
		},
		references: []reference{
			{property: "SubnetId", to: "AWS::EC2::Subnet", holds: true},
			{property: "SecurityGroupIds", to: "AWS::EC2::SecurityGroup", holds: true},
			{property: "IamInstanceProfile", to: "AWS::IAM::InstanceProfile"},
		},
	},
	"AWS::EC2::LaunchTemplate": {
		id: prefixed("lt"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"LaunchTemplateId": r.ID, "LatestVersionNumber": "1", "DefaultVersionNumber": "1"}
		},
		references: []reference{{property: "LaunchTemplateData.SecurityGroupIds", to: "AWS::EC2::SecurityGroup"}},
	},
	"AWS::EC2::InstanceConnectEndpoint": {
		id:         prefixed("eice"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{
			{property: "SubnetId", to: "AWS::EC2::Subnet", holds: true},
			{property: "SecurityGroupIds", to: "AWS::EC2::SecurityGroup", holds: true},
		},
	},
	"AWS::AutoScaling::AutoScalingGroup": {
		id: named("AutoScalingGroupName"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"AutoScalingGroupARN": r.arn("autoscaling", "autoScalingGroup:"+r.ID)}
		},
		references: []reference{
			{property: "VPCZoneIdentifier", to: "AWS::EC2::Subnet", holds: true},
			{property: "TargetGroupARNs", to: targetGroup},
			{property: "LaunchTemplate.LaunchTemplateId", to: "AWS::EC2::LaunchTemplate"},
		},
	},
	"AWS::ECS::Cluster": {
		id: named("ClusterName"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.arn("ecs", "cluster/"+r.ID)}
		},
	},
	"AWS::ECS::TaskDefinition": {
		id: func(_ *World, r *Resource) string {
			return r.arn("ecs", fmt.Sprintf("task-definition/%s:%d", r.ownName("Family"), r.number))
		},
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"TaskDefinitionArn": r.ID} },
	},
	service: {
		id: func(w *World, r *Resource) string {
			return r.arn("ecs", fmt.Sprintf("service/%s/%s", r.Properties.string("Cluster"), r.ownName("ServiceName")))
		},
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"ServiceArn": r.ID, "Name": r.ownName("ServiceName")}
		},
		references: []reference{
			{property: "Cluster", to: "AWS::ECS::Cluster", holds: true},
			{property: "TaskDefinition", to: "AWS::ECS::TaskDefinition"},
			{property: "LoadBalancers.TargetGroupArn", to: targetGroup},
			{property: "NetworkConfiguration.AwsvpcConfiguration.Subnets", to: "AWS::EC2::Subnet", holds: true},
			{property: "NetworkConfiguration.AwsvpcConfiguration.SecurityGroups", to: "AWS::EC2::SecurityGroup", holds: true},
		},
	},
})

func (w *World) vpcOfInstance(instance *Resource) string {
	if subnet := w.find(instance.Place, "AWS::EC2::Subnet", instance.Properties.string("SubnetId")); subnet != nil {
		return subnet.Properties.string("VpcId")
	}
	return ""
}

var computeRules = []rule{
	{Rule{ID: "instance-image", Of: instance, Code: "InvalidAMIID.Malformed", Message: "The image id '[%s]' does not exist", Source: ec2Errors},
		func(c change) (bool, []any) {
			image := c.Properties.string("ImageId")
			return brokenIf(!strings.HasPrefix(image, "ami-") && (image != "" || !c.Properties.has("LaunchTemplate")), image)
		}},
	{Rule{ID: "instance-groups-vpc", Of: instance, Code: "InvalidParameter", Message: "Security group %s and subnet %s belong to different networks.", Source: ec2Errors},
		func(c change) (bool, []any) {
			for _, id := range c.Properties.strings("SecurityGroupIds") {
				if group := c.the(c.Place, "AWS::EC2::SecurityGroup", id); group.Properties.string("VpcId") != c.vpcOfInstance(c.Resource) {
					return broken(id, c.Properties.string("SubnetId"))
				}
			}
			return fine()
		}},
	{Rule{ID: "ecs-target-group-balancer", Of: service, Code: "InvalidParameterException",
		Message: "The target group with targetGroupArn %s does not have an associated load balancer.", Source: ecsApi + "API_CreateService.html"},
		func(c change) (bool, []any) {
			for _, arn := range c.Properties.strings("LoadBalancers.TargetGroupArn") {
				if group := c.find(c.Place, targetGroup, arn); group != nil && len(c.balancersOf(group)) == 0 {
					return broken(arn)
				}
			}
			return fine()
		}},
	{Rule{ID: "ecs-target-type", Of: service, Code: "InvalidParameterException",
		Message: "The provided target group %s has target type %s, which is incompatible with the awsvpc network mode specified in the task definition.", Source: ecsApi + "API_CreateService.html"},
		func(c change) (bool, []any) {
			definition := c.the(c.Place, "AWS::ECS::TaskDefinition", c.Properties.string("TaskDefinition"))
			for _, arn := range c.Properties.strings("LoadBalancers.TargetGroupArn") {
				group := c.the(c.Place, targetGroup, arn)
				kind := group.Properties.or("TargetType", "instance")
				if definition.Properties.string("NetworkMode") == "awsvpc" && kind != "ip" {
					return broken(arn, kind)
				}
			}
			return fine()
		}},
	{Rule{ID: "ecs-container", Of: service, Code: "InvalidParameterException",
		Message: "The container %s did not have a container port %s defined.", Source: ecsApi + "API_LoadBalancer.html"},
		func(c change) (bool, []any) {
			definition := c.the(c.Place, "AWS::ECS::TaskDefinition", c.Properties.string("TaskDefinition"))
			for _, balancer := range c.Properties.objects("LoadBalancers") {
				has := slices.ContainsFunc(definition.Properties.objects("ContainerDefinitions"), func(container Properties) bool {
					return container.string("Name") == balancer.string("ContainerName") &&
						slices.Contains(container.strings("PortMappings.ContainerPort"), balancer.string("ContainerPort"))
				})
				if !has {
					return broken(balancer.string("ContainerName"), balancer.string("ContainerPort"))
				}
			}
			return fine()
		}},
}
