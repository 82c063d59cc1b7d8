package plugin_test

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/check/plugin"
)

// An app of plain CDK is judged at each synthesis. One with constructs of this library is
// without being asked.
func ExampleNew() {
	app := awscdk.NewApp(nil)
	endpointIn(app, "Consumer", here, "com.amazonaws.us-east-1.ssm") // Its address type is "ipv5".
	awscdk.Validations_Of(app).AddPlugins(plugin.New())

	defer func() { fmt.Println("synthesis fails:", recover() != nil) }()
	app.Synth(nil)
	// Output: synthesis fails: true
}

// The context turns the plugin off: cdk synth -c privatelink:check-off=true.
func ExampleIsOff() {
	app := awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{plugin.Off: true}})
	fmt.Println(plugin.IsOff(app))
	// Output: true
}
