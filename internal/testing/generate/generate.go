// Package generate makes props out of bytes, for fuzzing and sampling: by
// reflection, so that a new field is filled without being named here.
package generate

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

// World has what props refer to. Nil is a value, too.
type World interface {
	Vpc() awsec2.IVpc
	Instance() awsec2.IInstance
	SecurityGroup() awsec2.ISecurityGroup
	HostedZone() awsroute53.IHostedZone
	ApplicationLoadBalancer() awselasticloadbalancingv2.IApplicationLoadBalancer
}

// Provider makes props of data. With odd, values may be wrong, missing, or not
// known yet; without, each is right by itself, though they may not go together.
func Provider(world World, data []byte, odd bool) *privatelink.ProviderServiceProps {
	s := newSource(world, data, odd)
	props := &privatelink.ProviderServiceProps{Vpc: world.Vpc()}
	s.fill(reflect.ValueOf(props).Elem())
	if len(props.Listeners) == 0 && !odd {
		props.Listeners = []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}}}
	}
	return props
}

// Consumer makes props of data; see [Provider].
func Consumer(world World, data []byte, odd bool) *privatelink.ConsumerEndpointProps {
	s := newSource(world, data, odd)
	props := &privatelink.ConsumerEndpointProps{Vpc: world.Vpc(), Service: s.service()}
	s.fill(reflect.ValueOf(props).Elem())
	return props
}

// source gives choices out of bytes: the first of each when they are used up.
type source struct {
	world World
	data  []byte
	odd   bool
	// sparse: one optional field in so many is set.
	sparse int
	// kind of targets.
	kind int
}

func newSource(world World, data []byte, odd bool) *source {
	s := &source{world: world, data: data, odd: odd}
	s.sparse = pick(s, 4, 10, 20)
	return s
}

func (s *source) below(n int) int {
	if len(s.data) == 0 || n < 2 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b) % n
}

func pick[T any](s *source, values ...T) T { return values[s.below(len(values))] }

// once reports true once in n times, and not when the bytes are used up.
func (s *source) once(n int) bool { return s.below(n) == n-1 }

// fill fills the exported fields of a struct, each now and then.
func (s *source) fill(v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() || !v.Field(i).IsZero() && !s.once(20) {
			continue
		}
		name := v.Type().Name() + "." + field.Name
		if slices.Contains(usual, name) || s.once(s.sparse) {
			s.set(v.Field(i), name)
		}
	}
	if listener, ok := v.Addr().Interface().(*privatelink.Listener); ok && listener.Protocol == privatelink.TLS && !s.once(8) {
		listener.Certificates = texts["Certificates"]
	}
}

// usual are fields without which little else can be right.
var usual = []string{
	"ProviderServiceProps.Listeners", "Listener.Port", "Listener.Targets", "ServicePort.Port", "Contract.ServiceName", "Contract.Ports",
}

