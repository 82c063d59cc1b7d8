// Tenants offers each tenant of tenants.json a service of its own, of one cluster of
// servers: a tenant finds its service only, is accepted by itself, and is told from the
// others by the port that the servers are called on. A tenant more, one less or another
// order of the table leaves the others' services alone, since what each is called after is
// its id.
//
//	npx cdk deploy -a "go run ./examples/tenants"
//
// Each tenant's contract is an output of the stack. What more of them takes:
//
//   - A security group has 60 inbound rules, and each tenant takes three of the servers': one
//     for each zone, and one for the load balancer. Raise the quota for more than twenty
//     tenants; synthesis warns before.
//     https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
//   - A Region has 50 Network Load Balancers, until the quota is raised.
//     https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html
//   - A template has 500 resources and 200 outputs, and each tenant takes eight and three:
//     split the table over stacks, by something that no tenant changes.
//     https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
//   - Each load balancer costs, used or not. Where tenants may share one, let all of them be
//     AllowedPrincipals of one service: each still is accepted by itself, and proxy protocol
//     tells the servers which endpoint a connection is from.
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStacks(app)
	app.Synth(nil)
}

// tenant is an entry of the table.
type tenant struct {
	// Id makes the logical IDs: another one is another service.
	Id string
	// Account that the tenant's endpoints are in.
	Account string
	// Port that the servers know the tenant by.
	Port int
	// AutoAccept lets the tenant's endpoints in at once.
	AutoAccept bool
}

//go:embed tenants.json
var table []byte

func newStacks(app awscdk.App) {
	var tenants []tenant
	if err := json.Unmarshal(table, &tenants); err != nil {
		panic(err)
	}
	newProviderStack(app, tenants)
}

func newProviderStack(app awscdk.App, tenants []tenant) {
	stack := awscdk.NewStack(app, jsii.String("TenantsProvider"), &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("us-east-1")},
	})
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), RestrictDefaultSecurityGroup: jsii.Bool(false),
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{{Name: jsii.String("Isolated"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}},
	})
	servers := newServers(stack, vpc)

	// In one order, whatever the table's: so is the template the same.
	tenants = slices.SortedFunc(slices.Values(tenants), func(a, b tenant) int { return strings.Compare(a.Id, b.Id) })
	for _, tenant := range tenants {
		var targets []privatelink.Target
		for _, server := range servers {
			targets = append(targets, privatelink.InstanceTarget(server, tenant.Port))
		}
		privatelink.NewProviderService(stack, tenant.Id, &privatelink.ProviderServiceProps{
			Vpc:               vpc,
			Listeners:         []privatelink.Listener{{Port: 443, Targets: targets}},
			AllowedPrincipals: []privatelink.Principal{privatelink.Account(tenant.Account)},
			AutoAccept:        tenant.AutoAccept,
			PublishOutputs:    true,
			Tags:              map[string]string{"Tenant": tenant.Id},
			RemovalPolicy:     awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
		})
	}
}

// newServers makes an instance in each zone. What runs on them is not the point here.
func newServers(stack awscdk.Stack, vpc awsec2.Vpc) []awsec2.Instance {
	group := awsec2.NewSecurityGroup(stack, jsii.String("ServerSecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc: vpc, Description: jsii.String("Servers"), AllowAllOutbound: jsii.Bool(false),
	})
	var servers []awsec2.Instance
	for i, subnet := range *vpc.IsolatedSubnets() {
		servers = append(servers, awsec2.NewInstance(stack, jsii.String(fmt.Sprint("Server", i+1)), &awsec2.InstanceProps{
			Vpc:           vpc,
			VpcSubnets:    &awsec2.SubnetSelection{Subnets: &[]awsec2.ISubnet{subnet}},
			SecurityGroup: group,
			InstanceType:  awsec2.NewInstanceType(jsii.String("t4g.small")),
			MachineImage: awsec2.MachineImage_LatestAmazonLinux2023(&awsec2.AmazonLinux2023ImageSsmParameterProps{
				CpuType: awsec2.AmazonLinuxCpuType_ARM_64,
			}),
			HttpTokens: awsec2.HttpTokens_REQUIRED,
		}))
	}
	return servers
}
