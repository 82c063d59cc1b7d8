package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

// Party is who sends or receives packets: a client, an endpoint, a load balancer or a
// target. They have security groups, and places where their network interfaces are.
type Party struct {
	// Resource is nil for a range of addresses, and for an address.
	*Resource
	Name string

	guard guard
	spots []spot
	// elsewhere is the doubt whether there are more of them.
	elsewhere doubt
	// vpc names the VPC, in a place; nil where it isn't known.
	vpc   any
	place Place
	// declared: it is a range of which every address is a client.
	declared bool
	// onlyIPv6: of its addresses only those count.
	onlyIPv6 bool
}

// spot is where network interfaces are: in a subnet, or somewhere in a VPC; there, or
// elsewhere, in a range of addresses. The zero value is one of which nothing is known.
type spot struct {
	subnet, vpc *Resource
	fixed       []netip.Prefix
	unknown     doubt
}

// ranges are those of a family that the addresses lie in.
func (s spot) ranges(m *Model, f family) []netip.Prefix {
	m.keep(f.unsure)
	switch {
	case s.fixed != nil:
		return slices.DeleteFunc(slices.Clone(s.fixed), func(r netip.Prefix) bool { return r.Addr().Is6() != f.six })
	case s.vpc != nil && f.six:
		return s.vpc.Ranges6()
	case s.vpc != nil:
		return s.vpc.Ranges4()
	case s.subnet == nil:
		m.keep(s.unknown)
		return nil
	}
	if f.six {
		ranges := s.subnet.prefixes("Ipv6CidrBlock")
		if len(ranges) == 0 && s.subnet.HasRange6() {
			s.subnet.model.doubtOf("the IPv6 range of " + s.subnet.String())
		}
		return ranges
	}
	if !s.subnet.Has("CidrBlock") && s.subnet.HasRange4() {
		s.subnet.model.doubtOf("the range of " + s.subnet.String())
	}
	return s.subnet.prefixes("CidrBlock")
}

func (s spot) String() string {
	switch {
	case s.fixed != nil:
		return listed(s.fixed)
	case s.subnet != nil:
		return s.subnet.String()
	case s.vpc != nil:
		return s.vpc.String()
	}
	return "a place that isn't known"
}

// everywhere are a party's spots, with one more for those that aren't known.
func (p *Party) everywhere() []spot {
	if p.elsewhere.is {
		return append(slices.Clip(p.spots), spot{unknown: p.elsewhere})
	}
	return p.spots
}

// nics are the properties that say which groups and subnets the network interfaces of a
// type have.
var nics = map[string]struct{ groups, subnets []string }{
	Instance:            {[]string{"SecurityGroupIds", "NetworkInterfaces.GroupSet"}, []string{"SubnetId", "NetworkInterfaces.SubnetId"}},
	Function:            {[]string{"VpcConfig.SecurityGroupIds"}, []string{"VpcConfig.SubnetIds"}},
	EcsService:          {[]string{"NetworkConfiguration.AwsvpcConfiguration.SecurityGroups"}, []string{"NetworkConfiguration.AwsvpcConfiguration.Subnets"}},
	Endpoint:            {[]string{"SecurityGroupIds"}, []string{"SubnetIds"}},
	LoadBalancer:        {[]string{"SecurityGroups"}, []string{"Subnets", "SubnetMappings.SubnetId"}},
	ScalingGroup:        {nil, []string{"VPCZoneIdentifier"}},
	LaunchTemplate:      {[]string{"LaunchTemplateData.SecurityGroupIds", "LaunchTemplateData.NetworkInterfaces.Groups"}, nil},
	LaunchConfiguration: {[]string{"SecurityGroups"}, nil},
	ResourceGateway:     {[]string{"SecurityGroupIds"}, []string{"SubnetIds"}},
	DBInstance:          {[]string{"VPCSecurityGroups"}, nil},
	DBCluster:           {[]string{"VpcSecurityGroupIds"}, nil},
}

