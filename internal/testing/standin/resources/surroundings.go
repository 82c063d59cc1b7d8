package resources

import (
	"fmt"
	"strings"
)

const topic = "AWS::SNS::Topic"

// What surrounds services and endpoints: roles, topics, keys, buckets, parameters.
var _ = know(map[string]kind{
	"AWS::IAM::Role": {
		id:      named("RoleName"),
		knownBy: []string{"Arn"},
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": fmt.Sprintf("arn:aws:iam::%s:role/%s", r.Account, r.ID), "RoleId": fmt.Sprintf("AROA%016X", r.number)}
		},
	},
	"AWS::IAM::Policy": {
		id:         prefixed("policy"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{{property: "Roles", to: "AWS::IAM::Role"}},
	},
	"AWS::IAM::InstanceProfile": {
		id: named("InstanceProfileName"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": fmt.Sprintf("arn:aws:iam::%s:instance-profile/%s", r.Account, r.ID)}
		},
		references: []reference{{property: "Roles", to: "AWS::IAM::Role", holds: true}},
	},
	// Which package cloudformation makes: its name is the stack's ID.
	"AWS::CloudFormation::Stack": {id: func(_ *World, r *Resource) string { return r.Name }},
	// Which is nothing but an address.
	"AWS::CloudFormation::WaitConditionHandle": {
		id: func(_ *World, r *Resource) string {
			return fmt.Sprintf("https://cloudformation-waitcondition-%s.s3.amazonaws.com/%s-%d", r.Region, r.Name, r.number)
		},
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
	},
	topic: {
		id: func(_ *World, r *Resource) string { return r.arn("sns", r.ownName("TopicName")) },
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"TopicArn": r.ID, "TopicName": r.ownName("TopicName")}
		},
	},
	"AWS::SNS::TopicPolicy": {
		id:         prefixed("topic-policy"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{{property: "Topics", to: topic}},
	},
	"AWS::KMS::Key": {
		id: func(_ *World, r *Resource) string { return fmt.Sprintf("00000000-0000-0000-0000-%012x", r.number) },
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"KeyId": r.ID, "Arn": r.arn("kms", "key/"+r.ID)}
		},
	},
	"AWS::S3::Bucket": {
		id: func(_ *World, r *Resource) string { return strings.ToLower(r.ownName("BucketName")) },
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": "arn:aws:s3:::" + r.ID, "DomainName": r.ID + ".s3.amazonaws.com", "RegionalDomainName": r.ID + ".s3." + r.Region + ".amazonaws.com"}
		},
	},
	"AWS::S3::BucketPolicy": {
		id:         func(_ *World, r *Resource) string { return r.Text("Bucket") },
		references: []reference{{property: "Bucket", to: "AWS::S3::Bucket"}},
	},
	"AWS::SSM::Parameter": {
		id: named("Name"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Type": r.Text("Type"), "Value": r.Text("Value")}
		},
	},
	"AWS::Logs::LogGroup": {
		id: named("LogGroupName"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Arn": r.arn("logs", "log-group:"+r.ID+":*")}
		},
	},
})

var surroundingRules = []rule{
	{Rule{ID: "role-name-taken", Of: "AWS::IAM::Role", Code: "AlreadyExists", Message: "Role with name %s already exists.", Source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"},
		func(c change) (bool, []any) {
			for _, other := range c.All(c.Type) {
				if other.number != c.number && other.Account == c.Account && other.ID == c.ID {
					return broken(c.ID)
				}
			}
			return fine()
		}},
	{Rule{ID: "topic-name-taken", Of: topic, Code: "AlreadyExists", Message: "%s already exists", Source: "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"},
		func(c change) (bool, []any) {
			for _, other := range c.others() {
				if other.ID == c.ID {
					return broken(c.ID)
				}
			}
			return fine()
		}},
}
