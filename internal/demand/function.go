package demand

const (
	docLambdaLimits = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
	docStackStates  = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html"
	docRegister     = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html"
	docDeletion     = "https://docs.aws.amazon.com/vpc/latest/privatelink/delete-endpoint-service.html"
)

// Demands about the functions that operate services, endpoints and target groups.
var (
	FunctionOf = about(Functions, Demand{
		ID: "function-of", Severity: Error, Needed: true,
		Summary: "A function is of a service, an endpoint or a target group.",
		Source:  "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html",
		Fix:     "pass what the function operates",
	})
	FunctionStack = about(Functions, Demand{
		ID: "function-stack", Severity: Error,
		Summary: "A function is of the stack of what it operates: it asks for the state of that stack, and what waits for the function waits in that stack.",
		Source:  docStackStates,
		Fix:     "make it in the scope of the service's or endpoint's stack",
	})
	FunctionTime = about(Functions, Demand{
		ID: "function-time", Severity: Error,
		Summary: "A function runs 15 minutes at most, of which it waits 14, and by a schedule once a minute at most.",
		Source:  docLambdaLimits,
		Fix:     "set Timeout to whole seconds from a minute to 14 minutes, and Every to whole minutes, or leave them unset",
	})
	VerificationName = about(Functions, Demand{
		ID: "verification-name", Severity: Error,
		Summary: "Only a service with a private DNS name has one to verify.",
		Source:  docDNSNames,
		Fix:     "set PrivateDns.Name of the service, or drop the Verification",
	})
	VerificationRecordStack = about(Functions, Demand{
		ID: "verification-record-stack", Severity: Error,
		Summary: "A deployment can't wait for a TXT record that a later stack publishes.",
		Source:  docDNSNames,
		Fix:     "make both providers in one stack, or give the service a domain and a HostedZone of its own",
	})
	AcceptanceAutomatic = about(Functions, Demand{
		ID: "acceptance-automatic", Severity: Error,
		Summary: "A service that accepts every connection by itself has none left to choose from.",
		Source:  docConfigure,
		Fix:     "leave AutoAccept unset, or drop the Acceptance",
	})
	AcceptanceOf = about(Functions, Demand{
		ID: "acceptance-of", Severity: Error,
		Summary: "What is accepted are connections of accounts, by their twelve digits, or of endpoints, by their IDs.",
		Source:  docConfigure,
		Fix:     `list Accounts, such as "111122223333", or Endpoints, such as "vpce-0123456789abcdef0"`,
	})
	AcceptanceSize = about(Functions, Demand{
		ID: "acceptance-size", Severity: Error,
		Summary: "All variables of a function have four kilobytes together: enough for 260 accounts, or 145 endpoints.",
		Source:  docLambdaLimits,
		Fix:     "list accounts instead of their endpoints, or make a second Acceptance for the rest",
	})
	AcceptanceTopic = about(Functions, Demand{
		ID: "acceptance-topic", Severity: Error,
		Summary: "A function runs when a standard topic of SNS is told of a connection: one that keeps an order (FIFO) runs no function.",
		Source:  "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html",
		Fix:     "set TopicArn to the ARN of a standard topic, or leave it unset for a new one",
	})
	PrivateDnsOn = about(Functions, Demand{
		ID: "private-dns-on", Severity: Error,
		Summary: "An endpoint whose private DNS a function turns on is made without: with it, AWS refuses the endpoint until the provider has accepted it.",
		Source:  "https://github.com/hashicorp/terraform-provider-aws/pull/37628",
		Fix:     "leave Dns of the endpoint unset, or drop the PrivateDns",
	})
	TargetsNames = about(Functions, Demand{
		ID: "targets-names", Severity: Error,
		Summary: "Addresses are looked up by DNS names.",
		Source:  docRegister,
		Fix:     "list the names in DnsNames, without protocol and port",
	})
	TargetsGroup = about(Functions, Demand{
		ID: "targets-group", Severity: Error,
		Summary: "Addresses are registered with a target group of addresses, on a port.",
		Source:  docRegister,
		Fix:     "pass a target group of TargetType Addresses, and set Port to 1-65535, IpAddressType to the group's and KeepFor to 0-100",
	})
	RejectionRetained = about(Functions, Demand{
		ID: "rejection-retained", Severity: Error,
		Summary: "Connections are rejected where the service is deleted with its stack: one that is kept would lose its consumers for nothing.",
		Source:  docDeletion,
		Fix:     "set RemovalPolicy of the service to awscdk.RemovalPolicy_DESTROY, or drop the Rejection",
	})
)
