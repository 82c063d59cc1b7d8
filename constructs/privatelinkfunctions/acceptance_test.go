package privatelinkfunctions_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkfunctions"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/lambda"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

const (
	describeConnections = "DescribeVpcEndpointConnections"
	accept              = "AcceptVpcEndpointConnections"
)

func TestAcceptance(t *testing.T) {
	// waiting is a site with three endpoints of accounts that are accepted, and two of another.
	waiting := func(t *testing.T, app string) (s *site, accepted, others []*resources.Resource) {
		s = deployed(t, app)
		for range 2 {
			accepted = append(accepted, s.connect(deployment.Partner))
			others = append(others, s.connect(deployment.Home.Account))
		}
		return s, append(accepted, s.connect(deployment.Partner)), others
	}
	states := func(s *site, of []*resources.Resource, state string) {
		s.Helper()
		for _, endpoint := range of {
			if endpoint.State != state {
				s.Errorf("%s of %s is %s, should be %s", endpoint.ID, endpoint.Account, endpoint.State, state)
			}
		}
	}
	t.Run("on notification", func(t *testing.T) {
		s, accepted, others := waiting(t, "acceptance")
		run := s.went(s.Notify(s.function("Provider"), "any"))
		states(s, accepted, "available")
		states(s, others, "pendingAcceptance")
		s.want(accept, 1)
		s.want(describeConnections, 1+3) // One at deployment, and three pages.
		s.logged(run, `"accept"`, accepted[0].ID, deployment.Partner)
		s.logged(run, `"leave pending"`, others[0].ID, deployment.Home.Account)
	})
	t.Run("the same notification twice", func(t *testing.T) {
		s, _, _ := waiting(t, "acceptance")
		s.went(s.Notify(s.function("Provider"), "any"))
		s.went(s.Notify(s.function("Provider"), "any"))
		s.want(accept, 1)
	})
	t.Run("a lost notification", func(t *testing.T) {
		s, accepted, others := waiting(t, "acceptance")
		s.went(s.Schedule(s.function("Provider")))
		states(s, accepted, "available")
		states(s, others, "pendingAcceptance")
	})
	t.Run("in a deployment", func(t *testing.T) {
		s, accepted, others := waiting(t, "acceptance")
		s.want(accept, 0)
		if err := s.deployAs("Provider", s.template("Provider", deployment.Partner, deployment.Home.Account)); err != nil {
			t.Fatal(err)
		}
		states(s, accepted, "pendingAcceptance")
		states(s, others, "available")
	})
	t.Run("an endpoint", func(t *testing.T) {
		s, accepted, others := waiting(t, "acceptance-with-events")
		if err := s.deployAs("Provider", s.template("Provider", "vpce-0123456789abcdef0", others[1].ID)); err != nil {
			t.Fatal(err)
		}
		states(s, append(accepted, others[0]), "pendingAcceptance")
		states(s, others[1:], "available")
	})
	t.Run("throttled", func(t *testing.T) {
		s, accepted, _ := waiting(t, "acceptance")
		s.fault(describeConnections, "RequestLimitExceeded", 3)
		s.fault(accept, "RequestLimitExceeded", 3)
		s.went(s.Schedule(s.function("Provider")))
		states(s, accepted, "available")
	})
	t.Run("half a page", func(t *testing.T) {
		s, accepted, _ := waiting(t, "acceptance")
		s.went(s.Schedule(s.function("Provider"))) // To know that its calls are right.
		accepted[0].State = "pendingAcceptance"
		s.fault(describeConnections, "InternalError", 100)
		s.says(s.Schedule(s.function("Provider")).Error, "InternalError")
		states(s, accepted[:1], "pendingAcceptance")
	})
	t.Run("denied", func(t *testing.T) {
		s := newSite(t, "acceptance")
		if err := s.deployAs("Provider", s.template("Provider", `"ec2:`+accept+`"`, `"ec2:Nothing"`)); err != nil {
			t.Fatal(err)
		}
		s.connect(deployment.Partner)
		s.says(s.Notify(s.function("Provider"), "any").Error, "UnauthorizedOperation", accept)
	})
	t.Run("one is not accepted", func(t *testing.T) {
		s, accepted, _ := waiting(t, "acceptance")
		s.Faults = append(s.Faults, &lambda.Fault{Operation: accept, Code: "InvalidState", Times: 1, Unsuccessful: accepted[0].ID})
		run := s.Notify(s.function("Provider"), "any")
		s.says(run.Error, "1 of 3 connections of vpce-svc-", "were not accepted")
		s.logged(run, `"not accepted"`, accepted[0].ID, "InvalidState")
		s.went(s.Notify(s.function("Provider"), "any")) // Lambda's second try.
		states(s, accepted, "available")
	})
	t.Run("gone meanwhile", func(t *testing.T) {
		s, accepted, _ := waiting(t, "acceptance")
		s.fault(accept, "InvalidVpcEndpointId.NotFound", 1)
		s.says(s.Notify(s.function("Provider"), "any").Error, "InvalidVpcEndpointId.NotFound")
		if err := s.world.Delete(accepted[0]); err != nil {
			t.Fatal(err)
		}
		s.went(s.Notify(s.function("Provider"), "any"))
		states(s, accepted[1:], "available")
	})
	t.Run("deletion", func(t *testing.T) {
		s, accepted, _ := waiting(t, "acceptance")
		s.Calls = nil
		s.went(s.request("Provider", "DELETE_IN_PROGRESS", "Delete"))
		if len(s.Calls) > 0 {
			t.Errorf("it called %v", s.Calls)
		}
		states(s, accepted, "pendingAcceptance")
	})
	t.Run("taken off the list, and out", func(t *testing.T) {
		s, accepted, _ := waiting(t, "acceptance")
		s.went(s.Schedule(s.function("Provider")))
		without := s.assembly.Stack(t, "Provider").Template
		if err := s.deployAs("Provider", withoutConstruct(t, without, "Acceptance")); err != nil {
			t.Fatal(err)
		}
		states(s, accepted, "available")
	})
	t.Run("events", func(t *testing.T) {
		s, _, _ := waiting(t, "acceptance-with-events")
		for _, message := range []string{`{"eventType": "Connect"}`, "no JSON"} {
			s.went(s.Notify(s.function("Provider"), message))
		}
		if len(s.Events) != 2 || s.Events[0]["Source"] != "privatelink" || s.Events[1]["DetailType"] != "VPC endpoint connection" ||
			!strings.Contains(s.Events[0]["Detail"].(string), `"serviceId": "vpce-svc-`) || !strings.Contains(s.Events[1]["Detail"].(string), `"message": "no JSON"`) {
			t.Errorf("got %v", s.Events)
		}
		s.went(s.Schedule(s.function("Provider")))
		if len(s.Events) != 2 {
			t.Error("a schedule is no event")
		}
		s.fault("PutEvents", "InternalException", 100)
		s.says(s.Notify(s.function("Provider"), "any").Error, "InternalException")
	})
	t.Run("topic of another", func(t *testing.T) {
		s, accepted, _ := waiting(t, "acceptance-with-topic")
		s.went(s.Notify(s.function("Provider"), "any"))
		states(s, accepted, "available")
	})
}

// TestAcceptanceOfParameter: accounts can be a parameter's list.
func TestAcceptanceOfParameter(t *testing.T) {
	stack, orders := newService(snapshot.NewApp(t, nil), nil)
	list := *awscdk.NewCfnParameter(stack, jsii.String("Accounts"), &awscdk.CfnParameterProps{Type: jsii.String("CommaDelimitedList")}).ValueAsList()
	privatelinkfunctions.NewAcceptance(stack, "Acceptance", &privatelinkfunctions.AcceptanceProps{
		Service: orders, Accounts: []string{"444455556666", *list[0]},
	})
	snapshot.FromStack(t, stack).Has(t, "Custom::PrivateLinkAcceptance", snapshot.Props{
		"Accounts": map[string]any{"Fn::Join": []any{"", []any{"444455556666 ", map[string]any{"Fn::Join": []any{" ", map[string]any{"Ref": "Accounts"}}}}}},
	})
}
