// Package messages counts what the constructs say to jsii: each message costs a
// user's synthesis a third of a millisecond.
package messages

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	_ "github.com/cdk-privatelink/cdk-privatelink-go/novalidation"
)

// logVariable names the file that all requests are written to.
const logVariable = "PRIVATELINK_MESSAGES"

// TestMain runs the tests in a process whose jsii runtime stands behind a tee: jsii
// reads what to start before any test can say so.
func TestMain(m *testing.M) {
	if os.Getenv(logVariable) != "" {
		code := m.Run()
		jsii.Close()
		os.Exit(code)
	}
	if err := runBehindTee(); err != nil {
		fmt.Fprintln(os.Stderr, "messages:", err)
		os.Exit(1)
	}
}

func runBehindTee() error {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/jsii-runtime-go").Output()
	if err != nil {
		return err
	}
	directory, err := os.MkdirTemp("", "messages")
	if err != nil {
		return err
	}
	defer os.RemoveAll(directory)
	log := filepath.Join(directory, "requests")
	runtime := filepath.Join(strings.TrimSpace(string(module)), "internal", "embedded", "resources", "bin", "jsii-runtime.js")

	test := exec.Command(os.Args[0], os.Args[1:]...)
	test.Env = append(os.Environ(), logVariable+"="+log, fmt.Sprintf("JSII_RUNTIME=tee '%s' | node '%s'", log, runtime))
	test.Stdout, test.Stderr = os.Stdout, os.Stderr
	return test.Run()
}

// TestBudget: what one further construct costs in a VPC that has some already,
// without features that nobody turned on. A number that can be lowered is lowered
// here; one that must grow has a reason in the commit.
func TestBudget(t *testing.T) {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Stack"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")},
	})
	importVpc := func(id string) awsec2.IVpc {
		return awsec2.Vpc_FromVpcAttributes(stack, &id, &awsec2.VpcAttributes{
			VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"),
			AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"), PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
			PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"),
		})
	}
	vpc := importVpc("Vpc")
	contract := privatelink.Contract{
		ServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", Ports: []privatelink.ServicePort{{Port: 443}},
	}
	consumer := func(id string) {
		privatelink.NewConsumerEndpoint(stack, id, &privatelink.ConsumerEndpointProps{
			Vpc: vpc, Service: contract, Dns: privatelink.PrivateZone(id + ".internal"),
		})
	}
	provider := func(id string) {
		privatelink.NewProviderService(stack, id, &privatelink.ProviderServiceProps{
			Vpc:               vpc,
			Listeners:         []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}}},
			AllowedPrincipals: []privatelink.Principal{privatelink.Account("111122223333"), privatelink.Account("444455556666")},
		})
	}
	for _, c := range []struct {
		name   string
		make   func(id string)
		budget int
		first  int
		// another is for the first in another VPC of the same stack.
		another int
	}{
		{"consumer", consumer, 9, 30, 22},  // Two for the Name tag. Of the first, four are for the app and four for its stack.
		{"provider", provider, 15, 17, 26}, // Two each for the order of deletion, for what is kept, and for the Name tag.
	} {
		t.Run(c.name, func(t *testing.T) {
			first := count(t, app, func() { c.make(c.name + "1") })
			c.make(c.name + "2") // The second of a stack pays three for the entry that others share: see cdk.Promise.
			further := count(t, app, func() { c.make(c.name + "3") })
			t.Logf("%d messages:\n%s", len(further), strings.Join(further, "\n"))
			t.Logf("the first of a VPC takes %d:\n%s", len(first), strings.Join(first, "\n"))
			if len(further) != c.budget {
				t.Errorf("%d messages, the budget is %d:\n%s", len(further), c.budget, strings.Join(further, "\n"))
			}
			if len(first) > c.first {
				t.Errorf("%d messages for the first, at most %d:\n%s", len(first), c.first, strings.Join(first, "\n"))
			}
			vpc = importVpc(c.name + "Vpc")
			if another := count(t, app, func() { c.make(c.name + "4") }); len(another) > c.another {
				t.Errorf("%d messages for the first in another VPC, at most %d:\n%s", len(another), c.another, strings.Join(another, "\n"))
			}
		})
	}
}

var marks int

// count returns the messages that something sends.
func count(t *testing.T, app awscdk.App, send func()) []string {
	t.Helper()
	mark := func() string {
		marks++
		name := fmt.Sprint("mark-", marks)
		app.Node().TryGetContext(&name)
		return name
	}
	from := mark()
	send()
	to := mark()
	log := logged(t, to)
	var between []string
	inside := false
	for line := range strings.Lines(log) {
		switch {
		case strings.Contains(line, `"`+from+`"`):
			inside = true
		case strings.Contains(line, `"`+to+`"`):
			return between[:len(between)-1] // The app's node is asked for, to mark.
		case inside:
			between = append(between, summary(line))
		}
	}
	return nil
}

// logged are all messages up to a mark, which tee may write after it was answered.
func logged(t *testing.T, mark string) string {
	t.Helper()
	for range 500 {
		text, err := os.ReadFile(os.Getenv(logVariable))
		if err != nil {
			t.Fatal(err)
		}
		if _, after, found := strings.Cut(string(text), `"`+mark+`"`); found && strings.Contains(after, "\n") {
			return string(text)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s was never sent", mark)
	return ""
}

// summary is a message in short.
func summary(line string) string {
	var message struct {
		API, FQN, Method, Property string
		Objref                     map[string]string
		Args                       []any
	}
	if err := json.Unmarshal([]byte(line), &message); err != nil {
		return line
	}
	args, _ := json.Marshal(message.Args)
	text := string(args)
	return fmt.Sprintf("%s %s%s%s %.160s", message.API, message.FQN, message.Method, message.Property, text)
}
