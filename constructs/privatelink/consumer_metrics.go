package privatelink

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// Metrics are those that AWS publishes of the endpoint, with AWS's dimensions, which have to
// be exactly these, and the statistic that AWS calls the most useful. They make nothing, and
// cost nothing; With changes statistic and period. docs/operating.md lists them beside AWS's
// page.
//
// AWS publishes none of endpoints to services of other Regions, and has those of VPC Lattice
// in AWS/VpcLattice: for these it panics with an [*Error].
func (c *ConsumerEndpoint) Metrics() ConsumerMetrics {
	if err, _ := (site{kind: "ConsumerEndpoint", scope: c}).decide(rules.CheckMetrics(c.plan)); err != nil {
		panic(err)
	}
	return ConsumerMetrics{EndpointMetrics{measured{c, endpointsNamespace, dimensions{
		"Endpoint Type":   string(plan.ServiceEndpoint),
		"Service Name":    *c.resource().ServiceName(),
		"VPC Endpoint Id": *c.Endpoint.VpcEndpointId(),
		"VPC Id":          *c.objects.vpc.Object.VpcId(),
	}}}, c}
}

// ConsumerMetrics are the metrics of an endpoint, from [ConsumerEndpoint.Metrics].
type ConsumerMetrics struct {
	EndpointMetrics
	consumer *ConsumerEndpoint
}

// InSubnet are those of the interface in one subnet, by its ID: subnet-….
func (m ConsumerMetrics) InSubnet(subnetId string) EndpointMetrics {
	return EndpointMetrics{m.of.with(dimensions{"Subnet Id": subnetId})}
}

// Subnets are those of each interface, in the order of the endpoint's subnets.
func (m ConsumerMetrics) Subnets() []EndpointMetrics {
	var all []EndpointMetrics
	for _, subnet := range m.consumer.objects.subnets {
		all = append(all, m.InSubnet(*subnet.SubnetId()))
	}
	return all
}

// EndpointMetrics are what AWS counts of an endpoint, in all subnets or in one.
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html
type EndpointMetrics struct{ of measured }

// ActiveConnections is how many connections there are: the most of a minute.
func (m EndpointMetrics) ActiveConnections() awscloudwatch.Metric {
	return m.of.most("ActiveConnections")
}

// BytesProcessed is how many bytes pass in a minute, in both directions: those that are
// paid for.
func (m EndpointMetrics) BytesProcessed() awscloudwatch.Metric { return m.of.sum("BytesProcessed") }

// NewConnections is how many connections are opened in a minute.
func (m EndpointMetrics) NewConnections() awscloudwatch.Metric { return m.of.sum("NewConnections") }

// PacketsDropped is how many packets the endpoint drops in a minute. More of them can mean
// that the service is not healthy; packets of more than 8,500 bytes are dropped, too.
func (m EndpointMetrics) PacketsDropped() awscloudwatch.Metric { return m.of.sum("PacketsDropped") }

// RstPacketsReceived is how many resets the endpoint receives in a minute. More of them can
// mean that the service is not healthy.
func (m EndpointMetrics) RstPacketsReceived() awscloudwatch.Metric {
	return m.of.sum("RstPacketsReceived")
}
