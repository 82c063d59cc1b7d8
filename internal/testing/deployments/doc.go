// Package deployments expresses deployments of AWS PrivateLink that others have
// published, with this library and without an escape hatch: the proof that its API is
// enough for them. Each row of the test's table says in a line what a deployment does,
// where it is, and which warnings it deserves; nothing of its code is here. The tests ask
// of the templates what makes the deployment what it is.
//
// # Not expressed
//
//   - Fixed addresses of an endpoint's interfaces: drewpypro/aws-privatelink-protocol-tester
//     privatelink.tf, tedilabs/terraform-aws-vpc-privatelink modules/interface-endpoint/main.tf.
//     AWS::EC2::VPCEndpoint takes no addresses, only subnets.
//   - Several security groups of an endpoint: tedilabs/terraform-aws-vpc-privatelink
//     modules/interface-endpoint/main.tf. ConsumerEndpointProps.SecurityGroup is one.
//   - The verification of a private DNS name, started at deploy: butterthon-dev/cross-account-privatelink-nlb-poc
//     infra/modules/privatelink/endpoint-service-private-dns-verification/main.tf.
//     CloudFormation has no resource that does; privatelink.PrivateDns names the command.
//   - Services behind Gateway Load Balancers: cloudposse-terraform-components/aws-private-link-service
//     src/main.tf, by one of its variables. They are outside of the library.
package deployments