// party is what a resource is on the way of a packet.
func (m *Model) party(r *Resource) *Party {
	p := &Party{Resource: r, Name: r.String(), place: r.Place}
	if r.Type == SecurityGroup {
		p.guard.groups, p.vpc = []*Resource{r}, r.Value("VpcId")
		p.spread(m)
		return p
	}
	p.guard = m.guardOf(r)
	subnets := 0
	p.elsewhere = m.alone(func() {
		for _, path := range nics[r.Type].subnets {
			for _, value := range r.at(path) {
				subnets++
				if subnet := m.find(value, Subnet, r.Place); subnet != nil {
					p.spots = append(p.spots, spot{subnet: subnet})
				}
			}
		}
		if slices.Contains([]string{DBInstance, DBCluster}, r.Type) {
			group := m.find(r.Value("DBSubnetGroupName"), DBSubnetGroup, r.Place)
			for _, value := range orElse(group, &Resource{Object: Object{model: m}}).at("SubnetIds") {
				subnets++
				if subnet := m.find(value, Subnet, r.Place); subnet != nil {
					p.spots = append(p.spots, spot{subnet: subnet})
				}
			}
		}
		if subnets == 0 {
			m.doubtOf("the subnets of " + r.String())
		}
	})
	p.vpc = r.Value("VpcId")
	if r.Type == ResourceGateway {
		p.vpc = r.Value("VpcIdentifier")
	}
	if len(p.spots) > 0 && p.vpc == nil {
		p.vpc = p.spots[0].subnet.Value("VpcId")
	}
	return p
}

// guardOf are the groups of a resource's network interfaces.
func (m *Model) guardOf(r *Resource) (g guard) {
	named := 0
	paths := nics[r.Type].groups
	g.others = m.alone(func() {
		if r.Uncertain {
			m.doubtOf("whether " + r.String() + " is made")
		}
		for _, path := range paths {
			for _, value := range r.at(path) {
				named++
				if group := m.find(value, SecurityGroup, r.Place); group != nil {
					g.groups = append(g.groups, group)
				}
			}
		}
	})
	switch {
	case r.Type == ScalingGroup:
		return m.guardOfScaling(r)
	case named > 0:
	case r.Type == LoadBalancer && r.isNetwork() && !g.others.is:
		g.none = true
	case !g.others.is:
		g.others = doubt{true, "the security groups of " + r.String() + ": it names none, and may have its VPC's default one"}
	}
	return g
}

// guardOfScaling are the groups of what an Auto Scaling group launches.
func (m *Model) guardOfScaling(r *Resource) (g guard) {
	for _, launch := range []struct{ path, of string }{
		{"LaunchTemplate.LaunchTemplateId", LaunchTemplate}, {"LaunchConfigurationName", LaunchConfiguration},
		{"MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId", LaunchTemplate},
	} {
		var from *Resource
		if unsure := m.alone(func() {
			if value := r.Value(launch.path); value != nil {
				from = m.find(value, launch.of, r.Place)
			}
		}); unsure.is {
			return guard{others: unsure}
		}
		if from != nil {
			return m.guardOf(from)
		}
	}
	return guard{others: doubt{true, "what " + r.String() + " launches"}}
}

// spread has a party be anywhere in its VPC.
func (p *Party) spread(m *Model) {
	p.elsewhere = m.alone(func() {
		if vpc := m.find(p.vpc, VPC, p.place); vpc != nil {
			p.spots = []spot{{vpc: vpc}}
		}
	})
}

// peer is the party, at one of its spots, as a security group of the same VPC sees it.
func (p *Party) peer(m *Model, at spot, f family, byGroup bool) peer {
	seen := peer{place: p.place, whole: p.declared, ranges: func() []netip.Prefix { return at.ranges(m, f) }}
	if byGroup {
		for _, group := range p.guard.groups {
			seen.groups = append(seen.groups, group.Self())
		}
		seen.others = p.guard.others
	}
	return seen
}

// shown is a value for people to read: what a reference leads to by its path.
func shown(value any) string {
	switch value := value.(type) {
	case nil:
		return "a value that is only known at deploy"
	case outside:
		if _, isText := value.value.(string); !isText {
			return shown(value.value)
		}
		return shown(value.value) + ", which these templates don't make"
	case assembly.Unknown:
		if len(value.From) > 0 && value.Reason == value.From[0].String() {
			return shown(value.From[0])
		}
		return value.Reason
	case assembly.Reference:
		name := value.Attribute
		switch r := value.Resource; {
		case r == nil:
			if place, index, isZone := strings.Cut(name, " #"); isZone {
				n, _ := strconv.Atoi(index)
				place = strings.TrimPrefix(place, "zones of ")
				if !strings.Contains(place, "/") { // It isn't fixed, and has the name of a stack.
					return fmt.Sprintf("zone %d where %s is deployed", n+1, place)
				}
				return fmt.Sprintf("zone %d of %s", n+1, place)
			}
			return name
		case r.Path() != "":
			name = constructOf(r.Path())
		default:
			name = r.ID
		}
		if value.Attribute != "" {
			return value.Attribute + " of " + name
		}
		return name
	case assembly.Text:
		if unknown, ok := assembly.UnknownIn(value); ok {
			return unknown.Reason
		}
	}
	return assembly.Format(value)
}

// outside is what a value names that isn't one of the model's.
type outside struct{ value any }
