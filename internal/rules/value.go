package rules

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
)

// Unknown reports whether a string is, or holds, a value that CDK only fills in
// at deploy: an encoded token. Tokens of strings look like ${Token[…]}, those
// of lists like #{Token[…]}.
func Unknown(s string) bool {
	return strings.Contains(s, "${Token[") || strings.Contains(s, "#{Token[") || IsDummy(s)
}

// IsDummy reports whether the CDK made a value up, until what it stands for has been
// looked up: of a parameter, or a zone.
//
// Source: https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/stack.ts
func IsDummy(s string) bool {
	return strings.Contains(s, "dummy-value-for-") || dummyZone.MatchString(s)
}

var dummyZone = regexp.MustCompile(`^dummy\d[a-z]$`)

// Known reports whether s says something now: neither empty nor unknown.
func Known(s string) bool { return s != "" && !Unknown(s) }

var zoneIDPattern = regexp.MustCompile(`^[a-z]{2,5}\d(-[a-z]{2,4}\d)?-az\d$`)

// IsZoneID tells a zone ID (use1-az1), which means the same zone in every
// account, from a zone name (us-east-1a), which does not.
func IsZoneID(zone string) bool { return zoneIDPattern.MatchString(zone) }

var accountPattern = regexp.MustCompile(`^\d{12}$`)

// IsAccount reports whether s is an AWS account ID: twelve digits.
func IsAccount(s string) bool { return accountPattern.MatchString(s) }

var serviceNamePattern = regexp.MustCompile(`^(?:[a-z0-9]+\.)+vpce\.([a-z0-9-]+)\.vpce-svc-[0-9a-f]{8,17}$`)

// ServiceRegion returns the Region within an endpoint service's name
// (com.amazonaws.vpce.us-east-1.vpce-svc-…), and whether the name is one.
func ServiceRegion(serviceName string) (region string, ok bool) {
	m := serviceNamePattern.FindStringSubmatch(serviceName)
	if m == nil {
		return "", false
	}
	return m[1], true
}

var labelPattern = regexp.MustCompile(`^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$`)

// domainProblem says why a string is no domain name for DNS, or "" if it is one.
func domainProblem(name string) string {
	name = strings.TrimSuffix(name, ".")
	switch {
	case name == "":
		return "is empty"
	case len(name) > 255:
		return "is longer than 255 characters"
	case name != strings.ToLower(name):
		return "has upper-case letters"
	}
	for _, label := range strings.Split(name, ".") {
		switch {
		case len(label) > 63:
			return "has a label longer than 63 characters"
		case !labelPattern.MatchString(label):
			return "has a label that is not letters, digits and hyphens"
		}
	}
	return ""
}

func within(ip netip.Addr, ranges []netip.Prefix) bool {
	for _, r := range ranges {
		if r.Contains(ip) {
			return true
		}
	}
	return false
}

// prefixes parses the CIDRs that are known, and says whether all of them were.
func prefixes(cidrs []string) (known []netip.Prefix, all bool) {
	all = true
	for _, c := range cidrs {
		p, err := netip.ParsePrefix(c)
		if err != nil {
			all = false
			continue
		}
		known = append(known, p)
	}
	return known, all
}

// noPort says what is wrong with a port that isn't valid.
func noPort(port int) string {
	if port < -1<<53 {
		return "is a number token in an int: CDK can't fill it in here"
	}
	return strconv.Itoa(port) + " is no port"
}

func validPort(port int) bool { return port >= 1 && port <= 65535 }
