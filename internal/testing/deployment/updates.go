package deployment

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
)

// update is a change of properties of one resource that CloudFormation makes in place.
type update struct {
	id, path, resourceType, property string
	to                               map[string]any
	alone, lasting                   bool
	// key that the template was synthesized with; empty for the stack's own.
	key string
}

func (u update) String() string {
	return fmt.Sprintf("%s of %s (%s)", u.property, u.path, u.resourceType)
}

// in is the template of a stack with the update.
func (u update) in(cloud *cloudformation.CloudFormation, stack Stack) string {
	stack.Nested = slices.Clone(stack.Nested)
	return u.lasts(cloud, stack).Template
}

// lasts is a stack that has the update. The template of a nested stack is put beside the one
// that is there, and named in its place.
func (u update) lasts(cloud *cloudformation.CloudFormation, stack Stack) Stack {
	if u.key == "" {
		stack.Template = u.of(stack.Template)
		return stack
	}
	for i := range stack.Nested {
		nested := &stack.Nested[i]
		if nested.original != u.key {
			continue
		}
		key, body, staged := "with-"+u.property+"-"+u.id+".json", u.of(nested.Template), cloud.Staged
		cloud.Staged = func(location string) (string, bool) {
			if path.Base(location) == key {
				return body, true
			}
			return staged(location)
		}
		stack.Template = strings.ReplaceAll(stack.Template, nested.Key, key)
		nested.Key, nested.Template = key, body
	}
	return stack
}

