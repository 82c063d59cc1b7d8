package demand

var (
	PrincipalPath = about(Services, Demand{ID: "principal-path", Severity: Warning,
		Summary: "An allowed principal is a role or user without its path: with it AWS does not know the principal.",
		Source:  "https://github.com/openshift/hypershift/pull/3215",
		Fix:     "drop the path: arn:aws:iam::111122223333:role/name, even where the role is role/path/name"})
	ServiceOneZone = about(Services, Demand{ID: "service-one-zone", Severity: Warning,
		Summary: "A service in one zone is gone when that zone is, and consumers in other zones can't reach it.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html",
		Fix:     "give the load balancer subnets in two zones or more"})
	LoadBalancerSubnetsVpc = about(LoadBalancers, Demand{ID: "load-balancer-subnets-vpc", Severity: Error, Code: "InvalidConfigurationRequest",
		Summary: "A load balancer's subnets are of one VPC.",
		AWS:     "All subnets must belong to the same VPC: '…'",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
		Fix:     "choose subnets of one VPC"})
	AccessLogsRegion = about(LoadBalancers, Demand{ID: "access-logs-region", Severity: Error, Code: "InvalidConfigurationRequest",
		Summary: "The bucket of access logs is in the load balancer's Region.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html",
		Fix:     "use a bucket of the load balancer's Region"})
	AccessLogsTls = about(LoadBalancers, Demand{ID: "access-logs-tls", Severity: Warning,
		Summary: "A Network Load Balancer logs requests over TLS only: without a TLS listener nothing is ever written.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html",
		Fix:     "add a TLS listener, use VPC flow logs instead, or turn access logs off"})
	TlsPolicy = about(Listeners, Demand{ID: "tls-policy", Severity: Error, Code: "SSLPolicyNotFound",
		Summary: "A TLS listener's security policy is one of AWS's, whose names start with ELBSecurityPolicy-.",
		AWS:     "SSL policy '…' not found",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html",
		Fix:     "use a policy such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, or leave it unset"})
	ListenerGroupCount = about(Listeners, Demand{ID: "listener-group-count", Severity: Error, Code: "TooManyUniqueTargetGroupsPerLoadBalancer",
		Summary: "A listener of a Network Load Balancer forwards to at most five target groups.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html",
		Fix:     "put the targets into five groups or fewer"})
	HealthUdp = about(HealthChecks, Demand{ID: "health-udp", Severity: Warning,
		Summary: "Health checks never speak UDP: unless a target answers TCP on the same port, it is never healthy.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html",
		Fix:     "name a port that the targets answer TCP or HTTP on: HealthCheck.Port"})
	AlbAttributes = about(TargetGroups, Demand{ID: "alb-attributes", Severity: Error, Code: "InvalidConfigurationRequest",
		Summary: "The attributes of a target group of an Application Load Balancer keep their defaults.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html",
		Fix:     "drop proxy protocol, stickiness, client IP preservation, cross-zone and deregistration settings of the group; set them on the load balancers"})
	AlbListenerOrder = about(TargetGroups, Demand{ID: "alb-listener-order", Severity: Error, Code: "ValidationError",
		Summary: "An Application Load Balancer is registered once it has its listener.",
		AWS:     "If the target type is ALB, the target must have at least one listener that matches the target group port or any specified port overrides",
		Source:  "https://github.com/aws/aws-cdk/issues/17208",
		Fix:     "use ALBListenerTarget(listener), or have the target group depend on the listener: targetGroup.Node().AddDependency(listener)"})
	AlbVpc = about(TargetGroups, Demand{ID: "alb-vpc", Severity: Error, Code: "InvalidTarget",
		Summary: "An Application Load Balancer that is a target is of the target group's VPC and account.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html",
		Fix:     "use an Application Load Balancer of the provider's VPC"})
	AlbBalancerCount = about(TargetGroups, Demand{ID: "alb-balancer-count", Severity: Error, Code: "InvalidConfigurationRequest",
		Summary: "An Application Load Balancer is the target of at most two Network Load Balancers.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html",
		Fix:     "offer it by one service, which AllowedPrincipals and SupportedRegions open to all consumers"})
	TargetZoneInside = about(TargetGroups, Demand{ID: "target-zone-inside", Severity: Error, Code: "ValidationError",
		Summary: "An address within the VPC is in the zone of its subnet, and not in all.",
		AWS:     "The IP address '…' is within the VPC, and cannot have its Availability Zone overridden to 'all'",
		Source:  "https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/561",
		Fix:     "drop the zone of the target: InZone is for addresses outside of the VPC"})
	EcsTargetGroupCount = about(TargetGroups, Demand{ID: "ecs-target-group-count", Severity: Error, Code: "InvalidParameterException",
		Summary: "An ECS service registers with at most five target groups.",
		AWS:     "load balancers can have at most 5 items.",
		Source:  "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html",
		Fix:     "offer five container ports or fewer, or run a second ECS service"})
	EndpointSubnets = about(Endpoints, Demand{ID: "endpoint-subnets", Severity: Error, Code: "InvalidParameter",
		Summary: "An interface endpoint has a subnet in each zone that it is reached in, one at least.",
		Source:  "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html",
		Fix:     "set SubnetIds"})
	EndpointPortClosed = about(Endpoints, Demand{ID: "endpoint-port-closed", Severity: Warning,
		Summary: "An endpoint's security group admits clients on each port of the service: what it doesn't admit is dropped in silence.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
		Fix:     "add the listener by ProviderService.AddListener, which consumers of the app hear of, or admit the port on the endpoint's group"})
	ClientFamily = about(Endpoints, Demand{ID: "client-family", Severity: Error,
		Summary: "Clients reach an endpoint by addresses of a family that it has.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",
		Fix:     "set IpFamily to DualStack, or name clients by addresses of the endpoint's family"})
	DnsAwsOff = about(Names, Demand{ID: "dns-aws-off", Severity: Warning,
		Summary: "Without private DNS the names that AWS's SDKs call lead past an endpoint to one of AWS's own services.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html",
		Fix:     "enable private DNS (Dns: ServiceDnsName()), or have the programs call the endpoint's own names"})
	VerificationRecordTwice = about(Names, Demand{ID: "verification-record-twice", Severity: Warning,
		Summary: "One TXT record proves a domain's ownership for all services with names in it, by one value each: two record sets of one name collide.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html",
		Fix:     "keep one record set with the values of all services, or verify a domain of its own for each"})
	DnsZoneVpc = about(Names, Demand{ID: "dns-zone-vpc", Severity: Warning,
		Summary: "A private zone answers in the VPCs that it is associated with, and nowhere else.",
		Source:  "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html",
		Fix:     "associate the zone with the endpoint's VPC, unless all clients are in other VPCs"})
	CertificateName = about(Names, Demand{ID: "certificate-name", Severity: Warning,
		Summary: "A TLS listener's certificates have the name that clients call, or clients that check it refuse the connection.",
		Source:  "https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html",
		Fix:     "request a certificate with the private name, or name the service as the certificate says"})
	TagValue = about(SurroundingParts, Demand{ID: "tag-value", Severity: Error, Code: "InvalidParameterValue",
		Summary: "A tag's value has at most 256 characters.",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html",
		Fix:     "shorten the value"})
	TagCount = about(SurroundingParts, Demand{ID: "tag-count", Severity: Error, Code: "TagLimitExceeded",
		Summary: "A resource has at most 50 tags.",
		AWS:     "You've reached the limit on the number of tags that you can assign to the specified resource.",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html",
		Fix:     "set fewer tags"})
	NotificationTopicKey = about(SurroundingParts, Demand{ID: "notification-topic-key", Severity: Error,
		Summary: "AWS's own key for SNS lets no other service encrypt, so notifications to a topic with it are lost in silence.",
		Source:  "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
		Fix:     "encrypt the topic with a key of your own whose policy lets vpce.amazonaws.com use it, or leave Topic unset"})
)
