package scanners

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	_ "github.com/cdk-privatelink/cdk-privatelink-go/novalidation"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// packs are all rule packs of cdk-nag.
var packs = map[string]func(*cdknag.NagPackProps) cdknag.NagPack{
	"AwsSolutions":   func(p *cdknag.NagPackProps) cdknag.NagPack { return cdknag.NewAwsSolutionsChecks(p) },
	"HIPAA.Security": func(p *cdknag.NagPackProps) cdknag.NagPack { return cdknag.NewHIPAASecurityChecks(p) },
	"NIST.800.53.R4": func(p *cdknag.NagPackProps) cdknag.NagPack { return cdknag.NewNIST80053R4Checks(p) },
	"NIST.800.53.R5": func(p *cdknag.NagPackProps) cdknag.NagPack { return cdknag.NewNIST80053R5Checks(p) },
	"PCI.DSS.321":    func(p *cdknag.NagPackProps) cdknag.NagPack { return cdknag.NewPCIDSS321Checks(p) },
	"Serverless":     func(p *cdknag.NagPackProps) cdknag.NagPack { return cdknag.NewServerlessChecks(p) },
}

// newApp makes a provider and a consumer in VPCs of their users, with the
// recommended settings or as bare as can be.
func newApp(recommended bool) awscdk.App {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Stack"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("us-east-1")},
	})
	vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId: jsii.String("vpc-0123456789abcdef0"), VpcCidrBlock: jsii.String("10.0.0.0/16"),
		AvailabilityZones:          jsii.Strings("us-east-1a", "us-east-1b"),
		PrivateSubnetIds:           jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef1"),
	})
	listener := privatelink.Listener{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.0.5", 8443)}}
	props := &privatelink.ProviderServiceProps{
		Vpc:               vpc,
		AllowedPrincipals: []privatelink.Principal{privatelink.Account("111122223333")},
	}
	if recommended {
		listener.Protocol = privatelink.TLS
		listener.Certificates = []string{"arn:aws:acm:us-east-1:111122223333:certificate/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"}
		props.LoadBalancer.DeletionProtection = privatelink.On
		props.LoadBalancer.AccessLogs.Bucket = awss3.Bucket_FromBucketName(stack, jsii.String("Logs"), jsii.String("logs"))
	}
	props.Listeners = []privatelink.Listener{listener}
	orders := privatelink.NewProviderService(stack, "Orders", props)
	privatelink.NewConsumerEndpoint(stack, "Client", &privatelink.ConsumerEndpointProps{
		Vpc: vpc, Service: orders, Dns: privatelink.PrivateZone("orders.internal"),
	})
	return app
}

// looked counts what the packs looked at, to tell silence from blindness.
var looked int

// findings are the rules that a pack finds broken, each with the resource.
func findings(t *testing.T, app awscdk.App, pack func(*cdknag.NagPackProps) cdknag.NagPack) []string {
	t.Helper()
	awscdk.Aspects_Of(app).Add(pack(&cdknag.NagPackProps{
		Reports: jsii.Bool(true), ReportFormats: &[]cdknag.NagReportFormat{cdknag.NagReportFormat_JSON},
	}), nil)
	directory := *app.Synth(nil).Directory()
	reports, err := filepath.Glob(filepath.Join(directory, "*-NagReport.json"))
	if err != nil || len(reports) != 1 {
		t.Fatalf("reports: %v, %v", reports, err)
	}
	text, err := os.ReadFile(reports[0])
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Lines []struct{ RuleID, ResourceID, Compliance string }
	}
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	looked += len(report.Lines)
	var broken []string
	for _, line := range report.Lines {
		if line.Compliance != "Compliant" && line.Compliance != "N/A" {
			broken = append(broken, line.RuleID+" "+line.ResourceID)
		}
	}
	slices.Sort(broken)
	return broken
}

// TestRecommended: with TLS, a bucket for access logs and deletion protection,
// nothing that this library makes has a finding in any pack.
func TestRecommended(t *testing.T) {
	for name, pack := range packs {
		if broken := findings(t, newApp(true), pack); len(broken) > 0 {
			t.Errorf("%s: %v", name, broken)
		}
	}
	if looked < 20 { // Serverless has no rule about any of this.
		t.Errorf("the packs looked at %d things only", looked)
	}
}

// bare is what remains for a TCP service with the defaults, and why.
var bare = map[string]string{
	// Network Load Balancers log TLS connections only: there is nothing to log.
	"ELB2":              "access logs",
	"ELBLoggingEnabled": "access logs",
	// A TCP listener hands the clients' TLS through to the targets.
	"ELBv2ACMCertificateRequired": "certificate",
	// Protection makes the rollback of a failed first deployment fail too, so it
	// is off until it is asked for. RemovalPolicy keeps the balancer with its service.
	"ELBDeletionProtectionEnabled": "deletion protection",
}

// TestBare lists what remains, so that nothing joins it unseen.
func TestBare(t *testing.T) {
	seen := map[string]bool{}
	for name, pack := range packs {
		for _, broken := range findings(t, newApp(false), pack) {
			rule, _, _ := strings.Cut(broken, " ")
			rule = rule[strings.LastIndex(rule, "-")+1:]
			if bare[rule] == "" {
				t.Errorf("%s: %s", name, broken)
			}
			seen[rule] = true
		}
	}
	for rule := range bare {
		if !seen[rule] {
			t.Errorf("%s is listed, but not found", rule)
		}
	}
}
