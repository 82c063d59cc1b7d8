package rules

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// serviceRules are about the endpoint service itself.
var serviceRules = []row[plan.Provider]{
	{demand.PrincipalForm, func(p plan.Provider, broken report) {
		for i, principal := range p.AllowedPrincipals {
			if problem := principalProblem(principal); problem != "" {
				broken(at("AllowedPrincipals", i, ""), "%s", problem)
			}
		}
	}},
	{demand.PrincipalEveryone, func(p plan.Provider, broken report) {
		for i, principal := range p.AllowedPrincipals {
			if principal.Kind == plan.EveryonePrincipal && !p.AcceptanceRequired && !p.AcknowledgePublic {
				broken(at("AllowedPrincipals", i, ""), "lets every AWS account connect without acceptance")
			}
		}
	}},
	{demand.SupportedRegion, func(p plan.Provider, broken report) {
		for i, region := range p.SupportedRegions {
			switch {
			case plan.Unknown(region):
			case !regionPattern.MatchString(region):
				broken(at("SupportedRegions", i, ""), "%q is not the name of a Region", region)
			case plan.Known(p.Region) && partition.Of(region) != partition.Of(p.Region):
				broken(at("SupportedRegions", i, ""), "%s is in partition %s, the service in %s", region, partition.Of(region), partition.Of(p.Region))
			}
		}
	}},
	{demand.SupportedRegionZones, func(p plan.Provider, broken report) {
		zones := slices.DeleteFunc(slices.Clone(p.Zones), func(zone string) bool {
			return slices.Contains(plan.ExcludedRemotely, cmp.Or(p.ZoneIds[zone], zone))
		})
		if len(p.OtherRegions()) > 0 && len(p.Zones) > 0 && len(zones) < 2 {
			broken("SupportedRegions", "is set, but other Regions reach only %d of the load balancer's zones", len(zones))
		}
	}},
	{demand.ServiceIpAddressTypes, func(p plan.Provider, broken report) {
		for i, family := range p.IpAddressTypes {
			switch {
			case family == "ipv4", plan.Unknown(family):
			case family != "ipv6":
				broken(at("IpAddressTypes", i, ""), "%q is not a valid IP address type", family)
			case len(p.ExistingLoadBalancers) == 0 && p.LoadBalancer.IsIpv4():
				broken(at("IpAddressTypes", i, ""), "is ipv6, but the load balancer is IPv4 only")
			}
		}
	}},
	{demand.ZoneIds, func(p plan.Provider, broken report) { zoneIDs(p.ZoneIds, broken) }},
	{demand.PrivateDnsName, func(p plan.Provider, broken report) {
		name := p.PrivateDns.Name
		if name == "" {
			if p.PrivateDns.Domain != "" || p.PrivateDns.HasHostedZone || p.PrivateDns.VerifiedWith != nil {
				broken("PrivateDns.Name", "is required, but empty")
			}
			return
		}
		problem := domainProblem(strings.ToLower(strings.TrimPrefix(name, "*.")))
		if problem == "" && !strings.Contains(name, ".") {
			problem = "is a single label"
		}
		if problem != "" && !plan.Unknown(name) {
			broken("PrivateDns.Name", "%q %s", name, problem)
		}
	}},
	{demand.PrivateDnsDomain, func(p plan.Provider, broken report) {
		name, domain := strings.TrimPrefix(p.PrivateDns.Name, "*."), p.PrivateDns.Domain
		if plan.Known(name) && plan.Known(domain) && !isWithin(name, domain) {
			broken("PrivateDns.Domain", "%q is not a parent of %q", domain, name)
		}
	}},
	{demand.PrivateDnsZone, func(p plan.Provider, broken report) {
		domain, zone := p.PrivateDns.Domain, p.PrivateDns.HostedZoneName
		if plan.Known(domain) && plan.Known(zone) && !isWithin(domain, zone) {
			broken("PrivateDns.HostedZone", "%q does not hold %q", zone, domain)
		}
		if p.PrivateDns.IsPrivate {
			broken("PrivateDns.HostedZone", "%q is a private zone, which nobody outside of its VPCs can read", zone)
		}
	}},
	{demand.VerificationRecord, func(p plan.Provider, broken report) {
		own, shared := p.PrivateDns, p.PrivateDns.VerifiedWith
		if len(own.OtherValues) > 0 && !own.HasHostedZone {
			broken("PrivateDns.OtherValues", "is set without a HostedZone, so that no record has them")
		}
		for i, value := range own.OtherValues {
			if value == "" || plan.Known(value) && strings.ContainsAny(value, `" `) {
				broken(at("PrivateDns.OtherValues", i, ""), "%q is not the value of a verification", value)
			}
		}
		switch {
		case shared == nil:
		case own.HasHostedZone:
			broken("PrivateDns.VerifiedWith", "is set beside a HostedZone, so that two records would be made")
		case !shared.HasHostedZone:
			broken("PrivateDns.VerifiedWith", "publishes no record itself: its PrivateDns has no HostedZone")
		case plan.Known(own.Domain) && plan.Known(shared.Domain) && !strings.EqualFold(own.Domain, shared.Domain):
			broken("PrivateDns.VerifiedWith", "verifies %q, and this service %q", shared.Domain, own.Domain)
		}
	}},
	{demand.RecordTtl, func(p plan.Provider, broken report) {
		if ttl := p.PrivateDns.Ttl; ttl < 0 || ttl%time.Second != 0 {
			broken("PrivateDns.Ttl", "%s is not a whole number of seconds", ttl)
		} else if ttl != 0 && !p.PrivateDns.HasHostedZone {
			broken("PrivateDns.Ttl", "is set without a HostedZone")
		}
	}},
	{demand.ParameterName, func(p plan.Provider, broken report) { publishParameter(p.PublishParameter, broken) }},
	{demand.RemovalPolicy, func(p plan.Provider, broken report) { removalPolicy(p.RemovalPolicy, broken) }},
	{demand.TagKey, func(p plan.Provider, broken report) { tagKeys(p.Tags, broken) }},
}

