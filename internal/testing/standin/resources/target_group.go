package resources

import (
	"fmt"
	"slices"
)

const targetGroup = "AWS::ElasticLoadBalancingV2::TargetGroup"

var _ = know(map[string]kind{
	targetGroup: {
		id: func(_ *World, r *Resource) string { return r.arn("elasticloadbalancing", groupPath(r)) },
		attributes: func(_ *World, r *Resource) map[string]any {
			balancers := []any{}
			for _, l := range r.Forwarders() {
				if arn := l.BalancerOf(); arn != nil && !slices.Contains(balancers, arn) {
					balancers = append(balancers, arn)
				}
			}
			return map[string]any{
				"TargetGroupArn": r.ID, "TargetGroupFullName": groupPath(r), "TargetGroupName": r.ownName("Name"), "LoadBalancerArns": balancers,
			}
		},
		references: []reference{{property: "VpcId", to: "AWS::EC2::VPC"}},
	},
})

func groupPath(r *Resource) string {
	return fmt.Sprintf("targetgroup/%s/%016x", r.ownName("Name"), r.number)
}
