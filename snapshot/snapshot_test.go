package snapshot_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { snapshot.Main(m) }

// recorder is a test that notes its failures and goes on.
type recorder struct {
	testing.TB
	name   string
	failed []string
}

func (r *recorder) Name() string { return r.name }
func (r *recorder) Helper()      {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failed = append(r.failed, fmt.Sprintf(format, args...))
}

// newTopic makes an app with one topic, named so.
func newTopic(t testing.TB, name string) awscdk.App {
	app := snapshot.NewApp(t, nil)
	stack := awscdk.NewStack(app, jsii.String("Topics"), nil)
	awscdk.NewCfnResource(stack, jsii.String("Topic"), &awscdk.CfnResourceProps{
		Type:       jsii.String("AWS::SNS::Topic"),
		Properties: &map[string]any{"TopicName": name, "DisplayName": "<" + strings.Repeat("0a", 32) + ">"},
	})
	return app
}

func TestMatch(t *testing.T) {
	t.Chdir(t.TempDir())
	golden := filepath.Join("testdata", "Some", "case", "Topics.json")
	match := func(name, topic string) string {
		r := &recorder{TB: t, name: name}
		snapshot.Match(r, newTopic(r, topic))
		return strings.Join(r.failed, "\n")
	}

	if got := match("Some/case", "a"); !strings.Contains(got, golden+" is missing; go test -run '^Some$' -update writes it") {
		t.Errorf("without a golden file: %q", got)
	}
	if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
		t.Fatal(err)
	}
	// The bootstrap rule is not in it, and hashes are alike.
	const want = `{"Resources":{"Topic":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":"a","DisplayName":"<ASSET>"}}}}`
	if err := os.WriteFile(golden, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Some/case", "Some/case/no-flags", "Some/case/" + snapshot.CdkInit} {
		if got := match(name, "a"); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := match("Some/case", "b"); !strings.Contains(got, `TopicName: "a" → "b"  (cannot be updated)`) || !strings.Contains(got, "-update accepts it") {
		t.Errorf("with another topic: %q", got)
	}
	own := filepath.Join("testdata", "Own", "case", "Topics."+snapshot.CdkInit+".json")
	if err := os.MkdirAll(filepath.Dir(own), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(own, []byte(strings.Replace(want, `"a"`, `"b"`, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := match("Own/case/"+snapshot.CdkInit, "b"); got != "" {
		t.Errorf("the world's own file: %s", got)
	}
}

func TestBothWorlds(t *testing.T) {
	var flags []any
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		flags = append(flags, app.Node().TryGetContext(jsii.String("@aws-cdk/core:validateAgainstDefaultRules")))
	})
	if len(flags) != 2 || flags[0] != nil || flags[1] != true {
		t.Errorf("flags: %v", flags)
	}
}

func TestSynthReadsStages(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stage := awscdk.NewStage(app, jsii.String("Prod"), nil)
	stack := awscdk.NewStack(stage, jsii.String("Topics"), nil)
	awscdk.NewCfnResource(stack, jsii.String("Topic"), &awscdk.CfnResourceProps{Type: jsii.String("AWS::SNS::Topic")})
	awscdk.NewStack(app, jsii.String("Other"), nil)
	if in := snapshot.Synth(t, stage); len(in) != 1 || len(snapshot.Synth(t, app)) != 2 {
		t.Errorf("the stage has %d templates", len(in))
	}
	id, topic := snapshot.Synth(t, app)["Prod-Topics"].Only(t, "AWS::SNS::Topic")
	if id != "Topic" || topic.Type != "AWS::SNS::Topic" {
		t.Errorf("got %s %v", id, topic)
	}
}

// TestMatchOneStack: given a stack, only its templates are compared, and an app is
// synthesized once for all of them.
func TestMatchOneStack(t *testing.T) {
	t.Chdir(t.TempDir())
	r := &recorder{TB: t, name: "Some"}
	app := snapshot.NewApp(r, nil)
	var stacks []awscdk.Stack
	for _, name := range []string{"One", "Two"} {
		stack := awscdk.NewStack(app, &name, nil)
		awscdk.NewCfnResource(stack, jsii.String("Topic"), &awscdk.CfnResourceProps{Type: jsii.String("AWS::SNS::Topic")})
		stacks = append(stacks, stack)
	}
	nested := awscdk.NewNestedStack(stacks[0], jsii.String("Inner"), nil)
	awscdk.NewCfnResource(nested, jsii.String("Queue"), &awscdk.CfnResourceProps{Type: jsii.String("AWS::SQS::Queue")})
	snapshot.Match(r, stacks[0])
	said := strings.Join(r.failed, "\n")
	if len(r.failed) != 2 || !strings.Contains(said, "One.json is missing") || !strings.Contains(said, "OneInner") || strings.Contains(said, "Two") {
		t.Errorf("said %s", said)
	}
	if got := len(snapshot.Synth(t, app)); got != 3 {
		t.Errorf("the app has %d templates", got)
	}
	if id, _ := snapshot.FromStack(t, stacks[1]).Only(t, "AWS::SNS::Topic"); id != "Topic" {
		t.Errorf("got %s", id)
	}
}

// TestPathsAndMessages: resources are known by their constructs' paths, and what
// constructs warn of can be asked for.
func TestPathsAndMessages(t *testing.T) {
	app := newTopic(t, "a")
	stack := app.Node().FindChild(jsii.String("Topics")).(awscdk.Stack)
	awscdk.Annotations_Of(stack.Node().FindChild(jsii.String("Topic"))).AddWarningV2(jsii.String("some:id"), jsii.String("a warning"))
	template := snapshot.FromStack(t, stack)
	if got := template.Path("Topic"); got != "Topics/Topic" {
		t.Errorf("path %q", got)
	}
	if len(template.Under("Topics")) != 1 || len(template.Under("Topic")) != 1 || len(template.Under("Top")) != 0 {
		t.Errorf("under: %v", template.Under("Topics"))
	}
	template.HasMessage(t, snapshot.Warning, "Topics", "a warning")
	if len(template.Messages) != 1 {
		t.Errorf("messages: %v", template.Messages)
	}
}

// TestStacksOfOneName: in several Regions, stacks may have one name.
func TestStacksOfOneName(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	for _, region := range []string{"us-east-1", "eu-west-1"} {
		awscdk.NewStack(app, &region, &awscdk.StackProps{StackName: jsii.String("Topics"), Env: &awscdk.Environment{Region: &region}})
	}
	if templates := snapshot.Synth(t, app); len(templates) != 2 || templates["Topics"].Resources != nil {
		t.Errorf("templates: %v", templates)
	}
}

// logging is a test that notes what is logged.
type logging struct {
	testing.TB
	logged []string
}

func (l *logging) Log(args ...any) { l.logged = append(l.logged, fmt.Sprint(args...)) }

// TestNotJudged: the log says where context is missing, and is quiet where it isn't.
func TestNotJudged(t *testing.T) {
	for name, account := range map[string]*string{"to be looked up": jsii.String("111122223333"), "nothing to look up": nil} {
		t.Run(name, func(t *testing.T) {
			l := &logging{TB: t}
			stack := awscdk.NewStack(snapshot.NewApp(l, nil), jsii.String("Stack"), &awscdk.StackProps{
				Env: &awscdk.Environment{Account: account, Region: jsii.String("us-east-1")},
			})
			awscdk.NewCfnOutput(stack, jsii.String("Zones"), &awscdk.CfnOutputProps{Value: awscdk.Fn_Join(jsii.String(","), stack.AvailabilityZones())})
			snapshot.Synth(l, stack)
			if said := strings.Contains(strings.Join(l.logged, "\n"), "nothing was judged"); said != (account != nil) {
				t.Errorf("logged: %q", l.logged)
			}
		})
	}
}
