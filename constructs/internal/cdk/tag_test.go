package cdk

import (
	"strings"
	"testing"
)

func TestNameTag(t *testing.T) {
	for _, c := range []struct{ path, id, want string }{
		{"Provider", "Orders", "Provider/Orders"},
		{"", "Orders", "Orders"},
		{"Prod/Provider", "Orders (new), 50%", "Prod/Provider/Orders -new-- 50-"},
		{"Größe", "Bestellungen", "Größe/Bestellungen"},
		{strings.Repeat("a", 300), "Orders", strings.Repeat("a", 249) + "/Orders"},
	} {
		if got := nameTag(c.path, c.id); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.path, c.id, got, c.want)
		}
	}
}
