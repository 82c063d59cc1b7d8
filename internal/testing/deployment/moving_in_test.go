package deployment

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

const movingVpc = "vpc-0123456789abcdef0"

// givenToMoving is the network, which stays outside of the stacks that move.
func givenToMoving(world *resources.World) {
	GiveVpc(world, Home, movingVpc, map[string]string{
		"subnet-0123456789abcdef0": "us-east-1a", "subnet-0123456789abcdef1": "us-east-1b",
	})
}

func movingVpcOf(stack awscdk.Stack) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String(movingVpc), VpcCidrBlock: jsii.String("10.0.0.0/16"), AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"),
		PrivateSubnetIds:           jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"),
	})
}

// plainProvider is a service as plain CDK makes it; all of it outlives its stack.
func plainProvider(stack awscdk.Stack) {
	vpc := movingVpcOf(stack)
	group := awsec2.NewSecurityGroup(stack, jsii.String("Group"), &awsec2.SecurityGroupProps{Vpc: vpc})
	balancer := awselasticloadbalancingv2.NewNetworkLoadBalancer(stack, jsii.String("Nlb"), &awselasticloadbalancingv2.NetworkLoadBalancerProps{
		Vpc: vpc, SecurityGroups: &[]awsec2.ISecurityGroup{group}, CrossZoneEnabled: jsii.Bool(true),
	})
	targets := awselasticloadbalancingv2.NewNetworkTargetGroup(stack, jsii.String("Targets"), &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc: vpc, Port: jsii.Number(8443), TargetType: awselasticloadbalancingv2.TargetType_IP,
	})
	balancer.AddListener(jsii.String("Listener"), &awselasticloadbalancingv2.BaseNetworkListenerProps{
		Port: jsii.Number(443), DefaultTargetGroups: &[]awselasticloadbalancingv2.INetworkTargetGroup{targets},
	})
	awsec2.NewVpcEndpointService(stack, jsii.String("Service"), &awsec2.VpcEndpointServiceProps{
		VpcEndpointServiceLoadBalancers: &[]awsec2.IVpcEndpointServiceLoadBalancer{balancer}, AcceptanceRequired: jsii.Bool(false),
		AllowedPrincipals: &[]awsiam.ArnPrincipal{awsiam.NewAccountPrincipal(jsii.String(Home.Account))},
	})
	awscdk.RemovalPolicies_Of(stack).Retain(nil)
}

// movedProvider is the same service as the library makes it.
func movedProvider(stack awscdk.Stack, vpc awsec2.IVpc, security privatelink.Security) *privatelink.ProviderService {
	props := listening(listener(443))
	props.Vpc, props.RemovalPolicy = vpc, ""
	props.AllowedPrincipals = []privatelink.Principal{privatelink.Account(Home.Account)}
	props.LoadBalancer = privatelink.LoadBalancerOptions{Security: security}
	return privatelink.NewProviderService(stack, "Orders", props)
}

// plainConsumer is an endpoint as plain CDK makes it, which outlives its stack.
func plainConsumer(stack awscdk.Stack, serviceName string) {
	vpc := movingVpcOf(stack)
	group := awsec2.NewSecurityGroup(stack, jsii.String("Group"), &awsec2.SecurityGroupProps{Vpc: vpc})
	awsec2.NewInterfaceVpcEndpoint(stack, jsii.String("Endpoint"), &awsec2.InterfaceVpcEndpointProps{
		Vpc: vpc, Service: awsec2.NewInterfaceVpcEndpointService(&serviceName, jsii.Number(443)), SecurityGroups: &[]awsec2.ISecurityGroup{group},
	})
	awscdk.RemovalPolicies_Of(stack).Retain(nil)
}

// movedConsumer is the same endpoint as the library makes it.
func movedConsumer(stack awscdk.Stack, vpc awsec2.IVpc, service privatelink.Service, group awsec2.ISecurityGroup) *privatelink.ConsumerEndpoint {
	return privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: service, SecurityGroup: group})
}

