package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/exampletest"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

// TestTemplates is of the stages. The pipeline's own template is the CDK's.
func TestTemplates(t *testing.T) {
	exampletest.Templates(t, func(app awscdk.App) { newStages(app) })
}

// TestPipeline: the pipeline deploys all stacks, those of production after somebody said so.
func TestPipeline(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	atStaging, atProduction := newStages(app)
	newPipeline(app, atStaging, atProduction)
	_, pipeline := snapshot.Synth(t, app)["Pipeline"].Only(t, "AWS::CodePipeline::Pipeline")

	var steps []string
	for _, stage := range pipeline.Properties["Stages"].([]any) {
		stage := stage.(map[string]any)
		actions := stage["Actions"].([]any)
		slices.SortStableFunc(actions, func(a, b any) int {
			return int(a.(map[string]any)["RunOrder"].(float64) - b.(map[string]any)["RunOrder"].(float64))
		})
		for _, action := range actions {
			steps = append(steps, stage["Name"].(string)+"/"+action.(map[string]any)["Name"].(string))
		}
	}
	deployed := slices.DeleteFunc(steps, func(step string) bool {
		return !strings.HasPrefix(step, "Staging/") && !strings.HasPrefix(step, "Production/")
	})
	want := []string{
		"Staging/Provider.Prepare", "Staging/Provider.Deploy", "Staging/Consumer.Prepare", "Staging/Consumer.Deploy",
		"Production/Promote", "Production/Provider.Prepare", "Production/Provider.Deploy", "Production/Consumer.Prepare", "Production/Consumer.Deploy",
	}
	if !slices.Equal(deployed, want) {
		t.Errorf("the pipeline does %v, should do %v", deployed, want)
	}
}

// TestTrafficFlows follows packets within each stage. Staging's pass at once; production's
// once the endpoint is accepted.
func TestTrafficFlows(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	newStages(app)
	elsewhere := []string{ // The VPCs and what is in them are made elsewhere, and targets come later.
		"name", "client-out", "acl-out", "zones", "acl-service", "targets", "target-zones", "load-balancer-out", "target-in", "acl-back",
	}
	for stage, unknown := range map[string][]string{"Staging": elsewhere, "Production": append(elsewhere, "acceptance")} {
		ways := snapshot.Flows(t, app, check.Question{Via: stage + "/Consumer/Orders", To: stage + "/Provider/Orders", Port: 443}, unknown...)
		if len(ways) != 1 {
			t.Errorf("%d ways within %s", len(ways), stage)
		}
	}
}

// TestStagesByThemselves: nothing of one stage reaches the other.
func TestStagesByThemselves(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	newStages(app)
	for name, template := range snapshot.Synth(t, app) {
		for id, resource := range template.Resources {
			for _, other := range map[string][]string{"Staging": {production.account, "Production"}, "Production": {staging.account, "Staging"}}[strings.Split(name, "-")[0]] {
				if strings.Contains(snapshot.Text(resource.Properties), other) {
					t.Errorf("%s of %s has %s", id, name, other)
				}
			}
		}
	}
}
