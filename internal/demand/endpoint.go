package demand

// Demands about endpoints, and the services that they lead to.
var (
	ConsumerVpcRequired = about(Endpoints, Demand{
		ID: "consumer-vpc-required", Severity: Error, Needed: true,
		Summary: "A consumer needs the VPC that its endpoint is made in.",
		Source:  docShare,
		Fix:     "set Vpc to the VPC that the endpoint is made in",
	})
	ConsumerServiceRequired = about(Endpoints, Demand{
		ID: "consumer-service-required", Severity: Error, Needed: true,
		Summary: "A consumer needs the service to connect to.",
		Code:    "InvalidServiceName",
		Source:  docShare,
		Fix:     "set Service to a ProviderService, a Contract or AWSService(name)",
	})
	ConsumerSubnetsSelectable = about(Endpoints, Demand{
		ID: "consumer-subnets-selectable", Severity: Error, Needed: true,
		Summary: "The subnets that an endpoint is to be in exist in its VPC.",
		Source:  docShare,
		Fix:     "choose subnets of this VPC by Subnets or SubnetByZone, or leave both unset for its private ones",
	})
	ConsumerSubnetPerZone = about(Endpoints, Demand{
		ID: "consumer-subnet-per-zone", Severity: Error,
		Summary: "An interface endpoint takes one subnet in each zone.",
		Code:    "DuplicateSubnetsInSameZone",
		AWS:     "For an interface VPC endpoint, you can specify only one subnet per Availability Zone.",
		Source:  ec2Errors,
		Fix:     "choose one subnet for each zone",
	})
	EndpointType = about(Endpoints, Demand{
		ID: "endpoint-type", Severity: Error,
		Summary: "An endpoint is of a type that its service takes.",
		Code:    "InvalidParameter",
		AWS:     "Endpoint type (…) does not match available service types ([…]).",
		Source:  "https://github.com/hashicorp/terraform/issues/24478",
		Fix:     "use an interface endpoint for services and most of AWS's own; gateway endpoints are for S3 and DynamoDB",
	})
	EndpointSubnetsVpc = about(Endpoints, Demand{
		ID: "endpoint-subnets-vpc", Severity: Error,
		Summary: "An endpoint's subnets are of its own VPC.",
		Code:    "InvalidParameter",
		AWS:     "Subnet '…' does not belong to VPC '…'",
		Source:  ec2Errors,
		Fix:     "choose subnets of the endpoint's VPC, or make the endpoint in theirs",
	})
	EndpointCount = about(Endpoints, Demand{
		ID: "endpoint-count", Severity: Warning,
		Summary: "A VPC has at most 50 interface endpoints, 200 resource endpoints and 50 service-network endpoints, unless the quota is raised.",
		Code:    "VpcEndpointLimitExceeded",
		AWS:     "The maximum number of VPC endpoints has been reached.",
		Source:  docQuotas,
		Fix:     "raise the quota, or spread the endpoints over VPCs",
	})
	EndpointPolicy = about(Endpoints, Demand{
		ID: "endpoint-policy", Severity: Error,
		Summary: "Endpoint policies are for those of AWS's own services that take one.",
		Code:    "InvalidParameter",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
		Fix:     "drop Policy: who may connect is up to the provider, what may be asked for to the service",
	})
	EndpointPolicySize = about(Endpoints, Demand{
		ID: "endpoint-policy-size", Severity: Error,
		Summary: "An endpoint policy has at most 20,480 characters.",
		Code:    "InvalidPolicyDocument",
		Source:  docQuotas,
		Fix:     "shorten the policy: name actions and resources by patterns",
	})
	ServiceMissing = about(Endpoints, Demand{
		ID: "service-missing", Severity: Error,
		Summary: "An endpoint's service exists in the Region that is asked for, is offered to the endpoint's, and allows its account.",
		Code:    "InvalidServiceName",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  docConfigure,
		Fix:     "copy the name that the provider gives, and have the provider allow the account (AllowedPrincipals) and offer the Region (SupportedRegions)",
	})
	ServiceNameForm = about(Endpoints, Demand{
		ID: "service-name-form", Severity: Error,
		Summary: "An endpoint service's name is com.amazonaws.vpce.REGION.vpce-svc-ID.",
		Code:    "InvalidServiceName",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  docService,
		Fix:     "copy the service name that the provider gives; for AWS's own services use AWSService(name)",
	})
	AwsServiceName = about(Endpoints, Demand{
		ID: "aws-service-name", Severity: Error,
		Summary: "One of AWS's own services is named by what follows the Region in its full name.",
		Code:    "InvalidServiceName",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
		Fix:     `use the short name, such as AWSService("ssm")`,
	})
	AwsServiceUnknown = about(Endpoints, Demand{
		ID: "aws-service-unknown", Severity: Warning,
		Summary: "AWSService names a service that has an interface endpoint.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
		Fix:     "correct the name; if the service is newer than the CDK's list of them, acknowledge this",
	})
	LatticeArn = about(Endpoints, Demand{
		ID: "lattice-arn", Severity: Error,
		Summary: "VPC Lattice resource configurations and service networks are named by their ARNs.",
		Code:    "InvalidServiceName",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-resources.html",
		Fix:     "use an ARN such as arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-…",
	})
	ServiceNameRegion = about(Endpoints, Demand{
		ID: "service-name-region", Severity: Error,
		Summary: "The Region within the service's name is the service's Region.",
		Code:    "InvalidServiceName",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  docShare,
		Fix:     "leave Region unset: the name tells it",
	})
	ServiceRegionSupported = about(Endpoints, Demand{
		ID: "service-region-supported", Severity: Error,
		Summary: "A service is reached from the Regions that it supports.",
		Code:    "InvalidServiceName",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  docShare,
		Fix:     "have the provider add the consumer's Region to SupportedRegions",
	})
	ServicePartition = about(Endpoints, Demand{
		ID: "service-partition", Severity: Error,
		Summary: "A service is reached from Regions of its own partition.",
		Code:    "InvalidServiceName",
		Source:  docShare,
		Fix:     "use a service of the consumer's partition",
	})
	ServicePortsRequired = about(Endpoints, Demand{
		ID: "service-ports-required", Severity: Error, Needed: true,
		Summary: "A contract names the service's ports: the endpoint's security group admits nothing else.",
		Source:  docShare,
		Fix:     "set Ports, such as []ServicePort{{Port: 443}}",
	})
	ServicePortRange = about(Endpoints, Demand{
		ID: "service-port-range", Severity: Error, Needed: true,
		Summary: "A service's ports are 1-65535, and a range runs upwards.",
		Source:  docListeners,
		Fix:     "use ports from 1 to 65535, EndPort not below Port",
	})
	ServicePortProtocol = about(Endpoints, Demand{
		ID: "service-port-protocol", Severity: Error,
		Summary: "A service's port speaks TCP, UDP or both (TCP_UDP).",
		Source:  docListeners,
		Fix:     "use TCP, UDP or TCP_UDP",
	})
	ServiceOtherStage = about(Endpoints, Demand{
		ID: "service-other-stage", Severity: Error, Needed: true,
		Summary: "Stages are deployed apart from each other, so a consumer cannot refer to a provider in another one.",
		Source:  "https://docs.aws.amazon.com/cdk/v2/guide/stages.html",
		Fix:     "publish the contract (PublishParameter or PublishOutputs), and read it with LookupContract or LoadContract",
	})
	ServicePlaceUnknown = about(Endpoints, Demand{
		ID: "service-place-unknown", Severity: Error, Needed: true,
		Summary: "Provider and consumer of one app either both have stacks with an account and a Region, or neither has.",
		Source:  "https://docs.aws.amazon.com/cdk/v2/guide/environments.html",
		Fix:     "give both stacks an account and a Region (StackProps.Env)",
	})
	PrincipalMissing = about(Endpoints, Demand{
		ID: "principal-missing", Severity: Error,
		Summary: "A service shows itself to the accounts that its provider allows.",
		Code:    "InvalidServiceName",
		AWS:     "The Vpc Endpoint Service '…' does not exist",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#add-remove-permissions",
		Fix:     "add Account(id) to the provider's AllowedPrincipals, or set its AllowConsumersOfApp",
	})
	AcceptancePending = about(Endpoints, Demand{
		ID: "acceptance-pending", Severity: Warning,
		Summary: "Where the provider must accept an endpoint, no packet passes until someone has done so, and CloudFormation doesn't wait for it.",
		Source:  docConfigure,
		Fix:     "set the provider's AutoAccept, since it names who may connect, or make a privatelinkfunctions.Acceptance of the service, or accept the endpoint once it is deployed",
	})
	IpAddressType = about(Endpoints, Demand{
		ID: "ip-address-type", Severity: Error,
		Summary: "An endpoint's addresses are ipv4, ipv6 or dualstack, of families that the service supports.",
		Code:    "InvalidParameter",
		Source:  docService,
		Fix:     "use a family of the service's, or have the provider set LoadBalancer.IpAddressType to DualStack",
	})
	IpAddressTypeSubnets = about(Endpoints, Demand{
		ID: "ip-address-type-subnets", Severity: Error,
		Summary: "An endpoint's subnets have the address families that it has: IPv6-only ones for ipv6, ones with both for dualstack.",
		Code:    "InvalidParameter",
		Source:  docEndpoint,
		Fix:     "choose subnets of the endpoint's families, or another IpAddressType",
	})
	ZonesDisjoint = about(Endpoints, Demand{
		ID: "zones-disjoint", Severity: Error, Needed: true,
		Summary: "An endpoint needs a subnet in at least one zone that the service serves.",
		Code:    "InvalidParameter",
		AWS:     "The VPC endpoint service … does not support the availability zone of the subnet: ….",
		Source:  "https://github.com/aws/aws-cdk/issues/4912",
		Fix:     "add a subnet in one of the service's zones, or have the provider's load balancer span one of yours",
	})
	ZonesMinimum = about(Endpoints, Demand{
		ID: "zones-minimum", Severity: Error,
		Summary: "The endpoint has interfaces in as many zones as MinimumZones says: in two, unless told otherwise, where the service has two.",
		Source:  docEndpoint,
		Fix:     "add subnets in the service's zones, or lower MinimumZones",
	})
	RemoteAccessZones = about(Endpoints, Demand{
		ID: "remote-access-zones", Severity: Error,
		Summary: "An endpoint to a service of another Region has no subnets in zones without access to other Regions: use1-az3, usw1-az2, apne1-az3, apne2-az2 and apne2-az4.",
		Code:    "InvalidParameter",
		AWS:     "Only the following availability zones are supported for remote access: …",
		Source:  docShare,
		Fix:     "choose subnets in other zones; name the zones' IDs in ZoneIds to have the subnets left out",
	})
	ClientMissing = about(Endpoints, Demand{
		ID: "client-missing", Severity: Error, Needed: true,
		Summary: "A client is something that has security groups or addresses.",
		Source:  docEndpoint,
		Fix:     "pass the instance, group or peer that was created",
	})
	EndpointSubnets = about(Endpoints, Demand{
		ID: "endpoint-subnets", Severity: Error,
		Summary: "An interface endpoint has a subnet in each zone that it is reached in, one at least.",
		Code:    "InvalidParameter",
		Source:  "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html",
		Fix:     "set SubnetIds",
	})
	EndpointPortClosed = about(Endpoints, Demand{
		ID: "endpoint-port-closed", Severity: Warning,
		Summary: "An endpoint's security group admits clients on each port of the service: what it doesn't admit is dropped in silence.",
		Source:  docEndpoint,
		Fix:     "add the listener by ProviderService.AddListener, which consumers of the app hear of, or admit the port on the endpoint's group",
	})
	ClientIpAddressType = about(Endpoints, Demand{
		ID: "client-ip-address-type", Severity: Error,
		Summary: "Clients reach an endpoint by addresses of a family that it has.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",
		Fix:     "set IpAddressType to DualStack, or name clients by addresses of the endpoint's family",
	})
)
