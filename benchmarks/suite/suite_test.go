// Package suite is what a user's snapshot tests look like: a hundred cases, each a
// provider and a consumer in two stacks, with two golden templates and six
// questions. Build it with go test -c, and time the binary.
package suite

import (
	"fmt"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/benchmarks/cases"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { snapshot.Main(m) }

func TestCases(t *testing.T) {
	for i := range 100 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			cases.NewSystem(app, 1000+i)
			snapshot.Match(t, app)

			templates := snapshot.Synth(t, app)
			provider, consumer := templates["Provider"], templates["Consumer"]
			provider.Has(t, "AWS::ElasticLoadBalancingV2::Listener", snapshot.Props{"Port": 1000 + i, "Protocol": "TCP"})
			provider.Has(t, "AWS::ElasticLoadBalancingV2::TargetGroup", snapshot.Props{"TargetType": "ip"})
			provider.Has(t, "AWS::EC2::VPCEndpointService", snapshot.Props{"AcceptanceRequired": false})
			group, _ := consumer.Only(t, "AWS::EC2::SecurityGroup")
			consumer.Has(t, "AWS::EC2::VPCEndpoint", snapshot.Props{"SecurityGroupIds": snapshot.With(snapshot.RefersTo(group))})
			consumer.HasCount(t, 1, "AWS::Route53::RecordSet", nil)
		})
	}
}
