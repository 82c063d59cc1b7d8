package plan

import "testing"

// zoned is a consumer in three zones, of a service in two of them.
func zoned() Consumer {
	return Consumer{
		Region: "us-east-1", Account: "444455556666",
		Zones:   []string{"us-east-1a", "us-east-1b", "us-east-1c"},
		ZoneIds: map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2"},
		Service: Service{Region: "us-east-1", Zones: []string{"us-east-1a", "us-east-1b"}},
	}
}

// TestServes: zones are only left out where both sides are known to name them
// alike.
func TestServes(t *testing.T) {
	const token = "${Token[TOKEN.7]}"
	for name, c := range map[string]struct {
		change func(*Consumer)
		zone   string
		want   bool
	}{
		"served":                       {func(*Consumer) {}, "us-east-1b", true},
		"not served":                   {func(*Consumer) {}, "us-east-1c", false},
		"unknown zone":                 {func(*Consumer) {}, token, true},
		"unknown service zones":        {func(c *Consumer) { c.Service.Zones = nil }, "us-east-1c", true},
		"one service zone unknown":     {func(c *Consumer) { c.Service.Zones[1] = token }, "us-east-1c", true},
		"same account":                 {func(c *Consumer) { c.Service.Account = c.Account }, "us-east-1c", false},
		"other account":                {func(c *Consumer) { c.Service.Account = "111122223333" }, "us-east-1c", true},
		"account of consumer unknown":  {func(c *Consumer) { c.Service.Account, c.Account = "111122223333", token }, "us-east-1c", true},
		"account of service unknown":   {func(c *Consumer) { c.Service.Account = token }, "us-east-1c", true},
		"the same unknown account":     {func(c *Consumer) { c.Service.Account, c.Account = token, token }, "us-east-1c", false},
		"Region not known":             {func(c *Consumer) { c.Service.Region = token }, "us-east-1c", true},
		"by ID, served":                {func(c *Consumer) { c.Service.Zones = []string{"use1-az1"} }, "us-east-1a", true},
		"by ID, not served":            {func(c *Consumer) { c.Service.Zones = []string{"use1-az1"} }, "us-east-1b", false},
		"by ID, of another account":    {func(c *Consumer) { c.Service.Zones, c.Service.Account = []string{"use1-az1"}, "111122223333" }, "us-east-1b", false},
		"by ID, own not known":         {func(c *Consumer) { c.Service.Zones = []string{"use1-az1"} }, "us-east-1c", true},
		"ID against name, served":      {func(*Consumer) {}, "use1-az2", true},
		"ID against name, not served":  {func(*Consumer) {}, "use1-az6", false},
		"ID against unknown name":      {func(c *Consumer) { c.ZoneIds = nil }, "use1-az6", true},
		"ID against ID":                {func(c *Consumer) { c.Service.Zones = []string{"use1-az1"} }, "use1-az2", false},
		"other Region":                 {func(c *Consumer) { c.Service.Region = "eu-west-1" }, "us-east-1c", true},
		"other Region, excluded":       {func(c *Consumer) { c.Service.Region = "eu-west-1" }, "use1-az3", false},
		"other Region, excluded by ID": {func(c *Consumer) { c.Service.Region = "eu-west-1"; c.ZoneIds["us-east-1c"] = "use1-az3" }, "us-east-1c", false},
	} {
		consumer := zoned()
		c.change(&consumer)
		if got := consumer.Serves(c.zone); got != c.want {
			t.Errorf("%s: Serves(%s) = %t", name, c.zone, got)
		}
	}
}

func TestZoneHere(t *testing.T) {
	c := zoned()
	c.chooseSubnets()
	for zone, want := range map[string]string{"us-east-1a": "us-east-1a", "use1-az2": "us-east-1b", "us-east-1d": "", "use1-az6": ""} {
		if got, ok := c.ZoneHere(zone); got != want || ok != (want != "") {
			t.Errorf("ZoneHere(%s) = %q, %t", zone, got, ok)
		}
	}
	c.Zones = []string{"use1-az1"}
	c.chooseSubnets()
	if got, _ := c.ZoneHere("us-east-1a"); got != "us-east-1a" {
		t.Errorf("a zone that is given by ID is named %q", got)
	}
}
