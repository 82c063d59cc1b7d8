package privatelinkresource

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsram"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsvpclattice"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// ResourceProviderProps say what is offered, to whom, and by which gateway.
type ResourceProviderProps struct {
	// Vpc that the gateway is made in, and that reaches the resource. Excludes GatewayOf.
	// Required, or GatewayOf.
	Vpc awsec2.IVpc

	// Resource that is offered by itself. Excludes Members. Taking a resource of another
	// kind in place of a [DatabaseArn], or the other way, replaces the configuration.
	// Required, or Members.
	Resource Resource

	// Ports that the resource is reached on: TCP, single ones or ranges. Of a DatabaseArn AWS
	// knows them itself: here they are what security groups are opened for. Excludes Members.
	// Required with Resource: at least one.
	Ports []privatelink.ServicePort

	// Members are the resources of a group, which is offered as one: consumers reach all of
	// them through one endpoint. Members may be added and taken away. Excludes Resource and
	// Ports.
	// Required, or Resource.
	Members []Member

	// DomainName that consumers may call the resource by, or below which members of a group
	// have theirs. They get it by Dns [privatelink.ServiceDnsName], in a zone that AWS keeps
	// in their VPC: by default only if the domain is verified. Changing it replaces the
	// configuration.
	// Default: none; consumers call the names of their endpoint's association, or a
	// database by its own.
	DomainName string

	// DomainVerificationId is that of the verification of DomainName or of a domain above, by
	// its ID or ARN: aws vpc-lattice start-domain-verification makes it, and tells the TXT
	// record that proves the domain. Requires DomainName. Changing it replaces the
	// configuration.
	// Default: none; the domain isn't verified.
	DomainVerificationId string

	// Gateway is the resource gateway that is made. Excludes GatewayOf.
	// Default: one in private subnets, with a security group of its own.
	Gateway GatewayOptions

	// GatewayOf is a provider whose gateway, with its security group, is used here, too:
	// each gateway takes addresses of its subnets. Excludes Vpc and Gateway. Changing it
	// replaces the configuration.
	// Default: a gateway of its own.
	GatewayOf *ResourceProvider

	// ShareWith are those in other accounts who may make endpoints to the resource, or
	// associate it with service networks. The provider's own account needs no share.
	// Default: nobody.
	ShareWith []Principal

	// ShareWithConsumersOfApp shares with the accounts of consumers in the same app.
	// Default: false.
	ShareWithConsumersOfApp bool

	// Share is what else is to be said of the share.
	// Default: a share that anybody may be in.
	Share ShareOptions

	// ServiceNetworks that the resource is associated with by its provider. Consumers connect
	// with them by [privatelink.LatticeServiceNetwork].
	// Default: none.
	ServiceNetworks []ServiceNetwork

	// AllowSharableNetworks lets those that the resource is shared with associate it with
	// service networks that are shared, or can be, with others in turn: they then decide who
	// reaches the resource.
	// Default: false.
	AllowSharableNetworks bool

	// AuthType is the configuration's authentication. Changing it replaces the configuration.
	// Default: AWS's, none.
	AuthType AuthType

	// Name of the resource configuration, unique in account and Region: 3 to 40 lower-case
	// letters, digits and hyphens.
	// Default: one made of the construct's path.
	Name string

	// ZoneIds says which zone ID each zone name has in the provider's account:
	// {"us-east-1a": "use1-az1"}. The contract then names zones by ID, which means
	// the same to consumers in other accounts.
	// Default: not known; the contract names zones by name.
	ZoneIds map[string]string

	// RemovalPolicy says what becomes of the configuration, and of all that its traffic
	// passes, when its stack or its construct is removed:
	// awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE keeps it, but not after a first
	// deployment that failed; RemovalPolicy_RETAIN keeps it even then; RemovalPolicy_DESTROY
	// deletes it. Another configuration has another ARN, which every consumer has to be told.
	// Default: RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE.
	RemovalPolicy awscdk.RemovalPolicy

	// PublishOutputs makes the stack outputs <id>ResourceConfigurationArn and <id>Contract,
	// the second of which [privatelink.LoadContract] reads.
	// Default: false.
	PublishOutputs bool

	// PublishParameter is the name of an SSM parameter that the contract is written to, such
	// as /orders/contract, for [privatelink.LookupContract]. It starts with "/".
	// Default: none.
	PublishParameter string

	// Tags are set on everything that is made here and can have tags.
	// Default: a Name on the security group, which is the construct's path.
	Tags map[string]string
}

