package privatelink

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// dependsOnOthers reports whether load balancers of this app, made by others,
// decide whether the service works: those that stand behind it, and Application
// Load Balancers that are targets.
func (plan providerPlan) dependsOnOthers() bool {
	for _, existing := range plan.props.ExistingLoadBalancers {
		if resourceOfLoadBalancer(existing.loadBalancer) != nil {
			return true
		}
	}
	found := false
	plan.eachALB(func(*rules.Target, awselasticloadbalancingv2.CfnLoadBalancer) { found = true })
	return found
}

// readOthers completes the facts with what the app makes of those load balancers.
func (plan *providerPlan) readOthers(scope constructs.Construct) {
	tree := readTree(scope)
	for i, existing := range plan.props.ExistingLoadBalancers {
		if resource := resourceOfLoadBalancer(existing.loadBalancer); resource != nil {
			facts := &plan.facts.Existing[i]
			facts.Listeners, facts.ListenersKnown = tree.listenersOf(resource)
			facts.Inbound, facts.OutboundClosed = tree.firewallOf(existing.loadBalancer, resource)
			facts.IPv4Only = isIPv4Only(resource)
		}
	}
	plan.eachALB(func(target *rules.Target, resource awselasticloadbalancingv2.CfnLoadBalancer) {
		listeners, known := tree.listenersOf(resource)
		target.NoListener = known && !slices.ContainsFunc(listeners, func(l rules.ExistingListener) bool { return l.Port == target.Port })
	})
}

// eachALB visits the targets that are Application Load Balancers of this app.
func (plan *providerPlan) eachALB(visit func(target *rules.Target, resource awselasticloadbalancingv2.CfnLoadBalancer)) {
	for i, groups := range plan.groups {
		for j, group := range groups {
			for k, target := range group.Targets {
				if target.facts.Kind != rules.ALBTarget || target.ready != nil { // Made of its listener.
					continue
				}
				if resource := resourceOfLoadBalancer(target.object); resource != nil {
					visit(&plan.facts.Listeners[i].Groups[j].Targets[k], resource)
				}
			}
		}
	}
}

// isIPv4Only reports whether a load balancer is known to have no IPv6 addresses.
func isIPv4Only(resource awselasticloadbalancingv2.CfnLoadBalancer) bool {
	family := resource.IpAddressType()
	return family == nil || *family == "ipv4"
}

// resourceOfLoadBalancer is the resource of a load balancer that is made in this
// app, or nil.
func resourceOfLoadBalancer(loadBalancer any) awselasticloadbalancingv2.CfnLoadBalancer {
	construct, ok := loadBalancer.(constructs.IConstruct)
	if !ok || isNil(loadBalancer) {
		return nil
	}
	resource, _ := construct.Node().DefaultChild().(awselasticloadbalancingv2.CfnLoadBalancer)
	return resource
}

// tree is what an app holds of listeners and security groups' rules.
type tree struct {
	listeners  []awselasticloadbalancingv2.CfnListener
	parameters []awscdk.CfnParameter
	inbound    []awsec2.CfnSecurityGroupIngress
	outbound   []awsec2.CfnSecurityGroupEgress
	// untyped are the types of resources that were made as generic ones: what these
	// refer to isn't known.
	untyped map[string]bool
}

func readTree(scope constructs.Construct) tree {
	t := tree{untyped: map[string]bool{}}
	for _, construct := range *scope.Node().Root().Node().FindAll(constructs.ConstructOrder_PREORDER) {
		switch resource := construct.(type) {
		case awselasticloadbalancingv2.CfnListener:
			t.listeners = append(t.listeners, resource)
		case awscdk.CfnParameter:
			t.parameters = append(t.parameters, resource)
		case awsec2.CfnSecurityGroupIngress:
			t.inbound = append(t.inbound, resource)
		case awsec2.CfnSecurityGroupEgress:
			t.outbound = append(t.outbound, resource)
		case awscdk.CfnResource:
			if fmt.Sprintf("%T", resource) == genericResource {
				t.untyped[*resource.CfnResourceType()] = true
			}
		}
	}
	return t
}

