// Package privatelinkresource offers a database, an address or a name to other VPCs and
// accounts without a load balancer.
//
// It makes a resource gateway and a resource configuration of VPC Lattice, and a share of AWS
// RAM. Consumers reach the resource as they do a service, by a
// [privatelink.ConsumerEndpoint]. The package stands beside privatelink so that only those who
// import it compile the constructs of VPC Lattice and RAM.
//
//	database := privatelinkresource.NewResourceProvider(providerStack, "Database", &privatelinkresource.ResourceProviderProps{
//		Vpc:       providerVpc,
//		Resource:  privatelinkresource.DomainName("orders.cluster-c0123456789a.us-east-1.rds.amazonaws.com"),
//		Ports:     []privatelink.ServicePort{{Port: 5432}},
//		ShareWith: []privatelinkresource.Principal{privatelinkresource.Account("444455556666")},
//	})
//	privatelink.NewConsumerEndpoint(consumerStack, "Database", &privatelink.ConsumerEndpointProps{
//		Vpc:     consumerVpc,
//		Service: database,
//		Clients: []awsec2.IConnectable{web},
//	})
//
// [Resource.GuardedBy] opens the database's own security groups for the gateway, and the
// gateway's for nothing else. When to take this, and when a ProviderService: docs/choosing.md.
package privatelinkresource
