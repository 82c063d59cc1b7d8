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
