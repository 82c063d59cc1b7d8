package awsservice

import (
	"slices"
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	for short, want := range map[string]string{
		"kms":                   "com.amazonaws.eu-west-1.kms",
		"no-such":               "com.amazonaws.eu-west-1.no-such",
		"iam":                   "com.amazonaws.iam",
		"route53":               "com.amazonaws.route53",
		"s3-global.accesspoint": "com.amazonaws.s3-global.accesspoint",
		"notebook":              "aws.sagemaker.eu-west-1.notebook",
		"qbusiness":             "aws.api.eu-west-1.qbusiness",
		"codecatalyst":          "aws.api.global.codecatalyst",
	} {
		if got := Of(short).Name("eu-west-1"); got != want {
			t.Errorf("%s: %s, want %s", short, got, want)
		}
	}
}

// TestOthers: what the CDK has learned is taken from it.
func TestOthers(t *testing.T) {
	for _, other := range Others {
		if slices.ContainsFunc(known, func(s Service) bool { return s.ShortName == other.ShortName }) {
			t.Errorf("the CDK knows %s", other.ShortName)
		}
	}
}

func TestNearest(t *testing.T) {
	for name, want := range map[string]string{
		"ssm": "ssm", "iam": "iam", "route53": "route53", "smm": "sms ssm", "ecrdkr": "ecr.dkr", "secretmanager": "secretsmanager", "exceute-api": "execute-api",
	} {
		if nearest := strings.Join(Nearest(name), " "); nearest != want {
			t.Errorf("%s: %s", name, nearest)
		}
	}
}
