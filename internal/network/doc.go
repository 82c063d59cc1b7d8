// Package network is what PrivateLink traffic runs over, as templates have it: VPCs,
// subnets, security groups, load balancers, services, endpoints, zones and records, and
// what AWS demands of them.
//
// It has two readers. A check at synthesis knows part of the values: a rule that reads
// one that it doesn't know has doubts, and then it says nothing. The stand-in that tests
// deploy to knows them all, and all that exists. Rules are written as if all were known:
// each read takes note of what wasn't (see [Model]).
//
// A [Walker] follows packets over the same model. Each hop is asked what a rule would be,
// and is unknown where that leaves a doubt. Security groups only allow, so that what one
// rule surely lets through passes, whatever others are; network ACLs decide by their first
// entry that fits. A packet has two senders on its way: the client up to the load balancer,
// whose security groups see the client's own address, and the load balancer from there on.
package network
