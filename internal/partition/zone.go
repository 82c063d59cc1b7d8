package partition

import "regexp"

var zoneID = regexp.MustCompile(`^[a-z]{2,5}\d(-[a-z]{2,4}\d)?-az\d+$`)

// IsZoneID tells a zone ID (use1-az1), which means the same zone in every account, from a
// zone name (us-east-1a), which does not.
func IsZoneID(zone string) bool { return zoneID.MatchString(zone) }
