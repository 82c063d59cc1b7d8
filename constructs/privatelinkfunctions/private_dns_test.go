package privatelinkfunctions_test

import "testing"

func TestPrivateDns(t *testing.T) {
	const modify = "ModifyVpcEndpoint"
	// verified is a site whose service has its name verified.
	verified := func(t *testing.T) *site {
		s := newSite(t, "private-dns")
		s.world.VerifyAll()
		return s
	}
	isOn := func(s *site, want bool) {
		s.Helper()
		if is := s.HasPrivateDns(s.only("AWS::EC2::VPCEndpoint")); is != want {
			s.Errorf("private DNS is on: %v", is)
		}
	}
	pending := func(t *testing.T) *site {
		s := verified(t)
		provider := s.template("Provider", `"AcceptanceRequired": false`, `"AcceptanceRequired": true`)
		if err := s.deployAs("Provider", provider); err != nil {
			t.Fatal(err)
		}
		if err := s.deployAs("Consumer", s.template("Consumer")); err != nil {
			t.Fatal(err)
		}
		return s
	}
	t.Run("one deployment", func(t *testing.T) {
		s := verified(t)
		s.Lag = 4
		if err := s.deploy(); err != nil {
			t.Fatal(err)
		}
		isOn(s, true)
		s.want(modify, 1)
	})
	t.Run("pending for ever", func(t *testing.T) {
		s := pending(t)
		isOn(s, false)
		if state, err := s.world.Attribute(s.custom("Consumer"), "State"); err != nil || state != "pendingacceptance" {
			t.Errorf("its state is %v, %v", state, err)
		}
		run := s.went(s.request("Consumer", "UPDATE_IN_PROGRESS", "Update"))
		if run.Seconds != 840 {
			t.Errorf("it waited %f seconds", run.Seconds)
		}
	})
	t.Run("accepted later", func(t *testing.T) {
		s := pending(t)
		s.went(s.Schedule(s.function("Consumer")))
		isOn(s, false)
		s.world.Accept(s.only("AWS::EC2::VPCEndpoint"))
		s.went(s.Schedule(s.function("Consumer")))
		s.went(s.Schedule(s.function("Consumer")))
		isOn(s, true)
		s.want(modify, 1)
	})
	t.Run("rejected", func(t *testing.T) {
		s := pending(t)
		s.only("AWS::EC2::VPCEndpoint").State = "rejected"
		s.says(s.Schedule(s.function("Consumer")).Error, "is rejected, and will not be connected")
	})
	t.Run("not verified", func(t *testing.T) {
		s := newSite(t, "private-dns")
		s.says(s.deploy(), "has not verified the private DNS name")
	})
	t.Run("throttled", func(t *testing.T) {
		s := verified(t)
		s.fault("DescribeVpcEndpoints", "RequestLimitExceeded", 3)
		s.fault(modify, "RequestLimitExceeded", 3)
		if err := s.deploy(); err != nil {
			t.Fatal(err)
		}
		isOn(s, true)
	})
	t.Run("denied", func(t *testing.T) {
		s := verified(t)
		if err := s.deployAs("Provider", s.template("Provider")); err != nil {
			t.Fatal(err)
		}
		s.says(s.deployAs("Consumer", s.template("Consumer", `"ec2:`+modify+`"`, `"ec2:Nothing"`)), "UnauthorizedOperation")
	})
	t.Run("not found", func(t *testing.T) {
		s := verified(t)
		s.fault("DescribeVpcEndpoints", "InvalidVpcEndpointId.NotFound", 1)
		s.says(s.deploy(), "InvalidVpcEndpointId.NotFound")
	})
	t.Run("rollback", func(t *testing.T) {
		s := pending(t)
		s.only("AWS::EC2::VPCEndpoint").State = "failed"
		s.went(s.request("Consumer", "UPDATE_ROLLBACK_IN_PROGRESS", "Update"))
	})
	t.Run("deletion", func(t *testing.T) {
		s := verified(t)
		if err := s.deploy(); err != nil {
			t.Fatal(err)
		}
		s.Calls = nil
		s.went(s.request("Consumer", "DELETE_IN_PROGRESS", "Delete"))
		if len(s.Calls) > 0 {
			t.Errorf("it called %v", s.Calls)
		}
		isOn(s, true)
	})
}
