package rules

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Provider is what the rules need to know of a ProviderService, with every
// default applied.
type Provider struct {
	// HasVpc is false when no VPC was given.
	HasVpc bool
	// VpcCidrs are the VPC's IPv4 ranges; one that is not known is a token.
	VpcCidrs []string
	// SubnetsProblem is CDK's answer when the subnets could not be selected.
	SubnetsProblem string
	// SubnetCidrs are the ranges that the load balancer's own addresses lie in;
	// empty where they are not known, or where no target needs them.
	SubnetCidrs []string
	// Zones are the zones of the load balancer's subnets, one entry a subnet.
	Zones []string
	// Listeners in the order given.
	Listeners []Listener
	// Principals in the order given.
	Principals []Principal
	// AcceptanceRequired is false when every allowed principal is let in at once.
	AcceptanceRequired bool
	// TagKeys are the keys of the tags.
	TagKeys []string
}

// Listener is one port of the load balancer with the target group behind it.
type Listener struct {
	Port           int
	Protocol       string
	TargetProtocol string
	Certificates   []string
	// SslPolicy is as given: empty when the default is to be used.
	SslPolicy   string
	Targets     []Target
	HealthCheck HealthCheck
}

// Target kinds.
const (
	InstanceTarget = "instance"
	IPTarget       = "ip"
	// OtherTarget tells its kind to CDK, not to us.
	OtherTarget = "other"
)

// Target is one member of a target group.
type Target struct {
	Kind string
	Port int
	// Address of an IP target.
	Address string
	// Missing: the instance or target object is nil.
	Missing bool
	// Guarded: the target's security groups are known, and opened by us.
	Guarded bool
}

// HealthCheck is a target group's health check. Zero numbers were not given.
type HealthCheck struct {
	Protocol           string
	Port               int
	Path               string
	HealthyCodes       string
	Interval           time.Duration
	Timeout            time.Duration
	HealthyThreshold   int
	UnhealthyThreshold int
}

// Principal kinds.
const (
	AccountPrincipal  = "account"
	RolePrincipal     = "role"
	UserPrincipal     = "user"
	ArnPrincipal      = "arn"
	EveryonePrincipal = "everyone"
)

// Principal may create endpoints to the service.
type Principal struct {
	// Kind is empty for the zero value, which names nobody.
	Kind string
	// Account of an account, role or user.
	Account string
	// Name of a role or user, with its path.
	Name string
	// Arn of an ARN principal.
	Arn string
}

const (
	docService      = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html"
	docPermissions  = "https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html"
	docListeners    = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html"
	docTLS          = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html"
	docTargets      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html"
	docHealth       = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html"
	docLimits       = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html"
	docCfnListener  = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html"
	docCfnTarget    = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html"
	docCfnService   = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpointservice.html"
	docTags         = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"
	docErrorsElb    = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html"
	docSubnetsOfElb = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html"
)

const maxListeners = 50

