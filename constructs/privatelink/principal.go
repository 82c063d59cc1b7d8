package privatelink

import (
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Principal is someone who may create endpoints to a service: made by [Account],
// [IamRole], [IamUser], [PrincipalArn], [ServicePrincipal] or [Everyone]. The zero
// value names nobody and is refused.
type Principal struct {
	planned plan.Principal
}

// Account allows everyone within an AWS account, named by its twelve digits.
func Account(id string) Principal {
	return Principal{plan.Principal{Kind: plan.AccountPrincipal, Account: id}}
}

// IamRole allows an IAM role of an account, by its name without a path: AWS doesn't
// know the principal with it.
//
// What counts is who creates the endpoint. With the CDK that is the role that
// CloudFormation assumes, cdk-hnb659fds-cfn-exec-role-ACCOUNT-REGION unless the
// account was bootstrapped otherwise; [Account] covers it.
func IamRole(account, name string) Principal {
	return Principal{plan.Principal{Kind: plan.RolePrincipal, Account: account, Name: name}}
}

// IamUser allows an IAM user of an account, by its name without a path.
func IamUser(account, name string) Principal {
	return Principal{plan.Principal{Kind: plan.UserPrincipal, Account: account, Name: name}}
}

// PrincipalArn allows the account root, role or user with this ARN, such as
// *role.RoleArn(). It takes no wildcards: see [Everyone].
func PrincipalArn(arn string) Principal {
	return Principal{plan.Principal{Kind: plan.ArnPrincipal, Arn: arn}}
}

// ServicePrincipal allows an AWS service, such as vpce.amazonaws.com.
func ServicePrincipal(name string) Principal {
	return Principal{plan.Principal{Kind: plan.ServicePrincipal, Name: name}}
}

// Everyone allows every AWS account. Together with
// [ProviderServiceProps.AutoAccept] it needs
// [ProviderServiceProps.AcknowledgePublic].
func Everyone() Principal {
	return Principal{plan.Principal{Kind: plan.EveryonePrincipal}}
}
