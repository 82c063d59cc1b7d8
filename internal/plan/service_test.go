package plan

import "testing"

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
