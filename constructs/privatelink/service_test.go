package privatelink_test

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestAWSService: SDKs' names lead to the endpoint without a word of the user's, and
// global services have their names without a Region.
func TestAWSService(t *testing.T) {
	for name, c := range map[string]struct {
		region string
		props  privatelink.ConsumerEndpointProps
		want   snapshot.Props
	}{
		"by default": {"eu-west-1", privatelink.ConsumerEndpointProps{Service: privatelink.AWSService("kms")}, snapshot.Props{
			"ServiceName": "com.amazonaws.eu-west-1.kms", "ServiceRegion": snapshot.None(), "PrivateDnsEnabled": true,
		}},
		"without names": {"eu-west-1", privatelink.ConsumerEndpointProps{Service: privatelink.AWSService("kms"), Dns: privatelink.NoDns()}, snapshot.Props{
			"PrivateDnsEnabled": false,
		}},
		"global": {"eu-west-1", privatelink.ConsumerEndpointProps{Service: privatelink.AWSService("iam")}, snapshot.Props{
			"ServiceName": "com.amazonaws.iam", "ServiceRegion": "us-east-1", "PrivateDnsEnabled": true,
		}},
		"global, where it is": {"us-east-1", privatelink.ConsumerEndpointProps{Service: privatelink.AWSService("route53")}, snapshot.Props{
			"ServiceName": "com.amazonaws.route53", "ServiceRegion": snapshot.None(),
		}},
		"global, in each Region": {"eu-west-1", privatelink.ConsumerEndpointProps{Service: privatelink.AWSService("s3-global.accesspoint")}, snapshot.Props{
			"ServiceName": "com.amazonaws.s3-global.accesspoint", "ServiceRegion": snapshot.None(),
		}},
		"of another owner": {"eu-west-1", privatelink.ConsumerEndpointProps{Service: privatelink.AWSService("notebook")}, snapshot.Props{
			"ServiceName": "aws.sagemaker.eu-west-1.notebook", "PrivateDnsEnabled": true,
		}},
		"of another Region": {"us-east-1", privatelink.ConsumerEndpointProps{Service: privatelink.Contract{
			ServiceName: "com.amazonaws.eu-west-1.kms", Region: "eu-west-1", Ports: []privatelink.ServicePort{{Port: 443}},
		}}, snapshot.Props{
			"ServiceName": "com.amazonaws.eu-west-1.kms", "ServiceRegion": "eu-west-1",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, c.region)
			props := c.props
			props.Vpc = newVpc(stack, c.region+"a", c.region+"b")
			privatelink.NewConsumerEndpoint(stack, "Client", &props)
			snapshot.FromStack(t, stack).Has(t, "AWS::EC2::VPCEndpoint", c.want)
		})
	}
}

// TestPortOfAWSService: the group lets clients in on the port that they call.
func TestPortOfAWSService(t *testing.T) {
	for name, port := range map[string]float64{"kms": 443, "cassandra": 9142} {
		stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, "eu-west-1")
		privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{
			Vpc: newVpc(stack, "eu-west-1a", "eu-west-1b"), Service: privatelink.AWSService(name),
		})
		_, group := snapshot.FromStack(t, stack).Only(t, "AWS::EC2::SecurityGroup")
		for _, rule := range group.Properties["SecurityGroupIngress"].([]any) {
			if got := rule.(map[string]any)["FromPort"]; got != port {
				t.Errorf("%s: port %v, want %v", name, got, port)
			}
		}
	}
}
