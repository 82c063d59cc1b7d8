package cdk

import (
	"maps"
	"regexp"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Tag tags what is below a construct, which has an ID in a scope: with tags, and with its
// path for a Name, by which the console lists things, unless something else names them.
func Tag(construct, scope constructs.Construct, id string, tags map[string]string) {
	below := awscdk.Tags_Of(construct)
	if _, named := tags["Name"]; !named && len(tags) < tagsOfAThing {
		below.Add(jsii.String("Name"), jsii.String(nameTag(PathOf(scope), id)), &awscdk.TagProps{
			IncludeResourceTypes: jsii.Strings(withNames...),
			Priority:             jsii.Number(50), // Below that of the tags of users, which is 100.
		})
	}
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		below.Add(jsii.String(key), jsii.String(tags[key]), &awscdk.TagProps{
			// CloudFormation takes tags of listeners since July 2026 only:
			// https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1460
			ExcludeResourceTypes: jsii.Strings("AWS::ElasticLoadBalancingV2::Listener"),
		})
	}
}

// tagsOfAThing is how many AWS takes.
const tagsOfAThing = 50

// withNames are what people look for in the console.
var withNames = []string{
	"AWS::EC2::VPCEndpointService", "AWS::EC2::VPCEndpoint", "AWS::EC2::SecurityGroup",
	"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::TargetGroup",
}

// nameTag has the characters that all services of AWS take, and the end of a long path.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Tag.html
func nameTag(path, id string) string {
	name := id
	if path != "" {
		name = path + "/" + id
	}
	letters := []rune(notOfTags.ReplaceAllString(name, "-"))
	return string(letters[max(0, len(letters)-256):])
}

var notOfTags = regexp.MustCompile(`[^\p{L}\p{N}\p{Z}_.:/=+@-]`)