var providerRules = []row[Provider]{
	{Rule{
		ID: "privatelink/provider-vpc-required", Severity: Error,
		Summary: "A provider needs the VPC that holds its load balancer and targets.",
		Source:  docService,
		Fix:     "set Vpc",
	}, func(p Provider, broken report) {
		if !p.HasVpc {
			broken("Vpc", "is required, but nil")
		}
	}},
	{Rule{
		ID: "privatelink/provider-subnets-selectable", Severity: Error,
		Summary: "The subnets that are asked for must exist in the VPC.",
		Source:  docService,
		Fix:     "choose subnets of this VPC, or leave Subnets unset for its private ones",
	}, func(p Provider, broken report) {
		if p.SubnetsProblem != "" {
			broken("Subnets", "%s", p.SubnetsProblem)
		}
	}},
	{Rule{
		ID: "privatelink/provider-subnet-per-zone", Severity: Error,
		Summary: "A load balancer takes one subnet in each zone.",
		AWS:     "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
		Source:  docSubnetsOfElb,
		Fix:     "give one subnet a zone",
	}, func(p Provider, broken report) { duplicateZones(p.Zones, broken) }},
	{Rule{
		ID: "privatelink/listeners-required", Severity: Error,
		Summary: "A service needs at least one listener: without one no connection is ever accepted.",
		Source:  docListeners,
		Fix:     "add a Listener with its Port and Targets",
	}, func(p Provider, broken report) {
		if len(p.Listeners) == 0 {
			broken("Listeners", "is empty")
		}
	}},
	{Rule{
		ID: "privatelink/listener-count", Severity: Error,
		Summary: "A Network Load Balancer has at most 50 listeners, and PrivateLink takes no more.",
		Source:  docLimits,
		Fix:     "split the ports over two services",
	}, func(p Provider, broken report) {
		if n := len(p.Listeners); n > maxListeners {
			broken("Listeners", "has %d listeners, at most %d are possible", n, maxListeners)
		}
	}},
	{Rule{
		ID: "privatelink/listener-port-range", Severity: Error,
		Summary: "A listener's port is 1-65535.",
		Source:  docListeners,
		Fix:     "use a port from 1 to 65535",
	}, eachListener(func(l Listener, field func(string) string, broken report) {
		if !validPort(l.Port) {
			broken(field("Port"), "%d is no port", l.Port)
		}
	})},
	{Rule{
		ID: "privatelink/listener-port-duplicate", Severity: Error,
		Summary: "No two listeners of a load balancer share a port.",
		AWS:     "DuplicateListener: A listener with the specified port already exists.",
		Source:  docErrorsElb,
		Fix:     "give each listener a port of its own",
	}, func(p Provider, broken report) {
		first := map[int]int{}
		for i, l := range p.Listeners {
			if j, taken := first[l.Port]; taken && validPort(l.Port) {
				broken(at("Listeners", i, "Port"), "%d is the port of %s already", l.Port, at("Listeners", j, ""))
				continue
			}
			first[l.Port] = i
		}
	}},
	{Rule{
		ID: "privatelink/listener-protocol", Severity: Error,
		Summary: "A listener's protocol is TCP or TLS.",
		Source:  docListeners,
		Fix:     "use TCP or TLS",
	}, eachListener(func(l Listener, field func(string) string, broken report) {
		if l.Protocol != "TCP" && l.Protocol != "TLS" && !Unknown(l.Protocol) {
			broken(field("Protocol"), "%q is no protocol of a listener", l.Protocol)
		}
	})},
	{Rule{
		ID: "privatelink/listener-target-protocol", Severity: Error,
		Summary: "A TCP listener forwards to TCP targets, a TLS listener to TCP or TLS targets.",
		AWS:     "IncompatibleProtocols: The specified configuration is not valid with this protocol.",
		Source:  docListeners,
		Fix:     "leave TargetProtocol unset for plain TCP, or use TLS on both sides",
	}, eachListener(func(l Listener, field func(string) string, broken report) {
		if Unknown(l.TargetProtocol) || l.TargetProtocol == "TCP" {
			return
		}
		if l.TargetProtocol != "TLS" {
			broken(field("TargetProtocol"), "%q is neither TCP nor TLS", l.TargetProtocol)
		} else if l.Protocol == "TCP" {
			broken(field("TargetProtocol"), "a TCP listener cannot forward to TLS targets")
		}
	})},
	{Rule{
		ID: "privatelink/tls-certificate-required", Severity: Error,
		Summary: "A TLS listener has a default certificate.",
		Source:  docTLS,
		Fix:     "name an ACM certificate of the service's Region in Certificates",
	}, eachListener(func(l Listener, field func(string) string, broken report) {
		if l.Protocol == "TLS" && len(l.Certificates) == 0 {
			broken(field("Certificates"), "is empty, but the listener speaks TLS")
		}
	})},
	{Rule{
		ID: "privatelink/tls-only-settings", Severity: Error,
		Summary: "Certificates and security policies belong to TLS listeners.",
		Source:  docCfnListener,
		Fix:     "set Protocol to TLS, or drop the field",
	}, eachListener(func(l Listener, field func(string) string, broken report) {
		if l.Protocol != "TCP" {
			return
		}
		if len(l.Certificates) > 0 {
			broken(field("Certificates"), "is set, but the listener speaks TCP")
		}
		if l.SslPolicy != "" {
			broken(field("SslPolicy"), "is set, but the listener speaks TCP")
		}
	})},
	{Rule{
		ID: "privatelink/tls-certificate-arn", Severity: Error,
		Summary: "A certificate is named by its ARN in ACM or IAM.",
		AWS:     "CertificateNotFound: The specified certificate does not exist.",
		Source:  docErrorsElb,
		Fix:     "use the certificate's ARN, such as arn:aws:acm:us-east-1:111122223333:certificate/…",
	}, eachListener(func(l Listener, field func(string) string, broken report) {
		for i, arn := range l.Certificates {
			if !Unknown(arn) && !certificateArn.MatchString(arn) {
				broken(field(at("Certificates", i, "")), "%q is no certificate ARN", arn)
			}
		}
	})},
	{Rule{
		ID: "privatelink/targets-required", Severity: Error,
		Summary: "A listener forwards to at least one target.",
		Source:  docTargets,
		Fix:     "add a target, such as InstanceTarget(server, 8080)",
	}, eachListener(func(l Listener, field func(string) string, broken report) {
		if len(l.Targets) == 0 {
			broken(field("Targets"), "is empty")
		}
	})},
	{Rule{
		ID: "privatelink/target-missing", Severity: Error,
		Summary: "A target names what it sends traffic to.",
		Source:  docTargets,
		Fix:     "pass the instance, group or target that was created",
	}, eachTarget(func(t Target, field string, broken report) {
		switch {
		case t.Missing:
			broken(field, "names no target: it is nil")
		case t.Kind == "":
			broken(field, "names no target: it is the zero value")
		}
	})},
	{Rule{
		ID: "privatelink/target-port-range", Severity: Error,
		Summary: "A target's port is 1-65535.",
		Source:  docTargets,
		Fix:     "use a port from 1 to 65535",
	}, eachTarget(func(t Target, field string, broken report) {
		if t.Kind != "" && !t.Missing && !validPort(t.Port) {
			broken(field+".Port", "%d is no port", t.Port)
		}
	})},
	{Rule{
		ID: "privatelink/target-kinds-mixed", Severity: Error,
		Summary: "The targets of one listener are all instances or all IP addresses.",
		Source:  docTargets,
		Fix:     "give each kind a listener of its own",
	}, eachListener(func(l Listener, field func(string) string, broken report) {
		kinds := map[string]bool{}
		for _, t := range l.Targets {
			if t.Kind != OtherTarget && !t.Missing {
				kinds[t.Kind] = true
			}
		}
		if len(kinds) > 1 {
			broken(field("Targets"), "mixes instances with IP addresses")
		}
	})},
	{Rule{
		ID: "privatelink/target-group-port", Severity: Error,
		Summary: "Targets that register themselves, such as an Auto Scaling group, all use the target group's one port.",
		Source:  "https://docs.aws.amazon.com/autoscaling/ec2/userguide/attach-load-balancer-asg.html",
		Fix:     "give all targets of the listener the same port, or split them over two listeners",
	}, eachListener(func(l Listener, field func(string) string, broken report) {
		for i, t := range l.Targets {
			if t.Kind == OtherTarget && t.Port != l.Targets[0].Port {
				broken(field(at("Targets", i, "Port")), "is %d, but the target group's port is %d", t.Port, l.Targets[0].Port)
			}
		}
	})},
	{Rule{
		ID: "privatelink/target-address", Severity: Error,
		Summary: "An IP target is an IPv4 address.",
		AWS:     "InvalidTarget: The specified target does not exist, is not in the same VPC as the target group, or has an unsupported instance type.",
		Source:  docTargets,
		Fix:     "use an address such as 10.0.1.5",
	}, eachTarget(func(t Target, field string, broken report) {
		if t.Kind != IPTarget || Unknown(t.Address) {
			return
		}
		if ip, err := netip.ParseAddr(t.Address); err != nil || !ip.Is4() {
			broken(field+".Address", "%q is no IPv4 address", t.Address)
		}
	})},
	{Rule{
		ID: "privatelink/target-address-range", Severity: Error,
		Summary: "An IP target lies in the VPC, or in 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 or 192.168.0.0/16.",
		Source:  docTargets,
		Fix:     "use a private address that the VPC can reach; public addresses cannot be targets",
	}, func(p Provider, broken report) {
		vpc, all := prefixes(p.VpcCidrs)
		if !all || len(vpc) == 0 {
			return
		}
		eachTarget(func(t Target, field string, broken report) {
			ip, err := netip.ParseAddr(t.Address)
			if t.Kind == IPTarget && err == nil && ip.Is4() && !within(ip, vpc) && !within(ip, reachableRanges) {
				broken(field+".Address", "%s is a public address", t.Address)
			}
		})(p, broken)
	}},
	{Rule{
		ID: "privatelink/target-admission-unknown", Severity: Warning,
		Summary: "Targets admit PrivateLink traffic from the load balancer's addresses, whose ranges must be known.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups",
		Fix:     "import the VPC with its CIDR block, or the subnets with theirs, or admit the load balancer's subnets on the targets yourself",
	}, func(p Provider, broken report) {
		if !p.HasVpc || p.SubnetsProblem != "" || len(p.SubnetCidrs) > 0 {
			return
		}
		for i, l := range p.Listeners {
			for j, t := range l.Targets {
				if t.Guarded {
					broken(at("Listeners", i, at("Targets", j, "")), "admits the load balancer's group only: the address ranges of its subnets are not known")
				}
			}
		}
	}},
	{Rule{
		ID: "privatelink/health-protocol", Severity: Error,
		Summary: "Health checks speak TCP, HTTP or HTTPS.",
		Source:  docHealth,
		Fix:     "use TCP, HTTP or HTTPS",
	}, eachHealthCheck(func(h HealthCheck, field func(string) string, broken report) {
		switch {
		case h.Protocol == "TCP", h.Protocol == "HTTP", h.Protocol == "HTTPS", Unknown(h.Protocol):
		default:
			broken(field("Protocol"), "%q is no protocol of a health check", h.Protocol)
		}
	})},
	{Rule{
		ID: "privatelink/health-http-only", Severity: Error,
		Summary: "Path and HealthyCodes belong to HTTP and HTTPS health checks.",
		Source:  docCfnTarget,
		Fix:     "set the health check's Protocol to HTTP or HTTPS, or drop the field",
	}, eachHealthCheck(func(h HealthCheck, field func(string) string, broken report) {
		if h.Protocol != "TCP" {
			return
		}
		if h.Path != "" {
			broken(field("Path"), "is set, but the health check speaks TCP")
		}
		if h.HealthyCodes != "" {
			broken(field("HealthyCodes"), "is set, but the health check speaks TCP")
		}
	})},
	{Rule{
		ID: "privatelink/health-path", Severity: Error,
		Summary: "A health check's path starts with / and has at most 1,024 characters.",
		Source:  docCfnTarget,
		Fix:     "use a path such as /healthz",
	}, eachHealthCheck(func(h HealthCheck, field func(string) string, broken report) {
		switch {
		case h.Path == "" || Unknown(h.Path):
		case !strings.HasPrefix(h.Path, "/"):
			broken(field("Path"), "%q does not start with /", h.Path)
		case len(h.Path) > 1024:
			broken(field("Path"), "has %d characters", len(h.Path))
		}
	})},
	{Rule{
		ID: "privatelink/health-codes", Severity: Error,
		Summary: "HealthyCodes are HTTP codes from 200 to 599: one, a list or a range.",
		Source:  docCfnTarget,
		Fix:     "use codes such as 200, 200,204 or 200-399",
	}, eachHealthCheck(func(h HealthCheck, field func(string) string, broken report) {
		if h.HealthyCodes != "" && !Unknown(h.HealthyCodes) && !validCodes(h.HealthyCodes) {
			broken(field("HealthyCodes"), "%q is no list of codes from 200 to 599", h.HealthyCodes)
		}
	})},
	{Rule{
		ID: "privatelink/health-port", Severity: Error,
		Summary: "A health check's port is 1-65535.",
		Source:  docHealth,
		Fix:     "use a port from 1 to 65535, or leave it unset for the traffic port",
	}, eachHealthCheck(func(h HealthCheck, field func(string) string, broken report) {
		if h.Port != 0 && !validPort(h.Port) {
			broken(field("Port"), "%d is no port", h.Port)
		}
	})},
	{Rule{
		ID: "privatelink/health-interval", Severity: Error,
		Summary: "A health check's interval is 5-300 whole seconds.",
		Source:  docHealth,
		Fix:     "use 5 to 300 whole seconds",
	}, eachHealthCheck(func(h HealthCheck, field func(string) string, broken report) {
		durationWithin(h.Interval, 5, 300, field("Interval"), broken)
	})},
	{Rule{
		ID: "privatelink/health-timeout", Severity: Error,
		Summary: "A health check's timeout is 2-120 whole seconds.",
		Source:  docHealth,
		Fix:     "use 2 to 120 whole seconds",
	}, eachHealthCheck(func(h HealthCheck, field func(string) string, broken report) {
		durationWithin(h.Timeout, 2, 120, field("Timeout"), broken)
	})},
	{Rule{
		ID: "privatelink/health-timeout-interval", Severity: Error,
		Summary: "A health check's timeout is not longer than its interval.",
		Source:  "https://github.com/aws/aws-cdk/pull/26031",
		Fix:     "lengthen Interval, or set a shorter Timeout",
	}, eachHealthCheck(func(h HealthCheck, field func(string) string, broken report) {
		interval, timeout := h.Interval, h.Timeout
		if interval == 0 {
			interval = DefaultHealthInterval
		}
		if timeout == 0 {
			timeout = DefaultHealthTimeout(h.Protocol)
		}
		if timeout > interval {
			broken(field("Interval"), "%s is shorter than the timeout of %s", interval, timeout)
		}
	})},
	{Rule{
		ID: "privatelink/health-threshold", Severity: Error,
		Summary: "A health check's thresholds are 2-10 checks.",
		Source:  docHealth,
		Fix:     "use 2 to 10",
	}, eachHealthCheck(func(h HealthCheck, field func(string) string, broken report) {
		for _, t := range []struct {
			name  string
			value int
		}{{"HealthyThreshold", h.HealthyThreshold}, {"UnhealthyThreshold", h.UnhealthyThreshold}} {
			if t.value != 0 && (t.value < 2 || t.value > 10) {
				broken(field(t.name), "%d is out of range", t.value)
			}
		}
	})},
	{Rule{
		ID: "privatelink/principal-form", Severity: Error,
		Summary: "An allowed principal is an account, a role, a user, or everyone by that name.",
		Source:  docPermissions,
		Fix:     `use Account("111122223333"), Role(account, name), User(account, name), PrincipalArn(arn) or Everyone()`,
	}, func(p Provider, broken report) {
		for i, principal := range p.Principals {
			if problem := principalProblem(principal); problem != "" {
				broken(at("AllowedPrincipals", i, ""), "%s", problem)
			}
		}
	}},
	{Rule{
		ID: "privatelink/principal-everyone", Severity: Warning,
		Summary: "Everyone without acceptance makes the load balancer public to all of AWS, though it has no public address.",
		Source:  docPermissions,
		Fix:     "name the accounts, or keep acceptance",
	}, func(p Provider, broken report) {
		for i, principal := range p.Principals {
			if principal.Kind == EveryonePrincipal && !p.AcceptanceRequired {
				broken(at("AllowedPrincipals", i, ""), "lets every AWS account connect without being asked")
			}
		}
	}},
	{tagKeyRule, func(p Provider, broken report) { tagKeys(p.TagKeys, broken) }},
}

