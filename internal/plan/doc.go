// Package plan holds what is to be made of a provider or a consumer: plain data with
// every default applied, which the rules read and the constructs build. It never calls
// jsii.
//
// Its fields are called as those of the props are. Objects of the CDK's, such as subnets
// and targets, are not in it: the constructs keep them beside it, at the same positions.
//
// Values that are only known at deploy (CDK tokens) are unknown: see [Unknown].
package plan