const (
	serviceType  = "AWS::EC2::VPCEndpointService"
	endpointType = "AWS::EC2::VPCEndpoint"
	groupType    = "AWS::EC2::SecurityGroup"
)

// moving is a service and its endpoint, in stacks of plain CDK.
type moving struct {
	*CLI
	t     *testing.T
	plain Assembly
	// provided and consumed are what the stacks have, by type: one of each.
	provided, consumed map[string]*resources.Resource
	count              int
}

func newMoving(t *testing.T) *moving {
	t.Helper()
	need(t)
	world := NewWorld(t)
	givenToMoving(world)
	provider := func(app awscdk.App) { plainProvider(newStack(app, "Plain", Home.Account, Home.Region)) }
	first := Synth(t, snapshot.CdkInitFlags(), provider)
	m := &moving{CLI: NewCLI(t, world, first.Places()...), t: t}
	m.Must(t, first, "deploy", "Plain", "--require-approval=never")
	m.provided = m.heldBy("Plain")
	serviceName := "com.amazonaws.vpce.us-east-1." + m.provided[serviceType].ID
	m.plain = Synth(t, snapshot.CdkInitFlags(), all(provider, func(app awscdk.App) {
		plainConsumer(newStack(app, "PlainConsumer", Home.Account, Home.Region), serviceName)
	}))
	m.Must(t, m.plain, "deploy", "PlainConsumer", "--require-approval=never")
	m.consumed = m.heldBy("PlainConsumer")
	m.count = world.Count()
	return m
}

func (m *moving) heldBy(stack string) map[string]*resources.Resource {
	m.t.Helper()
	byType := map[string]*resources.Resource{}
	for id, resource := range m.CloudFormation.Stack(Home, stack).Resources() {
		if byType[resource.Type] != nil {
			m.t.Fatalf("%s has two of %s: %s", stack, resource.Type, id)
		}
		byType[resource.Type] = resource
	}
	return byType
}

// release destroys the stacks, which leave all that they have.
func (m *moving) release() {
	m.t.Helper()
	m.Must(m.t, m.plain, "destroy", "--all", "--force")
	if m.CloudFormation.World.Count() != m.count {
		m.t.Fatalf("%d resources of %d are left", m.CloudFormation.World.Count(), m.count)
	}
}

// shelled puts a handle, which makes nothing, into both stacks: a stack has to have
// something to be made, and has to be there to be imported into.
func shelled(newStacks func(provider, consumer awscdk.Stack)) func(awscdk.App) {
	return func(app awscdk.App) {
		var stacks []awscdk.Stack
		for _, name := range []string{"Provider", "Consumer"} {
			stack := newStack(app, name, Home.Account, Home.Region)
			awscdk.NewCfnWaitConditionHandle(stack, jsii.String("Handle"), nil)
			stacks = append(stacks, stack)
		}
		newStacks(stacks[0], stacks[1])
	}
}

// shell makes the stacks that are then imported into.
func (m *moving) shell() {
	m.t.Helper()
	empty := Synth(m.t, snapshot.CdkInitFlags(), shelled(func(_, _ awscdk.Stack) {}))
	m.Must(m.t, empty, "deploy", "--all", "--require-approval=never")
	m.count += len(empty.Stacks)
}

// importInto imports those of existing resources that a stack has by their types.
func (m *moving) importInto(app Assembly, name string, existing map[string]*resources.Resource) {
	m.t.Helper()
	m.Must(m.t, app, "import", name, "--resource-mapping", m.mapping(app, name, existing))
	if status := m.CloudFormation.Stack(Home, name).Status; status != "IMPORT_COMPLETE" {
		m.t.Errorf("%s is %s", name, status)
	}
}

