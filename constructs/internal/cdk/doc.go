// Package cdk is how the construct packages talk to the CDK: what they read of its
// objects, and what they do to every construct of theirs.
//
// Each question is a message to jsii. What never changes of a VPC, a stack or an app is
// asked for once, and kept for the next construct: it is no more than an answer, and
// decides nothing. Apps in one process keep apart, since their objects do.
package cdk
