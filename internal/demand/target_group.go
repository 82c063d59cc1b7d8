package demand

// Demands about target groups and their targets, those of ECS too.
var (
	TargetsRequired = about(TargetGroups, Demand{
		ID: "targets-required", Severity: Error, Needed: true,
		Summary: "A listener forwards to at least one target, or to a group whose type and port are known.",
		Source:  docTargets,
		Fix:     "add a target, such as InstanceTarget(server, 8080); for targets that come later give a TargetGroup with TargetType and Port",
	})
	TargetsQuota = about(TargetGroups, Demand{
		ID: "targets-quota", Severity: Warning,
		Summary: "A load balancer has at most 500 targets across zones, or 3,000 without crossing them (500 a zone), unless the quota is raised; an Application Load Balancer counts as 100 or 50.",
		Code:    "TooManyTargets",
		AWS:     "You've reached the limit on the number of targets.",
		Source:  docLimits,
		Fix:     "raise the quota, or spread the targets over services",
	})
	TargetMissing = about(TargetGroups, Demand{
		ID: "target-missing", Severity: Error, Needed: true,
		Summary: "A target names what it sends traffic to.",
		Source:  docTargets,
		Fix:     "pass an instance, group or other target that exists, with security groups that the CDK knows",
	})
	TargetPortRange = about(TargetGroups, Demand{
		ID: "target-port-range", Severity: Error, Needed: true,
		Summary: "A target's port is 1-65535.",
		Code:    "ValidationError",
		Source:  docTargets,
		Fix:     "use a port from 1 to 65535",
	})
	TargetKindsMixed = about(TargetGroups, Demand{
		ID: "target-kinds-mixed", Severity: Error, Needed: true,
		Summary: "The targets of one group are of one kind.",
		Code:    "InvalidTarget",
		AWS:     "The specified target does not exist, is not in the same VPC as the target group, or has an unsupported instance type.",
		Source:  docTargets,
		Fix:     "give each kind a target group of its own",
	})
	TargetType = about(TargetGroups, Demand{
		ID: "target-type", Severity: Error, Needed: true,
		Summary: "A target group is of instances, addresses or an Application Load Balancer.",
		Code:    "ValidationError",
		Source:  docTargets,
		Fix:     "use Instances, Addresses or ApplicationLoadBalancers",
	})
	TargetDuplicate = about(TargetGroups, Demand{
		ID: "target-duplicate", Severity: Error,
		Summary: "A group lists a target and port once.",
		Code:    "ValidationError",
		Source:  docTargets,
		Fix:     "drop the repetition",
	})
	TargetAddress = about(TargetGroups, Demand{
		ID: "target-address", Severity: Error, Needed: true,
		Summary: "An IP target is an address of the group's family.",
		Code:    "InvalidTarget",
		AWS:     "The specified target does not exist, is not in the same VPC as the target group, or has an unsupported instance type.",
		Source:  docTargets,
		Fix:     "use an address such as 10.0.1.5, or set IpAddressType to Ipv6 for a group of IPv6 addresses",
	})
	TargetAddressRange = about(TargetGroups, Demand{
		ID: "target-address-range", Severity: Error,
		Summary: "An IP target lies in the VPC, or in 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 or 192.168.0.0/16.",
		Code:    "InvalidTarget",
		Source:  docTargets,
		Fix:     "use a private address that the VPC can reach; public addresses cannot be targets",
	})
	TargetZoneUnknown = about(TargetGroups, Demand{
		ID: "target-zone-unknown", Severity: Error,
		Summary: "An address outside of the VPC needs a zone, or \"all\".",
		Code:    "ValidationError",
		AWS:     "The Availability Zone is required for IP address '…' because it is not in the VPC",
		Source:  "https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/1862",
		Fix:     "add InZone(\"all\") to the target unless it lies in a secondary range of the VPC",
	})
	TargetZoneEmpty = about(TargetGroups, Demand{
		ID: "target-zone-empty", Severity: Warning,
		Summary: "A load balancer that keeps connections in their zone is dead to consumers in a zone without targets.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-cross-zone.html",
		Fix:     "run targets in the zone, or let the load balancer cross zones",
	})
	TargetGroupPort = about(TargetGroups, Demand{
		ID: "target-group-port", Severity: Error,
		Summary: "A group has one port; a first target of another port, or a target that registers itself, cannot differ from it.",
		Source:  "https://docs.aws.amazon.com/autoscaling/ec2/userguide/attach-load-balancer-asg.html",
		Fix:     "give the targets of the group the same port, or split them over two groups",
	})
	TargetGroupProtocol = about(TargetGroups, Demand{
		ID: "target-group-protocol", Severity: Error,
		Summary: "A target group's protocol is TCP, TLS, UDP, TCP_UDP, QUIC or TCP_QUIC; behind an Application Load Balancer, HTTP or HTTPS.",
		Code:    "ValidationError",
		Source:  docCfnTarget,
		Fix:     "use TCP, TLS, UDP, TCPUDP, QUIC or TCPQUIC, or leave it unset for that of the listener",
	})
	TargetGroupVpc = about(TargetGroups, Demand{
		ID: "target-group-vpc", Severity: Error,
		Summary: "A listener's target groups are of the load balancer's VPC.",
		Code:    "InvalidConfigurationRequest",
		AWS:     "The following target groups have a different VPC than the load balancer: …",
		Source:  apiCreateListener,
		Fix:     "make the target group in the load balancer's VPC; targets in other networks are registered by address",
	})
	TargetGroupExisting = about(TargetGroups, Demand{
		ID: "target-group-existing", Severity: Error, Needed: true,
		Summary: "An existing target group keeps its own settings; its port must be told.",
		Source:  docTargets,
		Fix:     "set Existing, Port, HealthCheck.Port and Weight only",
	})
	TargetGroupTaken = about(TargetGroups, Demand{
		ID: "target-group-taken", Severity: Error,
		Summary: "A target group belongs to one load balancer.",
		Code:    "TargetGroupAssociationLimit",
		AWS:     "The following target groups cannot be associated with more than one load balancer: …",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/issues/22005",
		Fix:     "give each service a target group of its own; targets may be in several",
	})
	TargetGroupGuarded = about(TargetGroups, Demand{
		ID: "target-group-guarded", Severity: Error,
		Summary: "The security groups of targets are named for each target, or for a group whose targets register later.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups",
		Fix:     "name each target's groups with its GuardedBy, or leave Targets empty",
	})
	TargetGroupId = about(TargetGroups, Demand{
		ID: "target-group-id", Severity: Error, Needed: true,
		Summary: "A target group's Id starts with a letter, is of letters, digits and hyphens, and is no other's of the listener.",
		Source:  "https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html",
		Fix:     "use Ids such as Blue and Green",
	})
	TargetGroupName = about(TargetGroups, Demand{
		ID: "target-group-name", Severity: Error, Needed: true,
		Summary: "A target group's name has at most 32 letters, digits and hyphens, and no hyphen at its ends.",
		Code:    "ValidationError",
		Source:  docCfnTarget,
		Fix:     "choose another name, or leave it to CloudFormation",
	})
	TargetGroupNameTwice = about(TargetGroups, Demand{
		ID: "target-group-name-twice", Severity: Error,
		Summary: "No two target groups of an account and Region share a name.",
		Code:    "DuplicateTargetGroupName",
		AWS:     "A target group with the specified name already exists.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
		Fix:     "choose another name, or leave it to CloudFormation",
	})
	TargetGroupWeight = about(TargetGroups, Demand{
		ID: "target-group-weight", Severity: Error,
		Summary: "The groups of a listener have weights of 0-999, all of them or none.",
		Code:    "ValidationError",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html",
		Fix:     "give every group a weight from 0 to 999, one of them more than 0",
	})
	TargetGroupWeightTls = about(TargetGroups, Demand{
		ID: "target-group-weight-tls", Severity: Error,
		Summary: "All target groups of a TLS listener speak the same protocol.",
		Code:    "InvalidConfigurationRequest",
		Source:  docListeners,
		Fix:     "use TCP for all, or TLS for all",
	})
	TargetGroupAttribute = about(TargetGroups, Demand{
		ID: "target-group-attribute", Severity: Error,
		Summary: "A target group's attributes are those that AWS has, with values that they can have.",
		Code:    "ValidationError",
		Source:  apiGroupAttribute,
		Fix:     "use the attributes and values of the page, or the fields of TargetGroup instead of SetAttribute",
	})
	TargetGroupHealth = about(TargetGroups, Demand{
		ID: "target-group-health", Severity: Error,
		Summary: "Counts of healthy targets are at least 1, percentages 1-100.",
		Code:    "ValidationError",
		Source:  apiGroupAttribute,
		Fix:     "use counts from 1 and percentages from 1 to 100",
	})
	AlbTarget = about(TargetGroups, Demand{
		ID: "alb-target", Severity: Error,
		Summary: "A group of an Application Load Balancer has that one target and speaks TCP.",
		Code:    "InvalidConfigurationRequest",
		Source:  docALB,
		Fix:     "make the Application Load Balancer the only target of a TCP group",
	})
	AlbListener = about(TargetGroups, Demand{
		ID: "alb-listener", Severity: Error,
		Summary: "An Application Load Balancer that is a target has a listener on the target group's port.",
		Code:    "InvalidTarget",
		Source:  docALB,
		Fix:     "add the listener, or use ALBListenerTarget(listener)",
	})
	Ipv6Targets = about(TargetGroups, Demand{
		ID: "ipv6-targets", Severity: Error,
		Summary: "IPv6 targets need a dual-stack load balancer, and are instances or addresses.",
		Code:    "InvalidConfigurationRequest",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-target-group.html",
		Fix:     "set LoadBalancer.IpAddressType to DualStack, or use IPv4 targets",
	})
	QuicServerId = about(TargetGroups, Demand{
		ID: "quic-server-id", Severity: Error,
		Summary: "Targets of QUIC have a server ID of 0x and sixteen hexadecimal digits, each its own; others have none.",
		Code:    "ValidationError",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html",
		Fix:     "add WithQuicServerId(\"0x0000000000000001\") to the target, or drop it",
	})
	QuicAttributes = about(TargetGroups, Demand{
		ID: "quic-attributes", Severity: Error,
		Summary: "QUIC groups have no proxy protocol, no stickiness, and a fixed deregistration delay.",
		Code:    "InvalidConfigurationRequest",
		Source:  docAttributes,
		Fix:     "drop the field",
	})
	StickinessTls = about(TargetGroups, Demand{
		ID: "stickiness-tls", Severity: Error,
		Summary: "Stickiness does not go with TLS.",
		Code:    "InvalidConfigurationRequest",
		Source:  docAttributes,
		Fix:     "drop Stickiness, or use a TCP listener",
	})
	PreserveClientIpUdp = about(TargetGroups, Demand{
		ID: "preserve-client-ip-udp", Severity: Error,
		Summary: "Groups of UDP and QUIC always preserve the client's address.",
		Code:    "InvalidConfigurationRequest",
		Source:  docAttributes,
		Fix:     "leave PreserveClientIp unset",
	})
	DeregistrationDelay = about(TargetGroups, Demand{
		ID: "deregistration-delay", Severity: Error,
		Summary: "The deregistration delay is 0-3600 whole seconds.",
		Code:    "ValidationError",
		Source:  apiGroupAttribute,
		Fix:     "use 1 to 3600 seconds, or Immediately",
	})
	UnhealthyDraining = about(TargetGroups, Demand{
		ID: "unhealthy-draining", Severity: Error,
		Summary: "Unhealthy targets drain for up to 360,000 whole seconds, and only if their connections are kept.",
		Code:    "InvalidConfigurationRequest",
		Source:  docAttributes,
		Fix:     "set KeepUnhealthyConnections, and 1 to 360000 seconds",
	})
	EcsTargetGroupBalancer = about(TargetGroups, Demand{
		ID: "ecs-target-group-balancer", Severity: Error,
		Summary: "An ECS service registers its tasks with target groups that a listener forwards to already.",
		Code:    "InvalidParameterException",
		AWS:     "The target group with targetGroupArn … does not have an associated load balancer.",
		Source:  ecsCreateService,
		Fix:     "have the service depend on the listener (Node().AddDependency(listener)), or pass it as a target by privatelinkecs, which does so",
	})
	EcsTargetType = about(TargetGroups, Demand{
		ID: "ecs-target-type", Severity: Error,
		Summary: "Tasks in the network mode awsvpc, as all of Fargate, register with target groups of addresses.",
		Code:    "InvalidParameterException",
		AWS:     "The provided target group … has target type …, which is incompatible with the awsvpc network mode specified in the task definition.",
		Source:  ecsCreateService,
		Fix:     "set the group's TargetType to Addresses, or use the network mode bridge or host",
	})
	EcsContainer = about(TargetGroups, Demand{
		ID: "ecs-container", Severity: Error,
		Summary: "An ECS service registers a port that one of its containers has.",
		Code:    "InvalidParameterException",
		AWS:     "The container … did not have a container port … defined.",
		Source:  "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html",
		Fix:     "map the port in the container's PortMappings, or name another container and port",
	})
	AlbAttributes = about(TargetGroups, Demand{
		ID: "alb-attributes", Severity: Error,
		Summary: "The attributes of a target group of an Application Load Balancer keep their defaults.",
		Code:    "InvalidConfigurationRequest",
		Source:  docALB,
		Fix:     "drop proxy protocol, stickiness, client IP preservation, cross-zone and deregistration settings of the group; set them on the load balancers",
	})
	AlbListenerOrder = about(TargetGroups, Demand{
		ID: "alb-listener-order", Severity: Error,
		Summary: "An Application Load Balancer is registered once it has its listener.",
		Code:    "ValidationError",
		AWS:     "If the target type is ALB, the target must have at least one listener that matches the target group port or any specified port overrides",
		Source:  "https://github.com/aws/aws-cdk/issues/17208",
		Fix:     "use ALBListenerTarget(listener), or have the target group depend on the listener: targetGroup.Node().AddDependency(listener)",
	})
	AlbVpc = about(TargetGroups, Demand{
		ID: "alb-vpc", Severity: Error,
		Summary: "An Application Load Balancer that is a target is of the target group's VPC and account.",
		Code:    "InvalidTarget",
		Source:  docALB,
		Fix:     "use an Application Load Balancer of the provider's VPC",
	})
	AlbBalancerCount = about(TargetGroups, Demand{
		ID: "alb-balancer-count", Severity: Error,
		Summary: "An Application Load Balancer is the target of at most two Network Load Balancers.",
		Code:    "InvalidConfigurationRequest",
		Source:  docALB,
		Fix:     "offer it by one service, which AllowedPrincipals and SupportedRegions open to all consumers",
	})
	TargetZoneInside = about(TargetGroups, Demand{
		ID: "target-zone-inside", Severity: Error,
		Summary: "An address within the VPC is in the zone of its subnet, and not in all.",
		Code:    "ValidationError",
		AWS:     "The IP address '…' is within the VPC, and cannot have its Availability Zone overridden to 'all'",
		Source:  "https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/561",
		Fix:     "drop the zone of the target: InZone is for addresses outside of the VPC",
	})
	EcsTargetGroupCount = about(TargetGroups, Demand{
		ID: "ecs-target-group-count", Severity: Error,
		Summary: "An ECS service registers with at most five target groups.",
		Code:    "InvalidParameterException",
		AWS:     "load balancers can have at most 5 items.",
		Source:  "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html",
		Fix:     "offer five container ports or fewer, or run a second ECS service",
	})
)

// albDefaults are the attributes that a group of an Application Load Balancer has, and
// must have.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
var albDefaults = map[string]string{
	"preserve_client_ip.enabled": "true", "proxy_protocol_v2.enabled": "false", "stickiness.enabled": "false", "stickiness.type": "source_ip",
	"deregistration_delay.timeout_seconds": "300", "deregistration_delay.connection_termination.enabled": "false",
	"load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
}

// IsAlbSetting reports whether an attribute is one that a target group of an Application Load
// Balancer can't have, by its key and value.
func IsAlbSetting(key, value string) bool {
	fixed, ok := albDefaults[key]
	return ok && value != fixed
}
