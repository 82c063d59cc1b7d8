package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
)

// writeAccessLogs turns access logs on and lets AWS write them.
//
// Not by the L2's LogAccessLogs, which needs a known Region for the sake of a
// principal that Network Load Balancers don't use.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
func (p *ProviderService) writeAccessLogs() {
	logs, bucket := p.plan.LoadBalancer.AccessLogs, p.objects.logs
	if !logs.HasBucket {
		return
	}
	folder := "AWSLogs/" + p.plan.Account + "/*"
	if logs.Prefix != "" {
		folder = logs.Prefix + "/" + folder
	}
	for _, made := range p.LoadBalancers {
		made.SetAttribute(jsii.String("access_logs.s3.enabled"), jsii.String("true"))
		made.SetAttribute(jsii.String("access_logs.s3.bucket"), bucket.BucketName())
		if logs.Prefix != "" {
			made.SetAttribute(jsii.String("access_logs.s3.prefix"), jsii.String(logs.Prefix))
		}
	}
	from := map[string]any{
		"StringEquals": map[string]any{"aws:SourceAccount": p.plan.Account},
		"ArnLike": map[string]any{"aws:SourceArn": "arn:" + cdk.PartitionOf(p.plan.Region) +
			":logs:" + p.plan.Region + ":" + p.plan.Account + ":*"},
	}
	deliver(bucket, "s3:GetBucketAcl", *bucket.BucketArn(), from)
	from = map[string]any{
		"StringEquals": map[string]any{"aws:SourceAccount": p.plan.Account, "s3:x-amz-acl": "bucket-owner-full-control"},
		"ArnLike":      from["ArnLike"],
	}
	deliver(bucket, "s3:PutObject", *bucket.ArnForObjects(&folder), from)
	if policy := bucket.Policy(); policy != nil {
		resource := policy.Node().DefaultChild().(awscdk.CfnResource)
		for _, made := range p.LoadBalancers {
			resourceOfLoadBalancer(made).AddResourceDependency(resource, nil)
		}
	}
}

// deliver allows AWS's log delivery an action on a bucket.
func deliver(bucket awss3.IBucket, action, resource string, conditions map[string]any) {
	bucket.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("delivery.logs.amazonaws.com"), nil)},
		Actions:    jsii.Strings(action),
		Resources:  jsii.Strings(resource),
		Conditions: &conditions,
	}))
}
