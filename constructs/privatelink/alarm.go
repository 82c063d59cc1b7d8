package privatelink

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
)

// AlarmAction is what an alarm does, by an ARN: that of an SNS topic, a Lambda function, an
// OpsItem's severity or a response plan. awscloudwatchactions has the same of the CDK's
// constructs, and brings awslambda and 22 more packages of the CDK along.
//
// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
func AlarmAction(arn string) awscloudwatch.IAlarmAction { return &alarmAction{arn} }

type alarmAction struct{ arn string }

func (a *alarmAction) Bind(constructs.Construct, awscloudwatch.IAlarm) *awscloudwatch.AlarmActionConfig {
	return &awscloudwatch.AlarmActionConfig{AlarmActionArn: &a.arn}
}

// alarm is one that is to be made.
type alarm struct {
	// id of its construct.
	id string
	of awscloudwatch.IMetric
	// It goes off where the metric is above the threshold, or below it, for so many
	// minutes in a row.
	threshold int
	below     bool
	minutes   int
	// alsoSilent: it goes off where there is no data, too.
	alsoSilent bool
	// reason, and the section of docs/operating.md that says what to do.
	reason, section string
}

// operating is the page that says what to do when an alarm goes off.
const operating = "https://github.com/cdk-privatelink/cdk-privatelink-go/blob/main/docs/operating.md"

// alarms are those of one side, and what they do.
type alarms struct {
	actions, okActions []awscloudwatch.IAlarmAction
	// made are the IDs of those that are there.
	made map[string]bool
}

// make makes an alarm below a construct, unless it is there.
func (a *alarms) make(construct constructs.Construct, planned alarm) []awscloudwatch.Alarm {
	if a.made[planned.id] {
		return nil
	}
	cdk.Put(&a.made, planned.id, true)
	props := &awscloudwatch.AlarmProps{
		Metric:             planned.of,
		Threshold:          jsii.Number(planned.threshold),
		ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_THRESHOLD,
		EvaluationPeriods:  jsii.Number(planned.minutes),
		TreatMissingData:   awscloudwatch.TreatMissingData_NOT_BREACHING,
		AlarmDescription:   jsii.String(cdk.PathOf(construct) + ": " + planned.reason + " " + operating + "#" + planned.section),
	}
	if planned.below {
		props.ComparisonOperator = awscloudwatch.ComparisonOperator_LESS_THAN_THRESHOLD
	}
	if planned.alsoSilent {
		props.TreatMissingData = awscloudwatch.TreatMissingData_BREACHING
	}
	made := awscloudwatch.NewAlarm(construct, jsii.String("Alarm"+planned.id), props)
	if len(a.actions) > 0 {
		made.AddAlarmAction(a.actions...)
	}
	if len(a.okActions) > 0 {
		made.AddOkAction(a.okActions...)
	}
	return []awscloudwatch.Alarm{made}
}

// query is a question to all metrics of some dimensions, as an alarm asks it: whatever it
// answers of each group is alarmed of by itself.
//
// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html
func query(sql string) awscloudwatch.IMetric {
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression: &sql, Period: awscdk.Duration_Seconds(jsii.Number(time.Minute.Seconds())),
	})
}

// nilActions are the positions of actions that aren't there, or have no ARN.
func nilActions(actions []awscloudwatch.IAlarmAction) []int {
	var missing []int
	for i, action := range actions {
		if own, isOwn := action.(*alarmAction); cdk.IsNil(action) || isOwn && own.arn == "" {
			missing = append(missing, i)
		}
	}
	return missing
}
