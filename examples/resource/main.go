// Resource offers a database to another VPC without a load balancer: by a resource gateway of
// VPC Lattice, a resource configuration and a resource endpoint. The database's security group
// admits the gateway, and the client calls the database by a name of the provider's.
//
//	npx cdk deploy -a "go run ./examples/resource" --all
//
// The database takes about ten minutes. Its password is in Secrets Manager.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkresource"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStacks(app)
	app.Synth(nil)
}

func newStacks(app awscdk.App) {
	provider, consumer := newStack(app, "ResourceProvider"), newStack(app, "ResourceConsumer")
	vpc := newIsolatedVpc(provider, "10.0.0.0/16")
	database, guard := newDatabase(provider, vpc)

	orders := privatelinkresource.NewResourceProvider(provider, "Orders", &privatelinkresource.ResourceProviderProps{
		Vpc:           vpc,
		Resource:      privatelinkresource.DomainName(*awscdk.Token_AsString(database.GetAtt(jsii.String("Endpoint.Address"), awscdk.ResolutionTypeHint_STRING), nil)).GuardedBy(guard),
		Ports:         []privatelink.ServicePort{{Port: 5432}},
		DomainName:    "orders.example.com",
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})

	consumerVpc := newIsolatedVpc(consumer, "10.1.0.0/16")
	privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc:     consumerVpc,
		Service: orders,
		Clients: []awsec2.IConnectable{newClient(consumer, consumerVpc)},
		// Nobody has verified example.com; who owns the domain sets DomainVerificationId above.
		Dns: privatelink.Dns{ServiceDnsName: true, Preference: privatelink.AllDomains},
	})
}

// newDatabase makes one of Amazon RDS, with the security group that guards it.
func newDatabase(stack awscdk.Stack, vpc awsec2.Vpc) (awscdk.CfnResource, awsec2.SecurityGroup) {
	guard := newGroup(stack, "DatabaseGroup", "Orders database", vpc)
	subnets := awscdk.NewCfnResource(stack, jsii.String("DatabaseSubnets"), &awscdk.CfnResourceProps{
		Type: jsii.String("AWS::RDS::DBSubnetGroup"),
		Properties: &map[string]any{
			"DBSubnetGroupDescription": "Orders database",
			"SubnetIds":                vpc.SelectSubnets(nil).SubnetIds,
		},
	})
	database := awscdk.NewCfnResource(stack, jsii.String("Database"), &awscdk.CfnResourceProps{
		Type: jsii.String("AWS::RDS::DBInstance"),
		Properties: &map[string]any{
			"Engine":                   "postgres",
			"DBInstanceClass":          "db.t4g.micro",
			"AllocatedStorage":         "20",
			"StorageEncrypted":         true,
			"MasterUsername":           "orders",
			"ManageMasterUserPassword": true,
			"PubliclyAccessible":       false,
			"DBSubnetGroupName":        subnets.Ref(),
			"VPCSecurityGroups":        []any{guard.SecurityGroupId()},
		},
	})
	database.ApplyRemovalPolicy(awscdk.RemovalPolicy_DESTROY, nil)
	return database, guard
}

func newClient(stack awscdk.Stack, vpc awsec2.Vpc) awsec2.Instance {
	return awsec2.NewInstance(stack, jsii.String("Client"), &awsec2.InstanceProps{
		Vpc:           vpc,
		VpcSubnets:    &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		InstanceType:  awsec2.NewInstanceType(jsii.String("t4g.nano")),
		MachineImage:  awsec2.MachineImage_LatestAmazonLinux2023(&awsec2.AmazonLinux2023ImageSsmParameterProps{CpuType: awsec2.AmazonLinuxCpuType_ARM_64}),
		SecurityGroup: newGroup(stack, "ClientGroup", "Client of the orders database", vpc),
	})
}

func newGroup(stack awscdk.Stack, id, description string, vpc awsec2.Vpc) awsec2.SecurityGroup {
	return awsec2.NewSecurityGroup(stack, &id, &awsec2.SecurityGroupProps{Vpc: vpc, Description: &description, AllowAllOutbound: jsii.Bool(false)})
}

func newStack(app awscdk.App, id string) awscdk.Stack {
	return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Region: jsii.String("us-east-1")}})
}

func newIsolatedVpc(stack awscdk.Stack, cidr string) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		IpAddresses: awsec2.IpAddresses_Cidr(&cidr), MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
}
