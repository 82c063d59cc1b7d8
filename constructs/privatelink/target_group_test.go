package privatelink_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestTargetGroupInPlace: settings of the one target group make what they make in
// TargetGroups, and under the same logical IDs.
func TestTargetGroupInPlace(t *testing.T) {
	target := privatelink.IPTarget("10.0.1.5", 8443)
	settings := privatelink.TargetGroup{Name: "orders", ProxyProtocolV2: true, PreserveClientIp: privatelink.Off}
	whole := settings
	whole.Targets, whole.HealthCheck = []privatelink.Target{target}, privatelink.HealthCheck{Protocol: privatelink.HTTP}
	var templates []snapshot.Template
	for _, listener := range []privatelink.Listener{
		{Port: 443, Targets: []privatelink.Target{target}, HealthCheck: privatelink.HealthCheck{Protocol: privatelink.HTTP}, TargetGroup: settings},
		{Port: 443, TargetGroup: whole},
		{Port: 443, TargetGroups: []privatelink.TargetGroup{whole}},
	} {
		stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
		privatelink.NewProviderService(stack, "Orders", listeners(newVpc(stack, "us-east-1a", "us-east-1b"), listener))
		templates = append(templates, snapshot.FromStack(t, stack))
	}
	for _, other := range templates[1:] {
		if changes := snapshot.Diff(templates[0], other); len(changes) > 0 {
			t.Errorf("it differs: %v", changes)
		}
	}
	templates[0].Has(t, "AWS::ElasticLoadBalancingV2::TargetGroup", snapshot.Props{"Name": "orders", "HealthCheckProtocol": "HTTP"})
}

// TestGuardedBy: the groups of targets that register later are opened as those of others.
func TestGuardedBy(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	vpc := newVpc(stack, "us-east-1a", "us-east-1b")
	pods := awsec2.NewSecurityGroup(stack, jsii.String("Pods"), &awsec2.SecurityGroupProps{Vpc: vpc, AllowAllOutbound: jsii.Bool(false)})
	privatelink.NewProviderService(stack, "Orders", listeners(vpc, privatelink.Listener{
		Port: 443, TargetGroup: privatelink.TargetGroup{TargetType: privatelink.Addresses, Port: 8443, GuardedBy: pods},
	}))
	template := snapshot.FromStack(t, stack)
	guard := stack.Resolve(pods.Node().DefaultChild().(awscdk.CfnResource).LogicalId()).(string)
	template.Has(t, "AWS::EC2::SecurityGroupIngress", snapshot.Props{"GroupId": snapshot.RefersTo(guard), "FromPort": 8443, "ToPort": 8443})
	template.Has(t, "AWS::EC2::SecurityGroupEgress", snapshot.Props{"DestinationSecurityGroupId": snapshot.RefersTo(guard), "FromPort": 8443})
}
