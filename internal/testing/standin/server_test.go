package standin_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/deployment"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// ask sends a request as a user of account 111122223333 would sign it.
func ask(t *testing.T, server *standin.Server, service, region, method, path, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if service != "" {
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA111122223333/20260101/"+region+"/"+service+"/aws4_request, SignedHeaders=host, Signature=none")
	}
	if service == "ssm" {
		r.Header.Set("X-Amz-Target", path[1:])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// TestServer asks for what is there, what isn't, and what isn't known.
func TestServer(t *testing.T) {
	server, err := standin.Start(cloudformation.New(resources.NewWorld(nil), 1), deployment.Home)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	bucket := "/cdk-hnb659fds-assets-111122223333-us-east-1"
	role := func(arn string) string { return "Action=AssumeRole&RoleSessionName=test&RoleArn=" + arn }
	for name, c := range map[string]struct {
		service, region, method, path, body string
		status                              int
		want                                string
		unknown                             bool
	}{
		"identity":                {"sts", "us-east-1", "POST", "/", "Action=GetCallerIdentity", 200, "<Account>111122223333</Account>", false},
		"role":                    {"sts", "us-east-1", "POST", "/", role("arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-us-east-1"), 200, "<AccessKeyId>ASIA111122223333</AccessKeyId>", false},
		"role of another kind":    {"sts", "us-east-1", "POST", "/", role("arn:aws:iam::111122223333:role/admin"), 403, "not authorized to perform: sts:AssumeRole", false},
		"role elsewhere":          {"sts", "us-east-1", "POST", "/", role("arn:aws:iam::444455556666:role/cdk-hnb659fds-deploy-role-444455556666-us-east-1"), 403, "AccessDenied", false},
		"version":                 {"ssm", "us-east-1", "POST", "/AmazonSSM.GetParameter", `{"Name":"/cdk-bootstrap/hnb659fds/version"}`, 200, `"Value":"33"`, false},
		"version elsewhere":       {"ssm", "eu-west-1", "POST", "/AmazonSSM.GetParameter", `{"Name":"/cdk-bootstrap/hnb659fds/version"}`, 400, "ParameterNotFound", false},
		"bucket":                  {"s3", "us-east-1", "GET", bucket + "?list-type=2", "", 200, "<KeyCount>0</KeyCount>", false},
		"bucket elsewhere":        {"s3", "eu-west-1", "GET", bucket + "?list-type=2", "", 403, "AccessDenied", false},
		"stack":                   {"cloudformation", "us-east-1", "POST", "/", "Action=DescribeStacks&StackName=None", 400, "Stack with id None does not exist", false},
		"template that isn't":     {"cloudformation", "us-east-1", "POST", "/", "Action=CreateChangeSet&StackName=S&ChangeSetName=C&ChangeSetType=CREATE&TemplateBody=no&RoleARN=arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1", 400, "Template format error", false},
		"execution role":          {"cloudformation", "us-east-1", "POST", "/", "Action=CreateChangeSet&StackName=S&ChangeSetName=C&RoleARN=arn:aws:iam::111122223333:role/admin", 400, "cannot be assumed", false},
		"unsigned":                {"", "", "POST", "/", "Action=GetCallerIdentity", 403, "unsigned", false},
		"operation":               {"cloudformation", "us-east-1", "POST", "/", "Action=ContinueUpdateRollback", 501, "doesn't know cloudformation:ContinueUpdateRollback", true},
		"parameter":               {"cloudformation", "us-east-1", "POST", "/", "Action=DeleteStack&StackName=S&RetainResources.member.1=X", 501, "doesn't know parameter RetainResources", true},
		"parameter without value": {"cloudformation", "us-east-1", "POST", "/", "Action=DeleteStack&StackName=S&DeletionMode=", 501, "doesn't know parameter DeletionMode", true},
		"value of a parameter":    {"cloudformation", "us-east-1", "POST", "/", "Action=DeleteStack&StackName=S&DeploymentConfig.Mode=EXPRESS", 501, "doesn't know parameter DeploymentConfig.Mode", true},
		"operation of ssm":        {"ssm", "us-east-1", "POST", "/AmazonSSM.PutParameter", "{}", 501, "doesn't know", true},
		"operation of s3":         {"s3", "us-east-1", "DELETE", bucket + "/key", "", 501, "doesn't know", true},
		"service":                 {"ec2", "us-east-1", "POST", "/", "Action=DescribeVpcs", 501, "doesn't know service ec2", true},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(server.Unknown())
			status, text := ask(t, server, c.service, c.region, c.method, c.path, c.body)
			if status != c.status || !strings.Contains(text, c.want) {
				t.Errorf("%d %s, want %d and %s", status, text, c.status, c.want)
			}
			if unknown := len(server.Unknown()) > before; unknown != c.unknown {
				t.Errorf("recorded as unknown: %v", unknown)
			}
		})
	}
	if !strings.HasPrefix(server.URL, "http://127.0.0.1:") {
		t.Errorf("serves on %s", server.URL)
	}
}

