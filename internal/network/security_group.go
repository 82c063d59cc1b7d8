package network

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// GroupRule is one rule of a security group, inline or a resource of its own.
type GroupRule struct {
	Object
	place Place
	// group names the group.
	group any
	// direction is Ingress or Egress.
	direction string
}

// peers are the properties that say where a rule's traffic comes from, or goes to.
var peers = []string{"CidrIp", "CidrIpv6", "SourceSecurityGroupId", "DestinationSecurityGroupId", "SourcePrefixListId", "DestinationPrefixListId", "SourceSecurityGroupName"}

// rulesIn are those that a resource brings along.
func (r *Resource) rulesIn() []GroupRule {
	switch r.Type {
	case SecurityGroup:
		var all []GroupRule
		for _, direction := range []string{"Ingress", "Egress"} {
			for _, o := range r.Objects("SecurityGroup" + direction) {
				all = append(all, GroupRule{o, r.Place, r.Self(), direction})
			}
		}
		return all
	case Ingress, Egress:
		return []GroupRule{{r.Object, r.Place, r.Value("GroupId"), strings.TrimPrefix(r.Type, SecurityGroup)}}
	}
	return nil
}

// Rules are all of a group in a direction, with a doubt where there may be others.
func (group *Resource) Rules(direction string) []GroupRule {
	var all []GroupRule
	for _, r := range append([]*Resource{group}, group.model.NamingOnly(SecurityGroup+direction, "GroupId", group)...) {
		for _, one := range r.rulesIn() {
			if one.direction == direction {
				all = append(all, one)
			}
		}
	}
	return all
}

// Groups are the security groups that a path names. One that isn't the model's leaves a
// doubt.
func (r *Resource) groups(path string) []*Resource { return r.Named(path, SecurityGroup) }

// covers reports whether a rule is for a transport and port.
func (r GroupRule) covers(transport, port string) bool {
	switch protocol := strings.ToLower(r.Text("IpProtocol")); {
	case protocol == "-1":
		return true
	case protocol != transport && protocol != map[string]string{"tcp": "6", "udp": "17"}[transport]:
		return false
	}
	from, _ := r.Number("FromPort")
	to, _ := r.Number("ToPort")
	n, err := strconv.Atoi(port)
	return err == nil && (from <= n && n <= to || from == -1)
}

// admitsAddresses reports whether a group admits any addresses on a port: groups as
// sources never match clients of other VPCs.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
func (group *Resource) admitsAddresses(transport, port string) bool {
	return some(group.model, group.Rules("Ingress"), func(r GroupRule) bool {
		return (r.Has("CidrIp") || r.Has("CidrIpv6") || r.Has("SourcePrefixListId")) && r.covers(transport, port)
	})
}

// nowhere is where the CDK lets a group send to that is to send nothing: without a rule,
// AWS lets it send anywhere.
const nowhere = "255.255.255.255/32"

// leadsSomewhere reports whether a group lets anything out.
func (group *Resource) leadsSomewhere() bool {
	rules := group.Rules("Egress")
	return len(rules) == 0 || some(group.model, rules, func(r GroupRule) bool { return r.Value("CidrIp") == nil || r.Text("CidrIp") != nowhere })
}

// belongsElsewhere reports whether a group surely is of another VPC than a resource, and
// isn't associated with it.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
func (group *Resource) belongsElsewhere(vpc any, place Place) bool {
	m := group.model
	own := group.Value("VpcId")
	if own == nil || vpc == nil || m.same(own, group.Place, vpc, place) {
		return false
	}
	return !some(m, m.NamingOnly(groupAssociation, "GroupId", group), func(association *Resource) bool {
		return m.same(association.Value("VpcId"), association.Place, vpc, place)
	})
}

const (
	groupAssociation = "AWS::EC2::SecurityGroupVpcAssociation"
	peering          = "AWS::EC2::VPCPeeringConnection"
	transit          = "AWS::EC2::TransitGatewayAttachment"
	transitVpc       = "AWS::EC2::TransitGatewayVpcAttachment"
	wan              = "AWS::NetworkManager::VpcAttachment"
	route            = "AWS::EC2::Route"
)

