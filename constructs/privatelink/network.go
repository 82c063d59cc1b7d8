package privatelink

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
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

// readPlace reads where a VPC is. A nil VPC is nowhere.
func readPlace(vpc awsec2.IVpc) network {
	if isNil(vpc) {
		return network{}
	}
	facts := factsOf(vpc)
	if facts.place == nil {
		env := vpc.Env()
		facts.place = &network{region: *env.Region, account: *env.Account}
	}
	return *facts.place
}

// vpcFacts are what never changes of a VPC. Each of many endpoints in one would
// otherwise ask jsii for it again, field by field.
type vpcFacts struct {
	place *network
	// private is the default selection of subnets.
	private *network
	// resource is nil for a VPC that isn't made in this app.
	resource awsec2.CfnVPC
	asked    bool
	// identity that the VPC is known by in all of an app, and that app.
	identity any
	root     constructs.IConstruct
	// ranges are the IPv4 ranges that are known, and primary the first as CDK writes
	// it: a token where the VPC is made in this app.
	ranges  []string
	primary string
	// cidr is the first range in plain text, as far as it is known.
	cidr *string
	// stack that the VPC is in.
	stack awscdk.Stack
	node  constructs.Node
	dns   *dnsAttributes
	valueObjects
}

var factsOfVpcs = map[awsec2.IVpc]*vpcFacts{}

