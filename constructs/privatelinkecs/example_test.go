package privatelinkecs_test

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkecs"
)

// The tasks of a Fargate service stand behind the load balancer.
func ExampleTarget() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Provider"), nil)
	vpc := newVpc(stack)
	task := awsecs.NewFargateTaskDefinition(stack, jsii.String("Task"), nil)
	task.AddContainer(jsii.String("web"), &awsecs.ContainerDefinitionOptions{
		Image:        awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/nginx/nginx:stable"), nil),
		PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(80)}},
	})
	web := awsecs.NewFargateService(stack, jsii.String("Web"), &awsecs.FargateServiceProps{
		Cluster:        awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{Vpc: vpc}),
		TaskDefinition: task,
	})

	service := privatelink.NewProviderService(stack, "Service", &privatelink.ProviderServiceProps{
		Vpc: vpc,
		Listeners: []privatelink.Listener{{
			Port:    80,
			Targets: []privatelink.Target{privatelinkecs.Target(web, "web", 80)},
		}},
		AllowedPrincipals: []privatelink.Principal{privatelink.Account("444455556666")},
	})

	fmt.Println(len(service.TargetGroups), "target group")
	// Output: 1 target group
}
