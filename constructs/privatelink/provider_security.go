package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// admitClients lets the clients' ranges in, where the load balancer's inbound
// rules are applied to PrivateLink traffic.
func (p *ProviderService) admitClients(listener plan.Listener) {
	vpc := p.objects.vpc
	for _, cidr := range p.plan.LoadBalancer.Security.Cidrs {
		for _, ports := range listener.ServicePort().Ranges() {
			p.SecurityGroup.AddIngressRule(vpc.Peer(plan.Range{Cidr: cidr}), vpc.Port(ports), jsii.String("Clients of the PrivateLink service"), nil)
		}
	}
}

// openTargets opens the way from the load balancer to the targets of a group.
func (p *ProviderService) openTargets(group plan.TargetGroup, objects targetGroupObjects) {
	for _, o := range p.plan.Openings(group) {
		groups := objects.guardedBy
		if o.Target >= 0 {
			groups = objects.targets[o.Target].groups
		}
		p.letOut(o, groups)
		p.needRulesOf(groups)
		p.admitAddresses(o, groups)
	}
}

// closeGroup gives the load balancer's group a rule of its own that lets nothing out,
// unless one of the rules for the targets is its own: those that name groups are
// resources apart, and until CloudFormation has made the first of them, maybe in another
// stack, EC2 lets everything out.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
func (p *ProviderService) closeGroup() {
	if p.SecurityGroup == nil || !p.plan.OpensGroupsOnly() {
		return
	}
	nowhere, port := p.objects.vpc.Peer(plan.Range{Cidr: "255.255.255.255/32"}), p.objects.vpc.Port(plan.PortRange{Transport: plan.Tcp, From: 1, To: 1})
	p.SecurityGroup.AddEgressRule(nowhere, port, jsii.String("Nothing but to targets"), nil)
}

// letOut lets the load balancer's groups send to a target.
func (p *ProviderService) letOut(o plan.Opening, target awsec2.IConnectable) {
	port := p.objects.vpc.Port(o.Ports)
	switch {
	case o.ToGroups && o.FromTarget:
		target.Connections().AllowFrom(p.LoadBalancer, port, &o.Description)
	case o.ToGroups:
		p.LoadBalancer.Connections().AllowTo(target, port, &o.Description)
	case o.To.Cidr == "":
		return
	case p.SecurityGroup != nil:
		p.SecurityGroup.AddEgressRule(p.objects.vpc.Peer(o.To), port, &o.Description, nil)
	default:
		for _, group := range p.objects.securityGroups {
			if !*group.AllowAllOutbound() { // Else the CDK warns that it ignores the rule.
				group.AddEgressRule(p.objects.vpc.Peer(o.To), port, &o.Description, nil)
			}
		}
	}
	if o.To.OfVpcIpv6 {
		p.objects.vpc.WaitForIpv6(*p.LoadBalancer.Connections().SecurityGroups()...)
	}
}

// admitAddresses has a target's groups admit the load balancer's addresses.
func (p *ProviderService) admitAddresses(o plan.Opening, target awsec2.IConnectable) {
	for _, from := range o.Admitted {
		target.Connections().AllowFrom(p.objects.vpc.Peer(from), p.objects.vpc.Port(o.Ports), jsii.String("PrivateLink by way of load balancer"))
		if from.OfVpcIpv6 {
			p.objects.vpc.WaitForIpv6(*target.Connections().SecurityGroups()...)
		}
	}
}

// needRulesOf has the service be deleted before the rules of a target's groups, where
// these are in its stack.
func (p *ProviderService) needRulesOf(target awsec2.IConnectable) {
	if target == nil {
		return
	}
	for _, group := range *target.Connections().SecurityGroups() {
		if awscdk.Stack_Of(group) == cdk.StackOf(p.consumers.Scope) {
			p.before = append(p.before, group)
		}
	}
}
