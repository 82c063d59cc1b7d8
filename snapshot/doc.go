// Package snapshot tests what a CDK app in Go synthesizes, against golden templates and
// by questions.
//
// It compares templates with those that a test keeps under testdata, says what a
// difference would do to what is deployed, and answers questions about templates
// without jsii. It works for any CDK app in Go.
//
//	func TestOrders(t *testing.T) {
//		snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
//			newOrdersStack(app, "Orders")
//			snapshot.Match(t, app)
//		})
//	}
//
//	func TestMain(m *testing.M) { snapshot.Main(m) }
//
// Whatever is synthesized is judged by package check: an error ends the test, and the
// other findings are the template's Messages. The app's context key
// privatelink:check-off turns that off. While context is missing that the CDK CLI looks up,
// nothing can be judged, and the test's log says so: a stack with an account and a Region
// that makes a VPC needs that of its zones, as cdk.context.json has it.
//
// [Flows] follows packets from clients to the targets of services, and fails with a table of
// the hops on the way.
//
// # Speed
//
// Importing the package turns CDK's validation of each synthesis off, which costs
// a test binary seconds; see package novalidation for what is given up, and
// package validation for how to keep it. Apps of [NewApp] and [BothWorlds] leave
// out what no template needs: the construct tree, analytics and stack traces of
// where constructs were made. [Main] sees that jsii's cache is in order. Templates
// are read in Go: a question costs microseconds, where one of CDK's assertions
// sends the whole template to another process.
//
// # Parallel tests
//
// jsii takes one call at a time, so tests that use it have nothing to win by
// t.Parallel. Where one calls it all the same, [NewApp] and [BothWorlds] wait until no
// other test is between its app and its templates; what a test does with constructs
// after that is not guarded. Call t.Parallel before these, and give each parallel
// test an app of its own. Questions to templates are plain Go.
//
// # Flags
//
// The flag -update is defined for test binaries that import this package: name it
// after the packages, as in go test . -update. A package with a flag of that name
// cannot import this one. CDK_VALIDATION=false turns validation off for a process;
// every other value that isn't empty leaves it on.
package snapshot
