package privatelink_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestOtherRegion: a pair in two Regions of one account, without the Lambda
// functions that CDK would carry the service's ID by.
func TestOtherRegion(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		provider, consumer := newStack(app, "Provider", providerAccount, region), newStack(app, "Consumer", providerAccount, "eu-west-1")
		props := minimalProvider(newVpc(provider, "us-east-1a", "us-east-1b"))
		props.AllowConsumersOfApp = true
		orders := privatelink.NewProviderService(provider, "Orders", props)
		privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
			Vpc: newVpc(consumer, "eu-west-1a", "eu-west-1b"), Service: orders, Dns: privatelink.PrivateZone("orders.internal"),
		})
		snapshot.Match(t, app)

		templates := snapshot.Synth(t, app)
		_, service := templates["Provider"].Only(t, "AWS::EC2::VPCEndpointService")
		if got := fmt.Sprint(service.Properties["SupportedRegions"]); got != "[us-east-1 eu-west-1]" {
			t.Errorf("supported Regions: %s", got)
		}
		for name, template := range templates {
			for id, resource := range template.Resources {
				if strings.HasPrefix(resource.Type, "AWS::Lambda") || strings.HasPrefix(resource.Type, "AWS::IAM") || strings.HasPrefix(resource.Type, "Custom::") {
					t.Errorf("%s has %s, a %s", name, id, resource.Type)
				}
			}
		}
	})
}

// TestOtherAccount: CDK makes a role in the provider's account, which is said.
func TestOtherAccount(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	provider, consumer := newStack(app, "Provider", providerAccount, region), newStack(app, "Consumer", consumerAccount, region)
	props := minimalProvider(newVpc(provider, "us-east-1a", "us-east-1b"))
	props.AllowConsumersOfApp = true
	orders := privatelink.NewProviderService(provider, "Orders", props)
	privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(consumer, "us-east-1a", "us-east-1b", "us-east-1c"), Service: orders,
	})
	templates := snapshot.Synth(t, app)
	templates["Consumer"].HasMessage(t, snapshot.Info, "Consumer/Orders", "by a role that CDK makes there")
	_, permissions := templates["Provider"].Only(t, "AWS::EC2::VPCEndpointServicePermissions")
	if got := fmt.Sprint(permissions.Properties["AllowedPrincipals"]); got != "[arn:aws:iam::444455556666:root]" {
		t.Errorf("allowed: %s", got)
	}
	// Zone names mean nothing across accounts: all three subnets stay.
	_, endpoint := templates["Consumer"].Only(t, "AWS::EC2::VPCEndpoint")
	if subnets := endpoint.Properties["SubnetIds"].([]any); len(subnets) != 3 {
		t.Errorf("subnets: %v", subnets)
	}
}

// TestAccountThatIsNotAllowed: whether a provider allows its consumer's account
// is known at synthesis only, since principals may be added until then.
func TestAccountThatIsNotAllowed(t *testing.T) {
	for name, c := range map[string]struct {
		account string
		later   []privatelink.Principal
		refused bool
	}{
		"nobody allowed":       {consumerAccount, nil, true},
		"another allowed":      {consumerAccount, []privatelink.Principal{privatelink.Account("999988887777")}, true},
		"account allowed":      {consumerAccount, []privatelink.Principal{privatelink.Account(consumerAccount)}, false},
		"role allowed":         {consumerAccount, []privatelink.Principal{privatelink.IamRole(consumerAccount, "Deploy")}, false},
		"everyone allowed":     {consumerAccount, []privatelink.Principal{privatelink.Everyone()}, false},
		"the provider's own":   {providerAccount, nil, false},
		"a token that is last": {consumerAccount, []privatelink.Principal{privatelink.PrincipalArn(*awscdk.Fn_ImportValue(jsii.String("role")))}, false},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			provider := newStack(app, "Provider", providerAccount, region)
			consumer := newStack(app, "Consumer", c.account, region)
			orders := privatelink.NewProviderService(provider, "Orders", minimalProvider(newVpc(provider, "us-east-1a", "us-east-1b")))
			privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
				Vpc: newVpc(consumer, "us-east-1a", "us-east-1b"), Service: orders,
			})
			if len(c.later) > 0 {
				orders.AllowPrincipals(c.later...)
			}
			var want []string
			if c.refused {
				want = []string{"privatelink::principal-missing"}
			}
			checkSynthesis(t, app, want)
		})
	}
}

