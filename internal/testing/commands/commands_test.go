// Package commands gives the commands of docs/operating.md to the AWS CLI: whoever pastes
// one at night must not be told that it has no such parameter.
package commands

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

const root = "../../.."

var (
	blocks = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")
	// inPlace are the stack and the account of the templates that the stand-in has.
	inPlace = resources.Place{Account: deployment.Partner, Region: "us-east-1"}
)

// wrapper stands before the AWS CLI: it has the CLI check what it is asked, and make up an
// answer of the right shape; where the stand-in knows stacks, or nothing can be made up, it
// asks. It prints what may be an ID to whoever goes on with it.
const wrapper = `#!/bin/bash
record=$(mktemp -d "$RECORDS/XXXXXXXX")
printf '%s\0' "$@" > "$record/arguments"
plain=()
for argument in "$@"; do
	case "$argument" in
	--output | --query) skip=1 ;;
	*) [ -n "$skip" ] || plain+=("$argument"); skip= ;;
	esac
done
"$REAL_AWS" "${plain[@]}" --generate-cli-skeleton output > "$record/shape" 2> "$record/errors" < /dev/null
status=$?
if [ $status != 0 ] || [ "$1" = cloudformation ]; then
	"$REAL_AWS" "$@" > "$record/out" 2> "$record/errors" < /dev/null
	status=$?
fi
echo $status > "$record/status"
echo vpce-0123456789abcdef0
`

// TestOperating runs each block of the page, with an AWS that knows stacks and otherwise
// refuses: the CLI checks what it is given before it asks, and what is read of an answer
// is looked for in an answer of that shape.
func TestOperating(t *testing.T) {
	if testing.Short() {
		t.Skip("the AWS CLI takes most of a second for each command")
	}
	real, err := exec.LookPath("aws")
	if err != nil {
		t.Skip("the AWS CLI is missing: install it, any version")
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is missing")
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "operating.md"))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(newAWS(t))
	defer server.Close()
	directory, records := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(directory, "aws"), []byte(wrapper), 0o755); err != nil {
		t.Fatal(err)
	}

	// The blocks belong together: the first ones set what later ones use.
	var script bytes.Buffer
	wanted := 0
	for _, block := range blocks.FindAllSubmatch(page, -1) {
		script.Write(block[1])
		wanted += len(regexp.MustCompile(`(?m)(^|[ (])aws [a-z]`).FindAll(block[1], -1))
	}
	command := exec.Command(bash, "-u", "-o", "pipefail", "-c", script.String())
	command.Env = append(os.Environ(),
		"PATH="+directory+string(os.PathListSeparator)+os.Getenv("PATH"), "REAL_AWS="+real, "RECORDS="+records,
		"AWS_ENDPOINT_URL="+server.URL, "AWS_ACCESS_KEY_ID=AKIA"+inPlace.Account, "AWS_SECRET_ACCESS_KEY=none", "AWS_MAX_ATTEMPTS=1",
		"AWS_REGION="+inPlace.Region, "AWS_DEFAULT_REGION="+inPlace.Region, "AWS_EC2_METADATA_DISABLED=true", "AWS_PAGER=",
		"AWS_CONFIG_FILE=/nonexistent", "AWS_SHARED_CREDENTIALS_FILE=/nonexistent",
	)
	if printed, err := command.CombinedOutput(); err != nil && bytes.Contains(printed, []byte("unbound variable")) {
		t.Fatalf("%v: %s", err, printed)
	}

	all, err := filepath.Glob(filepath.Join(records, "*"))
	if err != nil || len(all) < wanted {
		t.Fatalf("%d commands ran of %d that there are (%v)", len(all), wanted, err)
	}
	ran := 0
	var shapes []shape
	for _, record := range all {
		r := read(t, record)
		command := strings.Join(r.arguments, " ")
		switch {
		case r.status == "0" && r.arguments[0] == "cloudformation":
			ran++
		case r.status != "0" && !strings.Contains(r.errors, "when calling the "):
			t.Errorf("aws %s: %s", command, r.errors)
		}
		if query := r.option("--query"); query != "" {
			shapes = append(shapes, shape{command, query, r.shape})
		}
	}
	t.Logf("%d commands in %d calls, of which the stand-in answered %d; what %d read of the answer is looked for", wanted, len(all), ran, len(shapes))
	checkShapes(t, shapes)
}

