// Database offers a database that exists, by its name: a function follows the addresses that
// the name leads to, also when another instance takes over. The security group of the database
// is opened for the load balancer. All values are made up.
//
//	npx cdk deploy -a "go run ./examples/database"
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkfunctions"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStacks(app)
	app.Synth(nil)
}

// What the database's own stack, or the console, tells of it.
const (
	endpoint      = "orders.cluster-c1234567890a.us-east-1.rds.amazonaws.com"
	port          = 5432
	securityGroup = "sg-0123456789abcdef0"
)

func newStacks(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("DatabaseProvider"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")},
	})
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId:                      jsii.String("vpc-0123456789abcdef0"),
		VpcCidrBlock:               jsii.String("10.0.0.0/16"),
		AvailabilityZones:          jsii.Strings("us-east-1a", "us-east-1b"),
		PrivateSubnetIds:           jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"),
	})
	database := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port: port,
			TargetGroups: []privatelink.TargetGroup{{
				TargetType: privatelink.Addresses,
				Port:       port,
				GuardedBy:  awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Group"), jsii.String(securityGroup), nil),
			}},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account("444455556666")},
		PublishOutputs:    true,
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY,
	})
	privatelinkfunctions.NewTargets(stack, "Targets", &privatelinkfunctions.TargetsProps{
		TargetGroup: database.TargetGroups[0],
		DnsNames:    []string{endpoint},
	})
}
