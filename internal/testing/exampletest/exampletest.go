// Package exampletest keeps the golden templates of an example. It has them synthesized
// without jsii's relay; constructs/privatelink, snapshot and check have theirs with it.
package exampletest

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	_ "github.com/cdk-privatelink/cdk-privatelink-go/direct"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/lint"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// Main is an example's TestMain.
func Main(m *testing.M) { snapshot.Main(m) }

// Templates compares what an example synthesizes in both flag worlds with its
// golden templates, and has cfn-lint look at these.
func Templates(t *testing.T, newStacks func(awscdk.App)) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		newStacks(app)
		snapshot.Match(t, app)
	})
	t.Run("lint", lint.Templates)
}
