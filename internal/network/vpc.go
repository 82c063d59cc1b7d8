package network

import (
	"net/netip"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// Vpc is the VPC that a resource names.
func (r *Resource) Vpc() *Resource { return r.The("VpcId", VPC) }

// Ranges4 are a VPC's own IPv4 range and those that were added to it.
func (vpc *Resource) Ranges4() []netip.Prefix {
	ranges := vpc.prefixes("CidrBlock")
	if vpc.Has("Ipv4IpamPoolId") {
		vpc.model.doubtOf("the range that IPAM chooses for " + vpc.String())
	}
	for _, block := range vpc.model.NamingOnly(VPCCidrBlock, "VpcId", vpc) {
		ranges = append(ranges, block.prefixes("CidrBlock")...)
		if block.Has("Ipv4IpamPoolId") {
			vpc.model.Doubt()
		}
	}
	return ranges
}

// Ranges6 are a VPC's IPv6 ranges.
func (vpc *Resource) Ranges6() []netip.Prefix {
	var ranges []netip.Prefix
	for _, block := range vpc.model.NamingOnly(VPCCidrBlock, "VpcId", vpc) {
		ranges = append(ranges, block.prefixes("Ipv6CidrBlock")...)
		if block.Range6 != nil {
			ranges = append(ranges, block.Range6()...)
		} else if block.Bool("AmazonProvidedIpv6CidrBlock") || block.Has("Ipv6IpamPoolId") || block.Has("Ipv6Pool") && !block.Has("Ipv6CidrBlock") {
			vpc.model.doubtOf("the IPv6 range that AWS chooses for " + vpc.String())
		}
	}
	return ranges
}

// hasRange6 reports whether a VPC has IPv6 addresses, whichever they are.
func (vpc *Resource) hasRange6() bool {
	return some(vpc.model, vpc.model.NamingOnly(VPCCidrBlock, "VpcId", vpc), func(block *Resource) bool {
		return block.Bool("AmazonProvidedIpv6CidrBlock") || block.Has("Ipv6CidrBlock") || block.Has("Ipv6IpamPoolId") || block.Has("Ipv6Pool")
	})
}

// prefixes are the address ranges at a path: written there, or those of a VPC or subnet of the
// model that is referred to.
func (o Object) prefixes(path string) []netip.Prefix {
	var ranges []netip.Prefix
	for _, value := range o.at(path) {
		if reference, ok := value.(assembly.Reference); ok && reference.Attribute == "CidrBlock" {
			if of := o.model.bySource[reference.Resource]; of != nil && of.Has("CidrBlock") {
				ranges = append(ranges, of.prefixes("CidrBlock")...)
				continue
			}
		}
		prefix, err := netip.ParsePrefix(o.text(value))
		if err != nil {
			o.model.doubtOf(value)
			continue
		}
		ranges = append(ranges, prefix)
	}
	return ranges
}

func contains(ranges []netip.Prefix, a netip.Addr) bool {
	for _, r := range ranges {
		if r.Contains(a) {
			return true
		}
	}
	return false
}

func overlaps(a, b []netip.Prefix) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Overlaps(y) {
				return true
			}
		}
	}
	return false
}

// address reads an IP address.
func address(s string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(strings.TrimSpace(s))
	return a, err == nil
}

// isReserved reports whether AWS keeps an address of a subnet for itself: the first four
// and the last.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
func isReserved(a netip.Addr, subnet netip.Prefix) bool {
	first := subnet.Masked().Addr()
	for range 4 {
		if a == first {
			return true
		}
		first = first.Next()
	}
	return !subnet.Contains(a.Next())
}

// differentVpcs reports whether two resources surely are in different VPCs. One that names
// none is in the default one, which another may name.
func (m *Model) differentVpcs(a, b *Resource) bool {
	valueA, valueB := a.Value("VpcId"), b.Value("VpcId")
	if valueA == nil || valueB == nil {
		if valueA != nil || valueB != nil {
			m.Doubt()
		}
		return false
	}
	return !m.same(valueA, a.Place, valueB, b.Place)
}
