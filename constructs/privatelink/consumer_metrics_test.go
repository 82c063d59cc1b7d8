package privatelink_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

const (
	latticeResource = "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0"
	latticeNetwork  = "arn:aws:vpc-lattice:us-east-1:111122223333:servicenetwork/sn-0123456789abcdef0"
)

// TestConsumerMetrics: the dimensions have the values that AWS gives them, whatever the
// endpoint leads to.
func TestConsumerMetrics(t *testing.T) {
	for name, c := range map[string]struct {
		service privatelink.Service
		named   any
	}{
		"vendor":      {vendorContract(), vendorService},
		"AWS":         {privatelink.AWSService("ssm"), "com.amazonaws.us-east-1.ssm"},
		"not decided": {privatelink.Contract{ServiceName: *awscdk.Fn_ImportValue(jsii.String("Name")), Ports: []privatelink.ServicePort{{Port: 443}}}, map[string]any{"Fn::ImportValue": "Name"}},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
			endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a", "us-east-1b"), Service: c.service})
			want := map[string]any{
				"Endpoint Type": "Interface", "Service Name": c.named, "VPC Endpoint Id": ref("OrdersEndpoint790B07BA"), "VPC Id": "vpc-0123456789abcdef0",
			}
			metrics := endpoint.Metrics()
			checkDimensions(t, stack, metrics.PacketsDropped(), want)
			subnets := metrics.Subnets()
			if len(subnets) != 2 {
				t.Fatalf("%d subnets", len(subnets))
			}
			want["Subnet Id"] = "subnet-0123456789abcdef1"
			checkDimensions(t, stack, subnets[1].PacketsDropped(), want)
			want["Subnet Id"] = "subnet-9"
			checkDimensions(t, stack, metrics.InSubnet("subnet-9").RstPacketsReceived(), want)
		})
	}
}

// TestNoConsumerMetrics: where AWS has no metrics, that is said, and not guessed.
func TestNoConsumerMetrics(t *testing.T) {
	elsewhere := vendorContract()
	elsewhere.ServiceName = strings.ReplaceAll(vendorService, region, "eu-west-1")
	for name, c := range map[string]struct {
		service privatelink.Service
		want    string
	}{
		"another Region":        {elsewhere, "metrics-region at Service.Region"},
		"a global service":      {privatelink.AWSService("iam"), "metrics-region at Service.Region"},
		"VPC Lattice":           {privatelink.LatticeResource(strings.ReplaceAll(latticeResource, region, "eu-central-1"), privatelink.ServicePort{Port: 5432}), "metrics-lattice at Service"},
		"VPC Lattice's network": {privatelink.LatticeServiceNetwork(latticeNetwork, privatelink.ServicePort{Port: 443}), "metrics-lattice at Service"},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, "eu-central-1")
			endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "eu-central-1a"), Service: c.service})
			checkFindings(t, recovered(t, func() { endpoint.Metrics() }), `ConsumerEndpoint "Consumer/Orders"`, []string{c.want})
			checkFindings(t, recovered(t, func() { endpoint.AddAlarms(privatelink.ConsumerAlarms{PacketsDropped: 1}) }), `ConsumerEndpoint "Consumer/Orders"`, []string{c.want})
			if len(endpoint.Alarms) > 0 {
				t.Error("an alarm was made")
			}
		})
	}
}

// TestAcknowledgedMetrics: should AWS publish them one day, there is a way out.
func TestAcknowledgedMetrics(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, "eu-central-1")
	elsewhere := vendorContract()
	awscdk.Validations_Of(stack).Acknowledge(&awscdk.Acknowledgment{Id: jsii.String("privatelink::metrics-region"), Reason: jsii.String("they are published by now")})
	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "eu-central-1a"), Service: elsewhere})
	if name := *endpoint.Metrics().NewConnections().MetricName(); name != "NewConnections" {
		t.Errorf("got %s", name)
	}
}

// TestMetricsOfUnknownRegion: where the consumer's Region isn't known, nothing is wrong.
func TestMetricsOfUnknownRegion(t *testing.T) {
	stack := awscdk.NewStack(snapshot.NewApp(t, nil), jsii.String("Consumer"), nil)
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a"), Service: vendorContract()}).Metrics()
}
