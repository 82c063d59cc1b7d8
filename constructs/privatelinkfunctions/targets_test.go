package privatelinkfunctions_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

func TestTargets(t *testing.T) {
	const register, deregister, name = "RegisterTargets", "DeregisterTargets", "db.example.com"
	// at is a site whose name leads to addresses.
	at := func(t *testing.T, addresses ...string) (*site, *resources.Resource) {
		s := newSite(t, "targets")
		s.Addresses[name] = addresses
		if err := s.deploy(); err != nil {
			t.Fatal(err)
		}
		return s, s.only("AWS::ElasticLoadBalancingV2::TargetGroup")
	}
	holds := func(s *site, group *resources.Resource, addresses ...string) {
		s.Helper()
		var want []string
		for _, address := range addresses {
			want = append(want, address+":5432")
		}
		if got := s.Registered(group); !slices.Equal(got, want) {
			s.Errorf("registered are %v, should be %v", got, want)
		}
	}
	run := func(s *site, addresses ...string) {
		s.Helper()
		s.Addresses[name] = addresses
		s.went(s.Schedule(s.function("Provider")))
	}
	t.Run("in a deployment", func(t *testing.T) {
		s, group := at(t, "10.0.0.11", "10.0.0.12")
		holds(s, group, "10.0.0.11", "10.0.0.12")
		s.want(register, 1)
	})
	t.Run("nothing changes", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		s.Calls = nil
		run(s, "10.0.0.11")
		holds(s, group, "10.0.0.11")
		if made := s.Made(); !slices.Equal(made, []string{"elasticloadbalancing:DescribeTags", "elasticloadbalancing:DescribeTargetHealth"}) {
			t.Errorf("it called %v", made)
		}
	})
	t.Run("failover", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		run(s, "10.0.0.12")
		holds(s, group, "10.0.0.12")
		run(s, "10.0.0.11") // Which is draining.
		holds(s, group, "10.0.0.11")
	})
	t.Run("the name is not found", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		s.Addresses[name] = nil
		s.says(s.Schedule(s.function("Provider")).Error, "gaierror")
		holds(s, group, "10.0.0.11")
	})
	t.Run("the name is not found in a deployment", func(t *testing.T) {
		s := newSite(t, "targets")
		s.says(s.deploy(), "Name or service not known")
	})
	t.Run("targets of others", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		s.Register(group, "5432", "10.0.0.12", "10.0.0.99")
		run(s, "10.0.0.11", "10.0.0.12")
		run(s, "10.0.0.13")
		holds(s, group, "10.0.0.12", "10.0.0.13", "10.0.0.99")
	})
	t.Run("the same address on another port", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		s.Register(group, "5433", "10.0.0.11", "10.0.0.12")
		run(s, "10.0.0.12")
		if got := s.Registered(group); !slices.Equal(got, []string{"10.0.0.11:5433", "10.0.0.12:5432", "10.0.0.12:5433"}) {
			t.Errorf("registered are %v", got)
		}
	})
	t.Run("names that rotate", func(t *testing.T) {
		s := newSite(t, "targets")
		s.Addresses[name] = []string{"10.0.0.11"}
		if err := s.deployAs("Provider", s.template("Provider", `"KEEP": "0"`, `"KEEP": "2"`)); err != nil {
			t.Fatal(err)
		}
		group := s.only("AWS::ElasticLoadBalancingV2::TargetGroup")
		run(s, "10.0.0.12")
		run(s, "10.0.0.13")
		holds(s, group, "10.0.0.11", "10.0.0.12", "10.0.0.13")
		run(s, "10.0.0.11") // Seen again.
		run(s, "10.0.0.11")
		holds(s, group, "10.0.0.11", "10.0.0.13")
		run(s, "10.0.0.11")
		holds(s, group, "10.0.0.11")
	})
	t.Run("several names", func(t *testing.T) {
		s := newSite(t, "targets")
		s.Addresses[name], s.Addresses["b-2.example.com"] = []string{"10.0.0.11"}, []string{"10.0.0.12"}
		if err := s.deployAs("Provider", s.template("Provider", `"DNS_NAMES": "db.example.com"`, `"DNS_NAMES": "db.example.com b-2.example.com"`)); err != nil {
			t.Fatal(err)
		}
		group := s.only("AWS::ElasticLoadBalancingV2::TargetGroup")
		holds(s, group, "10.0.0.11", "10.0.0.12")
		s.Addresses["b-2.example.com"] = nil
		s.says(s.Schedule(s.function("Provider")).Error, "gaierror")
		holds(s, group, "10.0.0.11", "10.0.0.12")
	})
	t.Run("another name", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		s.Addresses["new.example.com"] = []string{"10.0.0.21"}
		if err := s.deployAs("Provider", s.template("Provider", "db.example.com", "new.example.com")); err != nil {
			t.Fatal(err)
		}
		holds(s, group, "10.0.0.21")
	})
	t.Run("IPv6", func(t *testing.T) {
		s := newSite(t, "targets")
		s.Addresses[name] = []string{"10.0.0.11", "2001:db8::1"}
		if err := s.deployAs("Provider", s.template("Provider", "AF_INET", "AF_INET6")); err != nil {
			t.Fatal(err)
		}
		holds(s, s.only("AWS::ElasticLoadBalancingV2::TargetGroup"), "2001:db8::1")
	})
	t.Run("more than can be remembered", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		var many []string
		for i := range 30 {
			many = append(many, fmt.Sprintf("10.0.100.1%02d", i))
		}
		s.Addresses[name] = many
		s.says(s.Schedule(s.function("Provider")).Error, "ValidationError")
		holds(s, group, "10.0.0.11")
		s.want(deregister, 0)
	})
	t.Run("throttled", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		for _, operation := range []string{"DescribeTargetHealth", "DescribeTags", "AddTags", register, deregister} {
			s.fault(operation, "Throttling", 3)
		}
		run(s, "10.0.0.12")
		holds(s, group, "10.0.0.12")
	})
	t.Run("not registered", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		s.fault(register, "InvalidTarget", 1)
		s.Addresses[name] = []string{"10.0.0.12"}
		s.says(s.Schedule(s.function("Provider")).Error, "InvalidTarget")
		holds(s, group, "10.0.0.11")
		s.went(s.Schedule(s.function("Provider")))
		holds(s, group, "10.0.0.12")
	})
	t.Run("not deregistered", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		s.fault(deregister, "InternalError", 100)
		s.Addresses[name] = []string{"10.0.0.12"}
		s.says(s.Schedule(s.function("Provider")).Error, "InternalError")
		holds(s, group, "10.0.0.11", "10.0.0.12")
		s.Faults = nil
		s.went(s.Schedule(s.function("Provider")))
		holds(s, group, "10.0.0.12")
	})
	t.Run("denied", func(t *testing.T) {
		s := newSite(t, "targets")
		s.Addresses[name] = []string{"10.0.0.11"}
		s.says(s.deployAs("Provider", s.template("Provider", `"elasticloadbalancing:`+register+`"`, `"elasticloadbalancing:Nothing"`)), "UnauthorizedOperation")
	})
	t.Run("not found", func(t *testing.T) {
		s, _ := at(t, "10.0.0.11")
		s.fault("DescribeTargetHealth", "TargetGroupNotFound", 1)
		s.says(s.Schedule(s.function("Provider")).Error, "TargetGroupNotFound")
	})
	t.Run("out, and in again", func(t *testing.T) {
		s, group := at(t, "10.0.0.11")
		if err := s.deployAs("Provider", withoutConstruct(t, s.template("Provider"), "Targets")); err != nil {
			t.Fatal(err)
		}
		holds(s, group, "10.0.0.11")
		s.Addresses[name] = []string{"10.0.0.12"}
		if err := s.deployAs("Provider", s.template("Provider")); err != nil {
			t.Fatal(err)
		}
		holds(s, group, "10.0.0.12")
	})
	t.Run("tags of others stay", func(t *testing.T) {
		s, _ := at(t, "10.0.0.11")
		if changed := s.made("AddTags"); changed != 1 || !strings.HasPrefix(s.tag(), "privatelink:c8") {
			t.Errorf("%d tags, of which one is %s", changed, s.tag())
		}
	})
}

// tag is what the function remembers by.
func (s *site) tag() string {
	return s.function("Provider").Text("Environment.Variables.TAG")
}
