package cdk

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// Note leaves a finding on props in a construct's metadata, from where the validation of
// the app and package check tell it together with their own.
func Note(construct constructs.Construct, f rules.Finding) {
	construct.Node().AddMetadata(jsii.String(check.NotedType), map[string]any{
		"id": f.ID, "severity": string(f.Severity), "field": f.Field, "problem": f.Problem,
		"aws": f.AWS, "fix": f.Fix, "source": f.Source,
	}, nil)
}

// Acknowledged are the IDs of what was acknowledged in a scope, or in one around it, so
// far. It costs messages to jsii: ask only when there is something to acknowledge.
func Acknowledged(scope constructs.Construct) map[string]bool {
	ids := map[string]bool{}
	for _, around := range *scope.Node().Scopes() {
		for _, entry := range *around.Node().Metadata() {
			if reasons, ok := entry.Data.(map[string]any); ok && *entry.Type == check.AcknowledgedType {
				for id := range reasons {
					ids[id] = true
				}
			}
		}
	}
	return ids
}
