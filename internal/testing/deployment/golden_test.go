package deployment

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestGoldenTemplates deploys the golden templates of the constructs, into the VPCs that
// they import: what each field makes is taken.
func TestGoldenTemplates(t *testing.T) {
	need(t)
	constructs := filepath.Join(module(), "constructs")
	deployed := 0
	for folder, stacks := range goldenFolders(t, constructs) {
		name, err := filepath.Rel(constructs, folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, world := range []string{"no-flags", snapshot.CdkInit} {
			t.Run(name+"/"+world, func(t *testing.T) {
				cloud := goldenCloud(t, name)
				if _, err := cloud.Deploy(resources.Place{Account: Partner, Region: "us-east-1"}, "Network", exporting, nil); err != nil {
					t.Fatal(err)
				}
				for _, stack := range stacks {
					if _, err := cloud.Deploy(goldenPlace(name, stack), stack, golden(t, folder, stack, world), nil); err != nil {
						t.Error(err)
					}
					deployed++
				}
			})
		}
	}
	if deployed < 100 {
		t.Errorf("only %d templates were deployed", deployed)
	}
}

// goldenFolders lists the folders of golden templates with their stacks, providers
// first.
func goldenFolders(t *testing.T, root string) map[string][]string {
	t.Helper()
	folders := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".json") && strings.Contains(path, "testdata") && !strings.HasSuffix(path, "."+snapshot.CdkInit+".json") {
			folder := filepath.Dir(path)
			folders[folder] = append(folders[folder], strings.TrimSuffix(filepath.Base(path), ".json"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, stacks := range folders {
		slices.Sort(stacks)
		slices.Reverse(stacks) // Provider, Consumer
	}
	return folders
}

// goldenPlace is where a stack was made for: consumers are partners, unless a pair is
// of one account.
func goldenPlace(name, stack string) resources.Place {
	place := Home
	if !strings.HasPrefix(name, functionsFolder) && !strings.Contains(name, "TestOtherRegion") && !strings.Contains(name, "one-account") && (stack == "Consumer" || strings.Contains(name, "TestPair")) {
		place.Account = Partner
	}
	if stack == "Consumer" && (strings.Contains(name, "other-region") || strings.Contains(name, "TestOtherRegion")) {
		place.Region = "eu-west-1"
	}
	return place
}

// functionsFolder is the package whose stacks have functions, which are of one account.
const functionsFolder = "privatelinkfunctions"

// goldenCloud has what the golden templates of a folder need.
func goldenCloud(t *testing.T, name string) *cloudformation.CloudFormation {
	t.Helper()
	cloud := cloudformation.New(goldenWorld(t), 1)
	if strings.HasPrefix(name, functionsFolder) {
		cloud.World.VerifyAll()
		Functions(t, cloud).Addresses["db.example.com"] = []string{"10.0.0.10"}
	}
	return cloud
}

// exporting exports a subnet, which a template imports.
const exporting = `{
	"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
	"Outputs": {"Subnet": {"Value": "subnet-0123456789abcdef1", "Export": {"Name": "Subnet"}}}
}`

const networkARN = "arn:aws:vpc-lattice:us-east-1:111122223333:servicenetwork/sn-0123456789abcdef0"

// goldenWorld has what the golden templates import.
func goldenWorld(t *testing.T) *resources.World {
	world := NewWorld(t)
	for _, account := range []string{Home.Account, Partner} {
		for _, region := range []string{"us-east-1", "eu-west-1"} {
			place := resources.Place{Account: account, Region: region}
			GiveVpc(world, place, "vpc-0123456789abcdef0", map[string]string{
				"subnet-0123456789abcdef0": region + "a", "subnet-0123456789abcdef1": region + "b", "subnet-0123456789abcdef2": region + "c",
			})
			world.Give(place, "AWS::EC2::VPC", "vpc-0123456789abcdef1", properties{"CidrBlock": "10.1.0.0/16"})
			for i, zone := range []string{"a", "b", "c"} {
				world.Give(place, "AWS::EC2::Subnet", fmt.Sprintf("subnet-0123456789abcdef%d", 4+i), properties{
					"VpcId": "vpc-0123456789abcdef1", "AvailabilityZone": region + zone, "CidrBlock": fmt.Sprintf("10.1.%d.0/24", i),
				})
			}
		}
	}
	world.Give(Home, "AWS::EC2::VPCCidrBlock", "vpc-cidr-assoc-0123456789abcdef0", properties{"VpcId": "vpc-0123456789abcdef0", "Ipv6CidrBlock": "2001:db8::/56"})
	for _, subnet := range world.All("AWS::EC2::Subnet") {
		if subnet.Place == Home {
			subnet.Properties["Ipv6CidrBlock"] = fmt.Sprintf("2001:db8:0:%c::/64", subnet.ID[len(subnet.ID)-1]+1)
		}
	}
	world.Give(Home, "AWS::ElasticLoadBalancingV2::LoadBalancer", "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/orders/0123456789abcdef", properties{
		"Type": "network", "Subnets": []any{"subnet-0123456789abcdef0"}, "IpAddressType": "dualstack",
	})
	world.Give(Home, "AWS::SNS::Topic", "arn:aws:sns:us-east-1:111122223333:topic", properties{})

	world.Give(resources.Place{Account: Partner, Region: "us-east-1"}, "AWS::EC2::Subnet", "subnet-0123456789abcdef3", properties{
		"VpcId": "vpc-0123456789abcdef0", "AvailabilityZone": "us-east-1d", "CidrBlock": "10.0.3.0/24",
	})

	const vendor = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"
	consumer := resources.Place{Account: Partner, Region: "us-east-1"}
	world.Give(consumer, "AWS::Route53::HostedZone", "Z0123456789ABCDEFGHIJ", properties{"Name": "internal"})
	world.Give(consumer, "AWS::SSM::Parameter", "/orders/service-name", properties{"Value": vendor})
	world.Give(consumer, "AWS::EC2::VPCEndpoint", "vpce-0123456789abcdef0", properties{
		"VpcId": "vpc-0123456789abcdef0", "ServiceName": "com.amazonaws.us-east-1.s3", "VpcEndpointType": "Gateway",
	})
	world.Publish(resources.Offer{Name: latticeARN, Region: "us-east-1", Types: []string{"Resource"}})
	world.Publish(resources.Offer{Name: networkARN, Region: "us-east-1", Types: []string{"ServiceNetwork"}})
	world.Publish(resources.Offer{
		Name: vendor, Region: "us-east-1", Regions: []string{"eu-west-1"}, Families: []string{"ipv4", "ipv6"}, PrivateDnsName: "orders.example.com",
	})
	world.Publish(resources.Offer{Name: strings.Replace(vendor, "us-east-1", "eu-west-1", 1), Region: "eu-west-1"})
	return world
}
