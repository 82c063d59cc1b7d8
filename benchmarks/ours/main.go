// Command ours is W(n) with the constructs of this library.
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/benchmarks/workload"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

func main() {
	defer jsii.Close()
	endpoints, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	app := awscdk.NewApp(nil)

	provider := awscdk.NewStack(app, jsii.String("Provider"), nil)
	var principals []privatelink.Principal
	for _, account := range workload.Accounts {
		principals = append(principals, privatelink.Account(account))
	}
	service := privatelink.NewProviderService(provider, "Service", &privatelink.ProviderServiceProps{
		Vpc:               workload.NewVpc(provider),
		Listeners:         []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}}},
		AllowedPrincipals: principals,
		AutoAccept:        true,
	})

	workload.EachStack(app, endpoints, func(stack awscdk.Stack, vpc awsec2.Vpc, i int) {
		privatelink.NewConsumerEndpoint(stack, fmt.Sprint("Endpoint", i), &privatelink.ConsumerEndpointProps{
			Vpc: vpc, Service: service, Dns: privatelink.PrivateZone(workload.ZoneName(i)),
		})
	})
	app.Synth(nil)
}
