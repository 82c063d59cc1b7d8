package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// ProviderServiceProps say what a [ProviderService] offers, and to whom.
type ProviderServiceProps struct {
	// Vpc that the load balancer is made in and that the targets are reached
	// from.
	// Required.
	Vpc awsec2.IVpc

	// Listeners are the ports of the service: 1-50.
	// Required.
	Listeners []Listener

	// AllowedPrincipals may create endpoints to the service. Duplicates are folded.
	// Default: none, so that nobody outside the provider's account finds the
	// service.
	AllowedPrincipals []Principal

	// WithoutAcceptance lets the endpoints of allowed principals in at once.
	// Default: false; someone accepts each endpoint before traffic flows.
	WithoutAcceptance bool

	// Subnets that the load balancer is placed in; their zones are those in which
	// consumers can have endpoints. At most one a zone.
	// Default: one private subnet in each zone, or isolated or public ones where
	// the VPC has no others.
	Subnets *awsec2.SubnetSelection

	// WithoutCrossZone keeps connections in the zone that they arrive in, so that
	// a zone whose targets are all unhealthy is dead to its consumers.
	// Default: false; every zone reaches every target.
	WithoutCrossZone bool

	// WithoutDeletionProtection lets the load balancer be deleted with the stack.
	// Default: false; AWS refuses to delete it, and with it the stack.
	WithoutDeletionProtection bool

	// Tags are set on everything that is made here and can have tags, but for
	// listeners.
	// Default: none.
	Tags map[string]string
}

// Validate returns an [*Error] with everything that AWS would refuse of these
// props, or nil. It builds nothing; [NewProviderService] checks the same.
func (props *ProviderServiceProps) Validate() error {
	if err, _ := planProvider(props).check("ProviderServiceProps"); err != nil {
		return err
	}
	return nil
}

// ProviderService puts targets behind an internal Network Load Balancer and
// offers them to other VPCs and accounts as a VPC endpoint service.
//
// The load balancer has a security group of its own. PrivateLink traffic is
// admitted by the service's permissions and not by that group's rules, so the
// group has no inbound rule; whoever else should reach the load balancer is let
// in through [ProviderService.Connections]. Outbound it admits exactly the
// targets. The targets' groups admit the load balancer's group on the traffic
// and health-check ports, and the load balancer's subnets on the traffic port.
type ProviderService struct {
	constructs.Construct

	// SecurityGroup of the load balancer.
	SecurityGroup awsec2.SecurityGroup
	// LoadBalancer is internal.
	LoadBalancer awselasticloadbalancingv2.NetworkLoadBalancer
	// Listeners in the order of the props.
	Listeners []awselasticloadbalancingv2.NetworkListener
	// TargetGroups in the order of the props, one a listener.
	TargetGroups []awselasticloadbalancingv2.NetworkTargetGroup
	// EndpointService is the VPC endpoint service.
	EndpointService awsec2.CfnVPCEndpointService
	// Permissions lists the allowed principals; nil where there are none.
	Permissions awsec2.CfnVPCEndpointServicePermissions

	contract Contract
}

// NewProviderService makes a provider. It panics with an [*Error] that lists
// every broken rule, before anything is built.
func NewProviderService(scope constructs.Construct, id string, props *ProviderServiceProps) *ProviderService {
	plan := planProvider(props)
	err, warnings := plan.check(describe("ProviderService", scope, id))
	if err != nil {
		panic(err)
	}
	// NewConstruct_Override ties this very struct to its node. With NewConstruct,
	// the struct could not be passed to jsii as a scope or a dependency.
	p := &ProviderService{}
	constructs.NewConstruct_Override(p, scope, &id)
	p.build(plan)
	annotate(p, plan.props.Tags, warnings)
	return p
}

// Contract is what consumers need to know of this service.
func (p *ProviderService) Contract() Contract { return p.contract }

// ServiceName is the name by which consumers find the service. Its Region is a
// literal where the provider's stack fixes the Region.
func (p *ProviderService) ServiceName() string { return p.contract.ServiceName }

// Connections are those of the load balancer: use them to let in clients that
// don't come through PrivateLink.
func (p *ProviderService) Connections() awsec2.Connections { return p.LoadBalancer.Connections() }

// providerPlan is what a provider is made of, with every default applied.
type providerPlan struct {
	props   *ProviderServiceProps
	network network
	// subnetCidrs are the IPv4 ranges that the load balancer's traffic comes from.
	subnetCidrs []string
	// vpcCidr is where targets may be that are not known any closer.
	vpcCidr string
	facts   rules.Provider
}

func planProvider(props *ProviderServiceProps) providerPlan {
	if props == nil {
		props = &ProviderServiceProps{}
	}
	plan := providerPlan{props: props, network: readNetwork(props.Vpc, props.Subnets)}
	if !isNil(props.Vpc) {
		plan.readRanges()
	}
	plan.facts = rules.Provider{
		HasVpc:             !isNil(props.Vpc),
		SubnetsProblem:     plan.network.problem,
		SubnetCidrs:        plan.subnetCidrs,
		Zones:              plan.network.zones,
		Listeners:          listenerFacts(props.Listeners),
		AcceptanceRequired: !props.WithoutAcceptance,
		TagKeys:            sortedKeys(props.Tags),
	}
	if plan.vpcCidr != "" {
		plan.facts.VpcCidrs = []string{plan.vpcCidr}
	}
	for _, principal := range props.AllowedPrincipals {
		plan.facts.Principals = append(plan.facts.Principals, principal.facts)
	}
	return plan
}

// readRanges reads the address ranges that the security groups' rules need, and
// no others: each costs a message to jsii.
func (plan *providerPlan) readRanges() {
	var groups, addresses bool
	for _, l := range plan.props.Listeners {
		for _, t := range l.Targets {
			groups = groups || t.groups != nil
			addresses = addresses || t.groups == nil
		}
	}
	all := true
	if groups {
		plan.subnetCidrs, all = cidrsOfSubnets(plan.network.subnets)
	}
	if addresses || !all {
		plan.vpcCidr = cidrOfVpc(plan.props.Vpc)
	}
	if !all && plan.vpcCidr != "" {
		plan.subnetCidrs = []string{plan.vpcCidr}
	}
}

func listenerFacts(listeners []Listener) []rules.Listener {
	facts := make([]rules.Listener, len(listeners))
	for i, l := range listeners {
		facts[i] = rules.Listener{
			Port:           l.Port,
			Protocol:       string(orTCP(l.Protocol)),
			TargetProtocol: string(orTCP(l.TargetProtocol)),
			Certificates:   l.Certificates,
			SslPolicy:      l.SslPolicy,
			HealthCheck: rules.HealthCheck{
				Protocol:           string(orTCP(l.HealthCheck.Protocol)),
				Port:               l.HealthCheck.Port,
				Path:               l.HealthCheck.Path,
				HealthyCodes:       l.HealthCheck.HealthyCodes,
				Interval:           l.HealthCheck.Interval,
				Timeout:            l.HealthCheck.Timeout,
				HealthyThreshold:   l.HealthCheck.HealthyThreshold,
				UnhealthyThreshold: l.HealthCheck.UnhealthyThreshold,
			},
		}
		for _, t := range l.Targets {
			facts[i].Targets = append(facts[i].Targets, t.facts)
		}
	}
	return facts
}

// check runs the rules over the plan.
func (plan providerPlan) check(construct string) (*Error, []rules.Finding) {
	return split(construct, rules.CheckProvider(plan.facts))
}