// TestNestedStacks: wherever the two sides are nested, the endpoint is made after the
// provider's permissions: by itself, by its nested stack, or by what that is handed.
func TestNestedStacks(t *testing.T) {
	nest := func(scope constructs.Construct, id string) constructs.Construct {
		return awscdk.NewNestedStack(scope, &id, nil)
	}
	type placed = func(stack awscdk.Stack) (provider, consumer constructs.Construct)
	for name, c := range map[string]struct {
		place placed
		// waits is what waits, by its path, and for what.
		waits, need string
	}{
		"both in one": {func(stack awscdk.Stack) (provider, consumer constructs.Construct) {
			nested := nest(stack, "Both")
			return nested, nested
		}, "Top/Both/Client/Endpoint/Resource", "OrdersPermissions"},
		"the consumer": {func(stack awscdk.Stack) (provider, consumer constructs.Construct) {
			return stack, nest(stack, "Consumer")
		}, "Top/Consumer.NestedStack/Consumer.NestedStackResource", "OrdersPermissions"},
		"the consumer, deeper": {func(stack awscdk.Stack) (provider, consumer constructs.Construct) {
			return stack, nest(nest(stack, "Outer"), "Consumer")
		}, "Top/Outer.NestedStack/Outer.NestedStackResource", "OrdersPermissions"},
		"the consumer below the provider": {func(stack awscdk.Stack) (provider, consumer constructs.Construct) {
			outer := nest(stack, "Outer")
			return outer, nest(outer, "Consumer")
		}, "Top/Outer/Consumer.NestedStack/Consumer.NestedStackResource", "OrdersPermissions"},
		"the provider": {func(stack awscdk.Stack) (provider, consumer constructs.Construct) {
			return nest(stack, "Provider"), stack
		}, "Top/Client/Endpoint/Resource", "ProviderNestedStack"},
		"each in its own": {func(stack awscdk.Stack) (provider, consumer constructs.Construct) {
			return nest(stack, "Provider"), nest(stack, "Consumer")
		}, "Top/Consumer.NestedStack/Consumer.NestedStackResource", "ProviderNestedStack"},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			orders, client := c.place(newStack(app, "Top", providerAccount, region))
			newPair(orders, client)
			isFound := false
			for _, template := range snapshot.Synth(t, app) {
				for id, resource := range template.Resources {
					if template.Path(id) != c.waits {
						continue
					}
					isFound = true
					needs := strings.Join(resource.DependsOn, " ")
					if encoded, err := json.Marshal(resource.Properties); err == nil && strings.Contains(string(encoded), `"Fn::GetAtt":["ProviderNestedStack`) {
						needs += " ProviderNestedStack"
					}
					if !strings.Contains(needs, c.need) {
						t.Errorf("%s doesn't wait for %s, but for %q", c.waits, c.need, needs)
					}
				}
			}
			if !isFound {
				t.Errorf("nothing is at %s", c.waits)
			}
		})
	}

	t.Run("in two stacks", func(t *testing.T) {
		app := snapshot.NewApp(t, nil)
		provider, consumer := newStack(app, "Provider", providerAccount, region), newStack(app, "Consumer", providerAccount, region)
		newPair(nest(provider, "Inner"), nest(consumer, "Inner"))
		snapshot.Synth(t, app)
		if dependencies := *consumer.Dependencies(); len(dependencies) != 1 || *dependencies[0].StackName() != "Provider" {
			t.Errorf("the consumer's stack waits for %v", dependencies)
		}
	})
}

// TestCrossings passes the constructs to jsii in every way that users do. A
// struct that isn't tied to its node panics at the first of them.
func TestCrossings(t *testing.T) {
	for _, name := range []string{"Orders", "Client"} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Both", consumerAccount, region)
			orders, client := newPair(stack, stack)
			construct := map[string]constructs.Construct{"Orders": orders, "Client": client}[name]

			constructs.NewConstruct(construct, jsii.String("Child"))
			if path := *construct.Node().FindChild(jsii.String("Child")).Node().Path(); path != "Both/"+name+"/Child" {
				t.Errorf("as a scope: child is %s", path)
			}
			awscdk.Tags_Of(construct).Add(jsii.String("seen"), jsii.String(name), nil)
			if awscdk.Stack_Of(construct) != stack {
				t.Error("Stack_Of gives another stack")
			}
			aspect := &visitor{}
			awscdk.Aspects_Of(construct).Add(aspect, nil)
			later := awsec2.NewCfnEIP(stack, jsii.String("Later"+name), nil)
			later.Node().AddDependency(construct)
			if found := stack.Node().FindChild(jsii.String(name)); found != construct {
				t.Errorf("FindChild gives %T, not the same pointer", found)
			}

			template := snapshot.Synth(t, app)["Both"]
			if len(aspect.paths) == 0 || aspect.paths[0] != "Both/"+name {
				t.Errorf("the aspect visited %v", aspect.paths)
			}
			if len(template.Resources[resolve(stack, *later.LogicalId()).(string)].DependsOn) == 0 {
				t.Error("AddDependency had no effect")
			}
		})
	}
}

