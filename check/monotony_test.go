package check

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

const (
	groupType   = "AWS::EC2::SecurityGroup"
	ingressType = groupType + "Ingress"
)

// pairOf is a provider with a consumer in one stack, changed a little.
func pairOf(t *testing.T, change func(resources object)) golden {
	t.Helper()
	template := providerOf()
	resources := template["Resources"].(object)
	resources["Clients"] = made(groupType, object{
		"GroupDescription": "clients", "VpcId": ref("Vpc"),
		"SecurityGroupIngress": []any{object{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/16"}},
	})
	resources["Endpoint"] = made("AWS::EC2::VPCEndpoint", object{
		"VpcId": ref("Vpc"), "VpcEndpointType": "Interface", "ServiceName": joined("com.amazonaws.vpce.us-east-1.", ref("Service")),
		"SubnetIds": []any{ref("Subnet0"), ref("Subnet1")}, "SecurityGroupIds": []any{ref("Clients")},
	})
	change(resources)
	encoded, err := json.Marshal(template)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := assembly.Parse(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return golden{stacks: []*assembly.Stack{{ID: "Both", Name: "Both", Account: home, Region: "us-east-1", Template: parsed}}}
}

func set(resources object, id, property string, value any) {
	resources[id].(object)["Properties"].(object)[property] = value
}

var without = object{"Ref": "AWS::NoValue"}

// broken are assemblies whose groups admit too little, and the finding that says so.
func broken(t *testing.T) map[string]golden {
	udp := []any{object{"IpProtocol": "udp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/16"}}
	return map[string]golden{
		"existing-load-balancer-inbound": pairOf(t, func(r object) { set(r, "Group", "SecurityGroupIngress", without) }),
		"clients-unknown":                pairOf(t, func(r object) { set(r, "Clients", "SecurityGroupIngress", without) }),
		"endpoint-port-closed":           pairOf(t, func(r object) { set(r, "Clients", "SecurityGroupIngress", udp) }),
		"client-range-admitted": pairOf(t, func(r object) {
			set(r, "Group", "SecurityGroupIngress", []any{object{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "192.168.0.0/16"}})
		}),
		"existing-load-balancer-outbound": pairOf(t, func(r object) {
			set(r, "Group", "SecurityGroupEgress", []any{object{"IpProtocol": "icmp", "FromPort": 252, "ToPort": 86, "CidrIp": "255.255.255.255/32"}})
		}),
		"client-ip-address-type": pairOf(t, func(r object) {
			set(r, "Clients", "SecurityGroupIngress", []any{object{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv6": "2001:db8::/56"}})
		}),
	}
}

// admission are the findings about who is admitted.
func admission(findings []Finding) map[string]bool {
	about := map[string]bool{}
	for _, f := range findings {
		switch strings.TrimPrefix(f.ID, "privatelink::") {
		case "existing-load-balancer-inbound", "clients-unknown", "endpoint-port-closed", "client-range-admitted", "client-ip-address-type":
			about[f.ID] = true
		}
	}
	return about
}

func TestBrokenAssemblies(t *testing.T) {
	for id, g := range broken(t) {
		if !slices.ContainsFunc(judge(g.assemble()).Findings, func(f Finding) bool { return f.ID == "privatelink::"+id }) {
			t.Errorf("%s is not found", id)
		}
	}
	if fine := judge(pairOf(t, func(object) {}).assemble()); len(fine.Errors()) > 0 {
		t.Error(fine)
	}
}

// isWeaker reports whether a warning takes the place of an error about the same: where some
// clients are admitted now, that the others aren't is told of the group, not of the endpoint.
func isWeaker(f Finding, before []Finding) bool {
	return f.Severity == Warning && slices.ContainsFunc(before, func(b Finding) bool { return b.ID == f.ID && b.Severity == Error })
}

// TestMonotony adds a rule that allows everything to each security group, and takes each
// rule away: the former is never worse, and the latter admits nobody besides.
func TestMonotony(t *testing.T) {
	all := goldens(t)
	for id, g := range broken(t) {
		g.name = id
		all = append(all, g)
	}
	added, removed := 0, 0
	for _, g := range all {
		before := judge(g.assemble()).Findings
		for i, s := range g.stacks {
			for _, id := range slices.Sorted(maps.Keys(s.Template.Resources)) {
				r := s.Template.Resources[id]
				if r.Type == groupType {
					for _, direction := range []string{"Ingress", "Egress"} {
						for what, change := range allowing(id, direction) {
							a := g.assemble()
							change(t, a.Stacks[i])
							added++
							for _, f := range judge(a).Findings {
								if !ids(before)[idOf(f)] && !isWeaker(f, before) && f.ID != "privatelink::group-rule-duplicate" {
									t.Errorf("%s: %s %s of %s: %s", g.name, direction, what, id, f)
								}
							}
						}
					}
				}
				for _, change := range lessening(t, r) {
					a := g.assemble()
					change(a.Stacks[i])
					removed++
					after := judge(a).Findings
					if len(admission(before)) > 0 && len(admission(after)) == 0 {
						t.Errorf("%s: without a rule of %s: %v became %v", g.name, id, admission(before), after)
					}
				}
			}
		}
	}
	if added < 100 || removed < 50 {
		t.Errorf("only %d rules were added, and %d taken away", added, removed)
	}
}

// allowing are the ways to add a rule that allows all.
func allowing(id, direction string) map[string]func(*testing.T, *assembly.Stack) {
	everything := object{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}
	return map[string]func(*testing.T, *assembly.Stack){
		"of its own": func(t *testing.T, s *assembly.Stack) {
			properties := maps.Clone(everything)
			properties["GroupId"] = att(id, "GroupId")
			s.Template.Resources["Added"] = &assembly.Resource{ID: "Added", Stack: s, Type: groupType + direction, Encoded: encode(t, properties)}
		},
		"inline": func(t *testing.T, s *assembly.Stack) {
			r := s.Template.Resources[id]
			properties := maps.Clone(r.Properties())
			inline, _ := properties["SecurityGroup"+direction].([]any)
			properties["SecurityGroup"+direction] = append(slices.Clone(inline), everything)
			s.Template.Resources[id] = remade(r, encode(t, properties))
			s.Template.Resources[id].Stack = s
		},
	}
}

// lessening are the ways to take an ingress rule away that a resource brings.
func lessening(t *testing.T, r *assembly.Resource) []func(*assembly.Stack) {
	switch r.Type {
	case ingressType:
		return []func(*assembly.Stack){func(s *assembly.Stack) { delete(s.Template.Resources, r.ID) }}
	case groupType:
		var all []func(*assembly.Stack)
		inline, _ := r.Properties()["SecurityGroupIngress"].([]any)
		for i := range inline {
			properties := maps.Clone(r.Properties())
			properties["SecurityGroupIngress"] = slices.Delete(slices.Clone(inline), i, i+1)
			encoded := encode(t, properties)
			all = append(all, func(s *assembly.Stack) {
				s.Template.Resources[r.ID] = remade(r, encoded)
				s.Template.Resources[r.ID].Stack = s
			})
		}
		return all
	}
	return nil
}

func encode(t *testing.T, properties object) json.RawMessage {
	t.Helper()
	encoded, err := json.Marshal(properties)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}
