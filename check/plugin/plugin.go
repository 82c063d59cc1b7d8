// Package plugin judges an app while it is synthesized: package check, as the CDK's
// policy validation plugin.
//
// The constructs of this library attach it to their app by themselves. An app without
// them attaches it so:
//
//	awscdk.Validations_Of(app).AddPlugins(plugin.New())
//
// Errors make the synthesis fail, and warnings are told. What is wrong to report can be
// acknowledged by its ID (see package check), and all of it be turned off by the context
// key [Off].
package plugin

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// Off is the context key that turns the plugin off, if its value is true: in cdk.json, or
// by cdk synth -c privatelink:check-off=true.
const Off = "privatelink:check-off"

// plugin holds a field because jsii tells values without any apart by nothing.
type plugin struct{ name string }

// New returns the plugin. An app needs one: attached twice, it tells everything twice.
func New() awscdk.IPolicyValidationPlugin {
	return &plugin{name: strings.TrimSuffix(demand.Prefix, "::")}
}

func (p *plugin) Name() *string { return &p.name }

func (p *plugin) Version() *string { return nil }

func (p *plugin) RuleIds() *[]*string { return nil }

// Validate is called by the CDK, once for an app. It never panics: in a callback that would
// end the app's Node process.
func (p *plugin) Validate(context awscdk.IPolicyValidationContext) (result *awscdk.PolicyValidationPluginReport) {
	defer func() {
		if r := recover(); r != nil {
			result = &awscdk.PolicyValidationPluginReport{Success: jsii.Bool(true), Violations: &[]*awscdk.PolicyViolation{}}
		}
	}()
	violations, success := []*awscdk.PolicyViolation{}, true
	templates := *context.TemplatePaths()
	if len(templates) == 0 || IsOff(context.AppConstruct()) {
		return &awscdk.PolicyValidationPluginReport{Success: &success, Violations: &violations}
	}
	report, err := check.Synthesized(*templates[0])
	if err != nil {
		return &awscdk.PolicyValidationPluginReport{
			Success: &success, Violations: &violations, Metadata: &map[string]*string{"error": jsii.String(err.Error())},
		}
	}
	for _, f := range report.Findings {
		success = success && f.Severity != check.Error
		violations = append(violations, violation(f))
	}
	return &awscdk.PolicyValidationPluginReport{Success: &success, Violations: &violations}
}

// IsOff reports whether the plugin is turned off where a construct is.
func IsOff(construct constructs.IConstruct) bool {
	value := construct.Node().TryGetContext(jsii.String(Off))
	return value == true || value == "true"
}

func violation(f check.Finding) *awscdk.PolicyViolation {
	property := f.Property
	if property == "" {
		property = "Properties"
	}
	return &awscdk.PolicyViolation{
		RuleName:    jsii.String(strings.TrimPrefix(f.ID, demand.Prefix)),
		Description: jsii.String(f.Text()),
		Fix:         jsii.String(f.Fix + " (" + f.Source + ")"),
		Severity:    jsii.String(string(f.Severity)),
		ViolatingResources: &[]*awscdk.PolicyViolatingResource{{
			ResourceLogicalId: &f.LogicalID, TemplatePath: &f.Template, Locations: jsii.Strings(property),
		}},
	}
}
