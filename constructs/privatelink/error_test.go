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
		want  []string // What each line holds, after the construct.
	}{
		"no props":        {func(p *privatelink.ProviderServiceProps) { *p = privatelink.ProviderServiceProps{} }, []string{"Vpc: is required", "Listeners: is empty"}},
		"port":            {func(p *privatelink.ProviderServiceProps) { p.Listeners[0].Port = 70000 }, []string{"Listeners[0].Port: 70000 is no port; use a port from 1 to 65535 [privatelink::listener-port-range]"}},
		"duplicate port":  {func(p *privatelink.ProviderServiceProps) { p.Listeners = append(p.Listeners, p.Listeners[0]) }, []string{`Listeners[1].Port: 443 is the port of Listeners[0] already (AWS: "A listener with the specified port already exists.")`}},
		"target protocol": {func(p *privatelink.ProviderServiceProps) { p.Listeners[0].TargetProtocol = privatelink.TLS }, []string{"Listeners[0].TargetProtocol: a TCP listener cannot forward to TLS targets"}},
		"no certificate":  {func(p *privatelink.ProviderServiceProps) { p.Listeners[0].Protocol = privatelink.TLS }, []string{"Listeners[0].Certificates: is empty, but the listener speaks TLS"}},
		"account": {func(p *privatelink.ProviderServiceProps) {
			p.AllowedPrincipals = []privatelink.Principal{privatelink.Account("1111-2222-3333")}
		}, []string{`AllowedPrincipals[0]: "1111-2222-3333" is no account ID`}},
		"star": {func(p *privatelink.ProviderServiceProps) {
			p.AllowedPrincipals = []privatelink.Principal{privatelink.PrincipalArn("*")}
		}, []string{"say so with Everyone()"}},
		"nil instance": {func(p *privatelink.ProviderServiceProps) {
			p.Listeners[0].Targets = []privatelink.Target{privatelink.InstanceTarget(nil, 80)}
		}, []string{"Listeners[0].Targets[0]: names no target: it is nil"}},
		"zero target":     {func(p *privatelink.ProviderServiceProps) { p.Listeners[0].Targets = []privatelink.Target{{}} }, []string{"Listeners[0].Targets[0]: names no target"}},
		"health interval": {func(p *privatelink.ProviderServiceProps) { p.Listeners[0].HealthCheck.Interval = time.Second }, []string{"HealthCheck.Interval: 1s is out of range", "HealthCheck.Interval: 1s is shorter than the timeout of 10s"}},
		"no such subnets": {func(p *privatelink.ProviderServiceProps) {
			p.LoadBalancer.Subnets = &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC}
		}, []string{"LoadBalancer.Subnets: There are no 'Public' subnet groups in this VPC"}},
		"subnets of a zone": {func(p *privatelink.ProviderServiceProps) { p.LoadBalancer.Subnets = twice(p.Vpc) }, []string{"LoadBalancer.Subnets: subnets 1 and 2 both lie in us-east-1a"}},
		"two mistakes": {func(p *privatelink.ProviderServiceProps) {
			p.Listeners[0].Port = 0
			p.Tags = map[string]string{"aws:x": "y"}
		}, []string{"Listeners[0].Port: 0 is no port", `Tags: "aws:x" starts with aws:`}},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Provider", providerAccount, region)
			props := minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))
			c.spoil(props)
			err := recovered(t, func() { privatelink.NewProviderService(stack, "Orders", props) })
			checkLines(t, err, `privatelink: ProviderService "Provider/Orders": `, c.want)
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
		"no props":       {func(p *privatelink.ConsumerEndpointProps) { *p = privatelink.ConsumerEndpointProps{} }, []string{"Vpc: is required", "Service: is required"}},
		"nil provider":   {func(p *privatelink.ConsumerEndpointProps) { p.Service = (*privatelink.ProviderService)(nil) }, []string{"Service: is required"}},
		"service name":   {contract(func(c *privatelink.Contract) { c.ServiceName = "orders" }), []string{`Service.ServiceName: "orders" is no name of an endpoint service`}},
		"no ports":       {contract(func(c *privatelink.Contract) { c.Ports = nil }), []string{"Service.Ports: is empty"}},
		"disjoint zones": {contract(func(c *privatelink.Contract) { c.Zones = []string{"us-east-1e"} }), []string{"Subnets: lie in us-east-1a, us-east-1b, but the service is in us-east-1e"}},
		"zone name":      {func(p *privatelink.ConsumerEndpointProps) { p.Dns = privatelink.PrivateZone("orders_.internal!") }, []string{`Dns.ZoneName: "orders_.internal!" has a label`}},
		"nil client":     {func(p *privatelink.ConsumerEndpointProps) { p.Clients = []awsec2.IConnectable{nil} }, []string{"Clients[0]: is nil"}},
		"no IPv6 clients known": {func(p *privatelink.ConsumerEndpointProps) {
			c := vendorContract()
			c.IpAddressTypes = []privatelink.IpAddressType{"ipv4", "ipv6"}
			p.Service, p.IpAddressType = c, privatelink.DualStack
		}, []string{"Clients: is empty, and the address range of the imported VPC is not known"}},
		"no clients known": {func(p *privatelink.ConsumerEndpointProps) {
			p.Vpc = awsec2.Vpc_FromVpcAttributes(p.Vpc.Stack(), jsii.String("NoRange"), &awsec2.VpcAttributes{
				VpcId: jsii.String("vpc-0123456789abcdef0"), AvailabilityZones: jsii.Strings("us-east-1a"), PrivateSubnetIds: jsii.Strings("subnet-0123456789abcdef0"),
			})
		}, []string{"Clients: is empty, and the address range of the imported VPC is not known"}},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack := newStack(app, "Consumer", consumerAccount, region)
			props := &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a", "us-east-1b"), Service: vendorContract()}
			c.spoil(props)
			err := recovered(t, func() { privatelink.NewConsumerEndpoint(stack, "Orders", props) })
			checkLines(t, err, `privatelink: ConsumerEndpoint "Consumer/Orders": `, c.want)
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

