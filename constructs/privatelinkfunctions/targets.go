package privatelinkfunctions

import (
	"cmp"
	"strconv"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// TargetsProps say which addresses are registered with a target group.
type TargetsProps struct {
	// TargetGroup that the addresses are registered with, such as orders.TargetGroups[0]: one
	// of [privatelink.Addresses] in the VPC.
	// Required.
	TargetGroup awselasticloadbalancingv2.INetworkTargetGroup

	// DnsNames whose addresses are registered: those of a database, its replicas, the brokers
	// of a cluster. They have to resolve outside of the VPC, as those of RDS, MSK and
	// ElastiCache do. Two of one target group belong in one list.
	// Required.
	DnsNames []string

	// Port that the addresses are registered with.
	// Default: the target group's.
	Port int

	// IpAddressType of the target group: [privatelink.Ipv4] or [privatelink.Ipv6].
	// Default: Ipv4.
	IpAddressType privatelink.IpAddressType

	// KeepFor is how many runs an address may be missing for from all names before it is
	// deregistered, for names that give other addresses each time, such as an Aurora
	// cluster's reader endpoint: 0-100.
	// Default: 0; it is deregistered as soon as it is missing.
	KeepFor int

	// Every is how often the names are looked up: whole minutes.
	// Default: a minute.
	Every time.Duration
}

// Validate returns a [*privatelink.Error] with everything that is wrong with these props, or
// nil. It builds nothing; [NewTargets] checks the same.
func (props *TargetsProps) Validate() error { return validate("TargetsProps", props.facts(nil)) }

func (props *TargetsProps) facts(scope constructs.Construct) rules.Function {
	if props == nil {
		props = &TargetsProps{}
	}
	facts := rules.Function{
		Of: "TargetGroup", Missing: cdk.IsNil(props.TargetGroup), Every: props.Every,
		Registers: true, DnsNames: props.DnsNames, KeepFor: props.KeepFor, Port: props.Port, IpAddressType: string(props.IpAddressType),
	}
	if facts.Missing {
		return facts
	}
	if facts.Port == 0 {
		facts.Port, _ = cdk.SettingsOf(props.TargetGroup)
	}
	return facts
}

// Targets keeps the addresses of DNS names registered with a target group: in each deployment
// that changes it, and on a schedule. It deregisters what it has registered itself, once no
// name leads there, and never what others have, nor anything while a name can't be looked up.
// What it has registered stands in a tag of the target group: it goes with the group, is there
// when the construct is taken out and put back in, and can be seen. Taken out, it leaves the
// registered addresses as they are. A tag holds 256 characters, enough for 14 IPv4 addresses;
// before there are more, the function fails, and leaves all as it is.
//
// A VPC Lattice resource configuration ([privatelink.LatticeResource]) follows a DNS name
// without a function, for TCP.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
type Targets struct {
	constructs.Construct

	// Function that does it.
	Function *Function
}

// NewTargets makes targets. It panics with a [*privatelink.Error] that lists everything that is
// wrong, before anything is built.
func NewTargets(scope constructs.Construct, id string, props *TargetsProps) *Targets {
	facts := props.facts(scope)
	refuse("Targets", scope, id, facts)
	t, group := &Targets{}, *props.TargetGroup.TargetGroupArn()
	constructs.NewConstruct_Override(t, scope, &id)
	f := newFunction(t, scope)
	t.Function = f
	names, port, tag := joined(props.DnsNames), strconv.Itoa(facts.Port), "privatelink:"+*t.Node().Addr()
	family := "AF_INET"
	if props.IpAddressType == privatelink.Ipv6 {
		family = "AF_INET6"
	}
	f.make(asks{
		code: "targets", description: "Registers the addresses of DNS names with a target group",
		environment: map[string]any{
			"TARGET_GROUP": group, "DNS_NAMES": names, "PORT": port, "FAMILY": family, "KEEP": strconv.Itoa(props.KeepFor), "TAG": tag,
		},
		statements: []map[string]any{
			f.describe("elasticloadbalancing:DescribeTargetHealth", "elasticloadbalancing:DescribeTags"),
			allow(group, nil, "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"),
			allow(group, map[string]any{"ForAllValues:StringEquals": map[string]any{"aws:TagKeys": tag}}, "elasticloadbalancing:AddTags"),
		},
	})
	f.repeat(cmp.Or(props.Every, time.Minute))
	f.deploy("Targets", map[string]any{"TargetGroup": group, "DnsNames": names, "Port": port})
	f.Resource.Node().AddDependency(f.Schedule)
	return t
}

// FunctionArn is the ARN of the function, for others to run it as the schedule does: a rule on
// the events of a database, for one. Any event will do.
func (t *Targets) FunctionArn() string { return t.Function.Arn() }
