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
// accepted the endpoint ([ProviderServiceProps.WithoutAcceptance] does without).
// Security groups, zones, names and the order of deployment are taken care of.
//
// # Contracts
//
// All that a consumer knows of a service is its [Contract]. A provider in the
// same app hands it over by itself. Between apps it travels as JSON: the provider
// sets [ProviderServiceProps.PublishOutputs] or PublishParameter, the consumer
// reads it with [LoadContract] or [LookupContract]. The contract of a vendor's
// service is typed by hand. AWS's own services ([AWSService]) and those of VPC
// Lattice ([Resource], [ServiceNetwork]) are reached in the same way.
//
// # Errors
//
// The constructors panic with an [*Error], as constructs do, if AWS would refuse
// what they are asked for, or would accept it and then drop every packet. The
// error lists everything at once, one line each, with AWS's own words and what
// to do; nothing is built. The props' Validate methods return the same error.
// What works but hurts is a warning on the construct, which
// awscdk.Annotations_Of(construct).AcknowledgeWarning silences by its ID.
//
// A string that CDK only knows at deploy, a token, is never an error. Numbers are
// plain ints, which can't hold tokens.
//
// # Concurrency
//
// jsii takes one call at a time: make constructs in one goroutine, and don't use
// t.Parallel in tests that do.
package privatelink
