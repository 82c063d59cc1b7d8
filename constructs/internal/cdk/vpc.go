package cdk

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

// Vpc is what is known of a VPC.
type Vpc struct {
	// Object is nil where no VPC is given.
	Object awsec2.IVpc

	place   *Place
	private *Subnets
	// resource is nil for a VPC that isn't made in this app.
	resource awsec2.CfnVPC
	asked    bool
	primary  string
	cidr     *string
	stack    awscdk.Stack
	objects
}

// Place is an account and a Region: tokens where a stack does not fix them.
type Place struct{ Account, Region string }

var vpcs = map[awsec2.IVpc]*Vpc{}

// VpcOf is what is known of a VPC, or of none.
func VpcOf(vpc awsec2.IVpc) *Vpc {
	if IsNil(vpc) {
		return &Vpc{}
	}
	if vpcs[vpc] == nil {
		vpcs[vpc] = &Vpc{Object: vpc}
	}
	return vpcs[vpc]
}

// Place is where the VPC is. No VPC is nowhere.
func (v *Vpc) Place() Place {
	if v.Object == nil {
		return Place{}
	}
	if v.place == nil {
		env := v.Object.Env()
		v.place = &Place{*env.Account, *env.Region}
	}
	return *v.place
}

// Context is a value of the app's context, such as cdk.json has.
func (v *Vpc) Context(key string) any { return NodeOf(v.Object).TryGetContext(&key) }

// Stack is the stack that the VPC is in.
func (v *Vpc) Stack() awscdk.Stack {
	if v.stack == nil {
		v.stack = v.Object.Stack()
	}
	return v.stack
}

// IsMade: the VPC is made in this app.
func (v *Vpc) IsMade() bool { return v.resourceInApp() != nil }

func (v *Vpc) resourceInApp() awsec2.CfnVPC {
	if !v.asked {
		v.resource, _ = NodeOf(v.Object).DefaultChild().(awsec2.CfnVPC)
		v.asked = true
	}
	return v.resource
}

// Cidr is the VPC's first IPv4 range: the literal where the VPC is made in this app (its
// attribute would be a token, and a reference between stacks), what it was imported with
// otherwise. Empty where nothing is known.
func (v *Vpc) Cidr() string {
	if v.cidr == nil {
		cidr := v.readCidr()
		v.cidr = &cidr
	}
	return *v.cidr
}

func (v *Vpc) readCidr() string {
	if resource := v.resourceInApp(); resource != nil {
		if cidr := resource.CidrBlock(); cidr != nil {
			return *cidr
		}
	}
	var cidr string
	_ = Attempt(func() { cidr = *v.Object.VpcCidrBlock() }) // An imported VPC may not know it.
	if cidr == lookupCidr {
		return ""
	}
	return cidr
}

// lookupCidr is the made-up range of a VPC that is being looked up.
const lookupCidr = "1.2.3.4/5"

// IsPending reports whether the VPC is being looked up: what is asked of it now is made
// up, and the template not for use.
func (v *Vpc) IsPending() (pending bool) {
	_ = Attempt(func() { pending = *v.Object.VpcCidrBlock() == lookupCidr })
	return pending
}

// Cidrs are all of the VPC's IPv4 ranges that are known now: others may be added.
func (v *Vpc) Cidrs() []string {
	var ranges []string
	if cidr := v.Cidr(); cidr != "" {
		ranges = append(ranges, cidr)
	}
	if v.resourceInApp() == nil {
		return ranges
	}
	for _, child := range *NodeOf(v.Object).Children() { // Those that are added within its own construct.
		if block, ok := child.(awsec2.CfnVPCCidrBlock); ok {
			if cidr := block.CidrBlock(); cidr != nil {
				ranges = append(ranges, *cidr)
			}
		}
	}
	return ranges
}

// PrimaryCidr is the VPC's first range as the CDK writes it: a token where the VPC is
// made in this app.
func (v *Vpc) PrimaryCidr() string {
	if v.primary == "" {
		v.primary = v.Cidr() // What an imported VPC was given.
		if v.resourceInApp() != nil {
			v.primary = *v.Object.VpcCidrBlock()
		}
	}
	return v.primary
}

// Ipv6Cidr is the first IPv6 range of a VPC that is made in this app, as a token; empty
// otherwise.
func (v *Vpc) Ipv6Cidr() string {
	made, ok := v.Object.(awsec2.Vpc)
	if !ok {
		return ""
	}
	return *awscdk.Fn_Select(jsii.Number(0), made.VpcIpv6CidrBlocks())
}

// WaitForIpv6 has security groups wait until the VPC has its IPv6 range: before, the
// attribute that their rules use is empty.
func (v *Vpc) WaitForIpv6(groups ...awsec2.ISecurityGroup) {
	block := NodeOf(v.Object).TryFindChild(jsii.String("ipv6cidr"))
	if block == nil {
		return
	}
	for _, group := range groups {
		group.Node().AddDependency(block)
	}
}
