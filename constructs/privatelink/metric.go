package privatelink

import (
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Namespaces of metrics.
const (
	servicesNamespace  = "AWS/PrivateLinkServices"
	endpointsNamespace = "AWS/PrivateLinkEndpoints"
	networkNamespace   = "AWS/NetworkELB"
)

// dimensions are those of a metric, by AWS's names, which have spaces. Each set that AWS
// publishes is a metric of its own: one dimension more or less, and there is no data.
type dimensions map[string]string

// and is a set with further dimensions.
func (d dimensions) and(more dimensions) dimensions {
	all := dimensions{}
	for _, some := range []dimensions{d, more} {
		for name, value := range some {
			all[name] = value
		}
	}
	return all
}

// measured is what metrics are of: something in a namespace that belongs to a construct.
type measured struct {
	construct  constructs.Construct
	namespace  string
	dimensions dimensions
}

// with is the same, told apart further.
func (m measured) with(more dimensions) measured {
	m.dimensions = m.dimensions.and(more)
	return m
}

// metric is one metric of it, with a statistic over a period: the CDK's own defaults, the
// average of five minutes, are wrong for all of these.
func (m measured) metric(name, statistic string, period time.Duration) awscloudwatch.Metric {
	values := map[string]*string{}
	for name, value := range m.dimensions {
		values[name] = jsii.String(value)
	}
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace:     jsii.String(m.namespace),
		MetricName:    jsii.String(name),
		DimensionsMap: &values,
		Statistic:     jsii.String(statistic),
		Period:        awscdk.Duration_Seconds(jsii.Number(period.Seconds())),
	}).AttachTo(m.construct)
}

// sum is a metric that counts, by the minute.
func (m measured) sum(name string) awscloudwatch.Metric { return m.metric(name, "Sum", time.Minute) }

// most is a metric of how many there are at a time: the most of a minute.
func (m measured) most(name string) awscloudwatch.Metric {
	return m.metric(name, "Maximum", time.Minute)
}

// least is the fewest of a minute.
func (m measured) least(name string) awscloudwatch.Metric {
	return m.metric(name, "Minimum", time.Minute)
}

// afterColons is what follows some colons of an ARN, also of one that isn't known yet.
func afterColons(arn string, colons int) string {
	if plan.Unknown(arn) {
		return *awscdk.Fn_Select(jsii.Number(colons), awscdk.Fn_Split(jsii.String(":"), &arn, nil))
	}
	parts := strings.SplitN(arn, ":", colons+1)
	return parts[len(parts)-1]
}

// lastOfArn is the part of an ARN that ends with a resource's own name, after a word such
// as loadbalancer/.
func lastOfArn(arn, word string) string {
	if plan.Unknown(arn) {
		return *awscdk.Fn_Select(jsii.Number(1), awscdk.Fn_Split(&word, &arn, nil))
	}
	_, last, _ := strings.Cut(arn, word)
	return last
}
