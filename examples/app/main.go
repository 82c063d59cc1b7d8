// The app is the architecture that this library exists for: a provider VPC whose
// servers stand behind a VPC endpoint service, and a consumer VPC whose client
// calls them by a private name. Nothing in it has a public address.
package main

import (
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: outdir()})
	newSystem(app, region())
	app.Synth(nil)
}

// newSystem makes both sides. All that goes from one to the other is the
// service's contract.
func newSystem(app awscdk.App, region string) {
	env := &awscdk.Environment{Region: &region}
	orders := newProviderStack(app, "Provider", env)
	newConsumerStack(app, "Consumer", env, orders)
}

// region is the CLI's, which comes from the AWS profile in use.
func region() string {
	if region := os.Getenv("CDK_DEFAULT_REGION"); region != "" {
		return region
	}
	return "us-east-1"
}

// outdir is cdk.out, unless the CLI says otherwise.
func outdir() *string {
	if os.Getenv("CDK_OUTDIR") != "" {
		return nil
	}
	return jsii.String("cdk.out")
}

func output(stack awscdk.Stack, id string, value *string) {
	awscdk.NewCfnOutput(stack, &id, &awscdk.CfnOutputProps{Value: value})
}
