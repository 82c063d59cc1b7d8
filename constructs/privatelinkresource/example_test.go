package privatelinkresource_test

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	resource "github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkresource"
)

// A database is offered to another account by its name, without a load balancer: its security
// group and the gateway's are opened for each other.
func ExampleNewResourceProvider() {
	stack := newStack(awscdk.NewApp(nil), "Provider", providerAccount, region)
	vpc := newVpc(stack)

	database := resource.NewResourceProvider(stack, "Orders", &resource.ResourceProviderProps{
		Vpc:       vpc,
		Resource:  resource.DomainName("orders.cluster-c0123456789a.us-east-1.rds.amazonaws.com").GuardedBy(newGroup(stack, vpc)),
		Ports:     []privatelink.ServicePort{{Port: 5432}},
		ShareWith: []resource.Principal{resource.Account("444455556666")},
	})

	fmt.Println("is shared:", database.Share != nil)
	fmt.Println("port of its contract:", database.Contract().Ports[0].Port)
	// Output:
	// is shared: true
	// port of its contract: 5432
}

// Two databases are reached through one endpoint, each by a name of its own.
func ExampleNewResourceProvider_group() {
	stack := newStack(awscdk.NewApp(nil), "Provider", providerAccount, region)

	databases := resource.NewResourceProvider(stack, "Databases", &resource.ResourceProviderProps{
		Vpc:        newVpc(stack),
		DomainName: "db.example.com",
		Members: []resource.Member{
			{Id: "Orders", Resource: resource.DomainName("orders.internal"), Ports: []privatelink.ServicePort{{Port: 5432}}, DomainName: "orders.db.example.com"},
			{Id: "Stock", Resource: resource.IPAddress("10.0.1.5"), Ports: []privatelink.ServicePort{{Port: 3306}}, DomainName: "stock.db.example.com"},
		},
	})

	fmt.Println("members:", len(databases.Members))
	// Output: members: 2
}
