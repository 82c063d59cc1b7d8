package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// vpcFacts are what never changes of a VPC. Each of many endpoints in one would
// otherwise ask jsii for it again, field by field.
type vpcFacts struct {
	place *network
	// private is the default selection of subnets.
	private *network
	// resource is nil for a VPC that isn't made in this app.
	resource awsec2.CfnVPC
	asked    bool
	// primary is the first IPv4 range as the CDK writes it: a token where the VPC is made
	// in this app.
	primary string
	// cidr is the first range in plain text, as far as it is known.
	cidr *string
	// stack that the VPC is in.
	stack awscdk.Stack
	node  constructs.Node
	valueObjects
}

func factsOf(vpc awsec2.IVpc) *vpcFacts {
	if kept.vpcs[vpc] == nil {
		kept.vpcs[vpc] = &vpcFacts{}
	}
	return kept.vpcs[vpc]
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

// cidrsOfVpc are all of the VPC's IPv4 ranges that are known now: others may be added.
func cidrsOfVpc(vpc awsec2.IVpc) []string {
	ranges := secondaryCidrs(vpc)
	if cidr := cidrOfVpc(vpc); cidr != "" {
		ranges = append([]string{cidr}, ranges...)
	}
	return ranges
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

// resourceOf is the resource of a VPC that is made in this app, or nil.
func resourceOf(vpc awsec2.IVpc) awsec2.CfnVPC {
	facts := factsOf(vpc)
	if !facts.asked {
		facts.resource, _ = nodeOf(vpc).DefaultChild().(awsec2.CfnVPC)
		facts.asked = true
	}
	return facts.resource
}
