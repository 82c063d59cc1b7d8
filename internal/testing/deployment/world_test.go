package deployment

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// properties are those of a resource that is made without a template.
type properties = resources.Properties

// site is a world with a network in it.
type site struct {
	*resources.World
	t                     *testing.T
	vpc, subnetA, subnetB string
	otherVpc, otherSubnet string
	group, otherGroup     string
	balancer, targets     *resources.Resource
}

func newSite(t *testing.T) *site {
	s := &site{World: NewWorld(t), t: t}
	s.vpc = s.made("AWS::EC2::VPC", properties{"CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": true}).ID
	s.otherVpc = s.made("AWS::EC2::VPC", properties{"CidrBlock": "10.1.0.0/16"}).ID
	s.subnetA = s.subnet(s.vpc, "10.0.0.0/24", "us-east-1a")
	s.subnetB = s.subnet(s.vpc, "10.0.1.0/24", "us-east-1b")
	s.otherSubnet = s.subnet(s.otherVpc, "10.1.0.0/24", "us-east-1a")
	s.group = s.made("AWS::EC2::SecurityGroup", properties{"GroupDescription": "own", "VpcId": s.vpc}).ID
	s.otherGroup = s.made("AWS::EC2::SecurityGroup", properties{"GroupDescription": "other", "VpcId": s.otherVpc}).ID
	s.balancer = s.made("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(nil))
	s.targets = s.made("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(nil))
	return s
}

// made makes a resource, or ends the test.
func (s *site) made(resourceType string, p properties) *resources.Resource {
	s.t.Helper()
	r, err := s.Create(Home, resourceType, "Test", p)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// make tries to make a resource.
func (s *site) make(resourceType string, p properties) error {
	_, err := s.Create(Home, resourceType, "Test", p)
	return err
}

func (s *site) subnet(vpc, cidr, zone string) string {
	s.t.Helper()
	return s.made("AWS::EC2::Subnet", properties{"VpcId": vpc, "CidrBlock": cidr, "AvailabilityZone": zone}).ID
}

// with adds properties to others.
func with(p, more properties) properties {
	maps.Copy(p, more)
	return p
}

// network are the properties of a load balancer, tcp those of a target group, forward
// those of a listener, provided those of a service.
func (s *site) network(more properties) properties {
	return with(properties{"Type": "network", "Scheme": "internal", "Subnets": []any{s.subnetA, s.subnetB}}, more)
}

func (s *site) tcp(more properties) properties {
	return with(properties{"Protocol": "TCP", "Port": 443, "TargetType": "ip", "VpcId": s.vpc}, more)
}

func (s *site) forward(more properties) properties {
	return with(properties{
		"LoadBalancerArn": s.balancer.ID, "Port": 443, "Protocol": "TCP",
		"DefaultActions": []any{map[string]any{"Type": "forward", "TargetGroupArn": s.targets.ID}},
	}, more)
}

func (s *site) provided(more properties) properties {
	return with(properties{"NetworkLoadBalancerArns": []any{s.balancer.ID}, "AcceptanceRequired": false}, more)
}

// connected makes a service and an endpoint to it.
func (s *site) connected() (service, endpoint *resources.Resource) {
	s.t.Helper()
	service = s.made("AWS::EC2::VPCEndpointService", s.provided(nil))
	s.made("AWS::EC2::VPCEndpointServicePermissions", properties{"ServiceId": service.ID, "AllowedPrincipals": []any{"*"}})
	return service, s.made("AWS::EC2::VPCEndpoint", s.joined(service, nil))
}

func (s *site) joined(service *resources.Resource, more properties) properties {
	return with(properties{
		"VpcId": s.vpc, "VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.vpce.us-east-1." + service.ID, "SubnetIds": []any{s.subnetA},
	}, more)
}

// internet makes an internet gateway and attaches it.
func (s *site) internet() (gateway, attachment *resources.Resource) {
	s.t.Helper()
	gateway = s.made("AWS::EC2::InternetGateway", properties{})
	return gateway, s.made("AWS::EC2::VPCGatewayAttachment", properties{"VpcId": s.vpc, "InternetGatewayId": gateway.ID})
}

func (s *site) attribute(r *resources.Resource, name string) string {
	s.t.Helper()
	value, err := s.Attribute(r, name)
	if err != nil {
		s.t.Fatal(err)
	}
	return fmt.Sprint(value)
}

func (s *site) nat() (nat, address *resources.Resource) {
	s.t.Helper()
	address = s.made("AWS::EC2::EIP", properties{"Domain": "vpc"})
	return s.made("AWS::EC2::NatGateway", properties{"SubnetId": s.subnetA, "AllocationId": s.attribute(address, "AllocationId")}), address
}

func (s *site) zone(name string) *resources.Resource {
	s.t.Helper()
	return s.made("AWS::Route53::HostedZone", properties{"Name": name, "VPCs": []any{map[string]any{"VPCId": s.vpc, "VPCRegion": "us-east-1"}}})
}

func (s *site) ingress(more properties) properties {
	return with(properties{"GroupId": s.group, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/16"}, more)
}

func (s *site) role() *resources.Resource {
	s.t.Helper()
	return s.made("AWS::IAM::Role", properties{"RoleName": "orders", "AssumeRolePolicyDocument": map[string]any{}})
}

// task makes a cluster and a task definition, and returns a service's properties.
func (s *site) task(port int) properties {
	s.t.Helper()
	cluster := s.made("AWS::ECS::Cluster", properties{})
	definition := s.made("AWS::ECS::TaskDefinition", properties{"NetworkMode": "awsvpc", "ContainerDefinitions": []any{
		map[string]any{"Name": "web", "Image": "nginx", "PortMappings": []any{map[string]any{"ContainerPort": 80}}},
	}})
	return properties{"Cluster": cluster.ID, "TaskDefinition": definition.ID, "LoadBalancers": []any{
		map[string]any{"ContainerName": "web", "ContainerPort": port, "TargetGroupArn": s.targets.ID},
	}}
}

// web makes an Application Load Balancer that listens on port 443, before are the
// properties of a target group before it.
func (s *site) web() *resources.Resource {
	s.t.Helper()
	web := s.made("AWS::ElasticLoadBalancingV2::LoadBalancer", properties{"Scheme": "internal", "Subnets": []any{s.subnetA, s.subnetB}})
	s.made("AWS::ElasticLoadBalancingV2::Listener", properties{
		"LoadBalancerArn": web.ID, "Port": 443, "Protocol": "HTTP", "DefaultActions": []any{map[string]any{"Type": "fixed-response"}},
	})
	return web
}

func (s *site) before(web *resources.Resource, more properties) properties {
	return s.tcp(with(properties{"TargetType": "alb", "Targets": []any{map[string]any{"Id": web.ID, "Port": 443}}}, more))
}

// absent are references to what isn't there, by type, property and what it should be.
var absent = []struct{ of, property, to string }{
	{"AWS::EC2::NatGateway", "AllocationId", "AWS::EC2::EIP"},
	{"AWS::EC2::VPCGatewayAttachment", "InternetGatewayId", "AWS::EC2::InternetGateway"},
	{"AWS::EC2::Route", "NatGatewayId", "AWS::EC2::NatGateway"},
	{"AWS::EC2::Route", "RouteTableId", "AWS::EC2::RouteTable"},
	{"AWS::EC2::SecurityGroupIngress", "GroupId", "AWS::EC2::SecurityGroup"},
	{"AWS::EC2::InstanceConnectEndpoint", "SubnetId", "AWS::EC2::Subnet"},
	{"AWS::EC2::RouteTable", "VpcId", "AWS::EC2::VPC"},
	{"AWS::EC2::VPCEndpointConnectionNotification", "VPCEndpointId", "AWS::EC2::VPCEndpoint"},
	{"AWS::EC2::VPCEndpointServicePermissions", "ServiceId", "AWS::EC2::VPCEndpointService"},
	{"AWS::ElasticLoadBalancingV2::ListenerCertificate", "ListenerArn", "AWS::ElasticLoadBalancingV2::Listener"},
	{"AWS::AutoScaling::AutoScalingGroup", "TargetGroupARNs", "AWS::ElasticLoadBalancingV2::TargetGroup"},
	{"AWS::EC2::Instance", "IamInstanceProfile", "AWS::IAM::InstanceProfile"},
	{"AWS::IAM::InstanceProfile", "Roles", "AWS::IAM::Role"},
	{"AWS::Route53::RecordSet", "HostedZoneId", "AWS::Route53::HostedZone"},
	{"AWS::SNS::TopicPolicy", "Topics", "AWS::SNS::Topic"},
	{"AWS::ECS::Service", "TaskDefinition", ""}, // For which no words of AWS's are known.
}

// needed are the required properties of the types above.
var needed = map[string]properties{
	"AWS::EC2::VPCGatewayAttachment":                   {"VpcId": "vpc-0123456789abcdef0"},
	"AWS::EC2::SecurityGroupIngress":                   {"IpProtocol": "-1"},
	"AWS::EC2::Route":                                  {"RouteTableId": "rtb-0123456789abcdef0"},
	"AWS::EC2::VPCEndpointConnectionNotification":      {"ConnectionEvents": []any{"Accept"}, "ConnectionNotificationArn": "arn:aws:sns:us-east-1:111122223333:given"},
	"AWS::ElasticLoadBalancingV2::ListenerCertificate": {"Certificates": []any{}},
	"AWS::AutoScaling::AutoScalingGroup":               {"MinSize": 0, "MaxSize": 1},
	"AWS::Route53::RecordSet":                          {"Name": "orders.internal", "Type": "A"},
	"AWS::SNS::TopicPolicy":                            {"PolicyDocument": map[string]any{}},
}

// worldCases break the stand-in's rules that no valid system of the library comes near,
// by the resources themselves.
var worldCases = map[string]func(*site) error{
	// The network.
	"vpc-range": func(s *site) error { return s.make("AWS::EC2::VPC", properties{"CidrBlock": "10.0.0.0/8"}) },
	"dns-hostnames-need-support": func(s *site) error {
		return s.make("AWS::EC2::VPC", properties{"CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": true, "EnableDnsSupport": false})
	},
	"subnet-zone": func(s *site) error {
		return s.make("AWS::EC2::Subnet", properties{"VpcId": s.vpc, "CidrBlock": "10.0.9.0/24", "AvailabilityZone": "us-east-1z"})
	},
	"subnet-range": func(s *site) error {
		return s.make("AWS::EC2::Subnet", properties{"VpcId": s.vpc, "CidrBlock": "10.9.0.0/24"})
	},
	"subnet-overlap": func(s *site) error {
		return s.make("AWS::EC2::Subnet", properties{"VpcId": s.vpc, "CidrBlock": "10.0.0.0/25"})
	},
	"route-table-association": func(s *site) error {
		table := s.made("AWS::EC2::RouteTable", properties{"VpcId": s.vpc}).ID
		s.made("AWS::EC2::SubnetRouteTableAssociation", properties{"RouteTableId": table, "SubnetId": s.subnetA})
		return s.make("AWS::EC2::SubnetRouteTableAssociation", properties{"RouteTableId": table, "SubnetId": s.subnetA})
	},
	"route-duplicate": func(s *site) error {
		gateway, _ := s.internet()
		route := properties{"RouteTableId": s.made("AWS::EC2::RouteTable", properties{"VpcId": s.vpc}).ID, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway.ID}
		s.made("AWS::EC2::Route", route)
		return s.make("AWS::EC2::Route", route)
	},
	"route-gateway-attached": func(s *site) error {
		table := s.made("AWS::EC2::RouteTable", properties{"VpcId": s.vpc}).ID
		return s.make("AWS::EC2::Route", properties{"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": s.made("AWS::EC2::InternetGateway", properties{}).ID})
	},
	"nat-internet": func(s *site) error { return s.make("AWS::EC2::NatGateway", properties{"SubnetId": s.subnetA}) },
	"gateway-in-use": func(s *site) error {
		_, attachment := s.internet()
		s.nat()
		return s.Delete(attachment)
	},

	// Security groups.
	"group-description": func(s *site) error {
		return s.make("AWS::EC2::SecurityGroup", properties{"GroupDescription": "Größe", "VpcId": s.vpc})
	},
	"group-name-taken": func(s *site) error {
		p := properties{"GroupDescription": "own", "GroupName": "own", "VpcId": s.vpc}
		s.made("AWS::EC2::SecurityGroup", p)
		return s.make("AWS::EC2::SecurityGroup", p)
	},
	"group-rule-form": func(s *site) error {
		return s.make("AWS::EC2::SecurityGroupIngress", s.ingress(properties{"CidrIp": "10.0.0.1"}))
	},
	"group-rule-duplicate": func(s *site) error {
		s.made("AWS::EC2::SecurityGroupIngress", s.ingress(nil))
		return s.make("AWS::EC2::SecurityGroupIngress", s.ingress(properties{"Description": "the same again"}))
	},
	"group-rule-network": func(s *site) error {
		p := s.ingress(properties{"SourceSecurityGroupId": s.otherGroup})
		delete(p, "CidrIp")
		return s.make("AWS::EC2::SecurityGroupIngress", p)
	},

	// Load balancers, target groups and listeners.
	"load-balancer-name-taken": func(s *site) error {
		s.made("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"Name": "orders"}))
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"Name": "orders"}))
	},
	"application-load-balancer-zones": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", properties{"Scheme": "internal", "Subnets": []any{s.subnetA}})
	},
	"load-balancer-internet": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"Scheme": "internet-facing"}))
	},
	"load-balancer-groups-vpc": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"SecurityGroups": []any{s.otherGroup}}))
	},
	"load-balancer-groups-later": func(s *site) error {
		return s.Update(s.balancer, s.network(properties{"SecurityGroups": []any{s.group}}))
	},
	"enforcement-without-group": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "off"}))
	},
	"access-logs-permission": func(s *site) error {
		bucket := s.made("AWS::S3::Bucket", properties{})
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"LoadBalancerAttributes": attributed("access_logs.s3.enabled", "true", "access_logs.s3.bucket", bucket.ID)}))
	},
	"load-balancer-attribute": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"LoadBalancerAttributes": attributed("idle_timeout.timeout_seconds", "60")}))
	},
	"deny-all-igw-ipv4": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"LoadBalancerAttributes": attributed("ipv6.deny_all_igw_traffic", "true")}))
	},
	"load-balancer-subnets-vpc": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"Subnets": []any{s.subnetB, s.otherSubnet}}))
	},
	"access-logs-region": func(s *site) error {
		bucket, err := s.Create(resources.Place{Account: Home.Account, Region: "eu-west-1"}, "AWS::S3::Bucket", "Logs", properties{})
		if err != nil {
			s.t.Fatal(err)
		}
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"LoadBalancerAttributes": attributed("access_logs.s3.enabled", "true", "access_logs.s3.bucket", bucket.ID)}))
	},
	"tls-policy": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::Listener", s.forward(properties{"Protocol": "TLS", "Certificates": certificates(1), "SslPolicy": "strict"}))
	},
	"listener-group-count": func(s *site) error {
		groups := repeated(6, func(int) any {
			return map[string]any{"TargetGroupArn": s.made("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(nil)).ID}
		})
		return s.make("AWS::ElasticLoadBalancingV2::Listener", s.forward(properties{"DefaultActions": []any{
			map[string]any{"Type": "forward", "ForwardConfig": map[string]any{"TargetGroups": groups}},
		}}))
	},
	"alb-attributes": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(properties{"TargetType": "alb", "TargetGroupAttributes": attributed("stickiness.enabled", "true")}))
	},
	"alb-vpc": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::TargetGroup", s.before(s.web(), properties{"VpcId": s.otherVpc}))
	},
	"alb-balancer-count": func(s *site) error {
		web := s.web()
		var err error
		for range 3 {
			balancer := s.made("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(nil))
			group := s.made("AWS::ElasticLoadBalancingV2::TargetGroup", s.before(web, nil))
			err = s.make("AWS::ElasticLoadBalancingV2::Listener", s.forward(properties{
				"LoadBalancerArn": balancer.ID, "DefaultActions": []any{map[string]any{"Type": "forward", "TargetGroupArn": group.ID}},
			}))
		}
		return err
	},
	"target-zone-inside": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(properties{"Targets": []any{map[string]any{"Id": "10.0.0.10", "AvailabilityZone": "all"}}}))
	},
	"secondary-addresses-fewer": func(s *site) error {
		const key = "secondary_ips.auto_assigned.per_subnet"
		balancer := s.made("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"LoadBalancerAttributes": attributed(key, "2")}))
		return s.Update(balancer, s.network(properties{"LoadBalancerAttributes": attributed(key, "1")}))
	},
	"deletion-protection": func(s *site) error {
		return s.Delete(s.made("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"LoadBalancerAttributes": attributed("deletion_protection.enabled", "true")})))
	},
	"target-group-protocol": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(properties{"Protocol": "SCTP"}))
	},
	"target-group-attribute": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(properties{"TargetGroupAttributes": attributed("sticky", "true")}))
	},
	"target-group-vpc": func(s *site) error {
		s.targets = s.made("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(properties{"VpcId": s.otherVpc}))
		return s.make("AWS::ElasticLoadBalancingV2::Listener", s.forward(nil))
	},
	"rule-priority-taken": func(s *site) error {
		s.balancer = s.made("AWS::ElasticLoadBalancingV2::LoadBalancer", properties{"Scheme": "internal", "Subnets": []any{s.subnetA, s.subnetB}})
		s.targets = s.made("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(properties{"Protocol": "HTTP"}))
		on := s.made("AWS::ElasticLoadBalancingV2::Listener", s.forward(properties{"Protocol": "HTTP"}))
		rule := properties{"ListenerArn": on.ID, "Priority": 1, "Conditions": []any{}, "Actions": []any{map[string]any{"Type": "fixed-response"}}}
		s.made("AWS::ElasticLoadBalancingV2::ListenerRule", rule)
		return s.make("AWS::ElasticLoadBalancingV2::ListenerRule", rule)
	},

	// Services and endpoints.
	"supported-region-host": func(s *site) error {
		return s.make("AWS::EC2::VPCEndpointService", s.provided(properties{"SupportedRegions": []any{"eu-west-1"}}))
	},
	"payer-responsibility": func(s *site) error {
		return s.Update(s.made("AWS::EC2::VPCEndpointService", s.provided(properties{"PayerResponsibility": "ServiceOwner"})), s.provided(nil))
	},
	"load-balancers-of-connected-service": func(s *site) error {
		service, _ := s.connected()
		other := s.made("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(nil))
		return s.Update(service, s.provided(properties{"NetworkLoadBalancerArns": []any{s.balancer.ID, other.ID}}))
	},
	"service-connected": func(s *site) error {
		service, _ := s.connected()
		return s.Delete(service)
	},
	"load-balancer-in-service": func(s *site) error {
		s.connected()
		return s.Delete(s.balancer)
	},
	"subnets-of-connected-service": func(s *site) error {
		s.connected()
		return s.Update(s.balancer, s.network(properties{"Subnets": []any{s.subnetB}}))
	},
	"record-apex": func(s *site) error {
		return s.make("AWS::Route53::RecordSet", properties{"HostedZoneId": s.zone("internal").ID, "Name": "internal", "Type": "CNAME", "TTL": "60", "ResourceRecords": []any{"example.com"}})
	},
	"permissions-twice": func(s *site) error {
		service, _ := s.connected()
		return s.make("AWS::EC2::VPCEndpointServicePermissions", properties{"ServiceId": service.ID})
	},
	"endpoint-type": func(s *site) error {
		service, _ := s.connected()
		return s.make("AWS::EC2::VPCEndpoint", s.joined(service, properties{"VpcEndpointType": "Gateway"}))
	},
	"endpoint-subnets-vpc": func(s *site) error {
		service, _ := s.connected()
		return s.make("AWS::EC2::VPCEndpoint", s.joined(service, properties{"SubnetIds": []any{s.otherSubnet}}))
	},
	"endpoint-subnets": func(s *site) error {
		service, _ := s.connected()
		return s.make("AWS::EC2::VPCEndpoint", s.joined(service, properties{"SubnetIds": []any{}}))
	},
	"endpoint-groups-vpc": func(s *site) error {
		service, _ := s.connected()
		return s.make("AWS::EC2::VPCEndpoint", s.joined(service, properties{"SecurityGroupIds": []any{s.otherGroup}}))
	},
	"remote-access-zones": func(s *site) error {
		s.Publish(resources.Offer{Name: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0", Region: "eu-west-1", Regions: []string{"us-east-1"}})
		excluded := s.subnet(s.vpc, "10.0.9.0/24", "us-east-1d") // use1-az3
		return s.make("AWS::EC2::VPCEndpoint", properties{
			"VpcId": s.vpc, "VpcEndpointType": "Interface", "ServiceRegion": "eu-west-1", "SubnetIds": []any{excluded},
			"ServiceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
		})
	},
	"dns-record-type": func(s *site) error {
		service, _ := s.connected()
		return s.make("AWS::EC2::VPCEndpoint", s.joined(service, properties{"DnsOptions": map[string]any{"DnsRecordIpType": "dualstack"}}))
	},

	// Names.
	"zone-vpc": func(s *site) error {
		return s.make("AWS::Route53::HostedZone", properties{"Name": "internal", "VPCs": []any{map[string]any{"VPCId": s.vpc, "VPCRegion": "eu-west-1"}}})
	},
	"zone-vpc-twice": func(s *site) error {
		vpc := map[string]any{"VPCId": s.vpc, "VPCRegion": "us-east-1"}
		return s.make("AWS::Route53::HostedZone", properties{"Name": "internal", "VPCs": []any{vpc, vpc}})
	},
	"record-taken": func(s *site) error {
		record := properties{"HostedZoneId": s.zone("internal").ID, "Name": "orders.internal", "Type": "A", "TTL": "60", "ResourceRecords": []any{"10.0.0.1"}}
		s.made("AWS::Route53::RecordSet", record)
		return s.make("AWS::Route53::RecordSet", record)
	},
	"record-form": func(s *site) error {
		return s.make("AWS::Route53::RecordSet", properties{"HostedZoneId": s.zone("internal").ID, "Name": "orders.internal", "Type": "A", "ResourceRecords": []any{"10.0.0.1"}})
	},

	// Rules of one name, of another type than in TestRefusals.
	"security-group-count of AWS::ElasticLoadBalancingV2::LoadBalancer": func(s *site) error {
		var groups []any
		for range 6 {
			groups = append(groups, s.made("AWS::EC2::SecurityGroup", properties{"GroupDescription": "own", "VpcId": s.vpc}).ID)
		}
		return s.make("AWS::ElasticLoadBalancingV2::LoadBalancer", s.network(properties{"SecurityGroups": groups}))
	},
	"stickiness-tls of AWS::ElasticLoadBalancingV2::TargetGroup": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(properties{"Protocol": "TLS", "TargetGroupAttributes": attributed("stickiness.enabled", "true")}))
	},
	"ipv6-targets of AWS::ElasticLoadBalancingV2::TargetGroup": func(s *site) error {
		return s.make("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(properties{"TargetType": "alb", "IpAddressType": "ipv6", "HealthCheckProtocol": "HTTP"}))
	},
	"dns-zone-taken": func(s *site) error {
		s.zone("internal")
		return s.make("AWS::Route53::HostedZone", properties{"Name": "internal.", "VPCs": []any{map[string]any{"VPCId": s.vpc, "VPCRegion": "us-east-1"}}})
	},
	"idle-timeout-regions of AWS::EC2::VPCEndpointService": func(s *site) error {
		s.made("AWS::ElasticLoadBalancingV2::Listener", s.forward(properties{"ListenerAttributes": attributed("tcp.idle_timeout.seconds", "600")}))
		return s.make("AWS::EC2::VPCEndpointService", s.provided(properties{"SupportedRegions": []any{"us-east-1", "eu-west-1"}}))
	},

	// What surrounds them.
	"instance-image": func(s *site) error {
		return s.make("AWS::EC2::Instance", properties{"SubnetId": s.subnetA, "ImageId": "debian"})
	},
	"instance-groups-vpc": func(s *site) error {
		return s.make("AWS::EC2::Instance", properties{"SubnetId": s.subnetA, "ImageId": "ami-0123456789abcdef0", "SecurityGroupIds": []any{s.otherGroup}})
	},
	"ecs-target-group-balancer": func(s *site) error { return s.make("AWS::ECS::Service", s.task(80)) },
	"ecs-target-type": func(s *site) error {
		s.targets = s.made("AWS::ElasticLoadBalancingV2::TargetGroup", s.tcp(properties{"TargetType": "instance"}))
		s.made("AWS::ElasticLoadBalancingV2::Listener", s.forward(nil))
		return s.make("AWS::ECS::Service", s.task(80))
	},
	"ecs-container": func(s *site) error {
		s.made("AWS::ElasticLoadBalancingV2::Listener", s.forward(nil))
		return s.make("AWS::ECS::Service", s.task(81))
	},
	"ecs-target-group-count": func(s *site) error {
		s.made("AWS::ElasticLoadBalancingV2::Listener", s.forward(nil))
		p := s.task(80)
		p["LoadBalancers"] = repeated(6, func(int) any { return p["LoadBalancers"].([]any)[0] })
		return s.make("AWS::ECS::Service", p)
	},
	"tag-value": func(s *site) error {
		return s.make("AWS::EC2::VPC", properties{"CidrBlock": "10.2.0.0/16", "Tags": []any{map[string]any{"Key": "team", "Value": strings.Repeat("x", 257)}}})
	},
	"tag-count": func(s *site) error {
		return s.make("AWS::EC2::VPC", properties{"CidrBlock": "10.2.0.0/16", "Tags": repeated(51, func(i int) any {
			return map[string]any{"Key": fmt.Sprint("key", i), "Value": "x"}
		})})
	},
	"role-name-taken": func(s *site) error {
		s.role()
		return s.make("AWS::IAM::Role", properties{"RoleName": "orders", "AssumeRolePolicyDocument": map[string]any{}})
	},
	"function-role": func(s *site) error {
		role := s.made("AWS::IAM::Role", properties{"AssumeRolePolicyDocument": map[string]any{"Statement": []any{map[string]any{"Principal": map[string]any{"Service": "ec2.amazonaws.com"}}}}})
		return s.make("AWS::Lambda::Function", properties{"Code": map[string]any{"ZipFile": ""}, "Role": "arn:aws:iam::111122223333:role/" + role.ID})
	},
	"topic-name-taken": func(s *site) error {
		s.made("AWS::SNS::Topic", properties{"TopicName": "orders"})
		return s.make("AWS::SNS::Topic", properties{"TopicName": "orders"})
	},
	"parameter-taken": func(s *site) error {
		p := properties{"Name": "/orders", "Type": "String", "Value": "{}"}
		s.made("AWS::SSM::Parameter", p)
		return s.make("AWS::SSM::Parameter", p)
	},
	"alarm-metric-one-form": func(s *site) error {
		return s.make("AWS::CloudWatch::Alarm", properties{"ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 5, "MetricName": "RstPacketsSent", "Metrics": []any{map[string]any{"Id": "m1"}}})
	},
	"dashboard-body": func(s *site) error {
		return s.make("AWS::CloudWatch::Dashboard", properties{"DashboardBody": `{"widgets":[}`})
	},

	// What is needed stays.
	"held-AWS::EC2::VPC":    func(s *site) error { return s.Delete(s.named("AWS::EC2::VPC", s.vpc)) },
	"held-AWS::EC2::Subnet": func(s *site) error { return s.Delete(s.named("AWS::EC2::Subnet", s.subnetA)) },
	"held-AWS::EC2::SecurityGroup": func(s *site) error {
		service, _ := s.connected()
		s.made("AWS::EC2::VPCEndpoint", s.joined(service, properties{"SecurityGroupIds": []any{s.group}}))
		return s.Delete(s.named("AWS::EC2::SecurityGroup", s.group))
	},
	"held-AWS::EC2::RouteTable": func(s *site) error {
		table := s.made("AWS::EC2::RouteTable", properties{"VpcId": s.vpc})
		s.made("AWS::EC2::SubnetRouteTableAssociation", properties{"RouteTableId": table.ID, "SubnetId": s.subnetA})
		return s.Delete(table)
	},
	"held-AWS::EC2::InternetGateway": func(s *site) error {
		gateway, _ := s.internet()
		return s.Delete(gateway)
	},
	"held-AWS::EC2::EIP": func(s *site) error {
		s.internet()
		_, address := s.nat()
		return s.Delete(address)
	},
	"held-AWS::ElasticLoadBalancingV2::TargetGroup": func(s *site) error {
		s.made("AWS::ElasticLoadBalancingV2::Listener", s.forward(nil))
		return s.Delete(s.targets)
	},
	"held-AWS::Route53::HostedZone": func(s *site) error {
		zone := s.zone("internal")
		s.made("AWS::Route53::RecordSet", properties{"HostedZoneId": zone.ID, "Name": "orders.internal", "Type": "A", "TTL": "60", "ResourceRecords": []any{"10.0.0.1"}})
		return s.Delete(zone)
	},
	"held-AWS::IAM::Role": func(s *site) error {
		role := s.role()
		s.made("AWS::IAM::InstanceProfile", properties{"Roles": []any{role.ID}})
		return s.Delete(role)
	},
	"held-AWS::ECS::Cluster": func(s *site) error {
		s.made("AWS::ElasticLoadBalancingV2::Listener", s.forward(nil))
		service := s.made("AWS::ECS::Service", s.task(80))
		return s.Delete(s.named("AWS::ECS::Cluster", fmt.Sprint(service.Properties["Cluster"])))
	},
}

func (s *site) named(resourceType, id string) *resources.Resource {
	for _, r := range s.All(resourceType) {
		if r.ID == id {
			return r
		}
	}
	s.t.Fatalf("no %s %s", resourceType, id)
	return nil
}

// refusedBy says whether a case of TestRefusals is for a rule, or tells that what breaks
// it is refused by another. Where several types have a rule by one name, the case must
// say of which.
func refusedBy(rule resources.Rule) bool {
	types := map[string]bool{}
	for _, other := range resources.Rules() {
		if other.ID == rule.ID && other.Of != "" {
			types[other.Of] = true
		}
	}
	return slices.ContainsFunc(refusalCases, func(c refusalCase) bool {
		named := c.by == rule.ID || c.rule == rule.ID
		return named && (c.of == rule.Of || rule.Of == "" || c.of == "" && len(types) == 1)
	})
}

// TestWorld: each rule of the stand-in refuses something, here or in TestRefusals.
func TestWorld(t *testing.T) {
	tried := map[string]bool{}
	for rule, breaks := range worldCases {
		tried[rule] = true
		t.Run(rule, func(t *testing.T) {
			err := breaks(newSite(t))
			id, of, _ := strings.Cut(rule, " of ")
			if refusal := refusalOf(err); refusal == nil || refusal.ID != id || of != "" && refusal.Of != of {
				t.Errorf("refused by %q: %v", RuleOf(err), err)
			}
		})
	}
	for _, reference := range absent {
		rule := "absent"
		if reference.to != "" {
			rule += "-" + reference.to
		}
		tried[rule] = true
		t.Run(rule, func(t *testing.T) {
			site := newSite(t)
			GiveVpc(site.World, Home, "vpc-0123456789abcdef0", nil)
			site.Give(Home, "AWS::EC2::RouteTable", "rtb-0123456789abcdef0", properties{"VpcId": "vpc-0123456789abcdef0"})
			site.Give(Home, "AWS::SNS::Topic", "arn:aws:sns:us-east-1:111122223333:given", properties{})
			var value any = "missing"
			if strings.HasSuffix(reference.property, "s") {
				value = []any{"missing"}
			}
			p := maps.Clone(needed[reference.of])
			if p == nil {
				p = properties{}
			}
			p[reference.property] = value
			err := site.make(reference.of, p)
			if RuleOf(err) != rule {
				t.Errorf("refused by %q: %v", RuleOf(err), err)
			}
		})
	}
	tried["alb-listener-order"] = true // Of templates: a listener that isn't there yet is alb-listener's.
	for _, rule := range resources.Rules() {
		if !tried[rule.ID] && !tried[rule.ID+" of "+rule.Of] && !refusedBy(rule) {
			t.Errorf("nothing breaks %s of %s", rule.ID, rule.Of)
		}
		if !strings.HasPrefix(rule.Source, "https://") || rule.Code == "" {
			t.Errorf("%s has no source or no code", rule.ID)
		}
	}
}
