package privatelink

import (
	"cmp"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/awsservice"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Service is what a consumer can connect to: a [*ProviderService] of the same app, a
// [Contract], one of AWS's own by [AWSService], or by VPC Lattice a [LatticeResource] or
// a [LatticeServiceNetwork]. Package privatelinkresource has the provider of a resource.
type Service interface {
	// Contract is all that a consumer knows of the service.
	Contract() Contract
}

// AWSService is one of AWS's own services in the consumer's Region, by the name
// that follows the Region in com.amazonaws.us-east-1.ssm: "ssm", "ecr.dkr",
// "execute-api", "notebook"; or a global one, such as "iam". docs/aws-services.md lists
// those that are known. Its private names are [ServiceDnsName]. Where ports are not given
// it is the port that the service is called on, mostly TCP 443. One of another Region is a
// [Contract] with its ServiceName, com.amazonaws.eu-west-1.kms, and Region.
func AWSService(name string, ports ...ServicePort) Service {
	if len(ports) == 0 {
		ports = []ServicePort{{Port: cmp.Or(awsservice.Of(name).Port, 443)}}
	}
	return Contract{of: awsService{name}, Ports: ports}
}

// LatticeResource is a VPC Lattice resource configuration, by its ARN: a database, an
// address or a domain name that a provider shares without a load balancer. The
// ports are those of the resource. Its own domains can be used with
// [ServiceDnsName]; a zone of the consumer's can't lead to it, since AWS tells the
// endpoint's names only once it is made.
func LatticeResource(configurationArn string, ports ...ServicePort) Service {
	return Contract{ResourceConfigurationArn: configurationArn, of: latticeService{configurationArn, plan.ResourceEndpoint}, Ports: ports}
}

// LatticeServiceNetwork is a VPC Lattice service network, by its ARN: all services and
// resources that are associated with it. The ports are theirs.
func LatticeServiceNetwork(networkArn string, ports ...ServicePort) Service {
	return Contract{of: latticeService{networkArn, plan.ServiceNetworkEndpoint}, Ports: ports}
}

// variant is what a contract is of, where that isn't an endpoint service by its name: one
// of AWS's own, one of VPC Lattice, or a provider in this app.
type variant interface {
	// describe says of a service what its contract's fields don't.
	describe(service *plan.Service)
}

type awsService struct{ name string }

func (s awsService) describe(service *plan.Service) {
	service.Type, service.ShortName = plan.AwsEndpoint, s.name
}

type latticeService struct {
	arn      string
	endpoint plan.EndpointType
}

func (s latticeService) describe(service *plan.Service) {
	service.Type, service.Arn = s.endpoint, s.arn
}
