package privatelinkresource_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	resource "github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkresource"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/blindness"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestUnknown: what isn't known yet is no mistake, wherever it stands.
func TestUnknown(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	vpc := newVpc(stack)
	valid := map[string]func() *resource.ResourceProviderProps{
		"shared": func() *resource.ResourceProviderProps {
			props := featured["shared"](stack, vpc)
			props.Ports = []privatelink.ServicePort{{Port: 5432, Protocol: privatelink.TCP}}
			props.Resource = resource.DomainName("mainframe.example.com").Within("172.20.0.0/16").WithIpAddressType(privatelink.Ipv4)
			props.Gateway = resource.GatewayOptions{
				Name: "orders", SecurityGroupName: "orders", SecurityGroupDescription: "Orders", IpAddressType: privatelink.Ipv4, DnsResolution: resource.InVpc,
				Subnets: &awsec2.SubnetSelection{Subnets: vpc.PrivateSubnets()},
			}
			return props
		},
		"address": func() *resource.ResourceProviderProps {
			return &resource.ResourceProviderProps{Vpc: vpc, Resource: resource.IPAddress("10.0.1.5"), Ports: postgres}
		},
		"database": func() *resource.ResourceProviderProps {
			return &resource.ResourceProviderProps{
				Vpc: vpc, Resource: resource.DatabaseArn(databaseArn), Ports: postgres, RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
				ShareWith: []resource.Principal{resource.Account(consumerAccount), resource.Organization(organization), resource.OrganizationalUnit(unit)},
			}
		},
		"group": func() *resource.ResourceProviderProps {
			return &resource.ResourceProviderProps{
				Vpc: vpc, DomainName: "db.example.com",
				Members: []resource.Member{
					{Id: "Writer", Resource: resource.DomainName(databaseName), Ports: postgres, DomainName: "writer.db.example.com", Name: "orders-writer"},
					{Id: "Cache", Resource: resource.IPAddress("10.0.0.9").Within("10.0.0.0/24"), Ports: []privatelink.ServicePort{{Port: 6379}}, DomainName: "cache.db.example.com", Name: "orders-cache"},
				},
			}
		},
	}
	var replaced []string
	for _, props := range valid {
		replaced = append(replaced, blindness.Test(t, props, (*resource.ResourceProviderProps).Validate)...)
	}
	blindness.Complete[resource.ResourceProviderProps](t, replaced)
}
