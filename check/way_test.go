package check

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

var update = flag.Bool("update", false, "rewrite the golden files of ways")

// same compares a text with a golden file.
func same(t *testing.T, file, got string) {
	t.Helper()
	file = filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%s differs (%v); go test ./check -update, and read the difference. Now:\n%s", file, err, got)
	}
}

// flowing is a pair that packets flow through, with a client and a server of its own.
func flowing(t testing.TB) map[string]object {
	provider := providerOf()
	resources := provider["Resources"].(object)
	resources["ServerGroup"] = made(groupType, object{"GroupDescription": "servers", "VpcId": ref("Vpc"), "SecurityGroupIngress": []any{
		object{"IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443, "SourceSecurityGroupId": ref("Group")},
	}})
	resources["Server"] = made("AWS::EC2::Instance", object{"SubnetId": ref("Subnet0"), "SecurityGroupIds": []any{ref("ServerGroup")}})
	set(resources, "Targets", "TargetType", "instance")
	set(resources, "Targets", "Targets", []any{object{"Id": ref("Server")}})
	consumer := vpcOf(object{
		"ClientGroup": made(groupType, object{"GroupDescription": "client", "VpcId": ref("Vpc")}),
		"Client":      made("AWS::EC2::Instance", object{"SubnetId": ref("Subnet0"), "SecurityGroupIds": []any{ref("ClientGroup")}}),
		"EndpointGroup": made(groupType, object{"GroupDescription": "endpoint", "VpcId": ref("Vpc"), "SecurityGroupIngress": []any{
			object{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "SourceSecurityGroupId": ref("ClientGroup")},
		}}),
		"Endpoint": made("AWS::EC2::VPCEndpoint", object{
			"VpcId": ref("Vpc"), "VpcEndpointType": "Interface", "ServiceName": imported("Provider:Name"), "SubnetIds": []any{ref("Subnet0"), ref("Subnet1")},
			"SecurityGroupIds": []any{ref("EndpointGroup")},
		}),
		"Zone": made("AWS::Route53::HostedZone", object{"Name": "orders.internal", "VPCs": []any{object{"VPCId": ref("Vpc"), "VPCRegion": ref("AWS::Region")}}}),
		"Alias": made("AWS::Route53::RecordSet", object{
			"HostedZoneId": ref("Zone"), "Name": "orders.internal", "Type": "A",
			"AliasTarget": object{"DNSName": pick(1, split(":", pick(0, att("Endpoint", "DnsEntries")))), "HostedZoneId": pick(0, split(":", pick(0, att("Endpoint", "DnsEntries"))))},
		}),
	})
	return map[string]object{"Provider": provider, "Consumer": {"Resources": consumer}}
}

// pathOf asks of templates.
func pathIn(t *testing.T, templates map[string]object, q Question) Ways {
	t.Helper()
	ways, err := Path(q, written(t, templates))
	if err != nil {
		t.Fatal(err)
	}
	return ways
}

// TestPictures: the table, the drawing and Mermaid's text of a good way and of a bad one.
func TestPictures(t *testing.T) {
	plain, err := Path(Question{}, "testdata/plain")
	if err != nil {
		t.Fatal(err)
	}
	for name, ways := range map[string]Ways{"good": pathIn(t, flowing(t), Question{}), "bad": plain} {
		same(t, name+".txt", ways.String())
		same(t, name+".svg", ways.SVG())
		same(t, name+".mmd", ways.Mermaid())
		if want := map[string]State{"good": Open, "bad": Blocked}[name]; ways.State() != want || len(ways) != 1 {
			t.Errorf("%s is %s: %s", name, ways.State(), ways)
		}
		for _, words := range []string{"proved", "proven", "guarantee"} {
			if strings.Contains(ways.String()+ways.SVG()+ways.Mermaid(), words) {
				t.Errorf("nothing is %s", words)
			}
		}
	}
}

// TestHalfAPicture: what nobody looked at is not drawn as open.
func TestHalfAPicture(t *testing.T) {
	for name, templates := range map[string]map[string]object{"provider": {"Provider": flowing(t)["Provider"]}, "consumer": {"Consumer": vendor(t)["Consumer"]}} {
		ways := pathIn(t, templates, Question{})
		_, between := ways[0].chain()
		for i, section := range between {
			if len(section.hops) == 0 && section.state() != Unknown {
				t.Errorf("%s: section %d is %s", name, i, section.state())
			}
		}
		if !strings.Contains(ways.SVG(), "not known here") || !strings.Contains(ways.SVG(), "Assumed: ") || !strings.Contains(ways.Mermaid(), "-.->") {
			t.Errorf("%s: %s", name, ways.Mermaid())
		}
	}
}

// TestGoldenWays follows packets through all golden templates of the constructs and
// examples: no hop is blocked, and what isn't known, and why, stands in a file to be read.
func TestGoldenWays(t *testing.T) {
	var text strings.Builder
	both := 0
	for _, g := range goldens(t) {
		ways, err := newPaths(g.assemble()).ask(Question{})
		if err != nil {
			t.Fatal(g.name, err)
		}
		for _, w := range ways {
			fmt.Fprintf(&text, "%s: %s\n", g.name, w.Title())
			if w.way.Endpoint != nil && w.way.Service != nil {
				both++
			}
			for _, h := range w.Hops {
				if h.State == Blocked {
					t.Errorf("%s: %s", g.name, w)
				}
				if h.State == Unknown {
					fmt.Fprintf(&text, "  %s: %s\n", h.Code, h.Why)
				}
			}
		}
	}
	same(t, "goldens.txt", text.String())
	if both < 20 {
		t.Errorf("only %d ways have both sides", both)
	}
}

// states are hops by way and code.
func states(ways Ways) map[string]State {
	all := map[string]State{}
	for _, w := range ways {
		for _, h := range w.Hops {
			all[w.Title()+" "+h.Code] = h.State
		}
	}
	return all
}

func waysOf(t *testing.T, a *assembly.Assembly) Ways {
	t.Helper()
	ways, err := newPaths(a).ask(Question{})
	if err != nil {
		t.Error(err)
	}
	return ways
}

// worlds are the golden templates, and some through which no packet passes.
func worlds(t *testing.T) []golden {
	all := goldens(t)
	for id, g := range broken(t) {
		g.name = id
		all = append(all, g)
	}
	return all
}

// TestGoldenWaysAreBlind makes each value of the golden templates one that is only known at
// deploy: no hop is blocked then that wasn't, and none is open that was blocked. With
// -short of every eleventh value.
func TestGoldenWaysAreBlind(t *testing.T) {
	every, count := 1, 0
	if testing.Short() {
		every = 11
	}
	seen := map[string]bool{}
	var jobs []func()
	for _, g := range worlds(t) {
		before := states(waysOf(t, g.assemble()))
		for i, s := range g.stacks {
			for _, id := range slices.Sorted(maps.Keys(s.Template.Resources)) {
				r := s.Template.Resources[id]
				if twin := fmt.Sprint(g.about(), i, id, string(r.Encoded)); seen[twin] {
					continue
				} else {
					seen[twin] = true
				}
				for _, replaced := range replacements(t, r.Encoded) {
					if count++; count%every != 0 {
						continue
					}
					jobs = append(jobs, func() {
						a := g.assemble()
						template := a.Stacks[i].Template
						template.Parameters["Unknown"] = assembly.Parameter{Type: "String"}
						template.Conditions["Unknown"] = object{"Fn::Equals": []any{object{"Ref": "Unknown"}, "x"}}
						template.Resources[id] = remade(template.Resources[id], replaced.properties)
						template.Resources[id].Stack = a.Stacks[i]
						for hop, state := range states(waysOf(t, a)) {
							was, there := before[hop]
							if state != Unknown && state != was && (there || state == Blocked && before[closedAs(hop, before)] != Blocked) {
								t.Errorf("%s %s.%s with an unknown %s: %s was %s, and is %s", g.name, s.ID, id, replaced.path, hop, was, state)
							}
						}
					})
				}
			}
		}
	}
	t.Logf("%d values were replaced", len(jobs))
	if len(jobs) < 15000/every {
		t.Errorf("only %d values were replaced", len(jobs))
	}
	atOnce(jobs)
}

// closedAs is a hop of another way that is blocked at the same code: where the client, or
// the endpoint, isn't known by name any more, the way is another one.
func closedAs(hop string, before map[string]State) string {
	code := hop[strings.LastIndex(hop, " ")+1:]
	for other, state := range before {
		if state == Blocked && strings.HasSuffix(other, " "+code) {
			return other
		}
	}
	return hop
}

// TestWaysAreMonotonous: a rule that allows all blocks nothing, and without a rule nothing
// is open that wasn't.
func TestWaysAreMonotonous(t *testing.T) {
	added, removed := 0, 0
	for _, g := range worlds(t) {
		before := states(waysOf(t, g.assemble()))
		for i, s := range g.stacks {
			for _, id := range slices.Sorted(maps.Keys(s.Template.Resources)) {
				r := s.Template.Resources[id]
				if r.Type == groupType {
					for _, direction := range []string{"Ingress", "Egress"} {
						for what, change := range allowing(id, direction) {
							a := g.assemble()
							change(t, a.Stacks[i])
							added++
							for hop, state := range states(waysOf(t, a)) {
								if was, there := before[hop]; there && was == Open && state == Blocked {
									t.Errorf("%s: a rule for all, %s, of %s closes %s", g.name, what, id, hop)
								}
							}
						}
					}
				}
				for _, change := range lessening(t, r) {
					a := g.assemble()
					change(a.Stacks[i])
					removed++
					for hop, state := range states(waysOf(t, a)) {
						if was, there := before[hop]; there && was == Blocked && state == Open {
							t.Errorf("%s: without a rule of %s %s is open", g.name, id, hop)
						}
					}
				}
			}
		}
	}
	if added < 100 || removed < 50 {
		t.Errorf("only %d rules were added, and %d taken away", added, removed)
	}
}
