// Package sampling synthesizes configurations that the rules accept, and has
// others look for mistakes: CDK's own validation of resource schemas, and
// cfn-lint.
package sampling

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	_ "github.com/cdk-privatelink/cdk-privatelink-go/direct"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/generate"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
	_ "github.com/cdk-privatelink/cdk-privatelink-go/snapshot/validation"
)

var (
	samples = flag.Int("samples", 40, "how many accepted providers, and how many consumers, to synthesize")
	seed    = flag.Uint64("seed", 1, "of the samples")
)

func TestMain(m *testing.M) { snapshot.Main(m) }

// TestAcceptedIsValid: what the rules accept, nothing else refuses.
func TestAcceptedIsValid(t *testing.T) {
	flags, directory := snapshot.CdkInitFlags(), t.TempDir()
	app := awscdk.NewApp(&awscdk.AppProps{Context: &flags, Outdir: &directory})
	random := rand.New(rand.NewPCG(*seed, 0))
	props := map[string]string{}
	accepted := map[string]int{}
	tried := 0
	for n := 0; accepted["Provider"] < *samples || accepted["Consumer"] < *samples; n++ {
		kind := []string{"Provider", "Consumer"}[n%2]
		if accepted[kind] == *samples {
			continue
		}
		tried++
		data := make([]byte, 400)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		// Asked without Node first: most are refused.
		fake := generate.NewFake()
		if kind == "Provider" && generate.Provider(fake, data, false).Validate() != nil ||
			kind == "Consumer" && generate.Consumer(fake, data, false).Validate() != nil {
			continue
		}
		name := fmt.Sprint(kind, accepted[kind])
		if text, ok := build(t, app, name, kind, data); ok {
			props[name] = text
			accepted[kind]++
		}
	}
	t.Logf("%d of %d accepted", 2**samples, tried)

	for _, id := range shared {
		awscdk.Validations_Of(app).Acknowledge(&awscdk.Acknowledgment{Id: jsii.String("privatelink::" + id), Reason: jsii.String("samples share what apps don't")})
	}
	failure := synthesize(app)
	report, err := check.Directory(directory)
	if err != nil || len(report.Errors()) > 0 {
		t.Errorf("check: %v\n%s", err, report)
	}
	refused := validated(t, directory)
	if failure != nil && len(refused) == 0 {
		t.Fatal(failure)
	}
	for name, findings := range refused {
		t.Errorf("CDK's validation of %s: %s\n%s", name, findings, props[name])
	}
	for name, findings := range linted(t, directory) {
		t.Errorf("cfn-lint of %s: %s\n%s", name, findings, props[name])
	}
}

// shared are the demands that samples break together, though none does by itself: they name
// the same load balancers, parameters and groups in one account.
var shared = []string{
	"alb-balancer-count", "parameter-taken", "load-balancer-name-taken", "target-group-name-twice", "existing-load-balancer-taken",
	"target-group-taken", "dns-name-taken", "dns-zone-taken", "record-taken", "endpoint-count", "dns-name-shadowed", "group-name-taken",
}

// synthesize writes the templates and the validation's report, and returns what
// the CDK panics with when that has errors.
func synthesize(app awscdk.App) (failure any) {
	defer func() { failure = recover() }()
	app.Synth(nil)
	return nil
}

// build makes one construct in a stack of its own. The real world may refuse what
// the fake one lets pass, but never by another panic.
func build(t *testing.T, app awscdk.App, name, kind string, data []byte) (props string, ok bool) {
	t.Helper()
	stack := awscdk.NewStack(app, &name, &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")},
	})
	defer func() {
		if r := recover(); r != nil {
			var e *privatelink.Error
			if err, isError := r.(error); !isError || !errors.As(err, &e) {
				t.Fatalf("%s: %v\n%s", name, r, props)
			}
			app.Node().TryRemoveChild(&name)
		}
	}()
	world := newReal(stack)
	if kind == "Provider" {
		p := generate.Provider(world, data, false)
		props = describe(*p)
		privatelink.NewProviderService(stack, "Orders", p)
	} else {
		p := generate.Consumer(world, data, false)
		props = describe(*p)
		privatelink.NewConsumerEndpoint(stack, "Orders", p)
	}
	return props, true
}

var pointers = regexp.MustCompile(`\(?0x[0-9a-f]+\)?`)

func describe(props any) string { return pointers.ReplaceAllString(fmt.Sprintf("%+v", props), "…") }

// real is a world of the CDK.
type real struct {
	stack awscdk.Stack
	vpc   awsec2.IVpc
	made  map[string]constructs.IConstruct
}

func newReal(stack awscdk.Stack) *real {
	return &real{stack: stack, made: map[string]constructs.IConstruct{}, vpc: awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"),
		AvailabilityZones:           jsii.Strings("us-east-1a", "us-east-1b"),
		PrivateSubnetIds:            jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		PrivateSubnetIpv4CidrBlocks: jsii.Strings("10.0.0.0/24", "10.0.1.0/24"),
		PrivateSubnetRouteTableIds:  jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"),
	})}
}