func checkLines(t *testing.T, err *privatelink.Error, prefix string, want []string) {
	t.Helper()
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(want) || len(err.Findings) != len(want) {
		t.Fatalf("%d lines for %d findings, want %d:\n%s", len(lines), len(err.Findings), len(want), err)
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, prefix+want[i]) && !strings.Contains(line, want[i]) || !strings.HasPrefix(line, prefix) {
			t.Errorf("line %d is\n\t%s\nwant\n\t%s%s", i, line, prefix, want[i])
		}
	}
}

// TestUnknownValues: what is only known at deploy is no mistake.
func TestUnknownValues(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := awscdk.NewStack(app, jsii.String("Unknown"), nil)
	parameter := func(id string) string {
		return *awscdk.NewCfnParameter(stack, &id, nil).ValueAsString()
	}
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0), RestrictDefaultSecurityGroup: jsii.Bool(false)})
	props := minimalProvider(vpc)
	props.Listeners[0].Targets = []privatelink.Target{privatelink.IPTarget(parameter("Address"), 80)}
	props.Listeners[0].Protocol = privatelink.TLS
	props.Listeners[0].Certificates = []string{parameter("Certificate")}
	props.Listeners[0].HealthCheck = privatelink.HealthCheck{Protocol: privatelink.HTTP, Path: parameter("Path"), HealthyCodes: parameter("Codes")}
	props.AllowedPrincipals = []privatelink.Principal{
		privatelink.Account(parameter("Account")), privatelink.IamRole(parameter("Account2"), parameter("Name")), privatelink.PrincipalArn(parameter("Arn")),
	}
	props.Tags = map[string]string{"team": parameter("Team")}
	privatelink.NewProviderService(stack, "Orders", props)
	privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{
		Vpc: vpc,
		Service: privatelink.Contract{
			ServiceName: parameter("ServiceName"), Region: parameter("Region"), Account: parameter("Owner"),
			Ports: []privatelink.ServicePort{{Port: 443}}, Zones: []string{parameter("Zone")}, PrivateDnsName: parameter("PrivateName"),
		},
		Dns: privatelink.PrivateZone(parameter("ZoneName")),
	})
	app.Synth(nil)
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
