package resources

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

var _ = know(map[string]kind{
	"AWS::EC2::SecurityGroup": {
		id: prefixed("sg"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"GroupId": r.ID, "Id": r.ID, "VpcId": r.Properties.string("VpcId")}
		},
		references: []reference{
			{property: "VpcId", to: "AWS::EC2::VPC", holds: true},
			{property: "SecurityGroupIngress.SourceSecurityGroupId", to: "AWS::EC2::SecurityGroup", holds: true},
			{property: "SecurityGroupEgress.DestinationSecurityGroupId", to: "AWS::EC2::SecurityGroup", holds: true},
		},
	},
	"AWS::EC2::SecurityGroupIngress": {
		id:         prefixed("sgr"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{
			{property: "GroupId", to: "AWS::EC2::SecurityGroup"},
			{property: "SourceSecurityGroupId", to: "AWS::EC2::SecurityGroup", holds: true},
		},
	},
	"AWS::EC2::SecurityGroupEgress": {
		id:         prefixed("sgr"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{
			{property: "GroupId", to: "AWS::EC2::SecurityGroup"},
			{property: "DestinationSecurityGroupId", to: "AWS::EC2::SecurityGroup", holds: true},
		},
	},
})

// groupText are the characters that descriptions of groups and rules may have.
//
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
var groupText = regexp.MustCompile(`^[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}$`)

const groupQuotas = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"

var securityGroupRules = []rule{
	{Rule{ID: "group-description", Of: "AWS::EC2::SecurityGroup", Code: "InvalidParameterValue",
		Message: "Value (%s) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.", Source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html"},
		func(c change) (bool, []any) {
			description := c.Properties.string("GroupDescription")
			return brokenIf(!groupText.MatchString(description), description)
		}},
	{Rule{ID: "group-name-taken", Of: "AWS::EC2::SecurityGroup", Code: "InvalidGroup.Duplicate",
		Message: "The security group '%s' already exists for VPC '%s'", Source: ec2Errors},
		func(c change) (bool, []any) {
			name, vpc := c.Properties.string("GroupName"), c.Properties.string("VpcId")
			for _, other := range c.others() {
				if name != "" && other.Properties.string("GroupName") == name && other.Properties.string("VpcId") == vpc {
					return broken(name, vpc)
				}
			}
			return fine()
		}},
	{Rule{ID: "group-rule-form", Code: "InvalidParameterValue", Source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"},
		func(c change) (bool, []any) {
			for _, r := range c.rules() {
				if problem := r.problem(); problem != "" {
					return broken(problem)
				}
			}
			return fine()
		}},
	{Rule{ID: "group-rule-duplicate", Code: "InvalidPermission.Duplicate", Message: "the specified rule \"peer: %s, %s, ALLOW\" already exists", Source: ec2Errors},
		func(c change) (bool, []any) {
			var seen []groupRule
			for _, r := range c.rules() {
				if slices.Contains(seen, r.bare()) || slices.ContainsFunc(c.rulesOf(r.place, r.group, c.number), func(other groupRule) bool { return other.bare() == r.bare() }) {
					return broken(r.peer, strings.ToUpper(r.protocol)+", "+r.ports())
				}
				seen = append(seen, r.bare())
			}
			return fine()
		}},
	{Rule{ID: "group-rule-network", Code: "InvalidGroup.NotFound", Message: "You have specified two resources that belong to different networks.", Source: ec2Errors},
		func(c change) (bool, []any) {
			for _, r := range c.rules() {
				group, peer := c.find(c.Place, "AWS::EC2::SecurityGroup", r.group), c.find(c.Place, "AWS::EC2::SecurityGroup", r.peer)
				if group == nil && c.ID == r.group {
					group = c.Resource
				}
				if group != nil && peer != nil && group.Properties.string("VpcId") != peer.Properties.string("VpcId") {
					return broken()
				}
			}
			return fine()
		}},
	{Rule{ID: "security-group-rules", Code: "RulesPerSecurityGroupLimitExceeded",
		Message: "The maximum number of rules per security group has been reached.", Source: groupQuotas},
		func(c change) (bool, []any) {
			count := map[string]int{}
			for _, r := range c.rules() {
				if count[r.direction] == 0 {
					for _, other := range c.rulesOf(r.place, r.group, c.number) {
						count[other.direction]++
					}
				}
				if count[r.direction]++; count[r.direction] > 60 {
					return broken()
				}
			}
			return fine()
		}},
}

// groupRule is one rule of a security group, inline or a resource of its own.
type groupRule struct {
	place                                      Place
	group, direction, protocol, from, to, peer string
	description                                string
	peers                                      int
}

// bare is what makes two rules the same.
func (r groupRule) bare() groupRule {
	r.description, r.peers = "", 0
	return r
}

func (r groupRule) ports() string { return fmt.Sprintf("from port: %s, to port: %s", r.from, r.to) }

// problem says what is wrong with a rule.
func (r groupRule) problem() string {
	if r.peers != 1 {
		return fmt.Sprintf("a rule names exactly one source or destination, not %d", r.peers)
	}
	if !slices.Contains([]string{"tcp", "udp", "icmp", "icmpv6", "-1", "6", "17"}, r.protocol) {
		return fmt.Sprintf("Invalid value '%s' for IP protocol. Unknown protocol.", r.protocol)
	}
	if strings.Contains(r.peer, "/") {
		prefix, err := netip.ParsePrefix(r.peer)
		if err != nil {
			return fmt.Sprintf("CIDR block %s is malformed", r.peer)
		}
		if prefix != prefix.Masked() {
			return fmt.Sprintf("%s is not a valid CIDR block: the first address of its range is %s", r.peer, prefix.Masked())
		}
	}
	if !groupText.MatchString(r.description) {
		return "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
	}
	if r.protocol == "tcp" || r.protocol == "udp" {
		p := Properties{"from": r.from, "to": r.to}
		from, okFrom := p.number("from")
		to, okTo := p.number("to")
		if !okFrom || !okTo || from < 0 || to > 65535 || from > to {
			return fmt.Sprintf("Invalid value for portRange: from port %q, to port %q", r.from, r.to)
		}
	}
	return ""
}

// rules are those that a resource brings along.
func (c change) rules() []groupRule { return rulesIn(c.Resource) }

func rulesIn(r *Resource) []groupRule {
	switch r.Type {
	case "AWS::EC2::SecurityGroup":
		var rules []groupRule
		for _, direction := range []string{"Ingress", "Egress"} {
			for _, p := range r.Properties.objects("SecurityGroup" + direction) {
				rules = append(rules, ruleOf(r.Place, r.ID, direction, p))
			}
		}
		return rules
	case "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress":
		direction := strings.TrimPrefix(r.Type, "AWS::EC2::SecurityGroup")
		return []groupRule{ruleOf(r.Place, r.Properties.string("GroupId"), direction, r.Properties)}
	}
	return nil
}

func ruleOf(place Place, group, direction string, p Properties) groupRule {
	rule := groupRule{
		place: place, group: group, direction: direction, description: p.string("Description"),
		protocol: strings.ToLower(p.string("IpProtocol")), from: p.string("FromPort"), to: p.string("ToPort"),
	}
	for _, side := range []string{
		"CidrIp", "CidrIpv6", "SourceSecurityGroupId", "DestinationSecurityGroupId", "SourcePrefixListId", "DestinationPrefixListId",
	} {
		if p.has(side) {
			rule.peer = p.string(side)
			rule.peers++
		}
	}
	return rule
}

// rulesOf are a group's rules, inline and as resources, but those of one resource.
func (w *World) rulesOf(place Place, group string, but int) []groupRule {
	var rules []groupRule
	for _, r := range w.resources {
		if r.Place != place || r.number == but {
			continue
		}
		for _, rule := range rulesIn(r) {
			if rule.group == group {
				rules = append(rules, rule)
			}
		}
	}
	return rules
}
