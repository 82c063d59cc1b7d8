package privatelink

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// names and zones that consumers have, by what AWS grants each only once in. They
// are keyed by objects of CDK's, so that apps in one process keep apart.
var (
	// namesOf are the domains that consumers have in a VPC, and the records that
	// they have in a hosted zone.
	namesOf = map[any]map[string]*ConsumerEndpoint{}
	// zonesOf are the private zones that consumers have in a VPC.
	zonesOf = map[any][]namedZone{}
)

// takenNames lists those of the names that other consumers have.
func (plan consumerPlan) takenNames() []rules.TakenName {
	var taken []rules.TakenName
	plan.eachName(func(place any, name string) {
		if other := namesOf[place][name]; other != nil {
			taken = append(taken, rules.TakenName{Name: name, By: *other.Node().Path()})
		}
	})
	return append(taken, plan.takenZones()...)
}

// takenZones lists zones of the same name as the consumer's, where one of the two
// exists and the other is made: a VPC can only be associated with one.
func (plan consumerPlan) takenZones() []rules.TakenName {
	own := plan.zone(nil)
	if own == nil {
		return nil
	}
	var taken []rules.TakenName
	for _, vpc := range plan.vpcs() {
		for _, other := range zonesOf[identityOf(vpc)] {
			if other.name == own.name && own.made != other.made && (own.made || plan.props.Dns.HostedZone != other.object()) {
				taken = append(taken, rules.TakenName{Name: own.name, By: other.owner()})
			}
		}
	}
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
			visit(identityOf(vpc), name)
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

// namedZone is a private zone with the names that a consumer has in it.
type namedZone struct {
	name  string
	names []string
	// owner is the path of the consumer.
	owner func() string
	// made: the zone is made for the consumer, and object is it: nil for one that AWS
	// hides.
	made   bool
	object func() awsroute53.IHostedZone
}

// zone is the private zone of the consumer with its names, or nil.
func (plan consumerPlan) zone(owner func() string) *namedZone {
	name := plan.zoneName()
	if name == "" {
		return nil
	}
	return &namedZone{name: name, names: plan.fullNames(), owner: owner, made: isNil(plan.props.Dns.HostedZone)}
}

// zoneName is the private zone that the names are in, made here or by AWS for the
// service's own name; empty without one.
func (plan consumerPlan) zoneName() string {
	for _, name := range plan.ownNames() {
		return name
	}
	if !isNil(plan.props.Dns.HostedZone) && !rules.Unknown(zoneNameOf(plan.props.Dns.HostedZone)) {
		return zoneNameOf(plan.props.Dns.HostedZone)
	}
	return ""
}

// fullNames are those that lead to the endpoint, without wildcards: these are for
// what no other zone holds.
func (plan consumerPlan) fullNames() []string {
	zone := plan.zoneName()
	if plan.props.Dns.ServiceName {
		return []string{zone}
	}
	var names []string
	for _, name := range plan.props.Dns.names() {
		if !strings.HasPrefix(name, "*") && !rules.Unknown(name) {
			names = append(names, within(name, zone))
		}
	}
	return names
}

// shadowedNames lists the names that another zone of the VPC answers for: the
// consumer's own, and those of others that its zone takes.
func (plan consumerPlan) shadowedNames() []rules.ShadowedName {
	var shadowed []rules.ShadowedName
	for _, vpc := range plan.vpcs() {
		for _, other := range zonesOf[identityOf(vpc)] {
			shadowed = append(shadowed, plan.shadows(other)...)
		}
	}
	return shadowed
}

// shadowsIn lists the same for two consumers of one statement.
func (plan consumerPlan) shadowsIn(other consumerPlan, otherID string) []rules.ShadowedName {
	zone := other.zone(func() string { return otherID })
	if zone == nil || !slices.ContainsFunc(plan.vpcs(), func(vpc awsec2.IVpc) bool { return slices.Contains(other.vpcs(), vpc) }) {
		return nil
	}
	return plan.shadows(*zone)
}

func (plan consumerPlan) shadows(other namedZone) []rules.ShadowedName {
	own := plan.zone(nil)
	if own == nil {
		return nil
	}
	var shadowed []rules.ShadowedName
	for _, name := range other.takes(*own) {
		shadowed = append(shadowed, rules.ShadowedName{Name: name, Zone: other.name, ZoneOf: other.owner()})
	}
	for _, name := range own.takes(other) {
		shadowed = append(shadowed, rules.ShadowedName{Name: name, NameOf: other.owner(), Zone: own.name})
	}
	return shadowed
}

// takes lists the names of a zone that a zone within it answers for, without
// holding them.
func (inner namedZone) takes(outer namedZone) []string {
	if !strings.HasSuffix(inner.name, "."+outer.name) {
		return nil
	}
	var taken []string
	for _, name := range outer.names {
		if (name == inner.name || strings.HasSuffix(name, "."+inner.name)) && !slices.Contains(inner.names, name) {
			taken = append(taken, name)
		}
	}
	return taken
}