// areJoined reports whether the VPCs of two groups are joined by a peering, a transit gateway
// or a core network: then groups of one can be named in the other. Routes show those that
// another app makes. Of VPCs that exist already it isn't known.
//
// Sources: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html,
// https://docs.aws.amazon.com/network-manager/latest/cloudwan/cloudwan-vpc-attachment.html
func (m *Model) areJoined(a, b *Resource) bool {
	if !m.Closed && (m.bySourceOf(a.Value("VpcId")) == nil || m.bySourceOf(b.Value("VpcId")) == nil) {
		m.Doubt()
	}
	joins := slices.Concat(m.All(peering), m.All(transit), m.All(transitVpc), m.All(wan), m.All(groupAssociation))
	return len(joins) > 0 || some(m, m.All(route), func(r *Resource) bool {
		return r.Has("VpcPeeringConnectionId") || r.Has("TransitGatewayId") || r.Has("CoreNetworkArn")
	})
}

// problem says what is wrong with a rule by itself.
func (r GroupRule) problem() string {
	named := 0
	for _, peer := range peers {
		if r.Has(peer) {
			named++
		}
	}
	protocol := strings.ToLower(r.Text("IpProtocol"))
	number, err := strconv.Atoi(protocol)
	switch {
	case named != 1:
		return "names " + strconv.Itoa(named) + " sources or destinations, not one"
	case !slices.Contains([]string{"tcp", "udp", "icmp", "icmpv6"}, protocol) && (err != nil || number < -1 || number > 255):
		return strconv.Quote(protocol) + " is not an IP protocol"
	case !demand.SecurityGroupText.MatchString(r.Text("Description")):
		return strconv.Quote(r.Text("Description")) + " has characters that a description can't have"
	}
	for _, property := range []string{"CidrIp", "CidrIpv6"} {
		cidr := r.Text(property)
		if _, err := netip.ParsePrefix(cidr); cidr != "" && err != nil {
			return strconv.Quote(cidr) + " is not an address range"
		}
	}
	if protocol == "tcp" || protocol == "udp" {
		from, okFrom := r.Number("FromPort")
		to, okTo := r.Number("ToPort")
		if !okFrom || !okTo || from < 0 || to > 65535 || from > to {
			return "has the ports from " + strconv.Quote(r.Text("FromPort")) + " to " + strconv.Quote(r.Text("ToPort"))
		}
	}
	return ""
}

// alike is what makes two rules the same; ok is false where that isn't known. Ranges are the
// same if their first addresses are, whatever address they are written with.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
func (r GroupRule) alike() (text string, ok bool) {
	sure := r.model.sure(func() {
		text = strings.Join([]string{r.direction, strings.ToLower(r.Text("IpProtocol")), r.Text("FromPort"), r.Text("ToPort")}, " ")
	})
	for _, peer := range peers {
		value := r.Value(peer)
		if value == nil {
			continue
		}
		if cidr, ok := value.(string); ok {
			if prefix, err := netip.ParsePrefix(cidr); err == nil {
				value = prefix.Masked().String()
			}
		}
		k, known := r.model.key(value, r.place)
		sure = sure && known
		if k.of != nil {
			k.text = k.of.Source.Stack.ID + "." + k.of.Source.ID
		}
		text += " " + k.text
	}
	return text, sure
}

// maxRules is how many rules a group has in a direction, unless the quota is raised.
const maxRules = 60

// ofRules is a rule on each rule of groups that a resource brings along.
func ofRules(d *demand.Demand, check func(c *Case, r GroupRule)) rule {
	return rule{Demand: d, check: func(c *Case) { each(c, c.rulesIn(), func(r GroupRule) { check(c, r) }) }}
}

