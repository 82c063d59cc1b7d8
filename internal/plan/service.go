package plan

import (
	"regexp"
	"slices"

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
		s.ServiceName = "com.amazonaws." + region + "." + s.ShortName
		if s.IsGlobal() {
			s.ServiceName = "com.amazonaws." + s.ShortName
			if Known(region) && partition.Of(region) == "aws" {
				s.Region = "us-east-1"
			}
		}
	case ServiceEndpoint:
		s.Pending = IsDummy(s.ServiceName)
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

// globalServices are those of AWS's own whose names have no Region. In the commercial
// partition they are in us-east-1, and reached from there and from other Regions.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-cross-region-privatelink-support.html
// and https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_interface_vpc_endpoints.html
var globalServices = []string{"iam", "route53"}

// IsGlobal: the service is one of AWS's own without a Region in its name.
func (s Service) IsGlobal() bool {
	return s.Type == AwsEndpoint && slices.Contains(globalServices, s.ShortName)
}

// IsLattice: the endpoint leads to VPC Lattice.
func (s Service) IsLattice() bool {
	return s.Type == ResourceEndpoint || s.Type == ServiceNetworkEndpoint
}

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

// NearestAwsServices are the names of AWS's own services that are nearest to a name, as far
// as the CDK knows them: the name alone if it is one.
func NearestAwsServices(name string) []string {
	if slices.Contains(awsServices, name) || slices.Contains(globalServices, name) {
		return []string{name}
	}
	var nearest []string
	least := len(name)
	for _, service := range awsServices {
		d := distance(name, service)
		if d < least {
			nearest, least = nil, d
		}
		if d == least {
			nearest = append(nearest, service)
		}
	}
	return nearest
}

// distance is how many letters are added, left out, changed or swapped with the next.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			changed := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				changed++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, changed)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
