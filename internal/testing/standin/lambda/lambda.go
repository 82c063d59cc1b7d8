// Package lambda stands in for AWS Lambda, and for what functions of package
// privatelinkfunctions call: it runs the code that a template has, with the real boto3 and a
// clock that only waiting moves, against the resources of the stand-in. CloudFormation's custom
// resources run by it; what runs on a schedule, or when a topic is told, a test runs by hand.
//
// Each call has to be allowed by the function's role, as its template says. What isn't known,
// operations, parameters and conditions, fails.
package lambda

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

//go:embed harness.py
var harness string

// Available returns why functions can't be run here; nil where they can.
var Available = sync.OnceValue(func() error {
	if _, err := exec.LookPath("python3"); err != nil {
		return errors.New("functions are not run: python3 is missing")
	}
	if err := exec.Command("python3", "-c", "import boto3").Run(); err != nil {
		return errors.New("functions are not run: boto3 is missing: pip install boto3")
	}
	return nil
})

// Lambda runs functions of a world.
type Lambda struct {
	// Addresses are those of DNS names.
	Addresses map[string][]string
	// PageSize is how many connections an answer has at most.
	PageSize int
	// Lag is how often something is asked for before it is what it was told to be.
	Lag int
	// Faults are answered instead of what operations would answer.
	Faults []*Fault
	// Calls are those that were made, and Events those that were put on event buses.
	Calls  []Call
	Events []map[string]any

	cloud     *cloudformation.CloudFormation
	http      *http.Server
	url       string
	role      []policy
	function  *resources.Resource
	answers   map[string]map[string]any
	requests  int
	unknown   []string
	operating operating
}

// Call is a call of a function.
type Call struct {
	Function, Action, Resource string
	Allowed                    bool
}

// Fault is an error that an operation answers with, so many times. With an Unsuccessful
// ID, the answer is none, but tells that this one failed.
type Fault struct {
	Operation, Code string
	Times           int
	Unsuccessful    string
}

// Run is what became of a run of a function.
type Run struct {
	// Error is what the function raised; empty if it didn't.
	Error string
	// Log is what it wrote.
	Log []string
	// Seconds are those that it waited.
	Seconds float64
	// Answer is that of a custom resource; nil if there is none.
	Answer map[string]any
}

// Start has the custom resources of a CloudFormation run their functions.
func Start(cloud *cloudformation.CloudFormation) (*Lambda, error) {
	if err := Available(); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &Lambda{
		Addresses: map[string][]string{}, PageSize: 2, cloud: cloud, url: "http://" + listener.Addr().String(),
		answers: map[string]map[string]any{}, operating: newOperating(),
	}
	l.http = &http.Server{Handler: l}
	go l.http.Serve(listener)
	cloud.World.Custom = l.custom
	return l, nil
}

// Close stops what was started, and returns what the functions asked for that isn't known.
func (l *Lambda) Close() []string {
	l.http.Close()
	return l.unknown
}

// Function is the one of a stack whose logical ID begins with the construct's; nil for none.
func (l *Lambda) Function(stack *cloudformation.Stack, construct string) *resources.Resource {
	for id, r := range stack.Resources() {
		if r.Type == "AWS::Lambda::Function" && strings.HasPrefix(id, construct+"Function") {
			return r
		}
	}
	return nil
}

// Schedule runs a function as its rule does.
func (l *Lambda) Schedule(function *resources.Resource) Run {
	return l.Invoke(function, map[string]any{"source": "aws.events", "detail-type": "Scheduled Event"})
}

// Notify runs a function as a topic does that AWS tells of a connection. What the message
// says no page tells.
func (l *Lambda) Notify(function *resources.Resource, message string) Run {
	return l.Invoke(function, map[string]any{"Records": []any{map[string]any{"EventSource": "aws:sns", "Sns": map[string]any{"Message": message}}}})
}

// Invoke runs a function with an event.
func (l *Lambda) Invoke(function *resources.Resource, event map[string]any) Run {
	l.function, l.role = function, l.policiesOf(function)
	environment := map[string]string{
		"AWS_ENDPOINT_URL": l.url, "AWS_ACCESS_KEY_ID": "ASIA" + function.Account, "AWS_SECRET_ACCESS_KEY": "none",
		"AWS_REGION": function.Region, "AWS_DEFAULT_REGION": function.Region, "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent", "NO_PROXY": "127.0.0.1",
	}
	if own, ok := function.Value("Environment").(map[string]any); ok {
		for name, value := range own["Variables"].(map[string]any) {
			environment[name] = fmt.Sprint(value)
		}
	}
	timeout, _ := strconv.Atoi(function.Or("Timeout", "3"))
	run, err := python.run(map[string]any{
		"code": function.Text("Code.ZipFile"), "event": event, "environment": environment, "timeout": timeout, "addresses": l.Addresses,
	})
	if err != nil {
		run.Error = "the process that runs functions ended: " + err.Error()
	}
	return run
}

