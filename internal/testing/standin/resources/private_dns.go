package resources

import "github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"

var privateDnsRules = []rule{
	privateDns(demand.DnsVerification,
		func(c change, offer *Offer) (bool, []any) {
			return brokenIf(offer.Unverified && offer.PrivateDnsName != "", offer.Name)
		}),
	privateDns(demand.DnsAcceptance,
		func(c change, offer *Offer) (bool, []any) {
			accepted := !c.created() && c.before.State == Available
			return brokenIf(offer.Acceptance && offer.PrivateDnsName != "" && !accepted, "Private DNS can't be enabled before the endpoint is accepted")
		}),
}

// privateDns is a rule for endpoints that have private DNS enabled.
func privateDns(d *demand.Demand, check func(change, *Offer) (bool, []any)) rule {
	return rule{ruleOf(d, endpoint), func(c change) (bool, []any) {
		if !c.Bool("PrivateDnsEnabled") {
			return fine()
		}
		offer := c.offerTo(c.Resource)
		if offer == nil {
			return fine()
		}
		return check(c, offer)
	}}
}
