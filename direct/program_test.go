package direct_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// programs are what the tests start: apps that import package direct.
var programs = map[string]func(){
	"app": func() { makeApp() },

	// Six megabytes to the CDK and back, of one, two and four bytes a character.
	"large": func() {
		large := strings.Repeat("a\nä😀", 6<<20/8)
		app := makeApp()
		app.Node().SetContext(jsii.String("large"), &large)
		back := app.Node().TryGetContext(jsii.String("large"))
		fmt.Println(len(large), back == any(large))
	},

	"panic": func() {
		makeApp()
		panic("on purpose")
	},

	// A panic of JavaScript's, out of jsii.
	"error": func() {
		app := makeApp()
		awscdk.NewStack(app, jsii.String("Stack"), nil)
		awscdk.NewStack(app, jsii.String("Stack"), nil)
	},

	"exit": func() {
		makeApp()
		os.Exit(3)
	},

	// For the test to look at, and to end.
	"wait": func() {
		makeApp()
		fmt.Println("ready")
		time.Sleep(time.Minute)
	},

	// What the CDK starts, in place of Docker.
	"docker": func() {
		makeApp()
		awscdk.DockerImage_FromRegistry(jsii.String("image")).Run(&awscdk.DockerRunOptions{})
		makeApp()
	},

	// What the app starts.
	"node": func() {
		command := exec.Command(os.Getenv("JSII_NODE"), "-p", "process.env.NODE_OPTIONS + ' ' + process.execArgv.length")
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
		if err := command.Run(); err != nil {
			panic(err)
		}
		makeApp()
	},

	"again": func() {
		makeApp()
		jsii.Close()
		makeApp()
	},
}

func makeApp() awscdk.App {
	app := awscdk.NewApp(&awscdk.AppProps{AnalyticsReporting: jsii.Bool(false), Outdir: jsii.String(os.TempDir())})
	fmt.Println(*app.Node().Path() == "", os.Getenv("NODE_OPTIONS"))
	return app
}
