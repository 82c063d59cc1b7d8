package privatelink

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Security says who may reach the load balancer: made by [PrivateLinkOnly],
// [PrivateLinkFrom], [ExistingSecurityGroups] or [NoSecurityGroup]. It is chosen when
// the load balancer is made: AWS never lets one without a group have one later.
type Security struct {
	planned plan.Security
	groups  []awsec2.ISecurityGroup
}

// PrivateLinkOnly admits what comes through the endpoint service, and nothing
// else. The load balancer has a group of its own, whose inbound rules aren't
// applied to PrivateLink traffic: the service's permissions say who connects.
// This is the default.
func PrivateLinkOnly() Security { return Security{} }

// PrivateLinkFrom admits what comes through the endpoint service from clients
// whose own addresses, in their VPCs, lie in these IPv4 or IPv6 ranges. It
// applies the group's inbound rules to PrivateLink traffic. Ranges of different
// consumers may overlap: they tell networks apart, not customers.
func PrivateLinkFrom(cidrs ...string) Security {
	return Security{planned: plan.Security{Kind: plan.FromCidrs, Cidrs: cidrs}}
}

// ExistingSecurityGroups gives the load balancer these groups. Their inbound rules
// aren't applied to PrivateLink traffic, and stay as they are; outbound rules
// towards the targets are added where CDK manages them.
func ExistingSecurityGroups(groups ...awsec2.ISecurityGroup) Security {
	s := Security{planned: plan.Security{Kind: plan.ExistingGroups}, groups: eachOnce(groups)}
	s.planned.Groups = len(s.groups)
	for i, group := range groups {
		if cdk.IsNil(group) {
			s.planned.MissingGroups = append(s.planned.MissingGroups, i)
		}
	}
	return s
}

// NoSecurityGroup lets everything in the VPC reach the load balancer, and the
// load balancer reach everything; the targets admit its subnets. QUIC needs it.
func NoSecurityGroup() Security {
	return Security{planned: plan.Security{Kind: plan.NoGroup}}
}

// eachOnce are groups without those that are listed before: CloudFormation refuses them.
//
// Source: https://github.com/aws-samples/siem-on-amazon-opensearch-service/issues/385, of subnets
func eachOnce(groups []awsec2.ISecurityGroup) []awsec2.ISecurityGroup {
	var once []awsec2.ISecurityGroup
	for _, group := range groups {
		if cdk.IsNil(group) || !slices.Contains(once, group) {
			once = append(once, group)
		}
	}
	return once
}
