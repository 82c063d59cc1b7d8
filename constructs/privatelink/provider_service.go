package privatelink

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// ProviderServiceProps say what a [ProviderService] offers, and to whom.
type ProviderServiceProps struct {
	// Vpc that the load balancer is in and that the targets are reached from.
	// Required, but for ExistingLoadBalancers.
	Vpc awsec2.IVpc

	// Listeners are the ports of the service: 1-50. Those of existing load
	// balancers are only described, by Port and Protocol, for the consumers.
	// Required, but for ExistingLoadBalancers and ZonalLoadBalancers.
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

	// AutoAccept lets the endpoints of allowed principals in at once.
	// Default: false; someone accepts each endpoint before traffic flows, or an Acceptance of
	// package privatelinkfunctions those of some accounts.
	AutoAccept bool

	// AcknowledgePublic says that [Everyone] together with AutoAccept is
	// meant: the service is then open to all of AWS.
	// Default: false; the two together are refused.
	AcknowledgePublic bool

	// LoadBalancer says what the load balancer is like, or each of ZonalLoadBalancers.
	// Excludes ExistingLoadBalancers.
	// Default: internal, in private subnets, across zones, reached through PrivateLink
	// only.
	LoadBalancer LoadBalancerOptions

	// ZonalLoadBalancers stand behind the service in place of one for all zones: each in
	// a zone of its own, with listeners and targets of its own, such as the zone's broker.
	// An endpoint's interface reaches the one of its zone. They have one security group.
	// Excludes Listeners, ExistingLoadBalancers, and of LoadBalancer, which says what each
	// of them is like, Subnets, SubnetMappings and Name.
	// Default: one load balancer.
	ZonalLoadBalancers []ZonalLoadBalancer

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

	// IpAddressTypes that consumers may use: [Ipv4], [Ipv6]. Requires load balancers of
	// these.
	// Default: Ipv4, and Ipv6 where LoadBalancer.IpAddressType is [DualStack].
	IpAddressTypes []IpAddressType

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

	// RemovalPolicy says what becomes of the service, and of all that its traffic passes,
	// when its stack or its construct is removed: awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE
	// keeps it, but not after a first deployment that failed; RemovalPolicy_RETAIN keeps it even
	// then; RemovalPolicy_DESTROY deletes it. A service that was deleted can't be had back:
	// another one has another name, which every consumer has to be told. What is kept goes on
	// costing, keeps its VPC from being deleted, and comes back under the CDK by cdk import.
	// A listener or target group that is taken out of these props is kept, too. Existing load
	// balancers have policies of their own.
	// Default: RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE.
	RemovalPolicy awscdk.RemovalPolicy

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
	// Default: a Name on service, load balancer, target groups and security group, which
	// is the construct's path; a Name that is given here, or to a stack, goes before.
	Tags map[string]string
}

