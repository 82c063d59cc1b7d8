package privatelinkfunctions_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkfunctions"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestZonesFollowEach: the function runs again when any of the load balancers of one zone each
// is moved.
func TestZonesFollowEach(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack, orders := newService(app, func(_ awscdk.Stack, props *privatelink.ProviderServiceProps) {
		for i, subnet := range *props.Vpc.PrivateSubnets() {
			props.ZonalLoadBalancers = append(props.ZonalLoadBalancers, privatelink.ZonalLoadBalancer{
				Id: string(rune('a' + i)), Subnet: subnet, Listeners: props.Listeners,
			})
		}
		props.Listeners = nil
	})
	privatelinkfunctions.NewZones(stack, "Zones", &privatelinkfunctions.ZonesProps{Service: orders})
	snapshot.FromStack(t, stack).Has(t, "Custom::PrivateLinkZones", snapshot.Props{
		"Follows": []any{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
	})
}

func TestZones(t *testing.T) {
	const modify = "ModifyVpcEndpointServiceConfiguration"
	// grown deploys a site whose load balancer then gains a zone.
	grow := func(s *site, oldAndNew ...string) {
		s.Helper()
		const subnets = `"subnet-0123456789abcdef1"`
		oldAndNew = append(oldAndNew, subnets, subnets+`, "subnet-0123456789abcdef2"`)
		if err := s.deployAs("Provider", s.template("Provider", oldAndNew...)); err != nil {
			s.Fatal(err)
		}
	}
	missing := func(s *site, want string) {
		s.Helper()
		if output := s.stack("Provider").Output("MissingZones"); !strings.HasPrefix(output, want) {
			s.Errorf("missing are %s, should be %s", output, want)
		}
	}
	t.Run("nothing is missing", func(t *testing.T) {
		s := deployed(t, "zones")
		missing(s, "none")
		s.want(modify, 0)
	})
	t.Run("a new zone", func(t *testing.T) {
		s := deployed(t, "zones")
		s.Lag = 2
		grow(s)
		missing(s, "none")
		s.want(modify, 3)
	})
	t.Run("never there", func(t *testing.T) {
		s := deployed(t, "zones")
		s.Lag = 1000
		grow(s)
		missing(s, "us-east-1c")
		if status := s.stack("Provider").Status; status != "UPDATE_COMPLETE" {
			t.Errorf("the stack is in %s", status)
		}
	})
	t.Run("throttled", func(t *testing.T) {
		s := deployed(t, "zones")
		s.fault("DescribeLoadBalancers", "Throttling", 4)
		s.fault(modify, "RequestLimitExceeded", 4)
		grow(s)
		missing(s, "none")
	})
	t.Run("denied", func(t *testing.T) {
		s := deployed(t, "zones")
		grow(s, `"ec2:`+modify+`"`, `"ec2:Nothing"`)
		missing(s, "us-east-1c")
	})
	t.Run("not found", func(t *testing.T) {
		s := deployed(t, "zones")
		s.fault(describeServices, "InvalidVpcEndpointServiceId.NotFound", 1)
		s.logged(s.went(s.request("Provider", "UPDATE_ROLLBACK_IN_PROGRESS", "Update")), `"failed"`, "InvalidVpcEndpointServiceId.NotFound")
		missing(s, "none")
	})
	t.Run("deletion", func(t *testing.T) {
		s := deployed(t, "zones")
		s.Calls = nil
		s.went(s.request("Provider", "DELETE_IN_PROGRESS", "Delete"))
		if len(s.Calls) > 0 {
			t.Errorf("it called %v", s.Calls)
		}
	})
}
