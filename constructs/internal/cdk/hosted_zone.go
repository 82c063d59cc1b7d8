package cdk

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
)

// ZoneNameOf is the name of a hosted zone; empty for one that was imported by its ID
// alone.
func ZoneNameOf(zone awsroute53.IHostedZone) (name string) {
	_ = Attempt(func() { name = strings.TrimSuffix(*zone.ZoneName(), ".") })
	return name
}

// IsPrivate reports whether a hosted zone of this app is known to be a private one.
func IsPrivate(zone awsroute53.IHostedZone) bool {
	resource, ok := zone.Node().DefaultChild().(awsroute53.CfnHostedZone)
	return ok && awscdk.Stack_Of(resource).Resolve(resource.Vpcs()) != nil // Public ones have a list that comes to nothing.
}
