package privatelink

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

// network is what was read of a VPC and of the subnets chosen in it. A value
// that CDK does not know yet is a token, or empty.
type network struct {
	region, account string
	// subnets and zones belong together, one entry a subnet.
	subnets []awsec2.ISubnet
	zones   []string
	// problem is CDK's answer when the subnets could not be selected.
	problem string
	// pending: the VPC is being looked up, and its zones are made up until then.
	pending bool
}

// readNetwork reads where a VPC is and selects subnets in it, at most one a zone
// unless they are given one by one. A nil VPC gives an empty network.
func readNetwork(vpc awsec2.IVpc, selection *awsec2.SubnetSelection) network {
	n := readPlace(vpc)
	switch {
	case isNil(vpc):
	case selection != nil && selection.Subnets != nil:
		n.takeSubnets(*selection.Subnets)
	case selection != nil:
		n.selectSubnets(vpc, selection)
	default:
		facts := factsOf(vpc)
		if facts.private == nil {
			n.takePrivateSubnets(vpc)
			facts.private = &n
		}
		return *facts.private
	}
	return n
}

// takeSubnets takes subnets as they are given. One that was imported by its ID
// alone doesn't know its zone.
func (n *network) takeSubnets(subnets []awsec2.ISubnet) {
	n.subnets = subnets
	for i, subnet := range subnets {
		if isNil(subnet) {
			n.problem = fmt.Sprintf("subnet %d is nil", i+1)
			return
		}
		var zone string
		_ = attempt(func() { zone = *subnet.AvailabilityZone() })
		n.zones = append(n.zones, zone)
	}
	if len(subnets) == 0 {
		n.problem = "no subnets are given"
	}
}

// takePrivateSubnets takes one private subnet in each zone, or isolated or public
// ones where the VPC has no others. What the CDK's own selection says beside these
// costs twice the messages.
func (n *network) takePrivateSubnets(vpc awsec2.IVpc) {
	problem := attempt(func() {
		for _, kind := range []func() *[]awsec2.ISubnet{vpc.PrivateSubnets, vpc.IsolatedSubnets, vpc.PublicSubnets} {
			n.takeOnePerZone(*kind())
			if len(n.subnets) > 0 {
				return
			}
		}
		n.problem = "the VPC has no subnets"
	})
	if problem != "" {
		n.problem = problem
	}
}

func (n *network) takeOnePerZone(subnets []awsec2.ISubnet) {
	taken := map[string]bool{}
	for _, subnet := range subnets {
		zone := *subnet.AvailabilityZone()
		if taken[zone] {
			continue
		}
		taken[zone] = true
		if strings.HasPrefix(zone, "dummy") { // Made up until the VPC has been looked up.
			n.pending, zone = true, ""
		}
		n.subnets = append(n.subnets, subnet)
		n.zones = append(n.zones, zone)
	}
}

func (n *network) selectSubnets(vpc awsec2.IVpc, selection *awsec2.SubnetSelection) {
	problem := attempt(func() {
		selected := vpc.SelectSubnets(onePerZone(selection))
		n.subnets = *selected.Subnets
		// A VPC that is being looked up has made-up zones until the next run.
		pending := selected.IsPendingLookup != nil && *selected.IsPendingLookup
		for _, zone := range *selected.AvailabilityZones {
			if pending || strings.HasPrefix(*zone, "dummy") {
				n.pending = true
				n.zones = append(n.zones, "")
			} else {
				n.zones = append(n.zones, *zone)
			}
		}
		if len(n.subnets) == 0 && !pending {
			n.problem = "no subnet of the VPC fits the selection"
		}
	})
	if problem != "" {
		n.problem = problem
	}
}

func onePerZone(selection *awsec2.SubnetSelection) *awsec2.SubnetSelection {
	var s awsec2.SubnetSelection
	if selection != nil {
		s = *selection
	}
	s.OnePerAz = jsii.Bool(true)
	return &s
}

// cidrsOfSubnets lists the IPv4 ranges of subnets, and says whether every one
// could be had: an imported subnet may not know its own.
func cidrsOfSubnets(subnets []awsec2.ISubnet) (cidrs []string, all bool) {
	for _, subnet := range subnets {
		var cidr string
		_ = attempt(func() { cidr = *subnet.Ipv4CidrBlock() })
		if cidr == "" || strings.Contains(cidr, "#{Token[") { // An element of a list that isn't known.
			return nil, false
		}
		cidrs = append(cidrs, cidr)
	}
	return cidrs, true
}
