package plan

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/awsservice"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/partition"
)

// EndpointType is what kind of endpoint leads to a service.
type EndpointType string

const (
	// ServiceEndpoint leads to an endpoint service.
	ServiceEndpoint EndpointType = "Interface"
	// AwsEndpoint leads to one of AWS's own services.
	AwsEndpoint EndpointType = "AWS"
	// ResourceEndpoint leads to a VPC Lattice resource configuration.
	ResourceEndpoint EndpointType = "Resource"
	// ServiceNetworkEndpoint leads to a VPC Lattice service network.
	ServiceNetworkEndpoint EndpointType = "ServiceNetwork"
)

// Service is what a contract says of a service.
type Service struct {
	Type        EndpointType
	ServiceName string
	// ShortName is that of one of AWS's own services.
	ShortName string
	// Arn of a VPC Lattice service.
	Arn                string
	Region             string
	Account            string
	Ports              []ServicePort
	Zones              []string
	PrivateDnsName     string
	IpAddressTypes     []string
	SupportedRegions   []string
	AcceptanceRequired bool
	// InApp: the provider is in the same app, and is told of its consumers.
	InApp bool
	// OtherStage: the provider is in another stage of the app.
	OtherStage bool
	// Pending: nothing is known until a lookup has been done.
	Pending bool
}

// complete applies the defaults, for a consumer in a Region.
func (s *Service) complete(region string) {
	switch s.Type {
	case AwsEndpoint:
		s.Region = region
		if Known(region) && partition.Of(region) == "aws" && slices.Contains(inUSEast1, s.ShortName) {
			s.Region = "us-east-1"
		}
		s.ServiceName = awsservice.Of(s.ShortName).Name(region)
	case ServiceEndpoint:
		s.Pending = IsDummy(s.ServiceName)
	case ResourceEndpoint:
		if m := latticeArn.FindStringSubmatch(s.Arn); m != nil {
			s.Region, s.Account = cmp.Or(s.Region, m[1]), cmp.Or(s.Account, m[2])
		}
	}
	if s.Region == "" {
		s.Region, _ = ServiceRegion(s.ServiceName)
	}
	for i, port := range s.Ports {
		if port.EndPort == 0 {
			s.Ports[i].EndPort = port.Port
		}
		if port.Protocol == "" {
			s.Ports[i].Protocol = Tcp
		}
	}
}

// inUSEast1 are AWS's own services that all Regions of the commercial partition reach in
// this one.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-cross-region-privatelink-support.html
// and https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_interface_vpc_endpoints.html
var inUSEast1 = []string{"iam", "route53"}

// IsLattice: the endpoint leads to VPC Lattice.
func (s Service) IsLattice() bool {
	return s.Type == ResourceEndpoint || s.Type == ServiceNetworkEndpoint
}

var latticeArn = regexp.MustCompile(`^arn:[a-z-]+:vpc-lattice:([a-z0-9-]+):(\d{12}):`)

var serviceName = regexp.MustCompile(`^(?:[a-z0-9]+\.)+vpce\.([a-z0-9-]+)\.vpce-svc-[0-9a-f]{8,17}$`)

// ServiceRegion returns the Region within an endpoint service's name
// (com.amazonaws.vpce.us-east-1.vpce-svc-…), and whether the name is one.
func ServiceRegion(name string) (region string, ok bool) {
	m := serviceName.FindStringSubmatch(name)
	if m == nil {
		return "", false
	}
	return m[1], true
}