// rawTemplates is the bytes of all templates of an app.
func rawTemplates(t *testing.T, app awscdk.App) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(*app.Synth(nil).Directory(), "*.template.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// newPair makes a provider and a consumer of it.
func newPair(providerStack, consumerStack constructs.Construct) (*privatelink.ProviderService, *privatelink.ConsumerEndpoint) {
	providerVpc := newVpc(providerStack, "us-east-1a", "us-east-1b")
	consumerVpc := providerVpc
	if consumerStack != providerStack {
		consumerVpc = newVpc(consumerStack, "us-east-1b", "us-east-1c")
	}
	props := minimalProvider(providerVpc)
	props.AllowedPrincipals = []privatelink.Principal{privatelink.Account(consumerAccount)}
	orders := privatelink.NewProviderService(providerStack, "Orders", props)
	return orders, privatelink.NewConsumerEndpoint(consumerStack, "Client", &privatelink.ConsumerEndpointProps{
		Vpc: consumerVpc, Service: orders, Dns: privatelink.PrivateZone("orders.internal"), MinimumZones: 1,
	})
}

func TestPairInOneStack(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		stack := newStack(app, "Both", consumerAccount, region)
		newPair(stack, stack)
		snapshot.Match(t, app)

		template := snapshot.Synth(t, app)["Both"]
		permissions, _ := template.Only(t, "AWS::EC2::VPCEndpointServicePermissions")
		if _, endpoint := template.Only(t, "AWS::EC2::VPCEndpoint"); !slices.Contains(endpoint.DependsOn, permissions) {
			t.Errorf("the endpoint waits for %v", endpoint.DependsOn)
		}
	})
}

func TestPairInTwoStacks(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		newPair(newStack(app, "Provider", consumerAccount, region), newStack(app, "Consumer", consumerAccount, region))
		snapshot.Match(t, app)
	})
}

// TestTwoAppsInOneProcess: nothing is remembered from one app to the next.
func TestTwoAppsInOneProcess(t *testing.T) {
	var bodies []string
	for range 2 {
		app := snapshot.NewApp(t, nil)
		newPair(newStack(app, "Provider", consumerAccount, region), newStack(app, "Consumer", consumerAccount, region))
		bodies = append(bodies, rawTemplates(t, app))
	}
	if bodies[0] != bodies[1] {
		t.Error("two runs of one app give different templates")
	}
}

// TestRegionThatIsRefused: the provider's rules are asked before the consumer is
// built.
func TestRegionThatIsRefused(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	provider, consumer := newStack(app, "Provider", providerAccount, region), newStack(app, "Consumer", providerAccount, "eu-west-1")
	props := minimalProvider(newVpc(provider, "us-east-1a", "us-east-1b"))
	props.Listeners[0].IdleTimeout = time.Minute
	orders := privatelink.NewProviderService(provider, "Orders", props)
	err := recovered(t, func() {
		privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(consumer, "eu-west-1a", "eu-west-1b"), Service: orders})
	})
	if !strings.Contains(err.Error(), `"Provider/Orders": Listeners[0].IdleTimeout: is set, but the service is offered to eu-west-1`) || consumer.Node().TryFindChild(jsii.String("Orders")) != nil {
		t.Errorf("got %s", err)
	}
}

// TestConsumersWaitFor: endpoints are made after what they are said to wait for, whichever of
// them comes first in the program.
func TestConsumersWaitFor(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Stack", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	props := minimalProvider(vpc)
	props.AllowConsumersOfApp = true
	orders := privatelink.NewProviderService(stack, "Orders", props)
	part := func(id string) awscdk.CfnResource {
		return awscdk.NewCfnResource(stack, &id, &awscdk.CfnResourceProps{Type: jsii.String("AWS::CloudFormation::WaitConditionHandle")})
	}
	orders.ConsumersWaitFor(part("Before"))
	privatelink.NewConsumerEndpoint(stack, "Consumer", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders})
	orders.ConsumersWaitFor(part("After"), part("Later"))
	_, endpoint := snapshot.FromStack(t, stack).Only(t, "AWS::EC2::VPCEndpoint")
	for _, id := range []string{"Before", "After", "Later"} {
		if !slices.Contains(endpoint.DependsOn, id) {
			t.Errorf("the endpoint waits for %v, not for %s", endpoint.DependsOn, id)
		}
	}
}
