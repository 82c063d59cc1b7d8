package deployment

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// apart is a pair across accounts and Regions at once.
func apart(app awscdk.App) {
	orders := newProvider(app, listening(listener(443)))
	orders.SupportRegions("eu-west-1")
	newConsumer(app, Partner, "eu-west-1", orders, inZone)
}

// TestApart takes pairs across accounts and Regions through their lives with the CDK
// CLI, which assumes roles in the other account.
func TestApart(t *testing.T) {
	for name, system := range map[string]func(awscdk.App){"accounts": accounts, "regions": regions, "accounts and Regions": apart} {
		t.Run(name, func(t *testing.T) { Setting{NewStacks: system}.workflow(t) })
	}
}

// TestRefusedByCLI: what is refused shows in what the CLI prints, in AWS's words; the
// stack is rolled back, and deploys once it is right.
func TestRefusedByCLI(t *testing.T) {
	for name, c := range map[string]struct {
		system, breaks func(awscdk.App)
		given          func(*resources.World)
		want           string
	}{
		"account that isn't allowed": {accounts, hatch(thePrincipal, "AllowedPrincipals", []any{"arn:aws:iam::777788889999:root"}), nil, "does not exist"},
		"Region that isn't offered":  {regions, hatch(theService, "SupportedRegions", removed{}), nil, "does not exist"},
		"zone that isn't served":     {accounts, none, func(world *resources.World) { world.ShiftZones(Partner, 2) }, "does not support the availability zone of the subnet"},
		"name that isn't verified":   {named, none, nil, "has not verified the private DNS name"},
	} {
		t.Run(name, func(t *testing.T) {
			need(t)
			broken := Synth(t, snapshot.CdkInitFlags(), all(c.system, c.breaks))
			world := NewWorld(t)
			if c.given != nil {
				c.given(world)
			}
			cli := NewCLI(t, world, broken.Places()...)
			printed, ok := cli.Run(t, broken, "deploy", "--all", "--require-approval=never")
			if ok || !strings.Contains(printed, c.want) {
				t.Fatalf("deployed %v, and the CLI doesn't say %q:\n%s", ok, c.want, printed)
			}
			consumer := broken.Stack(t, "Consumer")
			if stack := cli.CloudFormation.Stack(consumer.Place, "Consumer"); stack == nil || stack.Status != "ROLLBACK_COMPLETE" {
				t.Errorf("the consumer's stack is %v", stack)
			}
			if endpoints := world.All("AWS::EC2::VPCEndpoint"); len(endpoints) > 0 {
				t.Errorf("%d endpoints are left", len(endpoints))
			}

			// What was wrong is put right: in the app, or around it.
			world.ShiftZones(Partner, 0)
			for _, service := range world.All("AWS::EC2::VPCEndpointService") {
				world.Verify(service)
			}
			right := Synth(t, snapshot.CdkInitFlags(), c.system)
			cli.Must(t, right, "deploy", "--all", "--require-approval=never")
			if endpoints := world.All("AWS::EC2::VPCEndpoint"); len(endpoints) != 1 || endpoints[0].State != resources.Available {
				t.Errorf("endpoints: %v", endpoints)
			}
		})
	}
}

// TestAcceptance: an endpoint that must be accepted waits, and its stack doesn't.
func TestAcceptance(t *testing.T) {
	need(t)
	assembly := Synth(t, nil, all(pair, hatch(theService, "AcceptanceRequired", true)))
	world := NewWorld(t)
	cli := NewCLI(t, world, assembly.Places()...)
	cli.Must(t, assembly, "deploy", "--all", "--require-approval=never")
	endpoint := world.All("AWS::EC2::VPCEndpoint")[0]
	if endpoint.State != resources.PendingAcceptance {
		t.Errorf("the endpoint is %s", endpoint.State)
	}
	// One that waits holds on to its service as well.
	if printed, ok := cli.Run(t, assembly, "destroy", "--force", "--exclusively", "Provider"); ok {
		t.Errorf("the provider could be destroyed:\n%s", printed)
	}
	world.Accept(endpoint)
	if endpoint.State != resources.Available {
		t.Errorf("accepted, the endpoint is %s", endpoint.State)
	}
}