// of is a template with the update.
func (u update) of(template string) string {
	var decoded map[string]any
	if err := json.Unmarshal([]byte(template), &decoded); err != nil {
		panic(err) // It was synthesized.
	}
	resource := decoded["Resources"].(map[string]any)[u.id].(map[string]any)
	properties, _ := resource["Properties"].(map[string]any)
	changed := maps.Clone(properties)
	if changed == nil {
		changed = map[string]any{}
	}
	maps.Copy(changed, u.to)
	resource["Properties"] = changed
	encoded, err := json.Marshal(decoded)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

// row is how a property is updated, or why it isn't.
type row struct {
	// to returns the properties that change; none where the resource as it is allows
	// no such change.
	to func(properties map[string]any) map[string]any
	// alone: not at once with the others.
	alone bool
	// lasting: it can't be taken back.
	lasting bool
	// not says why there is no update.
	not string
}

// complete are the types of which all properties are updated, not only those that are
// set.
var complete = []string{
	"AWS::EC2::VPCEndpointService", "AWS::EC2::VPCEndpointServicePermissions", "AWS::EC2::VPCEndpoint",
	"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::TargetGroup",
}

// updatesOf lists the updates of a stack's resources, and of those of stacks nested in it. A
// property that is neither updated nor excused fails the test.
func updatesOf(t *testing.T, stack Stack) []update {
	t.Helper()
	found := ownUpdates(t, stack)
	for _, nested := range stack.Nested {
		found = append(found, ownUpdates(t, nested)...)
	}
	return found
}

func ownUpdates(t *testing.T, stack Stack) []update {
	t.Helper()
	all, err := schemasOfCLI()
	if err != nil {
		t.Fatal(err)
	}
	var found []update
	resources := stack.Parsed.Resources
	for _, id := range slices.Sorted(maps.Keys(resources)) {
		resource := resources[id]
		if strings.HasPrefix(resource.Type, "Custom::") {
			continue // What they do with their properties their functions know.
		}
		names := maps.Keys(resource.Properties)
		if slices.Contains(complete, resource.Type) {
			names = maps.Keys(all[resource.Type].Properties)
		}
		for _, property := range slices.Sorted(names) {
			if all[resource.Type].Properties[property].CreateOnly {
				continue
			}
			how, ok := rows[resource.Type+" "+property]
			if !ok && property == "Tags" {
				how, ok = row{to: tagged}, true
			}
			if !ok {
				t.Errorf("no update of %s %s (%s)", resource.Type, property, id)
				continue
			}
			if how.not != "" {
				continue
			}
			if to := how.to(resource.Properties); len(to) > 0 {
				found = append(found, update{id, stack.Parsed.Path(id), resource.Type, property, to, how.alone, how.lasting, stack.original})
			}
		}
	}
	return found
}

// Shorthands of rows.

func set(property string, value any) row {
	return row{to: func(map[string]any) map[string]any { return map[string]any{property: value} }}
}

func flip(property string) row {
	return row{to: func(p map[string]any) map[string]any { return map[string]any{property: p[property] != true} }}
}

func appended(property string, values ...any) row {
	return row{to: func(p map[string]any) map[string]any {
		list, _ := p[property].([]any)
		return map[string]any{property: slices.Concat(list, values)}
	}}
}

func changed(property string, change func(old string) string) row {
	return row{to: func(p map[string]any) map[string]any {
		return map[string]any{property: change(fmt.Sprint(p[property]))}
	}}
}

// either sets a property to a value, or to another one where it has that.
func either(property string, value, other any) row {
	return row{to: func(p map[string]any) map[string]any {
		if p[property] == value {
			return map[string]any{property: other}
		}
		return map[string]any{property: value}
	}}
}

func when(is func(p map[string]any) bool, then row) row {
	to := then.to
	then.to = func(p map[string]any) map[string]any {
		if !is(p) {
			return nil
		}
		return to(p)
	}
	return then
}

func only(r row, alone bool) row {
	r.alone = alone
	return r
}

func tagged(p map[string]any) map[string]any {
	tags, _ := p["Tags"].([]any)
	return map[string]any{"Tags": slices.Concat(tags, []any{map[string]any{"Key": "Team", "Value": "orders"}})}
}

func is(property, value string) func(map[string]any) bool {
	return func(p map[string]any) bool { return p[property] == value }
}

func has(property string) func(map[string]any) bool {
	return func(p map[string]any) bool { return p[property] != nil }
}

func never(f func(map[string]any) bool) func(map[string]any) bool {
	return func(p map[string]any) bool { return !f(p) }
}

func both(a, b func(map[string]any) bool) func(map[string]any) bool {
	return func(p map[string]any) bool { return a(p) && b(p) }
}

func excused(why string) row { return row{not: why} }

const (
	another     = "another resource would have to be there"
	lasting     = "AWS's pages say that it can't be changed: https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html and create-resource-configuration.html"
	certificate = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000001"
)

// What resources are told apart by.
var (
	overHTTP       = func(p map[string]any) bool { return strings.HasPrefix(fmt.Sprint(p["HealthCheckProtocol"]), "HTTP") }
	dualStack      = is("IpAddressType", "dualstack")
	severalSubnets = func(p map[string]any) bool { list, _ := p["SubnetIds"].([]any); return len(list) > 1 }
	// Of endpoints to resources, AWS changes security groups and tags:
	// https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
	ofLattice = has("ResourceConfigurationArn")
	anAWS     = func(p map[string]any) bool {
		name, _ := p["ServiceName"].(string)
		return name != "" && !strings.Contains(name, "vpce-svc")
	}
)

// rows are the updates, by resource type and property.
var rows = map[string]row{
	"AWS::EC2::VPCEndpointService AcceptanceRequired":          flip("AcceptanceRequired"),
	"AWS::EC2::VPCEndpointService ContributorInsightsEnabled":  set("ContributorInsightsEnabled", true),
	"AWS::EC2::VPCEndpointService GatewayLoadBalancerArns":     excused("services here are of Network Load Balancers"),
	"AWS::EC2::VPCEndpointService NetworkLoadBalancerArns":     excused(another + ", and endpoints be disconnected before"),
	"AWS::EC2::VPCEndpointService PayerResponsibility":         {to: set("PayerResponsibility", "ServiceOwner").to, lasting: true},
	"AWS::EC2::VPCEndpointService PrivateDnsName":              when(never(has("PrivateDnsName")), set("PrivateDnsName", "orders.example.com")), // Another one has to be verified anew.
	"AWS::EC2::VPCEndpointService PrivateDnsNameConfiguration": excused("it is AWS's answer"),
	"AWS::EC2::VPCEndpointService SupportedIpAddressTypes":     when(never(has("SupportedIpAddressTypes")), set("SupportedIpAddressTypes", []any{"ipv4"})),
	"AWS::EC2::VPCEndpointService SupportedRegions": {to: func(p map[string]any) map[string]any {
		listed, _ := p["SupportedRegions"].([]any)
		if len(listed) == 0 {
			listed = []any{"us-east-1"}
		}
		return map[string]any{"SupportedRegions": slices.Concat(listed, []any{"eu-central-1"})}
	}, alone: true},
	"AWS::EC2::VPCEndpointServicePermissions AllowedPrincipals": appended("AllowedPrincipals", "arn:aws:iam::444455556666:root"),

	"AWS::EC2::VPCEndpoint DnsOptions": when(both(never(ofLattice), both(never(anAWS), has("SubnetIds"))), set("DnsOptions", map[string]any{"DnsRecordIpType": "ipv4"})),
	"AWS::EC2::VPCEndpoint IpAddressType": only(when(never(ofLattice), row{to: func(p map[string]any) map[string]any {
		return map[string]any{"IpAddressType": "ipv4", "DnsOptions": map[string]any{"DnsRecordIpType": "ipv4"}}
	}}), true),
	"AWS::EC2::VPCEndpoint PolicyDocument": when(anAWS, set("PolicyDocument", map[string]any{"Version": "2012-10-17", "Statement": []any{
		map[string]any{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}})),
	"AWS::EC2::VPCEndpoint PrivateDnsEnabled": when(both(never(ofLattice), func(p map[string]any) bool { return p["PrivateDnsEnabled"] == true }), set("PrivateDnsEnabled", false)),
	"AWS::EC2::VPCEndpoint RouteTableIds":     excused("of gateway endpoints"),
	"AWS::EC2::VPCEndpoint SecurityGroupIds":  excused(another),
	"AWS::EC2::VPCEndpoint SubnetIds": only(when(both(never(ofLattice), severalSubnets), row{to: func(p map[string]any) map[string]any {
		list := p["SubnetIds"].([]any)
		return map[string]any{"SubnetIds": list[:len(list)-1]}
	}}), true),

	"AWS::ElasticLoadBalancingV2::LoadBalancer EnableCapacityReservationProvisionStabilize":          set("EnableCapacityReservationProvisionStabilize", true),
	"AWS::ElasticLoadBalancingV2::LoadBalancer EnablePrefixForIpv6SourceNat":                         when(dualStack, set("EnablePrefixForIpv6SourceNat", "on")),
	"AWS::ElasticLoadBalancingV2::LoadBalancer EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": when(is("Type", "network"), set("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "on")),
	"AWS::ElasticLoadBalancingV2::LoadBalancer IpAddressType":                                        when(never(dualStack), set("IpAddressType", "ipv4")),
	"AWS::ElasticLoadBalancingV2::LoadBalancer Ipv4IpamPoolId":                                       excused("of load balancers with public addresses"),
	"AWS::ElasticLoadBalancingV2::LoadBalancer LoadBalancerAttributes":                               {to: unprotected},
	"AWS::ElasticLoadBalancingV2::LoadBalancer MinimumLoadBalancerCapacity": only(when(is("Type", "network"), row{to: func(p map[string]any) map[string]any {
		subnets, _ := p["Subnets"].([]any)
		return map[string]any{"MinimumLoadBalancerCapacity": map[string]any{"CapacityUnits": 3000 * len(subnets)}}
	}}), true),
	"AWS::ElasticLoadBalancingV2::LoadBalancer SecurityGroups": excused(another),
	"AWS::ElasticLoadBalancingV2::LoadBalancer SubnetMappings": excused("instead of Subnets"),
	"AWS::ElasticLoadBalancingV2::LoadBalancer Subnets":        excused(another + ", and AWS doesn't take away a zone that endpoints are in"),

	"AWS::ElasticLoadBalancingV2::Listener AlpnPolicy":           when(is("Protocol", "TLS"), set("AlpnPolicy", []any{"HTTP2Preferred"})),
	"AWS::ElasticLoadBalancingV2::Listener Certificates":         when(has("Certificates"), set("Certificates", []any{map[string]any{"CertificateArn": certificate}})),
	"AWS::ElasticLoadBalancingV2::Listener DefaultActions":       {to: otherAction},
	"AWS::ElasticLoadBalancingV2::Listener ListenerAttributes":   only(when(is("Protocol", "TCP"), set("ListenerAttributes", []any{map[string]any{"Key": "tcp.idle_timeout.seconds", "Value": "400"}})), true),
	"AWS::ElasticLoadBalancingV2::Listener MutualAuthentication": excused("of Application Load Balancers"),
	"AWS::ElasticLoadBalancingV2::Listener Port":                 only(set("Port", 8765), true),
	"AWS::ElasticLoadBalancingV2::Listener Protocol": only(when(is("Protocol", "TCP"), row{to: func(map[string]any) map[string]any {
		return map[string]any{"Protocol": "TLS", "Certificates": []any{map[string]any{"CertificateArn": certificate}}}
	}}), true),
	"AWS::ElasticLoadBalancingV2::Listener SslPolicy": when(has("Certificates"), set("SslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06")),

	"AWS::ElasticLoadBalancingV2::TargetGroup HealthCheckEnabled":         set("HealthCheckEnabled", true),
	"AWS::ElasticLoadBalancingV2::TargetGroup HealthCheckIntervalSeconds": set("HealthCheckIntervalSeconds", 15),
	"AWS::ElasticLoadBalancingV2::TargetGroup HealthCheckPath":            when(overHTTP, set("HealthCheckPath", "/ready")),
	"AWS::ElasticLoadBalancingV2::TargetGroup HealthCheckPort":            set("HealthCheckPort", "8081"),
	"AWS::ElasticLoadBalancingV2::TargetGroup HealthCheckProtocol":        {to: otherHealthCheck},
	"AWS::ElasticLoadBalancingV2::TargetGroup HealthCheckTimeoutSeconds":  set("HealthCheckTimeoutSeconds", 7),
	"AWS::ElasticLoadBalancingV2::TargetGroup HealthyThresholdCount":      set("HealthyThresholdCount", 3),
	"AWS::ElasticLoadBalancingV2::TargetGroup Matcher":                    when(overHTTP, set("Matcher", map[string]any{"HttpCode": "204"})),
	"AWS::ElasticLoadBalancingV2::TargetGroup TargetControlPort":          excused("of Application Load Balancers"),
	"AWS::ElasticLoadBalancingV2::TargetGroup TargetGroupAttributes":      when(never(is("TargetType", "alb")), appended("TargetGroupAttributes", map[string]any{"Key": "deregistration_delay.timeout_seconds", "Value": "120"})),
	"AWS::ElasticLoadBalancingV2::TargetGroup Targets":                    only(when(both(has("Targets"), never(is("TargetType", "alb"))), row{to: otherTargetPort}), true),
	"AWS::ElasticLoadBalancingV2::TargetGroup UnhealthyThresholdCount":    set("UnhealthyThresholdCount", 4),

	"AWS::ElasticLoadBalancingV2::ListenerRule Actions":    set("Actions", []any{map[string]any{"Type": "fixed-response", "FixedResponseConfig": map[string]any{"StatusCode": "204"}}}),
	"AWS::ElasticLoadBalancingV2::ListenerRule Conditions": set("Conditions", []any{map[string]any{"Field": "path-pattern", "PathPatternConfig": map[string]any{"Values": []any{"/ready"}}}}),
	"AWS::ElasticLoadBalancingV2::ListenerRule Priority":   set("Priority", 7),

	"AWS::CloudFormation::Stack Parameters":        excused("what it nests is updated"),
	"AWS::CloudFormation::Stack TemplateURL":       excused("what it nests is updated"),
	"AWS::EC2::Instance IamInstanceProfile":        excused(another),
	"AWS::EC2::Instance MetadataOptions":           set("MetadataOptions", map[string]any{"HttpTokens": "required", "HttpPutResponseHopLimit": 2}),
	"AWS::EC2::Route GatewayId":                    excused(another),
	"AWS::EC2::Route NatGatewayId":                 excused(another),
	"AWS::EC2::SecurityGroup SecurityGroupEgress":  appended("SecurityGroupEgress", map[string]any{"IpProtocol": "tcp", "FromPort": 9999, "ToPort": 9999, "CidrIp": "10.200.0.0/16"}),
	"AWS::EC2::SecurityGroup SecurityGroupIngress": appended("SecurityGroupIngress", map[string]any{"IpProtocol": "tcp", "FromPort": 9999, "ToPort": 9999, "CidrIp": "10.200.0.0/16"}),
	"AWS::EC2::SecurityGroupEgress Description":    changed("Description", func(old string) string { return old + ", as before" }),
	"AWS::EC2::SecurityGroupIngress Description":   changed("Description", func(old string) string { return old + ", as before" }),
	"AWS::EC2::Subnet AssignIpv6AddressOnCreation": flip("AssignIpv6AddressOnCreation"),
	"AWS::EC2::Subnet MapPublicIpOnLaunch":         flip("MapPublicIpOnLaunch"),
	"AWS::EC2::VPC EnableDnsHostnames":             only(flip("EnableDnsHostnames"), true),
	"AWS::EC2::VPC EnableDnsSupport": {to: func(map[string]any) map[string]any {
		return map[string]any{"EnableDnsSupport": false, "EnableDnsHostnames": false}
	}, alone: true},
	"AWS::EC2::VPCGatewayAttachment InternetGatewayId":                      excused(another),
	"AWS::CloudWatch::Alarm AlarmDescription":                               set("AlarmDescription", "It fails"),
	"AWS::CloudWatch::Alarm ComparisonOperator":                             set("ComparisonOperator", "GreaterThanOrEqualToThreshold"),
	"AWS::CloudWatch::Alarm Dimensions":                                     excused(another),
	"AWS::CloudWatch::Alarm EvaluationPeriods":                              set("EvaluationPeriods", 2),
	"AWS::CloudWatch::Alarm MetricName":                                     set("MetricName", "Throttles"),
	"AWS::CloudWatch::Alarm Namespace":                                      excused("there is no other with its metrics"),
	"AWS::CloudWatch::Alarm Period":                                         either("Period", 60.0, 300.0),
	"AWS::CloudWatch::Alarm Statistic":                                      either("Statistic", "Maximum", "Minimum"),
	"AWS::CloudWatch::Alarm Threshold":                                      set("Threshold", 5),
	"AWS::CloudWatch::Alarm TreatMissingData":                               set("TreatMissingData", "ignore"),
	"AWS::EC2::VPCEndpointConnectionNotification ConnectionEvents":          appended("ConnectionEvents", "Reject"),
	"AWS::EC2::VPCEndpointConnectionNotification ConnectionNotificationArn": excused(another),
	"AWS::Events::Rule ScheduleExpression":                                  set("ScheduleExpression", "rate(7 minutes)"),
	"AWS::Events::Rule Targets":                                             excused(another),
	"AWS::Lambda::Function Code":                                            excused("it is the function"),
	"AWS::Lambda::Function Description":                                     set("Description", "As before"),
	"AWS::Lambda::Function Environment":                                     excused("it is what the function is for"),
	"AWS::Lambda::Function Handler":                                         excused("it is the only one"),
	"AWS::Lambda::Function LoggingConfig":                                   excused(another),
	"AWS::Lambda::Function MemorySize":                                      set("MemorySize", 512),
	"AWS::Lambda::Function Role":                                            excused(another),
	"AWS::Lambda::Function Runtime":                                         set("Runtime", "python3.14"),
	"AWS::Lambda::Function Timeout":                                         set("Timeout", 800),
	"AWS::Logs::LogGroup RetentionInDays":                                   set("RetentionInDays", 90),
	"AWS::SNS::TopicPolicy PolicyDocument":                                  {to: otherDocument},
	"AWS::SNS::TopicPolicy Topics":                                          excused(another),
	"AWS::IAM::Role Policies":                                               excused("it is what the function calls"),
	"AWS::ECS::Service DeploymentConfiguration":                             set("DeploymentConfiguration", map[string]any{"MaximumPercent": 300, "MinimumHealthyPercent": 100}),
	"AWS::ECS::Service DesiredCount":                                        set("DesiredCount", 3),
	"AWS::ECS::Service EnableECSManagedTags":                                flip("EnableECSManagedTags"),
	"AWS::ECS::Service HealthCheckGracePeriodSeconds":                       set("HealthCheckGracePeriodSeconds", 90),
	"AWS::ECS::Service LoadBalancers":                                       excused(another),
	"AWS::ECS::Service NetworkConfiguration":                                excused(another),
	"AWS::ECS::Service TaskDefinition":                                      excused(another),
	"AWS::IAM::Policy PolicyDocument":                                       excused("it is the CDK's own"),
	"AWS::IAM::Policy PolicyName":                                           excused("it is the CDK's own"),
	"AWS::IAM::Policy Roles":                                                excused(another),
	"AWS::IAM::Role Description":                                            excused("it is the CDK's own"),
	"AWS::IAM::InstanceProfile Roles":                                       excused(another),
	"AWS::IAM::Role AssumeRolePolicyDocument":                               {to: otherPolicy},
	"AWS::Route53::HostedZone VPCs":                                         only(row{to: fewerVpcs}, true),
	"AWS::Route53::RecordSet AliasTarget":                                   {to: healthyAlias},
	"AWS::Route53::RecordSet ResourceRecords":                               {to: otherRecords},
	"AWS::Route53::RecordSet TTL":                                           set("TTL", "120"),
	"AWS::Route53::RecordSet Type":                                          excused("each type that is wanted has a record of its own"),

	"AWS::VpcLattice::ResourceGateway Ipv4AddressesPerEni":                            excused(lasting),
	"AWS::VpcLattice::ResourceGateway SecurityGroupIds":                               excused(another),
	"AWS::VpcLattice::ResourceConfiguration AllowAssociationToSharableServiceNetwork": flip("AllowAssociationToSharableServiceNetwork"),
	"AWS::VpcLattice::ResourceConfiguration Name":                                     excused(lasting),
	"AWS::VpcLattice::ResourceConfiguration PortRanges":                               appended("PortRanges", "9999"),
	"AWS::VpcLattice::ResourceConfiguration ResourceConfigurationDefinition":          excused(another),
	"AWS::VpcLattice::ResourceConfiguration ResourceConfigurationGroupId":             excused(another),
	"AWS::RAM::ResourceShare AllowExternalPrincipals":                                 flip("AllowExternalPrincipals"),
	"AWS::RAM::ResourceShare Name":                                                    set("Name", "orders-again"),
	"AWS::RAM::ResourceShare PermissionArns":                                          excused(another),
	"AWS::RAM::ResourceShare Principals":                                              appended("Principals", "777788889999"),
	"AWS::RAM::ResourceShare ResourceArns":                                            excused(another),
	"AWS::RDS::DBSubnetGroup DBSubnetGroupDescription":                                set("DBSubnetGroupDescription", "Databases"),
	"AWS::RDS::DBSubnetGroup SubnetIds":                                               excused(another),
	"AWS::RDS::DBInstance AllocatedStorage":                                           set("AllocatedStorage", "40"),
	"AWS::RDS::DBInstance DBInstanceClass":                                            set("DBInstanceClass", "db.t4g.small"),
	"AWS::RDS::DBInstance ManageMasterUserPassword":                                   excused("it needs a password of its own"),
	"AWS::RDS::DBInstance PubliclyAccessible":                                         excused("a resource must not be"),
	"AWS::RDS::DBInstance VPCSecurityGroups":                                          excused(another),
	"AWS::CloudWatch::Alarm AlarmActions":                                             excused(another),
	"AWS::CloudWatch::Alarm Metrics":                                                  excused("it is the library's own"),
	"AWS::CloudWatch::Alarm OKActions":                                                excused(another),
	"AWS::CloudWatch::Dashboard DashboardBody":                                        set("DashboardBody", `{"widgets":[]}`),
}

// unprotected turns deletion protection off, without which a load balancer can't be
// deleted; or else another attribute on.
func unprotected(p map[string]any) map[string]any {
	var attributes []any
	found := false
	list, _ := p["LoadBalancerAttributes"].([]any)
	for _, attribute := range list {
		pair := maps.Clone(attribute.(map[string]any))
		if pair["Key"] == "deletion_protection.enabled" && pair["Value"] == "true" {
			pair["Value"], found = "false", true
		}
		attributes = append(attributes, pair)
	}
	if !found {
		attributes = append(attributes, map[string]any{"Key": "zonal_shift.config.enabled", "Value": "true"})
	}
	return map[string]any{"LoadBalancerAttributes": attributes}
}

// otherAction forwards to the same groups in another form, or answers otherwise.
func otherAction(p map[string]any) map[string]any {
	action := p["DefaultActions"].([]any)[0].(map[string]any)
	if group := action["TargetGroupArn"]; group != nil {
		weighted := map[string]any{"TargetGroups": []any{map[string]any{"TargetGroupArn": group, "Weight": 1}}}
		return map[string]any{"DefaultActions": []any{map[string]any{"Type": "forward", "ForwardConfig": weighted}}}
	}
	return map[string]any{"DefaultActions": []any{map[string]any{"Type": "fixed-response", "FixedResponseConfig": map[string]any{"StatusCode": "410"}}}}
}

func otherHealthCheck(p map[string]any) map[string]any {
	if overHTTP(p) {
		return map[string]any{"HealthCheckProtocol": "HTTPS"}
	}
	return map[string]any{"HealthCheckProtocol": "HTTP"}
}

func otherTargetPort(p map[string]any) map[string]any {
	var targets []any
	for _, target := range p["Targets"].([]any) {
		other := maps.Clone(target.(map[string]any))
		other["Port"] = 7654
		targets = append(targets, other)
	}
	return map[string]any{"Targets": targets}
}

func otherPolicy(p map[string]any) map[string]any {
	policy := maps.Clone(p["AssumeRolePolicyDocument"].(map[string]any))
	statement := maps.Clone(policy["Statement"].([]any)[0].(map[string]any))
	statement["Sid"] = "Same"
	policy["Statement"] = []any{statement}
	return map[string]any{"AssumeRolePolicyDocument": policy}
}

// otherRecords lead elsewhere, or have a text besides.
func otherRecords(p map[string]any) map[string]any {
	if is("Type", "TXT")(p) {
		return appended("ResourceRecords", `"another"`).to(p)
	}
	return map[string]any{"ResourceRecords": []any{"elsewhere.example.com"}}
}

func otherDocument(p map[string]any) map[string]any {
	policy := maps.Clone(p["PolicyDocument"].(map[string]any))
	statement := maps.Clone(policy["Statement"].([]any)[0].(map[string]any))
	statement["Sid"] = "Same"
	policy["Statement"] = []any{statement}
	return map[string]any{"PolicyDocument": policy}
}

func fewerVpcs(p map[string]any) map[string]any {
	vpcs := p["VPCs"].([]any)
	if len(vpcs) < 2 {
		return nil
	}
	return map[string]any{"VPCs": vpcs[:1]}
}

func healthyAlias(p map[string]any) map[string]any {
	alias := maps.Clone(p["AliasTarget"].(map[string]any))
	alias["EvaluateTargetHealth"] = alias["EvaluateTargetHealth"] != true
	return map[string]any{"AliasTarget": alias}
}
