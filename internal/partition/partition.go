// Package partition knows what names of Regions and zones tell: the partition of AWS, and
// whether a zone is meant the same in all accounts.
package partition

import "strings"

// Of returns the partition that a known Region belongs to.
//
// Source: https://docs.aws.amazon.com/general/latest/gr/rande.html, and the
// partitions of botocore's endpoints.json.
func Of(region string) string {
	for _, p := range partitions {
		if strings.HasPrefix(region, p.prefix) {
			return p.partition
		}
	}
	return "aws"
}

// ServiceNamePrefix returns what an endpoint service's name starts with in a
// Region; a Region that is not known is taken to be a commercial one.
//
// Source: the fact vpcEndpointServiceNamePrefix of aws-cdk-lib/region-info.
func ServiceNamePrefix(region string) string {
	for _, p := range partitions {
		if strings.HasPrefix(region, p.prefix) {
			return p.serviceNamePrefix
		}
	}
	return "com.amazonaws.vpce"
}

var partitions = []struct{ prefix, partition, serviceNamePrefix string }{
	{"cn-", "aws-cn", "cn.com.amazonaws.vpce"},
	{"us-gov-", "aws-us-gov", "com.amazonaws.vpce"},
	{"us-isof-", "aws-iso-f", "gov.ic.hci.csp.vpce"},
	{"eu-isoe-", "aws-iso-e", "com.amazonaws.vpce"},
	{"us-isob-", "aws-iso-b", "com.amazonaws.vpce"},
	{"us-iso-", "aws-iso", "com.amazonaws.vpce"},
	{"eusc-", "aws-eusc", "eu.amazonaws.vpce"},
}
