package privatelink

import (
	"regexp"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// ProviderServiceProps say what a [ProviderService] offers, and to whom.
type ProviderServiceProps struct {
	// Vpc that the load balancer is in and that the targets are reached from.
	// Required.
	Vpc awsec2.IVpc

	// Listeners are the ports of the service: 1-50. Those of existing load
	// balancers are only described, by Port and Protocol.
	// Required.
	Listeners []Listener

	// AllowedPrincipals may create endpoints to the service. Duplicates are folded.
	// More can be added with [ProviderService.AllowPrincipals].
	// Default: none, so that nobody outside the provider's account finds the
	// service. Synthesis fails where a consumer of the same app is in an account
	// that none of them is of.
	AllowedPrincipals []Principal

	// AllowConsumersOfApp adds the account of each [ConsumerEndpoint] that is made
	// for this service in the same app to the allowed principals.
	// Default: false.
	AllowConsumersOfApp bool

	// WithoutAcceptance lets the endpoints of allowed principals in at once.
	// Default: false; someone accepts each endpoint before traffic flows.
	WithoutAcceptance bool

	// AcknowledgePublic says that [Everyone] together with WithoutAcceptance is
	// meant: the service is then open to all of AWS.
	// Default: false; the two together are refused.
	AcknowledgePublic bool

	// LoadBalancer says what the load balancer is like. Excludes
	// ExistingLoadBalancers.
	// Default: internal, in private subnets, across zones, protected from deletion,
	// reached through PrivateLink only.
	LoadBalancer LoadBalancerOptions

	// ExistingLoadBalancers stand behind the service in place of a new one. AWS
	// gives each endpoint interface one of them at random, so all must have the
	// Listeners. What reaches them and their targets is left as it is. Excludes
	// LoadBalancer.
	// Default: a new one.
	ExistingLoadBalancers []ExistingLoadBalancer

	// Zones of the existing load balancers, by name or zone ID, for the consumers.
	// Requires ExistingLoadBalancers.
	// Default: not known.
	Zones []string

	// ZoneIds says which zone ID each zone name has in the provider's account:
	// {"us-east-1a": "use1-az1"}. The contract then names zones by ID, which means
	// the same to consumers in other accounts.
	// Default: not known; the contract names zones by name.
	ZoneIds map[string]string

	// IpAddressTypes that consumers may use: ipv4, ipv6. Requires load balancers of
	// these.
	// Default: ipv4, and ipv6 with LoadBalancer.DualStack.
	IpAddressTypes []string

	// PrivateDns is a name of the service's own.
	// Default: none.
	PrivateDns PrivateDns

	// SupportedRegions are other Regions whose consumers may connect. Those of
	// consumers in the same app are added by themselves. Requires two zones and no
	// custom IdleTimeout; whoever deploys needs the permission
	// vpce:AllowMultiRegion. More can be added with
	// [ProviderService.SupportRegions].
	// Default: the service's own Region only.
	SupportedRegions []string

	// ContributorInsights reports which endpoints use the service most. It costs.
	// Default: false.
	ContributorInsights bool

	// OwnerPaysIrreversibly has the provider pay for the consumers' endpoints. AWS
	// does not let it be turned off again.
	// Default: false; consumers pay for their endpoints.
	OwnerPaysIrreversibly bool

	// PublishOutputs makes the stack outputs <id>ServiceName, <id>ServiceId and
	// <id>Contract, the last of which [LoadContract] reads.
	// Default: false.
	PublishOutputs bool

	// PublishParameter is the name of an SSM parameter that the contract is
	// written to, such as /orders/contract, for [LookupContract]; the service's
	// name alone is written to /orders/contract/service-name. It starts with "/".
	// Default: none.
	PublishParameter string

	// Tags are set on everything that is made here and can have tags, but for
	// listeners.
	// Default: none.
	Tags map[string]string
}

// Validate returns an [*Error] with everything that AWS would refuse of these
// props, or nil. It builds nothing; [NewProviderService] checks the same.
func (props *ProviderServiceProps) Validate() error {
	if err, _ := planProvider(props).check(site{kind: "ProviderServiceProps"}); err != nil {
		return err
	}
	return nil
}

// ProviderService puts targets behind an internal Network Load Balancer and
// offers them to other VPCs and accounts as a VPC endpoint service.
//
// Unless [LoadBalancerOptions] say otherwise, the load balancer has a security
// group of its own. PrivateLink traffic is admitted by the service's permissions
// and not by that group's rules, so the group has no inbound rule; whoever else
// should reach the load balancer is let in through
// [ProviderService.Connections]. Outbound it admits the targets. The targets'
// groups admit the load balancer's group on the traffic and health-check ports,
// and the load balancer's subnets on the traffic port.
//
// Services behind a Gateway Load Balancer are outside of this library: their
// endpoints are entries of route tables, without ports, names and security
// groups, so that nothing of what is here would be of use to them.
type ProviderService struct {
	constructs.Construct

	// SecurityGroup of the load balancer; nil where the load balancer has none of
	// its own.
	SecurityGroup awsec2.SecurityGroup
	// LoadBalancer is internal; nil for existing ones.
	LoadBalancer awselasticloadbalancingv2.NetworkLoadBalancer
	// Listeners in the order of the props.
	Listeners []awselasticloadbalancingv2.NetworkListener
	// TargetGroups in the order of the props, over all listeners. Existing ones
	// are not among them.
	TargetGroups []awselasticloadbalancingv2.NetworkTargetGroup
	// EndpointService is the VPC endpoint service.
	EndpointService awsec2.CfnVPCEndpointService
	// Permissions lists the allowed principals; nil while there are none.
	Permissions awsec2.CfnVPCEndpointServicePermissions
	// VerificationTxt is the TXT record of the private DNS name; nil without a
	// hosted zone for it.
	VerificationTxt awsroute53.CfnRecordSet
	// Parameter holds the contract, and NameParameter the service's name; nil
	// unless PublishParameter is set.
	Parameter, NameParameter awsssm.StringParameter

	scope          constructs.Construct
	plan           providerPlan
	principals     []string
	contract       Contract
	contractOutput awscdk.CfnOutput
}

// NewProviderService makes a provider. It panics with an [*Error] that lists
// every broken rule, before anything is built.
func NewProviderService(scope constructs.Construct, id string, props *ProviderServiceProps) *ProviderService {
	plan := planProvider(props)
	plan.facts.NoScope = isNil(scope)
	err, findings := plan.check(site{"ProviderService", scope, id})
	if err != nil {
		panic(err)
	}
	// NewConstruct_Override ties this very struct to its node. With NewConstruct,
	// the struct could not be passed to jsii as a scope or a dependency.
	p := &ProviderService{scope: scope, plan: plan}
	p.plan.noted = findings
	constructs.NewConstruct_Override(p, scope, &id)
	judge(scope)
	p.build()
	p.publish(id)
	tag(p, plan.props.Tags)
	note(p, findings)
	promise(scope, id, "provider", nil)
	return p
}

// Contract is what consumers need to know of this service, as a copy. What is
// added to the service later reaches the consumers in the same app all the same.
func (p *ProviderService) Contract() Contract {
	p.contract.ServiceName = p.ServiceName()
	return *ownCopy(&p.contract)
}

// ServiceName is the name by which consumers find the service. Its Region is a
// literal where the provider's stack fixes the Region.
func (p *ProviderService) ServiceName() string {
	if p.contract.ServiceName == "" {
		// Not the L2's attribute: that renders the consumer's Region.
		p.contract.ServiceName = p.serviceName(p.ServiceId())
	}
	return p.contract.ServiceName
}

// ServiceId is the service's ID, vpce-svc-….
func (p *ProviderService) ServiceId() string { return *p.EndpointService.Ref() }

// VerificationRecord is the TXT record that proves the ownership of the private
// DNS name's domain, for DNS that is kept elsewhere: empty without
// [ProviderServiceProps.PrivateDns].
func (p *ProviderService) VerificationRecord() TxtRecord {
	if p.plan.facts.PrivateDNS.Domain == "" {
		return TxtRecord{}
	}
	return TxtRecord{
		Name:  *p.EndpointService.AttrPrivateDnsNameConfigurationName() + "." + p.plan.facts.PrivateDNS.Domain,
		Value: *p.EndpointService.AttrPrivateDnsNameConfigurationValue(),
	}
}

// Connections are those of the load balancer: use them to let in clients that
// don't come through PrivateLink. A provider of existing load balancers has
// those of the first, as far as CDK knows them.
func (p *ProviderService) Connections() awsec2.Connections {
	if p.LoadBalancer != nil {
		return p.LoadBalancer.Connections()
	}
	if existing := p.plan.props.ExistingLoadBalancers[0].loadBalancer; existing != nil {
		if connectable, ok := existing.(awsec2.IConnectable); ok {
			return connectable.Connections()
		}
	}
	return awsec2.NewConnections(nil)
}

// AllowPrincipals adds principals that may create endpoints. Those that are
// allowed already are passed over. It panics with an [*Error] if one is wrong.
func (p *ProviderService) AllowPrincipals(principals ...Principal) {
	changed := *p.plan.props
	changed.AllowedPrincipals = append(append([]Principal(nil), changed.AllowedPrincipals...), principals...)
	p.replan(&changed)
	p.setPrincipals()
}

// AddListener adds a port to the service. Consumers in the same app admit it
// too. It panics with an [*Error] if AWS would refuse it.
func (p *ProviderService) AddListener(listener Listener) {
	changed := *p.plan.props
	changed.Listeners = append(append([]Listener(nil), changed.Listeners...), listener)
	p.replan(&changed)
	p.makeListener(len(changed.Listeners) - 1)
	p.contract.Ports = append(slices.Clone(p.contract.Ports), portOf(listener))
	p.republish()
	for _, admit := range p.contract.provider.onPort {
		admit(portOf(listener))
	}
}

// SupportRegions offers the service to further Regions. It panics with an
// [*Error] if AWS would refuse one.
func (p *ProviderService) SupportRegions(regions ...string) {
	changed := *p.plan.props
	changed.SupportedRegions = distinct(append(append([]string(nil), changed.SupportedRegions...), regions...)...)
	p.replan(&changed)
	p.contract.SupportedRegions = p.plan.servedRegions()
	p.EndpointService.SetSupportedRegions(stringList(p.plan.supportedRegions()))
	p.republish()
}

// replan takes changed props in place of the present ones, if no rule is broken.
func (p *ProviderService) replan(changed *ProviderServiceProps) {
	plan := p.plan
	plan.props = changed
	plan.gather()
	before := plan.noted
	err, findings := plan.check(site{kind: "ProviderService", scope: p})
	if err != nil {
		panic(err)
	}
	plan.noted = findings
	p.plan = plan
	note(p, slices.DeleteFunc(slices.Clone(findings), func(f rules.Finding) bool { return slices.Contains(before, f) }))
}

// publish makes the outputs and parameters that are asked for.
func (p *ProviderService) publish(id string) {
	props := p.plan.props
	if props.PublishOutputs {
		p.output(id, "ServiceName", p.ServiceName())
		p.output(id, "ServiceId", p.ServiceId())
		p.contractOutput = p.output(id, "Contract", p.Contract().String())
	}
	if props.PublishParameter != "" {
		p.Parameter = p.parameter("Contract", props.PublishParameter, p.Contract().String())
		p.NameParameter = p.parameter("ServiceName", props.PublishParameter+"/service-name", p.ServiceName())
	}
}

// republish updates what is published of a contract that has changed.
func (p *ProviderService) republish() {
	if p.contractOutput != nil {
		p.contractOutput.SetValue(p.Contract().String())
	}
	if p.Parameter != nil {
		p.Parameter.Node().DefaultChild().(awsssm.CfnParameter).SetValue(pointer(p.Contract().String()))
	}
}

var nonAlphanumeric = regexp.MustCompile(`[^A-Za-z0-9]`)

// output makes an output of the stack by a name that can be told beforehand,
// unless another provider of the same ID has it.
func (p *ProviderService) output(id, name, value string) awscdk.CfnOutput {
	stack := awscdk.Stack_Of(p)
	outputID := nonAlphanumeric.ReplaceAllString(id, "") + name // As CDK would make it, so that others are found.
	if stack.Node().TryFindChild(&outputID) != nil {
		outputID = *awscdk.Names_UniqueId(p) + name
	}
	return awscdk.NewCfnOutput(stack, &outputID, &awscdk.CfnOutputProps{Value: &value})
}

func (p *ProviderService) parameter(id, name, value string) awsssm.StringParameter {
	return awsssm.NewStringParameter(p, &id, &awsssm.StringParameterProps{
		ParameterName: &name,
		SimpleName:    jsii.Bool(false),
		Description:   pointer(id + " of a PrivateLink service"),
		StringValue:   &value,
	})
}
