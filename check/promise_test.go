package check

import (
	"path/filepath"
	"strings"
	"testing"
)

// promised writes an assembly whose constructs have noted what they promise.
func promised(t *testing.T, change func(provider, consumer object), sides ...string) *Report {
	t.Helper()
	templates := flowing(t)
	provider, consumer := templates["Provider"]["Resources"].(object), templates["Consumer"]["Resources"].(object)
	change(provider, consumer)
	directory := written(t, templates)
	artifacts := object{}
	for _, side := range []string{"Provider", "Consumer"} {
		metadata := object{}
		for id := range templates[side]["Resources"].(object) {
			path := "/" + side + "/" + id + "/Resource"
			switch id {
			case "Service":
				path = "/Provider/Orders/EndpointService"
			case "Endpoint":
				path = "/Consumer/Orders/Endpoint/Resource"
			}
			metadata[path] = []any{object{"type": "aws:cdk:logicalId", "data": id}}
		}
		for _, noted := range sides {
			if noted == strings.ToLower(side) {
				metadata["/"+side] = []any{object{"type": PromisedType, "data": []any{object{"side": noted, "id": "Orders"}}}}
			}
		}
		artifacts[side] = object{
			"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1",
			"properties": object{"templateFile": side + ".template.json"}, "metadata": metadata,
		}
	}
	write(t, filepath.Join(directory, "manifest.json"), object{"version": "48.0.0", "artifacts": artifacts})
	report, err := Directory(directory)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestPromises: what blocks a way that a construct of this library promises is an error, at
// its own side; of ways that others made it is a warning. Nothing is told twice.
func TestPromises(t *testing.T) {
	var (
		good       = func(_, _ object) {}
		clientShut = func(_, consumer object) {
			set(consumer, "ClientGroup", "SecurityGroupEgress", []any{object{"IpProtocol": "icmp", "FromPort": 252, "ToPort": 86, "CidrIp": "255.255.255.255/32"}})
		}
		serverShut = func(provider, _ object) { set(provider, "ServerGroup", "SecurityGroupIngress", []any{}) }
		noAddress  = func(provider, _ object) { set(provider, "Group", "SecurityGroupIngress", []any{}) }
		otherRange = func(provider, _ object) {
			set(provider, "Group", "SecurityGroupIngress", []any{object{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "192.168.0.0/16"}})
		}
		secondPort = func(provider, _ object) {
			set(provider, "ServerGroup", "SecurityGroupIngress", []any{})
			provider["Listener2"] = made("AWS::ElasticLoadBalancingV2::Listener", object{
				"LoadBalancerArn": ref("Balancer"), "Port": 444, "Protocol": "TCP", "DefaultActions": []any{object{"Type": "forward", "TargetGroupArn": ref("Targets2")}},
			})
			provider["Targets2"] = made("AWS::ElasticLoadBalancingV2::TargetGroup", object{
				"VpcId": ref("Vpc"), "Port": 9443, "Protocol": "TCP", "TargetType": "instance", "Targets": []any{object{"Id": ref("Server")}},
			})
			provider["GroupIn2"] = made(ingressType, object{"GroupId": ref("Group"), "IpProtocol": "tcp", "FromPort": 444, "ToPort": 444, "CidrIp": "0.0.0.0/0"})
		}
		secondClient = func(provider, consumer object) {
			set(provider, "ServerGroup", "SecurityGroupIngress", []any{})
			consumer["ClientGroup2"] = made(groupType, object{"GroupDescription": "client", "VpcId": ref("Vpc")})
			consumer["In2"] = made(ingressType, object{"GroupId": ref("EndpointGroup"), "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "SourceSecurityGroupId": ref("ClientGroup2")})
		}
		bastion = func(_, consumer object) {
			consumer["Bastion"] = made(groupType, object{"GroupDescription": "bastion", "VpcId": ref("Vpc"), "SecurityGroupEgress": []any{
				object{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "10.0.0.0/16"},
			}})
			consumer["BastionIn"] = made(ingressType, object{"GroupId": ref("EndpointGroup"), "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "SourceSecurityGroupId": ref("Bastion")})
		}
		nobody       = func(_, consumer object) { set(consumer, "EndpointGroup", "SecurityGroupIngress", []any{}) }
		healthShut   = func(provider, _ object) { set(provider, "Targets", "HealthCheckPort", "9000") }
		secondServer = func(provider, _ object) {
			provider["Group2"] = made(groupType, object{"GroupDescription": "shut", "VpcId": ref("Vpc")})
			provider["Server2"] = made("AWS::EC2::Instance", object{"SubnetId": ref("Subnet1"), "SecurityGroupIds": []any{ref("Group2")}})
			set(provider, "Targets", "Targets", []any{object{"Id": ref("Server")}, object{"Id": ref("Server2")}})
		}
	)
	both := []string{"provider", "consumer"}
	for name, c := range map[string]struct {
		change func(provider, consumer object)
		sides  []string
		want   string
	}{
		"all is well":                        {good, both, ""},
		"out of a promised client":           {clientShut, both, "error client-outbound ClientGroup"},
		"a consumer's, of another provider":  {clientShut, []string{"consumer"}, "error client-outbound ClientGroup"},
		"not a consumer's":                   {clientShut, []string{"provider"}, "warning client-outbound ClientGroup"},
		"into a promised target":             {serverShut, both, "error target-inbound ServerGroup"},
		"the provider's, of other consumers": {serverShut, []string{"provider"}, "error target-inbound ServerGroup"},
		"not a provider's":                   {serverShut, nil, "warning target-inbound ServerGroup"},
		"one of two targets":                 {secondServer, both, "warning target-inbound Group2"},
		"health checks":                      {healthShut, both, "warning target-inbound ServerGroup"},
		"a rule tells it already":            {noAddress, both, "error existing-load-balancer-inbound Balancer"},
		"and so it does of ranges":           {otherRange, both, "error client-range-admitted Endpoint"},
		"once for each port":                 {secondPort, both, "error target-inbound ServerGroup, error target-inbound ServerGroup, warning endpoint-port-closed Endpoint"},
		"and once for all clients":           {secondClient, both, "error target-inbound ServerGroup"},
		"who is admitted on another port":    {bastion, both, ""},
		"and of nobody":                      {nobody, both, "warning clients-unknown Endpoint, warning endpoint-port-closed Endpoint"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range promised(t, c.change, c.sides...).Findings {
				got = append(got, string(f.Severity)+" "+strings.TrimPrefix(f.ID, "privatelink::")+" "+f.LogicalID)
				if f.Fix == "" || f.Source == "" || f.Path == "" || f.Template == "" || f.Problem == "" {
					t.Errorf("%+v", f)
				}
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}