// AuthType is the authentication of a resource configuration.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-vpclattice-resourceconfiguration.html
type AuthType string

const (
	// NoAuth asks for none.
	NoAuth AuthType = "NONE"
	// IamAuth is that of AWS IAM.
	IamAuth AuthType = "AWS_IAM"
)

// ServiceNetwork is a service network of VPC Lattice.
type ServiceNetwork struct {
	// Id or ARN of the service network: sn-0123456789abcdef0.
	// Required.
	Id string

	// PrivateDns gives the resource's domain names private zones in the VPCs of the service
	// network. Of a [DatabaseArn] AWS always does. Changing it replaces the association.
	// Default: false.
	PrivateDns bool
}

// Validate returns a [*privatelink.Error] with everything that AWS would refuse of these
// props, or nil. It builds nothing; [NewResourceProvider] checks the same.
func (props *ResourceProviderProps) Validate() error {
	planned, _ := planResource(cdk.OwnCopy(props), nil)
	planned.NoScope = false
	if refused, _ := cdk.Decide(nil, rules.CheckResource(planned)); len(refused) > 0 {
		return errorOf("ResourceProviderProps", refused)
	}
	return nil
}

// ResourceProvider offers a resource to other VPCs and accounts, without a load balancer.
//
// The gateway has a security group that lets it send to the resource, and nowhere else. It has
// no inbound rules: what comes through VPC Lattice is let in by the configuration's ports and
// its share. The resource sees the gateway's addresses.
//
// Subnets, addresses and resolution of a gateway can't be changed: another gateway would take
// its place, and with it another configuration, whose ARN consumers don't know. CloudFormation
// makes the new ones before it deletes the old ones, and AWS refuses them by their names,
// which are the same. Make another ResourceProvider, move the consumers, and remove the first.
type ResourceProvider struct {
	constructs.Construct

	// SecurityGroup of the gateway.
	SecurityGroup awsec2.SecurityGroup
	// Gateway is the resource gateway; that of another provider with GatewayOf.
	Gateway awsvpclattice.CfnResourceGateway
	// Configuration is the resource configuration: of the resource, or of the group.
	Configuration awsvpclattice.CfnResourceConfiguration
	// Members are the configurations of a group's members, in the order of the props.
	Members []awsvpclattice.CfnResourceConfiguration
	// Share is the RAM share; nil while it is shared with nobody.
	Share awsram.CfnResourceShare
	// Associations with service networks, in the order of the props.
	Associations []awsvpclattice.CfnServiceNetworkResourceAssociation
	// Parameter holds the contract; nil unless PublishParameter is set.
	Parameter awsssm.StringParameter

	plan    plan.ResourceProvider
	objects resourceObjects
	// sharedWith are those who are listed.
	sharedWith []string
	consumers  cdk.Consumers
}

// NewResourceProvider makes a provider. It panics with a [*privatelink.Error] that lists every
// broken rule, before anything is built.
func NewResourceProvider(scope constructs.Construct, id string, props *ResourceProviderProps) *ResourceProvider {
	p := &ResourceProvider{}
	p.plan, p.objects = planResource(cdk.OwnCopy(props), scope)
	refused, told := cdk.Decide(scope, rules.CheckResource(p.plan))
	if len(refused) > 0 {
		panic(errorOf(cdk.Site("ResourceProvider", scope, id), refused))
	}
	// NewConstruct_Override ties this very struct to its node.
	constructs.NewConstruct_Override(p, scope, &id)
	cdk.Judge(scope)
	p.consumers.Scope = scope
	p.build()
	p.publish(id)
	cdk.Tag(p, scope, id, p.plan.Tags)
	for _, f := range told {
		cdk.Note(p, f)
	}
	cdk.Promise(scope, id, cdk.ProviderSide, nil)
	return p
}

