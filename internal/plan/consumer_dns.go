package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// gatewayServices are those of AWS's own that have gateway endpoints, too. Their own names
// lead to an interface endpoint only beside one of these, or need a word of the user's.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
var gatewayServices = []string{"s3", "dynamodb", "s3express"}

// Dns is how a consumer names a service.
type Dns struct {
	// None: no name is wanted, where there is one by default.
	None bool
	// ServiceDnsName: by the service's own private DNS name.
	ServiceDnsName bool
	// ZoneName is the name of a private hosted zone that is made.
	ZoneName string
	// HasHostedZone: in a hosted zone that exists, of this name; empty where it isn't
	// known.
	HasHostedZone  bool
	HostedZoneName string
	// Preference and SpecifiedDomains of VPC Lattice.
	Preference       string
	SpecifiedDomains []string
	// Names within the zone, and zonal ones by zone.
	Names                []string
	Cname                bool
	Ttl                  time.Duration
	EvaluateTargetHealth bool
	ZonalNames           map[string]string
	// Shared: with further VPCs; MissingVpcs are the positions of nil ones.
	Shared      bool
	MissingVpcs []int
	ProfileId   string
}

func (d *Dns) complete(s Service) {
	if !d.None && !d.HasZone() && s.Type == AwsEndpoint && Known(s.ShortName) && !slices.Contains(gatewayServices, s.ShortName) {
		d.ServiceDnsName = true
	}
	d.shorten()
	if len(d.Names) == 0 && len(d.ZonalNames) == 0 && d.HasZone() {
		d.Names = []string{""}
	}
	if d.Ttl == 0 && (d.Cname || len(d.ZonalNames) > 0) {
		d.Ttl = time.Minute
	}
}

// shorten takes the zone's name off names that are given in full, as the CDK does.
//
// Source: https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-route53/lib/util.ts
func (d *Dns) shorten() {
	zone := strings.TrimSuffix(cmp.Or(d.ZoneName, d.HostedZoneName), ".")
	if !Known(zone) {
		return
	}
	within := func(name string) string {
		if dotted := "." + strings.TrimSuffix(name, "."); !strings.HasPrefix(name, ".") && hasSuffixFold(dotted, "."+zone) {
			return strings.TrimPrefix(dotted[:len(dotted)-len(zone)-1], ".")
		}
		return name
	}
	d.Names = slices.Clone(d.Names)
	for i, name := range d.Names {
		d.Names[i] = within(name)
	}
	d.ZonalNames = maps.Clone(d.ZonalNames)
	for zone, name := range d.ZonalNames {
		d.ZonalNames[zone] = within(name)
	}
}

func hasSuffixFold(text, suffix string) bool {
	return len(text) >= len(suffix) && strings.EqualFold(text[len(text)-len(suffix):], suffix)
}

// HasZone: records are made in a zone.
func (d Dns) HasZone() bool { return d.ZoneName != "" || d.HasHostedZone }
