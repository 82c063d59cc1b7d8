package privatelink

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// consumerObjects are the CDK's objects that a consumer is made with.
type consumerObjects struct {
	vpc *cdk.Vpc
	// subnets that the endpoint takes.
	subnets       []awsec2.ISubnet
	clients       []awsec2.IConnectable
	securityGroup awsec2.ISecurityGroup
	// otherGroups are attached beside it.
	otherGroups []awsec2.ISecurityGroup
	gateway     awsec2.IGatewayVpcEndpoint
	policy      awsiam.PolicyDocument
	hostedZone  awsroute53.IHostedZone
	// otherVpcs are those that the zone's names resolve in, too.
	otherVpcs []awsec2.IVpc
	// contract of the service, and its provider; nil for one that isn't of this app.
	contract Contract
	provider providerInApp
}

// planConsumer decides what is made of props.
func planConsumer(props *ConsumerEndpointProps) (plan.Consumer, consumerObjects) {
	vpc := cdk.VpcOf(props.Vpc)
	place := vpc.Place()
	subnets := selectByZone(vpc, props)
	c := plan.Consumer{
		HasVpc:                   vpc.Object != nil,
		HasService:               !cdk.IsNil(props.Service),
		Region:                   place.Region,
		Account:                  place.Account,
		Clients:                  len(props.Clients),
		Zones:                    subnets.Zones,
		SubnetsProblem:           subnets.Problem,
		BothSubnets:              props.Subnets != nil && len(props.SubnetByZone) > 0,
		MinimumZones:             props.MinimumZones,
		Pending:                  subnets.Pending,
		IpAddressType:            string(props.IpAddressType),
		HasSecurityGroup:         !cdk.IsNil(props.SecurityGroup),
		SecurityGroupName:        props.SecurityGroupName,
		SecurityGroupDescription: props.SecurityGroupDescription,
		OtherGroups:              len(props.OtherSecurityGroups),
		HasPolicy:                !cdk.IsNil(props.Policy),
		PolicySize:               sizeOf(props.Policy),
		OnlyInboundResolver:      props.OnlyInboundResolver,
		Dns:                      props.Dns.plan(),
		Tags:                     props.Tags,
	}
	objects := consumerObjects{
		vpc:           vpc,
		clients:       props.Clients,
		securityGroup: props.SecurityGroup,
		otherGroups:   props.OtherSecurityGroups,
		gateway:       props.GatewayEndpoint,
		policy:        props.Policy,
		hostedZone:    props.Dns.HostedZone,
	}
	for i, group := range props.OtherSecurityGroups {
		if cdk.IsNil(group) {
			c.MissingOtherGroups = append(c.MissingOtherGroups, i)
		}
	}
	for _, other := range props.Dns.Vpcs {
		if !cdk.IsNil(other) && other != props.Vpc && !slices.Contains(objects.otherVpcs, other) {
			objects.otherVpcs = append(objects.otherVpcs, other)
		}
	}
	if c.HasService {
		objects.contract = props.Service.Contract()
		c.Service, objects.provider = objects.contract.plan(), objects.contract.inApp()
	}
	c.MissingClients, c.ClientProblems = lookAt(props.Clients)
	c.Complete()
	if c.HasVpc {
		readClientRanges(&c, vpc)
		c.ZoneIds = zoneIDs(c, vpc, props)
		c.Complete() // Which zones the service serves depends on them.
	}
	for _, i := range c.Taken {
		objects.subnets = append(objects.subnets, subnets.All[i])
	}
	return c, objects
}

// settle says what depends on where the consumer is made.
func (c *ConsumerEndpoint) settle(scope constructs.Construct) {
	if c.plan.NoScope = cdk.IsNil(scope); c.plan.NoScope {
		return
	}
	c.stack = cdk.StackOf(scope)
	if c.objects.provider != nil {
		c.plan.Service.OtherStage = c.objects.provider.otherStage(scope)
	}
	if c.plan.HasVpc {
		c.plan.VpcElsewhere = c.objects.vpc.Stack() != c.stack
	}
}

