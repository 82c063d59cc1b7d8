package privatelinkfunctions_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/lambda"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// site is one of the apps, to be deployed to a world of its own, with its functions running
// as Lambda would run them.
type site struct {
	*testing.T
	*lambda.Lambda
	world    *resources.World
	cloud    *cloudformation.CloudFormation
	assembly deployment.Assembly
}

var assemblies = map[string]deployment.Assembly{}

// newSite has nothing deployed yet.
func newSite(t *testing.T, app string) *site {
	t.Helper()
	world := deployment.NewWorld(t)
	deployment.GiveVpc(world, deployment.Home, "vpc-0123456789abcdef0", map[string]string{
		"subnet-0123456789abcdef0": "us-east-1a", "subnet-0123456789abcdef1": "us-east-1b", "subnet-0123456789abcdef2": "us-east-1c",
	})
	partner := resources.Place{Account: deployment.Partner, Region: "us-east-1"}
	deployment.GiveVpc(world, partner, "vpc-0123456789abcdef0", map[string]string{"subnet-0123456789abcdef0": "us-east-1a"})
	world.Give(deployment.Home, "AWS::SNS::Topic", "arn:aws:sns:us-east-1:111122223333:topic", resources.Properties{})
	cloud := cloudformation.New(world, 1)
	s := &site{T: t, Lambda: deployment.Functions(t, cloud), world: world, cloud: cloud}
	if _, ok := assemblies[app]; !ok {
		assemblies[app] = deployment.Synth(t, nil, apps[app])
	}
	s.assembly = assemblies[app]
	s.assembly.Stacks = slices.Clone(s.assembly.Stacks)
	return s
}

// deployed is a site with all stacks.
func deployed(t *testing.T, app string) *site {
	t.Helper()
	s := newSite(t, app)
	if err := s.deploy(); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *site) deploy() error {
	for _, stack := range s.assembly.Stacks {
		if err := s.deployAs(stack.Name, stack.Template); err != nil {
			return err
		}
	}
	return nil
}

// deployAs deploys a stack with a template.
func (s *site) deployAs(name, template string) error {
	_, err := s.cloud.Deploy(deployment.Home, name, template, nil)
	return err
}

// template is that of a stack, with something else in place of something.
func (s *site) template(name string, oldAndNew ...string) string {
	s.Helper()
	template := s.assembly.Stack(s.T, name).Template
	if changed := strings.NewReplacer(oldAndNew...).Replace(template); changed != template || len(oldAndNew) == 0 {
		return changed
	}
	s.Fatalf("nothing changes by %v", oldAndNew)
	return ""
}

func (s *site) stack(name string) *cloudformation.Stack { return s.cloud.Stack(deployment.Home, name) }

// function is the only one of a stack.
func (s *site) function(stack string) *resources.Resource {
	s.Helper()
	for _, r := range s.stack(stack).Resources() {
		if r.Type == "AWS::Lambda::Function" {
			return r
		}
	}
	s.Fatal("there is no function")
	return nil
}

// custom is the only custom resource of a stack.
func (s *site) custom(stack string) *resources.Resource {
	s.Helper()
	for _, r := range s.stack(stack).Resources() {
		if strings.HasPrefix(r.Type, "Custom::") {
			return r
		}
	}
	s.Fatal("there is no custom resource")
	return nil
}

// request asks for something as CloudFormation does while a stack is in a state.
func (s *site) request(stack, state, kind string) lambda.Run {
	s.Helper()
	before := s.stack(stack).Status
	s.stack(stack).Status = state
	run := s.Request(s.stack(stack).ID, kind, s.custom(stack), nil)
	s.stack(stack).Status = before
	return run
}

// only is the only resource of a type.
func (s *site) only(of string) *resources.Resource {
	s.Helper()
	all := s.world.All(of)
	if len(all) != 1 {
		s.Fatalf("there are %d of %s", len(all), of)
	}
	return all[0]
}

// connect has an account connect to the service.
func (s *site) connect(account string) *resources.Resource {
	s.Helper()
	service := s.only("AWS::EC2::VPCEndpointService")
	if len(s.world.All("AWS::EC2::VPCEndpointServicePermissions")) == 0 {
		s.world.Give(deployment.Home, "AWS::EC2::VPCEndpointServicePermissions", service.ID, resources.Properties{"ServiceId": service.ID, "AllowedPrincipals": []any{"*"}})
	}
	place := resources.Place{Account: account, Region: "us-east-1"}
	endpoint, err := s.world.Create(place, "AWS::EC2::VPCEndpoint", "Endpoint", resources.Properties{
		"VpcEndpointType": "Interface", "VpcId": "vpc-0123456789abcdef0", "SubnetIds": []any{"subnet-0123456789abcdef0"},
		"ServiceName": "com.amazonaws.vpce.us-east-1." + service.ID,
	})
	if err != nil {
		s.Fatal(err)
	}
	return endpoint
}

// made counts the calls of an action.
func (s *site) made(action string) int {
	n := 0
	for _, call := range s.Calls {
		if strings.HasSuffix(call.Action, ":"+action) && call.Allowed {
			n++
		}
	}
	return n
}

// want fails unless calls of an action were made so many times since the last time.
func (s *site) want(action string, times int) {
	s.Helper()
	if n := s.made(action); n != times {
		s.Errorf("%s was called %d times, should be %d", action, n, times)
	}
}

// went fails unless a run went well.
func (s *site) went(run lambda.Run) lambda.Run {
	s.Helper()
	if run.Error != "" || run.Answer != nil && run.Answer["Status"] != "SUCCESS" {
		s.Errorf("%s %v\n%s", run.Error, run.Answer, strings.Join(run.Log, "\n"))
	}
	return run
}

// says fails unless an error says all of what it should.
func (s *site) says(err any, words ...string) {
	s.Helper()
	text := fmt.Sprint(err)
	for _, word := range words {
		if !strings.Contains(text, word) {
			s.Errorf("%q doesn't say %q", text, word)
		}
	}
}

// logged fails unless a run logged a line with all of what it should have.
func (s *site) logged(run lambda.Run, words ...string) {
	s.Helper()
	if !slices.ContainsFunc(run.Log, func(line string) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(line, word) })
	}) {
		s.Errorf("no line says %q:\n%s", words, strings.Join(run.Log, "\n"))
	}
}

func (s *site) fault(operation, code string, times int) {
	s.Faults = append(s.Faults, &lambda.Fault{Operation: operation, Code: code, Times: times})
}

// withoutConstruct is a template without what a construct of the stack makes.
func withoutConstruct(t *testing.T, template, construct string) string {
	t.Helper()
	var decoded map[string]any
	if err := json.Unmarshal([]byte(template), &decoded); err != nil {
		t.Fatal(err)
	}
	all := decoded["Resources"].(map[string]any)
	before := len(all)
	maps.DeleteFunc(all, func(id string, _ any) bool { return strings.HasPrefix(id, construct) })
	if len(all) == before {
		t.Fatalf("%s makes nothing", construct)
	}
	changed, err := json.Marshal(decoded)
	if err != nil {
		t.Fatal(err)
	}
	return string(changed)
}
