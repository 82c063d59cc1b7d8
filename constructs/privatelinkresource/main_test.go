package privatelinkresource_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	resource "github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkresource"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/lint"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { snapshot.Main(m) }

func TestLint(t *testing.T) { lint.Templates(t) }

const (
	region          = "us-east-1"
	providerAccount = "111122223333"
	consumerAccount = "444455556666"
	databaseName    = "orders.cluster-c0123456789a.us-east-1.rds.amazonaws.com"
	databaseArn     = "arn:aws:rds:us-east-1:111122223333:cluster:orders"
	organization    = "arn:aws:organizations::111122223333:organization/o-exampleorgid"
	unit            = "arn:aws:organizations::111122223333:ou/o-exampleorgid/ou-exam-exampleouid"
	network         = "sn-0123456789abcdef0"
)

func newStack(scope constructs.Construct, id, account, region string) awscdk.Stack {
	return awscdk.NewStack(scope, &id, &awscdk.StackProps{Env: &awscdk.Environment{Account: &account, Region: &region}})
}

// newVpc imports a VPC with a private subnet in each zone: it adds nothing to the template.
func newVpc(scope constructs.Construct, zones ...string) awsec2.IVpc {
	if len(zones) == 0 {
		zones = []string{"us-east-1a", "us-east-1b"}
	}
	n := len(zones)
	return awsec2.Vpc_FromVpcAttributes(scope, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"), AvailabilityZones: jsii.Strings(zones...),
		PrivateSubnetIds: jsii.Strings([]string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1", "subnet-0123456789abcdef2"}[:n]...),
	})
}

// newGroup is the security group of a database.
func newGroup(scope constructs.Construct, vpc awsec2.IVpc) awsec2.SecurityGroup {
	return awsec2.NewSecurityGroup(scope, jsii.String("Database"), &awsec2.SecurityGroupProps{
		Vpc: vpc, Description: jsii.String("Database"), AllowAllOutbound: jsii.Bool(false),
	})
}

var postgres = []privatelink.ServicePort{{Port: 5432}}

// minimal is the smallest valid provider.
func minimal(vpc awsec2.IVpc) *resource.ResourceProviderProps {
	return &resource.ResourceProviderProps{Vpc: vpc, Resource: resource.DomainName(databaseName), Ports: postgres}
}
