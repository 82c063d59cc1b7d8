package check

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

type object = map[string]any

func ref(id string) object             { return object{"Ref": id} }
func att(id, attribute string) object  { return object{"Fn::GetAtt": []any{id, attribute}} }
func made(of string, p object) object  { return object{"Type": of, "Properties": p} }
func pick(index int, list any) object  { return object{"Fn::Select": []any{index, list}} }
func joined(parts ...any) object       { return object{"Fn::Join": []any{"", parts}} }
func imported(name string) object      { return object{"Fn::ImportValue": name} }
func split(at string, text any) object { return object{"Fn::Split": []any{at, text}} }

// written writes a cloud assembly of templates by the names of their stacks.
func written(t testing.TB, templates map[string]object) string {
	t.Helper()
	directory := t.TempDir()
	artifacts := object{}
	for name, template := range templates {
		artifacts[name] = object{
			"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": object{"templateFile": name + ".template.json"},
		}
		write(t, filepath.Join(directory, name+".template.json"), template)
	}
	write(t, filepath.Join(directory, "manifest.json"), object{"version": "48.0.0", "artifacts": artifacts})
	return directory
}

func write(t testing.TB, file string, content any) {
	t.Helper()
	encoded, err := json.MarshalIndent(content, "", " ")
	if err == nil {
		err = os.WriteFile(file, encoded, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// vpcOf are a VPC and a subnet in each of two zones.
func vpcOf(resources object) object {
	resources["Vpc"] = made("AWS::EC2::VPC", object{"CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": true, "EnableDnsSupport": true})
	for i := range 2 {
		resources[fmt.Sprint("Subnet", i)] = made("AWS::EC2::Subnet", object{
			"VpcId": ref("Vpc"), "CidrBlock": fmt.Sprintf("10.0.%d.0/24", i), "AvailabilityZone": pick(i, object{"Fn::GetAZs": ""}),
		})
	}
	return resources
}

// providerOf is a service behind a Network Load Balancer that admits everybody.
func providerOf() object {
	return object{
		"Resources": vpcOf(object{
			"Group": made("AWS::EC2::SecurityGroup", object{
				"GroupDescription": "group", "VpcId": ref("Vpc"),
				"SecurityGroupIngress": []any{object{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}},
			}),
			"Balancer": made("AWS::ElasticLoadBalancingV2::LoadBalancer", object{
				"Type": "network", "Scheme": "internal", "Subnets": []any{ref("Subnet0"), ref("Subnet1")}, "SecurityGroups": []any{ref("Group")},
				"LoadBalancerAttributes": []any{object{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}},
			}),
			"Listener": made("AWS::ElasticLoadBalancingV2::Listener", object{
				"LoadBalancerArn": ref("Balancer"), "Port": 443, "Protocol": "TCP", "DefaultActions": []any{object{"Type": "forward", "TargetGroupArn": ref("Targets")}},
			}),
			"Targets": made("AWS::ElasticLoadBalancingV2::TargetGroup", object{
				"VpcId": ref("Vpc"), "Port": 8443, "Protocol": "TCP", "TargetType": "ip", "Targets": []any{object{"Id": "10.0.1.5", "Port": 8443}},
			}),
			"Service": made("AWS::EC2::VPCEndpointService", object{"NetworkLoadBalancerArns": []any{ref("Balancer")}, "AcceptanceRequired": false}),
			"Permissions": made("AWS::EC2::VPCEndpointServicePermissions", object{
				"ServiceId": ref("Service"), "AllowedPrincipals": []any{joined("arn:", ref("AWS::Partition"), ":iam::111122223333:root")},
			}),
		}),
		"Outputs": object{"Name": object{
			"Value": joined("com.amazonaws.vpce.us-east-1.", ref("Service")), "Export": object{"Name": "Provider:Name"},
		}},
	}
}

const perStack = 100

// workload is W(n) of benchmarks/workload: a provider, and n endpoints to it, a hundred in
// a stack.
func workload(n int) map[string]object {
	templates := map[string]object{"Provider": providerOf()}
	for first := 0; first < n; first += perStack {
		resources := vpcOf(object{})
		for i := first; i < min(first+perStack, n); i++ {
			endpoint := fmt.Sprint("Endpoint", i)
			group, zone := endpoint+"Group", endpoint+"Zone"
			resources[group] = made("AWS::EC2::SecurityGroup", object{
				"GroupDescription": endpoint, "VpcId": ref("Vpc"), "SecurityGroupEgress": []any{object{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}},
			})
			resources[endpoint+"From"] = made("AWS::EC2::SecurityGroupIngress", object{
				"GroupId": att(group, "GroupId"), "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": att("Vpc", "CidrBlock"),
			})
			resources[endpoint] = made("AWS::EC2::VPCEndpoint", object{
				"VpcId": ref("Vpc"), "VpcEndpointType": "Interface", "ServiceName": imported("Provider:Name"),
				"SubnetIds": []any{ref("Subnet0"), ref("Subnet1")}, "SecurityGroupIds": []any{att(group, "GroupId")}, "PrivateDnsEnabled": false,
			})
			resources[zone] = made("AWS::Route53::HostedZone", object{
				"Name": fmt.Sprintf("orders%d.internal.", i), "VPCs": []any{object{"VPCId": ref("Vpc"), "VPCRegion": ref("AWS::Region")}},
			})
			entry := split(":", pick(0, att(endpoint, "DnsEntries")))
			resources[endpoint+"Alias"] = made("AWS::Route53::RecordSet", object{
				"HostedZoneId": ref(zone), "Name": fmt.Sprintf("orders%d.internal.", i), "Type": "A",
				"AliasTarget": object{"HostedZoneId": pick(0, entry), "DNSName": pick(1, entry)},
			})
		}
		templates[fmt.Sprint("Consumer", first/perStack)] = object{"Resources": resources}
	}
	return templates
}

// BenchmarkJudge: the time for an endpoint does not grow with their number.
func BenchmarkJudge(b *testing.B) {
	for _, n := range []int{100, 500, 2000} {
		b.Run(fmt.Sprintf("W(%d)", n), func(b *testing.B) {
			directory := written(b, workload(n))
			for b.Loop() {
				report, err := Directory(directory)
				if err != nil || len(report.Errors()) > n/perStack { // A VPC has 50 endpoints.
					b.Fatal(report, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/endpoint")
		})
	}
}

// BenchmarkLarge judges 50 MB of templates that have nothing to do with PrivateLink, and
// the same with an endpoint in each.
func BenchmarkLarge(b *testing.B) {
	for _, endpoints := range []bool{false, true} {
		b.Run(fmt.Sprintf("endpoints=%t", endpoints), func(b *testing.B) {
			templates := map[string]object{}
			for s := range 200 {
				resources := object{}
				for i := range 200 {
					resources[fmt.Sprint("Function", i)] = made("AWS::Lambda::Function", object{
						"Code": object{"ZipFile": strings.Repeat("exports.handler = () => {};\n", 30)}, "Handler": "index.handler", "Runtime": "nodejs22.x",
						"Environment": object{"Variables": object{"A": ref(fmt.Sprint("Function", (i+1)%200))}},
					})
				}
				if endpoints {
					vpcOf(resources)["Endpoint"] = made("AWS::EC2::VPCEndpoint", object{
						"VpcId": ref("Vpc"), "VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.us-east-1.ssm", "SubnetIds": []any{ref("Subnet0")},
						"PrivateDnsEnabled": true,
					})
				}
				templates[fmt.Sprint("Stack", s)] = object{"Resources": resources}
			}
			directory := written(b, templates)
			b.SetBytes(sizeOf(b, directory))
			templates = nil
			runtime.GC()
			var peak uint64
			done, stopped := make(chan bool), make(chan bool)
			go func() {
				defer close(stopped)
				for {
					select {
					case <-done:
						return
					case <-time.After(5 * time.Millisecond):
						var stats runtime.MemStats
						runtime.ReadMemStats(&stats)
						peak = max(peak, stats.HeapAlloc)
					}
				}
			}()
			for b.Loop() {
				if report, err := Directory(directory); err != nil || len(report.Errors()) > 0 {
					b.Fatal(report, err)
				}
			}
			close(done)
			<-stopped
			b.ReportMetric(float64(peak)/1e6, "peak-MB")
		})
	}
}

func sizeOf(b *testing.B, directory string) (size int64) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		b.Fatal(err)
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil {
			size += info.Size()
		}
	}
	return size
}