func publishParameter(name string, broken report) {
	if !plan.Known(name) {
		return
	}
	lower := strings.ToLower(name)
	switch {
	case !parameterName.MatchString(name):
		broken("PublishParameter", "%q is not a valid name of a parameter", name)
	case strings.HasPrefix(lower, "/aws") || strings.HasPrefix(lower, "/ssm"):
		broken("PublishParameter", "%q starts with what AWS keeps for itself", name)
	case strings.Count(name, "/") > 14: // The service's name goes one level below.
		broken("PublishParameter", "%q has more than 14 levels", name)
	}
}

func removalPolicy(policy string, broken report) {
	switch policy {
	case plan.Delete, plan.Keep, plan.KeepOnceMade:
	default:
		if !plan.Unknown(policy) {
			broken("RemovalPolicy", "%q is not a valid policy of a service", policy)
		}
	}
}

var parameterName = regexp.MustCompile(`^(/[\w.-]+)+$`)

var regionPattern = regexp.MustCompile(`^[a-z]{2,5}(-[a-z]+)+-\d$`)

// isWithin reports whether a domain is the parent, or lies below it.
func isWithin(domain, parent string) bool {
	domain, parent = strings.ToLower(strings.TrimSuffix(domain, ".")), strings.ToLower(strings.TrimSuffix(parent, "."))
	return domain == parent || strings.HasSuffix(domain, "."+parent)
}

var (
	iamArn      = regexp.MustCompile(`^arn:[a-z-]+:iam::\d{12}:(root|(role|user)/[\w+=,.@/-]+)$`)
	sessionArn  = regexp.MustCompile(`^arn:[a-z-]+:sts::(\d{12}):assumed-role/([^/]+)/`)
	namePattern = regexp.MustCompile(`^[\w+=,.@-][\w+=,.@/-]*$`)
	servicePart = regexp.MustCompile(`^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$`)
)

// principalProblem says why a principal cannot be allowed, or "".
func principalProblem(p plan.Principal) string {
	switch p.Kind {
	case plan.EveryonePrincipal:
		return ""
	case plan.ArnPrincipal:
		return arnProblem(p.Arn)
	case plan.ServicePrincipal:
		if !plan.Unknown(p.Name) && !servicePart.MatchString(p.Name) {
			return strconv.Quote(p.Name) + " is not a service principal such as vpce.amazonaws.com"
		}
		return ""
	case plan.AccountPrincipal, plan.RolePrincipal, plan.UserPrincipal:
		if !plan.Unknown(p.Account) && !accountID.MatchString(p.Account) {
			return strconv.Quote(p.Account) + " is not an account ID, which has twelve digits"
		}
		if p.Kind != plan.AccountPrincipal && !plan.Unknown(p.Name) && !namePattern.MatchString(p.Name) {
			return strconv.Quote(p.Name) + " is not the name of a " + p.Kind
		}
		return ""
	default:
		return "names nobody"
	}
}

func arnProblem(arn string) string {
	switch {
	case plan.Unknown(arn) || iamArn.MatchString(arn):
		return ""
	case arn == "*":
		return `"*" is everyone: use Everyone()`
	case accountID.MatchString(arn):
		return strconv.Quote(arn) + " is an account: use Account(" + strconv.Quote(arn) + ")"
	}
	if m := sessionArn.FindStringSubmatch(arn); m != nil {
		return strconv.Quote(arn) + " is a session: name its role by IamRole(" + strconv.Quote(m[1]) + ", " + strconv.Quote(m[2]) + ")"
	}
	return strconv.Quote(arn) + " is not the ARN of an account, role or user"
}

func tagKeys(tags map[string]string, broken report) {
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		switch {
		case plan.Unknown(key):
		case key == "":
			broken("Tags", "has an empty key")
		case utf8.RuneCountInString(key) > 128:
			broken("Tags", "has a key of %d characters", utf8.RuneCountInString(key))
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			broken("Tags", "%q starts with aws:, which AWS keeps for itself", key)
		}
	}
}
