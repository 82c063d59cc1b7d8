// Package direct takes a process out from between a CDK app in Go and the CDK, for
// apps and for tests. Import it for its effect:
//
//	import _ "github.com/cdk-privatelink/cdk-privatelink-go/direct"
//
// jsii's Go runtime starts a Node process that starts another one, which runs the CDK,
// and passes each message on between that and the app. With this package the first
// runs the CDK itself, from the files that jsii has brought along. An app takes about a
// sixth less time; see docs/performance.md. Templates are the same to the byte.
//
// It works on Linux and macOS. Elsewhere, where JSII_RUNTIME is set, where the user's
// cache can't be written, and with a version of jsii that starts its processes in
// another way, it does nothing: jsii's relay works as ever.
//
// # How
//
// Before jsii copies the environment, NODE_OPTIONS gets an option that has Node load a
// small file first: cdk-privatelink-go/direct-….js in the user's cache directory. What
// NODE_OPTIONS had is kept. After that the environment is as before, in the app and in
// the CDK's process, so that no other program loads the file.
//
// # What is given up
//
//   - jsii doesn't support it, and says nothing of it. In doubt, take the import out.
//   - A program that the CDK starts, such as Docker, and that inherits the CDK's
//     output, writes to the app's stderr past jsii, its stdout too. (What the CDK starts
//     by itself writes to stderr anyway.) jsii swallows a line of it that is a JSON
//     object.
//   - Only the first start of jsii is direct: not one after jsii.Close.
//   - A signal that is sent to the CDK's process ends it, as it would any; the relay
//     passes it on.
package direct

import (
	// It is initialized before this package, and has jsii copy the environment.
	_ "github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/direct/internal/preload"
)

func init() { preload.Forget() }
