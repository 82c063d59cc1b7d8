package privatelink_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// checkSynthesis synthesizes an app, and checks which rules it says are broken.
func checkSynthesis(t *testing.T, app awscdk.App, want []string) {
	t.Helper()
	var got []string
	for _, f := range judged(t, app).Errors() {
		if !slices.Contains(got, f.ID) {
			got = append(got, f.ID)
		}
	}
	slices.Sort(got)
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// judged is what is found of an app's templates, whose synthesis fails if there are errors.
func judged(t *testing.T, app awscdk.App) *check.Report {
	t.Helper()
	var failure any
	func() {
		defer func() { failure = recover() }()
		app.Synth(nil)
	}()
	report, err := check.Directory(*app.Outdir())
	if err != nil {
		t.Fatal(err)
	}
	if (failure != nil) != (len(report.Errors()) > 0) {
		t.Errorf("the synthesis said %v, but these are found:\n%s", failure, report)
	}
	return report
}

// TestTogether: what is right by itself, and wrong beside another construct.
func TestTogether(t *testing.T) {
	stackIn := func(scope constructs.Construct, id string, env *awscdk.Environment) awscdk.Stack {
		return awscdk.NewStack(scope, &id, &awscdk.StackProps{Env: env})
	}
	here := &awscdk.Environment{Account: jsii.String(providerAccount), Region: jsii.String(region)}
	pair := func(provider, consumer awscdk.Stack) {
		service := privatelink.NewProviderService(provider, "Orders", minimalProvider(newVpc(provider, "us-east-1a", "us-east-1b")))
		privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
			Vpc: newVpc(consumer, "us-east-1a", "us-east-1b"), Service: service,
		})
	}
	// inOneVpc gives two consumers of one VPC names, in order.
	inOneVpc := func(first, second privatelink.Dns) func(awscdk.App) {
		return func(app awscdk.App) {
			stack := newStack(app, "Consumer", consumerAccount, region)
			vpc := newVpc(stack, "us-east-1a")
			for i, dns := range []privatelink.Dns{first, second} {
				privatelink.NewConsumerEndpoint(stack, fmt.Sprint("Orders", i), &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract(), Dns: dns})
			}
		}
	}
	named := func(zone string, names ...string) privatelink.Dns {
		dns := privatelink.PrivateZone(zone)
		dns.Names = names
		return dns
	}
	for name, c := range map[string]struct {
		build func(app awscdk.App)
		// want is in the only line of the error that the constructor panics with, or the only
		// ID of what is found in the templates; nothing is wrong if it is empty.
		want string
	}{
		"another stage": {func(app awscdk.App) {
			pair(stackIn(awscdk.NewStage(app, jsii.String("One"), nil), "Provider", here), stackIn(awscdk.NewStage(app, jsii.String("Two"), nil), "Consumer", here))
		}, "Service: is a provider in another stage of the app"},
		"the same stage": {func(app awscdk.App) {
			stage := awscdk.NewStage(app, jsii.String("One"), nil)
			pair(stackIn(stage, "Provider", here), stackIn(stage, "Consumer", here))
		}, ""},
		"provider anywhere": {func(app awscdk.App) {
			pair(stackIn(app, "Provider", nil), stackIn(app, "Consumer", here))
		}, "Service: is in a stack without Region, the consumer in one of Region us-east-1"},
		"consumer anywhere": {func(app awscdk.App) {
			pair(stackIn(app, "Provider", here), stackIn(app, "Consumer", nil))
		}, "Service: is in a stack of Region us-east-1, the consumer in one without Region"},
		"both anywhere": {func(app awscdk.App) {
			pair(stackIn(app, "Provider", nil), stackIn(app, "Consumer", nil))
		}, ""},
		"range left out":             {admits("192.168.0.0/16"), "privatelink::client-range-admitted"},
		"range admitted":             {admits("192.168.0.0/16", "10.0.7.0/24"), ""},
		"overlapping ranges of VPCs": {func(app awscdk.App) { pair(stackIn(app, "Provider", here), stackIn(app, "Consumer", here)) }, ""},
		"zone within a zone, which takes a name": {
			inOneVpc(named("internal", "orders", "shop"), named("orders.internal", "api")),
			"privatelink::dns-name-shadowed"},
		"the other way round": {
			inOneVpc(named("orders.internal", "api"), named("internal", "a.orders", "shop")),
			"privatelink::dns-name-shadowed"},
		"zone within a zone, without harm": {inOneVpc(named("internal", "shop", "*"), named("orders.internal", "", "api")), ""},
		"account without Region, and both": {func(app awscdk.App) {
			pair(stackIn(app, "Provider", &awscdk.Environment{Region: jsii.String(region)}), stackIn(app, "Consumer", here))
		}, "Service: is in a stack without account, the consumer in one of account 111122223333"},
		"imported VPC outside of the stages": {func(app awscdk.App) {
			shared := stackIn(app, "Shared", here)
			vpc := newVpc(shared, "us-east-1a", "us-east-1b")
			stage := awscdk.NewStage(app, jsii.String("One"), nil)
			service := privatelink.NewProviderService(stackIn(stage, "Provider", here), "Orders", minimalProvider(newVpc(stackIn(stage, "Vpcs", here), "us-east-1a", "us-east-1b")))
			privatelink.NewConsumerEndpoint(stackIn(stage, "Consumer", here), "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: service})
		}, ""},
		"zone made, then shared": {func(app awscdk.App) {
			stack := newStack(app, "Consumer", consumerAccount, region)
			vpc := newVpc(stack, "us-east-1a")
			first := privatelink.NewConsumerEndpoint(stack, "First", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract(), Dns: privatelink.PrivateZone("orders.internal")})
			privatelink.NewConsumerEndpoint(stack, "Second", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: vendorContract(), Dns: privatelink.ExistingPrivateZone(first.HostedZone, "b")})
		}, ""},
		"one VPC imported twice": {func(app awscdk.App) {
			for _, id := range []string{"One", "Two"} {
				stack := newStack(app, id, consumerAccount, region)
				privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
					Vpc: newVpc(stack, "us-east-1a"), Service: vendorContract(), Dns: privatelink.PrivateZone("orders.internal"),
				})
			}
		}, "privatelink::dns-zone-taken"},
		"a load balancer of another service": {func(app awscdk.App) {
			stack := stackIn(app, "Provider", here)
			vpc := newVpc(stack, "us-east-1a")
			first := privatelink.NewProviderService(stack, "Orders", minimalProvider(vpc))
			privatelink.NewProviderService(stack, "Shop", &privatelink.ProviderServiceProps{
				Vpc: vpc, Listeners: []privatelink.Listener{{Port: 443}}, ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{LoadBalancer: first.LoadBalancer}},
			})
		}, "privatelink::existing-load-balancer-taken"},
		"an ARN that isn't known, in two Regions": {func(app awscdk.App) {
			for _, region := range []string{"us-east-1", "eu-west-1"} {
				stack := newStack(app, region, providerAccount, region)
				privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
					Vpc: newVpc(stack, region+"a"), Listeners: []privatelink.Listener{{Port: 443}},
					ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{Arn: *awscdk.Fn_ImportValue(jsii.String("NlbArn"))}},
				})
			}
		}, ""},
		"a target group of another service": {func(app awscdk.App) {
			stack := stackIn(app, "Provider", here)
			vpc := newVpc(stack, "us-east-1a")
			group := newTargetGroup(stack, vpc)
			for _, id := range []string{"Orders", "Shop"} {
				privatelink.NewProviderService(stack, id, &privatelink.ProviderServiceProps{Vpc: vpc, Listeners: []privatelink.Listener{{Port: 443, TargetGroups: []privatelink.TargetGroup{{Existing: group, Port: 8443}}}}})
			}
		}, "privatelink::target-group-taken"},
		"another port than the target group's": {func(app awscdk.App) {
			stack := stackIn(app, "Provider", here)
			vpc := newVpc(stack, "us-east-1a")
			privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{Vpc: vpc, Listeners: []privatelink.Listener{{Port: 443, TargetGroups: []privatelink.TargetGroup{{Existing: newTargetGroup(stack, vpc), Port: 80}}}}})
		}, "Port: is 80, but the group's is 8443"},
		"a subnet under another zone's name": {func(app awscdk.App) {
			stack := newStack(app, "Consumer", consumerAccount, region)
			vpc := newVpc(stack, "us-east-1a", "us-east-1b")
			privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
				Vpc: vpc, Service: vendorContract(), SubnetByZone: map[string]awsec2.ISubnet{"us-east-1a": (*vpc.PrivateSubnets())[1]},
			})
		}, "Subnets: the subnet in us-east-1a is in us-east-1b"},
		"a private zone for the public record": {func(app awscdk.App) {
			stack := stackIn(app, "Provider", here)
			props := minimalProvider(newVpc(stack, "us-east-1a"))
			props.PrivateDns = privatelink.PrivateDns{Name: "orders.example.com", HostedZone: awsroute53.NewPrivateHostedZone(stack, jsii.String("Zone"), &awsroute53.PrivateHostedZoneProps{Vpc: props.Vpc, ZoneName: jsii.String("example.com")})}
			privatelink.NewProviderService(stack, "Orders", props)
		}, `PrivateDns.HostedZone: "example.com" is a private zone`},
		"policy too long": {func(app awscdk.App) { withPolicy(app, jsii.String("arn:aws:s3:::orders/"+strings.Repeat("x", 20480))) }, "Policy: has 20"},
		"policy too long once the account is filled in": {func(app awscdk.App) {
			withPolicy(app, jsii.String(strings.Repeat("x", 20480)+*awscdk.Aws_ACCOUNT_ID()))
		}, "privatelink::endpoint-policy-size"},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			if c.want == "" || strings.HasPrefix(c.want, "privatelink::") {
				c.build(app)
				checkSynthesis(t, app, strings.Fields(c.want))
				return
			}
			err := recovered(t, func() { c.build(app) })
			if len(err.Findings) != 1 || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got\n%v\nwant one finding with\n%s", err, c.want)
			}
		})
	}
}

// admits makes a provider that admits ranges, and a consumer in 10.0.0.0/16.
func admits(cidrs ...string) func(awscdk.App) {
	return func(app awscdk.App) {
		provider, consumer := newStack(app, "Provider", providerAccount, region), newStack(app, "Consumer", providerAccount, region)
		props := minimalProvider(newVpc(provider, "us-east-1a"))
		props.LoadBalancer.Security = privatelink.PrivateLinkFrom(cidrs...)
		privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
			Vpc: newVpc(consumer, "us-east-1a"), Service: privatelink.NewProviderService(provider, "Orders", props),
		})
	}
}

func withPolicy(app awscdk.App, resource *string) {
	stack := newStack(app, "Consumer", consumerAccount, region)
	privatelink.NewConsumerEndpoint(stack, "S3", &privatelink.ConsumerEndpointProps{
		Vpc: newVpc(stack, "us-east-1a"), Service: privatelink.AWSService("s3"),
		Policy: awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{Statements: &[]awsiam.PolicyStatement{
			awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Actions: jsii.Strings("s3:GetObject"), Resources: &[]*string{resource}, Principals: &[]awsiam.IPrincipal{awsiam.NewAnyPrincipal()},
			}),
		}}),
	})
}
