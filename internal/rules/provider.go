package rules

import "slices"

// providerRules in the order in which their findings are listed.
var providerRules = slices.Concat(
	loadBalancerRules,
	existingRules,
	listenerRules,
	targetGroupRules,
	healthRules,
	serviceRules,
)

// Pages that several rules come from.
const (
	docService     = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html"
	docConfigure   = "https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html"
	docShare       = "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html"
	docDNSNames    = "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html"
	docLimits      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html"
	docListeners   = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html"
	docNewListener = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-listener.html"
	docTargets     = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html"
	docAttributes  = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html"
	docHealth      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html"
	docSecurity    = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html"
	docALB         = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html"
	docCfnBalancer = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html"
	docCfnListener = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html"
	docCfnTarget   = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html"
	docVpcLimits   = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"
	docTags        = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"
)
