package network

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
)

// ports are a range of them: one that is called, or those that answers go to.
type ports struct{ from, to int }

// answers go to ports that the caller chooses.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html
var answers = ports{1024, 65535}

// acl is the network ACL that a subnet surely is associated with by the model; nil for
// the default one of its VPC, which lets everything pass unless entries were added to it.
func (subnet *Resource) acl() *Resource {
	m := subnet.model
	if associations := m.NamingOnly(NetworkAclAssociation, "SubnetId", subnet); len(associations) > 0 {
		return m.find(associations[0].Value("NetworkAclId"), NetworkAcl, subnet.Place)
	}
	for _, entry := range m.All(NetworkAclEntry) {
		if of := m.bySourceOf(entry.Value("NetworkAclId")); of != nil && of.Type == VPC || entry.Value("NetworkAclId") == nil || entry.Uncertain {
			m.doubtOf("the entries of the VPC's default network ACL")
		}
	}
	return nil
}

// passes reports whether a subnet's ACL lets packets through, from or to addresses that
// lie in ranges: the first entry that fits decides, and the last refuses.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
func (subnet *Resource) passes(egress bool, transport string, to ports, ranges func() []netip.Prefix) bool {
	m := subnet.model
	acl := subnet.acl()
	if acl == nil || m.doubts() {
		return true
	}
	entries := m.NamingOnly(NetworkAclEntry, "NetworkAclId", acl)
	entries = slices.DeleteFunc(slices.Clone(entries), func(entry *Resource) bool { return entry.Bool("Egress") != egress })
	slices.SortFunc(entries, func(a, b *Resource) int {
		first, _ := a.Number("RuleNumber")
		second, _ := b.Number("RuleNumber")
		return cmp.Compare(first, second)
	})
	for _, r := range ranges() {
		if !m.decides(entries, transport, to, r) {
			return false
		}
	}
	return true
}

// decides reports what the first entry that fits says of a range.
func (m *Model) decides(entries []*Resource, transport string, to ports, r netip.Prefix) bool {
	property := "CidrBlock"
	if r.Addr().Is6() {
		property = "Ipv6CidrBlock"
	}
	for _, entry := range entries {
		fits, partly := entry.fits(transport, to)
		inside, overlaps := false, false
		for _, of := range entry.prefixes(property) {
			inside = inside || of.Bits() <= r.Bits() && of.Contains(r.Addr())
			overlaps = overlaps || of.Overlaps(r)
		}
		switch allow := entry.Text("RuleAction") == "allow"; {
		case fits && inside:
			return allow
		case (fits || partly) && overlaps:
			m.doubtOf("which addresses and ports are used: an entry of the network ACL is for a part of them")
			return allow
		}
	}
	return false
}

// fits reports whether an entry is for all of some ports, or for a part of them.
func (entry *Resource) fits(transport string, to ports) (all, part bool) {
	switch protocol := entry.Text("Protocol"); {
	case protocol == "-1":
		return true, true
	case protocol != map[string]string{"tcp": "6", "udp": "17"}[transport]:
		return false, false
	}
	from, okFrom := entry.Number("PortRange.From")
	last, okTo := entry.Number("PortRange.To")
	if !okFrom || !okTo {
		entry.model.doubtOf("the ports of an entry of the network ACL")
		return false, false
	}
	return from <= to.from && to.to <= last, from <= to.to && to.from <= last
}

func port(text string) ports {
	n, _ := strconv.Atoi(text)
	return ports{n, n}
}
