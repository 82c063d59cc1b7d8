package privatelinkfunctions_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkfunctions"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/blindness"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// refused returns the fields and IDs of the findings that a constructor panics with.
func refused(t *testing.T, construct func()) (findings []string) {
	t.Helper()
	defer func() {
		var err *privatelink.Error
		if asError, ok := recover().(error); !ok || !errors.As(asError, &err) {
			t.Fatal("no *privatelink.Error")
		}
		for _, f := range err.Findings {
			findings = append(findings, f.Field+" "+strings.TrimPrefix(f.ID, "privatelink::"))
		}
	}()
	construct()
	return nil
}

// tells reports whether a rule is said to be broken by what an app synthesizes.
func tells(t *testing.T, app awscdk.App, rule string) bool {
	t.Helper()
	func() {
		defer func() { _ = recover() }() // It fails where there are errors.
		app.Synth(nil)
	}()
	report, err := check.Directory(*app.Outdir())
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(slices.Concat(report.Errors(), report.Warnings()), func(f check.Finding) bool { return f.ID == "privatelink::"+rule })
}

func TestErrors(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack, orders := newService(app, nil)
	other, vpc := newStack(app, "Other")
	endpoint := privatelink.NewConsumerEndpoint(other, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders})
	automatic := privatelink.NewProviderService(stack, "Automatic", &privatelink.ProviderServiceProps{
		Vpc: vpc, AutoAccept: true, Listeners: []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 443)}}},
	})
	instances := awselasticloadbalancingv2.NewNetworkTargetGroup(stack, jsii.String("Instances"), &awselasticloadbalancingv2.NetworkTargetGroupProps{
		Vpc: vpc, Port: jsii.Number(80), TargetType: awselasticloadbalancingv2.TargetType_INSTANCE,
	})
	for name, c := range map[string]struct {
		construct func()
		want      []string
	}{
		"nil props": {func() { privatelinkfunctions.NewZones(stack, "1", nil) }, []string{"Service function-of"}},
		"nil scope": {func() {
			privatelinkfunctions.NewZones(nil, "0", &privatelinkfunctions.ZonesProps{Service: orders})
		}, []string{"scope scope-required"}},
		"verification": {func() {
			privatelinkfunctions.NewVerification(other, "2", &privatelinkfunctions.VerificationProps{Service: orders, Timeout: time.Hour})
		}, []string{"Service function-stack", "Timeout function-time", "Service verification-name"}},
		"acceptance": {func() {
			privatelinkfunctions.NewAcceptance(stack, "3", &privatelinkfunctions.AcceptanceProps{Service: automatic, Every: time.Second})
		}, []string{"Every function-time", "Service acceptance-automatic", "Accounts acceptance-of"}},
		"private DNS": {func() {
			privatelinkfunctions.NewPrivateDns(stack, "4", &privatelinkfunctions.PrivateDnsProps{Endpoint: endpoint, Timeout: time.Second, Every: time.Second})
		}, []string{"Endpoint function-stack", "Timeout function-time", "Every function-time"}},
		"private DNS from the start": {func() {
			on := privatelink.NewConsumerEndpoint(other, "On", &privatelink.ConsumerEndpointProps{Vpc: vpc, Dns: privatelink.ServiceDnsName(), Service: privatelink.AWSService("sqs")})
			privatelinkfunctions.NewPrivateDns(other, "9", &privatelinkfunctions.PrivateDnsProps{Endpoint: on})
		}, []string{"Endpoint private-dns-on"}},
		"topic": {func() {
			privatelinkfunctions.NewAcceptance(stack, "10", &privatelinkfunctions.AcceptanceProps{Service: orders, Accounts: []string{"111122223333"}, TopicArn: "arn:aws:sns:us-east-1:111122223333:orders.fifo"})
		}, []string{"TopicArn acceptance-topic"}},
		"rejection": {func() {
			privatelinkfunctions.NewRejection(other, "5", &privatelinkfunctions.RejectionProps{Service: orders})
		}, []string{"Service function-stack"}},
		"targets": {func() {
			privatelinkfunctions.NewTargets(stack, "6", &privatelinkfunctions.TargetsProps{TargetGroup: instances, KeepFor: -1, IpAddressType: privatelink.DualStack})
		}, []string{"DnsNames targets-names", "IpAddressType targets-group", "KeepFor targets-group"}},
		"no target group": {func() { privatelinkfunctions.NewTargets(stack, "7", nil) }, []string{"TargetGroup function-of", "DnsNames targets-names"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := refused(t, c.construct); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestRecordOfAnotherStack: a deployment can't wait for what is deployed after it.
func TestRecordOfAnotherStack(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	_, owner := newService(app, named)
	stack, vpc := newStack(app, "Second")
	second := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{
		Vpc: vpc, Listeners: []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 443)}}},
		PrivateDns: privatelink.PrivateDns{Name: "orders.example.com", VerifiedWith: owner},
	})
	got := refused(t, func() {
		privatelinkfunctions.NewVerification(stack, "Verification", &privatelinkfunctions.VerificationProps{Service: second})
	})
	if !slices.Equal(got, []string{"Service verification-record-stack"}) {
		t.Errorf("got %q", got)
	}
}

// TestVerificationSilences: of a pair whose name is verified in the deployment nothing is told.
func TestVerificationSilences(t *testing.T) {
	for name, verifies := range map[string]bool{"with": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			stack, orders := newService(app, named)
			if verifies {
				privatelinkfunctions.NewVerification(stack, "Verification", &privatelinkfunctions.VerificationProps{Service: orders})
			}
			consumer, vpc := newStack(app, "Consumer")
			privatelink.NewConsumerEndpoint(consumer, "Orders", &privatelink.ConsumerEndpointProps{Vpc: vpc, Service: orders, Dns: privatelink.ServiceDnsName()})
			if told := tells(t, app, "dns-verification"); told == verifies {
				t.Errorf("told: %v", told)
			}
		})
	}
}

// TestRejectionOfWhatIsKept: a service that is kept would lose its consumers.
func TestRejectionOfWhatIsKept(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack, orders := newService(app, nil)
	privatelinkfunctions.NewRejection(stack, "Rejection", &privatelinkfunctions.RejectionProps{Service: orders})
	if !tells(t, app, "rejection-retained") {
		t.Error("nothing is told")
	}
}

// TestUnknownValues: what isn't known yet is no mistake.
func TestUnknownValues(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	_, orders := newService(app, nil)
	accepts := blindness.Test(t, func() *privatelinkfunctions.AcceptanceProps {
		return &privatelinkfunctions.AcceptanceProps{Service: orders, Accounts: []string{"111122223333"}, Endpoints: []string{"vpce-0123456789abcdef0"}, TopicArn: "arn:aws:sns:us-east-1:111122223333:topic"}
	}, (*privatelinkfunctions.AcceptanceProps).Validate)
	blindness.Complete[privatelinkfunctions.AcceptanceProps](t, accepts)
	targets := blindness.Test(t, func() *privatelinkfunctions.TargetsProps {
		return &privatelinkfunctions.TargetsProps{TargetGroup: orders.TargetGroups[0], DnsNames: []string{"db.example.com"}, IpAddressType: privatelink.Ipv4, Port: 5432}
	}, (*privatelinkfunctions.TargetsProps).Validate)
	blindness.Complete[privatelinkfunctions.TargetsProps](t, targets)
}