// genericResource is the type of what awscdk.NewCfnResource returns.
const genericResource = "*awscdk.jsiiProxy_CfnResource"

// listenersOf lists the listeners of a load balancer, and says whether there can
// be no others: a listener whose load balancer isn't known may be one.
func (t tree) listenersOf(loadBalancer awselasticloadbalancingv2.CfnLoadBalancer) (listeners []rules.ExistingListener, known bool) {
	known = !t.untyped["AWS::ElasticLoadBalancingV2::Listener"]
	for _, resource := range t.listeners {
		switch t.refersTo(resource, resource.LoadBalancerArn(), loadBalancer, loadBalancer.Ref()) {
		case unsure:
			known = false
		case yes:
			port, protocol := resource.Port(), resource.Protocol()
			if port == nil || *port < 0 || protocol == nil { // Number tokens are negative.
				known = false
				continue
			}
			listeners = append(listeners, rules.ExistingListener{
				Port: int(*port), Protocol: *protocol, IdleTimeout: hasIdleTimeout(resource),
			})
		}
	}
	return listeners, known
}

func hasIdleTimeout(listener awselasticloadbalancingv2.CfnListener) bool {
	attributes, _ := resolved(listener, listener.ListenerAttributes()).([]any)
	return slices.ContainsFunc(attributes, func(attribute any) bool {
		fields, _ := attribute.(map[string]any)
		return fields["key"] == "tcp.idle_timeout.seconds"
	})
}

// firewallOf is what the load balancer's security groups let in from address
// ranges, where that is known and applies to PrivateLink traffic, and whether
// they let nothing out.
func (t tree) firewallOf(loadBalancer any, resource awselasticloadbalancingv2.CfnLoadBalancer) (inbound *[]rules.Inbound, outboundClosed bool) {
	connectable, ok := loadBalancer.(awsec2.IConnectable)
	if !ok {
		return nil, false
	}
	groups := *connectable.Connections().SecurityGroups()
	if len(groups) == 0 { // Everything passes.
		return nil, false
	}
	admitted, outboundClosed := []rules.Inbound{}, true
	for _, group := range groups {
		own, ok := group.Node().DefaultChild().(awsec2.CfnSecurityGroup)
		if !ok { // Imported: it may have any rules.
			return nil, false
		}
		in, inKnown := rulesOf(t, t.inbound, own, own.SecurityGroupIngress())
		out, outKnown := rulesOf(t, t.outbound, own, own.SecurityGroupEgress())
		if !inKnown || !outKnown || t.untyped["AWS::EC2::SecurityGroupIngress"] || t.untyped["AWS::EC2::SecurityGroupEgress"] {
			return nil, false
		}
		for _, rule := range in {
			admitted = append(admitted, rule.inbound()...)
		}
		outboundClosed = outboundClosed && len(out) > 0 && !slices.ContainsFunc(out, groupRule.leadsSomewhere)
	}
	if enforce := resource.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic(); enforce != nil && *enforce != "on" {
		return nil, outboundClosed
	}
	return &admitted, outboundClosed
}

// groupRule is a rule of a security group, as CloudFormation has it.
type groupRule map[string]any

// ruleResource is a rule that is a resource of its own.
type ruleResource interface {
	constructs.IConstruct
	GroupId() *string
	IpProtocol() *string
	FromPort() *float64
	ToPort() *float64
	CidrIp() *string
	CidrIpv6() *string
}

// rulesOf lists the rules of a group, its own and those that are resources, and
// says whether there can be no others.
func rulesOf[R ruleResource](t tree, resources []R, group awsec2.CfnSecurityGroup, inline any) (all []groupRule, known bool) {
	list, ok := resolved(group, inline).([]any)
	if !ok && inline != nil && resolved(group, inline) != nil {
		return nil, false
	}
	for _, rule := range list {
		fields, _ := rule.(map[string]any)
		all = append(all, fields)
	}
	for _, resource := range resources {
		switch t.refersTo(resource, resource.GroupId(), group, group.AttrGroupId()) {
		case unsure:
			return nil, false
		case yes:
			all = append(all, groupRuleOf(resource))
		}
	}
	return all, true
}

