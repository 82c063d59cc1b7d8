package cdk

import (
	"slices"
	"strconv"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
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

// Decide tells apart what must not be built in a scope, and what is told beside what is
// built: warnings, and errors that are acknowledged.
func Decide(scope constructs.Construct, findings []rules.Finding) (refused, told []rules.Finding) {
	isError := func(f rules.Finding) bool { return f.Severity == demand.Error }
	if !slices.ContainsFunc(findings, isError) {
		return nil, findings
	}
	acknowledged := map[string]bool{}
	if !IsNil(scope) {
		acknowledged = Acknowledged(scope)
	}
	for _, f := range findings {
		if isError(f) && (f.Needed || !acknowledged[f.ID]) {
			refused = append(refused, f)
		}
	}
	if len(refused) > 0 {
		return refused, nil
	}
	return nil, findings
}

// Site names a construct that is made in a scope with an ID, or without an ID one that is
// there, by its kind and path. It costs messages to jsii, so only an error asks for it.
func Site(kind string, scope constructs.Construct, id string) string {
	if IsNil(scope) {
		if id == "" {
			return kind
		}
		return kind + " " + strconv.Quote(id)
	}
	path := *scope.Node().Path()
	if path != "" && id != "" {
		path += "/"
	}
	return kind + " " + strconv.Quote(path+id)
}
