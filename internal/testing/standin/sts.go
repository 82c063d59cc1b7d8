package standin

import (
	"fmt"
	"regexp"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// tokenOperations are those of STS, the Security Token Service.
var tokenOperations = map[string]queryOperation{
	"GetCallerIdentity": {nil, (*Server).getCallerIdentity},
	"AssumeRole":        {[]string{"RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId", "Tags", "TransitiveTagKeys"}, (*Server).assumeRole},
}

func (s *Server) getCallerIdentity(r request, _ form) (any, error) {
	return struct{ Account, Arn, UserId string }{r.Account, "arn:aws:iam::" + r.Account + ":user/deployer", "AIDA00000000"}, nil
}

// bootstrapRole are the roles that cdk bootstrap makes.
var bootstrapRole = regexp.MustCompile(`^arn:aws:iam::(\d{12}):role/cdk-hnb659fds-(deploy|file-publishing|image-publishing|lookup)-role-(\d{12})-([a-z0-9-]+)$`)

// assumeRole hands out an access key that holds the role's account. The roles trust
// every account, as after cdk bootstrap --trust.
func (s *Server) assumeRole(r request, f form) (any, error) {
	arn := f.Get("RoleArn")
	role := bootstrapRole.FindStringSubmatch(arn)
	if role == nil || role[1] != role[3] || !s.bootstrapped(resources.Place{Account: role[1], Region: role[4]}) {
		return nil, denied("User: arn:aws:iam::%s:user/deployer is not authorized to perform: sts:AssumeRole on resource: %s", r.Account, arn)
	}
	type credentials struct{ AccessKeyId, SecretAccessKey, SessionToken, Expiration string }
	type user struct{ Arn, AssumedRoleId string }
	return struct {
		Credentials     credentials
		AssumedRoleUser user
	}{
		Credentials:     credentials{"ASIA" + role[1], "none", "none", "2099-01-01T00:00:00Z"},
		AssumedRoleUser: user{fmt.Sprintf("arn:aws:sts::%s:assumed-role/cdk-hnb659fds-%s-role/%s", role[1], role[2], f.Get("RoleSessionName")), "AROA00000000:session"},
	}, nil
}