// selectByZone takes the subnets that are given for each zone, or else selects them.
func selectByZone(vpc *cdk.Vpc, props *ConsumerEndpointProps) cdk.Subnets {
	if len(props.SubnetByZone) == 0 {
		return vpc.Select(props.Subnets)
	}
	var s cdk.Subnets
	for _, zone := range slices.Sorted(maps.Keys(props.SubnetByZone)) {
		subnet := props.SubnetByZone[zone]
		switch {
		case cdk.IsNil(subnet):
			s.Problem = "the subnet in " + zone + " is nil"
			return s
		case slices.Contains(s.All, subnet):
			s.Problem = "the subnet in " + zone + " is that of another zone, too"
		}
		own := cdk.ZoneOf(subnet)
		if plan.Known(own) && plan.Known(zone) && partition.IsZoneID(own) == partition.IsZoneID(zone) && own != zone {
			s.Problem = "the subnet in " + zone + " is in " + own
		}
		s.All, s.Zones = append(s.All, subnet), append(s.Zones, zone)
	}
	return s
}

// readClientRanges reads the VPC's ranges, to be admitted for want of clients.
func readClientRanges(c *plan.Consumer, vpc *cdk.Vpc) {
	if c.Clients > 0 {
		return
	}
	if c.HasIpv4() {
		for _, cidr := range vpc.Cidrs() {
			c.VpcCidrs = append(c.VpcCidrs, plan.Range{Cidr: cidr})
		}
		c.NoClients = len(c.VpcCidrs) == 0
	}
	if c.HasIpv6() {
		if cidr := vpc.Ipv6Cidr(); cidr != "" {
			c.VpcCidrs = append(c.VpcCidrs, plan.Range{Cidr: cidr, OfVpcIpv6: true})
		} else {
			c.NoClients = true
		}
	}
	// A group that is given may admit them already.
	c.NoClients = c.NoClients && !c.HasSecurityGroup && !vpc.IsPending()
}

// zoneIDs are those given, or those of the context where zones compare by ID, and what
// SubnetByZone tells of its subnets.
func zoneIDs(c plan.Consumer, vpc *cdk.Vpc, props *ConsumerEndpointProps) map[string]string {
	ids := maps.Clone(props.ZoneIds)
	if len(ids) == 0 && c.NeedsZoneIDs() {
		ids = idsOfContext(vpc)
	}
	for zone, subnet := range props.SubnetByZone {
		if cdk.IsNil(subnet) || !partition.IsZoneID(zone) {
			continue
		}
		if name := cdk.ZoneOf(subnet); plan.Known(name) && !partition.IsZoneID(name) && ids[name] == "" {
			cdk.Put(&ids, name, zone)
		}
	}
	return ids
}

func idsOfContext(vpc *cdk.Vpc) map[string]string {
	for _, key := range []string{"privatelink:zone-ids:" + vpc.Place().Account, "privatelink:zone-ids"} {
		values, ok := vpc.Context(key).(map[string]any)
		if !ok {
			continue
		}
		ids := map[string]string{}
		for name, id := range values {
			if text, ok := id.(string); ok {
				ids[name] = text
			}
		}
		return ids
	}
	return nil
}

// lookAt finds clients that are nil, and those that the CDK can't connect, such as a
// Lambda function outside of a VPC.
func lookAt(clients []awsec2.IConnectable) (missing []int, problems map[int]string) {
	for i, client := range clients {
		if cdk.IsNil(client) {
			missing = append(missing, i)
			continue
		}
		if _, isPeer := client.(awsec2.IPeer); isPeer {
			continue
		}
		if problem := cdk.Attempt(func() { client.Connections() }); problem != "" {
			cdk.Put(&problems, i, problem)
		}
	}
	return missing, problems
}

// sizeOf is the length of a policy's JSON; 0 where it holds what is only known at
// deploy.
func sizeOf(policy awsiam.PolicyDocument) int {
	if cdk.IsNil(policy) {
		return 0
	}
	text, err := json.Marshal(policy.ToJSON())
	if err != nil || plan.Unknown(string(text)) {
		return 0
	}
	return len(text)
}
