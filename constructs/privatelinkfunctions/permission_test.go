package privatelinkfunctions_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
)

// TestPermissions: what a function calls when all goes as it should is what its role allows,
// and no more.
func TestPermissions(t *testing.T) {
	for app, run := range map[string]func(*site){
		"verification": func(s *site) {},
		"acceptance-with-events": func(s *site) {
			endpoint := s.connect(deployment.Partner).ID
			if err := s.deployAs("Provider", s.template("Provider", "vpce-0123456789abcdef0", endpoint)); err != nil {
				s.Fatal(err)
			}
			s.went(s.Notify(s.function("Provider"), "{}"))
		},
		"acceptance": func(s *site) {
			s.connect(deployment.Partner)
			s.went(s.Schedule(s.function("Provider")))
		},
		"private-dns": func(s *site) {},
		"zones": func(s *site) {
			if err := s.deployAs("Provider", s.template("Provider", `"subnet-0123456789abcdef1"`, `"subnet-0123456789abcdef2"`)); err != nil {
				s.Fatal(err)
			}
		},
		"rejection": func(s *site) {
			s.connect(deployment.Partner)
			s.went(s.request("Provider", "DELETE_IN_PROGRESS", "Delete"))
		},
		"targets": func(s *site) {
			s.Addresses["db.example.com"] = []string{"10.0.0.12"}
			s.went(s.Schedule(s.function("Provider")))
		},
	} {
		t.Run(app, func(t *testing.T) {
			s := newSite(t, app)
			s.Addresses["db.example.com"] = []string{"10.0.0.11"}
			if app == "private-dns" {
				s.world.VerifyAll()
			}
			// What is of several Regions takes a permission besides.
			const balancers = `"NetworkLoadBalancerArns": [`
			if app != "targets" {
				for i, stack := range s.assembly.Stacks {
					s.assembly.Stacks[i].Template = strings.Replace(stack.Template, balancers, `"SupportedRegions": ["us-east-1", "eu-west-1"], `+balancers, 1)
				}
			}
			if err := s.deploy(); err != nil {
				t.Fatal(err)
			}
			stack := s.assembly.Stacks[0].Name
			if app == "private-dns" {
				stack = "Consumer"
			}
			function := s.function(stack)
			run(s)
			allowed := slices.DeleteFunc(s.Allowed(function), func(action string) bool { return strings.HasPrefix(action, "logs:") })
			slices.Sort(allowed)
			if made := s.Made(); !slices.Equal(made, allowed) {
				t.Errorf("it called %v, and may call %v", made, allowed)
			}
			for _, call := range s.Calls {
				if !call.Allowed {
					t.Errorf("%s on %s is not allowed", call.Action, call.Resource)
				}
			}
		})
	}
}
