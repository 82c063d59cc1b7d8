package network

import "testing"

// TestCounts: what a list has at least, and whether that is all, by what stands for the list
// and for its elements.
func TestCounts(t *testing.T) {
	const perhaps = `{"Fn::If": ["Open", {"SubnetId": "subnet-1"}, {"Ref": "AWS::NoValue"}]}`
	for list, want := range map[string]struct {
		n   int
		all bool
	}{
		`-`:  {0, true},
		`[]`: {0, true},
		`[{"SubnetId": "subnet-1"}, {"SubnetId": {"Ref": "SubnetA"}}]`: {2, true},
		`[{"Ref": "SubnetA"}, {"Fn::GetAtt": ["Group", "GroupId"]}]`:   {2, true},
		`[{"SubnetId": "subnet-1"}, ` + perhaps + `]`:                  {1, false},
		`[` + perhaps + `]`: {0, false},
		`{"Fn::If": ["Open", ["a", "b"], {"Ref": "AWS::NoValue"}]}`: {0, false},
		`{"Fn::If": ["Off", ["a"], ["a", "b"]]}`:                    {2, true},
		`{"Ref": "GivenList"}`:                                      {0, false},
		`{"Fn::GetAtt": ["Vpc", "CidrBlockAssociations"]}`:          {0, false},
		`{"Fn::Transform": {"Name": "Own"}}`:                        {0, false},
	} {
		s := good(t)
		s.change(t, `
			Consumer.Alb = {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Outer": [{}, {}]}}
			Consumer.Alb.Outer.0.Inner = `+list+`
			Consumer.Alb.SubnetMappings = `+list)
		m := s.model(t)
		alb := m.All(LoadBalancer)[0]
		for _, path := range []string{"SubnetMappings", "Outer.Inner"} {
			var n int
			all := m.sure(func() { n = alb.Count(path) })
			if least := alb.AtLeast(path); n != want.n || least != want.n || all != want.all {
				t.Errorf("%s at %s: %d, at least %d, all: %t", list, path, n, least, all)
			}
		}
	}
}
