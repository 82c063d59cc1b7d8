package network

import (
	"strings"
	"testing"
)

// hunted3 are quotas that AWS raises, records in groups, and principals.
var hunted3 = map[string]string{
	"certificates beyond a quota that can be raised":        tls + copies(`Provider.More# = {"Type": "AWS::ElasticLoadBalancingV2::ListenerCertificate", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Certificates": [{"CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/#"}]}}`, 26),
	"listeners of an ALB beyond a quota that can be raised": alb + copies(`Provider.Web# = {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Alb"}, "Port": 90#, "Protocol": "HTTP", "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}]}}`, 52),
	"an organizational unit":                                `Provider.Permissions.AllowedPrincipals = ["arn:aws:organizations::777788889999:ou/o-abcdefghij/ou-ab12-abcdefgh"]`,
	"a more specific zone that holds the name by a RecordSetGroup": `
		Consumer.Nested = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "api.orders.internal", "VPCs": [{"VPCId": {"Ref": "Vpc"}, "VPCRegion": "us-east-1"}]}}
		Consumer.Records = {"Type": "AWS::Route53::RecordSetGroup", "Properties": {"HostedZoneId": {"Ref": "Nested"}, "RecordSets": [{"Name": "api.orders.internal", "Type": "A", "TTL": "60", "ResourceRecords": ["10.1.0.5"]}]}}`,
	"a more specific zone that another program fills": `
		Consumer.Nested = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "api.orders.internal", "VPCs": [{"VPCId": {"Ref": "Vpc"}, "VPCRegion": "us-east-1"}]}}
		Consumer.Filler = {"Type": "Custom::ExternalDns", "Properties": {"Zone": {"Ref": "Nested"}}}`,
	"an endpoint policy below the limit, with &": ssm + `Consumer.S3.PolicyDocument = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "` + strings.Repeat("&", 5000) + `"}]}`,
	"peering of another app": otherConsumerVpc + clientGroup + `
		Consumer.In.SourceSecurityGroupId = {"Ref": "Group2"}
		Consumer.Route = {"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": "rtb-1", "DestinationCidrBlock": "10.8.0.0/16", "VpcPeeringConnectionId": "pcx-1"}}`,
}

func TestHunt3(t *testing.T) {
	for name, changes := range hunted3 {
		t.Run(name, func(t *testing.T) { expect(t, changes) })
	}
}
