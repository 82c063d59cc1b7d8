// Package network is what PrivateLink traffic runs over, as templates have it: VPCs,
// subnets, security groups, load balancers, services, endpoints, zones and records, and
// what AWS demands of them.
//
// It has two readers. A check at synthesis knows part of the values: a rule that reads
// one that it doesn't know has doubts, and then it says nothing. The stand-in that tests
// deploy to knows them all, and all that exists. Rules are written as if all were known:
// each read takes note of what wasn't (see [Model]).
package network
