package main

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/exampletest"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

func TestTemplates(t *testing.T) { exampletest.Templates(t, newStacks) }

// TestTrafficFlows follows a connection from the client to the database, hop by hop.
func TestTrafficFlows(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	newStacks(app)
	snapshot.Flows(t, app, check.Question{From: "ResourceConsumer/Client", To: "ResourceProvider/Orders", Port: 5432})
}
