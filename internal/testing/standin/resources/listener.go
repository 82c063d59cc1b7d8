package resources

import (
	"fmt"
	"strings"
)

const (
	listener = "AWS::ElasticLoadBalancingV2::Listener"
)

var _ = know(map[string]kind{
	listener: {
		id: func(_ *World, r *Resource) string {
			balancer := r.Text("LoadBalancerArn")
			return strings.Replace(balancer, ":loadbalancer/", ":listener/", 1) + fmt.Sprintf("/%016x", r.number)
		},
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"ListenerArn": r.ID} },
		references: []reference{
			{property: "LoadBalancerArn", to: loadBalancer},
			{property: "DefaultActions.TargetGroupArn", to: targetGroup, holds: true},
			{property: "DefaultActions.ForwardConfig.TargetGroups.TargetGroupArn", to: targetGroup, holds: true},
		},
	},
	"AWS::ElasticLoadBalancingV2::ListenerRule": {
		id: func(_ *World, r *Resource) string {
			of := r.Text("ListenerArn")
			return strings.Replace(of, ":listener/", ":listener-rule/", 1) + fmt.Sprintf("/%016x", r.number)
		},
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"RuleArn": r.ID, "IsDefault": false} },
		references: []reference{
			{property: "ListenerArn", to: listener},
			{property: "Actions.TargetGroupArn", to: targetGroup, holds: true},
			{property: "Actions.ForwardConfig.TargetGroups.TargetGroupArn", to: targetGroup, holds: true},
		},
	},
	"AWS::ElasticLoadBalancingV2::ListenerCertificate": {
		id:         prefixed("listener-certificate"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{{property: "ListenerArn", to: listener}},
	},
})
