// Package novalidation turns off CDK's validation of every synthesis, which costs
// a test binary seconds. Import it for its effect:
//
//	import _ "github.com/cdk-privatelink/cdk-privatelink-go/snapshot/novalidation"
//
// What is given up: CDK no longer checks the templates against CloudFormation's
// schemas. Keep one test in a package of its own that synthesizes with
// validation on. A value of CDK_VALIDATION in the environment wins.
package novalidation

import "os"

// jsii copies the environment when its packages are initialized, before any
// TestMain. This package is initialized earlier because it needs nothing but os.
func init() {
	if os.Getenv("CDK_VALIDATION") == "" {
		os.Setenv("CDK_VALIDATION", "false")
	}
}