// DefaultHealthInterval is AWS's interval between health checks.
const DefaultHealthInterval = 30 * time.Second

// DefaultHealthTimeout is AWS's timeout of a health check.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
func DefaultHealthTimeout(protocol string) time.Duration {
	if protocol == "HTTP" {
		return 6 * time.Second
	}
	return 10 * time.Second
}

var certificateArn = regexp.MustCompile(`^arn:[a-z-]+:(acm:[a-z0-9-]+:\d{12}:certificate|iam::\d{12}:server-certificate)/.+$`)

// eachListener runs a check on every listener; field prefixes a field of it.
func eachListener(check func(l Listener, field func(string) string, broken report)) func(Provider, report) {
	return func(p Provider, broken report) {
		for i, l := range p.Listeners {
			check(l, func(name string) string { return at("Listeners", i, name) }, broken)
		}
	}
}

func eachTarget(check func(t Target, field string, broken report)) func(Provider, report) {
	return eachListener(func(l Listener, field func(string) string, broken report) {
		for i, t := range l.Targets {
			check(t, field(at("Targets", i, "")), broken)
		}
	})
}

func eachHealthCheck(check func(h HealthCheck, field func(string) string, broken report)) func(Provider, report) {
	return eachListener(func(l Listener, field func(string) string, broken report) {
		check(l.HealthCheck, func(name string) string { return field("HealthCheck." + name) }, broken)
	})
}

