package network

import (
	"regexp"
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
)

// Zone is an Availability Zone, by its name in an account, or by its ID.
type Zone struct {
	place Place
	value any
}

// ZoneOf is the zone of a subnet.
func (subnet *Resource) ZoneOf() Zone {
	for _, property := range []string{"AvailabilityZoneId", "AvailabilityZone"} {
		if value := subnet.Value(property); value != nil {
			return Zone{subnet.Place, value}
		}
	}
	if subnet.model.Closed { // AWS chooses one; the first will do.
		return Zone{subnet.Place, subnet.Region + "a"}
	}
	return Zone{subnet.Place, assembly.Unknown{Reason: "the zone that AWS chooses"}}
}

// ofRegion are the names and IDs of the zones that a Region has itself: those of Local and
// Wavelength Zones have a part of their own, as in us-east-1-bos-1a and use1-bos1-az1.
//
// Source: https://docs.aws.amazon.com/local-zones/latest/ug/concepts-local-zones.html
var ofRegion = regexp.MustCompile(`^([a-z]+(-[a-z]+)+-\d+[a-z]|[a-z]+\d+-az\d+)$`)

// isAtEdge reports whether a subnet is on an Outpost, or in a Local or Wavelength Zone.
func (subnet *Resource) isAtEdge() bool {
	if subnet.Has("OutpostArn") {
		return true
	}
	switch name := subnet.ZoneOf().value.(type) {
	case string:
		return !ofRegion.MatchString(name)
	case assembly.Reference: // One of all that Fn::GetAZs gives.
		return false
	}
	subnet.model.Doubt()
	return false
}

// String is the zone's name, or ID.
func (z Zone) String() string { return assembly.Format(z.value) }

// ID is the zone's ID; empty, with a doubt, where it isn't known.
func (m *Model) IDOf(z Zone) string {
	name, known := z.value.(string)
	switch {
	case known && partition.IsZoneID(name):
		return name
	case known && m.ZoneID != nil:
		return m.ZoneID(z.place, name)
	}
	m.doubtOf("the ID of " + shown(z.value))
	return ""
}

// sameZone reports whether two are the same zone. Names compare within an account only.
func (m *Model) sameZone(a, b Zone) bool {
	nameA, knownA := a.value.(string)
	nameB, knownB := b.value.(string)
	switch {
	case knownA && knownB && a.place == b.place && nameA == nameB:
		return true
	case knownA && knownB && m.ZoneID == nil && a.place == b.place && partition.IsZoneID(nameA) == partition.IsZoneID(nameB):
		return false
	case knownA && knownB && (m.ZoneID != nil || partition.IsZoneID(nameA) && partition.IsZoneID(nameB)):
		return m.IDOf(a) == m.IDOf(b)
	}
	first, isA := a.value.(assembly.Reference)
	second, isB := b.value.(assembly.Reference)
	switch {
	case isA && isB && first == second:
		return true
	case assembly.AreDifferentZones(a.value, b.value):
		return false
	}
	m.doubtOf("whether " + shown(a.value) + " and " + shown(b.value) + " are the same")
	return false
}

// zonesOf are those of subnets.
func zonesOf(subnets []*Resource) []Zone {
	zones := make([]Zone, len(subnets))
	for i, subnet := range subnets {
		zones[i] = subnet.ZoneOf()
	}
	return zones
}

// inSameZone finds two subnets that surely lie in one zone.
func (m *Model) inSameZone(subnets []*Resource) (first, second *Resource) {
	for i, a := range subnets {
		for _, b := range subnets[:i] {
			var same bool
			if sure := m.sure(func() { same = m.sameZone(a.ZoneOf(), b.ZoneOf()) }); sure && same {
				return b, a
			}
		}
	}
	return nil, nil
}

// withoutRemoteAccess are the zones that other Regions don't reach.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
var (
	withoutRemoteAccess        = []string{"use1-az3", "usw1-az2", "apne1-az3", "apne2-az2", "apne2-az4"}
	regionsWithoutRemoteAccess = []string{"us-east-1", "us-west-1", "ap-northeast-1", "ap-northeast-2"}
)

// lacksRemoteAccess reports whether other Regions don't reach a zone, and nothing in it
// reaches them.
func (m *Model) lacksRemoteAccess(z Zone) bool {
	if id, _ := z.value.(string); !partition.IsZoneID(id) && z.place.hasRegion() && !slices.Contains(regionsWithoutRemoteAccess, z.place.Region) {
		return false
	}
	return slices.Contains(withoutRemoteAccess, m.IDOf(z))
}
