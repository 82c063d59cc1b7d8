package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/exampletest"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

func TestTemplates(t *testing.T) { exampletest.Templates(t, newStacks) }

// TestTrafficFlows follows a packet from one nested stack through the other, in whichever
// account they are deployed to.
func TestTrafficFlows(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	newStacks(app)
	snapshot.Flows(t, app, check.Question{From: "Nested/Consumer/Client", To: "Nested/Provider/Orders", Port: 443})
}
