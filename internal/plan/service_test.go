package plan

import (
	"testing"
)

func TestServiceRegion(t *testing.T) {
	for name, want := range map[string]string{
		"com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0":     "us-east-1",
		"cn.com.amazonaws.vpce.cn-north-1.vpce-svc-0123456789abcdef0": "cn-north-1",
		"eu.amazonaws.vpce.eusc-de-east-1.vpce-svc-0123456789abcdef0": "eusc-de-east-1",
		"com.amazonaws.us-east-1.ssm":                                 "",
		"com.amazonaws.vpce.us-east-1.vpce-0123456789abcdef0":         "",
		"com.amazonaws.vpce.us-east-1.${Token[TOKEN.3]}":              "",
	} {
		if got, ok := ServiceRegion(name); got != want || ok != (want != "") {
			t.Errorf("ServiceRegion(%q) = %q, %t", name, got, ok)
		}
	}
}

// TestAwsServices: what an endpoint to one of AWS's own services is called, where it is,
// and by which names it is reached.
func TestAwsServices(t *testing.T) {
	const own, none = true, false
	for _, c := range []struct {
		short, region string
		dns           Dns
		name, in      string
		serviceNames  bool
	}{
		{"ssm", "eu-west-1", Dns{}, "com.amazonaws.eu-west-1.ssm", "eu-west-1", own},
		{"ssm", "eu-west-1", Dns{None: true}, "com.amazonaws.eu-west-1.ssm", "eu-west-1", none},
		{"ssm", "eu-west-1", Dns{ZoneName: "ssm.internal"}, "com.amazonaws.eu-west-1.ssm", "eu-west-1", none},
		{"s3", "eu-west-1", Dns{}, "com.amazonaws.eu-west-1.s3", "eu-west-1", none},
		{"s3", "eu-west-1", Dns{ServiceDnsName: true}, "com.amazonaws.eu-west-1.s3", "eu-west-1", own},
		{"iam", "eu-west-1", Dns{}, "com.amazonaws.iam", "us-east-1", own},
		{"iam", "us-east-1", Dns{}, "com.amazonaws.iam", "us-east-1", own},
		{"route53", "cn-north-1", Dns{}, "com.amazonaws.route53", "cn-north-1", own},
		{"iam", "${Token[AWS.Region.1]}", Dns{}, "com.amazonaws.iam", "${Token[AWS.Region.1]}", own},
		{"${Token[TOKEN.1]}", "us-east-1", Dns{}, "com.amazonaws.us-east-1.${Token[TOKEN.1]}", "us-east-1", none},
	} {
		consumer := Consumer{Region: c.region, Dns: c.dns, Service: Service{Type: AwsEndpoint, ShortName: c.short}}
		consumer.Complete()
		if s := consumer.Service; s.ServiceName != c.name || s.Region != c.in || consumer.Dns.ServiceDnsName != c.serviceNames {
			t.Errorf("%s in %s: %s in %s, own names %t", c.short, c.region, s.ServiceName, s.Region, consumer.Dns.ServiceDnsName)
		}
	}
}
