package privatelink

import (
	"slices"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// Metrics are those that AWS publishes of the service, of its load balancers and of their
// target groups, with AWS's dimensions, which have to be exactly these, and the statistic
// that AWS calls the most useful. They make nothing, and cost nothing; With changes
// statistic and period. docs/operating.md lists them beside AWS's pages.
//
// A metric without traffic has no data: most are reported for minutes with traffic, or
// with something to count, only.
func (p *ProviderService) Metrics() ProviderMetrics {
	of := measured{p, servicesNamespace, dimensions{"Service Id": p.ServiceId()}}
	return ProviderMetrics{ServiceMetrics{ConnectionMetrics{of}}, p}
}

// ProviderMetrics are the metrics of a service, from [ProviderService.Metrics].
//
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html
type ProviderMetrics struct {
	ServiceMetrics
	provider *ProviderService
}

// EndpointsCount is how many endpoints are connected: the most in five minutes, the period
// in which AWS reports it, where there is one at least.
func (m ProviderMetrics) EndpointsCount() awscloudwatch.Metric {
	return m.of.metric("EndpointsCount", "Maximum", 5*time.Minute)
}

// OfEndpoint are the metrics of one consumer's endpoint, by its ID: vpce-….
func (m ProviderMetrics) OfEndpoint(vpcEndpointId string) ConnectionMetrics {
	return ConnectionMetrics{m.of.with(dimensions{"VPC Endpoint Id": vpcEndpointId})}
}

// LoadBalancers are the metrics of each load balancer behind the service, in the order of
// the props: of those that it has, or of the existing ones.
func (m ProviderMetrics) LoadBalancers() []LoadBalancerMetrics {
	var all []LoadBalancerMetrics
	for _, made := range m.provider.LoadBalancers {
		all = append(all, m.loadBalancer(made))
	}
	for _, existing := range m.provider.objects.loadBalancers {
		all = append(all, m.loadBalancer(existing))
	}
	return all
}

// loadBalancer are the metrics of an object, or of an ARN.
func (m ProviderMetrics) loadBalancer(of any) LoadBalancerMetrics {
	arn, fullName := arnOf(of)
	return LoadBalancerMetrics{
		FlowMetrics: FlowMetrics{measured{m.of.construct, networkNamespace, dimensions{"LoadBalancer": fullName}}},
		Service:     ServiceMetrics{ConnectionMetrics{m.of.with(dimensions{"Load Balancer Arn": arn})}},
	}
}

// arnOf is the ARN of a load balancer, and its end: net/name/0123456789abcdef.
func arnOf(loadBalancer any) (arn, fullName string) {
	switch of := loadBalancer.(type) {
	case awselasticloadbalancingv2.NetworkLoadBalancer:
		return *of.LoadBalancerArn(), *of.LoadBalancerFullName()
	case awselasticloadbalancingv2.INetworkLoadBalancer:
		arn = *of.LoadBalancerArn()
	case string:
		arn = of
	}
	return arn, lastOfArn(arn, ":loadbalancer/")
}

// TargetGroups are the metrics of each target group, in the order of the props, over all
// listeners. AWS has none of Application Load Balancers as targets: their own targets are
// counted in AWS/ApplicationELB. The target groups of existing load balancers are not
// known, so that there are none of these.
func (m ProviderMetrics) TargetGroups() []TargetGroupMetrics {
	var all []TargetGroupMetrics
	for _, group := range m.provider.measuredGroups() {
		all = append(all, m.targetGroup(group))
	}
	return all
}

func (m ProviderMetrics) targetGroup(group measuredGroup) TargetGroupMetrics {
	fullName := ""
	if made, ok := group.object.(awselasticloadbalancingv2.NetworkTargetGroup); ok {
		fullName = *made.TargetGroupFullName()
	} else {
		fullName = afterColons(*group.object.TargetGroupArn(), 5)
	}
	return TargetGroupMetrics{measured{m.of.construct, networkNamespace, dimensions{
		"LoadBalancer": *group.balancer.LoadBalancerFullName(), "TargetGroup": fullName,
	}}}
}

// measuredGroup is a target group whose targets AWS counts, and what tells it apart.
type measuredGroup struct {
	object   awselasticloadbalancingv2.INetworkTargetGroup
	balancer awselasticloadbalancingv2.NetworkLoadBalancer
	name     string
}

// measuredGroups are the target groups whose targets AWS counts, each once.
func (p *ProviderService) measuredGroups() []measuredGroup {
	var groups []measuredGroup
	made := p.TargetGroups
	for i, listener := range p.plan.Listeners {
		for j, planned := range listener.TargetGroups {
			if p.LoadBalancer == nil {
				return nil
			}
			group := measuredGroup{
				p.objects.targetGroups[i][j].existing, p.LoadBalancers[listener.Balancer], groupName(p.plan.IdOf(listener), j, planned),
			}
			if !planned.Existing {
				group.object, made = made[0], made[1:]
			}
			isSame := func(other measuredGroup) bool { return other.object == group.object } // It stands behind several listeners.
			if planned.Kind() != plan.AlbTarget && !cdk.IsOfLoadBalancers(group.object) && !slices.ContainsFunc(groups, isSame) {
				groups = append(groups, group)
			}
		}
	}
	return groups
}

// ConnectionMetrics are what AWS counts of connections through a service.
type ConnectionMetrics struct{ of measured }

// ActiveConnections is how many connections there are: the most of a minute.
func (m ConnectionMetrics) ActiveConnections() awscloudwatch.Metric {
	return m.of.most("ActiveConnections")
}

// BytesProcessed is how many bytes pass in a minute, in both directions.
func (m ConnectionMetrics) BytesProcessed() awscloudwatch.Metric { return m.of.sum("BytesProcessed") }

// NewConnections is how many connections are opened in a minute.
func (m ConnectionMetrics) NewConnections() awscloudwatch.Metric { return m.of.sum("NewConnections") }

// RstPacketsSent is how many resets the service sends to endpoints in a minute. More of
// them can mean that targets are not healthy.
func (m ConnectionMetrics) RstPacketsSent() awscloudwatch.Metric { return m.of.sum("RstPacketsSent") }

// ServiceMetrics are what AWS counts of connections through a service, or through one of
// its load balancers, also by zone.
type ServiceMetrics struct{ ConnectionMetrics }

// InZone are those of one zone, as AWS writes it there. It isn't documented whether by its
// name or by its ID; docs/operating.md has the command that tells. [ProviderService.AddAlarms]
// watches all zones without asking.
func (m ServiceMetrics) InZone(az string) ConnectionMetrics {
	return ConnectionMetrics{m.of.with(dimensions{"Az": az})}
}

// FlowMetrics are what AWS counts of a Network Load Balancer, in all zones or in one.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
type FlowMetrics struct{ of measured }

// PortAllocationErrorCount is how many connections are dropped in a minute, because the
// load balancer has no port left for the target: 55,000 at a time to each.
func (m FlowMetrics) PortAllocationErrorCount() awscloudwatch.Metric {
	return m.of.sum("PortAllocationErrorCount")
}

// RejectedFlowCount is how many connections the load balancer rejects: the most of a
// minute. AWS names Average, Maximum and Minimum for this one, and not the sum.
func (m FlowMetrics) RejectedFlowCount() awscloudwatch.Metric { return m.of.most("RejectedFlowCount") }

// SecurityGroupBlockedFlowCountInboundTcp is how many TCP connections the inbound rules of
// the load balancer's groups reject in a minute. PrivateLink traffic is among them only
// where these rules apply to it ([PrivateLinkFrom]). Without a group there is no data.
func (m FlowMetrics) SecurityGroupBlockedFlowCountInboundTcp() awscloudwatch.Metric {
	return m.blocked("Inbound", plan.Tcp)
}

// SecurityGroupBlockedFlowCountInboundUdp is the same for UDP.
func (m FlowMetrics) SecurityGroupBlockedFlowCountInboundUdp() awscloudwatch.Metric {
	return m.blocked("Inbound", plan.Udp)
}

// SecurityGroupBlockedFlowCountOutboundTcp is how many TCP connections to targets the
// outbound rules of the load balancer's groups reject in a minute. Without a group there is
// no data.
func (m FlowMetrics) SecurityGroupBlockedFlowCountOutboundTcp() awscloudwatch.Metric {
	return m.blocked("Outbound", plan.Tcp)
}

// SecurityGroupBlockedFlowCountOutboundUdp is the same for UDP.
func (m FlowMetrics) SecurityGroupBlockedFlowCountOutboundUdp() awscloudwatch.Metric {
	return m.blocked("Outbound", plan.Udp)
}

func (m FlowMetrics) blocked(direction, transport string) awscloudwatch.Metric {
	return m.of.sum("SecurityGroupBlockedFlowCount_" + direction + "_" + transport)
}

// TcpClientResetCount is how many resets clients send to targets in a minute.
func (m FlowMetrics) TcpClientResetCount() awscloudwatch.Metric {
	return m.of.sum("TCP_Client_Reset_Count")
}

// TcpElbResetCount is how many resets the load balancer sends by itself in a minute: to
// connections that were idle for too long, for one.
func (m FlowMetrics) TcpElbResetCount() awscloudwatch.Metric { return m.of.sum("TCP_ELB_Reset_Count") }

// TcpTargetResetCount is how many resets targets send to clients in a minute.
func (m FlowMetrics) TcpTargetResetCount() awscloudwatch.Metric {
	return m.of.sum("TCP_Target_Reset_Count")
}

// ZonalHealthStatus is 1 for a zone that the load balancer holds for healthy, and 0 for
// another: the least of them.
func (m FlowMetrics) ZonalHealthStatus() awscloudwatch.Metric { return m.of.least("ZonalHealthStatus") }

// LoadBalancerMetrics are the metrics of a load balancer behind a service.
type LoadBalancerMetrics struct {
	FlowMetrics
	// Service has what AWS counts of the service's connections through this load balancer.
	Service ServiceMetrics
}

// InZone are those of one zone, by its name: us-east-1a.
func (m LoadBalancerMetrics) InZone(zone string) FlowMetrics {
	return FlowMetrics{m.of.with(dimensions{"AvailabilityZone": zone})}
}

// ClientTlsNegotiationErrorCount is how many TLS handshakes between clients and a TLS
// listener fail in a minute. Without such a listener there is no data.
func (m LoadBalancerMetrics) ClientTlsNegotiationErrorCount() awscloudwatch.Metric {
	return m.of.sum("ClientTLSNegotiationErrorCount")
}

// TargetTlsNegotiationErrorCount is how many TLS handshakes between a TLS listener and
// targets fail in a minute. Without a target group of TLS there is no data.
func (m LoadBalancerMetrics) TargetTlsNegotiationErrorCount() awscloudwatch.Metric {
	return m.of.sum("TargetTLSNegotiationErrorCount")
}

// TargetGroupMetrics are the metrics of a target group behind a service.
type TargetGroupMetrics struct{ of measured }

// InZone are those of one zone, by its name: us-east-1a.
func (m TargetGroupMetrics) InZone(zone string) TargetGroupMetrics {
	return TargetGroupMetrics{m.of.with(dimensions{"AvailabilityZone": zone})}
}

// HealthyHostCount is how many targets are healthy: the most that a node of the load
// balancer sees in a minute, as AWS recommends.
func (m TargetGroupMetrics) HealthyHostCount() awscloudwatch.Metric {
	return m.of.most("HealthyHostCount")
}

// UnHealthyHostCount is how many targets are not healthy: the fewest that a node of the
// load balancer sees in a minute, as AWS recommends.
func (m TargetGroupMetrics) UnHealthyHostCount() awscloudwatch.Metric {
	return m.of.least("UnHealthyHostCount")
}
