package plan

import (
	"maps"
	"slices"
	"testing"
)

// TestNamesInFull: vendors tell names in full; within their zone they are short.
func TestNamesInFull(t *testing.T) {
	for _, c := range []struct{ zone, name, want string }{
		{"vendor.example.com", "ab1.eu.vendor.example.com", "ab1.eu"},
		{"vendor.example.com.", "*.Vendor.example.com.", "*"},
		{"vendor.example.com", "vendor.example.com", ""},
		{"vendor.example.com", "othervendor.example.com", "othervendor.example.com"},
		{"vendor.example.com", "ab1.eu", "ab1.eu"},
		{"vendor.example.com", "", ""},
		{"vendor.example.com", ".vendor.example.com", ".vendor.example.com"},
		{"${Token[TOKEN.1]}", "ab1.vendor.example.com", "ab1.vendor.example.com"},
		{"", "ab1.vendor.example.com", "ab1.vendor.example.com"},
	} {
		for _, d := range []Dns{{ZoneName: c.zone}, {HasHostedZone: true, HostedZoneName: c.zone}} {
			if !d.HasZone() {
				continue
			}
			names, zonal := []string{c.name}, map[string]string{"use1-az1": c.name}
			d.Names, d.ZonalNames = names, zonal
			d.complete(Service{})
			if d.Names[0] != c.want || d.ZonalNames["use1-az1"] != c.want {
				t.Errorf("%q in %q: %q and %q, want %q", c.name, c.zone, d.Names, d.ZonalNames, c.want)
			}
			if !slices.Equal(names, []string{c.name}) || !maps.Equal(zonal, map[string]string{"use1-az1": c.name}) {
				t.Errorf("%q in %q: the caller's own changed", c.name, c.zone)
			}
		}
	}
}
