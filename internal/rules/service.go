package rules

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// serviceRules are about the endpoint service itself.
var serviceRules = []row[Provider]{
	{Rule{
		ID: "privatelink/principal-form", Severity: Error,
		Summary: "An allowed principal is an account, a role, a user, a service, or everyone by that name.",
		Source:  docConfigure,
		Fix:     `use Account("111122223333"), Role(account, name), User(account, name), PrincipalArn(arn), ServicePrincipal(name) or Everyone()`,
	}, func(p Provider, broken report) {
		for i, principal := range p.Principals {
			if problem := principalProblem(principal); problem != "" {
				broken(at("AllowedPrincipals", i, ""), "%s", problem)
			}
		}
	}},
	{Rule{
		ID: "privatelink/principal-everyone", Severity: Error,
		Summary: "Everyone without acceptance makes the load balancer public to all of AWS, though it has no public address.",
		Source:  docConfigure,
		Fix:     "name the accounts, keep acceptance, or set AcknowledgePublic if it is meant",
	}, func(p Provider, broken report) {
		for i, principal := range p.Principals {
			if principal.Kind == EveryonePrincipal && !p.AcceptanceRequired && !p.AcknowledgePublic {
				broken(at("AllowedPrincipals", i, ""), "lets every AWS account connect without being asked")
			}
		}
	}},
	{Rule{
		ID: "privatelink/supported-region", Severity: Error,
		Summary: "Supported Regions are Regions of the service's own partition.",
		Source:  docShare,
		Fix:     "use names such as eu-west-1",
	}, func(p Provider, broken report) {
		for i, region := range p.SupportedRegions {
			switch {
			case Unknown(region):
			case !regionPattern.MatchString(region):
				broken(at("SupportedRegions", i, ""), "%q is no Region", region)
			case Known(p.Region) && Partition(region) != Partition(p.Region):
				broken(at("SupportedRegions", i, ""), "%s is in partition %s, the service in %s", region, Partition(region), Partition(p.Region))
			}
		}
	}},
	{Rule{
		ID: "privatelink/supported-region-zones", Severity: Error,
		Summary: "A service that is offered to other Regions is in at least two zones, of which use1-az3, usw1-az2, apne1-az3, apne2-az2 and apne2-az4 don't count.",
		Source:  docShare,
		Fix:     "give the load balancer subnets in two zones that other Regions reach",
	}, func(p Provider, broken report) {
		zones := slices.DeleteFunc(slices.Clone(p.Zones), func(zone string) bool {
			return slices.Contains(excludedRemotely, cmp.Or(p.ZoneIDs[zone], zone))
		})
		if len(p.OtherRegions()) > 0 && len(p.Zones) > 0 && len(zones) < 2 {
			broken("SupportedRegions", "is set, but other Regions reach only %d of the load balancer's zones", len(zones))
		}
	}},
	{Rule{
		ID: "privatelink/service-ip-address-types", Severity: Error,
		Summary: "A service supports ipv4, ipv6 or both; ipv6 needs dual-stack load balancers.",
		Source:  docService,
		Fix:     "use ipv4 and ipv6, and set LoadBalancer.DualStack for the latter",
	}, func(p Provider, broken report) {
		for i, family := range p.IPAddressTypes {
			switch {
			case family == "ipv4", Unknown(family):
			case family != "ipv6":
				broken(at("IpAddressTypes", i, ""), "%q is no family of addresses", family)
			case len(p.Existing) == 0 && !p.LoadBalancer.DualStack:
				broken(at("IpAddressTypes", i, ""), "is ipv6, but the load balancer is IPv4 only")
			}
		}
	}},
	{zoneIDsRule, func(p Provider, broken report) { zoneIDs(p.ZoneIDs, broken) }},
	{Rule{
		ID: "privatelink/private-dns-name", Severity: Error,
		Summary: "A private DNS name is a lower-case domain name, with or without a wildcard in front.",
		Source:  docDNSNames,
		Fix:     "use a name such as orders.example.com or *.orders.example.com",
	}, func(p Provider, broken report) {
		name := p.PrivateDNS.Name
		if name == "" {
			if p.PrivateDNS.Domain != "" || p.PrivateDNS.ZoneName != "" {
				broken("PrivateDns.Name", "is required, but empty")
			}
			return
		}
		problem := domainProblem(strings.TrimPrefix(name, "*."))
		if problem == "" && !strings.Contains(name, ".") {
			problem = "is a single label"
		}
		if problem != "" && !Unknown(name) {
			broken("PrivateDns.Name", "%q %s", name, problem)
		}
	}},
	{Rule{
		ID: "privatelink/private-dns-domain", Severity: Error,
		Summary: "The verified domain is the private DNS name, or a parent of it.",
		Source:  docDNSNames,
		Fix:     "leave Domain unset for the name itself, or use a parent of it",
	}, func(p Provider, broken report) {
		name, domain := strings.TrimPrefix(p.PrivateDNS.Name, "*."), p.PrivateDNS.Domain
		if Known(name) && Known(domain) && !isWithin(name, domain) {
			broken("PrivateDns.Domain", "%q is no parent of %q", domain, name)
		}
	}},
	{Rule{
		ID: "privatelink/private-dns-zone", Severity: Error,
		Summary: "The TXT record lies in a public zone that holds the verified domain: otherwise the domain is never verified.",
		Source:  docDNSNames,
		Fix:     "use the public zone of the domain, or leave HostedZone unset and publish the record elsewhere",
	}, func(p Provider, broken report) {
		domain, zone := p.PrivateDNS.Domain, p.PrivateDNS.ZoneName
		if Known(domain) && Known(zone) && !isWithin(domain, zone) {
			broken("PrivateDns.HostedZone", "%q does not hold %q", zone, domain)
		}
		if p.PrivateDNS.PrivateZone {
			broken("PrivateDns.HostedZone", "%q is a private zone, which nobody outside of its VPCs can read", zone)
		}
	}},
	{Rule{
		ID: "privatelink/parameter-name", Severity: Error,
		Summary: "The contract's parameter has a name that starts with a slash and does not end with one, of at most 14 levels, and not with /aws or /ssm.",
		Source:  "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html",
		Fix:     "use a name such as /orders/contract",
	}, func(p Provider, broken report) {
		name := p.ParameterName
		if !Known(name) {
			return
		}
		lower := strings.ToLower(name)
		switch {
		case !parameterName.MatchString(name):
			broken("PublishParameter", "%q is no such name", name)
		case strings.HasPrefix(lower, "/aws") || strings.HasPrefix(lower, "/ssm"):
			broken("PublishParameter", "%q starts with what AWS keeps for itself", name)
		case strings.Count(name, "/") > 14: // The service's name goes one level below.
			broken("PublishParameter", "%q has more than 14 levels", name)
		}
	}},
	{tagKeyRule, func(p Provider, broken report) { tagKeys(p.TagKeys, broken) }},
}

