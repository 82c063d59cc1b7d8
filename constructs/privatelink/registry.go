package privatelink

import (
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// What AWS only grants once must be known across constructs. All of it is keyed
// by objects of CDK's, so that apps in one process keep apart.
var (
	// namesOf are the domains that consumers have in a VPC, and the records that
	// they have in a hosted zone.
	namesOf = map[any]map[string]*ConsumerEndpoint{}
	// endpointsOf counts the consumers of a VPC.
	endpointsOf = map[awsec2.IVpc]int{}
	// servicesOf are the providers that load balancers stand behind, by their app
	// and then by object or ARN.
	servicesOf = map[constructs.IConstruct]map[any]*ProviderService{}
)

// register notes what a consumer has.
func (c *ConsumerEndpoint) register() {
	endpointsOf[c.plan.props.Vpc]++
	c.plan.eachName(func(place any, name string) {
		if namesOf[place] == nil {
			namesOf[place] = map[string]*ConsumerEndpoint{}
		}
		namesOf[place][name] = c
	})
}

// takenNames lists those of the names that other consumers have.
func (plan consumerPlan) takenNames() []rules.TakenName {
	var taken []rules.TakenName
	plan.eachName(func(place any, name string) {
		if other := namesOf[place][name]; other != nil {
			taken = append(taken, rules.TakenName{Name: name, By: *other.Node().Path()})
		}
	})
	return taken
}

// sharedNames lists the names that two consumers of one statement would have.
func (plan consumerPlan) sharedNames(other consumerPlan, otherID string) []rules.TakenName {
	type placed struct {
		place any
		name  string
	}
	own := map[placed]bool{}
	plan.eachName(func(place any, name string) { own[placed{place, name}] = true })
	var shared []rules.TakenName
	other.eachName(func(place any, name string) {
		if own[placed{place, name}] {
			shared = append(shared, rules.TakenName{Name: name, By: otherID})
		}
	})
	return shared
}

// eachName visits the names that a consumer takes for itself, with what it takes
// them in: domains in its VPCs, records in a zone that exists.
func (plan consumerPlan) eachName(visit func(place any, name string)) {
	for _, vpc := range plan.vpcs() {
		for _, name := range plan.ownNames() {
			visit(vpc, name)
		}
	}
	dns := plan.props.Dns
	if isNil(dns.HostedZone) {
		return
	}
	for _, name := range dns.names() {
		visit(dns.HostedZone, within(name, zoneNameOf(dns.HostedZone)))
	}
	for _, zone := range slices.Sorted(maps.Keys(dns.ZonalNames)) {
		visit(dns.HostedZone, within(dns.ZonalNames[zone], zoneNameOf(dns.HostedZone)))
	}
}

// register notes which load balancers a provider has.
func (p *ProviderService) register() {
	for _, existing := range p.plan.props.ExistingLoadBalancers {
		app := p.plan.app()
		if servicesOf[app] == nil {
			servicesOf[app] = map[any]*ProviderService{}
		}
		servicesOf[app][existing.reference()] = p
	}
}

// takenBy is the path of the service that a load balancer stands behind already.
func (plan providerPlan) takenBy(existing ExistingLoadBalancer) string {
	if other := servicesOf[plan.app()][existing.reference()]; other != nil {
		return *other.Node().Path()
	}
	return ""
}

func (plan providerPlan) app() constructs.IConstruct {
	if isNil(plan.props.Vpc) {
		return nil
	}
	return plan.props.Vpc.Node().Root()
}
