package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// Principal is someone who may create endpoints to a service: made by [Account],
// [Role], [User], [PrincipalArn], [ServicePrincipal] or [Everyone]. The zero
// value names nobody and is refused.
type Principal struct {
	facts rules.Principal
}

// Account allows everyone within an AWS account, named by its twelve digits.
func Account(id string) Principal {
	return Principal{rules.Principal{Kind: rules.AccountPrincipal, Account: id}}
}

// Role allows an IAM role of an account. A role's path, if it has one, is part
// of the name: "service/reader".
//
// What counts is who creates the endpoint. With the CDK that is the role that
// CloudFormation assumes, cdk-hnb659fds-cfn-exec-role-ACCOUNT-REGION unless the
// account was bootstrapped otherwise; [Account] covers it.
func Role(account, name string) Principal {
	return Principal{rules.Principal{Kind: rules.RolePrincipal, Account: account, Name: name}}
}

// User allows an IAM user of an account. A user's path, if it has one, is part
// of the name.
func User(account, name string) Principal {
	return Principal{rules.Principal{Kind: rules.UserPrincipal, Account: account, Name: name}}
}

// PrincipalArn allows the account root, role or user with this ARN, such as
// *role.RoleArn(). It takes no wildcards: see [Everyone].
func PrincipalArn(arn string) Principal {
	return Principal{rules.Principal{Kind: rules.ArnPrincipal, Arn: arn}}
}

// ServicePrincipal allows an AWS service, such as vpce.amazonaws.com.
func ServicePrincipal(name string) Principal {
	return Principal{rules.Principal{Kind: rules.ServicePrincipal, Name: name}}
}

// Everyone allows every AWS account. Together with
// [ProviderServiceProps.WithoutAcceptance] it needs
// [ProviderServiceProps.AcknowledgePublic].
func Everyone() Principal {
	return Principal{rules.Principal{Kind: rules.EveryonePrincipal}}
}

// arn is the principal as AWS::EC2::VPCEndpointServicePermissions takes it.
func (p Principal) arn(partition string) string {
	root := "arn:" + partition + ":iam::" + p.facts.Account + ":"
	switch p.facts.Kind {
	case rules.AccountPrincipal:
		return root + "root"
	case rules.RolePrincipal:
		return root + "role/" + p.facts.Name
	case rules.UserPrincipal:
		return root + "user/" + p.facts.Name
	case rules.ServicePrincipal:
		return p.facts.Name
	case rules.ArnPrincipal:
		return p.facts.Arn
	default:
		return "*"
	}
}

// arnsOf lists the principals' ARNs, each once, in the order given.
func arnsOf(principals []Principal, region string) []string {
	var arns []string
	seen := map[string]bool{}
	if len(principals) == 0 {
		return nil
	}
	partition := partitionOf(region)
	for _, p := range principals {
		arn := p.arn(partition)
		if !seen[arn] {
			seen[arn] = true
			arns = append(arns, arn)
		}
	}
	return arns
}

// partitionOf is the partition of a Region, as a literal where the Region is
// known, so that templates are the same under every feature flag.
func partitionOf(region string) string {
	if !rules.Known(region) {
		return *awscdk.Aws_PARTITION()
	}
	return partition.Of(region)
}
