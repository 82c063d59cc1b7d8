package network

import (
	"slices"
	"strings"
)

// Resource types.
const (
	VPC                 = "AWS::EC2::VPC"
	VPCCidrBlock        = "AWS::EC2::VPCCidrBlock"
	Subnet              = "AWS::EC2::Subnet"
	SecurityGroup       = "AWS::EC2::SecurityGroup"
	Ingress             = "AWS::EC2::SecurityGroupIngress"
	Egress              = "AWS::EC2::SecurityGroupEgress"
	Instance            = "AWS::EC2::Instance"
	Endpoint            = "AWS::EC2::VPCEndpoint"
	EndpointService     = "AWS::EC2::VPCEndpointService"
	Permissions         = "AWS::EC2::VPCEndpointServicePermissions"
	Notification        = "AWS::EC2::VPCEndpointConnectionNotification"
	LoadBalancer        = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	Listener            = "AWS::ElasticLoadBalancingV2::Listener"
	ListenerRule        = "AWS::ElasticLoadBalancingV2::ListenerRule"
	ListenerCertificate = "AWS::ElasticLoadBalancingV2::ListenerCertificate"
	TargetGroup         = "AWS::ElasticLoadBalancingV2::TargetGroup"
	HostedZone          = "AWS::Route53::HostedZone"
	RecordSet           = "AWS::Route53::RecordSet"
	RecordSetGroup      = "AWS::Route53::RecordSetGroup"
	EcsService          = "AWS::ECS::Service"
	TaskDefinition      = "AWS::ECS::TaskDefinition"
	ScalingGroup        = "AWS::AutoScaling::AutoScalingGroup"
	Topic               = "AWS::SNS::Topic"
	TopicPolicy         = "AWS::SNS::TopicPolicy"
	TopicInlinePolicy   = "AWS::SNS::TopicInlinePolicy"
	Bucket              = "AWS::S3::Bucket"
	BucketPolicy        = "AWS::S3::BucketPolicy"
	Certificate         = "AWS::CertificateManager::Certificate"
	Parameter           = "AWS::SSM::Parameter"

	ResourceGateway       = "AWS::VpcLattice::ResourceGateway"
	ResourceConfiguration = "AWS::VpcLattice::ResourceConfiguration"
	ResourceAssociation   = "AWS::VpcLattice::ServiceNetworkResourceAssociation"
	ResourceShare         = "AWS::RAM::ResourceShare"
)

// Types of what only the way of a packet passes: nothing is demanded of them here.
const (
	NetworkAcl            = "AWS::EC2::NetworkAcl"
	NetworkAclEntry       = "AWS::EC2::NetworkAclEntry"
	NetworkAclAssociation = "AWS::EC2::SubnetNetworkAclAssociation"
	PrefixList            = "AWS::EC2::PrefixList"
	Function              = "AWS::Lambda::Function"
	LaunchTemplate        = "AWS::EC2::LaunchTemplate"
	LaunchConfiguration   = "AWS::AutoScaling::LaunchConfiguration"
	ResolverRule          = "AWS::Route53Resolver::ResolverRule"
	DBInstance            = "AWS::RDS::DBInstance"
	DBCluster             = "AWS::RDS::DBCluster"
	DBSubnetGroup         = "AWS::RDS::DBSubnetGroup"
)

// passed are the types that only the way of a packet passes.
var passed = []string{NetworkAcl, NetworkAclEntry, NetworkAclAssociation, PrefixList, Function, LaunchTemplate, LaunchConfiguration, ResolverRule, DBInstance, DBCluster, DBSubnetGroup}

// Types are all that a model has and demands are about.
var Types = []string{
	VPC, VPCCidrBlock, Subnet, SecurityGroup, Ingress, Egress, Instance, Endpoint, EndpointService, Permissions, Notification,
	LoadBalancer, Listener, ListenerRule, ListenerCertificate, TargetGroup, HostedZone, RecordSet, EcsService, TaskDefinition,
	ScalingGroup, Topic, TopicPolicy, Bucket, BucketPolicy, Certificate, Parameter,
	RecordSetGroup, TopicInlinePolicy, subnetCidrBlock, groupAssociation, peering, transit, transitVpc, wan, route,
	ResourceGateway, ResourceConfiguration, ResourceAssociation, ResourceShare,
	Verification, Acceptance, Rejection, Targets,
}

// Types of what functions do to services, as package privatelinkfunctions has it.
const (
	Verification = "Custom::PrivateLinkVerification"
	Acceptance   = "Custom::PrivateLinkAcceptance"
	Rejection    = "Custom::PrivateLinkRejection"
	Targets      = "Custom::PrivateLinkTargets"
)

// identities are the attributes that name a resource as Ref does, where there are any.
var identities = map[string][]string{
	VPC: {"VpcId"}, Subnet: {"SubnetId"}, SecurityGroup: {"GroupId", "Id"}, Instance: {"InstanceId"}, Endpoint: {"Id"},
	EndpointService: {"ServiceId"}, LoadBalancer: {"LoadBalancerArn"}, Listener: {"ListenerArn"}, TargetGroup: {"TargetGroupArn"},
	LaunchTemplate: {"LaunchTemplateId"}, NetworkAcl: {"Id"}, PrefixList: {"PrefixListId"}, Function: {"Arn"},
	HostedZone: {"Id"}, TaskDefinition: {"TaskDefinitionArn"}, Topic: {"TopicArn"},
	ResourceGateway: {"Arn", "Id"}, ResourceConfiguration: {"Arn", "Id"}, ResourceShare: {"Arn"}, DBInstance: {"DBInstanceArn"}, DBCluster: {"DBClusterArn"},
}

func isIdentity(of, attribute string) bool {
	return attribute == "" || slices.Contains(identities[of], attribute)
}

// constructOf is the path of the construct that a user sees: the resource of an L2
// construct is called Resource.
func constructOf(path string) string { return strings.TrimSuffix(path, "/Resource") }
