package privatelink

import (
	"fmt"
	"reflect"
	"testing"
	"time"
	"unsafe"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

// TestUnknownFields replaces every string of valid props by one that isn't known
// yet, wherever it stands, so that a new field can't be forgotten. What is unknown
// may hide a mistake, but never is one.
func TestUnknownFields(t *testing.T) {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Stack"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")},
	})
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"),
		AvailabilityZones: jsii.Strings("us-east-1a", "us-east-1b"),
		PrivateSubnetIds:  jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
	})
	provider := func() *ProviderServiceProps { return fullProvider(vpc) }
	consumer := func() *ConsumerEndpointProps { return fullConsumer(vpc) }

	lattice := func() *ConsumerEndpointProps {
		props := fullConsumer(vpc)
		props.Service = Resource("arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0", ServicePort{Port: 5432})
		props.Dns = Dns{ServiceName: true, Preference: SpecifiedDomainsOnly, SpecifiedDomains: []string{"a.example.com"}}
		return props
	}
	replaced := 0
	replaced += replaceEach(t, "ConsumerEndpointProps of Lattice", lattice, (*ConsumerEndpointProps).Validate)
	replaced += replaceEach(t, "ProviderServiceProps", provider, (*ProviderServiceProps).Validate)
	replaced += replaceEach(t, "ConsumerEndpointProps", consumer, (*ConsumerEndpointProps).Validate)
	// The contract hides in an interface: its fields are replaced in its own right.
	contract := func() *Contract {
		c := fullConsumer(vpc).Service.(Contract)
		return &c
	}
	replaced += replaceEach(t, "Contract", contract, func(c *Contract) error {
		props := fullConsumer(vpc)
		props.Service = *c
		return props.Validate()
	})
	if replaced < 50 {
		t.Errorf("only %d strings were replaced: the props below are not full", replaced)
	}
}

// fullProvider sets every string there is.
func fullProvider(vpc awsec2.IVpc) *ProviderServiceProps {
	return &ProviderServiceProps{
		Vpc: vpc,
		Listeners: []Listener{{
			Port: 443, Protocol: TLS, SslPolicy: DefaultSslPolicy, AlpnPolicy: HTTP2Only,
			Certificates:   []string{"arn:aws:acm:us-east-1:111122223333:certificate/0b1c", "arn:aws:iam::111122223333:server-certificate/a"},
			Targets:        []Target{IPTarget("10.0.0.5", 8443).InZone("us-east-1a")},
			TargetProtocol: TCP,
			HealthCheck:    HealthCheck{Protocol: HTTP, Path: "/healthz", HealthyCodes: "200", Interval: 10 * time.Second, Timeout: 5 * time.Second},
		}, {
			Port: 80, TargetGroups: []TargetGroup{{
				TargetType: Addresses, Port: 80, Id: "Web", Name: "web", Protocol: TCP, HealthCheck: HealthCheck{Protocol: HTTP, Path: "/"},
			}},
		}},
		AllowedPrincipals: []Principal{Account("111122223333"), Role("111122223333", "a"), User("111122223333", "b"), PrincipalArn("arn:aws:iam::111122223333:root"), ServicePrincipal("vpce.amazonaws.com")},
		LoadBalancer: LoadBalancerOptions{
			Name: "orders", ClientRoutingPolicy: SameZone, Security: PrivateLinkFrom("10.0.0.0/8"),
			SubnetMappings: []SubnetMapping{{Subnet: (*vpc.PrivateSubnets())[0], PrivateIPv4Address: "10.0.0.10"}, {Subnet: (*vpc.PrivateSubnets())[1], PrivateIPv4Address: "10.0.1.10"}},
		},
		PrivateDns:       PrivateDns{Name: "orders.example.com", Domain: "example.com"},
		SupportedRegions: []string{"eu-west-1"},
		ZoneIds:          map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2"},
		IpAddressTypes:   []string{"ipv4"},
		PublishParameter: "/orders",
		Tags:             map[string]string{"team": "orders"},
	}
}

// fullConsumer sets every string there is.
func fullConsumer(vpc awsec2.IVpc) *ConsumerEndpointProps {
	return &ConsumerEndpointProps{
		Vpc: vpc,
		Service: Contract{
			ServiceName:      "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
			Ports:            []ServicePort{{Port: 443, Protocol: TCP}},
			Region:           "us-east-1",
			Account:          "111122223333",
			Zones:            []string{"us-east-1a", "us-east-1b"},
			PrivateDnsName:   "orders.example.com",
			IpAddressTypes:   []string{"ipv4", "ipv6"},
			SupportedRegions: []string{"us-east-1"},
		},
		Dns: Dns{
			ZoneName: "orders.internal", Names: []string{"api"}, ZonalNames: map[string]string{"us-east-1a": "a"}, ProfileId: "rp-1",
		},
		Clients:      []awsec2.IConnectable{awsec2.Peer_AnyIpv4()},
		IpFamily:     DualStack,
		MinimumZones: 2,
		ZoneIds:      map[string]string{"us-east-1a": "use1-az1", "us-east-1b": "use1-az2"},
		Tags:         map[string]string{"team": "shop"},
	}
}

// replaceEach validates what valid returns once for each string in it, with that
// string unknown, and counts them.
func replaceEach[P any](t *testing.T, name string, valid func() *P, validate func(*P) error) int {
	t.Helper()
	if err := validate(valid()); err != nil {
		t.Fatalf("%s: not valid to begin with: %v", name, err)
	}
	for n := 0; ; n++ {
		props := valid()
		left, path := n, ""
		replaceNth(reflect.ValueOf(props).Elem(), name, &left, &path)
		if path == "" {
			return n
		}
		if err := validate(props); err != nil {
			t.Errorf("%s is unknown: %v", path, err)
		}
	}
}

// replaceNth makes the nth string below a value unknown, and tells its path.
func replaceNth(v reflect.Value, at string, n *int, path *string) {
	const unknown = "${Token[TOKEN.9999]}"
	if *path != "" {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if v.String() == "" || isKind(at) {
			return
		}
		if *n == 0 {
			v.SetString(unknown)
			*path = at
		}
		*n--
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Field(i)
			if !field.CanSet() { // Unexported, as a target's facts are.
				field = reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
			}
			replaceNth(field, at+"."+v.Type().Field(i).Name, n, path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			replaceNth(v.Index(i), fmt.Sprintf("%s[%d]", at, i), n, path)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if *path == "" && *n == 0 {
				v.SetMapIndex(key, reflect.ValueOf(unknown))
				*path = fmt.Sprintf("%s[%s]", at, key)
				return
			}
			*n--
		}
	}
}

// isKind passes over what our own constructors set, and no user can, and over
// construct IDs, which CDK never takes tokens for.
func isKind(path string) bool {
	for _, suffix := range []string{".facts.Kind", ".latticeType", ".TargetGroups[0].Id"} {
		if len(path) > len(suffix) && path[len(path)-len(suffix):] == suffix {
			return true
		}
	}
	return false
}
