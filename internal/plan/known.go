package plan

import (
	"regexp"
	"strings"
)

// Unknown reports whether a string is, or holds, a value that CDK only fills in
// at deploy: an encoded token. Tokens of strings look like ${Token[…]}, those
// of lists like #{Token[…]}.
func Unknown(s string) bool {
	return strings.Contains(s, "${Token[") || strings.Contains(s, "#{Token[") || IsDummy(s)
}

// IsDummy reports whether the CDK made a value up, until what it stands for has been
// looked up: of a parameter, or a zone.
//
// Source: https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/stack.ts
func IsDummy(s string) bool {
	return strings.Contains(s, "dummy-value-for-") || dummyZone.MatchString(s)
}

var dummyZone = regexp.MustCompile(`^dummy\d[a-z]$`)

// Known reports whether s says something now: neither empty nor unknown.
func Known(s string) bool { return s != "" && !Unknown(s) }