var parameterName = regexp.MustCompile(`^(/[\w.-]+)+$`)

var regionPattern = regexp.MustCompile(`^[a-z]{2,5}(-[a-z]+)+-\d$`)

// isWithin reports whether a domain is the parent, or lies below it.
func isWithin(domain, parent string) bool {
	domain, parent = strings.TrimSuffix(domain, "."), strings.TrimSuffix(parent, ".")
	return domain == parent || strings.HasSuffix(domain, "."+parent)
}

var (
	iamArn      = regexp.MustCompile(`^arn:[a-z-]+:iam::\d{12}:(root|(role|user)/[\w+=,.@/-]+)$`)
	sessionArn  = regexp.MustCompile(`^arn:[a-z-]+:sts::(\d{12}):assumed-role/([^/]+)/`)
	namePattern = regexp.MustCompile(`^[\w+=,.@-][\w+=,.@/-]*$`)
	servicePart = regexp.MustCompile(`^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$`)
)

// principalProblem says why a principal cannot be allowed, or "".
func principalProblem(p Principal) string {
	switch p.Kind {
	case EveryonePrincipal:
		return ""
	case ArnPrincipal:
		return arnProblem(p.Arn)
	case ServicePrincipal:
		if !Unknown(p.Name) && !servicePart.MatchString(p.Name) {
			return strconv.Quote(p.Name) + " is no service principal, such as vpce.amazonaws.com"
		}
		return ""
	case AccountPrincipal, RolePrincipal, UserPrincipal:
		if !Unknown(p.Account) && !IsAccount(p.Account) {
			return strconv.Quote(p.Account) + " is no account ID: it needs twelve digits"
		}
		if p.Kind != AccountPrincipal && !Unknown(p.Name) && !namePattern.MatchString(p.Name) {
			return strconv.Quote(p.Name) + " is no name of a " + p.Kind
		}
		return ""
	default:
		return "names nobody"
	}
}

func arnProblem(arn string) string {
	switch {
	case Unknown(arn) || iamArn.MatchString(arn):
		return ""
	case arn == "*":
		return `"*" is everyone: say so with Everyone()`
	case IsAccount(arn):
		return strconv.Quote(arn) + " is an account: say so with Account(" + strconv.Quote(arn) + ")"
	}
	if m := sessionArn.FindStringSubmatch(arn); m != nil {
		return strconv.Quote(arn) + " is a session: name its role with Role(" + strconv.Quote(m[1]) + ", " + strconv.Quote(m[2]) + ")"
	}
	return strconv.Quote(arn) + " is no ARN of an account, role or user"
}

// tagKeyRule stands in the tables of provider and consumer.
var tagKeyRule = Rule{
	ID: "privatelink/tag-key", Severity: Error,
	Summary: "A tag's key is not empty, has at most 128 characters, and does not start with aws:.",
	Source:  docTags,
	Fix:     "choose another key",
}

func tagKeys(keys []string, broken report) {
	for _, key := range keys {
		switch {
		case Unknown(key):
		case key == "":
			broken("Tags", "has an empty key")
		case utf8.RuneCountInString(key) > 128:
			broken("Tags", "has a key of %d characters", utf8.RuneCountInString(key))
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			broken("Tags", "%q starts with aws:, which AWS keeps for itself", key)
		}
	}
}
