package privatelinkfunctions

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// Function is a function of Lambda, with what belongs to it.
type Function struct {
	// Lambda is the AWS::Lambda::Function.
	Lambda awscdk.CfnResource
	// Role that it runs with.
	Role awsiam.CfnRole
	// LogGroup that it writes to, which goes with the construct. It keeps a month:
	// LogGroup.SetRetentionInDays has it keep more, or less.
	LogGroup awslogs.CfnLogGroup
	// Alarm is on when the function fails by its schedule, or by a notification. It tells
	// nobody until it is given an action: Alarm.AddAlarmAction. What fails in a deployment,
	// CloudFormation tells.
	Alarm awscloudwatch.Alarm
	// Schedule has the function run again and again; nil where only deployments do.
	Schedule awsevents.CfnRule
	// Resource is the custom resource by which deployments run the function, and wait for it.
	Resource awscdk.CfnResource

	// self is the construct that this is part of, as the CDK knows it.
	self  constructs.Construct
	stack awscdk.Stack
	// timeout is how long it runs at most.
	timeout time.Duration
}

// Arn is that of the Lambda function, to have others run it, too.
func (f *Function) Arn() string {
	return *awscdk.Token_AsString(f.Lambda.GetAtt(jsii.String("Arn"), awscdk.ResolutionTypeHint_STRING), nil)
}

// runtime is the one that the functions are written and tested for; Lambda brings boto3 with it.
//
// Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
const runtime = "python3.13"

// AWS gives a function 15 minutes, of which it waits 14 at most: the rest is for the call that
// is under way, and for the answer. One that doesn't wait has briefly, and CloudFormation gives
// Lambda a while more to begin.
//
// Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const (
	longest = 14 * time.Minute
	rest    = time.Minute
	briefly = 2 * time.Minute
	begin   = 2 * time.Minute
)

// asks is what a construct asks of its function.
type asks struct {
	// code is the name of its Python file.
	code, description string
	environment       map[string]any
	statements        []map[string]any
	// wait is how long it waits at most.
	wait time.Duration
}

// newFunction is that of a construct in a scope, yet to be made.
func newFunction(self, scope constructs.Construct) *Function {
	return &Function{self: self, stack: cdk.StackOf(scope)}
}

// make makes the function and what it needs.
func (f *Function) make(a asks) {
	f.LogGroup = awslogs.NewCfnLogGroup(f.self, jsii.String("LogGroup"), &awslogs.CfnLogGroupProps{RetentionInDays: jsii.Number(30)})
	f.LogGroup.ApplyRemovalPolicy(awscdk.RemovalPolicy_DESTROY, nil)
	statements := append(a.statements, allow(f.LogGroup.AttrArn(), nil, "logs:CreateLogStream", "logs:PutLogEvents"))
	f.Role = awsiam.NewCfnRole(f.self, jsii.String("Role"), &awsiam.CfnRoleProps{
		Description: jsii.String(a.description),
		AssumeRolePolicyDocument: document(map[string]any{
			"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": map[string]any{"Service": "lambda.amazonaws.com"},
		}),
		Policies: &[]any{&awsiam.CfnRole_PolicyProperty{PolicyName: jsii.String("Function"), PolicyDocument: document(statements...)}},
	})
	f.timeout = briefly
	environment := a.environment
	if a.wait > 0 {
		f.timeout = a.wait + rest
		cdk.Put(&environment, "WAIT", any(fmt.Sprint(int(a.wait.Seconds()))))
	}
	properties := map[string]any{
		"Description":   a.description,
		"Runtime":       runtime,
		"Handler":       "index.handler",
		"Code":          map[string]any{"ZipFile": codeOf(a.code)},
		"Role":          f.Role.AttrArn(),
		"MemorySize":    256, // With less, to load boto3 takes seconds.
		"Timeout":       int(f.timeout.Seconds()),
		"LoggingConfig": map[string]any{"LogGroup": f.LogGroup.Ref()},
	}
	if len(environment) > 0 {
		properties["Environment"] = map[string]any{"Variables": environment}
	}
	f.Lambda = f.resource("Function", "AWS::Lambda::Function", properties)
	f.Alarm = awscloudwatch.NewAlarm(f.self, jsii.String("Alarm"), &awscloudwatch.AlarmProps{
		AlarmDescription: jsii.String(a.description + " fails; its log group says why"),
		Metric: awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
			Namespace: jsii.String("AWS/Lambda"), MetricName: jsii.String("Errors"), Statistic: jsii.String("Sum"),
			Period: awscdk.Duration_Minutes(jsii.Number(5)), DimensionsMap: &map[string]*string{"FunctionName": f.Lambda.Ref()},
		}),
		Threshold: jsii.Number(0), EvaluationPeriods: jsii.Number(1),
		ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_THRESHOLD,
		TreatMissingData:   awscloudwatch.TreatMissingData_NOT_BREACHING,
	})
}

// deploy has deployments run the function, and wait for its answer. It runs again when one
// of the properties changes.
func (f *Function) deploy(kind string, properties map[string]any) {
	cdk.Put(&properties, "ServiceToken", any(f.Arn()))
	cdk.Put(&properties, "ServiceTimeout", any(int((f.timeout + begin).Seconds())))
	f.Resource = f.resource("Resource", "Custom::PrivateLink"+kind, properties)
}

