package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/exampletest"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

func TestTemplates(t *testing.T) { exampletest.Templates(t, newStacks) }

func synth(t *testing.T, tenants []tenant) snapshot.Template {
	t.Helper()
	app := snapshot.NewApp(t, nil)
	newProviderStack(app, tenants)
	return snapshot.Synth(t, app)["TenantsProvider"]
}

// TestTable: another order of the table changes nothing, and a tenant that comes or goes
// leaves the others' resources alone, but for the rules of the servers' group.
func TestTable(t *testing.T) {
	var tenants []tenant
	if err := json.Unmarshal(table, &tenants); err != nil {
		t.Fatal(err)
	}
	before := synth(t, tenants)
	reordered := slices.Clone(tenants)
	slices.Reverse(reordered)
	if changes := snapshot.Diff(before, synth(t, reordered)); len(changes) > 0 {
		t.Errorf("another order changes %v", changes)
	}

	after := synth(t, append([]tenant{{Id: "duff", Account: "777788889999", Port: 9004}}, tenants...))
	for name, changes := range map[string][]snapshot.Change{"comes": snapshot.Diff(before, after), "goes": snapshot.Diff(after, before)} {
		own := 0
		for _, change := range changes {
			switch {
			case strings.Contains(strings.ToLower(change.ID), "duff") && (change.Effect == snapshot.Create || change.Effect == snapshot.Delete):
				own++
			case change.Effect == snapshot.Nothing: // Services are made after all rules of the servers' group.
			case change.Type != "AWS::EC2::SecurityGroup" || change.Effect != snapshot.Update:
				t.Errorf("a tenant %s: %s of %s %s", name, change.Effect, change.Type, change.ID)
			}
		}
		if own != perTenant {
			t.Errorf("a tenant %s with %d resources, should be %d", name, own, perTenant)
		}
	}
}

// perTenant is how many resources a tenant takes.
const perTenant = 8

// TestQuota: synthesis warns of as many tenants as the servers' group has no rules for.
func TestQuota(t *testing.T) {
	for count, warns := range map[int]bool{20: false, 21: true} {
		var tenants []tenant
		for i := range count {
			tenants = append(tenants, tenant{Id: fmt.Sprint("tenant", i), Account: "444455556666", Port: 9000 + i})
		}
		warned := slices.ContainsFunc(synth(t, tenants).Messages, func(m snapshot.Message) bool {
			return m.Level == snapshot.Warning && strings.Contains(m.Text, "security-group-rules")
		})
		if warned != warns {
			t.Errorf("%d tenants: warned is %t", count, warned)
		}
	}
}