// build makes the provider's children, each after what it refers to.
func (p *ResourceProvider) build() {
	p.makeGateway()
	p.openResources()
	p.makeConfigurations()
	p.makeAssociations()
	p.share()
	p.keep()
}

// Contract is what consumers need to know of the resource, as a copy.
func (p *ResourceProvider) Contract() privatelink.Contract {
	c := privatelink.Contract{
		ResourceConfigurationArn: p.ResourceConfigurationArn(),
		Region:                   p.plan.Region,
		Account:                  p.plan.Account,
		Zones:                    p.plan.ServedZones(),
		PrivateDnsName:           p.plan.DomainName,
	}
	for _, port := range p.plan.Ports() {
		c.Ports = append(c.Ports, privatelink.ServicePort{Port: port.Port, EndPort: endOf(port), Protocol: privatelink.Protocol(port.Protocol)})
	}
	return c.ProvidedBy(inApp{p})
}

// endOf is the last port of a range; 0 for a single one.
func endOf(port plan.ServicePort) int {
	if port.EndPort == port.Port {
		return 0
	}
	return port.EndPort
}

// ResourceConfigurationArn is the ARN by which consumers find the resource.
func (p *ResourceProvider) ResourceConfigurationArn() string { return *p.Configuration.AttrArn() }

// Connections are those of the gateway: use them to let it through to a resource whose groups
// [Resource.GuardedBy] doesn't name.
func (p *ResourceProvider) Connections() awsec2.Connections { return p.SecurityGroup.Connections() }

// inApp is the provider as consumers of its app know it.
type inApp struct{ provider *ResourceProvider }

func (i inApp) Consumers() *cdk.Consumers { return &i.provider.consumers }

func (i inApp) Expect(consumer cdk.Place) {
	p := i.provider
	isOther := plan.Known(consumer.Account) && plan.Known(p.plan.Account) && consumer.Account != p.plan.Account
	if p.plan.ShareWithConsumersOfApp && isOther {
		p.shareWith(consumer.Account)
	}
}

// errorOf is the error of findings at a site.
func errorOf(site string, refused []rules.Finding) *privatelink.Error {
	err := &privatelink.Error{Construct: site}
	for _, f := range refused {
		err.Findings = append(err.Findings, privatelink.Finding{ID: f.ID, Field: f.Field, Problem: f.Problem, AWS: f.AWS, Fix: f.Fix, Source: f.Source})
	}
	return err
}

// publish makes the outputs and the parameter that are asked for.
func (p *ResourceProvider) publish(id string) {
	if p.plan.PublishOutputs {
		cdk.Output(p, id, "ResourceConfigurationArn", p.ResourceConfigurationArn())
		cdk.Output(p, id, "Contract", p.Contract().String())
	}
	if name := p.plan.PublishParameter; name != "" {
		p.Parameter = cdk.Parameter(p, "Contract", name, "a resource of VPC Lattice", p.Contract().String())
	}
}

// keep has CloudFormation leave alone what consumers hold on to, and what their traffic passes,
// when it is removed.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
func (p *ResourceProvider) keep() {
	props := &awscdk.RemovalPolicyProps{ApplyToResourceTypes: jsii.Strings(
		"AWS::VpcLattice::ResourceConfiguration", "AWS::VpcLattice::ResourceGateway", "AWS::VpcLattice::ServiceNetworkResourceAssociation",
		"AWS::RAM::ResourceShare", "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress",
	)}
	switch p.plan.RemovalPolicy {
	case plan.Keep:
		awscdk.RemovalPolicies_Of(p).Retain(props)
	case plan.KeepOnceMade:
		awscdk.RemovalPolicies_Of(p).RetainOnUpdateOrDelete(props)
	}
}
