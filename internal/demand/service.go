package demand

// Demands about an endpoint service, who may use it, and its notifications.
var (
	PrincipalForm = about(Services, Demand{
		ID: "principal-form", Severity: Error, Needed: true,
		Summary: "An allowed principal is an account, a role, a user, a service, or everyone by that name.",
		Code:    "InvalidPrincipal",
		AWS:     "Invalid Principal: '…'",
		Source:  docConfigure,
		Fix:     `use Account("111122223333"), IamRole(account, name), IamUser(account, name), PrincipalArn(arn), ServicePrincipal(name) or Everyone()`,
	})
	PrincipalEveryone = about(Services, Demand{
		ID: "principal-everyone", Severity: Error,
		Summary: "Everyone without acceptance makes the load balancer public to all of AWS, though it has no public address.",
		Source:  docConfigure,
		Fix:     "name the accounts, keep acceptance, or set AcknowledgePublic if it is meant",
	})
	PermissionsTwice = about(Services, Demand{
		ID: "permissions-twice", Severity: Error,
		Summary: "One resource lists all principals of a service.",
		Code:    "AlreadyExists",
		Source:  "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpointservicepermissions.html",
		Fix:     "list all principals in AllowedPrincipals of one ProviderService; don't add a CfnVPCEndpointServicePermissions beside it",
	})
	SupportedRegion = about(Services, Demand{
		ID: "supported-region", Severity: Error,
		Summary: "Supported Regions are Regions of the service's own partition.",
		Code:    "InvalidParameter",
		Source:  docShare,
		Fix:     "use names such as eu-west-1",
	})
	SupportedRegionHost = about(Services, Demand{
		ID: "supported-region-host", Severity: Error,
		Summary: "A service's supported Regions include the one that hosts it.",
		Code:    "InvalidParameter",
		Source:  docConfigure,
		Fix:     "add the service's own Region to the list, or leave the list unset for that Region alone; SupportedRegions adds it by itself",
	})
	SupportedRegionZones = about(Services, Demand{
		ID: "supported-region-zones", Severity: Error,
		Summary: "A service is reached from other Regions only if it is in two zones at least, of which use1-az3, usw1-az2, apne1-az3, apne2-az2 and apne2-az4 don't count.",
		Code:    "InvalidParameter",
		Source:  docShare,
		Fix:     "give the provider's load balancer subnets in two zones that other Regions reach",
	})
	ServiceIpAddressTypes = about(Services, Demand{
		ID: "service-ip-address-types", Severity: Error,
		Summary: "A service supports ipv4, ipv6 or both; ipv6 needs dual-stack load balancers.",
		Code:    "InvalidParameter",
		Source:  docService,
		Fix:     "use ipv4 and ipv6, and for the latter set LoadBalancer.IpAddressType to DualStack or make the load balancers that exist dual-stack; or drop ipv6 from IpAddressTypes",
	})
	ExistingLoadBalancer = about(Services, Demand{
		ID: "existing-load-balancer", Severity: Error, Needed: true,
		Summary: "A service takes Network Load Balancers, and none of the options of one that is to be made.",
		Code:    "InvalidParameter",
		Source:  docService,
		Fix:     "give each as ExistingLoadBalancer{LoadBalancer: nlb} or ExistingLoadBalancer{Arn: arn}, of a Network Load Balancer, and leave LoadBalancer unset",
	})
	ExistingLoadBalancerTaken = about(Services, Demand{
		ID: "existing-load-balancer-taken", Severity: Error,
		Summary: "A load balancer stands behind one service.",
		Code:    "InvalidParameter",
		AWS:     "Load balancer '…' is currently associated with another service",
		Source:  docService,
		Fix:     "add the listeners to the first service, or make another load balancer",
	})
	ExistingLoadBalancerTwice = about(Services, Demand{
		ID: "existing-load-balancer-twice", Severity: Error,
		Summary: "A service lists each of its load balancers once.",
		Code:    "InvalidParameter",
		Source:  docService,
		Fix:     "drop the repetition",
	})
	ExistingLoadBalancerPlace = about(Services, Demand{
		ID: "existing-load-balancer-place", Severity: Error,
		Summary: "A service and its load balancers are of one Region and account.",
		Code:    "LoadBalancerNotFound",
		Source:  docService,
		Fix:     "pass a load balancer of the provider's own stack's Region and account",
	})
	ExistingZones = about(Services, Demand{
		ID: "existing-zones", Severity: Error,
		Summary: "Zones are told of load balancers that exist; those of one that is made are known.",
		Source:  docService,
		Fix:     "drop Zones, and choose them by LoadBalancer.Subnets",
	})
	ExistingListenerMissing = about(Services, Demand{
		ID: "existing-listener-missing", Severity: Error,
		Summary: "Every load balancer of a service has a listener for each of the ports of the others in its zones: an endpoint's interface is tied to one of those in its zone at random.",
		Source:  docService,
		Fix:     "describe in Listeners what each of the load balancers has, by port and protocol",
	})
	ZonalPortMissing = about(Services, Demand{
		ID: "zonal-port-missing", Severity: Warning,
		Summary: "A port that the load balancer of one zone has and that of another lacks is refused to consumers who reach the other zone by the endpoint's name.",
		Source:  docService,
		Fix:     "give the load balancers of all zones the same ports; or have consumers call that port by the zone's own name (ZonalDnsName, Dns.ZonalNames), and acknowledge this",
	})
	ZonalLoadBalancers = about(LoadBalancers, Demand{
		ID: "zonal-load-balancers", Severity: Error, Needed: true,
		Summary: "Load balancers for one zone each have an Id, a subnet and listeners of their own.",
		Source:  docService,
		Fix:     "give each of ZonalLoadBalancers an Id of its own that starts with a letter and has letters, digits and hyphens, a Subnet and Listeners; leave Listeners, ExistingLoadBalancers, and LoadBalancer's Subnets, SubnetMappings and Name unset",
	})
	NotificationOfOne = about(Services, Demand{
		ID: "notification-of-one", Severity: Error, Needed: true,
		Summary: "A notification is of one service or of one endpoint.",
		Code:    "InvalidParameter",
		Source:  docNotify,
		Fix:     "set Service or Endpoint",
	})
	NotificationEvent = about(Services, Demand{
		ID: "notification-event", Severity: Error,
		Summary: "Connection events are Accept, Connect, Delete and Reject.",
		Code:    "InvalidParameter",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpointConnectionNotification.html",
		Fix:     "use Accept, Connect, Delete or Reject, or leave Events unset for all",
	})
	NotificationTopicPolicy = about(Services, Demand{
		ID: "notification-topic-policy", Severity: Warning,
		Summary: "An imported topic's policy is not extended: unless it lets vpce.amazonaws.com publish, and its key lets it encrypt, notifications are lost in silence.",
		Source:  docNotify,
		Fix:     "see that the topic's policy allows it, or leave Topic unset",
	})
	PrincipalPath = about(Services, Demand{
		ID: "principal-path", Severity: Warning,
		Summary: "An allowed principal is a role or user without its path: with it AWS does not know the principal.",
		Source:  "https://github.com/openshift/hypershift/pull/3215",
		Fix:     "drop the path: arn:aws:iam::111122223333:role/name, even where the role is role/path/name",
	})
	ServiceOneZone = about(Services, Demand{
		ID: "service-one-zone", Severity: Warning,
		Summary: "A service in one zone is gone when that zone is, and consumers in other zones can't reach it.",
		Source:  docService,
		Fix:     "give the load balancer subnets in two zones or more",
	})
)
