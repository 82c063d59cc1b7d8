package generate

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Fake is a world without Node: its objects answer what a plan asks, in Go, and
// panic on all else.
type Fake struct {
	vpc    fakeVpc
	zone   fakeZone
	server fakeInstance
	alb    fakeALB
	group  fakeGroup
}

// NewFake makes a world with a VPC of two zones.
func NewFake() *Fake {
	f := &Fake{}
	for i, zone := range []string{"us-east-1a", "us-east-1b"} {
		f.vpc.subnets = append(f.vpc.subnets, &fakeSubnet{zone: zone, cidr: []string{"10.0.0.0/24", "10.0.1.0/24"}[i]})
	}
	return f
}

func (f *Fake) Vpc() awsec2.IVpc                     { return &f.vpc }
func (f *Fake) Instance() awsec2.IInstance           { return &f.server }
func (f *Fake) SecurityGroup() awsec2.ISecurityGroup { return &f.group }
func (f *Fake) HostedZone() awsroute53.IHostedZone   { return &f.zone }
func (f *Fake) ApplicationLoadBalancer() awselasticloadbalancingv2.IApplicationLoadBalancer {
	return &f.alb
}

type fakeVpc struct {
	awsec2.IVpc
	subnets []awsec2.ISubnet
}

func (*fakeVpc) Env() *interfaces.ResourceEnvironment {
	return &interfaces.ResourceEnvironment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")}
}
func (*fakeVpc) Node() constructs.Node               { return fakeNode{} }
func (*fakeVpc) VpcCidrBlock() *string               { return jsii.String("10.0.0.0/16") }
func (*fakeVpc) VpcId() *string                      { return jsii.String("vpc-0123456789abcdef0") }
func (v *fakeVpc) PrivateSubnets() *[]awsec2.ISubnet { return &v.subnets }
func (v *fakeVpc) SelectSubnets(*awsec2.SubnetSelection) *awsec2.SelectedSubnets {
	return &awsec2.SelectedSubnets{Subnets: &v.subnets, AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b")}
}

type fakeSubnet struct {
	awsec2.ISubnet
	zone, cidr string
}

func (s *fakeSubnet) AvailabilityZone() *string { return &s.zone }
func (s *fakeSubnet) Ipv4CidrBlock() *string    { return &s.cidr }
func (*fakeSubnet) Node() constructs.Node       { return fakeNode{} }

type fakeZone struct{ awsroute53.IHostedZone }

func (*fakeZone) ZoneName() *string     { return jsii.String("example.com") }
func (*fakeZone) Node() constructs.Node { return fakeNode{} }

type fakeInstance struct{ awsec2.IInstance }

func (*fakeInstance) Node() constructs.Node { return fakeNode{} }

type fakeALB struct {
	awselasticloadbalancingv2.IApplicationLoadBalancer
}

func (*fakeALB) Node() constructs.Node { return fakeNode{} }

type fakeGroup struct{ awsec2.ISecurityGroup }

func (*fakeGroup) Node() constructs.Node { return fakeNode{} }

// fakeNode is the node of a construct that isn't made in this app.
type fakeNode struct{ constructs.Node }

func (fakeNode) DefaultChild() constructs.IConstruct { return nil }
func (fakeNode) Root() constructs.IConstruct         { return nil }
func (fakeNode) Children() *[]constructs.IConstruct  { return &[]constructs.IConstruct{} }
func (fakeNode) TryGetContext(*string) any           { return nil }

func (*fakeGroup) Connections() awsec2.Connections { return nil }