func duplicateZones(zones []string, broken report) {
	first := map[string]int{}
	for i, zone := range zones {
		if !Known(zone) {
			continue
		}
		if j, taken := first[zone]; taken {
			broken("Subnets", "subnets %d and %d both lie in %s", j+1, i+1, zone)
			continue
		}
		first[zone] = i
	}
}

func durationWithin(d time.Duration, min, max int, field string, broken report) {
	switch {
	case d == 0:
	case d%time.Second != 0:
		broken(field, "%s is not a whole number of seconds", d)
	case d < time.Duration(min)*time.Second || d > time.Duration(max)*time.Second:
		broken(field, "%s is out of range", d)
	}
}

// validCodes accepts 200, 200,204 and 200-399, and mixtures.
func validCodes(codes string) bool {
	for _, part := range strings.Split(codes, ",") {
		low, high, isRange := strings.Cut(part, "-")
		if !isRange {
			high = low
		}
		l, errL := strconv.Atoi(low)
		h, errH := strconv.Atoi(high)
		if errL != nil || errH != nil || l < 200 || h > 599 || l > h {
			return false
		}
	}
	return true
}

var (
	iamArn      = regexp.MustCompile(`^arn:[a-z-]+:iam::\d{12}:(root|role/.+|user/.+)$`)
	sessionArn  = regexp.MustCompile(`^arn:[a-z-]+:sts::(\d{12}):assumed-role/([^/]+)/`)
	namePattern = regexp.MustCompile(`^[\w+=,.@/-]+$`)
)

