package privatelink

import "github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"

// AWSService is one of AWS's own services in the consumer's Region, by the name
// that follows the Region in com.amazonaws.us-east-1.ssm: "ssm", "ecr.dkr",
// "execute-api". Its private names are [ServiceDnsName]. Where ports are not
// given it is TCP 443.
func AWSService(name string, ports ...ServicePort) Service {
	if len(ports) == 0 {
		ports = []ServicePort{{Port: 443}}
	}
	return Contract{awsService: name, Ports: ports}
}

// Resource is a VPC Lattice resource configuration, by its ARN: a database, an
// address or a domain name that a provider shares without a load balancer. The
// ports are those of the resource. Its own domains can be used with
// [ServiceDnsName]; a zone of the consumer's can't lead to it, since AWS tells the
// endpoint's names only once it is made.
func Resource(configurationArn string, ports ...ServicePort) Service {
	return Contract{latticeArn: configurationArn, latticeType: rules.ResourceEndpoint, Ports: ports}
}

// ServiceNetwork is a VPC Lattice service network, by its ARN: all services and
// resources that are associated with it. The ports are theirs.
func ServiceNetwork(networkArn string, ports ...ServicePort) Service {
	return Contract{latticeArn: networkArn, latticeType: rules.ServiceNetworkEndpoint, Ports: ports}
}