func factsOf(vpc awsec2.IVpc) *vpcFacts {
	if factsOfVpcs[vpc] == nil {
		factsOfVpcs[vpc] = &vpcFacts{}
	}
	return factsOfVpcs[vpc]
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

// cidrOfVpc is the VPC's IPv4 range: the literal where the VPC is made in this
// app (its attribute would be a token, and a reference between stacks), what it
// was imported with otherwise. Empty where nothing is known.
func cidrOfVpc(vpc awsec2.IVpc) string {
	facts := factsOf(vpc)
	if facts.cidr == nil {
		cidr := readCidr(vpc)
		facts.cidr = &cidr
	}
	return *facts.cidr
}

func readCidr(vpc awsec2.IVpc) string {
	if resource := resourceOf(vpc); resource != nil && resource.CidrBlock() != nil {
		return *resource.CidrBlock()
	}
	var cidr string
	_ = attempt(func() { cidr = *vpc.VpcCidrBlock() }) // An imported VPC may not know it.
	if cidr == lookupCidr {
		return ""
	}
	return cidr
}

// lookupCidr is the made-up range of a VPC that is being looked up.
const lookupCidr = "1.2.3.4/5"

// isPending reports whether a VPC is being looked up: what is asked of it now is
// made up, and the template not for use.
func isPending(vpc awsec2.IVpc) (pending bool) {
	_ = attempt(func() { pending = *vpc.VpcCidrBlock() == lookupCidr })
	return pending
}

// cidrsOfVpc are all of the VPC's IPv4 ranges that are known when it is first asked
// for them.
func cidrsOfVpc(vpc awsec2.IVpc) []string {
	facts := factsOf(vpc)
	if facts.ranges == nil {
		facts.ranges = []string{}
		if cidr := cidrOfVpc(vpc); cidr != "" {
			facts.ranges = append(facts.ranges, cidr)
		}
		facts.ranges = append(facts.ranges, secondaryCidrs(vpc)...)
	}
	return facts.ranges
}

// primaryRange is the VPC's first range as the CDK writes it.
func primaryRange(vpc awsec2.IVpc) string {
	facts := factsOf(vpc)
	if facts.primary == "" {
		facts.primary = cidrOfVpc(vpc) // What an imported VPC was given.
		if resourceOf(vpc) != nil {
			facts.primary = *vpc.VpcCidrBlock()
		}
	}
	return facts.primary
}

func nodeOf(vpc awsec2.IVpc) constructs.Node {
	facts := factsOf(vpc)
	if facts.node == nil {
		facts.node = vpc.Node()
	}
	return facts.node
}

// stackOfVpc is the stack that a VPC is in.
func stackOfVpc(vpc awsec2.IVpc) awscdk.Stack {
	facts := factsOf(vpc)
	if facts.stack == nil {
		facts.stack = vpc.Stack()
	}
	return facts.stack
}

// secondaryCidrs are the further IPv4 ranges that are added to a VPC of this app
// within its own construct.
func secondaryCidrs(vpc awsec2.IVpc) []string {
	if resourceOf(vpc) == nil {
		return nil
	}
	var cidrs []string
	for _, child := range *nodeOf(vpc).Children() {
		if block, ok := child.(awsec2.CfnVPCCidrBlock); ok && block.CidrBlock() != nil {
			cidrs = append(cidrs, *block.CidrBlock())
		}
	}
	return cidrs
}

// cidr6OfVpc is the first IPv6 range of a VPC that is made in this app, as a
// token; empty otherwise.
func cidr6OfVpc(vpc awsec2.IVpc) string {
	own, ok := vpc.(awsec2.Vpc)
	if !ok {
		return ""
	}
	return *awscdk.Fn_Select(jsii.Number(0), own.VpcIpv6CidrBlocks())
}

// waitForIpv6 has security groups wait until the VPC has its IPv6 range: before,
// the attribute that their rules use is empty.
func waitForIpv6(vpc awsec2.IVpc, groups ...awsec2.ISecurityGroup) {
	block := nodeOf(vpc).TryFindChild(jsii.String("ipv6cidr"))
	if block == nil {
		return
	}
	for _, group := range groups {
		group.Node().AddDependency(block)
	}
}

// hasIPv6 reports whether a VPC has an IPv6 range; nil where that isn't known: the
// VPC isn't made in this app, or a range of its stack may be its or another's.
func hasIPv6(vpc awsec2.IVpc) *bool {
	if resourceOf(vpc) == nil {
		return nil
	}
	for _, child := range *nodeOf(vpc).Children() {
		if isIPv6Range(child) {
			return jsii.Bool(true)
		}
	}
	for _, construct := range *stackOfVpc(vpc).Node().FindAll(constructs.ConstructOrder_PREORDER) {
		if isIPv6Range(construct) {
			return nil
		}
	}
	return jsii.Bool(false)
}

func isIPv6Range(construct constructs.IConstruct) bool {
	block, ok := construct.(awsec2.CfnVPCCidrBlock)
	return ok && block.CidrBlock() == nil
}

// familiesOf are the address families of subnets, ipv6 or dualstack: empty for
// those that aren't made in this app, and for those with IPv4 alone, which may be
// given an IPv6 range by another resource.
func familiesOf(subnets []awsec2.ISubnet) []string {
	families := make([]string, len(subnets))
	for i, subnet := range subnets {
		if isNil(subnet) {
			continue
		}
		resource, ok := subnet.Node().DefaultChild().(awsec2.CfnSubnet)
		if !ok {
			continue
		}
		switch native := resource.Ipv6Native(); {
		case isTrue(native):
			families[i] = "ipv6"
		case resource.Ipv6CidrBlock() != nil && (native == nil || boolean(native) != nil):
			families[i] = "dualstack"
		}
	}
	return families
}

func isTrue(property any) bool {
	value := boolean(property)
	return value != nil && *value
}

// hasOneCidr reports whether a VPC's IPv4 range is known to be its only one: it
// is made in this app, and nothing in its stack adds another.
func hasOneCidr(vpc awsec2.IVpc) bool {
	if resourceOf(vpc) == nil {
		return false
	}
	for _, construct := range *stackOfVpc(vpc).Node().FindAll(constructs.ConstructOrder_PREORDER) {
		if block, ok := construct.(awsec2.CfnVPCCidrBlock); ok && block.CidrBlock() != nil {
			return false
		}
	}
	return true
}

// dnsAttributesOf are the VPC's DNS attributes, when it is first asked for them; nil
// where not known.
func dnsAttributesOf(vpc awsec2.IVpc) (support, hostnames *bool) {
	resource, facts := resourceOf(vpc), factsOf(vpc)
	if resource == nil {
		return nil, nil
	}
	if facts.dns == nil {
		facts.dns = &dnsAttributes{boolean(resource.EnableDnsSupport()), boolean(resource.EnableDnsHostnames())}
	}
	return facts.dns.support, facts.dns.hostnames
}

type dnsAttributes struct{ support, hostnames *bool }

// resourceOf is the resource of a VPC that is made in this app, or nil.
func resourceOf(vpc awsec2.IVpc) awsec2.CfnVPC {
	facts := factsOf(vpc)
	if !facts.asked {
		facts.resource, _ = nodeOf(vpc).DefaultChild().(awsec2.CfnVPC)
		facts.asked = true
	}
	return facts.resource
}

// boolean reads a property that may be a token.
func boolean(property any) *bool {
	switch v := property.(type) {
	case bool:
		return &v
	case *bool:
		return v
	default:
		return nil
	}
}

// errorName is what CDK puts before its messages.
var errorName = regexp.MustCompile(`^\w+: `)

// attempt runs f and returns the first line of what jsii panicked with, or "".
func attempt(f func()) (problem string) {
	defer func() {
		if r := recover(); r != nil {
			line, _, _ := strings.Cut(strings.TrimSpace(fmt.Sprint(r)), "\n")
			problem = errorName.ReplaceAllString(line, "")
		}
	}()
	f()
	return ""
}
