// Package validation keeps CDK's validation of every synthesis on in a test binary
// that imports package snapshot. Import it for its effect, in the one package of
// tests that is to have it:
//
//	import _ "github.com/cdk-privatelink/cdk-privatelink-go/snapshot/validation"
//
// A value of CDK_VALIDATION in the environment of the process wins.
package validation

import (
	"os"

	"github.com/cdk-privatelink/cdk-privatelink-go/novalidation"
)

// It is initialized right after novalidation, before jsii copies the environment.
func init() {
	if novalidation.TurnedOff {
		os.Unsetenv("CDK_VALIDATION")
	}
}
