package privatelink_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// recovered runs f and returns the *privatelink.Error that it panics with.
func recovered(t *testing.T, f func()) (err *privatelink.Error) {
	t.Helper()
	defer func() {
		r := recover()
		if r == nil {
			t.Fatal("no panic")
		}
		if asError, ok := r.(error); !ok || !errors.As(asError, &err) {
			t.Fatalf("panic with %T: %v", r, r)
		}
	}()
	f()
	return nil
}

// TestProviderErrors: each wrong prop gives one line that names construct, field,
// problem and fix, and leaves nothing behind.
func TestProviderErrors(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*privatelink.ProviderServiceProps)
		want  []string // The findings.
	}{
		"no props":        {func(p *privatelink.ProviderServiceProps) { *p = privatelink.ProviderServiceProps{} }, []string{"provider-vpc-required at Vpc", "listeners-required at Listeners"}},
		"port":            {func(p *privatelink.ProviderServiceProps) { p.Listeners[0].Port = 70000 }, []string{"listener-port-range at Listeners[0].Port"}},
		"duplicate port":  {func(p *privatelink.ProviderServiceProps) { p.Listeners = append(p.Listeners, p.Listeners[0]) }, []string{"listener-port-duplicate at Listeners[1].Port"}},
		"target protocol": {func(p *privatelink.ProviderServiceProps) { p.Listeners[0].TargetProtocol = privatelink.TLS }, []string{"listener-target-protocol at Listeners[0].TargetProtocol"}},
		"no certificate":  {func(p *privatelink.ProviderServiceProps) { p.Listeners[0].Protocol = privatelink.TLS }, []string{"tls-certificate-required at Listeners[0].Certificates"}},
		"account": {func(p *privatelink.ProviderServiceProps) {
			p.AllowedPrincipals = []privatelink.Principal{privatelink.Account("1111-2222-3333")}
		}, []string{"principal-form at AllowedPrincipals[0]"}},
		"star": {func(p *privatelink.ProviderServiceProps) {
			p.AllowedPrincipals = []privatelink.Principal{privatelink.PrincipalArn("*")}
		}, []string{"principal-form at AllowedPrincipals[0]"}},
		"nil instance": {func(p *privatelink.ProviderServiceProps) {
			p.Listeners[0].Targets = []privatelink.Target{privatelink.InstanceTarget(nil, 80)}
		}, []string{"target-missing at Listeners[0].Targets[0]"}},
		"zero target":     {func(p *privatelink.ProviderServiceProps) { p.Listeners[0].Targets = []privatelink.Target{{}} }, []string{"target-missing at Listeners[0].Targets[0]"}},
		"health interval": {func(p *privatelink.ProviderServiceProps) { p.Listeners[0].HealthCheck.Interval = time.Second }, []string{"health-interval at Listeners[0].HealthCheck.Interval", "health-timeout-interval at Listeners[0].HealthCheck.Interval"}},
		"no such subnets": {func(p *privatelink.ProviderServiceProps) {
			p.LoadBalancer.Subnets = &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC}
		}, []string{"provider-subnets-selectable at LoadBalancer.Subnets"}},
		"subnets of a zone": {func(p *privatelink.ProviderServiceProps) { p.LoadBalancer.Subnets = twice(p.Vpc) }, []string{"provider-subnet-per-zone at LoadBalancer.Subnets"}},
		"two mistakes": {func(p *privatelink.ProviderServiceProps) {
			p.Listeners[0].Port = 0
			p.Tags = map[string]string{"aws:x": "y"}
		}, []string{"listener-port-range at Listeners[0].Port", "tag-key at Tags"}},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Provider", providerAccount, region)
			props := minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))
			c.spoil(props)
			err := recovered(t, func() { privatelink.NewProviderService(stack, "Orders", props) })
			checkFindings(t, err, `ProviderService "Provider/Orders"`, c.want)
			if stack.Node().TryFindChild(jsii.String("Orders")) != nil {
				t.Error("a half-built construct is left behind")
			}
			var validated *privatelink.Error
			if !errors.As(props.Validate(), &validated) || len(validated.Findings) != len(err.Findings) {
				t.Errorf("Validate() says %v", validated)
			}
		})
	}
}

