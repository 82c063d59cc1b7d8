package network

import (
	"net/netip"
	"slices"
	"strings"
)

// traffic is what wants to pass: a transport as security groups name it, and the port
// that it is for.
type traffic struct {
	transport, port string
	// unsurePort is the doubt which port it is.
	unsurePort doubt
	family
}

// family is that of the addresses that packets go between.
type family struct {
	six bool
	// unsure is the doubt which it is.
	unsure doubt
}

func (t traffic) String() string {
	if t.unsurePort.is {
		return t.transport
	}
	return t.transport + " port " + t.port
}

// guard are the security groups of something.
type guard struct {
	groups []*Resource
	// others is the doubt whether there are more.
	others doubt
	// none: nothing is guarded, everything passes.
	none bool
}

// peer is the other end of the traffic that a security group judges.
type peer struct {
	// groups name those of the peer. Through PrivateLink none is seen.
	groups []any
	place  Place
	// others is the doubt whether it has more.
	others doubt
	// undocumented, if it is set, is why a rule that names one of the groups may not hold.
	undocumented string
	// ranges are those that its addresses lie in.
	ranges func() []netip.Prefix
	// whole: it is at every address of the ranges, and not at some of them.
	whole bool
}

// lets reports whether a guard lets traffic pass in a direction. Rules only ever allow:
// what one of them surely lets through passes, whatever is in doubt about others.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
func (m *Model) lets(g guard, direction string, t traffic, p peer) bool {
	if g.none {
		return true
	}
	first := g.others
	note := func(d doubt) {
		if !first.is {
			first = d
		}
	}
	var admitted []netip.Prefix
	for _, group := range g.groups {
		var rules []GroupRule
		unsure := m.alone(func() { rules = group.Rules(direction) })
		note(unsure)
		if direction == "Egress" && len(rules) == 0 && !unsure.is {
			return true // Without a rule, all may leave.
		}
		for _, r := range rules {
			named := false
			var ranges []netip.Prefix
			unsure := m.alone(func() {
				if r.Text("IpProtocol") != "-1" {
					m.keep(t.unsurePort)
				}
				if t.unsurePort.is || r.covers(t.transport, t.port) {
					named, ranges = r.names(p), r.ranges(t.family)
				}
			})
			if named && !unsure.is {
				return true
			}
			if note(unsure); !unsure.is { // And so it is for all ports, or for this one.
				admitted = append(admitted, ranges...)
			}
		}
	}
	var inside bool
	unsure := m.alone(func() { inside = p.within(m, admitted) })
	if inside && !unsure.is {
		return true
	}
	note(unsure)
	m.keep(first)
	return false
}

// names reports whether a rule names one of the peer's groups.
func (r GroupRule) names(p peer) bool {
	m := r.model
	for _, property := range []string{"SourceSecurityGroupId", "DestinationSecurityGroupId"} {
		value := r.Value(property)
		if value == nil {
			continue
		}
		if some(m, p.groups, func(group any) bool { return m.same(value, r.place, group, p.place) }) {
			if p.undocumented != "" {
				m.doubtOf(p.undocumented)
			}
			return true
		}
		m.keep(p.others)
	}
	if r.Has("SourceSecurityGroupName") {
		m.doubtOf("a group by its name")
	}
	return false
}

// ranges are the addresses of a family that a rule is for.
func (r GroupRule) ranges(f family) []netip.Prefix {
	property := "CidrIp"
	if f.six {
		property = "CidrIpv6"
	}
	ranges := r.prefixes(property)
	if r.Value("CidrIp") != nil || r.Value("CidrIpv6") != nil {
		r.model.keep(f.unsure)
	}
	for _, property := range []string{"SourcePrefixListId", "DestinationPrefixListId"} {
		if r.Value(property) == nil {
			continue
		}
		list := r.model.find(r.Value(property), PrefixList, r.place)
		if list == nil {
			continue
		}
		for _, entry := range list.prefixes("Entries.Cidr") {
			if entry.Addr().Is6() == f.six {
				ranges = append(ranges, entry)
			}
		}
	}
	return ranges
}

// within reports whether a peer's addresses surely lie in ranges, together.
func (p peer) within(m *Model, admitted []netip.Prefix) bool {
	if slices.ContainsFunc(admitted, func(r netip.Prefix) bool { return r.Bits() == 0 }) {
		return true
	}
	if len(admitted) == 0 {
		return false
	}
	all := true // Without any address of the family, the family is what is wrong.
	for _, r := range p.ranges() {
		whole, part := covered(r, admitted)
		if all = all && whole; part && !whole && !p.whole {
			m.doubtOf("where in " + r.String() + " its address is: only a part is admitted")
		}
	}
	return all
}

// covered reports whether a range lies in others as a whole, and whether a part does.
func covered(r netip.Prefix, by []netip.Prefix) (whole, part bool) {
	for _, other := range by {
		if other.Bits() <= r.Bits() && other.Contains(r.Addr()) {
			return true, true
		}
		part = part || other.Overlaps(r)
	}
	if !part {
		return false, false
	}
	lower, upper := halves(r)
	first, _ := covered(lower, by)
	second, _ := covered(upper, by)
	return first && second, true
}

// halves cuts a range in two; it has more than one address.
func halves(r netip.Prefix) (lower, upper netip.Prefix) {
	r = r.Masked()
	address := r.Addr().AsSlice()
	address[r.Bits()/8] |= 0x80 >> (r.Bits() % 8)
	start, _ := netip.AddrFromSlice(address)
	return netip.PrefixFrom(r.Addr(), r.Bits()+1), netip.PrefixFrom(start, r.Bits()+1)
}

// whom says whom a guard admits on a port, for people to read.
func (m *Model) whom(g guard, direction string, t traffic) string {
	var all []string
	m.alone(func() {
		for _, group := range g.groups {
			for _, r := range group.Rules(direction) {
				if !t.unsurePort.is && !r.covers(t.transport, t.port) {
					continue
				}
				for _, property := range peers {
					if r.Value(property) == nil {
						continue
					}
					text := shown(r.Value(property))
					if of := m.bySourceOf(r.Value(property)); of != nil && of.Type == SecurityGroup {
						text = of.String()
					} else if text == nowhere {
						text = "nobody"
					}
					if !slices.Contains(all, text) {
						all = append(all, text)
					}
				}
			}
		}
	})
	if len(all) > 4 {
		all = append(all[:4], "others")
	}
	return strings.Join(all, ", ")
}
