package resources

import (
	"fmt"
	"slices"
	"strings"
)

// regions are those that the stand-in knows, with the IDs of their zones, or of some, in
// the order in which an account has them: the first is us-east-1a in us-east-1.
//
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
var regions = map[string][]string{
	"us-east-1":      {"use1-az1", "use1-az2", "use1-az4", "use1-az3", "use1-az5", "use1-az6"},
	"us-east-2":      {"use2-az1", "use2-az2", "use2-az3"},
	"us-west-2":      {"usw2-az1", "usw2-az2", "usw2-az3", "usw2-az4"},
	"eu-west-1":      {"euw1-az1", "euw1-az2", "euw1-az3"},
	"eu-central-1":   {"euc1-az1", "euc1-az2", "euc1-az3"},
	"ap-southeast-2": {"apse2-az1", "apse2-az2", "apse2-az3"},
}

// Zones lists the zones of a Region by name, as Fn::GetAZs gives them.
func Zones(region string) ([]string, error) {
	ids, ok := regions[region]
	if !ok {
		return nil, fmt.Errorf("the stand-in doesn't know Region %q", region)
	}
	var names []string
	for i := range ids {
		names = append(names, region+string(rune('a'+i)))
	}
	return names, nil
}

// ShiftZones gives an account other zones behind the same names, as accounts have
// them: by one, us-east-1a is what others call us-east-1b.
//
// https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
func (w *World) ShiftZones(account string, by int) { w.shifts[account] = by }

// zoneID is what all accounts call a zone, which may be given by that ID already; empty
// for one that isn't there.
func (w *World) zoneID(place Place, name string) string {
	ids := regions[place.Region]
	letter, ok := strings.CutPrefix(name, place.Region)
	if !ok || len(letter) != 1 || int(letter[0]-'a') >= len(ids) {
		if slices.Contains(ids, name) {
			return name
		}
		return ""
	}
	return ids[(int(letter[0]-'a')+w.shifts[place.Account])%len(ids)]
}
