package demand

// Demands about what stands around services and endpoints: VPCs, zones, tags, parameters.
var (
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
)