func TestConsumerErrors(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*privatelink.ConsumerEndpointProps)
		want  []string
	}{
		"no props":       {func(p *privatelink.ConsumerEndpointProps) { *p = privatelink.ConsumerEndpointProps{} }, []string{"consumer-vpc-required at Vpc", "consumer-service-required at Service"}},
		"nil provider":   {func(p *privatelink.ConsumerEndpointProps) { p.Service = (*privatelink.ProviderService)(nil) }, []string{"consumer-service-required at Service"}},
		"service name":   {contract(func(c *privatelink.Contract) { c.ServiceName = "orders" }), []string{"service-name-form at Service.ServiceName"}},
		"no ports":       {contract(func(c *privatelink.Contract) { c.Ports = nil }), []string{"service-ports-required at Service.Ports"}},
		"disjoint zones": {contract(func(c *privatelink.Contract) { c.Zones = []string{"us-east-1e"} }), []string{"zones-disjoint at Subnets"}},
		"zone name":      {func(p *privatelink.ConsumerEndpointProps) { p.Dns = privatelink.PrivateZone("orders_.internal!") }, []string{"dns-zone-name at Dns.ZoneName"}},
		"nil client":     {func(p *privatelink.ConsumerEndpointProps) { p.Clients = []awsec2.IConnectable{nil} }, []string{"client-missing at Clients[0]"}},
		"no IPv6 clients known": {func(p *privatelink.ConsumerEndpointProps) {
			c := vendorContract()
			c.IpAddressTypes = []privatelink.IpAddressType{"ipv4", "ipv6"}
			p.Service, p.IpAddressType = c, privatelink.DualStack
		}, []string{"clients-unknown at Clients"}},
		"no clients known": {func(p *privatelink.ConsumerEndpointProps) {
			p.Vpc = awsec2.Vpc_FromVpcAttributes(p.Vpc.Stack(), jsii.String("NoRange"), &awsec2.VpcAttributes{
				VpcId: jsii.String("vpc-0123456789abcdef0"), AvailabilityZones: jsii.Strings("us-east-1a"), PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef0"),
			})
		}, []string{"clients-unknown at Clients"}},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Consumer", consumerAccount, region)
			props := &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a", "us-east-1b"), Service: vendorContract()}
			c.spoil(props)
			err := recovered(t, func() { privatelink.NewConsumerEndpoint(stack, "Orders", props) })
			checkFindings(t, err, `ConsumerEndpoint "Consumer/Orders"`, c.want)
			if props.Validate() == nil {
				t.Error("Validate() finds nothing")
			}
		})
	}
}

// contract spoils the vendor's contract.
func contract(spoil func(*privatelink.Contract)) func(*privatelink.ConsumerEndpointProps) {
	return func(p *privatelink.ConsumerEndpointProps) {
		c := vendorContract()
		spoil(&c)
		p.Service = c
	}
}

func twice(vpc awsec2.IVpc) *awsec2.SubnetSelection {
	subnet := (*vpc.PrivateSubnets())[0]
	return &awsec2.SubnetSelection{Subnets: &[]awsec2.ISubnet{subnet, subnet}}
}

// checkFindings checks an error's construct, and its findings as "rule at Field". Their
// texts are those of package rules.
func checkFindings(t *testing.T, err *privatelink.Error, construct string, want []string) {
	t.Helper()
	var got []string
	for _, f := range err.Findings {
		got = append(got, strings.TrimPrefix(f.ID, "privatelink::")+" at "+f.Field)
	}
	if err.Construct != construct || !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q of %s", err.Construct, got, want, construct)
	}
	for _, line := range strings.Split(err.Error(), "\n") {
		if !strings.HasPrefix(line, "privatelink: "+construct+": ") {
			t.Errorf("a line without the construct: %s", line)
		}
	}
}

// TestAcknowledgedError: an error on props that is acknowledged before is told when the
// app is synthesized, as such, unless nothing can be built with it.
func TestAcknowledgedError(t *testing.T) {
	const everyone, port = "privatelink::principal-everyone", "privatelink::listener-port-range"
	for name, c := range map[string]struct {
		acknowledge []string
		change      func(*privatelink.ProviderServiceProps)
		refused     []string
	}{
		"not acknowledged":  {nil, func(*privatelink.ProviderServiceProps) {}, []string{everyone}},
		"acknowledged":      {[]string{everyone}, func(*privatelink.ProviderServiceProps) {}, nil},
		"another one":       {[]string{"privatelink::endpoint-count"}, func(*privatelink.ProviderServiceProps) {}, []string{everyone}},
		"one that can't be": {[]string{everyone, port}, func(p *privatelink.ProviderServiceProps) { p.Listeners[0].Port = 0 }, []string{port}},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, lookedUp)
			stack := newStack(app, "Provider", providerAccount, region)
			for _, id := range c.acknowledge {
				awscdk.Validations_Of(stack).Acknowledge(&awscdk.Acknowledgment{Id: &id, Reason: jsii.String("it is meant")})
			}
			props := minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))
			props.AllowedPrincipals = []privatelink.Principal{privatelink.Everyone()}
			props.AutoAccept = true
			c.change(props)
			var refused []string
			func() {
				defer func() {
					if err, ok := recover().(*privatelink.Error); ok {
						for _, f := range err.Findings {
							refused = append(refused, f.ID)
						}
					}
				}()
				privatelink.NewProviderService(stack, "Orders", props)
			}()
			for _, id := range c.refused {
				if !slices.Contains(refused, id) {
					t.Errorf("%s is not refused: %v", id, refused)
				}
			}
			if len(c.refused) == 0 {
				if len(refused) > 0 {
					t.Fatalf("%v is refused", refused)
				}
				told := slices.ContainsFunc(snapshot.FromStack(t, stack).Messages, func(m snapshot.Message) bool {
					return m.Level == snapshot.Info && strings.Contains(m.Text, everyone)
				})
				if !told {
					t.Error("what is acknowledged is silent")
				}
			}
		})
	}
}