// mapping is the file that tells the CLI which resource becomes which.
func (m *moving) mapping(app Assembly, name string, existing map[string]*resources.Resource) string {
	m.t.Helper()
	identifiers := map[string]map[string]string{}
	for resourceType, resource := range existing {
		for id := range app.Stack(m.t, name).Parsed.OfType(resourceType) {
			identifiers[id] = map[string]string{m.CloudFormation.World.Identifier(resourceType)[0]: resource.ID}
		}
	}
	encoded, err := json.Marshal(identifiers)
	if err != nil {
		m.t.Fatal(err)
	}
	file := filepath.Join(m.t.TempDir(), "mapping.json")
	if err := os.WriteFile(file, encoded, 0o600); err != nil {
		m.t.Fatal(err)
	}
	return file
}

// prepared are the changes that would bring a stack, and what it has, to its template.
func (m *moving) prepared(app Assembly, name string) []cloudformation.Change {
	m.t.Helper()
	m.Must(m.t, app, "deploy", name, "--revert-drift", "--method=prepare-change-set", "--require-approval=never")
	return m.CloudFormation.Stack(Home, name).ChangeSet("cdk-deploy-change-set").Changes
}

// moved: stacks have the very resources that there were before, as their templates say,
// and the endpoint is connected to the service still.
func (m *moving) moved(app Assembly, provider, consumer string, but ...string) {
	m.t.Helper()
	for name, before := range map[string]map[string]*resources.Resource{provider: m.provided, consumer: m.consumed} {
		after := m.heldBy(name)
		for resourceType, resource := range before {
			if after[resourceType] != resource && !slices.Contains(but, resourceType) {
				m.t.Errorf("%s %s became %v", resourceType, resource.ID, after[resourceType])
			}
		}
		if err := m.CloudFormation.Check(m.CloudFormation.Stack(Home, name)); err != nil {
			m.t.Error(err)
		}
	}
	if endpoint := m.consumed[endpointType]; endpoint.State != resources.Available {
		m.t.Errorf("the endpoint is %s", endpoint.State)
	}
	if err := m.CloudFormation.World.Delete(m.provided[serviceType]); err == nil {
		m.t.Error("the service has no connection any more")
	}
	if count := m.CloudFormation.World.Count(); count != m.count {
		m.t.Errorf("there are %d resources, not %d", count, m.count)
	}
	m.Must(m.t, app, "diff", "--fail")
}

// TestMovesIn: what stacks of plain CDK let go comes under the library's stacks as it is, by
// the commands of docs/moving-in.md. The endpoint is connected all the time.
func TestMovesIn(t *testing.T) {
	m := newMoving(t)
	m.release()
	existing := func(stack awscdk.Stack, group *resources.Resource) awsec2.ISecurityGroup {
		return awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Group"), &group.ID, &awsec2.SecurityGroupImportOptions{Mutable: jsii.Bool(false)})
	}
	app := Synth(t, snapshot.CdkInitFlags(), shelled(func(provider, consumer awscdk.Stack) {
		orders := movedProvider(provider, movingVpcOf(provider), privatelink.ExistingSecurityGroups(existing(provider, m.provided[groupType])))
		movedConsumer(consumer, movingVpcOf(consumer), orders, existing(consumer, m.consumed[groupType]))
	}))
	m.shell()
	// The consumer's template has the name of the service from the provider's.
	for _, next := range []struct {
		stack    string
		existing map[string]*resources.Resource
	}{{"Provider", m.provided}, {"Consumer", m.consumed}} {
		m.importInto(app, next.stack, next.existing)
		for _, change := range m.prepared(app, next.stack) {
			if change.Action != "Modify" || change.Replaces {
				t.Errorf("%s would be deployed with %+v", next.stack, change)
			}
		}
		m.Must(t, app, "deploy", next.stack, "--exclusively", "--revert-drift", "--require-approval=never")
	}
	m.moved(app, "Provider", "Consumer", groupType)
}

