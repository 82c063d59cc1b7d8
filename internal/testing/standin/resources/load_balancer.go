package resources

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

var _ = know(map[string]kind{
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {
		id: func(_ *World, r *Resource) string {
			return r.arn("elasticloadbalancing", "loadbalancer/"+balancerPath(r))
		},
		attributes: balancerAttributes,
		references: []reference{
			{property: "Subnets", to: "AWS::EC2::Subnet", holds: true},
			{property: "SubnetMappings.SubnetId", to: "AWS::EC2::Subnet", holds: true},
			{property: "SecurityGroups", to: "AWS::EC2::SecurityGroup", holds: true},
		},
	},
})

// balancerPath is such as net/orders/0000000000000012.
func balancerPath(r *Resource) string {
	family := map[string]string{"network": "net", "gateway": "gwy"}[r.Text("Type")]
	if family == "" {
		family = "app"
	}
	return fmt.Sprintf("%s/%s/%016x", family, r.ownName("Name"), r.number)
}

func balancerAttributes(_ *World, r *Resource) map[string]any {
	groups := []any{}
	for _, group := range r.Texts("SecurityGroups") {
		groups = append(groups, group)
	}
	return map[string]any{
		"LoadBalancerArn": r.ID, "LoadBalancerFullName": balancerPath(r), "LoadBalancerName": r.ownName("Name"),
		"DNSName":               fmt.Sprintf("%s-%016x.elb.%s.amazonaws.com", r.ownName("Name"), r.number, r.Region),
		"CanonicalHostedZoneID": "Z26RNL4JYFTOTI", "SecurityGroups": groups,
	}
}

// vpcIDOf is the VPC of a load balancer.
func vpcIDOf(balancer *Resource) string {
	if subnets := balancer.Subnets(); len(subnets) > 0 {
		return subnets[0].Text("VpcId")
	}
	return ""
}

const (
	elbGuide     = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/"
	elbApi       = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
	loadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"
)

var loadBalancerRules = []rule{
	{Rule{ID: "subnets-of-connected-service", Of: loadBalancer, Code: "InvalidSubnet",
		Source: elbGuide + "availability-zones.html"},
		func(c change) (bool, []any) {
			if c.created() {
				return fine()
			}
			service := c.ServiceOf()
			if service == nil || len(c.endpointsOf(c.byNode[service])) == 0 {
				return fine()
			}
			now := c.Subnets()
			for _, subnet := range c.before.Subnets() {
				if !slices.Contains(now, subnet) {
					return broken(fmt.Sprintf("You can't remove subnet %s: the load balancer has active VPC endpoint associations", subnet.ID))
				}
			}
			return fine()
		}},
	{ruleOf(demand.LoadBalancerInternet, loadBalancer),
		func(c change) (bool, []any) {
			vpc := vpcIDOf(c.Resource)
			return brokenIf(c.Or("Scheme", "internet-facing") == "internet-facing" && !c.internet(c.Place, vpc), vpc)
		}},
	{Rule{ID: "load-balancer-groups-later", Of: loadBalancer, Code: "InvalidConfigurationRequest",
		Message: "You cannot set security groups on a Network Load Balancer which was created without any security groups.",
		Source:  "https://github.com/aws/aws-cdk/pull/28494"},
		func(c change) (bool, []any) {
			return brokenIf(!c.created() && c.Text("Type") == "network" && c.Has("SecurityGroups") && !c.before.Has("SecurityGroups"))
		}},
	{ruleOf(demand.ExistingSecurityGroups, loadBalancer),
		func(c change) (bool, []any) {
			return brokenIf(!c.created() && c.Text("Type") == "network" && !c.Has("SecurityGroups") && c.before.Has("SecurityGroups"))
		}},
	{Rule{ID: "secondary-addresses-fewer", Of: loadBalancer, Code: "ValidationError", Source: elbApi + "API_LoadBalancerAttribute.html"},
		func(c change) (bool, []any) {
			const key = "secondary_ips.auto_assigned.per_subnet"
			if c.created() {
				return fine()
			}
			now, _ := c.Setting("LoadBalancerAttributes", key)
			was, _ := c.before.Setting("LoadBalancerAttributes", key)
			less, _ := strconv.Atoi(now)
			more, _ := strconv.Atoi(was)
			return brokenIf(less < more, fmt.Sprintf("%s cannot be decreased from %d to %d", key, more, less))
		}},
}

// protectedRelease: protection has to be turned off before.
var protectedRelease = rule{
	Rule{ID: "deletion-protection", Of: loadBalancer, Code: "OperationNotPermitted",
		Message: "Load balancer '%s' cannot be deleted because deletion protection is enabled", Source: elbApi + "API_DeleteLoadBalancer.html"},
	func(c change) (bool, []any) {
		protected, _ := c.Setting("LoadBalancerAttributes", "deletion_protection.enabled")
		return brokenIf(protected == "true", c.ID)
	},
}
