package resources

import "slices"

// privateDnsRules are about a service's own name in the VPC of an endpoint.
var privateDnsRules = []rule{
	privateDns(Rule{ID: "dns-vpc-attributes", Code: "InvalidParameter",
		Message: "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for %s",
		Source:  "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html"},
		func(c change, _ *Offer) (bool, []any) {
			vpc := c.vpcOf(c.Resource)
			// Support is on unless it is turned off, hostnames are off unless they are turned on.
			on := vpc.Properties.string("EnableDnsSupport") != "false" && vpc.Properties.bool("EnableDnsHostnames")
			return brokenIf(!on, vpc.ID)
		}),
	privateDns(Rule{ID: "dns-service-name", Code: "InvalidParameter",
		Message: "Private DNS can't be enabled because the service %s does not provide a private DNS name.",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/18278"},
		func(c change, offer *Offer) (bool, []any) {
			lattice := c.Properties.has("ResourceConfigurationArn") || c.Properties.has("ServiceNetworkArn")
			return brokenIf(offer.PrivateDnsName == "" && !lattice, offer.Name)
		}),
	privateDns(Rule{ID: "dns-verification", Code: "InvalidParameter",
		Message: "Private DNS can't be enabled because the service %s has not verified the private DNS name.", Source: dnsGuide},
		func(c change, offer *Offer) (bool, []any) {
			return brokenIf(offer.Unverified, offer.Name)
		}),
	privateDns(Rule{ID: "dns-acceptance", Code: "InvalidParameter", Source: "https://github.com/crossplane-contrib/provider-aws/issues/1363"},
		func(c change, offer *Offer) (bool, []any) {
			accepted := !c.created() && c.before.State == Available
			return brokenIf(offer.Acceptance && !accepted, "Private DNS can't be enabled before the endpoint is accepted")
		}),
	privateDns(Rule{ID: "dns-name-taken", Code: "InvalidParameter",
		Message: "private-dns-enabled cannot be set because there is already a conflicting DNS domain for %s in the VPC %s",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/17535"},
		func(c change, offer *Offer) (bool, []any) {
			vpc := c.Properties.string("VpcId")
			return brokenIf(offer.PrivateDnsName != "" && slices.Contains(c.domainsIn(c.Place, vpc, c.number), offer.PrivateDnsName), offer.PrivateDnsName, vpc)
		}),
	privateDns(Rule{ID: "only-inbound-resolver", Code: "InvalidParameter",
		Message: "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC %s must have a Gateway endpoint for the service.",
		Source:  "https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/982"},
		func(c change, offer *Offer) (bool, []any) {
			if c.Properties.string("DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint") != "OnlyInboundResolver" {
				return fine()
			}
			for _, other := range c.others() {
				if other.Properties.string("VpcId") == c.Properties.string("VpcId") && other.Properties.string("ServiceName") == offer.Name &&
					other.Properties.or("VpcEndpointType", "Gateway") == "Gateway" {
					return fine()
				}
			}
			return broken(c.Properties.string("VpcId"))
		}),
	{Rule{ID: "dns-preference", Of: endpoint, Code: "InvalidParameter", Source: dnsOptions},
		func(c change) (bool, []any) {
			preference := c.Properties.string("DnsOptions.PrivateDnsPreference")
			specified := preference == "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS" || preference == "SPECIFIED_DOMAINS_ONLY"
			lattice := c.endpointType() == "Resource" || c.endpointType() == "ServiceNetwork"
			if preference != "" && (!lattice || !c.Properties.bool("PrivateDnsEnabled")) {
				return broken("PrivateDnsPreference is only supported when PrivateDnsEnabled is true and the VpcEndpointType is ServiceNetwork or Resource")
			}
			return brokenIf(c.Properties.has("DnsOptions.PrivateDnsSpecifiedDomains") != specified,
				"PrivateDnsSpecifiedDomains goes with the preferences that speak of specified domains")
		}},
}

// privateDns is a rule for endpoints that have private DNS enabled.
func privateDns(about Rule, check func(change, *Offer) (bool, []any)) rule {
	about.Of = endpoint
	return rule{about, func(c change) (bool, []any) {
		if !c.Properties.bool("PrivateDnsEnabled") {
			return fine()
		}
		return check(c, c.offerTo(c.Resource))
	}}
}

// domainsIn are the private domains of a VPC: those of its zones, and of endpoints
// with private DNS, but of one resource.
func (w *World) domainsIn(place Place, vpc string, but int) []string {
	var domains []string
	for _, e := range w.All(endpoint) {
		if e.number != but && e.Place == place && e.Properties.string("VpcId") == vpc && e.Properties.bool("PrivateDnsEnabled") {
			if offer := w.offerTo(e); offer != nil && offer.PrivateDnsName != "" {
				domains = append(domains, offer.PrivateDnsName)
			}
		}
	}
	for _, zone := range w.All("AWS::Route53::HostedZone") {
		if zone.number != but && zone.Account == place.Account && slices.Contains(zone.Properties.strings("VPCs.VPCId"), vpc) {
			domains = append(domains, zoneName(zone))
		}
	}
	return domains
}
