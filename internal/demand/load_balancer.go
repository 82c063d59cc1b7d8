package demand

// Demands about load balancers.
var (
	ProviderVpcRequired = about(LoadBalancers, Demand{
		ID: "provider-vpc-required", Severity: Error, Needed: true,
		Summary: "A provider needs the VPC that holds its load balancer and targets.",
		Source:  docService,
		Fix:     "set Vpc to the VPC of the load balancer and its targets",
	})
	ProviderSubnetsSelectable = about(LoadBalancers, Demand{
		ID: "provider-subnets-selectable", Severity: Error, Needed: true,
		Summary: "The subnets that a load balancer is to be in exist in its VPC.",
		Source:  docService,
		Fix:     "choose subnets of this VPC, or leave Subnets unset for its private ones",
	})
	ProviderSubnetPerZone = about(LoadBalancers, Demand{
		ID: "provider-subnet-per-zone", Severity: Error,
		Summary: "A load balancer takes one subnet in each zone.",
		Code:    "InvalidConfigurationRequest",
		AWS:     "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
		Source:  apiCreateBalancer,
		Fix:     "choose one subnet for each zone",
	})
	SubnetMappings = about(LoadBalancers, Demand{
		ID: "subnet-mappings", Severity: Error, Needed: true,
		Summary: "A load balancer's subnets are selected, or mapped one by one, but not both, and each mapping names its subnet.",
		Code:    "ValidationError",
		AWS:     "At least one subnet must be specified",
		Source:  docCfnBalancer,
		Fix:     "use Subnets or SubnetMappings, and set each mapping's Subnet",
	})
	SubnetMappingAddress = about(LoadBalancers, Demand{
		ID: "subnet-mapping-address", Severity: Error,
		Summary: "A mapping's fixed addresses are an IPv4 address, an IPv6 address and an IPv6 /80.",
		Code:    "InvalidSubnet",
		Source:  docCfnBalancer,
		Fix:     "use an address of the subnet, such as 10.0.1.10, or a prefix such as 2001:db8:0:1:1::/80",
	})
	SubnetMappingIpv6 = about(LoadBalancers, Demand{
		ID: "subnet-mapping-ipv6", Severity: Error, Needed: true,
		Summary: "IPv6 addresses need a dual-stack load balancer, source prefixes a UDP listener on it as well.",
		Code:    "InvalidConfigurationRequest",
		Source:  docCfnBalancer,
		Fix:     "set LoadBalancer.IpAddressType to DualStack (and add a UDP or TCPUDP listener), or drop the field",
	})
	IpAddressTypeValue = about(LoadBalancers, Demand{
		ID: "ip-address-type-value", Severity: Error,
		Code:    "ValidationError",
		Summary: "A load balancer has IPv4 addresses or both; a target group has IPv4 or IPv6 ones.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-ip-address-type.html",
		Fix:     "use Ipv4 or DualStack for a load balancer, and Ipv4 or Ipv6 for a target group",
	})
	LoadBalancerName = about(LoadBalancers, Demand{
		ID: "load-balancer-name", Severity: Error, Needed: true,
		Summary: "A load balancer's name has at most 32 letters, digits and hyphens, no hyphen at its ends, and does not start with internal-.",
		Code:    "ValidationError",
		Source:  docCfnBalancer,
		Fix:     "choose another name, or leave it to CloudFormation",
	})
	LoadBalancerNameTaken = about(LoadBalancers, Demand{
		ID: "load-balancer-name-taken", Severity: Error,
		Summary: "No two load balancers of an account and Region share a name.",
		Code:    "DuplicateLoadBalancerName",
		AWS:     "A load balancer with the specified name already exists.",
		Source:  apiCreateBalancer,
		Fix:     "choose another name, or leave it to CloudFormation",
	})
	LoadBalancerIpv6 = about(LoadBalancers, Demand{
		ID: "load-balancer-ipv6", Severity: Error,
		Summary: "A dual-stack load balancer needs subnets with IPv6 ranges, in a VPC with one.",
		Code:    "InvalidConfigurationRequest",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-ip-address-type.html",
		Fix:     "give the VPC and its subnets IPv6 ranges (IpProtocol_DUAL_STACK), or leave LoadBalancer.IpAddressType at Ipv4",
	})
	LoadBalancerInternet = about(LoadBalancers, Demand{
		ID: "load-balancer-internet", Severity: Error,
		Summary: "An internet-facing load balancer needs a VPC with an internet gateway.",
		Code:    "InvalidSubnet",
		AWS:     "VPC … has no internet gateway",
		Source:  apiCreateBalancer,
		Fix:     "make the load balancer internal (InternetFacing: false), as those of services are, or give the VPC public subnets",
	})
	LoadBalancerPublic = about(LoadBalancers, Demand{
		ID: "load-balancer-public", Severity: Warning,
		Summary: "An internet-facing load balancer has public addresses, beside those that PrivateLink's consumers reach.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#load-balancer-scheme",
		Fix:     "leave InternetFacing unset for a service that is private; or acknowledge it, and let in who may connect by Connections()",
	})
	ApplicationLoadBalancerZones = about(LoadBalancers, Demand{
		ID: "application-load-balancer-zones", Severity: Error,
		Summary: "An Application Load Balancer has subnets in two zones at least, but for one in a Local Zone or on an Outpost.",
		Code:    "ValidationError",
		AWS:     "At least two subnets in two different Availability Zones must be specified",
		Source:  apiCreateBalancer,
		Fix:     "give it subnets of two zones: have the VPC span two (MaxAzs), or choose others by VpcSubnets",
	})
	LoadBalancerAttribute = about(LoadBalancers, Demand{
		ID: "load-balancer-attribute", Severity: Error,
		Summary: "A load balancer's attributes are those that AWS has for its type, with values that they can have.",
		Code:    "ValidationError",
		Source:  apiBalancerAttribute,
		Fix:     "use the attributes and values of the page, or the load balancer's props instead of SetAttribute",
	})
	DenyAllIgwIpv4 = about(LoadBalancers, Demand{
		ID: "deny-all-igw-ipv4", Severity: Error,
		Summary: "Only load balancers with IPv6 addresses can deny traffic of internet gateways.",
		Code:    "InvalidConfigurationRequest",
		AWS:     "Load balancer attribute key 'ipv6.deny_all_igw_traffic' is not supported on load balancers with IP address type 'ipv4'.",
		Source:  "https://github.com/aws/aws-cdk/issues/30247",
		Fix:     "leave DenyAllIgwTraffic unset, or make the load balancer dual-stack",
	})
	SecondaryAddresses = about(LoadBalancers, Demand{
		ID: "secondary-addresses", Severity: Error,
		Summary: "A load balancer has 0-7 secondary addresses in each subnet.",
		Code:    "ValidationError",
		Source:  "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-elasticloadbalancingv2-loadbalancer-loadbalancerattribute.html",
		Fix:     "use 0 to 7",
	})
	CapacityUnits = about(LoadBalancers, Demand{
		ID: "capacity-units", Severity: Error,
		Summary: "Reserved capacity is 2,750-45,000 units for each of the load balancer's subnets.",
		Code:    "InvalidConfigurationRequest",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/capacity-unit-reservation.html",
		Fix:     "multiply the units of a subnet with the number of subnets",
	})
	CapacityTls = about(LoadBalancers, Demand{
		ID: "capacity-tls", Severity: Error,
		Summary: "A load balancer with a TLS listener can't reserve capacity.",
		Code:    "InvalidConfigurationRequest",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/request-capacity-unit-reservation.html",
		Fix:     "drop CapacityUnits, or let the targets end TLS behind a TCP listener",
	})
	CapacityWait = about(LoadBalancers, Demand{
		ID: "capacity-wait", Severity: Error,
		Summary: "There is no wait for capacity that isn't reserved.",
		Source:  docCfnBalancer,
		Fix:     "set CapacityUnits, or drop WaitForCapacity",
	})
	ClientRoutingPolicy = about(LoadBalancers, Demand{
		ID: "client-routing-policy", Severity: Error, Needed: true,
		Summary: "The client routing policy is one of AWS's three.",
		Code:    "ValidationError",
		Source:  apiBalancerAttribute,
		Fix:     "use AnyZone, SameZone or MostlySameZone",
	})
	AccessLogsBucket = about(LoadBalancers, Demand{
		ID: "access-logs-bucket", Severity: Error,
		Summary: "Access logs need a bucket.",
		Code:    "ValidationError",
		Source:  apiBalancerAttribute,
		Fix:     "set AccessLogs.Bucket, or drop the prefix",
	})
	AccessLogsPrefix = about(LoadBalancers, Demand{
		ID: "access-logs-prefix", Severity: Error,
		Summary: "A prefix of access logs does not hold AWSLogs, which AWS adds, and has no slash at its ends.",
		Code:    "ValidationError",
		Source:  docAccessLogs,
		Fix:     "use a prefix such as orders",
	})
	AccessLogsPermission = about(LoadBalancers, Demand{
		ID: "access-logs-permission", Severity: Error,
		Summary: "The bucket of access logs has a policy that lets the load balancer's logs be written.",
		Code:    "InvalidConfigurationRequest",
		AWS:     "Access Denied for bucket: …. Please check S3bucket permission",
		Source:  docAccessLogs,
		Fix:     "set AccessLogs.Bucket or call LogAccessLogs, which extend the bucket's policy, or let delivery.logs.amazonaws.com write to an imported bucket",
	})
	LoadBalancerSubnetsVpc = about(LoadBalancers, Demand{
		ID: "load-balancer-subnets-vpc", Severity: Error,
		Summary: "A load balancer's subnets are of one VPC.",
		Code:    "InvalidConfigurationRequest",
		AWS:     "All subnets must belong to the same VPC: '…'",
		Source:  apiCreateBalancer,
		Fix:     "choose subnets of one VPC",
	})
	AccessLogsRegion = about(LoadBalancers, Demand{
		ID: "access-logs-region", Severity: Error,
		Summary: "The bucket of access logs is in the load balancer's Region.",
		Code:    "InvalidConfigurationRequest",
		Source:  docAccessLogs,
		Fix:     "use a bucket of the load balancer's Region",
	})
	AccessLogsTls = about(LoadBalancers, Demand{
		ID: "access-logs-tls", Severity: Warning,
		Summary: "A Network Load Balancer logs requests over TLS only: without a TLS listener nothing is ever written.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html",
		Fix:     "add a TLS listener, use VPC flow logs instead, or turn access logs off",
	})
)