// principalProblem says why a principal cannot be allowed, or "".
func principalProblem(p Principal) string {
	switch p.Kind {
	case EveryonePrincipal:
		return ""
	case ArnPrincipal:
		return arnProblem(p.Arn)
	case AccountPrincipal, RolePrincipal, UserPrincipal:
		if !Unknown(p.Account) && !IsAccount(p.Account) {
			return strconv.Quote(p.Account) + " is no account ID: it needs twelve digits"
		}
		if p.Kind != AccountPrincipal && !Unknown(p.Name) && !namePattern.MatchString(p.Name) {
			return strconv.Quote(p.Name) + " is no name of a " + p.Kind
		}
		return ""
	default:
		return "names nobody"
	}
}

func arnProblem(arn string) string {
	switch {
	case Unknown(arn) || iamArn.MatchString(arn):
		return ""
	case arn == "*":
		return `"*" is everyone: say so with Everyone()`
	case IsAccount(arn):
		return strconv.Quote(arn) + " is an account: say so with Account(" + strconv.Quote(arn) + ")"
	}
	if m := sessionArn.FindStringSubmatch(arn); m != nil {
		return strconv.Quote(arn) + " is a session: name its role with Role(" + strconv.Quote(m[1]) + ", " + strconv.Quote(m[2]) + ")"
	}
	return strconv.Quote(arn) + " is no ARN of an account, role or user"
}

// tagKeyRule stands in the tables of provider and consumer.
var tagKeyRule = Rule{
	ID: "privatelink/tag-key", Severity: Error,
	Summary: "A tag's key is not empty, has at most 128 characters, and does not start with aws:.",
	Source:  docTags,
	Fix:     "choose another key",
}

func tagKeys(keys []string, broken report) {
	for _, key := range keys {
		switch {
		case Unknown(key):
		case key == "":
			broken("Tags", "has an empty key")
		case len(key) > 128:
			broken("Tags", "has a key of %d characters", len(key))
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			broken("Tags", "%q starts with aws:, which AWS keeps for itself", key)
		}
	}
}