func groupRuleOf(resource ruleResource) groupRule {
	rule := groupRule{"ipProtocol": *resource.IpProtocol()}
	for key, port := range map[string]*float64{"fromPort": resource.FromPort(), "toPort": resource.ToPort()} {
		if port != nil {
			rule[key] = *port
		}
	}
	for key, cidr := range map[string]*string{"cidrIp": resource.CidrIp(), "cidrIpv6": resource.CidrIpv6()} {
		if cidr != nil {
			rule[key] = *cidr
		}
	}
	if ingress, ok := resource.(awsec2.CfnSecurityGroupIngress); ok && ingress.SourcePrefixListId() != nil {
		rule["sourcePrefixListId"] = *ingress.SourcePrefixListId()
	}
	return rule
}

// inbound is a rule that admits addresses, or none: a group as the source never
// matches clients of other VPCs.
func (r groupRule) inbound() []rules.Inbound {
	if r["cidrIp"] == nil && r["cidrIpv6"] == nil && r["sourcePrefixListId"] == nil {
		return nil
	}
	protocol, _ := r["ipProtocol"].(string)
	from, isNumber := r["fromPort"].(float64)
	to, alsoNumber := r["toPort"].(float64)
	switch protocol {
	case "tcp", "6":
		protocol = "tcp"
	case "udp", "17":
		protocol = "udp"
	case "icmp", "icmpv6", "1", "58":
		return nil
	default: // All, or one that isn't known.
		protocol, isNumber = rules.AnyTransport, false
	}
	if !isNumber || !alsoNumber || from < 0 || to < 0 { // All ports, or number tokens.
		from, to = 0, 65535
	}
	return []rules.Inbound{{Transport: protocol, Port: int(from), EndPort: int(to)}}
}

// nowhere is where CDK lets a group send to that is to send nothing: without a
// rule, AWS would let it send anywhere.
const nowhere = "255.255.255.255/32"

func (r groupRule) leadsSomewhere() bool { return r["cidrIp"] != nowhere }

// certainty is an answer about what may not be known.
type certainty int

const (
	no certainty = iota
	yes
	unsure
)

// refersTo reports whether a property of one resource refers to another. What is
// no reference to a resource of the same stack may be one by other means.
func (t tree) refersTo(from constructs.IConstruct, property *string, to awscdk.CfnElement, reference *string) certainty {
	if property == nil {
		return unsure
	}
	value, ok := resolved(from, property).(map[string]any)
	if !ok || t.isParameter(from, value) {
		return unsure
	}
	name := referredTo(value)
	if name == "" {
		return unsure
	}
	target, _ := resolved(to, reference).(map[string]any)
	if awscdk.Stack_Of(from) == awscdk.Stack_Of(to) && name == referredTo(target) {
		return yes
	}
	return no
}

// referredTo is the logical ID that a Ref or Fn::GetAtt names: empty for others, and
// for what comes out of a nested stack.
func referredTo(value map[string]any) string {
	if name, ok := value["Ref"].(string); ok {
		return name
	}
	attribute, _ := value["Fn::GetAtt"].([]any)
	if len(attribute) != 2 {
		return ""
	}
	name, _ := attribute[0].(string)
	if of, _ := attribute[1].(string); strings.HasPrefix(of, "Outputs.") {
		return ""
	}
	return name
}

// isParameter reports whether a reference is to a parameter of the stack, or to
// one of CloudFormation's own.
func (t tree) isParameter(from constructs.IConstruct, reference map[string]any) bool {
	name, _ := reference["Ref"].(string)
	return strings.HasPrefix(name, "AWS::") || slices.ContainsFunc(t.parameters, func(parameter awscdk.CfnParameter) bool {
		return reflect.DeepEqual(reference, resolved(parameter, parameter.ValueAsString()))
	})
}

// resolved is a value as a template has it.
func resolved(construct constructs.IConstruct, value any) any {
	if isNil(value) {
		return nil
	}
	return awscdk.Stack_Of(construct).Resolve(value)
}
