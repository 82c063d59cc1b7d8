package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// vendor is an endpoint to a service of another app, by its name.
func vendor(t testing.TB) map[string]object {
	templates := flowing(t)
	set(templates["Consumer"]["Resources"].(object), "Endpoint", "ServiceName", "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0")
	return templates
}

const contract = `{"version": 1, "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", "account": "111122223333",
	"ports": [{"port": 443}, {"port": 9092, "endPort": 9094}, {"port": 53, "protocol": "TCP_UDP"}], "zones": ["us-east-1a"]}`

func TestQuestions(t *testing.T) {
	flowing, vendor := written(t, flowing(t)), written(t, vendor(t))
	for name, c := range map[string]struct {
		directory string
		question  Question
		titles    []string
		err       string
	}{
		"all":                        {flowing, Question{}, []string{"Client → Endpoint → Service, tcp 443"}, ""},
		"by logical IDs":             {flowing, Question{From: "Client", Via: "Endpoint", To: "Service", Port: 443}, []string{"Client → Endpoint → Service, tcp 443"}, ""},
		"by stacks and logical IDs":  {flowing, Question{From: "Consumer.Client", To: "Provider.Service"}, []string{"Client → Endpoint → Service, tcp 443"}, ""},
		"to an endpoint":             {flowing, Question{To: "Endpoint"}, []string{"Client → Endpoint → Service, tcp 443"}, ""},
		"from a group":               {flowing, Question{From: "ClientGroup"}, []string{"ClientGroup → Endpoint → Service, tcp 443"}, ""},
		"another port":               {flowing, Question{Port: 80}, []string{"Client → Endpoint → Service, tcp 80"}, ""},
		"another protocol":           {flowing, Question{Port: 443, Protocol: "UDP"}, []string{"Client → Endpoint → Service, udp 443"}, ""},
		"a range in the VPC":         {flowing, Question{From: "10.0.1.0/24", To: "Service"}, []string{"10.0.1.0/24 → Endpoint → Service, tcp 443"}, ""},
		"an address":                 {flowing, Question{From: "10.0.1.9"}, []string{"10.0.1.9/32 → Endpoint → Service, tcp 443"}, ""},
		"a range of consumers":       {flowing, Question{From: "10.50.0.0/16"}, []string{"10.50.0.0/16 → an endpoint elsewhere → Service, tcp 443"}, ""},
		"a range of IPv6":            {flowing, Question{From: "2001:db8::/56"}, []string{"2001:db8::/56 → an endpoint elsewhere → Service, tcp 443, IPv6"}, ""},
		"beside the endpoint's VPC":  {flowing, Question{From: "ServerGroup", Via: "Endpoint"}, []string{"ServerGroup → Endpoint → Service, tcp 443"}, ""},
		"a service elsewhere":        {vendor, Question{Via: "Endpoint"}, []string{"Client → Endpoint → com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0, tcp 443"}, ""},
		"that Via and To name":       {vendor, Question{Via: "Endpoint", To: "Service"}, []string{"Client → Endpoint → Service, tcp 443"}, ""},
		"by its contract":            {vendor, Question{Via: "Endpoint", Contract: []byte(contract)}, []string{"tcp 443", "tcp 53", "udp 53", "tcp 9092", "tcp 9094"}, ""},
		"a port within a range":      {vendor, Question{Via: "Endpoint", Port: 9093, Contract: []byte(contract)}, []string{"tcp 9093"}, ""},
		"nobody":                     {flowing, Question{From: "Nobody"}, nil, `From: "Nobody" names no client; use the path or the logical ID of an instance, function, ECS service, Auto Scaling group or security group, or a range of addresses; here: Client, Server, `},
		"nowhere":                    {flowing, Question{To: "Nowhere"}, nil, `To: "Nowhere" names no endpoint service, resource configuration or endpoint; here: Service, Endpoint`},
		"no endpoint":                {flowing, Question{Via: "Service"}, nil, `Via: "Service" names no interface endpoint; here: Endpoint`},
		"of another VPC":             {flowing, Question{From: "Server"}, nil, `From: "Server" is in none of the VPCs of the endpoints`},
		"a range that doesn't begin": {flowing, Question{From: "10.0.0.1/24"}, nil, "From: 10.0.0.1/24 does not begin with the first address of its range, 10.0.0.0/24"},
		"no port":                    {flowing, Question{Port: 70000}, nil, "Port: 70000 is not a port; use 1 to 65535, or 0 for all"},
		"no protocol":                {flowing, Question{Protocol: "icmp"}, nil, `Protocol: "icmp" is not a protocol; use tcp or udp`},
		"no contract":                {vendor, Question{Contract: []byte("None")}, nil, "Contract: it is not the JSON of a contract (docs/contract.schema.json): "},
		"an empty contract":          {vendor, Question{Contract: []byte("{}")}, nil, "Contract: it needs serviceName or resourceConfigurationArn, and ports"},
		"an endpoint to another":     {vendor, Question{Via: "Endpoint", To: "Endpoint2"}, nil, `To: "Endpoint2" names no`},
		"no assembly":                {t.TempDir(), Question{}, nil, "is not a cloud assembly: run cdk synth first"},
	} {
		t.Run(name, func(t *testing.T) {
			ways, err := Path(c.question, c.directory)
			if c.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), "check: ") || !strings.Contains(err.Error(), c.err) {
					t.Errorf("%v, not %s", err, c.err)
				}
				return
			}
			var titles []string
			for _, w := range ways {
				titles = append(titles, w.Title())
			}
			if err != nil || !slices.EqualFunc(titles, c.titles, strings.HasSuffix) {
				t.Errorf("%v: %q, not %q", err, titles, c.titles)
			}
		})
	}
	if _, err := Path(Question{}); err == nil || !strings.Contains(err.Error(), "needs the directory of a cloud assembly") {
		t.Errorf("without a directory: %v", err)
	}
}

