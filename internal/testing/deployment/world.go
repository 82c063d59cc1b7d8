package deployment

import (
	"fmt"
	"sync"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/schemas"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// GiveVpc puts a VPC of 10.0.0.0/16 there, with a subnet in each of the zones.
func GiveVpc(world *resources.World, place resources.Place, vpc string, subnets map[string]string) {
	world.Give(place, "AWS::EC2::VPC", vpc, resources.Properties{
		"CidrBlock": "10.0.0.0/16", "EnableDnsSupport": true, "EnableDnsHostnames": true,
	})
	for subnet, zone := range subnets {
		world.Give(place, "AWS::EC2::Subnet", subnet, resources.Properties{
			"VpcId": vpc, "AvailabilityZone": zone, "CidrBlock": fmt.Sprintf("10.0.%d.0/24", zone[len(zone)-1]-'a'),
		})
	}
}

var schemasOfCLI = sync.OnceValues(func() (schemas.Schemas, error) { return schemas.Read(module()) })

// NewWorld returns an empty world. It needs the CDK CLI, for CloudFormation's schemas.
func NewWorld(t *testing.T) *resources.World {
	t.Helper()
	need(t)
	all, err := schemasOfCLI()
	if err != nil {
		t.Fatal(err)
	}
	return resources.NewWorld(all)
}