// record is one call of the AWS CLI.
type record struct {
	arguments             []string
	status, errors, shape string
}

func read(t *testing.T, directory string) record {
	t.Helper()
	text := func(name string) string {
		content, err := os.ReadFile(filepath.Join(directory, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	return record{strings.Split(strings.TrimSuffix(text("arguments"), "\x00"), "\x00"), strings.TrimSpace(text("status")), strings.TrimSpace(text("errors")), text("shape")}
}

func (r record) option(name string) string {
	for i, argument := range r.arguments[:len(r.arguments)-1] {
		if argument == name {
			return r.arguments[i+1]
		}
	}
	return ""
}

// shape is what a query reads: an answer with one of everything; empty where the AWS CLI
// could make up none that keeps to its own limits.
type shape struct{ Command, Query, Answer string }

// readShapes answers which queries find nothing. The values of an answer's shape are made
// up, so filters are taken to hold where what they compare is there.
const readShapes = `
import json, re, sys
import jmespath
from botocore import session, xform_name
from botocore.utils import ArgumentGenerator

def made_up(command):
    service, operation = command.split()[:2]
    model = session.get_session().get_service_model(service)
    for name in model.operation_names:
        if xform_name(name, "-") == operation:
            return ArgumentGenerator(use_member_names=True).generate_skeleton(model.operation_model(name).output_shape)

for shape in json.load(sys.stdin):
    answer = json.loads(shape["Answer"]) if shape["Answer"] else made_up(shape["Command"])
    query = re.sub(r"\[\?contains\((\w+),[^\]]*\)\]", r"[?\1 != ` + "`null`" + `]", shape["Query"])
    query = re.sub(r"\[\?([\w.]+)==[^\]]*\]", r"[?\1 != ` + "`null`" + `]", query)
    def holes(value):
        if isinstance(value, list):
            return not value or any(holes(one) for one in value)
        return value is None
    if holes(jmespath.search(query, answer)):
        print(shape["Command"])
`

// checkShapes looks in answers for what queries read.
func checkShapes(t *testing.T, shapes []shape) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil || exec.Command(python, "-c", "import botocore, jmespath").Run() != nil {
		t.Log("what queries read was not looked at: python3 with botocore is missing")
		return
	}
	input, err := json.Marshal(shapes)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(python, "-c", readShapes)
	command.Stdin = bytes.NewReader(input)
	empty, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, empty)
	}
	for line := range strings.Lines(string(empty)) {
		t.Errorf("reads what the answer doesn't have: aws %s", strings.TrimSpace(line))
	}
}

// known are the operations of the page that the stand-in knows.
var known = regexp.MustCompile(`Action=(DescribeStackResources|DescribeStackEvents|DeleteStack)&`)

// newAWS answers of stacks as the stand-in does, and refuses the rest.
func newAWS(t *testing.T) http.Handler {
	t.Helper()
	stacks := newStacks(t)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if known.Match(body) {
			stacks.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		w.Write([]byte("<ErrorResponse><Error><Code>Refused</Code><Message>nothing is known</Message></Error></ErrorResponse>"))
	})
}

// newStacks is a stand-in with a stack Provider.
func newStacks(t *testing.T) *standin.Server {
	t.Helper()
	world := deployment.NewWorld(t)
	deployment.GiveVpc(world, inPlace, "vpc-0123456789abcdef0", map[string]string{"subnet-0123456789abcdef0": "us-east-1a", "subnet-0123456789abcdef1": "us-east-1b"})
	template, err := os.ReadFile(filepath.Join(root, "constructs", "privatelink", "testdata", "TestPairInOneStack", "Both.json"))
	if err != nil {
		t.Fatal(err)
	}
	cloud := cloudformation.New(world, 1)
	if _, err := cloud.Deploy(inPlace, "Provider", string(template), nil); err != nil {
		t.Fatal(err)
	}
	server, err := standin.Start(cloud, inPlace)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}