func (s *source) set(v reflect.Value, name string) {
	if value, ok := s.special(v.Type(), name); ok {
		if value != nil && !reflect.ValueOf(value).IsZero() {
			v.Set(reflect.ValueOf(value))
		}
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString(s.text(name))
	case reflect.Int, reflect.Int64:
		v.SetInt(s.number(name, v.Type()))
	case reflect.Struct:
		s.fill(v)
	case reflect.Slice:
		s.kind = s.below(6) // Targets of one group are of one kind.
		for range s.below(3) + 1 {
			element := reflect.New(v.Type().Elem()).Elem()
			s.set(element, name)
			v.Set(reflect.Append(v, element))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range s.below(2) + 1 {
			element := reflect.New(v.Type().Elem()).Elem()
			s.set(element, name)
			v.SetMapIndex(reflect.ValueOf(s.text(name+".key")), element)
		}
	}
}

// special makes values of types that have constructors, or come from the world.
func (s *source) special(t reflect.Type, name string) (value any, ok bool) {
	if t.Kind() == reflect.Interface && s.odd && s.once(8) {
		return nil, true
	}
	switch reflect.Zero(t).Interface().(type) {
	case privatelink.Target:
		return s.target(), true
	case privatelink.Principal:
		return s.principal(), true
	case privatelink.Security:
		return s.security(), true
	case privatelink.ExistingLoadBalancer:
		return privatelink.ExistingLoadBalancer{Arn: s.text("LoadBalancerArn")}, true
	case time.Duration:
		return time.Duration(s.number(name, t)), true
	}
	switch t {
	case reflect.TypeFor[privatelink.Service]():
		return s.service(), true
	case reflect.TypeFor[awsec2.IVpc]():
		return s.world.Vpc(), true
	case reflect.TypeFor[awsec2.ISecurityGroup](), reflect.TypeFor[awsec2.IConnectable]():
		return s.world.SecurityGroup(), true
	case reflect.TypeFor[awsroute53.IHostedZone]():
		return s.world.HostedZone(), true
	}
	// Others of the CDK's: subnets, buckets, policies, target groups.
	return nil, t.Kind() == reflect.Interface || t.Kind() == reflect.Pointer
}

func (s *source) target() privatelink.Target {
	port := int(s.number("Target.Port", reflect.TypeFor[int]()))
	if s.odd && s.once(8) {
		s.kind = s.below(6)
	}
	var t privatelink.Target
	switch s.kind {
	case 0, 1:
		t = privatelink.IPTarget(s.text("Target.Address"), port)
	case 2:
		t = privatelink.IPTarget("2001:db8::5", port)
	case 3, 4:
		t = privatelink.InstanceTarget(s.world.Instance(), port)
	default:
		t = privatelink.ALBTarget(s.world.ApplicationLoadBalancer(), port)
	}
	if s.once(6) && (s.odd || s.kind < 3) { // Instances and load balancers have groups of their own.
		t = t.GuardedBy(s.world.SecurityGroup())
	}
	if s.once(8) {
		t = t.InZone(s.text("Zone"))
	}
	if s.once(20) {
		t = t.WithQuicServerId(s.text("QuicServerId"))
	}
	if s.odd && s.once(16) {
		return privatelink.Target{}
	}
	return t
}

func (s *source) principal() privatelink.Principal {
	account := s.text("Account")
	return pick(s,
		privatelink.Account(account), privatelink.IamRole(account, s.text("Principal.Name")), privatelink.IamUser(account, s.text("Principal.Name")),
		privatelink.PrincipalArn(s.text("Principal.Arn")), privatelink.ServicePrincipal(s.text("Principal.Service")), privatelink.Everyone())
}

func (s *source) security() privatelink.Security {
	return pick(s,
		privatelink.PrivateLinkOnly(), privatelink.NoSecurityGroup(),
		privatelink.PrivateLinkFrom(s.text("Cidr"), s.text("Cidr")), privatelink.ExistingSecurityGroups(s.world.SecurityGroup()))
}

func (s *source) service() privatelink.Service {
	port := privatelink.ServicePort{Port: 443}
	switch s.below(8) {
	case 5:
		return privatelink.AWSService(pick(s, "ssm", "ecr.dkr", "s3"))
	case 6:
		return privatelink.LatticeResource(s.text("Service.Arn"), port)
	case 7:
		return privatelink.LatticeServiceNetwork(s.text("ServiceNetwork.Arn"), port)
	}
	var contract privatelink.Contract
	s.fill(reflect.ValueOf(&contract).Elem())
	return contract
}

func (s *source) number(name string, t reflect.Type) int64 {
	field := name[strings.LastIndex(name, ".")+1:]
	if t == reflect.TypeFor[time.Duration]() {
		values := []int64{10, 30, 60, 120, 300}
		if field == "DeregistrationDelay" && s.once(6) {
			return int64(privatelink.Immediately)
		}
		if s.odd {
			values = append(values, -1, 1, 7000, 400000)
		}
		return pick(s, values...) * int64(time.Second)
	}
	values := []int64{1, 2, 3}
	switch {
	case strings.Contains(field, "Port"):
		values = []int64{443, 80, 8443, 9092, 53, 65535}
	case strings.Contains(field, "Percentage"):
		values = []int64{1, 50, 100}
	case strings.Contains(field, "Threshold"):
		values = []int64{2, 5, 10}
	case field == "CapacityUnits":
		values = []int64{5500, 10000}
	case field == "Weight":
		values = []int64{1, 100, 999}
	}
	if s.odd {
		values = append(values, 0, -1, 1000000, -1<<62)
	}
	return pick(s, values...)
}

// Unknown is a value that is only known at deploy.
const Unknown = "${Token[TOKEN.9999]}"

func (s *source) text(name string) string {
	values, ok := texts[name]
	if !ok {
		values = texts[name[strings.LastIndex(name, ".")+1:]]
	}
	if s.odd {
		switch s.below(8) {
		case 5:
			return Unknown
		case 6:
			return pick(s, "", "*", ".", "a b", "A", "\n", strings.Repeat("a", 300), "-a-", "${", "\x00\xff", "arn:", "::", "0.0.0.0/99")
		case 7: // The bytes themselves.
			n := s.below(24)
			n = min(n, len(s.data))
			text := string(s.data[:n])
			s.data = s.data[n:]
			return text
		}
	}
	if len(values) == 0 {
		return "orders"
	}
	return pick(s, values...)
}

// texts are right values by field, or by struct and field.
var texts = map[string][]string{
	"Protocol":             {"TCP"},
	"Listener.Protocol":    {"TCP", "TLS", "UDP", "TCP_UDP", "QUIC"},
	"ServicePort.Protocol": {"TCP", "UDP", "TCP_UDP"},
	"TargetProtocol":       {"TCP", "TLS", "UDP", "TCP_UDP"},
	"TargetGroup.Protocol": {"TCP", "UDP", "TCP_UDP"},
	"HealthCheck.Protocol": {"TCP", "HTTP", "HTTPS"},
	"Certificates":         {"arn:aws:acm:us-east-1:111122223333:certificate/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"},
	"SslPolicy":            {privatelink.DefaultSslPolicy},
	"AlpnPolicy":           {"HTTP2Only", "HTTP2Preferred"},
	"TargetType":           {"ip", "instance"},
	"Id":                   {"Blue", "Green"},
	"Path":                 {"/healthz"},
	"HealthyCodes":         {"200", "200-299"},
	"ClientRoutingPolicy":  {"any_availability_zone", "availability_zone_affinity"},
	"Target.Address":       {"10.0.1.5", "10.0.0.6", "192.168.7.7"},
	"Zone":                 {"us-east-1a", "all"},
	"Zones":                {"us-east-1a", "us-east-1b", "use1-az1"},
	"QuicServerId":         {"0x0000000000000001"},
	"Account":              {"111122223333", "444455556666"},
	"Principal.Name":       {"reader", "service/reader"},
	"Principal.Arn":        {"arn:aws:iam::111122223333:role/reader"},
	"Principal.Service":    {"vpce.amazonaws.com"},
	"Cidr":                 {"10.0.0.0/8", "192.168.0.0/16", "2001:db8::/32"},
	"LoadBalancerArn":      {"arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/orders/0123456789abcdef", "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/shop/0123456789abcdef"},
	"Service.Arn":          {"arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0"},
	"ServiceNetwork.Arn":   {"arn:aws:vpc-lattice:us-east-1:111122223333:servicenetwork/sn-0123456789abcdef0"},
	"ServiceName":          {"com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"},
	"Region":               {"us-east-1"},
	"SupportedRegions":     {"us-east-1", "eu-west-1"},
	"IpAddressTypes":       {"ipv4", "ipv6"},
	"IpAddressType":        {"ipv4", "dualstack", "ipv6"},
	"PrivateDns.Name":      {"orders.example.com", "*.orders.example.com"},
	"PrivateDnsName":       {"orders.example.com"},
	"Domain":               {"example.com"},
	"ZoneName":             {"orders.internal", "internal"},
	"Names":                {"", "api", "*"},
	"ZonalNames":           {"a", "*.b"},
	"ZonalNames.key":       {"us-east-1a", "use1-az1"},
	"ZoneIds":              {"use1-az1", "use1-az2"},
	"ZoneIds.key":          {"us-east-1a", "us-east-1b"},
	"Preference":           {"ALL_DOMAINS", "SPECIFIED_DOMAINS_ONLY"},
	"SpecifiedDomains":     {"orders.example.com"},
	"ProfileId":            {"rp-0123456789abcdef0"},
	"PublishParameter":     {"/orders/contract"},
	"Prefix":               {"orders"},
	"AllocationId":         {"eipalloc-0123456789abcdef0"},
	"PrivateIpv4Address":   {"10.0.0.10"},
	"Tags.key":             {"team", "stage"},
}
