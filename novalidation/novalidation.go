// Package novalidation turns off CDK's own validation of a synthesis, which costs a
// process two to three seconds and 400 MB. Import it for its effect, in an app or in
// tests; package snapshot does:
//
//	import _ "github.com/cdk-privatelink/cdk-privatelink-go/novalidation"
//
// An app needs no import to be quick while it is developed: cdk synth --no-validation
// does the same, and so does CDK_VALIDATION=false in the environment.
//
// What is given up: the CDK no longer checks the templates against CloudFormation's
// schemas and its own rules. Plugins still run, this library's among them (package
// check/plugin). Have the CDK check in CI: a value of CDK_VALIDATION in the environment
// wins, so CDK_VALIDATION=true turns it on again, and package snapshot/validation does
// for a package of tests.
package novalidation

import "os"

// TurnedOff tells that validation was turned off here, and not by the environment.
var TurnedOff bool

// jsii copies the environment when its packages are initialized, before any main or
// TestMain. This package is initialized earlier because it needs nothing but os.
func init() {
	if os.Getenv("CDK_VALIDATION") == "" {
		os.Setenv("CDK_VALIDATION", "false")
		TurnedOff = true
	}
}
