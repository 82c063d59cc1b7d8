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
	_ "github.com/cdk-privatelink/cdk-privatelink-go/snapshot/novalidation"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

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
func newTopic(name string) awscdk.App {
	app := awscdk.NewApp(nil)
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
		snapshot.Match(r, newTopic(topic))
		return strings.Join(r.failed, "\n")
	}

	if got := match("Some/case", "a"); !strings.Contains(got, golden+" is missing; go test -update writes it") {
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
	if got := match("Some/case", "b"); !strings.Contains(got, `"TopicName"`) || !strings.Contains(got, "-update") {
		t.Errorf("with another topic: %q", got)
	}
	own := filepath.Join("testdata", "Some", "case", "Topics."+snapshot.CdkInit+".json")
	if err := os.WriteFile(own, []byte(strings.Replace(want, `"a"`, `"b"`, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := match("Some/case/"+snapshot.CdkInit, "b"); got != "" {
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
	app := awscdk.NewApp(nil)
	stage := awscdk.NewStage(app, jsii.String("Prod"), nil)
	stack := awscdk.NewStack(stage, jsii.String("Topics"), nil)
	awscdk.NewCfnResource(stack, jsii.String("Topic"), &awscdk.CfnResourceProps{Type: jsii.String("AWS::SNS::Topic")})
	id, topic := snapshot.Synth(t, app)["Prod-Topics"].Only(t, "AWS::SNS::Topic")
	if id != "Topic" || topic.Type != "AWS::SNS::Topic" {
		t.Errorf("got %s %v", id, topic)
	}
}
