package demand

import (
	"regexp"
	"strings"
)

// Demands about security groups, their rules, and whom they let through.
var (
	SecurityCidrs = about(SecurityGroups, Demand{
		ID: "security-cidrs", Severity: Error, Needed: true,
		Summary: "PrivateLinkFrom names at least one range: with none, every packet is dropped in silence.",
		Source:  docSecurity,
		Fix:     "name ranges such as 10.0.0.0/8 or 2001:db8::/32, or use PrivateLinkOnly()",
	})
	SecurityGroupName = about(SecurityGroups, Demand{
		ID: "security-group-name", Severity: Error,
		Summary: "A security group's name has at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, and does not start with sg-.",
		Code:    "InvalidParameterValue",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
		Fix:     "choose another name for a group that is made here, or leave it to CloudFormation",
	})
	ExistingSecurityGroups = about(SecurityGroups, Demand{
		ID: "existing-security-groups", Severity: Error, Needed: true,
		Summary: "Security groups that are handed in are there: none is nil, and ExistingSecurityGroups names at least one.",
		Code:    "ValidationError",
		AWS:     "A security group must be specified",
		Source:  "https://github.com/aws/aws-cdk/pull/28494",
		Fix:     "pass groups that were made or imported; for none, leave OtherSecurityGroups unset, or use NoSecurityGroup() of a load balancer",
	})
	SecurityGroupCount = about(SecurityGroups, Demand{
		ID: "security-group-count", Severity: Warning,
		Summary: "A network interface has at most five security groups, unless the quota is raised.",
		Code:    "SecurityGroupsPerInterfaceLimitExceeded",
		AWS:     "The maximum number of security groups per interface has been reached.",
		Source:  docVpcLimits,
		Fix:     "put the rules into fewer groups, or raise the quota",
	})
	SecurityGroupRules = about(SecurityGroups, Demand{
		ID: "security-group-rules", Severity: Warning,
		Summary: "A security group has at most 60 rules in each direction, unless the quota is raised.",
		Code:    "RulesPerSecurityGroupLimitExceeded",
		AWS:     "The maximum number of rules per security group has been reached.",
		Source:  docVpcLimits,
		Fix:     "raise the quota, name fewer and wider ranges, or split the ports over two services",
	})
	SecurityGroupFixed = about(SecurityGroups, Demand{
		ID: "security-group-fixed", Severity: Warning,
		Summary: "A security group that is imported as not mutable gets no rules from here: unless it has them already, every packet is dropped in silence.",
		Source:  "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SecurityGroupImportOptions.html",
		Fix:     "import it without Mutable: false, or see that it admits the clients on the service's ports",
	})
	LoadBalancerGroupsVpc = about(SecurityGroups, Demand{
		ID: "load-balancer-groups-vpc", Severity: Error,
		Summary: "A load balancer's security groups are of its own VPC.",
		Code:    "InvalidConfigurationRequest",
		AWS:     "One or more security groups are invalid",
		Source:  apiCreateBalancer,
		Fix:     "use groups of the load balancer's VPC, or leave the group to the construct",
	})
	EndpointGroupsVpc = about(SecurityGroups, Demand{
		ID: "endpoint-groups-vpc", Severity: Error,
		Summary: "An endpoint's security groups are of its own VPC.",
		Code:    "InvalidParameter",
		AWS:     "Security group '…' does not belong to VPC '…'",
		Source:  ec2Errors,
		Fix:     "use a group of the endpoint's VPC, or leave SecurityGroup unset",
	})
	EnforcementWithoutGroup = about(SecurityGroups, Demand{
		ID: "enforcement-without-group", Severity: Error,
		Summary: "Whether inbound rules are applied to PrivateLink traffic is said only of load balancers with security groups.",
		Code:    "InvalidConfigurationRequest",
		Source:  docCfnBalancer,
		Fix:     "give the load balancer a security group when it is made, or drop EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
	})
	GroupDescription = about(SecurityGroups, Demand{
		ID: "group-description", Severity: Error,
		Summary: "A security group's description has at most 255 characters: letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*.",
		Code:    "InvalidParameterValue",
		AWS:     "Value (…) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
		Fix:     "shorten the description, and use ASCII; leave it unset where no group is made",
	})
	GroupNameTaken = about(SecurityGroups, Demand{
		ID: "group-name-taken", Severity: Error,
		Summary: "No two security groups of a VPC share a name.",
		Code:    "InvalidGroup.Duplicate",
		AWS:     "The security group '…' already exists for VPC '…'",
		Source:  ec2Errors,
		Fix:     "choose another name, or leave it to CloudFormation",
	})
	GroupRuleForm = about(SecurityGroups, Demand{
		ID: "group-rule-form", Severity: Error,
		Summary: "A security group's rule names one source or destination, a protocol, ports that run upwards, and a description of characters that AWS takes.",
		Code:    "InvalidParameterValue",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html",
		Fix:     `use one CidrIp, CidrIpv6, group or prefix list a rule, such as Peer_Ipv4("10.0.0.0/16"), and ports such as Port_Tcp(443)`,
	})
	GroupRuleDuplicate = about(SecurityGroups, Demand{
		ID: "group-rule-duplicate", Severity: Error,
		Summary: "A security group has each rule once.",
		Code:    "InvalidPermission.Duplicate",
		AWS:     "the specified rule \"peer: …, …, ALLOW\" already exists",
		Source:  ec2Errors,
		Fix:     "drop the repetition: rules differ by more than their descriptions",
	})
	GroupRuleNetwork = about(SecurityGroups, Demand{
		ID: "group-rule-network", Severity: Error,
		Summary: "A security group's rules name groups of the same VPC, or of a peered one.",
		Code:    "InvalidGroup.NotFound",
		AWS:     "You have specified two resources that belong to different networks.",
		Source:  ec2Errors,
		Fix:     "name a range of addresses instead, such as Peer_Ipv4(cidr): groups are not seen through PrivateLink",
	})
	ExistingLoadBalancerInbound = about(SecurityGroups, Demand{
		ID: "existing-load-balancer-inbound", Severity: Error,
		Summary: "A load balancer's security groups admit clients by their own addresses, in their VPCs, unless PrivateLink traffic is exempt: otherwise every packet is dropped in silence. Security groups as sources never match: the clients' are of other VPCs.",
		Source:  docSecurity,
		Fix:     "admit the consumers' ranges on the load balancer's group, or set its EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic to off",
	})
	ExistingLoadBalancerOutbound = about(SecurityGroups, Demand{
		ID: "existing-load-balancer-outbound", Severity: Error,
		Summary: "A load balancer sends, health checks too, only where its security groups' outbound rules let it.",
		Source:  docSecurity,
		Fix:     "allow the targets' ports in the outbound rules of the load balancer's group",
	})
	ClientRangeAdmitted = about(SecurityGroups, Demand{
		ID: "client-range-admitted", Severity: Error,
		Summary: "A load balancer that admits PrivateLink traffic from ranges sees the clients' own addresses, and drops all others in silence.",
		Source:  docSecurity,
		Fix:     "add the consumer's range to the provider's PrivateLinkFrom, or use PrivateLinkOnly()",
	})
	ClientsUnknown = about(SecurityGroups, Demand{
		ID: "clients-unknown", Severity: Error, Needed: true,
		Summary: "An endpoint whose security group admits nobody drops every packet.",
		Source:  docEndpoint,
		Fix:     "name the Clients, groups or ranges such as awsec2.Peer_Ipv6; for IPv4, importing the VPC with its CIDR block does too",
	})
	TargetEgressUnknown = about(SecurityGroups, Demand{
		ID: "target-egress-unknown", Severity: Warning,
		Summary: "The load balancer may send only where its security group lets it: to targets whose groups or addresses are known, else to the VPC's range.",
		Source:  docSecurity,
		Fix:     "name the target's groups with GuardedBy; set GuardedBy of a group whose targets register later, or import the VPC with its CIDR block",
	})
	TargetAdmissionUnknown = about(SecurityGroups, Demand{
		ID: "target-admission-unknown", Severity: Warning,
		Summary: "Targets admit PrivateLink traffic from the load balancer's addresses, whose ranges must be known.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups",
		Fix:     "import the VPC with its CIDR block, or the subnets with theirs, or admit the load balancer's subnets on the targets yourself",
	})
	ClientOutbound = about(SecurityGroups, Demand{
		ID: "client-outbound", Severity: Error,
		Summary: "A client's security groups let it send to the endpoint, on the service's ports.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
		Fix:     "allow the endpoint's group in the outbound rules of the client's group, or name the client in Clients, which does so",
	})
	ClientInbound = about(SecurityGroups, Demand{
		ID: "client-inbound", Severity: Error,
		Summary: "An endpoint's security groups admit each of its clients, on the service's ports.",
		Source:  docEndpoint,
		Fix:     "admit the client on the port in the inbound rules of the endpoint's group, or name it in Clients, which does so",
	})
	TargetInbound = about(SecurityGroups, Demand{
		ID: "target-inbound", Severity: Error,
		Summary: "A target's security groups admit the load balancer, on the port of the traffic and on that of health checks: by its group, or by the addresses of its subnets where it has no group, or where its inbound rules are not applied to PrivateLink traffic.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups",
		Fix:     "admit the load balancer's group, or the ranges of its subnets, on the port in the inbound rules of the target's group",
	})
	NetworkAcl = about(SecurityGroups, Demand{
		ID: "network-acl", Severity: Error,
		Summary: "The network ACLs of the subnets on the way let requests through on the port, and answers back on ports 1024-65535.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html",
		Fix:     "allow the port towards the service, and 1024-65535 back, in the ACL's entries before those that deny it",
	})
)

// SecurityGroupText are the characters that descriptions of groups and rules may have.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
var SecurityGroupText = regexp.MustCompile(`^[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}$`)

var groupName = regexp.MustCompile(`^[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]{1,255}$`)

// SecurityGroupNameProblem says why a security group cannot be named so, or "".
func SecurityGroupNameProblem(name string) string {
	switch {
	case name == "":
		return ""
	case !groupName.MatchString(name):
		return "has other characters, or more than 255"
	case strings.HasPrefix(strings.ToLower(name), "sg-"):
		return "starts with sg-"
	default:
		return ""
	}
}
