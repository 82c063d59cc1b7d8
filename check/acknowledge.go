package check

import (
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// AcknowledgedType is the type of the metadata in which the CDK keeps what was
// acknowledged: reasons by IDs.
//
// Source: https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/validation/validations.ts
const AcknowledgedType = "aws:cdk:acknowledged-rules"

// acknowledgments are the reasons by the IDs of what was acknowledged in the app. As for
// the CDK, it doesn't matter where in the app that was.
func acknowledgments(a *assembly.Assembly, directory string) map[string]string {
	reasons := reported(directory)
	for _, stack := range a.Stacks {
		for _, entry := range stack.Entries {
			if rules, ok := entry.Data.(map[string]any); ok && entry.Type == AcknowledgedType {
				for id, reason := range rules {
					reasons[id], _ = reason.(string)
				}
			}
		}
	}
	return reasons
}

// reported are those that stand in the report of the CDK's validation: what the app itself
// acknowledged is in no stack.
func reported(directory string) map[string]string {
	reasons := map[string]string{}
	encoded, err := os.ReadFile(filepath.Join(directory, "validation-report.json"))
	if err != nil {
		return reasons
	}
	var report struct {
		PluginReports []struct {
			SuppressedViolations []struct{ AcknowledgedID, Reason string }
		}
	}
	if json.Unmarshal(encoded, &report) != nil {
		return reasons
	}
	for _, plugin := range report.PluginReports {
		for _, suppressed := range plugin.SuppressedViolations {
			reasons[suppressed.AcknowledgedID] = suppressed.Reason
		}
	}
	return reasons
}

// acknowledge turns the findings that were acknowledged into information.
func (r *Report) acknowledge(reasons map[string]string) {
	for i, f := range r.Findings {
		if reason, ok := reasons[f.ID]; ok {
			if reason == "" {
				reason = "without a reason"
			}
			r.Findings[i].Severity, r.Findings[i].Acknowledged = Info, reason
		}
	}
}
