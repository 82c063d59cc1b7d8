package demand

// Demands about what stands around services and endpoints: VPCs, zones, tags, parameters.
var (
	ScopeRequired = about(SurroundingParts, Demand{
		ID: "scope-required", Severity: Error, Needed: true,
		Summary: "A construct is made in a scope: a stack, or a construct in one.",
		Source:  "https://docs.aws.amazon.com/cdk/v2/guide/constructs.html",
		Fix:     "pass the stack",
	})
	VpcCidr = about(SurroundingParts, Demand{
		ID: "vpc-cidr", Severity: Error, Needed: true,
		Summary: "A VPC's address range is an IPv4 range.",
		Source:  "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
		Fix:     "import the VPC with a range such as 10.0.0.0/16",
	})
	ZoneIds = about(SurroundingParts, Demand{
		ID: "zone-ids", Severity: Error,
		Summary: "A zone ID looks like use1-az1, and is that of one zone.",
		Source:  "https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html",
		Fix:     "map zone names to their IDs: {\"us-east-1a\": \"use1-az1\"}",
	})
	TagKey = about(SurroundingParts, Demand{
		ID: "tag-key", Severity: Error,
		Summary: "A tag's key has 1 to 128 characters, does not start with aws:, and stands once.",
		Code:    "InvalidParameterValue",
		Source:  "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
		Fix:     "choose another key",
	})
	RemovalPolicy = about(SurroundingParts, Demand{
		ID: "removal-policy", Severity: Error, Needed: true,
		Summary: "A service is kept when it is removed, or deleted; there are no snapshots of it.",
		Source:  "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
		Fix:     "use awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, RemovalPolicy_RETAIN or RemovalPolicy_DESTROY",
	})
	ParameterName = about(SurroundingParts, Demand{
		ID: "parameter-name", Severity: Error, Needed: true,
		Summary: "The contract's parameter has a name that starts with a slash and does not end with one, of at most 14 levels, and not with /aws or /ssm.",
		Code:    "ValidationException",
		Source:  apiPutParameter,
		Fix:     "use a name such as /orders/contract",
	})
	ParameterTaken = about(SurroundingParts, Demand{
		ID: "parameter-taken", Severity: Error,
		Summary: "No two SSM parameters of an account and Region share a name.",
		Code:    "ParameterAlreadyExists",
		AWS:     "… already exists",
		Source:  apiPutParameter,
		Fix:     "choose another name, or let the stack that has it go first",
	})
	TagValue = about(SurroundingParts, Demand{
		ID: "tag-value", Severity: Error,
		Summary: "A tag's value has at most 256 characters.",
		Code:    "InvalidParameterValue",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html",
		Fix:     "shorten the value",
	})
	TagCount = about(SurroundingParts, Demand{
		ID: "tag-count", Severity: Error,
		Summary: "A resource has at most 50 tags.",
		Code:    "TagLimitExceeded",
		AWS:     "You've reached the limit on the number of tags that you can assign to the specified resource.",
		Source:  "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html",
		Fix:     "set fewer tags",
	})
	NotificationTopicKey = about(SurroundingParts, Demand{
		ID: "notification-topic-key", Severity: Error,
		Summary: "AWS's own key for SNS lets no other service encrypt, so notifications to a topic with it are lost in silence.",
		Source:  "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
		Fix:     "encrypt the topic with a key of your own whose policy lets vpce.amazonaws.com use it, or leave Topic unset",
	})
)
