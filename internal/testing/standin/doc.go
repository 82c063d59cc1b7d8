// Package standin stands in for AWS where the CDK CLI deploys to, so that tests can
// deploy without an account: an HTTP server on 127.0.0.1 that answers what the CLI
// asks STS, Systems Manager, S3 and CloudFormation.
//
// It proves the workflow of a deployment: that the CLI reads the assembly, publishes
// the templates, assumes roles in other accounts, makes change sets, deploys stacks in
// their order, hands values from one to the other, and takes all of it away again. It
// does not prove that AWS accepts it: no signature, no IAM policy but those of functions, and
// no packet is looked at, and resources are refused only for the reasons that package resources
// has.
//
// What it doesn't know fails: operations, parameters of operations, parts of
// templates, functions, resource types, properties and attributes.
package standin
