package privatelinkfunctions_test

import "testing"

const (
	describeServices = "DescribeVpcEndpointServiceConfigurations"
	start            = "StartVpcEndpointServicePrivateDnsVerification"
)

func TestVerification(t *testing.T) {
	t.Run("one deployment", func(t *testing.T) {
		s := newSite(t, "verification")
		s.Lag = 3
		if err := s.deploy(); err != nil {
			t.Fatal(err)
		}
		s.want(start, 1)
		if service := s.only("AWS::EC2::VPCEndpointService"); service.State != "verified" {
			t.Errorf("it is %s", service.State)
		}
		if endpoint := s.only("AWS::EC2::VPCEndpoint"); !endpoint.Bool("PrivateDnsEnabled") {
			t.Error("the consumer has no private DNS")
		}
	})
	t.Run("verified already", func(t *testing.T) {
		s := deployed(t, "verification")
		s.went(s.request("Provider", "UPDATE_IN_PROGRESS", "Update"))
		s.want(start, 1)
	})
	t.Run("no record", func(t *testing.T) {
		s := newSite(t, "verification")
		err := s.deployAs("Provider", s.template("Provider", `"Type": "TXT"`, `"Type": "SPF"`))
		s.says(err, "pendingVerification after 840 seconds", "publish the TXT record _", ".orders.example.com with the value vpce:vpce-svc-")
		s.want(start, 15)
		if status := s.stack("Provider").Status; status != "ROLLBACK_COMPLETE" {
			t.Errorf("the stack is in %s", status)
		}
	})
	t.Run("never verified", func(t *testing.T) {
		s := newSite(t, "verification")
		s.Lag = 1000
		s.says(s.deployAs("Provider", s.template("Provider")), "pendingVerification after 840 seconds")
	})
	t.Run("throttled", func(t *testing.T) {
		s := newSite(t, "verification")
		s.fault(describeServices, "RequestLimitExceeded", 4)
		s.fault(start, "Throttling", 4)
		if err := s.deploy(); err != nil {
			t.Error(err)
		}
	})
	t.Run("throttled for ever", func(t *testing.T) {
		s := newSite(t, "verification")
		s.fault(describeServices, "RequestLimitExceeded", 1000)
		s.says(s.deployAs("Provider", s.template("Provider")), "RequestLimitExceeded")
	})
	t.Run("denied", func(t *testing.T) {
		s := newSite(t, "verification")
		s.says(s.deployAs("Provider", s.template("Provider", `"ec2:`+start+`"`, `"ec2:Nothing"`)), "UnauthorizedOperation", start)
	})
	t.Run("a new role", func(t *testing.T) {
		s := newSite(t, "verification")
		s.fault(describeServices, "UnauthorizedOperation", 2)
		if err := s.deploy(); err != nil {
			t.Error(err)
		}
	})
	t.Run("not found", func(t *testing.T) {
		s := deployed(t, "verification")
		s.fault(describeServices, "InvalidVpcEndpointServiceId.NotFound", 1)
		s.says(s.request("Provider", "UPDATE_IN_PROGRESS", "Update").Answer["Reason"], "InvalidVpcEndpointServiceId.NotFound")
	})
	t.Run("rollback", func(t *testing.T) {
		s := deployed(t, "verification")
		s.only("AWS::EC2::VPCEndpointService").State = "pendingVerification"
		run := s.went(s.request("Provider", "UPDATE_ROLLBACK_IN_PROGRESS", "Update"))
		if run.Seconds > 0 {
			t.Errorf("it waited %f seconds", run.Seconds)
		}
	})
	t.Run("deletion", func(t *testing.T) {
		s := deployed(t, "verification")
		s.Calls = nil
		s.went(s.request("Provider", "DELETE_IN_PROGRESS", "Delete"))
		if len(s.Calls) > 0 {
			t.Errorf("it called %v", s.Calls)
		}
	})
}
