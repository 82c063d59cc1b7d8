// Package novalidation turns off CDK's validation of every synthesis, which costs
// a test binary two to three seconds and 400 MB. Package snapshot imports it; other
// tests import it for its effect:
//
//	import _ "github.com/cdk-privatelink/cdk-privatelink-go/snapshot/novalidation"
//
// What is given up: the CDK no longer checks the templates against CloudFormation's
// schemas and its own rules. Keep one test that does, in a package of its own: see
// package validation. A value of CDK_VALIDATION in the environment wins.
package novalidation

import "os"

// TurnedOff tells that validation was turned off here, and not by the environment.
var TurnedOff bool

// jsii copies the environment when its packages are initialized, before any
// TestMain. This package is initialized earlier because it needs nothing but os.
func init() {
	if os.Getenv("CDK_VALIDATION") == "" {
		os.Setenv("CDK_VALIDATION", "false")
		TurnedOff = true
	}
}
