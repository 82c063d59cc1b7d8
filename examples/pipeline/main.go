// Pipeline deploys one system to two accounts: to staging, where all of it may go again,
// and, once somebody says so, to production, where what partners are connected to stays.
// What differs from stage to stage stands in one table. All values are made up.
//
//	npx cdk deploy -a "go run ./examples/pipeline" Pipeline      # once; then it deploys itself, and the stages
//	npx cdk deploy -a "go run ./examples/pipeline" "Staging/*"   # a stage by hand; --all leaves stages out
//
// The accounts of the stages are bootstrapped to trust the pipeline's:
//
//	npx cdk bootstrap aws://444455556666/us-east-1 --trust 999988887777 --cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess
//
// Within a stage the consumer is handed the provider itself. A consumer elsewhere, such as
// a partner's, or a test in staging that calls production, gets the contract: see handover.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/pipelines"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	atStaging, atProduction := newStages(app)
	newPipeline(app, atStaging, atProduction)
	app.Synth(nil)
}

// settings are what differs from stage to stage.
type settings struct {
	account string
	// partners are accounts beside the stage's own that may connect.
	partners []string
	// autoAccept lets them in at once. Otherwise each endpoint is accepted by hand, the
	// stage's own too: aws ec2 accept-vpc-endpoint-connections.
	autoAccept bool
	// removalPolicy of the service. A service that is gone has no name to come back to, so
	// the default keeps it.
	removalPolicy awscdk.RemovalPolicy
}

var (
	staging = settings{
		account:       "111122223333",
		autoAccept:    true,
		removalPolicy: awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	}
	production = settings{
		account:  "444455556666",
		partners: []string{"777788889999"},
	}
)

const (
	region = "us-east-1"
	tools  = "999988887777" // The pipeline's account.
)

func newStages(app awscdk.App) (atStaging, atProduction awscdk.Stage) {
	return newStage(app, "Staging", staging), newStage(app, "Production", production)
}

// newPipeline deploys complete stages: each is synthesized when it is added.
func newPipeline(app awscdk.App, atStaging, atProduction awscdk.Stage) {
	stack := awscdk.NewStack(app, jsii.String("Pipeline"), &awscdk.StackProps{Env: in(tools)})
	source := pipelines.CodePipelineSource_Connection(jsii.String("shop/orders"), jsii.String("main"), &pipelines.ConnectionSourceOptions{
		ConnectionArn: jsii.String("arn:aws:codeconnections:us-east-1:999988887777:connection/01234567-89ab-cdef-0123-456789abcdef"),
	})
	pipeline := pipelines.NewCodePipeline(stack, jsii.String("Pipeline"), &pipelines.CodePipelineProps{
		CrossAccountKeys: jsii.Bool(true), // The stages' accounts read what it has built.
		Synth: pipelines.NewShellStep(jsii.String("Synth"), &pipelines.ShellStepProps{
			Input:    source,
			Commands: jsii.Strings("npm ci", `npx cdk synth -a "go run ./examples/pipeline"`),
		}),
	})
	pipeline.AddStage(atStaging, nil)
	pipeline.AddStage(atProduction, &pipelines.AddStageOpts{
		Pre: &[]pipelines.Step{pipelines.NewManualApprovalStep(jsii.String("Promote"), nil)},
	})
}

// newStage makes both sides, in one account.
func newStage(app awscdk.App, id string, settings settings) awscdk.Stage {
	stage := awscdk.NewStage(app, &id, &awscdk.StageProps{Env: in(settings.account)})
	orders := newProviderStack(stage, settings)
	newConsumerStack(stage, orders)
	return stage
}

func newProviderStack(stage awscdk.Stage, settings settings) *privatelink.ProviderService {
	stack := awscdk.NewStack(stage, jsii.String("Provider"), nil)
	var partners []privatelink.Principal
	for _, account := range settings.partners {
		partners = append(partners, privatelink.Account(account))
	}
	return privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: newVpc(stack, "vpc-0123456789abcdef0", "subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		Listeners: []privatelink.Listener{{
			Port:         443, // Targets register themselves at run time.
			TargetGroups: []privatelink.TargetGroup{{TargetType: privatelink.Addresses, Port: 8443}},
		}},
		AllowConsumersOfApp: true,
		AllowedPrincipals:   partners,
		AutoAccept:          settings.autoAccept,
		RemovalPolicy:       settings.removalPolicy,
		PublishOutputs:      true,
	})
}

func newConsumerStack(stage awscdk.Stage, orders privatelink.Service) {
	stack := awscdk.NewStack(stage, jsii.String("Consumer"), nil)
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc:     newVpc(stack, "vpc-0123456789abcdef1", "subnet-0123456789abcdef2", "subnet-0123456789abcdef3"),
		Service: orders,
		Dns:     privatelink.PrivateZone("orders.internal"),
	})
}

func in(account string) *awscdk.Environment {
	return &awscdk.Environment{Account: &account, Region: jsii.String(region)}
}

// newVpc names a VPC that exists: one that these stacks made couldn't be deleted while
// production's load balancer, which is kept, is in it. To keep the example short, the IDs
// are the same in both accounts.
func newVpc(scope constructs.Construct, id string, subnets ...string) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(scope, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: &id, VpcCidrBlock: jsii.String("10.0.0.0/16"), AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"), PrivateSubnetIds: jsii.Strings(subnets...),
	})
}
