// Package privatelink has CDK constructs for both halves of AWS PrivateLink: a
// [ProviderService] offers what runs behind a Network Load Balancer, and a
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
// # Concurrency
//
// jsii takes one call at a time: make constructs in one goroutine, and don't use
// t.Parallel in tests that do.
package privatelink