// TestDestroyOrder: a provider can't go before its consumers, whichever way they got to
// know its name; and what AWS refuses to delete goes on serving.
func TestDestroyOrder(t *testing.T) {
	for world, c := range map[string]struct {
		flags map[string]any
		want  string
	}{
		"no-flags":       {nil, "in use by Consumer"},
		snapshot.CdkInit: {snapshot.CdkInitFlags(), "Service has existing active VPC Endpoint connections!"},
	} {
		t.Run(world, func(t *testing.T) {
			need(t)
			assembly := Synth(t, c.flags, pair)
			world := NewWorld(t)
			cli := NewCLI(t, world, assembly.Places()...)
			cli.Must(t, assembly, "deploy", "--all", "--require-approval=never")
			printed, ok := cli.Run(t, assembly, "destroy", "--force", "--exclusively", "Provider")
			if ok || !strings.Contains(printed, c.want) {
				t.Errorf("destroyed %v, and the CLI doesn't say %q:\n%s", ok, c.want, printed)
			}
			for resourceType, want := range map[string]int{
				"AWS::EC2::VPCEndpointService": 1, "AWS::ElasticLoadBalancingV2::LoadBalancer": 1, "AWS::ElasticLoadBalancingV2::Listener": 2,
				"AWS::ElasticLoadBalancingV2::TargetGroup": 2, "AWS::EC2::SecurityGroup": 2,
			} {
				if got := len(world.All(resourceType)); got != want {
					t.Errorf("after the refusal there are %d of %s, not %d", got, resourceType, want)
				}
			}
			cli.Must(t, assembly, "destroy", "--force", "--all")
			if left := world.Count(); left > 0 {
				t.Errorf("%d resources are left", left)
			}
		})
	}
}

// TestKept: without a word of the user's, a service outlives its construct and its stack,
// with all that its traffic passes; and a first deployment that fails leaves nothing.
func TestKept(t *testing.T) {
	network := func(app awscdk.App) (awscdk.Stack, awsec2.Vpc) {
		stack := newStack(app, "Network", Home.Account, Home.Region)
		return stack, newVpc(stack, "Vpc", "10.0.0.0/16")
	}
	provider := func(allowed string) func(awscdk.App) {
		return func(app awscdk.App) {
			_, vpc := network(app)
			props := listening(listener(443))
			props.Vpc, props.RemovalPolicy = vpc, ""
			privatelink.NewProviderService(newStack(app, "Provider", Home.Account, Home.Region), "Orders", props)
			override(app, thePrincipal, "AllowedPrincipals", []any{allowed})
		}
	}
	need(t)
	world := NewWorld(t)
	broken := Synth(t, snapshot.CdkInitFlags(), provider("nobody"))
	cli := NewCLI(t, world, broken.Places()...)
	if printed, ok := cli.Run(t, broken, "deploy", "--all", "--require-approval=never"); ok {
		t.Fatalf("deployed:\n%s", printed)
	}
	if stack := cli.CloudFormation.Stack(Home, "Provider"); stack == nil || stack.Status != "ROLLBACK_COMPLETE" || len(world.All("AWS::ElasticLoadBalancingV2::LoadBalancer")) > 0 {
		t.Errorf("after the first deployment, which failed, there is %v", stack)
	}

	right := Synth(t, snapshot.CdkInitFlags(), provider("arn:aws:iam::444455556666:root"))
	cli.Must(t, right, "deploy", "--all", "--require-approval=never")
	before := world.All("AWS::EC2::VPCEndpointService")[0].ID
	cli.Must(t, right, "destroy", "--force", "--exclusively", "Provider")
	after := world.All("AWS::EC2::VPCEndpointService")
	if len(after) != 1 || after[0].ID != before || len(world.All("AWS::ElasticLoadBalancingV2::Listener")) != 1 {
		t.Errorf("destroyed, service %s became %v", before, after)
	}
}

