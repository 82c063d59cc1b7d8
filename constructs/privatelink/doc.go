// Package privatelink has CDK constructs for both halves of AWS PrivateLink.
//
// A [ProviderService] offers what runs behind a Network Load Balancer, and a
// [ConsumerEndpoint] reaches such a service from another VPC, account or Region.
//
// # In sixty seconds
//
//	orders := privatelink.NewProviderService(providerStack, "Orders", &privatelink.ProviderServiceProps{
//		Vpc: providerVpc,
//		Listeners: []privatelink.Listener{{
//			Port:    443,
//			Targets: []privatelink.Target{privatelink.InstanceTarget(server, 8443)},
//		}},
//		AllowedPrincipals: []privatelink.Principal{privatelink.Account("111122223333")},
//	})
//
//	privatelink.NewConsumerEndpoint(consumerStack, "Orders", &privatelink.ConsumerEndpointProps{
//		Vpc:     consumerVpc,
//		Service: orders,
//		Clients: []awsec2.IConnectable{web},
//		Dns:     privatelink.PrivateZone("orders.internal"),
//	})
//
// The web servers now call orders.internal:443, as soon as the provider has
// accepted the endpoint ([ProviderServiceProps.AutoAccept] does without).
// Security groups, zones, names and the order of deployment are taken care of.
//
// # Contracts
//
// All that a consumer knows of a service is its [Contract]. A provider in the
// same app hands it over by itself. Between apps it travels as JSON: the provider
// sets [ProviderServiceProps.PublishOutputs] or PublishParameter, the consumer
// reads it with [LoadContract] or [LookupContract]. The contract of a vendor's
// service is typed by hand. AWS's own services ([AWSService]) and those of VPC
// Lattice ([LatticeResource], [LatticeServiceNetwork]) are reached in the same way.
// Package privatelinkresource offers resources of VPC Lattice: what needs no load balancer.
//
// # Errors
//
// The constructors panic with an [*Error], as constructs do, if AWS would refuse
// what they are asked for, or would accept it and then drop every packet. The
// error lists everything at once, one line each, with AWS's own words and what
// to do; nothing is built. The props' Validate methods return the same error.
// What only shows once the app is synthesized, because a setter, an aspect, plain CDK or
// another construct has its part in it, makes the synthesis fail: the constructs attach
// package check's plugin to their app. What works but hurts is told there as a warning.
//
// Everything can be acknowledged by its ID, with a reason, where it is not by itself
// impossible to build; an error on props before the construct is made:
//
//	awscdk.Validations_Of(stack).Acknowledge(&awscdk.Acknowledgment{
//		Id: jsii.String("privatelink::endpoint-count"), Reason: jsii.String("our quota is 100"),
//	})
//
// A string that CDK only knows at deploy, a token, is never an error. Numbers are
// plain ints, which can't hold tokens.
//
// # Watching
//
// [ProviderService.Metrics] and [ConsumerEndpoint.Metrics] are AWS's metrics with AWS's
// dimensions, [ProviderService.AddAlarms] and [ConsumerEndpoint.AddAlarms] make alarms of
// them, and [NewDashboard] a page. docs/operating.md says what to do at night.
//
// # How do I …?
//
// Offer a service:
//
//   - over TLS, checking health over HTTP: [NewProviderService], example Tls
//   - to an account that needs no acceptance, and delete it with its stack: [NewProviderService], example AutoAccept
//   - that a load balancer of mine carries already: [NewProviderService], example ExistingLoadBalancer
//   - under a name of my own domain: [NewProviderService], example PrivateDnsName
//   - on many ports, one for each node: [PortRange]
//   - to some of a consumer's clients only: [PrivateLinkFrom]
//   - that containers of ECS run: package [privatelinkecs]
//   - that is a database, one address or a name, without a load balancer: package [privatelinkresource]
//   - and be told of who connects: package [privatelinksns]
//
// Reach a service:
//
//   - of a vendor: [NewConsumerEndpoint], example Vendor
//   - of another team: [LoadContract], [LookupContract], [ReadContract]
//   - of AWS: [AWSService]
//   - that is shared by VPC Lattice: [LatticeResource], [LatticeServiceNetwork]
//   - under several names, or any: [PrivateZone]
//   - under a name in a zone that is there: [ExistingPrivateZone]
//   - under the name that its provider has verified: [ServiceDnsName]
//
// Watch it, and let it be operated:
//
//   - by alarms and a dashboard: [NewDashboard]
//   - by functions, which verify a name or accept customers: package [privatelinkfunctions]
//
// See what is wrong:
//
//   - with my props, without building anything: [Error]
//   - and let it pass: [Finding]
//   - before a packet is sent: [check.Path]
//   - in a test: package [snapshot]
//
// Complete apps, each with the command that deploys it, are in the folder [examples].
//
// # Concurrency
//
// jsii takes one call at a time: make constructs in one goroutine, and don't use
// t.Parallel in tests that do.
//
// [privatelinkecs]: https://pkg.go.dev/github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkecs
// [privatelinkfunctions]: https://pkg.go.dev/github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkfunctions
// [privatelinkresource]: https://pkg.go.dev/github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkresource
// [privatelinksns]: https://pkg.go.dev/github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinksns
// [check.Path]: https://pkg.go.dev/github.com/cdk-privatelink/cdk-privatelink-go/check#example-Path
// [snapshot]: https://pkg.go.dev/github.com/cdk-privatelink/cdk-privatelink-go/snapshot
// [examples]: https://github.com/cdk-privatelink/cdk-privatelink-go/tree/main/examples
package privatelink
