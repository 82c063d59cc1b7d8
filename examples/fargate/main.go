// Fargate offers an ECS service behind TLS.
//
//	npx cdk deploy -a "go run ./examples/fargate" --parameters CertificateArn=arn:aws:acm:… --parameters Consumer=111122223333
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkecs"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStacks(app)
	app.Synth(nil)
}

func newStacks(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("FargateProvider"), nil)
	certificate := awscdk.NewCfnParameter(stack, jsii.String("CertificateArn"), &awscdk.CfnParameterProps{
		Description: jsii.String("ARN of the service's certificate in ACM"),
	})
	consumer := awscdk.NewCfnParameter(stack, jsii.String("Consumer"), &awscdk.CfnParameterProps{
		Description: jsii.String("ID of the consumer's account"),
	})
	// The tasks fetch their image through the NAT gateway.
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		MaxAzs: jsii.Number(2), NatGateways: jsii.Number(1), RestrictDefaultSecurityGroup: jsii.Bool(false),
	})

	privatelink.NewProviderService(stack, "Web", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:         443,
			Protocol:     privatelink.TLS,
			Certificates: []string{*certificate.ValueAsString()},
			Targets:      []privatelink.Target{privatelinkecs.Target(newService(stack, vpc), "web", 80)},
			HealthCheck:  privatelink.HealthCheck{Protocol: privatelink.HTTP},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account(*consumer.ValueAsString())},
		PublishOutputs:    true,
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})
}

// newService runs a web server in two tasks.
func newService(stack awscdk.Stack, vpc awsec2.IVpc) awsecs.FargateService {
	task := awsecs.NewFargateTaskDefinition(stack, jsii.String("Task"), nil)
	task.AddContainer(jsii.String("web"), &awsecs.ContainerDefinitionOptions{
		Image:        awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/nginx/nginx:stable"), nil),
		PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(80)}},
	})
	return awsecs.NewFargateService(stack, jsii.String("Service"), &awsecs.FargateServiceProps{
		Cluster:           awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{Vpc: vpc}),
		TaskDefinition:    task,
		DesiredCount:      jsii.Number(2),
		MinHealthyPercent: jsii.Number(100),
	})
}