// Validate returns an [*Error] with everything that AWS would refuse of these
// props, or nil. It builds nothing; [NewProviderService] checks the same.
func (props *ProviderServiceProps) Validate() error {
	planned, _ := planProvider(cdk.OwnCopy(props), nil)
	planned.NoScope = false
	if err, _ := (site{kind: "ProviderServiceProps"}).decide(rules.CheckProvider(planned)); err != nil {
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
	// LoadBalancer that is made, the first of several; nil for existing ones.
	LoadBalancer awselasticloadbalancingv2.NetworkLoadBalancer
	// LoadBalancers that are made: one, or those of ZonalLoadBalancers.
	LoadBalancers []awselasticloadbalancingv2.NetworkLoadBalancer
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
	// hosted zone for it, and where another provider publishes the value.
	VerificationTxt awsroute53.CfnRecordSet
	// Parameter holds the contract, and NameParameter the service's name; nil
	// unless PublishParameter is set.
	Parameter, NameParameter awsssm.StringParameter
	// Alarms that [ProviderService.AddAlarms] has made.
	Alarms []awscloudwatch.Alarm

	// asked are the props, objects what of them is of the CDK, and plan what is made.
	asked   *ProviderServiceProps
	objects providerObjects
	plan    plan.Provider
	// told are the findings that are noted, and allowed the principals that are listed.
	told    []rules.Finding
	allowed []string
	// verified are the values of the TXT record.
	verified []string
	// before is what the service has yet to be told to be made after, and deleted before.
	before    []constructs.IDependable
	consumers cdk.Consumers
	published published
	// alarms are nil until they are asked for.
	alarms *providerAlarms
}

// NewProviderService makes a provider. It panics with an [*Error] that lists
// every broken rule, before anything is built.
func NewProviderService(scope constructs.Construct, id string, props *ProviderServiceProps) *ProviderService {
	p := &ProviderService{asked: cdk.OwnCopy(props)}
	p.plan, p.objects = planProvider(p.asked, scope)
	var err *Error
	if err, p.told = (site{"ProviderService", scope, id}).decide(rules.CheckProvider(p.plan)); err != nil {
		panic(err)
	}
	// NewConstruct_Override ties this very struct to its node. With NewConstruct,
	// the struct could not be passed to jsii as a scope or a dependency.
	constructs.NewConstruct_Override(p, scope, &id)
	cdk.Judge(scope)
	p.consumers.Scope = scope
	p.build()
	p.publish(id)
	cdk.Tag(p, scope, id, p.plan.Tags)
	note(p, p.told)
	cdk.Promise(scope, id, cdk.ProviderSide, nil)
	return p
}

// build makes the provider's children, each after what it refers to.
func (p *ProviderService) build() {
	if !p.plan.Exists() {
		p.makeSecurityGroup()
		p.makeLoadBalancers()
	}
	p.makeEndpointService()
	for i := range p.plan.Listeners {
		p.makeListener(i)
	}
	p.closeGroup()
	p.order()
	p.setPrincipals()
	p.makeVerificationRecord()
	p.keep()
}

// Contract is what consumers need to know of this service, as a copy. What is
// added to the service later reaches the consumers in the same app all the same.
func (p *ProviderService) Contract() Contract { return contractOf(p, p.plan, p.ServiceName()) }

// ServiceName is the name by which consumers find the service. Its Region is a
// literal where the provider's stack fixes the Region.
func (p *ProviderService) ServiceName() string {
	if p.published.serviceName == "" {
		// Not the L2's attribute: that renders the consumer's Region.
		p.published.serviceName = p.nameWith(p.ServiceId())
	}
	return p.published.serviceName
}

// nameWith is the service's name with an ID.
func (p *ProviderService) nameWith(id string) string {
	return partition.ServiceNamePrefix(p.plan.Region) + "." + p.plan.Region + "." + id
}

// ServiceId is the service's ID, vpce-svc-….
func (p *ProviderService) ServiceId() string { return *p.EndpointService.Ref() }

// Connections are those of the load balancer: use them to let in clients that
// don't come through PrivateLink. A provider of existing load balancers has
// those of the first, as far as CDK knows them.
func (p *ProviderService) Connections() awsec2.Connections {
	if p.LoadBalancer != nil {
		return p.LoadBalancer.Connections()
	}
	if connectable, ok := p.objects.loadBalancers[0].(awsec2.IConnectable); ok {
		return connectable.Connections()
	}
	return awsec2.NewConnections(nil)
}

// AllowPrincipals adds principals that may create endpoints. Those that are
// allowed already are passed over. It panics with an [*Error] if one is wrong.
func (p *ProviderService) AllowPrincipals(principals ...Principal) {
	changed := cdk.OwnCopy(p.asked)
	changed.AllowedPrincipals = append(changed.AllowedPrincipals, principals...)
	p.replan(changed)
	p.setPrincipals()
}

// AddListener adds a port to the service. Consumers in the same app admit it
// too. It panics with an [*Error] if AWS would refuse it, or if the service has
// ZonalLoadBalancers: list it with each of these.
func (p *ProviderService) AddListener(listener Listener) {
	changed := cdk.OwnCopy(p.asked)
	changed.Listeners = append(changed.Listeners, listener)
	p.replan(changed)
	last := len(p.plan.Listeners) - 1
	p.makeListener(last)
	p.closeGroup()
	p.order()
	p.republish()
	p.makeAlarms()
	p.consumers.Tell(p.plan.Listeners[last].ServicePort())
}

// SupportRegions offers the service to further Regions. It panics with an
// [*Error] if AWS would refuse one.
func (p *ProviderService) SupportRegions(regions ...string) {
	changed := cdk.OwnCopy(p.asked)
	for _, region := range regions {
		if !slices.Contains(changed.SupportedRegions, region) {
			changed.SupportedRegions = append(changed.SupportedRegions, region)
		}
	}
	p.replan(changed)
	p.EndpointService.SetSupportedRegions(cdk.OptionalStrings(p.plan.ListedRegions()))
	p.republish()
}

// replan takes changed props in place of the present ones, if no rule is broken.
func (p *ProviderService) replan(changed *ProviderServiceProps) {
	planned, objects := planProvider(changed, p.consumers.Scope)
	err, findings := site{kind: "ProviderService", scope: p}.decide(rules.CheckProvider(planned))
	if err != nil {
		panic(err)
	}
	news := slices.DeleteFunc(slices.Clone(findings), func(f rules.Finding) bool { return slices.Contains(p.told, f) })
	p.asked, p.plan, p.objects, p.told = changed, planned, objects, findings
	note(p, news)
}