// process runs functions, one after the other, for all of a program's Lambdas: to load boto3
// takes most of the time. It ends with the program.
type process struct {
	mutex  sync.Mutex
	input  *json.Encoder
	output *bufio.Reader
}

var python process

func (p *process) run(asked map[string]any) (run Run, err error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.input == nil {
		if err := p.start(); err != nil {
			return run, err
		}
	}
	if err := p.input.Encode(asked); err != nil {
		return run, err
	}
	line, err := p.output.ReadBytes('\n')
	if err != nil {
		return run, err
	}
	return run, json.Unmarshal(line, &run)
}

func (p *process) start() error {
	command := exec.Command("python3", "-c", harness)
	command.Stderr = os.Stderr
	input, err := command.StdinPipe()
	if err != nil {
		return err
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	p.input, p.output = json.NewEncoder(input), bufio.NewReader(output)
	return command.Start()
}

// longestAnswer is how many bytes CloudFormation takes.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
const longestAnswer = 4096

// Request is an event of a custom resource.
func (l *Lambda) Request(stackID, kind string, r *resources.Resource, before resources.Properties) Run {
	function := l.cloud.World.Model().Find(r.Text("ServiceToken"), "AWS::Lambda::Function", r.Place)
	if function == nil {
		return Run{Error: "ServiceToken names no function: " + r.Text("ServiceToken")}
	}
	l.requests++
	id := fmt.Sprintf("request-%d", l.requests)
	logical := r.Name[strings.LastIndex(r.Name, "-")+1:]
	event := map[string]any{
		"RequestType": kind, "RequestId": id, "ResponseURL": l.url + "/answer/" + id, "StackId": stackID, "ResourceType": r.Type,
		"LogicalResourceId": logical, "ResourceProperties": asStrings(map[string]any(r.Properties)), "ServiceToken": r.Text("ServiceToken"),
	}
	if before != nil {
		event["OldResourceProperties"] = asStrings(map[string]any(before))
	}
	if kind != "Create" {
		event["PhysicalResourceId"] = r.ID
	}
	run := l.Invoke(l.cloud.World.Of(function), event)
	run.Answer = l.answers[id]
	return run
}

// asStrings: CloudFormation hands all values over as strings.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes-create.html
func asStrings(value any) any {
	switch value := value.(type) {
	case map[string]any:
		all := map[string]any{}
		for name, one := range value {
			all[name] = asStrings(one)
		}
		return all
	case []any:
		var all []any
		for _, one := range value {
			all = append(all, asStrings(one))
		}
		return all
	default:
		return fmt.Sprint(value)
	}
}

// custom answers for a custom resource, as its function does.
func (l *Lambda) custom(kind string, r *resources.Resource, before resources.Properties) (id string, data map[string]any, err error) {
	run := l.Request(l.cloud.Acting().ID, kind, r, before)
	switch {
	case run.Answer == nil:
		return "", nil, fmt.Errorf("CloudFormation did not receive a response from your Custom Resource: %s", run.Error)
	case run.Answer["Status"] != "SUCCESS":
		return "", nil, fmt.Errorf("received response status [FAILED] from custom resource. Message returned: %v", run.Answer["Reason"])
	}
	data, _ = run.Answer["Data"].(map[string]any)
	return fmt.Sprint(run.Answer["PhysicalResourceId"]), data, nil
}

// takeAnswer keeps what a function answers for a custom resource.
func (l *Lambda) takeAnswer(id string, body []byte) error {
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		return err
	}
	for _, name := range []string{"Status", "PhysicalResourceId", "StackId", "RequestId", "LogicalResourceId"} {
		if text, _ := answer[name].(string); text == "" {
			return fmt.Errorf("an answer without %s", name)
		}
	}
	if len(body) > longestAnswer || answer["RequestId"] != id || answer["Status"] == "FAILED" && answer["Reason"] == nil {
		return fmt.Errorf("CloudFormation takes no such answer: %s", body)
	}
	l.answers[id] = answer
	return nil
}

// Made lists the actions that functions called, sorted, of those that were allowed.
func (l *Lambda) Made() []string {
	var made []string
	for _, call := range l.Calls {
		if call.Allowed && !slices.Contains(made, call.Action) {
			made = append(made, call.Action)
		}
	}
	slices.Sort(made)
	return made
}
