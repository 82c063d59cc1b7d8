// Package privatelinkresource offers a database, an address or a name to other VPCs and
// accounts without a load balancer: by a resource gateway of VPC Lattice, a resource
// configuration, and a share of AWS RAM. Consumers reach it as they do a service, by a
// [privatelink.ConsumerEndpoint]. It stands beside package privatelink so that only those
// who import it compile the constructs of VPC Lattice and RAM.
//
//	database := privatelinkresource.NewResourceProvider(stack, "Database", &privatelinkresource.ResourceProviderProps{
//		Vpc:       vpc,
//		Resource:  privatelinkresource.DomainName(*cluster.AttrEndpointAddress()).GuardedBy(clusterGroup),
//		Ports:     []privatelink.ServicePort{{Port: 5432}},
//		ShareWith: []privatelinkresource.Principal{privatelinkresource.Account("444455556666")},
//	})
//	privatelink.NewConsumerEndpoint(consumerStack, "Database", &privatelink.ConsumerEndpointProps{
//		Vpc:     consumerVpc,
//		Service: database,
//		Clients: []awsec2.IConnectable{web},
//	})
//
// When to take this, and when a ProviderService: docs/choosing.md.
package privatelinkresource
