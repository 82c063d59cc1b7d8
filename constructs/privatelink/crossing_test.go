package privatelink_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestCrossings passes the constructs to jsii in every way that users do. A
// struct that isn't tied to its node panics at the first of them.
func TestCrossings(t *testing.T) {
	for _, name := range []string{"Orders", "Client"} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Both", consumerAccount, region)
			orders, client := newPair(stack, stack)
			construct := map[string]constructs.Construct{"Orders": orders, "Client": client}[name]

			constructs.NewConstruct(construct, jsii.String("Child"))
			if path := *construct.Node().FindChild(jsii.String("Child")).Node().Path(); path != "Both/"+name+"/Child" {
				t.Errorf("as a scope: child is %s", path)
			}
			awscdk.Tags_Of(construct).Add(jsii.String("seen"), jsii.String(name), nil)
			if awscdk.Stack_Of(construct) != stack {
				t.Error("Stack_Of gives another stack")
			}
			aspect := &visitor{}
			awscdk.Aspects_Of(construct).Add(aspect, nil)
			later := awsec2.NewCfnEIP(stack, jsii.String("Later"+name), nil)
			later.Node().AddDependency(construct)
			if found := stack.Node().FindChild(jsii.String(name)); found != construct {
				t.Errorf("FindChild gives %T, not the same pointer", found)
			}

			template := snapshot.Synth(t, app)["Both"]
			if len(aspect.paths) == 0 || aspect.paths[0] != "Both/"+name {
				t.Errorf("the aspect visited %v", aspect.paths)
			}
			if len(template.Resources[resolve(stack, *later.LogicalId()).(string)].DependsOn) == 0 {
				t.Error("AddDependency had no effect")
			}
		})
	}
}

// visitor is an aspect that notes where it has been.
type visitor struct{ paths []string }

func (v *visitor) Visit(node constructs.IConstruct) { v.paths = append(v.paths, *node.Node().Path()) }

// TestConnectable: both constructs are IConnectables.
func TestConnectable(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Both", consumerAccount, region)
	orders, endpoint := newPair(stack, stack)
	bastion := newInstance(stack, "Bastion", newVpcNamed(stack, "BastionVpc"))
	bastion.Connections().AllowTo(orders, awsec2.Port_Tcp(jsii.Number(443)), jsii.String("Bastion to load balancer"))
	bastion.Connections().AllowToDefaultPort(endpoint, jsii.String("Bastion to endpoint"))

	var descriptions []string
	for _, rule := range snapshot.Synth(t, app)["Both"].OfType("AWS::EC2::SecurityGroupIngress") {
		descriptions = append(descriptions, rule.Properties["Description"].(string))
	}
	slices.Sort(descriptions)
	if !slices.Equal(descriptions, []string{"Bastion to endpoint", "Bastion to load balancer"}) {
		t.Errorf("ingress rules: %v", descriptions)
	}
}

func newVpcNamed(scope constructs.Construct, id string) awsec2.IVpc {
	return newVpcOf("vpc-0123456789abcdef1", constructs.NewConstruct(scope, &id), "us-east-1a")
}

// TestConsumerFoundAgain: what FindChild returns is of use as it is.
func TestConsumerFoundAgain(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Both", consumerAccount, region)
	newPair(stack, stack)
	found := stack.Node().FindChild(jsii.String("Client")).(*privatelink.ConsumerEndpoint)
	if found.DnsName() != "orders.internal" {
		t.Errorf("found %v", found)
	}
}

// rawTemplates is the bytes of all templates of an app.
func rawTemplates(t *testing.T, app awscdk.App) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(*app.Synth(nil).Directory(), "*.template.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}
