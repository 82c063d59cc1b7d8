package privatelink

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// consumerPlan is what a consumer is made of, with every default applied.
type consumerPlan struct {
	props    *ConsumerEndpointProps
	network  network
	contract Contract
	// subnets that the endpoint takes, and their zones.
	subnets []awsec2.ISubnet
	zones   []string
	// dropped are the zones of the subnets that it leaves out.
	dropped []string
	// idsOfSubnets are zone IDs by names, where a subnet that knows its zone by name is
	// given by its ID.
	idsOfSubnets map[string]string
	// vpcCidrs are admitted when no clients are named.
	vpcCidrs []string
	facts    rules.Consumer
}

func planConsumer(props *ConsumerEndpointProps) consumerPlan {
	props = ownCopy(props)
	plan := consumerPlan{props: props}
	plan.readNetwork()
	plan.facts = rules.Consumer{
		HasVpc:              !isNil(props.Vpc),
		HasService:          !isNil(props.Service),
		Region:              plan.network.region,
		Account:             plan.network.account,
		SubnetsProblem:      plan.network.problem,
		BothSubnets:         props.Subnets != nil && len(props.SubnetByZone) > 0,
		Zones:               plan.network.zones,
		Pending:             plan.network.pending,
		MinimumZones:        props.MinimumZones,
		Family:              string(props.IpFamily),
		Clients:             len(props.Clients),
		HasPolicy:           props.Policy != nil,
		PolicySize:          sizeOfPolicy(props.Policy),
		OnlyInboundResolver: props.OnlyInboundResolver,
		DNS:                 props.Dns.facts(),
		TagKeys:             sortedKeys(props.Tags),
	}
	if plan.facts.HasService {
		plan.contract = props.Service.Contract().current().inRegion(plan.network.region)
		plan.facts.Service = plan.contract.facts()
	}
	plan.facts.MissingClients, plan.facts.ClientProblems = lookAt(props.Clients)
	if plan.facts.HasVpc {
		plan.readVpc()
	}
	plan.chooseSubnets()
	return plan
}

func (plan *consumerPlan) readNetwork() {
	props := plan.props
	if len(props.SubnetByZone) == 0 {
		plan.network = readNetwork(props.Vpc, props.Subnets)
		return
	}
	plan.network = readPlace(props.Vpc)
	for _, zone := range slices.Sorted(maps.Keys(props.SubnetByZone)) {
		subnet := props.SubnetByZone[zone]
		if isNil(subnet) {
			plan.network.problem = "the subnet in " + zone + " is nil"
			return
		}
		if slices.Contains(plan.network.subnets, subnet) {
			plan.network.problem = "the subnet in " + zone + " is that of another zone, too"
		}
		var own string
		_ = attempt(func() { own = *subnet.AvailabilityZone() })
		if rules.Known(own) && rules.Known(zone) && rules.IsZoneID(own) == rules.IsZoneID(zone) && own != zone {
			plan.network.problem = "the subnet in " + zone + " is in " + own
		}
		if rules.Known(own) && !rules.IsZoneID(own) && rules.IsZoneID(zone) {
			put(&plan.idsOfSubnets, own, zone)
		}
		plan.network.subnets = append(plan.network.subnets, subnet)
		plan.network.zones = append(plan.network.zones, zone)
	}
}

// readVpc reads what of the VPC matters to what is asked for, and nothing else:
// each value costs a message to jsii.
func (plan *consumerPlan) readVpc() {
	props := plan.props
	if len(props.Clients) == 0 {
		plan.readClientRanges()
	}
	plan.facts.ZoneIDs = plan.zoneIDs()
	if len(plan.idsOfSubnets) > 0 {
		ids := maps.Clone(plan.idsOfSubnets)
		maps.Copy(ids, plan.facts.ZoneIDs)
		plan.facts.ZoneIDs = ids
	}
}

// readClientRanges reads the VPC's ranges, to be admitted for want of clients.
func (plan *consumerPlan) readClientRanges() {
	family := plan.props.IpFamily
	if family.has4() {
		plan.vpcCidrs = cidrsOfVpc(plan.props.Vpc)
		plan.facts.NoClients = len(plan.vpcCidrs) == 0
	}
	if family.has6() {
		cidr := cidr6OfVpc(plan.props.Vpc)
		plan.facts.NoClients = plan.facts.NoClients || cidr == ""
		if cidr != "" {
			plan.vpcCidrs = append(plan.vpcCidrs, cidr)
		}
	}
	// A group that is given may admit them already.
	plan.facts.NoClients = plan.facts.NoClients && isNil(plan.props.SecurityGroup) && !isPending(plan.props.Vpc)
	plan.facts.VpcCidrs = plan.vpcCidrs
}

// needsZoneIDs reports whether zones compare by ID: those of another account, or
// ones that are given so.
func (plan *consumerPlan) needsZoneIDs() bool {
	here, there := plan.network.account, plan.contract.Account
	byID := slices.ContainsFunc(append(slices.Clone(plan.contract.Zones), plan.network.zones...), rules.IsZoneID)
	return len(plan.contract.Zones) > 0 && (byID || there != "" && there != here) ||
		len(plan.props.Dns.ZonalNames) > 0 || plan.facts.IsElsewhere()
}

// zoneIDs are those given, or those of the context.
func (plan *consumerPlan) zoneIDs() map[string]string {
	if len(plan.props.ZoneIds) > 0 || !plan.needsZoneIDs() {
		return plan.props.ZoneIds
	}
	for _, key := range []string{"privatelink:zone-ids:" + plan.network.account, "privatelink:zone-ids"} {
		values, ok := nodeOf(plan.props.Vpc).TryGetContext(jsii.String(key)).(map[string]any)
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

// chooseSubnets takes the subnets in zones that the service serves.
func (plan *consumerPlan) chooseSubnets() {
	for i, subnet := range plan.network.subnets {
		if i >= len(plan.network.zones) {
			return // A subnet before it is nil, which is a finding.
		}
		if zone := plan.network.zones[i]; plan.facts.Serves(zone) {
			plan.subnets = append(plan.subnets, subnet)
			plan.zones = append(plan.zones, zone)
		} else {
			plan.dropped = append(plan.dropped, zone)
		}
	}
}

// lookAt finds clients that are nil, and those that the CDK can't connect, such as a
// Lambda function outside of a VPC.
func lookAt(clients []awsec2.IConnectable) (missing []int, problems map[int]string) {
	for i, client := range clients {
		if isNil(client) {
			missing = append(missing, i)
			continue
		}
		if _, isPeer := client.(awsec2.IPeer); isPeer {
			continue
		}
		if problem := attempt(func() { client.Connections() }); problem != "" {
			put(&problems, i, problem)
		}
	}
	return missing, problems
}

// sizeOfPolicy is the length of a policy's JSON; 0 where it holds what is only
// known at deploy.
func sizeOfPolicy(policy awsiam.PolicyDocument) int {
	if isNil(policy) {
		return 0
	}
	text, err := json.Marshal(policy.ToJSON())
	if err != nil || rules.Unknown(string(text)) {
		return 0
	}
	return len(text)
}

// connect tells a provider in the same app of its consumer. It panics with an
// [*Error] if the provider's rules refuse.
func (plan consumerPlan) connect() {
	if provider := plan.contract.provider; provider != nil {
		provider.connect(plan.network.account, plan.network.region)
	}
}

// check runs the rules over the plan.
func (plan consumerPlan) check(at site) (*Error, []rules.Finding) {
	return at.decide(rules.CheckConsumer(plan.facts))
}
