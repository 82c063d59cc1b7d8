package plan

import (
	"maps"
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
)

// ExcludedRemotely are the zone IDs whose subnets cannot reach services of other
// Regions, and which other Regions cannot reach.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
var ExcludedRemotely = []string{"use1-az3", "usw1-az2", "apne1-az3", "apne2-az2", "apne2-az4"}

// NeedsZoneIDs reports whether zones compare by ID: those of another account, or ones
// that are given so.
func (c Consumer) NeedsZoneIDs() bool {
	byID := slices.ContainsFunc(append(slices.Clone(c.Service.Zones), c.Zones...), partition.IsZoneID)
	foreign := c.Service.Account != "" && c.Service.Account != c.Account
	return len(c.Service.Zones) > 0 && (byID || foreign) || len(c.Dns.ZonalNames) > 0 || c.IsElsewhere()
}

// chooseSubnets takes the subnets in zones that the service serves.
func (c *Consumer) chooseSubnets() {
	c.Taken, c.LeftOut = nil, nil
	for i, zone := range c.Zones {
		if c.Serves(zone) {
			c.Taken = append(c.Taken, i)
		} else {
			c.LeftOut = append(c.LeftOut, zone)
		}
	}
}

// TakenZones are those that the endpoint is in.
func (c Consumer) TakenZones() []string {
	var zones []string
	for _, i := range c.Taken {
		zones = append(zones, c.Zones[i])
	}
	return zones
}

// Serves reports whether the service may have an interface in a zone of the
// consumer: always, unless it is known that it does not.
//
// Zone names mean different zones in different accounts, so they compare only
// within one: https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
func (c Consumer) Serves(zone string) bool {
	s := c.Service
	if c.IsElsewhere() { // Zones need not match then, but some are left out.
		return !slices.Contains(ExcludedRemotely, c.zoneID(zone))
	}
	if len(s.Zones) == 0 || !Known(zone) || s.Region != "" && s.Region != c.Region {
		return true
	}
	sameNames := s.Account == "" || s.Account == c.Account
	id := c.zoneID(zone)
	for _, served := range s.Zones {
		switch {
		case served == zone, !Known(served):
			return true
		case partition.IsZoneID(served):
			if id == "" || id == served {
				return true
			}
		case partition.IsZoneID(zone): // A name against an ID.
			if !sameNames || c.ZoneIds[served] == "" || c.ZoneIds[served] == id {
				return true
			}
		case !sameNames:
			return true
		}
	}
	return false
}

// ZoneHere is the name of a zone, given by name or ID, if it is among the zones
// of the endpoint.
func (c Consumer) ZoneHere(zone string) (name string, ok bool) {
	for _, here := range c.TakenZones() {
		if here == zone || c.zoneID(zone) != "" && c.zoneID(here) == c.zoneID(zone) {
			return c.zoneName(here), Known(c.zoneName(here))
		}
	}
	return "", false
}

// zoneID is the ID of a zone that is given by name or ID; empty if not known.
func (c Consumer) zoneID(zone string) string {
	if partition.IsZoneID(zone) {
		return zone
	}
	return c.ZoneIds[zone]
}

// zoneName is the name of a zone that is given by name or ID.
func (c Consumer) zoneName(zone string) string {
	if !partition.IsZoneID(zone) {
		return zone
	}
	for _, name := range slices.Sorted(maps.Keys(c.ZoneIds)) {
		if c.ZoneIds[name] == zone {
			return name
		}
	}
	return ""
}
