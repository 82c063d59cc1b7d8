package resources

import "encoding/json"

// Alarms and dashboards: none of them measures anything here.
var _ = know(map[string]kind{
	"AWS::CloudWatch::Alarm": {
		id: named("AlarmName"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.arn("cloudwatch", "alarm:"+r.ID)}
		},
	},
	"AWS::CloudWatch::Dashboard": {id: named("DashboardName")},
})

var cloudWatchRules = []rule{
	{Rule{ID: "alarm-metric-one-form", Of: "AWS::CloudWatch::Alarm", Code: "InvalidRequest", Message: "Exactly one of MetricName and Metrics is needed", Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"},
		func(c change) (bool, []any) {
			return brokenIf((c.Text("MetricName") == "") == (c.Properties["Metrics"] == nil))
		}},
	{Rule{ID: "dashboard-body", Of: "AWS::CloudWatch::Dashboard", Code: "InvalidRequest", Message: "The dashboard body is invalid: %s", Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html"},
		func(c change) (bool, []any) {
			var body struct {
				Widgets []any `json:"widgets"`
			}
			err := json.Unmarshal([]byte(c.Text("DashboardBody")), &body)
			return brokenIf(err != nil, err)
		}},
}
