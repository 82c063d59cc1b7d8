package privatelinkecs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkecs"
	_ "github.com/cdk-privatelink/cdk-privatelink-go/direct"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { snapshot.Main(m) }

func provider(vpc awsec2.IVpc, protocol privatelink.Protocol, target privatelink.Target) *privatelink.ProviderServiceProps {
	return &privatelink.ProviderServiceProps{Vpc: vpc, Listeners: []privatelink.Listener{{Port: 443, Protocol: protocol, Targets: []privatelink.Target{target}}}}
}

func newVpc(stack awscdk.Stack) awsec2.Vpc {
	return awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0)})
}

// newServices makes a service on Fargate and one on instances, whose container
// maps TCP 80 and UDP 53.
func newServices(stack awscdk.Stack, vpc awsec2.IVpc) map[string]privatelinkecs.Service {
	cluster := awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{Vpc: vpc})
	cluster.AddCapacity(jsii.String("Capacity"), &awsecs.AddCapacityOptions{
		InstanceType: awsec2.NewInstanceType(jsii.String("t3.small")), VpcSubnets: &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC},
	})
	container := func(task awsecs.TaskDefinition) awsecs.TaskDefinition {
		task.AddContainer(jsii.String("web"), &awsecs.ContainerDefinitionOptions{
			Image: awsecs.ContainerImage_FromRegistry(jsii.String("web"), nil), MemoryLimitMiB: jsii.Number(128),
			PortMappings: &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(80)}, {ContainerPort: jsii.Number(53), Protocol: awsecs.Protocol_UDP}},
		})
		return task
	}
	return map[string]privatelinkecs.Service{
		"Fargate": awsecs.NewFargateService(stack, jsii.String("Fargate"), &awsecs.FargateServiceProps{
			Cluster: cluster, TaskDefinition: container(awsecs.NewFargateTaskDefinition(stack, jsii.String("FargateTask"), nil)), MinHealthyPercent: jsii.Number(100),
		}),
		"Ec2": awsecs.NewEc2Service(stack, jsii.String("Ec2"), &awsecs.Ec2ServiceProps{
			Cluster: cluster, TaskDefinition: container(awsecs.NewEc2TaskDefinition(stack, jsii.String("Ec2Task"), nil)), MinHealthyPercent: jsii.Number(100),
		}),
	}
}

// TestPorts: the load balancer reaches tasks on their own interfaces by the
// container's port, and those on a host's by whatever port that gives them. The
// services are in another stack, which waits for the provider's and not the other
// way round.
func TestPorts(t *testing.T) {
	for name, c := range map[string]struct {
		service  string
		port     int
		protocol privatelink.Protocol
		want     string
	}{
		"task's interface, TCP": {"Fargate", 80, privatelink.TCP, "tcp 80-80"},
		"task's interface, UDP": {"Fargate", 53, privatelink.UDP, "udp 53-53"},
		"host's interface":      {"Ec2", 80, privatelink.TCP, "tcp 32768-65535"},
	} {
		t.Run(name, func(t *testing.T) {
			app := snapshot.NewApp(t, nil)
			network, services := awscdk.NewStack(app, jsii.String("Network"), nil), awscdk.NewStack(app, jsii.String("Services"), nil)
			vpc := newVpc(network)
			all := newServices(services, vpc)
			privatelink.NewProviderService(network, "Web", provider(vpc, c.protocol, privatelinkecs.Target(all[c.service], "web", c.port)))
			found := false
			for _, template := range snapshot.Synth(t, app) {
				for _, rule := range template.OfType("AWS::EC2::SecurityGroupEgress") {
					p := rule.Properties
					found = found || p["Description"] == "Load balancer to target" && fmt.Sprintf("%s %v-%v", p["IpProtocol"], p["FromPort"], p["ToPort"]) == c.want
				}
			}
			if !found {
				t.Errorf("no egress %s", c.want)
			}
		})
	}
}

// TestRefused: a service that was not created, and a port or container that it
// does not have, are said.
func TestRefused(t *testing.T) {
	stack := awscdk.NewStack(snapshot.NewApp(t, nil), jsii.String("Services"), nil)
	services := newServices(stack, newVpc(stack))
	for name, c := range map[string]struct {
		target privatelink.Target
		want   string
	}{
		"nil":          {privatelinkecs.Target(nil, "web", 80), "it is nil"},
		"typed nil":    {privatelinkecs.Target(awsecs.FargateService(nil), "web", 80), "it is nil"},
		"no container": {privatelinkecs.Target(services["Fargate"], "app", 80), `the task has no container "app"`},
		"no port":      {privatelinkecs.Target(services["Fargate"], "web", 81), `container "web" has no mapping for port 81`},
	} {
		err := provider(nil, "", c.target).Validate()
		if err == nil || !strings.Contains(err.Error(), "Listeners[0].Targets[0]: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