// TestMovesInDifferent: nothing is imported into a stack that isn't there. What can't be
// changed and differs shows in the change set, before anything is replaced: here it is the
// description of the security group.
func TestMovesInDifferent(t *testing.T) {
	m := newMoving(t)
	m.release()
	app := Synth(t, snapshot.CdkInitFlags(), shelled(func(provider, _ awscdk.Stack) {
		movedProvider(provider, movingVpcOf(provider), privatelink.PrivateLinkOnly())
	}))
	const want = "you cannot modify or add [RoleArn]"
	if printed, ok := m.Run(t, app, "import", "Provider", "--resource-mapping", m.mapping(app, "Provider", m.provided)); ok || !strings.Contains(printed, want) {
		t.Errorf("imported into a stack that wasn't there (%v), and the CLI doesn't say %q:\n%s", ok, want, printed)
	}
	m.shell()
	m.importInto(app, "Provider", m.provided)
	replaced := cloudformation.Replaced(m.prepared(app, "Provider"))
	groups := slices.Collect(maps.Keys(app.Stack(t, "Provider").Parsed.OfType(groupType)))
	if len(replaced) != 1 || !slices.Equal(replaced, groups) {
		t.Errorf("%v would be replaced, should be %v", replaced, groups)
	}
	if !slices.Contains(m.CloudFormation.World.All(groupType), m.provided[groupType]) {
		t.Error("the group is gone already")
	}
}

// TestMovesInPlace: constructs that have the logical IDs of what they stand in for take it
// over in its own stack, with one deployment.
func TestMovesInPlace(t *testing.T) {
	m := newMoving(t)
	app := Synth(t, snapshot.CdkInitFlags(), func(app awscdk.App) {
		provider, consumer := newStack(app, "Plain", Home.Account, Home.Region), newStack(app, "PlainConsumer", Home.Account, Home.Region)
		group := func(stack awscdk.Stack, vpc awsec2.IVpc) awsec2.ISecurityGroup {
			return awsec2.NewSecurityGroup(stack, jsii.String("Group"), &awsec2.SecurityGroupProps{Vpc: vpc})
		}
		ours, theirs := movingVpcOf(provider), movingVpcOf(consumer)
		orders := movedProvider(provider, ours, privatelink.ExistingSecurityGroups(group(provider, ours)))
		endpoint := movedConsumer(consumer, theirs, orders, group(consumer, theirs))
		m.keepID(orders.LoadBalancer, "Plain")
		m.keepID(orders.Listeners[0], "Plain")
		m.keepID(orders.TargetGroups[0], "Plain")
		m.keepID(orders.EndpointService, "Plain")
		m.keepID(orders.Permissions, "Plain")
		m.keepID(endpoint.Endpoint, "PlainConsumer")
	})
	// The provider first: CloudFormation then knows that the consumer's service stays the same.
	for _, name := range []string{"Plain", "PlainConsumer"} {
		if printed := m.Must(t, app, "diff", name, "--exclusively"); lost.MatchString(printed) {
			t.Errorf("something of %s would be replaced:\n%s", name, printed)
		}
		m.Must(t, app, "deploy", name, "--exclusively", "--require-approval=never")
	}
	m.moved(app, "Plain", "PlainConsumer")
}

// lost is how cdk diff tells of a resource that goes, or may go.
var lost = regexp.MustCompile(`(?m) (replace|may be replaced|destroy|orphan)$`)

// keepID gives a construct's resource the logical ID of the stack's resource of its type.
func (m *moving) keepID(construct constructs.IConstruct, stack string) {
	resource, ok := construct.(awscdk.CfnResource)
	if !ok {
		resource = construct.Node().DefaultChild().(awscdk.CfnResource)
	}
	for id := range m.plain.Stack(m.t, stack).Parsed.OfType(*resource.CfnResourceType()) {
		resource.OverrideLogicalId(&id)
	}
}
