package privatelinkfunctions_test

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
)

const reject = "RejectVpcEndpointConnections"

func TestRejection(t *testing.T) {
	// connected is a site with three endpoints, of which one is pending.
	connected := func(t *testing.T) *site {
		s := deployed(t, "rejection")
		s.connect(deployment.Partner)
		s.world.Accept(s.connect(deployment.Partner))
		s.world.Accept(s.connect(deployment.Home.Account))
		return s
	}
	left := func(s *site, want int) {
		s.Helper()
		n := 0
		for _, endpoint := range s.world.All("AWS::EC2::VPCEndpoint") {
			if endpoint.State != "rejected" {
				n++
			}
		}
		if n != want {
			s.Errorf("%d are left, should be %d", n, want)
		}
	}
	remove := func(s *site, status string) {
		s.Helper()
		stack := s.stack("Provider")
		if s.cloud.Delete(stack); stack.Status != status {
			s.Errorf("the stack is in %s: %v", stack.Status, stack.Cause)
		}
	}
	t.Run("with the stack", func(t *testing.T) {
		s := connected(t)
		s.Lag = 2
		remove(s, "DELETE_COMPLETE")
		left(s, 0)
		if services := s.world.All("AWS::EC2::VPCEndpointService"); len(services) > 0 {
			t.Error("the service is there")
		}
	})
	t.Run("nothing to reject", func(t *testing.T) {
		s := deployed(t, "rejection")
		remove(s, "DELETE_COMPLETE")
		s.want(reject, 0)
	})
	t.Run("without the function", func(t *testing.T) {
		s := connected(t)
		if err := s.deployAs("Provider", withoutConstruct(t, s.template("Provider"), "Rejection")); err != nil {
			t.Fatal(err)
		}
		left(s, 3)
		s.want(reject, 0)
		remove(s, "DELETE_FAILED")
		left(s, 3)
	})
	t.Run("an update that is rolled back", func(t *testing.T) {
		s := connected(t)
		for _, state := range []string{"UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"} {
			s.went(s.request("Provider", state, "Delete"))
			s.went(s.request("Provider", state, "Update"))
		}
		left(s, 3)
	})
	t.Run("a creation that is rolled back", func(t *testing.T) {
		s := connected(t)
		s.went(s.request("Provider", "ROLLBACK_IN_PROGRESS", "Delete"))
		left(s, 0)
		s.went(s.request("Provider", "ROLLBACK_IN_PROGRESS", "Delete")) // Repeated.
		s.want(reject, 1)
	})
	t.Run("never gone", func(t *testing.T) {
		s := connected(t)
		s.Lag = 1000
		remove(s, "DELETE_FAILED")
		s.says(s.stack("Provider").Cause, "still has connections after 840 seconds: vpce-")
		left(s, 3)
		s.Lag = 0
		remove(s, "DELETE_COMPLETE")
		left(s, 0)
	})
	t.Run("throttled", func(t *testing.T) {
		s := connected(t)
		s.fault(describeConnections, "RequestLimitExceeded", 3)
		s.fault(reject, "RequestLimitExceeded", 3)
		s.fault("DescribeStacks", "Throttling", 3)
		remove(s, "DELETE_COMPLETE")
	})
	t.Run("denied", func(t *testing.T) {
		s := connected(t)
		s.fault(reject, "UnauthorizedOperation", 100)
		remove(s, "DELETE_FAILED")
		s.says(s.stack("Provider").Cause, "UnauthorizedOperation")
		left(s, 3)
	})
	t.Run("not found", func(t *testing.T) {
		s := connected(t)
		s.fault(reject, "InvalidVpcEndpointServiceId.NotFound", 1)
		s.went(s.request("Provider", "DELETE_IN_PROGRESS", "Delete"))
	})
	t.Run("the state of the stack is not told", func(t *testing.T) {
		s := connected(t)
		s.fault("DescribeStacks", "ValidationError", 1)
		s.says(s.request("Provider", "DELETE_IN_PROGRESS", "Delete").Answer["Reason"], "ValidationError")
		left(s, 3)
	})
}
