package cdk

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

// Subnets are those chosen in a VPC.
type Subnets struct {
	// All and their Zones belong together, one entry a subnet. A zone that isn't known
	// is a token, or empty.
	All   []awsec2.ISubnet
	Zones []string
	// Problem is the CDK's answer when the subnets could not be selected.
	Problem string
	// Pending: the VPC is being looked up, and its zones are made up until then.
	Pending bool
}

// Select chooses subnets, at most one a zone unless they are given one by one. Without a
// selection it takes private ones, or isolated or public ones where there are no others.
func (v *Vpc) Select(selection *awsec2.SubnetSelection) Subnets {
	var s Subnets
	switch {
	case v.Object == nil:
	case selection != nil && selection.Subnets != nil:
		s.take(*selection.Subnets)
	case selection != nil:
		s.query(v.Object, selection)
	default:
		if v.private == nil {
			s.takePrivate(v.Object)
			v.private = &s
		}
		return *v.private
	}
	return s
}

// take takes subnets as they are given. One that was imported by its ID alone doesn't
// know its zone.
func (s *Subnets) take(subnets []awsec2.ISubnet) {
	s.All = subnets
	for i, subnet := range subnets {
		if IsNil(subnet) {
			s.Problem = fmt.Sprintf("subnet [%d] is nil", i)
			return
		}
		s.Zones = append(s.Zones, ZoneOf(subnet))
	}
	if len(subnets) == 0 {
		s.Problem = "no subnets are given"
	}
}

// ZoneOf is the zone of a subnet, as far as it is known.
func ZoneOf(subnet awsec2.ISubnet) (zone string) {
	_ = Attempt(func() { zone = *subnet.AvailabilityZone() })
	return zone
}

// takePrivate takes one private subnet in each zone, or isolated or public ones where
// the VPC has no others. What the CDK's own selection says beside these costs twice the
// messages.
func (s *Subnets) takePrivate(vpc awsec2.IVpc) {
	problem := Attempt(func() {
		for _, kind := range []func() *[]awsec2.ISubnet{vpc.PrivateSubnets, vpc.IsolatedSubnets, vpc.PublicSubnets} {
			s.takeOnePerZone(*kind())
			if len(s.All) > 0 {
				return
			}
		}
		s.Problem = "the VPC has no subnets"
	})
	if problem != "" {
		s.Problem = problem
	}
}

func (s *Subnets) takeOnePerZone(subnets []awsec2.ISubnet) {
	taken := map[string]bool{}
	for _, subnet := range subnets {
		zone := *subnet.AvailabilityZone()
		if taken[zone] {
			continue
		}
		taken[zone] = true
		if strings.HasPrefix(zone, "dummy") { // Made up until the VPC has been looked up.
			s.Pending, zone = true, ""
		}
		s.All = append(s.All, subnet)
		s.Zones = append(s.Zones, zone)
	}
}

func (s *Subnets) query(vpc awsec2.IVpc, selection *awsec2.SubnetSelection) {
	onePerZone := *selection
	onePerZone.OnePerAz = jsii.Bool(true)
	problem := Attempt(func() {
		selected := vpc.SelectSubnets(&onePerZone)
		s.All = *selected.Subnets
		// A VPC that is being looked up has made-up zones until the next run.
		pending := selected.IsPendingLookup != nil && *selected.IsPendingLookup
		for _, zone := range *selected.AvailabilityZones {
			if pending || strings.HasPrefix(*zone, "dummy") {
				s.Pending = true
				s.Zones = append(s.Zones, "")
			} else {
				s.Zones = append(s.Zones, *zone)
			}
		}
		if len(s.All) == 0 && !pending {
			s.Problem = "no subnet of the VPC fits the selection"
		}
	})
	if problem != "" {
		s.Problem = problem
	}
}

// CidrsOf lists the IPv4 ranges of subnets, and says whether every one could be had: an
// imported subnet may not know its own.
func CidrsOf(subnets []awsec2.ISubnet) (cidrs []string, all bool) {
	for _, subnet := range subnets {
		var cidr string
		_ = Attempt(func() { cidr = *subnet.Ipv4CidrBlock() })
		if cidr == "" || strings.Contains(cidr, "#{Token[") { // An element of a list that isn't known.
			return nil, false
		}
		cidrs = append(cidrs, cidr)
	}
	return cidrs, true
}
