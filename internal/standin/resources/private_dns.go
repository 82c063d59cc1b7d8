package resources

var privateDnsRules = []rule{
	privateDns(Rule{ID: "dns-verification", Code: "InvalidParameter",
		Message: "Private DNS can't be enabled because the service %s has not verified the private DNS name.", Source: dnsGuide},
		func(c change, offer *Offer) (bool, []any) {
			return brokenIf(offer.Unverified && offer.PrivateDnsName != "", offer.Name)
		}),
	privateDns(Rule{ID: "dns-acceptance", Code: "InvalidParameter", Source: "https://github.com/crossplane-contrib/provider-aws/issues/1363"},
		func(c change, offer *Offer) (bool, []any) {
			accepted := !c.created() && c.before.State == Available
			return brokenIf(offer.Acceptance && offer.PrivateDnsName != "" && !accepted, "Private DNS can't be enabled before the endpoint is accepted")
		}),
}

// privateDns is a rule for endpoints that have private DNS enabled.
func privateDns(about Rule, check func(change, *Offer) (bool, []any)) rule {
	about.Of = endpoint
	return rule{about, func(c change) (bool, []any) {
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
