package deployment

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

var release = flag.Bool("release", false, "keep the golden templates as those of a release, from which later ones are upgraded to")

// lastingTypes are those of which no upgrade may replace or remove a resource: it would
// cut consumers off.
var lastingTypes = []string{
	"AWS::EC2::VPCEndpointService", "AWS::EC2::VPCEndpointServicePermissions", "AWS::EC2::VPCEndpoint", "AWS::ElasticLoadBalancingV2::LoadBalancer",
}

// upgrade deploys an example's golden templates over those of the last release.
func (s Setting) upgrade(t *testing.T, assembly Assembly, world string) {
	all := filepath.Join(module(), "internal", "testing", "deployment", "testdata", "released")
	if _, err := os.Stat(all); err != nil {
		t.Fatal(err)
	}
	released := filepath.Join(all, exampleName(t))
	if *release {
		keep(t, released)
	}
	if _, err := os.Stat(released); err != nil {
		t.Skip("it is new since the last release")
	}
	for _, stack := range assembly.Stacks {
		if len(stack.Nested) > 0 {
			t.Skip("golden templates don't say which template is nested where")
		}
	}
	cloud := s.run(t, cloudformation.New(s.world(t), 1))
	for _, stack := range assembly.Stacks {
		stack.Template = golden(t, released, stack.Name, world)
		if _, err := cloud.Deploy(stack.Place, stack.Name, stack.Template, s.parametersOf(stack)); err != nil {
			t.Fatalf("deploying %s of the last release: %v", stack.Name, err)
		}
	}
	for _, stack := range assembly.Stacks {
		stack.Template = golden(t, goldens, stack.Name, world)
		changes, err := cloud.Deploy(stack.Place, stack.Name, stack.Template, s.parametersOf(stack))
		if err != nil {
			t.Errorf("upgrading %s: %v", stack.Name, err)
		}
		if replaced := cloudformation.Replaced(changes, lastingTypes...); len(replaced) > 0 {
			t.Errorf("upgrading %s replaces or removes %v", stack.Name, replaced)
		}
	}
}

// goldens is where the golden templates of the example under test are.
var goldens = filepath.Join("testdata", "TestTemplates")

// exampleName is the folder of the example under test.
func exampleName(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Base(folder)
}

// golden reads a golden template, of which both worlds have one unless they differ.
func golden(t *testing.T, folder, stack, world string) string {
	t.Helper()
	if world == snapshot.CdkInit {
		if body, err := os.ReadFile(filepath.Join(folder, stack+"."+world+".json")); err == nil {
			return string(body)
		}
	}
	body, err := os.ReadFile(filepath.Join(folder, stack+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// keep replaces the templates of the last release by the golden ones.
func keep(t *testing.T, released string) {
	t.Helper()
	err := os.RemoveAll(released)
	if err == nil {
		err = os.CopyFS(released, os.DirFS(goldens))
	}
	if err != nil {
		t.Fatal(err)
	}
}
