// Kubernetes offers what runs in a cluster: the load balancer is the AWS Load Balancer
// Controller's, which makes it for a Service, and is found by the controller's tags. All
// values are made up. The first synthesis looks it up, with the credentials of its account,
// and keeps what it finds in cdk.context.json:
//
//	kubectl apply -f examples/kubernetes/service.yaml
//	npx cdk deploy -a "go run ./examples/kubernetes"
//
// service.yaml says which annotations the Service takes. A lookup tells the load balancer's
// ARN, groups and VPC, and neither it nor the construct sees the rest. So look yourself:
//
//   - whether its security groups apply to PrivateLink traffic, and then admit the consumers:
//     aws elbv2 describe-load-balancers tells EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
//   - whether its listeners are those that are described here, and their targets are healthy;
//   - which zones it is in, for Zones: AWS refuses endpoints in others.
//
// Where the ARN is known, ExistingLoadBalancer{Arn: …} does without a lookup, and it may be
// a parameter.
//
// A load balancer stays with its service: while this stack is there, AWS refuses that the
// controller deletes it ("currently associated with another service"). Delete the stack
// before the Service, and don't change what makes the controller replace the load balancer:
// scheme and type.
//
// Sources: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/,
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4472,
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/deploy/elbv2/load_balancer_synthesizer.go
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStacks(app)
	app.Synth(nil)
}

func newStacks(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("KubernetesProvider"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")}, // A lookup needs both.
	})
	loadBalancer := awselasticloadbalancingv2.NetworkLoadBalancer_FromLookup(stack, jsii.String("LoadBalancer"), &awselasticloadbalancingv2.NetworkLoadBalancerLookupOptions{
		LoadBalancerTags: &map[string]*string{
			"elbv2.k8s.aws/cluster": jsii.String("shop"),        // The cluster's name.
			"service.k8s.aws/stack": jsii.String("shop/orders"), // The Service's namespace and name.
		},
	})

	privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{LoadBalancer: loadBalancer}},
		Listeners:             []privatelink.Listener{{Port: 443}}, // The Service's ports.
		Zones:                 []string{"us-east-1a", "us-east-1b"},
		AllowedPrincipals:     []privatelink.Principal{privatelink.Account("444455556666")},
		PublishOutputs:        true,
		RemovalPolicy:         awscdk.RemovalPolicy_DESTROY, // So that cdk destroy leaves nothing.
	})
}
