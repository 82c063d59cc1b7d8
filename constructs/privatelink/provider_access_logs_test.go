package privatelink_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func newLogBucket(stack awscdk.Stack) awss3.Bucket {
	return awss3.NewBucket(stack, jsii.String("Logs"), &awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(), Encryption: awss3.BucketEncryption_S3_MANAGED,
	})
}

// TestAccessLogsWithoutRegion: the L2 refuses them in a stack of no fixed Region.
func TestAccessLogsWithoutRegion(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := awscdk.NewStack(app, jsii.String("Provider"), nil)
	props := minimalProvider(newVpc(stack, "us-east-1a"))
	props.LoadBalancer.AccessLogs.Bucket = newLogBucket(stack)
	privatelink.NewProviderService(stack, "Orders", props)
	template := snapshot.Synth(t, app)["Provider"]
	policy, _ := template.Only(t, "AWS::S3::BucketPolicy")
	_, loadBalancer := template.Only(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")
	if !slices.Contains(loadBalancer.DependsOn, policy) {
		t.Errorf("the load balancer waits for %v, not for %s", loadBalancer.DependsOn, policy)
	}
}
