package rules

import (
	"regexp"
	"strings"
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Function is what the rules need to know of a function that operates a service, an endpoint
// or a target group.
type Function struct {
	// NoScope: there is no construct to make it in.
	NoScope bool
	// Of is the field with what it operates.
	Of string
	// Missing: there is none. OtherStack: it is of another one than the function.
	Missing, OtherStack bool
	// Timeout and Every are zero for the default.
	Timeout, Every time.Duration

	// Unnamed: a service whose name is to be verified has none. RecordElsewhere: its TXT
	// record is of another stack.
	Unnamed, RecordElsewhere bool

	// Accepts: it accepts connections. AcceptsAll: the service does so itself.
	Accepts, AcceptsAll bool
	Accounts, Endpoints []string
	// TopicArn is empty for a new topic.
	TopicArn string
	// PrivateDnsOn: the endpoint whose private DNS is to be turned on is made with it.
	PrivateDnsOn bool

	// Registers: it registers addresses.
	Registers     bool
	DnsNames      []string
	IpAddressType string
	Port, KeepFor int
}

// CheckFunction returns what would not work of a function.
func CheckFunction(facts Function) []Finding { return check(functionRules, facts) }

const (
	shortestWait, longestWait = time.Minute, 14 * time.Minute
	// environment is how long a function's variables may be, less what is not a list.
	//
	// Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
	environment = 4096 - 596
)

var (
	endpointID = regexp.MustCompile(`^vpce-[0-9a-f]+$`)
	topicArn   = regexp.MustCompile(`^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$`) // The name of a FIFO topic ends in .fifo.
)

var functionRules = []row[Function]{
	{demand.ScopeRequired, func(f Function, broken report) {
		if f.NoScope {
			broken("scope", "is nil")
		}
	}},
	{demand.FunctionOf, func(f Function, broken report) {
		if f.Missing {
			broken(f.Of, "is required, but nil")
		}
	}},
	{demand.FunctionStack, func(f Function, broken report) {
		if f.OtherStack {
			broken(f.Of, "is of another stack")
		}
	}},
	{demand.FunctionTime, func(f Function, broken report) {
		if t := f.Timeout; t != 0 && (t < shortestWait || t > longestWait || t%time.Second != 0) {
			broken("Timeout", "%s is not whole seconds from one minute to 14 minutes", t)
		}
		if f.Every < 0 || f.Every%time.Minute != 0 {
			broken("Every", "%s is not whole minutes", f.Every)
		}
	}},
	{demand.VerificationName, func(f Function, broken report) {
		if f.Unnamed {
			broken("Service", "has no private DNS name")
		}
	}},
	{demand.VerificationRecordStack, func(f Function, broken report) {
		if f.RecordElsewhere {
			broken("Service", "is verified with a provider of another stack, which is deployed after this one")
		}
	}},
	{demand.AcceptanceAutomatic, func(f Function, broken report) {
		if f.AcceptsAll {
			broken("Service", "accepts every connection by itself")
		}
	}},
	{demand.AcceptanceOf, func(f Function, broken report) {
		if f.Accepts && len(f.Accounts)+len(f.Endpoints) == 0 {
			broken("Accounts", "and Endpoints are empty")
		}
		for i, account := range f.Accounts {
			if plan.Known(account) && !accountID.MatchString(account) {
				broken(at("Accounts", i, ""), "%q is not the ID of an account", account)
			}
		}
		for i, endpoint := range f.Endpoints {
			if plan.Known(endpoint) && !endpointID.MatchString(endpoint) {
				broken(at("Endpoints", i, ""), "%q is not the ID of an endpoint", endpoint)
			}
		}
	}},
	{demand.AcceptanceSize, func(f Function, broken report) {
		accounts, endpoints := strings.Join(f.Accounts, " "), strings.Join(f.Endpoints, " ")
		if n := len(accounts) + len(endpoints); n > environment && plan.Known(accounts+endpoints) {
			broken("Accounts", "and Endpoints have %d characters, of %d", n, environment)
		}
	}},
	{demand.AcceptanceTopic, func(f Function, broken report) {
		if arn := f.TopicArn; arn != "" && !plan.Unknown(arn) && !topicArn.MatchString(arn) {
			broken("TopicArn", "%q is not the ARN of a standard topic", arn)
		}
	}},
	{demand.PrivateDnsOn, func(f Function, broken report) {
		if f.PrivateDnsOn {
			broken("Endpoint", "is made with private DNS")
		}
	}},
	{demand.TargetsNames, func(f Function, broken report) {
		if f.Registers && len(f.DnsNames) == 0 {
			broken("DnsNames", "is empty")
		}
		for i, name := range f.DnsNames {
			if problem := domainProblem(strings.ToLower(name)); plan.Known(name) && problem != "" {
				broken(at("DnsNames", i, ""), "%q %s", name, problem)
			}
		}
	}},
	{demand.TargetsGroup, func(f Function, broken report) {
		if !f.Registers || f.Missing {
			return
		}
		if !validPort(f.Port) {
			broken("Port", "%s", noPort(f.Port))
		}
		if t := f.IpAddressType; t != "" && t != "ipv4" && t != "ipv6" && plan.Known(t) {
			broken("IpAddressType", "%q is not ipv4 or ipv6", t)
		}
		if f.KeepFor < 0 || f.KeepFor > 100 {
			broken("KeepFor", "%d is not between 0 and 100", f.KeepFor)
		}
	}},
}