// once makes a construct when it is first asked for.
func once[C constructs.IConstruct](r *real, id string, make func(id *string) C) C {
	if r.made[id] == nil {
		r.made[id] = make(&id)
	}
	return r.made[id].(C)
}

func (r *real) Vpc() awsec2.IVpc { return r.vpc }

func (r *real) Instance() awsec2.IInstance {
	return once(r, "Server", func(id *string) awsec2.Instance {
		instance := awsec2.NewInstance(r.stack, id, &awsec2.InstanceProps{
			Vpc: r.vpc, InstanceType: awsec2.NewInstanceType(jsii.String("t4g.nano")),
			MachineImage: awsec2.MachineImage_GenericLinux(&map[string]*string{"us-east-1": jsii.String("ami-0123456789abcdef0")}, nil),
		})
		instance.Instance().AddPropertyDeletionOverride(jsii.String("AvailabilityZone")) // cfn-lint warns of literal zones.
		return instance
	})
}

func (r *real) SecurityGroup() awsec2.ISecurityGroup {
	return once(r, "Group", func(id *string) awsec2.SecurityGroup {
		return awsec2.NewSecurityGroup(r.stack, id, &awsec2.SecurityGroupProps{Vpc: r.vpc, AllowAllOutbound: jsii.Bool(false)})
	})
}

func (r *real) HostedZone() awsroute53.IHostedZone {
	return once(r, "Zone", func(id *string) awsroute53.IHostedZone {
		return awsroute53.HostedZone_FromHostedZoneAttributes(r.stack, id, &awsroute53.HostedZoneAttributes{
			HostedZoneId: jsii.String("Z0123456789ABCDEFGHIJ"), ZoneName: jsii.String("example.com"),
		})
	})
}

func (r *real) ApplicationLoadBalancer() awselasticloadbalancingv2.IApplicationLoadBalancer {
	return once(r, "Alb", func(id *string) awselasticloadbalancingv2.IApplicationLoadBalancer {
		return awselasticloadbalancingv2.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(r.stack, id, &awselasticloadbalancingv2.ApplicationLoadBalancerAttributes{
			LoadBalancerArn: jsii.String("arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/0123456789abcdef"), SecurityGroupId: jsii.String("sg-0123456789abcdef0"),
		})
	})
}

// validated are the findings of CDK's own validation, by stack.
func validated(t *testing.T, directory string) map[string]string {
	t.Helper()
	if os.Getenv("CDK_VALIDATION") == "false" {
		t.Log("CDK_VALIDATION=false: the schemas aren't checked")
		return nil
	}
	text, err := os.ReadFile(filepath.Join(directory, "validation-report.json"))
	if err != nil {
		t.Fatalf("no validation took place: %v", err)
	}
	var report struct {
		PluginReports []struct {
			Violations []struct {
				RuleName, Description, Severity string
				ViolatingConstructs             []struct{ ConstructPath string }
			}
		}
	}
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, plugin := range report.PluginReports {
		for _, violation := range plugin.Violations {
			if isWarning(violation.RuleName) {
				continue
			}
			for _, construct := range violation.ViolatingConstructs {
				stack, _, _ := strings.Cut(construct.ConstructPath, "/")
				found[stack] += fmt.Sprintf("\n\t%s: %s (%s)", construct.ConstructPath, violation.Description, violation.RuleName)
			}
		}
	}
	return found
}

// isWarning tells advice, on literal zones for one, from what is refused: both
// tools name errors E1234, and warnings W1234; ours have paths.
func isWarning(rule string) bool {
	return !strings.HasPrefix(rule, "E") && !strings.HasPrefix(rule, "F")
}

// linted are cfn-lint's findings by stack.
func linted(t *testing.T, directory string) map[string]string {
	t.Helper()
	lint, err := exec.LookPath("cfn-lint")
	if err != nil {
		t.Log("cfn-lint is missing: pip install cfn-lint")
		return nil
	}
	templates, err := filepath.Glob(filepath.Join(directory, "*.template.json"))
	if err != nil || len(templates) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	output, err := exec.Command(lint, append([]string{"--format", "json"}, templates...)...).Output()
	var findings []struct {
		Filename, Message string
		Rule              struct{ Id string }
		Location          struct{ Path []any }
	}
	if err := json.Unmarshal(output, &findings); err != nil && len(output) > 0 {
		t.Fatalf("cfn-lint: %v\n%s", err, output)
	}
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatalf("cfn-lint: %v", err)
	}
	found := map[string]string{}
	for _, f := range findings {
		stack, _, _ := strings.Cut(filepath.Base(f.Filename), ".")
		if isWarning(f.Rule.Id) || isKnown(f.Message) {
			continue
		}
		found[stack] += fmt.Sprintf("\n\t%s %v: %s", f.Rule.Id, f.Location.Path, f.Message)
	}
	return found
}

// isKnown tells what cfn-lint 1.51 doesn't know yet; CDK's validation does.
func isKnown(message string) bool {
	return strings.Contains(message, "'PrivateDnsName' was unexpected") ||
		strings.HasPrefix(message, "'PrivateDnsNameConfiguration.") && strings.Contains(message, "is not one of ['ServiceId']")
}
