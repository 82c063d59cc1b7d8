package demand

// Demands about listeners.
var (
	ListenersRequired = about(Listeners, Demand{
		ID: "listeners-required", Severity: Error, Needed: true,
		Summary: "A service needs at least one listener: without one no connection is ever accepted.",
		Source:  docListeners,
		Fix:     "add a Listener with its Port and Targets",
	})
	ListenerCount = about(Listeners, Demand{
		ID: "listener-count", Severity: Error,
		Summary: "A Network Load Balancer has at most 50 listeners, and PrivateLink takes no more.",
		Code:    "TooManyListeners",
		AWS:     "You've reached the limit on the number of listeners per load balancer.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/load-balancer-vpc-endpoints.html",
		Fix:     "split the ports over two services",
	})
	ListenerPortRange = about(Listeners, Demand{
		ID: "listener-port-range", Severity: Error, Needed: true,
		Summary: "A listener's port is 1-65535.",
		Code:    "ValidationError",
		Source:  docListeners,
		Fix:     "use a port from 1 to 65535",
	})
	ListenerPortDuplicate = about(Listeners, Demand{
		ID: "listener-port-duplicate", Severity: Error, Needed: true,
		Summary: "No two listeners of a load balancer share a port.",
		Code:    "DuplicateListener",
		AWS:     "A listener with the specified port already exists.",
		Source:  apiCreateListener,
		Fix:     "give each listener a port of its own; TCPUDP takes both protocols on one",
	})
	ListenerProtocol = about(Listeners, Demand{
		ID: "listener-protocol", Severity: Error,
		Summary: "A listener's protocol is TCP, TLS, UDP, TCP_UDP, QUIC or TCP_QUIC.",
		Code:    "ValidationError",
		Source:  docListeners,
		Fix:     "use TCP, TLS, UDP, TCPUDP, QUIC or TCPQUIC",
	})
	ListenerTargetProtocol = about(Listeners, Demand{
		ID: "listener-target-protocol", Severity: Error,
		Summary: "A listener forwards to TCP or TCP_UDP from TCP, to TCP or TLS from TLS, to UDP or TCP_UDP from UDP, and to its own protocol from TCP_UDP, QUIC and TCP_QUIC.",
		Code:    "IncompatibleProtocols",
		AWS:     "The specified configuration is not valid with this protocol.",
		Source:  docTargets,
		Fix:     "leave the target protocol unset, or use one that the listener's protocol allows",
	})
	ListenerOneForm = about(Listeners, Demand{
		ID: "listener-one-form", Severity: Error,
		Summary: "A listener's target group is described in place or within TargetGroups, not both.",
		Source:  docListeners,
		Fix:     "give Targets with TargetProtocol, HealthCheck and TargetGroup, or TargetGroups alone; and each setting in one place",
	})
	ListenerExists = about(Listeners, Demand{
		ID: "listener-exists", Severity: Error,
		Summary: "Existing load balancers bring their listeners along: here they are only described.",
		Source:  docService,
		Fix:     "give Port and Protocol only; add the listener to the load balancer itself",
	})
	TlsCertificateRequired = about(Listeners, Demand{
		ID: "tls-certificate-required", Severity: Error, Needed: true,
		Summary: "A TLS listener has a default certificate.",
		Code:    "ValidationError",
		AWS:     "A certificate must be specified for … listeners",
		Source:  docTLSListener,
		Fix:     "name an ACM certificate of the service's Region in Certificates",
	})
	TlsCertificateArn = about(Listeners, Demand{
		ID: "tls-certificate-arn", Severity: Error,
		Summary: "A certificate is named by its ARN in ACM or IAM.",
		Code:    "CertificateNotFound",
		AWS:     "The specified certificate does not exist.",
		Source:  apiCreateListener,
		Fix:     "use the certificate's ARN, such as arn:aws:acm:us-east-1:111122223333:certificate/…",
	})
	TlsCertificateRegion = about(Listeners, Demand{
		ID: "tls-certificate-region", Severity: Error,
		Summary: "A listener's certificates in ACM are of its own Region.",
		Code:    "CertificateNotFound",
		AWS:     "The specified certificate does not exist.",
		Source:  docTLSListener,
		Fix:     "request or import the certificate in the service's Region",
	})
	TlsCertificateCount = about(Listeners, Demand{
		ID: "tls-certificate-count", Severity: Warning,
		Summary: "A load balancer has at most 25 certificates beside its listeners' default ones, unless the quota is raised.",
		Code:    "TooManyCertificates",
		AWS:     "You've reached the limit on the number of certificates per load balancer.",
		Source:  docLimits,
		Fix:     "use certificates with several names, split the listeners, or raise the quota",
	})
	TlsOnlySettings = about(Listeners, Demand{
		ID: "tls-only-settings", Severity: Error, Needed: true,
		Summary: "Certificates, security policies and ALPN belong to TLS listeners.",
		Code:    "InvalidConfigurationRequest",
		Source:  "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html",
		Fix:     "set Protocol to TLS, or drop the field",
	})
	TlsAlpn = about(Listeners, Demand{
		ID: "tls-alpn", Severity: Error, Needed: true,
		Summary: "An ALPN policy is one of AWS's.",
		Code:    "ALPNPolicyNotSupported",
		AWS:     "The specified ALPN policy is not supported.",
		Source:  docListeners,
		Fix:     "use HTTP1Only, HTTP2Only, HTTP2Optional or HTTP2Preferred",
	})
	IdleTimeout = about(Listeners, Demand{
		ID: "idle-timeout", Severity: Error, Needed: true,
		Summary: "The idle timeout of a TCP listener is 60-6000 whole seconds; that of others is fixed.",
		Code:    "InvalidConfigurationRequest",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html",
		Fix:     "use 60 to 6000 whole seconds on TCP listeners only",
	})
	IdleTimeoutRegions = about(Listeners, Demand{
		ID: "idle-timeout-regions", Severity: Error,
		Summary: "A service whose listeners have a custom idle timeout cannot be offered to other Regions.",
		Code:    "InvalidConfigurationRequest",
		Source:  docShare,
		Fix:     "leave IdleTimeout unset, or drop tcp.idle_timeout.seconds from the listeners of a load balancer that exists, and have clients send keepalives",
	})
	QuicAlone = about(Listeners, Demand{
		ID: "quic-alone", Severity: Error,
		Summary: "A load balancer has one QUIC or TCP_QUIC listener, and then none for UDP or TCP_UDP.",
		Code:    "InvalidConfigurationRequest",
		Source:  docNewListener,
		Fix:     "offer the other ports by a second service",
	})
	QuicLoadBalancer = about(Listeners, Demand{
		ID: "quic-load-balancer", Severity: Error,
		Summary: "QUIC needs a load balancer without security groups and without IPv6.",
		Code:    "InvalidConfigurationRequest",
		Source:  docNewListener,
		Fix:     "set LoadBalancer.Security to NoSecurityGroup() and leave LoadBalancer.IpAddressType at Ipv4, or use UDP",
	})
	DualStackUdp = about(Listeners, Demand{
		ID: "dual-stack-udp", Severity: Error,
		Summary: "A UDP listener of a dual-stack load balancer needs IPv6 targets, and prefixes for the load balancer's source addresses.",
		Code:    "InvalidConfigurationRequest",
		Source:  docNewListener,
		Fix:     "set IpAddressType to Ipv6 on the target group and use IPv6 addresses, and EnablePrefixForIpv6SourceNat on load balancers of your own; or leave LoadBalancer.IpAddressType at Ipv4",
	})
	RulePriorityTaken = about(Listeners, Demand{
		ID: "rule-priority-taken", Severity: Error,
		Summary: "No two rules of a listener share a priority.",
		Code:    "PriorityInUse",
		AWS:     "The specified priority is in use.",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html",
		Fix:     "give each rule a priority of its own",
	})
	TlsPolicy = about(Listeners, Demand{
		ID: "tls-policy", Severity: Error,
		Summary: "A TLS listener's security policy is one of AWS's, whose names start with ELBSecurityPolicy-.",
		Code:    "SSLPolicyNotFound",
		AWS:     "SSL policy '…' not found",
		Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html",
		Fix:     "use a policy such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, or leave it unset",
	})
	ListenerGroupCount = about(Listeners, Demand{
		ID: "listener-group-count", Severity: Error,
		Summary: "A listener of a Network Load Balancer forwards to at most five target groups.",
		Code:    "TooManyUniqueTargetGroupsPerLoadBalancer",
		Source:  docLimits,
		Fix:     "put the targets into five groups or fewer",
	})
)
