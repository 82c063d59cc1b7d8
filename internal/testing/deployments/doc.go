// Package deployments expresses deployments of AWS PrivateLink that others have
// published, with this library and without an escape hatch: the proof that its API is
// enough for them. Each row of the test's table says in a line what a deployment does,
// and where it is; nothing of its code is here. The tests ask of the templates what
// makes the deployment what it is.
//
// # Not expressed
//
// What some of these deployments do beside, for want of a resource of CloudFormation's:
//
//   - Fixed addresses of an endpoint's interfaces, drewpypro/aws-privatelink-protocol-tester:
//     AWS::EC2::VPCEndpoint has SubnetIds, and no SubnetConfigurations.
package deployments
