package rules

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
)

var accountID = regexp.MustCompile(`^\d{12}$`)

var label = regexp.MustCompile(`^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$`)

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
	for _, part := range strings.Split(name, ".") {
		switch {
		case len(part) > 63:
			return "has a label longer than 63 characters"
		case !label.MatchString(part):
			return "has a label that is not letters, digits and hyphens"
		}
	}
	return ""
}

// isIPv6 reports whether an address is a plain IPv6 one, as CDK and AWS take it:
// not an IPv4 one in IPv6's clothes, and without a zone.
func isIPv6(ip netip.Addr) bool { return ip.Is6() && !ip.Is4In6() && ip.Zone() == "" }

// outside reports whether an address is known not to lie in a range.
func outside(ip netip.Addr, cidr string) bool {
	prefix, err := netip.ParsePrefix(cidr)
	return err == nil && !prefix.Contains(ip)
}

// noPort says what is wrong with a port that isn't valid.
func noPort(port int) string {
	if port < -1<<53 {
		return "is a number token in an int: CDK can't fill it in here"
	}
	return strconv.Itoa(port) + " is not a valid port"
}

func validPort(port int) bool { return port >= 1 && port <= 65535 }