// TestProtected: deletion protection keeps the load balancer of a service that is deleted
// with its stack, and nothing else.
func TestProtected(t *testing.T) {
	need(t)
	assembly := Synth(t, nil, all(servers, func(app awscdk.App) {
		override(app, theBalancer, balancerAttr, attributed("deletion_protection.enabled", "true"))
	}))
	world := NewWorld(t)
	cli := NewCLI(t, world, assembly.Places()...)
	cli.Must(t, assembly, "deploy", "--all", "--require-approval=never")
	printed, ok := cli.Run(t, assembly, "destroy", "--force", "--all")
	if ok || !strings.Contains(printed, "cannot be deleted because deletion protection is enabled") {
		t.Errorf("destroyed %v:\n%s", ok, printed)
	}
	if len(world.All("AWS::ElasticLoadBalancingV2::LoadBalancer")) != 1 || len(world.All("AWS::EC2::VPCEndpointService")) != 0 {
		t.Error("the load balancer is gone, or the service is there")
	}
}

// TestTerminationProtected: a stack with termination protection keeps everything.
func TestTerminationProtected(t *testing.T) {
	need(t)
	protected := func(on bool) func(awscdk.App) {
		return func(app awscdk.App) {
			servers(app)
			app.Node().FindChild(jsii.String("Provider")).(awscdk.Stack).SetTerminationProtection(jsii.Bool(on))
		}
	}
	assembly := Synth(t, nil, protected(true))
	world := NewWorld(t)
	cli := NewCLI(t, world, assembly.Places()...)
	cli.Must(t, assembly, "deploy", "--all", "--require-approval=never")
	before := world.Count()
	printed, ok := cli.Run(t, assembly, "destroy", "--force", "--all")
	if ok || !strings.Contains(printed, "TerminationProtection is enabled") || world.Count() != before {
		t.Errorf("destroyed %v, %d resources of %d are left:\n%s", ok, world.Count(), before, printed)
	}
	cli.Must(t, Synth(t, nil, protected(false)), "deploy", "--all", "--require-approval=never")
	if cli.CloudFormation.Stack(Home, "Provider").TerminationProtection {
		t.Error("it is protected still")
	}
}

// TestOperations: the CLI asks for these operations, whatever it does but protect stacks
// from termination.
func TestOperations(t *testing.T) {
	need(t)
	anywhere := func(app awscdk.App) {
		stack := awscdk.NewStack(app, jsii.String("Provider"), nil)
		props := listening(listener(443))
		props.LoadBalancer.Subnets = nil
		props.Vpc = awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0), RestrictDefaultSecurityGroup: jsii.Bool(false)})
		privatelink.NewProviderService(stack, "Orders", props)
	}
	assembly := Synth(t, nil, anywhere)
	cli := NewCLI(t, NewWorld(t), assembly.Places()...)
	cli.Must(t, assembly, "deploy", "--all", "--require-approval=never")
	cli.Must(t, assembly, "diff")
	cli.Run(t, Synth(t, nil, all(anywhere, hatch(theListener, "Port", 0))), "deploy", "--all", "--require-approval=never")
	cli.Run(t, assembly, "destroy", "--force", "--all") // It is protected.
	want := []string{
		"cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet", "cloudformation:DeleteStack", "cloudformation:DescribeChangeSet",
		"cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResources", "cloudformation:DescribeStacks", "cloudformation:ExecuteChangeSet",
		"cloudformation:GetTemplate", "s3:GetBucketEncryption", "s3:GetBucketLocation", "s3:ListObjectsV2", "s3:PutObject", "ssm:GetParameter",
		"sts:AssumeRole", "sts:GetCallerIdentity",
	}
	if got := cli.Operations(); !slices.Equal(got, want) {
		t.Errorf("the CLI asked for %v, want %v", got, want)
	}
}