// TestChunks: what is put in chunks is put together.
func TestChunks(t *testing.T) {
	server, err := standin.Start(cloudformation.New(resources.NewWorld(nil), 1), deployment.Home)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	put := func(body, hash string) int {
		r, err := http.NewRequest("PUT", server.URL+"/cdk-hnb659fds-assets-111122223333-us-east-1/key", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA111122223333/20260101/us-east-1/s3/aws4_request")
		r.Header.Set("X-Amz-Content-Sha256", hash)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	size := func() string {
		_, text := ask(t, server, "s3", "us-east-1", "GET", "/cdk-hnb659fds-assets-111122223333-us-east-1?list-type=2&prefix=key", "")
		_, after, _ := strings.Cut(text, "<Size>")
		size, _, _ := strings.Cut(after, "<")
		return size
	}
	const trailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
	if status := put("5;chunk-signature=0\r\nhello\r\n3\r\nyou\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n", trailer); status != 200 || size() != "8" {
		t.Errorf("chunks: status %d, size %s", status, size())
	}
	if status := put("hello", "UNSIGNED-PAYLOAD"); status != 200 || size() != "5" {
		t.Errorf("whole: status %d, size %s", status, size())
	}
	if status := put("5\r\nhel", trailer); status != 400 {
		t.Errorf("cut off: status %d", status)
	}
}

// TestTemplateSummary: what the resources of a template are imported by.
func TestTemplateSummary(t *testing.T) {
	server, err := standin.Start(cloudformation.New(deployment.NewWorld(t), 1), deployment.Home)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	for resourceType, identifier := range map[string]string{
		"AWS::EC2::VPCEndpointService": "ServiceId", "AWS::EC2::VPCEndpointServicePermissions": "ServiceId", "AWS::EC2::VPCEndpoint": "Id",
		"AWS::ElasticLoadBalancingV2::LoadBalancer": "LoadBalancerArn", "AWS::ElasticLoadBalancingV2::TargetGroup": "TargetGroupArn",
		"AWS::ElasticLoadBalancingV2::Listener": "ListenerArn", "AWS::EC2::SecurityGroup": "Id",
	} {
		body := url.Values{"Action": {"GetTemplateSummary"}, "TemplateBody": {"Resources:\n  A:\n    Type: " + resourceType + "\n  B:\n    Type: " + resourceType + "\n"}}
		status, text := ask(t, server, "cloudformation", "us-east-1", "POST", "/", body.Encode())
		want := "<ResourceType>" + resourceType + "</ResourceType><LogicalResourceIds><member>A</member><member>B</member></LogicalResourceIds>" +
			"<ResourceIdentifiers><member>" + identifier + "</member></ResourceIdentifiers>"
		if status != 200 || !strings.Contains(text, want) {
			t.Errorf("%d %s, want %s", status, text, want)
		}
	}
}
