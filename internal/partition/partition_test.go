package partition

import "testing"

func TestPartition(t *testing.T) {
	for region, want := range map[string][2]string{
		"us-east-1":       {"aws", "com.amazonaws.vpce"},
		"cn-north-1":      {"aws-cn", "cn.com.amazonaws.vpce"},
		"us-gov-west-1":   {"aws-us-gov", "com.amazonaws.vpce"},
		"us-isob-east-1":  {"aws-iso-b", "com.amazonaws.vpce"},
		"us-isof-south-1": {"aws-iso-f", "gov.ic.hci.csp.vpce"},
		"eusc-de-east-1":  {"aws-eusc", "eu.amazonaws.vpce"},
	} {
		if got := [2]string{Of(region), ServiceNamePrefix(region)}; got != want {
			t.Errorf("%s: got %v", region, got)
		}
	}
}
