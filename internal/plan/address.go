package plan

import (
	"net/netip"
	"slices"
)

// Types of IP addresses, as AWS names them.
const (
	Ipv4      = "ipv4"
	Ipv6      = "ipv6"
	DualStack = "dualstack"
)

// Range is a range of addresses: a token where it is only known at deploy.
type Range struct {
	Cidr string
	// OfVpcIpv6: it is the VPC's IPv6 range, which the VPC doesn't have from the start.
	OfVpcIpv6 bool
}

// Outside reports whether a target is an address outside of the VPC's ranges as far as
// they are known.
func (p Provider) Outside(t Target) bool {
	if len(p.VpcCidrs) == 0 {
		return false
	}
	ip, err := netip.ParseAddr(t.Address)
	return t.Kind == IpTarget && err == nil && ip.Is4() && !slices.ContainsFunc(p.VpcCidrs, func(cidr string) bool {
		prefix, err := netip.ParsePrefix(cidr)
		return err != nil || prefix.Contains(ip)
	})
}

// HasTargetOutside reports whether a target is outside of the VPC's ranges as far as they
// are known.
func (p Provider) HasTargetOutside() bool {
	for _, l := range p.Listeners {
		for _, g := range l.TargetGroups {
			if slices.ContainsFunc(g.Targets, p.Outside) {
				return true
			}
		}
	}
	return false
}
