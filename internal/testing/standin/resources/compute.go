package resources

import (
	"fmt"
	"strings"
)

const (
	instance = "AWS::EC2::Instance"
	service  = "AWS::ECS::Service"
)

var _ = know(map[string]kind{
	instance: {
		id: prefixed("i"),
		attributes: func(w *World, r *Resource) map[string]any {
			return map[string]any{
				"InstanceId": r.ID, "PrivateIp": fmt.Sprintf("10.0.0.%d", r.number%250+4), "VpcId": vpcOfInstance(r),
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
			return r.arn("ecs", fmt.Sprintf("service/%s/%s", r.Text("Cluster"), r.ownName("ServiceName")))
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

func vpcOfInstance(instance *Resource) string {
	return instance.The("SubnetId", "AWS::EC2::Subnet").Text("VpcId")
}

var computeRules = []rule{
	{Rule{ID: "instance-image", Of: instance, Code: "InvalidAMIID.Malformed", Message: "The image id '[%s]' does not exist", Source: ec2Errors},
		func(c change) (bool, []any) {
			image := c.Text("ImageId")
			return brokenIf(!strings.HasPrefix(image, "ami-") && (image != "" || !c.Has("LaunchTemplate")), image)
		}},
	{Rule{ID: "instance-groups-vpc", Of: instance, Code: "InvalidParameter", Message: "Security group %s and subnet %s belong to different networks.", Source: ec2Errors},
		func(c change) (bool, []any) {
			for _, id := range c.Texts("SecurityGroupIds") {
				if group := c.find("AWS::EC2::SecurityGroup", id); group != nil && group.Text("VpcId") != vpcOfInstance(c.Resource) {
					return broken(id, c.Text("SubnetId"))
				}
			}
			return fine()
		}},
}