// hops are a way's by their codes, in a word.
func (w Way) hops() map[string]State {
	all := map[string]State{}
	for _, h := range w.Hops {
		all[h.Code] = h.State
	}
	return all
}

// expectHops has the states of some hops of the only way.
func expectHops(t *testing.T, ways Ways, want map[string]State) {
	t.Helper()
	if len(ways) != 1 {
		t.Fatalf("%d ways:\n%s", len(ways), ways)
	}
	got := ways[0].hops()
	for code, state := range want {
		if is, there := got[code]; !there || is != state {
			t.Errorf("%s is %s (%t), not %s:\n%s", code, is, there, state, ways)
		}
	}
}

// TestProviderAlone: of a service whose consumers are in other apps, what is asked is
// whether a range of theirs gets to the targets.
func TestProviderAlone(t *testing.T) {
	for name, c := range map[string]struct {
		admitted, from string
		want           State
	}{
		"admitted":       {"10.50.0.0/16", "10.50.0.0/16", Open},
		"within":         {"10.0.0.0/8", "10.50.0.0/16", Open},
		"not":            {"10.60.0.0/16", "10.50.0.0/16", Blocked},
		"in part":        {"10.50.0.0/17", "10.50.0.0/16", Blocked},
		"nobody is told": {"10.50.0.0/16", "", Unknown},
		"everybody is":   {"0.0.0.0/0", "", Open},
	} {
		t.Run(name, func(t *testing.T) {
			templates := map[string]object{"Provider": flowing(t)["Provider"]}
			set(templates["Provider"]["Resources"].(object), "Group", "SecurityGroupIngress", []any{object{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": c.admitted}})
			ways := pathIn(t, templates, Question{From: c.from})
			expectHops(t, ways, map[string]State{"load-balancer-in": c.want, "listener": Open, "targets": Open, "target-in": Open, "permission": Unknown})
			if _, there := ways[0].hops()["endpoint-in"]; there || ways[0].Via != "" || len(ways[0].Assumed) != 1 {
				t.Errorf("the consumers' side is not here: %s", ways)
			}
		})
	}
}

// TestConsumerAlone: of an endpoint to a service of another app, the contract says what is
// known of the other side.
func TestConsumerAlone(t *testing.T) {
	templates := map[string]object{"Consumer": vendor(t)["Consumer"]}
	with := func(changes map[string]any) []byte {
		var fields map[string]any
		if err := json.Unmarshal([]byte(contract), &fields); err != nil {
			t.Fatal(err)
		}
		maps.Copy(fields, changes)
		encoded, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		return encoded
	}
	consumer := map[string]State{"name": Open, "client-out": Open, "endpoint-in": Open, "permission": Unknown}
	for name, c := range map[string]struct {
		contract []byte
		want     map[string]State
	}{
		"nothing is known":     {nil, map[string]State{"acceptance": Unknown, "zones": Unknown, "listener": Unknown, "family": Unknown}},
		"the contract":         {[]byte(contract), map[string]State{"acceptance": Open, "zones": Unknown, "listener": Open, "family": Open}},
		"acceptance":           {with(map[string]any{"acceptanceRequired": true}), map[string]State{"acceptance": Unknown}},
		"another family":       {with(map[string]any{"ipAddressTypes": []any{"ipv6"}}), map[string]State{"family": Blocked}},
		"another port":         {with(map[string]any{"ports": []any{object{"port": 80}}}), map[string]State{"listener": Blocked}},
		"another service's":    {with(map[string]any{"serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-00000000000000000"}), map[string]State{"listener": Unknown}},
		"zones by their IDs":   {with(map[string]any{"zones": []any{"use1-az1"}}), map[string]State{"zones": Unknown}},
		"what is known later":  {with(map[string]any{"zones": []any{ref("Zones")}}), map[string]State{"zones": Unknown}},
		"without an own group": {[]byte(contract), map[string]State{"listener": Open}},
	} {
		t.Run(name, func(t *testing.T) {
			want := maps.Clone(consumer)
			maps.Copy(want, c.want)
			expectHops(t, pathIn(t, templates, Question{Port: 443, Contract: c.contract}), want)
		})
	}
	for i := range 2 { // With zones by name, both sides of one account.
		subnet := templates["Consumer"]["Resources"].(object)[[]string{"Subnet0", "Subnet1"}[i]].(object)["Properties"].(object)
		subnet["AvailabilityZone"] = []string{"us-east-1a", "us-east-1b"}[i]
	}
	for zones, want := range map[string]State{"us-east-1a us-east-1b": Open, "us-east-1a": Blocked, "use1-az1 use1-az2": Unknown} {
		var list []any
		for _, zone := range strings.Fields(zones) {
			list = append(list, zone)
		}
		expectHops(t, pathIn(t, templates, Question{Port: 443, Contract: with(map[string]any{"zones": list})}), map[string]State{"zones": want})
	}
}

// TestTwoApps reads a provider's assembly and a consumer's together.
func TestTwoApps(t *testing.T) {
	both := vendor(t)
	provider, consumer := written(t, map[string]object{"Provider": both["Provider"]}), written(t, map[string]object{"Consumer": both["Consumer"]})
	for name, q := range map[string]Question{"the only service": {}, "by name": {To: "Provider.Service"}} {
		t.Run(name, func(t *testing.T) {
			ways, err := Path(q, consumer, provider)
			if err != nil {
				t.Fatal(err)
			}
			expectHops(t, ways, map[string]State{"name": Open, "permission": Open, "listener": Open, "target-in": Open})
			if len(ways[0].Assumed) != 1 || !strings.Contains(ways[0].Assumed[0], "vpce-svc-0123456789abcdef0, is Service") {
				t.Errorf("that the two belong together is assumed: %q", ways[0].Assumed)
			}
		})
	}
	twins := written(t, map[string]object{"Provider": both["Consumer"]}) // Stacks of one name.
	if ways, err := Path(Question{To: "Service", Via: "Endpoint"}, twins, provider); err != nil || len(ways) == 0 {
		t.Errorf("%v\n%s", err, ways)
	}
	set(both["Consumer"]["Resources"].(object), "Endpoint", "ServiceName", "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0")
	elsewhere := written(t, map[string]object{"Consumer": both["Consumer"]})
	if ways, err := Path(Question{}, elsewhere, provider); err != nil || len(ways) != 2 {
		t.Errorf("a service of another Region is not this one: %v\n%s", err, ways)
	}
}

func TestPathNeedsContext(t *testing.T) {
	directory := written(t, flowing(t))
	write(t, filepath.Join(directory, "manifest.json"), object{"missing": []any{object{"key": "x"}}, "artifacts": object{}})
	if _, err := Path(Question{}, directory); err == nil || !strings.Contains(err.Error(), "lacks context that the CDK CLI looks up") {
		t.Error(err)
	}
}

// FuzzPath: whatever is asked for, there is an answer, or an error that names the field.
func FuzzPath(f *testing.F) {
	directory := written(f, flowing(f))
	for _, text := range []string{"", "Client", "Consumer.Client", "10.0.0.0/16", "2001:db8::/56", "fe80::1%eth0", "::ffff:10.0.0.1/96", "0.0.0.0/0", "::/0", "10.0.0.0/32", "\x00", "Endpoint"} {
		f.Add(text, text, text, 443, contract)
	}
	f.Fuzz(func(t *testing.T, from, via, to string, port int, contract string) {
		ways, err := Path(Question{From: from, Via: via, To: to, Port: port, Contract: []byte(contract)}, directory)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "check: ") {
				t.Error(err)
			}
			return
		}
		if len(ways) == 0 {
			t.Errorf("neither a way nor an error for %q, %q, %q, %d", from, via, to, port)
		}
		_, _, _ = ways.String(), ways.SVG(), ways.Mermaid()
	})
}

// BenchmarkPath: the time for a way does not grow with their number.
func BenchmarkPath(b *testing.B) {
	for _, n := range []int{1, 100, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			directory := written(b, workload(n))
			for b.Loop() {
				if ways, err := Path(Question{}, directory); err != nil || len(ways) != n {
					b.Fatal(len(ways), err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/way")
		})
	}
}
