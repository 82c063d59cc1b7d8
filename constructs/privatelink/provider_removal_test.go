package privatelink_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestRemoval: what consumers hold on to is kept or deleted together, and the service is
// deleted before all that its traffic passes.
func TestRemoval(t *testing.T) {
	for policy, want := range map[awscdk.RemovalPolicy]string{
		"":                            "RetainExceptOnCreate",
		awscdk.RemovalPolicy_RETAIN:   "Retain",
		awscdk.RemovalPolicy_DESTROY:  "",
		awscdk.RemovalPolicy_SNAPSHOT: "refused",
	} {
		app := snapshot.NewApp(t, nil)
		stack := newStack(app, "Provider", providerAccount, region)
		vpc := newVpc(stack, "us-east-1a", "us-east-1b")
		server := newInstance(stack, "Server", vpc)
		props := minimalProvider(vpc)
		props.RemovalPolicy = policy
		props.AllowedPrincipals = []privatelink.Principal{privatelink.Account(consumerAccount)}
		props.Listeners[0].Targets = []privatelink.Target{privatelink.InstanceTarget(server, 8443)}
		if want == "refused" {
			err := recovered(t, func() { privatelink.NewProviderService(stack, "Orders", props) })
			checkFindings(t, err, `ProviderService "Provider/Orders"`, []string{"removal-policy at RemovalPolicy"})
			continue
		}
		orders := privatelink.NewProviderService(stack, "Orders", props)
		orders.AddListener(privatelink.Listener{Port: 444, Targets: []privatelink.Target{privatelink.InstanceTarget(server, 8444)}})
		template := snapshot.FromStack(t, stack)
		for id, resource := range template.Under("Provider/Orders") {
			if resource.DeletionPolicy != want {
				t.Errorf("%s: %s has the policy %q", policy, id, resource.DeletionPolicy)
			}
		}
		_, service := template.Only(t, "AWS::EC2::VPCEndpointService")
		for _, resourceType := range []string{"AWS::ElasticLoadBalancingV2::Listener", "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"} {
			for id := range template.OfType(resourceType) {
				if !slices.Contains(service.DependsOn, id) {
					t.Errorf("%s is deleted before the service", id)
				}
			}
		}
	}
}

// TestRemovalOfTargetsElsewhere: the rules of targets in another stack can't be waited for:
// that stack waits for the provider's, or the other way round.
func TestRemovalOfTargetsElsewhere(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	servers, stack := newStack(app, "Servers", providerAccount, region), newStack(app, "Provider", providerAccount, region)
	vpc := newVpc(servers, "us-east-1a", "us-east-1b")
	props := minimalProvider(vpc)
	props.Listeners[0].Targets = []privatelink.Target{privatelink.InstanceTarget(newInstance(servers, "Server", vpc), 8443)}
	privatelink.NewProviderService(stack, "Orders", props)
	stack.AddStackDependency(servers, jsii.String("as it does anyway"))
	snapshot.Synth(t, app)
}
