package rules

import (
	"strings"
	"testing"
	"time"
)

func validFunction() Function {
	return Function{
		Of: "Service", Timeout: 5 * time.Minute, Every: time.Hour, Accepts: true, Accounts: []string{"111122223333"}, Endpoints: []string{"vpce-0123456789abcdef0"},
		Registers: true, DnsNames: []string{"db.example.com"}, IpAddressType: "ipv4", Port: 5432, KeepFor: 3,
	}
}

var functionCases = []ruleCase[Function]{
	{"", "", func(f *Function) { f.Timeout, f.Every, f.Accounts, f.IpAddressType = 0, 0, nil, "" }},
	{"", "", func(f *Function) { f.Endpoints, f.Accounts = nil, []string{"${Token[TOKEN.1]}"} }},
	{"", "", func(f *Function) { f.Accounts = strings.Fields(strings.Repeat("111122223333 ", 260)) }},
	{"scope-required", "scope", func(f *Function) { f.NoScope = true }},
	{"function-of", "Service", func(f *Function) { f.Missing = true }},
	{"function-stack", "Service", func(f *Function) { f.OtherStack = true }},
	{"function-time", "Timeout", func(f *Function) { f.Timeout = 59 * time.Second }},
	{"function-time", "Timeout", func(f *Function) { f.Timeout = 15 * time.Minute }},
	{"function-time", "Timeout", func(f *Function) { f.Timeout = time.Minute + time.Millisecond }},
	{"function-time", "Every", func(f *Function) { f.Every = 90 * time.Second }},
	{"function-time", "Every", func(f *Function) { f.Every = -time.Minute }},
	{"verification-name", "Service", func(f *Function) { f.Unnamed = true }},
	{"verification-record-stack", "Service", func(f *Function) { f.RecordElsewhere = true }},
	{"acceptance-automatic", "Service", func(f *Function) { f.AcceptsAll = true }},
	{"acceptance-of", "Accounts", func(f *Function) { f.Accounts, f.Endpoints = nil, nil }},
	{"acceptance-of", "Accounts[0]", func(f *Function) { f.Accounts[0] = "1111-2222-3333" }},
	{"acceptance-of", "Endpoints[0]", func(f *Function) { f.Endpoints[0] = "vpce-svc-0123456789abcdef0" }},
	{"acceptance-size", "Accounts", func(f *Function) { f.Accounts = strings.Fields(strings.Repeat("111122223333 ", 280)) }},
	{"", "", func(f *Function) { f.TopicArn = "arn:aws-cn:sns:cn-north-1:111122223333:a_topic-1" }},
	{"", "", func(f *Function) { f.TopicArn = "${Token[TOKEN.1]}" }},
	{"", "", func(f *Function) { f.TopicArn = "arn:aws:sns:us-east-1:111122223333:${Token[TOKEN.1]}" }},
	{"acceptance-topic", "TopicArn", func(f *Function) { f.TopicArn = "connections" }},
	{"acceptance-topic", "TopicArn", func(f *Function) { f.TopicArn = "arn:aws:sqs:us-east-1:111122223333:queue" }},
	{"acceptance-topic", "TopicArn", func(f *Function) { f.TopicArn = "arn:aws:sns:us-east-1:111122223333:topic.fifo" }},
	{"private-dns-on", "Endpoint", func(f *Function) { f.PrivateDnsOn = true }},
	{"targets-names", "DnsNames", func(f *Function) { f.DnsNames = nil }},
	{"targets-names", "DnsNames[0]", func(f *Function) { f.DnsNames[0] = "https://db.example.com" }},
	{"targets-group", "Port", func(f *Function) { f.Port = 0 }},
	{"targets-group", "IpAddressType", func(f *Function) { f.IpAddressType = "dualstack" }},
	{"targets-group", "KeepFor", func(f *Function) { f.KeepFor = 101 }},
}

func TestFunctionRules(t *testing.T) {
	testRules(t, functionRules, validFunction, func(*Function) {}, functionCases)
}