// repeat has the function run on a schedule.
func (f *Function) repeat(every time.Duration) {
	f.Schedule = awsevents.NewCfnRule(f.self, jsii.String("Schedule"), &awsevents.CfnRuleProps{
		ScheduleExpression: jsii.String(rate(every)),
		Targets:            &[]any{&awsevents.CfnRule_TargetProperty{Id: jsii.String("Function"), Arn: jsii.String(f.Arn())}},
	})
	f.permit("SchedulePermission", "events.amazonaws.com", *f.Schedule.AttrArn())
}

// permit lets a service run the function for one resource of its own.
func (f *Function) permit(id, service, sourceArn string) awscdk.CfnResource {
	return f.resource(id, "AWS::Lambda::Permission", map[string]any{
		"Action": "lambda:InvokeFunction", "FunctionName": f.Arn(), "Principal": service, "SourceArn": sourceArn,
	})
}

// attribute is what the function answered in a deployment.
func (f *Function) attribute(name string) string {
	return *awscdk.Token_AsString(f.Resource.GetAtt(&name, awscdk.ResolutionTypeHint_STRING), nil)
}

// resource makes a plain resource: the L1s of Lambda and SNS come with packages that add
// minutes to every user's build.
func (f *Function) resource(id, kind string, properties map[string]any) awscdk.CfnResource {
	return awscdk.NewCfnResource(f.self, &id, &awscdk.CfnResourceProps{Type: &kind, Properties: &properties})
}

// ec2Arn is the ARN of something of EC2 in the function's own account and Region.
func (f *Function) ec2Arn(kind, id string) string {
	return "arn:" + cdk.PartitionOf(*f.stack.Region()) + ":ec2:" + *f.stack.Region() + ":" + *f.stack.Account() + ":" + kind + "/" + id
}

// manage allows to do something to a service, or an endpoint, also where it is of several
// Regions, which takes a permission besides.
//
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsprivatelink.html
func (f *Function) manage(kind, id, action string) map[string]any {
	return allow(f.ec2Arn(kind, id), nil, action, "vpce:AllowMultiRegion")
}

// describe allows calls that only read, and that AWS allows for all resources or none.
//
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
func (f *Function) describe(actions ...string) map[string]any {
	return allow("*", map[string]any{"StringEquals": map[string]any{"aws:RequestedRegion": f.stack.Region()}}, actions...)
}

// ownStack allows to ask for the state of the stack.
func (f *Function) ownStack() map[string]any {
	return allow(f.stack.StackId(), nil, "cloudformation:DescribeStacks")
}

func allow(resource any, condition map[string]any, actions ...string) map[string]any {
	statement := map[string]any{"Effect": "Allow", "Action": actions, "Resource": resource}
	if condition != nil {
		statement["Condition"] = condition
	}
	return statement
}

func document(statements ...map[string]any) map[string]any {
	return map[string]any{"Version": "2012-10-17", "Statement": statements}
}

// joined are values with blanks between them. A list that isn't known yet, such as a
// parameter's, is one of them.
func joined(values []string) string {
	known := slices.Clone(values)
	for i, value := range values {
		if strings.HasPrefix(value, "#{Token[") {
			known[i] = *awscdk.Fn_Join(jsii.String(" "), jsii.Strings(value))
		}
	}
	return strings.Join(known, " ")
}

// rate is a schedule of EventBridge.
//
// Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
func rate(every time.Duration) string {
	minutes := int(every.Minutes())
	if minutes == 1 {
		return "rate(1 minute)"
	}
	return fmt.Sprintf("rate(%d minutes)", minutes)
}

// refuse panics with an [*privatelink.Error] if the facts break a rule.
func refuse(kind string, scope constructs.Construct, id string, facts rules.Function) {
	path := id
	if facts.NoScope = cdk.IsNil(scope); !facts.NoScope {
		path = cdk.PathOf(scope) + "/" + id
	}
	if findings := findingsOf(facts); len(findings) > 0 {
		panic(&privatelink.Error{Construct: fmt.Sprintf("%s %q", kind, path), Findings: findings})
	}
}

// validate returns what the constructor refuses, as an error.
func validate(kind string, facts rules.Function) error {
	if findings := findingsOf(facts); len(findings) > 0 {
		return &privatelink.Error{Construct: kind, Findings: findings}
	}
	return nil
}

func findingsOf(facts rules.Function) []privatelink.Finding {
	var findings []privatelink.Finding
	for _, f := range rules.CheckFunction(facts) {
		findings = append(findings, privatelink.Finding{ID: f.ID, Field: f.Field, Problem: f.Problem, AWS: f.AWS, Fix: f.Fix, Source: f.Source})
	}
	return findings
}

// ofService are the facts that all functions of a service have in common. Without a scope,
// nothing is said of stacks.
func ofService(scope constructs.Construct, service *privatelink.ProviderService) rules.Function {
	facts := rules.Function{Of: "Service", Missing: service == nil || service.EndpointService == nil}
	if !facts.Missing && !cdk.IsNil(scope) {
		facts.OtherStack = cdk.StackOf(scope) != awscdk.Stack_Of(service)
	}
	return facts
}
