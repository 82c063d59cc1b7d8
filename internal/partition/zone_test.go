package partition

import "testing"

func TestIsZoneID(t *testing.T) {
	for zone, want := range map[string]bool{
		"use1-az1": true, "apne1-az3": true, "usw2-lax1-az1": true, "euc1-az2": true, "use1-az10": true,
		"us-east-1a": false, "": false, "az1": false, "${Token[TOKEN.3]}": false,
	} {
		if got := IsZoneID(zone); got != want {
			t.Errorf("IsZoneID(%q) = %t", zone, got)
		}
	}
}