var securityGroupRules = []rule{
	{Demand: demand.GroupDescription, of: SecurityGroup, check: func(c *Case) {
		if description := c.Text("GroupDescription"); !demand.SecurityGroupText.MatchString(description) {
			c.brokenSaying([]any{description}, "GroupDescription", "%q has characters that a description can't have", description)
		}
	}},
	{Demand: demand.SecurityGroupName, of: SecurityGroup, check: func(c *Case) {
		if problem := demand.SecurityGroupNameProblem(c.Text("GroupName")); problem != "" {
			c.broken("GroupName", "%q %s", c.Text("GroupName"), problem)
		}
	}},
	{Demand: demand.GroupNameTaken, of: SecurityGroup, check: func(c *Case) {
		each(c, c.twins("GroupName"), func(other *Resource) {
			if !c.model.differentVpcs(c.Resource, other) {
				c.brokenSaying([]any{c.Text("GroupName"), c.Value("VpcId")}, "GroupName", "%q is the name of %s too", c.Text("GroupName"), other)
			}
		})
	}},
	ofRules(demand.GroupRuleForm, func(c *Case, r GroupRule) {
		if problem := r.problem(); problem != "" {
			c.broken("SecurityGroup"+r.direction, "%s", problem)
		}
	}),
	{Demand: demand.GroupRuleDuplicate, check: func(c *Case) {
		own := c.rulesIn()
		if len(own) == 0 {
			return
		}
		group := c.Resource
		if c.Type != SecurityGroup {
			if group = c.model.find(c.Value("GroupId"), SecurityGroup, c.Place); group == nil {
				return
			}
		}
		seen := map[string]int{}
		c.model.sure(func() { // Others may repeat it, but that is no matter here.
			for _, r := range group.Rules(own[0].direction) {
				if text, ok := r.alike(); ok {
					seen[text]++
				}
			}
			for _, r := range group.Rules(map[string]string{"Ingress": "Egress", "Egress": "Ingress"}[own[0].direction]) {
				if text, ok := r.alike(); ok {
					seen[text]++
				}
			}
		})
		for _, r := range own {
			if text, ok := r.alike(); ok && seen[text] > 1 {
				c.broken("SecurityGroup"+r.direction, "has the rule %q twice", text)
				return
			}
		}
	}},
	ofRules(demand.GroupRuleNetwork, func(c *Case, r GroupRule) {
		group := c.model.find(r.group, SecurityGroup, c.Place)
		for _, property := range []string{"SourceSecurityGroupId", "DestinationSecurityGroupId"} {
			if r.Value(property) == nil || group == nil {
				continue
			}
			peer := c.model.find(r.Value(property), SecurityGroup, c.Place)
			if peer != nil && c.model.differentVpcs(group, peer) && !c.model.areJoined(group, peer) {
				c.broken("SecurityGroup"+r.direction, "of %s names %s, a group of another VPC", group, peer)
			}
		}
	}),
	{Demand: demand.SecurityGroupRules, of: SecurityGroup, check: func(c *Case) {
		for _, direction := range []string{"Ingress", "Egress"} {
			c.model.sure(func() {
				// Rules of either family have a quota of their own.
				four, six := 0, 0
				for _, r := range c.Rules(direction) {
					if r.Has("CidrIpv6") {
						six++
					} else if four++; !r.Has("CidrIp") {
						six++
					}
				}
				if n := max(four, six); n > maxRules {
					c.broken("SecurityGroup"+direction, "has %d rules", n)
				}
			})
		}
	}},
	{Demand: demand.SecurityGroupRules, check: func(c *Case) {
		if c.Type != Ingress && c.Type != Egress || !c.model.Closed {
			return // Told of the group.
		}
		if group := c.model.find(c.Value("GroupId"), SecurityGroup, c.Place); group != nil && len(group.Rules(strings.TrimPrefix(c.Type, SecurityGroup))) > maxRules {
			c.broken("GroupId", "names a group with more than %d rules", maxRules)
		}
	}},
}
