// Package privatelinkfunctions does by AWS Lambda what CloudFormation has no resource for.
//
// It has a service's private DNS name verified ([Verification]), accepts the
// connections of some consumers ([Acceptance]), turns an endpoint's private DNS on once it is
// accepted ([PrivateDns]), makes a load balancer's new zones those of its service ([Zones]),
// rejects a service's connections before it is deleted with its stack ([Rejection]), and
// registers the addresses of a DNS name with a target group ([Targets]).
//
// Package privatelink makes no function and no role. To import this package and to call one of
// its constructors is to ask for them: each makes one function of Python with a role for no
// more than its calls, a log group and an alarm, and nothing that needs an asset, or a bucket.
// To take a construct out of the app again changes nothing of what it has done.
//
// What each may do, costs and is limited by stands in docs/functions.md.
package privatelinkfunctions
