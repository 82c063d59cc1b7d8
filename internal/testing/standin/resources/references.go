package resources

import (
	"maps"
	"slices"
)

const (
	ec2Errors = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
	elbErrors = elbApi + "API_CreateListener.html"
)

// existence: what a resource names must exist, in its own account and Region.
var existence = absentees(map[string]Rule{
	"AWS::EC2::VPC":                             {Code: "InvalidVpcID.NotFound", Message: "The vpc ID '%s' does not exist", Source: ec2Errors},
	"AWS::EC2::Subnet":                          {Code: "InvalidSubnetID.NotFound", Message: "The subnet ID '%s' does not exist", Source: ec2Errors},
	"AWS::EC2::SecurityGroup":                   {Code: "InvalidGroup.NotFound", Message: "The security group '%s' does not exist", Source: ec2Errors},
	"AWS::EC2::RouteTable":                      {Code: "InvalidRouteTableID.NotFound", Message: "The routeTable ID '%s' does not exist", Source: ec2Errors},
	"AWS::EC2::InternetGateway":                 {Code: "InvalidInternetGatewayID.NotFound", Message: "The internetGateway ID '%s' does not exist", Source: ec2Errors},
	"AWS::EC2::NatGateway":                      {Code: "InvalidNatGatewayID.NotFound", Message: "The natGateway ID '%s' does not exist", Source: ec2Errors},
	"AWS::EC2::EIP":                             {Code: "InvalidAllocationID.NotFound", Message: "The elastic-ip ID '%s' does not exist", Source: ec2Errors},
	"AWS::EC2::VPCEndpointService":              {Code: "InvalidVpcEndpointServiceId.NotFound", Message: "The VpcEndpointService Id '%s' does not exist", Source: ec2Errors},
	"AWS::EC2::VPCEndpoint":                     {Code: "InvalidVpcEndpointId.NotFound", Message: "The Vpc Endpoint Id '%s' does not exist", Source: ec2Errors},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {Code: "LoadBalancerNotFound", Message: "The specified load balancer does not exist.", Source: elbErrors},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  {Code: "TargetGroupNotFound", Message: "The specified target group does not exist.", Source: elbErrors},
	"AWS::ElasticLoadBalancingV2::Listener":     {Code: "ListenerNotFound", Message: "The specified listener does not exist.", Source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html"},
	"AWS::Route53::HostedZone":                  {Code: "NoSuchHostedZone", Message: "No hosted zone found with ID: %s", Source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html"},
	"AWS::IAM::Role":                            {Code: "NoSuchEntity", Message: "The role with name %s cannot be found.", Source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html"},
	"AWS::IAM::InstanceProfile":                 {Code: "NoSuchEntity", Message: "Instance Profile %s cannot be found.", Source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html"},
	"AWS::SNS::Topic":                           {Code: "NotFound", Message: "Topic does not exist: %s", Source: "https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html"},
})

// absentees is a rule for each type that can be referred to; others have one without
// AWS's words.
func absentees(texts map[string]Rule) []rule {
	var rules []rule
	for _, resourceType := range slices.Sorted(maps.Keys(texts)) {
		text := texts[resourceType]
		text.ID = "absent-" + resourceType
		rules = append(rules, rule{text, func(c change) (bool, []any) { return c.absent(resourceType) }})
	}
	return append(rules, rule{
		Rule{ID: "absent", Code: "NotFound", Source: ec2Errors},
		func(c change) (bool, []any) {
			for _, reference := range kinds[c.Type].references {
				if _, texted := texts[reference.to]; texted {
					continue
				}
				if is, id := c.absent(reference.to); is {
					return broken(append([]any{reference.to, " "}, append(id, " does not exist")...)...)
				}
			}
			return fine()
		},
	})
}

// absent finds a reference to a resource of a type that isn't there.
func (c change) absent(resourceType string) (bool, []any) {
	for _, reference := range kinds[c.Type].references {
		if reference.to != resourceType {
			continue
		}
		for _, id := range c.Texts(reference.property) {
			if reference.unless != nil && reference.unless(id) {
				continue
			}
			if c.model.Find(id, resourceType, c.Place) == nil {
				return broken(id)
			}
		}
	}
	return fine()
}

// inUse: what other resources need can't be deleted.
var inUse = []rule{
	held("AWS::EC2::VPC", "DependencyViolation", "The vpc '%s' has dependencies and cannot be deleted.", ec2Errors),
	held("AWS::EC2::Subnet", "DependencyViolation", "The subnet '%s' has dependencies and cannot be deleted.", ec2Errors),
	held("AWS::EC2::SecurityGroup", "DependencyViolation", "resource %s has a dependent object", ec2Errors),
	held("AWS::EC2::RouteTable", "DependencyViolation", "The routeTable '%s' has dependencies and cannot be deleted.", ec2Errors),
	held("AWS::EC2::InternetGateway", "DependencyViolation", "The internetGateway '%s' has dependencies and cannot be deleted.", ec2Errors),
	held("AWS::EC2::EIP", "InvalidIPAddress.InUse", "Address %s is in use.", ec2Errors),
	held("AWS::ElasticLoadBalancingV2::TargetGroup", "ResourceInUse", "Target group '%s' is currently in use by a listener or a rule",
		"https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html"),
	held("AWS::Route53::HostedZone", "HostedZoneNotEmpty", "The specified hosted zone %s contains non-required resource record sets and so cannot be deleted.",
		"https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html"),
	held("AWS::IAM::Role", "DeleteConflict", "Cannot delete entity %s, must remove roles from instance profile first.",
		"https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html"),
	held("AWS::ECS::Cluster", "ClusterContainsServicesException", "The Cluster %s cannot be deleted while Services are active.",
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html"),
}

// held refuses the deletion of a resource of a type to which another one holds on.
func held(of, code, message, source string) rule {
	return rule{
		Rule{ID: "held-" + of, Of: of, Code: code, Message: message, Source: source},
		func(c change) (bool, []any) {
			return brokenIf(c.heldBy(c.Resource) != nil, c.ID)
		},
	}
}

// heldBy returns a resource that needs another one.
func (w *World) heldBy(r *Resource) *Resource {
	for _, other := range w.resources {
		if other == r || other.Place != r.Place {
			continue
		}
		for _, reference := range kinds[other.Type].references {
			if !reference.holds || reference.to != r.Type {
				continue
			}
			for _, id := range other.Texts(reference.property) {
				if w.model.Find(id, r.Type, r.Place) == r.Resource {
					return other
				}
			}
		}
	}
	return nil
}
